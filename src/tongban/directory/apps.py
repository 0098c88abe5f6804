"""The room as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tongban.directory"
    label = "directory"

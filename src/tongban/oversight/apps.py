"""The room as a Django app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "tongban.oversight"
    label = "oversight"

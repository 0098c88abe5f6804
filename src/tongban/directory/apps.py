"""The room as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "tongban.directory"
    label = "directory"

    def ready(self) -> None:
        """Refuse to start with a setting nobody can read: who must prove with a second factor."""
        from tongban.directory.authenticator import second_factor_roles  # models come after the apps

        second_factor_roles()

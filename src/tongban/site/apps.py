"""The roof as a Django app: when everything is loaded, the rooms are wired together."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tongban.site"
    label = "site"

    def ready(self) -> None:
        """Wire the rooms (site/wiring.py)."""
        from tongban.site import wiring

        wiring.wire()

"""What changes the catalogue."""

from tongban.catalogue.commands.publish import publish_version

__all__ = ["publish_version"]

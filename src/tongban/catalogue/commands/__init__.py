"""What changes the catalogue."""

from tongban.catalogue.commands.publish import load_base_list, publish_override, publish_version

__all__ = ["load_base_list", "publish_override", "publish_version"]

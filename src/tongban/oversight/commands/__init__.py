"""What is done about the keeping of promises."""

from tongban.oversight.commands.publishing import publish_figures
from tongban.oversight.commands.reading import read_warnings

__all__ = ["publish_figures", "read_warnings"]

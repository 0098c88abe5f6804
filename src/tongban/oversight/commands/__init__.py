"""What is done about the keeping of promises."""

from tongban.oversight.commands.reading import read_warnings

__all__ = ["read_warnings"]

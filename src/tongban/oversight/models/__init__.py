"""Tables of the room."""

from tongban.oversight.models.warning import LimitWarning

__all__ = ["LimitWarning"]

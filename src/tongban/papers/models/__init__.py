"""Tables of the papers."""

from tongban.papers.models.paper import Paper

__all__ = ["Paper"]

"""The world of two townships that the checks of authority are made in."""

from tests.authority.conftest import _quiet, quick_paper, world

__all__ = ["_quiet", "quick_paper", "world"]

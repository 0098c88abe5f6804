"""Whole numbers as forms and addresses send them: figures and nothing else, of a length that no type overflows."""

MOST_FIGURES = 9
NO_VERSION = -1


def whole_number(text: str, figures: int = MOST_FIGURES) -> int | None:
    """The number, or None where the text is none.

    Args:
        figures: the longest that is taken.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= figures else None


def version_seen(text: str) -> int:
    """The version that a page showed; anything else is one that no case has, so that the command calls it stale."""
    number = whole_number(text)
    return NO_VERSION if number is None else number

"""Places in a law in the language of the page."""

from django.utils.translation import get_language

from tongban.rules.citations import cited_in


def article(cited: str) -> str:
    """A place in a law in the reader's language, as `rules.citations.cited_in`."""
    return cited_in(cited, get_language() or "")

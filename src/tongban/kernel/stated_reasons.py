"""Whether a reason says anything: dots, blanks and characters without a shape are no reason."""

import unicodedata

# letters by Unicode's word that leave no mark on the page
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")


def letters_in(text: str) -> int:
    """How many letters, digits and Chinese characters a text has."""
    return sum(unicodedata.category(c)[0] in "LN" and c not in _BLANK_LETTERS for c in text)

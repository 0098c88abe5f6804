"""How items are listed at a place, and found by a few characters."""

from tongban.catalogue.search.elsewhere import Elsewhere, not_here
from tongban.catalogue.search.finding import Found, search
from tongban.catalogue.search.offered import Card, Line, Offer, cards, offer, offered

__all__ = [
    "Card",
    "Elsewhere",
    "Found",
    "Line",
    "Offer",
    "cards",
    "not_here",
    "offer",
    "offered",
    "search",
]

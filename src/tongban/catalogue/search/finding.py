"""Finding items by a few characters: plain words, pinyin, initials, slips, and questions as people ask them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tongban.catalogue.search.keys import LONGEST_QUERY, asked_keys, meant, normal
from tongban.catalogue.search.offered import Card, cards, offer
from tongban.catalogue.search.ranking import score
from tongban.kernel import time

ENTRIES_PER_KEY = 500  # the heaviest of each key: what so many items share tells none of them apart
FOUND_BY_KEYS = 300
RANKED = 25
CLOSED = 0.9
FALLS_OFF = 0.55  # of the best: what is that much weaker would only be in the way

_FOUND = f"""
    WITH asked AS (SELECT * FROM unnest(%s::text[], %s::float8[]) AS a(key, says)),
    hits AS (
      SELECT a.key, a.says, e.listing_id, e.weight
      FROM asked a CROSS JOIN LATERAL (
        SELECT k.listing_id, k.weight FROM catalogue_search_key k
        WHERE k.key = a.key ORDER BY k.weight DESC, k.listing_id LIMIT {ENTRIES_PER_KEY}) e),
    common AS (SELECT key, ln(1 + {ENTRIES_PER_KEY} / count(*)::float8) AS rare FROM hits GROUP BY key)
    SELECT h.listing_id, sum(h.says * h.weight * c.rare) AS found
    FROM hits h JOIN common c USING (key)
    GROUP BY h.listing_id ORDER BY found DESC, h.listing_id LIMIT {FOUND_BY_KEYS}"""


@dataclass(frozen=True)
class Found:
    """One item that answers a query; ``score`` is comparable within one answer only."""

    card: Card
    score: float


def search(typed: str, place: str = "", limit: int = 20) -> tuple[Found, ...]:
    """The items of a place that answer what somebody typed, the best first.

    Args:
        typed: anything, as typed: Chinese, pinyin, initials, English, or a whole question.
        place: a division; "": the deployment's default place.
        limit: at most so many.
    """
    query = normal(typed[:LONGEST_QUERY])
    if not query:
        return ()
    keys = asked_keys(meant(query))
    here = offer(place).listings
    candidates = [(listing, found) for listing, found in _candidates(keys) if listing in here]
    if not candidates:
        return ()
    most = candidates[0][1]
    weights = dict(candidates[:RANKED])
    today = time.today()
    ranked = [
        Found(card, _standing(card, today) * score(query, card.phrases, weights[card.listing_id] / most))
        for card in cards(tuple(weights))
    ]
    ranked.sort(key=lambda found: (-found.score, found.card.code))
    least = FALLS_OFF * ranked[0].score
    return tuple(found for found in ranked if found.score and found.score >= least)[:limit]


def _standing(card: Card, today: date) -> float:
    """What has ended is found by its own name, and stands behind what replaced it."""
    return CLOSED if card.ends is not None and card.ends < today else 1.0


def _candidates(keys: dict[str, float]) -> Sequence[tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [list(keys), list(keys.values())])
        return [(int(listing), float(found)) for listing, found in cursor.fetchall()]

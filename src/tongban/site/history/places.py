"""The villages of the township, and which of them have a point of their own."""

from functools import cache

from tongban.site.demo.county import read_divisions
from tongban.site.demo.places import TOWNSHIP

POINTS = {"640121200201": "SL-XW", "640121200202": "SL-BQ"}  # village → its point


@cache
def villages() -> tuple[str, ...]:
    """The codes of the township's villages."""
    return tuple(row.code for row in read_divisions() if row.parent_code == TOWNSHIP)


@cache
def name_of_village(code: str) -> str:
    """What a village is called."""
    return next(row.name for row in read_divisions() if row.code == code)

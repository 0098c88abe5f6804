"""One finding, and what the rules need to know beyond the item itself."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Content = Mapping[str, Any]

KNOWN_POSITIONS: Mapping[str, frozenset[str]] = {
    "village": frozenset({"agency"}),
    "township": frozenset(
        {"social_security", "civil_affairs", "rural_economy", "family_planning", "leadership"}
    ),
    "county": frozenset(
        {
            "county_social_security",
            "county_civil_affairs",
            "county_disabled_federation",
            "county_health",
            "county_agriculture",
            "county_natural_resources",
            "county_medical_insurance",
            "county_veterans",
            "county_emergency",
            "county_forestry",
        }
    ),
}
"""The positions of the house's glossary, by level."""


@dataclass(frozen=True)
class Finding:
    """One thing wrong.

    Args:
        code: ``faces/common/catalogue_findings.py`` has its sentence with the mend, in both languages.
        file: the file; of the database the item's code and the division.
        path: the field, e.g. ``materials.2.issuer``.
        line: in the file; 0 where it is not known.
        item: the item's code.
        params: the values for the sentence.
    """

    code: str
    file: str = ""
    path: str = ""
    line: int = 0
    item: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """What a rule says: where in the content, and what."""

    path: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


SampleCheck = Callable[[Content], Iterator[Hit]]


@dataclass(frozen=True)
class Surroundings:
    """What the rules know beyond one item.

    Args:
        codes: every item that there is.
        positions: level → positions known there.
        held: level → positions that somebody holds today; None: not known, as for files alone.
        check_sample: checks the sample's answers as the form would; the room of cases knows how.
        today: for items whose last day has passed, ISO.
    """

    codes: Collection[str] = ()
    positions: Mapping[str, Collection[str]] = field(default_factory=lambda: KNOWN_POSITIONS)
    held: Mapping[str, Collection[str]] | None = None
    check_sample: SampleCheck | None = None
    today: str = ""


Rule = Callable[[Content, Surroundings], Iterator[Hit]]

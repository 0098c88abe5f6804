"""送达: in which ways a paper reaches somebody, and who may take it for them.

Sources: 行政许可法 art. 44 (delivered within ten days); for the ways 民事诉讼法 art. 88–95, which administrative bodies
follow where their own law says nothing (numbering of 2023, from memory, 待核对): to the person, a grown member of the
household, whoever holds a mandate, an organization's mail room; left where it is refused, before witnesses;
electronically only with consent; by announcement where nothing else reached them.  A letter's number: UPU standard S10
(two letters, eight figures, a check digit, the country), and for letters within the country the figures that China Post prints.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from tongban.rules.person_names import why_no_person_name
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance

WAYS = ("handed_over", "through_assister", "electronic", "left", "posted")
HOUSEHOLD = frozenset({"spouse", "child", "parent", "sibling", "other_kin"})
RELATIONS = HOUSEHOLD | {
    "self",
    "guardian",
    "handler",
    "mandate",
    "mail_room",
    "neighbour",
    "assister",
    "other",
}
WITNESSES = 2
WAYS_BEFORE_ANNOUNCING = 2
_TRACKING = re.compile(r"[0-9A-Z]{9,30}")
_S10 = re.compile("[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
FIGURES_OF_A_LETTER = 9
ZEROS_OF_A_LETTER = 4  # at most, before the first other figure
DIFFERENT_FIGURES = 3
_NOBODY = frozenset("无没有带不详未知人")
"""Characters of which no name and no card consists: 无, 没有, 没带, 不详, 无人."""


def why_no_authority(
    relation: str, *, organization: bool, lives_together: bool, mandate: bool, authority_seen: str
) -> str:
    """A code that says why somebody may not take the paper; empty where they may.

    Args:
        relation: to the addressee.
        organization: the addressee is one.
        lives_together: of a relative: grown up and of the same household, as the server made sure.
        mandate: one is on record by which this person acts in the matter.
        authority_seen: what written authority the server saw; empty for none.

    Returns:
        ``mail_room_of_a_person``, ``not_of_the_household``, ``receiver_has_no_authority``; ``authority_says_nothing``:
        what was written names no paper (无, x).
    """
    if relation == "self":
        return ""
    if relation == "mail_room":
        return "" if organization else "mail_room_of_a_person"
    if relation in ("mandate", "handler") and (mandate or (organization and relation == "handler")):
        return ""
    if relation in HOUSEHOLD and not organization and lives_together:
        return ""
    if authority_seen.strip():
        return "authority_says_nothing" if why_not_substance(authority_seen, LEAST_TO_LOOK) else ""
    if relation in HOUSEHOLD and not organization:
        return "not_of_the_household"
    return "receiver_has_no_authority"


OWN_WORD = "本人"


def why_not_self(name: str, own: Collection[str], *, died: bool) -> str:
    """A code that says why somebody did not take a paper as the addressee themselves; empty where they did.

    Args:
        name: of who took it.
        own: names of the addressee, and of who acts for them by the file: an organization's handler, a guardian.
        died: the matter ended because the addressee died.

    Returns:
        ``dead_do_not_sign``, ``not_the_addressee``.
    """
    if died:
        return "dead_do_not_sign"
    plain = "".join(name.split())
    return "" if plain in {"".join(one.split()) for one in own} else "not_the_addressee"


def why_not_tried(way: str, day: date, decided: date) -> str:
    """A code that says why a way cannot have failed on that day; empty where it can.

    Args:
        way: one of `WAYS`.
        day: of the try; of a letter: when it came back.
        decided: the day of the decision.

    Returns:
        ``before_the_decision_day``; ``letter_back_at_once``: no letter is sent and comes back on the day of the decision.
    """
    if day < decided:
        return "before_the_decision_day"
    return "letter_back_at_once" if way == "posted" and day == decided else ""


def on_one_day(tries: Collection[date]) -> bool:
    """Whether several tries were all made on one day: who was out that day was asked for once."""
    return len(tries) > 1 and len(set(tries)) == 1


def hands_to_self(receiver: str, server: str) -> bool:
    """Whether who serves the paper stands as who took it: nobody signs for a paper in two places.

    Args:
        receiver: the name of who took it.
        server: the name of who serves it.
    """
    return bool(server.strip()) and "".join(receiver.split()) == "".join(server.split())


def says_what_was_seen(identification: str) -> bool:
    """Whether words of a card that was seen may be some: 身份证, 护照, never x or 无."""
    plain = _letters(identification)
    return len(set(plain)) >= 2 and not set(plain) <= _NOBODY


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN")


def witnesses_apart(text: str, others: Collection[str]) -> tuple[str, ...]:
    """The witnesses who are neither the addressee, nor who refused the paper, nor who serves it."""
    named = {"".join(one.split()) for one in others}
    return tuple(name for name in named_witnesses(text) if "".join(name.split()) not in named)


def told_witnesses(text: str) -> tuple[str, ...]:
    """What was written down as witnesses, one a line or parted by 、; the same twice is one."""
    return tuple(dict.fromkeys(name.strip() for name in re.split(r"[\n、,，;；]", text) if name.strip()))


def named_witnesses(text: str) -> tuple[str, ...]:
    """The witnesses who are named: 邻居 and 村民 are nobody's name."""
    return tuple(name for name in told_witnesses(text) if not why_no_person_name(name))


def sound_tracking(number: str) -> bool:
    """Whether this may be the number of a letter or parcel.

    Of the form RA123456785CN its check digit must be right; else nine figures or more that are no row of one figure or noughts.
    """
    plain = unicodedata.normalize("NFKC", number).strip().upper()
    figures = [c for c in plain if c.isdigit()]
    if _TRACKING.fullmatch(plain) is None or len(figures) < FIGURES_OF_A_LETTER:
        return False
    leading = len(figures) - len("".join(figures).lstrip("0"))
    if len(set(figures)) < DIFFERENT_FIGURES or leading > ZEROS_OF_A_LETTER:
        return False
    found = _S10.fullmatch(plain)
    return found is None or _s10_check(found[1]) == int(found[2])


def _s10_check(serial: str) -> int:
    rest = 11 - sum(w * int(c) for w, c in zip(_S10_WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)

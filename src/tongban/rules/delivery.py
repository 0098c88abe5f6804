"""送达: in which ways a paper reaches somebody, and who may take it for them.

Sources: 行政许可法 art. 44 (delivered within ten days); for the ways 民事诉讼法 art. 88–95, which administrative bodies
follow where their own law says nothing (numbering of 2023, from memory, 待核对): to the person, a grown member of the
household, whoever holds a mandate, an organization's mail room; left where it is refused, before witnesses;
electronically only with consent; by announcement where nothing else reached them.
"""

import re
from collections.abc import Collection

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
_TRACKING = re.compile(r"[0-9A-Za-z]{8,30}")


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
        ``mail_room_of_a_person``, ``not_of_the_household``, ``receiver_has_no_authority``.
    """
    if relation == "self":
        return ""
    if relation == "mail_room":
        return "" if organization else "mail_room_of_a_person"
    if relation in ("mandate", "handler") and (mandate or (organization and relation == "handler")):
        return ""
    if authority_seen.strip():
        return ""
    if relation in HOUSEHOLD and not organization:
        return "" if lives_together else "not_of_the_household"
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


def witnesses_apart(text: str, others: Collection[str]) -> tuple[str, ...]:
    """The witnesses who are neither the addressee, nor who refused the paper, nor who serves it."""
    named = {"".join(one.split()) for one in others}
    return tuple(name for name in named_witnesses(text) if "".join(name.split()) not in named)


def named_witnesses(text: str) -> tuple[str, ...]:
    """The witnesses, one a line or parted by 、; the same name twice is one witness."""
    names = (name.strip() for name in re.split(r"[\n、,，;；]", text))
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2))


def sound_tracking(number: str) -> bool:
    """Whether this may be the number of a letter or parcel."""
    return _TRACKING.fullmatch(number.strip()) is not None

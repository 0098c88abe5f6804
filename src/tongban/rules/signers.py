"""Who must sign beside the applicant before an authority looks into a household's means, and who witnesses a fingerprint.

A household's application rests on every grown member's own word: whoever is of full age says yes to a look into their
income and property themselves (个人信息保护法 art. 13, 14; 最低生活保障审核确认办法 (2021) has all members living
together authorize it; from memory).  Nobody signs for a child, and a child never signs (民法典 art. 17 to 20).  Who
cannot write sets a fingerprint before a witness, who is neither a party nor decides in the matter.  For a grown person
who cannot act for themselves the guardian signs (民法典 art. 21 to 23, 28; from memory).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.rules.minors import under_eighteen
from tongban.rules.person_names import why_no_person_name

EVERY_ADULT = "every_adult_member"
ACCEPTANCE = "acceptance"
"""The step that waits for the signatures where the item names no other."""


class How(StrEnum):
    """How somebody signed."""

    SCREEN = "screen"
    PAPER = "paper"
    FINGERPRINT = "fingerprint"
    CANNOT = "cannot"  # missing, in prison: no signature is to be had
    REFUSES = "refuses"


SIGNED = frozenset({How.SCREEN, How.PAPER, How.FINGERPRINT})
UNSIGNED_GROUNDS = ("missing", "in_prison", "other")
"""Why a signature cannot be had; each with words of its own."""


@dataclass(frozen=True)
class Signer:
    """A grown member of the household.

    Args:
        order: the place in the answer that names the household, from nought.
    """

    order: int
    name: str
    number: str
    relation: str

    @property
    def who(self) -> str:
        """What tells one from another: a name put right later takes no signature away."""
        return who(self.name, self.number)


def who(name: str, number: str) -> str:
    """The citizen number, or where there is none the name."""
    return number.strip().upper() or plain(name)


def plain(name: str) -> str:
    """A name without the spaces that people put into it."""
    return "".join(name.split())


def who_signs(
    members: Sequence[tuple[str, str, str]], applicant_number: str, today: date
) -> tuple[Signer, ...]:
    """The members of full age today, without the applicant, who has signed the application itself.

    Args:
        members: name, citizen number and relation of each.
    """
    return tuple(
        Signer(order, name, number, relation)
        for order, (name, number, relation) in enumerate(members)
        if number.upper() != applicant_number.upper() and not under_eighteen(number, today)
    )


def why_no_guardian(name: str, *, ward: str, children: Collection[str], recorder: str) -> str:
    """A code that says why somebody does not sign as a guardian; empty where they may (民法典 art. 21 to 23, 28).

    Args:
        ward: the name of whom they sign for.
        children: names of the household's members under eighteen.
        recorder: the name of who writes it down.

    Returns:
        ``required``, ``guardian_is_ward``, ``guardian_is_child``, ``guardian_records``.
    """
    told = plain(name)
    if not told:
        return "required"
    if told == plain(ward):
        return "guardian_is_ward"
    if told in {plain(one) for one in children}:
        return "guardian_is_child"
    return "guardian_records" if told == plain(recorder) else ""


def why_no_witness(name: str, *, parties: Collection[str], deciding: Collection[str], recorder: str) -> str:
    """A code that says why somebody does not witness a fingerprint; empty where they may.

    Args:
        parties: names of the applicant, of who acts for them, and of the whole household, its children too.
        deciding: names of the staff who look into the matter or decide in it.
        recorder: the name of who writes it down.

    Returns:
        ``required``, ``no_name_of_a_person``, ``witness_is_party``, ``witness_decides``, ``witness_records``.
    """
    told = plain(name)
    if not told:
        return "required"
    if told in {plain(one) for one in parties}:
        return "witness_is_party"
    if told == plain(recorder):
        return "witness_records"
    if told in {plain(one) for one in deciding}:
        return "witness_decides"
    return why_no_person_name(told)

"""A promise in the place of a paper: 容缺 (it follows later) and 告知承诺 (a signed word replaces a proof).

Sources: 国发〔2022〕5号 (only secondary materials, a written promise, a date; it is acceptance, and the clock runs);
国办发〔2020〕42号 (the applicant may decline to promise; not for whoever promised falsely before; checked later, of all
or of a sample).  Both are rules of the item's version, off unless it cites its basis.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from tongban.rules.clock import Limit, due
from tongban.rules.workdays import WorkCalendar

FORM = "commitment"  # the form in which a promise is handed in, in the place of the material
LATER = "later"  # said in the place of a form: it follows after the acceptance (容缺), and that is signed
PROMISES = frozenset({FORM, LATER})
ON_PAPER = "paper"  # a promise signed by hand, in the place of the name typed as signature
REMIND_DAYS = 3  # calendar days before its day that a paper promised for later is asked for again
LONGEST_REST = timedelta(days=10)  # no holiday with the weekends beside it was longer
CHECK_DAYS = 20  # working days after acceptance, where the item's rule names none; data of the item otherwise


class Promise(StrEnum):
    """What stands in the place of a material."""

    DEFERRED = "deferred"
    COMMITTED = "committed"


def why_no_commitment(material: str, listed: tuple[str, ...], false_before: bool) -> str:
    """A code that says why no promise may take this material's place; empty when one may.

    Args:
        listed: the materials of the item's rule; empty where it has none.
        false_before: whether a promise of this applicant was found false.
    """
    if material not in listed:
        return "commitment_not_offered"
    return "commitment_false_before" if false_before else ""


def why_not_deferred(material: str, listed: tuple[str, ...], required: bool) -> str:
    """A code that says why this material cannot follow later; empty when it can.

    Args:
        listed: the materials of the item's rule; empty where it has none.
        required: whether it is a main material: those never follow.
    """
    if material not in listed:
        return "deferral_not_offered"
    return "deferral_of_required" if required else ""


def chosen_for_check(case: UUID, material: str, percent: int) -> bool:
    """Whether a sample picks this promise: by a digest, so that nobody chooses and everybody can recompute it.

    Args:
        percent: 0 to 100; 100 checks all.
    """
    return sample_number(case, material) < percent


def sample_number(case: UUID, material: str) -> int:
    """The promise's number from 0 to 99: the first four bytes of SHA-256 of the case's id and the material's code."""
    told = sha256(case.bytes + material.encode()).digest()
    return int.from_bytes(told[:4], "big") % 100


def signature_fault(signed: str, names: Collection[str], channel: str) -> str:
    """A code that says why a promise is not signed; empty when it is.

    Args:
        signed: the name typed as signature, or `ON_PAPER`.
        names: of those who may sign: the applicant, or who acts for them.
        channel: by phone nobody signs on paper; at a counter the officer has the signed paper before them.
    """
    if channel != "portal":
        return ""
    if not signed.strip():
        return "promise_not_signed"
    return "" if signed.replace(" ", "") in names else "signature_not_the_name"


def check_by(accepted: date, limit: Limit, calendar: WorkCalendar) -> date:
    """By when a promise is to be checked."""
    return due(accepted, limit, calendar).due


def kept_in_time(brought: date, promised_for: date, calendar: WorkCalendar) -> bool:
    """Whether what was to follow came by its day; coming late it is taken all the same.

    A day that came to be one of rest gives its place to the next working day (民法典 art. 203).  While a notice may
    still move it, what comes within the longest run of days of rest is in time.
    """
    last, doubtful = calendar.end_of_period(promised_for)
    return brought <= (promised_for + LONGEST_REST if doubtful else last)

"""The signatures that an item asks for beside the applicant's: who must sign, who has, and what waits for it.

An item's ``signers`` says who, for what, before which step (``before``: ``acceptance`` or a step's code) and for which
answers (``needed_if``).  Of an item without it nothing is asked, and no statement is sent.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tongban.cases.answer_kinds import people_of
from tongban.cases.checking import facts_of
from tongban.cases.frame import OpenCase
from tongban.cases.models import CaseSignature
from tongban.cases.sealed import open_values
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import legal_date
from tongban.rules import conditions
from tongban.rules.signers import ACCEPTANCE, SIGNED, How, Signer, who, who_signs

CONTEXT = "case.signature"
WORDS = (
    *("name", "number", "relation", "witness", "witness_relation"),
    *("guardian", "guardian_relation", "guardian_proof", "ground", "reason"),
)
"""What is sealed of a signature; empty where it was not said."""
AND = "、"


@dataclass(frozen=True)
class Signed:
    """One signature on record; ``witness`` and ``witness_relation`` of a fingerprint.

    Args:
        guardian, guardian_relation, guardian_proof: who signed for a grown person who cannot act, and what showed it.
        ground, reason: where nobody signed: why.
    """

    order: int
    how: str
    name: str
    number: str
    relation: str
    witness: str
    witness_relation: str
    at: datetime
    by: int | None
    stored: bool
    guardian: str = ""
    guardian_relation: str = ""
    guardian_proof: str = ""
    ground: str = ""
    reason: str = ""

    @property
    def who(self) -> str:
        return who(self.name, self.number)


def signers_of(case: OpenCase) -> tuple[Signer, ...]:
    """Who must sign, by the household that the answers name, on the day of the running act."""
    stated = case.item.definition.signers
    if not stated or case.content.applicant.get("number_kind") == "credit_code":
        return ()
    answers = case.content.answers
    needed = stated.get("needed_if")
    if needed is not None and not conditions.evaluate(needed, facts_of(case.item.definition, answers)):
        return ()
    return who_signs(household(case), case.content.applicant["number"], legal_date(case.run.at))


def household(case: OpenCase) -> list[tuple[str, str, str]]:
    """Name, citizen number and relation of everybody whom the answers name, children too."""
    return [
        member
        for question in case.item.definition.questions
        if question.kind == "people"
        for member in people_of(str(case.content.answers.get(question.code, "")))
    ]


def waits_before(case: OpenCase) -> str:
    """The code of the step that the signatures come before, or ``acceptance``."""
    return str(case.item.definition.signers.get("before", ACCEPTANCE))


def signed(case: OpenCase) -> tuple[Signed, ...]:
    """What is on record, in order."""
    told = []
    for row in CaseSignature.objects.filter(case_id=case.row.id).order_by("order"):
        values = open_values(row.signer, case.vault, CONTEXT)
        words = {name: str(values.get(name, "")) for name in WORDS}
        told.append(
            Signed(
                row.order,
                row.how,
                **words,
                at=row.at,
                by=row.by_id,
                stored=row.blob_id is not None,
            )
        )
    return tuple(told)


@dataclass(frozen=True)
class Unsigned:
    """Who must sign and has not: nothing is known of them, they refuse, or no signature is to be had."""

    missing: tuple[Signer, ...] = ()
    refused: tuple[Signer, ...] = ()
    cannot: tuple[Signer, ...] = ()


def unsigned(case: OpenCase, on_record: Collection[Signed] | None = None) -> Unsigned:
    """Who must sign and has not, by what stands on record of them last.

    Args:
        on_record: what is on record, where it was read already.
    """
    asked = signers_of(case)
    if not asked:
        return Unsigned()
    last = standing(signed(case) if on_record is None else on_record)
    how = {one: last[one.who].how if one.who in last else "" for one in asked}
    return Unsigned(
        tuple(one for one in asked if not how[one]),
        tuple(one for one in asked if how[one] == How.REFUSES),
        tuple(one for one in asked if how[one] == How.CANNOT),
    )


def standing(on_record: Collection[Signed]) -> dict[str, Signed]:
    """Who → what stands of them: the signature, or where there is none what was written down last."""
    told: dict[str, Signed] = {}
    for one in on_record:
        if one.who not in told or told[one.who].how not in SIGNED:
            told[one.who] = one
    return told


def still_to_sign(case: OpenCase, on_record: Collection[Signed] | None = None) -> tuple[Signer, ...]:
    """Who must sign and has not, whatever the reason: who comes after all may still sign."""
    found = unsigned(case, on_record)
    waiting = {*found.missing, *found.refused, *found.cannot}
    return tuple(one for one in signers_of(case) if one in waiting) if waiting else ()


def signature_faults(case: OpenCase, before: str, *, agrees: bool | None = True) -> list[FieldFault]:
    """Why what comes after the signatures cannot be done yet: it names who is missing.

    Where no signature is to be had it goes on with the reason; who refuses stands in the way of a yes alone.

    Args:
        before: ``acceptance``, or the code of the step that is to be done.
        agrees: what the step is to say; a no needs nobody who refuses.
    """
    if not case.item.definition.signers or waits_before(case) != before:
        return []
    found = unsigned(case)
    if found.missing:
        return [_missing(found.missing)]
    return [_refused(found.refused)] if found.refused and agrees and before != ACCEPTANCE else []


def grant_waits_for_signatures(case: OpenCase, *, confirmed: bool = False) -> list[FieldFault]:
    """The same of a grant: what the date accepted is not granted without them either.

    Args:
        confirmed: who decides has read why a signature cannot be had, and stands by it.
    """
    found = unsigned(case) if case.item.definition.signers else Unsigned()
    if found.missing:
        return [_missing(found.missing)]
    if found.refused:
        return [_refused(found.refused)]
    if found.cannot and not confirmed:
        return [FieldFault("unsigned_confirmed", "unsigned_to_confirm", {"names": _names(found.cannot)})]
    return []


def require_signed(case: OpenCase, before: str) -> None:
    """Refuse what comes after the signatures while one is missing.

    Raises:
        InputFaults: ``signatures_missing`` (names).
    """
    if faults := signature_faults(case, before):
        raise InputFaults(faults)


def _missing(signers: Collection[Signer]) -> FieldFault:
    return FieldFault("signatures", "signatures_missing", {"names": _names(signers)})


def _refused(signers: Collection[Signer]) -> FieldFault:
    return FieldFault("signatures", "signature_refused", {"names": _names(signers)})


def _names(signers: Collection[Signer]) -> str:
    return AND.join(one.name for one in signers)

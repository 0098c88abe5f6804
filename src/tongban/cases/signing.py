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
from tongban.rules.signers import ACCEPTANCE, Signer, who, who_signs

CONTEXT = "case.signature"
AND = "、"


@dataclass(frozen=True)
class Signed:
    """One signature on record; ``witness`` and ``witness_relation`` of a fingerprint."""

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
        words = {name: str(values.get(name, "")) for name in ("name", "number", "relation")}
        told.append(
            Signed(
                row.order,
                row.how,
                **words,
                witness=str(values.get("witness", "")),
                witness_relation=str(values.get("witness_relation", "")),
                at=row.at,
                by=row.by_id,
                stored=row.blob_id is not None,
            )
        )
    return tuple(told)


def still_to_sign(case: OpenCase, on_record: Collection[Signed] | None = None) -> tuple[Signer, ...]:
    """Who must sign and has not.

    Args:
        on_record: what is on record, where it was read already.
    """
    asked = signers_of(case)
    if not asked:
        return ()
    done = {one.who for one in (signed(case) if on_record is None else on_record)}
    return tuple(one for one in asked if one.who not in done)


def signature_faults(case: OpenCase, before: str) -> list[FieldFault]:
    """Why what comes after the signatures cannot be done yet: it names who is missing.

    Args:
        before: ``acceptance``, or the code of the step that is to be done.
    """
    if not case.item.definition.signers or waits_before(case) != before:
        return []
    missing = still_to_sign(case)
    return [_missing(missing)] if missing else []


def grant_waits_for_signatures(case: OpenCase) -> list[FieldFault]:
    """The same of a grant: what the date accepted is not granted without them either."""
    missing = still_to_sign(case) if case.item.definition.signers else ()
    return [_missing(missing)] if missing else []


def require_signed(case: OpenCase, before: str) -> None:
    """Refuse what comes after the signatures while one is missing.

    Raises:
        InputFaults: ``signatures_missing`` (names).
    """
    if faults := signature_faults(case, before):
        raise InputFaults(faults)


def _missing(signers: Collection[Signer]) -> FieldFault:
    return FieldFault("signatures", "signatures_missing", {"names": AND.join(one.name for one in signers)})

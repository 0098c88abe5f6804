"""What becomes of a promise: the paper that was to follow comes; the word that replaced a proof is checked."""

from collections.abc import Mapping
from datetime import date

from tongban.cases.frame import OpenCase, act_on
from tongban.cases.notices import notice
from tongban.cases.promising import proofs_to_bring
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_text
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Act
from tongban.rules.promises import Promise, kept_in_time
from tongban.rules.substance import LEAST, why_not_substance

PAPER_FORMS = ("paper_original", "paper_copy")


def bring_deferred(
    actor: Actor, number: str, *, expected_version: int, idempotency_key: str, material: str, form: str
) -> Done:
    """Take in a paper, found in order: one that was promised for later (容缺后补), or the proof where a promise was false.

    What was found of a promise stays found: the proof settles this matter, not the applicant's record.

    Args:
        material: its code.
        form: ``paper_original`` or ``paper_copy``.

    Raises:
        InputFaults: it was not promised, came already, or its promise was not found false; another form than the
            item takes.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.BRING_DEFERRED,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"material": material, "form": form},
    ) as case:
        if isinstance(case, Done):
            return case
        due = _to_come(case, material)
        asked = next(one for one in case.item.definition.materials if one.code == material)
        if form not in PAPER_FORMS or form not in asked.forms:
            raise InputFaults([FieldFault("form", "form_not_taken", {"form": form})])
        false = material in proofs_to_bring(case.state)
        kept = not false and (kept_in_time(legal_date(case.run.at), due, case.calendar) if due else True)
        case.append(
            Event("deferred_brought", {"material": material, "form": form, "verdict": "ok", "kept": kept})
        )
        return case.save({}, {})


def check_commitment(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    material: str,
    kept: bool,
    note: str,
) -> Done:
    """Write down whether what the applicant promised is true (告知承诺的核查).

    Args:
        material: the code of the material in whose place the promise stands.
        kept: whether it was found true.
        note: how it was checked; what was found, in words of substance, where it is false.

    Raises:
        InputFaults: nothing was promised for it, or it was checked already; a false one without its reason.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.CHECK_COMMITMENT,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={"material": material, "kept": kept, "note": note},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        _promised(case, material, Promise.COMMITTED)
        if not kept and (why := why_not_substance(note)):
            raise InputFaults([FieldFault("note", why, {"least": LEAST})])
        if kept and not note.strip():
            raise InputFaults([FieldFault("note", "required")])
        found = {"material": material, "kept": kept, "verdict": "ok" if kept else "faulty"}
        case.append(Event("commitment_checked", {**found, "by": actor.assignment_id}))
        if not kept:
            case.add_message(
                notice(
                    "promise_false",
                    case.content.contact_phone,
                    case.row.number,
                    case.item,
                    case.row.handling_site,
                    case.run,
                    case.vault,
                )
            )
        sealed: Mapping[str, object] = {"reason": seal_text(note.strip(), case.vault, "case.verdict")}
        return case.save({}, {material: sealed})


def _to_come(case: OpenCase, material: str) -> date | None:
    """By when a paper that may come now was to come; None of a proof."""
    if material in proofs_to_bring(case.state):
        return None
    return _promised(case, material, Promise.DEFERRED)


def _promised(case: OpenCase, code: str, promise: Promise) -> date | None:
    found = next((one for one in case.state.materials if one.code == code), None)
    if found is None or found.promise != promise:
        raise InputFaults([FieldFault("material", "not_promised")])
    if found.promise_kept is not None:
        raise InputFaults([FieldFault("material", "promise_settled")])
    return found.promise_due

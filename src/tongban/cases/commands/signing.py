"""Members of a household sign: with a finger on the screen, on paper, or by fingerprint before a witness."""

from collections.abc import Iterator

from tongban.cases.drawn import read_drawing
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.models import CaseSignature
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_values
from tongban.cases.signing import CONTEXT, household, signed, signers_of, still_to_sign
from tongban.cases.steps.records import Kept, StepUpload, stored_files
from tongban.cases.uploads import Inspected, inspect
from tongban.directory.queries import names_at, names_of_heads
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.rules.lifecycle import Act
from tongban.rules.signers import How, Signer, why_no_witness

MOST_NAME, MOST_RELATION = 40, 20


def record_signature(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    signer: int | None,
    how: str,
    drawing: str = "",
    scan: StepUpload | None = None,
    witness: str = "",
    witness_relation: str = "",
) -> Done:
    """Write down that one grown member of the household signed what the item asks for.

    Args:
        signer: the member's place in the household as answered.
        how: one of `rules.signers.How`.
        drawing: of the screen: the picture as the page's pad gives it.
        scan: of paper and fingerprint: the signed sheet.
        witness, witness_relation: of a fingerprint: who saw it, and what they are to the household.

    Raises:
        InputFaults: ``not_an_option``, ``signed_already``; of `read_drawing`, of the scan, of the witness.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {
        "signer": signer,
        "how": how,
        "drawing": keyed_digest("upload", drawing.encode()) if drawing else None,
        "scan": scan.comparable if scan else None,
        "witness": [witness, witness_relation],
    }
    with act_on(
        Act.RECORD_SIGNATURE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        before = signed(case)
        faults: list[FieldFault] = []
        asked = next((one for one in signers_of(case) if one.order == signer), None)
        if asked is None:
            faults.append(FieldFault("signer", "not_an_option"))
        elif asked not in still_to_sign(case, before):
            faults.append(FieldFault("signer", "signed_already"))
        kept, wrong = _sheet(how, drawing, scan)
        faults += [*wrong, *_witness_faults(case, actor, how, witness, witness_relation)]
        if faults or asked is None:
            raise InputFaults(faults)
        taken = {one.order for one in before}
        # who left the household keeps their signature: whoever stands in their place now takes the next number
        order = asked.order if asked.order not in taken else max(taken) + 1
        with stored_files(case, kept) as files:
            case.batch.insert(
                CaseSignature(
                    case_id=case.row.id,
                    order=order,
                    how=how,
                    signer=_sealed(case, asked, how, witness, witness_relation),
                    blob_id=files[0].id if files else None,
                    by_id=actor.assignment_id,
                    at=case.run.at,
                )
            )
            case.append(Event("signature_recorded", {"order": order, "how": how}))
            return case.save({}, {})


def _sealed(case: OpenCase, asked: Signer, how: str, witness: str, relation: str) -> bytes:
    values = {"name": asked.name, "number": asked.number, "relation": asked.relation}
    if how == How.FINGERPRINT:
        values |= {"witness": witness.strip(), "witness_relation": relation.strip()}
    return seal_values(values, case.vault, CONTEXT)


def _sheet(how: str, drawing: str, scan: StepUpload | None) -> tuple[Kept, list[FieldFault]]:
    """What is kept of the signature, and what is wrong with it."""
    if how not in set(How):
        return Kept("signature", {}, ()), [FieldFault("how", "choice_missing")]
    try:
        if how == How.SCREEN:
            painted = read_drawing(drawing, "drawing")
            return Kept("signature", {}, ((StepUpload(painted), Inspected("image/png", 1)),)), []
        if scan is None:
            return Kept("signature", {}, ()), [FieldFault("scan", "scan_missing")]
        return Kept("signature", {}, ((scan, inspect(scan.content, scan.file_name, "scan")),)), []
    except InputFaults as refused:
        return Kept("signature", {}, ()), list(refused.faults)


def _witness_faults(
    case: OpenCase, actor: Staff, how: str, witness: str, relation: str
) -> Iterator[FieldFault]:
    if how != How.FINGERPRINT:
        return
    parties = {case.content.applicant["name"], case.content.representative.get("name", "")}
    parties |= {name for name, _, _ in household(case)}
    why = why_no_witness(
        witness,
        parties=parties - {""},
        deciding=names_of_heads({case.state.body_id, case.state.deciding_body_id})
        | names_at({step.position_id for step in case.state.steps}),
        recorder=actor.label.partition("（")[0],
    )
    if why:
        yield FieldFault("witness", why)
    if not relation.strip():
        yield FieldFault("witness_relation", "required")
    for field, text, most in (
        ("witness", witness, MOST_NAME),
        ("witness_relation", relation, MOST_RELATION),
    ):
        if len(text) > most:
            yield FieldFault(field, "too_long", {"most": most})

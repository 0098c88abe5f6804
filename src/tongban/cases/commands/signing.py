"""Members of a household sign: with a finger on the screen, on paper, or by fingerprint before a witness."""

from collections.abc import Iterator, Mapping

from tongban.cases.drawn import read_drawing
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.models import CaseSignature
from tongban.cases.requests import Done
from tongban.cases.sealed import seal_values
from tongban.cases.signing import CONTEXT, household, signed, signers_of, still_to_sign, waits_before
from tongban.cases.steps.records import Kept, StepUpload, stored_files
from tongban.cases.uploads import Inspected, inspect
from tongban.directory.queries import names_at, names_of_heads
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.lifecycle import Act
from tongban.rules.minors import under_eighteen
from tongban.rules.signers import (
    ACCEPTANCE,
    SIGNED,
    UNSIGNED_GROUNDS,
    How,
    Signer,
    why_no_guardian,
    why_no_witness,
)
from tongban.rules.substance import LEAST, LEAST_TO_LOOK, why_not_substance

MOST_NAME, MOST_RELATION, MOST_REASON = 40, 20, 300


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
    guardian: str = "",
    guardian_relation: str = "",
    guardian_proof: str = "",
    ground: str = "",
    reason: str = "",
) -> Done:
    """Write down that one grown member of the household signed what the item asks for, or why nobody did.

    Args:
        signer: the member's place in the household as answered.
        how: one of `rules.signers.How`.
        drawing: of the screen: the picture as the page's pad gives it.
        scan: of paper and fingerprint: the signed sheet.
        witness, witness_relation: of a fingerprint: who saw it, and what they are to the household.
        guardian, guardian_relation, guardian_proof: who signs for a grown person who cannot act, what they are to them,
            and which paper showed it; empty where the member signs.
        ground, reason: of ``cannot`` one of `rules.signers.UNSIGNED_GROUNDS` and words of substance; of ``refuses`` the words.

    Raises:
        InputFaults: ``not_an_option``, ``signed_already``; of `read_drawing`, of the scan, of the witness, of the
            guardian; ``reviewer_says_so``: that nobody signs is written down by who looks into the matter.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body: dict[str, object] = {
        "signer": signer,
        "how": how,
        "drawing": keyed_digest("upload", drawing.encode()) if drawing else None,
        "scan": scan.comparable if scan else None,
        "witness": [witness, witness_relation],
    }
    beside = {
        "guardian": guardian,
        "guardian_relation": guardian_relation,
        "guardian_proof": guardian_proof,
        "ground": ground if how == How.CANNOT else "",
        "reason": reason if how not in SIGNED else "",
    }
    beside = {name: text.strip() for name, text in beside.items() if text.strip()}
    body |= {"beside": beside} if beside else {}
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
        faults += _guardian_faults(case, actor, how, asked, beside)
        faults += _unsigned_faults(case, actor, how, beside)
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
                    signer=_sealed(case, asked, how, witness, witness_relation, beside),
                    blob_id=files[0].id if files else None,
                    by_id=actor.assignment_id,
                    at=case.run.at,
                )
            )
            by_guardian = {"by_guardian": True} if "guardian" in beside else {}
            case.append(Event("signature_recorded", {"order": order, "how": how, **by_guardian}))
            return case.save({}, {})


def _sealed(
    case: OpenCase, asked: Signer, how: str, witness: str, relation: str, beside: Mapping[str, str]
) -> bytes:
    values = {"name": asked.name, "number": asked.number, "relation": asked.relation, **beside}
    if how == How.FINGERPRINT:
        values |= {"witness": witness.strip(), "witness_relation": relation.strip()}
    return seal_values(values, case.vault, CONTEXT)


def _sheet(how: str, drawing: str, scan: StepUpload | None) -> tuple[Kept, list[FieldFault]]:
    """What is kept of the signature, and what is wrong with it."""
    if how not in set(How):
        return Kept("signature", {}, ()), [FieldFault("how", "choice_missing")]
    if how not in SIGNED:
        return Kept("signature", {}, ()), []
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


def _guardian_faults(
    case: OpenCase, actor: Staff, how: str, asked: Signer | None, beside: Mapping[str, str]
) -> Iterator[FieldFault]:
    told = {name: beside.get(name, "") for name in ("guardian", "guardian_relation", "guardian_proof")}
    if how not in SIGNED or asked is None or not any(told.values()):
        return
    day = legal_date(case.run.at)
    children = {name for name, number, _ in household(case) if under_eighteen(number, day)}
    recorder = actor.label.partition("（")[0]
    if why := why_no_guardian(told["guardian"], ward=asked.name, children=children, recorder=recorder):
        yield FieldFault("guardian", why)
    if not told["guardian_relation"]:
        yield FieldFault("guardian_relation", "required")
    if why_not_substance(told["guardian_proof"], LEAST_TO_LOOK):
        yield FieldFault("guardian_proof", "guardian_proof_missing")
    for field, most in (
        ("guardian", MOST_NAME),
        ("guardian_relation", MOST_RELATION),
        ("guardian_proof", MOST_REASON),
    ):
        if len(told[field]) > most:
            yield FieldFault(field, "too_long", {"most": most})


def _unsigned_faults(
    case: OpenCase, actor: Staff, how: str, beside: Mapping[str, str]
) -> Iterator[FieldFault]:
    if how not in (How.CANNOT, How.REFUSES):
        return
    if actor.role != ("clerk" if waits_before(case) == ACCEPTANCE else "reviewer"):
        yield FieldFault("how", "reviewer_says_so")
    if how == How.CANNOT and beside.get("ground") not in UNSIGNED_GROUNDS:
        yield FieldFault("ground", "choice_missing")
    reason = beside.get("reason", "")
    if why := why_not_substance(reason):
        yield FieldFault("reason", why, {"least": LEAST})
    elif len(reason) > MOST_REASON:
        yield FieldFault("reason", "too_long", {"most": MOST_REASON})

"""One case, whole, as one actor may see it; settled to this moment without writing."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tongban.cases.answer_kinds import people_of
from tongban.cases.came_in import may_have_come_in_time
from tongban.cases.checking import cautions_raised
from tongban.cases.custody.view import custody_of
from tongban.cases.declining import fully_corrected, grounds_closed
from tongban.cases.explaining import every_clock, turns
from tongban.cases.fees.view import fees_of
from tongban.cases.frame import OpenCase, load, settle
from tongban.cases.judging import chosen_point, open_to_judgement, reasons_told
from tongban.cases.mandating import HANDLER, mandate_of_register, needs_mandate
from tongban.cases.models import Case
from tongban.cases.privacy.notes import notes_of
from tongban.cases.promising import deferrable
from tongban.cases.queries.act_options import acts_offered, identity_missing
from tongban.cases.queries.afterwards_view import afterwards_of
from tongban.cases.queries.clock_acts_view import clock_acts_of, later_of, receipt_of
from tongban.cases.queries.correction import asking_view, correction_view
from tongban.cases.queries.files import ONE_LOOK
from tongban.cases.queries.in_part import reduced
from tongban.cases.queries.kin_view import kin_filings_of
from tongban.cases.queries.promises_view import breaches_of, deferral_of, promises_of, restoration_of
from tongban.cases.queries.shapes import (
    AnswerView,
    CaseView,
    DeliveryView,
    MaterialView,
    OldFile,
    PaperView,
    PersonView,
    ReplacedView,
    TimelineEntry,
)
from tongban.cases.queries.signers_view import signers_view
from tongban.cases.queries.steps_view import notice_of, steps_of
from tongban.cases.query_code import query_code
from tongban.cases.replaced import replaced_in
from tongban.cases.sealed import open_text, open_values
from tongban.cases.taking.view import taking_of
from tongban.catalogue.definition import ItemDefinition, Question, Text
from tongban.directory.queries import assignment_labels, beside
from tongban.kernel import ledger, time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.masking import (
    mask_account,
    mask_choice,
    mask_name,
    mask_number,
    mask_phone,
    mask_text,
)
from tongban.kernel.models import Blob
from tongban.kernel.time import legal_date
from tongban.papers.models import Paper
from tongban.rules.clearance import MARK_OF_PART, cleared
from tongban.rules.lifecycle import Status, phase_of
from tongban.rules.minors import under_fourteen
from tongban.rules.waiting import waited

NOTHING_SHOWN = frozenset({"health", "hardship", "disability", "minor", "private"})


def case_for(actor: Actor, number: str, *, opened: bool = False, in_part: bool = False) -> CaseView:
    """Everything this actor may see of a case.

    Args:
        opened: it is shown as a page with the name: of staff on the access log, once in `ONE_LOOK`.
        in_part: also of what another township handles the part that this counter or point sees (`queries.in_part`).

    Raises:
        NotFound: there is none, or not for this actor.
        Erased: the person was erased; nobody can read it.
    """
    case = load(actor, number, lock=False, in_part=in_part)
    case.run.at = time.now()
    settle(case, case.run.at)
    whole = _whole(case, actor, opened=opened)
    return reduced(whole, case, actor) if case.in_part and isinstance(actor, Staff) else whole


def _whole(case: OpenCase, actor: Actor, *, opened: bool) -> CaseView:
    row, state, content = case.row, case.state, case.content
    if opened and isinstance(actor, Staff):
        record_access(actor, "case", row.id, once_in=ONE_LOOK)
    item = case.item.definition
    events = case.told()
    labels = assignment_labels(_assignments(case, events))
    steps = steps_of(case, actor, labels)
    conclusion = open_values(row.conclusion, case.vault, "case.conclusion")
    return CaseView(
        id=row.id,
        number=row.number,
        version=state.version,
        item=item,
        item_version=case.item.number,
        status=state.status,
        outcome=state.outcome,
        phase=phase_of(Status(state.status)).value,
        channel=row.channel,
        representation=row.representation,
        received_at=row.received_at,
        entered_at=row.entered_at,
        synced_at=row.synced_at,
        accepted_at=state.accepted_at,
        concluded_at=state.concluded_at,
        delivered_at=state.delivered_at,
        applicant=person_view(content.applicant, actor),
        representative=person_view(content.representative, actor) if content.representative else None,
        assister=labels.get(row.assister_id or 0, ""),
        intake_site=row.intake_site.name,
        handling_site=row.handling_site.name,
        body=row.body.name,
        deciding_body=row.deciding_body.name,
        answers=tuple(_answers(case, actor)),
        cautions=cautions_raised(
            item,
            content.answers,
            content.applicant["number"],
            row.channel,
            today=legal_date(row.received_at),
        ),
        materials=tuple(_materials(case)),
        steps=steps,
        notice=notice_of(case, steps),
        afterwards=afterwards_of(case, events, actor),
        custody=custody_of(case),
        fees=fees_of(case),
        taking=taking_of(actor, case, events),
        signers=signers_view(case),
        kin=kin_filings_of(actor, case),
        clock_acts=clock_acts_of(case),
        receipt=receipt_of(case, events, labels),
        later_entries=later_of(case, actor, labels),
        colleagues=_colleagues(case, actor),
        clocks=tuple(every_clock(state, item, case.calendar, legal_date(case.run.at))),
        waited=waited(turns(state, item, case.calendar, legal_date(case.run.at))),
        papers=papers_of(row),
        timeline=tuple(timeline(events, labels, case.item.definition)),
        acts=tuple(acts_offered(actor, case)),
        decision_reason=str(conclusion.get("reason", "")),
        delivery=_delivery(case, labels),
        query_code=query_code(row.number),
        erased=False,
        identity_proof=state.identity_proof,
        identity_missing=identity_missing(case),
        correction=correction_view(case),
        promises=promises_of(case),
        deferral=deferral_of(case) if state.status == Status.SUBMITTED else None,
        breaches=breaches_of(case) if isinstance(actor, Staff) else (),
        restoration=restoration_of(case),
        asking=asking_view(case),
        fully_corrected=fully_corrected(case),
        grounds_closed=grounds_closed(case),
        mandate_missing=needs_mandate(case),
        mandate_in_register=content.relation == HANDLER and mandate_of_register(case) is not None,
        notes=notes_of(
            events,
            row.applicant_id,
            item,
            name_masked=person_view(content.applicant).name_masked,
            contact=not isinstance(actor, Staff) or cleared(actor.role, "contact"),
        ),
        replaced=tuple(_replaced(case, events, labels, actor)),
        mandate_seen=content.mandate_seen,
        mandate_until=date.fromisoformat(content.mandate_until) if content.mandate_until else None,
    )


def shown_name(person: Any) -> str:
    """The name as officers see it: of somebody who is under fourteen today masked too."""
    minor = under_fourteen(person.get("number", ""), time.today())
    return mask_name(person["name"]) if minor else str(person["name"])


def _cleared(actor: Actor | None, mark: str) -> bool:
    return isinstance(actor, Staff) and cleared(actor.role, mark)


def person_view(person: Any, actor: Actor | None = None) -> PersonView:
    """A person with everything but the name masked; of somebody under fourteen the name too.

    Args:
        actor: who may open of it what their role is cleared for.
    """
    return PersonView(
        name=shown_name(person),
        name_masked=under_fourteen(person["number"], time.today()),
        number_kind=person.get("number_kind", "citizen_number"),
        number_masked=mask_number(person["number"]),
        phone_masked=mask_phone(person["phone"]) if person["phone"] else "",
        erased=False,
        opens_name=_cleared(actor, MARK_OF_PART["name"]),
        opens_number=_cleared(actor, MARK_OF_PART["number"]),
        opens_phone=_cleared(actor, MARK_OF_PART["phone"]),
    )


def _colleagues(case: OpenCase, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Who can confirm a time that the actor enters later; none where there is none to enter."""
    waits = case.state.status in (Status.AWAITING_CORRECTIONS, Status.CONCLUDED) or may_have_come_in_time(
        case
    )
    taking = isinstance(actor, Staff) and actor.role in ("clerk", "assister")
    return beside(actor) if waits and isinstance(actor, Staff) and taking else ()


def _assignments(case: OpenCase, events: tuple[ledger.Recorded, ...]) -> set[int]:
    ids = {event.actor["assignment"] for event in events if "assignment" in event.actor}
    ids |= {step.by for step in case.state.steps if step.by}
    ids |= {later.named for later in case.state.course.later}
    ids |= {event.data["confirmed_by"] for event in events[:1] if "confirmed_by" in event.data}
    return ids | ({case.row.assister_id} if case.row.assister_id else set())


def _shown(question: Question, value: str) -> Text | str:
    if question.kind == "yes_no":
        return value  # the face's word
    return next((option.label for option in question.options if option.code == value), value)


def _answers(case: OpenCase, actor: Actor) -> Iterator[AnswerView]:
    for question in case.item.definition.questions:
        if question.code in case.content.answers:
            value = str(case.content.answers[question.code])
            yield _answer(question, value, actor)


def _answer(question: Question, value: str, actor: Actor, before: str = "") -> AnswerView:
    shown = masked_answer(question, value) if question.sensitive else _shown(question, value)
    return AnswerView(
        before + question.code,
        question.label,
        question.kind,
        shown,
        question.sensitive,
        question.sensitivity,
        _cleared(actor, question.sensitivity),
    )


def _replaced(
    case: OpenCase, events: tuple[ledger.Recorded, ...], labels: dict[int, str], actor: Actor
) -> Iterator[ReplacedView]:
    if not isinstance(actor, Staff):
        return
    item = case.item.definition
    names = {material.code: material.name for material in item.materials}
    for old in replaced_in(case, events):
        yield ReplacedView(
            old.at,
            labels.get(old.actor.get("assignment", 0), ""),
            tuple(
                _answer(question, str(old.answers[question.code]), actor, f"{old.index}.")
                for question in item.questions
                if question.code in old.answers
            ),
            tuple(
                OldFile(f"{code}~{old.index}", names[code], one.form, one.file is not None, one.reason)
                for code, one in old.materials.items()
            ),
        )


def masked_answer(question: Question, value: str) -> str:
    """A sensitive answer as everybody sees it until they open it."""
    if question.sensitivity in NOTHING_SHOWN or question.kind in ("choice", "yes_no", "village", "date"):
        return mask_choice()
    if question.kind == "citizen_number":
        return mask_number(value)
    if question.kind == "bank_account" or question.sensitivity == "account":
        return mask_account(value)
    if question.kind == "people":
        rows = people_of(value)
        return "\n".join(
            f"{mask_name(name)} {mask_number(number)} {relation}" for name, number, relation in rows
        )
    if question.kind == "phone":
        return mask_phone(value)
    return mask_number(value) if question.sensitivity == "identity" else mask_text(value)


def _materials(case: OpenCase) -> Iterator[MaterialView]:
    by_code = {material.code: material for material in case.item.definition.materials}
    judgeable = open_to_judgement(case)
    may_follow = deferrable(case.item.definition)
    promises = {promise.code: promise for promise in promises_of(case)}
    said = reasons_told(case)
    blobs = Blob.objects.in_bulk([row.blob_id for row in case.materials if row.blob_id])
    for row, told in zip(case.materials, case.state.materials, strict=True):
        blob = blobs.get(row.blob_id) if row.blob_id else None
        reason = open_text(row.reason, case.vault, "case.verdict")
        # what is looked at again begins with what the last notice said of it
        begun = reason or ("" if told.verdict else said.get(row.code, ""))
        point, words = chosen_point(by_code[row.code], begun)
        yield MaterialView(
            code=row.code,
            name=by_code[row.code].name,
            required=row.required,
            form=row.form,
            upload_id=row.blob_id,
            media_type=blob.media_type if blob else "",
            pages=blob.pages if blob else 0,
            size=blob.size if blob else 0,
            verdict=told.verdict,
            reason=reason,
            review_points=by_code[row.code].review_points,
            open=judgeable is None or row.code in judgeable,
            forms=by_code[row.code].forms,
            point=point,
            words=words,
            deferrable=row.code in may_follow,
            promise=promises.get(row.code),
        )


PHASE_OF_PAPER = {"intake_receipt": 0, "acceptance_notice": 1, "service_return": 3}


def papers_of(row: Case) -> tuple[PaperView, ...]:
    """The papers issued in a case, oldest first; of one act's (即办件) in the order of the phases."""
    found = Paper.objects.filter(subject=row.id).order_by("issued_at", "serial")
    papers = sorted(found, key=lambda paper: (paper.issued_at, PHASE_OF_PAPER.get(paper.kind, 2)))
    return tuple(
        PaperView(p.id, p.kind, p.number, p.issued_at, p.verify_code, p.blob_id is not None, p.state)
        for p in papers
    )


def timeline(
    events: tuple[ledger.Recorded, ...], labels: dict[int, str], item: ItemDefinition
) -> Iterator[TimelineEntry]:
    """The events as the case's story, each with the step that it was done in."""
    names = {step.code: step.name for step in item.steps}
    kinds = {"citizen": "applicant", "tracker": "applicant", "system": "system"}
    for event in events:
        by = labels.get(event.actor.get("assignment", 0), "") or kinds.get(event.actor["kind"], "")
        step = names.get(event.data.get("step", ""))
        yield TimelineEntry(event.seq, event.at, event.type, by, event.data, step)


def _delivery(case: OpenCase, labels: dict[int, str]) -> DeliveryView | None:
    told = open_values(case.row.handover, case.vault, "case.handover")
    if not told or case.state.delivered_at is None:
        return None
    by = assignment_labels({told["by"]}) if told["by"] not in labels else labels
    applicant = case.content.applicant
    receiver = shown_name(applicant) if told["receiver"] == applicant["name"] else told["receiver"]
    return DeliveryView(
        told["mode"], receiver, told["relation"], case.state.delivered_at, by.get(told["by"], "")
    )

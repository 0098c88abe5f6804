"""`submit`: one command for the phone, the counter and the village point (基本原则二: one record, one clock)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from tongban.cases import paper_contents
from tongban.cases.authority import channel_for
from tongban.cases.checking import check_answers, check_materials, materials_needed
from tongban.cases.clocks import calendar_of, limit_of
from tongban.cases.drafting import locked_row
from tongban.cases.edition import check_open, edition_to_submit, kinds_of_applicant
from tongban.cases.models import Case, CaseMaterial, CaseStep, Draft
from tongban.cases.notices import notice
from tongban.cases.projection import CaseState, apply, columns
from tongban.cases.query_code import query_code
from tongban.cases.requests import Application, Submitted
from tongban.cases.routing import Route, route
from tongban.cases.sealed import Content, seal_content
from tongban.cases.uploads import inspect
from tongban.cases.visibility import visible_to
from tongban.catalogue.queries import PinnedItem
from tongban.kernel import blobs, ledger, time
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import commitment, grams, keyed_digest, new_salt
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.jobs import defer_effects_with
from tongban.kernel.kept_queries import KeptQuery, prepared_cursor
from tongban.kernel.models import Blob
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.secrets import Vault, new_vault, open_vault
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.parties.commands import phone_of
from tongban.parties.registry import Person, check_person, new_party, same_person_at_once
from tongban.rules.clock import due
from tongban.rules.identifiers.case_number import with_check_character

RELATIONS = frozenset(["spouse", "parent", "child", "sibling", "other_kin", "neighbour", "guardian", "other"])
HANDLER = frozenset(["handler"])  # how an organization's representative is related to it (经办人)


@dataclass(frozen=True)
class _Checked:
    """An application without a fault."""

    applicant: Person
    representative: Person | None
    contact_phone: str
    answers: Mapping[str, str]
    received_at: datetime


def submit(
    actor: Actor, application: Application, *, idempotency_key: str, draft_token: str = ""
) -> Submitted:
    """Take an application: number, receipt, clock.

    Args:
        draft_token: the draft it was written in; the draft goes, its files stay with the case.

    Raises:
        InputFaults: every fault of the application at once; fields as in `Application`.
        Refusal: ``item_ended``; ``village_only_informs``, ``village_only_assists``.
        NotAuthorized: the actor takes no applications, or not through this channel.
        NotFound: no such item, or not published.
        KeyReused: the key belongs to another application.
    """
    _authorize(actor, application)
    item = edition_to_submit(actor, application)
    if isinstance(actor, Staff) and actor.role == "clerk" and actor.position_code != item.definition.position:
        raise NotAuthorized("not_your_position")
    for tries_left in (2, 1, 0):  # an applicant and a representative may both be new to two counters at once
        try:
            return _submit_once(actor, application, item, idempotency_key, draft_token)
        except IntegrityError as fault:
            if not tries_left or not same_person_at_once(fault):
                raise
    raise AssertionError("the last try returns or raises")


def _submit_once(
    actor: Actor, application: Application, item: PinnedItem, idempotency_key: str, draft_token: str
) -> Submitted:
    case_id = uuid4()
    body = _comparable(application)
    with command("cases.submit", actor, idempotency_key, body, {"case": case_id}) as run:
        if run.replay is not None:
            return _replayed(actor, UUID(run.replay["case"]))
        check_open(actor, item.definition, application.channel)
        checked = _check(actor, item, application, run.at)
        way = route(actor, item.definition, application, checked.answers)
        batch = Batch()
        files = _files_of(draft_token, batch)
        try:
            number = _write(actor, run, case_id, item, application, checked, way, files, batch)
        except BaseException:
            files.forget_stored()
            raise
    return Submitted(case_id, number, query_code(number), False)


def _authorize(actor: Actor, application: Application) -> None:
    if channel_for(actor) != application.channel:
        raise NotAuthorized("not_your_channel")


def _comparable(application: Application) -> dict[str, Any]:
    """What makes two applications differ; files by id or digest."""
    values = dict(application.__dict__)
    values["applicant"] = application.applicant.__dict__
    representation = dict(application.representation.__dict__)
    if application.representation.person:
        representation["person"] = application.representation.person.__dict__
    values["representation"] = representation
    values["answers"] = dict(application.answers)
    values["materials"] = [
        [m.code, m.form, m.upload_id, keyed_digest("upload", m.content) if m.content else None]
        for m in application.materials
    ]
    return values


def _replayed(actor: Actor, case_id: UUID) -> Submitted:
    """The first run's answer, to those who may still see the case."""
    number = visible_to(actor).filter(id=case_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound("case")
    return Submitted(case_id, number, query_code(number), True)


def _check(actor: Actor, item: PinnedItem, application: Application, now: datetime) -> _Checked:
    today = legal_date(now)
    entered = application.applicant
    proven = phone_of(actor) if isinstance(actor, Citizen) else ""
    applicant, faults = check_person(
        entered.name, entered.number, entered.phone, today=today, prefix="applicant.", kind=entered.kind
    )
    if entered.kind not in kinds_of_applicant(item.definition):
        faults.append(FieldFault("applicant.kind", "applicant_kind_not_taken"))
    organization = entered.kind == "organization"
    representation = application.representation
    representative = None
    if representation.kind == "representative":
        person = representation.person
        if person is None:
            faults.append(FieldFault("representative.name", "required"))
        else:
            representative, more = check_person(
                person.name, person.number, person.phone, today=today, prefix="representative."
            )
            faults.extend(more)
        if representation.relation not in (HANDLER if organization else RELATIONS):
            faults.append(FieldFault("representation.relation", "required"))
    elif representation.kind not in ("self", "assister"):
        faults.append(FieldFault("representation.kind", "not_an_option"))
    if organization and representation.kind != "representative":
        faults.append(FieldFault("representation.kind", "organization_needs_handler"))
    if representation.kind == "assister" and application.channel != "village_point":
        faults.append(FieldFault("representation.kind", "assister_only_at_village_point"))
    answers, more = check_answers(item.definition, application.answers, today=today)
    faults.extend(more)
    needed = materials_needed(item.definition, answers, application.channel)
    handed_in = {material.code: material.form for material in application.materials}
    faults.extend(check_materials(needed, handed_in, application.channel))
    faults.extend(
        FieldFault(f"materials.{material.code}", "file_empty")
        for material in application.materials
        if material.form == "electronic" and material.upload_id is None and not material.content
    )
    if not application.consent:
        faults.append(FieldFault("consent", "required"))
    received_at = application.received_at or now
    if received_at > now:
        faults.append(FieldFault("received_at", "in_the_future"))
    if application.channel == "portal":
        received_at = now  # 电子签名法 art. 11: when it entered the system
    if application.channel not in item.definition.channels:
        faults.append(FieldFault("channel", "channel_not_taken"))
    typed = {person.phone for person in (applicant, representative) if person and person.phone}
    if proven and typed and proven not in typed:
        role = "representative" if representative else "applicant"
        faults.append(FieldFault(f"{role}.phone", "phone_not_the_proven_one"))
    if faults or applicant is None:
        raise InputFaults(faults)
    contact = proven or (representative.phone if representative else "") or applicant.phone
    return _Checked(applicant, representative, contact, answers, received_at)


def _parties_and_number(
    checked: _Checked, prefix: str, at: datetime, batch: Batch
) -> tuple[UUID, UUID | None, str]:
    """The ids of applicant and representative, inserted where they are new, and the case number.

    胜利乡's 2026-11-23 → ``SLX261123000042`` and its check character (ISO 7064 MOD 37,36).
    """
    persons = {
        person.number_digest: person for person in (checked.applicant, checked.representative) if person
    }
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT nextval('cases_number'), (SELECT jsonb_object_agg(encode(number_digest, 'hex'), id) "
            "FROM parties_party WHERE number_digest = ANY($1))",
            [list(persons)],
        )
        serial, found = cursor.fetchone()
    known = {bytes.fromhex(digest): UUID(party) for digest, party in json.loads(found or "{}").items()}
    # new ones in the order of their digests: two commands never wait for each other in a circle
    for digest in sorted(persons.keys() - known.keys()):
        party, key = new_party(persons[digest])
        batch.insert(key, party)
        known[digest] = party.id
    representative = checked.representative
    return (
        known[checked.applicant.number_digest],
        known[representative.number_digest] if representative else None,
        with_check_character(f"{prefix}{legal_date(at):%y%m%d}{serial:06d}"),
    )


@dataclass
class _Files:
    """The draft an application was written in, its key, and the files that came with it."""

    vault: Vault
    draft: Draft | None
    kept: dict[UUID, Blob]  # stored with the draft
    stored: list[str]  # names of files written by this run

    def forget_stored(self) -> None:
        """The run failed: no row will name its files."""
        for name in self.stored:
            default_storage.delete(name)


_KEPT_FILES = KeptQuery[Blob](lambda key: Blob.objects.filter(key_id=key), {"key": UUID(int=1)})


def _files_of(draft_token: str, batch: Batch) -> _Files:
    """The draft's key becomes the case's, so that its files need no second sealing; else a new key."""
    if draft_token:
        draft = locked_row(draft_token)
        if draft is not None:
            batch.delete(Draft, {"id": draft.id})
            kept = {blob.id: blob for blob in _KEPT_FILES.all(key=draft.key_id)}
            return _Files(open_vault(draft.key), draft, kept, [])
    key, vault = new_vault()
    batch.insert(key)
    return _Files(vault, None, {}, [])


def _material_rows(
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    answers: Mapping[str, str],
    files: _Files,
    batch: Batch,
) -> list[CaseMaterial]:
    handed_in = {material.code: material for material in application.materials}
    rows = []
    for order, material in enumerate(materials_needed(item.definition, answers, application.channel)):
        given = handed_in.get(material.code)
        row = CaseMaterial(
            case_id=case_id,
            code=material.code,
            order=order,
            required=material.necessity == "required",
            form=given.form if given else "",
        )
        if given and given.content is not None:
            inspected = inspect(given.content, given.file_name, f"materials.{material.code}")
            blob = blobs.store(given.content, inspected.media_type, files.vault, inspected.pages)
            files.stored.append(blob.name)
            batch.insert(blob)
            row.blob_id = blob.id
        elif given and given.upload_id is not None:
            if given.upload_id not in files.kept:
                raise InputFaults([FieldFault(f"materials.{material.code}", "upload_unknown")])
            row.blob_id = given.upload_id
        rows.append(row)
    used = {row.blob_id for row in rows}
    left = [blob for blob in files.kept.values() if blob.id not in used]
    for blob in left:  # what the answers no longer ask for goes with the draft
        batch.delete(Blob, {"id": blob.id})
        transaction.on_commit(partial(default_storage.delete, blob.name))
    return rows


def _write(
    actor: Actor,
    run: Run,
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    checked: _Checked,
    way: Route,
    files: _Files,
    batch: Batch,
) -> str:
    vault = files.vault
    content = Content(
        applicant=checked.applicant.__dict__,
        representative=checked.representative.__dict__ if checked.representative else {},
        relation=application.representation.relation,
        mandate_seen=application.representation.mandate_seen,
        contact_phone=checked.contact_phone,
        answers=dict(checked.answers),
        salt=new_salt().hex(),
    )
    materials = _material_rows(case_id, item, application, checked.answers, files, batch)
    body = way.handling.body
    handover = item.definition.received_rule.get(application.channel) == "handover"
    clock_start = legal_date(checked.received_at if handover else run.at)
    check = due(clock_start, limit_of(item.definition, "intake_check"), calendar_of(body.division_code))
    event = ledger.Event(
        "submitted",
        {
            "item_version_id": item.version_id,
            "body_id": body.id,
            "deciding_body_id": way.deciding_body.id,
            "intake_site_id": way.intake.id,
            "handling_site_id": way.handling.id,
            "collect_site_id": way.collect.id,
            "position_id": way.position.id,
            "channel": application.channel,
            "representation": application.representation.kind,
            "assister_id": actor.assignment_id
            if isinstance(actor, Staff) and application.representation.kind == "assister"
            else None,
            "received_at": checked.received_at,
            "entered_at": run.at,
            "synced_at": time.now(),
            "clock_start": clock_start,
            "intake_due": check.due,
            "statutory_due": _statutory_due(item, clock_start, body.division_code),
            "provisional": check.provisional,
            "content": commitment(bytes.fromhex(content.salt), canonical_json(content.plain())),
            "steps": [
                {"code": step.code, "position_id": position.id, "side_by_side": step.side_by_side}
                for step, position in way.steps
            ],
            "materials": [
                {"code": row.code, "required": row.required, "form": row.form, "blob": row.blob_id}
                for row in materials
            ],
        },
    )
    state = apply(CaseState(), event, run.at)
    applicant_id, representative_id, number = _parties_and_number(checked, body.case_prefix, run.at, batch)
    entries, head = ledger.chain(
        "case", str(case_id), ledger.Head(), [event], at=run.at, actor=actor, command_id=run.id
    )
    batch.insert(
        Case(
            id=case_id,
            number=number,
            **columns(state),
            applicant_id=applicant_id,
            representative_id=representative_id,
            name_tokens=grams("case_name", checked.applicant.name),
            contact_digest=keyed_digest("phone", checked.contact_phone) if checked.contact_phone else None,
            key_id=vault.key_id,
            content=seal_content(content, vault),
            ledger_seq=head.seq,
            ledger_hash=head.hash,
        )
    )
    batch.insert(*materials)
    batch.insert(
        *(
            CaseStep(case_id=case_id, order=order, code=step.code, position_id=position.id, state="waiting")
            for order, (step, position) in enumerate(way.steps)
        )
    )
    message = notice("submitted", content.contact_phone, number, item, way.handling, run, vault)
    if message is not None:
        batch.insert(message)
    serial = next_paper_serials(body.id, ["intake_receipt"], legal_date(run.at).year)["intake_receipt"]
    numbered = number_paper("intake_receipt", body.short_name, serial, run.at)
    receipt = paper_contents.intake_receipt(
        paper_contents.head(numbered, body, run.at, number),
        item.definition,
        content,
        state,
        materials,
        number=number,
        intake_site=way.intake,
        handling_site=way.handling,
        received_by=actor.label if isinstance(actor, Staff) else "网上办事大厅",
        actor_name=_acting_name(actor, state, content),
    )
    paper, paper_entries = fix_paper(
        numbered,
        receipt,
        subject=case_id,
        body_id=body.id,
        public={"item": item.definition.name.zh, "item_en": item.definition.name.en},
        vault=vault,
        actor=actor,
        at=run.at,
        command_id=run.id,
    )
    batch.insert(paper)
    batch.insert(*entries, *paper_entries)
    defer_effects_with(batch, run.id)
    batch.write()
    return number


def _statutory_due(item: PinnedItem, clock_start: date, division_code: str) -> date | None:
    """The statutory last day, where the law counts from the application and not from acceptance."""
    statutory = item.definition.limits.get("statutory")
    if statutory is None or statutory.runs_from != "receipt":
        return None
    return due(clock_start, limit_of(item.definition, "statutory"), calendar_of(division_code)).due


def _acting_name(actor: Actor, state: CaseState, content: Content) -> str:
    if state.representation == "assister" and isinstance(actor, Staff):
        return actor.label.split("（", 1)[0]  # the paper says itself that they are the assister
    return content.representative.get("name", "")

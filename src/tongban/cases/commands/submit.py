"""`submit`: one command for the phone, the counter and the village point (基本原则二: one record, one clock)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tongban.cases import paper_contents
from tongban.cases.authority import channel_for
from tongban.cases.checking import check_answers, check_materials, materials_needed, steps_needed
from tongban.cases.clocks import calendar_of, limit_of
from tongban.cases.models import Case, CaseMaterial, CaseStep, Draft
from tongban.cases.notices import notice
from tongban.cases.projection import CaseState, apply, columns
from tongban.cases.query_code import query_code
from tongban.cases.requests import Application, Submitted
from tongban.cases.sealed import Content, seal_content
from tongban.cases.uploads import inspect
from tongban.catalogue.definition import Step
from tongban.catalogue.queries import PinnedItem, current
from tongban.directory.models import Position, Site
from tongban.directory.queries import centre_for_village
from tongban.kernel import blobs, ledger, time
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import commitment, grams, keyed_digest, new_salt
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.models import Blob
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.secrets import Vault, new_vault, open_vault
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.parties.commands import phone_of
from tongban.parties.models import Party
from tongban.parties.registry import Person, check_person, new_party
from tongban.rules.clock import due
from tongban.rules.identifiers.case_number import with_check_character

RELATIONS = frozenset(["spouse", "parent", "child", "sibling", "other_kin", "neighbour", "guardian", "other"])


@dataclass(frozen=True)
class _Checked:
    """An application without a fault."""

    applicant: Person
    representative: Person | None
    contact_phone: str
    answers: Mapping[str, str]
    received_at: datetime


@dataclass(frozen=True)
class _Route:
    """Where it goes: the centre that handles it and who holds each step."""

    intake: Site
    handling: Site
    collect: Site
    position: Position
    steps: tuple[tuple[Step, Position], ...]


def submit(
    actor: Actor, application: Application, *, idempotency_key: str, draft_token: str = ""
) -> Submitted:
    """Take an application: number, receipt, clock.

    Args:
        draft_token: the draft it was written in; the draft goes, its files stay with the case.

    Raises:
        InputFaults: every fault of the application at once; fields as in `Application`.
        NotAuthorized: the actor takes no applications, or not through this channel.
        NotFound: no such item, or not published.
        KeyReused: the key belongs to another application.
    """
    _authorize(actor, application)
    item = current(application.item_code)
    if not item.definition.published:
        raise NotFound("item")
    case_id = uuid4()
    body = _comparable(application)
    with command("cases.submit", actor, idempotency_key, body, {"case": case_id}) as run:
        if run.replay is not None:
            return _replayed(UUID(run.replay["case"]))
        checked = _check(actor, item, application, run.at)
        route = _route(actor, item, application, checked)
        number = _write(actor, run, case_id, item, application, checked, route, draft_token)
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


def _replayed(case_id: UUID) -> Submitted:
    number = Case.objects.values_list("number", flat=True).get(id=case_id)
    return Submitted(case_id, number, query_code(number), True)


def _check(actor: Actor, item: PinnedItem, application: Application, now: datetime) -> _Checked:
    today = legal_date(now)
    entered = application.applicant
    proven = phone_of(actor) if isinstance(actor, Citizen) else ""
    applicant, faults = check_person(
        entered.name, entered.number, entered.phone, today=today, prefix="applicant."
    )
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
        if representation.relation not in RELATIONS:
            faults.append(FieldFault("representation.relation", "required"))
    elif representation.kind not in ("self", "assister"):
        faults.append(FieldFault("representation.kind", "not_an_option"))
    if representation.kind == "assister" and application.channel != "village_point":
        faults.append(FieldFault("representation.kind", "assister_only_at_village_point"))
    answers, more = check_answers(item.definition, application.answers, today=today)
    faults.extend(more)
    needed = materials_needed(item.definition, answers, application.channel)
    handed_in = {material.code: material.form for material in application.materials}
    faults.extend(check_materials(needed, handed_in, application.channel))
    if not application.consent:
        faults.append(FieldFault("consent", "required"))
    received_at = application.received_at or now
    if received_at > now:
        faults.append(FieldFault("received_at", "in_the_future"))
    if application.channel == "portal":
        received_at = now  # 电子签名法 art. 11: when it entered the system
    if application.channel not in item.definition.channels:
        faults.append(FieldFault("channel", "channel_not_taken"))
    if faults or applicant is None:
        raise InputFaults(faults)
    contact = proven or (representative.phone if representative else "") or applicant.phone
    return _Checked(applicant, representative, contact, answers, received_at)


def _route(actor: Actor, item: PinnedItem, application: Application, checked: _Checked) -> _Route:
    """Find the centre, the positions of the steps and where the result is collected."""
    village = next(
        (q.code for q in item.definition.questions if q.kind == "village" and q.code in checked.answers), ""
    )
    handling: Site | None = None
    if isinstance(actor, Staff):
        intake = Site.objects.select_related("body", "handled_by__body").get(id=actor.site_id)
        handling = intake.handled_by or intake
    if village:
        centre = centre_for_village(checked.answers[village])
        if handling is not None and centre.id != handling.id:
            raise InputFaults([FieldFault(f"answers.{village}", "not_served_here")])
        handling = centre
    if handling is None:
        raise Refusal("no_centre_for_item")
    if not isinstance(actor, Staff):
        intake = handling
    collect = intake
    if application.collect_site_code:
        chosen = Site.objects.filter(code=application.collect_site_code).first()
        if chosen is None or handling.id not in (chosen.id, chosen.handled_by_id):
            raise InputFaults([FieldFault("collect_site_code", "not_an_option")])
        collect = chosen
    needed = steps_needed(item.definition, checked.answers, application.channel)
    codes = {step.position for step in needed} | {item.definition.position}
    positions = {
        (position.site.kind, position.code): position
        for position in Position.objects.filter(code__in=codes).select_related("site")
        if position.site_id == handling.id
        or (position.site.kind == Site.Kind.VILLAGE_POINT and position.site.handled_by_id == handling.id)
        or position.site.kind == Site.Kind.COUNTY_OFFICE
    }
    kinds = {"township": "centre", "county": "county_office", "village": "village_point"}
    try:
        steps = tuple((step, positions[kinds[step.level], step.position]) for step in needed)
        position = positions["centre", item.definition.position]
    except KeyError as missing:
        raise Refusal("no_position_for_step", {"position": missing.args[0][1]}) from missing
    return _Route(intake, handling, collect, position, steps)


def _party(person: Person, batch: Batch) -> UUID:
    """The party's id, made and inserted where the person is new."""
    known = Party.objects.filter(number_digest=person.number_digest).values_list("id", flat=True).first()
    if known is not None:
        return known
    party, key = new_party(person)
    batch.insert(key, party)
    return party.id


def _next_number(prefix: str, at: datetime) -> str:
    """胜利乡's 2026-11-23 → ``SLX261123000042`` and its check character (ISO 7064 MOD 37,36)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        serial = cursor.fetchone()[0]
    return with_check_character(f"{prefix}{legal_date(at):%y%m%d}{serial:06d}")


def _vault_of(draft_token: str, batch: Batch) -> tuple[Vault, Draft | None]:
    """The draft's key becomes the case's, so that its files need no second sealing; else a new key."""
    if draft_token:
        draft = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("key")
            .filter(token_digest=keyed_digest("draft", draft_token))
            .first()
        )
        if draft is not None:
            return open_vault(draft.key), draft
    key, vault = new_vault()
    batch.insert(key)
    return vault, None


def _material_rows(
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    answers: Mapping[str, str],
    vault: Vault,
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
            blob = blobs.store(given.content, inspected.media_type, vault, inspected.pages)
            batch.insert(blob)
            row.blob_id = blob.id
        elif given and given.upload_id is not None:
            if not Blob.objects.filter(id=given.upload_id, key_id=vault.key_id).exists():
                raise InputFaults([FieldFault(f"materials.{material.code}", "upload_unknown")])
            row.blob_id = given.upload_id
        rows.append(row)
    return rows


def _write(
    actor: Actor,
    run: Run,
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    checked: _Checked,
    route: _Route,
    draft_token: str,
) -> str:
    batch = Batch()
    vault, draft = _vault_of(draft_token, batch)
    content = Content(
        applicant=checked.applicant.__dict__,
        representative=checked.representative.__dict__ if checked.representative else {},
        relation=application.representation.relation,
        mandate_seen=application.representation.mandate_seen,
        contact_phone=checked.contact_phone,
        answers=dict(checked.answers),
        salt=new_salt().hex(),
    )
    materials = _material_rows(case_id, item, application, checked.answers, vault, batch)
    body = route.handling.body
    handover = item.definition.received_rule.get(application.channel) == "handover"
    clock_start = legal_date(checked.received_at if handover else run.at)
    check = due(clock_start, limit_of(item.definition, "intake_check"), calendar_of(body.division_code))
    event = ledger.Event(
        "submitted",
        {
            "item_version_id": item.version_id,
            "body_id": body.id,
            "intake_site_id": route.intake.id,
            "handling_site_id": route.handling.id,
            "collect_site_id": route.collect.id,
            "position_id": route.position.id,
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
            "provisional": check.provisional,
            "content": commitment(bytes.fromhex(content.salt), canonical_json(content.plain())),
            "steps": [
                {"code": step.code, "position_id": position.id, "side_by_side": step.side_by_side}
                for step, position in route.steps
            ],
            "materials": [
                {"code": row.code, "required": row.required, "form": row.form, "blob": row.blob_id}
                for row in materials
            ],
        },
    )
    state = apply(CaseState(), event, run.at)
    applicant_id = _party(checked.applicant, batch)
    representative_id = None
    if checked.representative is not None:
        same = checked.representative.number == checked.applicant.number
        representative_id = applicant_id if same else _party(checked.representative, batch)
    number = _next_number(body.case_prefix, run.at)
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
            for order, (step, position) in enumerate(route.steps)
        )
    )
    message = notice("submitted", content.contact_phone, number, item, route.handling, run, vault)
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
        intake_site=route.intake,
        handling_site=route.handling,
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
    batch.write()
    if draft is not None:
        draft.delete()
    defer_effects(run.id)
    return number


def _acting_name(actor: Actor, state: CaseState, content: Content) -> str:
    if state.representation == "assister" and isinstance(actor, Staff):
        return actor.label
    return content.representative.get("name", "")

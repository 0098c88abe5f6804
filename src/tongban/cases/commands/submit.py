"""`submit`: one command for the phone, the counter and the village point (基本原则二: one record, one clock)."""

import json
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import Model

from tongban.cases import paper_contents
from tongban.cases.application_checks import CheckedApplication, checked, signed_promises
from tongban.cases.application_files import Files, files_of, material_rows
from tongban.cases.authority import channel_for
from tongban.cases.clocks import calendar_of, dates
from tongban.cases.course import LaterEntry, arrival_told
from tongban.cases.drafting import ask_for_row
from tongban.cases.edition import check_open, edition_to_submit
from tongban.cases.kinship import digests_of, filing
from tongban.cases.mandating import seen_with
from tongban.cases.models import Case, CaseMaterial, CaseStep
from tongban.cases.notices import notice
from tongban.cases.projection import apply, columns
from tongban.cases.query_code import query_code
from tongban.cases.receiving import check_later_entry, counted_from, moments
from tongban.cases.requests import Application, Listed, Submitted
from tongban.cases.routing import Route, route
from tongban.cases.sealed import Content, seal_content
from tongban.cases.state import CaseState
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import PinnedItem
from tongban.directory.queries.kin import kin_behind
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run, command
from tongban.kernel.digests import commitment, grams, keyed_digest, new_salt
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.jobs import defer_effects_with
from tongban.kernel.kept_queries import sent
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.secrets import Vault
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.parties.registry import new_party, same_person_at_once
from tongban.rules.identifiers.case_number import with_check_character
from tongban.rules.workdays import WorkCalendar

_SERIAL_AND_PARTIES = (
    "SELECT nextval('cases_number'), (SELECT jsonb_object_agg(encode(number_digest, 'hex'), id) "
    "FROM parties_party WHERE number_digest = ANY($1))"
)


def submit(
    actor: Actor,
    application: Application,
    *,
    idempotency_key: str,
    draft_token: str = "",
    listed: Listed | None = None,
) -> Submitted:
    """Take an application: number, receipt, clock.

    Args:
        draft_token: the draft it was written in; the draft goes, its files stay with the case.
        listed: the roster that it stands on.

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
            return _submit_once(actor, application, item, idempotency_key, draft_token, listed)
        except IntegrityError as fault:
            if not tries_left or not same_person_at_once(fault):
                raise
    raise AssertionError("the last try returns or raises")


def _submit_once(
    actor: Actor,
    application: Application,
    item: PinnedItem,
    idempotency_key: str,
    draft_token: str,
    listed: Listed | None,
) -> Submitted:
    case_id = uuid4()
    body = _comparable(application) | ({"roster": listed.roster} if listed else {})
    held = partial(ask_for_row, draft_token) if draft_token else None
    with command("cases.submit", actor, idempotency_key, body, {"case": case_id}, alongside=held) as run:
        if run.replay is not None:
            return _replayed(actor, UUID(run.replay["case"]))
        check_open(actor, item.definition, application.channel)
        sound = checked(actor, item, application, run.at)
        way = route(actor, item.definition, application, sound.answers)
        later = check_later_entry(actor, application, item.definition, way, sound.received_at, run.at)
        batch = Batch()
        files = files_of(run.alongside() if run.alongside else None, batch)
        try:
            number = _write(actor, run, case_id, item, application, sound, way, files, batch, later, listed)
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
        [
            m.code,
            m.form,
            m.upload_id,
            keyed_digest("upload", m.content) if m.content else None,
            *([m.signed] if m.signed else []),
        ]
        for m in application.materials
    ]
    return values


def _replayed(actor: Actor, case_id: UUID) -> Submitted:
    """The first run's answer, to those who may still see the case."""
    number = visible_to(actor, in_part=True).filter(id=case_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound("case")
    return Submitted(case_id, number, query_code(number), True)


def _parties_and_number(
    sound: CheckedApplication, prefix: str, at: datetime, batch: Batch
) -> tuple[UUID, UUID | None, str]:
    """The ids of applicant and representative, inserted where they are new, and the case number.

    胜利乡's 2026-11-23 → ``SLX261123000042`` and its check character (ISO 7064 MOD 37,36).
    """
    persons = {person.number_digest: person for person in (sound.applicant, sound.representative) if person}
    [(serial, found)] = sent(_SERIAL_AND_PARTIES, [list(persons)])()
    known = {bytes.fromhex(digest): UUID(party) for digest, party in json.loads(found or "{}").items()}
    # new ones in the order of their digests: two commands never wait for each other in a circle
    for digest in sorted(persons.keys() - known.keys()):
        party, key = new_party(persons[digest])
        batch.insert(key, party)
        known[digest] = party.id
    representative = sound.representative
    return (
        known[sound.applicant.number_digest],
        known[representative.number_digest] if representative else None,
        with_check_character(f"{prefix}{legal_date(at):%y%m%d}{serial:06d}"),
    )


def _write(
    actor: Actor,
    run: Run,
    case_id: UUID,
    item: PinnedItem,
    application: Application,
    sound: CheckedApplication,
    way: Route,
    files: Files,
    batch: Batch,
    later: bool,
    listed: Listed | None,
) -> str:
    vault = files.vault
    content = Content(
        applicant=sound.applicant.__dict__,
        representative=sound.representative.__dict__ if sound.representative else {},
        relation=application.representation.relation,
        mandate_seen=application.representation.mandate_seen,
        contact_phone=sound.contact_phone,
        answers=dict(sound.answers),
        salt=new_salt().hex(),
        mandate_until=until.isoformat() if (until := application.representation.mandate_until) else "",
        later_reason=application.later_reason.strip() if later else "",
        signed=signed_promises(application),
    )
    materials = material_rows(case_id, item, application, sound.answers, files, batch)
    body = way.handling.body
    calendar = calendar_of(body.division_code)
    synced_at = time.now()
    counted = counted_from(
        item.definition, way, application.channel, moments(sound.received_at, run.at, synced_at), calendar
    )
    kin = _kin_of(actor, item.definition, content, sound.received_at)
    event = with_dates(
        item.definition,
        calendar,
        run.at,
        {
            **({"kin": True} if kin else {}),
            "item_version_id": item.version_id,
            "body_id": body.id,
            "deciding_body_id": way.deciding_body.id,
            "intake_site_id": way.intake.id,
            "handling_site_id": way.handling.id,
            "collect_site_id": way.collect.id,
            "position_id": way.position.id,
            "channel": application.channel,
            **({"roster": listed.roster} if listed else {}),
            "representation": application.representation.kind,
            "identity_proof": sound.identity_proof,
            "assister_id": actor.assignment_id
            if isinstance(actor, Staff) and application.representation.kind == "assister"
            else None,
            "received_at": sound.received_at,
            "entered_at": run.at,
            "synced_at": synced_at,
            "clock_start": counted.day,
            "counted_from": counted.reason,
            **({"arrived": arrival_told(counted.arrived)} if counted.arrived else {}),
            **(
                _to_confirm(actor, application, item.definition, way, run.at, synced_at, calendar)
                if content.later_reason
                else {}
            ),
            "content": commitment(bytes.fromhex(content.salt), canonical_json(content.plain())),
            "steps": [
                {"code": step.code, "position_id": position.id, "side_by_side": step.side_by_side}
                for step, position in way.steps
            ],
            "materials": [
                {
                    "code": row.code,
                    "required": row.required,
                    "form": row.form,
                    "blob": row.blob_id,
                    **({"promise": row.promise} if row.promise else {}),
                }
                for row in materials
            ],
        },
    )
    state = apply(CaseState(), event, run.at)
    applicant_id, representative_id, number = _parties_and_number(sound, body.case_prefix, run.at, batch)
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
            name_tokens=grams("case_name", sound.applicant.name),
            contact_digest=keyed_digest("phone", sound.contact_phone) if sound.contact_phone else None,
            key_id=vault.key_id,
            content=seal_content(content, vault),
            calendar_edition=calendar.edition,
            ledger_seq=head.seq,
            ledger_hash=head.hash,
        )
    )
    if isinstance(actor, Staff) and content.mandate_seen and representative_id:
        batch.insert(*seen_with(actor, run, applicant_id, representative_id, item, content))
    if kin and isinstance(actor, Staff):  # taking in goes on, on record (近亲属备案)
        batch.insert(filing(actor, "submit", kin, case_id, vault, run.at))
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
    batch.insert(*entries)
    if listed is None or listed.own_receipt:
        receipt = _receipt(actor, run, case_id, number, item, content, state, materials, way, vault)
        batch.insert(*receipt)
    defer_effects_with(batch, run.id)
    batch.write()
    return number


def _kin_of(actor: Actor, item: ItemDefinition, content: Content, since: datetime) -> str:
    if not isinstance(actor, Staff) or not actor.kin_declared:
        return ""
    digests = digests_of(item, content.applicant, content.representative, content.answers)
    return kin_behind(actor, digests, since)


def _receipt(
    actor: Actor,
    run: Run,
    case_id: UUID,
    number: str,
    item: PinnedItem,
    content: Content,
    state: CaseState,
    materials: list[CaseMaterial],
    way: Route,
    vault: Vault,
) -> list[Model]:
    """The rows of the matter's own receipt (行政许可法 art. 32: in writing, dated, in the authority's name)."""
    body = way.handling.body
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
    paper, entries = fix_paper(
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
    return [paper, *entries]


def _to_confirm(
    actor: Actor,
    application: Application,
    item: ItemDefinition,
    way: Route,
    entered: datetime,
    synced: datetime,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """A later entry: who is to confirm its time, and from which day it counts if that is refused."""
    assert isinstance(actor, Staff) and application.confirmed_by is not None
    otherwise = counted_from(item, way, application.channel, moments(entered, entered, synced), calendar)
    arrived = otherwise.arrived
    later = LaterEntry(
        actor.assignment_id,
        application.confirmed_by,
        otherwise.day,
        arrived.on if arrived else None,
        arrived.late if arrived else False,
    )
    return {"confirmed_by": application.confirmed_by, "later": later.plain()}


def with_dates(
    item: ItemDefinition, calendar: WorkCalendar, at: datetime, told: dict[str, Any]
) -> ledger.Event:
    """The submission with the last days that it sets."""
    state = apply(CaseState(), ledger.Event("submitted", told), at)
    return ledger.Event("submitted", {**told, **dates(state, item, calendar)})


def _acting_name(actor: Actor, state: CaseState, content: Content) -> str:
    if state.representation == "assister" and isinstance(actor, Staff):
        return actor.label.split("（", 1)[0]  # the paper says itself that they are the assister
    return content.representative.get("name", "")

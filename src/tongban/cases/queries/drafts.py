"""Reading an unfinished application: what is there, what is still missing, what is asked next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.cases.beginning import KEPT
from tongban.cases.beginning import begun_token as begun_token
from tongban.cases.beginning import submission_key as submission_key
from tongban.cases.checking import (
    cautions_raised,
    check_answers,
    check_materials,
    kind_faults,
    materials_needed,
    questions_shown,
)
from tongban.cases.drafting import DraftMaterial as DraftMaterial
from tongban.cases.drafting import OpenDraft, item_of, open_draft, read_content
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.models import Draft
from tongban.cases.pieces import DraftPieces, laid_over
from tongban.cases.promising import committable, deferrable, signature_faults
from tongban.cases.requests import Application, MaterialInput, PersonInput, Representation
from tongban.catalogue.definition import ItemDefinition, Material, Question, Text
from tongban.kernel import blobs, time
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotFound
from tongban.kernel.masking import mask_name
from tongban.kernel.models import Blob
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import today
from tongban.parties.registry import check_person
from tongban.rules.minors import under_fourteen
from tongban.rules.promises import PROMISES


@dataclass(frozen=True)
class DraftView:
    """A draft, whole, for whoever holds its token."""

    token: str
    item: ItemDefinition
    place: str  # whose edition it was begun under; empty: the default place's
    channel: str
    answers: dict[str, str]
    applicant_kind: str  # person, organization
    applicant_kinds: tuple[str, ...]  # who may apply by the item's addressees
    applicant: PersonInput | None
    representative: PersonInput | None
    representation: str
    relation: str
    mandate_seen: bool
    mandate_until: str
    materials: dict[str, DraftMaterial]
    questions: tuple[Question, ...]  # those that the answers lead to
    needed_materials: tuple[Material, ...]
    cautions: tuple[Text, ...]  # what speaks against the item's conditions
    faults: tuple[FieldFault, ...]  # everything missing or wrong, consent apart
    complete: bool
    updated_at: datetime
    saved: bool  # whether anything was; else it was only begun, and nothing is written


@dataclass(frozen=True)
class DraftRow:
    """One of the writer's unfinished applications."""

    token: str
    item_code: str
    item_name: Text
    applicant_name: str
    channel: str
    updated_at: datetime


def draft(token: str, *, reader: Actor | None = None) -> DraftView:
    """The draft of a token.

    Args:
        reader: who asks, where the token alone is not enough because it stands in an address: the draft must be
            the reader's own.

    Raises:
        NotFound: none, not the reader's, discarded, submitted, or older than 30 days.
    """
    found = _own(token, reader)
    content, channel = found.content, found.row.channel
    item = item_of(found.row, content)
    kinds = kinds_of_applicant(item)
    kind = content.applicant.get("kind", "person") if content.applicant else kinds[0]
    applicant = PersonInput(**content.applicant) if content.applicant else None
    representative = PersonInput(**content.representative) if content.representative else None
    answers, faults = check_answers(item, content.answers, today=today())
    faults = [*_person_faults("applicant", applicant), *faults]
    if content.applicant:
        faults += kind_faults(item, answers, kind)
    if len(kinds) > 1 and not content.applicant:
        faults.insert(0, FieldFault("applicant.kind", "required"))
    elif kind not in kinds:
        faults.insert(0, FieldFault("applicant.kind", "not_an_option"))
    if content.representation == "representative":
        faults[0:0] = _person_faults("representative", representative)
        if not content.relation:
            faults.append(FieldFault("representation.relation", "required"))
    elif not content.representation:
        faults.append(FieldFault("representation.kind", "required"))
    needed = materials_needed(item, answers, channel)
    handed_in = {
        code: entry.form for code, entry in content.materials.items() if code in {m.code for m in needed}
    }
    faults.extend(
        check_materials(
            needed, handed_in, channel, committable=committable(item), deferrable=deferrable(item)
        )
    )
    promises = {code: entry.signed for code, entry in content.materials.items() if entry.form in PROMISES}
    signers = {person.name for person in (applicant, representative) if person is not None}
    faults.extend(signature_faults(promises, signers, channel))
    return DraftView(
        token=token,
        item=item,
        place=found.row.place,
        channel=channel,
        answers=content.answers,
        applicant_kind=kind,
        applicant_kinds=kinds,
        applicant=applicant,
        representative=representative,
        representation=content.representation,
        relation=content.relation,
        mandate_seen=content.mandate_seen,
        mandate_until=content.mandate_until,
        materials=content.materials,
        questions=questions_shown(item, answers),
        needed_materials=needed,
        cautions=cautions_raised(
            item, answers, applicant.number if applicant else "", channel, today=today()
        ),
        faults=tuple(faults),
        complete=not faults,
        updated_at=found.row.updated_at,
        saved=not found.row._state.adding,
    )


def _person_faults(role: str, person: PersonInput | None) -> list[FieldFault]:
    if person is None:
        return [FieldFault(f"{role}.name", "required"), FieldFault(f"{role}.number", "required")]
    return check_person(
        person.name, person.number, person.phone, today=today(), prefix=f"{role}.", kind=person.kind
    )[1]


def application_from(
    token: str,
    *,
    consent: bool,
    received_at: datetime | None = None,
    later_reason: str = "",
    confirmed_by: int | None = None,
    collect_site_code: str = "",
    identity_seen: bool = False,
    reader: Actor | None = None,
    pieces: DraftPieces | None = None,
) -> Application:
    """The application that a draft amounts to; `submit` checks it.

    Args:
        identity_seen, received_at, later_reason, confirmed_by: as in `Application`.
        reader: as in `draft`.
        pieces: what a form brings to be laid over the draft, which itself stays as it is.

    Raises:
        InputFaults: a piece that cannot stand.
        NotFound: no such draft.
    """
    found = _own(token, reader, to_submit=True)
    content, channel = found.content, found.row.channel
    item = item_of(found.row, content)
    files: Mapping[str, MaterialInput] = {}
    if pieces is not None:
        laid = laid_over(content, item, pieces, {})
        if laid.faults:
            raise InputFaults(list(laid.faults))
        content, files = laid.content, laid.files
        item = item_of(found.row, content)  # another village may be another township's
    answers, _ = check_answers(item, content.answers, today=today())
    needed = {material.code for material in materials_needed(item, answers, channel)}
    return Application(
        item_code=item.code,
        place=found.row.place,
        channel=channel,
        applicant=PersonInput(**content.applicant) if content.applicant else PersonInput("", ""),
        answers=content.answers,
        materials=tuple(
            files.get(code)
            or MaterialInput(
                code,
                entry.form,
                UUID(entry.upload_id) if entry.upload_id else None,
                signed=entry.signed,
            )
            for code, entry in content.materials.items()
            if code in needed
        ),
        representation=Representation(
            kind=content.representation or "self",
            person=PersonInput(**content.representative)
            if content.representation == "representative" and content.representative
            else None,
            relation=content.relation,
            mandate_seen=content.mandate_seen,
            mandate_until=date.fromisoformat(content.mandate_until) if content.mandate_until else None,
        ),
        consent=consent,
        received_at=received_at,
        later_reason=later_reason,
        confirmed_by=confirmed_by,
        collect_site_code=collect_site_code,
        identity_seen=identity_seen,
    )


def _own(token: str, reader: Actor | None, *, to_submit: bool = False) -> OpenDraft:
    found = open_draft(token, to_submit=to_submit)
    if reader is not None and found.row.owner_key != reader.key:
        raise NotFound("draft")
    return found


def draft_file(token: str, material_code: str) -> tuple[bytes, str]:
    """The content and media type of a file in a draft, for its writer to look at.

    Raises:
        NotFound: no such draft, material or file.
    """
    found = open_draft(token)
    entry = found.content.materials.get(material_code)
    if entry is None or not entry.upload_id:
        raise NotFound("file")
    blob = Blob.objects.get(id=UUID(entry.upload_id))
    return blobs.load(blob, found.vault), blob.media_type


def my_drafts(actor: Actor) -> tuple[DraftRow, ...]:
    """The unfinished applications of a signed-in writer, newest first."""
    if not isinstance(actor, Staff | Citizen):
        return ()
    rows = []
    for row in Draft.objects.filter(owner_key=actor.key).select_related("key").order_by("-updated_at")[:50]:
        if row.updated_at <= time.now() - KEPT:
            continue
        vault = open_vault(row.key)
        content = read_content(row.content, vault)
        rows.append(
            DraftRow(
                token=vault.open(row.token_sealed, "draft.token").decode(),
                item_code=row.item_code,
                item_name=item_of(row, content).name,
                applicant_name=_shown_name(actor, content.applicant),
                channel=row.channel,
                updated_at=row.updated_at,
            )
        )
    return tuple(rows)


def _shown_name(actor: Actor, person: Mapping[str, str]) -> str:
    """The name in a list: to staff that of somebody under fourteen is masked."""
    name = person.get("name", "")
    child = isinstance(actor, Staff) and under_fourteen(person.get("number", ""), time.today())
    return mask_name(name) if child else name

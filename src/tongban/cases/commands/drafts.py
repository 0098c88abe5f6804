"""Writing an application piece by piece: each piece is kept as it comes, checked, never lost.

A draft is no record yet: whoever holds its token writes it, and it leaves no trace when discarded.
"""

from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from tongban.cases.beginning import KEPT, beginning
from tongban.cases.checking import check_answer
from tongban.cases.drafting import (
    DraftMaterial,
    item_of,
    new_token,
    open_draft,
    unsaved,
)
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.models import Draft
from tongban.cases.pieces import MOST_ANSWER, changed_kind
from tongban.cases.promising import forms_of_promises
from tongban.cases.requests import PersonInput
from tongban.cases.uploads import inspect
from tongban.kernel import blobs
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.errors import FieldFault, InputFaults, NotFound
from tongban.kernel.models import Blob, DataKey
from tongban.kernel.time import today
from tongban.parties.registry import check_person


def start_draft(actor: Actor, item_code: str, channel: str, place: str = "") -> str:
    """Begin an application; the token that holds it.

    Args:
        place: the division whose edition the writer was shown; a counter's is its own township.

    Raises:
        NotFound: no such published item, or it does not take this channel.
        Refusal: ``item_ended``; ``village_only_informs``, ``village_only_assists``.
    """
    token = new_token()
    draft = unsaved(beginning(actor, item_code, channel, place), token)
    batch = Batch()
    draft.write_with(batch)
    batch.write()
    return token


def claim_draft(actor: Actor, token: str) -> None:
    """Let a signed-in writer find the draft again from another device.

    Raises:
        NotFound: no such draft.
    """
    if isinstance(actor, Staff | Citizen):
        draft = open_draft(token)
        Draft.objects.filter(id=draft.row.id).update(owner_key=actor.key)


def save_answer(token: str, code: str, value: str) -> None:
    """Keep one answer; a faulty one is kept too, so that its writer can mend it.

    Raises:
        InputFaults: the answer cannot stand; it is kept all the same.
        NotFound: no such draft or question.
    """
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        item = item_of(draft.row, draft.content)
        question = next((question for question in item.questions if question.code == code), None)
        if question is None:
            raise NotFound("question")
        checked, fault = check_answer(question, value, today=today())
        kept = (checked or value)[:MOST_ANSWER]
        draft.save(answers={**draft.content.answers, code: kept})
    if fault is not None:
        raise InputFaults([fault])


def save_person(token: str, role: str, person: PersonInput) -> None:
    """Keep the applicant or the representative as typed.

    Args:
        role: ``applicant`` or ``representative``.

    Raises:
        InputFaults: faults of the filled fields; what was typed is kept all the same.
        NotFound: no such draft.
    """
    if role not in ("applicant", "representative"):
        raise NotFound("role")
    values = {name: str(value)[:MOST_ANSWER] for name, value in person.__dict__.items()}
    with transaction.atomic():
        open_draft(token, lock=True).save(**{role: values})
    _, faults = check_person(
        person.name, person.number, person.phone, today=today(), prefix=f"{role}.", kind=person.kind
    )
    typed = [fault for fault in faults if values[fault.field.split(".")[1]].strip()]
    if typed:
        raise InputFaults(typed)


def save_applicant_kind(token: str, kind: str) -> None:
    """Keep whether a person or an organization applies; what belonged to the other kind goes.

    Raises:
        InputFaults: the item is not for this kind.
        NotFound: no such draft.
    """
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        if kind not in kinds_of_applicant(item_of(draft.row, draft.content)):
            raise InputFaults([FieldFault("applicant.kind", "not_an_option")])
        draft.save(**changed_kind(draft.content, kind))


def save_representation(token: str, kind: str, relation: str = "", mandate_seen: bool = False) -> None:
    """Keep who acts for the applicant.

    Raises:
        InputFaults: no such kind.
        NotFound: no such draft.
    """
    if kind not in ("self", "representative", "assister"):
        raise InputFaults([FieldFault("representation.kind", "not_an_option")])
    with transaction.atomic():
        open_draft(token, lock=True).save(
            representation=kind, relation=relation[:40], mandate_seen=mandate_seen
        )


def attach_material(
    token: str,
    material_code: str,
    *,
    form: str,
    file_name: str = "",
    content: bytes | None = None,
    signed: str = "",
) -> None:
    """Keep a material: its form, and the file where there is one; or the promise in its place.

    Args:
        signed: of a promise, the name typed as signature; who may sign is looked at when it is handed in.

    Raises:
        InputFaults: the file's faults (`cases.uploads`), or a form this material does not take.
        NotFound: no such draft or material.
    """
    field = f"materials.{material_code}"
    inspected = inspect(content, file_name, field) if content is not None else None
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        item = item_of(draft.row, draft.content)
        material = next((entry for entry in item.materials if entry.code == material_code), None)
        if material is None:
            raise NotFound("material")
        promised = forms_of_promises(item).get(material_code, ())
        if form not in material.forms + promised:
            raise InputFaults([FieldFault(field, "form_not_taken", {"form": form})])
        if form == "electronic" and inspected is None:
            raise InputFaults([FieldFault(field, "file_empty")])
        stored = DraftMaterial(form, signed=signed.strip()[:100])
        if content is not None and inspected is not None:
            blob = blobs.store(content, inspected.media_type, draft.vault, inspected.pages)
            blob.save(force_insert=True)
            stored = DraftMaterial(form, file_name[-120:], inspected.media_type, len(content), blob.id.hex)
        before = draft.content.materials.get(material_code)
        draft.save(materials={**draft.content.materials, material_code: stored})
        _drop_file(before)


def remove_material(token: str, material_code: str) -> None:
    """Take a material out again; its file goes.

    Raises:
        NotFound: no such draft.
    """
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        materials = dict(draft.content.materials)
        before = materials.pop(material_code, None)
        draft.save(materials=materials)
        _drop_file(before)


def discard(token: str) -> None:
    """Throw a draft away with its files and its key.

    Raises:
        NotFound: no such draft.
    """
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        if not draft.row._state.adding:  # what was only begun leaves nothing to remove
            remove_draft(draft.row)


def _drop_file(material: DraftMaterial | None) -> None:
    if material is None or not material.upload_id:
        return
    blob = Blob.objects.filter(id=UUID(material.upload_id)).first()
    if blob is not None:
        name = blob.name
        blob.delete()
        transaction.on_commit(lambda: default_storage.delete(name))


def remove_draft(row: Draft) -> None:
    """The draft, every file under its key, and the key; the row must be locked."""
    for blob in Blob.objects.filter(key_id=row.key_id):
        _drop_file(DraftMaterial("", upload_id=blob.id.hex))
    key_id = row.key_id
    row.delete()
    DataKey.objects.filter(id=key_id).delete()


def forget_old_drafts(now: datetime) -> int:
    """The sweep: drafts nobody touched for 30 days go."""
    gone = 0
    for draft_id in Draft.objects.filter(updated_at__lt=now - KEPT).values_list("id", flat=True)[:200]:
        with transaction.atomic():
            # submitted or taken up again since it was found: no longer ours to remove
            rows = Draft.objects.select_for_update().filter(id=draft_id, updated_at__lt=now - KEPT)
            row = rows.first()
            if row is not None:
                remove_draft(row)
                gone += 1
    return gone

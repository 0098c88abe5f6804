"""Many pieces of an application at once, as one form brings them: one transaction, what did not change left alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction

from tongban.cases.checking import check_answer
from tongban.cases.commands.drafts import MOST_ANSWER, changed_kind
from tongban.cases.drafting import DraftContent, DraftMaterial, OpenDraft, item_of, open_draft
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.requests import MaterialInput, PersonInput
from tongban.cases.uploads import Inspected, inspect
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel import blobs
from tongban.kernel.batch import Batch
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import Blob
from tongban.kernel.time import today
from tongban.parties.registry import check_person

NOBODY = PersonInput("", "", "")


@dataclass(frozen=True)
class DraftPieces:
    """What one form brought.

    Args:
        answers: question code → value as typed.
        persons: ``applicant`` and ``representative`` → as typed.
        applicant_kind: ``person`` or ``organization``; empty where the form does not say.
        representation: kind, relation, whether the mandate was seen; None where the form does not say.
        materials: what was said of each; an empty form and no content takes the material out again.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, PersonInput] = field(default_factory=dict)
    applicant_kind: str = ""
    representation: tuple[str, str, bool] | None = None
    materials: tuple[MaterialInput, ...] = ()


def save_pieces(token: str, pieces: DraftPieces) -> tuple[FieldFault, ...]:
    """Keep them all, faulty ones too where they can be mended.

    Codes that the item does not ask for are passed over.

    Returns:
        What cannot stand: answers, persons, representation, materials, in this order.

    Raises:
        NotFound: no such draft.
    """
    looked_at = {given.code: _inspected(given) for given in pieces.materials}
    with transaction.atomic():
        draft = open_draft(token, lock=True)
        item = item_of(draft.row, draft.content)
        writing = _Writing(draft, item, Batch())
        faults = (
            *writing.answers(pieces.answers),
            *writing.applicant_kind(pieces.applicant_kind),
            *writing.persons(pieces.persons),
            *writing.representation(pieces.representation),
            *writing.materials(pieces.materials, looked_at),
        )
        writing.write()
    return faults


def _inspected(given: MaterialInput) -> Inspected | tuple[FieldFault, ...] | None:
    """What the file is, or its faults; decoding takes its time, so it comes before the lock."""
    if given.content is None:
        return None
    try:
        return inspect(given.content, given.file_name, f"materials.{given.code}")
    except InputFaults as wrong:
        return wrong.faults


@dataclass
class _Writing:
    draft: OpenDraft
    item: ItemDefinition
    batch: Batch
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def content(self) -> DraftContent:
        return self.draft.content

    def answers(self, given: Mapping[str, str]) -> Iterator[FieldFault]:
        kept = dict(self.content.answers)
        for question in self.item.questions:
            value = given.get(question.code, "").strip()
            if question.code not in given or value == kept.get(question.code, ""):
                continue
            checked, fault = check_answer(question, value, today=today())
            kept[question.code] = (checked or value)[:MOST_ANSWER]
            if fault is not None:
                yield fault
        self._change("answers", kept)

    def applicant_kind(self, kind: str) -> Iterator[FieldFault]:
        if not kind:
            return
        if kind not in kinds_of_applicant(self.item):
            yield FieldFault("applicant.kind", "not_an_option")
            return
        for name, value in changed_kind(self.content, kind).items():
            self._change(name, value)

    def persons(self, given: Mapping[str, PersonInput]) -> Iterator[FieldFault]:
        for role in ("applicant", "representative"):
            person = given.get(role, NOBODY)
            held = self.changes.get(role, getattr(self.content, role))
            person = replace(person, kind=held.get("kind", "person")) if role == "applicant" else person
            if replace(person, kind="person") == NOBODY or (held and person == PersonInput(**held)):
                continue
            values = {name: str(value)[:MOST_ANSWER] for name, value in person.__dict__.items()}
            self._change(role, values)
            _, faults = check_person(
                person.name, person.number, person.phone, today=today(), prefix=f"{role}.", kind=person.kind
            )
            yield from (fault for fault in faults if values[fault.field.split(".")[1]].strip())

    def representation(self, given: tuple[str, str, bool] | None) -> Iterator[FieldFault]:
        if given is None:
            return
        kind, relation, mandate_seen = given
        applicant = self.changes.get("applicant", self.content.applicant)
        if applicant.get("kind") == "organization":
            kind, relation = "representative", "handler"  # there is no other way for it to act
        if kind not in ("self", "representative", "assister"):
            yield FieldFault("representation.kind", "not_an_option")
            return
        self._change("representation", kind)
        self._change("relation", relation[:40])
        self._change("mandate_seen", mandate_seen)

    def materials(
        self,
        given: tuple[MaterialInput, ...],
        looked_at: Mapping[str, Inspected | tuple[FieldFault, ...] | None],
    ) -> Iterator[FieldFault]:
        kept = dict(self.content.materials)
        forms = {material.code: material.forms for material in self.item.materials}
        for one in given:
            held = kept.get(one.code)
            if one.code not in forms or (one.content is None and one.form == (held.form if held else "")):
                continue
            found = looked_at[one.code]
            if isinstance(found, tuple):
                yield from found
            elif not one.form:
                del kept[one.code]
                self._drop(held)
            elif one.form not in forms[one.code]:
                yield FieldFault(f"materials.{one.code}", "form_not_taken", {"form": one.form})
            elif one.form == "electronic" and found is None:
                yield FieldFault(f"materials.{one.code}", "file_empty")
            else:
                kept[one.code] = self._stored(one, found)
                self._drop(held)
        self._change("materials", kept)

    def write(self) -> None:
        """All of it in one statement; nothing where nothing changed."""
        if self.changes:
            self.draft.change(**self.changes)
            self.draft.write_with(self.batch)
        self.batch.write()

    def _change(self, name: str, value: Any) -> None:
        if value != getattr(self.content, name):
            self.changes[name] = value

    def _stored(self, given: MaterialInput, found: Inspected | None) -> DraftMaterial:
        if given.content is None or found is None:
            return DraftMaterial(given.form)
        blob = blobs.store(given.content, found.media_type, self.draft.vault, found.pages)
        self.batch.insert(blob)
        size = len(given.content)
        return DraftMaterial(given.form, given.file_name[-120:], found.media_type, size, blob.id.hex)

    def _drop(self, held: DraftMaterial | None) -> None:
        if held is None or not held.upload_id:
            return
        blob = Blob.objects.filter(id=UUID(held.upload_id)).first()
        if blob is not None:
            self.batch.delete(Blob, {"id": blob.id})
            transaction.on_commit(partial(default_storage.delete, blob.name))

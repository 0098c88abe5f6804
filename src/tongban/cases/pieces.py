"""What one form brings of an application, laid over what its draft holds already.  Nothing is written here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tongban.cases.checking import check_answer
from tongban.cases.drafting import THROUGH_HANDLER, DraftContent, DraftMaterial, nobody_yet
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.promising import forms_of_promises
from tongban.cases.requests import MaterialInput, PersonInput
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel.errors import FieldFault
from tongban.kernel.time import today
from tongban.parties.registry import check_person

MOST_ANSWER = 4000  # characters kept of an answer that is too long, so that its writer can shorten it
NOBODY = PersonInput("", "", "")


@dataclass(frozen=True)
class DraftPieces:
    """What one form brought.

    Args:
        answers: question code → value as typed.
        persons: ``applicant`` and ``representative`` → as typed.
        applicant_kind: ``person`` or ``organization``; empty where the form does not say.
        representation: kind, relation, whether the mandate was seen; None where the form does not say.
        mandate_until: the last day that the mandate names, as typed; None where the form does not say.
        materials: what was said of each; an empty form and no content takes the material out again.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, PersonInput] = field(default_factory=dict)
    applicant_kind: str = ""
    representation: tuple[str, str, bool] | None = None
    mandate_until: str | None = None
    materials: tuple[MaterialInput, ...] = ()


@dataclass(frozen=True)
class LaidOver:
    """A draft's content with the pieces in it.

    Args:
        content: what the draft would hold; a file that came with the form has no ``upload_id`` yet.
        files: material code → the file that came with the form and stands.
        dropped: materials that were replaced or taken out, with the files they had.
        faults: what cannot stand: answers, persons, representation, materials, in this order.
    """

    content: DraftContent
    files: Mapping[str, MaterialInput]
    dropped: tuple[DraftMaterial, ...]
    faults: tuple[FieldFault, ...]


def laid_over(
    held: DraftContent,
    item: ItemDefinition,
    pieces: DraftPieces,
    refused: Mapping[str, tuple[FieldFault, ...]],
) -> LaidOver:
    """Put the pieces over what is held; faulty ones too where their writer can mend them.

    Codes that the item does not ask for are passed over.

    Args:
        refused: material code → what is wrong with the file that came for it, where that was looked at already.
    """
    laying = _Laying(held, item)
    faults = (
        *laying.answers(pieces.answers),
        *laying.applicant_kind(pieces.applicant_kind),
        *laying.persons(pieces.persons),
        *laying.representation(pieces.representation),
        *laying.mandate_until(pieces.mandate_until),
        *laying.materials(pieces.materials, refused),
    )
    return LaidOver(laying.content, laying.files, tuple(laying.dropped), faults)


def changed_kind(content: DraftContent, kind: str) -> dict[str, Any]:
    """What changes in a draft with the kind of its applicant; an organization acts through its handler."""
    if content.applicant and content.applicant.get("kind", "person") == kind:
        return {}
    through: dict[str, Any] = (
        THROUGH_HANDLER if kind == "organization" else {"representation": "", "relation": ""}
    )
    return {"applicant": nobody_yet(kind), **through}


@dataclass
class _Laying:
    content: DraftContent
    item: ItemDefinition
    files: dict[str, MaterialInput] = field(default_factory=dict)
    dropped: list[DraftMaterial] = field(default_factory=list)

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
        self.content = replace(self.content, answers=kept)

    def applicant_kind(self, kind: str) -> Iterator[FieldFault]:
        if not kind:
            return
        if kind not in kinds_of_applicant(self.item):
            yield FieldFault("applicant.kind", "not_an_option")
            return
        self.content = replace(self.content, **changed_kind(self.content, kind))

    def persons(self, given: Mapping[str, PersonInput]) -> Iterator[FieldFault]:
        for role in ("applicant", "representative"):
            person = given.get(role, NOBODY)
            held = getattr(self.content, role)
            person = replace(person, kind=held.get("kind", "person")) if role == "applicant" else person
            if replace(person, kind="person") == NOBODY or (held and person == PersonInput(**held)):
                continue
            values = {name: str(value)[:MOST_ANSWER] for name, value in person.__dict__.items()}
            changed: dict[str, Any] = {role: values}
            self.content = replace(self.content, **changed)
            _, faults = check_person(
                person.name, person.number, person.phone, today=today(), prefix=f"{role}.", kind=person.kind
            )
            yield from (fault for fault in faults if values[fault.field.split(".")[1]].strip())

    def representation(self, given: tuple[str, str, bool] | None) -> Iterator[FieldFault]:
        if given is None:
            return
        kind, relation, mandate_seen = given
        if self.content.applicant.get("kind") == "organization":
            kind, relation = "representative", "handler"  # there is no other way for it to act
        if kind not in ("self", "representative", "assister"):
            yield FieldFault("representation.kind", "not_an_option")
            return
        self.content = replace(
            self.content, representation=kind, relation=relation[:40], mandate_seen=mandate_seen
        )

    def mandate_until(self, given: str | None) -> Iterator[FieldFault]:
        if given is None:
            return
        try:
            last = date.fromisoformat(given).isoformat() if given else ""
        except ValueError:
            yield FieldFault("representation.mandate_until", "not_a_date")
            return
        self.content = replace(self.content, mandate_until=last)

    def materials(
        self, given: tuple[MaterialInput, ...], refused: Mapping[str, tuple[FieldFault, ...]]
    ) -> Iterator[FieldFault]:
        kept = dict(self.content.materials)
        promised = forms_of_promises(self.item)
        forms = {
            material.code: material.forms + promised.get(material.code, ())
            for material in self.item.materials
        }
        for one in given:
            held = kept.get(one.code)
            if one.code not in forms or (one.content is None and one.form == (held.form if held else "")):
                continue
            if one.code in refused:
                yield from refused[one.code]
            elif not one.form:
                self._drop(kept.pop(one.code, None))
            elif one.form not in forms[one.code]:
                yield FieldFault(f"materials.{one.code}", "form_not_taken", {"form": one.form})
            elif one.form == "electronic" and one.content is None:
                yield FieldFault(f"materials.{one.code}", "file_empty")
            else:
                self._drop(held)
                kept[one.code] = self._taken(one)
        self.content = replace(self.content, materials=kept)

    def _taken(self, given: MaterialInput) -> DraftMaterial:
        if given.content is None:
            return DraftMaterial(given.form)
        self.files[given.code] = given
        return DraftMaterial(given.form, given.file_name[-120:], size=len(given.content))

    def _drop(self, held: DraftMaterial | None) -> None:
        if held is not None:
            self.dropped.append(held)

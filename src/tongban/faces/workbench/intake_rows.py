"""The rows of the intake form: each field with what is in it and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from tongban.cases.queries import DraftView
from tongban.cases.queries.promise_terms import terms_of
from tongban.cases.requests import PersonInput
from tongban.catalogue.definition import Material, Question
from tongban.faces.workbench.intake_form import NOT_HANDED_IN, PEOPLE_PARTS, people_in, person_in
from tongban.kernel.errors import FieldFault


@dataclass(frozen=True)
class QuestionRow:
    """One question that is asked now."""

    question: Question
    name: str
    value: str
    fault: FieldFault | None


@dataclass(frozen=True)
class MaterialRow:
    """One material that is needed now, with how it came in."""

    material: Material
    name: str
    form: str
    file_name: str
    size: int  # bytes; of the file, where there is one
    fault: FieldFault | None
    promises: tuple[str, ...] = ()  # commitment, later: what may be signed in its place


@dataclass(frozen=True)
class PersonRow:
    """One person; ``faults`` by the part they are about."""

    role: str
    person: PersonInput
    faults: dict[str, FieldFault]


@dataclass(frozen=True)
class IntakeRows:
    """The form as the page shows it."""

    applicant: PersonRow
    applicant_kind: str  # person, organization; empty: not said yet
    representative: PersonRow
    representation_kind: str
    relation: str
    mandate_seen: bool
    mandate_until: str
    questions: tuple[QuestionRow, ...]
    materials: tuple[MaterialRow, ...]
    by_field: dict[str, FieldFault]


def intake_rows(view: DraftView, values: QueryDict, faults: Iterable[FieldFault]) -> IntakeRows:
    """The draft with what was typed last laid over it: what the draft refused stays in its field."""
    by_field = {fault.field: fault for fault in faults}
    # At a window people come themselves unless they say otherwise; at a village point nothing is presumed.
    usual = "self" if view.channel == "window" else ""
    kind = values.get("representation.kind") or view.representation or usual
    posted_kind = "representation.kind" in values
    organization = view.applicant_kind == "organization"
    return IntakeRows(
        applicant_kind=view.applicant_kind if view.applicant or len(view.applicant_kinds) == 1 else "",
        applicant=_person("applicant", view.applicant, values, by_field),
        representative=_person("representative", view.representative, values, by_field),
        representation_kind="representative" if organization else kind,
        relation="handler" if organization else values.get("representation.relation", view.relation),
        mandate_seen=values.get("representation.mandate_seen") == "yes" if posted_kind else view.mandate_seen,
        mandate_until=values.get("representation.mandate_until", view.mandate_until),
        questions=tuple(_question(question, view, values, by_field) for question in view.questions),
        materials=tuple(_material(one, view, values, by_field) for one in view.needed_materials),
        by_field=by_field,
    )


def _person(
    role: str, held: PersonInput | None, values: QueryDict, by_field: dict[str, FieldFault]
) -> PersonRow:
    faults = {
        part: by_field[f"{role}.{part}"]
        for part in ("name", "number", "phone")
        if f"{role}.{part}" in by_field
    }
    return PersonRow(role, person_in(values, role) or held or PersonInput("", "", ""), faults)


def _question(
    question: Question, view: DraftView, values: QueryDict, by_field: dict[str, FieldFault]
) -> QuestionRow:
    name = f"answers.{question.code}"
    value = values.get(name, str(view.answers.get(question.code) or ""))
    if question.kind == "people" and f"{name}.{PEOPLE_PARTS[0]}" in values:
        value = people_in(values, name)
    return QuestionRow(question, name, value, by_field.get(name))


def _material(
    material: Material, view: DraftView, values: QueryDict, by_field: dict[str, FieldFault]
) -> MaterialRow:
    name = f"materials.{material.code}"
    held = view.materials.get(material.code)
    form = held.form if held else values.get(f"{name}.form", NOT_HANDED_IN)
    file_name, size = (held.file_name, held.size) if held else ("", 0)
    promises = tuple(one.form for one in terms_of(view.item, material.code))
    return MaterialRow(material, name, form, file_name, size, by_field.get(name), promises)

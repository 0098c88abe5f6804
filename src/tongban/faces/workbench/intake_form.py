"""What the intake form posts, put into the draft piece by piece: only what changed, and every fault told."""

from collections.abc import Iterable, Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tongban.cases import commands
from tongban.cases.queries import DraftView
from tongban.cases.requests import PersonInput
from tongban.kernel.errors import FieldFault, InputFaults

Files = MultiValueDict[str, UploadedFile]
NOT_HANDED_IN = "none"


def save(view: DraftView, posted: QueryDict, files: Files) -> tuple[FieldFault, ...]:
    """Put what was posted into the draft; what it refuses comes back as faults, all of them.

    Args:
        view: the draft as it stands.
        posted: the whole form, or the one part of it that changed.
        files: scans that came with it.
    """
    faults: list[FieldFault] = []
    for part in (_save_answers, _save_people, _save_representation):
        faults.extend(part(view, posted))
    faults.extend(_save_materials(view, posted, files))
    return tuple(faults)


def person_in(posted: QueryDict, role: str) -> PersonInput | None:
    """The person as posted; None where the form carried no such person."""
    if f"{role}.name" not in posted:
        return None
    return PersonInput(*(posted.get(f"{role}.{part}", "").strip() for part in ("name", "number", "phone")))


def _save_answers(view: DraftView, posted: QueryDict) -> Iterable[FieldFault]:
    for question in view.item.questions:
        value = posted.get(f"answers.{question.code}")
        if value is None or value.strip() == (view.answers.get(question.code) or ""):
            continue
        try:
            commands.save_answer(view.token, question.code, value.strip())
        except InputFaults as wrong:
            yield from wrong.faults


def _save_people(view: DraftView, posted: QueryDict) -> Iterable[FieldFault]:
    held: Mapping[str, PersonInput | None] = {
        "applicant": view.applicant,
        "representative": view.representative,
    }
    for role, before in held.items():
        person = person_in(posted, role)
        if person is None or person in (before, PersonInput("", "", "")):
            continue
        try:
            commands.save_person(view.token, role, person)
        except InputFaults as wrong:
            yield from wrong.faults


def _save_representation(view: DraftView, posted: QueryDict) -> Iterable[FieldFault]:
    kind = posted.get("representation.kind")
    if kind is None:
        return
    relation = posted.get("representation.relation", "").strip()
    mandate_seen = posted.get("representation.mandate_seen") == "yes"
    if (kind, relation, mandate_seen) == (view.representation, view.relation, view.mandate_seen):
        return
    try:
        commands.save_representation(view.token, kind, relation, mandate_seen)
    except InputFaults as wrong:
        yield from wrong.faults


def _save_materials(view: DraftView, posted: QueryDict, files: Files) -> Iterable[FieldFault]:
    for material in view.item.materials:
        form = posted.get(f"materials.{material.code}.form")
        scan = files.get(f"materials.{material.code}.file")
        held = view.materials.get(material.code)
        if scan is None and (form is None or form == (held.form if held else NOT_HANDED_IN)):
            continue
        if form == NOT_HANDED_IN and scan is None:
            commands.remove_material(view.token, material.code)
            continue
        try:
            commands.attach_material(
                view.token,
                material.code,
                # A scan alone, with nothing said of the paper, is an electronic copy.
                form="electronic" if form is None or form == NOT_HANDED_IN else form,
                file_name=scan.name or "" if scan else "",
                content=scan.read() if scan else None,
            )
        except InputFaults as wrong:
            yield from wrong.faults

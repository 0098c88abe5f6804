"""Bringing from the phone what a correction notice asked for: file by file, kept until it is sent.

What was chosen is stored under the case's own key at once, so that nothing is lost on a slow line; the session
remembers only which file stands for which material.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from tongban.cases import commands as case_commands
from tongban.cases.queries.correction import CorrectionView
from tongban.cases.queries.shapes import TrackView
from tongban.cases.requests import MaterialInput
from tongban.catalogue.definition import Question
from tongban.faces.common.people import answer_of
from tongban.faces.common.typed_numbers import version_seen
from tongban.faces.portal import sign_in
from tongban.faces.portal.application_pages import PEOPLE_PARTS
from tongban.faces.portal.track import notice_read, seen
from tongban.kernel.actors import Actor, Citizen
from tongban.kernel.errors import FieldFault, InputFaults, Refusal

SESSION_KEY = "correction"
MOST_NAME = 60  # characters of a file's name that are remembered


@dataclass(frozen=True)
class AskedMaterial:
    """One material of the notice with what was chosen for it."""

    line: Any  # cases.correcting.Defect
    field: str
    file_name: str
    why: str


@dataclass(frozen=True)
class AskedAnswer:
    """One answer of the notice with what is typed for it."""

    line: Any
    field: str
    question: Question
    typed: str
    why: str


@never_cache
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Choose what the notice asked for and send it."""
    actor, view = seen(request, number)
    if not isinstance(actor, Citizen):
        return redirect(sign_in.address(request.path))
    view = notice_read(actor, view)
    asked = view.correction
    if asked is None or not view.can_correct:
        return redirect("portal:case", number)
    faults: tuple[FieldFault, ...] = ()
    problem: Refusal | None = None
    if request.method == "POST":
        faults = tuple(_keep(request, actor, number, asked))
        if request.POST.get("send") and not faults:
            try:
                _send(request, actor, view, asked)
            except InputFaults as refused:
                faults = refused.faults
            except Refusal as refused:
                problem = refused
            else:
                _forget(request, number)
                return redirect("portal:case", number)
    materials, answers = list(_materials(request, number, asked)), list(_answers(request, view, asked))
    page = {
        "case": view,
        "asked": asked,
        "materials": materials,
        "answers": answers,
        "names": dict(_names(materials, answers)),
        "nothing_chosen": bool(request.POST.get("keep") and not request.FILES and not faults),
        "faults": faults,
        "problem": problem,
        "key": request.POST.get("key") or uuid4().hex,
        "door": "track",
    }
    return render(request, "portal/correct.html", page, status=422 if faults or problem else 200)


def _names(materials: Iterable[AskedMaterial], answers: Iterable[AskedAnswer]) -> Iterator[tuple[str, str]]:
    """What the page calls each of its fields, for the summary of faults."""
    language = get_language() or ""
    yield from ((one.field, one.line.name.in_language(language)) for one in materials)
    yield from ((one.field, one.line.name.in_language(language)) for one in answers)


def _kept(request: HttpRequest, number: str, asked: CorrectionView) -> dict[str, list[str]]:
    """Material → id and name of the file chosen for this notice."""
    kept = request.session.get(SESSION_KEY, {}).get(number, {})
    return dict(kept.get("files", {})) if kept.get("round") == asked.round else {}


def _keep(request: HttpRequest, actor: Citizen, number: str, asked: CorrectionView) -> Iterator[FieldFault]:
    """Store the files that came, drop those taken out; yields what is wrong with a file."""
    kept = _kept(request, number, asked)
    if dropped := request.POST.get("remove", ""):
        kept.pop(dropped, None)
    for line in asked.lines:
        upload = request.FILES.get(f"file.{line.code}")
        if line.kind != "material" or not isinstance(upload, UploadedFile):
            continue
        name = upload.name or ""
        try:
            blob = case_commands.attach_correction(
                actor, number, material=line.code, content=upload.read(), file_name=name
            )
        except InputFaults as refused:
            yield from refused.faults
        else:
            kept[line.code] = [blob.hex, name[-MOST_NAME:]]
    every = dict(request.session.get(SESSION_KEY, {}))
    every[number] = {"round": asked.round, "files": kept}
    request.session[SESSION_KEY] = every


def _forget(request: HttpRequest, number: str) -> None:
    every = dict(request.session.get(SESSION_KEY, {}))
    every.pop(number, None)
    request.session[SESSION_KEY] = every


def _send(request: HttpRequest, actor: Actor, view: TrackView, asked: CorrectionView) -> None:
    kept = _kept(request, view.number, asked)
    answers = {
        line.code: typed
        for line in asked.lines
        if line.kind == "answer" and (typed := _typed(request, view, line.code))
    }
    here = set(kept) | {f"answers.{code}" for code in answers}
    named = [line.code if line.kind == "material" else f"answers.{line.code}" for line in asked.lines]
    missing = {code: request.POST.get(f"why.{code}", "").strip() for code in named if code not in here}
    case_commands.correct(
        actor,
        view.number,
        expected_version=version_seen(request.POST.get("version", "")),
        idempotency_key=request.POST.get("key", ""),
        materials=tuple(
            MaterialInput(code, "electronic", upload_id=UUID(hex=blob)) for code, (blob, _) in kept.items()
        ),
        answers=answers,
        not_brought=missing,
    )


def _typed(request: HttpRequest, view: TrackView, code: str) -> str:
    """The answer as typed; a list of people from the three inputs of each of its rows."""
    question = next(one for one in view.item.questions if one.code == code)
    name = f"answer.{code}"
    if question.kind == "people":
        return answer_of(*(request.POST.getlist(f"{name}.{part}") for part in PEOPLE_PARTS))
    return request.POST.get(name, "").strip()


def _materials(request: HttpRequest, number: str, asked: CorrectionView) -> Iterator[AskedMaterial]:
    kept = _kept(request, number, asked)
    for line in asked.lines:
        if line.kind == "material":
            name = kept.get(line.code, ["", ""])[1]
            yield AskedMaterial(
                line, f"materials.{line.code}", name, request.POST.get(f"why.{line.code}", "")
            )


def _answers(request: HttpRequest, view: TrackView, asked: CorrectionView) -> Iterator[AskedAnswer]:
    questions = {question.code: question for question in view.item.questions}
    for line in asked.lines:
        if line.kind == "answer":
            yield AskedAnswer(
                line,
                f"answers.{line.code}",
                questions[line.code],
                _typed(request, view, line.code),
                request.POST.get(f"why.answers.{line.code}", ""),
            )

"""What a step must leave on record by its kind: a visit of two officers, a meeting with its minutes and votes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.storage import default_storage

from tongban.cases.frame import OpenCase
from tongban.cases.kinship import kin_here
from tongban.cases.state import StepState
from tongban.cases.steps.history import floor_of
from tongban.cases.uploads import Inspected, inspect
from tongban.directory.queries import officers_of_body
from tongban.directory.queries.beside import Officer
from tongban.kernel import blobs
from tongban.kernel.actors import Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.models import Blob
from tongban.kernel.time import legal_date
from tongban.rules.meetings import SORTS, Count, faults_of_count
from tongban.rules.substance import why_not_substance
from tongban.rules.verification import fault_of_day, faults_of_visit

VISIT, MEETINGS = "two_officer_verification", frozenset(SORTS)
MOST_FILES = 12
MOST_WORDS = 4000
MOST_NAME = 80
LEAST_MINUTES = 20  # characters: what was said and decided


@dataclass(frozen=True)
class StepUpload:
    """A photo or a scan that comes with a record."""

    content: bytes
    file_name: str = ""

    @property
    def comparable(self) -> bytes:
        """What makes two of them differ."""
        return keyed_digest("upload", self.content)


@dataclass(frozen=True)
class Visit:
    """A verification as entered; ``unreadable``: what was typed and is no day.

    Args:
        second_officer: assignment of the colleague who went along.
        photos: never demanded (国办函〔2026〕12号: no photos as proof of work).
    """

    day: date | None
    place: str
    findings: str
    second_officer: int | None
    photos: tuple[StepUpload, ...] = ()
    unreadable: tuple[FieldFault, ...] = ()

    @property
    def comparable(self) -> list[object]:
        photos = [photo.comparable for photo in self.photos]
        return [self.day, self.place, self.findings, self.second_officer, photos]


@dataclass(frozen=True)
class Meeting:
    """A meeting as entered; ``unreadable``: what was typed and is no day or figure.

    Args:
        sort: who met (`rules.meetings.Sort`).
        minutes: what was said and decided; may be empty where a scan of the minutes is there.
    """

    sort: str
    day: date | None
    place: str
    chair: str
    count: Count
    minutes: str
    scans: tuple[StepUpload, ...] = ()
    unreadable: tuple[FieldFault, ...] = ()

    @property
    def comparable(self) -> list[object]:
        scans = [scan.comparable for scan in self.scans]
        figures = list(self.count.__dict__.values())
        return [self.sort, self.day, self.place, self.chair, figures, self.minutes, scans]


StepRecord = Visit | Meeting


@dataclass(frozen=True)
class Kept:
    """A record that may be written: the kind of its entry, its values, its files as looked at."""

    kind: str
    values: dict[str, Any]
    files: tuple[tuple[StepUpload, Inspected], ...]


def expected_record(kind: str) -> type[Visit] | type[Meeting] | None:
    """What a kind of step must leave beside the opinion; None where the opinion is enough."""
    if kind == VISIT:
        return Visit
    return Meeting if kind in MEETINGS else None


def check_record(
    case: OpenCase, actor: Staff, step: StepState, record: StepRecord | None, *, agrees: bool | None
) -> tuple[Kept | None, list[FieldFault]]:
    """The record as it will be kept, and everything that is wrong with it.

    Returns:
        no record and no faults for a kind that needs none.
    """
    wanted = expected_record(step.kind)
    if wanted is None:
        return None, []
    if isinstance(record, Visit) and wanted is Visit:
        return _check_visit(case, actor, step, record)
    if isinstance(record, Meeting) and wanted is Meeting:
        return _check_meeting(case, step, record, agrees)
    return None, [FieldFault("record", "record_missing")]


def _check_visit(
    case: OpenCase, actor: Staff, step: StepState, visit: Visit
) -> tuple[Kept | None, list[FieldFault]]:
    colleagues = {one.assignment_id: one for one in officers_of_body(actor)}
    second = colleagues.get(visit.second_officer or 0)
    barred = second is not None and _kept_away(case, second)
    officers = (actor.staff_id, *([second.staff_id] if second else []))
    faults = list(visit.unreadable)
    if barred:
        faults.append(FieldFault("second_officer", "officer_barred"))
    unread = {fault.field for fault in faults}
    today = legal_date(case.run.at)
    found = faults_of_visit(
        day=visit.day,
        place=visit.place,
        findings=visit.findings,
        officers=officers,
        today=today,
        floor=floor_of(case, step),
    )
    faults += [FieldFault(field, code, params) for field, code, params in found if field not in unread]
    faults += _too_long(visit_place=(visit.place, MOST_NAME), findings=(visit.findings, MOST_WORDS))
    files, wrong = _looked_at(visit.photos, "photos")
    faults += wrong
    if faults or second is None or visit.day is None:
        return None, faults
    values = {
        "day": visit.day.isoformat(),
        "place": visit.place.strip(),
        "findings": visit.findings.strip(),
        "officers": [actor.label, second.label],
        "staff": [actor.staff_id, second.staff_id],
    }
    return Kept("verification", values, files), []


def _kept_away(case: OpenCase, officer: Officer) -> bool:
    """Whether somebody may not look into the matter: near kin of a party, or recused in it."""
    if officer.staff_id in case.state.course.recused:
        return True
    return officer.kin_declared and bool(kin_here({officer.assignment_id}, case))


def _check_meeting(
    case: OpenCase, step: StepState, meeting: Meeting, agrees: bool | None
) -> tuple[Kept | None, list[FieldFault]]:
    faults = list(meeting.unreadable)
    unread = {fault.field for fault in faults}
    if meeting.sort not in SORTS[step.kind]:
        faults.append(FieldFault("meeting_sort", "choice_missing"))
    wrong_day = fault_of_day(meeting.day, floor=floor_of(case, step), today=legal_date(case.run.at))
    if wrong_day and "meeting_day" not in unread:
        faults.append(FieldFault("meeting_day", *wrong_day))
    for field, text in (("meeting_place", meeting.place), ("chair", meeting.chair)):
        if not text.strip():
            faults.append(FieldFault(field, "required"))
    counted = faults_of_count(meeting.sort, meeting.count)
    faults += [FieldFault(one.field, one.code, one.params) for one in counted if one.field not in unread]
    if not meeting.scans and (why := why_not_substance(meeting.minutes, LEAST_MINUTES)):
        faults.append(FieldFault("minutes", why, {"least": LEAST_MINUTES}))
    if agrees is not None and not counted and not unread and agrees != meeting.count.passed:
        # what this step says is the meeting's word; who thinks otherwise says so in their own step
        faults.append(FieldFault("agrees", "vote_not_passed" if agrees else "vote_passed"))
    faults += _too_long(
        meeting_place=(meeting.place, MOST_NAME),
        chair=(meeting.chair, MOST_NAME),
        minutes=(meeting.minutes, MOST_WORDS),
    )
    files, wrong = _looked_at(meeting.scans, "minutes_scan")
    faults += wrong
    if faults or meeting.day is None:
        return None, faults
    values = {
        "sort": meeting.sort,
        "day": meeting.day.isoformat(),
        "place": meeting.place.strip(),
        "chair": meeting.chair.strip(),
        **meeting.count.__dict__,
        "passed": meeting.count.passed,
        "minutes": meeting.minutes.strip(),
    }
    return Kept("meeting", values, files), []


def _too_long(**texts: tuple[str, int]) -> Iterator[FieldFault]:
    for field, (text, most) in texts.items():
        if len(text) > most:
            yield FieldFault(field, "too_long", {"most": most})


def _looked_at(
    uploads: Sequence[StepUpload], field: str
) -> tuple[tuple[tuple[StepUpload, Inspected], ...], list[FieldFault]]:
    if len(uploads) > MOST_FILES:
        return (), [FieldFault(field, "too_many_files", {"most": MOST_FILES})]
    found: list[tuple[StepUpload, Inspected]] = []
    faults: list[FieldFault] = []
    for upload in uploads:
        try:
            found.append((upload, inspect(upload.content, upload.file_name, field)))
        except InputFaults as refused:
            faults += refused.faults
    return tuple(found), faults


@contextmanager
def stored_files(case: OpenCase, kept: Kept | None) -> Iterator[list[Blob]]:
    """The record's files, written and put into the act's batch; they go again where the act fails."""
    stored: list[Blob] = []
    try:
        if kept is not None and kept.files:
            fresh = [
                blobs.NewFile(upload.content, found.media_type, found.pages) for upload, found in kept.files
            ]
            stored = blobs.store_all(fresh, case.vault)
            case.batch.insert(*stored)
        yield stored
    except BaseException:
        for blob in stored:
            default_storage.delete(blob.name)
        raise

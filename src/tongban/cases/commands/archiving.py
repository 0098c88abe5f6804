"""Filing a matter (归档) with its number and catalogue, many at once, and taking a file out for the archive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from tongban.cases.archive_files import files_of_archive, origin_of
from tongban.cases.archiving import (
    archive_number,
    catalogue_lines,
    ended_on,
    filed_before,
    keeping,
    why_not_archive,
)
from tongban.cases.frame import OpenCase, act_on, load, settle
from tongban.cases.issuing import issue
from tongban.cases.requests import Done
from tongban.kernel import roots, time
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.archive_packages import write_package
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults, NotAuthorized, Refusal
from tongban.kernel.exports import Released, log_export, sound_reason, watermark
from tongban.kernel.ledger import Event
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.powers import require_power
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_afterwards import ArchiveCatalogue
from tongban.rules.clearance import MARKS, above
from tongban.rules.lifecycle import Act, Status

MOST_AT_ONCE = 50
IN_MEMORY = 8 << 20  # bytes of a package before it goes to the disk
_PIECE = 1 << 16


@dataclass(frozen=True)
class Filed:
    """What became of one matter of several: its version, or why it could not be filed."""

    number: str
    refused: str = ""

    @property
    def done(self) -> bool:
        return not self.refused


def archive(actor: Actor, number: str, *, expected_version: int, idempotency_key: str) -> Done:
    """File a matter: it gets its number, its catalogue and its last day of keeping.

    Only a hearing, a correction, an end or a new making of its decision take it out again; it is then filed a second time
    under the same number, with a catalogue of the whole file (补充归档).

    Raises:
        Refusal: ``still_to_deliver``, ``paper_still_to_serve``, ``still_restorable``, ``promise_still_open``, ``later_entry_open``, ``not_filed``.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    with act_on(
        Act.ARCHIVE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body={},
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        if code := why_not_archive(case):
            raise Refusal(code)
        period, year = keeping(case), legal_date(case.run.at).year
        told = filed_before(case)  # what was taken out goes back under its number, with what came since
        if not told:
            counter = f"archive_{period.kept}"
            serial = next_paper_serials(case.row.body_id, [counter], year)[counter]
            told = archive_number(case.row.body, period.kept, year, serial)
        lines = catalogue_lines(case)
        case.append(
            Event(
                "archived",
                {
                    "archived_at": case.run.at,
                    "archive_number": told,
                    "kept": period.kept,
                    "kept_until": period.last_day,
                    "items": len(lines),
                    "by": actor.assignment_id,
                },
            )
        )
        issue(
            case,
            "archive_catalogue",
            lambda head: _catalogue(head, case, told, actor.label),
        )
        return case.save({}, {})


def _catalogue(head: PaperHead, case: OpenCase, number: str, by: str) -> ArchiveCatalogue:
    item, period = case.item.definition, keeping(case)
    applicant = case.content.applicant["name"]
    return ArchiveCatalogue(
        head=head,
        archive_number=number,
        title=f"{applicant}：{item.name.zh}",
        item_name=item.name.zh,
        item_code=item.code,
        begun_on=legal_date(case.row.received_at),
        ended_on=ended_on(case),
        archived_on=legal_date(case.run.at),
        kept=period.kept,  # type: ignore[arg-type]  # why_not_archive has refused what is not filed
        kept_until=period.last_day,
        lines=catalogue_lines(case),
        archived_by=by,
    )


def archive_many(
    actor: Actor, chosen: Sequence[tuple[str, int]], *, idempotency_key: str
) -> tuple[Filed, ...]:
    """File several, each by itself: one that cannot be filed holds up no other.

    Args:
        chosen: number and the version that was seen; at most `MOST_AT_ONCE`.

    Raises:
        NotAuthorized: for clerks alone.
        InputFaults: ``required`` for none, ``too_many_lines``.
    """
    require_power("cases.archive_many", actor)
    if not chosen:
        raise InputFaults([FieldFault("chosen", "required")])
    if len(chosen) > MOST_AT_ONCE:
        raise InputFaults([FieldFault("chosen", "too_many_lines", {"most": MOST_AT_ONCE})])
    return tuple(_filed(actor, number, version, idempotency_key) for number, version in chosen)


def _filed(actor: Actor, number: str, version: int, key: str) -> Filed:
    try:
        done = archive(actor, number, expected_version=version, idempotency_key=f"{key}-{number}"[:200])
    except Refusal as refused:
        return Filed(number, refused.code)
    return Filed(done.number)


def export_archive(actor: Actor, number: str, *, reason: str) -> Released:
    """The file of an archived matter as one package: papers, materials, record, catalogue, manifest.

    Args:
        reason: why it is taken out, 2 to 200 characters; on the access log.

    Raises:
        NotAuthorized: not a clerk of the centre that handled it.
        ActNotAllowed: it is not archived.
        Refusal: ``paper_not_ready`` while the worker is writing one of its papers.
        InputFaults: no reason.
        NotFound, Erased: as every read.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    require_power("cases.export_archive", actor)
    case = load(actor, number, lock=False)
    case.run.at = time.now()
    settle(case, case.run.at)
    if actor.site_id != case.state.handling_site_id:
        raise NotAuthorized("archived_elsewhere")
    if above(actor.role, MARKS):  # a file goes out whole
        raise NotAuthorized("above_clearance")
    if case.state.status != Status.ARCHIVED:
        raise ActNotAllowed(case.state.status, Act.ARCHIVE.value)
    reason = sound_reason(reason)
    files = files_of_archive(case)
    released = log_export(actor, "archive", reason=reason, rows=len(files), at=case.run.at)
    record_access(actor, "export", case.row.id, field="archive", rows=len(files), at=case.run.at)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when its last piece went out
    contents = ((one.name, one.content()) for one in files)
    write_package(target, contents, origin_of(case), released, signer=case.row.body.name, sign=roots.sign)
    mark = watermark(actor, released, case.run.at, reason)
    return Released(released, mark, f"{case.row.number}-{released}.zip", "application/zip", _pieces(target))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while piece := file.read(_PIECE):
            yield piece

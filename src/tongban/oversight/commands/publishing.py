"""Publishing a month's figures: by the program itself, since nobody is to keep a bad month back."""

import re
from uuid import UUID

from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.powers import require_power
from tongban.oversight.figures.documents import digest, edition
from tongban.oversight.figures.publishing import prepare
from tongban.oversight.figures.recording import KIND
from tongban.oversight.models import FigureEdition, FigureFile

MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
LONGEST_REASON = 500
PUBLISHED = "edition_published"


def publish_figures(actor: Actor, month: str, *, reason: str = "", idempotency_key: str) -> int:
    """Publish a month, or correct what was published of it by another edition; the edition's number.

    Nothing that was published is changed or taken away; the ledger holds the digest of every file.

    Args:
        month: ``2026-11``, one that is over.
        reason: of a correction, in public words; a first edition has none.

    Raises:
        NotAuthorized: ``not_your_power``: it is the program's.
        InputFaults: the month is none, a correction has no reason.
        NotYet: it cannot be published now (`figures/publishing.py`).
    """
    require_power("oversight.publish_figures", actor)
    if not MONTH.fullmatch(month):
        raise InputFaults([FieldFault("month", "format")])
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise InputFaults([FieldFault("reason", "length", {"most": LONGEST_REASON})])
    prepare(month, time.now())
    asked = {"month": month, "reason": reason}
    with command("oversight.publish_figures", actor, idempotency_key, asked, {"month": month}) as run:
        if run.replayed:
            return (
                FigureEdition.objects.filter(month=month)
                .order_by("-number")
                .values_list("number", flat=True)[0]
            )
        before = FigureEdition.objects.filter(month=month).count()
        if before and not reason:
            raise InputFaults([FieldFault("reason", "required")])
        return _publish(actor, month, before + 1, reason if before else "", run.id)


def _publish(actor: Actor, month: str, number: int, reason: str, command_id: UUID) -> int:
    made, now = edition(month, number, reason), time.now()
    digests = {name: digest(content) for name, content in made.files.items()}
    event = ledger.Event(PUBLISHED, {"edition": number, "lines": made.lines, "files": digests})
    ledger.append(KIND, month, [event], at=now, actor=actor, command_id=command_id)
    row = FigureEdition.objects.create(
        month=month,
        number=number,
        reason=reason,
        published_at=now,
        lines_count=made.lines,
        figures=made.figures,
    )
    FigureFile.objects.bulk_create(
        FigureFile(edition=row, name=name, content=content, digest=digests[name])
        for name, content in made.files.items()
    )
    return number

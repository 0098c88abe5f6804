"""A photo or scan beside what was recorded in a step."""

from tongban.cases.frame import load
from tongban.cases.models import StepFile
from tongban.cases.queries.files import StoredFile
from tongban.cases.uploads import EXTENSIONS
from tongban.kernel import blobs
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.rules.clearance import FILE, cleared


def step_file(actor: Actor, number: str, file_id: int) -> StoredFile:
    """The file as it came in; the look is recorded.

    Raises:
        NotFound: the case is not there for this actor, or has no such file.
        NotAuthorized: ``above_clearance``.
    """
    if not isinstance(actor, Staff):
        raise NotFound("file")
    case = load(actor, number, lock=False)
    row = (
        StepFile.objects.filter(id=file_id, entry__case_id=case.row.id)
        .select_related("blob", "entry")
        .first()
    )
    if row is None:
        raise NotFound("file")
    if not cleared(actor.role, FILE):
        raise NotAuthorized("above_clearance")
    record_access(actor, "original", case.row.id, field=f"steps.{row.entry.step}")
    content = blobs.load(row.blob, case.vault)
    extension = EXTENSIONS[row.blob.media_type][0]
    return StoredFile(content, row.blob.media_type, f"{row.entry.step}-{row.order + 1}.{extension}")

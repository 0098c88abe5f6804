"""What the record says of a paper, to anybody who holds it."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from tongban.directory.models import Body
from tongban.kernel.errors import NotFound
from tongban.papers.models import Paper


@dataclass(frozen=True)
class VerifiedPaper:
    """The answer of the verification page; nothing personal stands in it.

    ``digest`` is the SHA-256 (hex) of the PDF as handed out, empty until it is written.  ``changed_by``: number and
    verification code of the paper that changed its ``state``, from the day ``changed_from``.  ``again``: it had ended, and stands again from there; where its writing was put right
    before, ``corrected_on`` and ``corrected_by`` still lead to that.
    """

    kind: str
    number: str
    body: str
    item_name: str
    item_name_en: str
    issued_at: datetime
    state: str
    digest: str
    ready: bool
    erased: bool
    verify_code: str
    changed_from: date | None = None
    changed_by: str = ""
    changed_by_code: str = ""
    again: bool = False
    corrected_on: date | None = None
    corrected_by: str = ""
    corrected_by_code: str = ""

    @property
    def holds(self) -> bool:
        """Whether it has effect today, as it stands or as corrected."""
        return self.state in ("valid", "corrected")


def verify(code: str) -> VerifiedPaper:
    """Look a verification code up.

    Args:
        code: as typed: spaces, dashes and lower case are taken.

    Raises:
        NotFound: no paper bears this code.
    """
    plain = re.sub(r"[\s-]", "", code).upper()
    if not plain.isalnum():
        raise NotFound("paper")
    paper = Paper.objects.select_related("key").filter(verify_code=plain).first()
    if paper is None:
        raise NotFound("paper")
    changed = paper.public.get("standing", {})
    again = changed.get("again", False)
    corrected = paper.public.get("correction", {}) if again else {}
    return VerifiedPaper(
        kind=paper.kind,
        number=paper.number,
        body=Body.objects.values_list("name", flat=True).get(id=paper.body_id),
        item_name=paper.public.get("item", ""),
        item_name_en=paper.public.get("item_en", ""),
        issued_at=paper.issued_at,
        state=paper.state,
        digest=bytes(paper.digest).hex() if paper.digest else "",
        ready=paper.blob_id is not None,
        erased=paper.key.wrapped is None,
        verify_code=paper.verify_code,
        changed_from=date.fromisoformat(changed["from"]) if changed else None,
        changed_by=changed.get("by", ""),
        changed_by_code=changed.get("code", ""),
        again=again,
        corrected_on=date.fromisoformat(corrected["from"]) if corrected else None,
        corrected_by=corrected.get("by", ""),
        corrected_by_code=corrected.get("code", ""),
    )

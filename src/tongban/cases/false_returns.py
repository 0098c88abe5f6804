"""A 送达回证 whose stated day was not found: it gives its place to one that says when the service counts.

What was printed is not altered: the old sheet stays in the file, superseded, and its verification page leads to the new one.
Where nothing was served at all, it is set aside and no other takes its place.
"""

import json
from dataclasses import replace

from tongban.cases.course import LaterEntry
from tongban.cases.frame import OpenCase
from tongban.cases.issuing import issue
from tongban.cases.paper_contents import local
from tongban.cases.sealed import open_values, seal_values
from tongban.directory.models import Body
from tongban.kernel.time import legal_date
from tongban.papers.commands import Standing, mark_paper
from tongban.papers.content import Paper as Content
from tongban.papers.content import PaperHead, ServiceReturn, from_json_dict
from tongban.papers.models import Paper

RETURNED = frozenset({"delivered", "paper"})
HANDOVER = "case.handover"


def put_right(case: OpenCase, later: LaterEntry) -> None:
    """Replace the return of a service that was not found on its stated day, and say in the record when it counts."""
    assert later.entered is not None
    if later.kind == "delivered":
        told = open_values(case.row.handover, case.vault, HANDOVER)
        told |= {"at": later.entered, "stated_at": later.at}
        case.changes["handover"] = seal_values(told, case.vault, HANDOVER)
    old = _return_of(case, later)
    if old is None:
        return
    snapshot = json.loads(case.vault.open(old.snapshot, "paper"))
    content = from_json_dict(old.kind, old.template_version, snapshot["content"])
    assert isinstance(content, ServiceReturn) and content.served_at is not None
    stated = content.served_at
    why = (
        f"本回证代替{old.number}：原来写的送达时间{stated:%Y-%m-%d %H:%M}经第二人核对没有找到凭据，"
        "按登记的时间算送达。"
    )
    remarks = "\n".join(filter(None, (content.remarks, why)))
    counts = local(later.entered)

    def anew(head: PaperHead) -> Content:
        return replace(content, head=head, served_at=counts, remarks=remarks)

    issue(case, old.kind, anew, issuer=Body.objects.get(id=old.body_id))
    by = case.papers[-1]
    mark_paper(
        old,
        Standing(Paper.State.SUPERSEDED, legal_date(case.run.at), by.number, by.verify_code),
        case.batch,
        actor=case.run.actor,
        at=case.run.at,
        command_id=case.run.id,
    )


def set_aside(case: OpenCase, later: LaterEntry) -> None:
    """The return of a service that never was: nothing takes its place, for nothing was served."""
    old = _return_of(case, later)
    if old is None:
        return
    mark_paper(
        old,
        Standing(Paper.State.QUASHED, legal_date(case.run.at), "", ""),
        case.batch,
        actor=case.run.actor,
        at=case.run.at,
        command_id=case.run.id,
    )


def _return_of(case: OpenCase, later: LaterEntry) -> Paper | None:
    """The return that was issued with the entry, locked."""
    assert later.entered is not None
    found = Paper.objects.select_for_update(of=("self",)).filter(
        subject=case.row.id, kind="service_return", state=Paper.State.VALID, issued_at=later.entered
    )
    return found.first()

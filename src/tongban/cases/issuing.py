"""Issuing a paper of a case within an act: number last, content, rows."""

from collections.abc import Callable

from tongban.cases import paper_contents
from tongban.cases.frame import OpenCase
from tongban.directory.models import Body
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.papers.content import Paper, PaperHead


def issue(
    case: OpenCase, kind: str, build: Callable[[PaperHead], Paper], *, issuer: Body | None = None
) -> None:
    """Number and fix a paper; the counter is the last lock the act takes.

    Args:
        kind: the paper's kind.
        build: makes the content once the head is known.
        issuer: in whose name and numbering; None: the body that accepted the case.
    """
    at, body = case.run.at, issuer or case.row.body
    serial = next_paper_serials(body.id, [kind], legal_date(at).year)[kind]
    numbered = number_paper(kind, body.short_name, serial, at)
    content = build(paper_contents.head(numbered, body, at, case.row.number))
    item = case.item.definition
    paper, entries = fix_paper(
        numbered,
        content,
        subject=case.row.id,
        body_id=body.id,
        public={"item": item.name.zh, "item_en": item.name.en},
        vault=case.vault,
        actor=case.run.actor,
        at=at,
        command_id=case.run.id,
    )
    case.add_paper(paper, entries)

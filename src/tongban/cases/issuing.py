"""Issuing a paper of a case within an act: number last, content, rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tongban.cases import paper_contents
from tongban.directory.models import Body
from tongban.kernel.actors import Actor
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.papers.content import Paper, PaperHead

if TYPE_CHECKING:  # the frame itself issues what a date brings about
    from tongban.cases.frame import OpenCase


def issue(
    case: "OpenCase",
    kind: str,
    build: Callable[[PaperHead], Paper],
    *,
    issuer: Body | None = None,
    actor: Actor | None = None,
) -> None:
    """Number and fix a paper; the counter is the last lock the act takes.

    Args:
        kind: the paper's kind.
        build: makes the content once the head is known.
        issuer: in whose name and numbering; None: the body that accepted the case.
        actor: on whose account; None: of whoever runs the command.
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
        actor=actor or case.run.actor,
        at=at,
        command_id=case.run.id,
    )
    case.add_paper(paper, entries)

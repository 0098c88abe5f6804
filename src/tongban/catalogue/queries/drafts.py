"""Drafts of the catalogue, for the editors and approvers whose body covers their place."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tongban.catalogue.authority import covers, require_editor
from tongban.catalogue.drafts import base_content, content_above, content_of_draft, faults_of_draft
from tongban.catalogue.inheritance import Difference, compose, differences
from tongban.catalogue.models import CatalogueDraft
from tongban.catalogue.structure import DefinitionFault
from tongban.directory.queries import assignment_labels
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized, NotFound


@dataclass(frozen=True)
class DraftLine:
    """A draft in a list."""

    id: UUID
    item_code: str
    item_name: dict[str, str]
    division_code: str
    base: bool
    state: str
    author: str
    mine: bool
    updated_at: datetime
    submitted_at: datetime | None
    effective_from: date | None
    reason: str
    sent_back: str


@dataclass(frozen=True)
class DraftView(DraftLine):
    """A draft, whole.

    ``content``: the layer as written; ``whole``: the content it leads to (of an override what can be composed);
    ``above``: what an override changes; ``before``: the content that stands now, None for a new item.
    """

    version: int
    content: dict[str, Any]
    whole: dict[str, Any]
    above: dict[str, Any] | None
    before: dict[str, Any] | None
    faults: tuple[DefinitionFault, ...]
    decided_by: str
    decided_at: datetime | None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What it changes of what stands now; empty for a new item."""
        return tuple(differences(self.before, self.whole)) if self.before is not None else ()


def may_write(actor: Actor, division: str) -> bool:
    """Whether an actor may begin to write a division's layer."""
    return covers(actor, division)


def may_approve(actor: Actor, draft: DraftLine) -> bool:
    """Whether an actor is the second person for a draft: an approver there who did not write in it."""
    approver = isinstance(actor, Staff) and actor.role == "catalogue_approver"
    return approver and not draft.mine and covers(actor, draft.division_code)


def visible_drafts(actor: Actor) -> QuerySet[CatalogueDraft]:
    """The drafts an actor may see: those of places that the actor's body covers."""
    if isinstance(actor, Staff):
        places = CatalogueDraft.objects.values_list("division_code", flat=True).distinct()
        return CatalogueDraft.objects.filter(
            division_code__in=[code for code in places if covers(actor, code)]
        )
    return CatalogueDraft.objects.none()


def drafts(
    actor: Actor, *, states: tuple[str, ...] = ("editing", "returned", "submitted")
) -> tuple[DraftLine, ...]:
    """The drafts of some states, the last saved first, at most two hundred.

    Raises:
        NotAuthorized: neither editor nor approver.
    """
    if not isinstance(actor, Staff) or actor.role not in ("catalogue_editor", "catalogue_approver"):
        raise NotAuthorized("not_your_role_catalogue")
    rows = list(visible_drafts(actor).filter(state__in=states).order_by("-updated_at")[:200])
    labels = assignment_labels({row.author_id for row in rows if row.author_id})
    return tuple(DraftLine(**_line(row, actor, labels)) for row in rows)


def _whole(row: CatalogueDraft) -> bool:
    return row.kind == CatalogueDraft.Kind.BASE


def _line(row: CatalogueDraft, actor: Actor, labels: dict[int, str]) -> dict[str, Any]:
    name = (
        row.content.get("name")
        if _whole(row)
        else (content_above(row.item_code, row.division_code) or {}).get("name")
    )
    return {
        "id": row.id,
        "item_code": row.item_code,
        "item_name": name if isinstance(name, dict) else {"zh": row.item_code, "en": row.item_code},
        "division_code": row.division_code,
        "base": _whole(row),
        "state": row.state,
        "author": labels.get(row.author_id or 0, ""),
        "mine": isinstance(actor, Staff) and actor.staff_id in row.writers,
        "updated_at": row.updated_at,
        "submitted_at": row.submitted_at,
        "effective_from": row.effective_from,
        "reason": row.reason,
        "sent_back": row.sent_back,
    }


def catalogue_draft(actor: Actor, draft_id: UUID) -> DraftView:
    """One draft.

    Raises:
        NotFound: there is none, or not for this actor.
    """
    row = visible_drafts(actor).filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft")
    require_editor(actor, row.division_code)
    above = None if _whole(row) else content_above(row.item_code, row.division_code)
    try:
        whole = content_of_draft(row)
    except DefinitionFault:
        whole = above or {}
    standing, _ = base_content(row.item_code, row.division_code)
    if _whole(row):
        before = standing
    elif standing is not None and above is not None:
        before = _composed_or(above, row.division_code, standing)
    else:
        before = above
    labels = assignment_labels({number for number in (row.author_id, row.approver_id) if number})
    # one that was sent back and handed in again waits for a new decision; giving it up is none
    decided = row.state in (CatalogueDraft.State.APPROVED, CatalogueDraft.State.RETURNED)
    return DraftView(
        **_line(row, actor, labels),
        version=row.version,
        content=dict(row.content),
        whole=whole,
        above=above,
        before=before,
        faults=tuple(faults_of_draft(row)),
        decided_by=labels.get(row.approver_id or 0, "") if decided else "",
        decided_at=row.decided_at if decided else None,
    )


def _composed_or(above: dict[str, Any], division: str, override: dict[str, Any]) -> dict[str, Any]:
    try:
        return compose(above, [(division, override)]).content
    except DefinitionFault:
        return above

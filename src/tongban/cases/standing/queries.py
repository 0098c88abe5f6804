"""The lists of yearly reviews: due at a position, written down, and what is proposed to be stopped."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.paginator import Paginator

from tongban.cases.models import StandingReview
from tongban.cases.sealed import open_content, open_text
from tongban.cases.standing.commands import LOOKS
from tongban.cases.standing.records import FINDING, WHY
from tongban.cases.standing.visibility import LISTS, reviews_visible_to
from tongban.catalogue.definition import Effect, Text
from tongban.catalogue.queries import pinned
from tongban.directory.queries import assignment_labels
from tongban.kernel import time
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Erased, NotAuthorized, NotFound
from tongban.kernel.masking import mask_name
from tongban.kernel.secrets import open_vault

__all__ = [
    "reviews_of_case",
    "yearly_review",
    "yearly_reviews",
]

ON_A_PAGE = 100
SHOWN = ("due", "stopped", "died", "changed", "kept")
ENDING = frozenset({"stopped", "died"})
"""Results that lead whoever decided to ending the decision."""


@dataclass(frozen=True)
class ReviewView:
    """One yearly review.

    Args:
        name: of who gets the benefit, masked.
        stands: whether the benefit still stands; a proposal to stop it has no effect of its own.
        mine: whether it is the reader's to write down, and to put right.
        ends_it: whether the reader is who can end the decision.
        why: of a correction, what was wrong with the record before it.
        before: the records that this one puts right, the newest first.
    """

    id: int
    number: str
    item_name: Text
    effect: Effect | None
    name: str
    year: int
    due: date
    overdue: bool
    granted_at: datetime | None
    result: str
    finding: str
    by: str
    at: datetime | None
    stands: bool
    mine: bool
    ends_it: bool
    why: str = ""
    before: tuple["ReviewView", ...] = ()

    @property
    def proposes_end(self) -> bool:
        """Whether it leads whoever decided to ending the decision."""
        return self.result in ENDING


@dataclass(frozen=True)
class ReviewPage:
    """One page of a list of reviews; ``count`` is how many the whole list has."""

    rows: tuple[ReviewView, ...]
    page: int
    pages: int
    count: int


def yearly_reviews(actor: Actor, *, shown: str = "due", page: int = 1) -> ReviewPage:
    """The reviews of one kind, those due first; on the access log as a list.

    Args:
        shown: ``due``, or a result: ``kept``, ``changed``, ``stopped``, ``died``.
        page: from 1; what lies outside is the nearest there is.

    Raises:
        NotAuthorized: nobody who has such a list.
    """
    if not isinstance(actor, Staff) or actor.role not in LISTS:
        raise NotAuthorized("not_your_power")
    rows = reviews_visible_to(actor).filter(result="" if shown == "due" else shown, corrected_by=None)
    if shown == "due":
        rows = rows.filter(case__standing="")
    ordered = rows.order_by("due", "id") if shown == "due" else rows.order_by("-at", "id")
    pages = Paginator(ordered, ON_A_PAGE)
    here = pages.get_page(page)
    found = list(here)
    labels = assignment_labels({row.by_id for row in found if row.by_id})
    views = tuple(_view(row, labels, actor) for row in found)
    record_list(actor, "reviews", persons=len(views), asked={"shown": shown})
    return ReviewPage(views, here.number, pages.num_pages, pages.count)


def yearly_review(actor: Actor, number: str, year: int) -> ReviewView:
    """One review.

    Raises:
        NotFound: none of this actor's.
    """
    rows = list(reviews_visible_to(actor).filter(case__number=number, year=year).order_by("-id"))
    if not rows or not isinstance(actor, Staff):
        raise NotFound("review")
    record_list(actor, "reviews", persons=1, asked={"number": number})
    labels = assignment_labels({row.by_id for row in rows if row.by_id})
    holds, *before = (_view(row, labels, actor) for row in rows)
    return replace(holds, before=tuple(before))


def reviews_of_case(actor: Actor, number: str) -> tuple[ReviewView, ...]:
    """The yearly reviews of one case as they hold, the newest first."""
    if not isinstance(actor, Staff):
        return ()
    rows = list(reviews_visible_to(actor).filter(case__number=number, corrected_by=None).order_by("-year"))
    labels = assignment_labels({row.by_id for row in rows if row.by_id})
    return tuple(_view(row, labels, actor) for row in rows)


def _view(row: StandingReview, labels: dict[int, str], actor: Staff) -> ReviewView:
    case, name, finding, why = row.case, "", "", ""
    item = pinned(case.item_version_id).definition
    try:
        vault = open_vault(case.key)
        name = mask_name(open_content(case.content, vault).applicant["name"])
        finding = open_text(row.finding, vault, FINDING)
        why = open_text(row.why, vault, WHY)
    except Erased:
        pass  # the benefit's file is gone, that it was looked at stays
    decides = actor.role in ("approver", "county_approver") and actor.body_id == case.deciding_body_id
    return ReviewView(
        id=row.id,
        number=case.number,
        item_name=item.name,
        effect=item.effect("yearly_review"),
        name=name,
        year=row.year,
        due=row.due,
        overdue=not row.result and row.due < time.today(),
        granted_at=case.concluded_at,
        result=row.result,
        finding=finding,
        by=labels.get(row.by_id or 0, ""),
        at=row.at,
        stands=not case.standing,
        mine=actor.role in LOOKS and actor.position_id == row.position_id,
        ends_it=decides and not case.standing,
        why=why,
    )

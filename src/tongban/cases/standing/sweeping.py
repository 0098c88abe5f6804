"""Once a year for every benefit that stands: its review is put onto the list of the position that took it in."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import ExtractDay, ExtractMonth

from tongban.cases.models import Case, StandingReview
from tongban.cases.standing.due import anniversary, due_up_to, review_days
from tongban.cases.standing.records import record
from tongban.catalogue.queries import pinned, versions_with_effect
from tongban.kernel.actors import System
from tongban.kernel.commands import Run
from tongban.kernel.ledger import Event
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.rules.lifecycle import Outcome

ACTOR = System("standing")
AT_ONCE = 500


def put_on_the_list(now: datetime) -> int:
    """The sweep: reviews that come due within their item's days, one for each case and year; how many were added."""
    today = legal_date(now)
    added = 0
    for version in versions_with_effect("yearly_review"):
        ahead = review_days(pinned(version).definition)
        if ahead is None:
            continue
        # of one year or the next: in December what is due in January is on the list already
        for year in {today.year, (today + timedelta(days=ahead)).year}:
            added += _of_year(version, year, today, ahead, now)
    return added


def _of_year(version: int, year: int, today: date, ahead: int, now: datetime) -> int:
    last = due_up_to(today, ahead, year)
    if last is None:
        return 0
    month, day = last
    there = StandingReview.objects.filter(case=OuterRef("pk"), year=year)
    rows = (
        Case.objects.annotate(
            month=ExtractMonth("concluded_at", tzinfo=SHANGHAI),
            day=ExtractDay("concluded_at", tzinfo=SHANGHAI),
        )
        .filter(
            ~Exists(there),
            # the day is asked for here: what is not due yet takes nobody's place among the first
            Q(month__lt=month) | Q(month=month, day__lte=day),
            item_version_id=version,
            outcome=Outcome.GRANTED,
            standing="",
            concluded_at__lt=min(
                now - timedelta(days=365 - ahead - 1), datetime(year, 1, 1, tzinfo=SHANGHAI)
            ),
        )
        .values_list("id", "position_id", "concluded_at")
    )
    added = 0
    for case_id, position_id, concluded in rows.order_by("concluded_at", "id")[:AT_ONCE]:
        assert concluded is not None  # by the filter
        granted = legal_date(concluded)
        due = anniversary(granted, year)
        if due.year <= granted.year or due - timedelta(days=ahead) > today:
            continue
        run = Run(uuid4(), now, ACTOR)
        try:
            with transaction.atomic():
                row = StandingReview(case_id=case_id, year=year, due=due, position_id=position_id)
                row.save(force_insert=True)
                record(case_id, Event("review_due", {"year": year, "due": due}), run, ACTOR)
        except IntegrityError:
            continue  # another sweep was faster
        added += 1
    return added

"""Days away for the demonstration: a training that nobody covers, so that the head sees the alarm, and a leave of A
that B covers."""

from datetime import date, timedelta

from tongban.directory.commands import enter_absence
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel import time

# user name, why, first and last day from the day of loading on
ABSENCES = (("reviewer-nj", "training", 3, 5), ("clerk", "leave", 8, 10))


def load_duty() -> None:
    """Enter them; once, after the county was loaded."""
    for username, kind, first, last in ABSENCES:
        person = assignments_of(Account.objects.get(username=username).id)[0]
        enter_absence(
            person,
            staff_id=person.staff_id,
            kind=kind,
            starts=_day(first),
            ends=_day(last),
            idempotency_key=f"demo-away-{username}",
        )


def _day(offset: int) -> date:
    return time.today() + timedelta(days=offset)

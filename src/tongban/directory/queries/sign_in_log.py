"""The log of the staff's door: who tried to sign in, when, from where, and how it ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock

from django.db.models import QuerySet

from tongban.directory.models import SignInTry
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.time import SHANGHAI

READERS = frozenset({"security_admin", "auditor"})
PAGE = 100
OWN = 20
OUTCOMES = (
    "signed_in",
    "wrong_password",
    "wrong_code",
    "wrong_slip",
    "locked",
    "waits_code",
    "waits_password",
    "waits_enrol",
    "unknown_subject",
    "no_assignment",
    "signed_out",
    "timed_out",
    "recovered",
)


@dataclass(frozen=True)
class TryView:
    """One line of the log.

    Attributes:
        username: as typed; of a name that no account has only the first two characters, since people type
            passwords there by mistake.
        name: of the person; empty where there is no such account.
    """

    at: datetime
    username: str
    account_id: int | None
    name: str
    address: str
    outcome: str


@dataclass(frozen=True)
class TryPage:
    """One page, newest first."""

    rows: tuple[TryView, ...]
    next_cursor: str


def sign_in_log(
    actor: Actor,
    *,
    day: date | None = None,
    username: str = "",
    outcome: str = "",
    address: str = "",
    cursor: str = "",
) -> TryPage:
    """The log, newest first, a hundred lines a page.

    Args:
        day: one day of China's; None: all.
        cursor: the id of the last line of the page before.

    Raises:
        NotAuthorized: ``log_not_yours``.
    """
    if not (isinstance(actor, Staff) and actor.role in READERS):
        raise NotAuthorized("log_not_yours")
    rows = SignInTry.objects.all()
    if day is not None:
        starts = datetime.combine(day, clock.min, SHANGHAI)
        rows = rows.filter(at__gte=starts, at__lt=starts + timedelta(days=1))
    if username:
        rows = rows.filter(username=username.replace("\0", "").strip()[:40])
    if outcome in OUTCOMES:
        rows = rows.filter(outcome=outcome)
    if address:
        rows = rows.filter(address=address.replace("\0", "").strip()[:45])
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 19:
        rows = rows.filter(id__lt=int(cursor))
    found = list(rows.select_related("account__staff").order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return TryPage(tuple(map(_view, shown)), str(shown[-1].id) if len(found) > PAGE else "")


def own_sign_ins(actor: Staff) -> tuple[TryView, ...]:
    """What happened at the door in one's own name, newest first."""
    rows: QuerySet[SignInTry] = SignInTry.objects.filter(account__staff_id=actor.staff_id)
    return tuple(_view(row) for row in rows.select_related("account__staff").order_by("-id")[:OWN])


def _view(row: SignInTry) -> TryView:
    name = row.account.staff.name if row.account else ""
    shown = row.username if row.account else f"{row.username[:2]}…" if row.username else ""
    return TryView(row.at, shown, row.account_id, name, row.address, row.outcome)

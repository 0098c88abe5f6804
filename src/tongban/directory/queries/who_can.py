"""Who can start a command today, and why: the directory's part of the chain of reasons.

A chain reads from the table of powers down to the person: the role may, the assignment holds, the position and
site are these, the power is lent by so-and-so, the account is open, the person is here.  What the matter itself
asks (the own step, the deciding authority) is added by the room of the matter.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from tongban.directory.authenticator import second_factor_roles
from tongban.directory.authority import ADMINISTRATORS
from tongban.directory.models import Absence, Account, Assignment
from tongban.directory.queries.assignments import actor_columns, holding
from tongban.directory.queries.staff import AssignmentLine, assignment_lines
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.powers import declared

SOON = timedelta(days=30)
MOST = 500


@dataclass(frozen=True)
class Reason:
    """One link of the chain: a code of the group ``who_can`` in `faces/common/words.py`, and whether it speaks for it.

    Args:
        value: a name, a day or a code that the sentence takes.
        stops: whether it keeps the person from it.  What neither stops nor helps (somebody on leave, a second factor
            still to be set) is a remark.
    """

    code: str
    value: str = ""
    stops: bool = False


@dataclass(frozen=True)
class Candidate:
    """One assignment that comes into question."""

    line: AssignmentLine
    site_id: int
    actor: StaffActor
    reasons: tuple[Reason, ...]

    @property
    def can(self) -> bool:
        return not any(reason.stops for reason in self.reasons)


def commands_of_staff() -> tuple[str, ...]:
    """The commands that the table of powers gives to some role of the staff, by name."""
    roles = set(Assignment.Role.values)
    return tuple(sorted(name for name, words in declared().items() if words & roles))


def words_of(name: str) -> frozenset[str]:
    """Who may start a command, as the table of powers says."""
    return declared().get(name, frozenset())


def sites_to_ask_about(actor: Actor) -> tuple[int, ...] | None:
    """Of which sites somebody may ask who can do what: None: of all.

    Raises:
        NotAuthorized: ``staff_only``.
    """
    if not isinstance(actor, StaffActor):
        raise NotAuthorized("staff_only")
    return None if actor.role in ADMINISTRATORS else (actor.site_id,)


def candidates(name: str, site_ids: Collection[int] | None) -> tuple[Candidate, ...]:
    """The assignments that hold today, or nearly, with the directory's reasons for and against.

    Args:
        name: of a command, e.g. ``cases.accept``.
        site_ids: only at these sites; None: everywhere.
    """
    words, today = words_of(name), time.today()
    near = Q(starts__lte=today + SOON) & (Q(ends__isnull=True) | Q(ends__gte=today - SOON))
    rows = Assignment.objects.filter(near)
    if site_ids is not None:
        rows = rows.filter(position__site_id__in=list(site_ids))
    else:
        rows = rows.filter(role__in=words)  # everywhere, only those whose role may at all
    rows = rows.order_by("position__site__code", "position_id", "holder", "staff__code", "id")[:MOST]
    lines = assignment_lines(rows)
    values = {one[0]: one for one in rows.values_list(*actor_columns())}
    holds = set(holding(today).filter(id__in=list(values)).values_list("id", flat=True))
    people = {line.staff_id for line in lines}
    away = {
        one.staff_id: one.ends
        for one in Absence.objects.filter(
            staff_id__in=people, cancelled_at__isnull=True, starts__lte=today, ends__gte=today
        )
    }
    accounts = {
        staff_id: (active, factor_set_at is not None)
        for staff_id, active, factor_set_at in Account.objects.filter(staff_id__in=people).values_list(
            "staff_id", "is_active", "totp_set_at"
        )
    }
    bodies = dict(rows.values_list("id", "position__site__body_id"))
    places = dict(rows.values_list("id", "position__site_id"))
    told = []
    for line in lines:
        reasons = [
            _role(line, words),
            *_days(line, line.id in holds, today),
            Reason("position", f"{line.site} · {line.position}"),
            *_lent(line),
            *_account(line, accounts.get(line.staff_id)),
        ]
        if line.staff_id in away:
            reasons.append(Reason("away", away[line.staff_id].isoformat()))
        told.append(
            Candidate(line, places[line.id], _actor(line, values[line.id], bodies[line.id]), tuple(reasons))
        )
    return tuple(told)


def _role(line: AssignmentLine, words: frozenset[str]) -> Reason:
    if line.role in words:
        return Reason("role_may", line.role)
    return Reason("role_may_not", line.role, stops=True)


def _days(line: AssignmentLine, holds: bool, today: date) -> tuple[Reason, ...]:
    if line.state == "later":
        return (Reason("begins_later", line.starts.isoformat(), stops=True),)
    if line.state in ("over", "ended") or not holds:
        last = line.ended_on or line.ends or today
        return (Reason("is_over", last.isoformat(), stops=True),)
    since = Reason("since", line.starts.isoformat())
    return (since, Reason("until", line.ends.isoformat())) if line.ends else (since,)


def _lent(line: AssignmentLine) -> tuple[Reason, ...]:
    if not line.lent_by:
        return ()
    lent = Reason("lent_by", line.lent_by)
    return (lent, Reason("lent_items", ", ".join(line.items))) if line.items else (lent,)


def _account(line: AssignmentLine, account: tuple[bool, bool] | None) -> tuple[Reason, ...]:
    if account is None:
        return (Reason("no_account", stops=True),)
    active, factor = account
    if not active:
        return (Reason("account_closed", stops=True),)
    if line.role in second_factor_roles() and not factor:  # a remark: it is set on the way in
        return (Reason("account_open"), Reason("no_second_factor"))
    return (Reason("account_open"),)


def _actor(line: AssignmentLine, values: tuple[object, ...], body_id: int) -> StaffActor:
    """The actor that the assignment would be; for questions only, it opens no session."""
    told = dict(zip(actor_columns(), values, strict=True))
    return StaffActor(
        staff_id=line.staff_id,
        assignment_id=line.id,
        role=line.role,
        holder=line.holder,
        position_id=int(str(told["position_id"])),
        position_code=str(told["position__code"]),
        site_id=int(str(told["position__site_id"])),
        body_id=body_id,
        label=f"{line.name}（{line.position}）",
        items=line.items,
        delegated_by=int(str(told["delegated_by_id"])) if told["delegated_by_id"] else None,
    )


def held_on(staff_id: int, day: date) -> tuple[tuple[AssignmentLine, StaffActor], ...]:
    """What somebody held on a day, past days too, each as the actor it made them.

    Positions, sites and authorities are those that the assignment names; an assignment never changes them.  Of one that
    was taken away at once, or whose lender's was, the line has the earlier moment.
    """
    rows = Assignment.objects.filter(staff_id=staff_id).order_by("id")
    lines = {line.id: line for line in assignment_lines(rows)}
    values = {one[0]: one for one in rows.values_list(*actor_columns())}
    bodies = dict(rows.values_list("id", "position__site__body_id"))
    return tuple(
        (
            replace(lines[row.id], ended_at=_taken_away(row)),
            _actor(lines[row.id], values[row.id], bodies[row.id]),
        )
        for row in rows.select_related("delegated_by")
        if _held(row, day) and (row.delegated_by is None or _held(row.delegated_by, day))
    )


def _taken_away(row: Assignment) -> datetime | None:
    lender = row.delegated_by.ended_at if row.delegated_by else None
    return min((moment for moment in (row.ended_at, lender) if moment), default=None)


def _held(row: Assignment, day: date) -> bool:
    """Whether it held at any time of a day."""
    if row.ended_at is not None and time.legal_date(row.ended_at) < day:
        return False
    return row.starts <= day and (row.ends is None or row.ends >= day)

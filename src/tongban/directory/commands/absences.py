"""Absences: on which days somebody does not serve.

Entered once: whose the work is on those days follows by the rule of duty, and days on which it is nobody's are written
down at once.  Being away takes no power away.
"""

from datetime import date, timedelta

from tongban.directory.authority import entered_by
from tongban.directory.commands.gaps import recheck
from tongban.directory.cover import moved_by, posts_of
from tongban.directory.models import Absence, Staff
from tongban.directory.queries.absentees import enters_days_of, strikes_out
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

BACKDATED = timedelta(days=31)  # an illness is often entered afterwards
LONGEST = timedelta(days=366)


def enter_absence(
    actor: Actor, *, staff_id: int, kind: str, starts: date, ends: date, idempotency_key: str
) -> int:
    """Enter days away: for oneself, for anybody by the system's administrator, for colleagues by their head; the entry's id.

    Args:
        kind: one of `Absence.Kind`.
        ends: the last day away.

    Raises:
        NotAuthorized: ``not_yours_to_enter``.
        InputFaults: ``not_an_option``; ``too_long_ago`` (days); ``ends_before_it_begins``; ``too_many_days``;
            ``overlaps``.
    """
    staff = _may(actor, staff_id)
    faults = []
    if kind not in Absence.Kind.values:
        faults.append(FieldFault("kind", "not_an_option"))
    if starts < time.today() - BACKDATED:
        faults.append(FieldFault("starts", "too_long_ago", {"days": BACKDATED.days}))
    if ends < starts:
        faults.append(FieldFault("ends", "ends_before_it_begins"))
    elif ends - starts > LONGEST:
        faults.append(FieldFault("ends", "too_many_days"))
    if faults:
        raise InputFaults(faults)
    body = {"staff": staff_id, "kind": kind, "starts": starts, "ends": ends}
    with command("directory.enter_absence", actor, idempotency_key, body, {}) as run:
        if not Staff.objects.select_for_update().filter(id=staff_id).exists():
            raise InputFaults([FieldFault("staff", "not_an_option")])
        if run.replayed:  # the entry of then, struck out since or not
            first = Absence.objects.filter(staff_id=staff_id, starts=starts, entered_at=run.at)
            return first.values_list("id", flat=True)[0]
        entered = Absence.objects.filter(staff_id=staff_id, cancelled_at__isnull=True)
        if entered.filter(starts__lte=ends, ends__gte=starts).exists():
            raise InputFaults([FieldFault("starts", "overlaps")])
        row = Absence.objects.create(
            staff_id=staff_id,
            kind=kind,
            starts=starts,
            ends=ends,
            entered_by_id=entered_by(staff),
            entered_at=run.at,
        )
        posts = posts_of(staff_id, starts, ends)
        recheck(run, posts, absence_id=row.id)
        cover = [
            {
                "position": one.post.position_id,
                "role": one.post.role,
                "first": one.first,
                "last": one.last,
                "by": [held.assignment_id for held in one.people],
            }
            for one in moved_by(staff_id, starts, ends)
            if one.moved
        ]
        # why somebody is away may be a matter of health: the ledger says the days only, and who stands in
        told = {"absence": row.id, "starts": starts, "ends": ends, "cover": cover}
        _record(run, staff_id, "absence_entered", told)
    return row.id


def cancel_absence(actor: Actor, absence_id: int, *, idempotency_key: str) -> None:
    """Strike an absence out; one that has begun ends yesterday instead, since somebody was away.

    Raises:
        NotFound: no such absence, or not one that this actor may strike out.
        Refusal: ``absence_over``.
    """
    if not isinstance(actor, StaffActor):
        raise NotAuthorized("not_yours_to_enter")
    with command("directory.cancel_absence", actor, idempotency_key, {"id": absence_id}, {}) as run:
        rows = Absence.objects.select_for_update(of=("self",)).select_related("entered_by")
        row = rows.filter(id=absence_id).first()
        if row is None or not strikes_out(actor, row):
            raise NotFound("absence")
        if run.replayed:
            return
        today = time.today()
        if row.cancelled_at is not None or row.ends < today:
            raise Refusal("absence_over")
        if row.starts < today:
            row.ends = today - timedelta(days=1)
        else:
            row.cancelled_at = run.at
        row.save(update_fields=["ends", "cancelled_at"])
        recheck(run, posts_of(row.staff_id, row.starts, None))
        _record(run, row.staff_id, "absence_cancelled", {"absence": row.id, "ends": row.ends})


def _may(actor: Actor, staff_id: int) -> StaffActor:
    if isinstance(actor, StaffActor) and enters_days_of(actor, staff_id):
        return actor
    raise NotAuthorized("not_yours_to_enter")


def _record(run: Run, staff_id: int, type_: str, data: dict[str, object]) -> None:
    event = ledger.Event(type_, data)
    ledger.append("directory", f"staff:{staff_id}", [event], at=run.at, actor=run.actor, command_id=run.id)

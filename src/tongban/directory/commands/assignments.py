"""Assignments: who serves in which position as what, from when to when.  The only source of authority.

Administrators are appointed, and relieved, by two persons (`ADMINISTRATOR_KINDS`); the first ones come from set-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from tongban.directory.authority import ADMINISTRATORS, ON_CASES, entered_by, require_system_admin
from tongban.directory.commands.gaps import recheck
from tongban.directory.duty import Post as DutyPost
from tongban.directory.models import Assignment, Position, Site, Staff
from tongban.directory.persons import alike, rows_of_person
from tongban.directory.proposals import Agreed, Kind
from tongban.directory.queries.sites import forget_sites
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

BACKDATED = timedelta(days=31)  # an appointment that was agreed on paper is entered within a month
# where each role serves
PLACES: Mapping[str, frozenset[str]] = {
    "assister": frozenset({Site.Kind.VILLAGE_POINT}),
    "clerk": frozenset({Site.Kind.CENTRE}),
    "reviewer": frozenset({Site.Kind.CENTRE}),
    "approver": frozenset({Site.Kind.CENTRE}),
    "county_reviewer": frozenset({Site.Kind.COUNTY_OFFICE}),
    "county_approver": frozenset({Site.Kind.COUNTY_OFFICE}),
    "supervisor": frozenset({Site.Kind.COUNTY_OFFICE}),
    "catalogue_editor": frozenset({Site.Kind.CENTRE, Site.Kind.COUNTY_OFFICE}),
    "catalogue_approver": frozenset({Site.Kind.CENTRE, Site.Kind.COUNTY_OFFICE}),
    "system_admin": frozenset({Site.Kind.CENTRE, Site.Kind.COUNTY_OFFICE}),
    "security_admin": frozenset({Site.Kind.CENTRE, Site.Kind.COUNTY_OFFICE}),
    "auditor": frozenset({Site.Kind.CENTRE, Site.Kind.COUNTY_OFFICE}),
}


@dataclass(frozen=True)
class Post:
    """Who is to serve where as what, from when to when.

    Args:
        holder: ``A`` or ``B``.
        ends: the last day; None: until it is ended.
    """

    staff_id: int
    position_id: int
    role: str
    holder: str
    starts: date
    ends: date | None = None


def assign(actor: Actor, post: Post, *, idempotency_key: str) -> int:
    """Appoint somebody; the assignment's id.

    Raises:
        NotAuthorized: ``system_admin_only``; ``not_yourself``.
        InputFaults: no such person, position, role or days; ``overlaps``; ``position_closed``;
            ``role_not_at_site``; ``administrators_apart`` and ``administrator_on_cases``, where one person would
            hold what must stay apart; ``needs_two_persons``, for an administrator.
    """
    require_system_admin(actor)
    if isinstance(actor, StaffActor) and post.staff_id in rows_of_person(actor.staff_id):
        raise NotAuthorized("not_yourself")
    if post.role in ADMINISTRATORS and isinstance(actor, StaffActor):
        raise InputFaults([FieldFault("role", "needs_two_persons")])
    with command("directory.assign", actor, idempotency_key, _told(post), {}) as run:
        if run.replayed:
            return _same(post).filter(starts=post.starts).latest("id").id
        return _put(run, actor, post)


def end_assignment(actor: Actor, assignment_id: int, *, last_day: date | None, idempotency_key: str) -> None:
    """End an assignment, with every approval delegated by it or held beside it in the same authority.

    Args:
        last_day: its last day, today or later; None: at once, whoever works in it loses it with the next request.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such assignment, or a delegated one (`revoke_delegation`).
        InputFaults: ``needs_two_persons``, for an administrator; ``date_in_past``; ``after_its_end``.
        Refusal: ``assignment_over``.
    """
    require_system_admin(actor)
    body = {"assignment": assignment_id, "last_day": last_day}
    with command("directory.end_assignment", actor, idempotency_key, body, {}) as run:
        row = _locked(assignment_id)
        if run.replayed:
            return
        if row.role in ADMINISTRATORS and isinstance(actor, StaffActor):
            raise InputFaults([FieldFault("last_day", "needs_two_persons")])
        _end(run, actor, row, last_day)
    forget_sites()


# -- administrators: two persons ---------------------------------------------------------------------------------


def post_from(payload: Mapping[str, Any]) -> Post:
    """The post that a proposal's payload names.

    Raises:
        InputFaults: it is none.
    """
    try:
        ends = payload.get("ends")
        return Post(
            int(payload["staff"]),
            int(payload["position"]),
            str(payload["role"]),
            "A",
            date.fromisoformat(payload["starts"]),
            date.fromisoformat(ends) if ends else None,
        )
    except (KeyError, TypeError, ValueError):
        raise InputFaults([FieldFault("payload", "not_an_option")]) from None


def _check_administrator(actor: StaffActor, payload: Mapping[str, Any]) -> None:
    post = post_from(payload)
    if post.role not in ADMINISTRATORS:
        raise InputFaults([FieldFault("role", "not_an_option")])
    _check(post)


def _appoint_administrator(agreed: Agreed) -> None:
    post = post_from(agreed.payload)
    if post.role not in ADMINISTRATORS:
        raise InputFaults([FieldFault("role", "not_an_option")])
    _put(agreed.run, agreed.confirmed_by, post, agreed=agreed)


def _tell_post(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    post = post_from(payload)
    position = Position.objects.select_related("site").get(id=post.position_id)
    told = [
        *_told_person(post.staff_id),
        ("role", post.role),
        ("position", f"{position.site.name} · {position.name}"),
        ("from", post.starts.isoformat()),
    ]
    return (*told, ("until", post.ends.isoformat())) if post.ends else tuple(told)


def _check_ending(actor: StaffActor, payload: Mapping[str, Any]) -> None:
    row = _administrators().filter(id=_assignment_of(payload)).first()
    if row is None:
        raise InputFaults([FieldFault("assignment", "not_an_option")])
    if _over(row, time.today()):
        raise Refusal("assignment_over")


def _assignment_of(payload: Mapping[str, Any]) -> int:
    told = payload.get("assignment")
    return told if isinstance(told, int) else 0


def _end_administrator(agreed: Agreed) -> None:
    row = _locked(_assignment_of(agreed.payload))
    if row.role not in ADMINISTRATORS:
        raise NotFound("assignment")
    _end(agreed.run, agreed.confirmed_by, row, None)


def _of_assignment(payload: Mapping[str, Any]) -> frozenset[int]:
    return frozenset(_administrators().filter(id=_assignment_of(payload)).values_list("staff_id", flat=True))


def _tell_ending(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    row = Assignment.objects.select_related("staff", "position__site").get(id=_assignment_of(payload))
    return (
        *_told_person(row.staff_id),
        ("role", row.role),
        ("position", f"{row.position.site.name} · {row.position.name}"),
    )


ADMINISTRATOR_KINDS = (
    Kind(
        "appoint_administrator",
        carry_out=_appoint_administrator,
        check=_check_administrator,
        concerns=lambda payload: frozenset({post_from(payload).staff_id}),
        appoints=lambda payload: frozenset({post_from(payload).staff_id}),
        told=_tell_post,
    ),
    Kind(
        "end_administrator",
        carry_out=_end_administrator,
        check=_check_ending,
        concerns=_of_assignment,
        told=_tell_ending,
    ),
)


def _administrators() -> QuerySet[Assignment]:
    return Assignment.objects.filter(role__in=ADMINISTRATORS)


def _told_person(staff_id: int) -> tuple[tuple[str, str], ...]:
    """Name, number and phone, and every other row that is alike: the second person is to see who it is."""
    row = Staff.objects.get(id=staff_id)
    told = [("person", row.name), ("staff_code", row.code)]
    if row.phone:
        told.append(("service_phone", row.phone))
    return (*told, *((f"alike_{one.what}", f"{one.name}（{one.code}）") for one in alike(staff_id)))


# -- what all of them share --------------------------------------------------------------------------------------


def _put(run: Run, actor: Actor, post: Post, *, agreed: Agreed | None = None) -> int:
    Staff.objects.select_for_update().filter(id=post.staff_id).first()  # one at a time for one person
    _check(post)
    row = Assignment.objects.create(
        staff_id=post.staff_id,
        position_id=post.position_id,
        role=post.role,
        holder=post.holder,
        starts=post.starts,
        ends=post.ends,
    )
    data = {**_told(post), **({"proposal": agreed.proposal_id} if agreed else {})}
    record_assignment(run, actor, row.id, "appointed", data)
    recheck(run, duty_of(row), new=False)
    forget_sites()
    return row.id


def _check(post: Post) -> None:
    """Every fault of a post at once.

    Raises:
        InputFaults: see `assign`.
    """
    faults = []
    today = time.today()
    position = Position.objects.select_related("site").filter(id=post.position_id).first()
    if post.role not in Assignment.Role.values:
        faults.append(FieldFault("role", "not_an_option"))
    if post.holder not in Assignment.Holder.values:
        faults.append(FieldFault("holder", "not_an_option"))
    if not Staff.objects.filter(id=post.staff_id).exists():
        faults.append(FieldFault("staff", "not_an_option"))
    if position is None:
        faults.append(FieldFault("position", "not_an_option"))
    elif any(
        shut is not None and shut <= post.starts for shut in (position.closed_on, position.site.closed_on)
    ):
        faults.append(FieldFault("position", "position_closed"))
    elif post.role in PLACES and position.site.kind not in PLACES[post.role]:
        faults.append(FieldFault("role", "role_not_at_site"))
    if post.starts < today - BACKDATED:
        faults.append(FieldFault("starts", "too_long_ago", {"days": BACKDATED.days}))
    if post.ends is not None and post.ends < max(post.starts, today):
        faults.append(
            FieldFault("ends", "ends_before_it_begins" if post.ends < post.starts else "date_in_past")
        )
    if not faults:
        faults = list(conflicts(post.staff_id, post.role, post.starts, post.ends))
        if overlapping(_same(post), post.starts, post.ends).exists():
            faults.append(FieldFault("starts", "overlaps"))
    if faults:
        raise InputFaults(faults)


def conflicts(staff_id: int, role: str, starts: date, ends: date | None) -> tuple[FieldFault, ...]:
    """What one person may not hold at the same time (三员分立): another kind of administrator, or a role on cases."""
    one_person = rows_of_person(staff_id)  # under whatever staff number
    beside = overlapping(Assignment.objects.filter(staff_id__in=one_person), starts, ends)
    held = set(beside.values_list("role", flat=True))
    if role in ADMINISTRATORS and held & ADMINISTRATORS - {role}:
        return (FieldFault("role", "administrators_apart"),)
    if (role in ADMINISTRATORS and held & ON_CASES) or (role in ON_CASES and held & ADMINISTRATORS):
        return (FieldFault("role", "administrator_on_cases"),)
    return ()


def overlapping(rows: QuerySet[Assignment], starts: date, ends: date | None) -> QuerySet[Assignment]:
    """Those that hold on any of the days."""
    rows = rows.filter(Q(ends__isnull=True) | Q(ends__gte=starts), ended_at__isnull=True)
    return rows if ends is None else rows.filter(starts__lte=ends)


def _same(post: Post) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        staff_id=post.staff_id, position_id=post.position_id, role=post.role, delegated_by__isnull=True
    )


def _locked(assignment_id: int) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("position__site")
    row = rows.filter(id=assignment_id, delegated_by__isnull=True).first()
    if row is None:
        raise NotFound("assignment")
    return row


def _over(row: Assignment, today: date) -> bool:
    return row.ended_at is not None or (row.ends is not None and row.ends < today)


def _end(run: Run, actor: Actor, row: Assignment, last_day: date | None) -> None:
    today = time.today()
    if _over(row, today):
        raise Refusal("assignment_over")
    if last_day is not None and last_day < max(today, row.starts):
        raise InputFaults([FieldFault("last_day", "date_in_past")])
    if last_day is not None and row.ends is not None and last_day > row.ends:
        raise InputFaults([FieldFault("last_day", "after_its_end")])
    _cut(run, actor, row, last_day)
    body_id = row.position.site.body_id
    own = Assignment.objects.filter(
        staff_id=row.staff_id, position__site__body_id=body_id, delegated_by__isnull=True
    )
    if not overlapping(own.exclude(id=row.id), last_day or today, None).exists():
        # a power lent to somebody of the authority does not outlast their serving there
        lent = Assignment.objects.filter(
            staff_id=row.staff_id, position__site__body_id=body_id, delegated_by__isnull=False
        )
        for power in overlapping(lent.select_for_update(), last_day or today, None):
            _cut(run, actor, power, last_day if last_day and last_day >= power.starts else None)


def _cut(run: Run, actor: Actor, row: Assignment, last_day: date | None) -> None:
    if last_day is None:
        row.ended_at = run.at
    else:
        row.ends = last_day if row.ends is None else min(row.ends, last_day)
    row.save(update_fields=["ends", "ended_at"])
    gaps = recheck(run, duty_of(row))
    data = {"last_day": row.ends if last_day else None, "at_once": last_day is None, "gaps": gaps}
    record_assignment(run, actor, row.id, "assignment_ended", data)


def duty_of(row: Assignment) -> tuple[DutyPost, ...]:
    """The post whose duty an assignment touches: none where nobody's work lies at it."""
    return (DutyPost(row.position_id, row.role),) if row.role in ON_CASES else ()


def record_assignment(run: Run, actor: Actor, row_id: int, type_: str, data: Mapping[str, Any]) -> None:
    """An event in the assignment's stream."""
    event = ledger.Event(type_, {**data, "by": entered_by(actor)})
    ledger.append("directory", f"assignment:{row_id}", [event], at=run.at, actor=actor, command_id=run.id)


def _told(post: Post) -> dict[str, Any]:
    return {
        "staff": post.staff_id,
        "position": post.position_id,
        "role": post.role,
        "holder": post.holder,
        "starts": post.starts,
        "ends": post.ends,
    }

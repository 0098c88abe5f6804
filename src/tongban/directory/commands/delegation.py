"""Delegated approval (授权审批): an approver lends the power to decide to somebody of the same authority.

For named items or for all, for at most ninety days, never longer than the own assignment, revocable at once, and
never handed on.  The delegate is an assignment of its own, chosen at sign-in, so that everything done by it is
told apart from what its holder does otherwise.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from tongban.directory.authority import APPROVERS
from tongban.directory.commands.assignments import conflicts, duty_of, overlapping, record_assignment
from tongban.directory.commands.gaps import recheck
from tongban.directory.models import Assignment, Staff
from tongban.directory.queries.assignments import holding
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

LONGEST = 90  # days, the first and the last included
MOST_ITEMS = 60
ITEM = re.compile(r"[A-Z0-9][A-Z0-9-]{0,29}")


def delegate_approval(
    actor: Actor,
    *,
    staff_id: int,
    items: Sequence[str],
    starts: date,
    ends: date,
    idempotency_key: str,
) -> int:
    """Lend one's power to decide; the new assignment's id.

    Args:
        staff_id: somebody who serves in the same authority all those days.
        items: codes of the items it covers; none: all that the own power covers.
        starts, ends: first and last day.

    Raises:
        NotAuthorized: ``not_yours_to_delegate``: no approver, or one by delegation; ``not_lent_to_oneself``.
        InputFaults: ``delegate_of_another_body``; ``delegation_too_long`` (most); ``beyond_own_end``;
            ``date_in_past``; ``ends_before_it_begins``; ``overlaps``; ``administrator_on_cases``; ``not_an_option``.
    """
    if not isinstance(actor, StaffActor) or actor.role not in APPROVERS or actor.delegated_by is not None:
        raise NotAuthorized("not_yours_to_delegate")
    if staff_id == actor.staff_id:
        raise NotAuthorized("not_lent_to_oneself")
    codes = tuple(dict.fromkeys(code.strip() for code in items))
    body = {"staff": staff_id, "items": list(codes), "starts": starts, "ends": ends}
    with command("directory.delegate_approval", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return _lent(actor).filter(staff_id=staff_id, starts=starts).latest("id").id
        own = Assignment.objects.select_for_update(of=("self",)).filter(id=actor.assignment_id).first()
        if own is None or not holding(time.today()).filter(id=own.id).exists():
            raise NotAuthorized("not_yours_to_delegate")
        if not Staff.objects.select_for_update().filter(id=staff_id).exists():
            raise InputFaults([FieldFault("staff", "not_an_option")])
        _check(actor, own, staff_id, codes, starts, ends)
        row = Assignment.objects.create(
            staff_id=staff_id,
            position_id=own.position_id,
            role=own.role,
            holder=Assignment.Holder.B,
            starts=starts,
            ends=ends,
            delegated_by=own,
            items=list(codes),
        )
        record_assignment(run, actor, row.id, "approval_delegated", {**body, "power": own.id})
        recheck(run, duty_of(row), new=False)
    return row.id


def revoke_delegation(actor: Actor, assignment_id: int, *, idempotency_key: str) -> None:
    """Take a lent power back at once; a decision that is being written either was before, or is refused.

    The approver does, and the system's administrator where the approver cannot.

    Raises:
        NotFound: no such delegation, or not this approver's.
        Refusal: ``assignment_over``.
    """
    if not isinstance(actor, StaffActor):
        raise NotAuthorized("not_yours_to_delegate")
    with command("directory.revoke_delegation", actor, idempotency_key, {"id": assignment_id}, {}) as run:
        rows = Assignment.objects.select_for_update(of=("self",)).filter(delegated_by__isnull=False)
        row = rows.filter(id=assignment_id).first()
        if row is None or not (actor.role == "system_admin" or _is_lender(actor, row)):
            raise NotFound("delegation")
        if run.replayed:
            return
        if row.ended_at is not None or (row.ends is not None and row.ends < time.today()):
            raise Refusal("assignment_over")
        row.ended_at = run.at
        row.save(update_fields=["ended_at"])
        gaps = recheck(run, duty_of(row))
        record_assignment(
            run, actor, row.id, "delegation_revoked", {"power": row.delegated_by_id, "gaps": gaps}
        )


def require_lent_power(actor: StaffActor) -> None:
    """Hold the lent power and the power behind it until the transaction ends, so that no revocation slips between.

    Raises:
        NotAuthorized: ``delegation_over``.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM directory_assignment WHERE id = ANY(%s) ORDER BY id FOR SHARE",
            [[actor.assignment_id, actor.delegated_by]],
        )
    if not holding(time.today()).filter(id=actor.assignment_id).exists():
        raise NotAuthorized("delegation_over")


def _is_lender(actor: StaffActor, row: Assignment) -> bool:
    own = Assignment.objects.filter(delegations=row, staff_id=actor.staff_id)
    return actor.role in APPROVERS and actor.delegated_by is None and own.exists()


def _lent(actor: StaffActor) -> QuerySet[Assignment]:
    return Assignment.objects.filter(delegated_by_id=actor.assignment_id)


def _check(
    actor: StaffActor, own: Assignment, staff_id: int, codes: tuple[str, ...], starts: date, ends: date
) -> None:
    today = time.today()
    faults = []
    if starts < today:
        faults.append(FieldFault("starts", "date_in_past"))
    if ends < starts:
        faults.append(FieldFault("ends", "ends_before_it_begins"))
    elif (ends - starts).days + 1 > LONGEST:
        faults.append(FieldFault("ends", "delegation_too_long", {"most": LONGEST}))
    if own.ends is not None and ends > own.ends:
        faults.append(FieldFault("ends", "beyond_own_end", {"day": own.ends}))
    if len(codes) > MOST_ITEMS or not all(ITEM.fullmatch(code) for code in codes):
        faults.append(FieldFault("items", "not_an_option"))
    if not _serves(staff_id, actor.body_id, starts, ends):
        faults.append(FieldFault("staff", "delegate_of_another_body"))
    if not faults:
        faults += [FieldFault("staff", fault.code) for fault in conflicts(staff_id, own.role, starts, ends)]
        held = Assignment.objects.filter(staff_id=staff_id, position_id=own.position_id, role=own.role)
        if overlapping(held, starts, ends).exists():
            faults.append(FieldFault("starts", "overlaps"))
    if faults:
        raise InputFaults(faults)


def _serves(staff_id: int, body_id: int, starts: date, ends: date) -> bool:
    """Whether an own assignment in the authority covers all the days."""
    own = Assignment.objects.filter(
        staff_id=staff_id,
        position__site__body_id=body_id,
        delegated_by__isnull=True,
        ended_at__isnull=True,
        starts__lte=starts,
    )
    return any(row.ends is None or row.ends >= ends for row in own)

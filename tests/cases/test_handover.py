"""What somebody leaves behind: what is in their own hands always, what waits at the post where nobody follows."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.odd.commands import Telling, pass_on_odd, report_odd
from tongban.cases.queries import handover, held_by
from tongban.directory.commands import end_assignment
from tongban.directory.models import Assignment
from tongban.directory.queries import leaving_around
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def numbers(reader: str, post: Staff) -> dict[str, list[str]]:
    told = handover(staff(reader), post.assignment_id)
    return {kind: [line.number for line in lines] for kind, lines in told.lines.items() if lines}


def taken(username: str, number: str) -> str:
    version = Case.objects.get(number=number).version
    commands.take(staff(username), number, expected_version=version, idempotency_key=uuid4().hex)
    return number


def ended(post: Staff, *, in_days: int | None = None) -> None:
    last = None if in_days is None else time.today() + timedelta(days=in_days)
    end_assignment(staff("sysadmin"), post.assignment_id, last_day=last, idempotency_key=uuid4().hex)


def test_what_a_colleague_follows_on_is_not_handed_over_and_what_is_in_the_hand_is() -> None:
    mine = taken("clerk", Scenario(serial=1).submitted().number)
    Scenario(serial=2).submitted()
    clerk = staff("clerk")
    ended(clerk, in_days=3)
    told = handover(staff("approver"), clerk.assignment_id)
    assert told.leaving.after == ("王建宁",)
    assert numbers("approver", clerk) == {"taken": [mine]}
    assert told.lines["taken"][0].can_reassign
    assert [one.id for one in leaving_around(staff("approver"))] == [clerk.assignment_id]


def test_where_nobody_follows_what_waits_at_the_post_is_listed_too() -> None:
    mine = taken("clerk", Scenario(serial=1).submitted().number)
    waits = Scenario(serial=2).submitted().number
    clerk = staff("clerk")
    ended(staff("clerk-b"))
    ended(clerk)
    told = handover(staff("approver"), clerk.assignment_id)
    assert (told.leaving.after, told.leaving.last_day) == ((), time.today())
    assert numbers("approver", clerk) == {"taken": [mine], "post": [waits]}


def test_an_open_step_waits_for_nobody_else_when_the_last_reviewer_goes() -> None:
    number = Scenario(serial=3).accepted().number
    reviewer = staff("reviewer")
    assert numbers("approver", reviewer) == {}
    for row in Assignment.objects.filter(position_id=reviewer.position_id, role="reviewer"):
        if row.id != reviewer.assignment_id:
            end_assignment(staff("sysadmin"), row.id, last_day=None, idempotency_key=uuid4().hex)
    assert numbers("approver", reviewer) == {"post": [number]}


def test_a_draft_and_an_odd_matter_are_counted_and_the_odd_one_is_passed_on() -> None:
    clerk = staff("clerk")
    commands.save_answer(commands.start_draft(clerk, "SB-001", "window"), "enrolled_elsewhere", "no")
    telling = Telling("马秀兰", "水表过户跑了两个单位，都说不归自己管。", phone="19900000088")
    taken_in = report_odd(clerk, telling, idempotency_key="odd")
    told = handover(staff("approver"), clerk.assignment_id)
    assert (told.counts["draft"], told.counts["odd"], told.unseen) == (1, 1, 1)
    assert numbers("approver", clerk) == {"odd": [taken_in.number]}
    pass_on_odd(
        staff("approver"),
        taken_in.number,
        staff("clerk-b").assignment_id,
        "他要调走了，请接着办。",
        idempotency_key="on",
    )
    assert handover(staff("approver"), clerk.assignment_id).counts["odd"] == 0


def test_the_administrator_who_ends_it_reads_numbers_and_nobody_else_reads_any() -> None:
    taken("clerk", Scenario(serial=1).submitted().number)
    clerk = staff("clerk")
    told = handover(staff("sysadmin"), clerk.assignment_id)
    assert (told.total, told.lines) == (1, {})
    assert held_by(staff("sysadmin"), [clerk.assignment_id]) == {clerk.assignment_id: 1}
    assert numbers("clerk", clerk)  # the person sees the own list
    for who in ("clerk-b", "reviewer", "county", "auditor", "secadmin"):
        with pytest.raises(NotFound):
            handover(staff(who), clerk.assignment_id)

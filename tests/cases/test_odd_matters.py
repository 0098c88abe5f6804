"""What could not be done anywhere gets a number, an owner, a day and an answer; nobody else learns of it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tongban.cases.models import OddMatter
from tongban.cases.odd import commands, queries
from tongban.cases.odd.commands import Telling, forget_answered
from tongban.directory.commands import enter_absence
from tongban.kernel.actors import Public
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import read
from tongban.kernel.models import Message
from tongban.kernel.time import frozen, today
from tongban.site import demo
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
PHONE = "19900000066"
WORDS = "三个窗口都说低保户的医保退费不归他们管"
REASON = "县医保局已经把多交的钱退到一卡通，两天内到账"


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def key() -> str:
    return uuid4().hex


def told(actor: object = None, **changes: object) -> commands.OddTaken:
    values: dict[str, object] = {"name": "马又兰", "words": WORDS, "phone": PHONE, "tried": "1号窗、3号窗"}
    values |= {"site_id": queries.odd_counters()[0][0]} | changes
    return commands.report_odd(actor or staff("clerk"), Telling(**values), idempotency_key=key())  # type: ignore[arg-type]  # plain words


def test_it_gets_a_number_an_owner_and_five_working_days() -> None:
    with frozen(datetime(2026, 11, 23, 2, tzinfo=UTC)):
        taken = told()
        [view] = queries.odd_matters(staff("clerk"))
    assert taken.due.isoformat() == "2026-11-30" and view.number == taken.number
    assert (view.name, view.phone) == ("马**", "199****0066") and view.words == WORDS
    assert view.owner.startswith(staff("clerk").label.split("（")[0]) and not view.overdue
    with frozen(datetime(2026, 12, 1, 2, tzinfo=UTC)):
        assert queries.odd_matters(staff("clerk"))[0].overdue and queries.odd_overdue(staff("clerk")) == 1


def test_from_the_portal_it_is_the_heads() -> None:
    taken = told(Public())
    assert queries.odd_matters(staff("clerk")) == ()
    [view] = queries.odd_matters(staff("approver"))
    assert view.number == taken.number and view.mine
    commands.pass_on_odd(
        staff("approver"),
        taken.number,
        staff("clerk-mz").assignment_id,
        "属于民政残联岗",
        idempotency_key=key(),
    )
    [passed] = queries.odd_matters(staff("clerk-mz"))
    assert passed.passed[0][1] == "属于民政残联岗"
    assert queries.odd_matters(staff("clerk")) == ()


def test_only_its_owner_who_stands_in_and_the_head_see_it_and_the_person_by_number_and_phone_or_code() -> (
    None
):
    taken = told()
    for other in ("clerk-mz", "clerk-nj", "reviewer", "assister"):
        assert queries.odd_matters(staff(other)) == ()
        with pytest.raises(NotFound):
            queries.odd_matter(staff(other), taken.number)
    for other in ("auditor", "county", "editor", "secadmin"):
        with pytest.raises(NotAuthorized):
            queries.odd_matters(staff(other))
    assert queries.odd_matters(staff("clerk-b"))[0].mine
    assert queries.odd_status(taken.number, phone=PHONE).number == taken.number
    assert queries.odd_status(taken.number, code=taken.code.lower()).words == WORDS
    for phone, code in (("19900000067", ""), ("", "23456789"), ("", "")):
        with pytest.raises(NotFound):
            queries.odd_status(taken.number, phone=phone, code=code)


@pytest.mark.parametrize(
    ("result", "more", "field"),
    [
        ("referred", {}, "where"),
        ("not_possible", {}, "where"),
        ("became_case", {"case_number": "SLX261123000001A"}, "case_number"),
        ("later", {}, "result"),
        ("solved", {"words": "不符合规定"}, "words"),
    ],
)
def test_an_answer_says_what_came_of_it_and_where_to_turn(
    result: str, more: dict[str, str], field: str
) -> None:
    taken = told()
    with pytest.raises(InputFaults) as refused:
        commands.answer_odd(
            staff("clerk"), taken.number, result, **{"words": REASON, **more}, idempotency_key=key()
        )
    assert [fault.field for fault in refused.value.faults] == [field]


def test_the_case_it_became_is_one_of_who_told_it() -> None:
    strangers, own = Scenario(serial=9), Scenario(serial=8)
    strangers.submitted()
    own.submitted()
    taken = told(name=own.applicant.name, phone="")
    answer = {"result": "became_case", "words": "已经为您登记办理，请等通知。"}
    with pytest.raises(InputFaults) as refused:
        commands.answer_odd(
            staff("clerk"), taken.number, **answer, case_number=strangers.number, idempotency_key=key()
        )
    assert [fault.code for fault in refused.value.faults] == ["odd_case_of_another"]
    commands.answer_odd(staff("clerk"), taken.number, **answer, case_number=own.number, idempotency_key=key())
    assert queries.odd_status(taken.number, code=taken.code).case_number == own.number


def test_it_is_passed_to_who_is_there_and_not_round_and_round() -> None:
    taken, head = told(), staff("approver")

    def passed(to: str) -> list[str]:
        try:
            commands.pass_on_odd(
                head, taken.number, staff(to).assignment_id, "请处理这件事情", idempotency_key=key()
            )
        except InputFaults as refused:
            return [fault.code for fault in refused.faults]
        return []

    away = staff("reviewer")
    enter_absence(
        away, staff_id=away.staff_id, kind="leave", starts=today(), ends=today(), idempotency_key=key()
    )
    assert passed("reviewer") == ["choice_missing"]
    assert not queries.odd_matters(head)[0].owner_away
    with frozen(datetime.now(UTC) + timedelta(days=1)):
        for gone in (staff("clerk"), staff("clerk-b")):
            enter_absence(
                gone,
                staff_id=gone.staff_id,
                kind="leave",
                starts=today(),
                ends=today(),
                idempotency_key=key(),
            )
        assert queries.odd_matters(head)[0].owner_away
    assert [passed(to) for to in ("clerk-b", "clerk-mz", "clerk")] == [[], [], []]
    assert passed("clerk-b") == ["odd_passed_enough"] and passed("approver") == []


def test_that_it_was_taken_is_told_to_a_proven_phone_or_one_named_at_the_counter() -> None:
    told()
    assert [one.template for one in Message.objects.all()] == ["odd_taken"]
    told(Public())
    assert Message.objects.count() == 1


def test_the_answer_reaches_the_person_and_stands_on_record_once() -> None:
    taken = told()
    commands.answer_odd(staff("clerk"), taken.number, "solved", words=REASON, idempotency_key=key())
    view = queries.odd_status(taken.number, phone=PHONE)
    assert view.result == "solved" and view.answer is not None and view.answer.words == REASON
    assert Message.objects.filter(template="odd_answered").count() == 1
    row = OddMatter.objects.get()
    assert [entry.type for entry in read("odd", str(row.id))] == ["odd_reported", "odd_answered"]
    with pytest.raises(Refusal, match="odd_answered"):
        commands.answer_odd(staff("clerk"), taken.number, "solved", words=REASON, idempotency_key=key())


def test_a_name_is_shown_for_a_reason_alone() -> None:
    taken = told()
    with pytest.raises(InputFaults):
        commands.reveal_odd(staff("clerk"), taken.number, "看看")
    assert commands.reveal_odd(staff("clerk"), taken.number, "打电话问清楚退费的月份") == ("马又兰", PHONE)


def test_a_year_after_the_answer_nothing_of_it_can_be_read() -> None:
    taken = told()
    commands.answer_odd(staff("clerk"), taken.number, "solved", words=REASON, idempotency_key=key())
    now = datetime.now(UTC)
    assert forget_answered(now + timedelta(days=364)) == 0
    assert forget_answered(now + timedelta(days=366)) == 1
    assert queries.odd_matter(staff("clerk"), taken.number).words == ""

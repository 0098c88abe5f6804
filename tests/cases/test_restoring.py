"""What counts as withdrawn is taken up again for a good cause; and the desks of promises and breaches."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from django.test import Client
from tests.cases.deemed import at
from tests.cases.test_settle import pdf_of
from tests.papers.test_rendering_sheets import text_of

from tongban.cases.commands import withdraw
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.cases.queries.promise_desk import breaches, promise_desk
from tongban.cases.reminding import remind_of_deferred
from tongban.kernel import time
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.messages.templates import sentence
from tongban.kernel.models import Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.promised_matters import PICTURES, AskedMatter, award_without_pictures
from tongban.site.scenario import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("db", "own_files")]


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    demo.load(items=["JS-002", "NJ-002"])
    with ExitStack() as days:
        days.enter_context(frozen(at(9, 1)))
        yield days


@pytest.fixture
def silent(clock: ExitStack) -> AskedMatter:
    """Told on 1 September what is missing; nothing came within the rule's twenty working days."""
    matter = AskedMatter()
    matter.submitted()
    matter.asked()
    clock.enter_context(frozen(at(10, 12)))
    settle_overdue(time.now())
    return matter


def row(matter: AskedMatter) -> Case:
    return Case.objects.get(number=matter.number)


def test_it_waits_again_until_the_new_day_and_a_paper_says_so(silent: AskedMatter) -> None:
    assert row(silent).outcome == "deemed_withdrawn"
    assert case_for(silent.clerk, silent.number).restoration is not None
    silent.restored(bring_by=date(2026, 10, 26))
    told = row(silent)
    assert (told.status, told.outcome, told.correction_due) == (
        "awaiting_corrections",
        "",
        date(2026, 10, 26),
    )
    assert Paper.objects.filter(subject=told.id, kind="restoration_notice").count() == 1
    assert verify().holds


def test_who_is_withdrawn_by_silence_is_told_why_and_both_ways_back_once(silent: AskedMatter) -> None:
    settle_overdue(time.now())
    paper = Paper.objects.get(subject=row(silent).id, kind="deemed_withdrawal_notice")
    asked = Paper.objects.get(subject=row(silent).id, kind="correction_notice")
    said = text_of(pdf_of(paper))
    for told in (
        asked.number,
        "当面交给",
        "2026年9月29日为止",
        "从2026年9月30日起",
        "恢复办理",
        "重新申请",
        "60日内",
    ):
        assert told in said
    (message,) = Message.objects.filter(template="deemed_withdrawn")
    assert "可以接着办" in sentence(message.template, content_of(message)["values"])
    silent.restored(bring_by=date(2026, 10, 26))  # and no second one for what was taken up again
    assert Paper.objects.filter(kind="deemed_withdrawal_notice").count() == 1
    assert verify().holds


def test_the_days_of_taking_up_again_run_from_the_telling_however_late_the_sweep(clock: ExitStack) -> None:
    matter = AskedMatter()
    matter.submitted()
    matter.asked()
    clock.enter_context(frozen(at(11, 20)))  # it counts as withdrawn since 30 September
    settle_overdue(time.now())
    paper = Paper.objects.get(subject=row(matter).id, kind="deemed_withdrawal_notice")
    assert "2026年12月21日" in text_of(pdf_of(paper)), (
        "thirty days, the first not counted: 20 December, a Sunday"
    )
    clock.enter_context(frozen(at(12, 21)))
    matter.restored(bring_by=date(2026, 12, 25))
    assert row(matter).status == "awaiting_corrections"


def test_who_takes_it_back_at_the_counter_has_a_paper_to_sign(clock: ExitStack) -> None:
    matter = AskedMatter()
    matter.submitted()
    reason = "本人到窗口提出，材料要重新准备"
    withdraw(matter.clerk, matter.number, expected_version=1, idempotency_key="w", reason=reason, signed=True)
    said = text_of(pdf_of(Paper.objects.get(subject=row(matter).id, kind="withdrawal_confirmation")))
    for told in (reason, "签名或者按指印", "重新申请"):
        assert told in said


def test_what_counts_as_withdrawn_asks_for_nothing_any_more(silent: AskedMatter) -> None:
    told = case_for(silent.clerk, silent.number).correction
    assert told is not None and told.open and told.ended and not told.waits
    client = Client()
    code = case_for(silent.clerk, silent.number).query_code
    client.post("/track/", {"number": silent.number, "by": "query_code", "query_code": code})
    page = client.get(f"/track/{silent.number}/").content.decode()
    assert "按撤回处理" in page and "可以恢复办理" in page
    assert "现在补来也收" not in page and "要在手机上补交" not in page and "correction-title" not in page
    silent.restored(bring_by=date(2026, 10, 26))
    assert "correction-title" in client.get(f"/track/{silent.number}/").content.decode()


def test_without_a_cause_and_proof_seen_nothing_is_taken_up_again(silent: AskedMatter) -> None:
    with pytest.raises(InputFaults) as refusal:
        silent.restored(cause="有事", proof_seen=False, bring_by=None)
    assert {(fault.field, fault.code) for fault in refusal.value.faults} == {
        ("cause", "reason_too_short"),
        ("proof_seen", "proof_not_seen"),
        ("bring_by", "required"),
    }


def test_after_the_rule_s_time_and_for_any_other_end_it_is_too_late(
    silent: AskedMatter, clock: ExitStack
) -> None:
    clock.enter_context(frozen(at(11, 30)))
    with pytest.raises(InputFaults) as refusal:
        silent.restored()
    assert "too_late_to_restore" in {fault.code for fault in refusal.value.faults}
    ended = AskedMatter(serial=2)
    ended.submitted()
    ended.terminated()
    with pytest.raises(ActNotAllowed):
        ended.restored()


def test_the_desk_lists_what_is_to_follow_and_one_reminder_goes_out(clock: ExitStack) -> None:
    matter = award_without_pictures()
    matter.submitted()
    matter.accepted_with(PICTURES)
    paper = Paper.objects.get(subject=row(matter).id, kind="acceptance_notice")
    said = json.loads(open_vault(paper.key).open(paper.snapshot, "paper"))["content"]["legal_basis"]
    assert any("国发〔2022〕5号" in line for line in said)  # by what something may follow
    assert [row.late for row in promise_desk(staff("clerk-js")).to_follow] == [False]
    assert promise_desk(staff("clerk-nj")).to_follow == ()  # another position's desk
    assert remind_of_deferred(time.now()) == 0  # its day is far
    clock.enter_context(frozen(at(9, 13)))
    assert (remind_of_deferred(time.now()), remind_of_deferred(time.now())) == (1, 0)
    assert Message.objects.filter(template="deferred_due").count() == 1
    clock.enter_context(frozen(at(9, 16)))
    assert promise_desk(staff("clerk-js")).overdue == 1


def test_breaches_stand_against_the_position_by_month(clock: ExitStack) -> None:
    late = AskedMatter()  # a licence: what is not told in time counts as accepted
    late.submitted()
    clock.enter_context(frozen(at(9, 10)))
    settle_overdue(time.now())
    months = breaches(staff("approver"))
    assert [(one.month, [row.kind for row in one.rows]) for one in months] == [
        (date(2026, 9, 1), ["not_told_in_time"])
    ]
    assert breaches(staff("clerk-js")) == ()
    with pytest.raises(NotAuthorized):
        breaches(staff("assister"))

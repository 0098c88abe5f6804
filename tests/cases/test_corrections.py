"""Corrections once: everything at once, one time; what was put right is accepted (行政许可法 art. 32)."""

import copy
from datetime import date
from uuid import uuid4

import pytest
from tests.cases.deemed import EFFECT, at, content, publish

from tongban.cases import commands
from tongban.cases.frame import load
from tongban.cases.models import Case, CaseBreach, CaseMaterial
from tongban.cases.queries import case_for, preview_paper, track
from tongban.cases.requests import MaterialInput, Verdict
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized
from tongban.kernel.models import Message
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site.scenario import PICTURE, Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county", "own_files")]

MONDAY = at(11, 23)
BY_MONDAY = date(2026, 12, 7)
WHY = "上次只看了首页，没有翻到户口簿的增减页"


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def matter(**how: object) -> Scenario:
    one = Scenario(**how)  # type: ignore[arg-type]  # its own fields
    one.submitted()
    return one


def version(one: Scenario) -> int:
    return case_for(staff("clerk"), one.number).version


def accept(one: Scenario, **verdicts: Verdict) -> object:
    return commands.accept(
        staff("clerk"),
        one.number,
        expected_version=version(one),
        idempotency_key=uuid4().hex,
        verdicts=verdicts,
    )


def test_verdicts_are_kept_so_that_a_clerk_can_break_off() -> None:
    one = matter()
    commands.judge_materials(
        staff("clerk"),
        one.number,
        expected_version=1,
        idempotency_key="a",
        verdicts={"identity_card": Verdict("ok")},
    )
    view = case_for(staff("clerk"), one.number)
    assert view.status == "submitted"
    assert [material.verdict for material in view.materials] == ["ok", "", ""]
    option = next(option for option in view.acts if option.act == "request_corrections")
    assert (option.allowed, option.why_not) == (False, "verdicts_open")


def test_a_review_point_is_a_reason_and_a_phrase_that_fits_everything_is_none() -> None:
    one = matter()
    judge = {"expected_version": 1, "actor": staff("clerk"), "number": one.number}
    with pytest.raises(InputFaults) as refused:
        commands.judge_materials(
            **judge,
            idempotency_key="a",
            verdicts={"identity_card": Verdict("faulty", "材料不符合要求，请重新提交")},
        )
    assert codes(refused) == {"reason_says_nothing"}
    commands.judge_materials(
        **judge, idempotency_key="b", verdicts={"identity_card": Verdict("faulty", point=1)}
    )
    card = case_for(staff("clerk"), one.number).materials[0]
    assert (card.reason, card.point) == ("没有达到要求：在有效期内", 1)


def test_a_notice_names_every_defect_and_the_clock_of_the_check_rests() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(
            BY_MONDAY,
            identity_card="身份证2026年10月1日已经过期了",
            household_register="户口簿缺本人那一页，看不出户籍地",
            answers={"address": "门牌号和户口簿上的不一样，请照户口簿写"},
        )
    with frozen(at(12, 30)):
        view = case_for(staff("clerk"), one.number)
    asked = view.correction
    assert asked is not None
    assert (view.status, asked.bring_by, asked.late) == ("awaiting_corrections", BY_MONDAY, True)
    assert [line.code for line in asked.lines] == ["identity_card", "household_register", "address"]
    row = Case.objects.get(number=one.number)
    assert (row.intake_due, row.correction_due) == (None, BY_MONDAY)
    assert Paper.objects.filter(subject=row.id, kind="correction_notice").count() == 1
    assert Message.objects.filter(template="corrections_requested").count() == 1
    assert verify().holds


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"bring_by": MONDAY.date()}, "before_tomorrow"),
        ({"bring_by": date(2026, 12, 5)}, "not_a_working_day"),
        ({"bring_by": None}, "required"),
        ({"bring_by": date(2027, 12, 6)}, "too_far_to_bring"),
        ({"answers": {"address": "不对"}}, "reason_too_short"),
    ],
)
def test_a_notice_that_says_too_little_does_not_go_out(changes: dict[str, object], code: str) -> None:
    with frozen(MONDAY):
        one = matter()
        one.judged(identity_card="身份证2026年10月1日已经过期了")
        asked = {"bring_by": BY_MONDAY, "answers": {}} | changes
        with pytest.raises(InputFaults) as refused:
            commands.request_corrections(
                staff("clerk"), one.number, expected_version=2, idempotency_key="a", **asked
            )
    assert code in codes(refused)


def test_nothing_is_asked_where_everything_is_in_order() -> None:
    with frozen(MONDAY):
        one = matter()
        one.judged()
        with pytest.raises(InputFaults) as refused:
            commands.request_corrections(
                staff("clerk"), one.number, expected_version=2, idempotency_key="a", bring_by=BY_MONDAY
            )
    assert codes(refused) == {"nothing_to_correct"}


def test_a_correction_begins_the_check_anew_on_the_day_it_came_in() -> None:
    with frozen(MONDAY):
        one = matter(channel="portal")
        one.told_what_is_missing(BY_MONDAY, answers={"address": "门牌号和户口簿上的不一样，请照户口簿写"})
    with frozen(at(12, 1)):
        one.corrected(one.citizen, address="许旺村三组21号")
        view = case_for(staff("clerk"), one.number)
    row = Case.objects.get(number=one.number)
    assert (view.status, row.clock_start, row.correction_due) == ("submitted", date(2026, 12, 1), None)
    assert row.intake_due is not None and row.intake_due > date(2026, 12, 1)
    assert load(staff("clerk"), one.number, lock=False).content.answers["address"] == "许旺村三组21号"
    assert view.materials[0].verdict == "" and view.materials[1].verdict == "ok"
    assert Paper.objects.filter(subject=row.id, kind="intake_receipt").count() == 2
    assert verify().holds


def test_after_a_correction_only_what_was_named_or_brought_is_judged_anew() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(BY_MONDAY)
        one.corrected()
        with pytest.raises(InputFaults) as refused:
            accept(
                one, identity_card=Verdict("ok"), household_register=Verdict("faulty", "现在看户口簿也不清楚")
            )
        assert codes(refused) == {"not_open_to_judgement"}
        accept(one, identity_card=Verdict("ok"))
    assert case_for(staff("clerk"), one.number).status == "in_review"


def test_what_was_fully_corrected_must_be_accepted() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(BY_MONDAY)
        one.corrected()
        one.judged()
        decline = {"number": one.number, "actor": staff("clerk"), "expected_version": version(one)}
        said = {
            "reason": "申请人在本县没有户籍，应当向户籍地提出",
            "basis": "《中华人民共和国社会保险法》第三条",
        }
        for ground in ("conditions", "not_corrected"):
            with pytest.raises(InputFaults) as refused:
                commands.decline(**decline, **said, idempotency_key=ground, right_body="", ground=ground)
            assert codes(refused) == {"complete_must_be_accepted"}
        commands.decline(
            **decline,
            **said,
            idempotency_key="power",
            right_body="银川市金凤区人社局",
            ground="not_our_power",
        )
    assert case_for(staff("clerk"), one.number).outcome == "declined"


def test_what_is_still_not_in_order_after_the_notice_may_be_declined_and_not_before_it() -> None:
    with frozen(MONDAY):
        one = matter()
        one.judged(identity_card="身份证2026年10月1日已经过期了")
        said = {
            "actor": staff("clerk"),
            "number": one.number,
            "reason": "告知以后交来的身份证仍然是过期的那一张",
            "basis": "《中华人民共和国居民身份证法》第十三条",
            "right_body": "",
            "ground": "not_corrected",
        }
        with pytest.raises(InputFaults) as refused:
            commands.decline(**said, expected_version=2, idempotency_key="a")
        assert codes(refused) == {"tell_first"}
        one.told_what_is_missing(BY_MONDAY)
        one.corrected()
        one.judged(identity_card="身份证2026年10月1日已经过期了")
        commands.decline(**said, expected_version=version(one), idempotency_key="b")
    assert case_for(staff("clerk"), one.number).outcome == "declined"


def test_a_further_demand_says_which_of_three_and_why_and_a_breach_is_recorded() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(BY_MONDAY)
        one.corrected()
        one.judged()
        missed = {"answers": {"address": "门牌号和户口簿上的不一样，请照户口簿写"}, "bring_by": BY_MONDAY}
        asked = {"actor": staff("clerk"), "number": one.number, "expected_version": version(one)}
        with pytest.raises(InputFaults) as refused:
            commands.request_corrections(**asked, **missed, idempotency_key="a")
        assert codes(refused) == {"further_demand_without_ground", "further_demand_unexplained"}
        commands.request_corrections(**asked, **missed, idempotency_key="b", ground="breach", explanation=WHY)
    breach = CaseBreach.objects.get()
    clerk = staff("clerk")
    assert (breach.kind, breach.position_id) == ("told_in_parts", clerk.position_id)
    assert breach.by_id == clerk.assignment_id
    view = case_for(clerk, one.number)
    assert view.correction is not None
    assert (view.correction.round, view.correction.ground, view.correction.explanation) == (2, "breach", WHY)


def test_asking_again_for_what_did_not_come_is_no_further_demand() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(BY_MONDAY)
        one.corrected()
        one.told_what_is_missing(BY_MONDAY)
    view = case_for(staff("clerk"), one.number)
    assert view.correction is not None and view.correction.ground == "repeat"
    assert not CaseBreach.objects.exists()


def test_a_notice_is_served_once_by_reading_it_or_by_hand() -> None:
    with frozen(MONDAY):
        one = matter(channel="portal")
        one.told_what_is_missing(BY_MONDAY)
        serve = {"number": one.number, "expected_version": version(one)}
        with pytest.raises(InputFaults) as refused:
            commands.serve_notice(staff("clerk"), mode="electronic_read", idempotency_key="a", **serve)
        assert codes(refused) == {"not_an_option", "required"}
        commands.serve_notice(one.citizen, mode="electronic_read", idempotency_key="b", **serve)
        with pytest.raises(ActNotAllowed):
            commands.serve_notice(
                staff("clerk"),
                one.number,
                expected_version=version(one),
                idempotency_key="c",
                mode="post",
                receiver_name="张三",
                relation="self",
            )
    told = track(one.citizen, one.number).correction
    assert told is not None and (told.served_at, told.served_by) == (MONDAY, "electronic_read")


def test_silence_counts_as_withdrawal_only_after_proven_delivery() -> None:
    """By an item's own rule, from the day on which the notice arrived; without the rule never."""
    definition = content()
    definition["type_code"] = "07"
    definition["effects"] = {
        "deemed_withdrawal": copy.deepcopy(EFFECT) | {"params": {"days": 10, "unit": "working"}}
    }
    publish(definition, date(2026, 11, 24))
    with frozen(at(11, 25)):
        silent, handed = matter(serial=1), matter(serial=2)
        silent.told_what_is_missing(date(2026, 12, 2))
        handed.told_what_is_missing(date(2026, 12, 2), handed_over=True)
    with frozen(at(12, 31)):
        assert case_for(staff("clerk"), silent.number).status == "awaiting_corrections"
        assert case_for(staff("clerk"), handed.number).outcome == "deemed_withdrawn"


def test_late_is_not_too_late_and_partial_says_why() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(
            BY_MONDAY,
            identity_card="身份证2026年10月1日已经过期了",
            household_register="户口簿缺本人那一页，看不出户籍地",
        )
    bring = {"actor": staff("clerk"), "number": one.number, "expected_version": version(one)}
    card = (MaterialInput("identity_card", "paper_original"),)
    with frozen(at(12, 29)):
        with pytest.raises(InputFaults) as refused:
            commands.correct(**bring, idempotency_key="a", materials=card)
        assert codes(refused) == {"why_not_brought"}
        with pytest.raises(InputFaults) as refused:
            commands.correct(
                **bring, idempotency_key="b", materials=(MaterialInput("enrolment_form", "paper_original"),)
            )
        assert "not_asked_for" in codes(refused)
        why = {"household_register": "户口簿在派出所换新的，下周才能拿到"}
        commands.correct(**bring, idempotency_key="c", materials=card, not_brought=why)
        view = case_for(staff("clerk"), one.number)
    assert view.status == "submitted"
    assert view.correction is not None and view.correction.not_brought == why
    assert [material.verdict for material in view.materials] == ["", "faulty", "ok"]


def test_what_can_be_put_right_at_the_counter_needs_no_notice() -> None:
    one = matter(channel="portal")
    with pytest.raises(InputFaults) as refused:
        commands.correct_on_the_spot(
            staff("clerk"),
            one.number,
            expected_version=1,
            idempotency_key="a",
            answers={"enrolled_elsewhere": "yes"},
        )
    assert codes(refused) == {"answer_changes_matter"}
    commands.correct_on_the_spot(
        staff("clerk"),
        one.number,
        expected_version=1,
        idempotency_key="b",
        materials=(MaterialInput("identity_card", "electronic", content=PICTURE, file_name="a.png"),),
        answers={"address": "许旺村三组21号"},
    )
    view = case_for(staff("clerk"), one.number)
    assert view.status == "submitted" and view.correction is None
    assert view.timeline[-1].type == "corrected_on_the_spot"
    assert "许旺村" not in str(view.timeline[-1].params)
    assert CaseMaterial.objects.get(case_id=view.id, code="identity_card").blob_id is not None
    assert verify().holds


def test_the_notice_can_be_seen_before_it_goes_out() -> None:
    with frozen(MONDAY):
        one = matter()
        one.judged(identity_card="身份证2026年10月1日已经过期了")
        pdf = preview_paper(
            staff("clerk"), one.number, act="request_corrections", bring_by=BY_MONDAY, answers={}
        )
    assert pdf.startswith(b"%PDF")


def test_only_the_counter_asks_and_only_who_may_brings() -> None:
    with frozen(MONDAY):
        one = matter()
        one.told_what_is_missing(BY_MONDAY)
        with pytest.raises(NotAuthorized):
            commands.correct(staff("reviewer"), one.number, expected_version=3, idempotency_key="a")

"""容缺 and 告知承诺: a paper that follows, and a signed word in the place of a proof."""

import copy
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from tests.cases.deemed import EFFECT, at, content, publish

from tongban.cases import commands
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import CaseMaterial
from tongban.cases.queries import case_for
from tongban.cases.requests import MaterialInput, Verdict
from tongban.kernel.errors import InputFaults
from tongban.kernel.models import Message
from tongban.kernel.time import frozen, today
from tongban.kernel.verify import verify
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

PROOF = "household_register"
RULE = {
    "law": {"zh": "国办发〔2020〕42号", "en": "State Council General Office 2020, no. 42"},
    "article": "第二部分",
    "duty": {"zh": "可以用承诺代替证明", "en": "A promise may replace a proof"},
    "params": {"materials": [PROOF], "days": 10},
}


class Promised(Scenario):
    """A matter in which the register is promised and not brought."""

    def application(self):
        usual = super().application()
        materials = tuple(
            MaterialInput(PROOF, "commitment") if material.code == PROOF else material
            for material in usual.materials
        )
        return replace(usual, materials=materials)


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(at(9, 1)))
        yield days


def offer_commitment(**more: object) -> None:
    definition = content()
    definition["effects"] = {"informed_commitment": copy.deepcopy(RULE), **more}
    for material in definition["materials"]:
        material["commitment"] = material["code"] == PROOF
    publish(definition, date(2026, 9, 1), key=uuid4().hex)


def faults(refusal: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refusal.value.faults}


def checked(matter: Scenario, *, kept: bool, note: str, actor: str = "reviewer"):
    return commands.check_commitment(
        staff(actor),
        matter.number,
        expected_version=case_for(staff(actor), matter.number).version,
        idempotency_key=uuid4().hex,
        material=PROOF,
        kept=kept,
        note=note,
    )


def row(matter: Scenario) -> CaseMaterial:
    return CaseMaterial.objects.get(case__number=matter.number, code=PROOF)


def test_without_the_items_rule_a_promise_is_no_material(clock: ExitStack) -> None:
    with pytest.raises(InputFaults) as refusal:
        Promised().submitted()
    assert (f"materials.{PROOF}", "commitment_not_offered") in faults(refusal)


def test_a_promise_is_accepted_and_gets_its_day_of_checking(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.accepted()
    promised = row(matter)
    assert (promised.promise, promised.promise_due) == ("committed", date(2026, 9, 15))
    checked(matter, kept=True, note="到派出所核对，户籍登记一致。")
    assert row(matter).promise_kept is True
    assert verify().holds
    with pytest.raises(InputFaults) as refusal:
        checked(matter, kept=True, note="再核对一次")
    assert faults(refusal) == {("material", "promise_settled")}


def test_what_the_date_accepts_is_checked_like_what_an_officer_accepts(clock: ExitStack) -> None:
    offer_commitment(deemed_acceptance=copy.deepcopy(EFFECT))
    matter = Promised()
    matter.submitted()
    clock.enter_context(frozen(at(9, 3)))
    assert settle_overdue(at(9, 3)) == 1
    promised = row(matter)
    assert (promised.promise, promised.promise_due) == ("committed", date(2026, 9, 15))
    assert verify().holds


def test_whose_promise_was_false_brings_the_proof_next_time(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.accepted()
    with pytest.raises(InputFaults) as refusal:
        checked(matter, kept=False, note="不属实")
    assert faults(refusal) == {("note", "reason_too_short")}
    checked(matter, kept=False, note="派出所户籍登记显示该人已于上年迁出本村。")
    with pytest.raises(InputFaults) as refusal:
        Promised().submitted()
    assert faults(refusal) == {(f"materials.{PROOF}", "commitment_false_before")}
    Scenario().submitted()  # with the paper itself it goes on
    Promised(serial=2).submitted()  # and another's word is another's


def test_a_defence_that_is_upheld_sets_the_finding_aside(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.accepted()
    checked(matter, kept=False, note="派出所户籍登记显示该人已于上年迁出本村。")

    heard(matter)
    assert row(matter).promise_kept is False
    heard(matter, "upheld")
    assert (row(matter).promise_kept, row(matter).verdict) == (True, "ok")
    told = case_for(staff("reviewer"), matter.number)
    assert [one.outcome for one in told.afterwards.heard] == ["not_upheld", "upheld"]
    assert verify().holds
    with pytest.raises(InputFaults) as refusal:  # nothing false is left
        heard(matter, "upheld")
    assert ("about", "nothing_to_hear") in faults(refusal)


def heard(matter: Scenario, outcome: str = "not_upheld") -> None:
    commands.hear_applicant(
        staff("reviewer"),
        matter.number,
        expected_version=case_for(staff("reviewer"), matter.number).version,
        idempotency_key=uuid4().hex,
        about="commitment",
        material=PROOF,
        told_on=today(),
        heard_on=today(),
        outcome=outcome,
        statement="我去年迁出去，今年三月又迁回来了。",
        reason="派出所补查，今年三月确实迁回本村。",
        proof="书面告知书当面交给申请人，他在送达回证上签了字。",
    )


def decided(matter: Scenario, *, granted: bool) -> set[tuple[str, str]]:
    """What is refused, once every opinion was given."""
    while step := next(
        (one for one in case_for(staff("approver"), matter.number).steps if one.state == "open"), None
    ):
        by = staff("county" if step.level == "county" else "reviewer")
        commands.give_opinion(
            by,
            matter.number,
            expected_version=case_for(by, matter.number).version,
            idempotency_key=uuid4().hex,
            step_code=step.code,
            agrees=True,
            opinion="经审核，材料齐全，符合参保条件。",
        )
    words = ("", "") if granted else ("承诺的户籍情况核查不属实，也没有补来证明。", "国办发〔2020〕42号")
    try:
        commands.decide(
            staff("approver"),
            matter.number,
            expected_version=case_for(staff("approver"), matter.number).version,
            idempotency_key=uuid4().hex,
            granted=granted,
            reason=words[0],
            basis=words[1],
        )
    except InputFaults as refused:
        return {(fault.field, fault.code) for fault in refused.faults}
    return set()


FALSE = {"kept": False, "note": "派出所户籍登记显示该人已于上年迁出本村。"}


def test_nothing_is_granted_on_a_false_word_until_its_proof_came(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.accepted()
    checked(matter, **FALSE)
    assert (row(matter).verdict, Message.objects.filter(template="promise_false").count()) == ("faulty", 1)
    assert decided(matter, granted=True) == {("granted", "promise_found_false")}
    commands.bring_deferred(
        staff("clerk"),
        matter.number,
        expected_version=case_for(staff("clerk"), matter.number).version,
        idempotency_key=uuid4().hex,
        material=PROOF,
        form="paper_original",
    )
    assert (row(matter).form, row(matter).verdict, row(matter).promise_kept) == (
        "paper_original",
        "ok",
        False,
    )
    assert decided(matter, granted=True) == set()
    assert verify().holds


def test_nothing_is_refused_on_a_false_word_before_the_applicant_was_heard(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.accepted()
    checked(matter, **FALSE)
    assert decided(matter, granted=False) == {("granted", "promise_not_heard")}
    heard(matter)
    assert decided(matter, granted=False) == set()


def test_a_false_word_in_one_matter_is_asked_about_in_every_other_that_is_open(clock: ExitStack) -> None:
    offer_commitment()
    first, second, third = Promised(), Promised(), Promised()
    first.accepted()
    second.submitted()
    third.accepted()
    checked(first, **FALSE)
    with pytest.raises(InputFaults) as refusal:
        second.accepted()
    assert faults(refusal) == {(f"verdicts.{PROOF}", "commitment_false_before")}
    assert decided(third, granted=True) == {("granted", "commitment_to_check_first")}
    checked(third, kept=True, note="到派出所核对，户籍登记一致。")
    assert decided(third, granted=True) == set()


def test_who_prefers_hands_in_the_proof(clock: ExitStack) -> None:
    offer_commitment()
    matter = Scenario()
    matter.accepted()
    assert row(matter).promise == ""


def test_a_judged_promise_needs_no_paper(clock: ExitStack) -> None:
    offer_commitment()
    matter = Promised()
    matter.submitted()
    view = case_for(staff("clerk"), matter.number)
    assert next(m.form for m in view.materials if m.code == PROOF) == "commitment"
    commands.accept(
        staff("clerk"),
        matter.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        verdicts={material.code: Verdict("ok") for material in view.materials},
    )

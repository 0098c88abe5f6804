"""Steps by their kind: a villagers' meeting, the head's approval, another system; rounds, and who reads who objected."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from tests.cases.together import together

from tongban.cases.commands import complete_external_step, decide, give_opinion, return_step, take
from tongban.cases.commands.external import number_faults
from tongban.cases.models import Case, StepEntry
from tongban.cases.queries import case_for, external_fields, my_list, step_file
from tongban.cases.requests import Done
from tongban.cases.sealed import open_values
from tongban.cases.steps.entries import CONTEXT
from tongban.cases.steps.records import StepUpload
from tongban.catalogue.commands import publish_version
from tongban.directory.commands import enter_absence
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Actor, System
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Stale
from tongban.kernel.models import AccessEntry
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import SHANGHAI
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import PICTURE, Scenario, staff
from tongban.site.scenario_of_item import ItemScenario
from tongban.site.step_records import done_step, sound_record

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=SHANGHAI)
SYSTEM = {"zh": "社会保险信息系统", "en": "Social insurance system"}
REASON = "会议签名册少了两户的签字，请补齐以后再报。"


@pytest.fixture
def meeting_item(county: None) -> None:
    """The pension item with a villagers' meeting, the head's approval and another system."""
    content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
    first = next(step for step in content["steps"] if step["level"] == "township")

    def step(code: str, kind: str, position: str) -> dict[str, object]:
        plain = {name: value for name, value in first.items() if name not in ("needed_if", "side_by_side")}
        return {**plain, "code": code, "kind": kind, "position": position}

    content |= {
        "code": "TS-002",
        "steps": [
            step("meeting", "villagers_meeting", "social_security"),
            step("approval", "approval", "leadership"),
            {**step("entry", "external_system", "social_security"), "system": SYSTEM},
        ],
    }
    publish_version(System("setup"), content, effective_from=SINCE, reason="试验", idempotency_key="ts")


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


def opinion(matter: Scenario, actor: Actor, code: str, **told: object) -> Done:
    asked = {"agrees": True, "opinion": "同意上报。", **told}
    view = case_for(actor, matter.number)
    return give_opinion(
        actor,
        matter.number,
        expected_version=view.version,
        idempotency_key=uuid4().hex,
        step_code=code,
        **asked,  # type: ignore[arg-type]  # of several types
    )


@pytest.mark.usefixtures("meeting_item")
def test_a_meeting_the_head_s_approval_and_another_system_leave_their_records() -> None:
    with time.frozen(NOON):
        matter = Scenario(item_code="TS-002", serial=3)
        matter.accepted()
        reviewer, head = staff("reviewer"), staff("approver")
        meeting = sound_record(reviewer, "villagers_meeting")
        assert meeting is not None
        scans = (StepUpload(PICTURE, "minutes.png"),)
        with pytest.raises(InputFaults) as refused:
            opinion(matter, reviewer, "meeting")
        assert codes(refused) == {("record", "record_missing")}
        opinion(matter, reviewer, "meeting", record=meeting.__class__(**{**meeting.__dict__, "scans": scans}))

        # the approval is the head's and nobody else's, and it stands among what waits for them
        with pytest.raises(NotAuthorized):
            opinion(matter, reviewer, "approval")
        assert matter.number in {row.number for row in my_list(head, group="todo").rows}
        assert ("give_opinion", True) in {
            (one.act, one.allowed) for one in case_for(head, matter.number).acts
        }
        opinion(matter, head, "approval")

        # another system: no number, no way on
        assert [row.number for row in my_list(reviewer, group="external").rows] == [matter.number]
        with pytest.raises(InputFaults) as refused:
            opinion(matter, reviewer, "entry")
        assert codes(refused) == {("agrees", "external_number_needed")}
        with pytest.raises(InputFaults) as refused:
            _decided(matter)
        assert codes(refused) == {("steps", "steps_open")}
        with pytest.raises(InputFaults) as refused:
            _entered(matter, " ")
        assert codes(refused) == {("external_number", "required")}
        lines = external_fields(reviewer, matter.number)
        assert matter.applicant.number in {line.value for line in lines}
        look = AccessEntry.objects.filter(kind="unmasked").latest("id")
        assert look.field == "external.entry" and look.reason is not None
        _entered(matter, "NX20261124-000177")
        assert my_list(reviewer, group="external").rows == ()
        _decided(matter)

    case = Case.objects.select_related("key").get(number=matter.number)
    told = {
        entry.kind: open_values(entry.record, open_vault(case.key), CONTEXT)
        for entry in StepEntry.objects.filter(case=case).order_by("at")
    }
    assert told["external"]["number"] == "NX20261124-000177"
    assert (told["meeting"]["present"], told["meeting"]["passed"]) == (9, True)
    [shown] = [step for step in case_for(reviewer, matter.number).steps if step.code == "meeting"]
    assert [(one.kind, len(one.files)) for one in shown.entries] == [("meeting", 1), ("opinion", 0)]
    stored = step_file(reviewer, matter.number, shown.entries[0].files[0])
    assert (stored.content, stored.media_type) == (PICTURE, "image/png")
    assert AccessEntry.objects.filter(kind="original", field="steps.meeting").exists()
    with pytest.raises(NotFound):
        step_file(staff("reviewer-mz"), matter.number, shown.entries[0].files[0])
    assert verify().holds


@pytest.mark.usefixtures("meeting_item")
def test_what_the_other_system_turned_down_is_not_granted() -> None:
    matter = _at_the_entry()
    opinion(
        matter, staff("reviewer"), "entry", agrees=False, opinion="那边查到他已经在外省参保，系统不让办。"
    )
    with pytest.raises(InputFaults) as refused:
        _decided(matter)
    assert codes(refused) == {("granted", "external_turned_down")}


@pytest.mark.usefixtures("meeting_item")
def test_a_step_sent_back_is_gone_through_anew_and_its_limit_goes_on() -> None:
    matter = _at_the_entry()
    reviewer, head = staff("reviewer"), staff("approver")
    due = Case.objects.get(number=matter.number).promised_due
    with pytest.raises(InputFaults) as refused:
        _sent_back(matter, reviewer, "entry", "退回")
    assert codes(refused) == {("to", "choice_missing"), ("reason", "reason_too_short")}
    with pytest.raises(NotAuthorized):
        _sent_back(matter, staff("clerk"), "meeting", REASON)
    _sent_back(matter, head, "meeting", REASON)
    steps = {step.code: step for step in case_for(reviewer, matter.number).steps}
    assert [(step.state, step.round, step.opinion) for step in steps.values()] == [
        ("open", 2, ""),
        ("waiting", 2, ""),
        ("waiting", 2, ""),
    ]
    assert [one.kind for one in steps["meeting"].before[0].entries] == ["meeting", "opinion"]
    assert [one.record["reason"] for one in steps["entry"].before[0].entries] == [REASON]
    assert Case.objects.get(number=matter.number).promised_due == due
    with pytest.raises(NotAuthorized, match="nothing_before"):
        _sent_back(matter, reviewer, "meeting", REASON)
    assert verify().holds


@pytest.mark.parametrize("typed", ["0000", "----", "7777", "A-00", "12"])
def test_noughts_and_one_key_held_down_are_no_number(typed: str) -> None:
    assert [fault.code for fault in number_faults("external_number", typed)] == ["external_number_unsound"]


class TestSideBySide:
    """Two authorities are asked for their word on one state of the file; neither rests on the other's."""

    def test_opinions_that_arrive_together_both_stand(self, committed_county: None) -> None:
        demo.load(items=["SB-001", "NJ-001"])
        matter, (first, second), desks = _two_asked()
        version = matter.version

        def act(code: str) -> Done:
            return done_step(
                desks[code], matter.number, version=version, code=code, kind="joint_opinion", key=code
            )

        answers = together([lambda: act(first), lambda: act(second), lambda: act(second)])
        assert [type(told) for told in answers] == [Done] * 3, answers
        assert {told.version for told in answers[:2]} == {version + 1, version + 2}
        assert answers[2].version == answers[1].version  # the same request, answered the same
        assert act(first).version == answers[0].version  # and later too
        done = {one.code: one.state for one in case_for(matter.head, matter.number).steps}
        assert done[first] == done[second] == "done"
        assert StepEntry.objects.filter(case__number=matter.number, step__in=(first, second)).count() == 2
        assert verify().holds

    @pytest.mark.usefixtures("county")
    def test_one_that_was_sent_back_meanwhile_is_stale(self) -> None:
        demo.load(items=["SB-001", "NJ-001"])
        matter, (first, second), desks = _two_asked()
        version = matter.version
        done_step(desks[first], matter.number, version=version, code=first, kind="joint_opinion")
        back = next(one.code for one in case_for(matter.head, matter.number).steps if one.state == "done")
        return_step(
            desks[second],
            matter.number,
            expected_version=matter.version,
            idempotency_key="back",
            to=back,
            reason=REASON,
        )
        with pytest.raises((Stale, NotFound)):
            done_step(desks[second], matter.number, version=version, code=second, kind="joint_opinion")

    @pytest.mark.usefixtures("county")
    def test_what_was_done_in_the_own_step_makes_it_stale(self) -> None:
        demo.load(items=["SB-001", "NJ-001"])
        matter, (first, _), desks = _two_asked()
        version = matter.version
        take(desks[first], matter.number, expected_version=version, idempotency_key="t", step_code=first)
        with pytest.raises(Stale):
            done_step(desks[first], matter.number, version=version, code=first, kind="joint_opinion")

    @pytest.mark.usefixtures("county")
    def test_of_two_own_steps_only_the_one_a_colleague_took_is_theirs(self) -> None:
        content = next(item for item in demo.read_catalogue() if item["code"] == "SB-001")
        first = next(step for step in content["steps"] if step["level"] == "township")
        plain = {name: value for name, value in first.items() if name != "needed_if"}
        twin = [{**plain, "code": code, "side_by_side": "twin"} for code in ("one", "other")]
        item = {**content, "code": "TS-003", "steps": twin}
        publish_version(System("setup"), item, effective_from=SINCE, reason="试验", idempotency_key="twin")
        matter = Scenario(item_code="TS-003", serial=6)
        matter.accepted()
        reviewer, deputy = staff("reviewer"), staff("deputy")
        version = case_for(reviewer, matter.number).version
        take(reviewer, matter.number, expected_version=version, idempotency_key="t", step_code="one")
        with pytest.raises(NotAuthorized) as refused:
            opinion(matter, deputy, "one")
        assert (refused.value.code, refused.value.params) == ("taken_by_colleague", {"by": reviewer.label})
        assert opinion(matter, deputy, "other")
        today = time.today()
        enter_absence(
            reviewer, staff_id=reviewer.staff_id, kind="leave", starts=today, ends=today, idempotency_key="a"
        )
        assert opinion(matter, deputy, "one")


def _two_asked() -> tuple[ItemScenario, tuple[str, str], dict[str, Actor]]:
    """A building site on forest land, at the moment when two county offices are asked at once."""
    matter = ItemScenario("NJ-001", serial=5, answers={"land_now": "forest"})
    matter.accepted()
    while (
        len(opened := [one for one in case_for(matter.head, matter.number).steps if one.state == "open"]) < 2
    ):
        matter.opinion()
    first, second, *_ = (one.code for one in opened)
    return matter, (first, second), {one.code: _holder(matter, one.code) for one in opened}


def _holder(matter: ItemScenario, code: str) -> Actor:
    position = next(step.position for step in matter.item.steps if step.code == code)
    post = Assignment.objects.filter(position__code=position, role="county_reviewer").order_by("id").first()
    assert post is not None
    return assignments_of(Account.objects.get(staff_id=post.staff_id).id)[0]


def _at_the_entry() -> Scenario:
    matter = Scenario(item_code="TS-002", serial=4)
    matter.accepted()
    reviewer = staff("reviewer")
    opinion(matter, reviewer, "meeting", record=sound_record(reviewer, "villagers_meeting"))
    opinion(matter, staff("approver"), "approval")
    return matter


def _entered(matter: Scenario, number: str) -> Done:
    reviewer = staff("reviewer")
    return complete_external_step(
        reviewer,
        matter.number,
        expected_version=case_for(reviewer, matter.number).version,
        idempotency_key=uuid4().hex,
        step_code="entry",
        external_number=number,
        done_at=time.now() - timedelta(minutes=5),
    )


def _decided(matter: Scenario) -> Done:
    head = staff("approver")
    return decide(
        head,
        matter.number,
        expected_version=case_for(head, matter.number).version,
        idempotency_key=uuid4().hex,
        granted=True,
        reason="另一处参保的记录已经核实，是同名的人。",
    )


def _sent_back(matter: Scenario, actor: Actor, to: str, reason: str) -> Done:
    return return_step(
        actor,
        matter.number,
        expected_version=case_for(staff("approver"), matter.number).version,
        idempotency_key=uuid4().hex,
        to=to,
        reason=reason,
    )

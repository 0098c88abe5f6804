"""Any history of acts, right and wrong ones mixed: what the law of the life cycle leaves of it."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.requests import Verdict
from tongban.kernel.actors import Actor
from tongban.kernel.errors import InputFaults, Refusal
from tongban.kernel.models import Message, PaperCounter
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.rules.lifecycle import OUTCOMES_BY_ACT, TRANSITIONS, Act, Status
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

ACTS = ("accept", "decline", "give_opinion", "decide", "withdraw", "deliver")
OFFICERS = ("clerk", "clerk-b", "reviewer", "approver", "county", "assister", "assister-bq", "clerk-mz")
RIGHT = {
    "accept": "clerk",
    "decline": "clerk-b",
    "give_opinion": "reviewer",
    "decide": "approver",
    "withdraw": "applicant",
    "deliver": "clerk",
}
PAPERS = {
    "granted": "decision",
    "refused": "decision",
    "declined": "non_acceptance_decision",
    "withdrawn": "withdrawal_confirmation",
}
EVERYTHING = (
    "SELECT (SELECT count(*) FROM kernel_command), (SELECT count(*) FROM kernel_ledger_entry), "
    "(SELECT count(*) FROM papers_paper), (SELECT count(*) FROM kernel_message), "
    "(SELECT count(*) FROM kernel_datakey), (SELECT count(*) FROM procrastinate_jobs), "
    "(SELECT sum(last) FROM kernel_paper_counter), (SELECT count(*) FROM kernel_access), "
    "(SELECT md5(string_agg(c::text, '' ORDER BY c.id)) FROM cases_case c), "
    "(SELECT md5(string_agg(s::text, '' ORDER BY s.id)) FROM cases_step s), "
    "(SELECT md5(string_agg(m::text, '' ORDER BY m.id)) FROM cases_material m)"
)


def everything() -> tuple[object, ...]:
    """A picture of all that an act may touch."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return tuple(cursor.fetchone())


@dataclass(frozen=True)
class Step:
    """One act of a history: by the right actor or by somebody, on the version seen or on another."""

    matter: int
    act: str
    by: str  # "right" or a name
    off: int  # added to the version that was seen
    sound: bool  # whether what is entered is complete
    good: bool  # agrees, granted


STEPS = st.builds(
    Step,
    matter=st.integers(0, 1),
    act=st.sampled_from(ACTS),
    by=st.one_of(st.just("right"), st.just("right"), st.sampled_from([*OFFICERS, "applicant", "stranger"])),
    off=st.sampled_from([0, 0, 0, 0, 0, 1, -1]),
    sound=st.sampled_from([True, True, True, True, False]),
    good=st.booleans(),
)
# random acts, with runs of the usual order between them so that long lives happen too
USUAL = [Step(0, act, "right", 0, True, True) for act in ("accept", "give_opinion", "decide", "deliver")]
HISTORIES = st.lists(st.one_of(STEPS.map(lambda step: [step]), st.just(USUAL)), max_size=6).map(
    lambda runs: [step for run in runs for step in run]
)


def actor_named(name: str, step: Step, matter: Scenario) -> Actor:
    if name == "right":
        name = RIGHT[step.act]
    if name == "applicant":
        return matter.citizen
    if name == "stranger":
        return citizen_with_phone("19912340000")
    return staff(name)


def act(step: Step, matter: Scenario, row: Case) -> None:
    actor = actor_named(step.by, step, matter)
    frame = {"expected_version": row.version + step.off, "idempotency_key": uuid4().hex}
    reason = "户籍不在本乡，应当向户籍所在地提出。" if step.sound else "不行"
    if step.act == "accept":
        codes = [material.code for material in row.materials.all()][: None if step.sound else 1]
        commands.accept(actor, row.number, verdicts={code: Verdict("ok") for code in codes}, **frame)
    elif step.act == "decline":
        commands.decline(
            actor,
            row.number,
            reason=reason,
            basis="《中华人民共和国社会保险法》第三条",
            right_body="",
            **frame,
        )
    elif step.act == "give_opinion":
        code = "township_review" if step.sound else "county_check"
        commands.give_opinion(
            actor, row.number, step_code=code, agrees=step.good, opinion="材料齐全，符合规定条件。", **frame
        )
    elif step.act == "decide":
        commands.decide(
            actor,
            row.number,
            granted=step.good,
            reason=reason,
            basis="《中华人民共和国社会保险法》第三条",
            **frame,
        )
    elif step.act == "withdraw":
        commands.withdraw(actor, row.number, reason="不办了" if step.sound else " ", **frame)
    else:
        commands.deliver(
            actor,
            row.number,
            mode="handed_over",
            receiver_name="本人" if step.sound else "",
            relation="self",
            identification="居民身份证",
            **frame,
        )


@pytest.fixture
def two_matters(county: None) -> list[Scenario]:
    """Handed in before the histories begin: each of them is undone down to here."""
    matters = [Scenario(serial=serial) for serial in (1, 2)]
    for matter in matters:
        matter.submitted()
    return matters


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
def test_every_history_keeps_the_record_whole(two_matters: list[Scenario], history: list[Step]) -> None:
    with transaction.atomic():
        for step in history:
            matter = two_matters[step.matter]
            before = Case.objects.get(number=matter.number)
            picture = everything()
            try:
                with transaction.atomic():
                    act(step, matter, before)
            except Refusal:
                assert everything() == picture, step
                continue
            after = Case.objects.get(number=matter.number)
            leads_to = TRANSITIONS[Status(before.status), Act(step.act)]
            assert (after.status, after.version) == (leads_to.value, before.version + 1)
            assert step.off == 0, "an act on another version than the one seen"
            if outcomes := OUTCOMES_BY_ACT.get(Act(step.act)):
                assert after.outcome in {outcome.value for outcome in outcomes}
            else:
                assert after.outcome == before.outcome
        concluded_have_their_papers()
        paper_numbers_have_no_gaps()
        report = verify()
        assert report.holds, report.faults
        transaction.set_rollback(True)


def concluded_have_their_papers() -> None:
    for case in Case.objects.all():
        kinds = sorted(Paper.objects.filter(subject=case.id).values_list("kind", flat=True))
        expected = ["intake_receipt"]
        if case.accepted_at:
            expected.append("acceptance_notice")
        if case.outcome in PAPERS:
            expected.append(PAPERS[case.outcome])
        if case.status == "delivered":
            expected.append("service_return")
        assert kinds == sorted(expected)


def paper_numbers_have_no_gaps() -> None:
    for counter in PaperCounter.objects.all():
        serials = Paper.objects.filter(body_id=counter.body_id, kind=counter.kind, year=counter.year)
        assert sorted(serials.values_list("serial", flat=True)) == list(range(1, counter.last + 1))


def test_nobody_withdraws_for_an_applicant_without_their_signature_and_a_word_about_it() -> None:
    matter = Scenario(channel="portal")
    matter.submitted()
    told = {"expected_version": 1, "idempotency_key": uuid4().hex}
    with pytest.raises(InputFaults) as refused:
        commands.withdraw(staff("clerk"), matter.number, reason="。", **told)
    assert {(one.field, one.code) for one in refused.value.faults} == {
        ("reason", "reason_too_short"),
        ("signed", "withdrawal_not_signed"),
    }
    commands.withdraw(staff("clerk"), matter.number, reason="本人到窗口要求撤回", signed=True, **told)
    assert Message.objects.filter(template="withdrawn_at_counter").count() == 1


def test_a_withdrawn_matter_has_nothing_to_deliver() -> None:
    matter = Scenario()
    matter.submitted()
    commands.withdraw(
        matter.citizen, matter.number, expected_version=1, idempotency_key=uuid4().hex, reason="不办了"
    )
    row = Case.objects.get(number=matter.number)
    with pytest.raises(Refusal, match="act_not_allowed"):
        act(Step(0, "deliver", "right", 0, True, True), matter, row)

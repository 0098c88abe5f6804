"""Statements are what a command costs: each has its number, and a list's does not grow with its length."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from tests.cases.counting import statements

from tongban.cases import commands
from tongban.cases.queries import (
    application_from,
    case_for,
    draft,
    find_tracker,
    my_cases,
    my_list,
    track,
)
from tongban.cases.requests import Done, Submitted, Verdict
from tongban.directory.models import Account
from tongban.directory.queries import actor_for_assignment, assignments_of
from tongban.site.scenario import PICTURE, Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}
COSTS = {
    "submit": 4,
    "accept": 6,
    "give_opinion": 5,
    "decide": 6,
    "deliver": 7,
}  # statements; 60 is the budget


@pytest.fixture(autouse=True)
def warm(county: None) -> None:
    """What a process reads once a minute was read."""
    Scenario(serial=99).delivered()
    my_list(staff("clerk"))


def counted(act: Callable[[], object]) -> tuple[int, list[str]]:
    with statements() as sent:
        act()
    return len(sent), sent


def frame(version: int) -> dict[str, object]:
    return {"expected_version": version, "idempotency_key": uuid4().hex}


def life(matter: Scenario) -> dict[str, Callable[[], object]]:
    """The acts of a life in order, each to be called once."""
    clerk, reviewer, approver = staff("clerk"), staff("reviewer"), staff("approver")
    application = matter.application()

    def submit() -> Submitted:
        done = commands.submit(clerk, application, idempotency_key=uuid4().hex)
        matter.number = done.number
        return done

    def accept() -> Done:
        return commands.accept(clerk, matter.number, verdicts=VERDICTS, **frame(1))

    def give_opinion() -> Done:
        return commands.give_opinion(
            reviewer, matter.number, step_code="township_review", agrees=True, opinion="同意", **frame(2)
        )

    def decide() -> Done:
        return commands.decide(approver, matter.number, granted=True, reason="", **frame(3))

    def deliver() -> Done:
        return commands.deliver(
            clerk,
            matter.number,
            mode="handed_over",
            receiver_name="本人",
            relation="self",
            identification="居民身份证",
            **frame(4),
        )

    return {
        "submit": submit,
        "accept": accept,
        "give_opinion": give_opinion,
        "decide": decide,
        "deliver": deliver,
    }


def test_every_act_costs_what_it_is_known_to_cost() -> None:
    costs = {name: counted(act) for name, act in life(Scenario(serial=1)).items()}
    assert {name: sent for name, (cost, sent) in costs.items() if cost > COSTS[name]} == {}
    assert sum(COSTS.values()) <= 30


def test_an_application_with_its_draft_and_three_files_keeps_within_eight() -> None:
    clerk = staff("clerk")
    token = commands.start_draft(clerk, "SB-001", "window")
    matter = Scenario(serial=2)
    for code, value in matter.application().answers.items():
        commands.save_answer(token, code, value)
    commands.save_person(token, "applicant", matter.applicant)
    commands.save_representation(token, "self")
    for code in VERDICTS:
        commands.attach_material(token, code, form="electronic", file_name="a.png", content=PICTURE)
    application = application_from(token, consent=True)
    cost, sent = counted(lambda: commands.submit(clerk, application, idempotency_key="k", draft_token=token))
    assert cost <= 8, sent


def test_declining_and_withdrawing_keep_within_eight() -> None:
    one, other = Scenario(serial=3), Scenario(serial=4)
    one.submitted()
    other.submitted()
    clerk, citizen = staff("clerk"), other.citizen
    cost, sent = counted(
        lambda: commands.decline(
            clerk,
            one.number,
            reason="户籍不在本乡，应当向户籍所在地提出。",
            basis="《中华人民共和国社会保险法》第三条",
            right_body="",
            **frame(1),
        )
    )
    assert cost <= 8, sent
    cost, sent = counted(lambda: commands.withdraw(citizen, other.number, reason="不办了", **frame(1)))
    assert cost <= 8, sent


@pytest.mark.parametrize("group", ["todo", "running", "concluded", "all"])
def test_a_list_costs_the_same_whatever_its_length(group: str) -> None:
    for serial in range(10, 20):
        Scenario(serial=serial).submitted()
    clerk = staff("clerk")
    my_list(clerk, group=group)  # what a process keeps for a minute is there
    short, _ = counted(lambda: my_list(clerk, group=group, limit=100))
    for serial in range(20, 110):
        Scenario(serial=serial).submitted()
    rows = []
    long, sent = counted(lambda: rows.extend(my_list(clerk, group=group, limit=100).rows))
    if group in ("todo", "all"):
        assert len(rows) == 100
    assert short == long <= 10, sent
    assert long == 2, sent


def test_searching_costs_no_more_than_listing() -> None:
    clerk = staff("clerk")
    listed, _ = counted(lambda: my_list(clerk, group="all"))
    for search in ("王", "王秀英", "SLX", "SLX26"):
        assert counted(lambda search=search: my_list(clerk, group="all", search=search))[0] == listed


def test_a_citizens_cases_cost_the_same_whatever_their_number() -> None:
    matter = Scenario(channel="portal", serial=5)
    matter.submitted()
    one, _ = counted(lambda: my_cases(matter.citizen))
    for _ in range(10):
        Scenario(channel="portal", serial=5).submitted()
    assert counted(lambda: my_cases(matter.citizen))[0] == one <= 3


@pytest.mark.parametrize("stage", ["submitted", "accepted", "decided", "delivered"])
def test_a_case_page_keeps_within_eight(stage: str) -> None:
    matter = Scenario(serial=6)
    getattr(matter, stage)()
    clerk = staff("clerk")
    cost, sent = counted(lambda: case_for(clerk, matter.number))
    assert cost <= 8, sent


def test_following_a_case_from_outside_keeps_within_six() -> None:
    matter = Scenario(serial=7)
    matter.accepted()
    tracker = find_tracker(matter.number, query_code=matter.query_code)
    cost, sent = counted(lambda: track(tracker, matter.number))
    assert cost <= 6, sent


def test_a_draft_is_one_read_and_an_answer_two_statements() -> None:
    token = commands.start_draft(staff("clerk"), "SB-001", "window")
    draft(token)
    assert counted(lambda: draft(token))[0] <= 2
    assert counted(lambda: commands.save_answer(token, "address", "许旺村"))[0] <= 3


def test_knowing_who_acts_is_one_statement() -> None:
    account = Account.objects.get(username="clerk").id
    (actor,) = assignments_of(account)
    actor_for_assignment(actor.assignment_id, account)
    assert counted(lambda: actor_for_assignment(actor.assignment_id, account))[0] == 1

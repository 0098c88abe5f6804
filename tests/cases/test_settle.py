"""What the date does, it has done: no worker needed to run, and none changes the answer by running.

2026-04-14 is a Tuesday; the intake limit of one working day ends on Wednesday the 15th.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from uuid import uuid4

import pytest
from tests.cases.deemed import EFFECT, at, content, publish, publish_with_effect
from tests.papers.test_rendering_sheets import text_of

from tongban.cases import commands
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case
from tongban.cases.queries import case_for, find_tracker, my_cases, my_list, track
from tongban.catalogue.parsing import DefinitionFault, parse_definition
from tongban.faces.common.clock_words import sentence
from tongban.kernel.errors import ActNotAllowed
from tongban.kernel.ledger import read
from tongban.kernel.messages.outbox import content_of
from tongban.kernel.models import LedgerEntry, Message
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import frozen, legal_date
from tongban.kernel.verify import verify
from tongban.papers.content import from_json_dict
from tongban.papers.models import Paper
from tongban.papers.rendering import render
from tongban.site.scenario import Scenario, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

LAST_DAY, DAY_AFTER = at(4, 15, 23), at(4, 16, 0)


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    """The day can be set again and again within a check."""
    with ExitStack() as days:
        days.enter_context(frozen(at(4, 14)))
        yield days


@pytest.fixture
def matter(clock: ExitStack) -> Scenario:
    """A matter that nobody answers, of an item that states the effect."""
    publish_with_effect(date(2026, 4, 14))
    matter = Scenario()
    matter.submitted()
    return matter


def events(matter: Scenario) -> list[str]:
    stream = str(Case.objects.values_list("id", flat=True).get(number=matter.number))
    return [event.type for event in read("case", stream)]


def numbers(username: str, group: str = "todo") -> list[str]:
    return [row.number for row in my_list(staff(username), group=group).rows]


def pdf_of(paper: Paper) -> bytes:
    told = json.loads(open_vault(paper.key).open(paper.snapshot, "paper"))
    return render(from_json_dict(paper.kind, paper.template_version, told["content"]))


def opinion(matter: Scenario, version: int = 1) -> object:
    return commands.give_opinion(
        staff("reviewer"),
        matter.number,
        expected_version=version,
        idempotency_key=uuid4().hex,
        step_code="township_review",
        agrees=True,
        opinion="同意",
    )


class TestWithoutAnyWorker:
    def test_on_the_last_day_nothing_has_happened(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(LAST_DAY))
        assert case_for(staff("clerk"), matter.number).status == "submitted"

    def test_the_day_after_every_reading_says_accepted(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(DAY_AFTER))
        view = case_for(staff("clerk"), matter.number)
        assert (view.status, view.phase, view.accepted_at) == ("in_review", "review", view.received_at)
        assert [entry.type for entry in view.timeline] == ["submitted", "deemed_accepted"]
        assert view.timeline[-1].at == DAY_AFTER
        (row,) = my_list(staff("clerk"), group="running").rows
        assert (row.status, row.next_act) == ("in_review", "give_opinion")
        tracked = track(find_tracker(matter.number, query_code=matter.query_code), matter.number)
        assert (tracked.status, [entry.type for entry in tracked.timeline][-1]) == (
            "in_review",
            "deemed_accepted",
        )
        assert my_cases(matter.citizen)[0].status == "in_review"
        assert events(matter) == ["submitted"]  # reading wrote nothing

    def test_it_waits_for_the_reviewer_and_no_longer_for_the_clerk(
        self, matter: Scenario, clock: ExitStack
    ) -> None:
        assert (numbers("clerk"), numbers("reviewer")) == ([matter.number], [])
        clock.enter_context(frozen(DAY_AFTER))
        before = (numbers("clerk"), numbers("reviewer"))
        settle_overdue(DAY_AFTER)
        assert before == (numbers("clerk"), numbers("reviewer")) == ([], [matter.number])

    def test_the_clocks_run_from_the_day_of_receipt(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(DAY_AFTER))
        by_kind = {shown.kind: shown for shown in case_for(staff("clerk"), matter.number).clocks}
        promised = by_kind["promised"]
        assert (promised.state, promised.start) == ("running", date(2026, 4, 14))
        assert promised.due is not None
        assert promised.due.due == date(2026, 4, 17)

    def test_silence_is_shown_as_not_told_in_time(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(DAY_AFTER))
        for shown in case_for(staff("clerk"), matter.number).clocks:
            if shown.kind in ("intake_check", "telling"):
                assert (shown.state, shown.how, shown.met) == ("missed", "by_date", date(2026, 4, 16))
                said = sentence(shown), sentence(shown, citizen=False)
                assert "没有告诉您" in said[0] and "没有按时告知" in said[1] and "已按时" not in "".join(said)

    def test_an_act_writes_the_event_down_with_itself(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(DAY_AFTER))
        done = opinion(matter)
        assert done.version == 2  # the effect of date is nobody's act: the version seen was not stale
        assert events(matter) == ["submitted", "deemed_accepted", "opinion_given"]
        assert verify().holds

    def test_it_can_no_longer_be_declined(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(DAY_AFTER))
        with pytest.raises(ActNotAllowed):
            commands.decline(
                staff("clerk"),
                matter.number,
                expected_version=1,
                idempotency_key="k",
                reason="户籍不在本乡，应当向户籍所在地提出。",
                basis="《中华人民共和国社会保险法》第三条",
                right_body="",
            )
        assert events(matter) == ["submitted"]


class TestTheSweep:
    def test_writes_it_down_once(self, matter: Scenario, clock: ExitStack) -> None:
        assert settle_overdue(LAST_DAY) == 0
        assert settle_overdue(DAY_AFTER) == 1
        assert settle_overdue(DAY_AFTER) == 0
        assert events(matter) == ["submitted", "deemed_accepted"]
        row = Case.objects.get(number=matter.number)
        assert (row.status, row.version, row.next_act) == ("in_review", 1, "give_opinion")
        assert verify().holds

    def test_the_applicant_is_told_and_has_a_paper_that_says_by_which_law_once(
        self, matter: Scenario, clock: ExitStack
    ) -> None:
        settle_overdue(DAY_AFTER)
        settle_overdue(at(5, 20))
        row = Case.objects.select_related("key").get(number=matter.number)
        paper = Paper.objects.get(subject=row.id, kind="deemed_acceptance_notice")
        said = text_of(pdf_of(paper))
        received = legal_date(row.received_at)
        assert f"自{received.year}年{received.month}月{received.day}日起即为受理" in said
        assert "《中华人民共和国行政许可法》第三十二条第一款第四项" in said
        (message,) = Message.objects.filter(template="deemed_accepted")
        assert content_of(message)["values"]["number"] == matter.number
        assert not Paper.objects.filter(kind="acceptance_notice").exists()
        assert verify().holds

    def test_whoever_acts_first_writes_it_down_with_its_paper(
        self, matter: Scenario, clock: ExitStack
    ) -> None:
        clock.enter_context(frozen(at(5, 20)))
        opinion(matter)
        assert Paper.objects.filter(kind="deemed_acceptance_notice").count() == 1
        assert settle_overdue(at(5, 21)) == 0
        assert verify().holds

    def test_reading_it_issues_nothing(self, matter: Scenario, clock: ExitStack) -> None:
        clock.enter_context(frozen(at(5, 20)))
        assert case_for(staff("clerk"), matter.number).status == "in_review"
        assert not Paper.objects.filter(kind="deemed_acceptance_notice").exists()

    def test_daily_or_once_gives_the_same_bytes(self, matter: Scenario, clock: ExitStack) -> None:
        other = Scenario(serial=2)
        other.submitted()
        late = at(5, 20)
        settle_overdue(DAY_AFTER)  # the day after for one …
        first = read("case", str(Case.objects.get(number=matter.number).id))[-1]
        third = Scenario(serial=3)
        third.submitted()
        settle_overdue(late)  # … five weeks later for the other
        second = read("case", str(Case.objects.get(number=third.number).id))[-1]
        assert (first.type, first.at, first.actor) == (second.type, second.at, second.actor)
        assert dict(first.data) == dict(second.data)

    def test_is_not_held_up_by_cases_without_the_effect(
        self, clock: ExitStack, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongban.cases.commands.settling.AT_ONCE", 1)
        for serial in range(3):  # submitted under the version before, long overdue, without the effect
            Scenario(serial=serial).submitted()
        publish_with_effect(date(2026, 4, 15))
        clock.enter_context(frozen(at(4, 15)))
        matter = Scenario(serial=9)
        matter.submitted()
        assert settle_overdue(at(4, 20)) == 1
        assert events(matter)[-1] == "deemed_accepted"

    def test_does_not_touch_what_an_officer_answered_in_time(
        self, matter: Scenario, clock: ExitStack
    ) -> None:
        matter.accepted()
        assert settle_overdue(at(5, 20)) == 0
        assert events(matter) == ["submitted", "accepted"]


class TestWithoutABasis:
    def test_the_shipped_items_have_no_effect_of_date(self, clock: ExitStack) -> None:
        matter = Scenario()
        matter.submitted()
        clock.enter_context(frozen(at(6, 1)))
        assert case_for(staff("clerk"), matter.number).status == "submitted"
        assert (settle_overdue(at(6, 1)), numbers("clerk"), numbers("reviewer")) == (0, [matter.number], [])

    @pytest.mark.parametrize("part", ["law", "article", "duty"])
    def test_an_effect_stripped_of_its_basis_is_no_definition(self, part: str) -> None:
        definition = content()
        effect = {name: value for name, value in EFFECT.items() if name != part}
        definition["effects"] = {"deemed_acceptance": effect}
        with pytest.raises(DefinitionFault, match=rf"effects\.deemed_acceptance.{part}"):
            parse_definition(definition)

    def test_a_version_without_the_effect_lets_running_cases_keep_it(
        self, matter: Scenario, clock: ExitStack
    ) -> None:
        publish(content(), date(2026, 4, 15), "stripped")
        clock.enter_context(frozen(at(4, 15)))
        later = Scenario(serial=2)
        later.submitted()
        clock.enter_context(frozen(at(4, 20)))
        assert case_for(staff("clerk"), matter.number).status == "in_review"
        assert case_for(staff("clerk"), later.number).status == "submitted"


def test_on_a_provisional_date_nothing_happens_by_itself(clock: ExitStack) -> None:
    """The limit of one working day from 26 May 2026 rests on days of Ningxia that no notice has confirmed yet."""
    publish_with_effect(date(2026, 4, 14))
    clock.enter_context(frozen(at(5, 26)))
    matter = Scenario()
    matter.submitted()
    view = case_for(staff("clerk"), matter.number)
    telling = next(clock for clock in view.clocks if clock.kind == "telling")
    assert telling.due and telling.due.provisional
    clock.enter_context(frozen(at(6, 10)))
    assert case_for(staff("clerk"), matter.number).status == "submitted"
    assert settle_overdue(at(6, 10)) == 0


def test_the_laws_five_days_and_not_the_promised_check_accept(clock: ExitStack) -> None:
    """行政许可法 art. 32 (4): the check is promised in one day, and silence accepts after five."""
    definition = content()
    definition["effects"] = {"deemed_acceptance": {**EFFECT, "params": {}}}
    publish(definition, date(2026, 4, 14))
    matter = Scenario()
    matter.submitted()
    clock.enter_context(frozen(at(4, 21, 23)))
    assert case_for(staff("clerk"), matter.number).status == "submitted"
    assert numbers("clerk") == [matter.number]  # late, and still the clerk's to do
    clock.enter_context(frozen(at(4, 22, 0)))
    assert case_for(staff("clerk"), matter.number).status == "in_review"


def test_reading_writes_nothing(matter: Scenario, clock: ExitStack) -> None:
    before = LedgerEntry.objects.count()
    clock.enter_context(frozen(DAY_AFTER))
    case_for(staff("clerk"), matter.number)
    my_list(staff("clerk"), group="all")
    assert LedgerEntry.objects.count() == before

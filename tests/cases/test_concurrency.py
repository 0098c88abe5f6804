"""Many at once on the real database: one wins, the others are told; numbers stay whole; nothing waits in a circle."""

from collections import Counter
from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from tests.cases.at_rest import files_at_rest
from tests.cases.together import together

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.requests import Done, PersonInput, Representation, Submitted, Verdict
from tongban.kernel.errors import KeyReused, Stale
from tongban.kernel.models import Blob, CommandRecord, PaperCounter
from tongban.kernel.verify import verify
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.parties.models import Party
from tongban.rules.identifiers.case_number import check_case_number
from tongban.site.scenario import Scenario, person, staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_county")]

VERDICTS = {code: Verdict("ok") for code in ("identity_card", "household_register", "enrolment_form")}


def kinds_of(answers: list[object]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


class TestTwoOfficersOnOneCase:
    def accept(self, number: str, username: str) -> Done:
        return commands.accept(
            staff(username), number, expected_version=1, idempotency_key=uuid4().hex, verdicts=VERDICTS
        )

    def test_one_accepts_and_the_other_is_told_who_was_first(self) -> None:
        matter = Scenario()
        matter.submitted()
        answers = together([partial(self.accept, matter.number, name) for name in ("clerk", "clerk-b")])
        assert kinds_of(answers) == {"Done": 1, "Stale": 1}
        (stale,) = (answer for answer in answers if isinstance(answer, Stale))
        winner = staff(("clerk", "clerk-b")[0 if isinstance(answers[0], Done) else 1])
        assert (stale.params["act"], stale.params["by"]) == ("accepted", winner.label)
        assert Paper.objects.filter(kind="acceptance_notice").count() == 1

    def test_one_declines_while_the_citizen_withdraws(self) -> None:
        matter = Scenario()
        matter.submitted()
        clerk, citizen = staff("clerk"), matter.citizen
        answers = together(
            [
                lambda: commands.decline(
                    clerk,
                    matter.number,
                    expected_version=1,
                    idempotency_key="d",
                    reason="户籍不在本乡，应当向户籍所在地提出。",
                    basis="《中华人民共和国社会保险法》第三条",
                    right_body="",
                ),
                lambda: commands.withdraw(
                    citizen, matter.number, expected_version=1, idempotency_key="w", reason="不办了"
                ),
            ]
        )
        assert kinds_of(answers) == {"Done": 1, "Stale": 1}
        stale = next(answer for answer in answers if isinstance(answer, Stale))
        assert stale.params["by"] == ""  # a citizen is not told which officer, staff not which citizen

    def test_one_decides(self) -> None:
        matter = Scenario()
        version = matter.reviewed().version
        approver = staff("approver")

        def decide(granted: bool) -> Done:
            return commands.decide(
                approver,
                matter.number,
                expected_version=version,
                idempotency_key=uuid4().hex,
                granted=granted,
                reason="申请人已参加职工基本养老保险，不符合参保条件。",
                basis="《中华人民共和国社会保险法》第三条",
            )

        answers = together([partial(decide, True), partial(decide, False)])
        assert kinds_of(answers) == {"Done": 1, "Stale": 1}
        assert Paper.objects.filter(kind="decision").count() == 1
        assert verify().holds


class TestOneKey:
    def test_eight_times_the_same_is_one_case(self) -> None:
        matter = Scenario()
        clerk, application = staff("clerk"), matter.application()
        answers = together(
            [partial(commands.submit, clerk, application, idempotency_key="once") for _ in range(8)]
        )
        assert kinds_of(answers) == {"Submitted": 8}
        assert len({answer.number for answer in answers}) == 1
        assert sorted(answer.replayed for answer in answers) == [False] + [True] * 7
        assert Case.objects.count() == Party.objects.count() == 1

    def test_another_body_under_the_key_is_refused(self) -> None:
        clerk = staff("clerk")
        bodies = [Scenario(serial=serial).application() for serial in range(4)]
        answers = together([partial(commands.submit, clerk, body, idempotency_key="once") for body in bodies])
        assert kinds_of(answers) == {"Submitted": 1, "KeyReused": 3}
        assert Case.objects.count() == 1

    def test_a_key_is_its_actors_own(self) -> None:
        application = Scenario().application()
        first = commands.submit(staff("clerk"), application, idempotency_key="once")
        second = commands.submit(staff("clerk-b"), application, idempotency_key="once")
        assert first.number != second.number

    def test_a_run_that_failed_leaves_its_key_free(self) -> None:
        clerk, application = staff("clerk"), Scenario().application()
        with pytest.raises(Exception, match="input_faults"):
            commands.submit(clerk, replace(application, consent=False), idempotency_key="once")
        assert commands.submit(clerk, application, idempotency_key="once").number
        with pytest.raises(KeyReused):
            commands.submit(clerk, replace(application, consent=False), idempotency_key="once")
        assert CommandRecord.objects.filter(key="once").count() == 1


def test_fifty_applications_at_once_have_fifty_numbers_and_gapless_receipts() -> None:
    clerks = [staff("clerk"), staff("clerk-b")]
    acts = [
        partial(
            commands.submit,
            clerks[serial % 2],
            Scenario(serial=serial).application(),
            idempotency_key=f"k{serial}",
        )
        for serial in range(50)
    ]
    answers = together(acts, at_once=10)
    assert kinds_of(answers) == {"Submitted": 50}
    numbers = {check_case_number(answer.number) for answer in answers}
    assert len(numbers) == 50
    serials = sorted(Paper.objects.filter(kind="intake_receipt").values_list("serial", flat=True))
    assert serials == list(range(1, 51))
    assert PaperCounter.objects.get(kind="intake_receipt").last == 50
    assert verify().holds


class TestANewPersonAtTwoCounters:
    @pytest.mark.parametrize("round_", range(3))
    def test_becomes_one_party(self, round_: int) -> None:
        clerk = staff("clerk")
        application = Scenario(serial=9).application()
        answers = together(
            [partial(commands.submit, clerk, application, idempotency_key=f"k{n}") for n in range(6)]
        )
        assert kinds_of(answers) == {"Submitted": 6}
        assert Party.objects.count() == 1
        assert Case.objects.count() == 6

    def test_and_two_who_act_for_each_other_never_wait_in_a_circle(self) -> None:
        clerk = staff("clerk")

        def application(serial: int, other: PersonInput) -> commands.submit:
            plain = Scenario(serial=serial).application()
            acting = Representation("representative", other, "spouse", mandate_seen=True)
            return replace(plain, representation=acting)

        pairs = [application(1, person(2)), application(2, person(1))] * 3
        answers = together(
            [partial(commands.submit, clerk, body, idempotency_key=f"k{n}") for n, body in enumerate(pairs)]
        )
        assert kinds_of(answers) == {"Submitted": 6}
        assert Party.objects.count() == 2
        assert verify().holds


def test_an_application_that_fails_leaves_no_file() -> None:
    matter = Scenario(channel="portal")
    before = files_at_rest()
    broken = replace(matter.application(), collect_site_code="nowhere")
    with pytest.raises(Exception, match="input_faults"):
        commands.submit(matter.citizen, broken, idempotency_key="k")
    assert files_at_rest() == before
    assert not Blob.objects.exists()


class TestOnePaperByTwoWorkers:
    def test_is_written_once(self) -> None:
        matter = Scenario()
        matter.submitted()
        paper = Paper.objects.get()
        before = files_at_rest()
        answers = together([partial(render_for_command, paper.command_id) for _ in range(3)])
        assert answers == [None] * 3
        paper.refresh_from_db()
        assert paper.blob is not None
        assert Blob.objects.count() == 1
        assert set(files_at_rest()) - set(before) == {paper.blob.name}
        assert verify().holds

    def test_a_second_run_changes_nothing(self) -> None:
        matter = Scenario()
        matter.submitted()
        paper = Paper.objects.get()
        render_for_command(paper.command_id)
        first = Paper.objects.values("blob_id", "digest").get()
        render_for_command(paper.command_id)
        assert Paper.objects.values("blob_id", "digest").get() == first


def test_acts_of_two_kinds_and_bodies_do_not_wait_in_a_circle() -> None:
    """Counters of several kinds are taken by many cases at once, always last and one after another."""
    matters = [Scenario(serial=serial) for serial in range(8)]
    for matter in matters:
        matter.submitted()
    clerk = staff("clerk")

    def accept(matter: Scenario) -> Done:
        return commands.accept(
            clerk, matter.number, expected_version=1, idempotency_key=uuid4().hex, verdicts=VERDICTS
        )

    def decline(matter: Scenario) -> Done:
        return commands.decline(
            clerk,
            matter.number,
            expected_version=1,
            idempotency_key=uuid4().hex,
            reason="户籍不在本乡，应当向户籍所在地提出。",
            basis="《中华人民共和国社会保险法》第三条",
            right_body="",
        )

    def submit(serial: int) -> Submitted:
        return commands.submit(clerk, Scenario(serial=serial).application(), idempotency_key=uuid4().hex)

    acts = [partial(accept if n % 2 else decline, matter) for n, matter in enumerate(matters)]
    answers = together([*acts, *(partial(submit, serial) for serial in range(100, 104))])
    assert kinds_of(answers) == {"Done": 8, "Submitted": 4}
    for kind, expected in (("acceptance_notice", 4), ("non_acceptance_decision", 4), ("intake_receipt", 12)):
        serials = sorted(Paper.objects.filter(kind=kind).values_list("serial", flat=True))
        assert serials == list(range(1, expected + 1)), kind

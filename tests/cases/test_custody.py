"""The delivery register on the real database: it leaves once, each move is signed for, what lies unclaimed reminds."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import uuid4

import pytest
from tests.cases.together import together

from tongban.cases import commands
from tongban.cases.custody.commands import note_result_told
from tongban.cases.custody.register import register
from tongban.cases.custody.reminding import remind_of_unclaimed
from tongban.cases.models import Case, StepEntry
from tongban.cases.queries import case_for
from tongban.cases.requests import Done
from tongban.directory.queries import assisters_behind
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized, NotFound, Refusal, Stale
from tongban.kernel.models import Message
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import Scenario, staff
from tongban.site.scenario_afterwards import Afterwards

HANDED = {"mode": "handed_over", "relation": "self", "identification": "居民身份证"}


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001", "NJ-002"])


def act(command: object, actor: Staff, number: str, **inputs: object) -> Done:
    view = case_for(staff("approver"), number)
    done: Done = command(  # type: ignore[operator]  # one of the commands of the room
        actor, number, expected_version=view.version, idempotency_key=uuid4().hex, **inputs
    )
    return done


def taker(clerk: Staff) -> int:
    """The assister of 许旺村."""
    return next(one for one in assisters_behind(clerk.site_id) if one.name == "赵桂兰").assignment_id


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestSeveralAtOnce:
    """One courier, one assister, many results: each by its own act; what cannot be moved stands apart."""

    def test_one_assister_takes_several_and_the_one_somebody_touched_stays(self) -> None:
        clerk, matters = staff("clerk"), [Scenario(serial=serial) for serial in (4, 5, 6)]
        for matter in matters:
            matter.decided()
        numbers = [matter.number for matter in matters]
        chosen = [(row.number, row.version) for row in register(clerk).rows]
        assert sorted(number for number, _ in chosen) == sorted(numbers)
        chosen[0] = (chosen[0][0], chosen[0][1] - 1)  # somebody acted since the page was shown
        moved = {"assister": taker(clerk), "signed": "赵桂兰", "agreed": True}
        for wrong in ({"signed": "丁少华"}, {"assister": 0}):
            with pytest.raises(InputFaults):
                commands.take_out_results(clerk, chosen, idempotency_key="k0", **{**moved, **wrong})
        with pytest.raises(InputFaults):
            commands.take_out_results(clerk, [], idempotency_key="k0", **moved)
        told = commands.take_out_results(clerk, chosen, idempotency_key="k1", **moved)
        assert {one.number: one.why for one in told} == {
            number: "stale" if number == chosen[0][0] else "" for number, _ in chosen
        }
        again = commands.take_out_results(clerk, chosen, idempotency_key="k1", **moved)
        assert [one.done for one in again] == [
            one.done for one in told
        ]  # the same request moves nothing twice
        assert len(register(clerk, group="assister").rows) == 2
        assert StepEntry.objects.filter(kind="result").count() == 2
        with pytest.raises(NotAuthorized):
            commands.take_out_results(staff("reviewer"), chosen, idempotency_key="k2", **moved)
        assert verify().holds

    def test_what_is_not_with_the_county_is_not_received_with_the_rest(self) -> None:
        down = Afterwards("NJ-002", serial=31)
        down.reviewed()
        down._act(commands.decide, staff("county-zr-head"), granted=True, reason="", basis="")
        clerk = down.clerk
        (row,) = register(clerk, group="county").rows
        assert commands.receive_results(
            clerk, [(row.number, row.version), ("SLX2611230000017", 1)], idempotency_key="r", note="邮车送来"
        ) == (commands.Moved(row.number), commands.Moved("SLX2611230000017", "not_found"))
        assert Message.objects.filter(template="result_ready").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestOneWindow:
    """The register of a centre is one; of another position's result the window reads a masked row."""

    def test_a_colleague_of_another_position_reads_where_it_lies_and_no_more(self) -> None:
        matter = Scenario(serial=4)
        matter.decided()
        other = staff("clerk-nj")
        (row,) = register(other).rows
        assert row.position and row.number == f"…{matter.number[-5:]}"
        assert matter.applicant.name not in repr(row) and row.applicant[0] == matter.applicant.name[0]
        assert (row.acts, row.version, row.receiver) == ((), 0, "")
        assert register(staff("clerk")).rows[0].position == ""
        with pytest.raises(NotFound):
            case_for(other, matter.number)
        with pytest.raises(NotFound):
            act(commands.take_out_result, other, matter.number, assister=taker(other), signed="赵桂兰")


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestTheRegister:
    @pytest.fixture
    def certificate(self) -> Iterator[Afterwards]:
        """A planning permit that the county granted."""
        matter = Afterwards("NJ-002", serial=31)
        matter.reviewed()
        matter._act(commands.decide, staff("county-zr-head"), granted=True, reason="", basis="")
        yield matter

    def test_a_certificate_comes_down_leaves_with_an_assister_comes_back_and_is_handed_over_once(
        self, certificate: Afterwards
    ) -> None:
        clerk, number = certificate.clerk, certificate.number
        told = Message.objects.order_by("created_at").values_list("template", flat=True)
        assert told[len(told) - 1] == "granted_to_come"
        assert [row.number for row in register(clerk, group="county").rows] == [number]
        with pytest.raises(Refusal, match="not_come_down"):
            act(commands.deliver, clerk, number, receiver_name="本人", **HANDED)
        act(commands.receive_result, clerk, number, certificate="演示字第8号")
        assert Message.objects.filter(template="result_ready").count() == 1
        assert register(clerk).rows[0].carried
        moved = {"assister": taker(clerk), "signed": "赵桂兰", "agreed": True}
        with pytest.raises(InputFaults) as refused:
            act(commands.take_out_result, clerk, number, **{**moved, "signed": "丁少华", "agreed": False})
        assert {fault.code for fault in refused.value.faults} == {
            "signature_not_the_assister",
            "not_agreed_to_assister",
        }
        act(commands.take_out_result, clerk, number, **moved)
        (row,) = register(clerk, group="assister").rows
        assert (row.assister, row.acts) == ("赵桂兰", ("bring_back_result",))
        with pytest.raises(Refusal, match="with_the_assister"):
            act(commands.deliver, clerk, number, receiver_name="本人", **HANDED)
        assert register(staff("assister"), group="assister").rows[0].acts == ("deliver",)
        act(commands.bring_back_result, clerk, number, note="去了两次，家里没人")
        with pytest.raises(NotFound):  # it is the window's again
            act(commands.deliver, staff("assister"), number, receiver_name="本人", **HANDED)
        act(commands.take_out_result, clerk, number, **moved)
        act(commands.deliver, staff("assister"), number, receiver_name=certificate.applicant.name, **HANDED)
        (row,) = register(clerk, group="out").rows
        assert (row.receiver, row.identification) == (certificate.applicant.name, "居民身份证")
        with pytest.raises(ActNotAllowed):
            act(commands.deliver, clerk, number, receiver_name="本人", **HANDED)
        assert StepEntry.objects.filter(kind="result").count() == 4
        assert verify().holds

    def test_in_any_order_it_leaves_once(self, certificate: Afterwards) -> None:
        clerk, number, dice = certificate.clerk, certificate.number, Random(6)
        acts = {
            "receive": partial(act, commands.receive_result, clerk, number),
            "out": partial(
                act,
                commands.take_out_result,
                clerk,
                number,
                assister=taker(clerk),
                signed="赵桂兰",
                agreed=True,
            ),
            "back": partial(act, commands.bring_back_result, clerk, number, note="家里没人"),
            "window": partial(act, commands.deliver, clerk, number, receiver_name="本人", **HANDED),
            "point": partial(
                act, commands.deliver, staff("assister"), number, receiver_name="本人", **HANDED
            ),
        }
        places, left = [Case.objects.get(number=number).result_at], 0
        for _ in range(30):
            chosen = dice.choice(sorted(acts))
            try:
                acts[chosen]()
            except Refusal:
                continue
            left += chosen in ("window", "point")
            places.append(Case.objects.get(number=number).result_at)
        assert left == 1 and places[-1] == "out" and places.count("out") == 1
        assert places[:2] == ["county", "window"]
        assert Paper.objects.filter(kind="service_return").count() == 1
        assert verify().holds

    def test_only_those_of_the_front_have_it_and_each_sees_their_own(self, certificate: Afterwards) -> None:
        for name in ("reviewer", "county", "sysadmin", "auditor"):
            with pytest.raises(NotAuthorized):
                register(staff(name))
        assert register(staff("clerk"), group="county").rows[0].position  # another position's, masked
        assert [row.acts for row in register(staff("approver"), group="county").rows] == [()]  # to read
        assert register(certificate.clerk, search=certificate.number).rows[0].place == "county"
        assert register(
            certificate.clerk, search=register(certificate.clerk, group="county").rows[0].applicant[:4]
        ).rows

    def test_what_lies_reminds_once_a_step_and_is_shown_as_old(self) -> None:
        with time.frozen(time.now()):
            matter = Scenario(serial=5)
            matter.decided()
            quiet = Scenario(serial=6, phone=False)
            quiet.decided()
        start, sent = time.now(), []
        for days in range(40):
            with time.frozen(start + timedelta(days=days)):
                sent.append(sum(remind_of_unclaimed(time.now()) for _ in range(2)))
        assert [day for day, count in enumerate(sent) if count] == [7, 30] and sum(sent) == 2
        clerk = staff("clerk")
        with time.frozen(start + timedelta(days=31)):
            page = register(clerk)
            assert page.old == 2 and all(row.old for row in page.rows)
            assert {row.number for row in page.rows if row.to_tell} == {quiet.number}
            note_result_told(clerk, quiet.number, idempotency_key="told")
            note_result_told(clerk, quiet.number, idempotency_key="told")
            assert not any(row.to_tell for row in register(clerk).rows)
        assert StepEntry.objects.filter(kind="result_told").count() == 1

    def test_what_was_reminded_of_holds_up_no_other_and_told_is_a_day_in_china(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongban.cases.custody.reminding.AT_ONCE", 1)
        with time.frozen(datetime(2026, 10, 10, 10, tzinfo=time.SHANGHAI)):
            for serial in (1, 2, 3):
                Scenario(serial=serial, phone=serial != 3).decided()
        morning = datetime(2026, 10, 20, 7, 30, tzinfo=time.SHANGHAI)
        assert [remind_of_unclaimed(morning) for _ in range(3)] == [1, 1, 0]
        with time.frozen(morning):
            quiet = next(row for row in register(staff("clerk")).rows if row.phoneless)
            note_result_told(staff("clerk"), quiet.number, idempotency_key="told")
            told = {row.told_on for row in register(staff("clerk")).rows}
        assert told == {None, date(2026, 10, 20)}

    def test_a_page_ends_and_the_next_goes_on(self) -> None:
        numbers = set()
        for serial in (11, 12, 13):
            matter = Scenario(serial=serial)
            matter.decided()
            numbers.add(matter.number)
        clerk, cursor, seen = staff("clerk"), "", []
        while cursor is not None:
            page = register(clerk, cursor=cursor, limit=1)
            seen += [row.number for row in page.rows]
            cursor = page.next_cursor  # type: ignore[assignment]  # None ends the loop
        assert len(seen) == 3 and set(seen) == numbers
        assert register(clerk, cursor="nonsense").counts["window"] == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed_county")
def test_two_who_hand_it_over_at_once_hand_it_over_once() -> None:
    matter = Scenario()
    version = matter.decided().version

    def deliver(username: str) -> Done:
        return commands.deliver(
            staff(username),
            matter.number,
            expected_version=version,
            idempotency_key=uuid4().hex,
            receiver_name=matter.applicant.name,
            **HANDED,
        )

    answers = together([partial(deliver, name) for name in ("clerk", "clerk-b")])
    assert sorted(type(answer).__name__ for answer in answers) == ["Done", "Stale"]
    assert isinstance(next(one for one in answers if not isinstance(one, Done)), Stale)
    assert Paper.objects.filter(kind="service_return").count() == 1
    assert verify().holds

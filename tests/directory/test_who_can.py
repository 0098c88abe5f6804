"""Who can do this today, and what somebody could see that day: the answers are those the program acts by."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from importlib import import_module

import pytest
from tests.cases.privacy_desk import asked_at_counter
from tests.directory import people
from tests.directory.people import administrator, key, newcomer, position, staff_id, who

from tongban.cases import commands as cases
from tongban.cases.queries import could_see, who_can
from tongban.cases.visibility import visible_to
from tongban.directory.commands import (
    Post,
    assign,
    delegate_approval,
    end_assignment,
    enter_absence,
    revoke_delegation,
)
from tongban.directory.models import Account, Site
from tongban.directory.queries import actor_for_assignment, commands_of_staff
from tongban.faces.common.people_words import POWER
from tongban.kernel.access import KINDS
from tongban.kernel.actors import Public
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import frozen, now
from tongban.parties.commands import Named, record_mandate
from tongban.parties.mandates import Scope
from tongban.site.scenario import Scenario, citizen_number

pytestmark = pytest.mark.django_db

TODAY = people.NOON.date()


@pytest.fixture(autouse=True)
def county() -> Iterator[ExitStack]:
    yield from people.county()


def centre() -> int:
    return Site.objects.get(code="SL").id


def able(act: str, **more: object) -> set[str]:
    told = who_can(administrator("auditor"), act, **more)  # type: ignore[arg-type]  # told by each check
    return {one.line.name for one in told.able}


def why(act: str, name: str, **more: object) -> set[str]:
    told = who_can(administrator("auditor"), act, **more)  # type: ignore[arg-type]  # told by each check
    return {
        reason.code + (f":{reason.value}" if reason.code == "matter" else "")
        for one in told.nearly
        if one.line.name == name
        for reason in one.reasons
        if reason.stops
    }


class TestWhoCan:
    def test_the_table_the_assignment_and_the_account_all_speak(self) -> None:
        assert "马晓燕" in able("cases.accept", site_id=centre())
        assert why("cases.accept", "杨志强", site_id=centre()) == {"role_may_not"}
        Account.objects.filter(username="clerk").update(is_active=False)
        assert why("cases.accept", "马晓燕", site_id=centre()) == {"account_closed"}

    def test_who_begins_later_and_who_has_just_ended_are_named_with_the_day(self) -> None:
        admin, person = administrator("system_admin"), newcomer()
        post = Post(person, position("SL", "social_security"), "clerk", "B", TODAY + timedelta(days=7))
        assign(admin, post, idempotency_key=key())
        end_assignment(admin, who("clerk").assignment_id, last_day=None, idempotency_key=key())
        assert why("cases.accept", "新来人", site_id=centre()) == {"begins_later", "no_account"}
        assert why("cases.accept", "马晓燕", site_id=centre()) == {"is_over"}

    def test_who_is_away_still_can_and_the_page_says_so(self) -> None:
        clerk = who("clerk")
        enter_absence(
            clerk, staff_id=clerk.staff_id, kind="leave", starts=TODAY, ends=TODAY, idempotency_key=key()
        )
        told = who_can(administrator("auditor"), "cases.accept", site_id=centre())
        (one,) = (one for one in told.able if one.line.name == "马晓燕")
        assert "away" in {reason.code for reason in one.reasons}

    def test_of_an_item_only_its_position(self) -> None:
        names = able("cases.accept", site_id=centre(), item_code="sb-001")
        assert {"马晓燕", "王建宁"} <= names and "何秀梅" not in names
        assert why("cases.accept", "何秀梅", site_id=centre(), item_code="SB-001") == {"item_other_position"}
        assert "杨志强" in able("cases.give_opinion", site_id=centre(), item_code="SB-001")

    def test_of_a_case_exactly_those_that_its_commands_let_through(self) -> None:
        matter = Scenario(serial=2)
        matter.accepted()
        assert able("cases.give_opinion", number=matter.number) == {"杨志强", "马建平"}
        told = who_can(administrator("auditor"), "cases.decide", number=matter.number)
        assert told.not_now == "steps_open"
        assert (
            who_can(administrator("auditor"), "cases.accept", number=matter.number).not_now
            == "act_not_allowed"
        )
        with pytest.raises(NotFound):
            cases.give_opinion(
                who("reviewer-mz"),
                matter.number,
                expected_version=2,
                idempotency_key=key(),
                step_code="township_review",
                agrees=True,
                opinion="同意",
            )
        assert why("cases.give_opinion", "柳志远", number=matter.number) == {"does_not_see"}

    def test_a_delegate_is_told_by_whose_power_and_why_not(self) -> None:
        matter = Scenario(serial=2)
        matter.reviewed()
        row = delegate_approval(
            who("approver"),
            staff_id=staff_id("reviewer"),
            items=["SB-001"],
            starts=TODAY,
            ends=TODAY,
            idempotency_key=key(),
        )
        assert why("cases.decide", "杨志强", number=matter.number) == {"matter:own_opinion"}
        assert "李文涛" in able("cases.decide", number=matter.number)
        revoke_delegation(who("approver"), row, idempotency_key=key())
        assert "杨志强" not in able("cases.decide", number=matter.number)

    def test_every_command_of_staff_can_be_asked_about(self) -> None:
        for name in commands_of_staff():
            who_can(administrator("auditor"), name)

    def test_people_outside_ask_nothing_and_others_of_their_own_site_and_cases(self) -> None:
        with pytest.raises(NotAuthorized):
            who_can(Public(), "cases.accept")
        clerk = who("clerk")
        sites = {one.line.site for one in who_can(clerk, "cases.accept").able}
        assert sites == {Site.objects.get(code="SL").name}
        with pytest.raises(NotAuthorized):
            who_can(clerk, "cases.accept", site_id=Site.objects.get(code="YN-MZ").id)
        matter = Scenario(serial=2)
        matter.submitted()
        assert who_can(clerk, "cases.accept", number=matter.number).able
        with pytest.raises(NotFound):
            who_can(who("clerk-mz"), "cases.accept", number=matter.number)

    def test_what_is_no_command_item_or_case_is_said(self) -> None:
        auditor = administrator("auditor")
        for more in ({"item_code": "XX-999"},):
            with pytest.raises(InputFaults):
                who_can(auditor, "cases.accept", **more)
        with pytest.raises(InputFaults):
            who_can(auditor, "cases.crown")
        with pytest.raises(NotFound):
            who_can(auditor, "cases.accept", number="nothing")

    def test_an_approver_without_a_second_factor_is_told_to_be_so(self) -> None:
        approver = Account.objects.get(username="approver")

        def said() -> set[str]:
            (one,) = (
                x
                for x in who_can(administrator("auditor"), "cases.decide", site_id=centre()).able
                if x.line.staff_id == approver.staff_id
            )
            return {reason.code for reason in one.reasons}

        Account.objects.filter(id=approver.id).update(totp_set_at=None)
        assert {"account_open", "no_second_factor"} <= said()
        Account.objects.filter(id=approver.id).update(totp_set_at=now())
        assert "no_second_factor" not in said()
        clerks = who_can(administrator("auditor"), "cases.accept").able  # no role that needs one
        assert all(reason.code != "no_second_factor" for one in clerks for reason in one.reasons)


class TestCouldSee:
    def seen(self, username: str, offset: int = 0) -> set[str]:
        told = could_see(administrator("auditor"), staff_id(username), TODAY + timedelta(days=offset))
        return {number for sight in told.sights for number in sight.numbers}

    def test_it_is_what_visible_to_lets_through_today(self) -> None:
        for serial, channel in ((1, "window"), (2, "village_point")):
            Scenario(serial=serial, channel=channel).reviewed()
        Scenario(serial=3).submitted()
        for username in (
            "clerk",
            "clerk-mz",
            "reviewer",
            "approver",
            "assister",
            "county",
            "editor",
            "county-mz-head",
        ):
            today = set(visible_to(who(username)).values_list("number", flat=True))
            assert self.seen(username) == today, username

    def test_yesterday_only_what_had_come_by_then(self, county: ExitStack) -> None:
        answers = {"enrolled_elsewhere": "yes", "elsewhere_place": "银川市"}
        first = Scenario(serial=1, answers=answers)
        first.accepted()
        county.enter_context(frozen(people.NOON + timedelta(days=1)))
        Scenario(serial=2).submitted()
        cases.give_opinion(
            who("reviewer"),
            first.number,
            expected_version=2,
            idempotency_key=key(),
            step_code="township_review",
            agrees=True,
            opinion="同意",
        )
        assert self.seen("clerk", 0) == {first.number}
        assert len(self.seen("clerk", 1)) == 2
        # the county's step came to it only on the second day
        assert self.seen("county", 0) == set()
        assert self.seen("county", 1) == {first.number}

    def test_an_assignment_that_has_ended_since_still_held_that_day(self, county: ExitStack) -> None:
        matter = Scenario(serial=1)
        matter.submitted()
        admin, clerk = administrator("system_admin"), who("clerk")
        end_assignment(admin, clerk.assignment_id, last_day=None, idempotency_key=key())
        assert self.seen("clerk", 0) == {matter.number}
        county.enter_context(frozen(people.NOON + timedelta(days=1)))
        assert self.seen("clerk", 1) == set()
        assert self.seen("clerk", 0) == {matter.number}

    def test_a_delegate_saw_the_lent_items_on_the_lent_days(self, county: ExitStack) -> None:
        matter = Scenario(serial=1)
        matter.submitted()
        delegate_approval(
            who("approver"),
            staff_id=staff_id("clerk-mz"),
            items=["SB-001"],
            starts=TODAY,
            ends=TODAY,
            idempotency_key=key(),
        )
        assert self.seen("clerk-mz", 0) == {matter.number}
        county.enter_context(frozen(people.NOON + timedelta(days=1)))
        assert self.seen("clerk-mz", 1) == set()

    def test_what_was_opened_that_day_is_listed_without_what_it_said(self) -> None:
        matter = Scenario(serial=1)
        matter.submitted()
        cases.unmask(who("clerk"), matter.number, field="applicant.number", reason="核对身份")
        told = could_see(administrator("auditor"), staff_id("clerk"), TODAY)
        assert [(one.kind, one.number, one.field) for one in told.opened] == [
            ("unmasked", matter.number, "applicant.number")
        ]
        assert citizen_number(1) not in repr(told)
        assert "unmasked" in KINDS

    def test_what_came_after_a_post_was_taken_away_at_once_is_out(self, county: ExitStack) -> None:
        before, after = Scenario(serial=1), Scenario(serial=2)
        before.submitted()
        county.enter_context(frozen(people.NOON + timedelta(hours=1)))
        post = who("clerk").assignment_id
        end_assignment(administrator("system_admin"), post, last_day=None, idempotency_key=key())
        county.enter_context(frozen(people.NOON + timedelta(hours=2)))
        after.submitted(who("clerk-b"))
        assert self.seen("clerk") == {before.number}
        assert self.seen("clerk-b") == {before.number, after.number}

    def test_requests_and_mandates_are_kinds_of_what_is_seen(self, county: ExitStack) -> None:
        matter = Scenario(serial=1)
        matter.submitted()
        number = asked_at_counter(matter, "copy").number
        grantor, handler = (Named(f"马{name}", citizen_number(at)) for name, at in (("一", 61), ("二", 62)))
        record_mandate(who("clerk"), grantor, handler, Scope((), TODAY), seen=True, idempotency_key=key())

        def beside(person: int, day: date) -> tuple[tuple[str, ...], int, int]:
            (sight,) = could_see(administrator("auditor"), person, day).sights
            return sight.requests, sight.requests_count, sight.mandates_count

        assert beside(staff_id("clerk"), TODAY) == ((number,), 1, 1)
        assert beside(staff_id("reviewer"), TODAY) == ((), 0, 0)
        assert beside(administrator("security_admin").staff_id, TODAY) == ((number,), 1, 0)
        county.enter_context(frozen(people.NOON + timedelta(days=1)))
        assert beside(staff_id("clerk"), TODAY - timedelta(days=1)) == ((), 0, 0)

    def test_asking_is_itself_a_look(self) -> None:
        could_see(administrator("auditor"), staff_id("clerk"), TODAY)
        entry = AccessEntry.objects.get(kind="log")
        assert entry.subject == f"could-see:{staff_id('clerk')}:{TODAY.isoformat()}"

    def test_it_is_the_auditors_alone(self) -> None:
        others = [administrator(kind) for kind in ("system_admin", "security_admin")]
        for actor in (*others, who("approver"), who("clerk")):
            with pytest.raises(NotAuthorized):
                could_see(actor, staff_id("clerk"), TODAY)
        with pytest.raises(InputFaults):
            could_see(administrator("auditor"), staff_id("clerk"), TODAY + timedelta(days=1))

    def test_its_pages_follow_each_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(import_module("tongban.cases.queries.could_see"), "PAGE", 2)
        numbers = set()
        for serial in range(1, 6):
            matter = Scenario(serial=serial)
            matter.submitted()
            numbers.add(matter.number)
        line, cursor, seen = who("clerk").assignment_id, "", set()
        for _ in range(3):
            told = could_see(
                administrator("auditor"), staff_id("clerk"), TODAY, assignment_id=line, cursor=cursor
            )
            (sight,) = told.sights
            seen |= set(sight.numbers)
            assert sight.count == 5
            cursor = sight.next_cursor
        assert seen == numbers and cursor == ""
        assert actor_for_assignment(line, Account.objects.get(username="clerk").id)


# commands that nobody asks about: of one's own log-in, pieces of one form, and what the command line alone does
PIECES = {
    *(f"cases.{name}" for name in ("save_answer", "save_applicant_kind", "save_person", "save_pieces")),
    *(f"cases.{name}" for name in ("save_representation", "claim_draft", "confirm_identity_by_code")),
    *(f"catalogue.{name}" for name in ("load_base_list", "publish_contents", "publish_override")),
    "catalogue.publish_version",
    *(f"directory.{name}" for name in ("change_password", "drop_second_factor", "enrol_second_factor")),
    *(f"directory.{name}" for name in ("link_identity", "load_import", "note_sign_out")),
}


def test_the_chooser_offers_every_command_of_staff_but_pieces_of_one() -> None:
    assert set(commands_of_staff()) - set(POWER) == PIECES

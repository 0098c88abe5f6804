"""From which day an application counts: after hours, from a correction, and by a time entered later."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from tests.cases.test_clock_acts import LICENCE, codes, on, row

from tongban.cases.commands import confirm_later_entry, correct, judge_materials, request_corrections
from tongban.cases.queries import case_for
from tongban.cases.requests import MaterialInput, Verdict
from tongban.directory.models import Account, Assignment
from tongban.directory.queries import assignments_of, beside
from tongban.kernel import ledger
from tongban.kernel.actors import Staff
from tongban.kernel.errors import ActNotAllowed, InputFaults, NotAuthorized
from tongban.kernel.time import SHANGHAI
from tongban.kernel.verify import verify
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site.scenario import PICTURE, staff
from tongban.site.scenario_of_item import ItemScenario

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


def later_entry(serial: int) -> ItemScenario:
    """Handed over on a Thursday, entered on Friday by the clerk."""
    matter = ItemScenario(LICENCE, serial=serial, received_at=datetime(2026, 11, 26, 16, 0, tzinfo=SHANGHAI))
    with on(date(2026, 11, 27)):
        matter.later_reason = "停电，纸质登记第17号"
        matter.confirmed_by = beside(matter.clerk)[0][0]
        matter.submitted()
    return matter


def named_by(matter: ItemScenario) -> Staff:
    assignment = Assignment.objects.get(id=matter.confirmed_by)
    account = Account.objects.get(staff_id=assignment.staff_id)
    return next(one for one in assignments_of(account.id) if one.assignment_id == assignment.id)


def settled_by(actor: Staff, matter: ItemScenario, *, held: bool, note: str = "") -> object:
    return confirm_later_entry(
        actor,
        matter.number,
        expected_version=case_for(matter.clerk, matter.number).version,
        idempotency_key=uuid4().hex,
        held=held,
        note=note,
    )


class TestReceipt:
    def test_a_friday_evening_counts_as_monday_only_where_the_county_said_so(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        friday = date(2026, 11, 27)
        plain, ruled = ItemScenario(LICENCE, "portal", 4), ItemScenario("NJ-005", "portal", 5)
        with on(friday, 21):
            plain.submitted()
            ruled.submitted()
        assert row(plain).clock_start == friday
        assert row(ruled).clock_start == date(2026, 11, 30)
        assert row(ruled).received_at.astimezone(SHANGHAI).date() == friday  # when it came stays as it was

    def test_what_was_written_down_during_a_power_cut_counts_with_its_true_time(self) -> None:
        thursday, friday = date(2026, 11, 26), date(2026, 11, 27)
        handed_over = datetime(2026, 11, 26, 16, 0, tzinfo=SHANGHAI)
        matter = ItemScenario(LICENCE, serial=6, received_at=handed_over)
        with on(friday):
            with pytest.raises(InputFaults) as refused:
                matter.submitted()
            assert codes(refused) == ["later_entry_reason", "later_entry_unconfirmed"]
            matter.later_reason = "停电，纸质登记第17号"
            matter.confirmed_by = matter.clerk.assignment_id
            with pytest.raises(InputFaults) as refused:
                matter.submitted()
            assert codes(refused) == ["later_entry_not_a_colleague"]
            matter.confirmed_by = beside(matter.clerk)[0][0]
            matter.submitted()
        held = row(matter)
        assert held.clock_start == thursday and held.entered_at.astimezone(SHANGHAI).date() == friday
        submitted = next(iter(ledger.read("case", str(held.id))))
        assert submitted.data["confirmed_by"] == matter.confirmed_by
        assert submitted.data["counted_from"] == "handover"
        assert "停电" not in str(submitted.data)

    def test_until_the_second_person_has_said_so_it_runs_by_the_stated_time_and_says_so(self) -> None:
        matter = later_entry(6)
        with on(date(2026, 11, 27)):
            told = case_for(matter.clerk, matter.number).receipt
            assert (told.day, told.otherwise) == (date(2026, 11, 26), date(2026, 11, 27))
            assert told.waits_for and not told.confirmed_by
            with pytest.raises(NotAuthorized, match="not_the_second_person"):
                settled_by(matter.clerk, matter, held=True)
            settled_by(named_by(matter), matter, held=True)
            told = case_for(matter.clerk, matter.number).receipt
            assert (told.day, told.waits_for, bool(told.confirmed_by)) == (date(2026, 11, 26), "", True)
            with pytest.raises(ActNotAllowed):
                settled_by(named_by(matter), matter, held=True)

    def test_a_time_that_the_second_person_does_not_find_counts_from_the_entry(self) -> None:
        matter = later_entry(6)
        with on(date(2026, 11, 27)):
            with pytest.raises(InputFaults) as refused:
                settled_by(named_by(matter), matter, held=False)
            assert codes(refused) == ["reason_too_short"]
            settled_by(named_by(matter), matter, held=False, note="登记本第17号写的是27日上午八点半交来。")
        held = row(matter)
        assert held.clock_start == date(2026, 11, 27)
        assert held.received_at.astimezone(SHANGHAI).date() == date(
            2026, 11, 26
        )  # what was entered stays on record
        assert verify().holds

    def test_no_later_entry_reaches_back_beyond_what_the_place_allows(self) -> None:
        matter = ItemScenario(LICENCE, serial=7, received_at=datetime(2026, 11, 13, 16, 0, tzinfo=SHANGHAI))
        with on(date(2026, 11, 27)), pytest.raises(InputFaults) as refused:
            matter.submitted()
        assert codes(refused) == ["later_entry_too_far_back"]

    def test_at_a_point_with_one_person_the_centre_behind_it_confirms(self) -> None:
        assister = staff("assister")
        matter = ItemScenario(
            LICENCE, "village_point", 8, received_at=datetime(2026, 11, 26, 16, 0, tzinfo=SHANGHAI)
        )
        matter.later_reason, matter.confirmed_by = "断网", beside(assister)[0][0]
        with on(date(2026, 11, 27)):
            matter.submitted()
        # the township's edition has the point receive in trust, so the villager's handover counts
        assert row(matter).clock_start == date(2026, 11, 26)

    def test_a_correction_sent_on_a_friday_evening_is_checked_from_monday_where_the_county_said_so(
        self,
    ) -> None:
        matter = ItemScenario("NJ-005", "portal", 10)
        with on(date(2026, 11, 23)):
            matter.submitted()
            view = case_for(matter.clerk, matter.number)
            first = next(one.code for one in view.materials if one.form)
            judge_materials(
                matter.clerk,
                matter.number,
                expected_version=view.version,
                idempotency_key="judged",
                verdicts={
                    one.code: Verdict("faulty", "照片太暗，看不清楚上面的号码")
                    if one.code == first
                    else Verdict("ok" if one.form else "missing")
                    for one in view.materials
                },
            )
            request_corrections(
                matter.clerk,
                matter.number,
                expected_version=matter.version,
                idempotency_key="asked",
                bring_by=date(2026, 12, 7),
            )
        with on(date(2026, 11, 27), 21):
            correct(
                citizen_with_phone(matter.applicant.phone),
                matter.number,
                expected_version=matter.version,
                idempotency_key="brought",
                materials=(MaterialInput(first, "electronic", content=PICTURE, file_name="picture.png"),),
            )
        assert row(matter).clock_start == date(2026, 11, 30)

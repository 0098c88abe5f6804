"""Lists that somebody comes back to: narrowed, ordered, saved under a name, shared by a head, taken out whole."""

from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.cases import commands
from tongban.cases.list_filter import CHANNELS, DUE, HELD, ORDERS, ListFilter, filter_of
from tongban.cases.models import Case
from tongban.cases.queries import my_list
from tongban.cases.queries.lists import count_to_export, rows_to_export
from tongban.cases.queries.saved_lists import saved_lists
from tongban.kernel import time
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Stale
from tongban.kernel.models import LedgerEntry
from tongban.site.scenario import Scenario, staff

DAYS = st.none() | st.dates()


class TestTheFilter:
    @given(
        st.builds(
            ListFilter,
            item=st.sampled_from(("", "SB-001")),
            channel=st.sampled_from(("", *CHANNELS)),
            due=st.sampled_from(("", *DUE)),
            held=st.sampled_from(("", *HELD)),
            received_from=DAYS,
            order=st.sampled_from(ORDERS),
        )
    )
    def test_an_address_gives_the_same_filter_back(self, chosen: ListFilter) -> None:
        assert filter_of(chosen.values) == chosen

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"due": "soonish"}, "due"),
            ({"from": "2026-02-30"}, "from"),
            ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
            ({"item": "\0"}, "item"),
            ({"order": "id; drop"}, "order"),
        ],
    )
    def test_what_cannot_be_asked_is_named(self, values: dict[str, str], field: str) -> None:
        with pytest.raises(InputFaults) as refused:
            filter_of(values)
        assert [fault.field for fault in refused.value.faults] == [field]


def numbers(username: str, group: str = "all", **asked: str) -> list[str]:
    return [row.number for row in my_list(staff(username), group=group, chosen=filter_of(asked)).rows]


def save(username: str, name: str = "急件", **more: object) -> int:
    values: dict[str, object] = {
        "group": "running",
        "chosen": {"due": "week"},
        "idempotency_key": uuid4().hex,
    }
    return commands.save_list(staff(username), name=name, **{**values, **more})  # type: ignore[arg-type]  # of the test's own words


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestNarrowing:
    def test_by_item_channel_site_day_and_who_holds_it(self) -> None:
        mine, other = Scenario(serial=1).submitted().number, Scenario(serial=2).submitted().number
        version = Case.objects.values_list("version", flat=True).get(number=mine)
        commands.take(staff("clerk"), mine, expected_version=version, idempotency_key=uuid4().hex)
        today, row = time.today(), Case.objects.select_related("intake_site").get(number=mine)
        both = {mine, other}
        assert set(numbers("clerk", item="SB-001")) == both
        assert numbers("clerk", item="MZ-001") == []
        assert set(numbers("clerk", channel=row.channel, site=row.intake_site.code)) == both
        assert numbers("clerk", channel=next(one for one in CHANNELS if one != row.channel)) == []
        assert set(numbers("clerk", **{"from": today.isoformat(), "to": today.isoformat()})) == both
        assert numbers("clerk", to=(today - timedelta(days=1)).isoformat()) == []
        assert numbers("clerk", held="mine") == [mine]
        assert numbers("clerk", held="nobody") == [other]
        assert numbers("clerk", held="colleague") == []

    def test_by_the_last_day_whatever_it_is_of(self) -> None:
        at_the_counter, under_review = (
            Scenario(serial=1).submitted().number,
            Scenario(serial=2).accepted().number,
        )
        today = time.today()
        Case.objects.filter(number=at_the_counter).update(intake_due=today)
        Case.objects.filter(number=under_review).update(promised_due=today - timedelta(days=1))
        assert numbers("clerk", due="today") == numbers("clerk", due="week") == [at_the_counter]
        assert numbers("clerk", due="over") == [under_review]
        assert numbers("clerk", order="due") == [under_review, at_the_counter]

    @pytest.mark.parametrize("order", ORDERS)
    def test_the_pages_of_every_order_give_each_row_once(self, order: str) -> None:
        told = [Scenario(serial=serial).submitted().number for serial in range(1, 6)]
        Case.objects.filter(number=told[0]).update(received_at=time.now() - timedelta(hours=1))
        chosen, found, cursor = filter_of({"order": order}), [], None
        while True:
            page = my_list(staff("clerk"), group="all", chosen=chosen, cursor=cursor, limit=2)
            found += [row.number for row in page.rows]
            if (cursor := page.next_cursor) is None:
                break
        whole = my_list(staff("clerk"), group="all", chosen=chosen)
        assert found == [row.number for row in whole.rows]
        assert sorted(found) == sorted(told)

    def test_a_cursor_of_another_order_begins_at_the_first_page(self) -> None:
        for serial in range(1, 4):
            Scenario(serial=serial).submitted()
        first = my_list(staff("clerk"), group="all", limit=1)
        again = my_list(
            staff("clerk"),
            group="all",
            limit=1,
            cursor=first.next_cursor,
            chosen=filter_of({"order": "oldest"}),
        )
        assert again.rows[0].number == numbers("clerk", order="oldest")[0]

    def test_what_leaves_is_what_the_list_holds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.cases.queries.lists.PORTION", 2)
        for serial in range(1, 6):
            Scenario(serial=serial).submitted()
        asked = {"group": "all", "search": "", "mine": False, "chosen": filter_of({"order": "oldest"})}
        rows = list(rows_to_export(staff("clerk"), **asked))  # type: ignore[arg-type]  # of the test's own words
        assert [row.number for row in rows] == numbers("clerk", order="oldest")
        assert count_to_export(staff("clerk"), **asked) == 5  # type: ignore[arg-type]  # the same


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestSaving:
    def test_under_the_same_name_it_is_the_same_list_in_a_new_version(self) -> None:
        first = save("clerk")
        assert save("clerk", hidden=["item"], chosen={"due": "over"}) == first
        [view] = saved_lists(staff("clerk"))
        assert (view.chosen, view.hidden, view.version) == ({"due": "over"}, ("item",), 2)
        assert LedgerEntry.objects.filter(kind="lists").count() == 2

    def test_it_is_ones_own_and_a_heads_is_the_authoritys(self) -> None:
        save("clerk")
        save("approver", "本周到期", shared=True)
        assert [(one.name, one.own) for one in saved_lists(staff("clerk"))] == [
            ("急件", True),
            ("本周到期", False),
        ]
        assert [one.name for one in saved_lists(staff("reviewer"))] == ["本周到期"]
        with pytest.raises(NotAuthorized):
            save("clerk", shared=True)

    def test_only_its_owner_removes_it_and_takes_that_back(self) -> None:
        list_id = save("approver", shared=True)
        gone = {"list_id": list_id, "expected_version": 1}
        with pytest.raises(NotFound):
            commands.remove_list(staff("clerk"), **gone, idempotency_key=uuid4().hex)
        with pytest.raises(Stale):
            commands.remove_list(staff("approver"), list_id, expected_version=7, idempotency_key=uuid4().hex)
        commands.remove_list(staff("approver"), **gone, idempotency_key=uuid4().hex)
        assert saved_lists(staff("clerk")) == ()
        [back] = saved_lists(staff("approver"), removed=list_id)
        commands.restore_list(
            staff("approver"), list_id, expected_version=back.version, idempotency_key=uuid4().hex
        )
        assert [one.id for one in saved_lists(staff("clerk"))] == [list_id]

    def test_names_and_columns_are_looked_at(self) -> None:
        for wrong in ({"name": " "}, {"name": "长" * 21}, {"hidden": ["number"]}, {"group": "theirs"}):
            with pytest.raises(InputFaults):
                save("clerk", **wrong)  # type: ignore[arg-type]  # of the test's own words


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestSeveralAtOnce:
    def chosen(self) -> list[tuple[str, int]]:
        told = [Scenario(serial=serial).submitted().number for serial in (1, 2)]
        return [(row.number, row.version) for row in Case.objects.filter(number__in=told)]

    def test_what_stands_in_the_way_of_one_holds_up_no_other(self) -> None:
        first, second = self.chosen()
        done = commands.take_several(
            staff("clerk"), [first, (second[0], 99), first], idempotency_key=uuid4().hex
        )
        assert [(one.number, one.why) for one in done] == [(first[0], ""), (second[0], "stale")]
        assert numbers("clerk", held="mine") == [first[0]]

    def test_the_head_gives_several_to_one_person(self) -> None:
        told, to = self.chosen(), staff("clerk").assignment_id
        key = uuid4().hex
        for _press in range(2):  # pressed twice: nothing is done twice
            done = commands.reassign_several(
                staff("approver"), told, to=to, reason="赶集日窗口忙，统一分派", idempotency_key=key
            )
            assert all(one.done for one in done)
        assert LedgerEntry.objects.filter(type="reassigned").count() == 2
        with pytest.raises(InputFaults):
            commands.reassign_several(
                staff("approver"), told, to=to, reason="好", idempotency_key=uuid4().hex
            )

    def test_nobody_else_may(self) -> None:
        told = self.chosen()
        with pytest.raises(NotAuthorized):
            commands.reassign_several(
                staff("clerk"), told, to=1, reason="赶集日窗口忙", idempotency_key=uuid4().hex
            )
        with pytest.raises(NotAuthorized):
            commands.take_several(staff("approver"), told, idempotency_key=uuid4().hex)

"""The thresholds of the supervision lamps are data: of the level as shipped, and of an authority from a day on."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from tongban.directory.commands import set_lamp_thresholds
from tongban.directory.lamp_data import shipped_lamps
from tongban.directory.models import Body, LampRule
from tongban.directory.queries.lamps import forget_lamps, lamps_kept, thresholds_of
from tongban.kernel import ledger, time
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.rules.lamps import DEFAULT_THRESHOLDS, lamp, written_thresholds
from tongban.site import demo
from tongban.site.scenario import staff


def test_the_shipped_thresholds_read_and_say_where_they_come_from() -> None:
    shipped = shipped_lamps()
    assert shipped.of_level("township").thresholds == DEFAULT_THRESHOLDS
    for one in (*shipped.levels.values(), *shipped.variants.values()):
        assert one.source["zh"] and one.source["en"]
        assert one.confidence in ("practice", "other_place", "own_practice")
    past = shipped.variants["red_on_the_second_day"].thresholds
    assert [lamp(left, past) for left in (0, -1, -2)] == ["in_time", "soon", "overdue"]


@pytest.mark.django_db
def test_an_authority_has_its_own_from_a_day_on_and_may_return_to_those_of_its_level() -> None:
    demo.load()
    one, other = Body.objects.order_by("id")[:2]
    own = shipped_lamps().variants["three_days_before"].thresholds
    for starts, stated in ((date(2026, 6, 1), written_thresholds(own)), (date(2026, 9, 1), [])):
        LampRule.objects.create(body=one, starts=starts, thresholds=stated, basis="x", set_at=time.now())
    forget_lamps()
    held = [thresholds_of(one.id, date(2026, month, 1)) for month in (5, 6, 8, 9)]
    assert held == [DEFAULT_THRESHOLDS, own, own, DEFAULT_THRESHOLDS]
    assert thresholds_of(other.id, date(2026, 6, 1)) == DEFAULT_THRESHOLDS


@pytest.mark.django_db
def test_the_administrator_of_the_places_sets_them_with_a_basis_from_today_or_later() -> None:
    demo.load()
    body_id = Body.objects.get(code="SL").id
    own = shipped_lamps().variants["red_on_the_second_day"].thresholds

    def set_by(username: str, starts: date, basis: str) -> None:
        set_lamp_thresholds(
            staff(username), "SL", own, starts=starts, basis=basis, idempotency_key=uuid4().hex
        )

    today = time.today()
    for username in ("clerk", "approver", "supervisor", "secadmin"):
        with pytest.raises(NotAuthorized):
            set_by(username, today, "县政务办通知")
    with pytest.raises(InputFaults) as refused:
        set_by("sysadmin", today - timedelta(days=1), " ")
    assert {fault.code for fault in refused.value.faults} == {"day_in_the_past", "required"}
    set_by("sysadmin", today + timedelta(days=1), "县政务办通知")
    assert thresholds_of(body_id, today) == DEFAULT_THRESHOLDS
    assert thresholds_of(body_id, today + timedelta(days=1)) == own
    assert lamps_kept("SL").ahead == (today + timedelta(days=1),)
    (told,) = [one for one in ledger.read("directory", "body:SL") if one.type == "lamps_set"]
    assert told.data["basis"] == "县政务办通知"

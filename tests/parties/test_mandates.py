"""The register of mandates: recorded from an original, listed by its counter, ended by either side."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.catalogue.walking import credit_code

from tongban.kernel import ledger
from tongban.kernel.actors import Citizen
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.parties.commands import (
    Named,
    Vouched,
    end_mandate,
    record_mandate,
    renew_mandate,
    sign_in_by_platform,
)
from tongban.parties.mandates import Scope, mandate_covering
from tongban.parties.models import Mandate, Party
from tongban.parties.queries import mandate_view, mandates_of, my_mandates
from tongban.rules.identifiers.citizen import citizen_check_digit
from tongban.site import demo
from tongban.site.scenario import person, staff

pytestmark = pytest.mark.django_db

NAME = "永宁县演示种植合作社"
HANDLER = person(5)


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=[])


def recorded(*, number: str = "", name: str = NAME, seen: bool = True, **scope: object) -> UUID:
    told = {"items": ("NJ-002",), "starts": today(), "until": today() + timedelta(days=365)}
    return record_mandate(
        staff("clerk"),
        Named(name, number or credit_code(7), "", "organization"),
        Named(HANDLER.name, HANDLER.number, HANDLER.phone),
        Scope(**{**told, **scope}),  # type: ignore[arg-type]  # as named
        seen=seen,
        idempotency_key=uuid4().hex,
    )


def handler() -> Citizen:
    return sign_in_by_platform(Vouched(True, HANDLER.name, HANDLER.number))


def faults(refused: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


def covering(item: str = "NJ-002") -> Mandate | None:
    row = Mandate.objects.first()
    assert row is not None
    return mandate_covering(row.grantor_id, row.handler_id, item, today())


def test_it_is_listed_with_names_and_who_saw_it_and_the_ledger_has_no_name() -> None:
    made = recorded()
    (view,) = mandates_of(staff("clerk"))
    assert (view.grantor, view.handler, view.items, view.state) == (
        NAME,
        HANDLER.name,
        ("NJ-002",),
        "in_force",
    )
    assert view.seen_by == staff("clerk").label and HANDLER.number not in repr(view)
    (event,) = ledger.read("mandate", str(made))
    assert NAME not in repr(event) and HANDLER.name not in repr(event)
    assert verify().holds


def test_only_the_counter_that_recorded_it_and_its_two_sides_see_it() -> None:
    made = recorded()
    for username in ("assister", "county", "reviewer", "approver", "auditor", "secadmin"):
        assert mandates_of(staff(username)) == ()
        with pytest.raises(NotFound):
            mandate_view(staff(username), made)
    assert [view.mine for view in my_mandates(handler())] == ["handler"]
    stranger = sign_in_by_platform(Vouched(True, person(6).name, person(6).number))
    assert my_mandates(stranger) == ()
    assert my_mandates(Citizen(b"", b"")) == ()
    with pytest.raises(NotFound):
        end_mandate(stranger, made, reason="", idempotency_key="k")


def test_what_was_not_seen_or_cannot_be_is_not_recorded() -> None:
    with pytest.raises(InputFaults) as refused:
        recorded(seen=False, until=today() - timedelta(days=1))
    told = faults(refused)
    assert ("mandate.seen", "mandate_original_not_seen") in told
    assert ("mandate.until", "mandate_ends_before_it_begins") in told
    recorded()
    with pytest.raises(InputFaults) as refused:
        recorded(name="另一个合作社")
    assert faults(refused) == {("grantor.name", "name_not_of_number")}
    assert Mandate.objects.count() == 1 and Party.objects.count() == 2


def test_one_command_records_it_once() -> None:
    grantor, holder = Named(NAME, credit_code(7), "", "organization"), Named(HANDLER.name, HANDLER.number)
    told = [
        record_mandate(
            staff("clerk"), grantor, holder, Scope((), today()), seen=True, idempotency_key="the same"
        )
        for _ in range(2)
    ]
    assert told[0] == told[1] and Mandate.objects.count() == 1


def test_a_handler_lays_it_down_and_it_covers_nothing_from_then_on() -> None:
    made = recorded()
    assert covering() is not None and covering("NJ-003") is None
    end_mandate(handler(), made, reason="", idempotency_key="k")
    assert covering() is None
    (view,) = my_mandates(handler())
    assert (view.state, view.ended_as) == ("ended", "handler")
    last = ledger.read("mandate", str(made))[-1]
    assert last.type == "mandate_ended" and last.data == {"as": "handler"} and len(view.receipt) == 64
    with pytest.raises(Refusal, match="mandate_over"):
        end_mandate(staff("clerk"), made, reason="合作社打电话来收回", idempotency_key="k2")
    assert verify().holds


def test_the_counter_ends_it_with_a_reason_that_both_sides_read_and_that_is_sealed() -> None:
    made = recorded()
    with pytest.raises(InputFaults):
        end_mandate(staff("clerk"), made, reason="", idempotency_key="k")
    end_mandate(staff("clerk"), made, reason="合作社换了经办人", idempotency_key="k2")
    (view,) = my_mandates(handler())
    assert (view.ended_as, view.end_reason) == ("counter", "合作社换了经办人")
    assert "合作社".encode() not in bytes(Mandate.objects.get(id=made).end_reason or b"")


def test_a_renewed_one_begins_the_day_after_and_the_old_one_runs_out_by_itself() -> None:
    last = today() + timedelta(days=10)
    made = recorded(until=last)
    assert mandate_view(staff("clerk"), made).state == "soon"
    until = last + timedelta(days=365)
    new = renew_mandate(staff("clerk"), made, until=until, seen=True, idempotency_key="k")
    view = mandate_view(staff("clerk"), new)
    assert (view.starts, view.until, view.state, view.renews) == (
        last + timedelta(days=1),
        until,
        "later",
        True,
    )


@pytest.mark.parametrize("username", ["reviewer", "approver", "county", "auditor", "sysadmin"])
def test_nobody_but_a_counter_records_one(username: str) -> None:
    with pytest.raises(NotAuthorized):
        record_mandate(
            staff(username),
            Named("", ""),
            Named("", ""),
            Scope((), today()),
            seen=False,
            idempotency_key="k",
        )


def test_a_child_neither_gives_nor_holds_a_mandate() -> None:
    child, younger = number_of(6), number_of(5)
    with pytest.raises(InputFaults) as refused:
        record_mandate(
            staff("clerk"),
            Named("马小明", child),
            Named("马小亮", younger),
            Scope((), today()),
            seen=True,
            idempotency_key="k",
        )
    assert faults(refused) == {("grantor.number", "mandate_of_minor"), ("handler.number", "mandate_of_minor")}


def number_of(age: int) -> str:
    plain = f"640121{today().year - age - 1}0101001"
    return plain + citizen_check_digit(plain)


def test_its_end_is_the_end_of_what_renews_it_and_it_is_renewed_once() -> None:
    made = recorded(until=today() + timedelta(days=5))
    renew_mandate(staff("clerk"), made, until=None, seen=True, idempotency_key="a")
    with pytest.raises(Refusal, match="mandate_renewed"):
        renew_mandate(staff("clerk"), made, until=None, seen=True, idempotency_key="b")
    end_mandate(staff("clerk"), made, reason="合作社换了经办人", idempotency_key="c")
    row = Mandate.objects.get(id=made)
    in_a_week = today() + timedelta(days=7)
    assert mandate_covering(row.grantor_id, row.handler_id, "NJ-002", in_a_week) is None
    assert verify().holds


def test_who_opens_the_register_or_a_page_of_it_is_on_the_access_log() -> None:
    made = recorded()
    mandates_of(staff("clerk"), opened="in_force")
    mandate_view(staff("clerk"), made, opened=True)
    looks = AccessEntry.objects.order_by("at", "id").values_list("field", "subject_kind")
    assert [(field.partition(":")[0], kind) for field, kind in looks] == [
        ("mandates", "list"),
        ("mandate", "person"),
        ("mandate", "person"),
    ]

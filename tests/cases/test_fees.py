"""Fees on record: a line of the pinned edition, paid elsewhere and written down here; anything else cannot be entered."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from tests.cases.deemed import content

from tongban.cases import commands
from tongban.cases.fees.ledger import fee_ledger
from tongban.cases.models import CaseFee
from tongban.cases.queries import case_for, find_tracker, track
from tongban.cases.requests import Done
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import Staff, System
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.time import today
from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db
SETUP = System("setup")
CARD = {
    "code": "enrolment_card",
    "name": {"zh": "检查用的卡", "en": "A card made up for a check"},
    "amount": "16.50",
    "per": {"zh": "张", "en": "card"},
    "basis": {
        "law": {"zh": "《检查用收费规定》", "en": "A rule made up for a check"},
        "article": "第一条",
        "duty": {"zh": "只在检查里有这条规定。", "en": "The rule exists in a check alone."},
    },
    "channel": {"zh": "检查用缴款渠道", "en": "A channel made up for a check"},
}


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


def charged(serial: int = 1, **more: Any) -> Scenario:
    """A matter of an item with a fee that no law sets, made for a check."""
    changed = content() | {"code": "LD-001", "fees": [{**CARD, **more}]}
    changed.pop("no_fee_ground", None)
    publish_version(SETUP, changed, effective_from=SINCE, reason="首版", idempotency_key="first")
    return Scenario(serial=serial, item_code="LD-001")


def act(command: object, actor: Staff, number: str, **inputs: Any) -> Done:
    view = case_for(staff("approver"), number)
    done: Done = command(  # type: ignore[operator]  # one of the commands of the room
        actor, number, expected_version=view.version, idempotency_key=uuid4().hex, **inputs
    )
    return done


def paid(number: str, **inputs: Any) -> Done:
    usual = {"line": "enrolment_card", "receipt": "64010126-0000000001", "paid_on": today()}
    return act(commands.record_fee, staff("clerk"), number, **{**usual, **inputs})


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def test_a_payment_is_the_line_s_amount_and_its_reversal_stands_beside_it() -> None:
    matter = charged()
    number = matter.submitted().number
    fees = case_for(staff("clerk"), number).fees
    assert [fee.code for fee in fees.to_pay] == ["enrolment_card"]
    paid(number, units=2)
    (row,) = CaseFee.objects.all()
    assert (row.amount, row.receipt, row.channel) == (
        Decimal("33.00"),
        "640101260000000001",
        CARD["channel"]["zh"],
    )
    act(
        commands.reverse_fee,
        staff("approver"),
        number,
        fee=str(row.id),
        reason="申请人只要一张，多登记了一张，退还全部。",
    )
    assert [one.amount for one in CaseFee.objects.order_by("at", "amount")] in (
        [Decimal(-33), Decimal(33)],
        [Decimal(33), Decimal(-33)],
    )
    told = track(find_tracker(number, query_code=matter.query_code), number).fees
    assert told.paid[0].returned_on == today() and "退还全部" in told.paid[0].reason
    with pytest.raises(InputFaults) as refused:  # what was given back is not given back twice
        act(
            commands.reverse_fee,
            staff("clerk"),
            number,
            fee=str(row.id),
            reason="申请人又来说还要退一次这一笔。",
        )
    assert codes(refused) == {"not_an_option"}
    paid(number, receipt="640101260000000002")
    assert verify().holds


def test_what_is_no_line_of_the_edition_cannot_be_entered() -> None:
    matter, free = charged(), Scenario(serial=2)
    number, free_number = matter.submitted().number, free.submitted().number
    for line in ("pension_contribution", "", "medical_insurance"):
        with pytest.raises(InputFaults) as refused:
            paid(number, line=line)
        assert codes(refused) == {"not_a_fee_line"}
    with pytest.raises(InputFaults) as refused:
        paid(free_number)
    assert codes(refused) == {"not_a_fee_line"}
    assert case_for(staff("clerk"), free_number).fees.no_fee_ground is not None
    with pytest.raises(InputFaults) as refused:
        paid(number, units=0, receipt="收据一号", paid_on=today() + timedelta(days=1))
    assert codes(refused) == {"fee_units", "receipt_number", "date_in_future"}
    assert not CaseFee.objects.exists()


def test_one_receipt_is_entered_once_and_a_line_is_paid_once() -> None:
    matter, other = charged(), charged(serial=2)
    first, second = matter.submitted().number, other.submitted().number
    paid(first)
    with pytest.raises(InputFaults) as refused:
        paid(second)
    assert codes(refused) == {"receipt_used"}
    with pytest.raises(InputFaults) as refused:
        paid(first, receipt="640101260000000009")
    assert codes(refused) == {"fee_paid_already"}


def test_nothing_waits_for_a_payment_unless_the_line_says_so() -> None:
    matter = charged()
    matter.delivered()
    assert [fee.code for fee in case_for(staff("clerk"), matter.number).fees.to_pay] == ["enrolment_card"]


def test_a_line_that_says_so_is_paid_before_the_decision() -> None:
    matter = charged(paid_before="decision")
    with pytest.raises(InputFaults) as refused:
        matter.decided()
    assert codes(refused) == {"fee_not_paid"}
    paid(matter.number)
    act(commands.decide, staff("approver"), matter.number, granted=True, reason="")


def test_the_ledger_of_a_site_adds_each_line_up_and_names_nobody() -> None:
    matter = charged()
    number = matter.submitted().number
    paid(number)
    for reader in ("clerk", "approver"):
        told = fee_ledger(staff(reader))
        assert [(one.payments, one.left) for one in told.sums] == [(1, Decimal("16.50"))]
        assert told.entries[0].number == number and told.total == Decimal("16.50")
    other = fee_ledger(staff("clerk-mz"))  # the same site, another position: the money, not the matter
    assert [one.number for one in other.entries] == [""] and other.total == Decimal("16.50")
    assert matter.applicant.name not in repr(other)
    for reader in ("assister", "reviewer", "county", "sysadmin"):
        with pytest.raises(NotAuthorized):
            fee_ledger(staff(reader))


def test_a_payment_of_a_matter_that_ended_undecided_is_to_be_given_back_until_it_is() -> None:
    matter = charged()
    number = matter.submitted().number
    paid(number)
    assert not case_for(staff("clerk"), number).fees.to_give_back
    act(commands.withdraw, staff("clerk"), number, reason="申请人说先不办了，等儿子回来再来", signed=True)
    [owed] = case_for(staff("clerk"), number).fees.to_give_back
    later = fee_ledger(staff("clerk"), today() + timedelta(days=62))  # of a month in which nothing was paid
    assert [(one.number, one.to_give_back) for one in later.to_give_back] == [(number, True)]
    assert fee_ledger(staff("clerk")).entries[0].to_give_back
    reason = "申请人撤回了，按原渠道退回"
    act(commands.reverse_fee, staff("clerk"), number, fee=str(owed.id), reason=reason)
    assert not case_for(staff("clerk"), number).fees.to_give_back
    told = fee_ledger(staff("clerk"))
    assert not told.to_give_back and not any(one.to_give_back for one in told.entries)


def test_a_receipt_that_another_case_took_at_this_moment_is_told_as_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matter, other = charged(), charged(serial=2)
    first, second = matter.submitted().number, other.submitted().number
    paid(first)
    monkeypatch.setattr(
        "tongban.cases.commands.fees._faults", lambda *asked: []
    )  # looked before it was there
    with pytest.raises(InputFaults) as refused, transaction.atomic():
        paid(second)
    assert codes(refused) == {"receipt_used"}
    assert CaseFee.objects.count() == 1


def test_a_payment_is_not_older_than_the_application_and_the_sums_are_of_all_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = charged().submitted().number
    with pytest.raises(InputFaults) as refused:
        paid(number, paid_on=date(1900, 1, 1))
    assert codes(refused) == {"paid_before_the_application"}
    paid(number)
    paid(Scenario(serial=2, item_code="LD-001").submitted().number, receipt="640101260000000009")
    monkeypatch.setattr("tongban.cases.fees.ledger.MOST", 1)
    ledger = fee_ledger(staff("clerk"))
    assert (len(ledger.entries), ledger.total, ledger.sums[0].payments) == (1, Decimal("33.00"), 2)

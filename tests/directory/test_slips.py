"""One-time slips: made by administrators, never for themselves; good once, for seven days, for one account."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from tongban.directory.commands import (
    Post,
    PrintedSlip,
    assign,
    close_account,
    make_account,
    make_slip,
    reopen_account,
    sign_in,
    use_slip,
)
from tongban.directory.models import Account, Assignment, SignInTry, Slip, Staff
from tongban.kernel import time
from tongban.kernel.errors import InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import read
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site import demo
from tongban.site.scenario import staff

NOON = datetime(2026, 4, 14, 12, tzinfo=SHANGHAI)
NEW = "绿树 村边 合 37 里"


def county() -> None:
    demo.load(items=["SB-001"])
    Staff.objects.create(code="SL-77", name="新来人")


@pytest.fixture
def clock(db: None) -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(NOON))
        county()
        yield days


def made(maker: str = "secadmin") -> PrintedSlip:
    return make_account(staff(maker), "SL-77", "xinlairen", idempotency_key=uuid4().hex)


def refused(username: str, code: str) -> str:
    with pytest.raises(Refusal) as refusal:
        use_slip(username, code, NEW, NEW)
    return refusal.value.code


def test_an_account_comes_with_a_slip_and_no_password(clock: ExitStack) -> None:
    slip = made()
    row = Account.objects.get(username="xinlairen")
    assert not row.has_usable_password()
    assert len(slip.code) == 14 and slip.expires_at == NOON + timedelta(days=7)
    assert slip.code.encode() not in bytes(Slip.objects.get().code_digest)
    with pytest.raises(Refusal):
        sign_in("xinlairen", slip.code)
    told = read("directory", f"account:{row.id}")
    assert [entry.type for entry in told] == ["account_made", "slip_made"]
    assert all(slip.code not in str(entry.data) for entry in told)


def appointed() -> None:
    """The new person serves as a clerk from today on."""
    position = Assignment.objects.get(id=staff("clerk").assignment_id).position_id
    new = Staff.objects.get(code="SL-77").id
    post = Post(new, position, "clerk", "B", time.today())
    assign(staff("sysadmin"), post, idempotency_key=uuid4().hex)


def test_the_slip_sets_the_password_once(clock: ExitStack) -> None:
    slip = made()
    appointed()
    assert use_slip("xinlairen", slip.code, NEW, NEW).assignments
    assert Account.objects.get(username="xinlairen").has_usable_password()
    assert refused("xinlairen", slip.code) == "wrong_slip"


def test_who_serves_nowhere_today_keeps_the_slip(clock: ExitStack) -> None:
    slip = made()
    assert refused("xinlairen", slip.code) == "no_assignment"
    assert not Account.objects.get(username="xinlairen").has_usable_password()
    appointed()
    assert use_slip("xinlairen", slip.code, NEW, NEW).assignments


def test_case_blanks_and_dashes_do_not_count(clock: ExitStack) -> None:
    slip = made()
    assert refused(" xinlairen ", f" {slip.code.lower().replace('-', ' ')} ") == "no_assignment"


def test_a_password_that_is_refused_leaves_the_slip_good(clock: ExitStack) -> None:
    slip = made()
    appointed()
    for _ in range(7):  # nor does it count as a wrong try
        with pytest.raises(InputFaults):
            use_slip("xinlairen", slip.code, "short", "short")
    assert use_slip("xinlairen", slip.code, NEW, NEW).assignments


def test_it_is_good_for_seven_days(clock: ExitStack) -> None:
    slip = made()
    clock.enter_context(frozen(NOON + timedelta(days=7)))
    assert refused("xinlairen", slip.code) == "wrong_slip"


def test_it_opens_no_other_account_and_unknown_names_are_told_the_same(clock: ExitStack) -> None:
    slip = made()
    assert refused("clerk", slip.code) == refused("nobody", slip.code) == "wrong_slip"
    assert refused("xinlairen", "AAAA-BBBB-CCCC") == "wrong_slip"
    assert refused("xinlairen", "") == "wrong_slip"


def test_guessing_locks(clock: ExitStack) -> None:
    slip = made()
    told = [refused("xinlairen", f"AAAA-BBBB-CCC{guess}") for guess in range(2, 7)]
    assert told == ["wrong_slip"] * 4 + ["locked"]
    assert refused("xinlairen", slip.code) == "locked"
    assert [refused("nobody", "AAAA") for _ in range(5)] == ["wrong_slip"] * 4 + ["locked"]
    assert SignInTry.objects.filter(outcome="wrong_slip").count() == 10


def test_a_new_slip_voids_the_one_before(clock: ExitStack) -> None:
    first = made()
    second = make_slip(staff("secadmin"), first.account_id, idempotency_key=uuid4().hex)
    assert second.code != first.code
    assert refused("xinlairen", first.code) == "wrong_slip"
    assert refused("xinlairen", second.code) == "no_assignment"


def test_the_code_is_shown_once(clock: ExitStack) -> None:
    keeper = staff("secadmin")
    slip = make_account(keeper, "SL-77", "xinlairen", idempotency_key="once")
    again = make_account(keeper, "SL-77", "xinlairen", idempotency_key="once")
    assert (slip.code != "", again.code, Slip.objects.count()) == (True, "", 1)


def test_who_has_a_password_gets_no_slip_from_one_person_alone(clock: ExitStack) -> None:
    with pytest.raises(Refusal) as refusal:
        make_slip(staff("secadmin"), Account.objects.get(username="clerk").id, idempotency_key="k")
    assert refusal.value.code == "slip_needs_recovery"


def test_closing_voids_the_slip(clock: ExitStack) -> None:
    slip = made()
    close_account(staff("secadmin"), slip.account_id, idempotency_key=uuid4().hex)
    assert refused("xinlairen", slip.code) == "wrong_slip"
    reopen_account(staff("secadmin"), slip.account_id, idempotency_key=uuid4().hex)
    assert refused("xinlairen", slip.code) == "wrong_slip"


@pytest.mark.parametrize("who", ["sysadmin", "clerk", "approver", "auditor", "editor-2"])
def test_others_make_no_accounts(clock: ExitStack, who: str) -> None:
    with pytest.raises(NotAuthorized):
        made(who)
    assert not Account.objects.filter(username="xinlairen").exists()


def test_nobody_makes_a_slip_for_themselves(clock: ExitStack) -> None:
    row = Account.objects.get(username="secadmin")
    row.set_unusable_password()
    row.save()
    with pytest.raises(NotAuthorized) as refusal:
        make_slip(staff("secadmin"), row.id, idempotency_key="k")
    assert refusal.value.code == "not_for_yourself"


def test_an_account_that_is_not_there(clock: ExitStack) -> None:
    with pytest.raises(NotFound):
        make_slip(staff("secadmin"), 10**9, idempotency_key="k")


@pytest.mark.parametrize(
    ("code", "username", "fault"),
    [
        ("SL-99", "xinlairen", "staff_unknown"),
        ("SL-01", "xinlairen", "account_there"),
        ("SL-77", "Xi n", "username_form"),
        ("SL-77", "abc", "username_form"),
        ("SL-77", "<script>", "username_form"),
        ("SL-77", "clerk", "username_taken"),
        ("SL-77", " CLERK ", "username_taken"),
    ],
)
def test_what_is_wrong_is_told_by_field(clock: ExitStack, code: str, username: str, fault: str) -> None:
    with pytest.raises(InputFaults) as refusal:
        make_account(staff("secadmin"), code, username, idempotency_key="k")
    assert [one.code for one in refusal.value.faults] == [fault]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_slip_are_one() -> None:
    county()
    slip, together, told = made(), Barrier(2), list[str]()
    appointed()

    def use(new: str) -> None:
        together.wait()
        try:
            use_slip("xinlairen", slip.code, new, new)
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=use, args=(f"{NEW} {number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert told == ["wrong_slip"], "the other one is in"

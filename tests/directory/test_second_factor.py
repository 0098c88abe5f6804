"""The second factor: who needs one, codes good once and for half a minute on either side, and its secret sealed."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.signing_in import code_of
from tests.signing_in import sign_in as sign_in_on_page

from tongban.directory import queries as directory
from tongban.directory.authenticator import (
    DECIDING_ROLES,
    STEP,
    code_at,
    matching_step,
    new_secret,
    second_factor_roles,
    secret_of,
    step_of,
)
from tongban.directory.commands import (
    SignedIn,
    confirm_second_factor,
    drop_second_factor,
    enrol_at_door,
    enrol_second_factor,
    give_second_factors,
    resume,
    sign_in,
)
from tongban.directory.models import Account, Assignment
from tongban.kernel.actors import Public
from tongban.kernel.errors import NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import read
from tongban.kernel.models import DataKey
from tongban.kernel.secrets import SealBroken, open_vault
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site import demo
from tongban.site.powers import EVERY_ROLE
from tongban.site.scenario import staff

NOON = datetime(2026, 4, 14, 12, 0, 10, tzinfo=SHANGHAI)
PASSWORD = demo.county.PASSWORD


@pytest.fixture
def clock(db: None) -> Iterator[ExitStack]:
    with ExitStack() as days:
        days.enter_context(frozen(NOON))
        demo.load(items=["SB-001"])
        yield days


def account(username: str) -> Account:
    return Account.objects.select_related("totp_key").get(username=username)


def refused(door: SignedIn, code: str) -> str:
    with pytest.raises(Refusal) as refusal:
        confirm_second_factor(door, code)
    return refusal.value.code


class TestCodes:
    """RFC 6238, appendix B: the seed of the SHA-1 vectors, cut to six digits."""

    SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890"

    @pytest.mark.parametrize(
        ("seconds", "code"),
        [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
    )
    def test_the_vectors_of_the_standard(self, seconds: int, code: str) -> None:
        assert code_at(self.SEED, seconds // STEP) == code

    @given(offset=st.integers(-20, 20))
    @settings(max_examples=60, deadline=None)
    def test_one_step_off_is_right_and_two_are_wrong(self, offset: int) -> None:
        secret = new_secret()
        code = code_at(secret, step_of(NOON) + offset)
        near = {code_at(secret, step_of(NOON) + one) for one in (-1, 0, 1)}
        found = matching_step(secret, code, NOON)
        assert (found is not None) == (abs(offset) <= 1 or code in near)

    def test_what_is_typed_with_a_blank_or_in_full_width_is_the_same_code(self) -> None:
        secret = new_secret()
        code = code_at(secret, step_of(NOON))
        wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
        assert matching_step(secret, f" {code[:3]} {code[3:]}", NOON) == matching_step(secret, wide, NOON)
        for wrong in ("", "12345", f"{code}0", "abcdef", "١٢٣٤٥٦", "\0" * 6):
            assert matching_step(secret, wrong, NOON) is None


class TestAtTheDoor:
    def test_who_decides_administers_or_audits_needs_one_and_nobody_else(self, clock: ExitStack) -> None:
        asked = {}
        for row in Account.objects.all():
            door = sign_in(row.username, PASSWORD)
            asked[row.username] = door.step
            assert bool(door.assignments) == (door.step == ""), "nobody acts before the code"
        needing = {
            "approver",
            "county_approver",
            "supervisor",
            "catalogue_approver",
            "system_admin",
            "security_admin",
            "auditor",
        }
        held = Assignment.objects.filter(role__in=needing).values_list("staff__account__username", flat=True)
        assert {name for name, step in asked.items() if step == "code"} == set(held)
        assert set(asked.values()) == {"", "code"}

    def test_the_right_code_opens(self, clock: ExitStack) -> None:
        door = confirm_second_factor(sign_in("approver", PASSWORD), code_of("approver"))
        assert [actor.role for actor in door.assignments] == ["approver"]

    def test_a_code_is_good_once(self, clock: ExitStack) -> None:
        code = code_of("approver")
        assert confirm_second_factor(sign_in("approver", PASSWORD), code).assignments
        assert refused(sign_in("approver", PASSWORD), code) == "wrong_code"

    def test_an_older_code_than_the_last_used_one_is_worth_nothing(self, clock: ExitStack) -> None:
        secret = secret_of(account("approver"))
        now = step_of(NOON)
        assert confirm_second_factor(sign_in("approver", PASSWORD), code_at(secret, now)).assignments
        assert refused(sign_in("approver", PASSWORD), code_at(secret, now - 1)) == "wrong_code"
        assert confirm_second_factor(sign_in("approver", PASSWORD), code_at(secret, now + 1)).assignments

    @pytest.mark.parametrize("steps", [-2, -100, 2, 100])
    def test_a_code_of_the_past_or_the_future_is_wrong(self, clock: ExitStack, steps: int) -> None:
        secret = secret_of(account("approver"))
        assert refused(sign_in("approver", PASSWORD), code_at(secret, step_of(NOON) + steps)) == "wrong_code"

    def test_the_code_of_a_colleague_opens_nothing(self, clock: ExitStack) -> None:
        assert refused(sign_in("approver", PASSWORD), code_of("editor-2")) == "wrong_code"

    def test_the_door_closes_after_five_minutes(self, clock: ExitStack) -> None:
        door = sign_in("approver", PASSWORD)
        clock.enter_context(frozen(NOON + timedelta(minutes=5, seconds=1)))
        assert refused(door, code_of("approver")) == "door_closed"

    def test_nobody_passes_who_proved_nothing(self, clock: ExitStack) -> None:
        door = sign_in("approver", PASSWORD)
        code = code_of("approver")
        for forged in (
            replace(door, proved=frozenset()),
            replace(door, at=None),
            replace(door, at=NOON + timedelta(hours=1)),
            replace(door, account_id=-1),
        ):
            assert refused(forged, code) == "door_closed"

    def test_an_account_that_was_closed_meanwhile_is_nobodys(self, clock: ExitStack) -> None:
        door = sign_in("approver", PASSWORD)
        Account.objects.filter(username="approver").update(is_active=False)
        assert refused(door, code_of("approver")) == "door_closed"
        with pytest.raises(Refusal):
            resume(door.account_id, door.proved, NOON)


class TestEnrolling:
    @pytest.fixture
    def without(self, clock: ExitStack) -> Account:
        row = account("approver")
        Account.objects.filter(id=row.id).update(totp_secret=None, totp_key=None)
        return row

    def test_who_must_have_one_gets_nowhere_before(self, without: Account) -> None:
        door = sign_in("approver", PASSWORD)
        assert (door.step, door.assignments) == ("enrol", ())

    def test_setting_it_up_opens_the_door_and_uses_its_code_up(self, without: Account) -> None:
        secret = new_secret()
        code = pyotp.TOTP(secret).at(NOON)
        assert enrol_at_door(sign_in("approver", PASSWORD), secret, code).assignments
        assert refused(sign_in("approver", PASSWORD), code) == "wrong_code"
        assert [entry.type for entry in read("directory", f"account:{without.id}")][-1] == "second_factor_set"

    def test_a_wrong_code_sets_nothing_up(self, without: Account) -> None:
        for secret, code in ((new_secret(), "000000"), ("", "000000"), (new_secret(), "")):
            with pytest.raises(Refusal):
                enrol_at_door(sign_in("approver", PASSWORD), secret, code)
        assert account("approver").totp_secret is None

    def test_who_has_one_cannot_put_another_in_its_place_at_the_door(self, clock: ExitStack) -> None:
        """Whoever knows the password alone does not become the account's holder."""
        secret = new_secret()
        door = sign_in("approver", PASSWORD)
        for forged in (door, replace(door, step="enrol")):
            with pytest.raises(Refusal) as refusal:
                enrol_at_door(forged, secret, pyotp.TOTP(secret).at(NOON))
            assert refusal.value.code == "door_closed"

    def test_the_secret_is_sealed_under_a_key_of_its_own(self, clock: ExitStack) -> None:
        one, other = account("approver"), account("editor-2")
        secret = secret_of(one)
        assert secret.encode() not in bytes(one.totp_secret or b"")
        assert one.totp_key_id != other.totp_key_id
        assert one.totp_key and other.totp_key
        with pytest.raises(SealBroken):
            open_vault(other.totp_key).open(bytes(one.totp_secret or b""), "totp")


class TestOfFreeWill:
    def code(self, secret: str) -> str:
        return pyotp.TOTP(secret).at(NOON)

    def test_a_clerk_may_have_one_and_is_then_asked_for_it(self, clock: ExitStack) -> None:
        clerk, secret = staff("clerk"), new_secret()
        enrol_second_factor(clerk, secret, self.code(secret), idempotency_key=uuid4().hex)
        assert sign_in("clerk", PASSWORD).step == "code"
        with pytest.raises(Refusal) as refusal:
            enrol_second_factor(clerk, secret, code_of("clerk"), idempotency_key=uuid4().hex)
        assert refusal.value.code == "second_factor_there"
        drop_second_factor(clerk, code_of("clerk"), idempotency_key=uuid4().hex)
        assert sign_in("clerk", PASSWORD).assignments

    def test_its_key_is_destroyed_when_it_is_taken_off(self, clock: ExitStack) -> None:
        clerk, secret = staff("clerk"), new_secret()
        enrol_second_factor(clerk, secret, self.code(secret), idempotency_key=uuid4().hex)
        key = account("clerk").totp_key_id
        drop_second_factor(clerk, code_of("clerk"), idempotency_key=uuid4().hex)
        assert DataKey.objects.get(id=key).wrapped is None

    def test_who_must_have_one_cannot_take_it_off(self, clock: ExitStack) -> None:
        with pytest.raises(NotAuthorized) as refusal:
            drop_second_factor(staff("approver"), code_of("approver"), idempotency_key="k")
        assert refusal.value.code == "second_factor_required"

    def test_nobody_outside_sets_one_up(self, clock: ExitStack) -> None:
        with pytest.raises(NotAuthorized):
            enrol_second_factor(Public(), new_secret(), "000000", idempotency_key="k")
        with pytest.raises(NotAuthorized):
            give_second_factors(staff("clerk"))


class TestDemonstration:
    def test_the_authenticator_shows_a_code_that_opens(self, clock: ExitStack) -> None:
        (shown,) = directory.demo_codes("approver")
        assert confirm_second_factor(sign_in("approver", PASSWORD), shown.code).assignments
        (after,) = directory.demo_codes("approver")
        assert after.code != shown.code, "a used one is not shown again"
        assert confirm_second_factor(sign_in("approver", PASSWORD), after.code).assignments
        assert directory.demo_codes("approver")[0].code == "", "two in half a minute are all there are"

    def test_there_is_none_outside_a_demonstration(self, clock: ExitStack, settings, client) -> None:
        settings.DEMO = False
        with pytest.raises(NotFound):
            directory.demo_codes("approver")
        assert client.get("/demo/authenticator/").status_code == 404


class TestForEveryone:
    """``TONGBAN_STAFF_SECOND_FACTOR=everyone``: what a system to be assessed for level 3 sets."""

    @pytest.fixture
    def everyone(self, clock: ExitStack, settings: LazySettings) -> None:
        settings.STAFF_SECOND_FACTOR = "everyone"

    def test_the_default_asks_who_approves_administers_or_audits(self, clock: ExitStack) -> None:
        assert second_factor_roles() == DECIDING_ROLES
        assert sign_in("clerk", PASSWORD).step == ""

    @pytest.mark.usefixtures("everyone")
    def test_every_role_is_asked(self) -> None:
        assert second_factor_roles() == set(EVERY_ROLE)

    @pytest.mark.usefixtures("everyone")
    @pytest.mark.parametrize("username", ["clerk", "assister", "reviewer"])
    def test_whoever_has_none_sets_one_up_at_the_door_and_comes_in(self, username: str) -> None:
        door = sign_in(username, PASSWORD)
        assert door.step == "enrol"
        secret = new_secret()
        with pytest.raises(Refusal):
            enrol_at_door(door, secret, "000000")
        inside = enrol_at_door(door, secret, code_at(secret, step_of(NOON)))
        assert inside.step == "" and inside.assignments

    @pytest.mark.usefixtures("everyone")
    def test_a_clerk_does_not_take_it_off(self) -> None:
        secret = new_secret()
        enrol_at_door(sign_in("clerk", PASSWORD), secret, code_at(secret, step_of(NOON)))
        with pytest.raises(NotAuthorized) as refused:
            drop_second_factor(staff("clerk"), code_at(secret, step_of(NOON) + 1), idempotency_key="off")
        assert refused.value.code == "second_factor_required"

    def test_a_session_opened_without_a_code_is_nobodys_from_then_on(
        self, clock: ExitStack, settings: LazySettings
    ) -> None:
        client = Client()
        sign_in_on_page(client, "clerk")
        assert client.get("/work/").status_code == 200
        settings.STAFF_SECOND_FACTOR = "everyone"
        assert client.get("/work/").status_code == 302

    @pytest.mark.usefixtures("everyone")
    def test_the_desk_of_accounts_finds_who_has_none(self) -> None:
        page = directory.accounts(staff("secadmin"), state="no_factor")
        assert "clerk" in {row.username for row in page.rows}

    def test_a_word_nobody_knows_asks_for_no_less(self, settings: LazySettings) -> None:
        settings.STAFF_SECOND_FACTOR = "no"
        with pytest.raises(ImproperlyConfigured):
            second_factor_roles()

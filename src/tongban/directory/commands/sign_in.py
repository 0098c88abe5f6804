"""Signing in: password, then the code of the second factor, then what is still missing; each step by itself.

Between the steps a person is *at the door*: the face's session holds the account and what was proved, for five
minutes (`AtDoor`).  What is still to do is worked out anew at every step from the account as it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tongban.directory.authenticator import matching_step, provider_key, second_factor_roles, secret_of
from tongban.directory.commands import sign_in_tries as tries
from tongban.directory.commands.sign_in_password import must_change, set_new
from tongban.directory.commands.sign_in_tries import TRIES as TRIES
from tongban.directory.models import Account
from tongban.directory.queries.assignments import assignments_of
from tongban.kernel import ledger, time
from tongban.kernel.actors import Staff, System
from tongban.kernel.errors import Refusal

AT_DOOR = timedelta(minutes=5)
DOOR = System("sign_in")


@dataclass(frozen=True)
class SignedIn:
    """Who stands at the door, what they proved, and what is still to do.

    Attributes:
        proved: of ``password``, ``provider`` (an identity provider's word), ``slip``, ``code``.
        at: when the last of it was proved.
        step: ``code``, ``password`` (a new one is due), ``enrol`` (a second factor is due); empty: they are in.
        assignments: what they may act as; empty as long as a step is open.
    """

    account_id: int
    assignments: tuple[Staff, ...]
    step: str = ""
    proved: frozenset[str] = field(default=frozenset())
    at: datetime | None = None


def sign_in(username: str, password: str, address: str = "") -> SignedIn:
    """Check a user name and its password.

    Args:
        address: where the try comes from, for the log.

    Raises:
        Refusal: ``wrong_credentials``; ``locked`` (until); ``no_assignment`` where the person serves nowhere
            today.
    """
    plain = username.replace("\0", "").strip()
    account = Account.objects.filter(username=plain, is_active=True).first()
    if account is None:
        raise _unknown(plain, password, address)
    _count(account, plain, address)
    if not check_password(password, account.password):
        raise tries.wrong(account, plain, address, "wrong_password", "wrong_credentials")
    return proceed(account, frozenset({"password"}), address)


def confirm_second_factor(door: SignedIn, code: str, address: str = "") -> SignedIn:
    """Check the code of the authenticator app; a code is good once.

    Raises:
        Refusal: ``wrong_code``; ``locked``; ``door_closed`` after five minutes; ``no_assignment``.
    """
    account = at_door(door)
    _count(account, account.username, address)
    if not use_code(account, code):
        raise tries.wrong(account, account.username, address, "wrong_code", "wrong_code")
    return proceed(account, door.proved | {"code"}, address)


def choose_password(door: SignedIn, new: str, again: str, address: str = "") -> SignedIn:
    """Set the new password that is due at the door.

    Raises:
        InputFaults: what is wrong with it.
        Refusal: ``door_closed``, also where none is due.
    """
    account = at_door(door)
    if step_of(account, door.proved) != "password":
        raise Refusal("door_closed")
    with transaction.atomic():
        set_new(account, new, again, at=time.now())
        note(account, "password_changed")
    return proceed(account, door.proved, address, counted=False)


def sign_in_by_provider(issuer: str, subject: str, acr: str, address: str = "") -> SignedIn:
    """Let in whom an identity provider vouches for; it never makes an account.

    Args:
        acr: the level of assurance that it states; one that the settings name counts as a second factor.

    Raises:
        Refusal: ``provider_unknown_account``; ``locked``; ``no_assignment``.
    """
    account = Account.objects.filter(oidc_subject=provider_key(issuer, subject), is_active=True).first()
    if account is None:
        tries.record(None, "", address, "unknown_subject")
        raise Refusal("provider_unknown_account")
    _count(account, account.username, address)
    strong = acr != "" and acr in settings.OIDC.get("staff", {}).get("second_factor_acr", "").split()
    proved = frozenset({"provider", "code"}) if strong else frozenset({"provider"})
    return proceed(account, proved, address)


def note_sign_out(account_id: int, address: str = "", outcome: str = "signed_out") -> None:
    """Write down that somebody left, or was signed out for having been away."""
    account = Account.objects.filter(id=account_id).first()
    if account is not None:
        tries.record(account, account.username, address, outcome)


def resume(account_id: int, proved: frozenset[str], at: datetime) -> SignedIn:
    """Who stands at the door, from what a session kept of it.

    Raises:
        Refusal: ``door_closed``, after five minutes or where the account was closed.
    """
    door = SignedIn(account_id, (), "", proved, at)
    return SignedIn(account_id, (), step_of(at_door(door), proved), proved, at)


def at_door(door: SignedIn) -> Account:
    """The account of somebody at the door.

    Raises:
        Refusal: ``door_closed``.
    """
    late = door.at is None or not timedelta(0) <= time.now() - door.at <= AT_DOOR
    account = None if late or not door.proved else _open_account(door.account_id)
    if account is None:
        raise Refusal("door_closed")
    return account


def step_of(account: Account, proved: frozenset[str]) -> str:
    """What is still to do at the door; empty where nothing is."""
    if account.totp_secret is not None and "code" not in proved:
        return "code"
    if "provider" not in proved and must_change(account):
        return "password"
    if account.totp_secret is None and "code" not in proved and needs_second_factor(account.id):
        return "enrol"
    return ""


def needs_second_factor(account_id: int) -> bool:
    """Whether one of the person's assignments of today asks for a second factor."""
    return any(actor.role in second_factor_roles() for actor in assignments_of(account_id))


def proceed(account: Account, proved: frozenset[str], address: str, *, counted: bool = True) -> SignedIn:
    """The next step, or the open door.

    Args:
        counted: whether a try was counted that turned out right.

    Raises:
        Refusal: ``no_assignment``.
    """
    step = step_of(account, proved)
    if step:
        if counted:
            tries.give_back(account)
        tries.record(account, account.username, address, f"waits_{step}")
        return SignedIn(account.id, (), step, proved, time.now())
    tries.right(account)
    assignments = assignments_of(account.id)
    tries.record(account, account.username, address, "signed_in" if assignments else "no_assignment")
    if not assignments:
        raise Refusal("no_assignment")
    return SignedIn(account.id, assignments, "", proved, time.now())


def use_code(account: Account, code: str) -> bool:
    """Whether a code is right and was not used; two who come with the same one get in one by one."""
    with transaction.atomic():
        held = Account.objects.select_for_update(of=("self",)).select_related("totp_key").get(id=account.id)
        if held.totp_secret is None:
            return False
        step = matching_step(secret_of(held), code, time.now())
        if step is None or step <= held.totp_last_step:
            return False
        Account.objects.filter(id=account.id).update(totp_last_step=step)
    return True


def note(account: Account, type_: str, data: dict[str, object] | None = None) -> None:
    """An event of the account's own stream that its owner brought about at the door."""
    ledger.append(
        "directory",
        f"account:{account.id}",
        [ledger.Event(type_, {"by": "owner", **(data or {})})],
        at=time.now(),
        actor=DOOR,
        command_id=uuid4(),
    )


def _open_account(account_id: int) -> Account | None:
    return Account.objects.filter(id=account_id, is_active=True).first()


def _count(account: Account, username: str, address: str) -> None:
    _told_locked(account, username, address, lambda: tries.count(account))


def _told_locked(account: Account | None, username: str, address: str, act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal:
        tries.record(account, username, address, "locked")
        raise


def _unknown(username: str, password: str, address: str) -> Refusal:
    """What a name without an account is told: the same as one with, and as slowly."""
    until = tries.locked_name(username)
    if until is not None:
        tries.record(None, username, address, "locked")
        return Refusal("locked", {"until": until})
    make_password(password)
    tries.record(None, username, address, "wrong_password")
    until = tries.locked_name(username)
    return Refusal("locked", {"until": until}) if until is not None else Refusal("wrong_credentials")

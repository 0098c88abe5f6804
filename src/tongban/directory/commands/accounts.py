"""Accounts of staff (账号): made and kept by the security administrator; nobody keeps their own.

Who appoints makes no accounts: one administrator alone could otherwise invent an approver and sign in as them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction

from tongban.directory.authenticator import provider_key
from tongban.directory.authority import require_role
from tongban.directory.commands import sign_in_tries as tries
from tongban.directory.commands.namesakes import told_apart
from tongban.directory.commands.second_factor import own_account
from tongban.directory.commands.sign_in_password import set_new
from tongban.directory.commands.slips import PrintedSlip, print_slip
from tongban.directory.live_sessions import end_session_of
from tongban.directory.models import Account, Staff
from tongban.directory.models.doors import Slip
from tongban.directory.queries.accounts import recovery_confirmed_by
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,38}[a-z0-9]")
SECURITY = ("security_admin",)
CONFIRMERS = ("system_admin", "security_admin")
"""Of a recovery: whoever confirmed it prints its slip."""


def make_account(
    actor: Actor, staff_code: str, username: str, *, idempotency_key: str, different_people: str = ""
) -> PrintedSlip:
    """Give a member of staff a log-in, with the slip to hand over.

    Args:
        username: 4 to 40 lower-case letters, digits, dots and dashes.
        different_people: where an administrator has the same name or phone: how one knows that these are two
            people, 4 to 200 characters; kept with the account.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        InputFaults: ``staff_unknown``, ``account_there``, ``username_form``, ``username_taken``; as `told_apart`.
    """
    _keeper(actor, *SECURITY)
    plain = username.strip().lower()
    staff = Staff.objects.filter(code=staff_code.replace("\0", "").strip()).first()
    faults = []
    if staff is None:
        faults.append(FieldFault("staff_code", "staff_unknown"))
    elif Account.objects.filter(staff=staff).exists():
        faults.append(FieldFault("staff_code", "account_there"))
    if not USERNAME.fullmatch(plain):
        faults.append(FieldFault("username", "username_form"))
    elif Account.objects.filter(username=plain).exists():
        faults.append(FieldFault("username", "username_taken"))
    body = {"staff": staff_code, "username": plain}
    with command("directory.make_account", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return _printed_before(Account.objects.select_related("staff").get(username=plain))
        if faults or staff is None:
            raise InputFaults(faults)
        _not_own(actor, staff.id)
        words = told_apart(actor, staff.id, different_people)
        account = Account(username=plain, staff=staff, told_apart=words)
        account.set_unusable_password()
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError as fault:
            raise InputFaults([FieldFault("username", "username_taken")]) from fault
        slip = print_slip(actor, account, Slip.Purpose.FIRST, run.at)
        _record(run, account, "account_made", {"told_apart": True} if words else {})
        _record(run, account, "slip_made", {"purpose": slip.purpose})
    return slip


def make_slip(actor: Actor, account_id: int, *, idempotency_key: str) -> PrintedSlip:
    """Print a slip anew for an account that was never used, or whose recovery two persons agreed to.

    The first is the security administrator's; the slip of a recovery is printed by who confirmed it alone.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``; ``slip_of_the_confirmer``.
        NotFound: no such account.
        Refusal: ``slip_needs_recovery``, where the account has a password: that takes two persons.
    """
    with _kept(actor, "make_slip", account_id, idempotency_key, *CONFIRMERS) as (run, account):
        if run.replayed:
            return _printed_before(account)
        if account.has_usable_password():
            raise Refusal("slip_needs_recovery")
        confirmer = recovery_confirmed_by(account.id)
        if confirmer is None:
            _keeper(actor, *SECURITY)
        elif isinstance(actor, StaffActor) and actor.staff_id != confirmer:
            raise NotAuthorized("slip_of_the_confirmer")
        purpose = Slip.Purpose.FIRST if confirmer is None else Slip.Purpose.RECOVERY
        slip = print_slip(actor, account, purpose, run.at)
        _record(run, account, "slip_made", {"purpose": slip.purpose})
    return slip


def unlock_account(actor: Actor, account_id: int, *, idempotency_key: str) -> None:
    """End an account's lock before its time.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        NotFound: no such account.
    """
    with _kept(actor, "unlock_account", account_id, idempotency_key, *SECURITY) as (run, account):
        if not run.replayed:
            tries.right(account)
            _record(run, account, "account_unlocked")


def end_session(actor: Actor, account_id: int, *, idempotency_key: str) -> None:
    """Sign somebody out.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        NotFound: no such account.
    """
    with _kept(actor, "end_session", account_id, idempotency_key, *SECURITY) as (run, account):
        if not run.replayed and end_session_of(account.id, "ended_by_administrator"):
            _record(run, account, "session_ended")


def close_account(actor: Actor, account_id: int, *, idempotency_key: str) -> None:
    """Close an account; its session ends, its slips are void.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        NotFound: no such account.
    """
    with _kept(actor, "close_account", account_id, idempotency_key, *SECURITY) as (run, account):
        if run.replayed or not account.is_active:
            return
        Account.objects.filter(id=account.id).update(is_active=False)
        Slip.objects.filter(account=account, used_at=None).update(used_at=run.at)
        end_session_of(account.id, "closed")
        _record(run, account, "account_closed")


def reopen_account(actor: Actor, account_id: int, *, idempotency_key: str) -> None:
    """Open a closed account again, with the password and second factor that it had.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        NotFound: no such account.
    """
    with _kept(actor, "reopen_account", account_id, idempotency_key, *SECURITY) as (run, account):
        if run.replayed or account.is_active:
            return
        Account.objects.filter(id=account.id).update(
            is_active=True, failed_tries=0, locks=0, locked_until=None
        )
        _record(run, account, "account_reopened")


def link_identity(actor: Actor, issuer: str, subject: str, password: str, *, idempotency_key: str) -> None:
    """Write down who one is oneself at the identity provider; an empty subject takes it off.

    Nobody else can: who writes the subject decides who gets in.

    Args:
        password: one's own, so that an open desk is not enough.

    Raises:
        NotAuthorized: ``staff_only``.
        InputFaults: ``password_wrong``, ``subject_taken``, ``too_long``.
        Refusal: ``locked``, after too many wrong passwords.
    """
    account = own_account(actor)
    plain = subject.replace("\0", "").strip()
    key = provider_key(issuer, plain) if plain else None
    _prove(account, password, "password")
    body = {"account": account.id, "more": key or ""}
    with command("directory.link_identity", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return
        if key is not None and len(key) > 200:
            raise InputFaults([FieldFault("subject", "too_long", {"most": 200})])
        if key is not None and Account.objects.filter(oidc_subject=key).exclude(id=account.id).exists():
            raise InputFaults([FieldFault("subject", "subject_taken")])
        Account.objects.filter(id=account.id).update(oidc_subject=key)
        _record(run, account, "identity_linked" if key else "identity_unlinked", {"by": "owner"})


def unlink_identity(actor: Actor, account_id: int, *, idempotency_key: str) -> None:
    """Take off who an account is at the identity provider; only its owner writes another down.

    Raises:
        NotAuthorized: ``accounts_not_yours``; ``not_for_yourself``.
        NotFound: no such account.
    """
    with _kept(actor, "unlink_identity", account_id, idempotency_key, *SECURITY) as (run, account):
        if not run.replayed and account.oidc_subject is not None:
            Account.objects.filter(id=account.id).update(oidc_subject=None)
            _record(run, account, "identity_unlinked")


def change_password(actor: Actor, old: str, new: str, again: str, *, idempotency_key: str) -> None:
    """Change one's own password.

    Raises:
        NotAuthorized: ``staff_only``.
        InputFaults: ``password_wrong`` of the old one, and what is wrong with the new one.
        Refusal: ``locked``, after too many wrong old ones.
    """
    account = own_account(actor)
    _prove(account, old, "old_password")
    with command("directory.change_password", actor, idempotency_key, {"account": account.id}, {}) as run:
        if run.replayed:
            return
        set_new(account, new, again, at=run.at)
        _record(run, account, "password_changed", {"by": "owner"})


def _prove(account: Account, password: str, field: str) -> None:
    """Ask for the password again; wrong ones count and lock as at the door."""
    tries.count(account)
    if not check_password(password, account.password):
        refusal = tries.wrong(account, account.username, "", "wrong_password", "wrong_credentials")
        if refusal.code == "locked":
            raise refusal
        raise InputFaults([FieldFault(field, "password_wrong")])
    tries.give_back(account)


@contextmanager
def _kept(actor: Actor, name: str, account_id: int, key: str, *roles: str) -> Iterator[tuple[Run, Account]]:
    """A command on one account by who may keep it, with the account's row held."""
    _keeper(actor, *roles)
    body = {"account": account_id, "more": ""}
    with command(f"directory.{name}", actor, key, body, {}) as run:
        rows = Account.objects.select_for_update(of=("self",)).select_related("staff", "totp_key")
        account = rows.filter(id=account_id).first()
        if account is None:
            raise NotFound("account")
        _not_own(actor, account.staff_id)
        yield run, account


def _keeper(actor: Actor, *roles: str) -> None:
    if not isinstance(actor, System):
        require_role(actor, *roles, code="accounts_not_yours")


def _not_own(actor: Actor, staff_id: int) -> None:
    if isinstance(actor, StaffActor) and actor.staff_id == staff_id:
        raise NotAuthorized("not_for_yourself")


def _printed_before(account: Account) -> PrintedSlip:
    slip = Slip.objects.filter(account=account).latest("made_at", "id")
    return PrintedSlip(
        account.id, account.username, account.staff.name, "", slip.purpose, slip.made_at, slip.expires_at
    )


def _record(run: Run, account: Account, type_: str, data: dict[str, object] | None = None) -> None:
    event = ledger.Event(type_, {"account": account.id, **(data or {})})
    ledger.append(
        "directory", f"account:{account.id}", [event], at=run.at, actor=run.actor, command_id=run.id
    )

"""The second factor (双因素): an authenticator app whose codes follow the clock; set up, used, taken off."""

from django.db import transaction

from tongban.directory.authenticator import (
    CONTEXT,
    matching_step,
    new_secret,
    second_factor_roles,
)
from tongban.directory.commands import sign_in_tries as tries
from tongban.directory.commands.sign_in import (
    SignedIn,
    at_door,
    needs_second_factor,
    note,
    proceed,
    step_of,
    use_code,
)
from tongban.directory.models import Account
from tongban.directory.queries.assignments import holding
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.commands import command
from tongban.kernel.errors import NotAuthorized, Refusal
from tongban.kernel.secrets import new_vault


def enrol_at_door(door: SignedIn, secret: str, code: str, address: str = "") -> SignedIn:
    """Set up the second factor that is due at the door.

    Args:
        secret: the one that the page showed.
        code: what the app makes of it, as proof that it was read in.

    Raises:
        Refusal: ``wrong_code``; ``locked``; ``door_closed``, also where none is due.
    """
    account = at_door(door)
    if step_of(account, door.proved) != "enrol":
        raise Refusal("door_closed")
    _enrol(account, secret, code)
    return proceed(account, door.proved | {"code"}, address, counted=False)


def enrol_second_factor(actor: Actor, secret: str, code: str, *, idempotency_key: str) -> None:
    """Set up one's own second factor, of one's own free will.

    Raises:
        NotAuthorized: ``staff_only``.
        Refusal: ``second_factor_there``; ``wrong_code``.
    """
    account = own_account(actor)
    with command("directory.enrol_second_factor", actor, idempotency_key, {"account": account.id}, {}) as run:
        if run.replayed:
            return
        _enrol(account, secret, code)


def drop_second_factor(actor: Actor, code: str, *, idempotency_key: str) -> None:
    """Take one's own second factor off; who must have one cannot.

    Args:
        code: of the app, as proof that it is its holder who asks.

    Raises:
        NotAuthorized: ``staff_only``; ``second_factor_required``.
        Refusal: ``wrong_code``; ``locked``.
    """
    account = own_account(actor)
    if needs_second_factor(account.id):
        raise NotAuthorized("second_factor_required")
    tries.count(account)
    if not use_code(account, code):
        raise tries.wrong(account, account.username, "", "wrong_code", "wrong_code")
    tries.give_back(account)
    with command("directory.drop_second_factor", actor, idempotency_key, {"account": account.id}, {}) as run:
        if run.replayed:
            return
        clear(account)
        event = ledger.Event("second_factor_removed", {"by": "owner"})
        ledger.append(
            "directory", f"account:{account.id}", [event], at=run.at, actor=actor, command_id=run.id
        )


def give_second_factors(actor: Actor) -> int:
    """Give a second factor to every account that needs one and has none; how many.  For a demonstration only.

    Raises:
        NotAuthorized: ``directory_setup_only``.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("directory_setup_only")
    needing = holding(time.today()).filter(role__in=second_factor_roles()).values("staff_id")
    given = 0
    for account in Account.objects.filter(staff_id__in=needing, totp_secret=None, is_active=True):
        with transaction.atomic():
            _keep(account, new_secret(), 0)
            note(account, "second_factor_set")
        given += 1
    return given


def own_account(actor: Actor) -> Account:
    """The account of a member of staff.

    Raises:
        NotAuthorized: ``staff_only``.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    account = Account.objects.filter(staff_id=actor.staff_id, is_active=True).first()
    if account is None:
        raise NotAuthorized("staff_only")
    return account


def clear(account: Account) -> None:
    """Take the second factor off an account and destroy its key."""
    key = account.totp_key
    account.totp_key, account.totp_secret, account.totp_set_at = None, None, None
    account.save(update_fields=["totp_key", "totp_secret", "totp_set_at"])
    if key is not None:
        key.wrapped, key.destroyed_at = None, time.now()
        key.save(update_fields=["wrapped", "destroyed_at"])


def _enrol(account: Account, secret: str, code: str) -> None:
    """Check the first code and keep the secret.

    Raises:
        Refusal: ``second_factor_there``; ``wrong_code``.
    """
    step = matching_step(secret, code, time.now()) if secret else None
    if step is None:
        raise Refusal("wrong_code")
    with transaction.atomic():
        held = Account.objects.select_for_update(of=("self",)).get(id=account.id)
        if held.totp_secret is not None:
            raise Refusal("second_factor_there")
        _keep(held, secret, step)  # the code that proved it is used up
        note(held, "second_factor_set")
    account.totp_secret = held.totp_secret


def _keep(account: Account, secret: str, step: int) -> None:
    key, vault = new_vault()
    key.save(force_insert=True)
    account.totp_key = key
    account.totp_secret = vault.seal(secret.encode(), CONTEXT)
    account.totp_set_at = time.now()
    account.totp_last_step = step
    account.save(update_fields=["totp_key", "totp_secret", "totp_set_at", "totp_last_step"])

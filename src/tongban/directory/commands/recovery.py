"""A lost password or second factor (找回账号): one administrator proposes, one of another kind confirms.

Confirming voids the password, the second factor and who the account is at the identity provider (a stranger's link
would otherwise lead straight to a second factor of the stranger's), and ends the session.  The slip is then printed by
who confirmed (`accounts.make_slip`), since the account has no password any more.  The owner finds it among their own
sign-ins.
"""

from collections.abc import Mapping
from typing import Any

from tongban.directory.commands import sign_in_tries as tries
from tongban.directory.commands.second_factor import clear
from tongban.directory.live_sessions import end_session_of
from tongban.directory.models import Account, Slip
from tongban.directory.proposals import Agreed, Kind
from tongban.kernel import ledger
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults


def recover(agreed: Agreed) -> None:
    """Void what the account could be opened with; within the confirming command."""
    run = agreed.run
    account = (
        Account.objects.select_for_update(of=("self",))
        .select_related("totp_key")
        .get(id=agreed.payload["account"])
    )
    account.set_unusable_password()
    account.failed_tries, account.locks, account.locked_until, account.must_change = 0, 0, None, False
    account.oidc_subject = None
    account.save(
        update_fields=["password", "failed_tries", "locks", "locked_until", "must_change", "oidc_subject"]
    )
    clear(account)
    Slip.objects.filter(account=account, used_at=None).update(used_at=run.at)
    end_session_of(account.id, "recovered")
    tries.record(account, account.username, "", "recovered")
    event = ledger.Event("account_recovered", {"account": account.id, "proposal": str(agreed.proposal_id)})
    ledger.append(
        "directory",
        f"account:{account.id}",
        [event],
        at=run.at,
        actor=agreed.confirmed_by,
        command_id=run.id,
    )


def _check(actor: Staff, payload: Mapping[str, Any]) -> None:
    if set(payload) != {"account"} or not _found(payload):
        raise InputFaults([FieldFault("account", "account_unknown")])


def _found(payload: Mapping[str, Any]) -> Account | None:
    number = payload.get("account")
    if not isinstance(number, int):
        return None
    return Account.objects.filter(id=number, is_active=True).select_related("staff").first()


def _concerns(payload: Mapping[str, Any]) -> frozenset[int]:
    account = _found(payload)
    return frozenset({account.staff_id}) if account else frozenset()


def _told(payload: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    account = _found(payload)
    if account is None:
        return (("account", "—"),)
    person = account.staff
    return (("account", account.username), ("person", person.name), ("staff_code", person.code))


RECOVER_ACCOUNT = Kind(
    code="recover_account",
    carry_out=recover,
    check=_check,
    concerns=_concerns,
    told=_told,
)

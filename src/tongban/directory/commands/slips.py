"""One-time slips (首次登录凭条): printed, handed over in person, good once and for seven days.

The code stands on the paper alone; the database holds its keyed digest.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tongban.directory.authority import entered_by
from tongban.directory.commands import sign_in_tries as tries
from tongban.directory.commands.sign_in import SignedIn, note, proceed
from tongban.directory.commands.sign_in_password import set_new
from tongban.directory.models import Account
from tongban.directory.models.doors import Slip
from tongban.directory.queries.assignments import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Actor
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Refusal

GOOD_FOR = timedelta(days=7)
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that another is taken for on paper; 31 of them
LENGTH = 12  # 59 bits


@dataclass(frozen=True)
class PrintedSlip:
    """What is printed.

    Attributes:
        code: like ``ABCD-EFGH-JKMN``; empty where the slip was made before and its code is known to nobody.
    """

    account_id: int
    username: str
    name: str
    code: str
    purpose: str
    made_at: datetime
    expires_at: datetime


def print_slip(actor: Actor, account: Account, purpose: str, at: datetime) -> PrintedSlip:
    """Make a slip for an account within a command; older ones of the account are void from now on."""
    Slip.objects.filter(account=account, used_at=None).update(used_at=at)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    Slip.objects.create(
        account=account,
        purpose=purpose,
        code_digest=digest_of(code),
        made_by_id=entered_by(actor),
        made_at=at,
        expires_at=at + GOOD_FOR,
    )
    spelt = "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))
    return PrintedSlip(account.id, account.username, account.staff.name, spelt, purpose, at, at + GOOD_FOR)


def digest_of(code: str) -> bytes:
    """The digest of a code as typed: case, blanks and dashes do not count."""
    plain = unicodedata.normalize("NFKC", code[:100]).upper()
    return keyed_digest("slip", "".join(letter for letter in plain if letter.isalnum()))


def use_slip(username: str, code: str, new: str, again: str, address: str = "") -> SignedIn:
    """Set the first password with a slip; what is still to do stands in the answer's ``step``.

    A slip whose password is refused stays good, and so does that of somebody who serves nowhere today.

    Raises:
        Refusal: ``wrong_slip``, of an unknown name, a used and an old slip too; ``locked``; ``no_assignment``.
        InputFaults: what is wrong with the password.
    """
    plain = username.replace("\0", "").strip()
    account = Account.objects.filter(username=plain, is_active=True).select_related("staff").first()
    if account is None:
        raise _unknown(plain, code, address)
    tries.count(account)
    now = time.now()
    good = Slip.objects.filter(account=account, code_digest=digest_of(code), used_at=None, expires_at__gt=now)
    if not good.exists():
        raise tries.wrong(account, plain, address, "wrong_slip", "wrong_slip")
    tries.give_back(account)
    if not assignments_of(account.id):
        tries.record(account, plain, address, "no_assignment")
        raise Refusal("no_assignment")
    with transaction.atomic():
        slip = good.select_for_update().first()
        if slip is None:  # two at once with the same slip: the other one was first
            raise Refusal("wrong_slip")
        set_new(account, new, again, at=now)
        slip.used_at = now
        slip.save(update_fields=["used_at"])
        note(account, "slip_used", {"purpose": slip.purpose})
    return proceed(account, frozenset({"slip"}), address, counted=False)


def _unknown(username: str, code: str, address: str) -> Refusal:
    until = tries.locked_name(username)
    if until is None:
        make_password(code)
        tries.record(None, username, address, "wrong_slip")
        until = tries.locked_name(username)
    else:
        tries.record(None, username, address, "locked")
    return Refusal("locked", {"until": until}) if until is not None else Refusal("wrong_slip")

"""What is tried at the staff's door: five wrong tries lock an account, each lock longer than the one before.

A try is counted before it is looked at, so that many at once are no more than five.  A name that no account has
is locked by the same rule, worked out from what was tried under it: the door does not tell which names there are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, Q

from tongban.directory.models import Account
from tongban.directory.models.doors import SignInTry
from tongban.kernel import time
from tongban.kernel.errors import Refusal

TRIES = 5
LOCKS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=24))  # the first, the second, all others
WRONG = ("wrong_password", "wrong_code", "wrong_slip")


def count(account: Account) -> None:
    """Count one try before it is looked at.

    Raises:
        Refusal: ``locked`` (until); the try may not be looked at.
    """
    now = time.now()
    open_ = Q(locked_until__isnull=True) | Q(locked_until__lte=now)
    if Account.objects.filter(open_, id=account.id, failed_tries__lt=TRIES).update(
        failed_tries=F("failed_tries") + 1
    ):
        return
    account.refresh_from_db(fields=["locked_until"])
    until = account.locked_until
    if until is None or until <= now:  # as many tries at once as there are
        until = _lock(account, now) or now + LOCKS[0]
    raise Refusal("locked", {"until": until})


def give_back(account: Account) -> None:
    """Take back the count of a try that was right, where more is asked before the door opens."""
    Account.objects.filter(id=account.id, failed_tries__gt=0).update(failed_tries=F("failed_tries") - 1)


def wrong(account: Account, username: str, address: str, outcome: str, code: str) -> Refusal:
    """Write down a wrong try; the refusal to raise: ``code``, or ``locked`` where it was the last one."""
    record(account, username, address, outcome)
    tries = Account.objects.values_list("failed_tries", flat=True).get(id=account.id)
    until = _lock(account, time.now()) if tries >= TRIES else None
    return Refusal("locked", {"until": until}) if until else Refusal(code)


def right(account: Account) -> None:
    """Forget what was tried before: the door has opened."""
    Account.objects.filter(id=account.id).update(failed_tries=0, locks=0, locked_until=None)


def record(account: Account | None, username: str, address: str, outcome: str) -> None:
    """One row of what happened at the door."""
    SignInTry.objects.create(
        at=time.now(), account=account, username=username[:40], address=address[:45], outcome=outcome
    )


def locked_name(username: str) -> datetime | None:
    """Until when a name without an account is locked; None where it is not."""
    now = time.now()
    since = now - LOCKS[-1] - timedelta(hours=2)
    rows = SignInTry.objects.filter(username=username[:40], account__isnull=True, at__gte=since)
    until = lock_after(rows.order_by("at", "id").values_list("at", "outcome"))
    return until if until and until > now else None


def lock_after(tries: Iterable[tuple[datetime, str]]) -> datetime | None:
    """The end of the last lock that these tries bring about, the oldest try first."""
    failed, locks, until = 0, 0, None
    for at, outcome in tries:
        if outcome not in WRONG or (until is not None and at < until):
            continue
        failed += 1
        if failed == TRIES:
            until = at + LOCKS[min(locks, len(LOCKS) - 1)]
            failed, locks = 0, locks + 1
    return until


def _lock(account: Account, now: datetime) -> datetime | None:
    """Lock it; until when, or None where another try was faster."""
    locks = Account.objects.values_list("locks", flat=True).get(id=account.id)
    until = now + LOCKS[min(locks, len(LOCKS) - 1)]
    done = Account.objects.filter(id=account.id, failed_tries__gte=TRIES, locks=locks).update(
        failed_tries=0, locks=locks + 1, locked_until=until
    )
    return until if done else None

"""Signing in: the account's password, with a lock after too many tries."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from tongban.directory.models import Account
from tongban.directory.queries.assignments import assignments_of
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import Refusal

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class SignedIn:
    """Who signed in and what they may act as."""

    account_id: int
    assignments: tuple[Staff, ...]


def sign_in(username: str, password: str) -> SignedIn:
    """Check a log-in.

    Raises:
        Refusal: ``wrong_credentials``; ``locked`` (until); ``no_assignment`` where the person serves nowhere
            today.
    """
    now = time.now()
    plain = username.replace("\0", "").strip()
    account = Account.objects.filter(username=plain, is_active=True).first()
    if account is None:
        make_password(password)  # an unknown name takes as long as a wrong password
        raise Refusal("wrong_credentials")
    if account.locked_until and account.locked_until > now:
        raise Refusal("locked", {"until": account.locked_until})
    if not check_password(password, account.password):
        with transaction.atomic():
            Account.objects.filter(id=account.id).update(failed_tries=F("failed_tries") + 1)
            tries = Account.objects.values_list("failed_tries", flat=True).get(id=account.id)
            if tries >= TRIES:
                Account.objects.filter(id=account.id).update(failed_tries=0, locked_until=now + LOCKED_FOR)
        if tries >= TRIES:
            raise Refusal("locked", {"until": now + LOCKED_FOR})
        raise Refusal("wrong_credentials")
    if account.failed_tries:
        Account.objects.filter(id=account.id).update(failed_tries=0, locked_until=None)
    assignments = assignments_of(account.id)
    if not assignments:
        raise Refusal("no_assignment")
    return SignedIn(account.id, assignments)

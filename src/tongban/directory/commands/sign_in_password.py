"""What a password of staff must be: long, not common, not the user name.

No regular change is asked for and no mixture of characters (NIST SP 800-63B-4, 3.1.1.2): both make people choose
worse ones.  A place whose rules still want the change sets ``STAFF_PASSWORD_DAYS``.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tongban.directory.authority import ADMINISTRATORS
from tongban.directory.models import Account
from tongban.directory.queries.assignments import assignments_of
from tongban.kernel import time
from tongban.kernel.errors import FieldFault, InputFaults

LEAST = 10  # characters
LEAST_OF_ADMINISTRATORS = 12
MOST = 128


def set_new(account: Account, new: str, again: str, *, at: datetime) -> None:
    """Give an account the password that its owner chose.

    Raises:
        InputFaults: ``password_too_short`` (least), ``password_too_long`` (most), ``password_common``,
            ``password_has_name``, ``password_same``, ``password_repeat``.
    """
    if faults := faults_of(account, new, again):
        raise InputFaults(faults)
    account.set_password(new)
    account.password_set_at = at
    account.must_change = False
    account.save(update_fields=["password", "password_set_at", "must_change"])


def faults_of(account: Account, new: str, again: str) -> list[FieldFault]:
    """What is wrong with a new password; empty where nothing is."""
    roles = {actor.role for actor in assignments_of(account.id)}
    least = LEAST_OF_ADMINISTRATORS if roles & ADMINISTRATORS else LEAST
    faults = []
    if len(new) < least:
        faults.append(FieldFault("new_password", "password_too_short", {"least": least}))
    elif len(new) > MOST:
        faults.append(FieldFault("new_password", "password_too_long", {"most": MOST}))
    elif _common(new):
        faults.append(FieldFault("new_password", "password_common"))
    elif account.username.casefold() in new.casefold():
        faults.append(FieldFault("new_password", "password_has_name"))
    elif account.has_usable_password() and check_password(new, account.password):
        faults.append(FieldFault("new_password", "password_same"))
    if new != again:
        faults.append(FieldFault("new_password_again", "password_repeat"))
    return faults


def must_change(account: Account) -> bool:
    """Whether the password must be changed before anything else."""
    days = int(settings.STAFF_PASSWORD_DAYS)
    old = (
        days > 0
        and account.password_set_at is not None
        and time.now() - account.password_set_at >= timedelta(days=days)
    )
    return account.must_change or old


@lru_cache(maxsize=1)
def _list() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def _common(password: str) -> bool:
    """Whether it stands in the list of common ones, a few digits and marks at its end apart."""
    for text in {password, password.strip().rstrip("0123456789!@#.$*")}:
        try:
            _list().validate(text)
        except ValidationError:
            return True
    return len(set(password)) < 4

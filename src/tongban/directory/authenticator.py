"""Who proves with a second factor, and the codes of an authenticator app (RFC 6238: TOTP, SHA-1, 30 seconds, 6 digits: what every app understands)."""

import hmac
import re
import unicodedata
from datetime import datetime

import pyotp
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tongban.directory.models import Account, Assignment
from tongban.kernel.secrets import open_vault

DECIDING, EVERYONE = "deciding", "everyone"  # words of the setting
# who approves, supervises, administers or audits
DECIDING_ROLES = frozenset(
    {
        "approver",
        "county_approver",
        "supervisor",
        "catalogue_approver",
        "system_admin",
        "security_admin",
        "auditor",
    }
)
STEP = 30  # seconds
WINDOW = 1  # steps before and after now that a clock may be off (RFC 6238, 5.2)
CONTEXT = "totp"
SECRET = re.compile(r"[A-Z2-7]{16,128}")  # base 32 (RFC 4648, 6)


def second_factor_roles() -> frozenset[str]:
    """The roles that are not worked in without a second factor, as the deployment's setting says.

    Raises:
        ImproperlyConfigured: another word than `DECIDING` or `EVERYONE`; a slip of the pen must not ask for less.
    """
    if settings.STAFF_SECOND_FACTOR == EVERYONE:
        return frozenset(Assignment.Role.values)
    if settings.STAFF_SECOND_FACTOR == DECIDING:
        return DECIDING_ROLES
    raise ImproperlyConfigured(
        f"TONGBAN_STAFF_SECOND_FACTOR: {settings.STAFF_SECOND_FACTOR!r} is none of {DECIDING}, {EVERYONE}"
    )


def new_secret() -> str:
    """A fresh secret: 160 bits in base 32 (RFC 4226, 4: at least 128, 160 recommended)."""
    return pyotp.random_base32(32)


def step_of(moment: datetime) -> int:
    """The number of the 30 seconds that a moment is in."""
    return int(moment.timestamp()) // STEP


def code_at(secret: str, step: int) -> str:
    """The code of one step."""
    return str(pyotp.TOTP(secret).generate_otp(step))


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The step that a code belongs to, within the window; None where it is wrong, too old or from the future.

    A secret that comes back from a form is what somebody typed: one that is none has no codes.
    """
    if not SECRET.fullmatch(secret):
        return None
    plain = unicodedata.normalize("NFKC", code).replace(" ", "").encode()
    found = None
    for step in range(step_of(now) - WINDOW, step_of(now) + WINDOW + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), plain):
            found = step
    return found


def secret_of(account: Account) -> str:
    """The account's secret, opened.

    Raises:
        ValueError: it has none.
    """
    if account.totp_secret is None or account.totp_key is None:
        raise ValueError("no second factor")
    return open_vault(account.totp_key).open(bytes(account.totp_secret), CONTEXT).decode()


def address_for_app(secret: str, username: str, issuer: str) -> str:
    """What the QR code of the enrolment says: an ``otpauth:`` address."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer))


def provider_key(issuer: str, subject: str) -> str:
    """How an identity at a provider is written in an account."""
    return f"{issuer} {subject}"

"""Proving to hold a phone: a code goes to it and comes back.  It proves the phone, not the person."""

import hmac
import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F

from tongban.kernel import time
from tongban.kernel.actors import Citizen
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.secrets import new_vault, open_under_master, seal_under_master
from tongban.parties.models import PhoneCode
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

LIVES = timedelta(minutes=5)
APART = timedelta(seconds=60)
TRIES = 5


def _plain(phone: str) -> str:
    try:
        checked = check_phone(phone)
    except IdentifierFault as fault:
        raise InputFaults([FieldFault("phone", f"phone_{fault.code}", fault.params)]) from fault
    if checked.kind != "mobile":
        raise InputFaults([FieldFault("phone", "phone_not_mobile")])
    return checked.number


def new_asker() -> str:
    """What a session keeps while it signs in: a code opens only the session that asked for it."""
    return secrets.token_urlsafe(32)


def request_code(phone: str, asker: str) -> None:
    """Send a six-digit code to a phone.

    Args:
        asker: what `new_asker` gave the session.  Whoever asked for a code and reads it out to a stranger opens
            nothing to the stranger, whose session did not ask for it.

    Raises:
        InputFaults: the number cannot be a mobile phone's.
        Refusal: ``code_too_soon`` (seconds) where the last code is younger than a minute.
    """
    number = _plain(phone)
    now = time.now()
    digest = keyed_digest("phone", number)
    code = f"{secrets.randbelow(1_000_000):06d}"
    command_id = uuid4()
    with transaction.atomic():
        asked_by = keyed_digest("phone_code_asker", asker)
        if not _replace_code(digest, _code_digest(number, asker, code), asked_by, now):
            sent_at = PhoneCode.objects.values_list("sent_at", flat=True).get(phone_digest=digest)
            seconds = int((APART - (now - sent_at)).total_seconds()) + 1
            raise Refusal("code_too_soon", {"seconds": seconds})
        # a key of its own: with it the number goes, in copies of the table too
        key, vault = new_vault()
        key.save(force_insert=True)
        message = new_message(
            "sign_in_code", number, {"code": code}, command_id=command_id, at=now, vault=vault
        )
        message.save(force_insert=True)
        defer_effects(command_id)


def _code_digest(number: str, asker: str, code: str) -> bytes:
    return keyed_digest("phone_code", "\0".join((number, asker, code)))


def _replace_code(phone: bytes, code: bytes, asked_by: bytes, now: datetime) -> bool:
    """Write the phone's code; False where the last one is younger than a minute, tried or not.

    One statement, so that two requests at once send one code.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO parties_phone_code AS live "
            "(phone_digest, code_digest, asked_by, expires_at, tries, sent_at) "
            "VALUES (%s, %s, %s, %s, 0, %s) ON CONFLICT (phone_digest) DO UPDATE SET "
            "(code_digest, asked_by, expires_at, tries, sent_at) "
            "= (excluded.code_digest, excluded.asked_by, excluded.expires_at, 0, excluded.sent_at) "
            "WHERE live.sent_at <= %s RETURNING 1",
            [phone, code, asked_by, now + LIVES, now, now - APART],
        )
        return cursor.fetchone() is not None


def confirm_code(phone: str, code: str, asker: str) -> Citizen:
    """The citizen who holds the phone.

    Args:
        asker: as in `request_code`.  A try from another session does not count, since it could not be right:
            nobody uses up a stranger's tries.

    Raises:
        InputFaults: the number cannot be a phone's.
        Refusal: ``wrong_code`` (left), ``code_expired`` (of another session too), ``too_many_tries``.
    """
    number = _plain(phone)
    digest = keyed_digest("phone", number)
    with transaction.atomic():
        codes = PhoneCode.objects.select_for_update().filter(phone_digest=digest)
        live = codes.filter(asked_by=keyed_digest("phone_code_asker", asker)).first()
        if live is None or live.expires_at <= time.now():
            raise Refusal("code_expired")
        right = hmac.compare_digest(bytes(live.code_digest), _code_digest(number, asker, code.strip()))
        if right and live.tries < TRIES:
            live.delete()
        else:
            PhoneCode.objects.filter(phone_digest=digest).update(tries=F("tries") + 1)
    if live.tries >= TRIES:
        raise Refusal("too_many_tries")
    if not right:
        raise Refusal("wrong_code", {"left": TRIES - live.tries - 1})
    return citizen_with_phone(number)


def seal_typed(phone: str) -> str:
    """A number as typed, for a session to keep between asking and confirming: sealed, since sessions are rows."""
    return seal_under_master(phone.encode(), "typed_phone").hex()


def open_typed(sealed: str) -> str:
    """What `seal_typed` sealed; empty for nothing."""
    return open_under_master(bytes.fromhex(sealed), "typed_phone").decode() if sealed else ""


def citizen_with_phone(number: str) -> Citizen:
    """The actor for a proven phone number."""
    return Citizen(
        phone_digest=keyed_digest("phone", number),
        sealed_phone=seal_under_master(number.encode(), "citizen_phone"),
    )


def phone_of(citizen: Citizen) -> str:
    """The phone number a citizen proved to hold; empty for somebody who signed in without one."""
    if not citizen.sealed_phone:
        return ""
    return open_under_master(citizen.sealed_phone, "citizen_phone").decode()

"""Proving to hold a phone: a code goes to it and comes back.  It proves the phone, not the person."""

import secrets
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from tongban.kernel import time
from tongban.kernel.actors import Citizen
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.secrets import open_under_master, seal_under_master
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


def request_code(phone: str) -> None:
    """Send a six-digit code to a phone.

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
        last = PhoneCode.objects.select_for_update().filter(phone_digest=digest).first()
        if last is not None and last.tries == 0 and now - last.sent_at < APART:
            seconds = int((APART - (now - last.sent_at)).total_seconds()) + 1
            raise Refusal("code_too_soon", {"seconds": seconds})
        PhoneCode.objects.update_or_create(
            phone_digest=digest,
            defaults={
                "code_digest": keyed_digest("phone_code", number + code),
                "expires_at": now + LIVES,
                "tries": 0,
                "sent_at": now,
            },
        )
        new_message("sign_in_code", number, {"code": code}, command_id=command_id, at=now, vault=None).save(
            force_insert=True
        )
        defer_effects(command_id)


def confirm_code(phone: str, code: str) -> Citizen:
    """The citizen who holds the phone.

    Raises:
        InputFaults: the number cannot be a phone's.
        Refusal: ``wrong_code`` (left), ``code_expired``, ``too_many_tries``.
    """
    number = _plain(phone)
    digest = keyed_digest("phone", number)
    with transaction.atomic():
        live = PhoneCode.objects.select_for_update().filter(phone_digest=digest).first()
        if live is None or live.expires_at <= time.now():
            raise Refusal("code_expired")
        right = bytes(live.code_digest) == keyed_digest("phone_code", number + code.strip())
        if right and live.tries < TRIES:
            live.delete()
        else:
            PhoneCode.objects.filter(phone_digest=digest).update(tries=F("tries") + 1)
    if live.tries >= TRIES:
        raise Refusal("too_many_tries")
    if not right:
        raise Refusal("wrong_code", {"left": TRIES - live.tries - 1})
    return citizen_with_phone(number)


def citizen_with_phone(number: str) -> Citizen:
    """The actor for a proven phone number."""
    return Citizen(
        phone_digest=keyed_digest("phone", number),
        sealed_phone=seal_under_master(number.encode(), "citizen_phone"),
    )


def phone_of(citizen: Citizen) -> str:
    """The phone number a citizen proved to hold."""
    return open_under_master(citizen.sealed_phone, "citizen_phone").decode()

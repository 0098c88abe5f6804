"""Erasing the name on a notice: its key goes, and with it the name and the paper; what was told stays on record."""

import re
from uuid import uuid4

from django.db import transaction

from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.telling.give import KIND, STREAM
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.models import DataKey
from tongban.papers.models import Paper

REASON_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def erase_notice(actor: Actor, number: str, *, reason: str, idempotency_key: str = "") -> None:
    """Make the name on a notice, and its paper, unreadable for good.

    Args:
        number: the notice's number, such as 永胜政告〔2026〕55号.
        reason: a code such as ``retention_ended``: it goes into the ledger.

    Raises:
        NotAuthorized: only the operator's command erases.
        NotFound: no notice has this number.
        InputFaults: no reason, or one that is no code.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("erasure_by_operator_only")
    if not REASON_CODE.fullmatch(reason.strip()):
        raise InputFaults([FieldFault("reason", "not_a_code" if reason.strip() else "required")])
    found = Paper.objects.filter(kind=KIND, number=number.strip()).values_list("subject", flat=True).first()
    if found is None:
        raise NotFound("notice")
    body = {"notice": found, "reason": reason}
    with (
        transaction.atomic(),
        command("catalogue.erase_notice", actor, idempotency_key or uuid4().hex, body, {}) as run,
    ):
        row = NoticeGiven.objects.select_for_update().get(id=found)
        if run.replayed:
            return
        DataKey.objects.filter(id=row.key_id, wrapped__isnull=False).update(wrapped=None, destroyed_at=run.at)
        NoticeGiven.objects.filter(id=row.id).update(told_to=None)
        event = ledger.Event("notice_erased", {"reason": reason.strip()})
        ledger.append(STREAM, str(row.id), [event], at=run.at, actor=actor, command_id=run.id)

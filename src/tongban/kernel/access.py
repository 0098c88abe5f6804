"""The access log (个人信息保护法 art. 51, 54: who looked at what): every look at personal data adds a row.

Apart from the ledger, since looking changes no matter.  A row is written before what it tells of is shown, by
whoever shows it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.models import AccessEntry
from tongban.kernel.secrets import Vault

KINDS = frozenset(AccessEntry.Kind.values)
REASON = "access.reason"


def record_access(
    actor: Actor,
    kind: str,
    subject: UUID | str,
    *,
    subject_kind: str = "case",
    field: str = "",
    reason: str = "",
    vault: Vault | None = None,
    rows: int | None = None,
    at: datetime | None = None,
) -> None:
    """Write down one look.

    Args:
        kind: one of `AccessEntry.Kind`.
        subject: the case's or person's id, or the name of a list.
        subject_kind: ``case``, ``person`` or ``list``.
        field: which value, e.g. ``applicant.number``; of a file its code.
        reason: why, as typed; needs the ``vault`` it is sealed in.
        rows: how many rows left the program, of an export.
        at: now, where nothing else is given.

    Raises:
        ValueError: an unknown kind, or a reason without a vault.
    """
    if kind not in KINDS or (reason and vault is None):
        raise ValueError(kind)
    moment = at or time.now()
    staff = actor if isinstance(actor, Staff) else None
    entry = AccessEntry(
        at=moment,
        kind=kind,
        actor_key=actor.key,
        staff_id=staff.staff_id if staff else None,
        site_id=staff.site_id if staff else None,
        subject_kind=subject_kind,
        subject=str(subject),
        field=field,
        reason=vault.seal(reason.encode(), REASON) if vault and reason else None,
        key_id=vault.key_id if vault and reason else None,
        rows=rows,
    )
    with transaction.atomic():
        ensure_months([moment])
        entry.save(force_insert=True)


def ensure_months(moments: Iterable[datetime]) -> None:
    """Have the partition of each moment's month made where it is not there yet."""
    with connection.cursor() as cursor:
        for moment in moments:
            cursor.execute("SELECT kernel_access_month(%s)", [moment])

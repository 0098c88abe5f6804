"""The access log (个人信息保护法 art. 51, 54: who looked at what): every look at personal data adds a row.

Apart from the ledger, since looking changes no matter.  A row is written before what it tells of is shown, by
whoever shows it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.models import AccessEntry
from tongban.kernel.secrets import Vault

KINDS = frozenset(AccessEntry.Kind.values)
REASON = "access.reason"
FIELD_LENGTH = 60
ONE_VIEW = timedelta(minutes=10)  # the same page of a list, turned to and fro, is one look
# one statement: the month's partition where it is missing, then the row
_WRITE = """
SELECT kernel_access_month(%(at)s);
INSERT INTO kernel_access
    (at, kind, actor_key, staff_id, site_id, subject_kind, subject, field, reason, key_id, rows)
SELECT %(at)s, %(kind)s, %(actor_key)s, %(staff_id)s, %(site_id)s, %(subject_kind)s, %(subject)s, %(field)s,
       %(reason)s, %(key_id)s, %(rows)s
WHERE %(since)s::timestamptz IS NULL OR NOT EXISTS (
    SELECT FROM kernel_access
    WHERE subject = %(subject)s AND at > %(since)s::timestamptz AND at <= %(at)s
      AND kind = %(kind)s AND actor_key = %(actor_key)s AND field = %(field)s)
"""


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
    once_in: timedelta | None = None,
) -> None:
    """Write down one look.

    Args:
        kind: one of `AccessEntry.Kind`.
        subject: the case's or person's id, a request's number, or the name of a list.
        subject_kind: ``case``, ``person``, ``request`` or ``list``.
        field: which value, e.g. ``applicant.number``; of a file its code.
        reason: why, as typed; needs the ``vault`` it is sealed in.
        rows: how many rows left the program, of an export.
        at: now, where nothing else is given.
        once_in: no second row for the same look of the same actor within this time.

    Raises:
        ValueError: an unknown kind, or a reason without a vault.
    """
    if kind not in KINDS or (reason and vault is None):
        raise ValueError(kind)
    moment = at or time.now()
    staff = actor if isinstance(actor, Staff) else None
    values: dict[str, Any] = {
        "at": moment,
        "kind": kind,
        "actor_key": actor.key,
        "staff_id": staff.staff_id if staff else None,
        "site_id": staff.site_id if staff else None,
        "subject_kind": subject_kind,
        "subject": str(subject),
        "field": field[:FIELD_LENGTH],
        "reason": vault.seal(reason.encode(), REASON) if vault and reason else None,
        "key_id": vault.key_id if vault and reason else None,
        "rows": rows,
        "since": moment - once_in if once_in else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)


def record_list(actor: Actor, name: str, *, persons: int, asked: Mapping[str, str]) -> None:
    """Write down that a member of staff was shown a list with people's names: one row for the list, none for each of them.

    Args:
        name: which list, e.g. ``cases``.
        persons: how many people's names stand in it.
        asked: what it was filtered by.  Only its keyed digest is kept, since people type names there: it tells
            whether two views were of the same filter.  A search that found nobody is a look too.
    """
    if not isinstance(actor, Staff) or not (persons or asked.get("search")):
        return
    digest = keyed_digest("list", canonical_json(dict(asked)))[:8].hex()
    record_access(
        actor,
        "list",
        name,
        subject_kind="list",
        field=f"{name}:{digest}",
        rows=persons,
        once_in=ONE_VIEW,
    )

"""Sessions in the database, as Django keeps them, read with who acts in them: one statement of every request.

An account has one live session.  A new one ends the one before, whose row stays to tell its holder why.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from tongban.directory import queries as directory
from tongban.faces.common.models import Session
from tongban.kernel.actors import Staff
from tongban.kernel.errors import NotFound
from tongban.kernel.kept_queries import KeptValues

_LIVE = KeptValues(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", "account_id", "seen_at", *directory.actor_columns("assignment")
    ),
    {"key": "a session", "now": datetime(1, 1, 1, tzinfo=UTC)},
)

_KEY = re.compile(r"[a-z0-9]{8,40}")  # of `VALID_KEY_CHARS`
ENDED = "ended"  # in the data of a session that is over: why
TOUCHED_EVERY = timedelta(minutes=1)


class _Plain(signing.JSONSerializer):
    """Leaves the signed bytes as they are: they are read as JSON each time, so that no two requests share them."""

    def loads(self, data: bytes) -> Any:
        return data


@lru_cache(maxsize=1024)
def _verified(signed: str, salt: str) -> bytes:
    """What was signed; a signature once found good is good for the same text.

    Raises:
        BadSignature: it is not.
    """
    return bytes(signing.loads(signed, salt=salt, serializer=_Plain))


class SessionStore(DatabaseStore):
    """Django's own store, with the assignment's row beside the session's."""

    _read: tuple[Any, ...] | None = None  # the assignment's columns, as this request found them
    _account: int | None = None  # whose the row was
    _seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _validate_session_key(self, key: str | None) -> bool:
        """Django's hook: what a cookie says is no key where none could look like it; a NUL never gets to the database."""
        return bool(key and _KEY.fullmatch(key))

    def load(self) -> dict[str, Any]:
        """Django's hook: the session's data; empty where there is no such session any more."""
        found = _LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
            return {}
        data, self._account, self._seen_at, *columns = found
        self._read = tuple(columns)
        return self.decode(data)

    def flush(self) -> None:
        """Django's: away with data and row."""
        super().flush()
        self._account = self._seen_at = self._read = None

    def save(self, must_create: bool = False) -> None:
        """Django's: write the row; of staff, end the account's other session first.

        Raises:
            UpdateError: the session was ended meanwhile; what it held is not written back.
        """
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        row = self.create_model_instance(data)
        if not must_create:
            if row.account_id != self._account:
                raise UpdateError  # an account comes with a new id only
            self._rewrite(row)
            return
        with transaction.atomic():  # where another browser signs in at the same moment, `create` tries again
            if row.account_id is not None:
                end_session_of(row.account_id, "elsewhere")
            super().save(must_create=True)
        self._account, self._seen_at = row.account_id, row.seen_at

    def _rewrite(self, row: Session) -> None:
        values = {
            "session_data": row.session_data,
            "expire_date": row.expire_date,
            "assignment_id": row.assignment_id,
        }
        own = Session.objects.filter(_whose(self._account), session_key=row.session_key)
        if not own.update(**values):
            raise UpdateError

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Django's hook: the data out of its signed text; empty, with Django's own warning, where it is not ours."""
        try:
            return dict(json.loads(_verified(str(session_data), self.key_salt)))
        except (signing.BadSignature, ValueError):
            return dict(super().decode(session_data))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Django's hook: the row to save."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.assignment_id = data.get("assignment")
        row.account_id = data.get("account")
        row.seen_at = timezone.now() if row.account_id is not None else None
        return row

    def cycle_key(self) -> None:
        """Django's: the same session under a new key; of staff in place, so that it stays the account's one.

        Where the session was ended meanwhile no key is given; the save then tells (`UpdateError`).
        """
        if self.get("account") is None:
            super().cycle_key()
            return
        key = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
        own = Session.objects.filter(_whose(self._account), session_key=self.session_key)
        if own.update(session_key=key):
            self._session_key = key
        self.modified = True

    def holder(self) -> int | None:
        """The account whose live session this is; None of the public, and where data and row differ."""
        account = self.get("account")
        return account if account is not None and account == self._account else None

    def idle(self) -> bool:
        """Whether nobody was at the screen for longer than the settings allow."""
        self.get("account")  # reads the row
        allowed = timedelta(minutes=settings.STAFF_IDLE_MINUTES)
        return self._seen_at is not None and timezone.now() - self._seen_at > allowed

    def touch(self) -> None:
        """Note that somebody is at the screen, once a minute at most."""
        now = timezone.now()
        if self._seen_at is None or now - self._seen_at < TOUCHED_EVERY:
            return
        own = Session.objects.filter(_whose(self._account), session_key=self.session_key)
        own.update(seen_at=now)
        self._seen_at = now

    def staff(self) -> Staff:
        """Who acts in this session of a member of staff.

        Raises:
            NotFound: the assignment ended, or is not this account's; or its role asks for a second factor, and
                this session was opened without.
        """
        actor = self._actor()
        if actor.role in directory.second_factor_roles() and "code" not in self.get("proved", ()):
            raise NotFound("session")
        return actor

    def _actor(self) -> Staff:
        assignment, account = self["assignment"], self["account"]
        begun_now = self.session_key is None  # within this very request
        if not begun_now and self._account != account:
            raise NotFound("session")
        if self._read is None or self._read[0] != assignment:  # chosen within this very request
            return directory.actor_for_assignment(assignment, account)
        return directory.actor_from(self._read, account)


def forget_expired(now: datetime) -> int:
    """Remove sessions that are over; how many there were."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _whose(account_id: int | None) -> Q:
    return Q(account__isnull=True) if account_id is None else Q(account=account_id)


def end_session_of(account_id: int, why: str) -> bool:
    """End the live session of an account; whether there was one.

    Args:
        why: told to its holder: ``elsewhere``, ``ended_by_administrator``, ``recovered``, ``closed``.
    """
    told = SessionStore().encode({ENDED: why})
    ended = Session.objects.filter(account_id=account_id).update(
        account=None, assignment=None, seen_at=None, session_data=told
    )
    return ended > 0


def live_sessions(account_ids: Iterable[int]) -> dict[int, datetime]:
    """Account id → when its live session was last used, of those accounts that have one."""
    idle = timezone.now() - timedelta(minutes=settings.STAFF_IDLE_MINUTES)
    rows = Session.objects.filter(
        account_id__in=list(account_ids), expire_date__gt=timezone.now(), seen_at__gte=idle
    )
    found = rows.values_list("account_id", "seen_at")
    return {account_id: seen_at for account_id, seen_at in found if account_id and seen_at}

"""Sessions in the database, as Django keeps them, read with who acts in them: one statement of every request."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core import signing
from django.utils import timezone

from tongban.directory import queries as directory
from tongban.faces.common.models import Session
from tongban.kernel.actors import Staff
from tongban.kernel.kept_queries import KeptValues

_LIVE = KeptValues(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", *directory.actor_columns("assignment")
    ),
    {"key": "a session", "now": datetime(1, 1, 1, tzinfo=UTC)},
)


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

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """Django's hook: the session's data; empty where there is no such session any more."""
        found = _LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
            return {}
        data, *columns = found
        self._read = tuple(columns)
        return self.decode(data)

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
        return row

    def staff(self) -> Staff:
        """Who acts in this session of a member of staff.

        Raises:
            NotFound: the assignment ended, or is not this account's.
        """
        assignment, account = self["assignment"], self["account"]
        if self._read is None or self._read[0] != assignment:  # chosen within this very request
            return directory.actor_for_assignment(assignment, account)
        return directory.actor_from(self._read, account)


def forget_expired(now: datetime) -> int:
    """Remove sessions that are over; how many there were."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]

"""Sessions in the database, as Django keeps them, read by a kept query: every request reads one."""

from datetime import UTC, datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from tongban.kernel.kept_queries import KeptQuery

_LIVE = KeptQuery[Session](
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    {"key": "a session", "now": datetime(1, 1, 1, tzinfo=UTC)},
)


class SessionStore(DatabaseStore):
    """Django's own store with one method in fewer steps."""

    def _get_session_from_db(self) -> Session | None:
        found = _LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

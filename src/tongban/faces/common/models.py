"""The sessions' own table: Django's, with the assignment beside it, so that one row tells who acts."""

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class Session(AbstractBaseSession):
    """One session.

    The assignment is written with the data that names it too; the data is signed and has the last word.
    """

    assignment = models.ForeignKey(
        "directory.Assignment", on_delete=models.CASCADE, null=True, db_index=False
    )

    # whose log-in it is (one live session each: the database holds to it), and when it was last used
    account = models.OneToOneField("directory.Account", on_delete=models.CASCADE, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "faces_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Django's hook."""
        from tongban.faces.common.session_store import SessionStore  # it needs this model

        return SessionStore

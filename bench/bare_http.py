"""A client of the bare view."""

from collections.abc import Callable
from uuid import uuid4

from bench.bare_sql import ACTS
from bench.http_client import Browser


class BareHttp:
    """One client with one kept connection.

    Args:
        picture: handed in three times with the first act; none where it is empty.
    """

    def __init__(self, port: int, picture: bytes = b"") -> None:
        self.browser = Browser(port)
        self.files = (
            {code: (f"{code}.jpg", "image/jpeg", picture) for code in ("a", "b", "c")} if picture else None
        )

    def acts(self, serial: int) -> list[tuple[str, Callable[[], None]]]:
        matter, case_key = uuid4().hex, uuid4().hex
        return [
            (act, lambda act=act, version=version: self._act(act, matter, case_key, version))
            for version, act in enumerate(ACTS, start=1)
        ]

    def _act(self, act: str, matter: str, case_key: str, version: int) -> None:
        fields = {"matter": matter, "case_key": case_key, "version": str(version)}
        answer = self.browser.post(f"/{act}/", fields, self.files if act == "submit" else None)
        if answer.status != 204:
            raise RuntimeError(f"{act}: {answer.status}")

"""What somebody typed before the session ran out, carried through the sign-in page.

The values travel inside the page, encrypted: nothing personal stays on the server, and the next person
at the same screen cannot read it in the page's source.  They come back only to the person who typed them.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, QueryDict

from tongban.faces.workbench.who import staff_of

KEPT_SECONDS = 2 * 3600
SESSION_KEY = "kept_form"
NEVER_KEPT = frozenset(
    {
        "csrfmiddlewaretoken",
        "password",
        "old_password",
        "new_password",
        "new_password_again",
        "code",
        "secret",
    }
)


def _cipher() -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"tongban.workbench.kept-form")
    return Fernet(urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


def keep(request: HttpRequest) -> str:
    """The posted values of this request as one opaque text for a hidden field."""
    values = {name: texts for name, texts in request.POST.lists() if name not in NEVER_KEPT}
    # A form that is posted to an address of its own names the page it stands on.
    path = request.POST.get("page") or request.get_full_path()
    kept = {"path": path, "owner": request.POST.get("owner", ""), "values": values}
    return _cipher().encrypt(zlib.compress(json.dumps(kept).encode())).decode()


def path_of(token: str) -> str:
    """Where the kept form belongs; empty when the text is not ours or is too old."""
    kept = _open(token)
    return str(kept["path"]) if kept else ""


def take(request: HttpRequest) -> QueryDict | None:
    """The values kept for this page and this person, once; None where there are none."""
    token = request.session.get(SESSION_KEY, "")
    kept = _open(token) if token else None
    if kept is None or kept["path"] != request.get_full_path():
        return None
    del request.session[SESSION_KEY]
    if kept["owner"] != str(staff_of(request).staff_id):
        return None
    values = QueryDict(mutable=True)
    for name, texts in kept["values"].items():
        values.setlist(name, texts)
    return values


def _open(token: str) -> dict[str, Any] | None:
    try:
        return dict(json.loads(zlib.decompress(_cipher().decrypt(token.encode(), ttl=KEPT_SECONDS))))
    except (InvalidToken, zlib.error, ValueError):
        return None

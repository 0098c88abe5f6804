"""Keyed digests: find a number or a phone without storing it, commit to a value without telling it."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@lru_cache(maxsize=1)
def _key() -> bytes:
    return base64.b64decode((Path(settings.SECRETS_FOLDER) / "digest-key").read_text())


def keyed_digest(domain: str, value: str | bytes) -> bytes:
    """HMAC-SHA-256 (32 bytes) of ``value`` within ``domain`` (e.g. ``"citizen_number"``)."""
    raw = value.encode() if isinstance(value, str) else value
    return hmac.digest(_key(), domain.encode() + b"\0" + raw, "sha256")


def grams(domain: str, text: str) -> list[int]:
    """Blind search tokens: one signed 64-bit number for each character and each pair of neighbours."""
    pieces = set(text) | {text[i : i + 2] for i in range(len(text) - 1)}
    return sorted(int.from_bytes(keyed_digest(domain, piece)[:8], "big", signed=True) for piece in pieces)


def search_grams(domain: str, text: str) -> list[int]:
    """The tokens a stored text must all have to match ``text``: its pairs, or its one character."""
    pieces = {text[i : i + 2] for i in range(len(text) - 1)} or set(text)
    return sorted(int.from_bytes(keyed_digest(domain, piece)[:8], "big", signed=True) for piece in pieces)


def new_salt() -> bytes:
    """16 random bytes for a commitment; kept with the sealed value, so erased with it."""
    return os.urandom(16)


def commitment(salt: bytes, value: bytes) -> str:
    """SHA-256 over salt and value, hex: goes into the ledger in the value's place."""
    return hashlib.sha256(salt + value).hexdigest()

"""How a line is bound to the signed roots without being shown: each part of it under a salt of its own.

A line's commitment is the digest of its parts' digests.  To show a part, its salt is published; of a part that is not
shown, only the digest: both lead to the same commitment.  The salts follow from a random seed that stays here; where
the seed is destroyed, the commitment tells nothing and still stands in the tree.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from tongban.kernel.canonical import canonical_json

PARTS = ("month", "first", "item", "site", "days", "facts", "previous")
"""In the order in which their digests are joined."""
SEED_BYTES, SALT_BYTES = 32, 16


def new_seed() -> bytes:
    """A seed that nobody can guess."""
    return secrets.token_bytes(SEED_BYTES)


def salt(seed: bytes, part: str) -> bytes:
    """The salt of one part."""
    return hmac.new(seed, part.encode(), hashlib.sha256).digest()[:SALT_BYTES]


def part_digest(part: str, salted: bytes, value: Any) -> bytes:
    """The digest of one part: its salt, its name and its value."""
    return hashlib.sha256(salted + canonical_json({part: value})).digest()


def commitment(seed: bytes, parts: Mapping[str, Any]) -> bytes:
    """The commitment of a line; it is a leaf of the tree that the ledger holds (`kernel/merkle.py`)."""
    digests = (part_digest(part, salt(seed, part), parts[part]) for part in PARTS)
    return hashlib.sha256(b"\0" + b"".join(digests)).digest()

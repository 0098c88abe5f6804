"""A Merkle tree over stream heads, shaped as in RFC 6962 section 2.1, and inclusion proofs for one leaf."""

import hashlib
from collections.abc import Sequence


def leaf(kind: str, stream: str, seq: int, head: bytes) -> bytes:
    """The leaf for one stream head."""
    return hashlib.sha256(b"\0" + f"{kind}\0{stream}\0{seq}\0".encode() + bytes(head)).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below ``count`` (RFC 6962)."""
    return 1 << (count - 1).bit_length() - 1


def tree(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree; of no leaves, the digest of nothing."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(tree(leaves[:middle]), tree(leaves[middle:]))


def path(leaves: Sequence[bytes], index: int) -> list[tuple[str, bytes]]:
    """The way from leaf ``index`` to the root: pairs of side (``left``/``right``) and sibling digest."""
    if len(leaves) <= 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*path(leaves[:middle], index), ("right", tree(leaves[middle:]))]
    return [*path(leaves[middle:], index - middle), ("left", tree(leaves[:middle]))]


def climb(start: bytes, steps: Sequence[tuple[str, bytes]]) -> bytes:
    """The root that a leaf and its path lead to."""
    digest = start
    for side, sibling in steps:
        digest = _node(sibling, digest) if side == "left" else _node(digest, sibling)
    return digest

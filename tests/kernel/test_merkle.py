"""The tree over stream heads: RFC 6962's shape, and a path that leads from any leaf to the root."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel import merkle

LEAVES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


@given(leaves=LEAVES, data=st.data())
def test_the_path_of_every_leaf_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = merkle.path(leaves, index)
    assert merkle.climb(leaves[index], path) == merkle.tree(leaves)
    assert len(path) <= max(len(leaves) - 1, 0).bit_length()


@given(leaves=LEAVES, data=st.data())
def test_any_other_leaf_does_not(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(min_size=32, max_size=32).filter(lambda leaf: leaf != leaves[index]))
    assert merkle.climb(other, merkle.path(leaves, index)) != merkle.tree(leaves)
    changed = [*leaves[:index], other, *leaves[index + 1 :]]
    assert merkle.tree(changed) != merkle.tree(leaves)


@given(leaves=LEAVES, extra=st.binary(min_size=32, max_size=32))
def test_a_leaf_more_or_less_is_another_root(leaves: list[bytes], extra: bytes) -> None:
    assert merkle.tree([*leaves, extra]) != merkle.tree(leaves)
    assert merkle.tree(leaves[:-1]) != merkle.tree(leaves)


def test_five_leaves_split_four_and_one() -> None:
    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    a, b, c, d, e = (hashlib.sha256(bytes([n])).digest() for n in range(5))
    assert merkle.tree([a, b, c, d, e]) == node(node(node(a, b), node(c, d)), e)
    assert merkle.tree([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(
    "other",
    [("case", "b", 1, b"h"), ("paper", "a", 1, b"h"), ("case", "a", 2, b"h"), ("case", "a", 1, b"i")],
)
def test_every_part_of_a_head_counts(other: tuple[str, str, int, bytes]) -> None:
    assert merkle.leaf(*other) != merkle.leaf("case", "a", 1, b"h")

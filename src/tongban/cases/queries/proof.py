"""The public proof of one case: digests of its events and the signed roots that hold them; nothing personal."""

from dataclasses import dataclass
from datetime import datetime

from tongban.cases.frame import plain_number
from tongban.cases.models import Case
from tongban.kernel import merkle
from tongban.kernel.errors import NotFound
from tongban.kernel.models import LedgerEntry, LedgerRoot, LedgerRootHead
from tongban.kernel.verify import verify


@dataclass(frozen=True)
class ProofEvent:
    """One entry: what and when, and its digest (hex)."""

    seq: int
    type: str
    at: datetime
    hash: str


@dataclass(frozen=True)
class ProofRoot:
    """One signed root that holds the stream up to ``seq``, with the way from leaf to root."""

    number: int
    cut_at: datetime
    seq: int
    root: str
    path: tuple[tuple[str, str], ...]
    leads_there: bool


@dataclass(frozen=True)
class Proof:
    """The whole proof."""

    number: str
    stream: str
    events: tuple[ProofEvent, ...]
    roots: tuple[ProofRoot, ...]
    holds: bool


def proof(number: str) -> Proof:
    """The proof of one case, for anybody.

    Raises:
        NotFound: no such case.
    """
    plain = plain_number(number)
    case_id = Case.objects.filter(number=plain).values_list("id", flat=True).first()
    if case_id is None:
        raise NotFound("case")
    stream = str(case_id)
    entries = LedgerEntry.objects.filter(kind="case", stream=stream).order_by("seq")
    return Proof(
        number=plain,
        stream=stream,
        events=tuple(ProofEvent(e.seq, e.type, e.at, bytes(e.hash).hex()) for e in entries),
        roots=roots_of("case", stream),
        holds=verify(only=("case", stream)).holds,
    )


def roots_of(kind: str, stream: str) -> tuple[ProofRoot, ...]:
    """The signed roots that hold a stream, oldest first."""
    heads = LedgerRootHead.objects.filter(kind=kind, stream=stream).order_by("root_id")
    return tuple(_root(head) for head in heads)


def _root(head: LedgerRootHead) -> ProofRoot:
    root = LedgerRoot.objects.get(number=head.root_id)
    heads = sorted(
        LedgerRootHead.objects.filter(root=root).values_list("kind", "stream", "seq", "hash"),
        key=lambda entry: entry[:2],
    )
    index = next(i for i, entry in enumerate(heads) if entry[:2] == (head.kind, head.stream))
    leaves = [merkle.leaf(kind, stream, seq, bytes(digest)) for kind, stream, seq, digest in heads]
    steps = merkle.path(leaves, index)
    return ProofRoot(
        number=root.number,
        cut_at=root.cut_at,
        seq=head.seq,
        root=bytes(root.root).hex(),
        path=tuple((side, digest.hex()) for side, digest in steps),
        leads_there=merkle.climb(leaves[index], steps) == bytes(root.tree),
    )

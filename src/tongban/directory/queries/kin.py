"""What may be read of the register of kin: one's own entries; who declared how many; whether somebody is kin of anyone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BinaryField,
    BooleanField,
    Count,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from tongban.directory.authority import require_role
from tongban.directory.commands.kin import CONTEXT, WAITS, free_from, kept_until
from tongban.directory.kin import KEEPER, kin_visible_to
from tongban.directory.models import Assignment, Kin
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.kernel.kept_queries import KeptValues
from tongban.kernel.secrets import open_vault


@dataclass(frozen=True)
class KinLine:
    """An entry as its owner sees it; the number is kept as a digest and shown to nobody.

    Args:
        name: empty where it was destroyed.
        free_from: from when what comes in is no matter of kin any more; None while it holds.
        erasable_from: from when it may be destroyed; None while it holds.
    """

    id: int
    relation: str
    name: str
    declared_at: datetime
    ended_at: datetime | None
    free_from: datetime | None
    erasable_from: date | None
    erasable: bool
    erased: bool


@dataclass(frozen=True)
class KinCount:
    """Of one person: how many entries hold, since when the last is there; never whom."""

    staff_id: int
    name: str
    code: str
    entries: int
    last_at: datetime


def own_kin(actor: Actor) -> tuple[KinLine, ...]:
    """One's own entries, those that hold first.

    Raises:
        NotAuthorized: ``staff_only``.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    rows = kin_visible_to(actor).filter(staff_id=actor.staff_id).select_related("key")
    return tuple(_line(row) for row in rows.order_by("ended_at", "-declared_at", "-id"))


def _line(row: Kin) -> KinLine:
    erased = row.key.wrapped is None
    until = kept_until(row.ended_at) if row.ended_at else None
    return KinLine(
        row.id,
        row.relation,
        "" if erased else open_vault(row.key).open(row.name, CONTEXT).decode(),
        row.declared_at,
        row.ended_at,
        free_from(row.ended_at) if row.ended_at else None,
        until,
        until is not None and until <= time.today() and not erased,
        erased,
    )


def kin_counts(actor: Actor) -> tuple[KinCount, ...]:
    """Who declared how many, for the keeper of the register.

    Raises:
        NotAuthorized: ``security_admin_only``.
    """
    require_role(actor, KEEPER, code="security_admin_only")
    rows = (
        kin_visible_to(actor).filter(ended_at__isnull=True).values("staff_id", "staff__name", "staff__code")
    )
    told = rows.annotate(entries=Count("id"), last_at=Max("declared_at")).order_by("staff__code")
    return tuple(
        KinCount(row["staff_id"], row["staff__name"], row["staff__code"], row["entries"], row["last_at"])
        for row in told
    )


def entries_of(actor: Actor, staff_id: int) -> tuple[int, ...]:
    """The entries of one person that hold, by their ids alone: what the keeper may ask to open.

    Raises:
        NotAuthorized: ``security_admin_only``.
        NotFound: this person declared nobody.
    """
    require_role(actor, KEEPER, code="security_admin_only")
    rows = kin_visible_to(actor).filter(staff_id=staff_id, ended_at__isnull=True).order_by("id")
    if found := tuple(rows.values_list("id", flat=True)):
        return found
    raise NotFound("kin")


@dataclass(frozen=True)
class Declared:
    """What a declaration told: the digest, how they are kin, and all assignments of whoever declared."""

    digest: bytes
    relation: str
    assignments: tuple[int, ...]


def declared_by(actor_key: str, at: datetime) -> Declared | None:
    """What somebody declared at a moment; None where it was taken back from the register."""
    row = Kin.objects.filter(declared_by=int(actor_key.rpartition(":")[2]), declared_at=at).first()
    if row is None or not row.number_digest:
        return None
    own = Assignment.objects.filter(staff_id=row.staff_id).values_list("id", flat=True)
    return Declared(bytes(row.number_digest), row.relation, tuple(own))


def kin_among(staff_ids: Collection[int], digests: Collection[bytes], since: datetime) -> dict[int, str]:
    """Of some people, those who are near kin of any of the persons behind digests, or are one: staff id → relation.

    Nobody frees themselves for a matter that lies there, or comes in soon: an entry that ended counts for what came in
    before its end and for `WAITS` after it.

    Args:
        digests: keyed, of citizen numbers.
        since: when the matter came in.
    """
    if not staff_ids or not digests:
        return {}
    rows = _asked(digests, since).filter(staff_id__in=staff_ids)
    return dict(rows.values_list("staff_id", "relation"))


def kin_holding(
    assignment_ids: Collection[int], digests: Collection[bytes], since: datetime
) -> frozenset[int]:
    """Of some assignments, those whose holder is near kin of any of the persons, or is one; of a lent power who lent it too."""
    asked = _asked(digests, since)
    own, lent = asked.filter(staff=OuterRef("staff")), asked.filter(staff=OuterRef("delegated_by__staff"))
    rows = Assignment.objects.filter(Exists(own) | Exists(lent), id__in=assignment_ids)
    return frozenset(rows.values_list("id", flat=True)) if digests else frozenset()


def kin_behind(actor: Staff, digests: Collection[bytes], since: datetime) -> str:
    """How whoever acts is kin, by themselves or through who lent them the power; empty for not at all.

    Nobody lends a power that they may not use in the matter.  No statement where nobody was declared.
    """
    if not actor.kin_declared or not digests:
        return ""
    values: dict[str, Any] = {"staff_id": actor.staff_id, "digests": list(digests), "after": since - WAITS}
    if actor.delegated_by is None:
        found = _OWN.first(**values)
    else:
        found = _OWN_OR_LENT.first(**values, lent_by=actor.delegated_by)
    return found[0] if found else ""


class _IsAnyOf(Func):
    arg_joiner, template = " = ANY (", "%(expressions)s)"
    output_field = BooleanField()


def _relations(whose: Q, digests: list[bytes], after: datetime) -> QuerySet[Any]:
    """The relations of some entries; the digests travel as one value, so that the statement is the same for any number."""
    told = Value(digests, output_field=ArrayField(BinaryField()))
    holds = Q(ended_at__isnull=True) | Q(ended_at__gt=after)
    rows = Kin.objects.filter(holds, _IsAnyOf(F("number_digest"), told), whose)
    return rows.order_by("id").values_list("relation")[:1]


_PROBES: dict[str, Any] = {
    "staff_id": 7,
    "digests": [b"a digest"],
    "after": datetime(1, 1, 1, tzinfo=UTC),
}
_OWN = KeptValues(lambda staff_id, **rest: _relations(Q(staff_id=staff_id), **rest), _PROBES)
_OWN_OR_LENT = KeptValues(
    lambda staff_id, lent_by, **rest: _relations(Q(staff_id=staff_id) | Q(staff__assignment=lent_by), **rest),
    {**_PROBES, "lent_by": 8},
)


def _asked(digests: Collection[bytes], since: datetime) -> QuerySet[Kin]:
    holds = Q(ended_at__isnull=True) | Q(ended_at__gt=since - WAITS)
    return Kin.objects.filter(holds, number_digest__in=list(digests)).order_by("id")

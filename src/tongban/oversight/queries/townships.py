"""The townships of a county beside each other, in the order of the directory.  Nobody is ranked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from tongban.kernel import time
from tongban.oversight.queries.apart import set_apart
from tongban.oversight.queries.conditions import LAST_DAY, LIMITS, WHOSE, by_limit, by_whose
from tongban.oversight.queries.figures import Number
from tongban.oversight.queries.flow import LONG, MOMENTS, since
from tongban.oversight.queries.scope import Scope

TOLD = ("received", "decided", "delivered")
"""What is told of the last thirty days."""


@dataclass(frozen=True)
class Township:
    """One township.

    Attributes:
        code: of its authority.
        total: matters under way.
        limits: by `conditions.LIMITS`; whose: by `WHOSE`; month: by `TOLD`, in the last thirty days.
    """

    code: str
    name: str
    total: Number
    limits: Mapping[str, Number]
    whose: Mapping[str, Number]
    month: Mapping[str, Number]

    @property
    def few(self) -> bool:
        """Whether there is too little to conclude anything from."""
        return self.total.few or self.month["received"].few


def townships(scope: Scope) -> tuple[Township, ...]:
    """Every township that is looked at; five statements, however many there are."""
    apart = set_apart(scope)
    parted = {**by_limit(time.today()), **by_whose(scope.ids, scope.positions)}
    told: dict[int, Counter[str]] = {one.id: Counter() for one in scope.bodies}
    rows = scope.cases.filter(apart.others).annotate(last_day=LAST_DAY).order_by().values("body_id")
    asked = {code: Count("pk", filter=condition) for code, condition in parted.items()}
    for row in rows.annotate(total=Count("pk"), **asked):
        told[row["body_id"]].update({code: row[code] for code in ("total", *parted)})
    for one in apart.standing:
        told[one.body_id].update(("total", one.limit, one.whose))
    for code in TOLD:
        for body_id, count in _happened(scope, code):
            told[body_id][code] += count
    return tuple(
        Township(
            one.code,
            one.name,
            Number(told[one.id]["total"]),
            {code: Number(told[one.id][code]) for code in LIMITS},
            {code: Number(told[one.id][code]) for code in WHOSE},
            {code: Number(told[one.id][code]) for code in TOLD},
        )
        for one in scope.bodies
    )


def _happened(scope: Scope, code: str) -> list[tuple[int, int]]:
    column, condition = MOMENTS[code]
    found = scope.cases.filter(condition & Q(**{f"{column}__gte": since(LONG)})).order_by()
    return list(found.values_list("body_id").annotate(Count("pk")))

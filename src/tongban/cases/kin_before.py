"""Kin who were declared only after the act: what the same person did before in an open matter is filed (近亲属备案).

An opinion that was given stays; whoever decides sees that it was, and can send the step back.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tongban.cases.frame import SETTLE, load, settle
from tongban.cases.kinship import CONTEXT, digests_in
from tongban.cases.models import KinFiling
from tongban.cases.sealed import seal_values
from tongban.cases.visibility import visible_to
from tongban.directory.queries.kin import Declared, declared_by
from tongban.kernel import time
from tongban.kernel.batch import fresh
from tongban.kernel.commands import Run
from tongban.kernel.errors import Erased
from tongban.kernel.ledger import Event
from tongban.kernel.models import CommandRecord
from tongban.rules.lifecycle import Act, Status
from tongban.rules.recusal import Treatment, treatment

LOOKED_BACK = timedelta(days=400)
NAMES = {f"cases.{act.value}": act.value for act in Act if treatment(act) is Treatment.BARRED}
# a notice of corrections is looked at anew with what comes back; there nothing is written down
OPEN = (Status.SUBMITTED, Status.IN_REVIEW, Status.CONCLUDED)


def file_acts_before(command_id: UUID) -> None:
    """The effect of a declaration: file what whoever declared did before in open matters of that person.

    Done again it files nothing twice.
    """
    told = CommandRecord.objects.filter(id=command_id, name="directory.declare_kin").first()
    declared = declared_by(told.actor_key, told.at) if told else None
    if told is None or declared is None:
        return
    done = CommandRecord.objects.filter(
        actor_key__in=[f"assignment:{one}" for one in declared.assignments],
        name__in=NAMES,
        at__gte=told.at - LOOKED_BACK,
    ).order_by("at")
    acts: dict[str, dict[tuple[int, str], None]] = {}
    for key, name, reference in done.values_list("actor_key", "name", "reference"):
        by = int(key.rpartition(":")[2])
        acts.setdefault(reference.get("number", ""), {})[by, NAMES[name]] = None
    numbers = visible_to(SETTLE).filter(number__in=acts, status__in=OPEN).order_by("number")
    for number in numbers.values_list("number", flat=True):
        try:
            _file(number, declared, tuple(acts[number]))
        except Erased:
            continue


def _file(number: str, declared: Declared, acts: tuple[tuple[int, str], ...]) -> None:
    with transaction.atomic():
        case = load(SETTLE, number, lock=True)
        if declared.digest not in digests_in(case):
            return
        case.run = Run(uuid4(), time.now(), SETTLE)
        settle(case, case.run.at)
        if case.state.status not in OPEN:
            return
        there = set(KinFiling.objects.filter(case_id=case.row.id).values_list("assignment_id", "act"))
        new = [one for one in acts if one not in there]
        if not new:
            return
        note = {"relation": declared.relation, "words": "", "to": [], "before": True}
        for by, act in new:
            case.batch.insert(
                fresh(
                    KinFiling,
                    case_id=case.row.id,
                    assignment_id=by,
                    act=act,
                    effect="filed",
                    note=seal_values(note, case.vault, CONTEXT),
                    by_id=by,
                    at=case.run.at,
                )
            )
        case.append(Event("kin_found", {"kin": True}), actor=SETTLE)
        case.save({}, {})

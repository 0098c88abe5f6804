"""The handover list (工作交接清单): what one assignment holds when whoever serves in it leaves.

What a position has goes on to whoever serves there next by the rule of duty.  What is in one person's hands does not:
what they took, what an assister carries, odd matters, lists and unfinished applications of their own.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongban.cases.models import Case, CaseStep, Draft, OddMatter, Roster
from tongban.cases.odd.visibility import HANDLES, odd_visible_to
from tongban.cases.queries.lists import lines_of
from tongban.cases.queries.promise_desk import CHECKERS, COUNTERS, PromiseRow, promise_desk
from tongban.cases.rosters.visibility import TAKES, rosters_in_hand
from tongban.cases.visibility import visible_to
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import APPROVERS
from tongban.directory.queries import Leaving, leaving
from tongban.kernel import ledger
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.models import LedgerEntry
from tongban.rules.custody import Place
from tongban.rules.lifecycle import Status

MOST = 200
KINDS = ("taken", "post", "result", "promise", "odd", "roster", "draft")
OF_CASES = ("taken", "post", "result")


@dataclass(frozen=True)
class HandoverLine:
    """One thing to hand over.

    Args:
        number: of the matter, the odd matter or the list.
        item: None where there is none.
        applicant: as the reader sees it in a list; of a list how it is called.
        due: the day that runs.
        can_reassign: the reader may give it to somebody else on its own page.
        opens: the reader has a page of it.
    """

    kind: str
    number: str
    item: Text | None
    applicant: str
    due: date | None
    can_reassign: bool
    opens: bool = True


@dataclass(frozen=True)
class Handover:
    """What an assignment holds.

    Args:
        counts: by kind, of everything; what is another reader's to see too.
        lines: by kind, what this reader may see; of an administrator nothing.
    """

    leaving: Leaving
    counts: Mapping[str, int]
    lines: Mapping[str, tuple[HandoverLine, ...]]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unseen(self) -> int:
        """How many the reader may not see one by one."""
        return self.total - sum(len(lines) for lines in self.lines.values())


def handover(actor: Actor, assignment_id: int) -> Handover:
    """The handover list of an assignment; on the access log as a list.

    Raises:
        NotFound: no such assignment, or not for this actor (`directory.queries.leaving`).
    """
    told = leaving(actor, assignment_id)
    assert isinstance(actor, Staff)  # else there was nothing to find
    lines = {kind: tuple(_lines(kind, actor, told)) for kind in KINDS} if actor.role != "system_admin" else {}
    shown = [line for found in lines.values() for line in found]
    if shown:
        persons = sum(bool(line.applicant) for line in shown if line.kind != "roster")
        record_list(actor, "handover", persons=persons, asked={"assignment": str(assignment_id)})
    return Handover(told, _counts(told), lines)


def held_by(actor: Actor, assignment_ids: Collection[int]) -> dict[int, int]:
    """Assignment → how much it would leave behind; numbers alone.

    Raises:
        NotFound: not for this actor.
    """
    return {one: sum(_counts(leaving(actor, one)).values()) for one in assignment_ids}


def _counts(told: Leaving) -> dict[str, int]:
    """By kind, what there is: numbers alone, nothing of any matter."""
    carried = _carried(told.actor)
    counts = {kind: _of_cases(Case.objects.all(), kind, told, carried).count() for kind in OF_CASES}
    own = told.actor.assignment_id
    return {
        **counts,
        "promise": len(_promises(told)),
        "odd": OddMatter.objects.filter(owner_id=own, state=OddMatter.State.OPEN).count(),
        "roster": _under_way(Roster.objects.all(), own).count(),
        "draft": Draft.objects.filter(owner_key=told.actor.key).count(),
    }


def _lines(kind: str, reader: Staff, told: Leaving) -> Iterator[HandoverLine]:
    own = told.actor.assignment_id
    if kind in OF_CASES:
        head = reader.role in APPROVERS and kind != "result"
        found = _of_cases(visible_to(reader), kind, told, _carried(told.actor))
        rows = list(found.select_related("key", "intake_site", "body").order_by("received_at", "id")[:MOST])
        for row in lines_of(rows, masked=True):
            yield HandoverLine(kind, row.number, row.item_name, row.applicant_name, row.due, head)
    elif kind == "promise":
        promised = _promises(told)
        seen = set(visible_to(reader).filter(id__in=[one.case_id for one in promised]).values_list("id"))
        for promise in promised:
            if (promise.case_id,) in seen:
                yield HandoverLine(kind, promise.number, promise.material, "", promise.due, False)
    elif kind == "odd" and reader.role in HANDLES:
        odd = odd_visible_to(reader).filter(owner_id=own, state=OddMatter.State.OPEN).order_by("due")
        for matter in odd[:MOST]:
            yield HandoverLine(kind, matter.number, None, "", matter.due, True)
    elif kind == "roster":
        for roster in rosters_in_hand(own).order_by("made_at")[:MOST]:
            item = pinned(roster.item_version_id).definition.name
            yield HandoverLine(kind, roster.number, item, roster.name, None, False, reader.role in TAKES)


def _of_cases(cases: QuerySet[Case], kind: str, told: Leaving, carried: Collection[UUID]) -> QuerySet[Case]:
    holder = told.actor
    marked = CaseStep.objects.filter(case=OuterRef("pk"), taken_by=holder.assignment_id, state="open")
    taken = Q(holder_id=holder.assignment_id, status=Status.SUBMITTED) | Q(
        Exists(marked), status=Status.IN_REVIEW
    )
    if kind == "taken":
        return cases.filter(taken)
    if kind == "result":
        return cases.filter(id__in=carried)
    return cases.none() if told.after else cases.filter(_waits_at_the_post(holder)).exclude(taken)


def _waits_at_the_post(holder: Staff) -> Q:
    if holder.role == "clerk":
        return Q(next_position_id=holder.position_id, next_act="accept")
    if holder.role in APPROVERS:
        return Q(next_position__isnull=True, next_act="decide", deciding_body_id=holder.body_id)
    steps = CaseStep.objects.filter(case=OuterRef("pk"), position_id=holder.position_id, state="open")
    return Q(Exists(steps), status=Status.IN_REVIEW)


def _carried(holder: Staff) -> tuple[UUID, ...]:
    """The results that an assister signed for last, and that nobody received or brought back."""
    if holder.role != "assister":
        return ()
    out = Case.objects.filter(
        status=Status.CONCLUDED, result_at=Place.ASSISTER, collect_site_id=holder.site_id
    )
    ids = {str(one): one for one in out.values_list("id", flat=True)}
    moved = LedgerEntry.objects.filter(kind="case", stream__in=ids, type="result_taken_out").order_by("seq")
    last = {entry.stream: ledger.decode(entry.canonical).data["by"] for entry in moved}
    return tuple(ids[stream] for stream, by in last.items() if by == holder.assignment_id)


def _promises(told: Leaving) -> tuple[PromiseRow, ...]:
    """What is to follow at a counter, or to be checked by who reviews, where nobody serves at the post afterwards."""
    holder = told.actor
    if told.after or holder.role not in COUNTERS | CHECKERS:
        return ()
    desk = promise_desk(holder)
    open_ones = desk.to_follow if holder.role in COUNTERS else desk.to_check
    return tuple(
        one for one in open_ones if one.due is not None
    )  # what the sample did not draw is not checked


def _under_way(rosters: QuerySet[Roster], assignment_id: int) -> QuerySet[Roster]:
    return rosters.filter(by_id=assignment_id, state__in=(Roster.State.CHECKED, Roster.State.RUNNING))

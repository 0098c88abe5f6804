"""What is done with a roster: brought and judged, begun, stopped, ended; rows left out by hand."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid4

from django.db.models import F

from tongban.cases.edition import check_open
from tongban.cases.models import Roster, RosterRow
from tongban.cases.rosters.accepting import begin_accepting, end_accepting
from tongban.cases.rosters.columns import columns_of, roster_rule
from tongban.cases.rosters.duplicates import Known, known_matters, named_in_matters
from tongban.cases.rosters.ending import end_roster
from tongban.cases.rosters.judging import Judged, Plan, channel_of, judge
from tongban.cases.rosters.reading import ReadList
from tongban.cases.rosters.records import (
    new_number,
    plain_roster_number,
    record,
    row_of,
    seal_plan,
)
from tongban.cases.rosters.visibility import TAKES, rosters_visible_to, rows_of
from tongban.cases.tasks import queue_roster
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import PinnedItem, current
from tongban.directory.queries import site
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import Vault, new_vault
from tongban.kernel.time import today
from tongban.parties.registry import check_person

__all__ = [
    "Plan",
    "accept_roster",
    "bring_roster",
    "end_roster",
    "leave_out_rows",
    "start_roster",
    "stop_roster",
]

NAME_LENGTH = 80
AT_ONCE = 500
BROUGHT_BY = {"clerk": ("each", "village"), "assister": ("assister", "each")}


def item_of_roster(actor: Actor, item_code: str) -> PinnedItem:
    """The item in the edition of the actor's township, for a roster.

    Raises:
        NotAuthorized: neither clerk nor assister, or another position's item.
        NotFound: no such item, not published, or none that takes rosters.
        Refusal: ``item_ended``; ``village_only_informs``, ``village_only_assists``.
    """
    if not isinstance(actor, Staff) or actor.role not in TAKES:
        raise NotAuthorized("not_your_power")
    here = site(actor.site_id)
    item = current(item_code, (here.handled_by or here).division_code)
    if not item.definition.published or roster_rule(item.definition) is None:
        raise NotFound("item")
    if actor.role == "clerk" and actor.position_code != item.definition.position:
        raise NotAuthorized("not_your_position")
    check_open(actor, item.definition, channel_of(actor))
    return item


def bring_roster(
    actor: Actor, item_code: str, name: str, plan: Plan, read: ReadList, *, idempotency_key: str
) -> str:
    """Take a list in and judge every row of it; nothing is filed yet.  The roster's number.

    Raises:
        InputFaults: what is wrong with what holds for the whole list (``name``, ``brought_by``, ``organization``,
            ``handler``, ``materials.<code>``, ``consent``); a row's faults are kept with the row.
        NotAuthorized, NotFound, Refusal: as `item_of_roster`.
    """
    item = item_of_roster(actor, item_code)
    assert isinstance(actor, Staff)
    if faults := faults_of_plan(actor, item, name, plan):
        raise InputFaults(faults)
    body = {
        "item": item_code,
        "name": name,
        "plan": plan.plain(),
        "lines": [
            [line.number, dict(line.cells), [fault.code for fault in line.faults]] for line in read.lines
        ],
    }
    number = ""
    with command("cases.bring_roster", actor, idempotency_key, body, {"roster": (own := uuid4())}) as run:
        if run.replay is not None:
            return _number(actor, UUID(run.replay["roster"]))
        number = new_number(run.at)
        columns = columns_of(item.definition, _township(actor))
        judged = judge(actor, item, plan, columns, read.lines, run.at)
        _against_known(actor, item.definition, judged)
        key, vault = new_vault()
        key.save(force_insert=True)
        sound = sum(one.sound for one in judged)
        roster = Roster(
            id=own,
            number=number,
            item_version_id=item.version_id,
            site_id=actor.site_id,
            by_id=actor.assignment_id,
            name=name.strip(),
            state=Roster.State.CHECKED,
            key=key,
            plan=seal_plan(plan, vault),
            made_at=run.at,
            total=len(judged),
            failed=len(judged) - sound,
        )
        roster.save(force_insert=True)
        _insert(roster, judged, vault)
        told = {
            "item_version": item.version_id,
            "rows": roster.total,
            "sound": sound,
            "brought_by": plan.brought_by,
            "site": actor.site_id,
        }
        record(roster, Event("roster_brought", told), run, actor)
    return number


def _township(actor: Staff) -> str:
    here = site(actor.site_id)
    return (here.handled_by or here).division_code


def faults_of_plan(actor: Staff, item: PinnedItem, name: str, plan: Plan) -> list[FieldFault]:
    """What is wrong with what holds for a whole list."""
    faults = []
    rule = roster_rule(item.definition)
    if not name.strip():
        faults.append(FieldFault("name", "required"))
    elif len(name.strip()) > NAME_LENGTH or any(ord(mark) < 32 for mark in name):
        faults.append(FieldFault("name", "too_long", {"most": NAME_LENGTH}))
    if plan.brought_by not in BROUGHT_BY[actor.role]:
        faults.append(FieldFault("brought_by", "choice_missing"))
    if plan.brought_by == "village":
        if rule is None or not rule.represented:
            faults.append(FieldFault("brought_by", "roster_no_ground"))
        if not plan.organization.strip():
            faults.append(FieldFault("organization", "required"))
        elif len(plan.organization) > NAME_LENGTH:
            faults.append(FieldFault("organization", "too_long", {"most": NAME_LENGTH}))
        _, wrong = check_person(plan.handler, plan.handler_number, "", today=today(), prefix="handler.")
        faults += wrong
    known = {material.code: material.forms for material in item.definition.materials}
    faults += [
        FieldFault(f"materials.{code}", "not_an_option")
        for code, form in plan.materials.items()
        if form == "electronic" or form not in known.get(code, ())
    ]
    if not plan.consent:
        faults.append(FieldFault("consent", "required"))
    return faults


def _against_known(actor: Staff, item: ItemDefinition, judged: list[Judged]) -> None:
    """A matter of the same person and item that is under way, or was granted this year, is not begun a second time."""
    named = named_in_matters(actor, item)
    for start in range(0, len(judged), AT_ONCE):
        part = judged[start : start + AT_ONCE]
        known = known_matters(actor, item.code, [digest for one in part for digest in one.people])
        for one in part:
            if fault := Known.fault(one.people, known, named):
                one.faults.append(fault)


def _insert(roster: Roster, judged: Iterable[Judged], vault: Vault) -> None:
    RosterRow.objects.bulk_create([row_of(roster, one, vault) for one in judged], batch_size=AT_ONCE)


def _number(actor: Actor, roster_id: UUID) -> str:
    number = rosters_visible_to(actor).filter(id=roster_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound("roster")
    return number


def held_roster(actor: Actor, number: str) -> Roster:
    """The roster, its row held by this transaction.

    Raises:
        NotFound: none of this actor's.
    """
    found = rosters_visible_to(actor).filter(number=plain_roster_number(number))
    roster = found.select_for_update(of=("self",)).first()
    if roster is None:
        raise NotFound("roster")
    return roster


def start_roster(actor: Actor, number: str, *, idempotency_key: str) -> None:
    """File the sound rows, one matter each, in a job; a stopped one goes on where it stopped.

    Raises:
        NotAuthorized: not whose name it is filed in: who brought the list files it.
        NotFound: none of this actor's.
        Refusal: ``roster_not_waiting`` where it runs or has ended; ``roster_nothing_sound``.
    """
    with command("cases.start_roster", actor, idempotency_key, {"number": number}, {}) as run:
        if run.replayed:
            return
        roster = held_roster(actor, number)
        if roster.state not in (Roster.State.CHECKED, Roster.State.STOPPED) or roster.accepting_id:
            raise Refusal("roster_not_waiting")
        left = rows_of(roster).filter(state=RosterRow.State.SOUND).count()
        if not left:
            raise Refusal("roster_nothing_sound")
        assert isinstance(actor, Staff)
        roster.by_id = (
            actor.assignment_id
        )  # who files from now on, and whose acts the matters' first ones are
        roster.state, roster.why_stopped = Roster.State.RUNNING, ""
        roster.version += 1
        roster.save()
        record(roster, Event("roster_started", {"left": left}), run, actor)
        queue_roster(roster.id)


def stop_roster(actor: Actor, number: str, *, idempotency_key: str) -> None:
    """Stop after the row that is being filed or accepted; what was done stays done.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``roster_not_running``.
    """
    with command("cases.stop_roster", actor, idempotency_key, {"number": number}, {}) as run:
        if run.replayed:
            return
        roster = held_roster(actor, number)
        if roster.accepting_id is not None:
            end_accepting(roster.id, "by_hand", by=run)
            return
        if roster.state != Roster.State.RUNNING:
            raise Refusal("roster_not_running")
        roster.state, roster.why_stopped = Roster.State.STOPPED, "by_hand"
        roster.version += 1
        roster.save()
        record(roster, Event("roster_stopped", {"why": "by_hand", "filed": roster.filed}), run, actor)


def accept_roster(actor: Actor, number: str, *, looked: bool, idempotency_key: str) -> None:
    """Accept, in a job and in one's own name, every matter of a roster that waits at the counter.

    Args:
        looked: the clerk looked at the papers of each and answers for them.

    Raises:
        NotAuthorized: ``not_your_role_accept``: an assister takes in and accepts nothing.
        NotFound: none of this actor's.
        InputFaults: ``looked``: ``roster_not_looked``.
        Refusal: ``roster_not_waiting`` while it is filed or accepted already; ``roster_nothing_to_accept``.
    """
    if not isinstance(actor, Staff) or actor.role != "clerk":
        raise NotAuthorized("not_your_role_accept")
    with command(
        "cases.accept_roster", actor, idempotency_key, {"number": number, "looked": looked}, {}
    ) as run:
        if run.replayed:
            return
        roster = held_roster(actor, number)
        if not looked:
            raise InputFaults([FieldFault("looked", "roster_not_looked")])
        begin_accepting(roster, actor, run)
        queue_roster(roster.id)


def leave_out_rows(actor: Actor, number: str, lines: Collection[int], *, idempotency_key: str) -> int:
    """Take sound rows off a list that is not running; how many.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``roster_not_waiting``.
        InputFaults: ``lines``: none of the list's sound rows.
    """
    body = {"number": number, "lines": sorted(lines)}
    with command("cases.leave_out_rows", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return 0
        roster = held_roster(actor, number)
        if roster.state not in (Roster.State.CHECKED, Roster.State.STOPPED):
            raise Refusal("roster_not_waiting")
        rows = rows_of(roster).filter(state=RosterRow.State.SOUND, line__in=list(lines))
        count = rows.update(state=RosterRow.State.LEFT_OUT)
        if not count:
            raise InputFaults([FieldFault("lines", "choice_missing")])
        rosters_visible_to(actor).filter(id=roster.id).update(
            failed=F("failed") + count, version=F("version") + 1
        )
        record(roster, Event("roster_rows_left_out", {"lines": sorted(lines), "count": count}), run, actor)
        return count

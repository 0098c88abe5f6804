"""Filing a roster's sound rows, one matter each, by the same `submit` as everybody's.

One row is one transaction: the matter, the row that names it and the roster's counts are committed together or not at
all, and the key of the submission is made of the roster and the line.  Killed at any point, what is committed stays,
and whoever runs it next goes on with the first row that is still sound.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from tongban.cases.commands.submit import submit
from tongban.cases.models import Roster, RosterRow
from tongban.cases.requests import Listed
from tongban.cases.rosters.columns import columns_of, roster_rule
from tongban.cases.rosters.duplicates import Known, hold_people, known_matters, named_in_matters
from tongban.cases.rosters.ending import close
from tongban.cases.rosters.judging import ROW, application_of, digests_of
from tongban.cases.rosters.records import codes, open_held, open_plan, record, seal_held
from tongban.cases.rosters.visibility import all_rows, rosters_visible_to, rows_of
from tongban.catalogue.queries import pinned
from tongban.directory.models import Assignment
from tongban.directory.queries import actor_for_assignment, site
from tongban.kernel import time
from tongban.kernel.actors import Staff, System
from tongban.kernel.commands import Run
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import Vault, open_vault

ACTOR = System("roster")
LONGEST = timedelta(minutes=4)
"""Of one job; what is left is another's, so that no job looks lost (`kernel.tasks.LONGEST_JOB`)."""
KEPT_DAYS = 30
"""After which rows that became no matter are forgotten, as a draft that nobody touches is."""
AT_ONCE = 100
"""Rows read together, and compared with matters that are under way."""


def file_rows(roster_id: UUID, *, longest: timedelta = LONGEST) -> bool:
    """File what is left of a running roster; whether something is left after all that time.

    Args:
        longest: after which it ends, to be called again.
    """
    ends = time.now() + longest
    after = 0
    while True:
        roster = rosters_visible_to(ACTOR).filter(id=roster_id).first()
        if roster is None or roster.state != Roster.State.RUNNING:
            return False
        actor = _filer(roster)
        if actor is None:
            _halt(roster, "assignment_ended")
            return False
        rows = list(rows_of(roster).filter(state=RosterRow.State.SOUND, line__gt=after)[:AT_ONCE])
        if not rows:
            _finish(roster_id)
            return False
        work = _Work(roster, actor)
        work.compare()
        for row in rows:
            if not work.file(row):
                return False
            after = row.line
            if time.now() >= ends:
                return True


class _Work:
    """A roster opened: its item, its columns, its key."""

    def __init__(self, roster: Roster, actor: Staff) -> None:
        self.roster, self.actor = roster, actor
        self.vault: Vault = open_vault(roster.key)
        self.item = pinned(roster.item_version_id).definition
        here = site(roster.site_id)
        self.columns = columns_of(self.item, (here.handled_by or here).division_code)
        self.plan = open_plan(roster.plan, self.vault)
        rule = roster_rule(self.item)
        self.listed = Listed(roster.id, own_receipt=rule is None or rule.paper == "each")
        self.named: dict[bytes, str] = {}

    def compare(self) -> None:
        """Who is named in matters that are under way; asked once for rows that are read together."""
        own = rows_of(self.roster).filter(case__isnull=False).order_by().values("case_id")
        self.named = named_in_matters(self.actor, self.item, but=own)

    def file(self, row: RosterRow) -> bool:
        """One row, one transaction; False where the roster was stopped."""
        with transaction.atomic():
            held = rosters_visible_to(ACTOR).filter(id=self.roster.id, state=Roster.State.RUNNING)
            if held.select_for_update(of=("self",)).first() is None:
                return False
            own = rows_of(self.roster).filter(id=row.id, state=RosterRow.State.SOUND)
            if not own.exists():
                return True  # another worker was faster
            cells = open_held(row.values, self.vault).cells
            application = application_of(self.actor, self.item, self.plan, self.columns, cells)
            faults: list[FieldFault] = []
            try:
                people = digests_of(application, self.item)
                hold_people(self.item.code, people)
                # asked under the lock: another list with the same people waits, and then finds their matter
                known = known_matters(self.actor, self.item.code, people)
                if fault := Known.fault(people, known, self.named):
                    raise InputFaults([fault])
                done = submit(
                    self.actor,
                    application,
                    idempotency_key=f"roster:{self.roster.id.hex}:{row.line}",
                    listed=self.listed,
                )
            except InputFaults as wrong:
                faults = list(wrong.faults)
            except Refusal as refusal:
                faults = [FieldFault(ROW, refusal.code, refusal.params)]
            if faults:
                own.update(
                    state=RosterRow.State.REFUSED,
                    values=seal_held(cells, faults, self.vault),
                    faults=codes(faults),
                )
                held.update(failed=F("failed") + 1)
            else:
                # what it said is the matter's own now, under the matter's key
                emptied = seal_held({}, (), self.vault)
                own.update(state=RosterRow.State.FILED, case_id=done.case_id, values=emptied)
                held.update(filed=F("filed") + 1)
        return True


def _filer(roster: Roster) -> Staff | None:
    """Whose act each filing is: who began it, while they serve."""
    account = Assignment.objects.filter(id=roster.by_id).values_list("staff__account__id", flat=True).first()
    try:
        return actor_for_assignment(roster.by_id, account) if account else None
    except NotFound:
        return None


def _halt(roster: Roster, why: str) -> None:
    with transaction.atomic():
        run = Run(uuid4(), time.now(), ACTOR)
        rows = rosters_visible_to(ACTOR).filter(id=roster.id, state=Roster.State.RUNNING)
        if rows.update(state=Roster.State.STOPPED, why_stopped=why, version=F("version") + 1):
            record(roster, Event("roster_stopped", {"why": why, "filed": roster.filed}), run, ACTOR)


def _finish(roster_id: UUID) -> None:
    with transaction.atomic():
        held = rosters_visible_to(ACTOR).filter(id=roster_id, state=Roster.State.RUNNING)
        roster = held.select_for_update(of=("self",)).first()
        if roster is not None and not rows_of(roster).filter(state=RosterRow.State.SOUND).exists():
            close(roster, Run(uuid4(), time.now(), ACTOR), ACTOR)


def forget_rows(now: datetime) -> int:
    """The sweep: rows that became no matter are forgotten, and lists that nobody goes on with are closed; how many lists.

    A list's receipt stays: it names matters by their numbers, and people masked.
    """
    before = now - timedelta(days=KEPT_DAYS)
    left = rosters_visible_to(ACTOR).filter(
        state__in=(Roster.State.CHECKED, Roster.State.STOPPED), made_at__lt=before
    )
    closed = 0
    for roster_id in list(left.values_list("id", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            held = left.filter(id=roster_id).select_for_update(of=("self",)).first()
            if held is not None:
                close(held, Run(uuid4(), now, ACTOR), ACTOR)
                closed += 1
    over = rosters_visible_to(ACTOR).filter(state=Roster.State.DONE, ended_at__lt=before)
    rows = all_rows().filter(roster__in=over, case__isnull=True).exclude(values=b"")
    emptied = rows.values_list("roster_id", flat=True).order_by().distinct().count()
    rows.update(values=b"")
    return closed + emptied


def running_rosters(now: datetime) -> tuple[UUID, ...]:
    """Rosters that are under way, for the sweep that sees to it that somebody works at each."""
    rows = rosters_visible_to(ACTOR).filter(state=Roster.State.RUNNING)
    return tuple(rows.values_list("id", flat=True))

"""The delivery register (出件登记): what the county has not sent yet, what lies at the window, what left, what was handed
over; for the clerk of a centre, the assister of a point, and to read for the head of the body."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tongban.cases.custody.moving import CONTEXT
from tongban.cases.custody.unclaimed import days_lain, unclaimed_rule
from tongban.cases.custody.visibility import is_anothers, register_visible_to
from tongban.cases.models import Case, StepEntry
from tongban.cases.queries.lists import searched
from tongban.cases.queries.one import shown_name
from tongban.cases.sealed import open_content, open_values
from tongban.cases.visibility import handled_away
from tongban.catalogue.definition import Text
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_role
from tongban.directory.queries.places import position
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import Erased
from tongban.kernel.masking import mask_name
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date, today
from tongban.rules.custody import CARRIED, READY, Place
from tongban.rules.lifecycle import Status

FRONT = ("clerk", "assister")
READERS = (*FRONT, "approver")
LYING = (
    Place.COUNTY.value,
    Place.WINDOW.value,
    Place.ASSISTER.value,
    Place.SENT.value,
    Place.ELSEWHERE.value,
)
GROUPS = (*LYING, Place.OUT.value)
CARRIERS = {Place.ASSISTER.value: "signed", Place.SENT.value: "carrier"}
MOST = 100
NUMBER_END = 5  # characters of another position's number: enough to find the envelope


@dataclass(frozen=True)
class RegisterRow:
    """One result in the register.

    Args:
        place: where it lies (`rules.custody.Place`).
        since: from which day.
        days: calendar days that it has lain there.
        old: it lies, or is under way to another township's site, longer than the place's rule says.
        carried: it exists once, on its own paper.
        assister: who carries it, by the name they signed with; to another township's site: as the window wrote it down.
        away: another township handles it, and it is collected here (通办).
        receiver: who received it; ``mode``, ``relation`` and ``identification`` with it.
        phoneless: nobody can be sent a message; ``to_tell``: and they should have been told by now.
        acts: what this reader does with it next, the likeliest first.
        collect_site_away: it is collected at another township's site.
        version: as it was seen, for what is done with several at once.
        position: of the own centre's which hands it over, where that is not the reader's: the row is then masked.
    """

    number: str
    item: Text
    applicant: str
    outcome: str
    place: str
    since: date
    days: int
    old: bool
    carried: bool
    collect_site: str
    delivery_due: date | None
    assister: str
    receiver: str
    mode: str
    relation: str
    identification: str
    delivered_at: datetime | None
    phoneless: bool
    to_tell: bool
    told_on: date | None
    acts: tuple[str, ...]
    away: bool = False
    version: int = 0
    position: str = ""
    collect_site_away: bool = False


@dataclass(frozen=True)
class RegisterPage:
    """One group of the register; ``counts`` of all groups, of what was handed over today's alone."""

    group: str
    rows: tuple[RegisterRow, ...]
    counts: Mapping[str, int]
    old: int  # of those that lie at the window or with an assister
    old_after: int
    next_cursor: str | None


def register(
    actor: Actor, *, group: str = "", search: str = "", cursor: str = "", limit: int = MOST
) -> RegisterPage:
    """A page of the register: what lies longest first; what was handed over, newest first.

    Args:
        group: one of `GROUPS`; empty: the window's, or with a search all of them.
        search: a number, its beginning, or characters of a name.
        cursor: ``next_cursor`` of the page before.
        limit: lines, at most 100.

    Raises:
        NotAuthorized: ``front_only``.
    """
    reader = require_role(actor, *READERS, code="front_only")
    group = group if group in GROUPS else "" if search.strip() else Place.WINDOW.value
    limit = max(1, min(limit, MOST))
    mine = register_visible_to(reader)
    shown = searched(_in_group(mine, group), search)
    newest_first = group == Place.OUT
    order = ("-result_since", "-id") if newest_first else ("result_since", "id")
    found = list(
        _after(shown, cursor, newest_first)
        .select_related("key", "collect_site")
        .order_by(*order)[: limit + 1]
    )
    rows = _rows(reader, found[:limit])
    asked = {"group": group, "search": search, "cursor": cursor}
    record_list(actor, "delivery_register", persons=sum(bool(row.applicant) for row in rows), asked=asked)
    rule = unclaimed_rule()
    return RegisterPage(
        group,
        rows,
        _counts(mine),
        mine.filter(_lies_ready(), result_since__lte=_old_since(rule.old_after)).count(),
        rule.old_after,
        _cursor(found[limit - 1]) if len(found) > limit else None,
    )


def _lies_ready() -> Q:
    return Q(status=Status.CONCLUDED, result_at__in=READY)


def _old_since(days: int) -> date:
    return date.fromordinal(today().toordinal() - days)


def _in_group(cases: QuerySet[Case], group: str) -> QuerySet[Case]:
    if group in LYING:
        return cases.filter(status=Status.CONCLUDED, result_at=group)
    return cases.filter(result_at=group) if group else cases


def _counts(cases: QuerySet[Case]) -> dict[str, int]:
    lying = cases.filter(status=Status.CONCLUDED, result_at__in=LYING)
    told = dict(lying.order_by().values_list("result_at").annotate(Count("id")))
    handed = cases.filter(result_at=Place.OUT, result_since=today())
    return {**dict.fromkeys(GROUPS, 0), **told, Place.OUT.value: handed.count()}


def _cursor(row: Case) -> str:
    since = row.result_since.isoformat() if row.result_since else ""
    return base64.urlsafe_b64encode(json.dumps([since, str(row.id)]).encode()).decode()


def _after(cases: QuerySet[Case], cursor: str, newest_first: bool) -> QuerySet[Case]:
    if not cursor:
        return cases
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor[:200]))
        since, identity = date.fromisoformat(told[0]), UUID(str(told[1]))
    except (ValueError, TypeError, KeyError, IndexError):
        return cases  # a cut or altered link shows the first page
    if newest_first:
        return cases.filter(Q(result_since__lt=since) | Q(result_since=since, id__lt=identity))
    return cases.filter(Q(result_since__gt=since) | Q(result_since=since, id__gt=identity))


def _rows(reader: Staff, found: list[Case]) -> tuple[RegisterRow, ...]:
    lying = [row.id for row in found if row.result_at in (*READY, Place.SENT)]
    entries: dict[UUID, list[StepEntry]] = {}
    if lying:
        written = StepEntry.objects.filter(case_id__in=lying, kind__in=("result", "result_told"))
        for entry in written.order_by("at"):
            entries.setdefault(entry.case_id, []).append(entry)
    rows = ((row, _row(reader, row, entries.get(row.id, []))) for row in found)
    return tuple(_masked(line, row) if is_anothers(reader, row) else line for row, line in rows)


def _masked(line: RegisterRow, row: Case) -> RegisterRow:
    """What a colleague of another position reads: that it is there, since when, and at which window."""
    return replace(
        line,
        number="…" + line.number[-NUMBER_END:],
        applicant=mask_name(line.applicant),
        assister="",
        receiver="",
        relation="",
        identification="",
        phoneless=False,
        to_tell=False,
        told_on=None,
        acts=(),
        version=0,
        position=position(row.position_id).name,
    )


def _row(reader: Staff, row: Case, entries: list[StepEntry]) -> RegisterRow:
    item, rule = pinned(row.item_version_id).definition, unclaimed_rule()
    since = row.result_since or today()
    days = 0 if row.result_at == Place.OUT else days_lain(since, today())
    carried = row.outcome == "granted" and item.result_kind in CARRIED
    name, phone, moved, handed = _opened(row, entries)
    told_on = max((legal_date(entry.at) for entry in entries if entry.kind == "result_told"), default=None)
    ready = row.status == Status.CONCLUDED and row.result_at in READY
    away = reader.role in FRONT and handled_away(reader, row.handling_site_id)
    reminder = rule.step(since, today()) if ready else None
    phoneless = bool(name) and not phone
    return RegisterRow(
        number=row.number,
        item=item.name,
        applicant=name,
        outcome=row.outcome,
        place=row.result_at,
        since=since,
        days=days,
        old=(ready or row.result_at == Place.SENT) and days >= rule.old_after,
        carried=carried,
        collect_site=row.collect_site.name,
        delivery_due=row.delivery_due,
        assister=moved.get(CARRIERS.get(row.result_at, ""), ""),
        receiver=handed.get("receiver", ""),
        mode=handed.get("mode", ""),
        relation=handed.get("relation", ""),
        identification=handed.get("identification", ""),
        delivered_at=row.delivered_at,
        phoneless=phoneless and ready,
        to_tell=phoneless and reminder is not None and told_on is None and not away,
        told_on=told_on,
        version=row.version,
        acts=_acts(reader, row, carried=carried, away=away),
        away=away,
        collect_site_away=row.handling_site_id not in (row.collect_site_id, row.collect_site.handled_by_id),
    )


def _opened(row: Case, entries: list[StepEntry]) -> tuple[str, str, Mapping[str, str], Mapping[str, str]]:
    """Name, contact phone, what was said with the last move, and the handover; nothing where it was erased."""
    try:
        vault = open_vault(row.key)
        content = open_content(row.content, vault)
        moves = [entry for entry in entries if entry.kind == "result"]
        moved = open_values(bytes(moves[-1].record), vault, CONTEXT) if moves else {}
        handed = open_values(row.handover, vault, "case.handover")
    except Erased:
        return "", "", {}, {}
    return shown_name(content.applicant), content.contact_phone, moved, handed


def _acts(reader: Staff, row: Case, *, carried: bool, away: bool) -> tuple[str, ...]:
    if row.status != Status.CONCLUDED or reader.role not in FRONT:
        return ()
    if away:
        if row.result_at == Place.SENT:
            return ("receive_sent_result",)
        return ("deliver",) if row.result_at == Place.ELSEWHERE or not carried else ()
    if reader.role == "assister":
        return () if carried and row.result_at != Place.ASSISTER else ("deliver",)
    return {
        Place.COUNTY.value: ("receive_result",),
        Place.WINDOW.value: _from_the_window(reader, row, carried=carried),
        Place.ASSISTER.value: ("bring_back_result",),
        Place.SENT.value: ("bring_back_result",),
        Place.ELSEWHERE.value: ("bring_back_result",),
    }.get(row.result_at, ())


def _from_the_window(reader: Staff, row: Case, *, carried: bool) -> tuple[str, ...]:
    """What is collected in another township is sent there first, or printed and handed over there alone."""
    there = reader.site_id not in (row.collect_site_id, row.collect_site.handled_by_id)
    if not there:
        return ("deliver", "take_out_result")
    return ("send_result", "deliver") if carried else ()

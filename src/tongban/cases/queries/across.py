"""What this counter or point took in for other townships, or hands over for them (通办), and what it has to do of it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tongban.cases.models import Case
from tongban.cases.queries.lists import lines_of, searched
from tongban.cases.queries.shapes import CaseRow
from tongban.cases.visibility import visible_to
from tongban.catalogue.queries import pinned
from tongban.directory.authority import require_role
from tongban.directory.queries import site
from tongban.kernel.access import record_list
from tongban.kernel.actors import Actor, Staff
from tongban.rules.custody import CARRIED, Place

MOST = 100
SHOWN = ("open", "ended")
ENDED = Q(status__in=("delivered", "archived")) | Q(
    status="concluded", outcome__in=("withdrawn", "deemed_withdrawn")
)


@dataclass(frozen=True)
class AcrossRow:
    """One matter of another township.

    Args:
        line: as in any list.
        handling_site: who handles it; ``phone`` of that centre.
        collect_site: where the result is collected; ``here``: that is this site.
        to_do: what waits for this site: ``serve_notice``, ``receive_sent_result``, ``deliver``; empty: nothing.
    """

    line: CaseRow
    handling_site: str
    phone: str
    collect_site: str
    here: bool
    to_do: str


def taken_for_others(actor: Actor, *, shown: str = "open", search: str = "") -> tuple[AcrossRow, ...]:
    """The matters of other townships that this site has a part in, newest first; at most 100.

    Args:
        shown: ``open`` or ``ended``.
        search: as in `my_list`; over both.

    Raises:
        NotAuthorized: ``front_only``.
    """
    reader = require_role(actor, "clerk", "assister", code="front_only")
    found = searched(_of_others(reader), search)
    if not search.strip():
        found = found.filter(ENDED) if shown == "ended" else found.exclude(ENDED)
    rows = list(
        found.select_related("key", "intake_site", "body", "handling_site", "collect_site").order_by(
            "-received_at", "-id"
        )[:MOST]
    )
    lines = lines_of(rows, masked=True)
    record_list(
        actor,
        "across",
        persons=sum(bool(line.applicant_name) for line in lines),
        asked={"group": shown, "search": search},
    )
    return tuple(_row(reader, row, line) for row, line in zip(rows, lines, strict=True))


def _of_others(reader: Staff) -> QuerySet[Case]:
    own = [reader.site_id, site(reader.site_id).handled_by_id or reader.site_id]
    here = Q(intake_site_id=reader.site_id) | Q(collect_site_id=reader.site_id)
    return visible_to(reader, in_part=True).filter(here).exclude(handling_site_id__in=own)


def _row(reader: Staff, row: Case, line: CaseRow) -> AcrossRow:
    here = row.collect_site_id == reader.site_id
    return AcrossRow(
        line,
        row.handling_site.name,
        row.handling_site.phone,
        row.collect_site.name,
        here,
        _to_do(row, line, here),
    )


def _to_do(row: Case, line: CaseRow, here: bool) -> str:
    if line.status == "awaiting_corrections":
        return "correct"
    if line.status != "concluded" or not here or not row.result_at:
        return ""
    if row.result_at == Place.SENT:
        return "receive_sent_result"
    carried = row.outcome == "granted" and pinned(row.item_version_id).definition.result_kind in CARRIED
    return "deliver" if row.result_at == Place.ELSEWHERE or not carried else ""

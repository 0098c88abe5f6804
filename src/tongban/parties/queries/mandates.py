"""The register of mandates as a counter sees it, and as whoever gave or holds one does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tongban.directory.queries import assignment_labels
from tongban.kernel.access import ONE_VIEW, record_access, record_list
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.errors import Erased, NotFound
from tongban.kernel.masking import mask_name, mask_number
from tongban.kernel.models import LedgerEntry
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import legal_date, today
from tongban.parties.commands.mandates import CONTEXT, party_of
from tongban.parties.mandates import STREAM, mandates_visible_to
from tongban.parties.models import Mandate, Party
from tongban.parties.registry import Person, open_party
from tongban.rules.mandates import state
from tongban.rules.minors import under_fourteen

MOST = 300
GROUPS = ("in_force", "soon", "over")


@dataclass(frozen=True)
class MandateView:
    """One mandate.

    Args:
        label: what it is called over the phone, e.g. ``WT261123-5F0A2C``.
        grantor, handler: names; masked for whoever proved a phone alone; empty once erased.
        items: codes; empty: all.
        state: ``in_force``, ``soon``, ``later``, ``expired``, ``ended``.
        mine: to a citizen: ``grantor``, ``handler``.
        receipt: digest of the event that ended it, as it stands in the ledger; empty while it holds.
    """

    id: UUID
    label: str
    grantor: str
    grantor_kind: str
    grantor_number: str
    handler: str
    handler_number: str
    items: tuple[str, ...]
    starts: date
    until: date | None
    state: str
    site: str
    seen_by: str
    seen_at: datetime
    renews: bool
    ended_at: datetime | None
    ended_as: str
    ended_by: str
    end_reason: str
    mine: str = ""
    receipt: str = ""

    @property
    def holds(self) -> bool:
        return self.state in ("in_force", "soon")

    @property
    def over(self) -> bool:
        return self.state in ("ended", "expired")


def mandates_of(actor: Actor, *, opened: str = "") -> tuple[MandateView, ...]:
    """The register of the own counter, newest first; at most 300.

    Args:
        opened: the group that is shown as a page with the names: of staff on the access log.
    """
    views = tuple(_views(actor, mandates_visible_to(actor).order_by("-seen_at", "id")[:MOST]))
    if opened:
        record_list(actor, "mandates", persons=2 * len(of_group(views, opened)), asked={"group": opened})
    return views


def of_group(views: Iterable[MandateView], group: str) -> tuple[MandateView, ...]:
    """Those of a group: ``in_force`` (what holds or is to begin), ``soon``, ``over``."""
    return tuple(view for view in views if _in_group(view, group))


def my_mandates(actor: Actor) -> tuple[MandateView, ...]:
    """The mandates that a citizen gave or holds, those that hold first; nothing for anybody else."""
    if not isinstance(actor, Citizen):
        return ()
    views = _views(actor, mandates_visible_to(actor).order_by("-seen_at", "id")[:MOST])
    return tuple(sorted(views, key=lambda view: view.over))


def mandate_view(actor: Actor, mandate_id: UUID, *, opened: bool = False) -> MandateView:
    """One mandate.

    Args:
        opened: it is shown as a page: of staff on the access log, as a look at either person.

    Raises:
        NotFound: none of this actor's.
    """
    rows = list(mandates_visible_to(actor).filter(id=mandate_id))
    if not rows:
        raise NotFound("mandate")
    if opened and isinstance(actor, Staff):
        for person in (rows[0].grantor_id, rows[0].handler_id):
            record_access(actor, "list", person, subject_kind="person", field="mandate", once_in=ONE_VIEW)
    return _views(actor, rows)[0]


def _in_group(view: MandateView, group: str) -> bool:
    if group == "over":
        return view.over
    return view.state == "soon" if group == "soon" else not view.over


def _views(actor: Actor, rows: Iterable[Mandate]) -> list[MandateView]:
    listed = list(rows)
    ids = {row.seen_by_id for row in listed} | {row.ended_by_id for row in listed if row.ended_by_id}
    labels = assignment_labels(ids)
    ended = [str(row.id) for row in listed if row.ended_at]
    events = LedgerEntry.objects.filter(kind=STREAM, stream__in=ended, type="mandate_ended") if ended else ()
    receipts = {entry.stream: bytes(entry.hash).hex() for entry in events}
    return [_view(actor, row, labels, receipts.get(str(row.id), "")) for row in listed]


def label_of(mandate_id: UUID, seen_at: datetime) -> str:
    """What a mandate is called over the phone."""
    return f"WT{legal_date(seen_at):%y%m%d}-{mandate_id.hex[:6].upper()}"


def _view(actor: Actor, row: Mandate, labels: dict[int, str], receipt: str) -> MandateView:
    masked = isinstance(actor, Citizen) and actor.assurance != "real_name"
    grantor, handler = _opened(row.grantor), _opened(row.handler)
    ended = legal_date(row.ended_at) if row.ended_at else None
    return MandateView(
        id=row.id,
        label=label_of(row.id, row.seen_at),
        grantor=_name(grantor, masked),
        grantor_kind="organization" if row.grantor.number_kind == "credit_code" else "person",
        grantor_number=mask_number(grantor.number) if grantor else "",
        handler=_name(handler, masked),
        handler_number=mask_number(handler.number) if handler else "",
        items=tuple(row.items),
        starts=row.starts,
        until=row.until,
        state=state(today(), row.starts, row.until, ended),
        site=row.site.name,
        seen_by=labels.get(row.seen_by_id, ""),
        seen_at=row.seen_at,
        renews=row.renews_id is not None,
        ended_at=row.ended_at,
        ended_as=row.ended_as,
        ended_by=labels.get(row.ended_by_id or 0, ""),
        end_reason=_reason(row),
        mine=party_of(row, actor),
        receipt=receipt,
    )


def _opened(party: Party) -> Person | None:
    try:
        return open_party(party)
    except Erased:
        return None


def _name(person: Person | None, masked: bool) -> str:
    if person is None:
        return ""
    masked = masked or under_fourteen(person.number, today())
    return mask_name(person.name) if masked and person.number_kind == "citizen_number" else person.name


def _reason(row: Mandate) -> str:
    if not row.end_reason:
        return ""
    try:
        return open_vault(row.grantor.key).open(row.end_reason, CONTEXT).decode()
    except Erased:
        return ""

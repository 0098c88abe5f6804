"""Taking a list out of the program: masked values only, watermarked, on record."""

from collections.abc import Mapping

from tongban.cases.queries.lists import MOST_EXPORTED
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized
from tongban.kernel.exports import Released, Table, release
from tongban.kernel.powers import require_power

HANDLE = frozenset({"clerk", "assister", "reviewer", "approver", "county_reviewer", "county_approver"})

# list → the roles whose desks have it
LISTS: Mapping[str, frozenset[str]] = {
    "access_log": frozenset({"auditor"}),
    "admin_events": frozenset({"auditor"}),
    "day_sheet": frozenset({"auditor"}),
    "village_ledger": frozenset({"assister"}),
    "destruction_list": frozenset({"security_admin"}),
    "breaches": frozenset({"approver"}),
    "delivery_register": frozenset({"clerk", "assister", "approver"}),
    "fee_ledger": frozenset({"clerk", "approver"}),
    "cases": HANDLE,
}
MOST: Mapping[str, int] = {"cases": MOST_EXPORTED}
"""Rows of the lists that are read while they are sent."""


def export_list(actor: Actor, table: Table, *, reason: str, file_format: str, asked: str = "") -> Released:
    """A file of rows that this actor was shown, to be taken along.

    Args:
        table: the rows in words, as a query gave them to this actor.
        reason: why, 2 to 200 characters.
        file_format: ``csv`` or ``xlsx``.
        asked: by what the list was narrowed, in words, for the log.

    Raises:
        NotAuthorized: ``not_your_power``: the list is another desk's.
        InputFaults: no reason, an unknown format, too many rows.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    require_power("cases.export_list", actor)
    if actor.role not in LISTS.get(table.name, frozenset()):
        raise NotAuthorized("not_your_power")
    most = MOST.get(table.name)
    return release(actor, table, reason=reason, file_format=file_format, most=most, asked=asked)

"""What may be read of the directory."""

from tongban.directory.queries.accounts import (
    AccountPage,
    AccountView,
    DemoCode,
    account,
    account_at_door,
    account_of,
    accounts,
    demo_codes,
)
from tongban.directory.queries.assignments import (
    actor_columns,
    actor_for_assignment,
    actor_from,
    assignment_labels,
    assignments_of,
    staff_behind,
)
from tongban.directory.queries.below import divisions_below
from tongban.directory.queries.divisions import chain, default_place, top_division
from tongban.directory.queries.identity import IdentityView, identity
from tongban.directory.queries.place_names import PlaceName, Township, above, place_name, townships_served
from tongban.directory.queries.places import places, site
from tongban.directory.queries.service_area import centre_for_village, villages_served
from tongban.directory.queries.sign_in_log import OUTCOMES, TryPage, TryView, own_sign_ins, sign_in_log
from tongban.directory.queries.sites import SiteView, sites

__all__ = [
    "OUTCOMES",
    "AccountPage",
    "AccountView",
    "DemoCode",
    "IdentityView",
    "PlaceName",
    "SiteView",
    "Township",
    "TryPage",
    "TryView",
    "above",
    "account",
    "account_at_door",
    "account_of",
    "accounts",
    "actor_columns",
    "actor_for_assignment",
    "actor_from",
    "assignment_labels",
    "assignments_of",
    "centre_for_village",
    "chain",
    "default_place",
    "demo_codes",
    "divisions_below",
    "identity",
    "own_sign_ins",
    "place_name",
    "places",
    "sign_in_log",
    "site",
    "sites",
    "staff_behind",
    "top_division",
    "townships_served",
    "villages_served",
]

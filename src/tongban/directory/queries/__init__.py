"""What may be read of the directory."""

from tongban.directory.queries.assignments import (
    actor_columns,
    actor_for_assignment,
    actor_from,
    assignment_labels,
    assignments_of,
)
from tongban.directory.queries.below import divisions_below
from tongban.directory.queries.divisions import chain, default_place, top_division
from tongban.directory.queries.identity import IdentityView, identity
from tongban.directory.queries.place_names import PlaceName, Township, above, place_name, townships_served
from tongban.directory.queries.places import places, site
from tongban.directory.queries.service_area import centre_for_village, villages_served
from tongban.directory.queries.sites import SiteView, sites

__all__ = [
    "IdentityView",
    "PlaceName",
    "SiteView",
    "Township",
    "above",
    "actor_columns",
    "actor_for_assignment",
    "actor_from",
    "assignment_labels",
    "assignments_of",
    "centre_for_village",
    "chain",
    "default_place",
    "divisions_below",
    "identity",
    "place_name",
    "places",
    "site",
    "sites",
    "top_division",
    "townships_served",
    "villages_served",
]

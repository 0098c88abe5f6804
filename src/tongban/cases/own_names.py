"""The names of the body that handles a case and of the one that decides it: full, short, and those of their places."""

from tongban.cases.frame import OpenCase
from tongban.directory.queries import places


def names_of_ours(case: OpenCase) -> frozenset[str]:
    """Every name by which somebody may mean ourselves."""
    ours = {case.row.body_id, case.row.deciding_body_id}
    known = places()
    bodies = [one for one in known.bodies.values() if one.id in ours]
    sites = [one for one in known.sites.values() if one.body_id in ours]
    return frozenset(
        [one.name for one in bodies] + [one.short_name for one in bodies] + [one.name for one in sites]
    )

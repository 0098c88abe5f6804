"""What a counter or point has of a matter that another township handles (通办): the files it brought, the papers it hands on."""

from datetime import timedelta

from tongban.cases.frame import OpenCase
from tongban.directory.models import Assignment
from tongban.kernel.actors import Staff
from tongban.kernel.time import now

TAKEN_IN = frozenset({"intake_receipt", "acceptance_notice", "deemed_acceptance_notice"})
"""Papers that the site which took the application in prints for the applicant."""
RECEIPT_STANDS = timedelta(days=1)
"""How long the receipt, whose query code opens the applicant's whole page, is this site's to print."""
HANDED_ON = frozenset({"correction_notice"})
"""Papers that either of the two sites hands on."""
HANDED_OVER = frozenset({"decision", "non_acceptance_decision", "termination_decision", "service_return"})
"""Papers of the result, at the site where it is collected."""


def just_taken_in(case: OpenCase) -> bool:
    """Whether the application came in a moment ago, so that its receipt and code are still handed to the applicant."""
    return now() - case.row.synced_at < RECEIPT_STANDS


def own_papers(case: OpenCase, actor: Staff) -> frozenset[str]:
    """The kinds of papers that this site prints and hands on."""
    kinds = HANDED_ON
    if case.state.intake_site_id == actor.site_id:
        kinds |= TAKEN_IN if just_taken_in(case) else TAKEN_IN - {"intake_receipt"}
    if case.state.collect_site_id == actor.site_id:
        kinds |= HANDED_OVER
    return kinds


def own_materials(case: OpenCase, actor: Staff) -> frozenset[str]:
    """The materials whose file, as it stands, this site brought itself; what is not known to be its own is not."""
    events = case.told()
    others = {event.actor["assignment"] for event in events if "assignment" in event.actor}
    here = set(
        Assignment.objects.filter(id__in=others, position__site_id=actor.site_id).values_list("id", flat=True)
    )
    brought: set[str] = set()
    for event in events:
        if event.actor.get("assignment") not in here:
            continue
        if event.type == "submitted":
            brought |= {str(one["blob"]) for one in event.data["materials"] if one.get("blob")}
        elif event.type == "corrected":
            brought |= {str(blob) for blob in event.data.get("blobs", {}).values()}
    return frozenset(row.code for row in case.materials if row.blob_id and str(row.blob_id) in brought)

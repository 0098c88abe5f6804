"""Who on a list has a matter of the same item under way already."""

from collections.abc import Collection

from tongban.cases.models import Case
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Actor
from tongban.rules.lifecycle import Status

RUNNING = (Status.SUBMITTED.value, Status.AWAITING_CORRECTIONS.value, Status.IN_REVIEW.value)


def running_matters(actor: Actor, item_code: str, digests: Collection[bytes]) -> dict[bytes, str]:
    """Of these people those with a matter of this item under way: by their number's digest.

    The matter's number stands there only where the actor may see it.
    """
    asked = {
        "applicant__number_digest__in": list(digests),
        "item_version__item__code": item_code,
        "status__in": RUNNING,
    }
    running = Case.objects.filter(**asked).values_list("applicant__number_digest", flat=True)
    found = {bytes(digest): "" for digest in running if digest}
    if found:
        seen = visible_to(actor).filter(**asked).values_list("applicant__number_digest", "number")
        found |= {bytes(digest): number for digest, number in seen if digest}
    return found

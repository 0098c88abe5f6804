"""Warnings that somebody has taken note of."""

from collections.abc import Sequence

from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import NotAuthorized, NotFound
from tongban.oversight.queries.warnings import duty_of, is_warned
from tongban.oversight.warnings.sweeping import standing
from tongban.oversight.warnings.visibility import taken_by, warnings_visible_to

MOST_AT_ONCE = 500


def read_warnings(actor: Actor, warning_ids: Sequence[int], *, idempotency_key: str) -> int:
    """Take note of warnings that are told to the own post; how many were unread.

    It is no event of any case: that somebody read a warning changes nothing for anybody, and is not assessed.

    Args:
        warning_ids: which; none: all that stand and are unread, `MOST_AT_ONCE` at most.

    Raises:
        NotAuthorized: ``not_warned``: no warning is told to this role; ``not_on_duty``: somebody else has the duty
            of the post today and the case is not one's own.
        NotFound: one of them is not told to this actor.
    """
    if not isinstance(actor, Staff) or not is_warned(actor.role):
        raise NotAuthorized("not_warned")
    wanted = sorted(set(warning_ids))[:MOST_AT_ONCE]
    with command(
        "oversight.read_warnings", actor, idempotency_key, {"warnings": wanted}, {"warnings": wanted}
    ) as run:
        if run.replayed:
            return 0
        seen = warnings_visible_to(actor)
        if wanted and seen.filter(id__in=wanted).count() < len(wanted):
            raise NotFound("warning")
        own = seen if duty_of(actor) else seen.filter(taken_by(actor))
        if wanted and own.filter(id__in=wanted).count() < len(wanted):
            raise NotAuthorized("not_on_duty")
        rows = own.filter(read_at__isnull=True)
        rows = rows.filter(id__in=wanted) if wanted else rows.filter(standing())
        ids = list(rows.order_by("-id").values_list("id", flat=True)[:MOST_AT_ONCE])
        return seen.filter(id__in=ids, read_at__isnull=True).update(
            read_at=run.at, read_by_id=actor.assignment_id
        )

"""Deciding by a lent power (授权审批): only what it covers, only while it holds, never on one's own opinion."""

from typing import Any

from tongban.cases.frame import OpenCase
from tongban.directory.commands.delegation import require_lent_power
from tongban.directory.queries import delegation_of, staff_behind
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import NotAuthorized


def require_own_or_lent(actor: Actor, case: OpenCase) -> dict[str, Any]:
    """Let an own power pass, and a lent one where it covers this case now.

    The lent power is held until the act is written: a revocation comes before it or after it, never into it.

    Returns:
        What the decision's event says of it; empty for an own power.

    Raises:
        NotAuthorized: ``not_lent_item``; ``delegation_over``; ``own_opinion``, where the delegate gave one of the
            opinions that the decision rests on.
    """
    if not isinstance(actor, Staff) or actor.delegated_by is None:
        return {}
    if actor.items and case.item.definition.code not in actor.items:
        raise NotAuthorized("not_lent_item")
    require_lent_power(actor)
    opinions = {step.by for step in case.state.steps if step.by is not None}
    if actor.staff_id in staff_behind(opinions):
        raise NotAuthorized("own_opinion")
    return {"delegated_by": actor.delegated_by}


def power_on_paper(actor: Actor) -> str:
    """The lent power behind a decision as the paper names it: whose, of which day, under which number; "" for an own one."""
    if not isinstance(actor, Staff) or actor.delegated_by is None:
        return ""
    lender, lent_on = delegation_of(actor.assignment_id)
    day = f"{lent_on.year}年{lent_on.month}月{lent_on.day}日"
    return f"{lender}{day}起的授权（授权第{actor.assignment_id}号）"

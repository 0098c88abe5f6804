"""What the law lets be done to several matters by one press: taking them, and giving them to somebody else.

Nothing that judges a matter is done so: an opinion or a decision looks at one (行政许可法 art. 34, 37).
"""

from tongban.cases.commands.reassigning import reassign
from tongban.cases.commands.taking import take
from tongban.cases.together import Chosen, Moved, each, require_some
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.powers import require_power
from tongban.rules.substance import LEAST_TO_LOOK, why_not_substance


def take_several(actor: Actor, chosen: Chosen, *, idempotency_key: str) -> tuple[Moved, ...]:
    """Take several matters that wait for one's position.

    Raises:
        InputFaults: ``required`` for none, ``too_many_lines``.
        NotAuthorized: ``not_your_power``.
    """
    require_power("cases.take_several", actor)
    require_some(chosen)
    return each(
        chosen,
        idempotency_key,
        lambda number, version, key: take(actor, number, expected_version=version, idempotency_key=key),
    )


def reassign_several(
    actor: Actor, chosen: Chosen, *, to: int, reason: str, idempotency_key: str
) -> tuple[Moved, ...]:
    """Give several matters of one's authority to one person who is here today.

    Args:
        to: the assignment that holds them from now on; for which of them this person may not act is told of each.
        reason: why, of all of them.

    Raises:
        InputFaults: ``required`` for none, ``too_many_lines``; a reason that says nothing.
        NotAuthorized: ``not_your_power``.
    """
    require_power("cases.reassign_several", actor)
    require_some(chosen)
    if weak := why_not_substance(reason, LEAST_TO_LOOK):
        raise InputFaults([FieldFault("reason", weak, {"least": LEAST_TO_LOOK})])
    return each(
        chosen,
        idempotency_key,
        lambda number, version, key: reassign(
            actor, number, expected_version=version, idempotency_key=key, to=to, reason=reason
        ),
    )

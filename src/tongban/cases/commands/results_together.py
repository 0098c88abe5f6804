"""Several results at once: what one courier brought from the county, what one assister takes along.

Each is the act of its own result, checked alone and with its own event; one that cannot be moved holds up no other.
"""

from tongban.cases.commands.results import receive_result, take_out_result
from tongban.cases.custody.moving import NOTE_LENGTH, require_short
from tongban.cases.together import Chosen, Moved, each, require_some
from tongban.directory.queries import assisters_behind
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.powers import require_power


def receive_results(
    actor: Actor, chosen: Chosen, *, idempotency_key: str, note: str = ""
) -> tuple[Moved, ...]:
    """Write down several results that came down from the county together.

    Args:
        chosen: number and the version that was seen; at most `MOST_AT_ONCE`.
        note: who brought them; kept with each.

    Raises:
        InputFaults: ``required`` for none chosen, ``too_many_lines``; ``too_long``.
    """
    require_power("cases.receive_results", actor)
    require_some(chosen)
    require_short(note=(note, NOTE_LENGTH))
    return each(
        chosen,
        idempotency_key,
        lambda number, version, key: receive_result(
            actor,
            number,
            expected_version=version,
            idempotency_key=key,
            note=note,
        ),
    )


def take_out_results(
    actor: Actor,
    chosen: Chosen,
    *,
    idempotency_key: str,
    assister: int,
    signed: str,
    agreed: bool = False,
    note: str = "",
) -> tuple[Moved, ...]:
    """Give several results to one assister, who signs once for the list.

    Args:
        chosen: number and the version that was seen; at most `MOST_AT_ONCE`.
        agreed: of those who chose another place: they were asked and agree.

    Raises:
        InputFaults: ``required`` for none chosen, ``too_many_lines``; ``not_an_option`` and
            ``signature_not_the_assister`` of the assister, ``too_long``.
    """
    require_power("cases.take_out_results", actor)
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    require_some(chosen)
    require_short(note=(note, NOTE_LENGTH))
    taker = next((one for one in assisters_behind(actor.site_id) if one.assignment_id == assister), None)
    if taker is None:
        raise InputFaults([FieldFault("assister", "not_an_option")])
    if signed.strip() != taker.name:
        raise InputFaults([FieldFault("signed", "signature_not_the_assister", {"name": taker.name})])
    return each(
        chosen,
        idempotency_key,
        lambda number, version, key: take_out_result(
            actor,
            number,
            expected_version=version,
            idempotency_key=key,
            assister=assister,
            signed=signed,
            agreed=agreed,
            note=note,
        ),
    )

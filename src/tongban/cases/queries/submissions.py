"""What a submission led to, by its key: the answer to a form that is sent twice."""

from uuid import UUID

from tongban.cases.query_code import query_code
from tongban.cases.requests import Submitted
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotFound
from tongban.kernel.models import CommandRecord


def submission(actor: Actor, idempotency_key: str) -> Submitted:
    """The case that this actor submitted under this key.

    Raises:
        NotFound: nothing was submitted under it, or the case is no longer this actor's to see.
    """
    record = CommandRecord.objects.filter(
        actor_key=actor.key, key=idempotency_key, name="cases.submit"
    ).first()
    case = (
        visible_to(actor, in_part=True).filter(id=UUID(record.reference["case"])).first() if record else None
    )
    if case is None:
        raise NotFound("submission")
    return Submitted(case.id, case.number, query_code(case.number), True)

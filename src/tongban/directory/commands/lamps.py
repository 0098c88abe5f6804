"""When an authority's supervision lamps change, from a day on: its own thresholds, or those of its level again."""

from datetime import date

from tongban.directory.authority import entered_by
from tongban.directory.commands.places_frame import change, require_sound
from tongban.directory.models import Body, LampRule
from tongban.directory.queries.lamps import forget_lamps
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, NotFound
from tongban.kernel.time import today
from tongban.rules.lamps import LampThresholds, written_thresholds

BASIS_LENGTH = 200


def set_lamp_thresholds(
    actor: Actor,
    body_code: str,
    thresholds: LampThresholds | None,
    *,
    starts: date,
    basis: str,
    seen: int | None = None,
    idempotency_key: str,
) -> None:
    """State when the lamps of an authority's matters change.  What was warned of stays as it was.

    Args:
        thresholds: None: those of its level again.
        starts: the first day on which they hold; not before today, for a lamp of yesterday was seen by people.
        basis: the document or decision that says so, as it is cited.
        seen: the last change of the authority that the person had before them; None where nobody looked.

    Raises:
        NotAuthorized: ``system_admin_only``.
        NotFound: no such authority.
        InputFaults: ``day_in_the_past``, ``required``, ``longer_than``; ``changed_meanwhile``.
    """
    stated = written_thresholds(thresholds) if thresholds else []
    told = {"thresholds": stated, "starts": starts, "basis": basis.strip()}
    with change(
        "directory.set_lamp_thresholds", actor, idempotency_key, told, f"body:{body_code}", seen
    ) as run:
        if run.replayed:
            return
        body = Body.objects.filter(code=body_code).first()
        if body is None:
            raise NotFound("body")
        faults = []
        if starts < today():
            faults.append(FieldFault("lamps_start", "day_in_the_past"))
        if not basis.strip():
            faults.append(FieldFault("lamps_basis", "required"))
        elif len(basis.strip()) > BASIS_LENGTH:
            faults.append(FieldFault("lamps_basis", "longer_than", {"most": BASIS_LENGTH}))
        require_sound(faults)
        LampRule.objects.create(
            body=body,
            starts=starts,
            thresholds=stated,
            basis=basis.strip(),
            set_by_id=entered_by(actor),
            set_at=run.run.at,
        )
        run.record("lamps_set", told)
    forget_lamps()

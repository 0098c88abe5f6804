"""Scanning of uploads: switching it off takes two persons, switching it on again takes one."""

from collections.abc import Mapping
from typing import Any

from tongban.directory.authority import require_role
from tongban.directory.proposals import Agreed, Kind
from tongban.kernel import scanning
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.commands import command
from tongban.kernel.errors import Refusal


def _check(actor: Staff, payload: Mapping[str, Any]) -> None:
    if not scanning.current().required:
        raise Refusal("scanning_is_off")


def _switch_off(agreed: Agreed) -> None:
    scanning.decide(
        False,
        actor=agreed.confirmed_by,
        reason=agreed.reason,
        at=agreed.run.at,
        command_id=agreed.run.id,
        proposed_by=agreed.proposed_by,
        confirmed_by=agreed.confirmed_by.assignment_id,
    )


SCANNING_OFF = Kind(code="scanning_off", carry_out=_switch_off, check=_check)


def require_scanning(actor: Actor, *, reason: str, idempotency_key: str) -> None:
    """Have uploads looked through for malware from now on; the safe way takes one person.

    Raises:
        NotAuthorized: ``security_admin_only``.
        Refusal: ``scanning_is_on``.
    """
    staff = require_role(actor, "security_admin", code="security_admin_only")
    with command("directory.require_scanning", actor, idempotency_key, {"reason": reason}, {}) as run:
        if run.replayed:
            return
        if scanning.current().required:
            raise Refusal("scanning_is_on")
        scanning.decide(
            True,
            actor=staff,
            reason=reason[:200],
            at=run.at,
            command_id=run.id,
            confirmed_by=staff.assignment_id,
        )

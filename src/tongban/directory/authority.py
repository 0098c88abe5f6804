"""Who may administer what (三员分立: three administrators, each held by another person).

The kinds of administrator and what they keep: the system's administrator places, staff, assignments and registers;
the security administrator accounts, locks and switches of safety; the auditor reads the logs and changes nothing.
"""

from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.errors import NotAuthorized

ADMINISTRATORS = frozenset({"system_admin", "security_admin", "auditor"})
ON_CASES = frozenset({"assister", "clerk", "reviewer", "approver", "county_reviewer", "county_approver"})
SUPERVISION = frozenset({"supervisor"})
"""Who supervises the townships of a county (政务服务管理部门): reads how promises are kept, and does nothing to a case."""
CATALOGUE = frozenset({"catalogue_editor", "catalogue_approver"})
APPROVERS = frozenset({"approver", "county_approver"})


def require_system_admin(actor: Actor) -> None:
    """Let the system's administrator and the program's set-up pass.

    Raises:
        NotAuthorized: ``system_admin_only``.
    """
    if isinstance(actor, System) or (isinstance(actor, Staff) and actor.role == "system_admin"):
        return
    raise NotAuthorized("system_admin_only")


def require_role(actor: Actor, *roles: str, code: str) -> Staff:
    """The member of staff behind the actor, where they hold one of the roles.

    Raises:
        NotAuthorized: with ``code``.
    """
    if isinstance(actor, Staff) and actor.role in roles:
        return actor
    raise NotAuthorized(code)


def entered_by(actor: Actor) -> int | None:
    """The assignment to write down as who did it; None for the program itself."""
    return actor.assignment_id if isinstance(actor, Staff) else None

"""Who acts: one small immutable value that every query and command takes first.

An actor is built at the door (log-in, tracking form, worker) and carries ids and codes only.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Actor(ABC):
    """The root: ``key`` names the actor in idempotency keys and in the ledger, without personal data."""

    @property
    @abstractmethod
    def key(self) -> str:
        """The name of this actor, unique among all kinds."""


@dataclass(frozen=True)
class Public(Actor):
    """Anybody: reads what is published, holds nothing."""

    @property
    def key(self) -> str:
        return "public"


@dataclass(frozen=True)
class System(Actor):
    """The program itself: effects of date and jobs.

    Args:
        name: which part of it, e.g. ``"settle"``.
    """

    name: str

    @property
    def key(self) -> str:
        return f"system:{self.name}"


@dataclass(frozen=True)
class Citizen(Actor):
    """Somebody who proved to hold a phone number, which alone does not prove who they are; or whose name and
    number an identity platform vouches for.

    Args:
        phone_digest: keyed digest of the phone number (``kernel.digests``), 32 bytes; empty for none.
        sealed_phone: the number itself under the master key, to be opened by the commands that need it.
        assurance: ``phone``, or ``real_name`` where an identity platform vouches for the person.
        number_digest: keyed digest of the citizen number; empty unless ``real_name``.
        sealed_identity: name and citizen number under the master key; empty unless ``real_name``.
    """

    phone_digest: bytes
    sealed_phone: bytes
    assurance: str = "phone"
    number_digest: bytes = b""
    sealed_identity: bytes = b""

    @property
    def key(self) -> str:
        if self.assurance == "real_name":
            return f"person:{self.number_digest.hex()[:32]}"
        return f"citizen:{self.phone_digest.hex()[:32]}"


@dataclass(frozen=True)
class Tracker(Actor):
    """Somebody who named a case number with its phone number or query code: sees that one case.

    Args:
        case_id: the case.
    """

    case_id: UUID

    @property
    def key(self) -> str:
        return f"tracker:{self.case_id}"


@dataclass(frozen=True)
class Staff(Actor):
    """A member of staff in one assignment: person, position, site, role, A or B.

    Args:
        staff_id: the person.
        assignment_id: the assignment they act in now.
        role: ``assister``, ``clerk``, ``reviewer``, ``approver``, ``county_reviewer``,
            ``county_approver``, ``supervisor``, ``catalogue_editor``, ``catalogue_approver``, ``system_admin``,
            ``security_admin``, ``auditor``.
        holder: ``"A"`` or ``"B"``.
        position_id: the position held.
        position_code: its code, e.g. ``social_security``.
        site_id: where the position is.
        body_id: the authority the site belongs to.
        label: name and position as colleagues see it.
        items: the items a delegated approval is limited to; empty: no limit.
        delegated_by: the assignment whose approval was delegated; None for an own power.
        kin_declared: whether the register of kin is to be asked before an act: this person, or who lent the power,
            declared somebody (回避).
    """

    staff_id: int
    assignment_id: int
    role: str
    holder: str
    position_id: int
    position_code: str
    site_id: int
    body_id: int
    label: str
    items: tuple[str, ...] = ()
    delegated_by: int | None = None
    kin_declared: bool = field(default=True, compare=False)

    @property
    def key(self) -> str:
        return f"assignment:{self.assignment_id}"

"""The demonstration county with its three administrators, each appointed by set-up."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from uuid import uuid4

from tongban.directory.commands import Appointment, appoint
from tongban.directory.models import Account, Position, Staff
from tongban.directory.queries import assignments_of
from tongban.kernel.actors import Staff as StaffActor
from tongban.kernel.time import SHANGHAI, frozen
from tongban.site import demo
from tongban.site.demo.county import SETUP, SINCE

NOON = datetime(2026, 4, 14, 12, tzinfo=SHANGHAI)
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")


def county() -> Iterator[ExitStack]:
    """The county on a day of April; the stack takes other days."""
    with ExitStack() as days:
        days.enter_context(frozen(NOON))
        demo.load(items=["SB-001"])
        for role in ADMINISTRATORS:
            more_administrator(role, "1")
        yield days


def more_administrator(role: str, order: str) -> StaffActor:
    """An administrator of a kind, invented."""
    username = f"t-{role.replace('_', '-')}-{order}"
    appoint(
        SETUP,
        Appointment(
            staff_code=f"T-{role.upper().replace('_', '-')}-{order}",
            name={"system_admin": "系管", "security_admin": "安管", "auditor": "审计"}[role]
            + "甲乙丙"[int(order) - 1],
            phone="",
            site_code="YN-ZW",
            position_code="catalogue",
            role=role,
            holder="A",
            starts=SINCE,
            username=username,
            password="tongban-demo",
        ),
        idempotency_key=f"t-{username}",
    )
    return who(username)


def administrator(role: str, order: str = "1") -> StaffActor:
    """An administrator as an actor."""
    return who(f"t-{role.replace('_', '-')}-{order}")


def who(username: str, order: int = 0) -> StaffActor:
    """An account's assignment as an actor."""
    return assignments_of(Account.objects.get(username=username).id)[order]


def staff_id(username: str) -> int:
    """The person behind an account."""
    return Account.objects.get(username=username).staff_id


def newcomer(code: str = "N-01", name: str = "新来人") -> int:
    """Somebody in no position yet."""
    return Staff.objects.create(code=code, name=name).id


def position(site: str, code: str) -> int:
    """A position's id."""
    return Position.objects.get(site__code=site, code=code).id


def key() -> str:
    """An idempotency key of its own."""
    return uuid4().hex

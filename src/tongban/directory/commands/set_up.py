"""The way into an empty county: its administrators, each another person, with slips to sign in for the first time."""

from dataclasses import dataclass

from tongban.directory.commands.accounts import make_account
from tongban.directory.commands.assignments import Post, assign
from tongban.directory.commands.slips import PrintedSlip
from tongban.directory.commands.staff import enter_staff
from tongban.directory.models import Account, Body, Position, Site
from tongban.directory.queries.service_area import forget_service_area
from tongban.kernel import ledger, time
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, Refusal

KINDS = ("system_admin", "security_admin", "auditor")
USERNAMES = {"system_admin": "sysadmin", "security_admin": "secadmin", "auditor": "auditor"}
POSITIONS = {"system_admin": "系统管理岗", "security_admin": "安全管理岗", "auditor": "审计管理岗"}
BODY_CODE = "ADMIN"
"""Of the authority that runs the deployment and of its site; the set-up's files change both later."""


@dataclass(frozen=True)
class County:
    """What the first rows are made of.

    Args:
        division_code: six digits of the county (GB/T 2260).
        body_name: the authority that runs the deployment.
        administrators: kind of administrator → name; three people.
    """

    division_code: str
    body_name: str
    administrators: dict[str, str]


def set_up_county(actor: Actor, county: County, *, idempotency_key: str) -> tuple[PrintedSlip, ...]:
    """Enter the authority, its site and positions, the three administrators and their accounts.

    Raises:
        NotAuthorized: only the program's own set-up.
        Refusal: ``already_set_up``, where there is any account.
        InputFaults: ``division_code``, ``body_name``, a kind of administrator: ``required``, ``same_person``.
    """
    if not isinstance(actor, System):
        raise NotAuthorized("directory_setup_only")
    body = {"division": county.division_code, "body": county.body_name, "people": county.administrators}
    with command("directory.set_up_county", actor, idempotency_key, body, {}) as run:
        if run.replayed or Account.objects.exists():
            raise Refusal("already_set_up")
        if faults := _faults(county):
            raise InputFaults(faults)
        site = _site(county)
        slips = []
        for number, kind in enumerate(KINDS, start=1):
            position = Position.objects.create(site=site, code=kind, name=POSITIONS[kind])
            code = f"ADMIN-{number}"
            name = county.administrators[kind]
            staff_id = enter_staff(
                actor, code=code, name=name, phone="", idempotency_key=f"{idempotency_key}-{kind}"
            )
            post = Post(staff_id, position.id, kind, "A", time.today())
            assign(actor, post, idempotency_key=f"{idempotency_key}-{kind}-post")
            slips.append(
                make_account(
                    actor, code, USERNAMES[kind], idempotency_key=f"{idempotency_key}-{kind}-account"
                )
            )
        event = ledger.Event("county_set_up", {"division": county.division_code})
        ledger.append("directory", "set-up", [event], at=run.at, actor=actor, command_id=run.id)
    forget_service_area()
    return tuple(slips)


def _faults(county: County) -> list[FieldFault]:
    faults = []
    code = county.division_code
    if not (code.isascii() and code.isdecimal() and len(code) == 6):
        faults.append(FieldFault("division_code", "not_a_code_of_its_level"))
    if not 2 <= len(county.body_name) <= 80:
        faults.append(FieldFault("body_name", "required"))
    names = [county.administrators.get(kind, "").strip() for kind in KINDS]
    faults.extend(FieldFault(kind, "required") for kind, name in zip(KINDS, names, strict=True) if not name)
    if len(set(names)) < len(names):
        faults.append(FieldFault("auditor", "same_person"))
    return faults


def _site(county: County) -> Site:
    row = Body.objects.create(
        code=BODY_CODE,
        name=county.body_name,
        short_name=county.body_name[:12],
        level="county",
        division_code=county.division_code,
        case_prefix="ADMIN",
        reconsideration_body="",
        court="",
    )
    return Site.objects.create(
        code=BODY_CODE,
        name=county.body_name,
        kind=Site.Kind.COUNTY_OFFICE,
        division_code=county.division_code,
        body=row,
        address="",
        phone="",
        complaint_phone="",
    )

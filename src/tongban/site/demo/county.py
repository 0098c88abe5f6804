"""Setting the demonstration county up, through the same commands as any county."""

import csv
from collections.abc import Collection
from datetime import date, timedelta
from importlib.resources import files
from uuid import uuid4

from tongban.directory.commands import (
    Appointment,
    DivisionInput,
    add_position,
    appoint,
    delegate_approval,
    give_second_factors,
    load_divisions,
    open_site,
    register_body,
)
from tongban.directory.models import Account, Assignment, Position, Staff
from tongban.directory.queries import assignments_of
from tongban.kernel import scanning, time
from tongban.kernel.actors import System
from tongban.site.demo.catalogue import load_catalogue
from tongban.site.demo.people import MORE_PEOPLE, PEOPLE, SECOND_TOWNSHIP, Person
from tongban.site.demo.places import COUNTY, OFFICES, TOWNSHIP, sites

SETUP = System("setup")
PASSWORD = "tongban-demo"  # printed at every start of the demonstration; never used outside it
SINCE = date(2026, 1, 1)
DEPUTY = "deputy"
LENT_FOR = timedelta(days=59)


def accounts() -> list[tuple[str, str, str, str]]:
    """The log-ins of a first visit: role in Chinese, role in English, user name, password."""
    first = (*PEOPLE, SECOND_TOWNSHIP[0])
    return [(person.zh, person.en, person.username, PASSWORD) for person in first]


def more_accounts() -> list[tuple[str, str, str, str]]:
    """The others: the remaining positions, the county's offices, the second township."""
    others = (*MORE_PEOPLE, *SECOND_TOWNSHIP[1:])
    return [(person.zh, person.en, person.username, PASSWORD) for person in others]


def loaded() -> bool:
    """Whether the demonstration county is there, whole."""
    wanted = {person.username for person in (*PEOPLE, *MORE_PEOPLE)}
    return Account.objects.filter(username__in=wanted).count() == len(wanted)


def load(items: Collection[str] | None = None) -> None:
    """Set it up; what is there already stays as it is.

    Args:
        items: only these items of the catalogue; None: all of them.
    """
    load_county(items)
    load_people()


def load_county(items: Collection[str] | None = None) -> None:
    """Divisions, authorities, sites and the catalogue."""
    load_divisions(SETUP, read_divisions(), idempotency_key="demo-divisions")
    register_body(
        SETUP,
        code="SL",
        name="永宁县胜利乡人民政府",
        short_name="永胜政",
        level="township",
        division_code=TOWNSHIP,
        case_prefix="SLX",
        reconsideration_body="永宁县人民政府",
        court="永宁县人民法院",
        idempotency_key="demo-body-SL",
    )
    for office in OFFICES:
        register_body(
            SETUP,
            code=office.code,
            name=office.name,
            short_name=office.short_name,
            level="county",
            division_code=COUNTY,
            case_prefix=office.prefix,
            reconsideration_body="永宁县人民政府",
            court="永宁县人民法院",
            idempotency_key=f"demo-body-{office.code}",
        )
    for site in sites():
        open_site(SETUP, site, idempotency_key=f"demo-site-{site.code}")
    _add_newer_positions()
    load_catalogue(SETUP, SINCE, items)
    if not scanning.decided():  # a visitor's machine has no scanner; a county's own set-up decides for itself
        scanning.decide(False, actor=SETUP, reason="demonstration", at=time.now(), command_id=uuid4())


def _add_newer_positions() -> None:
    """A demonstration that an earlier version loaded lacks the positions that came later."""
    there = set(Position.objects.values_list("site__code", "code"))
    for site in sites():
        for code, name in site.positions:
            if (site.code, code) not in there:
                add_position(
                    SETUP, site.code, code, name, idempotency_key=f"demo-position-{site.code}-{code}"
                )


def load_people() -> None:
    """Staff and assisters with their assignments and log-ins."""
    for person in (*PEOPLE, *MORE_PEOPLE):
        appoint_person(person)
    _lend_approval()
    give_second_factors(SETUP)  # random ones; `/demo/authenticator/` shows their codes


def appoint_person(person: Person) -> None:
    """One invented person at their post, with a log-in of the demonstration's password."""
    appoint(
        SETUP,
        Appointment(
            staff_code=person.code,
            name=person.name,
            phone=person.phone,
            site_code=person.site,
            position_code=person.position,
            role=person.role,
            holder=person.holder,
            starts=SINCE,
            username=person.username,
            password=PASSWORD,
        ),
        idempotency_key=f"demo-person-{person.code}",
    )


def _lend_approval() -> None:
    """The head of the township lets the deputy decide one item for two months."""
    deputy = Staff.objects.get(account__username=DEPUTY)
    head = assignments_of(Account.objects.get(username="approver").id)
    if not head or Assignment.objects.filter(staff=deputy, delegated_by__isnull=False).exists():
        return
    first = time.today()
    delegate_approval(
        head[0],
        staff_id=deputy.id,
        items=["SB-001"],
        starts=first,
        ends=first + LENT_FOR,
        idempotency_key=f"demo-delegation-{first.isoformat()}",
    )


def read_divisions() -> list[DivisionInput]:
    """The county's divisions as shipped."""
    text = (files("tongban") / "data/divisions/yongning.csv").read_text(encoding="utf-8")
    return [
        DivisionInput(
            row["code"],
            row["name"],
            row["level"],
            row["parent_code"],
            date.fromisoformat(row["valid_from"]),
        )
        for row in csv.DictReader(text.splitlines())
    ]

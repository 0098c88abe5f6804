"""The people of the privacy desk, and requests by short names, for the checks of it."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.directory.people import administrator, more_administrator

from tongban.cases.privacy.commands import (
    RequestTaken,
    SeenPerson,
    Wish,
    ask_about_data,
    propose_erasure,
    see_identity,
)
from tongban.cases.requests import PersonInput
from tongban.directory.commands import confirm_proposal
from tongban.kernel.actors import Actor
from tongban.kernel.actors import Staff as StaffActor
from tongban.site.scenario import Scenario, staff

LATER = datetime(2140, 3, 2, 2, 0, tzinfo=UTC)  # past the hundred years of a pension's file
URL = "https://example.invalid/my/data/"


def key() -> str:
    return uuid4().hex


def appointed() -> None:
    """The two administrators that the checks need, appointed by set-up."""
    more_administrator("security_admin", "1")
    more_administrator("system_admin", "1")


def desk() -> StaffActor:
    return administrator("security_admin")


def second() -> StaffActor:
    return administrator("system_admin")


def card(name: str, number: str, phone: str = "") -> SeenPerson:
    """Somebody's card as it lay on the counter."""
    return SeenPerson(name, number, phone, card_seen=True, document="id_card", how="compared")


def with_card(person: PersonInput, *, phone: str = "") -> SeenPerson:
    return card(person.name, person.number, phone)


def asked(actor: Actor, kind: str, **wish: str) -> RequestTaken:
    return ask_about_data(actor, Wish(kind, **wish), idempotency_key=key())


def asked_at_counter(matter: Scenario, kind: str, **wish: str) -> RequestTaken:
    """By the applicant with their card, at the clerk's window."""
    return ask_about_data(
        staff("clerk"), Wish(kind, **wish), idempotency_key=key(), person=with_card(matter.applicant)
    )


def shown_card(number: str, matter: Scenario) -> None:
    see_identity(staff("clerk"), number, with_card(matter.applicant), idempotency_key=key())


def erased_by_two(number: str) -> None:
    """Proposed by the security administrator, confirmed by the system's."""
    proposal = propose_erasure(desk(), number, idempotency_key=key())
    confirm_proposal(second(), proposal, idempotency_key=key())

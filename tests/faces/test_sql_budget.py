"""The life cycle through the forms that browsers post: its statements are counted, those of the session too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cases.counting import statements
from tests.signing_in import sign_in

from tongban.cases.models import Case
from tongban.site import demo
from tongban.site.scenario import ANSWERS, PICTURE, Scenario, person, staff

pytestmark = pytest.mark.django_db

LIFE = 60  # statements of the whole life cycle, BEGIN, COMMIT and SAVEPOINT apart
MATERIALS = ("identity_card", "household_register", "enrolment_form")


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])
    Scenario(serial=98).delivered()  # what a process reads once a minute was read


def desk(username: str) -> Client:
    client = Client()
    answer = sign_in(client, username)
    assert answer.status_code == 302 and answer["Location"] == "/work/"
    return client


@contextmanager
def counted(into: dict[str, int], act: str) -> Iterator[None]:
    with statements() as sent:
        yield
    into[act] = len(sent)


def intake() -> dict[str, object]:
    applicant = person(7)
    return {
        "applicant.name": applicant.name,
        "applicant.number": applicant.number,
        "applicant.phone": applicant.phone,
        "representation.kind": "self",
        **{f"answers.{code}": value for code, value in ANSWERS.items()},
        **{f"materials.{code}.form": "paper_original" for code in MATERIALS},
        **{f"materials.{code}.file": SimpleUploadedFile(f"{code}.png", PICTURE) for code in MATERIALS},
        "consent": "yes",
        "idempotency_key": uuid4().hex,
        "do": "submit",
    }


def test_the_life_cycle_over_http_keeps_within_sixty_statements() -> None:
    clerk, reviewer, approver = desk("clerk"), desk("reviewer"), desk("approver")
    costs: dict[str, int] = {}
    with counted(costs, "start"):
        draft = clerk.get("/work/intake/", {"item": "SB-001"})["Location"]
    with counted(costs, "submit"):
        number = clerk.post(draft, intake())["Location"].split("/")[3]

    def act(client: Client, name: str, fields: dict[str, str]) -> Callable[[], None]:
        version = Case.objects.values_list("version", flat=True).get(number=number)
        frame = {"expected_version": str(version), "idempotency_key": uuid4().hex}

        def post() -> None:
            answer = client.post(f"/work/cases/{number}/acts/{name}/", {**fields, **frame})
            assert answer.status_code == 302, answer.content.decode()

        return post

    review = {"step_code": "township_review", "agrees": "yes", "opinion": "经审核，材料齐全，符合参保条件。"}
    handed = {"mode": "handed_over", "relation": "self", "identification": "居民身份证原件", "at": ""}
    for client, name, fields in (
        (clerk, "accept", {f"verdict.{code}": "ok" for code in MATERIALS}),
        (reviewer, "give_opinion", review),
        (approver, "decide", {"granted": "yes", "reason": "", "basis": ""}),
        (clerk, "deliver", {"receiver_name": person(7).name, **handed}),
    ):
        post = act(client, name, fields)
        with counted(costs, name):
            post()

    row = Case.objects.get(number=number)
    assert (row.status, row.materials.exclude(blob=None).count()) == ("delivered", 3)
    assert sum(costs.values()) <= LIFE, costs
    assert all(costs[act] >= 5 for act in ("submit", "accept", "decide", "deliver")), (
        costs
    )  # all were counted


def test_what_was_kept_as_text_is_what_the_orm_would_ask() -> None:
    """`cases.rows` composes `visible_to` once for each role; every actor still sees the own cases and no other."""
    from tongban.cases.rows import ask_for
    from tongban.cases.visibility import visible_to

    matters = [Scenario(serial=20), Scenario(channel="village_point", serial=21)]
    numbers = [matter.submitted().number for matter in matters]
    for name in ("clerk", "clerk-mz", "reviewer", "approver", "assister", "assister-bq", "county"):
        actor = staff(name)
        for number in numbers:
            seen = visible_to(actor).filter(number=number).first()
            rows = ask_for(actor, number, lock=False)()
            assert (rows is not None) == (seen is not None), (name, number)
            if rows is not None and seen is not None:
                assert rows.case == seen
                assert [vars(step) for step in rows.steps] != []
                for kept, asked in (
                    (rows.steps, seen.steps.order_by("order")),
                    (rows.materials, seen.materials.order_by("order")),
                ):
                    assert [plain(row) for row in kept] == [plain(row) for row in asked]


def plain(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}

"""An erasure from click to proof, through the pages alone: asked, shown the card, proposed, confirmed, searched for.

Afterwards every table and every stored file is searched as somebody who stole all of it would, the keys included.
"""

import json
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from tests.cases.at_rest import files_at_rest
from tests.cases.privacy_desk import LATER
from tests.cases.test_erasure import ADDRESS, places_that_tell
from tests.signing_in import sign_in

from tongban.cases import commands
from tongban.kernel.errors import Erased
from tongban.kernel.messages.outbox import forget_old
from tongban.kernel.models import DataKey, LedgerEntry, Message
from tongban.kernel.queries import demo_messages
from tongban.kernel.secrets import SealBroken, open_vault
from tongban.kernel.time import frozen, now
from tongban.kernel.verify import verify
from tongban.papers.commands import render_for_command
from tongban.papers.models import Paper
from tongban.site.scenario import Scenario, staff

pytestmark = pytest.mark.django_db(transaction=True)
CONTEXTS = (
    "party",
    "case.content",
    "case.conclusion",
    "case.handover",
    "case.verdict",
    "case.opinion",
    "draft.content",
    "draft.token",
    "access.reason",
    "message",
    "paper.snapshot",
    "privacy.request",
    "hold.reason",
)


@pytest.fixture
def later() -> Iterator[None]:
    with frozen(LATER):
        yield


@pytest.fixture
def matter(committed_county: None) -> Scenario:
    matter = Scenario(channel="portal", serial=4711, answers={"address": ADDRESS})
    matter.delivered()
    commands.unmask(
        staff("clerk"), matter.number, field="applicant.number", reason=f"核对{matter.applicant.name}"
    )
    for command_id in Paper.objects.values_list("command_id", flat=True):
        render_for_command(command_id)
    return matter


def citizen_at(phone: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"phone": phone})
    code = next(
        found.group()
        for _, text in demo_messages(phone)
        if "验证码" in text and (found := re.search(r"\d{6}", text))
    )
    answer = client.post("/sign-in/code/", {"code": code, "next": "/my/data/"})
    assert answer.status_code == 302, answer.content.decode()
    return client


def officer(username: str) -> Client:
    client = Client()
    assert sign_in(client, username)["Location"] == "/work/"
    return client


def hidden(client: Client, path: str, name: str) -> str:
    text = client.get(path).content.decode()
    found = re.search(rf'name="{name}" value="([^"]+)"', text)
    assert found is not None, path
    return found.group(1)


def sealed_columns() -> Iterator[tuple[str, bytes]]:
    """Every bytea of every table, once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'bytea'"
        )
        columns = cursor.fetchall()
        for table, column in columns:
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')  # names of ours
            yield from ((f"{table}.{column}", bytes(value)) for (value,) in cursor.fetchall())


def opened_with_every_key(secrets: tuple[str, ...]) -> set[str]:
    """Where a thief with the whole database, its key table, its files and the master key reads one of the secrets."""
    vaults = []
    for key in DataKey.objects.all():
        try:
            vaults.append(open_vault(key))
        except Erased:
            continue
    needles = [one.encode() for one in secrets] + [json.dumps(one)[1:-1].encode() for one in secrets]
    blobs = [f"blob:{name}" for name in files_at_rest()]
    found = set()
    for place, content in (*sealed_columns(), *files_at_rest().items()):
        for vault in vaults:
            for context in (*CONTEXTS, *blobs):
                if context.startswith("blob:") and place not in context:
                    continue
                try:
                    text = vault.open(content, context)
                except (SealBroken, ValueError):
                    continue
                if any(needle in text for needle in needles):
                    found.add(place)
    return found


def test_an_erasure_from_click_to_proof(matter: Scenario, later: None) -> None:
    person = matter.applicant
    secrets = (person.name, person.number, ADDRESS)
    assert opened_with_every_key(secrets) >= {"cases_case.content", "parties_party.content"}

    citizen = citizen_at(person.phone)
    shown = citizen.get("/my/data/").content.decode()
    assert matter.number in shown and "可以要求删除" in shown
    key = hidden(citizen, "/my/data/ask/erasure/", "key")
    sent = {"key": key, "scope": "", "words": f"我是{person.name}，不想再留着"}
    status = citizen.post("/my/data/ask/erasure/", sent)["Location"]
    number = status.rstrip("/").rsplit("/", 1)[-1]
    waits = citizen.get(status).content.decode()
    assert "核对身份" in waits and number in waits

    clerk = officer("clerk")
    card = {
        "idempotency_key": "seen",
        "request_number": number,
        "person.name": person.name,
        "person.number": person.number,
        "person.card_seen": "yes",
        "person.document": "id_card",
        "person.how": "compared",
    }
    assert clerk.post("/work/privacy/identity/", card).status_code == 302

    desk = officer("secadmin")
    page = f"/work/privacy/requests/{number}/"
    assert number in desk.get("/work/privacy/").content.decode()
    assert "可以清除" in desk.get(page).content.decode()
    key = hidden(desk, page, "idempotency_key")
    assert desk.post(f"{page}propose/", {"idempotency_key": key}).status_code == 302
    assert verify().holds and opened_with_every_key(secrets)

    second = officer("sysadmin")
    waiting = second.get("/work/proposals/").content.decode()
    assert "要删除的办件" in waiting and person.name not in waiting
    said_yes = re.search(r"<form method=\"post\">(?:(?!</form>).)*?确认，马上执行", waiting, re.DOTALL)
    assert said_yes is not None
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', said_yes.group()))
    assert second.post("/work/proposals/", fields).status_code == 302

    assert opened_with_every_key(secrets) == set()
    assert places_that_tell(*secrets, person.phone) == set()
    # the phone lies, sealed, in the one message about it, until that is thirty days old
    assert opened_with_every_key((person.phone,)) <= {"kernel_message.content", "django_session.session_data"}
    with frozen(LATER.replace(month=LATER.month + 2)):
        forget_old(now())
    assert not Message.objects.filter(template="privacy_answered").exists()

    assert verify().holds
    told = Client().get(f"/proof/data/{number}/").content.decode()
    assert "打不开了" in told and "还能打开" not in told
    event = LedgerEntry.objects.get(kind="privacy", type="privacy_erased")
    assert bytes(event.hash).hex() in told
    for secret in (*secrets, person.phone, matter.number):
        assert secret not in told
    for erased in json.loads(bytes(event.canonical))["data"]["cases"]:
        assert erased not in told
    assert "办好了" in citizen.get(status).content.decode()
    assert citizen.get("/my/").content.decode().count(matter.number) == 0

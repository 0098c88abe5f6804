"""A scenario through the pages: the forms that a browser posts, at the counter and on the phone."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.faces.workbench.forms_on_pages import fields
from tests.scenarios.acts import APPLICANT, Doing, Told, local
from tests.scenarios.county import World
from tests.scenarios.in_python import codes
from tests.scenarios.reading import moment
from tests.signing_in import sign_in

from tongban.cases.requests import Application
from tongban.directory.queries import beside
from tongban.kernel.queries import demo_messages
from tongban.site.scenario import PICTURE, staff

PEOPLE_PARTS = ("name", "number", "relation")
MOST_PAGES = 40


class InHttp:
    """The driver that asks for pages and posts forms."""

    def __init__(self, world: World) -> None:
        self.world = world

    def at_desk(self, username: str) -> Client:
        """Somebody of the staff who just signed in: between two days of a scenario every session has ended."""
        client = Client()
        assert sign_in(client, username).status_code == 302
        return client

    def with_phone(self) -> Client:
        """The applicant, signed in by the code on their phone."""
        client, phone = Client(), self.world.matter.applicant.phone
        client.post("/sign-in/", {"phone": phone})
        sent = (found for _, text in demo_messages(phone) if (found := re.search(r"验证码是(\d{6})", text)))
        assert client.post("/sign-in/code/", {"code": next(sent).group(1)}).status_code == 302
        return client

    def submit(self, told: Told) -> set[str]:
        """Fill the application in and hand it in; the codes of a refusal, or none."""
        matter = self.world.matter
        matter.channel, matter.answers = told.get("channel", "window"), told.get("answers", {})
        matter.absent, matter.place = tuple(told.get("absent", ())), told.get("place", "")
        application = matter.application()
        if matter.channel == "portal":
            answer = self._from_the_phone(application)
        else:
            usual = "assister" if matter.channel == "village_point" else self.world.clerk
            answer = self._at_the_counter(application, told.get("taker", usual), told)
        if answer.status_code != 302:
            return refused(answer)
        parts = answer["Location"].split("?")[0].strip("/").split("/")
        self.world.number = parts[2] if parts[0] == "work" else parts[-1]
        return set()

    def _at_the_counter(self, application: Application, username: str, told: Told) -> HttpResponse:
        client = self.at_desk(username)
        address = client.post("/work/intake/", {"item": application.item_code}).url
        form: dict[str, Any] = fields(client.get(address), "intake")
        form |= {f"applicant.{name}": value for name, value in application.applicant.__dict__.items()}
        for code, value in application.answers.items():
            form |= _answer(code, value)
        form |= {f"materials.{one.code}.form": one.form for one in application.materials}
        form |= {"representation.kind": "self", "consent": "yes", "identity_seen": "yes", "do": "submit"}
        if "received" in told:
            form["received_at"] = local(moment(told["received"]))
        form["later_reason"] = told.get("later_reason", "")
        if told.get("confirmed"):
            form["confirmed_by"] = str(beside(staff(username))[0][0])
        return client.post(address, form)

    def _from_the_phone(self, application: Application) -> HttpResponse:
        client, item = Client(), application.item_code
        client.cookies["tongban_place"] = application.place  # as the page of places leaves it
        page = client.post(f"/apply/{item}/")["Location"]
        for _ in range(MOST_PAGES):
            asked = page.rstrip("/").rsplit("/", 1)[-1]
            if asked == "check":
                break
            answer = client.post(page, _typed(asked, application))
            assert answer.status_code == 302, (asked, answer.content.decode()[:2000])
            page = answer["Location"]
        phone = application.applicant.phone
        client.post("/sign-in/", {"phone": phone, "next": page})
        code = re.search(r"\d{6}", demo_messages(phone)[0][1])
        assert code is not None
        client.post("/sign-in/code/", {"code": code.group(), "next": page})
        key = re.search(r'name="key" value="(\w+)"', client.get(page).content.decode())
        assert key is not None
        return client.post(page, {"consent": "yes", "key": key.group(1)})

    def do(self, doing: Doing) -> set[str]:
        """Open the form of an act, fill it in, post it; the codes of a refusal, or none."""
        if doing.by == APPLICANT:
            return self._from_the_applicant(doing)
        client, number = self.at_desk(doing.by), self.world.number
        address = f"/work/cases/{number}/acts/{doing.act}/"
        page = client.get(address)
        form = fields(page, "act-form") or {
            name: page.context[name] for name in ("expected_version", "idempotency_key")
        }
        answer = client.post(address, form | doing.posted)
        return refused(answer) if answer.status_code != 302 else set()

    def _from_the_applicant(self, doing: Doing) -> set[str]:
        client = self.with_phone()
        address = f"/track/{self.world.number}/{doing.act}/"
        page = client.get(address).content.decode()
        hidden = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("key", "version")}
        files = {f"file.{code}": _file(content) for code, content in doing.files.items()}
        answer = client.post(address, {**hidden, **files, "send": "yes"})
        return refused(answer) if answer.status_code != 302 else set()

    def days(self) -> Mapping[str, Any]:
        """The explanation of the case's days, as programs get it."""
        answer = self.at_desk(self.world.clerk).get(f"/work/cases/{self.world.number}/days.json")
        assert answer.status_code == 200
        return answer.json()

    def page_of_days(self) -> bytes:
        """The same as people get it."""
        return self.at_desk(self.world.clerk).get(f"/work/cases/{self.world.number}/days/").content


def refused(answer: HttpResponse) -> set[str]:
    """What the page says stands in the way: the codes behind its sentences."""
    assert answer.status_code in (403, 409, 422), answer.status_code
    told = answer.context
    if refusal := told.get("refusal") or told.get("stale"):
        return codes(refusal)
    return {fault.code for fault in told["faults"]}


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("picture.png", content, "image/png")


def _answer(code: str, value: str) -> Iterator[tuple[str, Any]] | dict[str, Any]:
    """An answer as the form's fields; a list of people is three inputs a row."""
    if "|" not in value:
        return {f"answers.{code}": value}
    rows = [row.split("|") for row in value.split("\n")]
    return {f"answers.{code}.{part}": [row[at] for row in rows] for at, part in enumerate(PEOPLE_PARTS)}


def _typed(asked: str, application: Application) -> dict[str, Any]:
    """What is typed on one page of the phone."""
    if asked.startswith("m-"):
        return {"file": _file(PICTURE)}
    if asked.startswith("q-"):
        return {"value": application.answers[asked.removeprefix("q-")]}
    if asked == "acting":
        return {"value": "self"}
    return {"value": getattr(application.applicant, asked)}

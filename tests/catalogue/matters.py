"""Matters of any item on their way through the desks, by the requests that browsers send."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from datetime import time as time_of_day
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.catalogue.walking import Answers, credit_code, desk_of_decision, desk_of_step
from tests.signing_in import sign_in
from tests.step_forms import fields_of_record

from tongban.cases.checking import demanded_kind, materials_needed, steps_needed
from tongban.cases.edition import kinds_of_applicant
from tongban.cases.models import Case
from tongban.cases.queries import case_for, my_list
from tongban.catalogue.definition import ItemDefinition
from tongban.kernel import queries as kernel
from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.time import SHANGHAI, today
from tongban.rules.custody import CARRIED
from tongban.site.scenario import PICTURE, person, staff
from tongban.site.signatures import signatures_to_give
from tongban.site.step_records import PLACES, sound_record

NOTICE = {"places": "\n".join(PLACES), "notice_amount": "1200"}
ONE_DAY, TEN = timedelta(days=1), time_of_day(10, 0)


class Desks:
    """Browsers of the staff, each signed in once."""

    def __init__(self) -> None:
        self._clients: dict[str, Client] = {}

    def __getitem__(self, username: str) -> Client:
        if username not in self._clients:
            client = self._clients[username] = Client()
            answer = sign_in(client, username)
            assert answer.status_code == 302 and answer["Location"] == "/work/", username
        return self._clients[username]


def faults_on(page: str) -> list[str]:
    """What a page says is wrong, for the message of a failed check."""
    return re.findall(r'class="field-fault"[^>]*>([^<]+)|class="notice notice-bad"[^>]*>(.{0,200})', page)


def posted(client: Client, address: str, values: dict[str, object]) -> str:
    """Where a form leads; a form that comes back says why."""
    answer = client.post(address, values)
    assert answer.status_code == 302, (address, answer.status_code, faults_on(answer.content.decode()))
    return str(answer["Location"])


def applicant_fields(kind: str, serial: int) -> dict[str, str]:
    """A person for themselves, or an organization through its handler."""
    who = person(serial)
    if kind == "person":
        return {
            "applicant.kind": "person",
            "applicant.name": who.name,
            "applicant.number": who.number,
            "applicant.phone": who.phone,
            "representation.kind": "self",
        }
    return {
        "applicant.kind": "organization",
        "applicant.name": f"永宁县演示第{serial}合作社",
        "applicant.number": credit_code(serial),
        "applicant.phone": "",
        "representative.name": who.name,
        "representative.number": who.number,
        "representative.phone": who.phone,
        "representation.kind": "representative",
        "representation.relation": "handler",
        "representation.mandate_seen": "yes",
    }


def kinds_for(item: ItemDefinition, answers: Answers) -> tuple[str, ...]:
    """Who may apply with these answers."""
    demanded = demanded_kind(item, answers)[1]
    return (demanded,) if demanded else kinds_of_applicant(item)


def question_fields(item: ItemDefinition, answers: Answers) -> Iterator[tuple[str, object]]:
    """The answers as the intake form posts them."""
    kinds = {question.code: question.kind for question in item.questions}
    for code, value in answers.items():
        if kinds[code] != "people":
            yield f"answers.{code}", value
            continue
        rows = [line.split("|") for line in value.splitlines()]
        for at, part in enumerate(("name", "number", "relation")):
            yield f"answers.{code}.{part}", [row[at] for row in rows]


def over_the_counter(
    desks: Desks, item: ItemDefinition, answers: Answers, serial: int, *, taker: str = "", kind: str = ""
) -> str:
    """An intake at the window, or at the village point by its assister; the case's number."""
    channel = "village_point" if taker else "window"
    clerk = desks[taker or CLERKS[item.position]]
    address = posted(clerk, "/work/intake/", {"item": item.code})
    handed_in = {
        f"materials.{material.code}.form": next(
            form for form in ("paper_original", "paper_copy", "electronic") if form in material.forms
        )
        for material in materials_needed(item, answers, channel)
    }
    scans = {
        name.replace(".form", ".file"): SimpleUploadedFile("scan.png", PICTURE, "image/png")
        for name, form in handed_in.items()
        if form == "electronic"
    }
    form = {
        "idempotency_key": uuid4().hex,
        "consent": "yes",
        "identity_seen": "yes",
        "do": "submit",
        **applicant_fields(kind or kinds_for(item, answers)[0], serial),
        **dict(question_fields(item, answers)),
        **handed_in,
        **scans,
    }
    return posted(clerk, address, form).split("/")[3]


def from_the_phone(item: ItemDefinition, answers: Answers, serial: int, kind: str) -> str:
    """An application on the portal, every page of it; the case's number."""
    client, who = Client(), person(serial)
    posted(client, f"/apply/{item.code}/", {})
    values: dict[str, dict[str, object]] = {
        "who": {"value": kind},
        "acting": {"value": "self"},
        "name": {"value": who.name},
        "number": {"value": who.number},
        "phone": {"value": who.phone},
    }
    if kind == "organization":
        values["name"], values["number"] = {"value": "永宁县演示合作社"}, {"value": credit_code(serial)}
        values |= {f"my-{part}": {"value": getattr(who, part)} for part in ("name", "number", "phone")}
    for name, value in question_fields(item, answers):
        code, _, part = name.removeprefix("answers.").partition(".")
        values.setdefault(f"q-{code}", {})[f"value.{part}" if part else "value"] = value
    for _ in range(200):
        page = client.get(f"/apply/{item.code}/")["Location"]
        code = page.rstrip("/").rsplit("/", 1)[-1]
        if code == "check":
            break
        if code.startswith("m-"):
            picture = io.BytesIO(PICTURE)
            picture.name = "photo.png"
            posted(client, page, {"file": picture})
        else:
            posted(client, page, values[code])
    client.post("/sign-in/", {"phone": who.phone, "next": page})
    (_, text), *_ = kernel.demo_messages(who.phone)
    found = re.search(r"\d{6}", text)
    assert found is not None
    client.post("/sign-in/code/", {"code": found.group(), "next": page})
    return posted(client, page, {"consent": "yes", "key": uuid4().hex}).rstrip("/").rsplit("/", 1)[-1]


CLERKS = {
    "social_security": "clerk",
    "civil_affairs": "clerk-mz",
    "rural_economy": "clerk-nj",
    "family_planning": "clerk-js",
}


def record_fields(kind: str, actor: Staff) -> dict[str, object]:
    """What the form of a step posts beside its opinion, by the step's kind."""
    return fields_of_record(sound_record(actor, kind))


class Matter:
    """One case on its way through the desks."""

    def __init__(
        self, desks: Desks, item: ItemDefinition, answers: Answers, channel: str, number: str
    ) -> None:
        self.desks, self.item, self.answers, self.channel, self.number = desks, item, answers, channel, number
        self.version = 1
        self.days = ExitStack()  # those that a public notice hangs

    def act(self, username: str, act: str, **values: object) -> None:
        once = {"expected_version": str(self.version), "idempotency_key": uuid4().hex}
        posted(self.desks[username], f"/work/cases/{self.number}/acts/{act}/", {**once, **values})
        self.version += 1

    def signed(self, clerk: str) -> None:
        """The household's signatures, where the item asks for them."""
        if self.item.signers:
            for told in signatures_to_give(case_for(staff(clerk), self.number)):
                self.act(clerk, "record_signature", **told)

    def to_the_end(self) -> None:
        with self.days:
            self._to_the_end()

    def _to_the_end(self) -> None:
        item, clerk = self.item, CLERKS[self.item.position]
        needed = materials_needed(item, self.answers, self.channel)
        case = Case.objects.get(number=self.number)
        handed_in = set(case.materials.exclude(form="").values_list("code", flat=True))
        assert [row.code for row in case.materials.order_by("order")] == [one.code for one in needed]
        judged = {
            f"verdict.{one.code}": "ok" if one.code in handed_in else "missing"
            for one in needed
            if one.code in handed_in or one.necessity != "optional"
        }
        later = [one.code for one in needed if one.code not in handed_in and one.necessity == "deferrable"]
        if self.channel == "portal" and case.applicant.number_kind == "credit_code":
            seen = {"mandate.which": "one", "mandate.seen": "yes", "idempotency_key": uuid4().hex}
            posted(self.desks[clerk], f"/work/cases/{self.number}/mandate/", seen)
        self.signed(clerk)
        self.act(clerk, "accept", **judged, deferred=later, promise_signed="yes")
        if self.channel == "portal" and item.identity_demand != "none":  # a code proved the phone alone
            self.act(clerk, "confirm_identity", seen="yes", place="window")
        self._opinions(case)
        for code in later:
            self.act(clerk, "bring_deferred", material=code, form="paper_original")
        head = desk_of_decision(item)
        assert self.number in {row.number for row in my_list(staff(head), group="todo").rows}
        self.act(head, "decide", granted="yes", reason="", basis="")
        self.delivered(clerk)

    def delivered(self, clerk: str) -> None:
        """What comes down from the county is taken in first."""
        if self.item.decider.level == "county" and self.item.result_kind in CARRIED:
            self.act(clerk, "receive_result", certificate="", note="")
        self.act(
            clerk,
            "deliver",
            mode="handed_over",
            receiver_name="本人",
            relation="self",
            identification="居民身份证",
        )

    def _opinions(self, case: Case) -> None:
        expected = steps_needed(self.item, self.answers, self.channel)
        assert [row.code for row in case.steps.order_by("order")] == [step.code for step in expected]
        village = next((self.answers[q.code] for q in self.item.questions if q.kind == "village"), "")
        for step in expected:
            desk = desk_of_step(step, village, self.item)
            if step.kind == "external_system":
                self.act(desk, "complete_external_step", step_code=step.code, external_number="WB20261124017")
                continue
            if step.kind == "public_notice":
                self.act(desk, "post_public_notice", **NOTICE, hung_first=today().isoformat())
                hangs_until = case.steps.get(code=step.code).posted_last
                assert hangs_until is not None
                self.days.enter_context(time.frozen(datetime.combine(hangs_until + ONE_DAY, TEN, SHANGHAI)))
            record = record_fields(step.kind, staff(desk))
            said = {"agrees": "yes", "opinion": "经核实，符合条件。"}
            self.act(desk, "give_opinion", step_code=step.code, **said, **record)

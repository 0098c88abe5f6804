"""What requests, commands and faults leave in the log: ids that lead on, and nothing of anybody."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tongban.faces.common.tracing import ALOUD, HEADER
from tongban.faces.portal import home
from tongban.kernel.errors import NotFound
from tongban.kernel.job_trace import traced_job
from tongban.kernel.log_lines import JsonLines
from tongban.site import demo
from tongban.site.scenario import Scenario, person

pytestmark = pytest.mark.django_db

NAME, NUMBER, PHONE = "马秀兰", "640121196803120027", "19900000088"
PERSONAL = (NAME, NUMBER, PHONE, "Xiulan", json.dumps(NAME).strip('"'))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger would write, as the running program writes it."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, before = logging.getLogger(), list[tuple[logging.Logger, int]]()
    for name in ("", "tongban", "tongban.trace", "django", "django.request"):
        before.append((logging.getLogger(name), logging.getLogger(name).level))
        logging.getLogger(name).setLevel(logging.INFO)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    for logger, level in before:
        logger.setLevel(level)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_names_numbers_and_phones_stay_out_of_the_log(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.load()
    matter = Scenario(channel="village_point", serial=7)
    matter.accepted()
    somebody = person(7)
    browser = Client(raise_request_exception=False)
    browser.post("/track/", {"number": matter.number, "phone": PHONE, "query_code": NUMBER})
    browser.get(f"/items/{NAME}/", {"q": f"{NAME} {NUMBER}"}, headers={"referer": f"http://x/{PHONE}"})
    browser.get(f"/search/?q={NAME}%00{PHONE}")
    browser.put(f"/{PHONE}/{NAME}")

    def broken(*_: object) -> None:
        try:
            raise KeyError(f"{NAME} {NUMBER}")
        except KeyError as error:
            raise RuntimeError(f"Key (phone)=({PHONE}) of Xiulan") from error

    monkeypatch.setattr(home, "here", broken)
    faulty = browser.get("/")
    assert faulty.status_code == 500
    text = log.getvalue()
    found = [
        word
        for word in (*PERSONAL, matter.number, somebody.name, somebody.number, somebody.phone)
        if word in text
    ]
    assert found == []
    [fault] = [line["fault"] for line in lines(log) if "fault" in line and isinstance(line["fault"], dict)]
    assert fault["type"] == "RuntimeError < KeyError"


def test_the_id_of_a_request_is_answered_and_stands_on_the_page_of_a_fault() -> None:
    answer = Client().get("/no-such-page/")
    assert answer[HEADER][:ALOUD] in answer.content.decode()
    assert Client().get("/no-such-page/")[HEADER] != answer[HEADER]


def test_an_id_is_believed_from_a_proxy_of_ours_and_only_a_uuid(settings: Any) -> None:
    given = "0123456789abcdef0123456789abcdef"
    assert Client().get("/elder/", headers={"x-request-id": given})[HEADER] != given
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    assert Client().get("/elder/", headers={"x-request-id": given})[HEADER] == given
    assert Client().get("/elder/", headers={"x-request-id": NUMBER})[HEADER] != NUMBER


def test_a_request_leads_to_its_command_and_the_command_to_ledger_and_job(log: io.StringIO) -> None:
    demo.load()
    Scenario(channel="village_point", serial=8).submitted()
    commands = [line for line in lines(log) if line.get("event") == "command" and line.get("ledger")]
    submitted = commands[-1]
    assert all("#" in entry for entry in submitted["ledger"])

    class Job:
        id, task_name, attempts = 5, "tongban.effects", 0
        task_kwargs = {"command_id": submitted["command"]}

    traced_job(lambda: None, type("Context", (), {"job": Job})(), None)
    job = lines(log)[-1]
    assert (job["event"], job["job"], job["command"], job["result"]) == (
        "job",
        "5",
        submitted["command"],
        "done",
    )


def test_a_job_that_fails_says_so(log: io.StringIO) -> None:
    class Job:
        id, task_name, attempts, task_kwargs = 6, "tongban.effects", 1, {}

    def failing() -> None:
        raise NotFound(NAME)

    with pytest.raises(NotFound):
        traced_job(failing, type("Context", (), {"job": Job})(), None)
    [job] = lines(log)
    assert (job["result"], job["fault"], job["attempt"]) == ("failed", "NotFound", 2)

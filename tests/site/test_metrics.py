"""What Prometheus is told: counted by the names of the program, and only where monitors ask."""

import re
from typing import Any

import pytest
from django.test import Client

from tongban.kernel import tracing
from tongban.site import demo
from tongban.site.metrics.counting import count
from tongban.site.scenario import Scenario, person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_observers", [count])


@pytest.mark.usefixtures("counting")
def test_requests_commands_jobs_messages_and_papers_are_told_without_anybodys_data() -> None:
    demo.load()
    matter = Scenario(channel="village_point", serial=9)
    matter.accepted()
    browser, somebody = Client(), person(9)
    browser.get(f"/track/{matter.number}/?phone={somebody.phone}")
    browser.get(f"/{somebody.name}/{somebody.number}")
    told = browser.get("/metrics").content.decode()
    assert re.search(r'tongban_requests_total{method="GET",route="portal:case",status="\d+"} ', told)
    assert 'route="none",status="404"' in told
    assert 'tongban_commands_total{command="cases.accept",result="done"}' in told
    assert 'tongban_jobs{queue="effects",status="todo"}' in told
    assert 'tongban_messages{state="' in told
    assert re.search(r"^tongban_papers_waiting [1-9]", told, re.MULTILINE)
    assert not re.search(r"[\u3400-\u9fff]", told)
    labels = "".join(re.findall(r"{.*}", told))
    assert not re.search(r"\d{6,}", labels)
    assert [word for word in (somebody.phone, somebody.number, matter.number) if word in told] == []


def test_who_is_no_monitor_finds_no_figures(settings: Any) -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404
    settings.MONITORS = ["192.0.2.0/24"]
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded"])
def test_who_is_behind_a_proxy_of_this_machine_is_not_this_machine(header: str) -> None:
    assert Client().get("/metrics").status_code == 200
    assert Client().get("/metrics", headers={header: "for=192.0.2.7"}).status_code == 404

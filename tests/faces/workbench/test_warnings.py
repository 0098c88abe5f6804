"""The bell of the workbench and the page of warnings: told to the post, taken note of by a press."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from tests.cases.counting import statements

from tongban.kernel import time
from tongban.kernel.time import frozen, today
from tongban.oversight.models import LimitWarning
from tongban.oversight.warnings.sweeping import write_warnings
from tongban.site.scenario import Scenario

Desk = Callable[[str], Client]
PAGE = "/work/warnings/"


def late_matter() -> str:
    """Handed in three weeks ago, and nobody checked it."""
    matter = Scenario()
    with frozen(time.now() - timedelta(days=21)):
        matter.submitted()
    assert write_warnings(time.now()) == 3
    return matter.number


def test_the_bell_rings_until_somebody_of_the_post_took_note(desk: Desk) -> None:
    number = late_matter()
    clerk = desk("clerk")
    assert 'class="bell"' in clerk.get("/work/").content.decode()
    assert "1 条还没看" in clerk.get("/work/").content.decode()
    page = clerk.get(PAGE).content.decode()
    assert number in page and "超过" in page and f"/work/cases/{number}/" in page
    (row,) = LimitWarning.objects.filter(told="holder")
    sent = {"warning": str(row.id), "idempotency_key": "once"}
    assert clerk.post(PAGE, sent).status_code == clerk.post(PAGE, sent).status_code == 302
    row.refresh_from_db()
    assert row.read_at is not None and row.read_at.date() <= today()
    assert "条还没看" not in clerk.get("/work/").content.decode()
    assert "没有还没看的预警" in clerk.get(f"{PAGE}?unread=1").content.decode()


def test_the_head_and_the_supervisor_are_told_and_the_latter_opens_no_case(desk: Desk) -> None:
    number = late_matter()
    head = desk("approver")
    assert number in head.get(PAGE).content.decode()
    assert head.post(PAGE, {"do": "all", "idempotency_key": "all"}).status_code == 302
    assert LimitWarning.objects.get(told="deputy").read_at is not None
    above = desk("supervisor").get(PAGE).content.decode()
    assert number in above and f"/work/cases/{number}/" not in above
    row = LimitWarning.objects.get(told="supervisor")
    assert desk("clerk").post(PAGE, {"warning": str(row.id), "idempotency_key": "x"}).status_code == 404


def test_who_is_told_nothing_has_no_bell_and_no_page(desk: Desk) -> None:
    admin = desk("sysadmin")
    assert 'class="bell"' not in admin.get("/work/me/").content.decode()
    assert admin.get(PAGE).status_code == 403


def test_the_page_keeps_within_its_statements_and_the_list_asks_one_for_the_bell(desk: Desk) -> None:
    late_matter()
    clerk = desk("clerk")
    clerk.get(PAGE)
    with statements() as sent:
        clerk.get(PAGE)
    assert len(sent) <= 16, sent
    with statements() as sent:
        clerk.get("/work/")
    assert sum("oversight_warning" in one for one in sent) == 1

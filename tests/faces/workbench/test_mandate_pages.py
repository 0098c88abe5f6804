"""The register of mandates on its pages: recorded, refused with every fault, ended, and read on the portal."""

import pytest
from tests.catalogue.walking import credit_code
from tests.faces.workbench.conftest import Desk

from tongban.kernel.time import today
from tongban.parties.models import Mandate
from tongban.site.scenario import person

pytestmark = pytest.mark.django_db
HANDLER = person(5)


def typed(**more: str) -> dict[str, str]:
    return {
        "idempotency_key": "k1",
        "grantor.kind": "organization",
        "grantor.name": "永宁县演示种植合作社",
        "grantor.number": credit_code(7),
        "handler.name": HANDLER.name,
        "handler.number": HANDLER.number,
        "handler.phone": HANDLER.phone,
        "mandate.which": "all",
        "mandate.starts": today().isoformat(),
        "mandate.seen": "yes",
        **more,
    }


def test_every_fault_is_told_at_once(desk: Desk) -> None:
    clerk = desk("clerk")
    page = clerk.post("/work/privacy/mandates/new/", {"idempotency_key": "k"})
    told = page.content.decode()
    assert page.status_code == 422
    for field in ("grantor.name", "handler.number", "mandate.items", "mandate.seen"):
        assert f'href="#{field}"' in told, field


def test_it_is_recorded_listed_and_ended_and_a_stranger_s_desk_knows_nothing_of_it(
    desk: Desk,
) -> None:
    clerk, assister = desk("clerk"), desk("assister")
    made = clerk.post("/work/privacy/mandates/new/", typed())
    mandate = Mandate.objects.get()
    assert made.headers["Location"] == f"/work/privacy/mandates/{mandate.id}/"
    assert "永宁县演示种植合作社" in clerk.get("/work/privacy/mandates/").content.decode()
    assert assister.get(made.headers["Location"]).status_code == 404
    short = clerk.post(f"{made.headers['Location']}end/", {"reason": "", "idempotency_key": "e1"})
    assert short.status_code == 422
    reason = {"reason": "合作社换了经办人", "idempotency_key": "e2"}
    assert clerk.post(f"{made.headers['Location']}end/", reason).status_code == 302
    page = clerk.get("/work/privacy/mandates/?group=over").content.decode()
    assert "已终止" in page
    again = clerk.post(f"{made.headers['Location']}end/", {**reason, "idempotency_key": "e3"})
    assert again.status_code == 409 and "已经终止" in again.content.decode()

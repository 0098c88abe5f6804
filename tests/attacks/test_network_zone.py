"""From the internet nobody reaches the workbench, by no address and with no session; every page of the portal works."""

from types import ModuleType

import pytest
from django.test import Client

from tongban.faces.common import errors
from tongban.site import demo, urls
from tongban.site.zones import workbench

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def internet(settings) -> None:
    zone = ModuleType("internet_urls")
    patterns = [one for one in urls.urlpatterns if getattr(one, "namespace", None) != "work"]
    vars(zone).update(urlpatterns=[*patterns, *workbench("internet")], handler404=errors.page_not_found)
    settings.ROOT_URLCONF = zone


PORTAL = ("/", "/items/", "/track/", "/verify/", "/places/", "/coverage/", "/sign-in/", "/items/SB-001/")
STAFFS = ("/work/", "/work/sign-in/", "/work/intake/", "/work/accounts/", "/work/security/", "/work/ledger/")


def test_the_portal_is_whole_and_the_workbench_is_not_there() -> None:
    demo.load(items=["SB-001"])
    for address in PORTAL:
        assert Client().get(address).status_code == 200, address
    for address in STAFFS:
        for method in ("get", "post", "put", "options"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 404, (method, address)


@pytest.mark.parametrize(
    "address",
    [
        "/./work/",
        "/WORK/",
        "/%77ork/",
        "/work/../work/sign-in/",
        "/work/%2e%2e/work/",
        "/work;x=1/",
        "/track/../work/",
    ],
)
def test_no_spelling_leads_there(address: str) -> None:
    assert Client().get(address).status_code in (301, 404)

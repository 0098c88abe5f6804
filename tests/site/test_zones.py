"""On the internet there is no workbench at all; in the extranet there is."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tongban.site.zones import workbench

ASK = """
import os
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
from tongban.site.django_setup import set_up_django
set_up_django()
from django.test import Client
from django.urls import NoReverseMatch, reverse, get_resolver
from django.test.utils import setup_test_environment
client = Client(headers={"host": "localhost"})
found = [path for path in get_resolver().reverse_dict if isinstance(path, str)]
try:
    reverse("work:sign_in")
    print("there")
except NoReverseMatch:
    print("absent")
from django.urls import resolve, Resolver404
for path in ("/work/", "/work/sign-in/", "/work/cases/X/", "/work/accounts/", "/track/", "/"):
    try:
        resolve(path)
        print(path, "route")
    except Resolver404:
        print(path, "none")
"""


def asked(zone: str) -> list[str]:
    environment = {**os.environ, "TONGBAN_ZONE": zone}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_internet_has_the_portal_and_no_route_to_the_workbench() -> None:
    assert asked("internet") == [
        "absent",
        "/work/ none",
        "/work/sign-in/ none",
        "/work/cases/X/ none",
        "/work/accounts/ none",
        "/track/ route",
        "/ route",
    ]


@pytest.mark.parametrize("zone", ["extranet", "both"])
def test_the_extranet_has_both(zone: str) -> None:
    lines = asked(zone)
    assert lines[0] == "there"
    assert "/work/ route" in lines and "/ route" in lines


def test_a_mistyped_zone_does_not_open_everything() -> None:
    with pytest.raises(ImproperlyConfigured, match="TONGBAN_ZONE"):
        workbench("Internet")

"""What every answer says to the browser, and what no page contains: scripts and styles inside the page."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse

from tongban.directory.queries.identity import IdentityView
from tongban.faces.common import security_txt
from tongban.site import demo
from tongban.site.demo.county import PASSWORD

pytestmark = pytest.mark.django_db

UNDER_HTTPS = """
import os
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
os.environ["TONGBAN_BASE_URL"] = "https://banshi.example.gov.cn"
os.environ["TONGBAN_TRUSTED_PROXIES"] = "10.0.0.2"
os.environ["TONGBAN_ALLOWED_HOSTS"] = "banshi.example.gov.cn"
from tongban.site.django_setup import set_up_django
set_up_django()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.middleware.security import SecurityMiddleware
from tongban.faces.common.middleware import TrustedProxies
names = ("SESSION_COOKIE", "CSRF_COOKIE")
for name in names:
    cookie = getattr(settings, name + "_NAME")
    assert cookie.startswith("__Host-"), cookie
    assert getattr(settings, name + "_SECURE") and getattr(settings, name + "_HTTPONLY")
    assert getattr(settings, name + "_SAMESITE") == "Lax" and getattr(settings, name + "_PATH") == "/"
    assert getattr(settings, name + "_DOMAIN") is None
door = TrustedProxies(SecurityMiddleware(lambda request: HttpResponse("ok")))
def answer(peer, proto):
    return door(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO=proto,
                                     HTTP_HOST="banshi.example.gov.cn"))
assert answer("10.0.0.2", "https")["Strict-Transport-Security"] == "max-age=31536000"
assert "Strict-Transport-Security" not in answer("203.0.113.9", "https")  # a stranger's word
assert "Strict-Transport-Security" not in answer("10.0.0.2", "http")
assert settings.CSRF_TRUSTED_ORIGINS == ["https://banshi.example.gov.cn"]
"""


def test_under_https_cookies_are_bound_to_this_host_and_the_browser_stays_with_https() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNDER_HTTPS],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("address", ["/", "/track/", "/no-such-page/", "/work/sign-in/", "/work/"])
def test_every_answer_has_the_policies(address: str) -> None:
    demo.load(items=["SB-001"])
    answer = Client().get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "unsafe" not in policy and "*" not in policy and "frame-ancestors 'self'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_cookies_cannot_be_read_by_scripts() -> None:
    demo.load(items=["SB-001"])
    client = Client()
    client.get("/work/sign-in/")
    client.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD})
    assert {"csrftoken", "tongban_session"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"] and cookie["samesite"] == "Lax", cookie


class TestSecurityTxt:
    def test_without_a_contact_there_is_none(self) -> None:
        demo.load(items=["SB-001"])
        assert Client().get("/.well-known/security.txt").status_code == 404

    def test_with_a_contact_it_says_whom_to_tell_and_until_when(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        view = IdentityView(
            "永宁县", "中心", "1", "2", False, security_contact="mailto:anquan@example.gov.cn"
        )
        monkeypatch.setattr(security_txt.directory, "identity", lambda: view)
        answer = Client().get(reverse("security_txt"))
        text = answer.content.decode()
        assert answer["Content-Type"].startswith("text/plain")
        assert text.startswith("Contact: mailto:anquan@example.gov.cn\nExpires: 20")
        assert re.search(r"^Expires: \d{4}-\d\d-\d\dT00:00:00Z$", text, re.MULTILINE)

    def test_a_contact_of_two_lines_adds_no_field(self, monkeypatch: pytest.MonkeyPatch) -> None:
        view = IdentityView(
            "", "", "", "", False, security_contact="mailto:a@b.cn\r\nPolicy: https://evil.example/"
        )
        monkeypatch.setattr(security_txt.directory, "identity", lambda: view)
        lines = Client().get(reverse("security_txt")).content.decode().splitlines()
        assert not any(line.startswith("Policy:") for line in lines)

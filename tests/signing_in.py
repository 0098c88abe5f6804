"""Signing members of staff in as they do it: the password, and the code of the authenticator where one is asked for."""

import re
from typing import Any

from django.test import Client
from playwright.sync_api import Page

from tongban.directory.authenticator import code_at, secret_of, step_of
from tongban.directory.models import Account
from tongban.kernel import time
from tongban.site.demo.county import PASSWORD

DOOR = "/work/sign-in/"
CODE = "/work/sign-in/code/"


def code_of(username: str) -> str:
    """The code that the person's authenticator shows now; one used before is good again, for the checks' haste."""
    account = Account.objects.select_related("totp_key").get(username=username)
    Account.objects.filter(id=account.id).update(totp_last_step=0)
    return code_at(secret_of(account), step_of(time.now()))


def sign_in(client: Client, username: str, password: str = PASSWORD, **fields: str) -> Any:
    """Through the pages; the last answer, which leads in where all was right."""
    answer = client.post(DOOR, {"username": username, "password": password, **fields})
    if answer.status_code == 302 and answer["Location"] == CODE:
        answer = client.post(CODE, {"code": code_of(username)})
    return answer


def pass_code(page: Page, address: str, username: str) -> None:
    """In a real browser: where the code is asked for, the demonstration's authenticator gives it."""
    page.wait_for_load_state()
    if not page.url.endswith(CODE):
        return
    shown = page.request.get(f"{address}/demo/authenticator/", params={"username": username}).text()
    code = re.search(r"data-code-of[^>]*><b>(\d{6})", shown)
    assert code, f"no code for {username}"
    page.fill("[name=code]", code.group(1))
    page.locator("main form button").first.click()

"""The demonstration county, and citizens who apply with a phone."""

import io
import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tongban.kernel import queries as kernel
from tongban.site import demo

ITEM = "SB-001"
PHONE = "13909510001"
ADA = {"name": "马建国", "number": "11010519491231002X", "phone": PHONE}
ANSWERS = {
    "address": "许旺村三组12号",
    "student": "no",
    "employee_insured": "no",
    "enrolled_elsewhere": "no",
    "payment_level": "200",
    "hardship": "none",
}


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def photo() -> Callable[[], io.BytesIO]:
    """A fresh photograph at every call."""

    def taken() -> io.BytesIO:
        content = io.BytesIO()
        Image.new("RGB", (60, 40), "#7799bb").save(content, "JPEG")
        content.seek(0)
        content.name = "身份证.jpg"
        return content

    return taken


def field_id(answer: HttpResponse) -> str:
    """The question code of the page that an answer redirects to."""
    return answer["Location"].rstrip("/").rsplit("/", 1)[-1]


class Applicant:
    """Somebody with a phone in their hand, page by page."""

    def __init__(self, client: Client, photo: Callable[[], io.BytesIO]) -> None:
        self.client = client
        self.photo = photo

    def page(self, code: str) -> str:
        return f"/apply/{ITEM}/{code}/"

    def begin(self) -> HttpResponse:
        return self.client.post(f"/apply/{ITEM}/")

    def answer(self, code: str, value: str, **more: str) -> HttpResponse:
        return self.client.post(self.page(code), {"value": value, **more})

    def hand_in(self, code: str) -> HttpResponse:
        return self.client.post(self.page(f"m-{code}"), {"file": self.photo()})

    def village(self) -> str:
        shown = self.client.get(self.page("q-household_village")).content.decode()
        return re.findall(r'value="(\d{12})"', shown)[0]

    def fill_in(self) -> HttpResponse:
        """Every page of an application for oneself; the last answer."""
        self.begin()
        self.answer("acting", "self")
        for part, value in ADA.items():
            self.answer(part, value)
        self.answer("q-household_village", self.village())
        for code, value in ANSWERS.items():
            self.answer(f"q-{code}", value)
        self.hand_in("identity_card")
        return self.hand_in("household_register")

    def sign_in(self, phone: str = PHONE, back_to: str = f"/apply/{ITEM}/check/") -> HttpResponse:
        self.client.post("/sign-in/", {"phone": phone, "next": back_to})
        (_, text), *_ = kernel.demo_messages(phone)
        code = re.search(r"\d{6}", text)
        assert code is not None
        return self.client.post("/sign-in/code/", {"code": code.group(), "next": back_to})

    def submit(self, key: str = "") -> HttpResponse:
        shown = self.client.get(self.page("check")).content.decode()
        found = re.search(r'name="key" value="(\w+)"', shown)
        assert found is not None
        return self.client.post(self.page("check"), {"consent": "yes", "key": key or found.group(1)})

    def file_a_case(self) -> str:
        """From the first page to the number."""
        self.fill_in()
        self.sign_in()
        return field_id(self.submit())


@pytest.fixture
def applicant(client: Client, photo: Callable[[], io.BytesIO]) -> Applicant:
    return Applicant(client, photo)

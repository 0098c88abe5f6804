"""Trying passwords, codes and numbers one after the other is stopped; a hall full of honest people is not."""

import inspect
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLResolver, get_resolver
from tests.authority.addresses import addresses
from tests.signing_in import sign_in

from tongban.faces.common.rate_limits import DOORS
from tongban.kernel.limits import LIMITS, forget_knocks
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import Scenario

pytestmark = pytest.mark.django_db
STRANGER = "203.0.113.9"

# addresses that open something to whoever names the right code, number, password or token, in the path or in a form
TAKES_A_SECRET = {
    "portal:code",
    "portal:track",
    "portal:case",
    "portal:data_request",
    "portal:data_proof",
    "portal:proof",
    "portal:told",
    "portal:verified",
    "portal:platform_back",
    "work:sign_in",
    "work:sign_in_code",
    "work:sign_in_return",
    "work:first",
    "work:seen_card",
    "work:my_password",
    "work:my_identity",
    "work:my_factor",
    "work:my_factor_drop",
}
PUBLIC_CODE = "names an item or position of the published catalogue"
AFTER_THE_DOOR = "opens only to the session that passed the number's own door, or signed in"
OPENS_NOTHING_BY_GUESSING = {
    "place": "the code of a public site",
    **dict.fromkeys(
        ("items", "guide", "editions", "edition", "compare", "sheet", "position_booklet"), PUBLIC_CODE
    ),
    **dict.fromkeys(("start", "check", "discard", "page", "draft_file", "resume"), PUBLIC_CODE),
    "ask_about_data": "a kind of request",
    **dict.fromkeys(("confirmation", "looks", "withdraw", "papers", "paper"), AFTER_THE_DOOR),
    **dict.fromkeys(("days", "days_json", "days_sheet"), AFTER_THE_DOOR),
    **dict.fromkeys(("correct", "delivery_address", "end_mandate"), AFTER_THE_DOOR),
    "withdraw_data_request": AFTER_THE_DOOR,
    **dict.fromkeys(("figures_month", "figures_file"), "a month's published figures"),
}


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    forget_knocks()
    demo.load(items=["SB-001"])


def stranger(address: str = STRANGER) -> Client:
    return Client(REMOTE_ADDR=address)


def test_passwords_are_not_tried_without_end_from_one_address() -> None:
    client = stranger()
    answers = [
        client.post("/work/sign-in/", {"username": f"name{number}", "password": "x"}).status_code
        for number in range(LIMITS["staff_sign_in"].most + 1)
    ]
    assert answers[-1] == 429 and 429 not in answers[:-1]


def test_numbers_of_cases_are_not_guessed_from_one_address() -> None:
    client = stranger()
    most = LIMITS["track_address"].most
    for number in range(most):
        form = {"number": f"SB-2026-{number:06}", "phone": "13900000001", "by": "phone"}
        assert client.post("/track/", form).status_code == 422
    answer = client.post("/track/", {"number": "SB-2026-000001", "phone": "13900000001", "by": "phone"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= LIMITS["track_address"].seconds
    assert "试得太频繁了" in answer.content.decode()
    other = stranger("203.0.113.10").post("/track/", {"number": "X", "phone": "13900000001", "by": "phone"})
    assert other.status_code == 422


def test_the_phone_of_one_case_is_not_guessed_from_many_addresses() -> None:
    most = LIMITS["track_number"].most
    for number in range(most + 1):
        client = stranger(f"198.51.100.{number}")
        spelt = "SB-2026-000001" if number % 2 else "sb 2026 000001"
        answer = client.post("/track/", {"number": spelt, "phone": f"139{number:08}", "by": "phone"})
    assert answer.status_code == 429


def test_a_phone_gets_a_few_codes_a_day_whoever_asks_for_them() -> None:
    most = LIMITS["phone_code_phone"].most
    answers = [
        stranger(f"198.51.100.{number}").post("/sign-in/", {"phone": "139 0000 0001"}).status_code
        for number in range(most + 1)
    ]
    assert answers[-1] == 429 and 429 not in answers[:-1]


def test_one_subscriber_of_ipv6_does_not_count_as_many() -> None:
    for number in range(LIMITS["track_address"].most + 1):
        form = {"number": f"N{number}", "phone": "13900000001", "by": "phone"}
        answer = stranger(f"2001:db8::{number:x}").post("/track/", form)
    assert answer.status_code == 429


def test_a_made_up_header_does_not_open_a_new_window() -> None:
    for number in range(LIMITS["track_address"].most + 1):
        form = {"number": f"N{number}", "phone": "13900000001", "by": "phone"}
        answer = stranger().post("/track/", form, headers={"X-Forwarded-For": f"10.1.{number}.1"})
    assert answer.status_code == 429


def test_reading_pages_without_end_is_stopped_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "any", type(LIMITS["any"])("any", "address", 20, 60, shared=False))
    client = stranger()
    answers = {client.get("/verify/").status_code for _ in range(60)}
    assert answers == {200, 429}


def test_staff_at_a_window_are_not_counted_by_their_halls_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "any", type(LIMITS["any"])("any", "address", 20, 60, shared=False))
    monkeypatch.setitem(LIMITS, "look_ups", type(LIMITS["look_ups"])("look_ups", "address", 2, 600))
    clerk = stranger()
    assert clerk.post("/work/sign-in/", {"username": "clerk", "password": PASSWORD}).status_code == 302
    assert {clerk.get("/work/").status_code for _ in range(40)} == {200}
    assert {clerk.get("/proof/NONE/").status_code for _ in range(5)} == {404}


def test_what_was_typed_stays_in_the_page_that_asks_to_wait() -> None:
    client = stranger()
    form = {"number": "SB-2026-000001", "phone": "13900000001", "by": "phone"}
    for _ in range(LIMITS["track_number"].most + 1):
        answer = client.post("/track/", form, headers={"Sec-Fetch-Site": "same-origin"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 'value="SB-2026-000001"' in page and "您填的内容还在" in page


def test_a_password_does_not_stay_in_the_page_that_asks_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "staff_sign_in", type(LIMITS["any"])("staff_sign_in", "address", 1, 600))
    client = stranger()
    for _ in range(2):
        answer = client.post(
            "/work/sign-in/",
            {"username": "clerk", "password": "Geheim-2026-xyz"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
    assert answer.status_code == 429
    assert "Geheim" not in answer.content.decode()


def test_every_door_of_the_table_is_an_address_and_every_limit_has_a_door() -> None:
    known = {address.name for address in addresses()}
    assert set(DOORS) <= known, set(DOORS) - known
    used = {
        code
        for door in DOORS.values()
        for code in (*door.by_address, *door.by_staff, *(one for one, _ in door.by_subject))
    }
    assert used | {"any"} == set(LIMITS)


def test_every_address_that_takes_a_secret_has_a_door() -> None:
    assert set(DOORS) >= TAKES_A_SECRET, TAKES_A_SECRET - set(DOORS)
    with_something_named = {
        address.name for address in addresses() if address.name.startswith("portal:") and address.parameters
    }
    judged = TAKES_A_SECRET | {f"portal:{name}" for name in OPENS_NOTHING_BY_GUESSING}
    assert with_something_named <= judged, (
        f"a guessable secret, or not? {sorted(with_something_named - judged)}"
    )
    assert judged <= {address.name for address in addresses()} | {"portal:items"}


# views that give a file, and none of anybody's data
FILES_OF_NOBODY = {
    "health_ready": "codes of what is not ready",
    "identity_logo": "the logo",
    "portal:figures_dictionary_json": "what the published columns mean",
    "portal:figures_file": "published figures",
    "message_receipts": "three numbers, to a provider that signs",
    "work:calendar_notice": "the official calendar",
    "work:catalogue_export": "items; it has a door all the same",
    "work:roster_template": "an empty table",
    "work:set_up_template": "an empty table",
}
GIVES_A_FILE = (
    "Content-Disposition",
    "content_disposition_header",
    "application/pdf",
    "return sent(",
    "json_file(",
    "JsonResponse",
    "_pdf(",
    "stored.content",
    "media_type",
)


def views() -> Iterator[tuple[str, str]]:
    """Every view's name with its source."""

    def walk(resolver: URLResolver, space: str) -> Iterator[tuple[str, str]]:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                yield from walk(one, f"{one.namespace}:" if one.namespace else space)
            elif one.name:
                yield space + one.name, inspect.getsource(inspect.unwrap(one.callback))

    yield from walk(get_resolver(), "")


def test_every_address_that_gives_a_file_of_personal_data_has_a_door() -> None:
    found = {name for name, source in views() if any(sign in source for sign in GIVES_A_FILE)}
    assert {"work:archive_export", "work:step_file", "work:paper", "portal:my_data_copy"} <= found
    open_ones = found - set(DOORS) - set(FILES_OF_NOBODY)
    assert not open_ones, f"files that nobody counts: {sorted(open_ones)}"


def test_codes_of_requests_about_data_are_not_guessed() -> None:
    most = LIMITS["track_number"].most
    for number in range(most + 1):
        client = stranger(f"198.51.100.{number}")
        answer = client.post("/my/data/GX-2026-000001/", {"query_code": f"AAAA{number:04}"})
    assert answer.status_code == 429


def test_proofs_of_requests_about_data_are_not_walked_through() -> None:
    client = stranger()
    answers = [
        client.get(f"/proof/data/GX-2026-{number:06}/").status_code
        for number in range(LIMITS["look_ups"].most + 1)
    ]
    assert answers[-1] == 429 and 429 not in answers[:-1]


def at_the_desk(username: str = "clerk") -> Client:
    client = Client()
    assert sign_in(client, username).status_code == 302
    return client


def test_one_clerk_does_not_unmask_a_whole_county() -> None:
    matter = Scenario(serial=1)
    matter.submitted()
    clerk = at_the_desk()
    form = {"field": "applicant.number", "quick_reason": "", "unmask_reason": "核对身份"}
    most = LIMITS["unmaskings"].most
    for _ in range(most):
        assert clerk.post(f"/work/cases/{matter.number}/unmask/", form).status_code == 200
    answer = clerk.post(f"/work/cases/{matter.number}/unmask/", form)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "保护群众的个人信息" in page and "这个网络地址" not in page
    again = at_the_desk()  # another session of the same person
    assert again.post(f"/work/cases/{matter.number}/unmask/", form).status_code == 429
    assert again.get(f"/work/cases/{matter.number}/").status_code == 200  # the work itself goes on
    assert at_the_desk("reviewer").post(f"/work/cases/{matter.number}/unmask/", form).status_code == 200


@pytest.mark.parametrize(
    ("limit", "method", "address"),
    [
        ("originals", "get", "/work/cases/X/materials/identity_card/"),
        ("page_images", "get", "/work/cases/X/materials/identity_card/pages/1/"),
        ("exports", "post", "/work/ledger/export/"),
        ("exports", "post", "/work/list/export/"),
        ("exports", "post", "/work/audit/export/"),
        ("exports", "post", "/work/audit/day/export/"),
        ("exports", "get", "/work/catalogue/export/"),
        ("copies", "post", "/work/privacy/requests/X/copy/"),
        ("staff_tries", "post", "/work/card/"),
        ("staff_tries", "post", "/work/me/password/"),
        ("staff_tries", "post", "/track/"),
    ],
)
def test_what_staff_open_in_bulk_is_counted_by_person(
    monkeypatch: pytest.MonkeyPatch, limit: str, method: str, address: str
) -> None:
    monkeypatch.setitem(LIMITS, limit, replace(LIMITS[limit], most=2))
    clerk = at_the_desk()
    answers = [getattr(clerk, method)(address).status_code for _ in range(3)]
    assert answers[2] == 429 and 429 not in answers[:2]


def test_an_exempt_address_does_not_exempt_the_staff_behind_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(django_settings, "RATE_LIMIT_EXEMPT", ["127.0.0.0/8"])
    monkeypatch.setitem(LIMITS, "exports", replace(LIMITS["exports"], most=1))
    clerk = at_the_desk()
    assert [clerk.post("/work/ledger/export/").status_code == 429 for _ in range(2)] == [False, True]

"""A reader of English meets no Chinese on any page, but for names and for what people themselves wrote."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver
from django.utils import translation
from openpyxl import load_workbook
from tests.faces.english_pages import CHINESE, Reader
from tests.signing_in import CODE, code_of

from tongban.cases.commands import Table, export_list, unmask
from tongban.cases.requests import PersonInput
from tongban.catalogue.commands import run_import
from tongban.catalogue.models import CatalogueDraft, ImportJob
from tongban.catalogue.queries import content_of, current
from tongban.catalogue.telling import give_one_time_notice
from tongban.directory.commands import step_template
from tongban.directory.exchange.books import BOOKS
from tongban.directory.models import Account, Staff
from tongban.faces.common import citations, dates
from tongban.faces.common.words import word
from tongban.faces.workbench.catalogue.sections import SECTIONS
from tongban.kernel import queries as kernel
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import now, today
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import ANSWERS, PICTURE, Scenario, person, staff

ITEM = "SB-001"
# Addresses without a page of their own: files, posts, and parts that stand in another page.
NO_PAGES = {
    "portal:draft_file",
    "portal:paper",
    "portal:papers",
    "portal:position_booklet",
    "portal:resume",
    "portal:sheet",
    "portal:sign_out",
    "portal:start",
    "portal:withdraw_data_request",
    "work:account_act",
    "work:account_recover",
    "work:my_factor_drop",
    "work:my_identity",
    "work:sign_in_provider",
    "work:sign_in_return",
    "work:audit_day_export",
    "work:audit_export",
    "work:catalogue_discard",
    "work:catalogue_export",
    "work:catalogue_import_stop",
    "work:catalogue_start",
    "work:discard",
    "work:identity_preview",
    "work:intake_form",
    "work:ledger_export",
    "work:masked",
    "work:material",
    "work:page_image",
    "work:paper",
    "work:papers",
    "work:save_part",
    "work:sign_out",
    "work:privacy_act",
    "work:privacy_copy",
    "work:privacy_lift",
    "work:told_paper",
    "work:unmask",
}


def _chinese_in(value: Any) -> set[str]:
    """Every text of a content in Chinese: its editor sees both languages side by side."""
    if isinstance(value, dict):
        return set().union(*(_chinese_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(_chinese_in(inner) for inner in value))
    return {value, *value.split("\n")} if isinstance(value, str) and CHINESE.search(value) else set()


def pages(namespace: str) -> set[str]:
    """The names of every address of a face that shows a page."""
    _prefix, resolver = get_resolver().namespace_dict[namespace]
    found = (one for one in resolver.url_patterns if isinstance(one, URLPattern))
    return {f"{namespace}:{one.name}" for one in found} - NO_PAGES


@pytest.fixture(autouse=True)
def chinese_outside_requests() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next check begins in the product's own."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def county(db: None) -> None:
    demo.load(items=["SB-001"])


@pytest.fixture
def english(chinese_outside_requests: None) -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestThePortal:
    """Its pages, also where something is missing, wrong or gone."""

    def test_is_in_english_on_every_page(self) -> None:
        applicant = person(7)
        reader = Reader(applicant.name)
        for address in ("/", "/items/", "/items/?q=nothing", f"/items/{ITEM}/", "/places/", "/demo/phone/"):
            reader.get(address)
        for address in ("/demo/authenticator/", "/demo/authenticator/?username=clerk"):
            reader.get(address)
        for address in ("/track/", "/verify/", "/verify/?code=", "/sign-in/"):
            reader.get(address)
        with override_settings(OIDC={"citizens": {"issuer": "http://127.0.0.1:9", "client_id": "x"}}):
            for address in ("/sign-in/", f"/items/{ITEM}/"):
                reader.get(address)
            for address in ("/sign-in/platform/", "/sign-in/platform/back/"):  # nobody answers there
                reader.get(address, 403)
        reader.data |= {"演示目录首次发布"}  # the publisher's own words
        version = current(ITEM).version_id
        for address in ("editions/", f"editions/{version}/", f"compare/?from={version}"):
            reader.get(f"/items/{ITEM}/{address}")
        for address in ("/items/suggestions/?q=pension", "/coverage/", "/places/choose/"):
            reader.get(address)
        number = self.apply(reader, applicant)
        for address in (
            f"/track/{number}/",
            f"/track/{number}/withdraw/",
            f"/track/{number}/looks/",
            f"/proof/{number}/",
        ):
            reader.get(address)
        for address in ("/my/", "/my/looks/"):
            reader.get(address)
        reader.get(f"/v/{Paper.objects.earliest('issued_at').verify_code}/")
        told = give_one_time_notice(
            staff("clerk"), ITEM, answers={}, channel="window", how="link", idempotency_key="told"
        )
        reader.get(f"/told/{told.verify_code}/")
        self.read_my_data(reader, number)
        unreachable = {"portal:platform", "portal:platform_back"}  # read above, as refusals
        assert pages("portal") - reader.opened - unreachable == set()
        reader.get(f"/track/{Scenario(serial=9).submitted().number}/")

    def read_my_data(self, reader: Reader, number: str) -> None:
        """What is kept, the copy, and each kind of request: wrong first, then sent and followed."""
        for address in ("", "copy/", "ask/copy/", "ask/erasure/"):
            reader.get(f"/my/data/{address}")
        reader.post("/my/data/ask/correction/", {"key": "a", "scope": "1", "right": "x" * 101}, 422)
        sent = {"scope": number, "field": "applicant.phone", "right": "19912345678"}
        for kind in ("correction", "erasure"):
            status = reader.post(f"/my/data/ask/{kind}/", {**sent, "key": kind}).url
            reader.get(status)
            reader.get(f"/proof/data/{status.split('/')[3]}/")
        reader.post(f"{status}withdraw/", {"key": "c"})
        reader.get(status)
        reader.get("/my/data/")
        stranger = Reader()
        stranger.get(status)
        stranger.post(status, {"query_code": ""}, 422)

    def test_says_in_english_what_is_wrong(self) -> None:
        reader = Reader()
        reader.post("/sign-in/", {"phone": "123"}, 422)
        reader.post("/track/", {"number": "", "by": "phone"}, 422)
        reader.post("/track/", {"number": "1", "by": "phone", "phone": "19900000001"}, 422)
        reader.get("/v/NOSUCHCODE/", 404)
        reader.get("/nowhere/", 404)
        reader.get(f"/apply/{ITEM}/acting/", 410)

    @pytest.mark.parametrize("granted", [True, False])
    def test_tells_the_end_of_a_case_in_english(self, granted: bool) -> None:
        matter = Scenario(serial=3, channel="portal")
        matter.decided(granted=granted)
        reader = Reader(matter.applicant.name)
        reader.data |= {"申请人已参加职工基本养老保险，不符合参保条件。"}  # the approver's own words
        number = {"number": matter.number, "by": "query_code", "query_code": matter.query_code}
        assert "decision" in reader.get(reader.post("/track/", number).url).content.decode()

    def apply(self, reader: Reader, applicant: PersonInput) -> str:
        """Apply for somebody else, answering each page wrongly first."""
        values = {
            "acting": "representative",
            "name": applicant.name,
            "number": applicant.number,
            "phone": applicant.phone,
            "relation": "child",
            "my-name": applicant.name,
            "my-number": person(8).number,
            "my-phone": person(8).phone,
            **{f"q-{code}": value for code, value in ANSWERS.items()},
        }
        address = reader.post(f"/apply/{ITEM}/").url
        while not address.endswith("/check/"):
            reader.get(address)
            code = address.rstrip("/").rsplit("/", 1)[1]
            if code.startswith("m-"):
                reader.post(address, {"file": SimpleUploadedFile("notes.txt", b"no picture")}, 422)
                good: dict[str, Any] = {"file": SimpleUploadedFile("picture.png", PICTURE, "image/png")}
            else:
                reader.post(address, {"value": "\x07"}, 422)
                good = {"value": values[code]}
            address = reader.post(address, good).url
        reader.get(f"/apply/{ITEM}/discard/")
        reader.get(address)
        self.sign_in(reader, applicant.phone)
        reader.get("/my/")
        reader.get(address)
        reader.post(address, {}, 422)
        confirmation = reader.post(address, {"consent": "yes", "key": "one-key-for-this-check"}).url
        reader.get(confirmation)
        return confirmation.strip("/").rsplit("/", 1)[1]

    def sign_in(self, reader: Reader, phone: str) -> None:
        reader.post("/sign-in/", {"phone": phone})
        reader.get("/sign-in/code/")
        reader.post("/sign-in/code/", {"code": "000000"}, 422)
        code = re.search(r"(?<!\d)\d{6}(?!\d)", kernel.demo_messages(phone)[0][1])
        assert code is not None
        reader.post("/sign-in/code/", {"code": code[0], "next": "/my/"})


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestTheWorkbench:
    """Its pages for every position, over cases in every phase."""

    def test_is_in_english_on_every_page(self) -> None:
        matters = [Scenario(serial=serial) for serial in range(1, 6)]
        matters += [Scenario(serial=6, channel="village_point"), Scenario(serial=7)]
        for matter, done in zip(
            matters,
            (
                Scenario.submitted,
                Scenario.accepted,
                Scenario.reviewed,
                Scenario.decided,
                Scenario.delivered,
                Scenario.submitted,
                lambda refused: refused.decided(granted=False),
            ),
            strict=True,
        ):
            done(matter)
        opened: set[str] = set()
        for username in ("clerk", "assister", "reviewer", "county", "approver"):
            reader = self.desk(username, matters)
            for address in (
                "/work/",
                "/work/?group=all",
                "/work/?q=zzz",
                "/work/assignment/",
                "/work/intake/",
            ):
                reader.get(address)
            for matter in matters:
                self.read_case(reader, matter.number)
            if username in ("clerk", "assister"):
                self.read_intake(reader, "assister" if username == "assister" else "self")
            opened |= reader.opened
            if username == "assister":
                reader.get("/work/ledger/")
                reader.get("/work/card/?done=1")
                reader.post("/work/card/", {"number": ITEM}, 422)
                asked = {"number": matters[0].number, "query_code": matters[0].query_code}
                reader.post("/work/card/", asked, 422)
        opened |= self.read_telling(self.desk("clerk", matters))
        opened |= self.read_catalogue()
        opened |= self.read_audit(matters)
        opened |= self.read_privacy(matters)
        opened |= self.read_accounts(matters)
        opened |= self.read_places(matters)
        opened |= self.read_people(matters)
        assert pages("work") - opened - {"work:ledger", "work:seen_card"} == set()

    def test_the_door_and_the_accounts_are_in_english(self) -> None:
        assert self.read_accounts([]) >= {"work:account", "work:sign_in_enrol", "work:first", "work:me"}

    def test_the_places_and_the_set_up_are_in_english(self) -> None:
        assert self.read_places([]) >= {
            "work:site",
            "work:body",
            "work:division",
            "work:identity",
            "work:set_up",
        }

    def test_the_pages_of_people_are_in_english(self) -> None:
        matter = Scenario(serial=5)
        matter.accepted()
        assert self.read_people([matter]) >= {
            "work:people",
            "work:person",
            "work:proposals",
            "work:could_see",
        }

    def read_people(self, matters: list[Scenario]) -> set[str]:
        """Staff, positions, absences, seals, delegated approval, two-person acts, and who can: filled in and wrong."""
        keeper, second = self.desk("sysadmin", matters), self.desk("secadmin", matters)
        auditor, head = self.desk("auditor", matters), self.desk("approver", matters)
        clerk, day = staff("clerk"), today().isoformat()
        person, admin = f"/work/people/{clerk.staff_id}/", f"/work/people/{staff('auditor').staff_id}/"
        keeper.post("/work/people/new/", {"act": "enter", "code": "-", "phone": "1"}, 422)
        away = {"act": "absent", "kind": "leave", "away_from": day, "away_to": day}
        keeper.post(person, {**away, "idempotency_key": "a1"})
        keeper.post(person, {**away, "idempotency_key": "a2"}, 422)
        post = {"act": "assign", "position": str(clerk.position_id), "role": "clerk", "starts": day}
        keeper.post(person, {**post, "holder": "B", "idempotency_key": "a3"}, 422)
        keeper.post(person, {**post, "role": "auditor", "holder": "A", "idempotency_key": "a4"}, 422)
        for number in range(2):
            ending = {"act": "propose_ending", "assignment": str(staff("auditor").assignment_id)}
            keeper.post(
                admin, {**ending, "ending_reason": "It is time.", "idempotency_key": f"p{number}"}, 302, 409
            )
        for reader in (keeper, second, auditor):
            reader.data |= {"It is time."}
            reader.get("/work/proposals/")
        found = re.search(r'name="proposal" value="([^"]+)"', second.get("/work/proposals/").content.decode())
        assert found is not None
        down = {"act": "turn_down", "proposal": found[1], "reason": ""}
        second.post("/work/proposals/", {**down, "idempotency_key": "d1"}, 422)
        second.post("/work/proposals/", {**down, "reason": "Not yet.", "idempotency_key": "d2"})
        body = str(clerk.body_id)
        seal = {
            "act": "enter",
            "kind": "official",
            "body": body,
            "keeper": str(clerk.staff_id),
            "starts": day,
        }
        keeper.data |= {"Seal of the township"}
        auditor.data |= {"Seal of the township"}
        keeper.post("/work/seals/", {**seal, "name": "", "idempotency_key": "s1"}, 422)
        keeper.post("/work/seals/", {**seal, "name": "Seal of the township", "idempotency_key": "s2"})
        head.post("/work/delegations/", {"act": "lend", "idempotency_key": "l1"}, 422)
        for reader in (keeper, auditor):
            for address in (
                "people/",
                "people/?q=zzz",
                "people/positions/",
                "people/positions/?vacant=1",
                "seals/",
            ):
                reader.get(f"/work/{address}")
            for address in (person, admin, "/work/away/", "/work/proposals/"):
                reader.get(address)
        keeper.get("/work/people/new/")
        head.get("/work/delegations/")
        number = matters[0].number if matters else ""
        for act in ("cases.submit", "cases.accept", "cases.give_opinion", "cases.decide", "directory.assign"):
            for more in ("", f"&number={number}", f"&item={ITEM}", f"&item={ITEM}&site={clerk.site_id}"):
                auditor.get(f"/work/who-can/?act={act}{more}")
        auditor.get("/work/who-can/?act=cases.accept&item=none", 422)
        for address in ("", "?q=zzz", f"?person={clerk.staff_id}", f"?person={clerk.staff_id}&day={day}"):
            auditor.get(f"/work/could-see/{address}")
        auditor.get(f"/work/could-see/?person={clerk.staff_id}&day=2999-01-01", 422)
        return keeper.opened | second.opened | auditor.opened | head.opened

    def read_places(self, matters: list[Scenario]) -> set[str]:
        """Divisions, bodies, sites, names and the set-up, with a fault in every form and a change of each kind."""
        reader = self.desk("sysadmin", matters)
        for book in BOOKS.values():  # a workbook's own words are Chinese
            for sheet in book.sheets:
                reader.data |= {sheet.title, *(column.zh for column in sheet.columns), "（", "）"}
                reader.data |= {word for column in sheet.columns for _, word in column.options}
        site, body, village = (
            "/work/places/sites/SL/",
            "/work/places/bodies/SL/",
            "/work/places/divisions/640121200201/",
        )
        for address in ("/work/places/", "/work/places/bodies/", "/work/places/divisions/", "/work/set-up/"):
            reader.get(address)
        reader.get("/work/places/divisions/?q=zzz")
        for act in ("edit", "close", "position", "rename_position", "close_position", "windows", "hours"):
            sent = {"act": act, "idempotency_key": act, "windows.0.number": "0", "hours.0.opens": "9"}
            reader.post(site, {**sent, "position_code": "leadership"}, 422)
        hours = {"hours.0.weekdays": ["1", "2", "3"], "hours.0.opens": "09:00", "hours.0.closes": "12:00"}
        reader.post(site, {"act": "hours", "idempotency_key": "h", **hours})
        windows = {"windows.0.number": "8", "windows.0.position": "social_security"}
        reader.post(site, {"act": "windows", "idempotency_key": "w", **windows})
        for address in ("/work/places/sites/new/", "/work/places/bodies/new/"):
            reader.get(address)
            reader.post(address, {"act": "enter", "idempotency_key": address}, 422)
        reader.post(body, {"act": "edit", "idempotency_key": "b", "credit_code": "1"}, 422)
        for act in ("rename", "close", "add"):
            reader.post(village, {"act": act, "idempotency_key": act}, 422)
            reader.post(
                "/work/places/divisions/640121200000/",
                {
                    "act": act,
                    "idempotency_key": act,
                    "last_day": "2026-01-01",
                    "starts": "2020-01-01",
                    "valid_from": "2026-01-01",
                },
                422,
            )
        reader.post(
            village, {"act": "rename", "idempotency_key": "n", "name": "New", "starts": today().isoformat()}
        )
        for address in (site, f"{site}?done=hours", body, village, "/work/places/divisions/640121200000/"):
            reader.get(address)
        profile = {
            "platform_name": "Tongban",
            "centre_title": "Centre",
            "point_title": "Point",
            "accent": "#0d3b70",
        }
        reader.post("/work/identity/", {"act": "look", "idempotency_key": "i", **profile}, 200)
        reader.post(
            "/work/identity/", {"act": "save", "idempotency_key": "i", **profile, "accent": "#ffff00"}, 422
        )
        for key in ("i1", "i2"):
            reader.post("/work/identity/", {"act": "save", "idempotency_key": key, **profile})
        for address in ("/work/identity/", "/work/identity/contrast/?accent=%23ffff00"):
            reader.get(address)
        self.read_set_up(reader)
        return reader.opened

    def read_set_up(self, reader: Reader) -> None:
        """Each step: empty, with faults, with a file that is sound; and the slips."""
        for step in BOOKS:
            address = f"/work/set-up/{step}/"
            reader.get(address)
            reader.get(f"{address}?done=load")
            reader.post(address, {"act": "look"}, 422)
            empty = SimpleUploadedFile("a.xlsx", step_template(step))
            reader.post(address, {"act": "look", "file": empty}, 422)
        work = load_workbook(io.BytesIO(step_template("staff")))
        starts = today().isoformat()
        line = ["SL88", "王新", None, "SL", "social_security", "clerk", "B", starts, None, "wangxin"]
        work["人员和任职"].append(line)
        out = io.BytesIO()
        work.save(out)
        reader.data |= {"王新"}
        sent = {"act": "look", "file": SimpleUploadedFile("a.xlsx", out.getvalue())}
        text = reader.post("/work/set-up/staff/", sent, 200).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        loading = {name: hidden[name] for name in ("idempotency_key", "outlook", "file_kept")}
        reader.post("/work/set-up/staff/", {"act": "load", **loading, "outlook": "x"}, 422)
        reader.post("/work/set-up/staff/", {"act": "load", **loading}, 200)
        reader.post("/work/set-up/staff/", {"act": "load", **loading}, 200)

    def read_accounts(self, matters: list[Scenario]) -> set[str]:
        """The accounts desk with a slip, the log, one's own page; and every step of the door."""
        desk, clerk, stranger = self.desk("secadmin", matters), self.desk("clerk-b", matters), Reader()
        stranger.get("/work/first/")
        sent = {"username": "somebody", "slip": "AAAA", "new_password": "x", "new_password_again": "y"}
        stranger.post("/work/first/", sent, 403)
        Account.objects.filter(username="reviewer").update(must_change=True)
        stranger.post("/work/sign-in/", {"username": "reviewer", "password": PASSWORD})
        stranger.get("/work/sign-in/password/")
        stranger.post("/work/sign-in/password/", sent, 422)
        Account.objects.filter(username="county-wj-head").update(totp_secret=None)
        stranger.post("/work/sign-in/", {"username": "county-wj-head", "password": PASSWORD})
        stranger.get("/work/sign-in/second-factor/")
        stranger.post("/work/sign-in/second-factor/", {"code": "000000"}, 403)
        Staff.objects.create(code="SL-77", name="新来人")
        for reader in (desk, clerk, stranger):
            reader.data |= {"新来人"}
        desk.get("/work/accounts/new/")
        desk.post("/work/accounts/new/", {"staff_code": "none", "username": "A b"}, 422)
        desk.post("/work/accounts/new/", {"staff_code": "SL-77", "username": "newcomer"}, 200)
        new = Account.objects.get(username="newcomer").id
        desk.post(f"/work/accounts/{new}/slip/", {"idempotency_key": "s"}, 200)
        desk.post(f"/work/accounts/{new}/slip/", {"idempotency_key": "s"}, 200)
        seen = Account.objects.get(username="clerk-b").id
        desk.post(f"/work/accounts/{seen}/slip/", {"idempotency_key": "t"}, 409)
        desk.post(f"/work/accounts/{seen}/recover/", {"idempotency_key": "r", "reason": ""}, 422)
        locked = Account.objects.get(username="county-wj-head").id
        Account.objects.filter(id=locked).update(locked_until=now() + timedelta(hours=1))
        for number in (new, seen, locked, Account.objects.get(username="secadmin").id):
            desk.get(f"/work/accounts/{number}/")
        for address in ("", "?state=locked", "?q=nobody", "sign-ins/", "sign-ins/?username=nobody-at-all"):
            desk.get(f"/work/accounts/{address}")
        for address in ("me/", "me/password/", "me/second-factor/"):
            clerk.get(f"/work/{address}")
        clerk.post("/work/me/password/", {"old_password": "no", "idempotency_key": "p"}, 422)
        clerk.post("/work/me/second-factor/", {"code": "000000", "idempotency_key": "f"}, 403)
        desk.get("/work/me/")
        return desk.opened | clerk.opened | stranger.opened

    def read_privacy(self, matters: list[Scenario]) -> set[str]:
        """Requests of each kind at the counter and at the desk, declined and released; a hold placed and proposed."""
        clerk, desk = self.desk("clerk", matters), self.desk("secadmin", matters)
        applicant = matters[0].applicant
        card = {
            "person.name": applicant.name,
            "person.number": applicant.number,
            "person.card_seen": "yes",
        }
        numbers = []
        for kind in ("copy", "correction", "erasure"):
            form = {"kind": kind, "field": "other", "right": "1000", "idempotency_key": kind, **card}
            numbers.append(clerk.post("/work/privacy/new/", form).url.split("/")[4])
        clerk.post("/work/privacy/new/", {"idempotency_key": "x"}, 422)
        clerk.get("/work/privacy/identity/?done=1")
        clerk.post("/work/privacy/identity/", {"idempotency_key": "y", **card}, 422)
        clerk.get(f"/work/privacy/requests/{numbers[0]}/receipt/")
        for act in ("correct", "propose", "decline"):
            for number in numbers:
                desk.post(f"/work/privacy/requests/{number}/{act}/", {"idempotency_key": act}, 409, 422)
        desk.data |= {"The value is right."}
        said = {"idempotency_key": "no", "answer": "The value is right.", "basis": "art. 46"}
        desk.post(f"/work/privacy/requests/{numbers[1]}/decline/", said)
        desk.post(f"/work/privacy/requests/{numbers[0]}/release/", {"idempotency_key": "go"})
        clerk.post(f"/work/privacy/requests/{numbers[0]}/copy/", {}, 200)
        desk.post("/work/privacy/holds/", {"idempotency_key": "h", "number": "1", "reason": ""}, 422)
        held = {"idempotency_key": "i", "number": matters[0].number, "reason": "A court asked for it."}
        desk.post("/work/privacy/holds/", held)
        lift = re.search(r"/work/privacy/holds/\d+/lift/", desk.get("/work/privacy/holds/").content.decode())
        assert lift is not None
        desk.post(lift[0], {"idempotency_key": "j"}, 422)
        desk.post(lift[0], {"idempotency_key": "k", "lifting_reason": "It is over."})
        for reader in (clerk, desk):
            for address in ("", *(f"requests/{number}/" for number in numbers)):
                reader.get(f"/work/privacy/{address}")
        desk.get("/work/privacy/holds/")
        clerk.get(f"/work/cases/{matters[0].number}/")
        return clerk.opened | desk.opened

    def read_audit(self, matters: list[Scenario]) -> set[str]:
        """The auditor's desk over a day on which somebody looked, acted and took a list out."""
        unmask(staff("clerk"), matters[1].number, field="answers.address", reason="checking")
        auditor = self.desk("auditor", matters)
        auditor.post("/work/audit/export/", {"reason": "a", "format": "csv"}, 422)
        rows = Table("access_log", "log", ("a",), [("b",)])
        export_list(staff("auditor"), rows, reason="monthly audit", file_format="csv")
        for address in (
            "",
            "?kind=log",
            "?number=zzz",
            "day/",
            "sums/",
            "unusual/",
            "events/?first=2000-01-01",
        ):
            auditor.get(f"/work/audit/{address}")
        for look in AccessEntry.objects.filter(kind__in=("unmasked", "export")):
            auditor.get(f"/work/audit/looks/{look.id}/")
        return auditor.opened

    def read_telling(self, reader: Reader) -> set[str]:
        """A one-time notice, chosen, given, and looked at afterwards."""
        reader.get("/work/telling/")
        reader.get("/work/telling/?q=zzz")
        form = reader.get(f"/work/telling/items/{ITEM}/").content.decode()
        key = re.search(r'name="idempotency_key" value="([^"]+)"', form)
        assert key is not None
        given = {"how": "link", "channel": "window", "told_to": "", "idempotency_key": key[1]}
        reader.get(reader.post(f"/work/telling/items/{ITEM}/", given).url)
        return reader.opened

    def read_catalogue(self) -> set[str]:
        """The catalogue's desk: a change of the region's content and one of a township's, from list to approval."""
        editor, approver = self.desk("editor", []), self.desk("editor-2", [])
        # the first is the publisher's own word; contents are edited in both languages
        words = {"演示目录首次发布", *_chinese_in(content_of(current(ITEM).version_id))}
        for reader in (editor, approver):
            reader.data |= words
        for address in ("", "?q=zzz", f"items/{ITEM}/", "import/"):
            editor.get(f"/work/catalogue/{address}")
        begin = {"item": ITEM, "division": "nowhere", "idempotency_key": "begin-nowhere"}
        editor.post("/work/catalogue/start/", begin, 403)
        editor.post("/work/catalogue/start/", {**begin, "division": "640000", "idempotency_key": "begin"})
        draft = str(CatalogueDraft.objects.get(division_code="640000").id)
        at = f"/work/catalogue/drafts/{draft}"
        for section in SECTIONS:
            editor.get(f"{at}/parts/{section.code}/")
        for page in ("preview", "preview/form", "hand-in"):
            editor.get(f"{at}/{page}/")
        begin = {"item": ITEM, "division": "640121200000", "idempotency_key": "begin-below"}
        editor.post("/work/catalogue/start/", begin)
        below = CatalogueDraft.objects.get(division_code="640121200000")
        editor.data |= _chinese_in(below.content)
        editor.get(f"/work/catalogue/drafts/{below.id}/changes/")
        editor.post(f"{at}/hand-in/", {"version": "1", "idempotency_key": "x", "reason": ""}, 422)
        starts = (today() + timedelta(days=30)).isoformat()
        sent = {"version": "1", "idempotency_key": "y", "reason": "改短一些", "effective_from": starts}
        for reader in (editor, approver):
            reader.data |= {"改短一些"}
        editor.post(f"{at}/hand-in/", sent)
        editor.get(f"{at}/look/")
        approver.get(f"{at}/look/")
        approver.post(f"{at}/look/", {"do": "send_back", "version": "2", "idempotency_key": "z"}, 422)
        upload = SimpleUploadedFile("bad.yaml", b"code: [")
        job = editor.post("/work/catalogue/import/", {"file": upload, "idempotency_key": "i"}).url
        editor.get(job)
        run_import(ImportJob.objects.get().id)
        editor.get(job)
        return editor.opened | approver.opened | {"work:catalogue_draft"}

    def desk(self, username: str, matters: list[Scenario]) -> Reader:
        """The desk of a member of staff, signed in after a wrong password."""
        reader = Reader(*(matter.applicant.name for matter in matters), person(30).name)
        # What officers wrote in the scenario.
        reader.data |= {
            "经审核，材料齐全，符合参保条件。",
            "申请人已参加职工基本养老保险，不符合参保条件。",
            "居民身份证",
        }
        reader.get("/work/sign-in/")
        reader.post("/work/sign-in/", {"username": username, "password": "wrong"}, 403)
        door = reader.post("/work/sign-in/", {"username": username, "password": PASSWORD})
        if door.status_code == 302 and door["Location"] == CODE:
            reader.get(CODE)
            reader.post(CODE, {"code": "000000"}, 403)
            reader.post(CODE, {"code": code_of(username)})
        return reader

    def read_case(self, reader: Reader, number: str) -> None:
        """A case and the form of every act that it offers, empty and sent empty."""
        page = reader.get(f"/work/cases/{number}/", 200, 404)  # 404: not for this position
        for act in sorted(set(re.findall(r"/acts/([a-z_]+)/", page.content.decode()))):
            form = reader.get(f"/work/cases/{number}/acts/{act}/")
            version = re.search(r'name="expected_version" value="(\d+)"', form.content.decode())
            assert version is not None
            sent = {"expected_version": version[1], "idempotency_key": "empty"}
            reader.post(f"/work/cases/{number}/acts/{act}/", sent, 422)
            reader.get(f"/work/cases/{number}/preview/{act}/", 200, 404, 422)

    def read_intake(self, reader: Reader, kind: str) -> None:
        """An intake as it begins, sent empty, and received."""
        address = reader.post("/work/intake/", {"item": ITEM}).url
        reader.get(address)
        reader.post(address, {"do": "submit", "idempotency_key": "first"}, 422)
        applicant = person(30)
        filled = {
            "do": "submit",
            "idempotency_key": "second",
            "consent": "yes",
            "applicant.name": applicant.name,
            "applicant.number": applicant.number,
            "applicant.phone": "",
            "representation.kind": kind,
            **{f"answers.{code}": value for code, value in ANSWERS.items()},
            **{
                f"materials.{code}.form": "paper_original"
                for code in ("identity_card", "household_register", "enrolment_form")
            },
        }
        reader.get(reader.post(address, filled).url)


@pytest.mark.django_db
@pytest.mark.usefixtures("county")
class TestTheSwitch:
    """Another language changes the words and nothing else."""

    def test_keeps_the_page(self) -> None:
        client = Client()
        answer = client.post("/language/", {"language": "en", "next": f"/items/{ITEM}/?from=home"})
        assert answer.url == f"/items/{ITEM}/?from=home"
        assert "What you need" in client.get(answer.url).content.decode()
        client.post("/language/", {"language": "zh-hans", "next": "/"})
        assert "要准备什么" in client.get(answer.url).content.decode()

    def test_leads_to_no_other_site_and_into_no_unknown_language(self) -> None:
        client = Client()
        answer = client.post("/language/", {"language": "xx", "next": "https://example.org/"})
        assert answer.url == "/"
        assert client.get("/")["Content-Language"] == "zh-hans"

    def test_keeps_what_was_typed_in_a_draft(self) -> None:
        client = Client()
        client.post(f"/apply/{ITEM}/")
        client.post(f"/apply/{ITEM}/acting/", {"value": "self"})
        client.post(f"/apply/{ITEM}/name/", {"value": "王小芳"})
        client.post("/language/", {"language": "en", "next": f"/apply/{ITEM}/name/"})
        page = client.get(f"/apply/{ITEM}/name/").content.decode()
        assert "What is your name?" in page and 'value="王小芳"' in page


@pytest.mark.usefixtures("english")
class TestDatesAndCitations:
    """What no catalogue of texts translates."""

    def test_dates_are_written_the_english_way(self) -> None:
        day = date(2026, 12, 4)
        assert dates.day(day) == "Friday 4 December 2026"
        assert dates.short_day(day) == "Fri 4 Dec"
        assert dates.month(day) == "December 2026"
        at = datetime(2026, 12, 4, 14, 5, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert dates.moment(at) == "Friday 4 December 2026 14:05"

    def test_holidays_of_the_calendars_have_their_english_names(self) -> None:
        assert dates.holiday("国庆节、中秋节") == "National Day, Mid-Autumn Festival"
        assert dates.holiday("泼水节") == "泼水节"  # a county's own keeps its name

    @pytest.mark.parametrize(
        ("cited", "read"),
        [
            ("第三条", "art. 3"),
            ("第十一条", "art. 11"),
            ("第二十条第一款", "art. 20, para. 1"),
            ("第一百零八条第二款第（三）项", "art. 108, para. 2, item 3"),
            ("附件二", "附件二"),
        ],
    )
    def test_places_in_a_law_are_cited_the_english_way(self, cited: str, read: str) -> None:
        assert citations.article(cited) == read

    def test_one_word_with_two_senses_has_two_translations(self) -> None:
        assert word("accept", "act") == "Accept"
        assert word("accepted", "event") == "Accepted"
        assert word("acceptance", "phase") == "Acceptance"


def test_in_chinese_nothing_is_rewritten() -> None:
    assert citations.article("第二十条") == "第二十条"
    assert dates.holiday("国庆节、中秋节") == "国庆节、中秋节"

"""Opens every page of the workbench as its readers do, in English; gives the names of the pages it opened."""

import io
import re
from datetime import UTC, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.cases.open_cases import corrected_2026
from tests.catalogue.walking import credit_code
from tests.faces.english_pages import Reader
from tests.faces.language_of_pages import ITEM, chinese_in
from tests.signing_in import CODE, code_of

from tongban.cases.calendar.recount import recount
from tongban.cases.commands import Table, export_list, unmask
from tongban.cases.privacy.commands import propose_destruction
from tongban.cases.privacy.destroying import due_groups
from tongban.catalogue.commands import run_import
from tongban.catalogue.models import CatalogueDraft, ImportJob
from tongban.catalogue.queries import content_of, current
from tongban.directory.commands import step_template
from tongban.directory.exchange.books import BOOKS
from tongban.directory.models import Account, Proposal, Staff
from tongban.faces.workbench.catalogue.sections import SECTIONS
from tongban.kernel.calendars_in_force import notices_in_force
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import frozen, now, today
from tongban.oversight.warnings.sweeping import write_warnings
from tongban.site.demo.county import PASSWORD
from tongban.site.scenario import ANSWERS, Scenario, person, staff

PAST_EVERY_PERIOD = datetime(2140, 3, 2, 2, 0, tzinfo=UTC)


class Pages:
    """Reads the pages of one desk after another; each page is held against the Chinese that may stand on it."""

    def read_calendars(self) -> set[str]:
        """A notice with faults, one that moves a date, published and counted; who has no phone is told."""
        with frozen(datetime(2026, 9, 29, 2, tzinfo=UTC)):
            matter = Scenario(serial=1, phone=False)
            matter.accepted()
            keeper = self.desk("sysadmin", [])
            keeper.data |= {
                "试验〔2026〕1号",
                *("国办发明电〔2025〕7号", "国办发明电〔2024〕12号"),
                "宁夏回族自治区",
            }
            keeper.data |= {corrected_2026(), corrected_2026("2026-09-01")}
            keeper.data |= {rule.name for one in notices_in_force().values() for rule in one.days.values()}
            keeper.data |= {one.source for one in notices_in_force().values()}
            page, look = "/work/calendars/publish/", {"act": "look", "way": "text"}
            keeper.post(page, {**look, "content": corrected_2026("2026-09-01")}, 422)
            keeper.post(page, {"act": "look", "way": "file"}, 422)
            text = corrected_2026()
            keeper.post(page, {**look, "content": text}, 200)
            keeper.post(page, {"act": "publish", "content": text, "idempotency_key": "k"})
            keeper.post(page, {"act": "publish", "content": text, "idempotency_key": "l"}, 422)
            recount()
            for address in ("", "?done=publish", "counting/", "nation/2026/", "nation/2027/", "640000/2026/"):
                keeper.get(f"/work/calendars/{address}")
            clerk = self.desk("clerk", [matter])
            clerk.get("/work/new-dates/")
            clerk.post(f"/work/new-dates/{matter.number}/", {"how": "letter", "idempotency_key": "k"})
            clerk.get("/work/new-dates/?done=told")
        return keeper.opened | clerk.opened

    def read_mandates(self, matters: list[Scenario]) -> set[str]:
        """A mandate recorded wrongly, rightly, renewed and ended; a list of what has passed its period."""
        clerk, desk = self.desk("clerk", matters), self.desk("secadmin", matters)
        names = ("永宁县演示种植合作社", person(41).name)
        clerk.data |= {*names, "it is over"}
        clerk.post("/work/privacy/mandates/new/", {"idempotency_key": "m0"}, 422)
        typed = {
            "grantor.name": names[0],
            "grantor.number": credit_code(7),
            "grantor.kind": "organization",
            "handler.name": names[1],
            "handler.number": person(41).number,
            "mandate.which": "all",
            "mandate.until": (today() + timedelta(days=9)).isoformat(),
            "mandate.seen": "yes",
            "idempotency_key": "m1",
        }
        one = clerk.post("/work/privacy/mandates/new/", typed).url
        clerk.get(one)
        clerk.post(f"{one}renew/", {"idempotency_key": "m2"}, 422)
        clerk.post(f"{one}end/", {"idempotency_key": "m3"}, 422)
        clerk.post(f"{one}end/", {"idempotency_key": "m4", "reason": "it is over"})
        clerk.post(f"{one}end/", {"idempotency_key": "m5", "reason": "it is over"}, 409)
        for address in ("", "?group=over", "new/", one.rpartition("mandates/")[2]):
            clerk.get(f"/work/privacy/mandates/{address}")
        matter = Scenario(serial=42)
        matter.decided(granted=False)
        with frozen(PAST_EVERY_PERIOD):
            (group,) = [one for one in due_groups(staff("secadmin")) if one.cases]
            made = propose_destruction(staff("secadmin"), group.year, group.kept, idempotency_key="d")
        desk.post("/work/privacy/retention/", {"year": "1999", "kept": "10y", "idempotency_key": "d1"}, 409)
        desk.get("/work/privacy/retention/")
        desk.get(f"/work/privacy/retention/{made}/")
        desk.post(f"/work/privacy/retention/{made}/export/", {"reason": "", "format": "csv"}, 422)
        return clerk.opened | desk.opened

    def read_people(self, matters: list[Scenario]) -> set[str]:
        """Staff, positions, absences, seals, delegated approval, two-person acts, and who can: filled in and wrong."""
        keeper, second = self.desk("sysadmin", matters), self.desk("secadmin", matters)
        auditor, head = self.desk("auditor", matters), self.desk("approver", matters)
        clerk, day = staff("clerk"), today().isoformat()
        person, admin = f"/work/people/{clerk.staff_id}/", f"/work/people/{staff('auditor').staff_id}/"
        keeper.post("/work/people/new/", {"act": "enter", "code": "-", "phone": "1"}, 422)
        away = {"act": "absent", "kind": "leave", "away_from": day, "away_to": day}
        keeper.post(person, {**away, "act": "look", "idempotency_key": "a0"}, 200)
        keeper.post(person, {**away, "idempotency_key": "a1"})
        keeper.post(person, {**away, "idempotency_key": "a2"}, 422)
        post = {"act": "assign", "position": str(clerk.position_id), "role": "clerk", "starts": day}
        keeper.post(person, {**post, "holder": "B", "idempotency_key": "a3"}, 422)
        keeper.post(person, {**post, "role": "auditor", "holder": "A", "idempotency_key": "a4"}, 422)
        for reader in (keeper, head):
            reader.get(f"/work/handover/{clerk.assignment_id}/")
        for number in range(2):
            ending = {"act": "propose_ending", "assignment": str(staff("auditor").assignment_id)}
            keeper.post(
                admin, {**ending, "ending_reason": "It is time.", "idempotency_key": f"p{number}"}, 302, 409
            )
        for reader in (keeper, second, auditor):
            reader.data |= {"It is time."}
            reader.get("/work/proposals/")
        # others may be open that the second one proposed
        proposed = Proposal.objects.get(kind="end_administrator", state="open")
        down = {"act": "turn_down", "proposal": str(proposed.id), "reason": ""}
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
        alone = staff("clerk-mz").staff_id  # nobody stands in
        keeper.post(f"/work/people/{alone}/", {**away, "idempotency_key": "a5"})
        for address in (
            "",
            "duty/",
            f"duty/{clerk.position_id}/clerk/",
            f"duty/{clerk.position_id}/reviewer/",
            "desk/",
            "desk/under-way/",
            "desk/received-30/",
            "desk/week/",
        ):
            head.get(f"/work/{address}")
        supervisor = self.desk("supervisor", matters)
        for address in ("", "SL/", "all/", "SL/under-way/", "SL/received-7/"):
            supervisor.get(f"/work/supervision/{address}")
        with frozen(now() + timedelta(days=20)):
            write_warnings(now())
        for warned in (clerk_desk := self.desk("clerk", matters), head, supervisor):
            warned.get("/work/warnings/")
        clerk_desk.get("/work/warnings/?unread=1")
        self.desk("reviewer-mz", matters).get("/work/warnings/")
        stand_in = self.desk("clerk-b", matters)
        stand_in.get("/work/")
        stand_in.get("/work/warnings/")
        number = matters[0].number if matters else ""
        for act in ("cases.submit", "cases.accept", "cases.give_opinion", "cases.decide", "directory.assign"):
            for more in ("", f"&number={number}", f"&item={ITEM}", f"&item={ITEM}&site={clerk.site_id}"):
                auditor.get(f"/work/who-can/?act={act}{more}")
        auditor.get("/work/who-can/?act=cases.accept&item=none", 422)
        for address in ("", "?q=zzz", f"?person={clerk.staff_id}", f"?person={clerk.staff_id}&day={day}"):
            auditor.get(f"/work/could-see/{address}")
        auditor.get(f"/work/could-see/?person={clerk.staff_id}&day=2999-01-01", 422)
        return keeper.opened | second.opened | auditor.opened | head.opened | supervisor.opened

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
        """Each step: empty, with faults, with a file that is sound, loaded twice."""
        for step in BOOKS:
            address = f"/work/set-up/{step}/"
            reader.get(address)
            reader.get(f"{address}?done=load")
            reader.post(address, {"act": "look"}, 422)
            empty = SimpleUploadedFile("a.xlsx", step_template(step))
            reader.post(address, {"act": "look", "file": empty}, 422)
        work = load_workbook(io.BytesIO(step_template("staff")))
        starts = today().isoformat()
        line = ["SL88", "王新", None, "SL", "social_security", "clerk", "B", starts, None]
        work["人员和任职"].append(line)
        out = io.BytesIO()
        work.save(out)
        reader.data |= {"王新"}
        sent = {"act": "look", "file": SimpleUploadedFile("a.xlsx", out.getvalue())}
        text = reader.post("/work/set-up/staff/", sent, 200).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
        loading = {name: hidden[name] for name in ("idempotency_key", "outlook", "file_kept")}
        reader.post("/work/set-up/staff/", {"act": "load", **loading, "outlook": "x"}, 422)
        for _again in range(2):
            reader.post("/work/set-up/staff/", {"act": "load", **loading}, 302)
        reader.get("/work/set-up/staff/?done=load")

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
        kin, keyed = person(61), {"act": "declare", "idempotency_key": "kin"}
        clerk.data |= {kin.name}
        clerk.post("/work/me/kin/", keyed, 422)
        clerk.post("/work/me/kin/", {**keyed, "relation": "child", "name": kin.name, "number": kin.number})
        clerk.get("/work/me/kin/")
        desk.data |= {staff("clerk").label.split("（")[0]}
        desk.get("/work/kin/")
        desk.post("/work/kin/", {"act": "reveal", "kin": "0", "reason": ""}, 422)
        return desk.opened | clerk.opened | stranger.opened

    def read_privacy(self, matters: list[Scenario]) -> set[str]:
        """Requests of each kind at the counter and at the desk, declined and released; a hold placed and proposed."""
        clerk, desk = self.desk("clerk", matters), self.desk("secadmin", matters)
        applicant = matters[0].applicant
        card = {
            "person.name": applicant.name,
            "person.number": applicant.number,
            "person.card_seen": "yes",
            "person.document": "id_card",
            "person.how": "compared",
        }
        numbers = []
        for kind in ("copy", "correction", "erasure"):
            form = {"kind": kind, "field": "other", "right": "1000", "idempotency_key": kind, **card}
            numbers.append(clerk.post("/work/privacy/new/", form).url.split("/")[4])
        clerk.get("/work/privacy/new/")
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
        desk.get("/work/security/")
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
        words = {"演示目录首次发布", *chinese_in(content_of(current(ITEM).version_id))}
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
        editor.data |= chinese_in(below.content)
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
        reader = Reader(*(matter.applicant.name for matter in matters), person(30).name, person(42).name)
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
        reader.get(f"/work/cases/{number}/days/", 200, 404)
        for act in sorted(set(re.findall(r"/acts/([a-z_]+)/", page.content.decode()))):
            form = reader.get(f"/work/cases/{number}/acts/{act}/")
            version = re.search(r'name="expected_version" value="(\d+)"', form.content.decode())
            assert version is not None
            sent = {"expected_version": version[1], "idempotency_key": "empty"}
            # filing, taking and putting back ask for nothing: sent empty, it is done
            asks_nothing = act in ("archive", "take", "put_back")
            reader.post(f"/work/cases/{number}/acts/{act}/", sent, 422, *((302,) if asks_nothing else ()))
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

"""A reader of English meets no Chinese on any page of the workbench, but for names and for what people wrote."""

import pytest
from tests.faces.language_of_pages import ITEM, pages
from tests.faces.pages_of_lists import read_lists
from tests.faces.pages_of_the_workbench import Pages

from tongban.site.scenario import Scenario


@pytest.mark.django_db
@pytest.mark.usefixtures("county_of_one_item", "chinese_outside_requests")
class TestTheWorkbench(Pages):
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
            ):
                reader.get(address)
            reader.get("/work/intake/", 200 if username in ("clerk", "assister") else 403)
            for matter in matters:
                self.read_case(reader, matter.number)
            if username in ("clerk", "assister"):
                self.read_intake(reader, "assister" if username == "assister" else "self")
            if username == "clerk":
                reader.get("/work/archive/")
                reader.post("/work/archive/", {"idempotency_key": "none"}, 422)
                reader.post("/work/archive/", {"idempotency_key": "no", "chosen": ["-1", "x/y.2", "."]}, 200)
                reader.post(f"/work/cases/{matters[0].number}/archive.zip", {"export_reason": ""}, 409)
            opened |= reader.opened
            if username == "assister":
                reader.get("/work/ledger/")
                reader.get("/work/card/?done=1")
                reader.post("/work/card/", {"number": ITEM}, 422)
                asked = {"number": matters[0].number, "query_code": matters[0].query_code}
                reader.post("/work/card/", asked, 422)
        opened |= read_lists(self.desk("clerk", matters), self.desk("approver", matters), matters)
        opened |= self.read_telling(self.desk("clerk", matters))
        opened |= self.read_catalogue()
        opened |= self.read_audit(matters)
        opened |= self.read_privacy(matters)
        opened |= self.read_mandates(matters)
        opened |= self.read_accounts(matters)
        opened |= self.read_places(matters)
        opened |= self.read_people(matters)
        # the mandate behind a case: of organizations alone, whose items this county has none of
        read_otherwise = {"work:ledger", "work:seen_card", "work:case_mandate"}
        # tests/faces/workbench/test_messages.py
        read_otherwise |= {"work:messages", "work:message", "work:message_texts", "work:message_text"}
        read_otherwise |= {"work:letters", "work:letter_sheets", "work:to_tell"}
        # items that this county has none of: tests/faces/workbench/test_promise_pages.py
        read_otherwise |= {"work:commitments", "work:breaches"}
        # nothing of a page of their own: they lead back to the list
        read_otherwise |= {"work:list_remove", "work:list_restore"}
        read_otherwise |= {"work:next"}  # leads on to a case, and has no page of its own
        # tests/faces/workbench/test_register.py
        read_otherwise |= {"work:register", "work:register_together", "work:fees", "work:service"}
        read_otherwise |= {"work:across"}  # tests/faces/workbench/test_across.py
        # tests/faces/workbench/test_steps.py
        read_otherwise |= {"work:external", "work:external_fields", "work:public_notice", "work:step_file"}
        read_otherwise |= {"work:signature"}  # a download: tests/faces/workbench/test_signing.py
        # tests/faces/workbench/test_rosters.py
        read_otherwise |= {"work:rosters", "work:roster", "work:roster_new", "work:yearly", "work:yearly_one"}
        read_otherwise |= {"work:odd", "work:odd_new", "work:odd_one", "work:odd_slip", "work:odd_reveal"}
        # read below, on a day of their own
        read_otherwise |= {"work:calendars", "work:calendar_counting", "work:calendar_notice"}
        read_otherwise |= {"work:calendar_publish", "work:calendar_year", "work:new_date", "work:new_dates"}
        left = pages("work") - opened - read_otherwise
        assert sorted(left) == []

    def test_the_door_and_the_accounts_are_in_english(self) -> None:
        assert self.read_accounts([]) >= {"work:account", "work:sign_in_enrol", "work:first", "work:me"}

    def test_the_mandates_and_the_list_of_what_ended_are_in_english(self) -> None:
        assert self.read_mandates([]) >= {"work:mandate", "work:mandate_new", "work:destruction"}

    def test_the_calendars_are_in_english(self) -> None:
        assert self.read_calendars() >= {"work:calendar_year", "work:calendar_publish", "work:new_dates"}

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

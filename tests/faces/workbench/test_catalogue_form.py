"""The editor's form gives back what it shows: no section, posted untouched, changes anything of an item."""

import copy
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from tongban.catalogue.shape import blank
from tongban.faces.workbench.catalogue import form, posted
from tongban.faces.workbench.catalogue.sections import SECTIONS, Section
from tongban.site.demo.catalogue import read_catalogue

ITEMS = read_catalogue()


class Inputs(HTMLParser):
    """What a browser would send of a form that nobody touched."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = QueryDict(mutable=True)
        self.select = ""
        self.first: str | None = None
        self.chosen: str | None = None
        self.area = ""
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag == "input" and name:
            ticked = found.get("type") != "checkbox" or "checked" in found
            if ticked:
                self.sent.appendlist(name, value)
        elif tag == "textarea":
            self.area, self.text = name, ""
        elif tag == "select":
            self.select, self.first, self.chosen = name, None, None
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = value
            if "selected" in found:
                self.chosen = value

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.sent.appendlist(self.area, self.text.removeprefix("\n"))
            self.area = ""
        elif tag == "select" and self.select:
            self.sent.appendlist(self.select, self.chosen if self.chosen is not None else self.first or "")
            self.select = ""


def untouched(section: Section, content: dict[str, Any]) -> QueryDict:
    parser = Inputs()
    for node in form.grow(section, content, ()):
        parser.feed(render_to_string("workbench/catalogue/field.html", {"node": node}))
    return parser.sent


@pytest.mark.parametrize("content", ITEMS, ids=lambda item: item["code"])
def test_posted_untouched_an_item_stays_as_it_is(content: dict[str, Any]) -> None:
    for section in SECTIONS:
        assert posted.read(section, content, untouched(section, content)) == content, section.code


def test_a_blank_item_stays_blank() -> None:
    content = blank()
    for section in SECTIONS:
        assert posted.read(section, content, untouched(section, content)) == content, section.code


def test_every_property_of_an_item_stands_in_one_section() -> None:
    keys = [key for section in SECTIONS for key in section.keys]
    assert sorted(keys) == sorted(set(keys))
    assert set(keys) == set(form.schema()["properties"])


def test_members_are_added_moved_and_removed() -> None:
    content = copy.deepcopy(ITEMS[0])
    codes = [material["code"] for material in content["materials"]]
    assert posted.operate(content, "add:materials") == f"materials.{len(codes)}"
    assert content["materials"][-1]["code"] == ""
    posted.operate(content, f"remove:materials.{len(codes)}")
    assert posted.operate(content, "down:materials.0") == "materials.1"
    assert [material["code"] for material in content["materials"]][:2] == [codes[1], codes[0]]
    assert posted.operate(content, "up:materials.1") == "materials.0"
    assert [material["code"] for material in content["materials"]] == codes


@pytest.mark.parametrize(
    "asked", ["add:", "add:name", "remove:materials.99", "up:", "x", "remove:materials.x", "add:nothing.0"]
)
def test_a_button_that_makes_no_sense_does_nothing(asked: str) -> None:
    content = copy.deepcopy(ITEMS[0])
    posted.operate(content, asked)
    assert content == ITEMS[0]


def test_a_condition_chosen_from_the_lists_is_one() -> None:
    sent = QueryDict(mutable=True)
    sent["m.mode"] = "all"
    sent.setlist("m.row", ["eq|channel|portal", "answered|address", ""])
    sent.setlist("m.not", ["1"])
    assert posted._condition("m", sent) == {
        "all": [{"eq": ["channel", "portal"]}, {"not": {"answered": "address"}}]
    }


def test_a_condition_that_is_no_text_is_kept_as_it_was_typed() -> None:
    sent = QueryDict(mutable=True)
    sent["m.mode"], sent["m.text"] = "text", '{"eq": ['
    assert posted._condition("m", sent) == {"text": '{"eq": ['}


def test_places_of_an_override_are_told_in_words() -> None:
    assert form.way_to("changes.0.why.zh", {}) == "第1处改动 › 为什么改 › 中文"
    assert form.way_to("changes.11.basis.law", {}) == "第12处改动 › 依据 › 法律名称"
    assert form.way_to("reason", {}) == "为什么不办"

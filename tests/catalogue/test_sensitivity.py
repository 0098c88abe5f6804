"""The sensitivity class of an answer: stated today, told by older contents in other words."""

import copy
from typing import Any

import pytest
from tests.cases.deemed import content

from tongban.catalogue.parsing import faults_of, parse_definition, read_definition
from tongban.catalogue.sensitivity import sensitivity_of, upcast
from tongban.site import demo

CLASSES = {"identity", "contact", "account", "health", "hardship", "disability", "minor", "private"}


def former(definition: dict[str, Any]) -> dict[str, Any]:
    """The content as the first releases stated it."""
    old = copy.deepcopy(definition)
    for question in old["questions"]:
        if question.pop("sensitivity", None):
            question["sensitive"] = True
    return old


@pytest.mark.parametrize("code", ["SB-001", "MZ-001", "MZ-007", "JS-001"])
def test_a_content_of_the_first_releases_is_still_read_and_masked_as_before(code: str) -> None:
    new = content(code)
    old = former(new)
    assert list(faults_of(old)) == []
    masked = {question.code for question in read_definition(old).questions if question.sensitive}
    assert masked == {question.code for question in parse_definition(new).questions if question.sensitive}


def test_a_draft_from_a_former_content_begins_in_today_s_words() -> None:
    old = former(content("MZ-001"))
    kept = copy.deepcopy(old)
    told = upcast(old)
    assert old == kept  # what is stored never changes
    assert not any("sensitive" in question for question in told["questions"])
    by_code = {question["code"]: question for question in told["questions"]}
    assert by_code["bank_account"]["sensitivity"] == "account"
    assert by_code["address"]["sensitivity"] == "contact"
    assert by_code["hardship_cause"]["sensitivity"] == "private"  # nothing tells more; nothing is shown of it
    assert upcast(told) is told


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("citizen_number", "identity"),
        ("phone", "contact"),
        ("bank_account", "account"),
        ("people", "identity"),
    ],
)
def test_a_number_is_never_ordinary_whatever_the_item_says(kind: str, told: str) -> None:
    assert sensitivity_of({"kind": kind}) == told
    assert sensitivity_of({"kind": kind, "sensitivity": "ordinary"}) == told
    assert sensitivity_of({"kind": kind, "sensitivity": "minor"}) == "minor"


def test_an_unknown_class_is_told_with_its_place() -> None:
    wrong = content()
    wrong["questions"][0]["sensitivity"] = "secret"
    fault = next(faults_of(wrong))
    assert (fault.path, fault.code) == ("questions.0.sensitivity", "enum")


def test_every_address_account_and_number_of_the_shipped_items_has_its_class() -> None:
    seen = set()
    for item in demo.read_catalogue():
        for question in parse_definition(item).questions:
            seen.add(question.sensitivity)
            if question.kind in ("address", "bank_account", "citizen_number", "phone", "people"):
                assert question.sensitive, (item["code"], question.code)
            if "disability" in question.code or question.code == "grade":
                assert question.sensitivity == "disability", (item["code"], question.code)
    assert seen == CLASSES | {"ordinary"}

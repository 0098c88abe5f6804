"""Marks and clearances: one table, crossed; who judges or enters a class may open it, nobody else ever."""

import json
from importlib.resources import files

import pytest

from tongban.catalogue.sensitivity import CLASS_OF_KIND
from tongban.rules.clearance import CLASSES, CLEARANCE, MARK_OF_PART, MARKS, above, cleared
from tongban.site.powers import EVERY_ROLE, ON_CASES, POWERS

# role by mark as the table must stand: x may, . never; in the order of MARKS
#               ord id con acc hea har dis min pri file paper
TABLE = {
    "clerk": "x x x x x x x x x x x",
    "assister": "x x x x . x x x x x x",
    "reviewer": "x x x x x x x x x x x",
    "county_reviewer": "x x x x x x x x x x x",
    "approver": "x x . . x x x x x x x",
    "county_approver": "x x . . x x x x x x x",
    "supervisor": ". . . . . . . . . . .",
    "catalogue_editor": ". . . . . . . . . . .",
    "catalogue_approver": ". . . . . . . . . . .",
    "system_admin": ". . . . . . . . . . .",
    "security_admin": ". . . . . . . . . . .",
    "auditor": ". . . . . . . . . . .",
}


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_role_is_cleared_for_its_marks_and_no_other(role: str) -> None:
    assert [cleared(role, mark) for mark in MARKS] == [word == "x" for word in TABLE[role].split()]


def test_every_role_stands_in_the_table_and_no_other() -> None:
    assert set(CLEARANCE) == set(EVERY_ROLE) == set(TABLE)


def test_every_class_a_form_can_state_is_a_mark() -> None:
    schema = json.loads(files("tongban").joinpath("data/catalogue/item.schema.json").read_text())
    stated = schema["properties"]["questions"]["items"]["properties"]["sensitivity"]["enum"]
    assert set(CLASSES) == set(stated) >= {*CLASS_OF_KIND.values(), *MARK_OF_PART.values()}


def test_what_is_in_no_table_is_never_cleared() -> None:
    assert not cleared("mayor", "ordinary")
    assert not cleared("clerk", "secret")
    assert above("clerk", ["secret", "health"]) == {"secret"}


def test_clearance_is_for_roles_with_work_on_cases_alone() -> None:
    with_something = {role for role, marks in CLEARANCE.items() if marks}
    assert with_something == set(ON_CASES) == set(POWERS["cases.unmask"])


def test_whoever_takes_a_file_out_whole_is_cleared_for_all_of_it() -> None:
    assert {role for role in POWERS["cases.export_archive"] if not above(role, MARKS)} == {"clerk"}

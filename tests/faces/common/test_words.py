"""No code reaches a page without a word: the lists are compared with what the rooms can send."""

import re
from pathlib import Path

import pytest

import tongban
from tongban.cases.application_checks import RELATIONS
from tongban.cases.projection import EVENTS
from tongban.directory.models import Assignment, Site
from tongban.faces.common import sentences, words
from tongban.faces.workbench import reasons
from tongban.kernel.errors import NotAuthorized
from tongban.papers.content import PAPER_KINDS
from tongban.rules.lifecycle import Act, Outcome, Phase, Status

SOURCE = Path(tongban.__file__).parent
ROOMS = ("cases", "catalogue", "directory", "parties", "papers", "kernel")


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("status", {status.value for status in Status}),
        ("outcome", {outcome.value for outcome in Outcome}),
        ("phase", {phase.value for phase in Phase}),
        ("act", {act.value for act in Act}),
        ("event", set(EVENTS)),
        ("relation", set(RELATIONS)),
        ("paper", set(PAPER_KINDS)),
        ("role", {role.value for role in Assignment.Role}),
        ("site_kind", {kind.value for kind in Site.Kind}),
        ("lamp", {"in_time", "soon", "overdue", "paused", "none"}),
        ("clock", {"intake_check", "promised", "statutory", "delivery"}),
        ("channel", {"portal", "window", "village_point"}),
    ],
)
def test_every_code_of_the_rooms_has_a_word(kind: str, codes: set[str]) -> None:
    assert codes - words.known(kind) == set()


def test_every_day_of_a_calendar_has_a_reason_in_words() -> None:
    text = (SOURCE / "rules/workdays.py").read_text() + (SOURCE / "rules/clock.py").read_text()
    reasons = set(re.findall(r'^[A-Z_]+ = "([a-z_]+)"$', text, re.MULTILINE))
    assert {"weekend", "start_day"} <= reasons
    assert reasons - words.known("day") == set()


def _codes_in_source(pattern: str) -> set[str]:
    found: set[str] = set()
    for room in ROOMS:
        for path in (SOURCE / room).rglob("*.py"):
            found |= set(re.findall(pattern, path.read_text()))
    return found


# Faults of divisions and of erasure, which an operator meets at the command line, never on a page.
NOT_ON_A_PAGE = {
    "level_not_routed",
    # the first slip, which the command line prints
    "no_security_admin",
    "security_admin_was_in",
    "not_a_code",
    # files of divisions, which the command line takes in
    "not_utf8",
    "not_csv",
    "columns",
    "number_of_cells",
    "overlaps",
    "unknown_parent",
    "parent_not_above",
    "differs_from_loaded",
    "closed_otherwise",
}


def test_every_fault_that_a_field_can_have_has_a_sentence() -> None:
    codes = _codes_in_source(r'FieldFault\([^()]*?,\s*"([a-z_]+)"') | _codes_in_source(r'refuse\("([a-z_]+)"')
    assert {"required", "file_empty"} <= codes
    assert codes - NOT_ON_A_PAGE - sentences.FAULT.keys() - reasons.FAULTS.keys() == set()


@pytest.mark.parametrize(
    ("module", "kind"), [("citizen", "citizen_number"), ("phone", "phone"), ("typed_text", "phone")]
)
def test_every_fault_of_a_number_has_a_sentence(module: str, kind: str) -> None:
    text = (SOURCE / f"rules/identifiers/{module}.py").read_text()
    codes = set(re.findall(r'IdentifierFault\(\w+, "([a-z_]+)"', text))
    if module == "typed_text":
        codes -= {"check_digit"}  # phone numbers have none
    assert codes
    assert {f"{kind}_{code}" for code in codes} - sentences.FAULT.keys() == set()


def test_every_refusal_has_a_sentence() -> None:
    codes = _codes_in_source(r'\bRefusal\("([a-z_]+)"')
    assert {"wrong_code", "paper_not_ready"} <= codes
    assert codes - NOT_ON_A_PAGE - sentences.REFUSAL.keys() == set()


def test_whatever_rule_forbids_it_somebody_without_authority_is_told_so() -> None:
    assert sentences.refusal_sentence(NotAuthorized("not_your_role_decide")) == "您没有办理这一步的权限"


def test_an_unknown_code_never_loses_the_page() -> None:
    assert words.word("something_new", "status") == "something_new"
    assert words.plain("something_new", "status") == "something_new"


def test_the_portal_says_it_plainly_where_the_paper_says_the_term() -> None:
    assert words.word("declined", "outcome") == "不予受理"
    assert words.plain("declined", "outcome") == "没有受理"

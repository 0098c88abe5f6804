"""What an editor did at a place, as changes: they lead from what stands above to what the editor wants."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases.deemed import content

from tongban.catalogue.changes import changes_between
from tongban.catalogue.inheritance import compose
from tongban.catalogue.parsing import faults_of
from tongban.catalogue.shape import blank, with_blanks

BASE: dict[str, Any] = content("SB-001")
WHY = {"zh": "本地。", "en": "Local."}


def lead_to(before: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    return compose(before, [("640121", {"item": "SB-001", "taken": True, "changes": changes})]).content


texts = st.fixed_dictionaries({"zh": st.text(min_size=1, max_size=3), "en": st.text(max_size=3)})
members = st.lists(
    st.fixed_dictionaries(
        {"code": st.sampled_from("abcde"), "name": texts, "copies": st.integers(0, 3)},
        optional={"needed_if": st.just({"eq": ["channel", "window"]})},
    ),
    unique_by=lambda member: member["code"],
    max_size=5,
)
contents = st.fixed_dictionaries(
    {"visits": st.integers(0, 3), "summary": texts, "materials": members, "faq": st.lists(texts, max_size=2)},
    optional={
        "ends": st.just("2026-01-01"),
        "limits": st.fixed_dictionaries({"promised": st.integers(0, 9)}),
    },
)


@given(contents, contents)
@settings(max_examples=300)
def test_changes_lead_from_one_content_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert lead_to(before, changes_between(before, after)) == after


@given(contents)
def test_no_difference_is_no_change(one: dict[str, Any]) -> None:
    assert changes_between(one, copy.deepcopy(one)) == []


def test_the_reason_of_a_change_stays_while_its_value_is_edited() -> None:
    after = copy.deepcopy(BASE)
    after["limits"]["promised"]["days"] = 2
    (first,) = changes_between(BASE, after)
    first["why"] = WHY
    after["limits"]["promised"]["days"] = 1
    (second,) = changes_between(BASE, after, [first])
    assert (second["value"], second["why"]) == (1, WHY)


def test_a_new_material_is_appended_and_a_dropped_one_removed() -> None:
    after = copy.deepcopy(BASE)
    gone = after["materials"].pop(0)["code"]
    after["materials"].append({**BASE["materials"][0], "code": "a_new_one"})
    assert [(c["at"], c["op"]) for c in changes_between(BASE, after)] == [
        (f"materials.{gone}", "remove"),
        ("materials", "append"),
    ]


def test_a_blank_item_has_its_shape_and_lacks_only_words() -> None:
    faults = {fault.code for fault in faults_of(blank())}
    assert faults <= {"minLength", "pattern", "minItems"}


def test_blanks_fill_what_is_missing_and_leave_the_rest() -> None:
    half = {"code": "XX-001", "materials": [{"code": "a"}]}
    filled = with_blanks(half)
    assert filled["code"] == "XX-001"
    assert filled["materials"][0]["name"] == {"zh": "", "en": ""}
    assert with_blanks(BASE) == BASE

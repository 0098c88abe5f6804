"""An override says what it changes and why; what it makes heavier it must found."""

import copy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tongban.catalogue.inheritance import apply_change, compose, differences, faults_of_override, heavier
from tongban.catalogue.structure import DefinitionFault
from tongban.site.demo import read_catalogue

BASE: dict[str, Any] = next(item for item in read_catalogue() if item["code"] == "SB-001")
WHY = {"zh": "本乡办得快。", "en": "We are quicker."}
BASIS = {
    "law": {"zh": "《某办法》", "en": "Some measures"},
    "article": "第一条",
    "duty": {"zh": "要求", "en": "Asks"},
}


def change(at: str, value: Any = None, op: str = "set", **more: Any) -> dict[str, Any]:
    stated = {"at": at, "op": op, "why": WHY, **more}
    return stated if op == "remove" else {**stated, "value": value}


def override(*changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"item": "SB-001", "taken": True, "changes": list(changes), **more}


def codes(stated: Any) -> list[str]:
    return [fault.code for fault in faults_of_override(BASE, stated)]


def test_members_of_lists_are_named_by_their_code() -> None:
    code = BASE["materials"][1]["code"]
    after, before, now = apply_change(BASE, change(f"materials.{code}.copies", 0))
    assert (before, now) == (1, 0)
    assert after["materials"][1]["copies"] == 0
    assert BASE["materials"][1]["copies"] == 1


def test_the_lower_layer_speaks_last_and_each_change_is_told() -> None:
    county = override(change("limits.promised.days", 2))
    township = override(change("limits.promised.days", 1), change("village_mode", "assist"))
    made = compose(BASE, [("640121", county), ("640121200000", township)])
    assert made.content["limits"]["promised"]["days"] == 1
    assert [(step.division, step.at, step.before, step.after) for step in made.applied] == [
        ("640121", "limits.promised.days", 3, 2),
        ("640121200000", "limits.promised.days", 2, 1),
        ("640121200000", "village_mode", BASE["village_mode"], "assist"),
    ]


def test_what_a_county_does_not_take_in_its_townships_lack() -> None:
    county = {"item": "SB-001", "taken": False, "reason": WHY}
    made = compose(BASE, [("640121", county), ("640121200000", override())])
    assert not made.taken
    assert made.reason == WHY


def test_a_change_without_a_place_is_a_fault() -> None:
    with pytest.raises(DefinitionFault) as fault:
        compose(BASE, [("640121", override(change("materials.nothing.copies", 1)))])
    assert fault.value.path == "changes.0.at"
    assert codes(override(change("limits.nothing.days", 1))) == ["no_such_place"]


@pytest.mark.parametrize("at", ["name", "code", "type_code", "search.words"])
def test_an_item_is_the_same_item_everywhere(at: str) -> None:
    assert codes(override(change(at, "x"))) == ["uniform"]


def test_not_taken_in_needs_its_reason() -> None:
    assert codes({"item": "SB-001", "taken": False}) == ["missing"]


def test_a_change_says_why() -> None:
    stated = change("village_mode", "assist")
    del stated["why"]
    assert codes(override(stated)) == ["missing"]


@pytest.mark.parametrize(
    "stated",
    [
        change("limits.promised.days", 5),
        change("limits.statutory.days", 9),
        change("materials.identity_card.copies", 2),
        change("materials.identity_card.forms", ["paper_original"]),
        change("channels", ["window"]),
        change("visits", 2),
        change("conditions", {"zh": "还要一条", "en": "One more"}, "append"),
        change("materials", {**BASE["materials"][0], "code": "one_more"}, "append"),
        change("questions", {**BASE["questions"][0], "code": "one_more"}, "append"),
        change("fees", {"code": "x", "amount": "5"}, "append"),
    ],
)
def test_what_makes_it_heavier_needs_a_basis(stated: dict[str, Any]) -> None:
    assert "heavier" in codes(override(stated))
    assert "heavier" not in codes(override({**stated, "basis": BASIS}))


@pytest.mark.parametrize(
    "stated",
    [
        change("limits.promised.days", 1),
        change("materials.household_register", op="remove"),
        change("materials.identity_card.necessity", "optional"),
        change("summary", WHY),
        change("faq", {"question": WHY, "answer": WHY}, "append"),
    ],
)
def test_what_makes_it_lighter_needs_none(stated: dict[str, Any]) -> None:
    assert codes(override(stated)) == []


def test_differences_name_places_by_code() -> None:
    after = copy.deepcopy(BASE)
    after["materials"][0]["copies"] = 9
    after["limits"]["promised"]["days"] = 1
    after["materials"].append({**BASE["materials"][0], "code": "new_one"})
    first = BASE["materials"][0]["code"]
    assert {(d.path, d.before) for d in differences(BASE, after) if not isinstance(d.before, dict)} == {
        (f"materials.{first}.copies", 1),
        ("limits.promised.days", 3),
        ("materials.new_one", None),
    }


def test_a_content_differs_from_itself_in_nothing() -> None:
    assert list(differences(BASE, copy.deepcopy(BASE))) == []
    assert heavier(BASE, copy.deepcopy(BASE)) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["limits.promised.days", "visits", "materials.identity_card.copies"]),
            st.integers(0, 9),
        ),
        max_size=6,
    )
)
def test_the_differences_of_a_composition_are_its_changes(changes: list[tuple[str, int]]) -> None:
    made = compose(BASE, [("640121", override(*(change(at, value) for at, value in changes)))])
    last = dict(changes)
    told = {d.path: d.after for d in differences(BASE, made.content)}
    stands = {"limits.promised.days": 3, "visits": BASE["visits"], "materials.identity_card.copies": 1}
    assert told == {at: value for at, value in last.items() if value != stands[at]}


def test_an_override_is_plain_data() -> None:
    assert yaml.safe_load(yaml.safe_dump(override(change("visits", 0)))) == override(change("visits", 0))

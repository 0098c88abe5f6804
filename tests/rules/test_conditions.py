"""One small language of conditions, held to vectors that a browser's evaluator shares."""

import json
from datetime import date
from pathlib import Path

import pytest

import tongban
from tongban.rules.conditions import DEEPEST, ConditionFault, evaluate, fields_of, settled, validate

VECTORS = json.loads(
    (Path(tongban.__file__).parent / "data" / "conditions" / "vectors.json").read_text("utf-8")
)


@pytest.mark.parametrize("vector", VECTORS["evaluate"], ids=lambda vector: vector["name"])
def test_vectors_evaluate_as_agreed(vector: dict):
    assert validate(vector["condition"], fields_of(vector["condition"])) == []
    assert evaluate(vector["condition"], vector["answers"]) is vector["expected"]


@pytest.mark.parametrize("vector", VECTORS["settled"], ids=lambda vector: vector["name"])
def test_vectors_settle_as_agreed(vector: dict):
    assert settled(vector["condition"], vector["answers"], vector["open"]) is vector["expected"]


@pytest.mark.parametrize("vector", VECTORS["faulty"], ids=lambda vector: vector["name"])
def test_vectors_are_refused_as_agreed(vector: dict):
    faults = validate(vector["condition"], set(vector["fields"]))
    assert [[fault.path, fault.code] for fault in faults] == vector["faults"]


def test_a_malformed_condition_is_never_quietly_false():
    with pytest.raises(ConditionFault) as refusal:
        evaluate({"xor": []}, {})
    assert refusal.value.code == "unknown_operator"
    with pytest.raises(ConditionFault):
        evaluate({"gt": ["a", "soon"]}, {})


def test_dates_of_python_count_as_dates():
    assert evaluate({"ge": ["born", "2008-12-31"]}, {"born": date(2008, 12, 31)})
    assert evaluate({"eq": ["born", "2008-12-31"]}, {"born": date(2008, 12, 31)})


def test_a_condition_nested_too_deep_is_refused():
    condition: dict = {"answered": "a"}
    for _ in range(DEEPEST + 1):
        condition = {"not": condition}
    assert [fault.code for fault in validate(condition, {"a"})] == ["too_deep"]
    with pytest.raises(ConditionFault):
        evaluate(condition, {})


def test_fields_of_names_every_field_a_condition_reads():
    condition = {"all": [{"answered": "a"}, {"not": {"in": ["b", ["x"]]}}, {"gt": ["c", 1]}]}
    assert fields_of(condition) == {"a", "b", "c"}

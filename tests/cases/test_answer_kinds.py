"""Every kind of answer: its one spelling, and a fault that says what to mend."""

from datetime import date
from typing import Any

import pytest
from tests.catalogue.walking import credit_code

from tongban.cases.answer_kinds import people_of
from tongban.cases.checking import check_answer, facts_of
from tongban.catalogue.definition import Question, Text
from tongban.faces.common.people import answer_of, rows_to_fill
from tongban.faces.common.sentences import fault_sentence
from tongban.rules import conditions
from tongban.site.scenario import citizen_number

TODAY = date(2026, 11, 23)
ONE, TWO = citizen_number(1), citizen_number(2)


def question(kind: str, **more: Any) -> Question:
    usual: dict[str, Any] = {
        "code": "q",
        "kind": kind,
        "label": Text("问"),
        "hint": Text(""),
        "required": True,
        "sensitivity": "ordinary",
        "options": (),
        "show_if": None,
        "max_length": 2000,
    }
    return Question(**{**usual, **more})


def code_of(kind: str, typed: str, **more: Any) -> str:
    _, fault = check_answer(question(kind, **more), typed, today=TODAY)
    assert fault is not None
    assert "这一项填得不对" not in fault_sentence(fault)  # it has a sentence of its own, its values filled in
    assert "%(" not in fault_sentence(fault)
    return fault.code


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("integer", " 007 ", "7"),
        ("integer", "１２", "12"),
        ("amount", "1,500.50", "1500.5"),
        ("amount", "3000", "3000"),
        ("area", "0135.00", "135"),
        ("date", "2026-11-23", "2026-11-23"),
        ("bank_account", "6200 0000 0000 0000 018", "6200000000000000018"),
        ("bank_account", "6200-0000-00", "6200000000"),
        ("credit_code", credit_code(5).lower(), credit_code(5)),
        (
            "people",
            f" 马志强 | {ONE} | 儿子 \n\n马小雨|{TWO.lower()}|孙女\n",
            f"马志强|{ONE}|儿子\n马小雨|{TWO}|孙女",
        ),
    ],
)
def test_an_answer_is_kept_in_one_spelling(kind: str, typed: str, kept: str) -> None:
    assert check_answer(question(kind), typed, today=TODAY) == (kept, None)


@pytest.mark.parametrize(
    ("kind", "typed", "more", "code"),
    [
        ("integer", "1.5", {}, "not_an_integer"),
        ("integer", "三", {}, "not_an_integer"),
        ("integer", "-1", {}, "too_small"),
        ("integer", "0", {"minimum": 1}, "too_small"),
        ("integer", "21", {"maximum": 20}, "too_large"),
        ("amount", "1.234", {}, "not_a_number"),
        ("amount", "1e9", {}, "not_a_number"),
        ("area", "135.01", {"maximum": 135}, "too_large"),
        ("date", "2026-11-24", {"date_range": "past"}, "date_in_future"),
        ("date", "2026-11-22", {"date_range": "future"}, "date_in_past"),
        ("date", "2026-02-30", {}, "date_not_real"),
        ("bank_account", "62a00000000", {}, "bank_account_character"),
        ("bank_account", "620000000", {}, "bank_account_length"),
        ("bank_account", "6" * 26, {}, "bank_account_length"),
        ("credit_code", credit_code(5)[:-1], {}, "credit_code_length"),
        ("credit_code", credit_code(5)[:8] + "9" + credit_code(5)[9:], {}, "credit_code_check_digit"),
        ("people", f"马志强|{ONE}", {}, "people_row_incomplete"),
        ("people", f"马志强|{ONE}|儿子\n马小雨|{ONE[:-1]}|孙女", {}, "people_row_number"),
        ("people", f"马志强|{ONE}|儿子\n马小雨|{ONE}|孙女", {}, "people_row_twice"),
        ("people", f"马2强|{ONE}|儿子", {}, "people_row_name"),
        ("people", f"马志强|{ONE}|{'远' * 21}", {}, "people_row_relation"),
        ("people", " | | \n", {}, "required"),
    ],
)
def test_a_wrong_answer_says_what_to_mend(kind: str, typed: str, more: dict[str, Any], code: str) -> None:
    assert code_of(kind, typed, **more) == code


def test_a_fault_in_a_row_names_the_row() -> None:
    _, fault = check_answer(question("people"), f"马志强|{ONE}|儿子\n马小雨|1|孙女", today=TODAY)
    assert fault is not None and fault_sentence(fault).startswith("第 2 人")


def test_numbers_are_compared_as_numbers() -> None:
    class Item:
        questions = (question("integer", code="floors"), question("text", code="note"))

    facts = facts_of(Item, {"floors": "10", "note": "10"})  # type: ignore[arg-type]  # only its questions are read
    assert conditions.evaluate({"gt": ["floors", 9]}, facts)
    assert not conditions.evaluate({"gt": ["note", 9]}, facts)


def test_rows_of_a_form_and_the_answer_are_one() -> None:
    answer = answer_of(["马志强", "", "马|小雨"], [ONE, "", TWO], ["儿子", " ", "孙女"])
    assert people_of(answer) == (("马志强", ONE, "儿子"), ("马 小雨", TWO, "孙女"))
    assert rows_to_fill(answer)[-1] == ("", "", "")

"""On top of a form every fault stands with the name that the form itself gives the field."""

from types import SimpleNamespace

from tongban.faces.common.templatetags.pieces import fault_summary
from tongban.faces.workbench.fault_names import in_case
from tongban.kernel.errors import FieldFault

CASE = SimpleNamespace(materials=(), answers=(), item=SimpleNamespace(steps=()))


def name(field: str, act: str = "") -> str:
    (told,) = in_case(CASE, [FieldFault(field, "required")], act)  # type: ignore[arg-type]  # as much of a case as is read
    return told.name


def test_a_row_says_which_try_and_which_of_its_fields() -> None:
    assert name("day.1", "announce") == "第 2 次，哪一天"
    assert name("why.0", "announce") == "第 1 次，怎么没有送到"
    assert name("unknown.0") == name("unknown") == ""


def test_an_act_calls_a_field_as_its_form_does() -> None:
    assert name("days", "extend") == "延长多少天"
    assert name("days", "start_special_procedure") == "要多少天"
    assert name("reason", "start_special_procedure") == "为什么要做"


def test_the_portal_s_summary_names_what_its_sentences_do_not() -> None:
    faults = [FieldFault("materials.card", "required"), FieldFault("reason", "required")]
    told = fault_summary(faults, {"materials.card": "身份证"})["named"]
    assert [said for _, said in told] == ["身份证", ""]

"""From a definition to a sheet: what a situation needs, what stays open, and every item of the catalogue."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tongban.catalogue.condition_words import condition_words
from tongban.catalogue.definition import ItemDefinition, Question, Text
from tongban.catalogue.parsing import read_definition
from tongban.catalogue.queries import RemedyView, remedies_of
from tongban.catalogue.sheets import Applying, filled_form, form_materials, item_sheet
from tongban.catalogue.sheets.forms import sample_applying
from tongban.catalogue.sheets.guides import guide_of
from tongban.catalogue.situations import Situation, materials_of, read_situation, remaining, verdict
from tongban.kernel.errors import InputFaults, NotFound
from tongban.papers.sheets import Guide, SheetHead
from tongban.rules.identifiers import check_citizen_number, check_credit_code
from tongban.site import demo

ITEMS = {content["code"]: content for content in demo.read_catalogue()}
HEAD = SheetHead(
    language="zh",
    title="样品",
    authority="样品乡人民政府",
    place="样品乡便民服务中心",
    phone="",
    edition=1,
    effective_from=date(2026, 1, 1),
    guide_url="",
    demonstration=True,
)


def item(code: str = "SB-001") -> ItemDefinition:
    return read_definition(ITEMS[code])


def guide(of: ItemDefinition, situation: Situation, language: Any = "zh") -> Guide:
    remedies = (RemedyView("lawsuit", "样品法院", None, 6),)
    return guide_of(
        of, situation, language, edition=1, effective_from=date(2026, 1, 1), sites=(), remedies=remedies
    )


def question(code: str, kind: str = "yes_no", show_if: Any = None, situation: bool = True) -> Question:
    return Question(code, kind, Text(f"问{code}？", code), Text(""), True, False, (), show_if, 200, situation)


def asking(*questions: Question, needed_if: Any = None) -> ItemDefinition:
    """The item with other questions and one material under a condition."""
    base = item()
    return replace(base, questions=questions, materials=(replace(base.materials[0], needed_if=needed_if),))


class TestWhatASituationNeeds:
    def test_what_an_answer_rules_out_is_left_out_and_what_is_not_asked_stays_as_a_condition(self) -> None:
        of = asking(question("a"), needed_if={"eq": ["a", "yes"]})
        assert materials_of(of, Situation({"a": "no"})) == ()
        assert materials_of(of, Situation({"a": "yes"}))[0].open is None
        assert materials_of(of, Situation({}))[0].open == {"eq": ["a", "yes"]}

    def test_of_a_condition_only_the_open_part_is_told(self) -> None:
        condition = {"all": [{"eq": ["a", "yes"]}, {"eq": ["b", "yes"]}, {"not": {"eq": ["c", "yes"]}}]}
        of = asking(question("a"), question("b"), question("c"))
        assert remaining(of, condition, Situation({"a": "yes", "c": "no"})) == {"eq": ["b", "yes"]}
        assert remaining(of, condition, Situation({"a": "no"})) is None

    def test_a_question_that_the_answers_rule_out_is_not_open(self) -> None:
        of = asking(question("a"), question("b", show_if={"eq": ["a", "yes"]}))
        condition = {"eq": ["b", "yes"]}
        assert verdict(of, condition, Situation({"a": "no"})) is False
        assert verdict(of, condition, Situation({"a": "yes"})) is None

    def test_the_channel_is_open_until_it_is_told(self) -> None:
        condition = {"in": ["channel", ["window"]]}
        assert verdict(item(), condition, Situation({})) is None
        assert verdict(item(), condition, Situation({}, "portal")) is False
        assert verdict(item(), condition, Situation({}, "window")) is True


class TestReadingASituation:
    def test_an_answer_to_a_question_ruled_out_by_another_is_left_open(self) -> None:
        of = asking(question("a"), question("b", show_if={"eq": ["a", "yes"]}))
        assert read_situation(of, {"a": "no", "b": "yes"}).answers == {"a": "no"}

    def test_what_decides_no_situation_is_not_taken(self) -> None:
        of = asking(question("a"), question("secret", situation=False))
        with pytest.raises(InputFaults):
            read_situation(of, {"secret": "yes"})
        with pytest.raises(InputFaults):
            read_situation(of, {"a": "maybe"})

    def test_a_flood_of_wrong_answers_is_told_as_a_few_faults(self) -> None:
        with pytest.raises(InputFaults) as refused:
            read_situation(asking(question("a")), {f"x{n}": "1" for n in range(500)})
        assert len(refused.value.faults) <= 10


class TestConditionsInWords:
    @pytest.mark.parametrize(
        ("condition", "words"),
        [
            (None, ""),
            ({"eq": ["a", "yes"]}, "问a：是"),
            ({"in": ["channel", ["window", "village_point"]]}, "到窗口办、到村代办点办"),
            ({"all": [{"eq": ["a", "yes"]}, {"eq": ["b", "no"]}]}, "问a：是，并且问b：不是"),
            ({"any": [{"eq": ["a", "yes"]}, {"answered": "b"}]}, "问a：是，或者填写了“问b”的"),
            ({"not": {"eq": ["a", "yes"]}}, "不属于：问a：是"),
            ({"ge": ["applicant_age", 60]}, "申请人年龄达到或超过60"),
        ],
    )
    def test_a_condition_is_said_by_its_questions_and_answers(self, condition: Any, words: str) -> None:
        assert condition_words(asking(question("a"), question("b")), condition, "zh") == words


class TestForms:
    def test_a_material_without_a_form_has_none(self) -> None:
        with pytest.raises(NotFound):
            filled_form(item(), "identity_card", HEAD, "blank", {}, Applying())

    def test_the_invented_people_of_a_sample_have_numbers_that_check_and_that_nobody_has(self) -> None:
        for code in ITEMS:
            person = sample_applying(item(code))
            number = person.handler_number or person.number
            assert check_citizen_number(number).number[14:17] == "000"
            if person.handler_number:
                assert check_credit_code(person.number)

    @pytest.mark.parametrize("code", sorted(ITEMS))
    def test_a_blank_form_asks_what_the_application_asks_and_says_nothing_of_anybody(self, code: str) -> None:
        of = item(code)
        for material in form_materials(of):
            made = filled_form(of, material.code, HEAD, "blank", {}, Applying())
            assert material.form is not None
            labels = {question.code: question.label.zh for question in of.questions}
            wanted = [labels[name] for name in material.form.fields] or list(labels.values())
            assert [field.label for field in made.fields] == wanted
            assert {field.value for field in (*made.people, *made.fields)} == {""}

    @pytest.mark.parametrize("code", sorted(ITEMS))
    def test_a_sample_is_filled_wherever_its_answers_lead(self, code: str) -> None:
        of = item(code)
        for material in form_materials(of):
            made = filled_form(of, material.code, HEAD, "sample", of.sample.answers, sample_applying(of))
            assert made.people[0].value == of.sample.applicant
            empty = [
                f.label for f in made.fields if f.asked and f.required and f.kind != "village" and not f.value
            ]
            assert empty == []


@pytest.mark.parametrize("code", sorted(ITEMS))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_item_can_be_told_in_every_channel(code: str, language: Any) -> None:
    of = item(code)
    for channel in ("", *of.channels):
        told = guide(of, Situation({}, channel), language)
        assert told.name
        assert told.fees or told.no_fee_ground
        assert all(material.forms for material in told.materials)


def test_a_mediation_offers_arbitration_and_court_and_no_administrative_remedy() -> None:
    mediation = item("NJ-006")
    assert remedies_of(mediation) == ()
    assert "仲裁" in guide(mediation, Situation({}, "window")).remedies_told
    assert guide(item("SB-001"), Situation({}, "window")).remedies_told == ""


def test_what_is_optional_is_not_counted_and_what_depends_counts_at_most() -> None:
    base = guide(item("SB-001"), Situation({}, "window"))
    sure = replace(base.materials[0], necessity="required", condition="")
    papers = (sure, replace(sure, condition="替人办"), replace(sure, necessity="optional"))
    assert (replace(base, materials=papers).least, replace(base, materials=papers).most) == (1, 2)


@pytest.mark.django_db
def test_what_has_ended_is_still_told_but_not_hung_up_nor_filled_in() -> None:
    demo.load(items=["JS-092"])
    assert item_sheet("JS-092", "notice", "zh")
    for kind in ("wall", "form-application_form"):
        with pytest.raises(NotFound):
            item_sheet("JS-092", kind, "zh")

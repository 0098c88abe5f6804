"""The hardest item of a township, as its page tells it: who applies, who signs, in what order, who decides."""

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from tongban.catalogue.definition import ItemDefinition, Step
from tongban.catalogue.parsing import read_definition
from tongban.faces.workbench.step_words import expected
from tongban.site.demo.places import OFFICES

PAGE = Path(__file__).resolve().parents[2] / "docs/walkthroughs/minimum-living-allowance.md"
AGAINST_SILENCE = ("deemed_acceptance", "deemed_withdrawal")


@pytest.fixture(scope="module")
def allowance() -> ItemDefinition:
    file = files("tongban") / "data/catalogue/MZ-001.yaml"
    return read_definition(yaml.safe_load(file.read_text(encoding="utf-8")))


def working_days(step: Step) -> float:
    """The days of a step on the scale of working days: a week has five of them."""
    assert step.limit is not None
    return step.limit.days * (1 if step.limit.unit == "working" else 5 / 7)


def test_the_allowance_is_published_as_a_demonstration(allowance: ItemDefinition) -> None:
    assert (allowance.code, allowance.published, allowance.demonstration) == ("MZ-001", True, True)
    assert allowance.channels == ("portal", "window", "village_point")


def test_the_allowance_knows_no_deemed_withdrawal_nor_acceptance(allowance: ItemDefinition) -> None:
    assert [code for code in AGAINST_SILENCE if allowance.effect(code) is not None] == []
    assert set(allowance.effects) == {"extension", "public_notice", "yearly_review"}


def test_a_household_applies_and_every_adult_signs(allowance: ItemDefinition) -> None:
    assert allowance.addressees == ("household",)
    assert allowance.signers["who"] == "every_adult_member"
    (declaration,) = [one for one in allowance.materials if one.code == "means_declaration"]
    assert declaration.necessity == "required"
    assert declaration.form is not None
    assert declaration.form.signed_by == ("applicant", "every_adult")


def test_the_order_of_its_stages_is_survey_and_check_review_opinion_notice_county(
    allowance: ItemDefinition,
) -> None:
    assert [(step.kind, step.level) for step in allowance.steps] == [
        ("two_officer_verification", "township"),
        ("county_verification", "county"),
        ("democratic_review", "township"),
        ("material_review", "township"),
        ("public_notice", "township"),
        ("county_verification", "county"),
    ]
    survey, means, *later = allowance.steps
    assert survey.side_by_side == means.side_by_side != ""
    assert [step.side_by_side for step in later] == [""] * 4


def test_the_county_decides_and_no_step_decides_before_it(allowance: ItemDefinition) -> None:
    assert (allowance.decider.level, allowance.decider.position) == ("county", "county_civil_affairs")
    assert "approval" not in {step.kind for step in allowance.steps}
    assert [office.name for office in OFFICES if "county_civil_affairs" in dict(office.positions)] == [
        "永宁县民政局"
    ]


def test_the_notice_names_no_child_and_nothing_but_part_of_the_name_village_and_number(
    allowance: ItemDefinition,
) -> None:
    notice = allowance.effects["public_notice"].params
    (step,) = [step for step in allowance.steps if step.kind == "public_notice"]
    assert notice["minors"] == "never"
    assert set(notice["shows"]) == {"name_masked", "village", "members_count"}
    assert step.limit is not None
    assert (step.limit.days, step.limit.unit) == (notice["days"], "calendar")


def test_its_steps_fit_into_the_promise_and_the_promise_into_the_law(allowance: ItemDefinition) -> None:
    survey, means, *later = allowance.steps
    together = max(working_days(survey), working_days(means)) + sum(working_days(step) for step in later)
    assert together <= allowance.limits["promised"].days <= allowance.limits["statutory"].days == 30


def test_the_screen_says_what_the_opinion_on_each_step_has_to_state(allowance: ItemDefinition) -> None:
    silent = {step.kind for step in allowance.steps if not expected(step.kind)}
    assert silent == {"material_review"}  # its name says enough


def test_the_page_tells_of_every_step(allowance: ItemDefinition) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [step.code for step in allowance.steps if f"`{step.code}`" not in text] == []

"""The hard case as its walkthrough tells it: who applies, in which stages, who decides, and no effect by date."""

from importlib.resources import files

import pytest
import yaml

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.parsing import parse_definition


@pytest.fixture(scope="module")
def allowance() -> ItemDefinition:
    file = files("tongban") / "data/catalogue/MZ-001.yaml"
    return parse_definition(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_the_allowance_is_offered_as_a_demonstration(allowance: ItemDefinition) -> None:
    assert allowance.code == "MZ-001"
    assert allowance.published is True
    assert allowance.demonstration is True


def test_the_allowance_knows_no_deemed_withdrawal_nor_acceptance(allowance: ItemDefinition) -> None:
    assert not {"deemed_withdrawal", "deemed_acceptance"} & set(allowance.effects)
    assert "public_notice" in allowance.effects


def test_a_household_applies_and_every_adult_signs(allowance: ItemDefinition) -> None:
    assert allowance.addressees == ("household",)
    assert allowance.signers["who"] == "every_adult_member"


def test_survey_and_means_go_side_by_side_then_review_opinion_notice_county(allowance: ItemDefinition) -> None:
    assert [(step.kind, step.level) for step in allowance.steps] == [
        ("two_officer_verification", "township"),
        ("county_verification", "county"),
        ("democratic_review", "township"),
        ("material_review", "township"),
        ("public_notice", "township"),
        ("county_verification", "county"),
    ]
    beside = [step.side_by_side for step in allowance.steps]
    assert beside[0] == beside[1] != "" and not any(beside[2:])
    assert (allowance.decider.level, allowance.decider.position) == ("county", "county_civil_affairs")

"""The item that proves the shape on paper: it parses, it is off the counter, and it states no effect by date."""

from importlib.resources import files

import pytest
import yaml

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.parsing import parse_definition


@pytest.fixture(scope="module")
def allowance() -> ItemDefinition:
    file = files("tongban") / "data/catalogue/MZ-001.yaml"
    return parse_definition(yaml.safe_load(file.read_text(encoding="utf-8")))


def test_the_allowance_is_written_down_and_not_published(allowance: ItemDefinition) -> None:
    assert allowance.code == "MZ-001"
    assert allowance.published is False
    assert allowance.demonstration is True


def test_the_allowance_knows_no_deemed_withdrawal_nor_acceptance(allowance: ItemDefinition) -> None:
    assert set(allowance.effects) == {"public_notice"}


def test_a_household_applies_and_every_adult_signs(allowance: ItemDefinition) -> None:
    assert allowance.addressees == ("household",)
    assert allowance.signers["who"] == "every_adult_member"


def test_the_order_of_its_stages_is_survey_review_opinion_notice_county(allowance: ItemDefinition) -> None:
    assert [(step.kind, step.level) for step in allowance.steps] == [
        ("two_officer_verification", "township"),
        ("democratic_review", "village"),
        ("material_review", "township"),
        ("public_notice", "village"),
        ("approval", "county"),
    ]
    assert allowance.deciding_level == "county"

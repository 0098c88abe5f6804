"""What a definition must state before anybody can apply under it."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.cases.deemed import EFFECT, content

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.parsing import DefinitionFault, parse_definition
from tongban.catalogue.structure import schema
from tongban.site.demo import read_catalogue

Change = Callable[[dict[str, Any]], object]


def faulty(change: Change) -> DefinitionFault:
    definition = content()
    change(definition)
    with pytest.raises(DefinitionFault) as fault:
        parse_definition(definition)
    return fault.value


@pytest.mark.parametrize("definition", read_catalogue(), ids=lambda item: item["code"])
def test_every_shipped_item_parses_and_is_marked_as_a_demonstration(definition: dict[str, Any]) -> None:
    item = parse_definition(definition)
    assert isinstance(item, ItemDefinition)
    assert item.demonstration
    assert item.questions
    assert item.materials
    for stated in item.effects.values():
        assert stated.basis.article


class TestPromise:
    @pytest.mark.parametrize(
        ("promised", "statutory"),
        [
            ((11, "working"), (10, "working")),
            ((21, "calendar"), (20, "calendar")),
            ((20, "working"), (20, "calendar")),  # twenty working days are four weeks
            ((15, "calendar"), (10, "working")),
        ],
    )
    def test_never_is_longer_than_the_law_allows(
        self, promised: tuple[int, str], statutory: tuple[int, str]
    ) -> None:
        def change(definition: dict[str, Any]) -> None:
            for name, (days, unit) in (("promised", promised), ("statutory", statutory)):
                definition["limits"][name].update(days=days, unit=unit)

        assert "the promise is longer" in faulty(change).problem

    @pytest.mark.parametrize(
        ("promised", "statutory"),
        [
            ((10, "working"), (10, "working")),
            ((14, "calendar"), (10, "working")),
            ((5, "working"), (20, "calendar")),
        ],
    )
    def test_may_be_as_long_or_shorter(self, promised: tuple[int, str], statutory: tuple[int, str]) -> None:
        definition = content()
        for name, (days, unit) in (("promised", promised), ("statutory", statutory)):
            definition["limits"][name].update(days=days, unit=unit)
        assert parse_definition(definition).limits["promised"].days == promised[0]

    @pytest.mark.parametrize("days", [-1, True, 3661, "3", 1.5])
    def test_is_a_number_of_days(self, days: object) -> None:
        fault = faulty(lambda definition: definition["limits"]["promised"].update(days=days))
        assert fault.path == "limits.promised.days"


class TestEffect:
    def test_with_law_article_and_duty_is_taken(self) -> None:
        definition = content()
        definition["effects"] = {"deemed_acceptance": copy.deepcopy(EFFECT)}
        assert parse_definition(definition).effect("deemed_acceptance") is not None

    @pytest.mark.parametrize(
        "effect",
        [
            {**EFFECT, "article": ""},
            {**EFFECT, "article": "  "},
            {**EFFECT, "law": {"zh": " ", "en": "Law"}},
            {**EFFECT, "duty": {"zh": "", "en": ""}},
            {name: value for name, value in EFFECT.items() if name != "article"},
            True,
        ],
    )
    def test_without_one_of_them_is_refused(self, effect: object) -> None:
        fault = faulty(lambda definition: definition.update(effects={"deemed_acceptance": effect}))
        assert fault.path.startswith("effects.deemed_acceptance")

    def test_that_nobody_knows_is_refused(self) -> None:
        fault = faulty(lambda definition: definition.update(effects={"deemed_aceptance": EFFECT}))
        assert fault.path == "effects.deemed_aceptance"
        effects = schema()["properties"]["effects"]["properties"]
        assert all(name in fault.problem for name in effects)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda item: item.pop("name"), "name"),
        (lambda item: item["name"].pop("en"), "name.en"),
        (lambda item: item["materials"][0].update(necessity="nice_to_have"), "materials.0.necessity"),
        (lambda item: item["materials"][0].update(forms=["fax"]), "materials.0.forms"),
        (lambda item: item["materials"].append(item["materials"][0]), "materials"),
        (lambda item: item["questions"].append(item["questions"][0]), "questions"),
        (lambda item: item["questions"][0].update(kind="riddle"), "questions.0.kind"),
        (lambda item: item["questions"][0].update(show_if={"eq": ["later", "yes"]}), "questions.0.show_if"),
        (lambda item: item["steps"][0].update(level="province"), "steps.0.level"),
        (lambda item: item.update(channels=["carrier_pigeon"]), "channels"),
        (lambda item: item["limits"]["promised"].update(unit="moons"), "limits.promised.unit"),
        (lambda item: item["limits"].pop("delivery"), "limits.delivery"),
        (lambda item: item["basis"][0].update(article=""), "basis.0"),
    ],
)
def test_a_fault_is_told_with_its_place(change: Change, path: str) -> None:
    assert faulty(change).path.startswith(path)


def test_days_run_from_handover_at_a_village_point_only_where_it_receives_on_trust() -> None:
    definition = content()
    definition["received_rule"] = {"portal": "arrival", "window": "handover", "village_point": "handover"}
    alone = parse_definition(definition)
    assert [alone.counts_from_handover(channel) for channel in ("portal", "window", "village_point")] == [
        False,
        True,
        False,
    ]
    definition["effects"] = {"receipt_on_trust": copy.deepcopy(EFFECT)}
    assert parse_definition(definition).counts_from_handover("village_point")


def test_every_kind_of_step_stands_in_an_item_that_is_shipped() -> None:
    # so that walking all items (test_every_item.py) goes through each kind at least once
    offered = schema()["properties"]["steps"]["items"]["properties"]["kind"]["enum"]
    items = [item for item in read_catalogue() if not item.get("ends")]
    assert {step["kind"] for item in items for step in item["steps"]} == set(offered)

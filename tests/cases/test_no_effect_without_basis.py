"""Strip each basis and see its effect vanish: of every shipped item, and of every effect that an item can state.

That an effect whose law, article or duty is blank is no definition at all is proven where definitions are read:
tests/catalogue/test_definitions.py.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from tongban.cases import clocks, promising
from tongban.cases.announcing import announcement_limit
from tongban.cases.course import Course, Extended, Procedure, Round
from tongban.cases.receiving import receipt_rule
from tongban.cases.rosters.columns import roster_rule
from tongban.cases.settlement import NEVER_WITHDRAWN_BY_SILENCE, settled
from tongban.cases.standing.due import review_days
from tongban.cases.state import CaseState, StepState
from tongban.catalogue.checks.effects import PARAMETERS, a_notice_step_has_the_effect
from tongban.catalogue.checks.finding import Surroundings
from tongban.catalogue.checks.limits import on_the_spot_means_now
from tongban.catalogue.definition import ItemDefinition, Text
from tongban.catalogue.inheritance import compose
from tongban.catalogue.parsing import faults_of, parse_definition, read_definition
from tongban.catalogue.structure import DefinitionFault
from tongban.directory.models import Site
from tongban.kernel.calendars import calendar_for
from tongban.rules.special_procedures import ARTICLE_45, OTHER_STEPS
from tongban.site import demo
from tongban.site.demo.places import TOWNSHIP

NINGXIA = calendar_for("640121")
MONDAY = date(2026, 11, 2)
HANDED_IN = datetime(2026, 11, 2, 2, tzinfo=UTC)  # ten in the morning in China
LATER = datetime(2026, 12, 31, 2, tzinfo=UTC)
BASIS = {
    "law": {"zh": "《试验规定》", "en": "A rule made up for a check"},
    "article": "第一条",
    "duty": {"zh": "只在检查里有这条规定。", "en": "The rule exists in a check alone."},
}
# what the shipped items do not state: the item that a check gives it to, and its parameters
ELSEWHERE: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "deemed_withdrawal": ("SB-001", {"days": 10, "unit": "working"}),
    "non_counted_step": ("NJ-001", {"kinds": ["public_notice"]}),
    "announcement": ("NJ-001", {"days": 30, "unit": "calendar"}),
    "after_hours_receipt": ("SB-001", {"until": "18:00"}),
}


def submitted(item: ItemDefinition) -> CaseState:
    """A case of the item, handed in on a Monday."""
    state = CaseState(
        status="submitted",
        received_at=HANDED_IN,
        clock_start=MONDAY,
        steps=tuple(StepState(step.code, 1, side_by_side=step.side_by_side) for step in item.steps),
    )
    return replace(state, **clocks.dates(state, item, NINGXIA))  # type: ignore[arg-type]  # its own columns


def accepted(item: ItemDefinition, course: Course) -> CaseState:
    """The same, accepted that day."""
    return replace(submitted(item), status="in_review", accepted_at=HANDED_IN, course=course)


def due(state: CaseState, item: ItemDefinition, kind: str) -> date | None:
    """The last day of one of the case's limits."""
    window = next((one for one in clocks.windows(state, item) if one.kind == kind), None)
    return window.due(NINGXIA).due if window else None


def deemed_acceptance(item: ItemDefinition) -> bool:
    """Nobody answers: it is under review all the same."""
    return settled(submitted(item), item, NINGXIA, LATER)[0].status == "in_review"


def deemed_withdrawal(item: ItemDefinition) -> bool:
    """Nobody brings what the notice asked for, though it arrived: it counts as withdrawn."""
    asked = Round(HANDED_IN, MONDAY, ("identity_card",), served_at=HANDED_IN, served_by="handed_over")
    waiting = replace(submitted(item), status="awaiting_corrections", course=Course(rounds=(asked,)))
    return settled(waiting, item, NINGXIA, LATER)[0].outcome == "deemed_withdrawn"


def extension(item: ItemDefinition) -> bool:
    """Somebody granted five days: the law's limit ends later, the promise does not."""
    granted = accepted(item, Course(extension=Extended(5, 1, HANDED_IN)))
    plain = accepted(item, Course())
    assert due(granted, item, "promised") == due(plain, item, "promised")
    return due(granted, item, "statutory") != due(plain, item, "statutory")


def procedure(kinds: Collection[str]) -> Callable[[ItemDefinition], bool]:
    """One of these procedures took the first week: the promise ends later."""

    def taken_out(item: ItemDefinition) -> bool:
        plain = due(accepted(item, Course()), item, "promised")
        first, last = date(2026, 11, 3), date(2026, 11, 9)
        with_each = (Course(procedures=(Procedure(kind, first, last),)) for kind in kinds)
        return any(due(accepted(item, course), item, "promised") != plain for course in with_each)

    return taken_out


def promise(named: Callable[[ItemDefinition], tuple[str, ...]]) -> Callable[[ItemDefinition], bool]:
    """Materials that need not be there at acceptance."""
    return lambda item: bool(named(item))


def after_hours(item: ItemDefinition) -> bool:
    """What arrives in the evening counts as the next working day's."""
    return receipt_rule(item, "portal", Site(id=0)).after_hours is not None


def on_trust(item: ItemDefinition) -> bool:
    """What is handed over at a village point counts from then."""
    return item.counts_from_handover("village_point")


CONSEQUENCES: Mapping[str, Callable[[ItemDefinition], bool]] = {
    "deemed_acceptance": deemed_acceptance,
    "deemed_withdrawal": deemed_withdrawal,
    "extension": extension,
    "special_procedure": procedure(ARTICLE_45),
    "non_counted_step": procedure(OTHER_STEPS),
    "deferral": promise(promising.deferrable),
    "informed_commitment": promise(promising.committable),
    "after_hours_receipt": after_hours,
    "receipt_on_trust": on_trust,
    "announcement": lambda item: announcement_limit(item) is not None,
    "roster_intake": lambda item: roster_rule(item) is not None,
    "yearly_review": lambda item: review_days(item) is not None,
}
# what an item may only do or call itself with the effect: without it the content has a fault
FAULTS_WITHOUT = {
    "on_the_spot": (on_the_spot_means_now, "on_the_spot_without_effect"),
    "public_notice": (a_notice_step_has_the_effect, "notice_step_without_effect"),
}
AROUND = Surroundings(codes=frozenset(), check_sample=lambda *_: (), today="2026-11-23")


@cache
def items() -> tuple[dict[str, Any], ...]:
    """The shipped items as they are at the demonstration's township."""
    layers = [
        (division, {one["item"]: one for one in overrides})
        for division, overrides in demo.read_layers()
        if TOWNSHIP.startswith(division.rstrip("0"))  # the county, the township itself, no village
    ]
    return tuple(
        compose(
            content, [(division, of[content["code"]]) for division, of in layers if content["code"] in of]
        ).content
        for content in demo.read_catalogue()
    )


def stated() -> Iterator[tuple[str, str]]:
    """Every effect of every shipped item."""
    for content in items():
        for code in content["effects"]:
            yield content["code"], code


def stripped(content: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The content without one effect."""
    return {**content, "effects": {name: one for name, one in content["effects"].items() if name != code}}


def content_of(item_code: str) -> dict[str, Any]:
    return next(content for content in items() if content["code"] == item_code)


@pytest.mark.parametrize(("item_code", "code"), list(stated()), ids=lambda one: str(one))
def test_an_effect_that_is_taken_off_its_item_is_gone(item_code: str, code: str) -> None:
    content = content_of(item_code)
    without = stripped(content, code)
    if code in FAULTS_WITHOUT:
        rule, fault = FAULTS_WITHOUT[code]
        assert fault not in {hit.code for hit in rule(content, AROUND)}
        if code == "on_the_spot" or any(step["kind"] == code for step in content["steps"]):
            assert fault in {hit.code for hit in rule(without, AROUND)}
        return
    assert CONSEQUENCES[code](read_definition(content)), "the shipped item has it"
    assert not CONSEQUENCES[code](read_definition(without))


@pytest.mark.parametrize("code", ELSEWHERE)
def test_an_effect_that_few_items_state_acts_where_it_is_stated_and_nowhere_else(code: str) -> None:
    item_code, params = ELSEWHERE[code]
    plain = stripped(content_of(item_code), code)
    stating = {**plain, "effects": {**plain["effects"], code: BASIS | {"params": params}}}
    assert list(faults_of(stating)) == []
    assert not CONSEQUENCES[code](read_definition(plain))
    assert CONSEQUENCES[code](read_definition(stating))


def test_silence_never_takes_a_benefit_away_whatever_its_rule_says() -> None:
    item_code, params = ELSEWHERE["deemed_withdrawal"]
    plain = content_of(item_code)
    for type_code in NEVER_WITHDRAWN_BY_SILENCE:
        benefit = {
            **plain,
            "type_code": type_code,
            "effects": {"deemed_withdrawal": BASIS | {"params": params}},
        }
        assert not deemed_withdrawal(read_definition(benefit))


def test_the_limit_of_joint_handling_is_gone_with_its_statement() -> None:
    content = content_of("NJ-001")
    item = read_definition(content)
    plain = read_definition(
        {**content, "limits": {kind: one for kind, one in content["limits"].items() if kind != "joint"}}
    )
    joint = due(accepted(item, Course()), item, "statutory")
    ordinary = due(accepted(plain, Course()), plain, "statutory")
    assert joint and ordinary and joint > ordinary


def test_every_effect_that_an_item_can_state_is_looked_at_here() -> None:
    assert set(CONSEQUENCES) | set(FAULTS_WITHOUT) == set(PARAMETERS)
    assert set(CONSEQUENCES) - {code for _, code in stated()} <= set(ELSEWHERE)


@pytest.mark.parametrize("code", sorted(PARAMETERS))
@pytest.mark.parametrize("part", ["law", "article", "duty"])
def test_no_effect_is_read_without_its_basis(code: str, part: str) -> None:
    content = content_of("NJ-001")
    blank: Any = "" if part == "article" else {"zh": " ", "en": " "}
    effects = {**content["effects"], code: BASIS | {"params": {}, part: blank}}
    with pytest.raises(DefinitionFault, match=rf"effects\.{code}"):
        parse_definition({**content, "effects": effects})


@pytest.mark.django_db
def test_a_handover_at_the_own_counter_counts_by_the_basis_of_the_first_limit_and_without_one_not() -> None:
    counter = Site(id=1)
    for content in items():
        item = read_definition(content)
        rule = receipt_rule(item, "window", counter)
        assert rule.handover_basis or not rule.from_handover, item.code
        unstated = replace(item, received_rule={**item.received_rule, "window": "arrival"})
        assert not receipt_rule(unstated, "window", counter).counts_handover
        first = replace(item.limits["intake_check"], basis=Text("", ""))
        without = replace(item, limits={**item.limits, "intake_check": first})
        assert not receipt_rule(without, "window", counter).counts_handover

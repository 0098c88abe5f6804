"""即办件: one act leaves the record and the papers of the single acts, or nothing at all (行政许可法 art. 34 (2))."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from tests.catalogue.walking import HOLDERS, answers_for, situations

from tongban.cases import commands
from tongban.cases.checking import materials_needed
from tongban.cases.models import Case, StepEntry
from tongban.cases.queries import case_for
from tongban.cases.requests import Application, MaterialInput, Representation, Verdict
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import current
from tongban.kernel import ledger
from tongban.kernel.errors import InputFaults, NotAuthorized, Stale
from tongban.kernel.models import LedgerEntry
from tongban.kernel.secrets import open_vault
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo
from tongban.site.scenario import Scenario, person, staff

pytestmark = pytest.mark.django_db

NUMBER = "SBK20261123000017"
DIFFERS = {
    "by",
    "on_the_spot",
    "concluded_at",
    "content",
}  # who acts, by which power; times; a salted commitment


@pytest.fixture
def card() -> ItemDefinition:
    demo.load(items=["SB-007"])
    return current("SB-007", "640121200000").definition


def application(item: ItemDefinition, situation: int = 0, **other: Any) -> Application:
    answers = answers_for(item, situations(item)[situation])
    needed = materials_needed(item, answers, "window")
    values: dict[str, Any] = {
        "item_code": item.code,
        "channel": "window",
        "applicant": person(7),
        "answers": answers,
        "materials": tuple(MaterialInput(one.code, "paper_original") for one in needed),
        "consent": True,
        "identity_seen": True,
    }
    return Application(**(values | other))


def at_once(item: ItemDefinition, filed: Application, key: str = "", **other: Any) -> str:
    values: dict[str, Any] = {
        "all_in_order": True,
        "external": {step.code: NUMBER for step in item.steps if step.kind == "external_system"},
        "identification": "居民身份证",
    }
    clerk = staff(HOLDERS[item.position, "clerk"])
    return commands.apply_on_the_spot(
        clerk, filed, item=item, idempotency_key=key or uuid4().hex, **(values | other)
    ).number


def one_by_one(item: ItemDefinition, filed: Application) -> str:
    clerk, reviewer = (staff(HOLDERS[item.position, role]) for role in ("clerk", "reviewer"))
    number = commands.submit(clerk, filed, idempotency_key=uuid4().hex).number
    verdicts = {one.code: Verdict("ok") for one in filed.materials}
    done = act(clerk, "accept", number, 1, verdicts=verdicts)
    for step in item.steps:
        if step.kind == "external_system":
            done = act(
                reviewer,
                "complete_external_step",
                number,
                done.version,
                step_code=step.code,
                external_number=NUMBER,
            )
        else:
            done = act(
                reviewer,
                "give_opinion",
                number,
                done.version,
                step_code=step.code,
                agrees=True,
                opinion="当场核对，材料齐全，符合办理条件。",
            )
    done = act(staff("approver"), "decide", number, done.version, granted=True, reason="")
    act(
        clerk,
        "deliver",
        number,
        done.version,
        mode="handed_over",
        receiver_name="本人",
        relation="self",
        identification="居民身份证",
    )
    return number


def act(actor: Any, name: str, number: str, version: int, **inputs: Any) -> Any:
    return getattr(commands, name)(
        actor, number, expected_version=version, idempotency_key=uuid4().hex, **inputs
    )


def record(number: str) -> list[tuple[str, Mapping[str, Any]]]:
    """The case's events, without times, ids and who acted."""
    told = []
    for event in ledger.read("case", case_id(number)):
        data = {
            name: value
            for name, value in event.data.items()
            if name not in DIFFERS and not name.endswith(("_at", "_id"))
        }
        told.append((event.type, data))
    return told


def row(number: str) -> dict[str, Any]:
    names = (
        "status",
        "outcome",
        "version",
        "identity_proof",
        "intake_due",
        "promised_due",
        "statutory_due",
        "delivery_due",
        "result_at",
        "next_act",
    )
    return Case.objects.values(*names).get(number=number)


@pytest.mark.parametrize("code", ["SB-006", "SB-007", "JS-001", "JS-005", "NJ-005"])
def test_one_act_leaves_the_record_and_the_papers_of_the_single_acts(code: str) -> None:
    demo.load(items=[code])
    item = current(code, "640121200000").definition
    filed = application(item)
    single, once = one_by_one(item, filed), at_once(item, filed)
    assert record(once) == record(single)
    assert row(once) == row(single)
    assert papers(once) == papers(single)
    assert entries(once) == entries(single)
    assert verify().holds


def case_id(number: str) -> str:
    return str(Case.objects.get(number=number).id)


def contents(number: str) -> dict[str, dict[str, Any]]:
    """Kind → what the paper says."""
    found = Paper.objects.select_related("key").filter(subject=case_id(number))
    return {
        paper.kind: json.loads(open_vault(paper.key).open(paper.snapshot, "paper"))["content"]
        for paper in found
    }


def papers(number: str) -> dict[str, str]:
    """The words of each paper without numbers, times and codes, and without the power behind the decision."""
    told = {}
    for kind, content in contents(number).items():
        words = json.dumps({**content, "authorization": ""}, ensure_ascii=False, sort_keys=True)
        told[kind] = re.sub(r"[0-9A-Z]{4,}|[0-9]+", "#", words)
    return told


def entries(number: str) -> list[tuple[str, str, bool | None]]:
    found = StepEntry.objects.filter(case__number=number).order_by("at", "step")
    return sorted(found.values_list("step", "kind", "agrees"))


def test_the_decision_names_the_power_and_the_return_the_decision(card: ItemDefinition) -> None:
    number = at_once(card, application(card))
    kinds = [paper.kind for paper in case_for(staff("clerk"), number).papers]
    assert kinds == ["intake_receipt", "acceptance_notice", "decision", "service_return"]
    decided = next(event for event in ledger.read("case", case_id(number)) if event.type == "decided")
    assert decided.data["on_the_spot"] is True
    printed = contents(number)
    assert "第三十六条" in printed["decision"]["authorization"]
    assert Paper.objects.get(kind="decision").number in json.dumps(
        printed["service_return"], ensure_ascii=False
    )


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_left(card: ItemDefinition) -> None:
    before = written()
    with pytest.raises(InputFaults) as refused:
        at_once(
            card,
            application(card, consent=False, identity_seen=False, materials=()),
            all_in_order=False,
            external={"system_entry": "一"},
            identification="",
        )
    assert {(one.field, one.code) for one in refused.value.faults} >= {
        ("consent", "required"),
        ("identity_seen", "identity_not_proven"),
        ("materials.identity_card", "material_missing"),
        ("all_in_order", "required"),
        ("external.system_entry", "external_number_unsound"),
        ("identification", "required"),
    }
    assert written() == before


@pytest.mark.parametrize(
    ("filed", "other", "field"),
    [
        ({"identity_seen": False}, {}, "identity_seen"),
        ({}, {"receiver_name": "不认识的人"}, "receiver_name"),
        ({}, {"receiver_name": "不认识的人", "relation": "neighbour"}, "authority"),
    ],
)
def test_a_check_of_a_later_act_takes_the_earlier_ones_back(
    card: ItemDefinition, filed: Mapping[str, Any], other: Mapping[str, Any], field: str
) -> None:
    before = written()
    with pytest.raises(InputFaults) as refused:
        at_once(card, application(card, **filed), **other)
    assert field in {one.field for one in refused.value.faults}
    assert written() == before


def test_where_somebody_else_acts_it_is_written_down_who_took_it(card: ItemDefinition) -> None:
    acting = Representation("representative", person(8), "spouse", mandate_seen=True)
    with pytest.raises(InputFaults) as refused:
        at_once(card, application(card, representation=acting))
    assert ("receiver_name", "name_who_took_it") in {(one.field, one.code) for one in refused.value.faults}
    taken = {"receiver_name": person(8).name, "relation": "spouse", "lives_together": True}
    assert at_once(card, application(card, representation=acting), **taken)


def test_a_child_comes_with_who_has_care_of_them(card: ItemDefinition) -> None:
    child = replace(person(7), number="640121201509081243")
    mother = Representation("representative", person(8), "parent")

    def faults(**other: Any) -> set[tuple[str, str]]:
        acting = {"representation": other.pop("acting")} if "acting" in other else {}
        with pytest.raises(InputFaults) as refused:
            at_once(card, application(card, applicant=child, **acting), **other)
        return {(one.field, one.code) for one in refused.value.faults}

    assert ("identity_seen", "child_needs_guardian") in faults()
    assert ("receiver_name", "child_takes_nothing") in faults(acting=mother, receiver_name=child.name)
    assert ("identification", "identification_says_nothing") in faults(
        acting=mother,
        receiver_name=person(8).name,
        relation="parent",
        lives_together=True,
        identification="没带",
    )
    taken = {"receiver_name": person(8).name, "relation": "parent", "lives_together": True}
    assert at_once(card, application(card, applicant=child, representation=mother), **taken)


def written() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Case, LedgerEntry, Paper, StepEntry))


def test_the_same_screen_sent_twice_is_one_matter(card: ItemDefinition) -> None:
    filed, key = application(card), uuid4().hex
    first = at_once(card, filed, key)
    count = written()
    assert at_once(card, filed, key) == first
    assert written() == count


def test_what_came_in_before_is_finished_from_its_page(card: ItemDefinition) -> None:
    clerk = staff("clerk")
    filed = application(card)
    number = commands.submit(clerk, filed, idempotency_key=uuid4().hex).number
    assert next(one for one in case_for(clerk, number).acts if one.act == "finish_on_the_spot").allowed
    others = {one.act for one in case_for(staff("approver"), number).acts}
    assert "finish_on_the_spot" not in others
    inputs: dict[str, Any] = {
        "verdicts": {one.code: Verdict("ok") for one in filed.materials},
        "external": {"system_entry": NUMBER},
        "identification": "居民身份证",
    }
    with pytest.raises(Stale):
        act(clerk, "finish_on_the_spot", number, 0, **inputs)
    key = uuid4().hex
    done = commands.finish_on_the_spot(clerk, number, expected_version=1, idempotency_key=key, **inputs)
    again = commands.finish_on_the_spot(clerk, number, expected_version=1, idempotency_key=key, **inputs)
    assert (again.version, again.replayed) == (done.version, True)
    assert case_for(clerk, number).status == "delivered"


def test_without_the_effect_the_normal_way_stays() -> None:
    demo.load(items=["SB-001"])
    matter = Scenario()
    matter.submitted()
    clerk = staff("clerk")
    assert "finish_on_the_spot" not in {one.act for one in case_for(clerk, matter.number).acts}
    with pytest.raises(NotAuthorized, match="spot_not_provided"):
        act(clerk, "finish_on_the_spot", matter.number, 1, verdicts={}, external={})

"""Limits, visits and the days on which an item is open."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tongban.catalogue.checks.bases import LICENCE
from tongban.catalogue.checks.finding import Content, Hit, Surroundings
from tongban.rules.joint_handling import handled_jointly


def _weeks(limit: Any) -> Fraction:
    return Fraction(limit["days"], 5 if limit["unit"] == "working" else 7)


def a_promise_keeps_the_law(content: Content, around: Surroundings) -> Iterator[Hit]:
    limits = content["limits"]
    if "statutory" in limits and _weeks(limits["promised"]) > _weeks(limits["statutory"]):
        yield Hit("limits.promised.days", "promise_longer")


def joint_handling_has_longer_and_something_to_join(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 42 para. 2: more days than one department has, for a matter of several."""
    limits = content["limits"]
    if "joint" not in limits:
        return
    if "statutory" in limits and _weeks(limits["joint"]) < _weeks(limits["statutory"]):
        yield Hit("limits.joint.days", "joint_shorter")
    if not handled_jointly(
        (step.get("side_by_side", "") for step in content["steps"]), bool(limits["joint"].get("always"))
    ):
        yield Hit("limits.joint", "joint_of_nothing")


def a_step_keeps_the_promise(content: Content, around: Surroundings) -> Iterator[Hit]:
    for number, step in enumerate(content["steps"]):
        if "limit" in step and _weeks(step["limit"]) > _weeks(content["limits"]["promised"]):
            notice = step["kind"] == "public_notice"  # a notice's days may be outside the promise
            if not notice:
                yield Hit(f"steps.{number}.limit.days", "step_longer", {"step": step["name"]["zh"]})


def a_licence_has_its_statutory_limit(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 42: twenty working days where no other law says otherwise."""
    if content["type_code"] == LICENCE and "statutory" not in content["limits"]:
        yield Hit("limits", "statutory_missing")


def on_the_spot_means_now(content: Content, around: Surroundings) -> Iterator[Hit]:
    """即办件: the effect, the handling and a promise of no more than a day go together."""
    effect, handling = "on_the_spot" in content["effects"], content["handling"] == "on_the_spot"
    if handling and not effect:
        yield Hit("effects", "on_the_spot_without_effect")
    if effect and not handling:
        yield Hit("handling", "on_the_spot_effect_only")
    if handling and content["limits"]["promised"]["days"] > 1:
        yield Hit("limits.promised.days", "on_the_spot_takes_days")


def a_visit_has_its_reason(content: Content, around: Surroundings) -> Iterator[Hit]:
    reason = (content.get("visits_reason") or {}).get("zh", "").strip()
    if content["visits"] and not reason:
        yield Hit("visits_reason", "visit_without_reason")


def what_has_ended_says_why(content: Content, around: Surroundings) -> Iterator[Hit]:
    ended = "ends" in content and (not around.today or content["ends"] < around.today)
    if ended and content["published"] and not (content.get("ends_reason") or {}).get("zh", "").strip():
        yield Hit("ends_reason", "ended_without_reason", {"ends": content["ends"]})


def each_channel_says_when_it_has_received(content: Content, around: Surroundings) -> Iterator[Hit]:
    for channel in content["channels"]:
        if channel not in content["received_rule"]:
            yield Hit("received_rule", "received_rule_missing", {"channel": channel})


RULES = (
    a_promise_keeps_the_law,
    joint_handling_has_longer_and_something_to_join,
    a_step_keeps_the_promise,
    a_licence_has_its_statutory_limit,
    on_the_spot_means_now,
    a_visit_has_its_reason,
    what_has_ended_says_why,
    each_channel_says_when_it_has_received,
)

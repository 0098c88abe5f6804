"""How an item comes down from the region to the village: a base content and the overrides of the places below.

Pure: contents in, contents out.  An override says place by place what it changes and why; where it makes things
heavier for people it cites a basis of its own (行政许可法 art. 29, 31, 58: nothing is asked beyond the law).
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalogue.structure import DefinitionFault

OPERATIONS = ("set", "remove", "append")
UNIFORM = frozenset(["code", "basic_code", "type_code", "name", "demonstration", "search", "sample"])
"""What is the same everywhere: an item is one item from the region to the village."""


@dataclass(frozen=True)
class Applied:
    """One change as it came to be: where, by whose layer, what stood there before and after."""

    division: str
    at: str
    before: Any
    after: Any
    why: Mapping[str, str]


@dataclass(frozen=True)
class Difference:
    """One place in which two contents differ; None where one of them has nothing there."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Composition:
    """A content with every layer applied, and how it came to be.

    ``taken``: False where this place or one above it has not taken the item in.
    """

    content: dict[str, Any]
    taken: bool
    reason: Mapping[str, str] | None  # why it is not taken in
    applied: tuple[Applied, ...]


def compose(base: Mapping[str, Any], overrides: Sequence[tuple[str, Mapping[str, Any]]]) -> Composition:
    """The content at a place.

    Args:
        base: the content of the highest layer.
        overrides: (division, override) from the highest to the lowest; an override has ``taken``,
            ``reason`` where it is not, and ``changes`` of ``at``, ``op``, ``value``, ``why``, ``basis``.

    Raises:
        DefinitionFault: a change that finds no place, ``changes.2.at`` names it.
    """
    content: dict[str, Any] = copy.deepcopy(dict(base))
    taken, reason = True, None
    applied: list[Applied] = []
    for division, override in overrides:
        if taken and not override.get(
            "taken", True
        ):  # what a county does not take in, its townships lack too
            taken, reason = False, override.get("reason")
        for number, change in enumerate(override.get("changes", ())):
            try:
                content, before, after = apply_change(content, change)
            except LookupError as fault:
                raise DefinitionFault(
                    f"changes.{number}.at",
                    f"finds no such place: {fault}",
                    "no_such_place",
                    {"at": change["at"]},
                ) from fault
            applied.append(Applied(division, change["at"], before, after, change["why"]))
    return Composition(content, taken, reason, tuple(applied))


def apply_change(content: dict[str, Any], change: Mapping[str, Any]) -> tuple[dict[str, Any], Any, Any]:
    """A content with one change made, what stood there, and what stands there now.

    Args:
        content: not altered.
        change: ``at`` is a path of dots; members of a list are named by their code, else by their number.

    Raises:
        LookupError: there is no such place.
    """
    new = copy.deepcopy(content)
    *way, last = change["at"].split(".")
    holder: Any = new
    for name in way:
        holder = holder[_key(holder, name)]
    if change["op"] == "append":
        members = holder[_key(holder, last)]
        if not isinstance(members, list):
            raise LookupError(change["at"])
        stood = copy.deepcopy(members)
        members.append(copy.deepcopy(change["value"]))
        return new, stood, copy.deepcopy(members)
    if change["op"] == "remove":
        key = _key(holder, last)
        before = holder[key]
        del holder[key]
        return new, before, None
    if isinstance(holder, list):
        key = _key(holder, last)
        before = holder[key]
    elif isinstance(holder, dict):
        key = last
        before = holder.get(last)
    else:
        raise LookupError(change["at"])
    holder[key] = copy.deepcopy(change["value"])
    return new, before, change["value"]


def _key(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        if name not in holder:
            raise LookupError(name)
        return name
    if isinstance(holder, list):
        for number, member in enumerate(holder):
            if isinstance(member, dict) and member.get("code") == name:
                return number
        if name.isdecimal() and int(name) < len(holder):
            return int(name)
    raise LookupError(name)


def faults_of_override(content: Mapping[str, Any], override: Any) -> Iterator[DefinitionFault]:
    """Everything wrong with an override over the content of the layers above it.

    Codes: ``missing``, ``not_a_list``, ``unknown_operation``, ``no_such_place``, ``uniform``, ``heavier``.
    """
    if not isinstance(override, Mapping):
        yield DefinitionFault(".", "is not a mapping", "type")
        return
    for name in override:
        if name not in ("item", "taken", "reason", "changes"):
            yield DefinitionFault(str(name), "is unknown here", "unknown")
    if override.get("item") != content["code"]:
        yield DefinitionFault("item", "is another item's code", "another_item")
    if not isinstance(override.get("taken"), bool):
        yield DefinitionFault("taken", "is missing", "missing")
    elif not override["taken"] and not _has_text(override.get("reason")):
        yield DefinitionFault("reason", "says why the item is not taken in", "missing")
    changes = override.get("changes", [])
    if not isinstance(changes, list):
        yield DefinitionFault("changes", "is a list", "not_a_list")
        return
    current = dict(content)
    for number, change in enumerate(changes):
        found = list(_faults_of_change(current, change, f"changes.{number}"))
        yield from found
        if not found:
            current, _, _ = apply_change(current, change)


def _has_text(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(str(value.get("zh", "")).strip())


def _faults_of_change(content: dict[str, Any], change: Any, place: str) -> Iterator[DefinitionFault]:
    if not isinstance(change, Mapping) or not isinstance(change.get("at"), str):
        yield DefinitionFault(f"{place}.at", "is missing", "missing")
        return
    if change.get("op") not in OPERATIONS:
        yield DefinitionFault(f"{place}.op", f"is one of {', '.join(OPERATIONS)}", "unknown_operation")
        return
    if change["op"] != "remove" and "value" not in change:
        yield DefinitionFault(f"{place}.value", "is missing", "missing")
        return
    if not _has_text(change.get("why")):
        yield DefinitionFault(f"{place}.why", "says why, in Chinese", "missing")
    if change["at"].split(".", 1)[0] in UNIFORM:
        yield DefinitionFault(f"{place}.at", "is the same everywhere", "uniform", {"at": change["at"]})
        return
    try:
        after, _, _ = apply_change(content, change)
    except LookupError:
        yield DefinitionFault(f"{place}.at", "finds no such place", "no_such_place", {"at": change["at"]})
        return
    basis = change.get("basis")
    if basis is None:
        for code in heavier(content, after):
            yield DefinitionFault(
                f"{place}.basis",
                f"makes it heavier for people ({code}) and needs a basis",
                "heavier",
                {"what": code},
            )


def heavier(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """In what a content asks more of people than the one before it; empty where it asks no more.

    Codes: ``limit_longer``, ``statutory_limit``, ``material_more``, ``copies_more``, ``form_fewer``,
    ``question_more``, ``condition_more``, ``fee_more``, ``visits_more``, ``channel_fewer``, ``step_more``,
    ``effect_against``.
    """
    found = []
    for name in ("intake_check", "promised", "delivery"):
        if _days(after, name) > _days(before, name):
            found.append("limit_longer")
    if any(before["limits"].get(name) != after["limits"].get(name) for name in ("statutory", "joint")):
        found.append("statutory_limit")
    found += _materials_heavier(before, after)
    if _codes(after, "questions") - _codes(before, "questions"):
        found.append("question_more")
    if len(after["conditions"]) > len(before["conditions"]):
        found.append("condition_more")
    paid = {fee["code"]: float(fee["amount"]) for fee in before["fees"]}
    if any(float(fee["amount"]) > paid.get(fee["code"], -1.0) for fee in after["fees"]):
        found.append("fee_more")
    if after["visits"] > before["visits"]:
        found.append("visits_more")
    if set(before["channels"]) - set(after["channels"]):
        found.append("channel_fewer")
    if _codes(after, "steps") - _codes(before, "steps"):
        found.append("step_more")
    against = {
        "deemed_withdrawal",
        "special_procedure",
        "extension",
        "non_counted_step",
        "after_hours_receipt",
    }
    if against & (set(after["effects"]) - set(before["effects"])):
        found.append("effect_against")
    for_people = {"deemed_acceptance", "deferral", "informed_commitment", "on_the_spot"}
    if for_people & (set(before["effects"]) - set(after["effects"])):
        found.append("effect_against")
    return found


def _days(content: Mapping[str, Any], name: str) -> float:
    limit = content["limits"][name]
    return float(limit["days"]) / (5 if limit["unit"] == "working" else 7)


def _codes(content: Mapping[str, Any], name: str) -> set[str]:
    return {entry["code"] for entry in content[name]}


def _materials_heavier(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    earlier = {material["code"]: material for material in before["materials"]}
    weight = {"optional": 0, "deferrable": 1, "required": 2}
    for material in after["materials"]:
        stood = earlier.get(material["code"])
        if stood is None:
            if material["necessity"] != "optional":
                yield "material_more"
            continue
        more = weight[material["necessity"]] > weight[stood["necessity"]]
        if more or (stood.get("needed_if") != material.get("needed_if") and "needed_if" not in material):
            yield "material_more"
        if material["copies"] > stood["copies"]:
            yield "copies_more"
        if set(stood["forms"]) - set(material["forms"]):
            yield "form_fewer"


def differences(before: Any, after: Any, path: str = "") -> Iterator[Difference]:
    """The places in which two contents differ, in the order of the first, then of the second.

    Members of lists are matched by their code where they have one, texts are compared whole.
    """
    if before == after:
        return
    if _is_text(before) or _is_text(after):
        yield Difference(path, before, after)
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif _coded(before) and _coded(after):
        was = {member["code"]: member for member in before}
        now = {member["code"]: member for member in after}
        for code in [*was, *(code for code in now if code not in was)]:
            yield from differences(was.get(code), now.get(code), f"{path}.{code}")
        if list(was) != list(now) and set(was) == set(now):
            yield Difference(path, list(was), list(now))
    else:
        yield Difference(path, before, after)


def _is_text(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"zh", "en"}


def _coded(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(member, dict) and "code" in member for member in value)

"""Materials that can be obtained, are named, and are asked for once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongban.catalogue.checks.finding import Content, Hit, Surroundings
from tongban.rules import conditions

UNNAMED = ("其他材料", "其它材料", "相关材料", "有关材料", "等材料", "要求的材料")


def _entries(content: Content) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((f"materials.{number}", entry) for number, entry in enumerate(content["materials"]))


def every_material_is_named(content: Content, around: Surroundings) -> Iterator[Hit]:
    """国务院 and the plan alike: no 「其他材料」, no catch-all at the end of a list."""
    for path, material in _entries(content):
        for word in UNNAMED:
            if word in material["name"]["zh"]:
                yield Hit(f"{path}.name.zh", "material_unnamed", {"word": word})
                break


def somebody_issues_it(content: Content, around: Surroundings) -> Iterator[Hit]:
    for path, material in _entries(content):
        issuer = (material.get("issuer") or {}).get("zh", "").strip()
        if material["origin"] != "own" and not issuer:
            yield Hit(f"{path}.issuer", "material_without_issuer", {"material": material["name"]["zh"]})


def a_form_is_defined(content: Content, around: Surroundings) -> Iterator[Hit]:
    known = {question["code"] for question in content["questions"]}
    for path, material in _entries(content):
        form = material.get("form")
        if material["kind"] == "form" and form is None:
            yield Hit(f"{path}.form", "form_undefined", {"material": material["name"]["zh"]})
        if material["kind"] != "form" and form is not None:
            yield Hit(f"{path}.form", "form_of_no_form", {"material": material["name"]["zh"]})
        for number, code in enumerate((form or {}).get("fields", ())):
            if code not in known:
                yield Hit(f"{path}.form.fields.{number}", "form_field_unknown", {"field": code})


def it_can_be_handed_in_online(content: Content, around: Surroundings) -> Iterator[Hit]:
    """Who applies online can send files only: a required paper would keep them from applying."""
    if "portal" not in content["channels"]:
        return
    fields = {question["code"] for question in content["questions"]}
    for path, material in _entries(content):
        if material["necessity"] != "required" or "electronic" in material["forms"]:
            continue
        needed = material.get("needed_if")
        if needed is None or conditions.settled(needed, {"channel": "portal"}, fields) is not False:
            yield Hit(f"{path}.forms", "not_electronic", {"material": material["name"]["zh"]})


def what_may_follow_later_has_the_effect(content: Content, around: Surroundings) -> Iterator[Hit]:
    named = (content["effects"].get("deferral") or {}).get("params", {}).get("materials", [])
    for path, material in _entries(content):
        if material["necessity"] == "deferrable" and material["code"] not in named:
            yield Hit(f"{path}.necessity", "deferrable_without_effect", {"material": material["name"]["zh"]})


def what_a_promise_replaces_has_the_effect(content: Content, around: Surroundings) -> Iterator[Hit]:
    named = (content["effects"].get("informed_commitment") or {}).get("params", {}).get("materials", [])
    for path, material in _entries(content):
        if material.get("commitment") and material["code"] not in named:
            yield Hit(f"{path}.commitment", "commitment_without_effect", {"material": material["name"]["zh"]})


def it_is_no_result_of_itself(content: Content, around: Surroundings) -> Iterator[Hit]:
    for path, material in _entries(content):
        other = material.get("result_of")
        if other and around.codes and other not in around.codes:
            yield Hit(f"{path}.result_of", "result_of_unknown", {"item": other})


def circular_proofs(contents: Sequence[Content]) -> Iterator[tuple[str, Hit]]:
    """Materials that can only be had by an item that needs, in the end, this one's result: item code, hit."""
    needs: dict[str, list[tuple[str, str]]] = {}
    for content in contents:
        for path, material in _entries(content):
            if material.get("result_of") and material["necessity"] != "optional":
                needs.setdefault(str(content["code"]), []).append((path, material["result_of"]))
    for code, wanted in needs.items():
        for path, first in wanted:
            if way := _way_back(needs, first, code):
                yield code, Hit(f"{path}.result_of", "circular_proof", {"way": " → ".join([code, *way])})


def _way_back(needs: Mapping[str, list[tuple[str, str]]], start: str, wanted: str) -> list[str]:
    """The items from one to another by what they need; empty where there is no way."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == wanted:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, other] for _, other in needs.get(way[-1], ())]
    return []


RULES = (
    every_material_is_named,
    somebody_issues_it,
    a_form_is_defined,
    it_can_be_handed_in_online,
    what_may_follow_later_has_the_effect,
    what_a_promise_replaces_has_the_effect,
    it_is_no_result_of_itself,
)

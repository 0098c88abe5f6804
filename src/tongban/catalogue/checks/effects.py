"""Legal effects whose parameters say something, and nothing that contradicts the item."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.checks.finding import Content, Hit, Surroundings
from tongban.rules.special_procedures import ARTICLE_45, OTHER_STEPS

PARAMETERS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    # effect: what it must state, what it may state besides
    "deemed_acceptance": (frozenset(), frozenset({"days", "unit"})),
    "deemed_withdrawal": (frozenset({"days"}), frozenset({"restore_days", "unit"})),
    "extension": (
        frozenset({"days", "unit", "approved_by"}),
        frozenset({"joint_days", "joint_approved_by"}),
    ),
    "special_procedure": (frozenset({"kinds"}), frozenset({"most_days"})),
    "public_notice": (frozenset({"days", "shows"}), frozenset({"minors", "unit", "at", "on_objection"})),
    "deferral": (frozenset({"materials", "days"}), frozenset({"unit"})),
    "informed_commitment": (frozenset({"materials"}), frozenset({"check", "percent", "days", "unit"})),
    "non_counted_step": (frozenset({"kinds"}), frozenset({"most_days"})),
    "after_hours_receipt": (frozenset(), frozenset({"until"})),
    "announcement": (frozenset({"days"}), frozenset({"unit"})),
    "on_the_spot": (frozenset(), frozenset({"role"})),
    "receipt_on_trust": (frozenset(), frozenset()),
    "roster_intake": (frozenset({"paper"}), frozenset({"represented"})),
    "yearly_review": (frozenset(), frozenset({"days", "unit"})),
}
ROSTER_PAPERS = frozenset({"each", "list"})
# effect → the kinds it can name: 行政许可法 art. 45, or what else an item's own law takes out
PROCEDURES = {"special_procedure": frozenset(ARTICLE_45), "non_counted_step": frozenset(OTHER_STEPS)}
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
SPOT_ROLES = frozenset({"clerk"})
SPOT_KINDS = frozenset({"material_review", "external_system"})
SHOWN = frozenset({"name_masked", "village", "members_count", "amount"})


def _params(content: Content) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    return (
        (code, f"effects.{code}.params", entry.get("params") or {})
        for code, entry in content["effects"].items()
    )


def the_parameters_are_those_of_the_effect(content: Content, around: Surroundings) -> Iterator[Hit]:
    for code, path, params in _params(content):
        must, may = PARAMETERS[code]
        for name in sorted(must - set(params)):
            yield Hit(path, "parameter_missing", {"effect": code, "parameter": name})
        for name in sorted(set(params) - must - may):
            yield Hit(f"{path}.{name}", "parameter_unknown", {"effect": code, "parameter": name})


def days_are_a_number_of_days(content: Content, around: Surroundings) -> Iterator[Hit]:
    for code, path, params in _params(content):
        for name in ("days", "joint_days", "restore_days", "most_days"):
            days = params.get(name, 1)
            if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 365:
                yield Hit(f"{path}.{name}", "parameter_not_days", {"effect": code})
        if params.get("unit", "working") not in ("working", "calendar"):
            yield Hit(f"{path}.unit", "parameter_not_a_unit", {"effect": code})


def the_materials_named_are_there(content: Content, around: Surroundings) -> Iterator[Hit]:
    known = {material["code"]: material for material in content["materials"]}
    for code, path, params in _params(content):
        named = params.get("materials", [])
        for number, name in enumerate(named if isinstance(named, list) else []):
            material = known.get(name)
            if material is None:
                yield Hit(f"{path}.materials.{number}", "parameter_material_unknown", {"material": name})
            elif code == "deferral" and material["necessity"] != "deferrable":
                yield Hit(
                    f"{path}.materials.{number}", "deferral_of_required", {"material": material["name"]["zh"]}
                )
            elif code == "informed_commitment" and not material.get("commitment"):
                yield Hit(
                    f"{path}.materials.{number}",
                    "commitment_not_marked",
                    {"material": material["name"]["zh"]},
                )


def a_notice_shows_no_more_than_it_may(content: Content, around: Surroundings) -> Iterator[Hit]:
    """个人信息保护法 art. 6: no more than the purpose needs; minors never stand on a notice."""
    params = (content["effects"].get("public_notice") or {}).get("params") or {}
    for name in params.get("shows", []):
        if name not in SHOWN:
            yield Hit("effects.public_notice.params.shows", "notice_shows_too_much", {"value": str(name)})
    if params.get("on_objection", "reinvestigate") != "reinvestigate":
        yield Hit("effects.public_notice.params.on_objection", "notice_objection_unclear")
    if "public_notice" in content["effects"] and params.get("minors", "never") != "never":
        yield Hit("effects.public_notice.params.minors", "notice_of_minors")


def a_procedure_is_one_that_stops_no_clock_unsaid(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 45 names the procedures that do not count into the limit, and no others; a step that does not
    count on another basis is its own effect (``non_counted_step``)."""
    for effect, known in PROCEDURES.items():
        params = (content["effects"].get(effect) or {}).get("params") or {}
        for number, kind in enumerate(params.get("kinds", [])):
            if kind not in known:
                yield Hit(
                    f"effects.{effect}.params.kinds.{number}", "procedure_unknown", {"value": str(kind)}
                )


def an_extension_is_of_the_limit_s_own_days(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 42: what is extended is the law's limit, in its own unit, and nothing else."""
    stated = content["effects"].get("extension")
    if stated is None:
        return
    if "statutory" not in content["limits"] and "joint" not in content["limits"]:
        yield Hit("effects.extension", "extension_of_nothing")
    unit = (stated.get("params") or {}).get("unit")
    for name in ("statutory", "joint"):
        limit = content["limits"].get(name)
        if limit is not None and unit in ("working", "calendar") and unit != limit["unit"]:
            yield Hit("effects.extension.params.unit", "extension_in_another_unit")
            return


def closing_time_is_a_time_of_day(content: Content, around: Surroundings) -> Iterator[Hit]:
    params = (content["effects"].get("after_hours_receipt") or {}).get("params") or {}
    if "until" in params and not TIME_OF_DAY.fullmatch(str(params["until"])):
        yield Hit("effects.after_hours_receipt.params.until", "parameter_not_a_time")


def a_notice_step_has_the_effect(content: Content, around: Surroundings) -> Iterator[Hit]:
    stepped = [number for number, step in enumerate(content["steps"]) if step["kind"] == "public_notice"]
    if stepped and "public_notice" not in content["effects"]:
        yield Hit(f"steps.{stepped[0]}.kind", "notice_step_without_effect")


def who_decides_on_the_spot_can(content: Content, around: Surroundings) -> Iterator[Hit]:
    """One person at the counter does every step while somebody waits: no visit, meeting or notice, no other desk."""
    params = (content["effects"].get("on_the_spot") or {}).get("params") or {}
    if "role" not in params:
        return
    if params["role"] not in SPOT_ROLES:
        yield Hit("effects.on_the_spot.params.role", "spot_role_unknown", {"value": str(params["role"])})
    for number, step in enumerate(content["steps"]):
        if step["kind"] not in SPOT_KINDS or step["position"] != content["position"]:
            yield Hit(f"steps.{number}.kind", "spot_step_elsewhere", {"step": step["name"]["zh"]})


def the_village_takes_in_only_where_it_is_open(content: Content, around: Surroundings) -> Iterator[Hit]:
    if "receipt_on_trust" in content["effects"] and "village_point" not in content["channels"]:
        yield Hit("effects.receipt_on_trust", "receipt_without_village_point")


def a_roster_says_which_receipt_it_gives(content: Content, around: Surroundings) -> Iterator[Hit]:
    """Each matter its own receipt, or one for the whole list; nobody else files for people without being named here."""
    params = (content["effects"].get("roster_intake") or {}).get("params") or {}
    if "paper" in params and params["paper"] not in ROSTER_PAPERS:
        yield Hit(
            "effects.roster_intake.params.paper", "roster_paper_unknown", {"value": str(params["paper"])}
        )
    if not isinstance(params.get("represented", False), bool):
        yield Hit("effects.roster_intake.params.represented", "roster_represented_unclear")


RULES = (
    a_roster_says_which_receipt_it_gives,
    the_parameters_are_those_of_the_effect,
    days_are_a_number_of_days,
    the_materials_named_are_there,
    a_notice_shows_no_more_than_it_may,
    a_procedure_is_one_that_stops_no_clock_unsaid,
    an_extension_is_of_the_limit_s_own_days,
    closing_time_is_a_time_of_day,
    a_notice_step_has_the_effect,
    the_village_takes_in_only_where_it_is_open,
    who_decides_on_the_spot_can,
)

"""What must rest on a basis: powers, fees, decisions in the village, legal effects."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.checks.finding import Content, Hit, Surroundings

LICENSING = "行政许可法"
LICENCE = "01"
BENEFIT = "05"
EFFECTS_OF_LICENSING = (
    "deemed_acceptance",
    "deemed_withdrawal",
    "extension",
    "special_procedure",
    "on_the_spot",
)


def _blank(basis: Any) -> bool:
    if not isinstance(basis, Mapping):
        return True
    law, duty = basis.get("law") or {}, basis.get("duty") or {}
    parts = (law.get("zh"), basis.get("article"), duty.get("zh"))
    return not all(isinstance(part, str) and part.strip() for part in parts)


def the_item_has_a_basis(content: Content, around: Surroundings) -> Iterator[Hit]:
    for number, entry in enumerate(content["basis"]):
        if _blank(entry):
            yield Hit(f"basis.{number}", "no_basis")
    if not content["basis"]:
        yield Hit("basis", "no_basis")


def an_effect_has_a_basis(content: Content, around: Surroundings) -> Iterator[Hit]:
    for code, entry in content["effects"].items():
        if _blank(entry):
            yield Hit(f"effects.{code}", "effect_without_basis", {"effect": code})


def licensing_law_is_for_licences(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 2: of itself it applies to nothing but licences; another item needs a basis of its own."""
    if content["type_code"] == LICENCE:
        return
    for code in EFFECTS_OF_LICENSING:
        entry = content["effects"].get(code)
        laws = str(entry["law"]["zh"]).replace("；", ";").split(";") if entry else []
        if laws and all(LICENSING in law for law in laws):
            yield Hit(f"effects.{code}.law", "licensing_law_elsewhere", {"effect": code})


def nobody_loses_assistance_by_silence(content: Content, around: Surroundings) -> Iterator[Hit]:
    if content["type_code"] == BENEFIT and "deemed_withdrawal" in content["effects"]:
        yield Hit("effects.deemed_withdrawal", "withdrawal_of_benefit")


def a_fee_has_a_basis(content: Content, around: Surroundings) -> Iterator[Hit]:
    """行政许可法 art. 58, 59: what has no basis in law costs nothing."""
    for number, fee in enumerate(content["fees"]):
        if _blank(fee.get("basis")):
            yield Hit(f"fees.{number}.basis", "fee_without_basis", {"fee": fee["name"]["zh"]})


def no_fee_is_said_with_its_ground(content: Content, around: Surroundings) -> Iterator[Hit]:
    ground = (content.get("no_fee_ground") or {}).get("zh", "").strip()
    if not content["fees"] and not ground:
        yield Hit("no_fee_ground", "no_fee_ground_missing")
    if content["fees"] and ground:
        yield Hit("no_fee_ground", "fee_and_no_fee")


def a_power_from_elsewhere_says_whence(content: Content, around: Surroundings) -> Iterator[Hit]:
    """A power that came down, or that another body lent, names the deed (行政许可法 art. 23, 24)."""
    decider = content["decider"]
    if content["power_source"] in ("devolved", "authorized", "entrusted") and _blank(
        decider.get("delegation")
    ):
        yield Hit("decider.delegation", "power_without_delegation", {"source": content["power_source"]})


def the_village_decides_only_its_own_or_by_delegation(
    content: Content, around: Surroundings
) -> Iterator[Hit]:
    if content["village_mode"] != "direct":
        return
    stated = content.get("village_delegation") or {}
    principal = (stated.get("principal") or {}).get("zh", "").strip()
    if not stated.get("autonomous") and (not principal or _blank(stated.get("basis"))):
        yield Hit("village_delegation", "direct_without_delegation")


RULES = (
    the_item_has_a_basis,
    an_effect_has_a_basis,
    licensing_law_is_for_licences,
    nobody_loses_assistance_by_silence,
    a_fee_has_a_basis,
    no_fee_is_said_with_its_ground,
    a_power_from_elsewhere_says_whence,
    the_village_decides_only_its_own_or_by_delegation,
)

"""Every rule over every item and override: the findings in the order of the files and their lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongban.catalogue.checks import bases, effects, limits, materials, questions, steps, texts
from tongban.catalogue.checks.finding import Content, Finding, Hit, Rule, Surroundings
from tongban.catalogue.exchange.parsed import ParsedItem, Place
from tongban.catalogue.inheritance import compose, faults_of_override
from tongban.catalogue.parsing import faults_of
from tongban.catalogue.structure import DefinitionFault
from tongban.kernel.workbooks.faults import ExchangeFault

RULES: tuple[Rule, ...] = (
    *bases.RULES,
    *limits.RULES,
    *materials.RULES,
    *effects.RULES,
    *steps.RULES,
    *questions.RULES,
    *texts.RULES,
)


@dataclass(frozen=True)
class PlacedOverride:
    """A place's override of one item, and where it stands.

    Args:
        places: path → place, as of a `ParsedItem`.
        above: the divisions above it that may have overrides too, the highest first.
    """

    division: str
    override: Any
    root: Place
    places: Mapping[str, Place]
    above: tuple[str, ...] = ()


def check_contents(
    items: Sequence[ParsedItem], around: Surroundings, overrides: Sequence[PlacedOverride] = ()
) -> list[Finding]:
    """Everything wrong with some items and with what places changed of them."""
    around = replace(around, codes={item.code for item in items} | set(around.codes))
    findings: list[Finding] = []
    sound: list[ParsedItem] = []
    seen: set[str] = set()
    for item in items:
        if item.code in seen:
            findings.append(_placed(item, Hit("code", "code_twice", {"code": item.code})))
        seen.add(item.code)
        found = [_of_fault(item, fault) for fault in faults_of(item.content)]
        findings += found
        # what has no shape has no sense to look into; a fault of sense leaves the rest to be looked at
        if not found or not {finding.code for finding in found} & SHAPELESS:
            sound.append(item)
            known = {(finding.path, finding.code) for finding in found}
            for hit in hits(item.content, around):
                finding = _placed(item, hit)
                if (finding.path, finding.code) not in known and not _already(hit, found):
                    findings.append(finding)
    by_code = {item.code: item for item in sound}
    for code, hit in materials.circular_proofs([item.content for item in sound]):
        findings.append(_placed(by_code[code], hit))
    findings += _of_overrides({code: item.content for code, item in by_code.items()}, overrides, around)
    return sorted(findings, key=lambda finding: (finding.file, finding.line, finding.path))


SHAPELESS = frozenset(
    {
        "missing",
        "unknown",
        "enum",
        "type",
        "minLength",
        "maxLength",
        "minItems",
        "pattern",
        "minimum",
        "maximum",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "not_an_object",
        "one_operator_only",
        "unknown_operator",
        "not_a_list",
        "not_a_pair",
        "not_a_field",
        "too_deep",
        "not_a_date",
    }
)
"""Faults with which a content may be of another shape than the rules expect."""
SAME = {
    "promise_longer": "promise_longer",
    "no_basis": "blank_basis",
    "effect_without_basis": "blank_basis",
    "fee_without_basis": "blank_basis",
}


HARMLESS_BELOW = frozenset({"receipt_without_village_point"})
"""What came down from above and has nothing to work on at a place any more."""


def _already(hit: Hit, found: Iterable[Finding]) -> bool:
    """Whether the parser has said the same in its own words."""
    return any(finding.code == SAME.get(hit.code) and hit.path.startswith(finding.path) for finding in found)


def hits(content: Content, around: Surroundings) -> Iterator[Hit]:
    """What the rules say of one sound content."""
    for rule in RULES:
        yield from rule(content, around)


def _placed(item: ParsedItem, hit: Hit) -> Finding:
    place = item.place(hit.path)
    return Finding(hit.code, place.sheet or item.root.sheet, hit.path, place.row, item.code, hit.params)


def _of_fault(item: ParsedItem, fault: DefinitionFault) -> Finding:
    place = item.place(fault.path)
    params = {**fault.params, "problem": fault.problem}
    return Finding(fault.code, place.sheet or item.root.sheet, fault.path, place.row, item.code, params)


def of_file(fault: ExchangeFault) -> Finding:
    """A fault of reading as a finding."""
    return Finding(fault.code, fault.sheet, fault.column, fault.row, fault.item, fault.params)


def _of_overrides(
    bases: Mapping[str, Content], overrides: Sequence[PlacedOverride], around: Surroundings
) -> Iterator[Finding]:
    by_place = {(one.division, _item(one)): one.override for one in overrides}
    for one in overrides:
        code = _item(one)
        if code not in bases:
            if not isinstance(one.override, Mapping) or one.override.get("taken") is not False:
                yield _at(one, Hit("item", "override_of_unknown", {"item": code}))
            continue
        upper = [(place, by_place[place, code]) for place in one.above if (place, code) in by_place]
        try:
            above = compose(bases[code], upper).content
        except (DefinitionFault, LookupError, TypeError, KeyError):
            continue  # the upper override's own finding says it
        found = list(faults_of_override(above, one.override))
        for fault in found:
            yield _at(one, Hit(fault.path, fault.code, {**fault.params, "problem": fault.problem}))
        if found:
            continue
        whole = compose(above, [(one.division, one.override)]).content
        result = [Hit(fault.path, fault.code, {"problem": fault.problem}) for fault in faults_of(whole)]
        told = {(hit.path, hit.code) for hit in hits(above, around)}
        if not result:
            fresh = (hit for hit in hits(whole, around) if (hit.path, hit.code) not in told)
            result = [hit for hit in fresh if hit.code not in HARMLESS_BELOW]
        for hit in result:
            yield _at(one, Hit("changes", hit.code, {**hit.params, "path": hit.path}))


def _item(one: PlacedOverride) -> str:
    return str(one.override.get("item", "")) if isinstance(one.override, Mapping) else ""


def _at(one: PlacedOverride, hit: Hit) -> Finding:
    path = hit.path
    while path and path not in one.places:
        path = path.rpartition(".")[0]
    place = one.places.get(path, one.root)
    return Finding(hit.code, one.root.sheet, hit.path, place.row, _item(one), hit.params)

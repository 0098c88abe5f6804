"""From an item's content to an :class:`ItemDefinition`, with every fault named by its place.

`parse_definition` checks and reads; `read_definition` only reads, for what was checked when it was published.
An effect without law, article and duty is a fault: what has no basis cannot be switched on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from tongban.catalogue.definition import (
    Basis,
    BlankForm,
    Caution,
    Decider,
    Effect,
    Faq,
    Fee,
    ItemDefinition,
    ItemLimit,
    Material,
    Option,
    Question,
    Sample,
    SearchWords,
    Step,
    Text,
    VillageDelegation,
)
from tongban.catalogue.sensitivity import sensitivity_of, upcast
from tongban.catalogue.structure import DefinitionFault, structural_faults
from tongban.rules import conditions
from tongban.rules.retention import UNSTATED

__all__ = ["LIMITS", "DefinitionFault", "faults_of", "parse_definition", "read_definition"]

LIMITS = ("intake_check", "promised", "statutory", "joint", "delivery")
PSEUDO_FIELDS = frozenset({"channel"})  # conditions of materials and steps may ask for the channel too


def parse_definition(content: Mapping[str, Any]) -> ItemDefinition:
    """The definition that a content states.

    Raises:
        DefinitionFault: the first thing wrong, with its place.
    """
    for fault in faults_of(content):
        raise fault
    return read_definition(content)


def faults_of(content: Any) -> Iterator[DefinitionFault]:
    """Everything that keeps a content from being taken: its shape first, then its sense."""
    content = upcast(content)
    shape = list(structural_faults(content))
    yield from shape
    if shape:
        return  # what has no shape has no sense to check
    yield from _twice(content)
    yield from _order_of_conditions(content)
    yield from _blank_bases(content)
    limits = content["limits"]
    if "statutory" in limits and _weeks(limits["promised"]) > _weeks(limits["statutory"]):
        yield DefinitionFault(
            "limits.promised", "the promise is longer than the statutory limit", "promise_longer"
        )
    if "ends" in content:
        try:
            date.fromisoformat(content["ends"])
        except ValueError:
            yield DefinitionFault("ends", "is no real date", "not_a_date")


def _weeks(limit: Mapping[str, Any]) -> Fraction:
    """How long a limit is where no holiday falls in it, so that both units can be compared."""
    return Fraction(limit["days"], 5 if limit["unit"] == "working" else 7)


def _twice(content: Mapping[str, Any]) -> Iterator[DefinitionFault]:
    for name in ("questions", "materials", "steps", "fees"):
        codes: Sequence[str] = [entry["code"] for entry in content[name]]
        for number, code in enumerate(codes):
            if code in codes[:number]:
                yield DefinitionFault(
                    f"{name}.{number}.code", f"{code} is there twice", "twice", {"code": code}
                )


def _order_of_conditions(content: Mapping[str, Any]) -> Iterator[DefinitionFault]:
    known = set(PSEUDO_FIELDS)
    for number, question in enumerate(content["questions"]):
        place = f"questions.{number}"
        yield from _condition(question, "show_if", known, place)
        if question["kind"] == "choice" and not question.get("options"):
            yield DefinitionFault(f"{place}.options", "a choice has options", "missing")
        if question.get("situation") and question["kind"] not in ("choice", "yes_no"):
            yield DefinitionFault(
                f"{place}.situation", "a situation is a choice or a yes_no", "situation_kind"
            )
        known.add(question["code"])
    for name in ("materials", "steps", "fees"):
        for number, entry in enumerate(content[name]):
            yield from _condition(entry, "needed_if", known, f"{name}.{number}")
    for number, caution in enumerate(content["cautions"]):
        yield from _condition(caution, "when", known | {"applicant_age"}, f"cautions.{number}")


def _condition(entry: Mapping[str, Any], name: str, known: set[str], place: str) -> Iterator[DefinitionFault]:
    if name not in entry:
        return
    for fault in conditions.validate(entry[name], known):
        yield DefinitionFault(
            ".".join(part for part in (place, name, fault.path) if part), fault.code, fault.code, fault.params
        )


def _blank_bases(content: Mapping[str, Any]) -> Iterator[DefinitionFault]:
    stated = [(f"basis.{number}", entry) for number, entry in enumerate(content["basis"])]
    stated += [(f"effects.{code}", entry) for code, entry in content["effects"].items()]
    stated += [(f"fees.{number}.basis", entry["basis"]) for number, entry in enumerate(content["fees"])]
    for place, entry in stated:
        if not (entry["law"]["zh"].strip() and entry["article"].strip() and entry["duty"]["zh"].strip()):
            yield DefinitionFault(place, "a basis names its law, its article and the duty", "blank_basis")


def read_definition(content: Mapping[str, Any]) -> ItemDefinition:
    """The definition of a content that was sound when it was published.

    A content of an earlier release may lack what that release did not know; cases pinned on it go on.
    """
    result = content["result"]
    search = content.get("search") or {}
    sample = content.get("sample") or {}
    return ItemDefinition(
        code=content["code"],
        basic_code=content.get("basic_code", ""),
        type_code=content["type_code"],
        name=_text(content["name"]),
        summary=_text(content["summary"]),
        search=SearchWords(
            *(tuple(search.get(name, ())) for name in ("words", "words_en", "asks", "events"))
        ),
        position=content["position"],
        decider=_decider(content),
        power_source=content.get("power_source", "statutory"),
        handling=content.get("handling", "promised"),
        identity_demand=(content.get("identity_proof") or {}).get("when", "none"),
        identity_basis=_optional_basis(content.get("identity_proof") or {}, "basis"),
        retention=content.get("retention", UNSTATED),
        scope=content.get("scope", "township"),
        addressees=tuple(content["addressees"]),
        basis=tuple(_basis(entry) for entry in content["basis"]),
        conditions=tuple(_text(entry) for entry in content["conditions"]),
        cautions=tuple(
            Caution(dict(entry["when"]), _text(entry["say"])) for entry in content.get("cautions", ())
        ),
        questions=tuple(_question(entry) for entry in content["questions"]),
        materials=tuple(_material(entry) for entry in content["materials"]),
        steps=tuple(_step(entry) for entry in content["steps"]),
        limits={name: _limit(content["limits"][name]) for name in LIMITS if name in content["limits"]},
        received_rule=dict(content["received_rule"]),
        effects={
            code: Effect(code, _basis(entry), dict(entry.get("params") or {}))
            for code, entry in content["effects"].items()
        },
        fees=tuple(_fee(entry) for entry in content["fees"]),
        no_fee_ground=_optional(content, "no_fee_ground"),
        result_name=_text(result["name"]),
        result_hint=_text(result["hint"]),
        result_kind=result.get("kind", "notice"),
        titles={
            name: result[name]
            for name in ("title_granted", "title_refused", "decision_granted", "decision_refused", "validity")
        },
        remedies_kind=(content.get("remedies") or {}).get("kind", "administrative"),
        remedies_told=_optional(content.get("remedies") or {}, "told"),
        signers=_signers(content),
        visits=content["visits"],
        visits_reason=_optional(content, "visits_reason"),
        channels=tuple(content["channels"]),
        village_mode=content["village_mode"],
        village_delegation=_village_delegation(content),
        faq=tuple(Faq(_text(entry["question"]), _text(entry["answer"])) for entry in content["faq"]),
        sample=Sample(sample.get("applicant", ""), dict(sample.get("answers") or {})),
        demonstration=content["demonstration"],
        published=content["published"],
        ends=date.fromisoformat(content["ends"]) if "ends" in content else None,
        ends_reason=_optional(content, "ends_reason"),
    )


def _signers(content: Mapping[str, Any]) -> Mapping[str, Any]:
    stated = content.get("signers")
    return {**stated, "for": _text(stated["for"])} if stated else {}


def _text(value: Mapping[str, str]) -> Text:
    return Text(value["zh"], value["en"])


def _optional(source: Mapping[str, Any], name: str) -> Text | None:
    return _text(source[name]) if source.get(name) else None


def _basis(entry: Mapping[str, Any]) -> Basis:
    return Basis(
        _text(entry["law"]),
        entry["article"],
        _text(entry["duty"]),
        bool(entry.get("unconfirmed", False)),
        entry.get("article_en", ""),
    )


def _optional_basis(source: Mapping[str, Any], name: str) -> Basis | None:
    return _basis(source[name]) if source.get(name) else None


def _limit(entry: Mapping[str, Any]) -> ItemLimit:
    return ItemLimit(
        entry["days"],
        entry["unit"],
        _text(entry["basis"]),
        entry.get("runs_from", "acceptance"),
        bool(entry.get("unconfirmed", False)),
        bool(entry.get("always", False)),
    )


def _decider(content: Mapping[str, Any]) -> Decider:
    stated = content.get("decider")
    if stated is None:  # the first release knew the level alone
        return Decider(content["deciding_level"], "leadership", None)
    return Decider(stated["level"], stated["position"], _optional_basis(stated, "delegation"))


def _village_delegation(content: Mapping[str, Any]) -> VillageDelegation | None:
    stated = content.get("village_delegation")
    if not stated:
        return None
    return VillageDelegation(
        bool(stated.get("autonomous", False)),
        _optional(stated, "principal"),
        _optional_basis(stated, "basis"),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(
        code=entry["code"],
        kind=entry["kind"],
        label=_text(entry["label"]),
        hint=_text(entry["hint"]),
        required=entry["required"],
        sensitivity=sensitivity_of(entry),
        options=tuple(
            Option(option["code"], _text(option["label"]), option.get("applicant", ""))
            for option in entry.get("options", ())
        ),
        show_if=dict(entry["show_if"]) if "show_if" in entry else None,
        max_length=int(entry.get("max_length", 2000 if entry["kind"] == "people" else 200)),
        situation=bool(entry.get("situation", False)),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        date_range=entry.get("date_range", "any"),
    )


def _material(entry: Mapping[str, Any]) -> Material:
    return Material(
        code=entry["code"],
        name=_text(entry["name"]),
        necessity=entry["necessity"],
        forms=tuple(entry["forms"]),
        copies=entry["copies"],
        source=_text(entry["source"]),
        review_points=tuple(_text(point) for point in entry["review_points"]),
        hint=_text(entry["hint"]),
        needed_if=dict(entry["needed_if"]) if "needed_if" in entry else None,
        kind=entry.get("kind", "certificate"),
        origin=entry.get("origin", "own"),
        issuer=_optional(entry, "issuer"),
        result_of=entry.get("result_of", ""),
        form=_blank_form(entry["form"]) if "form" in entry else None,
        commitment=bool(entry.get("commitment", False)),
    )


def _blank_form(entry: Mapping[str, Any]) -> BlankForm:
    return BlankForm(
        tuple(entry["fields"]),
        _text(entry["statement"]),
        tuple(entry["signed_by"]),
        tuple(entry["opinions"]),
    )


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        code=entry["code"],
        name=_text(entry["name"]),
        kind=entry["kind"],
        level=entry["level"],
        position=entry["position"],
        limit=_limit(entry["limit"]) if "limit" in entry else None,
        needed_if=dict(entry["needed_if"]) if "needed_if" in entry else None,
        side_by_side=entry.get("side_by_side", ""),
        told=_optional(entry, "told"),
        system=_optional(entry, "system"),
    )


def _fee(entry: Mapping[str, Any]) -> Fee:
    return Fee(
        entry["code"],
        _text(entry["name"]),
        entry["amount"],
        _text(entry["per"]),
        _basis(entry["basis"]),
        _text(entry["channel"]),
        dict(entry["needed_if"]) if "needed_if" in entry else None,
        entry.get("paid_before", ""),
    )

"""From a YAML file's content to an :class:`ItemDefinition`, with every fault named by its place in the file.

An effect without law, article and duty is a fault: what has no basis cannot be switched on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from tongban.catalogue.definition import (
    Basis,
    Caution,
    Effect,
    Faq,
    ItemDefinition,
    ItemLimit,
    Material,
    Option,
    Question,
    Step,
    Text,
)
from tongban.rules import conditions
from tongban.rules.clock import LONGEST_DAYS

QUESTION_KINDS = frozenset(
    [
        "text",
        "long_text",
        "citizen_number",
        "phone",
        "date",
        "choice",
        "yes_no",
        "address",
        "amount",
        "village",
    ]
)
NECESSITIES = frozenset({"required", "optional", "deferrable"})
FORMS = frozenset({"electronic", "paper_original", "paper_copy"})
CHANNELS = frozenset({"portal", "window", "village_point"})
LEVELS = frozenset({"village", "township", "county"})
EFFECTS = frozenset(
    [
        "deemed_acceptance",
        "deemed_withdrawal",
        "extension",
        "special_procedure",
        "public_notice",
        "deferral",
        "informed_commitment",
        "on_the_spot",
        "receipt_on_trust",
    ]
)
LIMITS = ("intake_check", "promised", "statutory", "delivery")
PSEUDO_FIELDS = frozenset({"channel"})  # conditions of materials and steps may ask for the channel too


class DefinitionFault(ValueError):
    """A definition that cannot be taken.

    Args:
        path: where in the file, e.g. ``materials.2.name.zh``.
        problem: what is wrong there, in English for the editor of the file.
    """

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class _Reader:
    """Walks the content and knows where it is."""

    def __init__(self) -> None:
        self.path: list[str] = []

    @contextmanager
    def at(self, *names: str | int) -> Iterator[None]:
        self.path.extend(str(name) for name in names)
        try:
            yield
        finally:
            del self.path[-len(names) :]

    def fault(self, problem: str) -> DefinitionFault:
        return DefinitionFault(".".join(self.path), problem)

    def need(self, source: Mapping[str, Any], name: str, kind: type | tuple[type, ...] = str) -> Any:
        with self.at(name):
            if name not in source:
                raise self.fault("is missing")
            if not isinstance(source[name], kind):
                raise self.fault(f"is a {type(source[name]).__name__}, which does not belong there")
        return source[name]

    def text(self, source: Mapping[str, Any], name: str) -> Text:
        value = self.need(source, name, dict)
        with self.at(name):
            return Text(self.need(value, "zh"), self.need(value, "en"))

    def each(self, source: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
        for index, entry in enumerate(self.need(source, name, list)):
            with self.at(name, index):
                if not isinstance(entry, dict):
                    raise self.fault("is not a mapping")
                yield entry

    def texts(self, source: Mapping[str, Any], name: str) -> tuple[Text, ...]:
        return tuple(
            Text(self.need(entry, "zh"), self.need(entry, "en")) for entry in self.each(source, name)
        )

    def limit(self, source: Mapping[str, Any], name: str) -> ItemLimit:
        value = self.need(source, name, dict)
        with self.at(name):
            unit = self.need(value, "unit")
            if unit not in ("working", "calendar"):
                with self.at("unit"):
                    raise self.fault("is working or calendar")
            days = self.need(value, "days", int)
            if isinstance(days, bool) or not 0 <= days <= LONGEST_DAYS:
                with self.at("days"):
                    raise self.fault(f"is a number of days from 0 to {LONGEST_DAYS}")
            runs_from = value.get("runs_from", "acceptance")
            if runs_from not in ("acceptance", "receipt"):
                with self.at("runs_from"):
                    raise self.fault("is acceptance or receipt")
            return ItemLimit(days, unit, self.text(value, "basis"), runs_from)

    def one_of(self, source: Mapping[str, Any], name: str, known: Collection[str]) -> str:
        value = self.need(source, name)
        if value not in known:
            with self.at(name):
                raise self.fault(f"is one of {', '.join(sorted(known))}")
        return str(value)

    def some_of(self, source: Mapping[str, Any], name: str, known: Collection[str]) -> tuple[str, ...]:
        values = self.need(source, name, list)
        for value in values:
            if value not in known:
                with self.at(name):
                    raise self.fault(f"are of {', '.join(sorted(known))}")
        return tuple(values)

    def distinct(self, name: str, codes: Sequence[str]) -> None:
        for code in codes:
            if codes.count(code) > 1:
                with self.at(name):
                    raise self.fault(f"{code} is there twice")

    def condition(self, source: Mapping[str, Any], name: str, known: frozenset[str]) -> dict[str, Any] | None:
        if name not in source:
            return None
        with self.at(name):
            for fault in conditions.validate(source[name], known):
                with self.at(fault.path or "."):
                    raise self.fault(fault.code)
        return dict(source[name])

    def basis(self, source: Mapping[str, Any]) -> Basis:
        basis = Basis(self.text(source, "law"), self.need(source, "article"), self.text(source, "duty"))
        if not (basis.law.zh.strip() and basis.article.strip() and basis.duty.zh.strip()):
            raise self.fault("a basis names its law, its article and the duty")
        return basis


def parse_definition(content: Mapping[str, Any]) -> ItemDefinition:
    """The definition that a file's content states.

    Raises:
        DefinitionFault: the first thing wrong, with its place.
    """
    read = _Reader()
    questions: list[Question] = []
    for entry in read.each(content, "questions"):
        earlier = frozenset(question.code for question in questions) | PSEUDO_FIELDS
        questions.append(_question(read, entry, earlier))
    known = frozenset(question.code for question in questions) | PSEUDO_FIELDS
    limits = read.need(content, "limits", dict)
    with read.at("limits"):
        parsed_limits = {name: read.limit(limits, name) for name in LIMITS}
        if _weeks(parsed_limits["promised"]) > _weeks(parsed_limits["statutory"]):
            raise read.fault("the promise is longer than the statutory limit")
    result = read.need(content, "result", dict)
    with read.at("result"):
        result_name, result_hint = read.text(result, "name"), read.text(result, "hint")
        titles = {
            name: read.need(result, name)
            for name in ("title_granted", "title_refused", "decision_granted", "decision_refused", "validity")
        }
    materials = tuple(_material(read, entry, known) for entry in read.each(content, "materials"))
    steps = tuple(_step(read, entry, known) for entry in read.each(content, "steps"))
    read.distinct("questions", [question.code for question in questions])
    read.distinct("materials", [material.code for material in materials])
    read.distinct("steps", [step.code for step in steps])
    return ItemDefinition(
        code=read.need(content, "code"),
        type_code=read.need(content, "type_code"),
        name=read.text(content, "name"),
        summary=read.text(content, "summary"),
        position=read.need(content, "position"),
        deciding_level=read.need(content, "deciding_level"),
        addressees=tuple(read.need(content, "addressees", list)),
        basis=tuple(read.basis(entry) for entry in read.each(content, "basis")),
        conditions=read.texts(content, "conditions"),
        questions=tuple(questions),
        materials=materials,
        steps=steps,
        limits=parsed_limits,
        received_rule=dict(read.need(content, "received_rule", dict)),
        effects=_effects(read, content),
        fees=tuple(read.need(content, "fees", list)),
        no_fee_ground=read.text(content, "no_fee_ground"),
        result_name=result_name,
        result_hint=result_hint,
        titles=titles,
        signers=dict(content.get("signers") or {}),
        visits=read.need(content, "visits", int),
        channels=read.some_of(content, "channels", CHANNELS),
        village_mode=read.need(content, "village_mode"),
        cautions=_cautions(read, content, known | {"applicant_age"}),
        faq=tuple(
            Faq(read.text(entry, "question"), read.text(entry, "answer"))
            for entry in read.each(content, "faq")
        ),
        demonstration=read.need(content, "demonstration", bool),
        published=read.need(content, "published", bool),
    )


def _weeks(limit: ItemLimit) -> Fraction:
    """How long a limit is where no holiday falls in it, so that both units can be compared."""
    return Fraction(limit.days, 5 if limit.unit == "working" else 7)


def _question(read: _Reader, entry: Mapping[str, Any], earlier: frozenset[str]) -> Question:
    kind = read.need(entry, "kind")
    if kind not in QUESTION_KINDS:
        with read.at("kind"):
            raise read.fault(f"is one of {', '.join(sorted(QUESTION_KINDS))}")
    options = (
        tuple(
            Option(read.need(option, "code"), read.text(option, "label"))
            for option in read.each(entry, "options")
        )
        if kind == "choice"
        else ()
    )
    return Question(
        code=read.need(entry, "code"),
        kind=kind,
        label=read.text(entry, "label"),
        hint=read.text(entry, "hint"),
        required=read.need(entry, "required", bool),
        sensitive=bool(entry.get("sensitive", False)),
        options=options,
        show_if=read.condition(entry, "show_if", earlier),
        max_length=int(entry.get("max_length", 200)),
    )


def _cautions(read: _Reader, content: Mapping[str, Any], known: frozenset[str]) -> tuple[Caution, ...]:
    if "cautions" not in content:
        return ()
    stated = []
    for entry in read.each(content, "cautions"):
        read.need(entry, "when", dict)
        stated.append(Caution(read.condition(entry, "when", known) or {}, read.text(entry, "say")))
    return tuple(stated)


def _material(read: _Reader, entry: Mapping[str, Any], known: frozenset[str]) -> Material:
    return Material(
        code=read.need(entry, "code"),
        name=read.text(entry, "name"),
        necessity=read.one_of(entry, "necessity", NECESSITIES),
        forms=read.some_of(entry, "forms", FORMS),
        copies=read.need(entry, "copies", int),
        source=read.text(entry, "source"),
        review_points=read.texts(entry, "review_points"),
        hint=read.text(entry, "hint"),
        needed_if=read.condition(entry, "needed_if", known),
    )


def _step(read: _Reader, entry: Mapping[str, Any], known: frozenset[str]) -> Step:
    return Step(
        code=read.need(entry, "code"),
        name=read.text(entry, "name"),
        kind=read.need(entry, "kind"),
        level=read.one_of(entry, "level", LEVELS),
        position=read.need(entry, "position"),
        limit=read.limit(entry, "limit") if "limit" in entry else None,
        needed_if=read.condition(entry, "needed_if", known),
        side_by_side=str(entry.get("side_by_side", "")),
    )


def _effects(read: _Reader, content: Mapping[str, Any]) -> dict[str, Effect]:
    effects = {}
    stated = read.need(content, "effects", dict)
    for code, entry in stated.items():
        with read.at("effects", code):
            if code not in EFFECTS:  # a slip of the pen would leave an effect silently off
                raise read.fault(f"is one of {', '.join(sorted(EFFECTS))}")
            if not isinstance(entry, dict):
                raise read.fault("an effect states its law, article and duty")
            effects[code] = Effect(code, read.basis(entry), dict(entry.get("params") or {}))
    return effects

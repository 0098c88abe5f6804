"""The course of a case: what its clocks and its corrections are read from, beside its status.

Nothing personal: codes, days and moments.  Kept in one column as JSON and replayed from the ledger.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any, Self, get_type_hints

from tongban.rules.corrections import NonCounted
from tongban.rules.receipt import Arrived


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # in the one spelling that the ledger has
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


class Kept:
    """A value of the course as JSON and back."""

    def plain(self) -> dict[str, Any]:
        """As JSON; what says nothing is left out."""
        return {
            name: _plain(value)
            for name, value in asdict(self).items()  # type: ignore[call-overload]  # every Kept is a dataclass
            if value not in (None, "", ())
        }

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """From JSON, or from an event's data."""
        hints = get_type_hints(cls)
        return cls(
            **{
                field.name: _typed(hints[field.name], told[field.name])
                for field in fields(cls)  # type: ignore[arg-type]  # every Kept is a dataclass
                if field.name in told
            }
        )


def _typed(hint: Any, value: Any) -> Any:
    if isinstance(value, str) and hint in (datetime, datetime | None):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and hint in (date, date | None):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True)
class Round(Kept):
    """One correction notice (补正告知) and its answer.

    ``materials`` and ``answers``: everything that it names.  ``ground``: empty for the one notice, else one of
    `rules.corrections.FurtherDemand`.  ``served_at``: when its delivery was proven, in which way (``served_by``).
    ``brought``: what came in with the answer.  ``restored_at``: when it was taken up again with a new day; what was
    delivered before then proves nothing of that day.  ``shown_at``: an earlier delivery that was confirmed only when a
    period had run from another: kept as evidence, and nothing runs from it.
    """

    asked_at: datetime
    bring_by: date
    materials: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    ground: str = ""
    served_at: datetime | None = None
    served_by: str = ""
    answered_at: datetime | None = None
    brought: tuple[str, ...] = ()
    restored_at: datetime | None = None
    shown_at: datetime | None = None

    @property
    def told_at(self) -> datetime:
        """When the day that holds now was written down."""
        return self.restored_at or self.asked_at


@dataclass(frozen=True)
class Procedure(Kept):
    """A special procedure that takes days out of the limits (不计时环节).

    ``told_last``: the last day of the length told in writing.  ``ended``: the last day it took.
    """

    kind: str
    first: date
    told_last: date
    ended: date | None = None

    def non_counted(self, basis: str) -> NonCounted:
        """As the rules count it."""
        return NonCounted(self.kind, self.first, self.told_last, self.ended, basis)


@dataclass(frozen=True)
class Extended(Kept):
    """The one extension: days of the statutory limit's own unit, by whom (assignment) and when.

    ``void``: a procedure turned out to have ended earlier, so that the limit was over when it was extended.
    """

    days: int
    by: int
    at: datetime
    void: bool = False


SERVICES = frozenset({"served", "delivered", "paper"})  # of which it may turn out that nobody ever got it


@dataclass(frozen=True)
class LaterEntry(Kept):
    """A time before its entry (补录) that its second person has not confirmed yet.

    ``by``, ``named``: the assignments of who entered it and of who is to confirm it.  ``otherwise``: the day that counts if
    it is not confirmed, with ``late`` and ``on`` of a local rule's arrival, if one was asked.  ``kind``: ``received`` of
    the application, ``answered`` of a correction, ``served`` of the notice, ``delivered`` of the decision, ``paper`` of
    what followed it.  ``at``: the
    time stated, of all but the first; ``entered``: when it was.  ``withdrawn``: since when the application counted as
    withdrawn before this answer was entered.  ``ref``: which of its kind: the round of an answer or a service, from 1; a
    paper's number.
    """

    by: int
    named: int
    otherwise: date
    on: date | None = None
    late: bool = False
    kind: str = "received"
    at: datetime | None = None
    entered: datetime | None = None
    withdrawn: datetime | None = None
    ref: str = ""

    @property
    def name(self) -> str:
        """What tells it from the others that wait."""
        return f"{self.kind}:{self.ref}" if self.ref else self.kind


@dataclass(frozen=True)
class Course:
    """All of it; empty for a matter that went straight.

    ``deemed``: accepted by the passing of the date.  ``restarted_on``: decided anew, on order, from this day (重作).
    ``announced``: first and last day of an announcement that stands for delivery (公告送达).  ``nobody``: ended with
    nobody left to whom the paper could be handed: it is filed.  ``arrived``: what the local rule of late arrivals
    looked at when the application, or the answer to a notice, came in; None where the item states no such rule.
    ``later``: the later entries that wait, each for its own second person, oldest first.  A time of receipt runs
    meanwhile, and says so, but no date brings anything about by it; a time of service, which begins a period against the
    applicant, does not run.  ``kin``: somebody who is near kin of a party acted on
    record (近亲属备案).  ``recused``: the people (staff) who are kept from it (回避).  ``withdrawal_told``: the day on which it was
    found, and told, that it counts as withdrawn, where that was later than the day itself.  ``resumed_on``: taken up again on this
    day after it had ended by mistake.
    """

    rounds: tuple[Round, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    extension: Extended | None = None
    deemed: bool = False
    restarted_on: date | None = None
    announced: tuple[date, date] | None = None
    nobody: bool = False
    arrived: Arrived | None = None
    later: tuple[LaterEntry, ...] = ()
    kin: bool = False
    recused: tuple[int, ...] = ()
    withdrawal_told: date | None = None
    resumed_on: date | None = None

    @property
    def open_round(self) -> Round | None:
        """The notice that waits for its answer."""
        last = self.rounds[-1] if self.rounds else None
        return last if last and last.answered_at is None else None

    @property
    def open_procedure(self) -> Procedure | None:
        """The special procedure that runs."""
        last = self.procedures[-1] if self.procedures else None
        return last if last and last.ended is None else None

    @property
    def unconfirmed_receipt(self) -> LaterEntry | None:
        """The entry, still to be confirmed, from which the check of the materials counts: of the last answer that came,
        else of the application; None while a further notice waits for its own answer."""
        answered = [str(round_) for round_, one in enumerate(self.rounds, 1) if one.answered_at]
        if answered and self.open_round:
            return None
        kind, ref = ("answered", answered[-1]) if answered else ("received", "")
        return next((one for one in self.later if one.kind == kind and one.ref in (ref, "")), None)

    def without(self, *kinds: str, name: str = "") -> "Course":
        """Without the later entries of these kinds, or the one of this name."""
        kept = tuple(one for one in self.later if one.kind not in kinds and one.name != name)
        return replace(self, later=kept)

    @property
    def text(self) -> str:
        """As the column keeps it; empty for nothing."""
        told = self.plain()
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if told else ""

    def plain(self) -> dict[str, Any]:
        """As JSON; empty for nothing."""
        told: dict[str, Any] = {}
        if self.rounds:
            told["rounds"] = [one.plain() for one in self.rounds]
        if self.procedures:
            told["procedures"] = [one.plain() for one in self.procedures]
        if self.extension:
            told["extension"] = self.extension.plain()
        if self.deemed:
            told["deemed"] = True
        if self.restarted_on:
            told["restarted_on"] = self.restarted_on.isoformat()
        if self.announced:
            told["announced"] = [day.isoformat() for day in self.announced]
        if self.nobody:
            told["nobody"] = True
        if self.arrived:
            told["arrived"] = arrival_told(self.arrived)
        if self.later:  # the first apart: the list of what waits finds it by its own index
            first, *others = self.later
            told["later"] = first.plain()
            told |= {"later_also": [one.plain() for one in others]} if others else {}
        if self.kin:
            told["kin"] = True
        if self.withdrawal_told:
            told["withdrawal_told"] = self.withdrawal_told.isoformat()
        if self.recused:
            told["recused"] = list(self.recused)
        if self.resumed_on:
            told["resumed_on"] = self.resumed_on.isoformat()
        return told

    def with_arrival(self, data: Mapping[str, Any]) -> "Course":
        """With the arrival that an event tells of; as it is where it tells of none."""
        course = replace(self, arrived=_arrived(data["arrived"])) if "arrived" in data else self
        if "later" not in data:
            return course
        entered = LaterEntry.of(data["later"])
        return replace(course, later=(*course.without(name=entered.name).later, entered))


def arrival_told(arrived: Arrived) -> dict[str, Any]:
    """An arrival as an event has it."""
    return {"on": arrived.on.isoformat(), "late": arrived.late}


def _arrived(told: Mapping[str, Any]) -> Arrived:
    return Arrived(date.fromisoformat(told["on"]), bool(told["late"]))


NOTHING = Course()


def course_of(text: str) -> Course:
    """The course behind the column."""
    if not text:
        return NOTHING
    told = json.loads(text)
    announced = told.get("announced")
    return Course(
        rounds=tuple(Round.of(one) for one in told.get("rounds", ())),
        procedures=tuple(Procedure.of(one) for one in told.get("procedures", ())),
        extension=Extended.of(told["extension"]) if "extension" in told else None,
        deemed=bool(told.get("deemed")),
        restarted_on=date.fromisoformat(told["restarted_on"]) if "restarted_on" in told else None,
        announced=(date.fromisoformat(announced[0]), date.fromisoformat(announced[1])) if announced else None,
        nobody=bool(told.get("nobody")),
        arrived=_arrived(told["arrived"]) if "arrived" in told else None,
        later=tuple(
            LaterEntry.of(one)
            for one in (*([told["later"]] if "later" in told else ()), *told.get("later_also", ()))
        ),
        kin=bool(told.get("kin")),
        recused=tuple(told.get("recused", ())),
        withdrawal_told=date.fromisoformat(told["withdrawal_told"]) if "withdrawal_told" in told else None,
        resumed_on=date.fromisoformat(told["resumed_on"]) if "resumed_on" in told else None,
    )

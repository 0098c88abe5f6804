"""Promises of one case as pages show them, and the breaches of telling on its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.calendar.deferred import holds
from tongban.cases.frame import OpenCase
from tongban.cases.models import CaseBreach
from tongban.cases.promising import deferrable, deferral_day, deferral_days, sample_percent
from tongban.cases.restoring import restorable_until
from tongban.cases.sealed import open_text
from tongban.catalogue.definition import Basis, Text
from tongban.kernel.time import legal_date
from tongban.rules.clock import Limit
from tongban.rules.corrections import FurtherDemand
from tongban.rules.promises import FORM, ON_PAPER, Promise, sample_number


@dataclass(frozen=True)
class PromiseView:
    """One promise in the place of a material.

    ``kind``: deferred (容缺后补), committed (告知承诺).  ``due``: by when it must follow or be checked; None: not yet
    accepted, or not drawn for the check.  ``kept``: None while it is open.  ``signed_by``: the name typed as
    signature; empty: signed on paper.  ``note``: what the check found.  ``number``: the draw of the sample.
    """

    code: str
    name: Text
    kind: str
    due: date | None
    kept: bool | None
    late: bool
    signed_by: str
    note: str = ""
    number: int = 0
    percent: int = 100
    forms: tuple[str, ...] = ()
    proof_came: bool = False

    @property
    def to_bring(self) -> bool:
        """Whether a paper may come now: promised for later, or the proof of what was promised falsely."""
        return self.kept is None if self.kind == Promise.DEFERRED else self.false_without_proof

    @property
    def false_without_proof(self) -> bool:
        """Whether it was found false, and nothing came in its place: then nothing is granted."""
        return self.kind == Promise.COMMITTED and self.kept is False and not self.proof_came

    @property
    def outstanding(self) -> bool:
        """Whether something is still to come or to be checked."""
        return self.kept is None and self.due is not None


@dataclass(frozen=True)
class BreachView:
    """A breach of telling on the case's record: against the position, not a person."""

    kind: str
    position: str
    at: datetime


@dataclass(frozen=True)
class DeferralView:
    """What may follow later if it is accepted today.

    ``materials``: codes.  ``signed``: those for which it was signed with the application.
    """

    materials: tuple[str, ...]
    until: date | None
    limit: Limit | None
    signed: tuple[str, ...]


def promises_of(case: OpenCase) -> tuple[PromiseView, ...]:
    """Every promise of the case."""
    return tuple(_promises(case))


def _promises(case: OpenCase) -> Iterator[PromiseView]:
    by_code = {material.code: material for material in case.item.definition.materials}
    today = legal_date(case.run.at)
    for row, told in zip(case.materials, case.state.materials, strict=True):
        if not told.promise:
            continue
        signed = case.content.signed.get(told.code, "")
        committed = told.promise == Promise.COMMITTED
        due = (
            told.promise_due
            if committed or told.promise_due is None
            else holds(told.promise_due, case.calendar)
        )
        yield PromiseView(
            code=told.code,
            name=by_code[told.code].name,
            kind=told.promise,
            due=due,
            kept=told.promise_kept,
            late=told.promise_kept is None and due is not None and today > due,
            signed_by="" if signed == ON_PAPER else signed,
            note=open_text(row.reason, case.vault, "case.verdict")
            if committed and told.promise_kept is not None
            else "",
            number=sample_number(case.row.id, told.code),
            percent=sample_percent(case.item.definition),
            forms=tuple(form for form in by_code[told.code].forms if form != "electronic"),
            proof_came=committed and told.form != FORM,
        )


def deferral_of(case: OpenCase) -> DeferralView:
    """What the intake check offers to take later."""
    item = case.item.definition
    codes = tuple(one.code for one in case.state.materials if one.code in deferrable(item))
    return DeferralView(
        codes,
        deferral_day(item, case.calendar, legal_date(case.run.at)) if codes else None,
        deferral_days(item),
        tuple(code for code in codes if code in case.content.signed),
    )


def breaches_of(case: OpenCase) -> tuple[BreachView, ...]:
    """The breaches on record, with one that the date brought about and nobody wrote down yet."""
    course = case.state.course
    if not course.deemed and all(one.ground != FurtherDemand.BREACH for one in course.rounds):
        return ()  # nothing to ask the database for
    rows = CaseBreach.objects.filter(case_id=case.row.id).select_related("position").order_by("at")
    told = [BreachView(row.kind, row.position.name, row.at) for row in rows]
    if course.deemed and not any(one.kind == "not_told_in_time" for one in told):
        at = next((event.at for event in case.told() if event.type == "deemed_accepted"), case.run.at)
        told.append(BreachView("not_told_in_time", case.row.position.name, at))
    return tuple(told)


@dataclass(frozen=True)
class RestorationView:
    """How what counts as withdrawn is taken up again: until when, and the day that would be given to bring it."""

    until: date
    open: bool
    basis: Basis | None
    usual: date


def restoration_of(case: OpenCase) -> RestorationView | None:
    """None where nothing counts as withdrawn."""
    until = restorable_until(case.state, case.item.definition, case.calendar)
    if until is None:
        return None
    today = legal_date(case.run.at)
    effect = case.item.definition.effect("deemed_withdrawal")
    basis = effect.basis if effect else None
    return RestorationView(until, today <= until, basis, case.calendar.add_working_days(today, 10))

"""What the acts of the clock would record, and what stands in their way: for commands, previews and buttons alike."""

from dataclasses import replace
from datetime import date

from tongban.cases.clocks import counted_limit, dates, joined, limits_for, procedure_basis, steps_of
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase
from tongban.cases.said_of_clock import said
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Body
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules.corrections import NonCounted
from tongban.rules.extending import why_not_extend
from tongban.rules.lifecycle import Status
from tongban.rules.named_basis import why_no_basis
from tongban.rules.special_procedures import (
    ARTICLE_45,
    LONGEST_TOLD,
    MOST_IN_ALL,
    ONE_DAY,
    OTHER_STEPS,
    another_demand,
    told_last,
    why_not_begin,
)
from tongban.rules.substance import LEAST, why_not_substance

SUBJECT_LENGTH = 100  # characters
KINDS = (*ARTICLE_45, *OTHER_STEPS)
NOBODY_LEFT = frozenset({"applicant_died", "body_dissolved"})  # after these nobody may be left to be told
GROUNDS = ("applicant_died", "body_dissolved", "object_gone", "other_by_law")
# fault code → the field of the form it belongs to
FIELDS = {
    "procedure_without_basis": "kind",
    "procedure_still_open": "kind",
    "procedure_length": "days",
    "procedure_first_too_early": "first",
    "procedure_first_too_late": "first",
    "procedure_overlaps": "first",
    "procedure_after_the_limit": "first",
    "hearing_too_long": "days",
    "procedure_done_before": "subject",
    "procedures_too_long": "days",
    "no_procedure_open": "ended",
    "procedure_ends_before_start": "ended",
    "procedure_ends_ahead": "ended",
}


def _until_told(case: OpenCase, first: date, days: int, unit: str) -> int:
    """Working days from today to the last day of the length told; 0 where the length itself is none."""
    if not 1 <= days <= LONGEST_TOLD:
        return 0
    return case.calendar.working_days_between(
        legal_date(case.run.at), told_last(first, days, unit, case.calendar)
    )


def kinds_allowed(item: ItemDefinition) -> tuple[str, ...]:
    """The procedures that the item takes out of its limits, each with its basis."""
    return tuple(kind for kind in KINDS if procedure_basis(item, kind) is not None)


def procedures_so_far(case: OpenCase) -> tuple[NonCounted, ...]:
    """The procedures of the case so far, as the rules count them."""
    return tuple(one.non_counted("") for one in case.state.course.procedures)


def started_event(
    case: OpenCase,
    actor: Staff,
    kind: str,
    days: int,
    unit: str,
    first: date | None,
    reason: str,
    subject: str = "",
) -> Event:
    """What starting a procedure records, once nothing stands against it.

    Raises:
        InputFaults: as `start_special_procedure`.
    """
    item, today = case.item.definition, legal_date(case.run.at)
    first = first or today + ONE_DAY
    most = most_days(item)
    faults = []
    code = why_not_begin(
        kind,
        first,
        days,
        today=today,
        allowed=kinds_allowed(item),
        before=procedures_so_far(case),
        limit=case.state.statutory_due or case.state.promised_due,
        working=_until_told(case, first, days, unit),
        other=another_demand(subject, reason, _demands(case, kind)),
        last=told_last(first, days, unit, case.calendar) if 1 <= days <= LONGEST_TOLD else None,
        most=most,
    )
    if not kind:  # nothing chosen is no kind without its basis
        faults.append(FieldFault("kind", "required"))
    elif code:
        faults.append(FieldFault(FIELDS[code], code, {"most": most} if code == "procedures_too_long" else {}))
    if not days and code != "procedure_length":  # what else is missing is told with it
        faults.append(FieldFault("days", "required"))
    if unit not in ("working", "calendar"):
        faults.append(FieldFault("unit", "required"))
    if why := why_not_substance(reason):
        faults.append(FieldFault("reason", why, {"least": LEAST}))
    if len(subject.strip()) > SUBJECT_LENGTH:
        faults.append(FieldFault("subject", "too_long", {"most": SUBJECT_LENGTH}))
    if faults:
        raise InputFaults(faults)
    data = {
        "kind": kind,
        "first": first,
        "told_last": told_last(first, days, unit, case.calendar),
        "days": days,
        "unit": unit,
        "by": actor.assignment_id,
    }
    return dated(case, Event("special_procedure_started", data))


def most_days(item: ItemDefinition) -> int:
    """Calendar days that all procedures of one matter may take: as the item's rule says, else `MOST_IN_ALL`."""
    named = [
        int(effect.params["most_days"])
        for code in ("special_procedure", "non_counted_step")
        if (effect := item.effect(code)) is not None and "most_days" in effect.params
    ]
    return max(named, default=MOST_IN_ALL)


def _demands(case: OpenCase, kind: str) -> list[tuple[str, str]]:
    """What those of this kind looked at, and why; what was said before its kind was kept is of any."""
    lines = [line for line in said(case, "procedures") if "reason" in line]
    return [(line.get("subject", ""), line["reason"]) for line in lines if line.get("kind", kind) == kind]


def told_reason(reason: str, subject: str) -> str:
    """The reason as the notice prints it, with what is looked at."""
    return f"{reason.strip()}（对象：{subject.strip()}）" if subject.strip() else reason.strip()


def extension_rule(case: OpenCase) -> tuple[int, str, str] | None:
    """How many days, in which unit, and which position approves: of joint handling where that is the limit.

    None where the item has no such rule with its basis.
    """
    item = case.item.definition
    effect = item.effect("extension")
    if effect is None:
        return None
    params = effect.params
    if not joined(item, steps_of(case.state)):
        return int(params["days"]), str(params["unit"]), str(params["approved_by"])
    if "joint_days" not in params:
        return None
    return int(params["joint_days"]), str(params["unit"]), str(params.get("joint_approved_by", ""))


def why_not_now(case: OpenCase, days: int | None = None) -> str:
    """A code that says why this case's limit cannot be extended now; empty when it can."""
    rule = extension_rule(case)
    limit = limits_for(case.item.definition, steps_of(case.state)).get("statutory")
    unit = counted_limit(limit).unit if limit else "working"
    running = dates(case.state, case.item.definition, case.calendar).get("statutory_due")
    return why_not_extend(
        legal_date(case.run.at),
        running if isinstance(running, date) else None,
        (rule[0] if rule else 1) if days is None else days,
        rule[0] if rule else None,
        units=(unit, rule[1] if rule else unit),
        granted_before=case.state.course.extension is not None,
    )


def extended_event(case: OpenCase, actor: Staff, days: int | None, reason: str) -> Event:
    """What the extension records, once nothing stands against it.

    Raises:
        InputFaults: ``extension_length``, or a reason that says nothing.
        Refusal: the other codes of `why_not_extend`.
    """
    faults = []
    rule = extension_rule(case)
    if code := why_not_now(case, days):
        if code != "extension_length":
            raise Refusal(code)
        faults.append(FieldFault("days", code, {"most": rule[0] if rule else 0}))
    if why := why_not_substance(reason):
        faults.append(FieldFault("reason", why, {"least": LEAST}))
    if faults:
        raise InputFaults(faults)
    assert rule is not None
    data = {"days": days if days is not None else rule[0], "by": actor.assignment_id}
    return dated(case, Event("extended", data))


def extension_came_too_late(case: OpenCase, ending: Event) -> bool:
    """Whether a procedure that ended on this day leaves an extension that was granted when the limit was over already.

    An extension is granted before the limit is over (行政许可法 art. 42).  The day on which a procedure really ended is a
    fact; what was extended on the belief that it still ran does not hold.
    """
    after = case.after(ending)
    granted = after.course.extension
    if granted is None or granted.void:
        return False
    bare = replace(after, course=replace(after.course, extension=None))
    last = dates(bare, case.item.definition, case.calendar).get("statutory_due")
    return isinstance(last, date) and legal_date(granted.at) > last


def check_termination(case: OpenCase, ground: str, reason: str, basis: str, *, nobody: bool = False) -> None:
    """A termination has a ground that fits the applicant, a reason of substance and a basis.

    Args:
        nobody: there is nobody to whom its paper could be handed: only where the applicant is no more.

    Raises:
        InputFaults: ``required``, ``not_an_option``, ``ground_of_a_person``, ``ground_of_a_body``, ``somebody_is_left``,
            and why the reason or the basis is none.
    """
    faults = []
    organization = case.content.applicant.get("number_kind") == "credit_code"
    if ground not in GROUNDS:
        faults.append(FieldFault("ground", "required" if not ground else "not_an_option"))
    elif ground == "applicant_died" and organization:
        faults.append(FieldFault("ground", "ground_of_a_person"))
    elif ground == "body_dissolved" and not organization:
        faults.append(FieldFault("ground", "ground_of_a_body"))
    if nobody and ground not in NOBODY_LEFT:
        faults.append(FieldFault("nobody", "somebody_is_left"))
    if why := why_not_substance(reason):
        faults.append(FieldFault("reason", why, {"least": LEAST}))
    if why := why_no_basis(basis):
        faults.append(FieldFault("basis", why))
    if faults:
        raise InputFaults(faults)


def issuer_of(case: OpenCase, actor: Staff) -> Body:
    """In whose name it ends: the deciding body's where its own people end it under review, else who took it in."""
    decides = case.state.status == Status.IN_REVIEW and actor.body_id == case.row.deciding_body_id
    return case.row.deciding_body if decides else case.row.body

"""Corrections once: judge what came in, tell everything that is missing at once, prove that it was told.

Sources: 行政许可法 art. 32, and 优化营商环境条例 for what is no licence; `rules.corrections` has the law of it.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from tongban.cases import paper_contents_corrections
from tongban.cases.correcting import REPEAT, defects_of, repeats, sealed_rounds
from tongban.cases.events import dated
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.judging import accepted_unseen, judged, sealed_reasons
from tongban.cases.models import CaseBreach
from tongban.cases.notices import notice
from tongban.cases.requests import Done, Verdict
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import ActNotAllowed, FieldFault, InputFaults
from tongban.kernel.ledger import Event
from tongban.kernel.time import legal_date
from tongban.rules import substance
from tongban.rules.corrections import FurtherDemand, demand_faults
from tongban.rules.lifecycle import Act, Status

LONGEST = timedelta(days=180)  # a later day is a slip of the keyboard
HANDED_OVER = "handed_over"


def judge_materials(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    verdicts: Mapping[str, Verdict],
) -> Done:
    """Keep the verdicts that are given so far; nothing follows from them yet.

    Under review only of what the date accepted: what nobody looked at in time is looked at then.

    Raises:
        InputFaults: what is wrong with a verdict (`cases.judging`); those not given yet are none.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    body = {"verdicts": {code: [v.verdict, v.reason, v.point] for code, v in verdicts.items()}}
    with act_on(
        Act.JUDGE_MATERIALS,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        _require_open(case)
        told = judged(case, verdicts, in_part=True)
        case.append(dated(case, Event("materials_judged", {"verdicts": told})))
        return case.save({}, sealed_reasons(case, verdicts))


def _require_open(case: OpenCase) -> None:
    """Under review a material is judged only where the date accepted it unseen.

    Raises:
        ActNotAllowed: it was accepted by hand, or everything is in order.
    """
    if case.state.status == Status.IN_REVIEW and not accepted_unseen(case):
        raise ActNotAllowed(case.state.status, Act.JUDGE_MATERIALS.value)


def request_corrections(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    bring_by: date | None,
    answers: Mapping[str, str] | None = None,
    ground: str = "",
    explanation: str = "",
    handed_over: bool = False,
) -> Done:
    """Tell the applicant everything that is missing, at once (补正告知书); the clock of the intake check rests.

    The materials it names are those whose verdict is not in order, all of them.

    Args:
        bring_by: the last day to bring it, a working day and tomorrow at the earliest.
        answers: question → what is wrong with its answer.
        ground: of a demand that the first notice did not make, one of `rules.corrections.FurtherDemand`; what the last
            notice named and did not get may be asked for again without one.
        explanation: why it could not be named the first time.
        handed_over: the applicant takes the paper with them now; that proves its delivery.

    Raises:
        InputFaults: ``verdict_missing``, ``nothing_to_correct``, a reason that says nothing, no day, a ground or an
            explanation missing.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    wrong = {code: reason.strip() for code, reason in (answers or {}).items() if reason.strip()}
    body = {
        "bring_by": bring_by,
        "answers": wrong,
        "ground": ground,
        "explanation": explanation,
        "handed_over": handed_over,
    }
    with act_on(
        Act.REQUEST_CORRECTIONS,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        assert isinstance(actor, Staff)
        check_demand(case, bring_by, wrong, ground, explanation)
        assert bring_by is not None
        again = repeats(case, wrong)
        further = bool(case.state.course.rounds) and not again
        ground = REPEAT if again else ground if further else ""
        event = demand_event(case, bring_by, wrong, ground, handed_over)
        case.append(dated(case, event))
        if further and ground == FurtherDemand.BREACH:
            case.batch.insert(
                CaseBreach(
                    case_id=case.row.id,
                    kind="told_in_parts",
                    position_id=case.state.position_id,
                    by_id=actor.assignment_id,
                    at=case.run.at,
                )
            )
        named = [one for one in defects_of(case, wrong) if one.kind == "material"]
        case.changes["correction"] = sealed_rounds(
            case,
            {
                "found": {one.code: one.found for one in named},
                "materials": {one.code: one.reason for one in named},
                "answers": wrong,
                "explanation": explanation.strip() if further else "",
            },
        )
        case.add_message(
            notice(
                "corrections_requested",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.handling_site,
                case.run,
                case.vault,
                f"{bring_by.month}月{bring_by.day}日",
                act_by=bring_by,
            )
        )
        issue(
            case,
            "correction_notice",
            lambda head: paper_contents_corrections.correction_notice(
                head, case, defects_of(case, wrong), bring_by, ground, explanation if further else ""
            ),
        )
        return case.save({}, {})


def check_demand(
    case: OpenCase, bring_by: date | None, answers: Mapping[str, str], ground: str, explanation: str
) -> None:
    """Whether a notice may go out as it is.

    Raises:
        InputFaults: everything that stands in its way.
    """
    told = judged(case, {})
    faults = [
        FieldFault(f"answers.{code}", why, {"least": substance.LEAST})
        for code, reason in answers.items()
        if (why := substance.why_not_substance(reason))
    ]
    faults += [
        FieldFault(f"answers.{code}", "not_asked_for") for code in answers if code not in case.content.answers
    ]
    if not defects_of(case, answers, told):
        faults.append(FieldFault("defects", "nothing_to_correct"))
    faults += _day_faults(case, bring_by)
    explained = not substance.why_not_substance(explanation)
    new = 1 if repeats(case, answers) else len(case.state.course.rounds) + 1
    for one in demand_faults(new, ground, explained):
        name = "ground" if one.code == "further_demand_without_ground" else "explanation"
        faults.append(FieldFault(name, one.code))
    if faults:
        raise InputFaults(faults)


def _day_faults(case: OpenCase, bring_by: date | None) -> list[FieldFault]:
    today = legal_date(case.run.at)
    if bring_by is None:
        return [FieldFault("bring_by", "required")]
    if bring_by <= today:
        return [FieldFault("bring_by", "before_tomorrow")]
    if bring_by > today + LONGEST:
        return [FieldFault("bring_by", "too_far_to_bring")]
    if not case.calendar.is_working(bring_by):
        return [FieldFault("bring_by", "not_a_working_day")]
    return []


def demand_event(
    case: OpenCase, bring_by: date, answers: Mapping[str, str], ground: str, handed_over: bool
) -> Event:
    """The notice as the ledger has it: codes and days alone."""
    data: dict[str, object] = {
        "verdicts": {one.code: one.verdict for one in case.state.materials if one.verdict},
        "bring_by": bring_by,
        "materials": [one.code for one in defects_of(case, {}) if one.kind == "material"],
        "answers": list(answers),
    }
    if ground:
        data["ground"] = ground
    if handed_over:
        data |= {"served_at": case.run.at, "served_by": HANDED_OVER}
    return Event("corrections_requested", data)

"""The acts at intake as forms: verdicts, acceptance, the correction notice, what comes in after it, refusal."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.queries.shapes import AnswerView, CaseView, MaterialView
from tongban.cases.requests import MaterialInput, Verdict
from tongban.catalogue.definition import Question
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Files, Inputs, day_of, moment, text_of
from tongban.faces.workbench.intake_form import PEOPLE_PARTS, people_in

NOT_BROUGHT = "none"
FURTHER = ("facts_changed", "verification", "breach")
GROUNDS = ("not_our_power", "no_need", "not_corrected", "conditions")
RELATIONS = ("self", "spouse", "child", "parent", "sibling", "other_kin", "guardian", "handler", "other")


@dataclass(frozen=True)
class VerdictRow:
    """One material with what is being said of it on this page."""

    material: MaterialView
    verdict: str
    reason: str
    point: int | None
    later: bool = False  # it is to follow after the acceptance


@dataclass(frozen=True)
class AnswerRow:
    """One answer that may be put right, with its question and what is typed for it."""

    question: Question
    answer: AnswerView | None
    typed: str
    why: str = ""


def read_verdicts(posted: QueryDict) -> Inputs:
    """One verdict for each material that was judged; those left open are the command's to name."""
    verdicts = {}
    for name in posted:
        head, dot, code = name.partition(".")
        if head == "verdict" and dot and posted[name]:
            verdicts[code] = Verdict(
                text_of(posted, name),
                text_of(posted, f"reason.{code}"),
                whole_number(posted.get(f"point.{code}", ""), 2),
            )
    return {"verdicts": verdicts}


def _acceptance(posted: QueryDict) -> Inputs:
    """The verdicts, and what is to follow later (容缺)."""
    deferred = tuple(dict.fromkeys(posted.getlist("deferred")))
    return read_verdicts(posted) | {
        "deferred": deferred,
        "promise_signed": posted.get("promise_signed") == "yes",
    }


def _check_page(case: CaseView, values: QueryDict) -> Inputs:
    """The rows of the intake check and how many are left."""
    rows = tuple(_verdict_row(case, material, values) for material in case.materials)
    counted = [row for row in rows if row.material.required or row.material.deferrable or row.material.form]
    judged = sum(1 for row in counted if row.verdict)
    defects = sum(1 for row in counted if row.verdict in ("missing", "faulty") and not row.later)
    later = "&".join(f"deferred={row.material.code}" for row in rows if row.later)
    return {
        "rows": rows,
        "to_judge": len(counted),
        "judged": judged,
        "defects": defects,
        "preview_query": f"?{later}" if later else "",
    }


def _verdict_row(case: CaseView, material: MaterialView, values: QueryDict) -> VerdictRow:
    code = material.code
    point = (
        whole_number(values.get(f"point.{code}", ""), 2) if f"verdict.{code}" in values else material.point
    )
    later = code in values.getlist("deferred") if "expected_version" in values else _signed_for(case, code)
    return VerdictRow(
        material,
        values.get(f"verdict.{code}") or material.verdict or ("missing" if later else ""),
        values.get(f"reason.{code}", material.words),
        point,
        later,
    )


def _signed_for(case: CaseView, code: str) -> bool:
    """Whether the applicant signed with the application that it follows."""
    return case.deferral is not None and code in case.deferral.signed


def _demand(posted: QueryDict) -> Inputs:
    return {
        "bring_by": day_of(posted, "bring_by_other") or day_of(posted, "bring_by"),
        "answers": dict(_prefixed(posted, "wrong")),
        "ground": text_of(posted, "ground"),
        "explanation": text_of(posted, "explanation"),
        "handed_over": posted.get("handed_over") == "yes",
    }


def _prefixed(posted: QueryDict, prefix: str) -> Iterator[tuple[str, str]]:
    for name in posted:
        head, dot, code = name.partition(".")
        if head == prefix and dot and text_of(posted, name):
            yield code, text_of(posted, name)


def _demand_page(case: CaseView, values: QueryDict) -> Inputs:
    rows = tuple(_wrong_row(case, answer, values) for answer in case.answers)
    day = values.get("bring_by") or (case.asking.usual.isoformat() if case.asking else "")
    return {
        "answer_rows": rows,
        "any_wrong": any(row.why for row in rows),
        "chosen_day": day,
        "preview_query": f"?bring_by={day}&ground={FURTHER[0]}&explanation=…",
        "further": FURTHER,
    }


def _wrong_row(case: CaseView, answer: AnswerView, values: QueryDict) -> AnswerRow:
    return AnswerRow(_question(case, answer.code), answer, "", values.get(f"wrong.{answer.code}", ""))


def _question(case: CaseView, code: str) -> Question:
    return next(one for one in case.item.questions if one.code == code)


def _served(posted: QueryDict) -> Inputs:
    texts = {
        name: text_of(posted, name) for name in ("mode", "receiver_name", "relation", "authority", "tracking")
    }
    lives_together = posted.get("lives_together") == "yes"
    return texts | {"lives_together": lives_together, "at": moment(posted, "at")} | _entered_later(posted)


def _entered_later(posted: QueryDict) -> Inputs:
    """Why a time of an earlier day is entered only now, and who is to confirm it (补录)."""
    return {
        "later_reason": text_of(posted, "later_reason"),
        "confirmed_by": whole_number(posted.get("confirmed_by", ""), 11),
    }


def _brought(posted: QueryDict) -> Inputs:
    return {
        "answers": dict(_answers(posted)),
        "not_brought": dict(_not_brought(posted)),
        "received_at": moment(posted, "received_at"),
        **_entered_later(posted),
    }


def _answers(posted: QueryDict) -> Iterator[tuple[str, str]]:
    """The answers that were typed; a list of people from the three inputs of each of its rows."""
    for name in posted:
        head, _, rest = name.partition(".")
        code, _, part = rest.partition(".")
        if head == "answers" and part in ("", PEOPLE_PARTS[0]):
            typed = people_in(posted, f"answers.{code}") if part else text_of(posted, name)
            if typed:
                yield code, typed


def _typed(values: QueryDict, code: str) -> str:
    return dict(_answers(values)).get(code, "")


def _not_brought(posted: QueryDict) -> Iterator[tuple[str, str]]:
    typed = dict(_answers(posted))
    for code, why in _prefixed(posted, "why"):
        answer = code.removeprefix("answers.")
        came = (
            typed.get(answer)
            if answer != code
            else posted.get(f"materials.{code}.form", NOT_BROUGHT) != NOT_BROUGHT
        )
        if not came:
            yield code, why


def _on_the_spot(posted: QueryDict) -> Inputs:
    return {"answers": dict(_answers(posted))}


def _materials(posted: QueryDict, files: Files) -> Inputs:
    """What is on the counter: the form of each paper, a scan where there is one."""
    codes = dict.fromkeys(
        name.split(".")[1]
        for name in (*posted, *files)
        if name.startswith("materials.") and name.count(".") == 2
    )
    brought = []
    for code in codes:
        form = posted.get(f"materials.{code}.form", NOT_BROUGHT)
        scan = files.get(f"materials.{code}.file")
        if scan is not None:
            form = "electronic" if form == NOT_BROUGHT else form
            brought.append(MaterialInput(code, form, content=scan.read(), file_name=scan.name or ""))
        elif form != NOT_BROUGHT:
            brought.append(MaterialInput(code, form))
    return {"materials": tuple(brought)}


def _correct_page(case: CaseView, values: QueryDict) -> Inputs:
    """What the notice named, as rows to fill."""
    lines = case.correction.lines if case.correction else ()
    return {
        "named_materials": [line for line in lines if line.kind == "material"],
        "named_answers": [
            AnswerRow(
                _question(case, line.code),
                None,
                _typed(values, line.code),
                line.reason,
            )
            for line in lines
            if line.kind == "answer"
        ],
    }


def _spot_page(case: CaseView, values: QueryDict) -> Inputs:
    rows = [
        AnswerRow(_question(case, answer.code), answer, _typed(values, answer.code))
        for answer in case.answers
    ]
    return {"answer_rows": rows, "any_typed": any(row.typed for row in rows)}


def _declining(posted: QueryDict) -> Inputs:
    texts = {name: text_of(posted, name) for name in ("reason", "basis", "right_body")}
    return texts | {"ground": text_of(posted, "ground") or "none"}


def _decline_page(case: CaseView, values: QueryDict) -> Inputs:
    return {"grounds": [(ground, case.grounds_closed.get(ground, "")) for ground in GROUNDS]}


CHECK_BUTTONS = "workbench/parts/check_buttons.html"
ACTS: dict[str, Act] = {
    "accept": Act(
        _("受理"), commands.accept, _acceptance, paper=True, page=_check_page, buttons=CHECK_BUTTONS
    ),
    "judge_materials": Act(
        _("看材料"),
        commands.judge_materials,
        read_verdicts,
        prints=False,
        page=_check_page,
        buttons=CHECK_BUTTONS,
        onward=("request_corrections", "decline"),
        like="accept",
    ),
    "request_corrections": Act(
        _("一次告知补正"), commands.request_corrections, _demand, paper=True, page=_demand_page
    ),
    "decline": Act(_("不予受理"), commands.decline, _declining, paper=True, grave=True, page=_decline_page),
    "correct": Act(
        _("收下补来的材料"), commands.correct, _brought, read_files=_materials, page=_correct_page
    ),
    "serve_notice": Act(
        _("登记告知书已送到"),
        commands.serve_notice,
        _served,
        prints=False,
        choices={"mode": ("handed_over", "post", "assister"), "relation": RELATIONS},
    ),
    "correct_on_the_spot": Act(
        _("当场改好"),
        commands.correct_on_the_spot,
        _on_the_spot,
        prints=False,
        read_files=_materials,
        page=_spot_page,
    ),
}

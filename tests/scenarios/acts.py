"""What each act of a scenario is: whose desk, which inputs of the command, which fields of its form.

One plan, two drivers: `in_python` calls the command with the inputs, `in_http` posts the fields as a browser would.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from tests.scenarios.county import World
from tests.scenarios.reading import moment
from tests.step_forms import fields_of_record

from tongban.cases.announcing import FailedTry
from tongban.cases.queries import case_for
from tongban.cases.queries.correction import CorrectionView
from tongban.cases.requests import MaterialInput, Verdict
from tongban.kernel.time import SHANGHAI, now
from tongban.site.scenario import PICTURE, staff
from tongban.site.step_records import sound_record

APPLICANT = "applicant"
HEAD = "approver"
CARD = {"identity_card": "身份证2026年10月1日已经过期了"}
REASON = "申请人已参加职工基本养老保险，不符合参保条件。"
BASIS = "《中华人民共和国行政许可法》第三十八条"


@dataclass(frozen=True)
class Doing:
    """One command.

    Args:
        by: whose log-in, or `APPLICANT`.
        act: its name, as command and as page.
        inputs: what the command takes.
        posted: what its form posts.
        files: material → file that comes along with the form.
    """

    by: str
    act: str
    inputs: Mapping[str, Any]
    posted: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


Told = Mapping[str, Any]


def plan(world: World, what: str, told: Told) -> list[Doing]:
    """The commands that an act of a scenario is, in their order; each is planned when the one before it is done.

    Raises:
        KeyError: no act of this name.
    """
    return [PLANS[part](world, told) for part in PARTS.get(what, (what,))]


PARTS = {"ask": ("judge_wrong", "request_corrections"), "judge": ("judge_right",)}


def _case(world: World) -> Any:
    return case_for(staff(world.head), world.number)


def _asked(world: World) -> CorrectionView:
    asked = _case(world).correction
    assert asked is not None
    return asked


def local(at: datetime | None) -> str:
    """A time as a browser's field posts it."""
    return f"{at:%Y-%m-%dT%H:%M}" if at else ""


def _verdicts(world: World, told: Told, wrong: Mapping[str, str], act: str) -> Doing:
    given = {}
    for one in _case(world).materials:
        if not one.open:
            continue
        if not one.form:
            given[one.code] = Verdict("missing")
        elif one.code in wrong:
            given[one.code] = Verdict("faulty", wrong[one.code])
        else:
            given[one.code] = Verdict("ok")
    posted = {f"verdict.{code}": one.verdict for code, one in given.items()}
    posted |= {f"reason.{code}": one.reason for code, one in given.items() if one.reason}
    return Doing(told.get("by", world.clerk), act, {"verdicts": given}, posted)


def _accept(world: World, told: Told) -> Doing:
    doing = _verdicts(world, told, {}, "accept")
    if deferred := told.get("deferred"):
        inputs = {**doing.inputs, "deferred": tuple(deferred), "promise_signed": True}
        return replace(
            doing, inputs=inputs, posted={**doing.posted, "deferred": deferred, "promise_signed": "yes"}
        )
    return doing


def _judge_right(world: World, told: Told) -> Doing:
    return _verdicts(world, told, {}, "judge_materials")


def _judge_wrong(world: World, told: Told) -> Doing:
    return _verdicts(world, told, told.get("wrong", CARD), "judge_materials")


def _ask(world: World, told: Told) -> Doing:
    inputs = {
        "bring_by": told["bring_by"],
        "answers": told.get("answers", {}),
        "ground": told.get("ground", ""),
        "explanation": told.get("explanation", ""),
        "handed_over": bool(told.get("handed_over")),
    }
    posted = {name: str(inputs[name]) for name in ("bring_by", "ground", "explanation")}
    posted |= {f"wrong.{code}": why for code, why in inputs["answers"].items()}
    posted |= {"handed_over": "yes"} if inputs["handed_over"] else {}
    return Doing(world.clerk, "request_corrections", inputs, posted)


def _serve(world: World, told: Told) -> Doing:
    served = moment(told["served"]) if "served" in told else None
    if served is None and told["mode"] == "post":
        served = now().astimezone(SHANGHAI)  # the day on the letter's receipt
    name = _case(world).applicant.name
    texts = {"mode": told["mode"], "receiver_name": name, "relation": "self"}
    texts |= {"tracking": "XA12345678944"} if told["mode"] == "post" else {}
    inputs, posted = _entered_later(world, told)
    return Doing(
        world.clerk, "serve_notice", texts | {"at": served} | inputs, texts | {"at": local(served)} | posted
    )


def _entered_later(world: World, told: Told) -> tuple[dict[str, Any], dict[str, Any]]:
    """Why a time is entered only now, and the township's head as who is to confirm it."""
    reason, second = told.get("later_reason", ""), staff(world.head).assignment_id
    return {"later_reason": reason, "confirmed_by": second if reason else None}, {
        "later_reason": reason,
        "confirmed_by": str(second) if reason else "",
    }


def _confirm(world: World, told: Told) -> Doing:
    """The oldest that waits, where none is named."""
    held, waiting = told.get("held", True), _case(world).later_entries
    texts = {"note": told.get("note", ""), "entry": told.get("entry") or (waiting[0].name if waiting else "")}
    return Doing(
        world.head, "confirm_later_entry", texts | {"held": held}, texts | {"held": "yes" if held else "no"}
    )


def _correct(world: World, told: Told) -> Doing:
    named = [line.code for line in _asked(world).lines if line.kind == "material"]
    brought = told.get("materials", named)
    missing = told.get("not_brought", {})
    if told.get("by") == APPLICANT:
        files = dict.fromkeys(brought, PICTURE)
        return Doing(APPLICANT, "correct", {"materials": _electronic(files)}, {}, files)
    posted = {f"materials.{code}.form": "paper_original" if code in brought else "none" for code in named} | {
        f"why.{code}": why for code, why in missing.items()
    }
    materials = tuple(MaterialInput(code, "paper_original") for code in brought)
    received = moment(told["received"]) if "received" in told else None
    inputs, later = _entered_later(world, told)
    inputs |= {"materials": materials, "not_brought": missing, "received_at": received}
    by = told.get("by", world.clerk)
    return Doing(by, "correct", inputs, posted | later | {"received_at": local(received)})


def _electronic(files: Mapping[str, bytes]) -> tuple[MaterialInput, ...]:
    return tuple(
        MaterialInput(code, "electronic", content=content, file_name="picture.png")
        for code, content in files.items()
    )


def _on_the_spot(world: World, told: Told) -> Doing:
    materials = tuple(MaterialInput(code, "paper_original") for code in told["materials"])
    posted = {f"materials.{one.code}.form": one.form for one in materials}
    return Doing(world.clerk, "correct_on_the_spot", {"materials": materials}, posted)


def _decline(world: World, told: Told) -> Doing:
    texts = {
        "ground": told["ground"],
        "reason": "申请的这块地不归本乡人民政府管，材料也不是本乡的。",
        "basis": BASIS,
        "right_body": told.get("right_body", ""),
    }
    return Doing(world.clerk, "decline", texts, texts)


def _opinion(world: World, told: Told) -> Doing:
    step, username = world.open_step()
    words = {"step_code": step, "opinion": "经审核，符合条件，材料属实。"}
    kind = next(one.kind for one in world.matter.item.steps if one.code == step)
    record = sound_record(staff(username), kind)
    inputs = words | {"agrees": True, "record": record}
    return Doing(username, "give_opinion", inputs, words | {"agrees": "yes"} | fields_of_record(record))


def _procedure(world: World, told: Told) -> Doing:
    by = told.get("by") or world.open_step()[1]
    first: date | None = told.get("first")
    texts = {
        "kind": told["kind"],
        "unit": told["unit"],
        "reason": "老房子靠山，要请有资质的单位看地基稳不稳。",
    }
    return Doing(
        by,
        "start_special_procedure",
        texts | {"days": told["days"], "first": first},
        texts | {"days": str(told["days"]), "first": str(first or "")},
    )


def _end_procedure(world: World, told: Told) -> Doing:
    by = told.get("by") or world.open_step()[1]
    result = {"result": "鉴定报告第12号：地基稳固，可以建房。"}
    ended = {"ended": told["ended"]}
    return Doing(by, "end_special_procedure", ended | result, result | {"ended": str(told["ended"])})


def _extend(world: World, told: Told) -> Doing:
    reason = {"reason": "邻居对东边的界线有不同意见，要再到现场量一次。"}
    days = told.get("days")
    return Doing(told.get("by", HEAD), "extend", reason | {"days": days}, reason | {"days": str(days or "")})


def _decide(world: World, told: Told) -> Doing:
    granted = told.get("granted", True)
    words = {"reason": "", "basis": ""} if granted else {"reason": REASON, "basis": BASIS}
    return Doing(
        HEAD, "decide", words | {"granted": granted}, words | {"granted": "yes" if granted else "no"}
    )


def _deliver(world: World, told: Told) -> Doing:
    texts = {
        "mode": told.get("mode", "handed_over"),
        "receiver_name": world.matter.applicant.name,
        "relation": "self",
        "identification": "居民身份证",
    }
    return Doing(world.clerk, "deliver", texts, texts)


def _withdraw(world: World, told: Told) -> Doing:
    reason = {"reason": "家里商量好了，今年先不办。"}
    return Doing(world.clerk, "withdraw", reason | {"signed": True}, reason | {"signed": "yes"})


def _terminate(world: World, told: Told) -> Doing:
    texts = {
        "ground": "applicant_died",
        "reason": "申请人于2026年11月2日去世，家属拿来了死亡医学证明。",
        "basis": "《中华人民共和国民法典》第十三条",
    }
    nobody = bool(told.get("nobody"))
    return Doing(HEAD, "terminate", texts | {"nobody": nobody}, texts | ({"nobody": "yes"} if nobody else {}))


def _restore(world: World, told: Told) -> Doing:
    words = {
        "cause": "申请人11月5日到12月10日住院，没有人能替他补交。",
        "proof": "永宁县人民医院出院记录",
    }
    handed = bool(told.get("handed_over"))
    return Doing(
        world.clerk,
        "restore",
        words | {"proof_seen": True, "bring_by": told["bring_by"], "handed_over": handed},
        words
        | {"proof_seen": "yes", "bring_by": str(told["bring_by"])}
        | ({"handed_over": "yes"} if handed else {}),
    )


def _redo(world: World, told: Told) -> Doing:
    words = {
        "ground": "reconsideration",
        "ordered_by": "永宁县人民政府",
        "order_number": "永政复决〔2026〕8号",
        "reason": "复议决定认为原决定没有核对申请人的参保记录，责令重新办理。",
    }
    days = {name: told[name] for name in ("order_of", "received_on")}
    posted = words | {name: str(day) for name, day in days.items()}
    if told.get("reinstates"):
        return Doing(HEAD, "redo", words | days | {"reinstates": True}, posted | {"reinstates": "yes"})
    return Doing(HEAD, "redo", words | days, posted)


def _struck_off(world: World, told: Told) -> Doing:
    words = {
        "standing": "cancelled",
        "cancel_ground": "holder_died",
        "evidence": "派出所死亡证明〔2026〕18号",
        "reason": "派出所2026年11月6日通报，申请人已经死亡，准予的决定已无对象。",
        "basis": "《中华人民共和国行政许可法》第七十条",
    }
    return Doing(HEAD, "revoke", words, words)


def _announce(world: World, told: Told) -> Doing:
    why = "按送达地址上门两次，家里没有人，电话也打不通。"
    tries = tuple(FailedTry(way, day, why) for way, day in told["failed"].items())
    where = {"where": "胜利乡民生服务中心公告栏"}
    posted = dict(where)
    for row, one in enumerate(tries):
        posted |= {f"way.{row}": one.way, f"day.{row}": str(one.day), f"why.{row}": one.why}
    return Doing(world.clerk, "announce", where | {"failed": tries}, posted)


def _bring(world: World, told: Told) -> Doing:
    texts = {"material": told["material"], "form": "paper_original"}
    return Doing(world.clerk, "bring_deferred", texts, texts)


PLANS: Mapping[str, Callable[[World, Told], Doing]] = {
    "accept": _accept,
    "judge_right": _judge_right,
    "judge_wrong": _judge_wrong,
    "request_corrections": _ask,
    "serve": _serve,
    "confirm": _confirm,
    "correct": _correct,
    "correct_on_the_spot": _on_the_spot,
    "decline": _decline,
    "opinion": _opinion,
    "procedure": _procedure,
    "end_procedure": _end_procedure,
    "extend": _extend,
    "decide": _decide,
    "deliver": _deliver,
    "withdraw": _withdraw,
    "terminate": _terminate,
    "restore": _restore,
    "redo": _redo,
    "strike_off": _struck_off,
    "announce": _announce,
    "bring": _bring,
}

"""What may be tried on a matter after its decision, for random histories: each as its page would send it.

Every second wording is one that the law refuses, so that what is refused takes part too.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.scenarios.acts import HEAD, Doing, Told, _decide, _terminate
from tests.scenarios.county import World

from tongban.cases.commands.delivery import FOLLOWING
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.kernel.time import today
from tongban.papers.models import Paper
from tongban.rules.lifecycle import Status
from tongban.site.scenario import staff

HEARER = "reviewer-nj"
FACTS = ("核查发现申请人名下还有一处宅基地，承诺不实。", "后来查明这块地在河道管理范围里面，不能建房。")
COMPENSATION = "还没有动工，申请人没有损失，不用补偿。"
LAW = "《中华人民共和国行政许可法》第六十九条"
REFUSED = (
    "申请人{slip}在本村二组已经有一处宅基地，不符合一户一宅。",
    "{slip}要盖房的这块地已经划成基本农田，不能当宅基地用。",
    "{slip}家里的老房子没有拆，申请表上写的是已经拆掉了。",
)
TOLD_OF = ("revoked", "revoked", "recalled", "redone")
ENDINGS = ("revoked", "revoked", "recalled", "cancelled")
OUTCOMES = ("not_upheld", "not_upheld", "waived", "silent", "upheld")


def decide(world: World, told: Told) -> Doing:
    """A refusal has a slip of the pen in it, which can be put right later."""
    doing = _decide(world, told)
    if doing.inputs["granted"]:
        return doing
    words = REFUSED[told["days"] % 3].format(slip=_slip(world))
    return replace(doing, inputs={**doing.inputs, "reason": words})


def terminate(world: World, told: Told) -> Doing:
    """By the counter before it is accepted, by the head after it."""
    doing = _terminate(world, told)
    early = _status(world) in (Status.SUBMITTED, Status.AWAITING_CORRECTIONS)
    return replace(doing, by=world.clerk) if early else doing


def hear(world: World, told: Told) -> Doing:
    """By the reviewer mostly; the head who hears takes nothing away afterwards."""
    days, now = told["days"], today()
    outcome = OUTCOMES[days % 5]
    silent = outcome == "silent"
    told_on = now - timedelta(days=days if silent else days % 3)
    words = {
        "about": "ending",
        "ending": TOLD_OF[days % 4],
        "facts": FACTS[days % 5 == 0],
        "told_on": told_on,
        "heard_on": now,
        "outcome": outcome,
        "statement": "" if silent else "那处老宅是我哥哥的，不是我的。",
        "reason": "" if outcome in ("silent", "waived") else "不动产登记簿上那处老宅登记在申请人名下。",
        "proof": "书面告知书当面交给申请人，他在送达回证上签了字。",
        "answer_by": now - timedelta(days=days % 3) if silent else None,
    }
    return Doing(HEARER if told["held"] or days % 5 else HEAD, "hear_applicant", words)


def revoke(world: World, told: Told) -> Doing:
    """Revoked, recalled or struck off."""
    days = told["days"]
    standing = ENDINGS[days % 4]
    words: dict[str, Any] = {
        "standing": standing,
        "reason": FACTS[days % 5 == 0],
        "basis": LAW if days % 7 else "",
        "compensation": COMPENSATION if standing == "recalled" else "",
    }
    if standing == "cancelled":
        words |= {
            "cancel_ground": "holder_died",
            "evidence": "派出所死亡证明〔2026〕18号",
            "reason": "派出所的死亡登记写着申请人本月三日去世。",
            "basis": "《中华人民共和国行政许可法》第七十条",
        }
    return Doing(HEAD, "revoke", words)


def redo(world: World, told: Told) -> Doing:
    """By an order, which may be one that was carried out already, or on an own finding."""
    own = {"basis": LAW, "compensation": COMPENSATION} if not told["yes"] and _was_granted(world) else {}
    return Doing(HEAD, "redo", _order(told) | own)


def reopen(world: World, told: Told) -> Doing:
    """The refusal to accept, or an end before it, is set aside."""
    return Doing(HEAD, "reopen", _order(told))


def _order(told: Told) -> dict[str, Any]:
    """Every sixth order is of tomorrow."""
    days, now = told["days"], today()
    received = now + timedelta(days=1) if days % 6 == 5 else now
    if not told["yes"]:
        return {"ground": "own_finding", "reason": FACTS[days % 5 == 0], "received_on": received}
    court = days % 2 == 0
    return {
        "ground": "judgment" if court else "reconsideration",
        "ordered_by": "永宁县人民法院" if court else "永宁县人民政府",
        "order_number": f"（{now.year}）宁0121行初{days}号" if court else f"永政复决〔{now.year}〕{days}号",
        "order_of": now - timedelta(days=days % 2),
        "received_on": received,
        "reason": "原决定没有核对申请人的参保记录和户口，责令重新办理。",
    }


def serve_paper(world: World, told: Told) -> Doing:
    """The oldest paper that followed the decision, also one that was served already."""
    row = Case.objects.get(number=world.number)
    papers = Paper.objects.filter(subject=row.id, kind__in=FOLLOWING).order_by("-issued_at", "-serial")
    numbers = list(papers.values_list("number", flat=True))
    words: dict[str, Any] = {
        "paper": numbers[told["days"] // 7 % len(numbers)] if numbers else "没有这份文书",
        "mode": "handed_over",
        "receiver_name": world.matter.applicant.name,
        "relation": "self",
        "identification": "居民身份证",
    }
    if row.standing == "cancelled":  # its holder died
        words |= {"receiver_name": "马春花", "relation": "child", "lives_together": True}
    return Doing(world.clerk, "serve_paper", words)


def correct_error(world: World, told: Told) -> Doing:
    """The slip in the refusal; sometimes a word that was right."""
    name = world.matter.applicant.name
    stood, reads = (_slip(world), name) if told["days"] % 4 else ("不符合一户一宅", "符合一户一宅")
    reason = "录入的时候把字写错了，申请表上写的是对的。"
    return Doing(HEAD, "correct_clerical_error", {"stood": stood, "reads": reads, "reason": reason})


def archive(world: World, told: Told) -> Doing:
    """Filed by the counter."""
    return Doing(world.clerk, "archive", {})


def _slip(world: World) -> str:
    return f"{world.matter.applicant.name[:-1]}囍"


def _status(world: World) -> Status:
    return Status(case_for(staff(HEAD), world.number).status)


def _was_granted(world: World) -> bool:
    return bool(Case.objects.get(number=world.number).outcome == "granted")


PLANS: Mapping[str, Callable[[World, Told], Doing]] = {
    "decide": decide,
    "terminate": terminate,
    "hear": hear,
    "revoke": revoke,
    "redo": redo,
    "reopen": reopen,
    "serve_paper": serve_paper,
    "correct_error": correct_error,
    "archive": archive,
}
BACK = ("redo", "reopen", "archive")
"""What is tried where somebody who was held for dead takes no paper."""
AFTERWARDS = ("hear", "revoke", "redo", "reopen", "serve_paper", "correct_error", "archive")
"""What a history tries once there is a decision."""

"""How a matter goes, by the name of its course: each story acts, and gives the moment at which it acts again.

A story is run with the clock shifted to the moments that it gave (`making.tell`).  It knows nothing of the future: what
is still to come when the history ends is what the visitor finds running.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tongban.cases.commands import (
    correct_clerical_error,
    end_special_procedure,
    redo,
    reopen,
    restore,
    return_step,
    revoke,
    serve_paper,
    start_special_procedure,
)
from tongban.cases.queries import case_for
from tongban.kernel import time
from tongban.site.history.matter import Matter
from tongban.site.history.ways import (
    Story,
    afterwards,
    decision,
    do,
    looked_at,
    promised_days,
    review,
    to_the_person,
    usual,
)

BY_ORDER = {"ground": "reconsideration", "ordered_by": "永宁县人民政府"}


def on_the_spot(m: Matter) -> Story:
    """Done while they wait."""
    yield from do(m, m.submitted)
    yield time.now() + timedelta(minutes=m.draw.randint(3, 14))
    yield from do(m, m.finished_on_the_spot)


def late(m: Matter) -> Story:
    """It lies too long at one of the steps."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m, late=promised_days(m) + m.draw.randint(1, 6))


def corrected(m: Matter) -> Story:
    """Something is missing; it is told once, and comes."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from _asked(m)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m)


def _asked(m: Matter, answered: bool = True) -> Story:
    there = m.channel == "window"
    yield from do(m, m.judged)
    yield from do(m, m.asked, handed_over=there)
    if not there:
        yield m.after(m.draw.randint(0, 2))
        yield from do(m, m.notice_served)
    if answered:
        yield m.after(m.draw.randint(1, 7))
        yield from do(m, m.corrected)


def corrected_twice(m: Matter) -> Story:
    """The counter asks a second time for what it should have named at once: a breach."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from _asked(m)
    yield m.after(0)
    yield from do(m, m.asked_again)
    yield m.after(m.draw.randint(1, 5))
    yield from do(m, m.corrected)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m)


def accepted_by_silence(m: Matter) -> Story:
    """Nobody looks at it in time: it counts as accepted, and is looked at afterwards."""
    yield from do(m, m.submitted)
    yield m.after(m.draw.randint(7, 9))
    yield from do(m, m.judged, wrong=False)
    yield from do(m, m.signed)
    yield from afterwards(m)


def withdrawn_by_silence(m: Matter) -> Story:
    """What the notice named never comes."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from _asked(m, answered=False)
    yield m.after(34)
    m.settled()


def restored(m: Matter) -> Story:
    """It counted as withdrawn, and is taken up again: they lay in hospital."""
    yield from withdrawn_by_silence(m)
    if m.case.state.outcome != "deemed_withdrawn":
        return
    yield m.after(m.draw.randint(2, 6))
    told = {
        "cause": "申请人补正期间摔伤住院，没有人能替他补交，出院以后马上来了。",
        "proof": "永宁县人民医院出院记录",
        "proof_seen": True,
        "bring_by": m.calendar.add_working_days(time.today(), 10),
        "handed_over": True,
    }
    yield from do(m, lambda: m.act(restore, m.clerk, **told))
    yield m.after(3)
    yield from do(m, m.corrected)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m)


def withdrawn(m: Matter) -> Story:
    """The applicant gives it up."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    if m.draw.random() < 0.5:
        yield from do(m, m.accepted)
        yield m.after(m.draw.randint(0, 2))
    yield from do(m, m.withdrawn)


def declined(m: Matter) -> Story:
    """Not accepted, with the reason and where to turn to."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(
        m, m.declined, m.draw.choice(("永宁县望洪镇人民政府", "永宁县杨和镇人民政府", "贺兰县民政局"))
    )
    yield from to_the_person(m, way="handed_over")


def refused(m: Matter) -> Story:
    """Looked into and not granted."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m, against=True)
    yield from decision(m, granted=False)
    yield from to_the_person(m)


def paused(m: Matter) -> Story:
    """A procedure whose days do not count: an appraisal, a hearing, a review by experts."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield m.after(1)
    effect = m.item.effect("special_procedure")
    assert effect is not None
    kind = m.draw.choice(effect.params["kinds"])
    days = m.draw.randint(5, 12)

    def begun() -> None:
        step = m.open_steps[0]
        reason = "地基靠近渠道，要请有资质的单位来看，等结果出来再办。"
        who = m.desks.of_step(step.position_id, step.kind)
        m.act(start_special_procedure, who, kind=kind, days=days, unit="working", reason=reason, first=None)

    def ended() -> None:
        step = m.open_steps[0]
        who = m.desks.of_step(step.position_id, step.kind)
        m.act(end_special_procedure, who, ended=None, result="结果已经出来：没有问题，可以接着办。")

    yield from do(m, begun)
    yield m.after(m.draw.randint(4, days))
    yield from do(m, ended)
    yield from afterwards(m)


def extended(m: Matter) -> Story:
    """The law's limit is extended once, before it is over."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    limit = m.item.limits["statutory"].days
    while not any(m.seen_by_head(step) for step in m.open_steps):
        yield m.after(1)
        yield from do(m, m.step_done, m.open_steps[0])
    yield m.after(max(1, int(limit * 0.4)))
    yield from do(m, m.extended)
    yield from afterwards(m, late=3)


def objection(m: Matter) -> Story:
    """Somebody objects to the notice on the wall; it is looked into and does not hold."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m, objection=True)


def deferred(m: Matter) -> Story:
    """容缺: a secondary paper follows after the acceptance, as promised."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield m.after(m.draw.randint(2, 6))
    yield from do(m, m.brought)
    yield from afterwards(m)


def committed(m: Matter) -> Story:
    """告知承诺: a signed promise in the place of a proof, checked later; where it does not hold, it is given up."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m)
    yield m.after(0)
    kept = m.draw.random() < 0.85
    yield from do(m, m.promise_checked, kept=kept)
    if not kept:
        yield m.after(1)
        yield from do(m, m.withdrawn)
        return
    yield from decision(m)
    yield from to_the_person(m)


def died(m: Matter) -> Story:
    """The applicant dies while it is looked into: it ends."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield m.after(m.draw.randint(1, 4))
    yield from do(m, m.ended_by_death)


def sent_back(m: Matter) -> Story:
    """A step sends it back to the one before, once."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield m.after(1)
    first = m.open_steps[0]
    yield from do(m, m.step_done, first)
    if not m.open_steps:  # in this situation the item has one step alone
        yield from afterwards(m)
        return
    yield m.after(1)

    def returned() -> None:
        step = m.open_steps[0]
        who = m.desks.of_step(step.position_id, step.kind)
        m.act(return_step, who, to=first.code, reason="核对表上的户主名字和户口簿不一样，请重新核对。")

    yield from do(m, returned)
    yield from afterwards(m)


def quashed(m: Matter) -> Story:
    """Not accepted; the county quashes that, and it is taken up again."""
    yield from declined(m)
    yield m.after(m.draw.randint(12, 20))
    yield from _by_order(m, reopen, "申请人的户口去年已经迁回本村，原决定没有核对。")
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m)


def decided_anew(m: Matter) -> Story:
    """Refused; the county orders to decide anew, and it is granted."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m)
    yield from decision(m, granted=False)
    yield from to_the_person(m, way="handed_over")
    yield m.after(m.draw.randint(15, 25))
    yield from _by_order(m, redo, "原决定没有核对户口已经分开的事实，证据不足。")
    yield m.after(1)
    yield from _served(m, "redo_notice")
    yield from afterwards(m)


def _by_order(m: Matter, command: Callable[..., Any], reason: str) -> Story:
    number = f"永政复决〔{time.today().year}〕{m.serial % 90 + 1}号"

    def ordered() -> None:
        told = {"order_number": number, "order_of": time.today(), "received_on": time.today()}
        case = m.case
        on_the_matter = case.state.outcome in ("granted", "refused")
        body = case.state.deciding_body_id if on_the_matter else case.row.body_id
        m.act(command, m.desks.decider(body), reason=reason, **BY_ORDER, **told)

    yield from do(m, ordered)


def _served(m: Matter, kind: str) -> Story:
    def served() -> None:
        papers = case_for(m.clerk, m.number).papers
        paper = max((one for one in papers if one.kind == kind), key=lambda one: one.issued_at)
        told = {"mode": "handed_over", "relation": "handler" if m.is_organization else "self"}
        card = {"receiver_name": m.receiver, "identification": "居民身份证"}
        m.act(serve_paper, m.clerk, paper=paper.number, **told, **card)

    yield from do(m, served)


def slip(m: Matter) -> Story:
    """A refusal in which the address has a slip of the pen, which is put right."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m, against=True)
    yield m.after(1)
    reads = m.answers["address"]
    stood = reads[0] + ("王" if reads[1] != "王" else "旺") + reads[2:]
    yield from do(m, m.identity_seen)
    reason = f"经入户核查，{stood}的情况和申请写的不一致，不符合规定的条件。"
    yield from do(m, m.decided, granted=False, reason=reason)
    yield from to_the_person(m, way="handed_over")
    yield m.after(m.draw.randint(3, 9))

    def right() -> None:
        told = {"stood": stood, "reads": reads}
        m.act(
            correct_clerical_error,
            m.head,
            reason="录入的时候把地址写错了一个字，申请表上写的是对的。",
            **told,
        )

    yield from do(m, right)
    yield m.after(1)
    yield from _served(m, "correction_of_decision")


def revoked(m: Matter) -> Story:
    """Granted, and struck off: the holder died before anything was built."""
    yield from usual(m)
    if m.case.state.status != "delivered":
        return
    yield m.after(m.draw.randint(12, 25))

    def ended() -> None:
        day = time.today() - timedelta(days=6)
        m.act(
            revoke,
            m.head,
            standing="cancelled",
            reason=f"派出所的死亡登记写着申请人于{day:%-m月%-d日}去世，还没有动工。",
            basis="《中华人民共和国行政许可法》第七十条",
            cancel_ground="holder_died",
            evidence=f"派出所死亡证明〔{day.year}〕{m.serial % 90 + 1}号",
        )

    yield from do(m, ended)


def announced(m: Matter) -> Story:
    """Nobody is ever met: the result is announced, and counts as delivered when the days are over."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m)
    yield from decision(m)
    if m.lies_with_the_county:
        yield m.after(2)
        yield from do(m, m.come_down)
    yield m.after(7)
    yield from do(m, m.announced)
    ends = m.case.state.course.announced
    if ends is not None:
        yield m.on(ends[1] + timedelta(days=3))
        m.settled()


def open_over_a_change(m: Matter) -> Story:
    """The first half of what is open when a calendar changes: until it is accepted."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)


STORIES: Mapping[str, Callable[[Matter], Story]] = {
    story.__name__: story
    for story in (
        usual,
        on_the_spot,
        late,
        corrected,
        corrected_twice,
        accepted_by_silence,
        withdrawn_by_silence,
        restored,
        withdrawn,
        declined,
        refused,
        paused,
        extended,
        objection,
        deferred,
        committed,
        died,
        sent_back,
        quashed,
        decided_anew,
        slip,
        revoked,
        announced,
        open_over_a_change,
    )
}

"""How a matter goes, by the name of its course: each story acts, and gives the moment at which it acts again.

A story is run with the clock shifted to the moments that it gave (`making.tell`).  It knows nothing of the future: what
is still to come when the history ends is what the visitor finds running.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
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
from tongban.site.history.desks import Nobody
from tongban.site.history.matter import Matter
from tongban.site.history.places import POINTS

Story = Iterator[datetime]
LONGEST_WAIT = 40  # mornings on which somebody is waited for who never comes
BY_ORDER = {"ground": "reconsideration", "ordered_by": "永宁县人民政府"}


def do(m: Matter, act: Callable[..., Any], *args: Any, **told: Any) -> Iterator[datetime]:
    """An act as soon as somebody serves at its post."""
    for _ in range(LONGEST_WAIT):
        try:
            act(*args, **told)
            return
        except Nobody:
            yield m.after(1)


def promised_days(m: Matter) -> int:
    """Working days from acceptance to decision, as the item promises them; 0: at once."""
    promised = m.item.limits.get("promised")
    return promised.days if promised is not None else 5


def following(m: Matter, more: int = 0) -> datetime:
    """When somebody gets to the next step, so that most matters keep their promise; at once what is promised at once.

    Args:
        more: working days that it lies beside.
    """
    if promised_days(m) == 0 and not more:
        return time.now() + timedelta(minutes=m.draw.randint(2, 12))
    return m.after(pace(m) + more)


def pace(m: Matter) -> int:
    """Working days until somebody gets to the next step."""
    days = promised_days(m)
    share = days / (len(m.case.state.steps) + 3)
    if share < 1:
        return m.draw.choice((0, 0, 0, 1))
    return m.draw.randint(0, max(1, int(share * 1.3)))


def looked_at(m: Matter) -> Iterator[datetime]:
    """Until somebody looks at what came in: the law gives the counter little time."""
    yield m.after(0 if m.draw.random() < 0.8 else 1)


def review(m: Matter, *, against: bool = False, objection: bool = False, late: int = 0) -> Story:
    """The steps of the review, one after the other; the last one is against it where that is asked for.

    Args:
        late: working days that it lies at one of the steps.
    """
    asked = answered = False
    while steps := m.open_steps:
        step = steps[0]
        yield following(m, late)
        late = 0
        if step.kind != "public_notice":
            rest = sum(one.state == "waiting" for one in m.case.state.steps) + len(steps)
            yield from do(m, m.step_done, step, agrees=not (against and rest == 1))
            if against and rest == 1:
                return
            continue
        if asked and not answered:
            yield from do(m, m.objection_answered)
            answered = True
            if not _to_post_anew(m):
                yield m.on(time.today() + timedelta(days=1))
                yield from do(m, m.step_done, step)
                continue
        yield from do(m, m.notice_posted, step)
        last = max(one.posted_last for one in m.case.state.steps if one.posted_last is not None)
        if objection and not asked:
            yield m.on(min(time.today() + timedelta(days=3), last))
            yield from do(m, m.objected)
            asked = True
            if step.code in {one.code for one in m.open_steps}:  # the item has no new inquiry
                yield m.after(2)
                yield from do(m, m.objection_answered)
                answered = True
            else:
                continue
        yield m.on(max(last, time.today()) + timedelta(days=1))
        yield from do(m, m.step_done, step)


def _to_post_anew(m: Matter) -> bool:
    effect = m.item.effect("public_notice")
    return effect is not None and effect.params.get("on_objection") == "reinvestigate"


def decision(m: Matter, *, granted: bool = True) -> Story:
    """It is decided."""
    yield following(m) if promised_days(m) < 2 else m.after(m.draw.choice((0, 0, 1)))
    yield from do(m, m.identity_seen)
    yield from do(m, m.decided, granted=granted)


def to_the_person(m: Matter, *, way: str = "") -> Story:
    """The paper reaches the applicant, in one of the law's ways."""
    if m.lies_with_the_county:
        yield m.after(m.draw.randint(1, 3))
        yield from do(m, m.come_down)
    granted = m.case.state.outcome == "granted"
    carried = m.is_carried and granted
    point = m.case.row.collect_site.code in POINTS.values()
    way = way or _way(m, carried=carried, point=point)
    if way == "never":
        return
    if carried and point:
        yield m.after(m.draw.randint(1, 2))
        yield from do(m, m.taken_along, m.case.row.collect_site.code)
    if way == "electronic":
        yield m.after(0)
        yield from do(m, m.address_confirmed)
        yield m.after(0)
        yield from do(m, m.handed_over, mode="electronic", identification="")
        return
    yield m.after(m.draw.choice((0, 0, 0, 1, 1, 2, 4)) if way != "posted" else 3)
    if way == "posted":
        yield from do(m, m.posted)
    elif way == "left":
        told = {
            "witnesses": "马生林\n杨秀芳",
            "refused_because": "本人在家，看了决定书以后不肯签收，说要再想想。",
            "place": "申请人家里",
        }
        yield from do(m, m.handed_over, mode="left", **told)
    elif way == "relative":
        child = f"{m.applicant.name[0]}晓红"
        yield from do(m, m.handed_over, receiver_name=child, relation="child", lives_together=True)
    else:
        yield from do(m, m.handed_over)


def _way(m: Matter, *, carried: bool, point: bool) -> str:
    if point:
        return "handed_over"
    told = {"handed_over": 70, "relative": 7, "posted": 5, "left": 1, "never": 3}
    if m.applicant.phone and not carried and not m.is_organization:
        told["electronic"] = 45 if m.channel == "portal" else 8
    if m.is_organization:
        told.pop("relative")
    return m.draw.choices(list(told), list(told.values()))[0]


def usual(m: Matter) -> Story:
    """Comes in, is accepted, looked into, granted and handed over."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from afterwards(m)


def afterwards(m: Matter, **how: Any) -> Story:
    """From the acceptance to the end."""
    yield from review(m, **how)
    yield from decision(m)
    yield from to_the_person(m)


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
    """告知承诺: a signed promise in the place of a proof, checked later; one in six does not hold."""
    yield from do(m, m.submitted)
    yield from looked_at(m)
    yield from do(m, m.accepted)
    yield from review(m)
    yield m.after(0)
    kept = m.draw.random() < 0.85
    yield from do(m, m.promise_checked, kept=kept)
    yield from decision(m, granted=kept)
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
    """Granted, and taken away again: what had been promised was not so."""
    yield from usual(m)
    if m.case.state.status != "delivered":
        return
    yield m.after(m.draw.randint(12, 25))

    def ended() -> None:
        m.act(
            revoke,
            m.head,
            standing="cancelled",
            reason="户主去年年底已经迁出本县，证件交回，应当注销。",
            basis="《中华人民共和国行政许可法》第七十条",
            compensation="",
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

"""The parts of every story: somebody gets to it, looks into it, decides, and hands it over."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from tongban.kernel import time
from tongban.site.history.desks import Nobody
from tongban.site.history.matter import Matter
from tongban.site.history.places import POINTS

Story = Iterator[datetime]
LONGEST_WAIT = 40  # mornings on which somebody is waited for who never comes


def do(m: Matter, act: Callable[..., Any], *args: Any, **told: Any) -> Iterator[datetime]:
    """An act as soon as somebody serves at its post."""
    for _ in range(LONGEST_WAIT):
        try:
            act(*args, **told)
            return
        except Nobody:
            yield m.after(1)
    raise Nobody


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
    if granted:
        yield from do(m, m.signed)  # who came of age meanwhile
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
    if way == "uncollected":  # for weeks; who comes at last is handed it as anybody
        yield m.after(m.draw.randint(15, 40))
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
    told = {"handed_over": 70, "relative": 7, "posted": 5, "left": 1, "uncollected": 3}
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

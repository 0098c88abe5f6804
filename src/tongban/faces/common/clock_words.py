"""A clock in words: its name, its sentence, and why a day counts or not."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext, ngettext

from tongban.cases.queries.shapes import ClockView
from tongban.catalogue.definition import ItemDefinition
from tongban.faces.common import clock_bases
from tongban.faces.common.dates import day as day_words
from tongban.faces.common.dates import holiday
from tongban.faces.common.words import plain, word
from tongban.rules.clock import START_DAY_BASIS, DayEntry
from tongban.rules.explanation import APPLICANT_DAY, NO_LONGER_AWAITED, Span, Totals
from tongban.rules.waiting import Turn, Waited, WaitsFor

_NAMED_REST = frozenset({"public_holiday", "regional_holiday"})


def title(clock: ClockView, item: ItemDefinition | None = None, *, citizen: bool = False) -> str:
    """The name of a clock, in a villager's words where a ``citizen`` reads it; of a step's with the step."""
    name = plain(clock.kind, "clock") if citizen else word(clock.kind, "clock")
    step = next((one for one in item.steps if one.code == clock.step), None) if item else None
    if step is None:
        return name
    return gettext("%(clock)s：%(step)s") % {
        "clock": name,
        "step": step.name.in_language(get_language() or ""),
    }


def start(kind: str, *, citizen: bool = True) -> str:
    """Why the first day of a clock of a kind does not count."""
    if kind == "correction" and not citizen:
        return gettext("告知补正的当天不算，从第二天开始算")
    told = {
        "intake_check": gettext("收件当天不算，从第二天开始算"),
        "intake_check_again": gettext("材料补来的当天不算，从第二天开始算"),
        "telling": gettext("收件当天不算，从第二天开始算"),
        "delivery": gettext("作出决定的当天不算，从第二天开始算"),
        "correction": gettext("告诉您补材料的当天不算，从第二天开始算"),
        "step": gettext("轮到这一步的当天不算，从第二天开始算"),
    }
    return told.get(kind) or gettext("开始的当天不算，从第二天开始算")


def reason(day: DayEntry | Span, kind: str = "", *, citizen: bool = True) -> str:
    """Why a day, or a line of days, counts or does not.

    Args:
        citizen: said to the applicant; else of the applicant.
    """
    if day.reason == "start_day" and kind:
        return start(kind, citizen=citizen)
    if day.reason == APPLICANT_DAY and not citizen:
        return gettext("等申请人补材料")
    if not day.name:
        return word(day.reason, "day")
    if day.reason in _NAMED_REST:
        return holiday(day.name)
    # A make-up working day bears the name of the holiday that it makes up for.
    return gettext("%(reason)s（%(holiday)s）") % {
        "reason": word(day.reason, "day"),
        "holiday": holiday(day.name),
    }


def length(days: int, unit: str) -> str:
    """``20 个工作日``, ``30 天``."""
    if unit == "working":
        return ngettext("%(n)s 个工作日", "%(n)s 个工作日", days) % {"n": days}
    return ngettext("%(n)s 天", "%(n)s 天", days) % {"n": days}


def joined(parts: Iterable[str]) -> str:
    """A list of things in a sentence."""
    return gettext("、").join(parts)


def rests(added: Totals) -> str:
    """What did not count, with its days: ``周末 8 天、听证 2 天``; empty where nothing but the start day."""
    told = (
        ngettext("%(reason)s %(days)s 天", "%(reason)s %(days)s 天", days)
        % {"reason": word(code, "day"), "days": days}
        for code, days in added.not_counted.items()
        if code not in ("start_day", "moved_to_working_day", NO_LONGER_AWAITED)
    )
    return joined(told)


def all_rests(added: Totals) -> str:
    """Every day that did not count, also the first one and those after the last: with what counted they are all days."""
    own = {
        "start_day": gettext("开始的当天"),
        "moved_to_working_day": gettext("最后顺延到的那天"),
        NO_LONGER_AWAITED: gettext("没有用到的"),
    }
    return joined(
        ngettext("%(reason)s %(days)s 天", "%(reason)s %(days)s 天", days)
        % {"reason": own.get(code) or word(code, "day"), "days": days}
        for code, days in added.not_counted.items()
    )


def sums(kind: str, added: Totals, unit: str, *, citizen: bool = True) -> str:
    """What the days add up to, in one sentence."""
    values = {"days": added.days, "counted": length(added.counted, unit), "rests": all_rests(added)}
    if kind == "correction":
        values["waited"] = length(added.counted, "calendar")
        if citizen:
            told = gettext("从告诉您的当天到最后一天一共 %(days)s 天，等您补材料 %(waited)s") % values
        else:
            told = gettext("从告知的当天到最后一天一共 %(days)s 天，算 %(waited)s") % values
        told += gettext("，不算的有：%(rests)s") % values if values["rests"] else ""
        return gettext("%(told)s。") % {"told": told}
    told = gettext("从头到尾一共 %(days)s 天，算 %(counted)s") % values
    if added.of_extension:
        told += gettext("（其中延长的 %(more)s）") % {"more": length(added.of_extension, unit)}
    if values["rests"]:
        told += gettext("，不算的有：%(rests)s") % values
    return gettext("%(told)s。") % {"told": told}


def why(clock: ClockView, added: Totals) -> str:
    """Why the last day is that day, for the applicant, in plain words."""
    assert clock.due is not None and clock.start is not None
    unit = clock.due.unit
    values = {
        "start": day_words(clock.start),
        "limit": length(added.of_limit, unit),
        "more": length(added.of_extension, unit),
        "rests": rests(added),
    }
    if clock.kind == "correction":
        return gettext("%(start)s我们告诉您要补什么，日期写在补正告知书上。") % values
    if not added.counted:
        return gettext("这件事当场办，%(start)s当天就要办完。") % values
    told = gettext("从%(start)s的第二天开始数，数满 %(limit)s") % values
    if added.of_extension:
        told += gettext("，再加上延长的 %(more)s") % values
    if values["rests"]:
        told += gettext("；中间%(rests)s不算在内") % values
    told = gettext("%(told)s。") % {"told": told}
    return told + gettext("当天不算，依据是%(basis)s。") % {"basis": clock_bases.basis(START_DAY_BASIS)}


def turns(sums_of: Waited, *, citizen: bool) -> str:
    """For whom it waited, in working days: ``等我们 3 个工作日，等您 5 个工作日``.

    Args:
        citizen: said to the applicant; else of the applicant.
    """
    parts = [
        (gettext("等我们 %(n)s") if citizen else gettext("等机关 %(n)s"), sums_of.office),
        (gettext("等您 %(n)s") if citizen else gettext("等申请人 %(n)s"), sums_of.applicant),
        (gettext("听证、鉴定等环节 %(n)s"), sums_of.procedure),
    ]
    told = [said % {"n": length(days, "working")} for said, days in parts[:2]]
    if sums_of.procedure:
        told.append(parts[2][0] % {"n": length(sums_of.procedure, "working")})
    return gettext("，").join(told)


def turn(now: Turn, *, citizen: bool, decided: bool = False) -> str:
    """For whom a matter waits and for how many days of the calendar: ``等您补材料，3 天了``; staff: ``等申请人 3 天``.

    Args:
        citizen: said to the applicant; else of the applicant.
        decided: what is left is the delivery.
    """
    procedure = word(now.reason, "day") if now.reason else ""
    if citizen:
        who = {
            WaitsFor.OFFICE: gettext("等我们送结果") if decided else gettext("等我们办"),
            WaitsFor.APPLICANT: gettext("等您补材料"),
            WaitsFor.PROCEDURE: gettext("正在做%(step)s（不算时限）") % {"step": procedure},
        }[now.waits_for]
        if now.days < 1:
            return gettext("%(who)s，今天开始") % {"who": who}
        return ngettext("%(who)s，%(n)s 天了", "%(who)s，%(n)s 天了", now.days) % {"who": who, "n": now.days}
    who = procedure or word(now.waits_for.value, "waits_for")
    if now.days < 1:
        return gettext("%(who)s，今天起") % {"who": who}
    return ngettext("%(who)s %(n)s 天", "%(who)s %(n)s 天", now.days) % {"who": who, "n": now.days}


def sentence(clock: ClockView, *, citizen: bool = True) -> str:
    """A clock in one sentence: ``还剩 3 个工作日 · 承诺 2026年12月4日(周五)前办结``.

    Args:
        citizen: said to the applicant; else of the applicant.
    """
    if clock.due is None:
        return gettext("还没有开始计时")
    days = abs(clock.remaining or 0)
    unit = clock.due.unit
    values = {"promise": _promise(clock, citizen), "length": length(days, unit)}
    if clock.kind == "correction":
        return _correction(clock, citizen) % values
    if clock.how == "announced":
        kept = gettext("已经公告，公告期满就算送达 · 送达期限到 %(day)s")
        late = gettext("公告时已过送达期限 · 期限到 %(day)s")
        return (kept if clock.state == "met" else late) % {"day": day_words(clock.due.due)}
    if clock.how and clock.state in ("met", "missed"):
        return checked(clock.how, clock.state, citizen=citizen) % {"day": day_words(clock.due.due)}
    if clock.state == "met":
        return gettext("已按时办完 · %(promise)s") % values
    if clock.state == "missed":
        return gettext("办完时已过期限 · %(promise)s") % values
    if clock.remaining is None:
        return str(values["promise"])
    if clock.remaining < 0:
        return gettext("已超过 %(length)s · %(promise)s") % values
    if clock.lamp == "paused":
        return gettext("暂停计时，还剩 %(length)s · %(promise)s") % values
    if clock.remaining == 0:
        return gettext("今天是最后一天 · %(promise)s") % values
    return gettext("还剩 %(length)s · %(promise)s") % values


def checked(how: str, state: str, *, citizen: bool) -> str:
    """How the check of the materials ended, and whether in time; with a place for the last ``day``.

    Args:
        how: as of `ClockView`.
        state: met or missed.
        citizen: said to the applicant; else of the applicant.
    """
    if how == "by_date":
        if citizen:
            return gettext("到 %(day)s 我们没有告诉您材料齐不齐，按规定已经算受理")
        return gettext("没有按时告知，逾期视为受理 · 期限到 %(day)s")
    if how == "accepted":
        kept, late = gettext("已按时受理 · 期限到 %(day)s"), gettext("受理时已过期限 · 期限到 %(day)s")
    elif how == "told" and citizen:
        kept, late = (
            gettext("已按时告诉您差什么 · 期限到 %(day)s"),
            gettext("没有按时告诉您差什么 · 期限到 %(day)s"),
        )
    elif how == "told":
        kept, late = gettext("已按时告知 · 期限到 %(day)s"), gettext("没有按时告知 · 期限到 %(day)s")
    else:
        kept, late = gettext("已按时作出处理 · 期限到 %(day)s"), gettext("处理时已过期限 · 期限到 %(day)s")
    return kept if state == "met" else late


def _correction(clock: ClockView, citizen: bool) -> str:
    if clock.state == "met":
        return gettext("材料已经补来 · 原定 %(promise)s")
    if clock.state == "missed":
        return gettext("没有按时补来 · 原定 %(promise)s")
    if clock.remaining is not None and clock.remaining < 0:
        return gettext("过了 %(length)s，还没有补来 · 原定 %(promise)s")
    if not citizen:
        return _correction_of(clock)
    if clock.remaining is None:
        return gettext("等您补材料 · 请在 %(promise)s")
    if clock.remaining == 0:
        return gettext("等您补材料，今天是最后一天 · 请在 %(promise)s")
    return gettext("等您补材料，还有 %(length)s · 请在 %(promise)s")


def _correction_of(clock: ClockView) -> str:
    if clock.remaining is None:
        return gettext("等申请人补材料 · 应在 %(promise)s")
    if clock.remaining == 0:
        return gettext("等申请人补材料，今天是最后一天 · 应在 %(promise)s")
    return gettext("等申请人补材料，还有 %(length)s · 应在 %(promise)s")


def _promise(clock: ClockView, citizen: bool) -> str:
    assert clock.due is not None
    values = {"day": day_words(clock.due.due)}
    promises = {
        "promised": gettext("承诺 %(day)s前办结"),
        "statutory": gettext("法定 %(day)s前办结"),
        "intake_check": gettext("%(day)s前告诉您材料齐不齐"),
        "intake_check_again": gettext("%(day)s前告诉您补来的材料齐不齐"),
        "telling": gettext("%(day)s前没有一次说清差什么，就算受理"),
        "correction": gettext("%(day)s前补来"),
        "step": gettext("这一步 %(day)s前办完"),
        "delivery": gettext("%(day)s前送到"),
    }
    if not citizen:
        promises |= {
            "intake_check": gettext("%(day)s前审查材料齐不齐"),
            "intake_check_again": gettext("%(day)s前审查补来的材料齐不齐"),
            "telling": gettext("%(day)s前没有一次告知差什么，视为受理"),
        }
    promise = promises.get(clock.kind, promises["delivery"]) % values
    return gettext("%(promise)s（暂定）") % {"promise": promise} if clock.due.provisional else promise

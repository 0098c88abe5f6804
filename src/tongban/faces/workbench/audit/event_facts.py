"""An event of administration as a fact in words: who was given what, from when to when, by whose two words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tongban.cases.queries.audit_day import DoneLine
from tongban.catalogue.definition import Text
from tongban.directory.queries.event_subjects import Subject
from tongban.directory.queries.proposals import ProposalView
from tongban.faces.common.words import word

# streams that are one thing of the whole deployment, and bear a code
STREAMS = {
    "divisions": gettext_lazy("区划名单"),
    "base-list": gettext_lazy("基本目录"),
    "scanning": gettext_lazy("上传查毒"),
    "set-up": gettext_lazy("本县"),
}


def fact_of(line: DoneLine) -> str:
    """What the event is about and what became of it; the stream's own key where nothing has a name."""
    subject, data = line.subject, line.data
    if line.kind == "calendar":
        return _("%(calendar)s %(year)s 年：%(source)s") % {
            "calendar": data["region"] or _("全国"),
            "year": data["year"],
            "source": data["source"],
        }
    if subject.about:
        return _of_a_person(subject, line)
    if line.stream.startswith("proposal:"):
        parts = [_act(subject.proposal)] if subject.proposal else []
    else:
        parts = [_about(subject, data), *_changed(line)]
        if subject.proposal is not None:
            parts.append(_act_behind(subject.proposal))
    told = _("，").join(part for part in parts if part)
    if told:
        return told
    kind, _colon, key = line.stream.partition(":")
    return str(STREAMS[kind]) if kind in STREAMS else key or line.stream


def _of_a_person(subject: Subject, line: DoneLine) -> str:
    """What concerns a citizen: numbers and codes, nobody's name."""
    data = line.data
    if subject.about == "case":
        return _("办件 %(number)s") % {"number": subject.name}
    if subject.about == "request":
        return _("个人信息申请 %(number)s") % {"number": subject.name}
    if subject.about == "destruction":
        return _("%(year)s 年到期的清册，清除 %(count)s 件，留下 %(stayed)s 件：%(numbers)s") % {
            "year": data.get("year", ""),
            "count": len(data.get("cases", ())),
            "stayed": data.get("stayed", 0),
            "numbers": subject.name,
        }
    if line.type == "mandate_ended":
        return _("委托书 %(mark)s：%(how)s") % {
            "mark": line.stream[:8],
            "how": word(str(data.get("as", "")), "mandate_ended_as"),
        }
    parts = [_("委托书 %(mark)s") % {"mark": line.stream[:8]}]
    parts.append(_("事项 %(codes)s") % {"codes": subject.name} if subject.name else _("全部事项"))
    if data.get("starts"):
        parts.append(_("从 %(day)s 起") % {"day": _day(data["starts"])})
    parts.append(_("到 %(day)s 止") % {"day": _day(data["until"])} if data.get("until") else _("没有定期限"))
    return _("，").join(parts)


def _about(subject: Subject, data: Mapping[str, Any]) -> str:
    if subject.role:
        place = _place(subject)
        role = word(subject.role, "role")
        if data.get("holder"):
            role = f"{role} {word(str(data['holder']), 'holder')}"
        if subject.lender:
            return _("%(lender)s 委托 %(person)s 审批：%(role)s（%(place)s）") % {
                "lender": subject.lender,
                "person": subject.person,
                "role": role,
                "place": place,
            }
        return _("%(person)s：%(role)s（%(place)s）") % {
            "person": subject.person,
            "role": role,
            "place": place,
        }
    if subject.username:
        return _("%(person)s 的账号 %(account)s") % {"person": subject.person, "account": subject.username}
    if subject.person:
        return _("%(person)s（工号 %(code)s）") % {"person": subject.person, "code": subject.code}
    if subject.name and subject.site:  # an item of the catalogue, and whose layer it is
        return _("%(item)s（%(place)s）") % {"item": _named(subject), "place": subject.site}
    return _named(subject) or _place(subject)


def _named(subject: Subject) -> str:
    return Text(subject.name, subject.name_en).in_language(get_language() or "")


def _place(subject: Subject) -> str:
    return " · ".join(part for part in (subject.site, subject.position) if part)


def _changed(line: DoneLine) -> list[str]:
    data, subject = line.data, line.subject
    parts: list[str] = []
    if line.type == "approval_delegated":
        items = [str(code) for code in data.get("items") or ()]
        parts.append(_("事项 %(codes)s") % {"codes": _("、").join(items)} if items else _("全部事项"))
    if data.get("starts"):
        parts.append(_("从 %(day)s 起") % {"day": _day(data["starts"])})
        if data.get("ends"):
            parts.append(_("到 %(day)s 止") % {"day": _day(data["ends"])})
        elif line.type == "appointed":
            parts.append(_("没有定期限"))
    elif line.type == "assignment_ended":
        last = data.get("last_day")
        parts.append(_("任职到 %(day)s 止") % {"day": _day(last)} if last else _("当时就结束"))
    elif line.type == "absence_cancelled" and data.get("ends"):
        parts.append(_("到 %(day)s 止") % {"day": _day(data["ends"])})
    parts += [_("%(days)s 没有人接手") % {"days": days} for days in _uncovered(data)]
    if subject.keeper:
        parts.append(_("由 %(person)s 保管") % {"person": subject.keeper})
    return parts


def _uncovered(data: Mapping[str, Any]) -> list[str]:
    """The days that nobody covers: of an absence, or after an assignment ended."""
    gaps = [*(one for one in data.get("cover") or () if not one["by"]), *(data.get("gaps") or ())]
    return [
        _("%(first)s 至 %(last)s") % {"first": _day(one["first"]), "last": _day(one["last"])}
        if one["last"]
        else _("%(first)s 起") % {"first": _day(one["first"])}
        for one in gaps
    ]


def _act(act: ProposalView) -> str:
    """A two-person act: what it is, whom it concerns, who said the first and the second word."""
    facts = _("，").join(
        f"{word(code, 'proposal_fact')} {word(value, 'role') if code == 'role' else value}"
        for code, value in act.facts
    )
    parts = [word(act.kind, "proposal_kind"), facts, _("提出：%(by)s") % {"by": act.proposed_by}]
    if act.decided_by:
        parts.append(
            _("%(state)s：%(by)s") % {"state": word(act.state, "proposal_state"), "by": act.decided_by}
        )
    return _("；").join(part for part in parts if part)


def _act_behind(act: ProposalView) -> str:
    return _("两人办理：%(first)s 提出，%(second)s 同意") % {
        "first": act.proposed_by,
        "second": act.decided_by,
    }


def _day(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)[:10]

"""What the one-time notice says: the item's guide in one situation, in the words of a paper."""

from datetime import datetime
from typing import Literal

from tongban.catalogue.condition_words import CHANNELS
from tongban.catalogue.situations import Situation
from tongban.kernel.time import SHANGHAI
from tongban.papers.content import Limit, MaterialRequired, OneTimeNotice, PaperHead, Remedies
from tongban.papers.sheets import Guide, SheetFee, SheetLimit, SheetPlace

WAY_WORDS = {
    "paper": "当面交付纸质告知书",
    "link": "当面出示二维码（链接）",
    "read_aloud": "当面宣读",
    "phone": "电话告知",
}
FORMS: dict[str, Literal["original", "copy", "electronic"]] = {
    "paper_original": "original",
    "paper_copy": "copy",
    "electronic": "electronic",
}
WEEKDAYS = "一二三四五六日"
UNCONFIRMED = "（条文待核对）"


def one_time_notice(
    head: PaperHead,
    guide: Guide,
    situation: Situation,
    *,
    how: str,
    told_by: str,
    told_to: str,
    at: datetime,
) -> OneTimeNotice:
    """The notice's content.

    Args:
        guide: the item in Chinese in this situation.
        how: one of `WAY_WORDS`.
    """
    bodies = {remedy.kind: remedy.body for remedy in guide.remedies}
    remedies = None
    if bodies.get("reconsideration") and bodies.get("lawsuit"):
        remedies = Remedies(reconsideration_body=bodies["reconsideration"], court=bodies["lawsuit"])
    place = next(iter(guide.places), None)
    return OneTimeNotice(
        head=head,
        item_name=guide.name,
        item_code=guide.code,
        edition=guide.edition,
        effective_from=guide.effective_from,
        situation=guide.situation,
        channel=CHANNELS["zh"].get(situation.channel, ""),
        legal_basis=tuple(
            f"{basis.law}{basis.article}{UNCONFIRMED if basis.unconfirmed else ''}" for basis in guide.basis
        ),
        conditions=guide.conditions,
        materials=tuple(
            MaterialRequired(
                name=material.name,
                necessity=material.necessity,
                copies=material.copies,
                forms=tuple(
                    FORMS[form]
                    for form in ("paper_original", "paper_copy", "electronic")
                    if form in material.forms
                ),
                source=material.source,
                review_point="；".join(material.review_points),
                condition=material.condition,
                hint=material.hint,
            )
            for material in guide.materials
        ),
        procedure=tuple(
            (step.told or step.name) + (f"（下列情形才有：{step.condition}）" if step.condition else "")
            for step in guide.steps
        ),
        promised=_limit(guide.promised),
        statutory=_limit(guide.statutory) if guide.statutory is not None else None,
        fee="；".join(_fee(fee) for fee in guide.fees),
        fee_basis="；".join(dict.fromkeys(fee.basis for fee in guide.fees))
        or guide.no_fee_ground.rstrip("。"),
        result=f"{guide.result}。{guide.result_hint}",
        remedies=remedies,
        redress=guide.remedies_told,
        place=_place(place),
        hours=_hours(place),
        phone=place.phone if place else "",
        complaint_phone=guide.complaint_phone,
        told_by=told_by,
        told_to=told_to,
        told_how=WAY_WORDS[how],
        told_at=at.astimezone(SHANGHAI),
    )


def _limit(limit: SheetLimit) -> Limit:
    return Limit(days=limit.days, unit=limit.unit)


def _fee(fee: SheetFee) -> str:
    said = f"{fee.name}：{fee.amount}元/{fee.per}，{fee.channel}"
    return f"{said}（下列情形才收：{fee.condition}）" if fee.condition else said


def _place(place: SheetPlace | None) -> str:
    if place is None:
        return ""
    return f"{place.name}{place.window}" + (f"，{place.address}" if place.address else "")


def _hours(place: SheetPlace | None) -> str:
    """Lines of the same weekdays said once: 周一至周五9:00—12:00，13:00—17:00."""
    spells: dict[str, list[str]] = {}
    for weekdays, opens, closes in place.hours if place else ():
        spells.setdefault(weekdays, []).append(f"{opens}—{closes}")
    return "；".join(f"{_weekdays(weekdays)}{'，'.join(times)}" for weekdays, times in spells.items())


def _weekdays(digits: str) -> str:
    days = [WEEKDAYS[int(digit) - 1] for digit in digits]
    unbroken = len(digits) > 2 and int(digits[-1]) - int(digits[0]) == len(digits) - 1
    return f"周{days[0]}至周{days[-1]}" if unbroken else "、".join(f"周{day}" for day in days)

"""An item in one language and for one situation, as its sheets tell it."""

from collections.abc import Iterable
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from django.conf import settings

from tongban.catalogue.condition_words import condition_words
from tongban.catalogue.definition import Basis, Fee, ItemDefinition, ItemLimit, Text
from tongban.catalogue.queries import RemedyView
from tongban.catalogue.situations import (
    MaterialOf,
    Situation,
    StepOf,
    materials_of,
    questions_asked,
    remaining,
    steps_of,
    verdict,
)
from tongban.directory.queries import SiteView
from tongban.papers.sheets import (
    Guide,
    SheetBasis,
    SheetFaq,
    SheetFee,
    SheetLimit,
    SheetMaterial,
    SheetPlace,
    SheetRemedy,
    SheetStep,
)

Language = Literal["zh", "en"]
POINTS_LISTED = 2  # village points named on a sheet; more would bury the centre
NECESSITIES: dict[str, Literal["required", "optional", "deferrable"]] = {
    "required": "required",
    "optional": "optional",
    "deferrable": "deferrable",
}
LEVELS: dict[str, Literal["village", "township", "county"]] = {
    "village": "village",
    "township": "township",
    "county": "county",
}


def guide_of(
    item: ItemDefinition,
    situation: Situation,
    language: Language,
    *,
    edition: int,
    effective_from: date,
    sites: Iterable[SiteView],
    remedies: Iterable[RemedyView],
) -> Guide:
    """The item as it is told in one situation.

    Args:
        edition: its number; effective_from: its first day.
        sites: the centre and the village points of the place, the centre first.
    """

    def said(text: Text | None) -> str:
        return text.in_language(language) if text is not None else ""

    named = tuple(sites)
    centres = [site for site in named if site.kind == "centre"] if "window" in item.channels else []
    points = [site for site in named if site.kind == "village_point"]
    listed = points if len(points) <= POINTS_LISTED and "village_point" in item.channels else []
    county = item.decider.level == "county"
    return Guide(
        name=said(item.name),
        summary=said(item.summary),
        code=item.code,
        type_code=item.type_code,
        edition=edition,
        effective_from=effective_from,
        guide_url=guide_address(item.code, situation),
        demonstration=item.demonstration,
        situation=situation_lines(item, situation, language),
        conditions=tuple(said(condition) for condition in item.conditions),
        materials=tuple(_material(item, found, language) for found in materials_of(item, situation)),
        steps=tuple(_step(item, found, language) for found in steps_of(item, situation)),
        intake_check=_limit(item.limits["intake_check"], language),
        promised=_limit(item.limits["promised"], language),
        statutory=_limit(item.limits["statutory"], language) if "statutory" in item.limits else None,
        fees=tuple(
            _fee(item, fee, situation, language)
            for fee in item.fees
            if verdict(item, fee.needed_if, situation) is not False
        ),
        no_fee_ground=said(item.no_fee_ground),
        visits=item.visits,
        visits_reason=said(item.visits_reason),
        channels=item.channels,
        village_mode=item.village_mode,
        result=said(item.result_name),
        result_hint=said(item.result_hint),
        deciding_level="county" if county else "township",
        basis=tuple(_basis(basis, language) for basis in item.basis),
        remedies=tuple(
            SheetRemedy(
                kind="lawsuit" if remedy.kind == "lawsuit" else "reconsideration",
                body=remedy.body,
                days=remedy.days or 0,
                months=remedy.months or 0,
            )
            for remedy in remedies
        ),
        remedies_told=said(item.remedies_told),
        faq=tuple(SheetFaq(question=said(asked.question), answer=said(asked.answer)) for asked in item.faq),
        places=tuple(place_of(site, item.position, language) for site in (*centres, *listed)),
        more_places=0 if listed else len(points),
        complaint_phone=named[0].complaint_phone if named else "",
        ends=item.ends,
        ends_reason=said(item.ends_reason),
    )


def guide_address(code: str, situation: Situation) -> str:
    """Where the guide stands on the portal, with this situation already answered."""
    answered = urlencode({f"s_{question}": answer for question, answer in situation.answers.items()})
    return f"{settings.BASE_URL}/items/{code}/" + (f"?{answered}" if answered else "")


def situation_lines(item: ItemDefinition, situation: Situation, language: Language) -> tuple[str, ...]:
    """The situation as told: each answered question with its answer."""
    return tuple(
        condition_words(item, {"eq": [question.code, situation.answers[question.code]]}, language)
        for question in questions_asked(item, situation)
        if question.code in situation.answers
    )


def place_of(site: SiteView, position: str, language: Language) -> SheetPlace:
    """A site as a sheet names it, with the window of the item's position."""
    window = next((window.number for window in site.windows if window.position_code == position), None)
    words = "" if window is None else f"{window}号窗口" if language == "zh" else f"window {window}"
    return SheetPlace(
        kind="centre" if site.kind == "centre" else "village_point",
        name=site.name,
        window=words,
        address=site.address,
        phone=site.phone,
        hours=tuple((line.weekdays, line.opens.lstrip("0"), line.closes.lstrip("0")) for line in site.hours),
    )


def _limit(limit: ItemLimit, language: Language) -> SheetLimit:
    return SheetLimit(
        days=limit.days,
        unit="working" if limit.unit == "working" else "calendar",
        basis=limit.basis.in_language(language),
        unconfirmed=limit.unconfirmed,
    )


def _basis(basis: Basis, language: Language) -> SheetBasis:
    return SheetBasis(
        law=basis.law.in_language(language),
        article=basis.cited(language),
        duty=basis.duty.in_language(language),
        unconfirmed=basis.unconfirmed,
    )


def _material(item: ItemDefinition, found: MaterialOf, language: Language) -> SheetMaterial:
    material = found.material
    return SheetMaterial(
        name=material.name.in_language(language),
        necessity=NECESSITIES[material.necessity],
        condition=condition_words(item, found.open, language),
        copies=material.copies,
        forms=material.forms,
        source=material.source.in_language(language),
        hint=material.hint.in_language(language),
        review_points=tuple(point.in_language(language) for point in material.review_points),
        blank=material.form is not None,
        commitment=material.commitment,
    )


def _step(item: ItemDefinition, found: StepOf, language: Language) -> SheetStep:
    step = found.step
    return SheetStep(
        name=step.name.in_language(language),
        told=step.told.in_language(language) if step.told is not None else "",
        level=LEVELS[step.level],
        limit=_limit(step.limit, language) if step.limit is not None else None,
        condition=condition_words(item, found.open, language),
    )


def _fee(item: ItemDefinition, fee: Fee, situation: Situation, language: Language) -> SheetFee:
    law = fee.basis.law.in_language(language)
    return SheetFee(
        name=fee.name.in_language(language),
        amount=fee.amount,
        per=fee.per.in_language(language),
        basis=f"{law}{fee.basis.article}" if language == "zh" else f"{law}, {fee.basis.cited(language)}",
        channel=fee.channel.in_language(language),
        condition=condition_words(item, remaining(item, fee.needed_if, situation), language),
    )

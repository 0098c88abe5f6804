"""The sheets one can ask for, by their kind in the address, with the places and editions that they name."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import PinnedItem, current, edition, published_items, remedies_for
from tongban.catalogue.sheets.forms import Applying, filled_form, sample_applying
from tongban.catalogue.sheets.guides import Language, guide_address, guide_of
from tongban.catalogue.situations import Situation, read_situation
from tongban.directory.queries import SiteView, chain, default_place, sites
from tongban.kernel import time
from tongban.kernel.errors import NotFound
from tongban.papers.sheets import FormSheet, Guide, GuideSheet, PromiseSheet, SheetHead

SHEET_KINDS = ("notice", "wall", "booklet")
FORM_PREFIXES: dict[str, Literal["blank", "sample"]] = {"form-": "blank", "sample-": "sample"}
POSITIONS: dict[str, tuple[str, str]] = {
    "family_planning": ("计生服务岗", "Family planning"),
    "civil_affairs": ("民政残联岗", "Civil affairs and disability"),
    "rural_economy": ("农经服务岗", "Rural economy"),
    "social_security": ("社会保障岗", "Social security"),
}


def item_sheet(
    code: str,
    kind: str,
    language: Language,
    *,
    place: str = "",
    given: Mapping[str, str] | None = None,
    channel: str = "",
) -> GuideSheet | FormSheet:
    """A sheet of an item.

    Args:
        kind: ``notice``, ``wall``, ``booklet``, ``form-<material>``, ``sample-<material>``.
        place: the division; "": the deployment's default place.
        given: situation question → answer, for a notice.
        channel: how they will apply; "": not said.

    Raises:
        NotFound: no such item at this place, or no such sheet; a form or wall sheet of an item that has ended.
        InputFaults: a situation that this item does not know.
    """
    found = current(code, place)
    item = found.definition
    if not item.published:
        raise NotFound("item")
    if not item.open_on(time.today()) and kind not in ("notice", "booklet"):
        raise NotFound("sheet")  # nobody is to hang up or fill in what can no longer be applied for
    for prefix, use in FORM_PREFIXES.items():
        if kind.startswith(prefix):
            return _form(found, kind.removeprefix(prefix), use, language, place)
    if kind not in SHEET_KINDS:
        raise NotFound("sheet")
    situation = read_situation(item, given or {}, channel) if kind == "notice" else Situation({})
    return guide_sheet(found, kind, situation, language, place)


def application_form(
    code: str,
    material: str,
    language: Language,
    *,
    place: str,
    answers: Mapping[str, str],
    applying: Applying,
) -> FormSheet:
    """A form with one applicant's own answers, to be read and signed.

    Raises:
        NotFound: no such item at this place, or it has no such form.
    """
    found = current(code, place)
    head = head_for(found, language, place, guide_address(code, Situation({})))
    return filled_form(found.definition, material, head, "application", answers, applying)


def promise_sheet(code: str, place: str, **said: Any) -> PromiseSheet:
    """A promise to be read and signed by hand; a Chinese paper in every language.

    Args:
        said: what stands on it beside its head, as in `PromiseSheet`.

    Raises:
        NotFound: no such item at this place.
    """
    found = current(code, place)
    return PromiseSheet(head=head_for(found, "zh", place, guide_address(code, Situation({}))), **said)


def guide_sheet(
    found: PinnedItem, kind: str, situation: Situation, language: Language, place: str
) -> GuideSheet:
    """A notice, wall sheet or booklet of one edition."""
    kinds: dict[str, Literal["notice", "wall", "booklet"]] = {
        "notice": "notice",
        "wall": "wall",
        "booklet": "booklet",
    }
    guide = guide_for(found, situation, language, place)
    head = head_for(found, language, place, guide_address(found.definition.code, situation))
    return GuideSheet(kind=kinds[kind], head=head, guides=(guide,))


def guide_for(found: PinnedItem, situation: Situation, language: Language, place: str) -> Guide:
    """One edition as told in a situation at a place."""
    return guide_of(
        found.definition,
        situation,
        language,
        edition=found.number,
        effective_from=edition(found.version_id).effective_from,
        sites=sites_of(place),
        remedies=remedies_for(found.definition.code),
    )


def head_for(found: PinnedItem, language: Language, place: str, address: str) -> SheetHead:
    """The head of a sheet of one edition."""
    item = found.definition
    centre = _centre(place)
    return SheetHead(
        language=language,
        title=item.name.in_language(language),
        authority=centre.body_name if centre else "",
        place=centre.name if centre else "",
        phone=centre.phone if centre else "",
        edition=found.number,
        effective_from=edition(found.version_id).effective_from,
        guide_url=address,
        demonstration=item.demonstration,
    )


def position_booklet(position: str, language: Language, *, place: str = "") -> GuideSheet:
    """The booklet of all items of a position.

    Raises:
        NotFound: no such position, or it has no item at this place.
    """
    if position not in POSITIONS:
        raise NotFound("position")
    items = [item for item in published_items("", place) if item.position == position]
    if not items:
        raise NotFound("position")
    editions = [current(item.code, place) for item in items]
    guides = tuple(guide_for(found, Situation({}), language, place) for found in editions)
    centre = _centre(place)
    newest: date = max(guide.effective_from for guide in guides)
    head = SheetHead(
        language=language,
        title=POSITIONS[position][0 if language == "zh" else 1],
        authority=centre.body_name if centre else "",
        place=centre.name if centre else "",
        phone=centre.phone if centre else "",
        edition=0,
        effective_from=newest,
        guide_url="",
        demonstration=any(guide.demonstration for guide in guides),
    )
    return GuideSheet(kind="booklet", head=head, guides=guides)


def sites_of(place: str) -> tuple[SiteView, ...]:
    """The centre of a place and the village points of its township; of a village its own point alone."""
    above = chain(place or default_place())
    every = sites()
    centre = [site for site in every if site.kind == "centre" and site.division_code in above]
    townships = {site.division_code for site in centre}
    points = [site for site in every if site.kind == "village_point"]
    own = [site for site in points if site.division_code in above]
    near = [site for site in points if f"{site.division_code[:9]}000" in townships]
    return (*centre, *(own or near))


def _centre(place: str) -> SiteView | None:
    return next((site for site in sites_of(place) if site.kind == "centre"), None)


def _form(
    found: PinnedItem, material: str, use: Literal["blank", "sample"], language: Language, place: str
) -> FormSheet:
    item: ItemDefinition = found.definition
    head = head_for(found, language, place, guide_address(item.code, Situation({})))
    if use == "blank":
        return filled_form(item, material, head, use, {}, Applying())
    return filled_form(item, material, head, use, item.sample.answers, sample_applying(item))

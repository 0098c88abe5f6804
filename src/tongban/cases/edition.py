"""Which edition of an item an application is made under: that of the township that handles it.

What a village may do with an item is read from the village's own edition (直办 代办 协办 公开告知).
"""

from collections.abc import Mapping
from typing import Any

from tongban.cases.requests import Application
from tongban.catalogue.definition import ItemDefinition
from tongban.catalogue.queries import PinnedItem, current
from tongban.directory.queries import centre_for_village, site
from tongban.kernel import time
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotFound, Refusal

ORGANIZATIONS = frozenset({"enterprise", "cooperative", "village_collective"})
PERSONS = frozenset({"person", "household"})
TOLD_ONLY = {"inform": "village_only_informs", "assist": "village_only_assists"}


def village_question(item: ItemDefinition) -> str:
    """The code of the question whose answer names the village; "" where none is asked."""
    return next((question.code for question in item.questions if question.kind == "village"), "")


def kinds_of_applicant(item: ItemDefinition) -> tuple[str, ...]:
    """``person``, ``organization`` or both: who may apply by the item's addressees."""
    person = ("person",) if PERSONS & set(item.addressees) else ()
    organization = ("organization",) if ORGANIZATIONS & set(item.addressees) else ()
    return (*person, *organization) or ("person",)


def place_of(actor: Actor) -> str:
    """The township that a counter's or point's applications go to; "" for who has no counter."""
    if not isinstance(actor, Staff):
        return ""
    here = site(actor.site_id)
    return (here.handled_by or here).division_code


def edition_for(item_code: str, place: str, answers: Mapping[str, Any]) -> PinnedItem:
    """The edition that an application as far as it is written is made under.

    Args:
        place: where it was begun; "": the deployment's default place.
        answers: as typed; the village among them names the township.

    Raises:
        NotFound: no such item, not published, or not taken in at the place it was begun.
    """
    begun = current(item_code, place)
    if not begun.definition.published:
        raise NotFound("item")
    village = str(answers.get(village_question(begun.definition), "") or "")
    try:
        return current(item_code, centre_for_village(village).division_code) if village else begun
    except NotFound:
        return begun  # submitting says what is wrong with the village


def edition_to_submit(actor: Actor, application: Application) -> PinnedItem:
    """The edition that a case of this application is pinned to.

    Raises:
        NotFound: no such item, or not published.
        InputFaults: ``item_not_taken_there``, where the village's township has not taken the item in.
    """
    item = edition_for(application.item_code, place_of(actor) or application.place, application.answers)
    code = village_question(item.definition)
    village = str(application.answers.get(code, "") or "")
    if village:
        try:
            item = current(application.item_code, centre_for_village(village).division_code)
        except NotFound as fault:
            if fault.params.get("what") == "item":
                raise InputFaults([FieldFault(f"answers.{code}", "item_not_taken_there")]) from fault
    return item


def check_open(actor: Actor, item: ItemDefinition, channel: str) -> None:
    """Refuse what cannot be applied for any more, or not from a village point.

    Raises:
        Refusal: ``item_ended``; ``village_only_informs``, ``village_only_assists``.
    """
    if not item.open_on(time.today()):
        raise Refusal("item_ended", {"last": item.ends})
    if channel == "village_point" and isinstance(actor, Staff):
        mode = village_mode(item.code, site(actor.site_id).division_code)
        if mode in TOLD_ONLY:
            raise Refusal(TOLD_ONLY[mode])


def village_mode(item_code: str, village: str) -> str:
    """What a village does with an item, by its own edition: direct, agency, assist or inform.

    Raises:
        NotFound: the item is not taken in there.
    """
    return current(item_code, village).definition.village_mode

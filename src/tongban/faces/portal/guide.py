"""The guide page of an item: what to bring, where, how long, what it costs, how often to come; in one's own situation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.catalogue import queries as catalogue
from tongban.catalogue.queries import EditionView, PinnedItem
from tongban.faces.portal import real_name
from tongban.faces.portal.chosen_place import Here, here
from tongban.faces.portal.drafts_kept import unfinished
from tongban.faces.portal.guide_parts import guide_parts
from tongban.faces.portal.told_situation import told_situation
from tongban.kernel import time
from tongban.kernel.errors import NotFound


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """One item as it holds today, plain words first, the legal basis one tap away."""
    own = here(request)
    found = catalogue.current(code, own.chosen)
    if not found.definition.published:
        raise NotFound("item")
    editions = catalogue.editions(code, own.chosen)
    today = time.today()
    coming = next((one for one in reversed(editions) if one.effective_from > today and one.taken), None)
    edition = next(one for one in editions if one.version_id == found.version_id)
    earlier = any(one.effective_from < edition.effective_from for one in editions)
    more = {"coming": coming, "earlier": earlier, "unfinished": unfinished(request, code)}
    return guide_page(request, found, edition, own, **more)


def guide_page(
    request: HttpRequest, found: PinnedItem, edition: EditionView, own: Here, **more: object
) -> HttpResponse:
    """The page of one edition; ``more``: what only the edition of today has."""
    item, today = found.definition, time.today()
    open_now = item.open_on(today)
    return render(
        request,
        "portal/guide.html",
        {
            "item": item,
            "real_name_door": real_name.door_open(),
            "edition": edition,
            "here": own,
            "guide": guide_parts(item, told_situation(item, request.GET)),
            "open_now": open_now,
            "online": open_now and "portal" in item.channels and "coming" in more,
            "remedies": catalogue.remedies_of(item),
            "today": today,
            "door": "items",
            **more,
        },
    )

"""Who can do this here today, and why; what somebody could see on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tongban.cases import queries as cases
from tongban.directory import queries as directory
from tongban.directory.queries import Candidate
from tongban.faces.common import words
from tongban.faces.common.dates import day as day_in_words
from tongban.faces.common.people_words import POWER
from tongban.faces.common.sentences import refusal_sentence
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench import reasons
from tongban.faces.workbench.administration.people.opened import opened_by_case
from tongban.faces.workbench.doors import staff_only
from tongban.faces.workbench.who import staff_of
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.queries import today

DAYS = frozenset({"since", "until", "begins_later", "is_over", "away"})
REMARKS = frozenset({"away", "no_second_factor"})  # neither stops nor helps
MOST_NEARLY = 30


@dataclass(frozen=True)
class Told:
    """One candidate with the chain in sentences: each with whether it stops them."""

    one: Candidate
    links: tuple[tuple[str, bool, bool], ...]  # sentence, stops, remark


@staff_only
@require_GET
def who_can(request: HttpRequest) -> HttpResponse:
    """The question, and each person's chain of reasons."""
    actor = staff_of(request)
    allowed = directory.sites_to_ask_about(actor)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("act", "site", "item", "number")}
    page: dict[str, Any] = {
        "asked": asked,
        "acts": _acts(),
        "sites": [
            (one.id, one.name)
            for one in sorted(directory.places().sites.values(), key=lambda one: one.code)
            if allowed is None or one.id in allowed
        ],
        "everywhere": allowed is None,
        "here": "who_can",
    }
    status = 200
    if asked["act"]:
        try:
            told = cases.who_can(
                actor,
                asked["act"],
                site_id=int(asked["site"]) if asked["site"].isascii() and asked["site"].isdecimal() else None,
                item_code=asked["item"],
                number=asked["number"],
            )
            page |= {
                "told": told,
                "askers": [
                    words.word(one, "asker")
                    for one in ("citizen", "tracker", "public", "system")
                    if one in told.words
                ],
                "able": [_told(one) for one in told.able],
                "nearly": [_told(one) for one in told.nearly[:MOST_NEARLY]],
                "nearly_more": max(0, len(told.nearly) - MOST_NEARLY),
            }
        except InputFaults as refused:
            page["faults"], status = refused.faults, 422
        except NotFound:
            page["faults"], status = (FieldFault("number", "no_such_case_here"),), 404
    return render(request, "workbench/people/who_can.html", page, status=status)


def _acts() -> list[tuple[str, str]]:
    return [(name, words.word(name, "power")) for name in POWER if name in set(directory.commands_of_staff())]


def _told(one: Candidate) -> Told:
    return Told(one, tuple((_link(r.code, r.value), r.stops, r.code in REMARKS) for r in one.reasons))


def _link(code: str, value: str) -> str:
    if code in ("role_may", "role_may_not"):
        value = words.word(value, "role")
    elif code == "item_decided_elsewhere":
        value = words.word(value, "level")
    elif code == "matter":
        value = reasons.why_not(value) or refusal_sentence(NotAuthorized(value))
    elif code in DAYS:
        value = day_in_words(date.fromisoformat(value))
    sentence = words.word(code, "who_can")
    return sentence % {"value": value} if "%(value)s" in sentence else sentence


@staff_only
@require_GET
def could_see(request: HttpRequest) -> HttpResponse:
    """A person and a day: the assignments, what each let them see, and what they opened.

    Raises:
        NotAuthorized: ``auditors_only``.
    """
    actor = _auditor(request)
    search = request.GET.get("q", "").strip()[:40]
    person, typed = request.GET.get("person", ""), request.GET.get("day", "").strip()[:10]
    staff_id = whole_number(person) or 0
    page: dict[str, Any] = {
        "search": search,
        "typed": typed or today().isoformat(),
        "today": today(),
        "here": "could_see",
    }
    status = 200
    if staff_id:
        page["card"] = directory.staff_card(actor, staff_id)
    elif search:
        page["found"] = directory.staff_page(actor, search=search).rows
    if staff_id and typed:
        assignment = request.GET.get("assignment", "")
        try:
            told = cases.could_see(
                actor,
                staff_id,
                _day(typed),
                assignment_id=int(assignment) if assignment.isascii() and assignment.isdecimal() else None,
                cursor=request.GET.get("cursor", "")[:50],
            )
            page["told"], page["opened"] = told, opened_by_case(told)
            page["reads_log"] = actor.role == "auditor"
        except InputFaults as refused:
            page["faults"], status = refused.faults, 422
    return render(request, "workbench/people/could_see.html", page, status=status)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise InputFaults([FieldFault("day", "not_a_date")]) from None


def _auditor(request: HttpRequest) -> Staff:
    actor = staff_of(request)
    if actor.role != "auditor":
        raise NotAuthorized("auditors_only")
    return actor

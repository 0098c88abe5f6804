"""Every address of the deployment with something to put into it, taken from the resolver itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from urllib.parse import quote
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from tests.authority.world import Made, World

from tongban.catalogue.models import ItemVersion
from tongban.directory.models import Account, Position
from tongban.faces.workbench.acts import ACTS
from tongban.kernel.actors import Staff
from tongban.kernel.models import AccessEntry, Message


@dataclass(frozen=True)
class Address:
    """One pattern.

    Args:
        name: with its namespace, e.g. ``work:case``.
        route: as declared, e.g. ``cases/<str:number>/``.
        parameters: their names, in order.
    """

    name: str
    route: str
    parameters: tuple[str, ...]

    @property
    def of_a_case(self) -> bool:
        return "number" in self.parameters

    def path(self, values: dict[str, object]) -> str:
        """The address with its parameters filled in, percent-encoded."""
        path = "/" + self.route
        for name in self.parameters:
            start = path.index("<")
            end = path.index(">")
            path = path[:start] + quote(str(values[name]), safe="") + path[end + 1 :]
        return path


def addresses() -> tuple[Address, ...]:
    """All of them."""
    return tuple(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", route, tuple(entry.pattern.converters))


Source = Callable[[World, Made], tuple[object, ...]]


def _items(world: World, made: Made) -> tuple[object, ...]:
    return ("SB-001",)


def _materials(world: World, made: Made) -> tuple[object, ...]:
    return ("identity_card", "enrolment_form")


def _notices(world: World, made: Made) -> tuple[object, ...]:
    return (*(told.notice_id for told in world.notices), UUID(int=0))


def _notice_codes(world: World, made: Made) -> tuple[object, ...]:
    return (*(told.verify_code for told in world.notices), *made.verify_codes[:1])


def _accounts(world: World, made: Made) -> tuple[object, ...]:
    return (Account.objects.get(username="clerk").id, 0)


def _editions() -> tuple[object, ...]:
    """Those of the item the matters are about; a database that was used before counts on."""
    return tuple(
        ItemVersion.objects.filter(item__code="SB-001").order_by("id").values_list("id", flat=True)[:2]
    )


def _looks() -> tuple[object, ...]:
    """The first line of the access log."""
    return tuple(AccessEntry.objects.order_by("id").values_list("id", flat=True)[:1])


def _position() -> int:
    """Social security's in 胜利乡."""
    return Position.objects.get(site__code="SL", code="social_security").id


def _sheets(world: World, made: Made) -> tuple[object, ...]:
    return ("notice", "wall", "booklet", "form-enrolment_form", "sample-enrolment_form", "form-none")


def _staff_ids(world: World) -> tuple[object, ...]:
    return tuple(actor.staff_id for actor in list(world.actors.values())[:2] if isinstance(actor, Staff))


def _assignment_ids(world: World) -> tuple[object, ...]:
    return tuple(actor.assignment_id for actor in world.actors.values() if isinstance(actor, Staff))[:2]


# by parameter where the name says what it is; by address where it does not
SOURCES: dict[str, Source] = {
    # one of each township, so that own and foreign are crossed
    "request_number": lambda world, made: (
        *(one.request_number for one in world.entrusted),
        "no-such-request",
    ),
    "proposal_id": lambda world, made: (world.destruction, UUID(int=0)),
    "mandate_id": lambda world, made: (*(one.mandate_id for one in world.entrusted), UUID(int=0)),
    "odd_number": lambda world, made: (*(one.number for one in world.odd), "no-such"),
    "roster_number": lambda world, made: ("MC261123K7M2QX",),  # no item of that world takes rosters
    "work:roster_act/act": lambda world, made: ("start", "stop", "end", "leave-out", "none"),
    "work:roster_new/code": _items,
    "work:roster_template/code": _items,
    "hold_id": lambda world, made: (1,),
    "list_id": lambda world, made: (1,),  # none was saved in that world
    "message_id": lambda world, made: (*Message.objects.values_list("id", flat=True)[:2], UUID(int=0)),
    "work:message_text/template": lambda world, made: ("declined", "withdrawn", "none"),
    "portal:ask_about_data/kind": lambda world, made: ("correction", "erasure", "none"),
    "work:privacy_act/act": lambda world, made: ("release", "correct", "propose", "decline", "withdraw"),
    "number": lambda world, made: (made.number,),
    "paper_id": lambda world, made: made.papers[:1] or (UUID(int=0),),
    "act": lambda world, made: tuple(ACTS),
    "page": lambda world, made: (1,),
    "page_code": lambda world, made: ("acting", "name", "q-address", "m-identity_card"),
    "token": lambda world, made: (world.drafts["clerk"].token, world.drafts["an"].token, "no-such-draft"),
    "notice_id": _notices,
    "site_code": lambda world, made: ("SL", "NONE"),
    "body_code": lambda world, made: ("SL",),
    "division_code": lambda world, made: ("640121200000",),
    "step": lambda world, made: ("divisions", "staff"),
    "version": lambda world, made: (1,),
    "calendar": lambda world, made: ("nation", "640000", "none"),
    "year": lambda world, made: (2026,),
    "notice_number": lambda world, made: (1,),  # none was published in that world
    "portal:told/code": _notice_codes,
    "portal:sheet/code": _items,
    "portal:sheet/kind": _sheets,
    "portal:position_booklet/code": lambda world, made: ("social_security", "none"),
    "work:tell/code": _items,
    "work:intake_form/material": _materials,
    # nothing was published in that world: read without a log-in, and nowhere to be guessed
    "month": lambda world, made: ("2026-10", "none"),
    "portal:figures_file/number": lambda world, made: (1,),
    "portal:figures_file/name": lambda world, made: ("extract.csv", "none"),
    "work:intake_promise/material": _materials,
    "work:case_promise/material": _materials,
    "portal:guide/code": _items,
    "portal:editions/code": _items,
    "portal:edition/code": _items,
    "portal:edition/version_id": lambda world, made: _editions(),
    "portal:compare/code": _items,
    "portal:start/code": _items,
    "portal:page/code": _items,
    "portal:check/code": _items,
    "portal:discard/code": _items,
    "portal:draft_file/code": _items,
    "portal:resume/code": _items,
    "portal:verified/code": lambda world, made: made.verify_codes[:1],
    "draft_id": lambda world, made: tuple(world.catalogue_drafts.values()),
    "job_id": lambda world, made: (world.import_job,),
    "work:catalogue_item/code": _items,
    "work:person/staff_id": lambda world, made: (*_staff_ids(world), 2**40),
    "work:handover/assignment_id": lambda world, made: (*_assignment_ids(world), 2**40),
    "work:audit_look/row_id": lambda world, made: (*_looks(), 2**40),
    "work:catalogue_section/part": lambda world, made: ("about", "limits"),
    "work:material/code": _materials,
    "account_id": _accounts,
    "work:account_act/act": lambda world, made: (
        "unlock",
        "end-session",
        "close",
        "reopen",
        "unlink",
        "none",
    ),
    "work:page_image/code": _materials,
    "work:signature/order": lambda world, made: (0,),  # and nobody signs them beside the applicant
    "work:step_file/file_id": lambda world, made: (2**40,),  # no step of these matters has one
    "work:duty_post/position_id": lambda world, made: (_position(), 2**40),
    "work:duty_post/role": lambda world, made: ("clerk", "reviewer", "none"),
    "figure": lambda world, made: ("under-way", "received-30", "none"),
    "township": lambda world, made: ("SL", "NONE"),
}


def source_of(address: Address, parameter: str) -> Source | None:
    """Where an address's parameter comes from; None where nobody has said."""
    return SOURCES.get(f"{address.name}/{parameter}") or SOURCES.get(parameter)


def paths(address: Address, world: World, made: Made) -> Iterator[str]:
    """The address filled in for one case, in every way its sources offer."""
    values = []
    for parameter in address.parameters:
        source = source_of(address, parameter)
        assert source is not None, f"{address.name}: no source for {parameter}"
        values.append(source(world, made))
    for chosen in product(*values):
        yield address.path(dict(zip(address.parameters, chosen, strict=True)))


# What a person would post there, sound or nearly so; anything not named here gets the last line.
PLAUSIBLE: dict[str, dict[str, str]] = {
    "work:odd_reveal": {"reason": "打电话核实情况"},
    "work:odd_one": {
        "act": "answer",
        "result": "solved",
        "words": "已经和三个窗口说好，由社保窗口收",
        "idempotency_key": "k1",
    },
    "portal:odd": {"name": "某人", "words": "三个窗口都说不归他们管", "phone": "19900000087", "key": "k1"},
    "portal:odd_find": {"number": "BB261123K7M2QX", "by": "phone", "phone": "19900000087"},
    "work:sign_in": {"username": "clerk", "password": "wrong", "next": "/work/"},
    "work:first": {
        "username": "clerk",
        "slip": "AAAA-BBBB-CCCC",
        "new_password": "a b c d e f",
        "new_password_again": "a b",
    },
    "work:sign_in_code": {"code": "000000"},
    "work:my_password": {"old_password": "wrong", "new_password": "x", "idempotency_key": "k1"},
    "work:my_factor": {"code": "000000", "secret": "", "idempotency_key": "k1"},
    "work:account_make": {"staff_code": "SL-01", "username": "somebody", "idempotency_key": "k1"},
    "work:unmask": {"field": "applicant.number", "unmask_reason": "核对身份"},
    "portal:track": {"number": "", "by": "phone", "phone": "19900000000", "query_code": ""},
    "portal:sign_in": {"phone": "19955512345", "next": "/my/"},
    "portal:code": {"code": "000000", "next": "/my/"},
    "portal:withdraw": {"reason": "不办了", "version": "1", "key": "k1"},
    "work:choose_item": {"item": "SB-001"},
    "work:tell": {"how": "paper", "channel": "window", "told_to": "", "idempotency_key": "k1"},
    "language": {"language": "en", "next": "/"},
    "elder": {"on": "1", "next": "/"},
    "portal:choose_place": {"place": "640121200201", "next": "/"},
}
ANYTHING = {
    "expected_version": "1",
    "idempotency_key": "k1",
    "reason": "申请材料与登记信息不一致，请到窗口核对。",
    "basis": "《中华人民共和国社会保险法》第二十条",
    "right_body": "",
    "step_code": "township_review",
    "agrees": "yes",
    "opinion": "同意",
    "granted": "yes",
    "mode": "handed_over",
    "receiver_name": "本人",
    "relation": "self",
    "identification": "居民身份证",
    "seen": "yes",
    "place": "window",
    "verdict.identity_card": "ok",
    "verdict.household_register": "ok",
    "verdict.enrolment_form": "ok",
    "value": "self",
    "consent": "yes",
    "key": "k1",
    "do": "submit",
}


def plausible(address: Address, made: Made) -> dict[str, str]:
    """A body for a POST; a case's page gets the case's own number where a number is asked for."""
    fields = dict(PLAUSIBLE.get(address.name, ANYTHING))
    if "number" in fields:
        fields["number"] = made.number
    return fields

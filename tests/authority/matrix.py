"""The matrix of authority: every address and every read, by every kind of actor; observed, written, and compared.

`docs/mechanisms/authority-matrix.md` holds it as a table that an auditor reads; `tools/authority_matrix.py` writes
that page from what is observed, and `test_matrix.py` compares the two cell by cell.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model
from tests.authority.addresses import Address, addresses, paths, plausible
from tests.authority.browser import Answer, Browser, Reader
from tests.authority.test_addresses import DEMONSTRATION
from tests.authority.test_queries import CASE_QUERIES
from tests.authority.world import Made, World, tracker

import tongban
from tongban.catalogue.models import ItemVersion
from tongban.directory.models import Account, Staff
from tongban.kernel.access import record_access
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Erased, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.models import AccessEntry
from tongban.kernel.time import now, today

PAGE = Path(__file__).resolve().parents[2] / "docs/mechanisms/authority-matrix.md"


@dataclass(frozen=True)
class Kind:
    """A column: somebody of the world, and the case that is asked for.

    Args:
        head: what stands above the column.
        who: the name in the world; ``tracker`` holds that case's number and code.
        serial: the matter asked for.
    """

    head: str
    who: str
    serial: int


KINDS = (
    Kind("public", "public", 3),
    Kind("tracker, that case", "tracker", 3),
    Kind("citizen, own", "an", 3),
    Kind("citizen, other's", "bo", 3),
    Kind("assister, own village", "assister", 17),
    Kind("assister, other village", "assister-bq", 17),
    Kind("clerk, own position", "clerk", 3),
    Kind("clerk, other position", "clerk-mz", 3),
    Kind("clerk, other township", "mn-clerk", 3),
    Kind("reviewer", "reviewer", 3),
    Kind("approver", "approver", 3),
    Kind("county reviewer, with a step", "county", 13),
    Kind("county reviewer, without", "county", 3),
    Kind("county approver, deciding", "county-mz-head", 33),
    Kind("county approver, other", "county-mz-head", 3),
    Kind("supervisor", "supervisor", 3),
    Kind("catalogue editor", "editor", 3),
    Kind("catalogue approver", "editor-2", 3),
    Kind("system admin", "sysadmin", 3),
    Kind("security admin", "secadmin", 3),
    Kind("auditor", "auditor", 3),
)

PROVES = "proves first"
SIGN_IN = ("/sign-in/", "/work/sign-in/")
SEES, OWN, LED, SIGNS, ASKS, REFUSED, ABSENT = (
    "sees",
    "own only",
    "led on",
    "signs in",
    "may send",
    "refused",
    "not there",
)


def browser_of(world: World, kind: Kind) -> tuple[Browser, Reader]:
    """The browser of a column, and the reader of what it must not see."""
    if kind.who != "tracker":
        return Browser(world, kind.who), Reader(world, kind.who)
    made = world.matter(kind.serial)
    browser, reader = Browser(world, "public"), Reader(world, "public")
    reader.forgive(made.secrets)
    browser.keep(
        "POST", "/track/", {"number": made.number, "by": "query_code", "query_code": made.query_code}
    )
    return browser, reader


def of_address(
    browser: Browser, reader: Reader, address: Address, world: World, made: Made
) -> tuple[str, list[str]]:
    """What an address is to a browser, in the words of the table, and what it told that it must not."""
    words, told = set(), list[str]()
    for path in paths(address, world, made):
        answer = browser.get(path)
        sent = path
        if answer.status == 405:
            fields = plausible(address, made)
            answer, sent = browser.post(path, fields), f"{path} {fields}"
            word = _word(answer, posted=True)
        else:
            word = _word(answer, posted=False)
        words.add(word)
        known = f"{sent} {made.case_id}" if address.name == "portal:proof" else sent
        told += [f"{path}: {one}" for one in reader.foreign_in(answer, asked=known)]
    return _together(words), told


def _word(answer: Answer, *, posted: bool) -> str:
    status = answer.status
    place = answer.response.headers.get("Location", "")
    if status in (301, 302, 303) and place.split("?")[0].endswith(SIGN_IN):
        return SIGNS
    if status == 403:
        return REFUSED
    if status in (404, 410):
        return ABSENT
    if status >= 500:
        return f"fault {status}"
    if posted:
        return ASKS
    if status in (301, 302, 303):
        return LED
    return PROVES if 'name="query_code"' in answer.text else SEES


def _together(words: set[str]) -> str:
    """One word for an address that stands for many things: somebody's own among others'."""
    if len(words) == 1:
        return next(iter(words))
    if words <= {SIGNS, ABSENT}:
        return SIGNS
    if words <= {REFUSED, ABSENT}:
        return REFUSED
    good = words & {SEES, LED, ASKS}
    if good and words & {ABSENT, REFUSED} and not any(word.startswith("fault") for word in words):
        return OWN
    if good == words:
        return SEES if SEES in words else ASKS
    return "/".join(sorted(words))


def rows_of_addresses() -> list[Address]:
    """Every address, once by its name."""
    found = {address.name: address for address in addresses() if address.name not in DEMONSTRATION}
    return [found[name] for name in sorted(found)]


# queries


def read_queries() -> dict[str, Callable[..., object]]:
    """Every function that a room gives out to read with, and that takes an actor: ``room.name``."""
    found: dict[str, Callable[..., object]] = {}
    source = Path(tongban.__file__).parent
    for room in ("cases", "catalogue", "directory", "oversight", "papers", "parties"):
        for module in _query_modules(source, room):
            for name in getattr(module, "__all__", ()):
                given = getattr(module, name)
                if inspect.isfunction(given) and "actor" in inspect.signature(given).parameters:
                    found[f"{room}.{name}"] = given
    return found


def _query_modules(source: Path, room: str) -> list[types.ModuleType]:
    package = importlib.import_module(f"tongban.{room}")
    names = [one.name for one in pkgutil.walk_packages(package.__path__, f"tongban.{room}.")]
    wanted = [name for name in names if name.endswith(".queries")]
    return [importlib.import_module(name) for name in wanted]


def of_query(name: str, ask: Callable[..., object], actor: Actor, world: World, made: Made) -> str:
    """What a read gives an actor, in the words of the table."""
    short = name.partition(".")[2]
    if not _takes(ask, actor):
        return ABSENT
    try:
        with transaction.atomic():
            if name.startswith("cases.") and short in CASE_QUERIES:
                given = CASE_QUERIES[short][0](actor, made)
            else:
                given = ask(actor, **_given_to(ask, world, made))
            if isinstance(given, types.GeneratorType):
                given = list(given)
            transaction.set_rollback(True)
    except NotAuthorized:
        return REFUSED
    except (NotFound, Erased):
        return ABSENT
    except InputFaults:
        return ASKS
    except Refusal:
        return SEES
    except ObjectDoesNotExist:
        return ABSENT
    return "nothing" if _empty(given) else SEES


def _empty(given: object) -> bool:
    """Whether an answer holds nothing: a no, an empty row of things, or a shape with nothing in it."""
    if given is None or given is False:
        return True
    if hasattr(given, "__len__"):
        return len(given) == 0
    if dataclasses.is_dataclass(given):
        held = [getattr(given, one.name) for one in dataclasses.fields(given)]
        rows = getattr(given, "rows", None)
        return rows == () or not any(held)
    return False


def _takes(ask: Callable[..., object], actor: Actor) -> bool:
    """Whether a read is for this kind of actor at all, by its own type."""
    kinds = typing.get_type_hints(ask).get("actor", Actor)
    return isinstance(actor, typing.get_args(kinds) or (kinds,))


def actor_of(world: World, kind: Kind) -> Actor:
    return tracker(world.matter(kind.serial)) if kind.who == "tracker" else world.actors[kind.who]


def _given_to(ask: Callable[..., object], world: World, made: Made) -> dict[str, Any]:
    hints = typing.get_type_hints(ask)
    return {
        one: _value(one, hints.get(one, str), world, made)
        for one, parameter in inspect.signature(ask).parameters.items()
        if one != "actor" and parameter.default is parameter.empty
    }


def _first(rows: type[Model]) -> int:
    return int(rows._default_manager.order_by("id").values_list("id", flat=True)[0])


def _a_look(world: World, made: Made) -> int:
    """A row of the access log; there is one for sure once somebody looked."""
    record_access(world.actors["clerk"], "case", made.case_id)
    return _first(AccessEntry)


def _value(name: str, kind: Any, world: World, made: Made) -> Any:
    if name == "row_id":
        return _a_look(world, made)
    known: Mapping[str, object] = {
        "number": made.number,
        "key": made.submit_key,
        "idempotency_key": made.submit_key,
        "code": "SB-001",
        "item_code": "SB-001",
        "draft_id": next(iter(world.catalogue_drafts.values())),
        "job_id": world.import_job,
        "notice_id": world.notices[0].notice_id,
        "site_code": "SL",
        "group": "all",
        "figure": "under-way",
        "township": "SL",
        "name": "cases.accept",
        "command": "cases.accept",
        "paper_id": made.papers[0],
        "mandate_id": world.entrusted[0].mandate_id,
        "request_number": world.entrusted[0].request_number,
        "proposal_id": world.destruction,
        # a database that was used before counts on: its first row need not have the id 1
        "account_id": _first(Account),
        "staff_id": _first(Staff),
        "version_id": _first(ItemVersion),
    }
    if name in known:
        return known[name]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if type(None) in inner else _value(name, inner[0], world, made)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        missing = dataclasses.MISSING
        needed = [
            one
            for one in dataclasses.fields(kind)
            if one.default is missing and one.default_factory is missing
        ]
        return kind(**{one.name: _value(one.name, hints[one.name], world, made) for one in needed})  # type: ignore[operator]  # a class
    if origin is not None:
        return {} if isinstance(origin, type) and issubclass(origin, Mapping) else ()
    plain: dict[object, object] = {
        str: "",
        int: 1,
        bool: True,
        bytes: b"",
        date: today(),
        datetime: now(),
        UUID: uuid4(),
    }
    return plain.get(kind)


# the page


def table(head: str, rows: Mapping[str, list[str]]) -> str:
    """A table of Markdown."""
    heads = " | ".join(kind.head for kind in KINDS)
    lines = [f"| {head} | {heads} |", "| --- |" + " --- |" * len(KINDS)]
    lines += [f"| `{name}` | " + " | ".join(cells) + " |" for name, cells in sorted(rows.items())]
    return "\n".join(lines)


def cells_on_the_page(text: str, head: str) -> dict[str, list[str]]:
    """The rows of one of its tables, by name."""
    found: dict[str, list[str]] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith(f"| {head} |"):
            inside = True
            assert [one.strip() for one in line.strip("|").split("|")][1:] == [kind.head for kind in KINDS]
        elif inside and not line.startswith("|"):
            break
        elif inside and not line.startswith("| ---"):
            name, *cells = (one.strip() for one in line.strip("|").split("|"))
            found[name.strip("`")] = cells
    return found


def observed_addresses(world: World) -> tuple[dict[str, list[str]], list[str]]:
    """Every address by every column, and all that was told to whom it must not."""
    rows: dict[str, list[str]] = {address.name: [] for address in rows_of_addresses()}
    wrong: list[str] = []
    for kind in KINDS:
        browser, reader = browser_of(world, kind)
        for address in rows_of_addresses():
            word, told = of_address(browser, reader, address, world, world.matter(kind.serial))
            rows[address.name].append(word)
            wrong += [f"{kind.head}: {one}" for one in told]
    return rows, wrong


def observed_queries(world: World) -> dict[str, list[str]]:
    """Every read by every column."""
    return {
        name: [of_query(name, ask, actor_of(world, kind), world, world.matter(kind.serial)) for kind in KINDS]
        for name, ask in read_queries().items()
    }

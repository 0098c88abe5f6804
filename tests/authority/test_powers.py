"""The table of powers, tried: every command by every kind of actor, refused wherever the table has no word.

What a command is given here is made from its own signature: of the right types, about things of the world where a
name says which.  Who the table does not name is refused and leaves no trace; who it names may still be told that
something typed is wrong, but never that it is not their power.
"""

import ast
import dataclasses
import inspect
import os
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from tests.authority.world import World, tracker

from tongban.kernel import powers
from tongban.kernel.actors import Actor, Staff, System
from tongban.kernel.commands import command
from tongban.kernel.errors import NotAuthorized, Refusal
from tongban.kernel.ledger import Event, append
from tongban.kernel.models import CommandRecord, LedgerEntry
from tongban.kernel.time import now, today
from tongban.site.powers import ANYBODY, EVERY_ROLE, POWERS, READS, ROOMS, commands_of_the_program

WORDS = (*EVERY_ROLE, "citizen", "tracker", "public", "system")


def _functions() -> dict[str, Callable[..., object]]:
    found = {}
    for room, modules in ROOMS.items():
        for module in map(import_module, modules):
            for name in module.__all__:
                given = getattr(module, name)
                if inspect.isfunction(given) and f"{room}.{name}" not in READS:
                    found[f"{room}.{name}"] = given
    return found


COMMANDS = _functions()
# who acts there is proved by what they hold: a draft's token, a password, a code, a half-open door
BY_WHAT_IS_HELD = {
    name for name, given in COMMANDS.items() if "actor" not in inspect.signature(given).parameters
}


# of those the table names, some are refused by what is asked for
FINER = {
    "cases.export_list": "each list is one role's",
    "cases.ask_about_data": "at a counter only with the person who was seen there",
}
# what the table names besides functions: acts that another command carries out
INSIDE = {"catalogue.load_import", "site.make_history"}


def actor_of(world: World, word: str) -> Actor:
    """Somebody of the world of that word; an administrator is somebody of the world in that role."""
    if word == "system":
        return System("checks")
    if word == "tracker":
        return tracker(world.matter(3))
    known = next((actor for actor in world.actors.values() if powers.word_of(actor) == word), None)
    if known is not None:
        return known
    clerk = world.actors["clerk"]
    assert isinstance(clerk, Staff)
    return replace(clerk, role=word)


def given_to(name: str, world: World) -> dict[str, Any]:
    """Arguments of the right types for a command, but for its actor."""
    hints = typing.get_type_hints(COMMANDS[name])
    parameters = inspect.signature(COMMANDS[name]).parameters
    return SPECIAL.get(name, {}) | {
        one: _value(one, hints.get(one, str), world)
        for one, parameter in parameters.items()
        if one not in ("actor", *SPECIAL.get(name, ()))
        and (parameter.default is parameter.empty or one == "idempotency_key")
    }


# words that a type does not tell
SPECIAL: dict[str, dict[str, object]] = {"directory.propose": {"kind": "recover_account"}}


def _known(name: str, world: World) -> Mapping[str, object]:
    return {
        "number": world.matter(1).number,
        "expected_version": 1,
        "idempotency_key": uuid4().hex,
        "item_code": "SB-001",
        "draft_id": next(iter(world.catalogue_drafts.values())),
        "job_id": world.import_job,
        "site_code": "SL",
        "field": "applicant.number",
        "reason": "经核对，按规定办理。",
        "channel": "window",
        "how": "paper",
        "file_format": "csv",
        "path": Path("none.csv"),
    }


def _value(name: str, kind: Any, world: World) -> Any:
    known = _known(name, world)
    if name in known:
        return known[name]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if type(None) in inner else _value(name, inner[0], world)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        needed = [
            one
            for one in dataclasses.fields(kind)
            if one.default is one.default_factory is dataclasses.MISSING
        ]
        return kind(**{one.name: _value(one.name, hints[one.name], world) for one in needed})  # type: ignore[operator]  # a class
    if origin is not None and isinstance(origin, type):
        if issubclass(origin, Mapping):
            return {}
        if issubclass(origin, tuple) and inner and inner[-1] is not Ellipsis:
            return tuple(_value(name, one, world) for one in inner)
        return ()
    plain: dict[object, object] = {
        str: "试",
        int: 1,
        bool: True,
        bytes: b"x",
        date: today(),
        datetime: now(),
        UUID: uuid4(),
    }
    return plain.get(kind)


def outcome(name: str, actor: Actor, world: World) -> str:
    """What came of it, in one word; undone."""
    try:
        with transaction.atomic():
            COMMANDS[name](actor, **given_to(name, world))
            transaction.set_rollback(True)
    except NotAuthorized as refusal:
        return f"not authorized: {refusal.code}"
    except Refusal as refusal:
        return type(refusal).__name__
    except (ObjectDoesNotExist, OSError) as fault:  # what only the operator types is not looked at in words
        return f"broken: {type(fault).__name__}"
    return "done"


TABLES = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if model.__module__.startswith("tongban.") and "session" not in model._meta.db_table
)


def everything() -> list[tuple[object, ...]]:
    """A digest over every row of the program."""
    parts = [
        f"SELECT '{table}', count(*), sum(hashtextextended(t::text, 0)) FROM {table} t" for table in TABLES
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1")  # the parts may be read side by side
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(COMMANDS) - BY_WHAT_IS_HELD))
def test_a_command_is_refused_to_whom_the_table_does_not_name(world: World, name: str) -> None:
    before, wrong = everything(), []
    for word in WORDS:
        told = outcome(name, actor_of(world, word), world)
        if word in POWERS[name]:
            if told == "not authorized: not_your_power" and name not in FINER:
                wrong.append(f"{word} is in the table and is told: {told}")
        elif told == "done":
            wrong.append(f"{word} is not in the table and did it")
    assert wrong == []
    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(COMMANDS) - BY_WHAT_IS_HELD))
def test_whom_the_table_does_not_name_is_told_so_not_that_something_was_typed_wrong(
    world: World, name: str
) -> None:
    """Authority comes before what was typed: else a stranger learns by trying what would be right."""
    told = {word: outcome(name, actor_of(world, word), world) for word in WORDS if word not in POWERS[name]}
    # what is not seen is not there; of what is seen, how far it has come is said first
    allowed = ("not authorized", "NotFound", "ActNotAllowed")
    assert {word: one for word, one in told.items() if not one.startswith(allowed)} == {}


def test_what_needs_no_actor_is_open_to_whoever_holds_the_key_of_it() -> None:
    doors = {("public",), tuple(ANYBODY), ("system",)}
    assert {POWERS[name] for name in BY_WHAT_IS_HELD} <= doors


def test_the_table_names_every_command_and_nothing_else() -> None:
    assert set(POWERS) - INSIDE == commands_of_the_program() == set(COMMANDS)
    assert all(set(words) <= set(WORDS) and words for words in POWERS.values())


# commands that change nothing by themselves in the frame of `command`, and the door each has instead
OTHER_DOORS = {
    "cases.attach_correction": "whoever may `correct` the case, while its notice is open",
    "cases.claim_draft": "the draft's whole token",
    "cases.start_draft": "anybody may",
    "cases.confirm_identity_by_code": "an assister, and the act `confirm_identity` with the case's own code",
    "cases.hand_over_copy": "a counter's role and `requests_visible_to`: it reads, and writes down that it was read",
    "catalogue.cancel_import": "whose import it is (`may_import`)",
    "directory.give_second_factors": "the system's own, in a demonstration",
}


def _sources(given: Callable[..., object]) -> str:
    """A command's module, and those of the same package it takes its frame from."""
    module = sys.modules[given.__module__]
    return Path(str(module.__file__)).read_text(encoding="utf-8")


def _framed(act: str, said: set[str], text: str) -> bool:
    """Modules whose commands share a frame say the act's own name to it."""
    return act in said and ('command(f"catalogue.{name}"' in text or 'command(f"directory.{name}"' in text)


def test_every_command_goes_through_the_gate_under_its_own_name() -> None:
    """Its module opens the frame by that name, or asks the table by it; an act of a case does so in `act_on`."""
    lost = []
    for name, given in COMMANDS.items():
        act = name.partition(".")[2]
        text = _sources(given)
        said = {
            node.value
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        if (
            name not in said
            and not _framed(act, said, text)
            and f"Act.{act.upper()}" not in text
            and name not in BY_WHAT_IS_HELD
        ):
            lost.append(name)
    assert sorted(lost) == sorted(OTHER_DOORS)


@pytest.mark.django_db
def test_what_a_room_wrongly_lets_through_is_taken_back(world: World) -> None:
    """A room that asks nobody: the gate behind it undoes the row, the event and the key."""
    clerk = world.actors["clerk"]
    held = CommandRecord.objects.count(), LedgerEntry.objects.count()
    with (
        pytest.raises(NotAuthorized) as refusal,
        transaction.atomic(),
        command("directory.enter_staff", clerk, "wrongly", {}, {}) as run,
    ):
        append("directory", "checks", [Event("wrongly")], at=run.at, actor=clerk, command_id=run.id)
        assert LedgerEntry.objects.count() == held[1] + 1
    assert refusal.value.code == "not_your_power"
    assert (CommandRecord.objects.count(), LedgerEntry.objects.count()) == held


@pytest.mark.django_db
def test_a_command_without_a_line_does_not_run() -> None:
    with pytest.raises(powers.Undeclared), command("cases.invented", System("checks"), "k", {}, {}):
        raise AssertionError("it ran")
    assert not CommandRecord.objects.filter(name="cases.invented").exists()


def _start(patch: str) -> subprocess.CompletedProcess[str]:
    """The program, started in a process of its own with its table changed beforehand."""
    code = f"import tongban.site.powers as p\n{patch}\nimport django; django.setup(); print('started')"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tongban.site.settings_test"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("name", ["cases.decide", "directory.appoint", "catalogue.approve_draft"])
def test_the_program_does_not_start_with_a_command_that_the_table_does_not_name(name: str) -> None:
    done = _start(f"del p.POWERS[{name!r}]")
    assert done.returncode != 0 and "started" not in done.stdout
    assert f"commands without a line in site/powers.py: {name}" in done.stderr


def test_the_program_starts_with_its_own_table() -> None:
    done = _start("")
    assert done.returncode == 0 and done.stdout.strip() == "started", done.stderr

"""Who may start a command at all: one table for every command of the program, filled in by the roof.

The table is the coarse gate: which kinds of actor and which roles.  What the actor has to do with the matter at
hand (the own step, the own site, the own division) is asked by the room behind it, which speaks first, since it
knows the better sentence and what may not even be hinted at; whatever it lets through that the table does not, is
taken back before it is committed (`kernel.commands.command`).  A command that the table does not name cannot run,
and the program does not start with one (`undeclared`).
"""

from collections.abc import Iterable, Mapping

from tongban.kernel.actors import Actor, Citizen, Public, Staff, System, Tracker
from tongban.kernel.errors import NotAuthorized

KINDS = ((Public, "public"), (Citizen, "citizen"), (Tracker, "tracker"), (System, "system"))


class Undeclared(RuntimeError):
    """A command without a line in the table of powers: a fault of the program, never of its user."""


_table: dict[str, frozenset[str]] = {}


def declare(table: Mapping[str, Iterable[str]]) -> None:
    """Fill the table: command → the words of those who may start it (`word_of`)."""
    _table.update({name: frozenset(words) for name, words in table.items()})


def declared() -> Mapping[str, frozenset[str]]:
    """The table as it stands."""
    return dict(_table)


def word_of(actor: Actor) -> str:
    """The actor's word in the table: the role of staff, the kind of anybody else."""
    if isinstance(actor, Staff):
        return actor.role
    return next(
        word for kind, word in KINDS if isinstance(actor, kind)
    )  # a request's actor is a lazy wrapper


def may_start(name: str, actor: Actor) -> bool:
    """Whether the table lets an actor start a command.

    Raises:
        Undeclared: the table has no such line.
    """
    words = _table.get(name)
    if words is None:
        raise Undeclared(name)
    return word_of(actor) in words


def require_power(name: str, actor: Actor) -> None:
    """Refuse a command that is nothing for this actor.

    Raises:
        NotAuthorized: ``not_your_power``.
        Undeclared: the table has no such line.
    """
    if not may_start(name, actor):
        raise NotAuthorized("not_your_power")


def undeclared(names: Iterable[str]) -> list[str]:
    """Those of the program's commands that the table does not name, in order."""
    return sorted(set(names) - set(_table))

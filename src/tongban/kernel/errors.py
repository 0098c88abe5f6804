"""What a command or a query says when it will not do what was asked.

Errors carry codes and parameters; the faces turn them into words in the user's language
(`faces/common/words.py`).  None of them carries personal data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import datetime
from typing import Any


class Refusal(Exception):
    """The root of everything that the domain refuses.

    Args:
        code: a stable machine code such as ``"reason_missing"``.
        params: values for the sentence the face writes; never personal data.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class FieldFault:
    """One thing wrong with one field: which, what, and the values its sentence needs."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)


class InputFaults(Refusal):
    """What was entered cannot be taken; every fault is told at once.

    Args:
        faults: at least one :class:`FieldFault`.
    """

    def __init__(self, faults: Iterable[FieldFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("input_faults", {"fields": [fault.field for fault in self.faults]})


class NotAuthorized(Refusal):
    """The actor may not do this; ``code`` says which rule stands in the way."""


class NotFound(Refusal):
    """There is no such thing, or not for this actor: the two are never told apart."""

    def __init__(self, what: str) -> None:
        super().__init__("not_found", {"what": what})


class ActNotAllowed(Refusal):
    """The act does not leave the status the case is in (the table of ``rules.lifecycle``)."""

    def __init__(self, status: str, act: str) -> None:
        super().__init__("act_not_allowed", {"status": status, "act": act})


class Stale(Refusal):
    """Somebody else acted first on the version this actor saw.

    Args:
        act: what the first one did (an event type).
        by: the first one's name and position, told to staff; empty where the first one is no staff.
        at: when.
    """

    def __init__(self, act: str, by: str, at: datetime) -> None:
        super().__init__("stale", {"act": act, "by": by, "at": at})


class KeyReused(Refusal):
    """An idempotency key came back with another body: two different acts under one name."""

    def __init__(self) -> None:
        super().__init__("key_reused")


class Erased(Refusal):
    """The data was lawfully erased: its key is destroyed and nobody can read it again."""

    def __init__(self) -> None:
        super().__init__("erased")

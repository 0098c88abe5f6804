"""A scenario through the program's commands."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.scenarios.acts import APPLICANT, Doing, Told
from tests.scenarios.county import World
from tests.scenarios.reading import moment

from tongban.cases import commands
from tongban.cases.queries import case_for, explain
from tongban.directory.queries import beside
from tongban.faces.common.clock_json import explanation_json
from tongban.kernel.actors import Actor
from tongban.kernel.errors import InputFaults, Refusal
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site.scenario import staff


class InPython:
    """The driver that calls commands and queries."""

    def __init__(self, world: World) -> None:
        self.world = world

    def actor(self, by: str) -> Actor:
        return citizen_with_phone(self.world.matter.applicant.phone) if by == APPLICANT else staff(by)

    def submit(self, told: Told) -> set[str]:
        """Hand the application in; the codes of a refusal, or none."""
        matter = self.world.matter
        matter.channel = told.get("channel", "window")
        matter.answers = told.get("answers", {})
        matter.absent, matter.place = tuple(told.get("absent", ())), told.get("place", "")
        if "received" in told:
            matter.received_at = moment(told["received"])
        matter.later_reason = told.get("later_reason", "")
        taker = staff("assister") if matter.channel == "village_point" else matter.clerk
        if told.get("confirmed"):
            matter.confirmed_by = beside(taker)[0][0]
        try:
            matter.submitted(staff(told["taker"]) if "taker" in told else None)
        except Refusal as refusal:
            return codes(refusal)
        self.world.number = matter.number
        return set()

    def version(self) -> int:
        """The version that the case's page carries now."""
        return case_for(staff(self.world.head), self.world.number).version

    def do(self, doing: Doing) -> set[str]:
        """One command; the codes of a refusal, or none."""
        actor = self.actor(doing.by)
        try:
            frame = {"expected_version": self.version(), "idempotency_key": uuid4().hex}
            getattr(commands, doing.act)(actor, self.world.number, **{**frame, **doing.inputs})
        except Refusal as refusal:
            return codes(refusal)
        return set()

    def days(self) -> Mapping[str, Any]:
        """The explanation of the case's days."""
        return explanation_json(explain(staff(self.world.clerk), self.world.number))


def codes(refusal: Refusal) -> set[str]:
    """Why something was refused."""
    return {fault.code for fault in refusal.faults} if isinstance(refusal, InputFaults) else {refusal.code}

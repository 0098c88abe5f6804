"""A licence whose edition states every effect of date, and acts on one matter of it."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.cases.any_history import ITEM
from tests.scenarios.acts import plan
from tests.scenarios.county import CODE, World, edition
from tests.scenarios.in_python import InPython, codes

from tongban.cases import commands
from tongban.cases.models import Case
from tongban.cases.queries import case_for
from tongban.cases.queries.shapes import CaseView
from tongban.catalogue.commands import publish_version
from tongban.kernel.actors import System
from tongban.kernel.errors import Refusal
from tongban.kernel.time import SHANGHAI
from tongban.site.demo.county import SINCE
from tongban.site.scenario import staff


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


class Licence:
    """One matter.  ``do`` gives the codes of a refusal, or nothing."""

    def __init__(self, **effects: dict[str, Any]) -> None:
        told = {**ITEM, "effects": {**ITEM["effects"], **effects}}
        content = edition(told)
        for step in content["steps"]:
            step["kind"] = "material_review"  # what each kind of step must leave is another check's matter
        publish_version(
            System("setup"), content, effective_from=SINCE, reason="试验", idempotency_key=uuid4().hex
        )
        self.world = World(CODE)
        self.driver = InPython(self.world)

    def submitted(self, **told: Any) -> set[str]:
        return self.driver.submit(told)

    def do(self, what: str, **told: Any) -> set[str]:
        """An act of the scenarios' plan."""
        for doing in plan(self.world, what, told):
            if refused := self.driver.do(doing):
                return refused
        return set()

    def opinions(self) -> None:
        while self.world.matter.open_step:
            assert self.do("opinion") == set()

    def act(self, by: str, name: str, **inputs: Any) -> set[str]:
        """A command with its own inputs."""
        try:
            getattr(commands, name)(
                self.driver.actor(by),
                self.world.number,
                expected_version=self.driver.version(),
                idempotency_key=uuid4().hex,
                **inputs,
            )
        except Refusal as refusal:
            return codes(refusal)
        return set()

    @property
    def clerk(self) -> str:
        return self.world.clerk

    @property
    def view(self) -> CaseView:
        return case_for(staff("approver"), self.world.number)

    @property
    def row(self) -> Case:
        return Case.objects.get(number=self.world.number)

    def offered(self, act: str, by: str = "") -> bool:
        """Whether the page offers this act."""
        told = case_for(staff(by or self.clerk), self.world.number).acts
        return any(one.act == act and one.allowed for one in told)

"""What a scenario stands on: the county, the edition of the item that it needs, notices of working days, its case."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import uuid4

from tests.authority import second_township
from tests.cases.open_cases import corrected_2026
from tests.scenarios.reading import Scenario

from tongban.cases.calendar.publishing import publish_calendar
from tongban.cases.calendar.recount import recount
from tongban.cases.models import Case, CaseBreach, CaseMaterial
from tongban.cases.requests import Application
from tongban.catalogue.commands import publish_override, publish_version
from tongban.directory.models import Account, Assignment
from tongban.kernel import ledger
from tongban.kernel.actors import System
from tongban.site import demo
from tongban.site.demo.county import SINCE
from tongban.site.scenario_of_item import CLERKS, REVIEWERS, ItemScenario

CODE = "CS-501"  # of the edition that a scenario makes for itself
BASIS = {
    "law": {"zh": "《试验规定》", "en": "A rule made up for a check"},
    "article": "第一条",
    "duty": {"zh": "只在检查里有这条规定。", "en": "The rule exists in a check alone."},
}
YEAR_2027 = """calendar: national
year: 2027
source: {document: 试验的2027年节假日安排, number: 试验〔2026〕2号, date: 2026-11-05}
holidays:
- {name: 元旦, first: 2027-01-01, last: 2027-01-01}
- {name: 春节, first: 2027-02-05, last: 2027-02-11}
- {name: 清明节, first: 2027-04-05, last: 2027-04-05}
- {name: 劳动节, first: 2027-05-01, last: 2027-05-03}
- {name: 端午节, first: 2027-06-09, last: 2027-06-09}
- {name: 中秋节, first: 2027-09-15, last: 2027-09-15}
- {name: 国庆节, first: 2027-10-01, last: 2027-10-07}
make_up_workdays: []
"""
NINGXIA_2027 = """calendar: region
region: "640000"
name: 宁夏回族自治区
years:
- year: 2027
  confirmed: true
  source: {document: 试验的2027年自治区节假日安排, number: 试验〔2026〕3号, date: 2026-11-06}
  holidays:
  - {name: 开斋节, first: 2027-03-10, last: 2027-03-11}
  make_up_workdays: []
"""
MINNING = "640121104000"
OF_THE_SECOND = {"clerk_of": "mn-clerk", "head": "mn-approver"}
CALENDARS = {
    "year_2027": lambda: YEAR_2027,
    "ningxia_2027": lambda: NINGXIA_2027,
    "longer_national_day": lambda: corrected_2026(),
}


@dataclass
class Matter(ItemScenario):
    """A matter of which some materials are not there.

    Args:
        absent: their codes.
        place: the division on whose page it was begun.
    """

    absent: tuple[str, ...] = ()
    place: str = ""

    def application(self) -> Application:
        usual = super().application()
        here = tuple(one for one in usual.materials if one.code not in self.absent)
        return replace(usual, materials=here, place=self.place)


@dataclass
class World:
    """The case of one scenario, whoever drives it.

    Args:
        code: the item's code here.
        serial: which invented person applies.
        clerk_of: the log-in of the counter that handles it, where it is not the first township's.
        head: the log-in of the township's head.
    """

    code: str
    serial: int = 1
    number: str = ""
    clerk_of: str = ""
    head: str = "approver"

    @property
    def matter(self) -> Matter:
        """The builder that knows the item's sample."""
        return Matter(self.code, serial=self.serial, number=self.number)

    @property
    def clerk(self) -> str:
        """The log-in of the counter that takes this item."""
        return self.clerk_of or CLERKS[self.matter.item.position]

    def open_step(self) -> tuple[str, str]:
        """The open step's code, and the log-in of who holds it."""
        step = self.matter.open_step
        assert step is not None
        position = next(one.position for one in self.matter.item.steps if one.code == step.code)
        post = Assignment.objects.filter(position__code=position, role__in=REVIEWERS).order_by("id").first()
        assert post is not None
        return step.code, Account.objects.get(staff_id=post.staff_id).username

    def breaches(self) -> list[str]:
        """What is recorded against a position."""
        return list(CaseBreach.objects.filter(case__number=self.number).values_list("kind", flat=True))

    def kept(self, material: str) -> bool | None:
        """Whether the promise in the place of a material was kept; None while nobody knows."""
        row = CaseMaterial.objects.get(case__number=self.number, code=material)
        return row.promise_kept

    def events(self) -> set[str]:
        """The types of everything that happened to the case."""
        case_id = Case.objects.values_list("id", flat=True).get(number=self.number)
        return {event.type for event in ledger.read("case", str(case_id))}


def prepared(scenario: Scenario) -> World:
    """The county has the item as the scenario needs it."""
    if isinstance(scenario.item, str):
        return World(scenario.item)
    publish_version(
        System("setup"),
        edition(scenario.item),
        effective_from=SINCE,
        reason="试验",
        idempotency_key=uuid4().hex,
    )
    if not scenario.second_township:
        return World(CODE)
    _second_township(scenario.second_township["promised"])
    return World(CODE, **OF_THE_SECOND) if scenario.second_township.get("handles") else World(CODE)


def _second_township(promised: int) -> None:
    """闽宁镇 with its people and a promise of its own."""
    second_township.load()
    why = {"zh": "本地情况", "en": "Local"}
    change = {"at": "limits.promised.days", "op": "set", "value": promised, "why": why}
    publish_override(
        System("setup"),
        MINNING,
        {"item": CODE, "taken": True, "changes": [change]},
        effective_from=SINCE,
        reason="试验",
        idempotency_key=uuid4().hex,
    )


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    return {content["code"]: content for content in demo.read_catalogue()}


def edition(told: Mapping[str, Any]) -> dict[str, Any]:
    """A shipped item with what a scenario changes: its limits, its type, its effects."""
    content = deepcopy(_shipped()[told["like"]]) | {"code": CODE}
    if "type" in told:
        content["type_code"] = told["type"]
    for kind, text in told.get("limits", {}).items():
        days, unit = text.split()
        content["limits"][kind] |= {"days": int(days), "unit": unit}
    for code, params in told.get("effects", {}).items():
        content["effects"][code] = deepcopy(BASIS) | {"params": params}
    return content


def publish_notice(name: str) -> None:
    """A notice of working days is published by the operator, and the open cases are counted anew."""
    text = CALENDARS[name]()
    publish_calendar(System("operator"), text, past_known=True, idempotency_key=uuid4().hex)
    recount()

"""What a case's file says apart from the decision's own reasons: against it a slip of writing is held (更正)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tongban.cases.decision_paper import DecisionPaper
from tongban.cases.frame import OpenCase
from tongban.catalogue.definition import Basis, ItemDefinition
from tongban.kernel.time import legal_date
from tongban.rules.clerical import OnFile


def on_file(case: OpenCase, decision: DecisionPaper) -> OnFile:
    """The application, the parties, the days and numbers of the matter, and the item's own words."""
    return OnFile(tuple(_values(case, decision)), tuple(_texts(case.item.definition)))


def _values(case: OpenCase, decision: DecisionPaper) -> Iterator[str]:
    content, item, row = case.content, case.item.definition, case.row
    yield from content.applicant.values()
    yield from content.representative.values()
    for answer in content.answers.values():
        yield from _leaves(answer)
    days = (row.received_at, case.state.accepted_at, case.state.concluded_at)
    for day in (decision.decided_on, *(legal_date(moment) for moment in days if moment)):
        yield _printed(day)
    yield from (row.number, decision.number, decision.title, item.name.zh, item.result_name.zh)
    yield from (row.body.name, row.deciding_body.name, row.handling_site.name, row.collect_site.name)
    for basis in _bases(item):
        yield f"{basis.law.zh}{basis.article}"


def _leaves(value: Any) -> Iterator[str]:
    """Every piece of an answer; a day also as it is printed."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif value is not None:
        yield str(value)
        try:
            yield _printed(date.fromisoformat(str(value)))
        except ValueError:
            return


def _bases(item: ItemDefinition) -> Iterator[Basis]:
    yield from item.basis
    yield from (effect.basis for effect in item.effects.values())


def _texts(item: ItemDefinition) -> Iterator[str]:
    """The words of the item that a decision may take up."""
    yield from (text for text in item.titles.values())
    yield from (condition.zh for condition in item.conditions)
    yield from (step.name.zh for step in item.steps)
    for material in item.materials:
        yield material.name.zh
        yield from (point.zh for point in material.review_points)


def _printed(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"

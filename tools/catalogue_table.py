"""Writes docs/catalogue/items.md: the demonstration's items in one table, from the data they are shipped as.

Usage: python tools/catalogue_table.py [--check]

With ``--check`` nothing is written; a page that is not current ends it with 1. `tests/docs/test_catalogue_table.py`
does the same.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tongban.site.django_setup import set_up_django

set_up_django()

from tongban.catalogue.definition import ItemDefinition, ItemLimit  # noqa: E402  (Django is set up first)
from tongban.catalogue.inheritance import compose  # noqa: E402
from tongban.catalogue.parsing import read_definition  # noqa: E402
from tongban.catalogue.situations import (  # noqa: E402
    Situation,
    allowed_answers,
    materials_of,
    questions_asked,
)
from tongban.faces.common.schema_words import label  # noqa: E402
from tongban.site.demo.catalogue import read_base_list, read_catalogue, read_layers  # noqa: E402
from tongban.site.demo.places import COUNTY, OFFICES, TOWNSHIP  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "catalogue" / "items.md"
DECIDERS = {code: office.name for office in OFFICES for code, _ in office.positions}

HEAD = """# The demonstration's items

Made by `tools/catalogue_table.py` from `data/catalogue/`; a test holds it current. **A demonstration, never the official list.**
Limits, offices and amounts of the place are invented.

- *Decides*: 乡 is the township; else the county body's name.
- *Limit*: as promised at 胜利乡, with the county's and township's changes, in days from acceptance; in brackets the statutory one.
- *Visits*: how often one has to come in person; 0 where everything can be done from home or through the village's assister.
- *Situations*: how many combinations of answers to the guide's questions can be reached; the tests take each of them from application
  to delivery. *Papers*: the fewest and the most that one has to bring in any of them, at the window,
  as the guide and the sheets count them: optional ones left out.
- *Village*: what the village point does, where the township's edition says nothing else for one village.
"""


def situations(item: ItemDefinition) -> tuple[Mapping[str, str], ...]:
    """Every combination of answers to the situation questions that can be reached."""
    found: list[dict[str, str]] = [{}]
    for question in item.situation_questions:
        grown: list[dict[str, str]] = []
        for answers in found:
            if question in questions_asked(item, Situation(answers, "window")):
                grown += [{**answers, question.code: value} for value in allowed_answers(question)]
            else:
                grown.append(answers)
        found = grown
    return tuple(found)


def page() -> str:
    """The whole page."""
    contents = [_here(content) for content in read_catalogue()]
    open_items = [item for item in contents if item.ends is None]
    ended = [item for item in contents if item.ends is not None]
    reached = sum(len(situations(item)) for item in open_items)
    lines = [HEAD, f"## {len(open_items)} items, {reached} situations\n", *_table(open_items)]
    lines += ["", f"## {len(ended)} that have ended\n", "Their guides stay and say what replaces them.\n"]
    lines += ["| code | item | in English | last day |", "| --- | --- | --- | --- |"]
    lines += [f"| {item.code} | {item.name.zh} | {item.name.en} | {item.ends} |" for item in ended]
    lines += ["", *_not_taken()]
    return "\n".join(lines) + "\n"


def _here(content: Mapping[str, Any]) -> ItemDefinition:
    """An item as the township offers it."""
    layers = dict(read_layers())
    own = [
        (division, override)
        for division in (COUNTY, TOWNSHIP)
        for override in layers.get(division, [])
        if override["item"] == content["code"]
    ]
    return read_definition(compose(content, own).content)


def _table(items: Iterable[ItemDefinition]) -> list[str]:
    lines = [
        "| code | item | in English | type | position | decides | limit | visits | situations | papers | village |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for item in items:
        found = situations(item)
        cells = (
            item.code,
            item.name.zh,
            item.name.en,
            f"{item.type_code} {label(item.type_code, 'type_code').zh}",
            label(item.position, "position").zh,
            "乡" if item.decider.level == "township" else DECIDERS[item.decider.position],
            _limit(item),
            str(item.visits),
            str(len(found)),
            _papers(item, found),
            label(item.village_mode, "village_mode").zh,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _limit(item: ItemDefinition) -> str:
    if item.handling == "on_the_spot":
        said = "at once"
    else:
        said = _days(item.limits["promised"])
    return f"{said} ({_days(item.limits['statutory'])})" if "statutory" in item.limits else said


def _days(limit: ItemLimit) -> str:
    return f"{limit.days} {limit.unit}"


def _papers(item: ItemDefinition, found: Iterable[Mapping[str, str]]) -> str:
    """How many materials a situation needs at the window, at least and at most; optional ones are not counted."""
    least, most = [], []
    for answers in found:
        listed = materials_of(item, Situation(answers, "window"))
        required = [one for one in listed if one.material.necessity != "optional"]
        least.append(sum(one.open is None for one in required))
        most.append(len(required))
    return str(min(least)) if min(least) == max(most) else f"{min(least)}–{max(most)}"


def _not_taken() -> list[str]:
    """What of the base list the township has not taken in, and why (应进必进)."""
    names = {entry["code"]: entry["name"] for entry in read_base_list()}
    layers = dict(read_layers())
    refused = [override for override in layers[TOWNSHIP] if not override["taken"]]
    lines = [
        f"## {len(refused)} of the base list not taken in\n",
        "| code | item | in English | why |",
        "| --- | --- | --- | --- |",
    ]
    for override in refused:
        name, reason = names[override["item"]], override["reason"]
        lines.append(f"| {override['item']} | {name['zh']} | {name['en']} | {reason['zh']} |")
    return lines


def main() -> int:
    made = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == made
        print("current" if current else f"{PAGE.name} is not current: run python tools/catalogue_table.py")
        return 0 if current else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

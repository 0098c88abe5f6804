"""The glossary names every code of the field, so that no word enters the code without its Chinese term."""

from pathlib import Path

import pytest

from tongban.cases.authority import SUBMIT_CHANNELS
from tongban.cases.paper_contents import FORMS
from tongban.catalogue.parsing import LIMITS
from tongban.catalogue.structure import schema
from tongban.catalogue.telling.give import WAYS
from tongban.directory.models import Assignment
from tongban.faces.common import words
from tongban.faces.common.schema_words import codes, label
from tongban.papers.content import PAPER_KINDS
from tongban.rules.corrections import Verdict
from tongban.rules.lifecycle import Act, Outcome, Phase, Status

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"

Row = tuple[str, str, str]  # name, group, Chinese term


def rows() -> list[Row]:
    """The lines of the one table."""
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [(cell[0].strip("`"), cell[1], cell[2]) for cell in cells]


CODES: dict[str, set[str]] = {
    "status": {status.value for status in Status},
    "act": {act.value for act in Act},
    "outcome": {outcome.value for outcome in Outcome},
    "phase": {phase.value for phase in Phase},
    "paper": set(PAPER_KINDS),
    "channel": {"portal", *SUBMIT_CHANNELS.values()},
    "role": set(Assignment.Role.values) | set(Assignment.Holder.values),
    "material form": set(FORMS),
    "verdict": {one.value for one in Verdict},
    "clock": set(LIMITS),
    "question kind": set(schema()["properties"]["questions"]["items"]["properties"]["kind"]["enum"]),
    "step kind": set(words.STEP_KIND),
    "necessity": set(words.NECESSITY),
    "effect": set(schema()["properties"]["effects"]["properties"]),
    "telling way": set(WAYS),
}
LABELLED: dict[str, tuple[str, ...]] = {  # group → the field of the schema that labels its values
    "handling": ("handling",),
    "power source": ("power_source",),
    "addressee": ("addressees",),
    "material origin": ("materials", "origin"),
    "village mode": ("village_mode",),
}


@pytest.mark.parametrize("group", CODES)
def test_every_code_stands_in_the_glossary_with_its_chinese_term(group: str) -> None:
    terms = {name: chinese for name, where, chinese in rows() if where == group}
    assert CODES[group] - terms.keys() == set()
    assert [name for name in CODES[group] if terms[name] in ("", "–")] == []


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("status", words.STATUS),
        ("outcome", words.OUTCOME),
        ("phase", words.PHASE),
        ("act", words.ACT),
        ("channel", words.CHANNEL),
        ("material form", words.MATERIAL_FORM),
        ("verdict", words.VERDICT),
        ("step kind", words.STEP_KIND),
        ("telling way", words.TELLING_WAY),
    ],
)
def test_screens_and_glossary_use_one_term(group: str, shown: words.Words) -> None:
    terms = {name: chinese for name, where, chinese in rows() if where == group}
    differing = {
        code: (terms[code], str(shown[code])) for code in CODES[group] if terms[code] != str(shown[code])
    }
    assert differing == {}


@pytest.mark.parametrize("group", LABELLED)
def test_glossary_and_schema_use_one_term(group: str) -> None:
    path = LABELLED[group]
    terms = {name: chinese for name, where, chinese in rows() if where == group}
    assert terms == {code: label(code, *path).zh for code in codes(*path)}


def test_no_name_stands_twice_in_one_group() -> None:
    named = [(name, group) for name, group, _ in rows()]
    assert len(named) == len(set(named))


def test_a_term_of_the_catalogue_is_mapped_once() -> None:
    named = [row for row in rows() if row[1] == "catalogue"]
    chinese = [term for _, _, term in rows()]
    everywhere = [name for name, _, _ in rows()]
    assert [row for row in named if everywhere.count(row[0]) > 1 or chinese.count(row[2]) > 1] == []


def test_filing_means_beian_only() -> None:
    assert [chinese for name, _, chinese in rows() if "filing" in name.lower()] == ["备案"]

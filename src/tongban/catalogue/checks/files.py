"""Reading what is to be checked: files of items and of places' overrides."""

from collections.abc import Sequence
from pathlib import PurePath

from tongban.catalogue.checks.finding import Finding, Surroundings
from tongban.catalogue.checks.run import PlacedOverride, check_contents, of_file
from tongban.catalogue.exchange import yaml_files
from tongban.catalogue.exchange.parsed import ParsedItem, Place
from tongban.kernel.workbooks.faults import ExchangeFault, Unreadable

BASE_LIST = "base_list.yaml"


def check_files(files: Sequence[tuple[str, bytes]], around: Surroundings) -> list[Finding]:
    """Everything wrong with some YAML files, by name and content; a list of overrides is named by its division."""
    items: list[ParsedItem] = []
    overrides: list[PlacedOverride] = []
    findings: list[Finding] = []
    divisions = tuple(PurePath(name).stem for name, _ in files if PurePath(name).stem.isdecimal())
    for name, data in files:
        try:
            read = yaml_files.read(data)
        except Unreadable as unreadable:
            findings += [
                of_file(ExchangeFault(f.code, name, f.row, f.column, params=f.params))
                for f in unreadable.faults
            ]
            continue
        places = {path: Place(name, line, path) for path, line in read.lines.items() if path}
        if isinstance(read.value, dict):
            items.append(ParsedItem(read.value, places, Place(name, 1)))
        elif PurePath(name).stem.isdecimal() and isinstance(read.value, list):
            overrides += _overrides(name, read.value, places, divisions)
        elif PurePath(name).name != BASE_LIST:
            findings.append(Finding("not_an_item", name, line=1))
    return sorted(
        [*findings, *check_contents(items, around, overrides)], key=lambda found: (found.file, found.line)
    )


def _overrides(
    name: str, entries: list[object], places: dict[str, Place], divisions: Sequence[str]
) -> list[PlacedOverride]:
    division = PurePath(name).stem
    above = tuple(
        sorted((one for one in divisions if _above(one, division)), key=lambda one: len(_stem(one)))
    )
    found = []
    for number, entry in enumerate(entries):
        own = {
            path[len(str(number)) + 1 :]: place
            for path, place in places.items()
            if path.startswith(f"{number}.")
        }
        found.append(PlacedOverride(division, entry, places.get(str(number), Place(name, 1)), own, above))
    return found


def _stem(code: str) -> str:
    """The digits of a division's code that those below it share."""
    return (
        code[:9] if len(code) == 12 and code.endswith("000") else code.rstrip("0") if len(code) == 6 else code
    )


def _above(upper: str, lower: str) -> bool:
    return upper != lower and lower.startswith(_stem(upper))

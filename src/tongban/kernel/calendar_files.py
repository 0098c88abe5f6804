"""One calendar file: a nation's year, or a region's own days, read strictly and with every fault at once.

Files are read as YAML nodes, not as loaded values, so that each fault can name its line and field.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, timedelta
from typing import Any

import yaml

from tongban.rules.workdays import MAKE_UP_WORKDAY, PUBLIC_HOLIDAY, REGIONAL_HOLIDAY, SATURDAY, DayRule

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""Every year has these seven (全国年节及纪念日放假办法); a year without one of them has a gap."""

LONGEST_HOLIDAY = 15
"""Days; a longer run is a slip in its dates."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
REGION_CODE = re.compile(r"[1-9]\d{5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CalendarFileFault:
    """One thing wrong with calendar data.

    Args:
        file: the file as it was named.
        line: counted from 1; 0 where the file as a whole is meant.
        field: such as ``holidays.2.first``, or empty.
        code: what is wrong; the command line has a sentence and a mend for each.
        params: the values for that sentence.
    """

    file: str
    line: int
    field: str
    code: str
    params: dict[str, Any] = dataclass_field(default_factory=dict)

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.file}:{self.line} {self.field}: {self.code} ({said})"


@dataclass(slots=True)
class Notice:
    """One year of one layer, as one file gives it.

    Args:
        file: where it was read.
        region: area code, empty for the nation.
        name: the region's name, empty for the nation.
        year: the year.
        confirmed: whether the notice is in hand.
        days: what it says of its days.
        source: the notice's number, or its title where it has none.
        lines: the line that says it.
        fields: the field that says it.
        over_national: days on which a region knowingly departs from a day the nation has named too.
        line: where the year itself stands.
    """

    file: str
    region: str
    name: str
    year: int
    confirmed: bool
    line: int
    days: dict[date, DayRule] = dataclass_field(default_factory=dict)
    source: str = ""
    lines: dict[date, int] = dataclass_field(default_factory=dict)
    fields: dict[date, str] = dataclass_field(default_factory=dict)
    over_national: set[date] = dataclass_field(default_factory=set)


def read_calendar_file(file: str, content: bytes) -> tuple[list[Notice], list[CalendarFileFault]]:
    """Read one file.

    Args:
        file: its name, for the faults.
        content: its bytes.

    Returns:
        The notices in it, and everything wrong with it. Notices of a file with faults are not to be used.
    """
    reader = _Reader(file)
    try:
        root = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as fault:
        reader.fault(None, "", "not_utf8", byte=fault.start)
        return [], reader.faults
    except RecursionError:
        return [], [CalendarFileFault(file, 0, "", "not_yaml", {"problem": "too deep"})]
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(fault, "problem", None) or str(fault)
        return [], [CalendarFileFault(file, line, "", "not_yaml", {"problem": problem})]
    if root is None:
        reader.fault(None, "", "empty_file")
        return [], reader.faults
    return reader.read(root), reader.faults


class _Reader:
    """Walks the nodes of one file and collects its faults."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[CalendarFileFault] = []

    def fault(self, node: yaml.Node | None, where: str, code: str, **params: Any) -> None:
        line = node.start_mark.line + 1 if node else 0
        self.faults.append(CalendarFileFault(self.file, line, where, code, params))

    def read(self, root: yaml.Node) -> list[Notice]:
        kind = self._kind(root)
        if kind == "national":
            fields = self.mapping(
                root, "", ("calendar", "year", "source", "holidays", "make_up_workdays"), ()
            )
            notice = self._notice(root, fields, "", "", "", confirmed=True)
            if notice:
                self._require_festivals(notice, fields.get("holidays", root))
            return [notice] if notice else []
        if kind == "region":
            return self._region(root)
        return []

    def _kind(self, root: yaml.Node) -> str:
        if not isinstance(root, yaml.MappingNode):
            self.fault(root, "", "not_a_mapping")
            return ""
        for key, value in root.value:
            if getattr(key, "value", None) == "calendar":
                if getattr(value, "value", None) in ("national", "region"):
                    return str(value.value)
                self.fault(value, "calendar", "unknown_kind", found=str(getattr(value, "value", "")))
                return ""
        self.fault(root, "calendar", "missing_field")
        return ""

    def _region(self, root: yaml.Node) -> list[Notice]:
        fields = self.mapping(root, "", ("calendar", "region", "name", "years"), ())
        code = self.text(fields.get("region"), "region")
        name = self.text(fields.get("name"), "name")
        if code and not REGION_CODE.fullmatch(code):
            self.fault(fields["region"], "region", "not_a_region_code", found=code)
        notices: list[Notice] = []
        for number, node in self.sequence(fields.get("years"), "years"):
            where = f"years.{number}"
            inner = self.mapping(
                node, where, ("year", "confirmed", "source", "holidays", "make_up_workdays"), ()
            )
            confirmed = self.flag(inner.get("confirmed"), f"{where}.confirmed")
            notice = self._notice(node, inner, f"{where}.", code or "", name or "", confirmed=confirmed)
            if notice is None:
                continue
            if any(other.year == notice.year for other in notices):
                self.fault(node, where, "year_twice", year=notice.year, other=self.file)
            notices.append(notice)
        return notices

    def _notice(
        self,
        node: yaml.Node,
        fields: dict[str, yaml.Node],
        prefix: str,
        region: str,
        name: str,
        *,
        confirmed: bool,
    ) -> Notice | None:
        year = self.year(fields.get("year"), f"{prefix}year")
        source = self._source(fields.get("source"), f"{prefix}source", confirmed=confirmed)
        if year is None:
            return None
        notice = Notice(self.file, region, name, year, confirmed, node.start_mark.line + 1, source=source)
        names: set[str] = set()
        for number, entry in self.sequence(fields.get("holidays"), f"{prefix}holidays"):
            self._holiday(notice, entry, f"{prefix}holidays.{number}", source, names)
        for number, entry in self.sequence(fields.get("make_up_workdays"), f"{prefix}make_up_workdays"):
            self._make_up_workday(notice, entry, f"{prefix}make_up_workdays.{number}", source)
        return notice

    def _source(self, node: yaml.Node | None, where: str, *, confirmed: bool) -> str:
        if node is None:
            return ""
        # A notice in hand has a number and a date; an expectation has only words.
        required = ("document", "number", "date") if confirmed else ("document",)
        fields = self.mapping(node, where, required, () if confirmed else ("number", "date"))
        document = self.text(fields.get("document"), f"{where}.document")
        number = self.text(fields.get("number"), f"{where}.number")
        if "date" in fields:
            self.date(fields["date"], f"{where}.date")
        return number or document or ""

    def _holiday(self, notice: Notice, node: yaml.Node, where: str, source: str, names: set[str]) -> None:
        fields = self.mapping(node, where, ("name", "first", "last"), ("source", "over_national"))
        name = self.text(fields.get("name"), f"{where}.name")
        first = self.date(fields.get("first"), f"{where}.first")
        last = self.date(fields.get("last"), f"{where}.last")
        # A day that another year's notice named says so itself, and may bear a name that is taken.
        own_source = self.text(fields.get("source"), f"{where}.source")
        if name and not own_source:
            if name in names:
                self.fault(node, f"{where}.name", "holiday_twice", name=name)
            names.add(name)
        if not name or first is None or last is None:
            return
        if last < first:
            self.fault(fields["last"], f"{where}.last", "reversed", first=first, last=last)
            return
        if (last - first).days >= LONGEST_HOLIDAY:
            self.fault(fields["last"], f"{where}.last", "too_long", days=(last - first).days + 1)
            return
        reason = REGIONAL_HOLIDAY if notice.region else PUBLIC_HOLIDAY
        rule = DayRule(False, reason, name, notice.confirmed, own_source or source)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        self._add(notice, days, rule, fields, node, where)

    def _make_up_workday(self, notice: Notice, node: yaml.Node, where: str, source: str) -> None:
        fields = self.mapping(node, where, ("name", "date"), ("source", "over_national"))
        name = self.text(fields.get("name"), f"{where}.name")
        day = self.date(fields.get("date"), f"{where}.date")
        own_source = self.text(fields.get("source"), f"{where}.source")
        if not name or day is None:
            return
        if day.weekday() < SATURDAY:
            self.fault(fields["date"], f"{where}.date", "make_up_on_weekday", date=day)
            return
        rule = DayRule(True, MAKE_UP_WORKDAY, name, notice.confirmed, own_source or source)
        self._add(notice, [day], rule, fields, node, where)

    def _add(
        self,
        notice: Notice,
        days: Iterable[date],
        rule: DayRule,
        fields: dict[str, yaml.Node],
        node: yaml.Node,
        where: str,
    ) -> None:
        over_national = "over_national" in fields and self.flag(
            fields["over_national"], f"{where}.over_national"
        )
        for day in days:
            if day.year != notice.year:
                self.fault(node, where, "outside_year", date=day, year=notice.year)
            elif day in notice.days:
                self.fault(node, where, "day_twice", date=day, line=notice.lines[day])
            else:
                notice.days[day] = rule
                notice.lines[day] = node.start_mark.line + 1
                notice.fields[day] = where
                if over_national:
                    notice.over_national.add(day)

    def _require_festivals(self, notice: Notice, node: yaml.Node) -> None:
        # Two festivals that fall together share one entry: 国庆节、中秋节.
        named = "、".join({rule.name for rule in notice.days.values() if not rule.working}).split("、")
        for festival in FESTIVALS:
            if festival not in named:
                self.fault(node, "holidays", "missing_festival", name=festival, year=notice.year)

    # --- single nodes ---

    def mapping(
        self, node: yaml.Node, where: str, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, where, "not_a_mapping")
            return {}
        fields: dict[str, yaml.Node] = {}
        prefix = f"{where}." if where else ""
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            if name in fields:
                self.fault(key, prefix + name, "field_twice")
            elif name not in required and name not in optional:
                self.fault(key, prefix + name, "unknown_field", known=[*required, *optional])
            fields[name] = value
        for name in required:
            if name not in fields:
                self.fault(node, prefix + name, "missing_field")
        return fields

    def sequence(self, node: yaml.Node | None, where: str) -> list[tuple[int, yaml.Node]]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, where, "not_a_list")
            return []
        return list(enumerate(node.value, start=1))

    def text(self, node: yaml.Node | None, where: str) -> str | None:
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip() or node.tag.endswith(":null"):
            self.fault(node, where, "not_text")
            return None
        return str(node.value.strip())

    def flag(self, node: yaml.Node | None, where: str) -> bool:
        if node is None:
            return False
        if not isinstance(node, yaml.ScalarNode) or node.value not in ("true", "false"):
            self.fault(node, where, "not_true_or_false", found=str(getattr(node, "value", "")))
            return False
        return bool(node.value == "true")

    def year(self, node: yaml.Node | None, where: str) -> int | None:
        if node is None:
            return None
        found = str(getattr(node, "value", ""))
        if not re.fullmatch(r"(19|20|21)\d\d", found, re.ASCII):
            self.fault(node, where, "not_a_year", found=found)
            return None
        return int(found)

    def date(self, node: yaml.Node | None, where: str) -> date | None:
        if node is None:
            return None
        found = str(getattr(node, "value", ""))
        if ISO_DATE.fullmatch(found):
            try:
                return date.fromisoformat(found)
            except ValueError:
                pass  # of the right form, but no such day: the same fault as any other text
        self.fault(node, where, "not_a_date", found=found)
        return None

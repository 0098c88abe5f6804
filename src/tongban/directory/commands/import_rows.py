"""What the rows of each sheet do: the form's command, for one row or for all rows of one site."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from tongban.directory.commands.assignments import Post, assign, overlapping
from tongban.directory.commands.places import (
    edit_body,
    edit_site,
    enter_body,
    enter_site,
    site_values,
)
from tongban.directory.commands.places_inside import (
    enter_position,
    rename_position,
    set_hours,
    set_windows,
)
from tongban.directory.commands.staff import edit_staff, enter_staff
from tongban.directory.exchange.reading import Row
from tongban.directory.models import Assignment, Body, Position, Site, Staff
from tongban.directory.place_values import BodyValues, HoursLine, SiteValues
from tongban.kernel.actors import Actor
from tongban.kernel.errors import FieldFault, InputFaults


@dataclass(frozen=True)
class Taken:
    """What a row does: ``new``, ``changed`` or ``same``, to what."""

    sheet: str
    row: int
    what: str
    thing: str


@dataclass
class Taking:
    """One file being taken in.

    Attributes:
        failed: codes of rows that were wrong: what refers to them is not told a second time.
    """

    actor: Actor
    failed: set[str]


@dataclass(frozen=True)
class Taker:
    """How the rows of a sheet are taken.

    Args:
        together: the column whose rows are one act, such as all windows of a site; empty: each row by itself.
        columns: names of a form's fields that the sheet calls otherwise.
    """

    take: Callable[[Taking, Sequence[Row], str], Taken]
    together: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def groups(self, rows: Sequence[Row]) -> list[list[Row]]:
        if not self.together:
            return [[row] for row in rows]
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(row.cells[self.together], []).append(row)
        return list(groups.values())


def _body(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    values = BodyValues(**rows[0].cells)
    row = Body.objects.filter(code=values.code).first()
    thing = f"{values.code} {values.name}"
    if row is None:
        enter_body(taking.actor, values, idempotency_key=key)
        return Taken("机关", rows[0].number, "new", thing)
    same = all(getattr(row, name) == value for name, value in rows[0].cells.items())
    edit_body(taking.actor, values, seen=None, idempotency_key=key)
    return Taken("机关", rows[0].number, "same" if same else "changed", thing)


def _site(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    values = SiteValues(**rows[0].cells)
    row = Site.objects.filter(code=values.code).select_related("body", "handled_by").first()
    thing = f"{values.code} {values.name}"
    if row is None:
        enter_site(taking.actor, values, idempotency_key=key)
        return Taken("网点", rows[0].number, "new", thing)
    edit_site(taking.actor, values, seen=None, idempotency_key=key)
    return Taken("网点", rows[0].number, "same" if site_values(row) == values else "changed", thing)


def _position(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    cells = rows[0].cells
    site, code, name = _known_site(cells), cells["position_code"], cells["position_name"]
    thing = f"{site.name} {name}"
    row = Position.objects.filter(site=site, code=code).first()
    if row is None:
        enter_position(taking.actor, site.code, code, name, seen=None, idempotency_key=key)
        return Taken("岗位", rows[0].number, "new", thing)
    rename_position(taking.actor, site.code, code, name, seen=None, idempotency_key=key)
    return Taken("岗位", rows[0].number, "same" if row.name == name else "changed", thing)


def _windows(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    site = _known_site(rows[0].cells)
    lines = [(_number(place, row), row.cells["position"]) for place, row in enumerate(rows)]
    before = set(site.windows.values_list("number", "position__code"))
    set_windows(taking.actor, site.code, lines, seen=None, idempotency_key=key)
    what = "same" if before == set(lines) else "changed" if before else "new"
    return Taken("窗口", rows[0].number, what, f"{site.name} {len(lines)}")


def _hours(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    site = _known_site(rows[0].cells)
    lines = [
        HoursLine(
            "".join(sorted(set(row.cells["weekdays"]))),
            _time(place, row, "opens"),
            _time(place, row, "closes"),
        )
        for place, row in enumerate(rows)
    ]
    before = {(line.weekdays, line.opens, line.closes) for line in site.hours.all()}
    set_hours(taking.actor, site.code, lines, seen=None, idempotency_key=key)
    now = {(line.weekdays, line.opens, line.closes) for line in lines}
    what = "same" if before == now else "changed" if before else "new"
    return Taken("工作时间", rows[0].number, what, f"{site.name} {len(lines)}")


def _staff(taking: Taking, rows: Sequence[Row], key: str) -> Taken:
    cells = rows[0].cells
    site = _known_site(cells)
    position = Position.objects.filter(site=site, code=cells["position"]).first()
    if position is None:
        raise _fault("position", "no_such_position")
    starts, ends = _day(cells, "starts"), _day(cells, "ends")
    assert starts is not None  # the column is required
    what = "same"
    person = Staff.objects.filter(code=cells["code"]).first()
    if person is None:
        staff_id = enter_staff(
            taking.actor,
            code=cells["code"],
            name=cells["name"],
            phone=cells["phone"],
            idempotency_key=f"{key}-staff",
        )
        what = "new"
    else:
        staff_id = person.id
        if person.name != cells["name"]:
            raise _fault("code", "staff_code_taken")
        if person.phone != cells["phone"] and cells["phone"]:
            edit_staff(
                taking.actor,
                staff_id,
                name=cells["name"],
                phone=cells["phone"],
                seen=(person.name, person.phone),
                idempotency_key=f"{key}-edit",
            )
            what = "changed"
    there = overlapping(
        Assignment.objects.filter(
            staff_id=staff_id, position=position, role=cells["role"], delegated_by__isnull=True
        ),
        starts,
        ends,
    )
    if not there.exists():
        post = Post(staff_id, position.id, cells["role"], cells["holder"], starts, ends)
        assign(taking.actor, post, idempotency_key=f"{key}-post")
        what = "new"
    return Taken("人员和任职", rows[0].number, what, f"{cells['code']} {cells['name']} {position.name}")


def _known_site(cells: Mapping[str, str]) -> Site:
    site = Site.objects.filter(code=cells["site"]).first()
    if site is None:
        raise _fault("site", "no_such_site")
    return site


def _number(place: int, row: Row) -> int:
    text = row.cells["number"]
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise _fault(f"windows.{place}.number", "not_a_window_number", most=999)
    return int(text)


def _time(place: int, row: Row, name: str) -> time:
    try:
        return datetime.strptime(row.cells[name], "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
    except ValueError:
        raise _fault(f"hours.{place}.{name}", "not_a_time_of_day") from None


def _day(cells: Mapping[str, str], name: str) -> date | None:
    try:
        return date.fromisoformat(cells[name]) if cells[name] else None
    except ValueError:
        raise _fault(name, "not_a_date") from None


def _fault(name: str, code: str, **params: object) -> InputFaults:
    return InputFaults([FieldFault(name, code, params)])


TAKERS = {
    "bodies": Taker(_body),
    "sites": Taker(_site),
    "positions": Taker(_position),
    "windows": Taker(_windows, together="site", columns={"windows": "number"}),
    "hours": Taker(_hours, together="site", columns={"hours": "weekdays"}),
    "staff": Taker(_staff, columns={"staff": "code", "staff_code": "code"}),
}

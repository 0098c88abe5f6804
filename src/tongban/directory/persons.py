"""Which rows of the register are one person: two staff numbers do not make two people of one.

The register keeps no citizen number of staff.  One person are rows of one name and one service phone; of one name
where a row has no phone; and of one name alone there is a question, which the second administrator answers in words.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from tongban.directory.models import Staff


@dataclass(frozen=True)
class Alike:
    """Another row that looks like the same person: ``name``, ``phone`` or ``name_phone`` is alike."""

    staff_id: int
    code: str
    name: str
    what: str

    @property
    def same_name(self) -> bool:
        return self.what != "phone"


def plain_name(name: str) -> str:
    """A name as it is compared: full width is half width, and spaces and dots inside do not count."""
    kept = unicodedata.normalize("NFKC", name).casefold()
    return "".join(one for one in kept if unicodedata.category(one)[0] in "LN")


def rows_of_person(staff_id: int) -> frozenset[int]:
    """The row and every other row that is taken for the same person: same name and same phone, or one without."""
    one = Staff.objects.filter(id=staff_id).first()
    if one is None:
        return frozenset({staff_id})
    found = {row.id for row in _of_one_name(one) if row.phone == one.phone or not (row.phone and one.phone)}
    return frozenset(found | {staff_id})


def rows_of_persons(staff_ids: Iterable[int]) -> frozenset[int]:
    """All rows of several persons."""
    return frozenset(row for one in staff_ids for row in rows_of_person(one))


def entered_already(name: str, phone: str) -> Staff | None:
    """Somebody of this very name and this very phone; none where no phone is told."""
    if not phone:
        return None
    return next((row for row in _of_one_name(Staff(name=name, phone=phone)) if row.phone == phone), None)


def alike(staff_id: int) -> tuple[Alike, ...]:
    """Other rows with the same name or the same phone, by staff number; for the second person's eyes."""
    one = Staff.objects.filter(id=staff_id).first()
    if one is None:
        return ()
    names = {row.id for row in _of_one_name(one)} - {one.id}
    phones = set(Staff.objects.filter(phone=one.phone).values_list("id", flat=True)) if one.phone else set()
    rows = Staff.objects.filter(id__in=names | (phones - {one.id})).order_by("code")
    return tuple(
        Alike(row.id, row.code, row.name, "_".join(_what(row.id in names, row.id in phones))) for row in rows
    )


def _what(name: bool, phone: bool) -> list[str]:
    return [word for word, holds in (("name", name), ("phone", phone)) if holds]


def _of_one_name(one: Staff) -> list[Staff]:
    """A county has some hundreds of staff: all are compared, since a name is typed in more than one way."""
    wanted = plain_name(one.name)
    return [
        row for row in Staff.objects.only("id", "code", "name", "phone") if plain_name(row.name) == wanted
    ]

"""The matters of the world: the facts each one is made by, and beside them, by hand, who is to see it.

The last column is the table "who sees which case".  It was written from the rule in words (an assister: taken
in at the own point or to be collected there; a desk: the own centre and position; the head: the own township;
the county: once its step has come; a citizen: the own phone), never by asking the program.
"""

from dataclasses import dataclass

from tongban.cases.requests import PersonInput
from tongban.site.scenario import citizen_number

SL = "clerk clerk-b reviewer approver"  # the desk of 胜利乡 and its head
MN = "mn-clerk mn-reviewer mn-approver two-hats/MN"  # the desk of 闽宁镇 and its head

# citizens of the world by the phone they hold; 慧 holds one that no case names
PHONES = {"an": "19955500001", "bo": "19955500002", "family": "19955500003", "hui": "19955500009"}

SURNAMES = "王李张刘陈杨赵马"
FIRST = "鹏翔彦琪珂珊瑶瑾璇璐霖霞"
SECOND = "漪涵淼渊湘溪滢澜濡瀚灏沐"


def _name(serial: int) -> str:
    """Three characters; the last two stand together in no other matter's name."""
    return SURNAMES[serial % len(SURNAMES)] + FIRST[serial % 12] + SECOND[(serial + serial // 12) % 12]


@dataclass(frozen=True)
class Matter:
    """One matter as planned.

    Args:
        serial: which invented person; makes names, numbers and texts its own.
        taken: the site that takes it in, or the citizen who applies on the portal.
        phone: a citizen of `PHONES`, ``own`` for a number of its own, empty for none.
        stage: how far it was taken.
        seen_by: user names of staff (an assignment after a slash) and citizens of `PHONES`.
        county: whether the county has a step.
        collect: where the result is collected, where that is not the usual place.
        relative: whether somebody else acts for the applicant; their phone is then the contact.
        county_decides: whether the county's civil affairs decide it on the township's file.
    """

    serial: int
    taken: str
    phone: str
    stage: str
    seen_by: str
    county: bool = False
    collect: str = ""
    relative: bool = False
    county_decides: bool = False

    @property
    def key(self) -> str:
        return f"{self.serial:02d}-{self.taken}-{self.stage}"

    @property
    def seers(self) -> frozenset[str]:
        return frozenset(self.seen_by.split())

    @property
    def township(self) -> str:
        return "MN" if self.taken.startswith("MN") or self.serial >= 40 else "SL"

    @property
    def channel(self) -> str:
        return "portal" if self.taken in PHONES else "village_point" if "-" in self.taken else "window"

    @property
    def village(self) -> str:
        return "640121104201" if self.township == "MN" else "640121200201"

    @property
    def person(self) -> PersonInput:
        own = f"199666{self.serial:05d}"
        phone = {"": "", "own": own}.get(self.phone, PHONES.get(self.phone, ""))
        return PersonInput(
            _name(self.serial), citizen_number(7000 + self.serial), "" if self.relative else phone
        )

    @property
    def representative(self) -> PersonInput | None:
        if not self.relative:
            return None
        return PersonInput(
            "代" + _name(self.serial)[1:][::-1], citizen_number(8000 + self.serial), PHONES[self.phone]
        )

    @property
    def address(self) -> str:
        return f"演示{_name(self.serial)[1:]}巷{self.serial}号院"

    @property
    def opinion(self) -> str:
        return f"经审核材料齐全，审字{self.serial * 7919:06d}，同意。"

    @property
    def reason(self) -> str:
        return f"经核对不符合本事项条件，理由字{self.serial * 7907:06d}。"

    @property
    def secrets(self) -> frozenset[str]:
        """What nobody else may read anywhere, as it was typed."""
        people = [person for person in (self.person, self.representative) if person]
        texts = {text for person in people for text in (person.name, person.number, person.phone)}
        texts |= {self.address, f"审字{self.serial * 7919:06d}", f"理由字{self.serial * 7907:06d}"}
        return frozenset(texts - {""})


MATTERS = (
    # 胜利乡, at the window
    Matter(1, "SL", "own", "submitted", SL),
    Matter(2, "SL", "", "accepted", SL),
    Matter(3, "SL", "an", "granted", SL + " an"),
    Matter(4, "SL", "family", "refused", SL + " family"),
    Matter(5, "SL", "own", "declined", SL),
    Matter(6, "SL", "an", "delivered", SL + " an"),
    Matter(7, "SL", "", "submitted", SL + " assister-bq", collect="SL-BQ"),
    Matter(8, "SL", "family", "withdrawn", SL + " family"),
    Matter(9, "SL", "bo", "accepted", SL + " bo", relative=True),
    # with a step of the county's: seen there from when it has come to it
    Matter(10, "SL", "own", "submitted", SL, county=True),
    Matter(11, "SL", "own", "accepted", SL, county=True),
    Matter(12, "SL", "an", "township_reviewed", SL + " county an", county=True),
    Matter(13, "SL", "", "granted", SL + " county", county=True),
    Matter(14, "SL", "own", "declined", SL, county=True),
    Matter(15, "SL", "own", "withdrawn_in_review", SL + " county", county=True),
    # 胜利乡, at the village points
    Matter(16, "SL-XW", "own", "submitted", SL + " assister"),
    Matter(17, "SL-XW", "", "granted", SL + " assister"),
    Matter(18, "SL-BQ", "family", "accepted", SL + " assister-bq family"),
    Matter(19, "SL-BQ", "", "granted", SL + " assister-bq assister", collect="SL-XW"),
    Matter(20, "SL-XW", "own", "delivered", SL + " assister county", county=True),
    # 胜利乡, from the phone; who applies for another's matter with the own phone is its contact
    Matter(21, "an", "an", "submitted", SL + " an"),
    Matter(22, "an", "", "accepted", SL + " an"),
    Matter(23, "bo", "bo", "granted", SL + " bo"),
    Matter(24, "bo", "bo", "asked", SL + " bo assister", collect="SL-XW"),
    Matter(25, "SL", "own", "erased", SL),
    Matter(26, "SL", "own", "reviewed", SL + " county", county=True),
    # decided by the county: seen there once every opinion is given
    Matter(30, "SL", "own", "submitted", SL, county_decides=True),
    Matter(31, "SL", "own", "accepted", SL, county_decides=True),
    Matter(32, "SL", "an", "reviewed", SL + " county-mz-head an", county_decides=True),
    Matter(33, "SL", "", "granted", SL + " county-mz-head", county_decides=True),
    Matter(34, "SL-XW", "own", "delivered", SL + " assister county-mz-head", county_decides=True),
    Matter(35, "SL", "own", "declined", SL, county_decides=True),
    Matter(36, "SL", "own", "township_reviewed", SL + " county", county=True, county_decides=True),
    Matter(37, "SL", "own", "reviewed", SL + " county county-mz-head", county=True, county_decides=True),
    Matter(38, "SL", "own", "withdrawn_in_review", SL + " county-mz-head", county_decides=True),
    # 闽宁镇
    Matter(40, "MN", "own", "submitted", MN),
    Matter(41, "MN", "family", "granted", MN + " family"),
    Matter(42, "MN-ML", "", "accepted", MN + " mn-assister"),
    Matter(43, "MN-ML", "own", "township_reviewed", MN + " mn-assister county", county=True),
    Matter(44, "bo", "bo", "refused", MN + " bo"),
    Matter(45, "MN", "own", "reviewed", MN + " county-mz-head", county_decides=True),
)

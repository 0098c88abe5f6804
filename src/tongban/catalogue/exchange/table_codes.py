"""The code values of the exchange tables beside ours (GB/T 39046-2020 annex A, and the practice between platforms).

A value that has no code of its own there goes out as the nearest one; what it really is stands in our own table.
"""

from collections.abc import Mapping

POWER_SOURCE = {"statutory": "1", "devolved": "2", "authorized": "3", "entrusted": "5"}
NECESSITY = {"required": "1", "optional": "2", "deferrable": "3"}
MATERIAL_TYPE = {"certificate": "1", "form": "2"}  # everything else is 3
ORIGIN = {"own": "10", "government": "20", "other": "99"}
HANDLING = {"on_the_spot": "1", "promised": "2"}
LEVEL = {"county": "4", "township": "5"}
UNIT = {"working": "1", "calendar": "2"}
SERVED = {"person": "1", "household": "1", "enterprise": "2", "cooperative": "2", "village_collective": "9"}
CHANNEL = {"window": ("1",), "portal": ("2", "3"), "village_point": ("9",)}
STATE = {True: "在用", False: "暂停"}
RESULT = {
    "certificate": "证照",
    "approval": "批文",
    "notice": "通知书",
    "roster": "纳入名册",
    "record": "登记（备案）回执",
    "service": "服务完成单",
}
DEPARTMENT = {"entrusted": "3", "authorized": "2"}  # everything else is 1, an authority by law


class NoSuchCode(ValueError):
    """A value of a coded column that the standard does not have."""


def back(codes: Mapping[str, str], value: str) -> str:
    """Our value for a code; the first where several of ours share it.

    Raises:
        NoSuchCode: there is no such code.
    """
    for ours, theirs in codes.items():
        if theirs == value.strip():
            return ours
    raise NoSuchCode(value)


def material_type(kind: str) -> str:
    """1 certificates and proofs, 2 forms, 3 the rest."""
    return MATERIAL_TYPE.get(kind, "3")


def material_kind(code: str) -> str:
    """Our kind for a material type; 3 says too little to tell which.

    Raises:
        NoSuchCode: it is none of 1, 2, 3.
    """
    return "photo" if code.strip() == "3" else back(MATERIAL_TYPE, code)


def material_format(forms: list[str]) -> str:
    """1 paper, 2 electronic, 3 both."""
    electronic, paper = "electronic" in forms, any(form.startswith("paper") for form in forms)
    return "3" if electronic and paper else "2" if electronic else "1"


def material_forms(code: str) -> list[str]:
    """Our forms for a material format.

    Raises:
        NoSuchCode: it is none of 1, 2, 3.
    """
    forms = {"1": ["paper_original"], "2": ["electronic"], "3": ["electronic", "paper_original"]}
    if code.strip() not in forms:
        raise NoSuchCode(code)
    return forms[code.strip()]


def channel_codes(channels: list[str]) -> str:
    """The forms of handling, by comma."""
    return ",".join(code for channel in channels for code in CHANNEL.get(channel, ()))


def channels_of(codes: str) -> list[str]:
    """Our channels for forms of handling: 4 (courier) has none.

    Raises:
        NoSuchCode: a code that the standard does not have.
    """
    stated = [code for code in codes.replace("^", ",").replace("，", ",").split(",") if code.strip()]
    if unknown := [code for code in stated if code.strip() not in "12349"]:
        raise NoSuchCode(unknown[0])
    found = (channel for code in stated for channel, theirs in CHANNEL.items() if code.strip() in theirs)
    return list(dict.fromkeys(found))


def served_codes(addressees: list[str]) -> str:
    """The kinds of people served, by comma."""
    return ",".join(dict.fromkeys(SERVED[one] for one in addressees if one in SERVED))


def served_of(codes: str) -> list[str]:
    """Our addressees for kinds of people served.

    Raises:
        NoSuchCode: a code that the standard does not have.
    """
    stated = [code.strip() for code in codes.replace("^", ",").replace("，", ",").split(",") if code.strip()]
    if unknown := [code for code in stated if code not in "1234569"]:
        raise NoSuchCode(unknown[0])
    return list(dict.fromkeys("person" if code == "1" else "enterprise" for code in stated))

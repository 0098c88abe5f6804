"""送达地址确认书: where and how papers of one matter reach its applicant, sealed under the case's key."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from tongban.cases.frame import OpenCase
from tongban.cases.sealed import open_values, seal_values
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

WAYS = ("collect", "post", "assister", "electronic")
CONTEXT = "case.address"
ADDRESS_LENGTH = 200
NAME_LENGTH = 40
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s]{2,}")


@dataclass(frozen=True)
class Address:
    """What the applicant confirmed.

    Args:
        receiver: who takes papers; "" for the applicant.
        way: one of `WAYS`.
        electronic: whether papers may be delivered electronically; without it none are.
    """

    receiver: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    way: str = "collect"
    electronic: bool = False

    @property
    def confirmed(self) -> bool:
        return bool(self.address)


def address_of(case: OpenCase) -> Address:
    """What stands; nothing confirmed where nobody did."""
    told: dict[str, Any] = open_values(case.row.address, case.vault, CONTEXT)
    return Address(**told) if told else Address()


def sealed_address(case: OpenCase, told: Address) -> bytes:
    """The column ``address``."""
    return seal_values(asdict(told), case.vault, CONTEXT)


def consents_to_electronic(case: OpenCase) -> bool:
    """Whether the applicant's consent to electronic delivery is on file and was not withdrawn."""
    return address_of(case).electronic


def check_address(case: OpenCase, told: Address) -> None:
    """An address that papers can reach, and a way that fits the consent.

    Raises:
        InputFaults: ``required``, ``too_long``, ``not_an_option``, the codes of a phone, ``email_shape``,
            ``electronic_needs_consent``, ``electronic_needs_a_phone``.
    """
    faults = []
    if not told.address:
        faults.append(FieldFault("address", "required"))
    for name, most in (("address", ADDRESS_LENGTH), ("receiver", NAME_LENGTH)):
        if len(getattr(told, name)) > most:
            faults.append(FieldFault(name, "too_long", {"most": most}))
    if told.phone:
        try:
            check_phone(told.phone)
        except IdentifierFault as fault:
            faults.append(FieldFault("phone", f"phone_{fault.code}"))
    if told.email and not _EMAIL.fullmatch(told.email):
        faults.append(FieldFault("email", "email_shape"))
    if told.way not in WAYS:
        faults.append(FieldFault("way", "required" if not told.way else "not_an_option"))
    elif told.way == "electronic" and not told.electronic:
        faults.append(FieldFault("electronic", "electronic_needs_consent"))
    if told.electronic and not case.content.contact_phone:
        faults.append(FieldFault("electronic", "electronic_needs_a_phone"))
    if faults:
        raise InputFaults(faults)

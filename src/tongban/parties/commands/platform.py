"""Signing in by an identity platform: it vouches for a name and a number, or at least for a phone."""

from dataclasses import dataclass

from tongban.kernel.actors import Citizen
from tongban.kernel.canonical import canonical_json
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import Refusal
from tongban.kernel.secrets import seal_under_master
from tongban.kernel.time import today
from tongban.parties.registry import check_person
from tongban.rules.identifiers.phone import check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault


@dataclass(frozen=True)
class Vouched:
    """What a platform says of somebody, as it came.

    Args:
        real_name: the level that it states is one of those that the settings call real-name.
        name, number: of the person; believed with ``real_name`` only.
        phone: one that the platform itself proved; empty for none.
    """

    real_name: bool
    name: str = ""
    number: str = ""
    phone: str = ""


def sign_in_by_platform(vouched: Vouched) -> Citizen:
    """The citizen whom a platform vouches for; nothing is written.

    Raises:
        Refusal: ``platform_level_too_low``, where it vouches neither for a person nor for a phone;
            ``platform_identity_bad``, where name or number cannot be a person's.
    """
    phone = _mobile(vouched.phone)
    phone_digest = keyed_digest("phone", phone) if phone else b""
    sealed_phone = seal_under_master(phone.encode(), "citizen_phone") if phone else b""
    if not vouched.real_name:
        if not phone:
            raise Refusal("platform_level_too_low")
        return Citizen(phone_digest, sealed_phone)
    person, faults = check_person(vouched.name, vouched.number, "", today=today(), prefix="")
    if person is None or faults:
        raise Refusal("platform_identity_bad")
    identity = canonical_json({"name": person.name, "number": person.number})
    return Citizen(
        phone_digest,
        sealed_phone,
        "real_name",
        person.number_digest,
        seal_under_master(identity, "citizen_identity"),
    )


def _mobile(phone: str) -> str:
    """A mobile number in its one spelling, with or without +86; empty for anything else."""
    try:
        checked = check_phone(phone.strip().removeprefix("+86").strip())
    except IdentifierFault:
        return ""
    return checked.number if checked.kind == "mobile" else ""

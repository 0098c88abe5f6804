"""The number of an electronic certificate (GB/T 36904)."""

from dataclasses import dataclass

from tongban.rules.identifiers.iso7064 import ALPHABET, mod_37_36
from tongban.rules.identifiers.organization import check_credit_code
from tongban.rules.identifiers.typed_text import (
    IdentifierFault,
    require_characters,
    require_check,
    tidy,
)

KIND = "certificate_id"
ROOT = "1.2.156.3005.2."
"""The object identifier that all e-certificates share."""


@dataclass(frozen=True, slots=True)
class CertificateId:
    """A sound e-certificate number.

    Args:
        text: in full, root included.
        certificate_type: credit code of the body that defined the type, and three characters.
        issuer: the issuing body's 18 characters.
        serial: the issuer's own running number.
        version: three characters; 001 is the first, by custom.
    """

    text: str
    certificate_type: str
    issuer: str
    serial: str
    version: str


def check_certificate_id(text: str) -> CertificateId:
    """Read an e-certificate number, with or without its root.

    Raises:
        IdentifierFault: ``empty``, ``parts`` (expected, found), ``part_length`` (part, expected, found),
            ``character`` (position within the dotted text, found), ``type_code`` (reason), ``check_digit``
            (expected, found).
    """
    dotted = tidy(KIND, text).removeprefix(ROOT)
    parts = dotted.split(".")
    if len(parts) != 5:
        raise IdentifierFault(KIND, "parts", expected=5, found=len(parts))
    require_characters(KIND, dotted, ALPHABET + ".")
    certificate_type, issuer, serial, version, check = parts
    for name, part, length in (
        ("certificate_type", certificate_type, 21),
        ("issuer", issuer, 18),
        ("version", version, 3),
        ("check", check, 1),
    ):
        if len(part) != length:
            raise IdentifierFault(KIND, "part_length", part=name, expected=length, found=len(part))
    if not serial:
        raise IdentifierFault(KIND, "part_length", part="serial", expected=1, found=0)
    require_check(KIND, mod_37_36(certificate_type + issuer + serial + version), check)
    try:
        check_credit_code(certificate_type[:18])
    except IdentifierFault as fault:
        raise IdentifierFault(KIND, "type_code", reason=fault.code, **fault.params) from fault
    return CertificateId(ROOT + dotted, certificate_type, issuer, serial, version)


def certificate_id(certificate_type: str, issuer: str, serial: str, version: str) -> CertificateId:
    """Compose an e-certificate number from its parts, with its check character.

    Raises:
        IdentifierFault: as ``check_certificate_id``.
    """
    parts = [tidy(KIND, part) for part in (certificate_type, issuer, serial, version)]
    for part in parts:
        require_characters(KIND, part, ALPHABET)
    return check_certificate_id(".".join([*parts, mod_37_36("".join(parts))]))

"""Numbers that people, bodies, items, papers and cases are known by: each is checked, and a refusal says why.

Every check takes text as typed, normalises it and returns a value, or raises ``IdentifierFault``.
"""

from tongban.rules.identifiers.case_number import (
    check_case_number,
    group_case_number,
    with_check_character,
)
from tongban.rules.identifiers.certificate import CertificateId, check_certificate_id
from tongban.rules.identifiers.citizen import CitizenNumber, check_citizen_number
from tongban.rules.identifiers.item import ItemCode, check_item_code
from tongban.rules.identifiers.organization import (
    CreditCode,
    check_credit_code,
    check_organization_code,
)
from tongban.rules.identifiers.phone import Phone, check_phone
from tongban.rules.identifiers.typed_text import IdentifierFault

__all__ = [
    "CertificateId",
    "CitizenNumber",
    "CreditCode",
    "IdentifierFault",
    "ItemCode",
    "Phone",
    "check_case_number",
    "check_certificate_id",
    "check_citizen_number",
    "check_credit_code",
    "check_item_code",
    "check_organization_code",
    "check_phone",
    "group_case_number",
    "with_check_character",
]

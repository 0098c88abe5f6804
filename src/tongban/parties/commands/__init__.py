"""What changes parties."""

from tongban.parties.commands.mandates import Named, end_mandate, record_mandate, renew_mandate
from tongban.parties.commands.platform import Vouched, sign_in_by_platform
from tongban.parties.commands.sign_in import (
    confirm_code,
    new_asker,
    open_typed,
    phone_of,
    request_code,
    seal_typed,
)

__all__ = [
    "Named",
    "Vouched",
    "confirm_code",
    "end_mandate",
    "new_asker",
    "open_typed",
    "phone_of",
    "record_mandate",
    "renew_mandate",
    "request_code",
    "seal_typed",
    "sign_in_by_platform",
]

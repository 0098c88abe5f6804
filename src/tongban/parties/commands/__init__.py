"""What changes parties."""

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
    "Vouched",
    "confirm_code",
    "new_asker",
    "open_typed",
    "phone_of",
    "request_code",
    "seal_typed",
    "sign_in_by_platform",
]

"""What changes parties."""

from tongban.parties.commands.sign_in import (
    confirm_code,
    new_asker,
    open_typed,
    phone_of,
    request_code,
    seal_typed,
)

__all__ = ["confirm_code", "new_asker", "open_typed", "phone_of", "request_code", "seal_typed"]

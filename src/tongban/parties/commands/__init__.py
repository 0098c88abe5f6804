"""What changes parties."""

from tongban.parties.commands.sign_in import confirm_code, phone_of, request_code

__all__ = ["confirm_code", "phone_of", "request_code"]

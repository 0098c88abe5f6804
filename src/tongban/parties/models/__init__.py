"""Tables of the parties."""

from tongban.parties.models.mandate import Mandate
from tongban.parties.models.party import Party
from tongban.parties.models.phonecode import PhoneCode

__all__ = ["Mandate", "Party", "PhoneCode"]

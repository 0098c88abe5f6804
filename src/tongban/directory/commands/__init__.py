"""What changes the directory."""

from tongban.directory.commands.load_file import (
    DivisionsLoaded,
    check_division_file,
    load_division_file,
)
from tongban.directory.commands.proposals import (
    confirm_proposal,
    propose,
    turn_down_proposal,
    withdraw_proposal,
)
from tongban.directory.commands.setup import (
    Appointment,
    DivisionInput,
    SiteInput,
    add_position,
    appoint,
    load_divisions,
    open_site,
    register_body,
)
from tongban.directory.commands.sign_in import SignedIn, sign_in

__all__ = [
    "Appointment",
    "DivisionInput",
    "DivisionsLoaded",
    "SignedIn",
    "SiteInput",
    "add_position",
    "appoint",
    "check_division_file",
    "confirm_proposal",
    "load_division_file",
    "load_divisions",
    "open_site",
    "propose",
    "register_body",
    "sign_in",
    "turn_down_proposal",
    "withdraw_proposal",
]

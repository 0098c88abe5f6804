"""What changes the directory."""

from tongban.directory.commands.absences import cancel_absence, enter_absence
from tongban.directory.commands.assignments import Post, assign, end_assignment
from tongban.directory.commands.delegation import delegate_approval, revoke_delegation
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
from tongban.directory.commands.seals import enter_seal, hand_over_seal, retire_seal
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
from tongban.directory.commands.staff import edit_staff, enter_staff

__all__ = [
    "Appointment",
    "DivisionInput",
    "DivisionsLoaded",
    "Post",
    "SignedIn",
    "SiteInput",
    "add_position",
    "appoint",
    "assign",
    "cancel_absence",
    "check_division_file",
    "confirm_proposal",
    "delegate_approval",
    "edit_staff",
    "end_assignment",
    "enter_absence",
    "enter_seal",
    "enter_staff",
    "hand_over_seal",
    "load_division_file",
    "load_divisions",
    "open_site",
    "propose",
    "register_body",
    "retire_seal",
    "revoke_delegation",
    "sign_in",
    "turn_down_proposal",
    "withdraw_proposal",
]

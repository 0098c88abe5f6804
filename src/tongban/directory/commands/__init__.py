"""What changes the directory."""

from tongban.directory.authenticator import address_for_app, new_secret
from tongban.directory.commands.absences import cancel_absence, enter_absence
from tongban.directory.commands.accounts import (
    change_password,
    close_account,
    end_session,
    link_identity,
    make_account,
    make_slip,
    reopen_account,
    unlink_identity,
    unlock_account,
)
from tongban.directory.commands.assignments import Post, assign, end_assignment
from tongban.directory.commands.delegation import delegate_approval, revoke_delegation
from tongban.directory.commands.divisions_edit import add_division, close_division, rename_division
from tongban.directory.commands.first_slip import make_first_slip
from tongban.directory.commands.identity import (
    IdentityValues,
    check_identity,
    encode_logo,
    set_identity,
    use_identity_again,
)
from tongban.directory.commands.imports import ImportOutcome, load_import, step_template, try_import
from tongban.directory.commands.kin import declare_kin, end_kin, erase_kin, reveal_kin
from tongban.directory.commands.lamps import set_lamp_thresholds
from tongban.directory.commands.load_file import (
    DivisionsLoaded,
    check_division_file,
    load_division_file,
)
from tongban.directory.commands.places import close_site, edit_body, edit_site, enter_body, enter_site
from tongban.directory.commands.places_inside import (
    close_position,
    enter_position,
    rename_position,
    set_hours,
    set_windows,
)
from tongban.directory.commands.proposals import (
    confirm_proposal,
    propose,
    turn_down_proposal,
    withdraw_proposal,
)
from tongban.directory.commands.scanning import require_scanning
from tongban.directory.commands.seals import enter_seal, hand_over_seal, retire_seal
from tongban.directory.commands.second_factor import (
    drop_second_factor,
    enrol_at_door,
    enrol_second_factor,
    give_second_factors,
)
from tongban.directory.commands.service import (
    announce_session,
    cancel_session,
    end_promise,
    publish_promise,
    record_session,
)
from tongban.directory.commands.set_up import County, set_up_county
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
from tongban.directory.commands.sign_in import (
    SignedIn,
    choose_password,
    confirm_second_factor,
    note_sign_out,
    resume,
    sign_in,
    sign_in_by_provider,
)
from tongban.directory.commands.slips import PrintedSlip, use_slip
from tongban.directory.commands.staff import edit_staff, enter_staff

__all__ = [
    "Appointment",
    "County",
    "DivisionInput",
    "DivisionsLoaded",
    "IdentityValues",
    "ImportOutcome",
    "Post",
    "PrintedSlip",
    "SignedIn",
    "SiteInput",
    "add_division",
    "add_position",
    "address_for_app",
    "announce_session",
    "appoint",
    "assign",
    "cancel_absence",
    "cancel_session",
    "change_password",
    "check_division_file",
    "check_identity",
    "choose_password",
    "close_account",
    "close_division",
    "close_position",
    "close_site",
    "confirm_proposal",
    "confirm_second_factor",
    "declare_kin",
    "delegate_approval",
    "drop_second_factor",
    "edit_body",
    "edit_site",
    "edit_staff",
    "encode_logo",
    "end_assignment",
    "end_kin",
    "end_promise",
    "end_session",
    "enrol_at_door",
    "enrol_second_factor",
    "enter_absence",
    "enter_body",
    "enter_position",
    "enter_seal",
    "enter_site",
    "enter_staff",
    "erase_kin",
    "give_second_factors",
    "hand_over_seal",
    "link_identity",
    "load_division_file",
    "load_divisions",
    "load_import",
    "make_account",
    "make_first_slip",
    "make_slip",
    "new_secret",
    "note_sign_out",
    "open_site",
    "propose",
    "publish_promise",
    "record_session",
    "register_body",
    "rename_division",
    "rename_position",
    "reopen_account",
    "require_scanning",
    "resume",
    "retire_seal",
    "reveal_kin",
    "revoke_delegation",
    "set_hours",
    "set_identity",
    "set_lamp_thresholds",
    "set_up_county",
    "set_windows",
    "sign_in",
    "sign_in_by_provider",
    "step_template",
    "try_import",
    "turn_down_proposal",
    "unlink_identity",
    "unlock_account",
    "use_identity_again",
    "use_slip",
    "withdraw_proposal",
]

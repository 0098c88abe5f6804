"""The table of powers: every command of the program, and who may start it.  The one place to look.

The words are the roles of staff, and ``citizen``, ``tracker``, ``public``, ``system`` for everybody else.  Here
stands who may start a command at all; the rooms ask further what the actor has to do with the matter
(`cases/authority.py`, `catalogue/authority.py`, `directory/authority.py`).
"""

from importlib import import_module
from inspect import isfunction

SETUP = ("system",)
PLACES = ("system_admin", "system")
FRONT = ("clerk", "assister")
REVIEW = ("reviewer", "county_reviewer", "assister")
APPROVAL = ("approver", "county_approver")
SERVICE = ("system_admin", *APPROVAL)
RUNS_THE_CLOCK = ("reviewer", "county_reviewer", *APPROVAL)
CATALOGUE = ("catalogue_editor", "catalogue_approver", "system")
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
ON_CASES = ("assister", "clerk", "reviewer", "approver", "county_reviewer", "county_approver")
SUPERVISION = ("supervisor",)
EVERY_ROLE = (*ON_CASES, *SUPERVISION, "catalogue_editor", "catalogue_approver", *ADMINISTRATORS)
ANYBODY = (*EVERY_ROLE, "citizen", "tracker", "public", "system")

POWERS: dict[str, tuple[str, ...]] = {
    # cases
    "cases.submit": (*FRONT, "citizen"),
    "cases.accept": ("clerk",),
    "cases.finish_on_the_spot": ("clerk",),
    "cases.apply_on_the_spot": ("clerk",),
    "cases.decline": ("clerk",),
    "cases.judge_materials": ("clerk",),
    "cases.request_corrections": ("clerk",),
    "cases.serve_notice": (*FRONT, "citizen"),
    "cases.correct": (*FRONT, "citizen"),
    "cases.attach_correction": (*FRONT, "citizen"),
    "cases.correct_on_the_spot": ("clerk",),
    "cases.confirm_identity": FRONT,
    "cases.confirm_later_entry": (*FRONT, "reviewer", "approver"),
    "cases.confirm_identity_by_code": ("assister",),
    "cases.confirm_mandate": FRONT,
    "cases.take": ("clerk", "reviewer", "county_reviewer", "assister"),
    "cases.take_next": ("clerk", "reviewer", "county_reviewer", "assister"),
    "cases.put_back": ("clerk", "reviewer", "county_reviewer", "assister"),
    "cases.take_several": ("clerk", "reviewer", "county_reviewer", "assister"),
    "cases.reassign": APPROVAL,
    "cases.reassign_several": APPROVAL,
    "cases.recuse": (*REVIEW, *APPROVAL),
    "cases.give_opinion": (*REVIEW, *APPROVAL),
    "cases.complete_external_step": REVIEW,
    "cases.return_step": (*REVIEW, *APPROVAL),
    "cases.post_public_notice": REVIEW,
    "cases.record_signature": ("clerk", "assister", "reviewer"),
    "cases.record_objection": ("clerk", *REVIEW),
    "cases.answer_objection": REVIEW,
    "cases.decide": APPROVAL,
    "cases.start_special_procedure": RUNS_THE_CLOCK,
    "cases.end_special_procedure": RUNS_THE_CLOCK,
    "cases.extend": APPROVAL,
    "cases.terminate": ("clerk", *RUNS_THE_CLOCK),
    "cases.deliver": FRONT,
    "cases.serve_paper": FRONT,
    "cases.receive_result": ("clerk",),
    "cases.take_out_result": ("clerk",),
    "cases.receive_results": ("clerk",),
    "cases.take_out_results": ("clerk",),
    "cases.bring_back_result": ("clerk",),
    "cases.send_result": ("clerk",),
    "cases.receive_sent_result": ("clerk", "assister"),
    "cases.record_fee": ("clerk",),
    "cases.reverse_fee": ("clerk", "approver"),
    "cases.announce": ("clerk",),
    "cases.archive": ("clerk",),
    "cases.archive_many": ("clerk",),
    "cases.export_archive": ("clerk",),
    "cases.confirm_address": (*FRONT, "citizen"),
    "cases.correct_clerical_error": APPROVAL,
    "cases.revoke": APPROVAL,
    "cases.redo": APPROVAL,
    "cases.reopen": APPROVAL,
    "cases.bring_deferred": FRONT,
    "cases.restore": ("clerk", "approver"),
    "cases.check_commitment": ("reviewer", "county_reviewer", "approver", "county_approver"),
    "cases.hear_applicant": ("reviewer", "county_reviewer", "approver", "county_approver"),
    "cases.withdraw": (*FRONT, "citizen"),
    "cases.unmask": ON_CASES,
    # messages that failed, letters, and what is told face to face
    "cases.resend_message": ("system_admin",),
    "cases.change_message_channel": ("system_admin", *FRONT),
    "cases.give_up_message": ("system_admin",),
    "cases.unmask_message": ("system_admin",),
    "cases.print_letters": FRONT,
    "cases.post_letter": FRONT,
    "cases.letter_returned": FRONT,
    "cases.note_message_told": FRONT,
    "cases.export_list": (*ON_CASES, "auditor", "security_admin"),
    "cases.save_list": ON_CASES,
    "cases.remove_list": ON_CASES,
    "cases.restore_list": ON_CASES,
    "cases.erase_person": SETUP,
    # many applications on one list
    "cases.bring_roster": FRONT,
    "cases.start_roster": FRONT,
    "cases.stop_roster": FRONT,
    "cases.accept_roster": ("clerk",),
    "cases.leave_out_rows": FRONT,
    "cases.end_roster": FRONT,
    # what could not be done anywhere, and the yearly look at what stands
    "cases.report_odd": (*FRONT, "citizen", "public"),
    "cases.pass_on_odd": ("clerk", "reviewer", "assister", "approver"),
    "cases.answer_odd": ("clerk", "reviewer", "assister", "approver"),
    "cases.reveal_odd": ("clerk", "reviewer", "assister", "approver"),
    "cases.record_yearly_review": ("reviewer",),
    "cases.correct_yearly_review": ("reviewer",),
    # working days, and the dates that people were told
    "cases.publish_calendar": PLACES,
    "cases.note_date_told": FRONT,
    # the delivery register
    "cases.note_result_told": FRONT,
    # what people ask about their own data, and legal holds
    "cases.ask_about_data": (*FRONT, "citizen"),
    "cases.see_identity": FRONT,
    "cases.withdraw_request": (*FRONT, "citizen"),
    "cases.hand_over_copy": FRONT,
    "cases.release_copy": ("security_admin",),
    "cases.correct_value": ("security_admin",),
    "cases.decline_request": ("security_admin",),
    "cases.propose_erasure": ("security_admin",),
    "cases.propose_destruction": ("security_admin",),
    "cases.place_hold": ("security_admin",),
    "cases.propose_lifting": ("security_admin",),
    # drafts: anybody may begin one; whoever holds its token is its owner
    "cases.start_draft": ANYBODY,
    "cases.claim_draft": ANYBODY,
    "cases.save_answer": ANYBODY,
    "cases.save_applicant_kind": ANYBODY,
    "cases.save_person": ANYBODY,
    "cases.save_pieces": ANYBODY,
    "cases.save_representation": ANYBODY,
    "cases.attach_material": ANYBODY,
    "cases.remove_material": ANYBODY,
    "cases.discard": ANYBODY,
    # the catalogue
    "catalogue.start_draft": CATALOGUE,
    "catalogue.save_draft": CATALOGUE,
    "catalogue.submit_draft": CATALOGUE,
    "catalogue.approve_draft": ("catalogue_approver", "system"),
    "catalogue.send_draft_back": ("catalogue_approver", "system"),
    "catalogue.discard_draft": CATALOGUE,
    "catalogue.publish_version": ("catalogue_approver", "system"),
    "catalogue.publish_override": ("catalogue_approver", "system"),
    "catalogue.publish_contents": ("catalogue_approver", "system"),
    "catalogue.load_base_list": ("catalogue_approver", "system"),
    "catalogue.start_import": CATALOGUE,
    "catalogue.load_import": CATALOGUE,
    "catalogue.run_import": SETUP,
    "catalogue.cancel_import": CATALOGUE,
    "catalogue.give_one_time_notice": (*ON_CASES, "catalogue_editor", "catalogue_approver"),
    "catalogue.erase_notice": SETUP,
    # the words of messages
    "messages.write_message_text": ("catalogue_editor", "catalogue_approver"),
    "messages.approve_message_text": ("catalogue_approver",),
    "messages.turn_down_message_text": ("catalogue_editor", "catalogue_approver"),
    # the keeping of promises
    "oversight.read_warnings": (*ON_CASES, *SUPERVISION),
    # by the program, when a month is over: nobody keeps a bad one back
    "oversight.publish_figures": SETUP,
    # the directory
    "directory.load_divisions": SETUP,
    "directory.load_division_file": PLACES,
    "directory.add_division": PLACES,
    "directory.rename_division": PLACES,
    "directory.close_division": PLACES,
    "directory.enter_body": PLACES,
    "directory.edit_body": PLACES,
    "directory.enter_site": PLACES,
    "directory.edit_site": PLACES,
    "directory.close_site": PLACES,
    "directory.enter_position": PLACES,
    "directory.rename_position": PLACES,
    "directory.close_position": PLACES,
    "directory.set_windows": PLACES,
    "directory.set_hours": PLACES,
    "directory.set_identity": PLACES,
    "directory.set_lamp_thresholds": PLACES,
    "directory.set_up_county": SETUP,
    "directory.load_import": PLACES,
    "directory.use_identity_again": PLACES,
    # what a body promises beside its items
    "directory.publish_promise": SERVICE,
    "directory.end_promise": SERVICE,
    "directory.announce_session": SERVICE,
    "directory.cancel_session": SERVICE,
    "directory.record_session": (*SERVICE, "clerk"),
    "directory.register_body": SETUP,
    "directory.open_site": SETUP,
    "directory.add_position": SETUP,
    "directory.appoint": SETUP,
    # the staff's door: who stands at it is nobody yet
    "directory.require_scanning": ("security_admin",),
    "directory.sign_in": ("public",),
    "directory.sign_in_by_provider": ("public",),
    "directory.confirm_second_factor": ("public",),
    "directory.choose_password": ("public",),
    "directory.enrol_at_door": ("public",),
    "directory.use_slip": ("public",),
    "directory.note_sign_out": ANYBODY,
    # accounts: one's own, and others' by those who keep them
    "directory.change_password": EVERY_ROLE,
    "directory.enrol_second_factor": EVERY_ROLE,
    "directory.drop_second_factor": EVERY_ROLE,
    "directory.give_second_factors": SETUP,
    "directory.make_account": ("security_admin", "system"),
    "directory.make_first_slip": SETUP,
    "directory.make_slip": (
        "system_admin",
        "security_admin",
        "system",
    ),  # the former after a recovery they confirmed
    "directory.unlock_account": ("security_admin", "system"),
    "directory.end_session": ("security_admin", "system"),
    "directory.close_account": ("security_admin", "system"),
    "directory.reopen_account": ("security_admin", "system"),
    "directory.link_identity": EVERY_ROLE,
    "directory.unlink_identity": ("security_admin", "system"),
    "directory.propose": ("system_admin", "security_admin"),
    "directory.confirm_proposal": ("system_admin", "security_admin"),
    "directory.turn_down_proposal": ("system_admin", "security_admin"),
    "directory.withdraw_proposal": ("system_admin", "security_admin"),
    "directory.enter_staff": ("system_admin", "system"),
    "directory.edit_staff": ("system_admin", "system"),
    "directory.assign": ("system_admin", "system"),
    "directory.end_assignment": ("system_admin", "system"),
    "directory.delegate_approval": APPROVAL,
    "directory.revoke_delegation": (*APPROVAL, "system_admin"),
    "directory.enter_absence": EVERY_ROLE,
    "directory.cancel_absence": EVERY_ROLE,
    "directory.declare_kin": EVERY_ROLE,
    "directory.end_kin": EVERY_ROLE,
    "directory.erase_kin": EVERY_ROLE,
    "directory.reveal_kin": ("security_admin",),
    "directory.enter_seal": ("system_admin", "system"),
    "directory.hand_over_seal": ("system_admin", "system"),
    "directory.retire_seal": ("system_admin", "system"),
    # parties
    "parties.request_code": ("public",),
    "parties.confirm_code": ("public",),
    "parties.sign_in_by_platform": ("public",),
    "parties.record_mandate": FRONT,
    "parties.renew_mandate": FRONT,
    "parties.end_mandate": (*FRONT, "citizen"),
    # the roof: a unit of the demonstration's history
    "site.make_history": ("system",),
}

# rooms, and the modules whose functions are their commands
ROOMS = {
    "cases": (
        "tongban.cases.commands",
        "tongban.cases.privacy.commands",
        "tongban.cases.calendar.commands",
        "tongban.cases.custody.commands",
        "tongban.cases.rosters.commands",
        "tongban.cases.odd.commands",
        "tongban.cases.standing.commands",
        "tongban.cases.messages.commands",
    ),
    "catalogue": ("tongban.catalogue.commands", "tongban.catalogue.telling"),
    "directory": ("tongban.directory.commands",),
    "parties": ("tongban.parties.commands",),
    "oversight": ("tongban.oversight.commands",),
    "messages": ("tongban.kernel.messages.commands",),
}
# functions of those modules that change nothing
READS = frozenset(
    {
        "catalogue.notice_file",
        "catalogue.notice_given",
        "catalogue.notices_of_today",
        "catalogue.told",
        "directory.address_for_app",
        "directory.check_division_file",
        "directory.new_secret",
        "directory.resume",
        "directory.check_identity",
        "directory.encode_logo",
        "directory.step_template",
        "directory.try_import",
        "parties.new_asker",
        "parties.open_typed",
        "parties.phone_of",
        "parties.seal_typed",
    }
)


def commands_of_the_program() -> set[str]:
    """Every function that a room gives out as a command, as ``room.name``."""
    found = set()
    for room, modules in ROOMS.items():
        for module in map(import_module, modules):
            found |= {f"{room}.{name}" for name in module.__all__ if isfunction(getattr(module, name))}
    return found - READS

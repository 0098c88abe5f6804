"""The acts on a case."""

from tongban.cases.commands.addresses import confirm_address
from tongban.cases.commands.afterwards import correct_clerical_error, redo, reopen, revoke
from tongban.cases.commands.announcing import announce
from tongban.cases.commands.archiving import Filed, archive, archive_many, export_archive
from tongban.cases.commands.correcting import attach_correction, correct, correct_on_the_spot
from tongban.cases.commands.corrections import judge_materials, request_corrections
from tongban.cases.commands.delivery import deliver, serve_paper
from tongban.cases.commands.draft_pieces import save_pieces
from tongban.cases.commands.drafts import (
    attach_material,
    claim_draft,
    discard,
    remove_material,
    save_answer,
    save_applicant_kind,
    save_person,
    save_representation,
    start_draft,
)
from tongban.cases.commands.erasure import erase_person
from tongban.cases.commands.exporting import export_list
from tongban.cases.commands.extending import extend
from tongban.cases.commands.external import complete_external_step
from tongban.cases.commands.fees import record_fee, reverse_fee
from tongban.cases.commands.hearing import hear_applicant
from tongban.cases.commands.identity import confirm_identity, confirm_identity_by_code
from tongban.cases.commands.intake import accept, decline
from tongban.cases.commands.later_entry import confirm_later_entry
from tongban.cases.commands.mandates import confirm_mandate
from tongban.cases.commands.on_the_spot import apply_on_the_spot, finish_on_the_spot
from tongban.cases.commands.promises import bring_deferred, check_commitment
from tongban.cases.commands.public_notice import answer_objection, post_public_notice, record_objection
from tongban.cases.commands.reassigning import reassign
from tongban.cases.commands.recusing import recuse
from tongban.cases.commands.restoring import restore
from tongban.cases.commands.results import bring_back_result, receive_result, take_out_result
from tongban.cases.commands.results_together import receive_results, take_out_results
from tongban.cases.commands.returning import return_step
from tongban.cases.commands.review import decide, give_opinion
from tongban.cases.commands.saved_lists import remove_list, restore_list, save_list
from tongban.cases.commands.sending import receive_sent_result, send_result
from tongban.cases.commands.serving import serve_notice
from tongban.cases.commands.several import reassign_several, take_several
from tongban.cases.commands.signing import record_signature
from tongban.cases.commands.special_procedures import end_special_procedure, start_special_procedure
from tongban.cases.commands.submit import submit
from tongban.cases.commands.taking import put_back, take, take_next
from tongban.cases.commands.terminating import terminate
from tongban.cases.commands.unmask import unmask
from tongban.cases.commands.withdrawal import withdraw
from tongban.cases.pieces import DraftPieces
from tongban.cases.together import Moved
from tongban.kernel.exports import Released, Table

__all__ = [
    "DraftPieces",
    "Filed",
    "Moved",
    "Released",
    "Table",
    "accept",
    "announce",
    "answer_objection",
    "apply_on_the_spot",
    "archive",
    "archive_many",
    "attach_correction",
    "attach_material",
    "bring_back_result",
    "bring_deferred",
    "check_commitment",
    "claim_draft",
    "complete_external_step",
    "confirm_address",
    "confirm_identity",
    "confirm_identity_by_code",
    "confirm_later_entry",
    "confirm_mandate",
    "correct",
    "correct_clerical_error",
    "correct_on_the_spot",
    "decide",
    "decline",
    "deliver",
    "discard",
    "end_special_procedure",
    "erase_person",
    "export_archive",
    "export_list",
    "extend",
    "finish_on_the_spot",
    "give_opinion",
    "hear_applicant",
    "judge_materials",
    "post_public_notice",
    "put_back",
    "reassign",
    "reassign_several",
    "receive_result",
    "receive_results",
    "receive_sent_result",
    "record_fee",
    "record_objection",
    "record_signature",
    "recuse",
    "redo",
    "remove_list",
    "remove_material",
    "reopen",
    "request_corrections",
    "restore",
    "restore_list",
    "return_step",
    "reverse_fee",
    "revoke",
    "save_answer",
    "save_applicant_kind",
    "save_list",
    "save_person",
    "save_pieces",
    "save_representation",
    "send_result",
    "serve_notice",
    "serve_paper",
    "start_draft",
    "start_special_procedure",
    "submit",
    "take",
    "take_next",
    "take_out_result",
    "take_out_results",
    "take_several",
    "terminate",
    "unmask",
    "withdraw",
]

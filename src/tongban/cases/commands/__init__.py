"""The acts on a case."""

from tongban.cases.commands.addresses import confirm_address
from tongban.cases.commands.afterwards import correct_clerical_error, redo, revoke
from tongban.cases.commands.announcing import announce
from tongban.cases.commands.archiving import Filed, archive, archive_many, export_archive
from tongban.cases.commands.correcting import attach_correction, correct, correct_on_the_spot
from tongban.cases.commands.corrections import judge_materials, request_corrections, serve_notice
from tongban.cases.commands.delivery import deliver
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
from tongban.cases.commands.identity import confirm_identity, confirm_identity_by_code
from tongban.cases.commands.intake import accept, decline
from tongban.cases.commands.mandates import confirm_mandate
from tongban.cases.commands.promises import bring_deferred, check_commitment
from tongban.cases.commands.restoring import restore
from tongban.cases.commands.review import decide, give_opinion
from tongban.cases.commands.special_procedures import end_special_procedure, start_special_procedure
from tongban.cases.commands.submit import submit
from tongban.cases.commands.terminating import terminate
from tongban.cases.commands.unmask import unmask
from tongban.cases.commands.withdrawal import withdraw
from tongban.cases.pieces import DraftPieces
from tongban.kernel.exports import Released, Table

__all__ = [
    "DraftPieces",
    "Filed",
    "Released",
    "Table",
    "accept",
    "announce",
    "archive",
    "archive_many",
    "attach_correction",
    "attach_material",
    "bring_deferred",
    "check_commitment",
    "claim_draft",
    "confirm_address",
    "confirm_identity",
    "confirm_identity_by_code",
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
    "give_opinion",
    "judge_materials",
    "redo",
    "remove_material",
    "request_corrections",
    "restore",
    "revoke",
    "save_answer",
    "save_applicant_kind",
    "save_person",
    "save_pieces",
    "save_representation",
    "serve_notice",
    "start_draft",
    "start_special_procedure",
    "submit",
    "terminate",
    "unmask",
    "withdraw",
]

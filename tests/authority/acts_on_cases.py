"""The acts on a case as the checks of authority ask for them: sound in all but who asks; whose each is, and when."""

from collections.abc import Callable

from tests.authority.world import Made

from tongban.cases.requests import MaterialInput, Verdict
from tongban.directory.models import Account
from tongban.directory.queries import assignments_of
from tongban.kernel.time import now, today

REASON = "申请材料与登记信息不一致，请到窗口核对。"
BASIS = "《中华人民共和国社会保险法》第二十条"


def _verdicts(made: Made) -> dict[str, Verdict]:
    codes = ["identity_card", "household_register", "enrolment_form"]
    return {code: Verdict("ok") for code in (codes[:2] if made.plan.channel == "portal" else codes)}


def _colleague(made: Made) -> int:
    """Somebody here today who may do what waits: at the counter of the township, or in its review."""
    counter = {"SL": "clerk-b", "MN": "mn-clerk"}[made.plan.township]
    review = {"SL": "reviewer", "MN": "mn-reviewer"}[made.plan.township]
    account = Account.objects.get(username=counter if made.plan.stage == "submitted" else review)
    return assignments_of(account.id)[0].assignment_id


# the acts on a case: how each is asked for, sound in everything but who asks
ACTS: dict[str, Callable[[Made], dict[str, object]]] = {
    "accept": lambda made: {"verdicts": _verdicts(made)},
    "finish_on_the_spot": lambda made: {
        "verdicts": _verdicts(made),
        "external": {},
        "identification": "居民身份证",
    },
    "decline": lambda made: {"reason": REASON, "basis": BASIS, "right_body": ""},
    "judge_materials": lambda made: {"verdicts": _verdicts(made)},
    "request_corrections": lambda made: {"bring_by": None},
    "correct": lambda made: {"materials": (MaterialInput("identity_card", "paper_original"),)},
    "serve_notice": lambda made: {
        "mode": "post",
        "receiver_name": made.plan.person.name,
        "relation": "self",
        "tracking": "XA12345678944",
        "at": now(),
    },
    "correct_on_the_spot": lambda made: {"materials": (MaterialInput("identity_card", "paper_original"),)},
    "confirm_identity": lambda made: {"seen": True, "place": "window"},
    "give_opinion": lambda made: {
        "step_code": OPEN_STEP.get(made.plan.stage, ""),
        "agrees": True,
        "opinion": "同意",
    },
    "complete_external_step": lambda made: {
        "step_code": OPEN_STEP.get(made.plan.stage, ""),
        "external_number": "WB2026112300017",
    },
    "return_step": lambda made: {"to": "township_review", "reason": REASON},
    "post_public_notice": lambda made: {"places": ("许旺村村务公开栏",), "first": today()},
    "record_signature": lambda made: {"signer": 0, "how": "paper"},
    "record_objection": lambda made: {"objector": "未留名", "contact": "", "about": REASON},
    "answer_objection": lambda made: {
        "objection": "",
        "upheld": False,
        "finding": REASON,
        "told_how": "phone",
    },
    "decide": lambda made: {"granted": True, "reason": ""},
    "deliver": lambda made: {
        "mode": "handed_over",
        "receiver_name": made.plan.person.name,
        "relation": "self",
        "identification": "居民身份证",
    },
    "withdraw": lambda made: {"reason": "今年先不办了", "signed": True},
    "start_special_procedure": lambda made: {
        "kind": "hearing",
        "days": 5,
        "unit": "working",
        "reason": REASON,
    },
    "end_special_procedure": lambda made: {"result": "听证会开完了"},
    "extend": lambda made: {"reason": REASON},
    "terminate": lambda made: {"ground": "object_gone", "reason": REASON, "basis": BASIS},
    "bring_deferred": lambda made: {"material": "identity_card", "form": "paper_original"},
    "check_commitment": lambda made: {"material": "identity_card", "kept": True, "note": "核对过了"},
    "restore": lambda made: {"cause": REASON, "proof": "出院证明", "proof_seen": True, "bring_by": None},
    "confirm_address": lambda made: {"address": "许旺村三组21号", "way": "collect", "electronic": False},
    "announce": lambda made: {"failed": (), "where": "乡便民服务中心公告栏"},
    "correct_clerical_error": lambda made: {"stood": "没有这几个字", "reads": "有这几个字", "reason": REASON},
    "confirm_later_entry": lambda made: {"held": True},
    "serve_paper": lambda made: {
        "paper": "永胜政更〔2026〕1号",
        "mode": "handed_over",
        "receiver_name": "本人",
        "relation": "self",
        "identification": "居民身份证",
    },
    "hear_applicant": lambda made: {
        "about": "ending",
        "ending": "revoked",
        "facts": REASON,
        "told_on": today(),
        "heard_on": today(),
        "outcome": "waived",
        "statement": "我没有什么要说的。",
        "proof": "书面告知书当面交给申请人，他在送达回证上签了字。",
    },
    "revoke": lambda made: {
        "standing": "cancelled",
        "reason": REASON,
        "basis": BASIS,
        "cancel_ground": "holder_died",
        "evidence": "派出所死亡证明〔2026〕18号",
    },
    "redo": lambda made: {
        "ground": "reconsideration",
        "ordered_by": "永宁县人民政府",
        "order_number": "永政复决〔2026〕7号",
        "order_of": today(),
        "received_on": today(),
        "reason": REASON,
    },
    "reopen": lambda made: {
        "ground": "reconsideration",
        "ordered_by": "永宁县人民政府",
        "order_number": "永政复决〔2026〕7号",
        "order_of": today(),
        "received_on": today(),
        "reason": REASON,
    },
    "archive": lambda made: {},
    "receive_result": lambda made: {},
    "take_out_result": lambda made: {"assister": 0, "signed": made.plan.person.name, "agreed": True},
    "bring_back_result": lambda made: {"note": "去了两次，家里没人"},
    "send_result": lambda made: {"site_code": "MN", "carrier": "随车", "agreed": True},
    "receive_sent_result": lambda made: {},
    "record_fee": lambda made: {"line": "enrolment", "receipt": "640101260000000001", "paid_on": today()},
    "reverse_fee": lambda made: {"fee": "", "reason": REASON},
    "take": lambda made: {},
    "put_back": lambda made: {},
    "reassign": lambda made: {"to": _colleague(made), "reason": REASON},
    "recuse": lambda made: {"relation": "sibling"},
}
OPEN_STEP = {"accepted": "township_review", "township_reviewed": "county_check"}
PROCEDURES = {"start_special_procedure", "end_special_procedure", "extend"}
# the rest of what the room can do, and whose authority each one's is
BY_TOKEN = {
    "claim_draft",
    "save_answer",
    "save_applicant_kind",
    "save_person",
    "save_representation",
    "save_pieces",
    "attach_material",
    "remove_material",
    "discard",
}
SHAPES = {"DraftPieces", "Filed", "Moved", "Released", "Table"}
OTHERS = {
    "apply_on_the_spot",
    "take_next",
    "archive_many",
    "take_several",
    "reassign_several",
    "save_list",
    "remove_list",
    "restore_list",
    "receive_results",
    "take_out_results",
    "export_archive",
    "attach_correction",
    "confirm_identity_by_code",
    "confirm_mandate",
    "start_draft",
    "submit",
    "unmask",
    "erase_person",
    "export_list",
}

ROLES = {
    "accept": {"clerk"},
    "finish_on_the_spot": {"clerk"},
    "decline": {"clerk"},
    "judge_materials": {"clerk"},
    "request_corrections": {"clerk"},
    "correct": {"clerk", "assister", "citizen"},
    "serve_notice": {"clerk", "assister", "citizen"},
    "correct_on_the_spot": {"clerk"},
    "confirm_identity": {"clerk", "assister"},
    "give_opinion": {"reviewer", "county_reviewer", "assister", "approver", "county_approver"},
    "complete_external_step": {"reviewer", "county_reviewer", "assister"},
    "return_step": {"reviewer", "county_reviewer", "assister", "approver", "county_approver"},
    "post_public_notice": {"reviewer", "county_reviewer", "assister"},
    "record_signature": {"clerk", "assister", "reviewer"},
    "record_objection": {"clerk", "reviewer", "county_reviewer", "assister"},
    "answer_objection": {"reviewer", "county_reviewer", "assister"},
    "decide": {"approver", "county_approver"},
    "deliver": {"clerk", "assister"},
    "withdraw": {"clerk", "assister", "citizen"},
    "start_special_procedure": {"reviewer", "county_reviewer", "approver", "county_approver"},
    "end_special_procedure": {"reviewer", "county_reviewer", "approver", "county_approver"},
    "extend": {"approver", "county_approver"},
    "terminate": {"clerk", "reviewer", "county_reviewer", "approver", "county_approver"},
    "bring_deferred": {"clerk", "assister"},
    "check_commitment": {"reviewer", "county_reviewer", "approver", "county_approver"},
    "hear_applicant": {"reviewer", "county_reviewer", "approver", "county_approver"},
    "confirm_later_entry": {"clerk", "assister", "reviewer", "approver"},
    "serve_paper": {"clerk", "assister"},
    "restore": {"clerk", "approver"},
    "confirm_address": {"clerk", "assister", "citizen"},
    "announce": {"clerk"},
    "correct_clerical_error": {"approver", "county_approver"},
    "revoke": {"approver", "county_approver"},
    "redo": {"approver", "county_approver"},
    "reopen": {"approver", "county_approver"},
    "archive": {"clerk"},
    "receive_result": {"clerk"},
    "take_out_result": {"clerk"},
    "bring_back_result": {"clerk"},
    "send_result": {"clerk"},
    "receive_sent_result": {"clerk", "assister"},
    "record_fee": {"clerk"},
    "reverse_fee": {"clerk", "approver"},
    "take": {"clerk", "reviewer", "county_reviewer", "assister"},
    "put_back": {"clerk", "reviewer", "county_reviewer", "assister"},
    "reassign": {"approver", "county_approver"},
    "recuse": {"reviewer", "county_reviewer", "assister", "approver", "county_approver"},
}
REGISTER = {"receive_result", "take_out_result", "bring_back_result", "send_result", "receive_sent_result"}
FEES = {"record_fee", "reverse_fee"}
UNDER_REVIEW = {"accepted", "township_reviewed", "reviewed"}
FROM = {
    "take": {"submitted", "accepted", "township_reviewed"},
    "put_back": {"submitted", *UNDER_REVIEW},
    "reassign": {"submitted", *UNDER_REVIEW},
    "recuse": UNDER_REVIEW,
    "accept": {"submitted"},
    "finish_on_the_spot": set(),  # the item of these is none that the counter decides
    "decline": {"submitted"},
    "judge_materials": {"submitted"},
    "request_corrections": {"submitted"},
    "correct": {"asked"},
    "serve_notice": {"asked"},
    "correct_on_the_spot": {"submitted"},
    "confirm_identity": {"submitted", "asked", "accepted", "township_reviewed", "reviewed"},
    "give_opinion": {"accepted", "township_reviewed", "reviewed"},
    "complete_external_step": UNDER_REVIEW,
    "return_step": UNDER_REVIEW,
    "post_public_notice": UNDER_REVIEW,
    "record_signature": {"submitted", "asked", *UNDER_REVIEW},
    "record_objection": UNDER_REVIEW,
    "answer_objection": UNDER_REVIEW,
    "decide": {"accepted", "township_reviewed", "reviewed"},
    "deliver": {"granted", "refused", "declined"},
    "withdraw": {"submitted", "asked", "accepted", "township_reviewed", "reviewed"},
    "start_special_procedure": UNDER_REVIEW,
    "end_special_procedure": UNDER_REVIEW,
    "extend": UNDER_REVIEW,
    "terminate": {"submitted", "asked", *UNDER_REVIEW},
    "bring_deferred": UNDER_REVIEW,
    "check_commitment": {
        *UNDER_REVIEW,
        *("granted", "refused", "declined", "withdrawn", "withdrawn_in_review", "delivered"),
    },
    "confirm_later_entry": {"submitted", "asked", *UNDER_REVIEW, "delivered"},
    "serve_paper": {
        *("submitted", "asked", *UNDER_REVIEW),
        *("granted", "refused", "declined", "withdrawn", "withdrawn_in_review", "delivered"),
    },
    "hear_applicant": {
        *UNDER_REVIEW,
        *("granted", "refused", "declined", "withdrawn", "withdrawn_in_review", "delivered"),
    },
    "confirm_address": {
        *("submitted", "asked", *UNDER_REVIEW),
        *("granted", "refused", "declined", "withdrawn", "withdrawn_in_review"),
    },
    "announce": {"granted", "refused", "declined"},
    "correct_clerical_error": {"delivered"},
    "revoke": {"delivered"},
    "redo": {"delivered"},
    "reopen": {"delivered"},
    "archive": {"delivered", "withdrawn", "withdrawn_in_review"},
    **{act: {"granted", "refused", "declined", "withdrawn", "withdrawn_in_review"} for act in REGISTER},
    "record_fee": {"submitted", *UNDER_REVIEW, "granted"},
    "reverse_fee": {
        *("submitted", "asked", *UNDER_REVIEW, "delivered"),
        *("granted", "refused", "declined", "withdrawn", "withdrawn_in_review"),
    },
    "restore": set(),  # no item of these counts what is not brought as withdrawn
}

"""The life of a case as one table: which acts leave which status, and where they lead.

The five phases 申请 → 受理 → 审查 → 决定 → 送达 follow 行政许可法 chapter 4. Deemed acceptance is art. 32 (4); deemed
withdrawal happens only where the item's own rule says so.
"""

from enum import StrEnum

from tongban.rules.faults import RuleFault


class Status(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    AWAITING_CORRECTIONS = "awaiting_corrections"
    IN_REVIEW = "in_review"
    CONCLUDED = "concluded"
    DELIVERED = "delivered"
    ARCHIVED = "archived"


class Phase(StrEnum):
    """The five phases: 申请, 受理, 审查, 决定, 送达."""

    APPLICATION = "application"
    ACCEPTANCE = "acceptance"
    REVIEW = "review"
    DECISION = "decision"
    DELIVERY = "delivery"


class Outcome(StrEnum):
    """How a concluded case ended; the outcomes are counted apart."""

    GRANTED = "granted"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    TERMINATED = "terminated"


class Act(StrEnum):
    """Everything that can happen to a case."""

    SUBMIT = "submit"
    DISCARD = "discard"
    JUDGE_MATERIALS = "judge_materials"
    CONFIRM_IDENTITY = "confirm_identity"
    CONFIRM_LATER_ENTRY = "confirm_later_entry"
    CONFIRM_ADDRESS = "confirm_address"
    CORRECT_ON_THE_SPOT = "correct_on_the_spot"
    REQUEST_CORRECTIONS = "request_corrections"
    SERVE_NOTICE = "serve_notice"
    ACCEPT = "accept"
    FINISH_ON_THE_SPOT = "finish_on_the_spot"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    DEEMED_ACCEPT = "deemed_accept"
    CORRECT = "correct"
    DEEMED_WITHDRAW = "deemed_withdraw"
    RESTORE = "restore"
    BRING_DEFERRED = "bring_deferred"
    CHECK_COMMITMENT = "check_commitment"
    HEAR_APPLICANT = "hear_applicant"
    TAKE = "take"
    PUT_BACK = "put_back"
    REASSIGN = "reassign"
    RECORD_SIGNATURE = "record_signature"
    GIVE_OPINION = "give_opinion"
    RETURN_STEP = "return_step"
    RECUSE = "recuse"
    START_SPECIAL_PROCEDURE = "start_special_procedure"
    END_SPECIAL_PROCEDURE = "end_special_procedure"
    POST_PUBLIC_NOTICE = "post_public_notice"
    RECORD_OBJECTION = "record_objection"
    ANSWER_OBJECTION = "answer_objection"
    EXTEND = "extend"
    COMPLETE_EXTERNAL_STEP = "complete_external_step"
    DECIDE = "decide"
    TERMINATE = "terminate"
    RECORD_FEE = "record_fee"
    REVERSE_FEE = "reverse_fee"
    RECEIVE_RESULT = "receive_result"
    TAKE_OUT_RESULT = "take_out_result"
    BRING_BACK_RESULT = "bring_back_result"
    SEND_RESULT = "send_result"
    RECEIVE_SENT_RESULT = "receive_sent_result"
    DELIVER = "deliver"
    ANNOUNCE = "announce"
    DEEMED_DELIVER = "deemed_deliver"
    FIND_UNDELIVERED = "find_undelivered"
    CORRECT_CLERICAL_ERROR = "correct_clerical_error"
    SERVE_PAPER = "serve_paper"
    REVOKE = "revoke"
    REDO = "redo"
    REOPEN = "reopen"
    REINSTATE = "reinstate"
    COMPLETE_POST_DECISION_STEP = "complete_post_decision_step"
    ARCHIVE = "archive"
    RECOMPUTE = "recompute"


class NotAllowed(RuleFault):
    """This act does not leave this status. The code is ``not_allowed``."""

    def __init__(self, status: Status, act: Act) -> None:
        super().__init__("not_allowed", status=status, act=act)
        self.status = status
        self.act = act


TRANSITIONS: dict[tuple[Status, Act], Status] = {
    (Status.DRAFT, Act.SUBMIT): Status.SUBMITTED,
    # A discarded draft has no next status: its row goes. It stays a draft until then.
    (Status.DRAFT, Act.DISCARD): Status.DRAFT,
    (Status.SUBMITTED, Act.JUDGE_MATERIALS): Status.SUBMITTED,
    (Status.SUBMITTED, Act.CONFIRM_IDENTITY): Status.SUBMITTED,
    (Status.SUBMITTED, Act.CONFIRM_LATER_ENTRY): Status.SUBMITTED,
    (Status.SUBMITTED, Act.CONFIRM_ADDRESS): Status.SUBMITTED,
    (Status.SUBMITTED, Act.CORRECT_ON_THE_SPOT): Status.SUBMITTED,
    (Status.SUBMITTED, Act.TAKE): Status.SUBMITTED,
    (Status.SUBMITTED, Act.PUT_BACK): Status.SUBMITTED,
    (Status.SUBMITTED, Act.REASSIGN): Status.SUBMITTED,
    (Status.SUBMITTED, Act.RECORD_SIGNATURE): Status.SUBMITTED,
    (Status.SUBMITTED, Act.RECORD_FEE): Status.SUBMITTED,
    (Status.SUBMITTED, Act.REVERSE_FEE): Status.SUBMITTED,
    # the notice that a refusal to accept is set aside, or an end by mistake
    (Status.SUBMITTED, Act.SERVE_PAPER): Status.SUBMITTED,
    (Status.SUBMITTED, Act.REQUEST_CORRECTIONS): Status.AWAITING_CORRECTIONS,
    (Status.SUBMITTED, Act.ACCEPT): Status.IN_REVIEW,
    # 即办件: accepted, decided and handed over in one act; its record is that of the single acts
    (Status.SUBMITTED, Act.FINISH_ON_THE_SPOT): Status.DELIVERED,
    (Status.SUBMITTED, Act.DECLINE): Status.CONCLUDED,
    (Status.SUBMITTED, Act.WITHDRAW): Status.CONCLUDED,
    (Status.SUBMITTED, Act.TERMINATE): Status.CONCLUDED,
    (Status.SUBMITTED, Act.DEEMED_ACCEPT): Status.IN_REVIEW,
    # a correction that was said to have come in time, and that the second person did not find
    (Status.SUBMITTED, Act.DEEMED_WITHDRAW): Status.CONCLUDED,
    (Status.SUBMITTED, Act.RECOMPUTE): Status.SUBMITTED,
    (Status.AWAITING_CORRECTIONS, Act.CONFIRM_IDENTITY): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.CONFIRM_LATER_ENTRY): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.CONFIRM_ADDRESS): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.RECORD_SIGNATURE): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.REVERSE_FEE): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.SERVE_NOTICE): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.SERVE_PAPER): Status.AWAITING_CORRECTIONS,
    (Status.AWAITING_CORRECTIONS, Act.CORRECT): Status.SUBMITTED,
    (Status.AWAITING_CORRECTIONS, Act.WITHDRAW): Status.CONCLUDED,
    (Status.AWAITING_CORRECTIONS, Act.TERMINATE): Status.CONCLUDED,
    (Status.AWAITING_CORRECTIONS, Act.DEEMED_WITHDRAW): Status.CONCLUDED,
    # the day by which to bring what is missing came to be one of rest
    (Status.AWAITING_CORRECTIONS, Act.RECOMPUTE): Status.AWAITING_CORRECTIONS,
    (Status.IN_REVIEW, Act.CONFIRM_IDENTITY): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.CONFIRM_LATER_ENTRY): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.CONFIRM_ADDRESS): Status.IN_REVIEW,
    # what the date accepted and nobody looked at is taken in and looked at under review
    (Status.IN_REVIEW, Act.JUDGE_MATERIALS): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.CORRECT_ON_THE_SPOT): Status.IN_REVIEW,
    # 行政许可法 art. 32: silence never gives a body a power it has not; only for what the date accepted
    (Status.IN_REVIEW, Act.DECLINE): Status.CONCLUDED,
    (Status.IN_REVIEW, Act.BRING_DEFERRED): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.CHECK_COMMITMENT): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.HEAR_APPLICANT): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.SERVE_PAPER): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.TAKE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.PUT_BACK): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.REASSIGN): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.RECORD_SIGNATURE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.RECORD_FEE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.REVERSE_FEE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.GIVE_OPINION): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.RETURN_STEP): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.RECUSE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.START_SPECIAL_PROCEDURE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.END_SPECIAL_PROCEDURE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.POST_PUBLIC_NOTICE): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.RECORD_OBJECTION): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.ANSWER_OBJECTION): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.EXTEND): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.COMPLETE_EXTERNAL_STEP): Status.IN_REVIEW,
    (Status.IN_REVIEW, Act.DECIDE): Status.CONCLUDED,
    (Status.IN_REVIEW, Act.WITHDRAW): Status.CONCLUDED,
    (Status.IN_REVIEW, Act.TERMINATE): Status.CONCLUDED,
    (Status.IN_REVIEW, Act.RECOMPUTE): Status.IN_REVIEW,
    (Status.CONCLUDED, Act.CONFIRM_ADDRESS): Status.CONCLUDED,
    (Status.CONCLUDED, Act.CONFIRM_LATER_ENTRY): Status.CONCLUDED,
    (Status.CONCLUDED, Act.CHECK_COMMITMENT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.HEAR_APPLICANT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.SERVE_PAPER): Status.CONCLUDED,
    # what counts as withdrawn is taken up again for a good cause; no other outcome is
    (Status.CONCLUDED, Act.RESTORE): Status.AWAITING_CORRECTIONS,
    # what was handed over in time and typed in later never was withdrawn (受托收件)
    (Status.CONCLUDED, Act.CORRECT): Status.SUBMITTED,
    (Status.CONCLUDED, Act.RECORD_FEE): Status.CONCLUDED,
    (Status.CONCLUDED, Act.REVERSE_FEE): Status.CONCLUDED,
    (Status.CONCLUDED, Act.RECEIVE_RESULT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.TAKE_OUT_RESULT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.BRING_BACK_RESULT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.SEND_RESULT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.RECEIVE_SENT_RESULT): Status.CONCLUDED,
    (Status.CONCLUDED, Act.DELIVER): Status.DELIVERED,
    (Status.CONCLUDED, Act.ANNOUNCE): Status.CONCLUDED,
    (Status.CONCLUDED, Act.DEEMED_DELIVER): Status.DELIVERED,
    # a delivery of an earlier day that the second person found never to have been
    (Status.DELIVERED, Act.FIND_UNDELIVERED): Status.CONCLUDED,
    (Status.CONCLUDED, Act.RECOMPUTE): Status.CONCLUDED,
    # who was held for dead takes no paper: what ended by mistake is taken up again before its delivery, nothing else is
    (Status.CONCLUDED, Act.REDO): Status.IN_REVIEW,
    (Status.CONCLUDED, Act.REOPEN): Status.SUBMITTED,
    # an outcome without a paper has nothing to deliver: it is filed as it ended
    (Status.CONCLUDED, Act.ARCHIVE): Status.ARCHIVED,
    (Status.DELIVERED, Act.CONFIRM_LATER_ENTRY): Status.DELIVERED,
    (Status.DELIVERED, Act.CHECK_COMMITMENT): Status.DELIVERED,
    (Status.DELIVERED, Act.HEAR_APPLICANT): Status.DELIVERED,
    (Status.DELIVERED, Act.SERVE_PAPER): Status.DELIVERED,
    (Status.DELIVERED, Act.CORRECT_CLERICAL_ERROR): Status.DELIVERED,
    (Status.DELIVERED, Act.REVOKE): Status.DELIVERED,
    (Status.DELIVERED, Act.REDO): Status.IN_REVIEW,
    (Status.DELIVERED, Act.REOPEN): Status.SUBMITTED,
    # an order that sets a revocation aside lets the grant stand as it stood; `redo` does it where the order says so
    (Status.DELIVERED, Act.REINSTATE): Status.DELIVERED,
    (Status.DELIVERED, Act.COMPLETE_POST_DECISION_STEP): Status.DELIVERED,
    (Status.DELIVERED, Act.REVERSE_FEE): Status.DELIVERED,
    (Status.DELIVERED, Act.ARCHIVE): Status.ARCHIVED,
    # the law's own ways to a decision do not end with its filing: the file is taken out, and filed again with its supplement
    (Status.ARCHIVED, Act.HEAR_APPLICANT): Status.DELIVERED,
    (Status.ARCHIVED, Act.CORRECT_CLERICAL_ERROR): Status.DELIVERED,
    (Status.ARCHIVED, Act.REVOKE): Status.DELIVERED,
    (Status.ARCHIVED, Act.REDO): Status.IN_REVIEW,
    (Status.ARCHIVED, Act.REOPEN): Status.SUBMITTED,
    (Status.ARCHIVED, Act.REINSTATE): Status.DELIVERED,
}

OUTCOMES_BY_ACT: dict[Act, frozenset[Outcome]] = {
    Act.DECIDE: frozenset({Outcome.GRANTED, Outcome.REFUSED}),
    Act.DECLINE: frozenset({Outcome.DECLINED}),
    Act.WITHDRAW: frozenset({Outcome.WITHDRAWN}),
    Act.DEEMED_WITHDRAW: frozenset({Outcome.DEEMED_WITHDRAWN}),
    Act.TERMINATE: frozenset({Outcome.TERMINATED}),
}

OUTCOMES_WITH_PAPER = frozenset({Outcome.GRANTED, Outcome.REFUSED, Outcome.DECLINED, Outcome.TERMINATED})
"""Outcomes that are told on a paper, which must be delivered (行政许可法 art. 32, 38, 44)."""

ACTS_BY_DATE = frozenset(
    {Act.DEEMED_ACCEPT, Act.DEEMED_WITHDRAW, Act.DEEMED_DELIVER, Act.FIND_UNDELIVERED, Act.RECOMPUTE}
)
"""What nobody performs: a date passes, a calendar is published, or a second person's word shows what never was."""

PHASES: dict[Status, Phase] = {
    Status.DRAFT: Phase.APPLICATION,
    Status.SUBMITTED: Phase.ACCEPTANCE,
    Status.AWAITING_CORRECTIONS: Phase.ACCEPTANCE,
    Status.IN_REVIEW: Phase.REVIEW,
    Status.CONCLUDED: Phase.DECISION,
    Status.DELIVERED: Phase.DELIVERY,
    Status.ARCHIVED: Phase.DELIVERY,
}

_ACTS_FROM: dict[Status, tuple[Act, ...]] = {
    status: tuple(act for left, act in TRANSITIONS if left == status) for status in Status
}


def next_status(status: Status | str, act: Act | str) -> Status:
    """Where the act leads.

    Raises:
        NotAllowed: the act does not leave this status.
        ValueError: no such status or act.
    """
    status, act = Status(status), Act(act)
    target = TRANSITIONS.get((status, act))
    if target is None:
        raise NotAllowed(status, act)
    return target


def acts_from(status: Status | str) -> tuple[Act, ...]:
    """The acts that leave a status, in the order of the table."""
    return _ACTS_FROM[Status(status)]


def phase_of(status: Status | str) -> Phase:
    """The phase a status lies in."""
    return PHASES[Status(status)]


def outcomes_of(act: Act | str) -> frozenset[Outcome]:
    """The outcomes an act may conclude with; none for acts that do not conclude."""
    return OUTCOMES_BY_ACT.get(Act(act), frozenset())


def happens_by_date(act: Act | str) -> bool:
    """Whether the act is an effect of a date passing, not of a person."""
    return Act(act) in ACTS_BY_DATE

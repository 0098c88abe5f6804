"""Delivery and the acts after a decision as forms."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases import commands
from tongban.cases.announcing import FailedTry
from tongban.cases.queries.afterwards_view import HeardView
from tongban.cases.queries.shapes import CaseView
from tongban.faces.common.typed_numbers import whole_number
from tongban.faces.workbench.act_shape import Act, Inputs, day_of, moment, text_of

RELATIONS = (
    "self",
    "spouse",
    "child",
    "parent",
    "sibling",
    "other_kin",
    "mandate",
    "guardian",
    "neighbour",
    "assister",
    "other",
)
OF_AN_ORGANIZATION = ("self", "handler", "mail_room", "mandate", "other")
TRIES = 3
WAYS = ("handed_over", "through_assister", "electronic", "left", "posted")
GROUNDS = ("reconsideration", "judgment", "own_finding")
HEARD = ("upheld", "not_upheld", "waived", "silent")
ENDINGS = ("revoked", "recalled", "cancelled")
ACTS_HEARD = (*ENDINGS, "redone")
CANCEL_GROUNDS = (
    "expired",
    "holder_died",
    "holder_incapable",
    "holder_dissolved",
    "taken_by_law",
    "impossible",
    "other_by_law",
)
OF_A_BODY = frozenset({"holder_dissolved"})
OF_A_PERSON = frozenset({"holder_died", "holder_incapable"})
DELIVERED_BY = {"post": "posted", "assister": "through_assister", "electronic": "electronic"}


def _texts(posted: QueryDict, *names: str) -> Inputs:
    return {name: text_of(posted, name) for name in names}


def _delivery(posted: QueryDict) -> Inputs:
    told = _texts(
        posted,
        "mode",
        "receiver_name",
        "relation",
        "identification",
        "authority",
        "witnesses",
        "refused_because",
        "place",
        "tracking",
    )
    return told | {"lives_together": posted.get("lives_together") == "yes", "at": moment(posted, "at")}


def _first_delivery(posted: QueryDict) -> Inputs:
    """The decision's own delivery: of an earlier day also why it is entered only now, and who is to confirm it."""
    return _delivery(posted) | {
        "later_reason": text_of(posted, "later_reason"),
        "confirmed_by": whole_number(posted.get("confirmed_by", ""), 11),
    }


def _delivery_page(case: CaseView, values: QueryDict) -> Inputs:
    """The relations that fit the applicant, and the way that was asked for."""
    told = case.afterwards
    return {
        "relations": OF_AN_ORGANIZATION if told.organization else RELATIONS,
        "usual_mode": DELIVERED_BY.get(told.address.way, "handed_over") if told.address.confirmed else "",
    }


FOLLOWING = ("correction_of_decision", "revocation_decision", "redo_notice", "reinstatement_notice")


def _service(posted: QueryDict) -> Inputs:
    return _first_delivery(posted) | {"paper": text_of(posted, "paper")}


def _service_page(case: CaseView, values: QueryDict) -> Inputs:
    """The papers that followed the decision and were not served yet."""
    served = case.afterwards.served
    open_ones = tuple(one for one in case.papers if one.kind in FOLLOWING and one.number not in served)
    return _delivery_page(case, values) | {"to_serve": open_ones}


def _correction(posted: QueryDict) -> Inputs:
    return _texts(posted, "stood", "reads", "reason")


def _ending(posted: QueryDict) -> Inputs:
    told = _texts(posted, "standing", "reason", "basis", "compensation", "cancel_ground", "evidence")
    return told | {"from_day": day_of(posted, "from_day")}


def _ending_page(case: CaseView, values: QueryDict) -> Inputs:
    """After a hearing the act and the findings that were told; after a false promise 撤销 comes first."""
    told = _last_told(case)
    usual = told.ending if told else "revoked" if case.afterwards.false_promises else ""
    others = OF_A_PERSON if case.afterwards.organization else OF_A_BODY
    return {
        "chosen": values.get("standing", usual),
        "told_facts": values.get("reason", told.facts if told else ""),
        "grounds": tuple(code for code in CANCEL_GROUNDS if code not in others),
    }


def _last_told(case: CaseView) -> HeardView | None:
    return next((one for one in reversed(case.afterwards.heard) if one.about == "ending"), None)


def _redoing_page(case: CaseView, values: QueryDict) -> Inputs:
    """After a hearing about it, the findings that were told."""
    told = _last_told(case)
    return {"told_facts": told.facts if told and told.ending == "redone" else ""}


def _hearing(posted: QueryDict) -> Inputs:
    about, _, material = text_of(posted, "about").partition(":")
    told = _texts(posted, "outcome", "statement", "reason", "proof", "ending", "facts")
    days = {name: day_of(posted, name) for name in ("told_on", "heard_on", "answer_by")}
    return told | days | {"about": about, "material": material}


def _redoing(posted: QueryDict) -> Inputs:
    told = _order(posted) | _texts(posted, "basis", "compensation")
    return told | {"reinstates": True} if posted.get("reinstates") == "yes" else told


def _order(posted: QueryDict) -> Inputs:
    told = _texts(posted, "ground", "ordered_by", "order_number", "reason")
    days = {name: day_of(posted, name) for name in ("order_of", "received_on")}
    return told | days


def _announcing(posted: QueryDict) -> Inputs:
    tries = tuple(
        FailedTry(text_of(posted, f"way.{row}"), day_of(posted, f"day.{row}"), text_of(posted, f"why.{row}"))
        for row in range(TRIES)
    )
    return {"failed": tries, "where": text_of(posted, "where")}


def _announcing_page(case: CaseView, values: QueryDict) -> Inputs:
    rows = [
        {
            "way_field": f"way.{row}",
            "day_field": f"day.{row}",
            "why_field": f"why.{row}",
            "way": values.get(f"way.{row}", ""),
            "day": values.get(f"day.{row}", ""),
            "why": values.get(f"why.{row}", ""),
        }
        for row in range(TRIES)
    ]
    return {"tries": rows}


def _address(posted: QueryDict) -> Inputs:
    told = _texts(posted, "receiver", "address", "phone", "email", "way")
    return told | {"electronic": posted.get("electronic") == "yes"}


def _nothing(posted: QueryDict) -> Inputs:
    return {}


AFTERWARDS_ACTS: dict[str, Act] = {
    "deliver": Act(_("送达"), commands.deliver, _first_delivery, choices={"mode": WAYS}, page=_delivery_page),
    "serve_paper": Act(
        _("送达决定后的文书"), commands.serve_paper, _service, choices={"mode": WAYS}, page=_service_page
    ),
    "announce": Act(
        _("公告送达"),
        commands.announce,
        _announcing,
        paper=True,
        choices={"way": WAYS},
        page=_announcing_page,
    ),
    "confirm_address": Act(
        _("确认送达地址"),
        commands.confirm_address,
        _address,
        choices={"way": ("collect", "post", "assister", "electronic")},
    ),
    "correct_clerical_error": Act(_("更正笔误"), commands.correct_clerical_error, _correction, paper=True),
    "revoke": Act(
        _("撤销、撤回或注销"),
        commands.revoke,
        _ending,
        paper=True,
        grave=True,
        choices={"standing": ENDINGS},
        page=_ending_page,
    ),
    "hear_applicant": Act(
        _("听取陈述申辩"),
        commands.hear_applicant,
        _hearing,
        prints=False,
        choices={"outcome": HEARD, "ending": ACTS_HEARD},
    ),
    "redo": Act(
        _("重新办理"), commands.redo, _redoing, paper=True, choices={"ground": GROUNDS}, page=_redoing_page
    ),
    "reopen": Act(_("撤销不予受理或者终止"), commands.reopen, _order, choices={"ground": GROUNDS}),
    "archive": Act(_("归档"), commands.archive, _nothing),
}

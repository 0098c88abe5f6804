"""The workbench's desks: which there are, in their order, and for whom; the first is where somebody begins."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ON_CASES = frozenset({"clerk", "assister", "reviewer", "approver", "county_reviewer", "county_approver"})
SUPERVISION = frozenset({"supervisor"})
CATALOGUE = frozenset({"catalogue_editor", "catalogue_approver"})
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "auditor"})
EVERYBODY = ON_CASES | SUPERVISION | CATALOGUE | ADMINISTRATORS


@dataclass(frozen=True)
class Desk:
    """One desk.

    Args:
        code: what a page of it calls itself (``here``).
        name: on the link.
        roles: whom it is for.
        address: the name of its first page, under ``work:``.
        key: its keyboard shortcut's name; empty for none.
    """

    code: str
    name: Promise
    roles: frozenset[str]
    address: str
    key: str = ""

    @property
    def url(self) -> str:
        return reverse(f"work:{self.address}")


DESKS = (
    Desk("list", _("我的办件"), ON_CASES, "list", key="list"),
    Desk("desk", _("监管台"), frozenset({"approver", "county_approver"}), "desk"),
    Desk("supervision", _("各乡镇"), SUPERVISION, "supervision"),
    Desk("intake", _("收件"), frozenset({"clerk", "assister"}), "choose_item"),
    Desk("register", _("出件登记"), frozenset({"clerk", "assister", "approver"}), "register"),
    Desk("across", _("通办代收"), frozenset({"clerk", "assister"}), "across"),
    Desk("ledger", _("村台账"), frozenset({"assister"}), "ledger"),
    Desk("duty", _("岗位值守"), frozenset({"approver", "county_approver"}), "duty"),
    Desk("catalogue", _("事项目录"), CATALOGUE, "catalogue"),
    Desk("telling", _("一次性告知"), ON_CASES | CATALOGUE, "telling"),
    Desk("audit", _("审计"), frozenset({"auditor"}), "audit"),
    Desk("people", _("人员和岗位"), ADMINISTRATORS, "people"),
    Desk("places", _("机构和网点"), frozenset({"system_admin"}), "places"),
    Desk("messages", _("没发成的消息"), frozenset({"system_admin"}), "messages"),
    Desk("message_texts", _("短信文字"), CATALOGUE, "message_texts"),
    Desk("calendars", _("工作日历"), frozenset({"system_admin"}), "calendars"),
    Desk("accounts", _("账号"), ADMINISTRATORS, "accounts"),
    Desk("sign_in_log", _("登录记录"), frozenset({"security_admin", "auditor"}), "sign_in_log"),
    Desk("privacy", _("个人信息申请"), frozenset({"security_admin", "clerk", "assister"}), "privacy"),
    Desk("mandates", _("委托登记簿"), frozenset({"clerk", "assister"}), "mandates"),
    Desk("external", _("外部系统"), frozenset({"reviewer", "county_reviewer", "assister"}), "external"),
    Desk("rosters", _("名册"), frozenset({"clerk", "assister"}), "rosters"),
    Desk("odd", _("办不成事窗口"), frozenset({"clerk", "assister", "reviewer", "approver"}), "odd"),
    Desk("yearly", _("年度核对"), ON_CASES - {"assister"}, "yearly"),
    Desk("commitments", _("后补和承诺"), ON_CASES, "commitments"),
    Desk("breaches", _("告知不到位"), ON_CASES - {"assister"}, "breaches"),
    Desk("to_tell", _("要当面告诉的事"), frozenset({"clerk", "assister"}), "to_tell"),
    Desk("letters", _("要寄的信"), frozenset({"clerk", "assister"}), "letters"),
    Desk("new_dates", _("改期告知"), frozenset({"clerk", "assister"}), "new_dates"),
    Desk("fees", _("收费台账"), frozenset({"clerk", "approver"}), "fees"),
    Desk("filing", pgettext_lazy("desk", "归档"), frozenset({"clerk"}), "filing"),
    Desk(
        "service",
        _("服务承诺"),
        frozenset({"system_admin", "approver", "county_approver", "clerk"}),
        "service",
    ),
    Desk("security", _("安全状况"), frozenset({"security_admin", "auditor"}), "security"),
    Desk("proposals", _("双人办理"), ADMINISTRATORS, "proposals"),
    Desk("delegations", _("委托审批"), frozenset({"approver", "county_approver"}), "delegations"),
    Desk("kin", _("回避登记"), frozenset({"security_admin"}), "kin"),
    Desk("away", _("今天谁不在"), EVERYBODY, "away"),
    Desk("who_can", _("谁能办"), EVERYBODY, "who_can"),
    Desk("could_see", _("那天能看到什么"), frozenset({"auditor"}), "could_see"),
)


def desks_of(role: str) -> tuple[Desk, ...]:
    """The desks of a role, in order."""
    return tuple(desk for desk in DESKS if role in desk.roles)


def first_desk(role: str) -> Desk:
    """Where somebody of a role begins."""
    return desks_of(role)[0]


@dataclass(frozen=True)
class Desks:
    """A role's desks as the navigation shows them: only the first stand in the line, more on a screen than on a phone.

    Attributes:
        beside: after the first, in the line of a screen; on a phone behind the disclosure.
        beyond: behind the disclosure on a screen too.
        current: the one of those behind a phone's disclosure whose page this is.
        current_beyond: the one behind a screen's.
    """

    first: tuple[Desk, ...]
    beside: tuple[Desk, ...]
    beyond: tuple[Desk, ...]
    current: Desk | None
    current_beyond: Desk | None

    @property
    def rest(self) -> tuple[Desk, ...]:
        """What a phone folds."""
        return (*self.beside, *self.beyond)


IN_LINE, MOST_IN_LINE = 3, 4
"""So many fit beside each other on a phone; a fold for a single desk would save nothing."""
WIDE_LINE, MOST_IN_WIDE_LINE = 6, 7
"""And on a screen of 1280 pixels, beside who is signed in."""


def parted(desks: tuple[Desk, ...], here: str) -> Desks:
    """The desks in parts, where they are too many for one line of a phone or of a screen.

    Args:
        here: code of the desk whose page is shown.
    """
    at = len(desks) if len(desks) <= MOST_IN_LINE else IN_LINE
    wide = len(desks) if len(desks) <= MOST_IN_WIDE_LINE else WIDE_LINE
    beside, beyond = desks[at:wide], desks[wide:]
    found = [next((desk for desk in part if desk.code == here), None) for part in (beside, beyond)]
    return Desks(desks[:at], beside, beyond, found[0] or found[1], found[1])

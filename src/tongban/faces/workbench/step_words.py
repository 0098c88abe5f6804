"""What an opinion on a step has to tell, by the kind of step: one quiet sentence beside the form.

The mechanism itself (a notice with its days, a meeting with its list of those present) comes with its own issue;
until then the paper record goes into the file and the opinion says where it is.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

EXPECTED: Mapping[str, object] = {
    "two_officer_verification": _("写明哪两位去的、哪天、看到了什么；两人签字的核查记录入卷"),
    "democratic_review": _("写明评议的日期、到会人数和结果；签字的评议记录入卷"),
    "villagers_meeting": _("写明开会的日期、应到和实到人数、表决结果；会议记录和签名册入卷"),
    "public_notice": _("写明公示地点和起止日期、有没有人提意见；纸质记录入卷"),
    "joint_opinion": _("写明本部门的意见和依据；有书面意见的入卷"),
    "external_system": _("在部门系统里办好后，写明系统名称、办理日期和流水号"),
    "county_verification": _("写明核对了什么、结果怎样"),
}


def expected(kind: str) -> str:
    """The sentence for a kind of step; empty where its name says enough."""
    return str(EXPECTED.get(kind, ""))

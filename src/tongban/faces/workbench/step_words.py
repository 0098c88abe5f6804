"""What an opinion on a step has to tell, by the kind of step: one quiet sentence beside the form.

A visit, a meeting and a public notice have their own records; the opinion then says what follows from them.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

EXPECTED: Mapping[str, object] = {
    "two_officer_verification": _("先填核查记录，再写根据看到的情况同意不同意"),
    "democratic_review": _("先填会议记录和人数，再写根据评议结果同意不同意"),
    "villagers_meeting": _("先填会议记录和表决人数，再写结论"),
    "public_notice": _("写明公示期里有没有人提意见、怎样核实的"),
    "joint_opinion": _("写明本部门的意见和依据；有书面意见的入卷"),
    "external_system": _("在部门系统里没有办成的，写明那边怎么说"),
    "county_verification": _("写明核对了什么、结果怎样"),
    "approval": _("负责人写明同意不同意；不同意的写明理由"),
}


def expected(kind: str) -> str:
    """The sentence for a kind of step; empty where its name says enough."""
    return str(EXPECTED.get(kind, ""))

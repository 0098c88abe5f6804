"""How long something is kept, in words."""

from django import template
from django.utils.translation import gettext

from tongban.cases.privacy.retained import KeptCase
from tongban.faces.common.dates import day
from tongban.faces.common.sentences import refusal_sentence
from tongban.faces.common.words import word
from tongban.kernel.errors import Refusal
from tongban.rules.retention import Reason

register = template.Library()


@register.filter
def kept_until(case: KeptCase) -> str:
    """Until when a case is kept, in one sentence."""
    if case.erased:
        return gettext("已经删除，打不开了。")
    blocked, last = case.finding.blocked_by, case.finding.retention.last_day
    if blocked == "running":
        return gettext("还没办完，办完以后开始算保管期限。")
    if blocked == "permanent":
        return gettext("永久保管。")
    if blocked == "held":
        return gettext("保管期限到了，但是已经依法保全，暂时不能删除。")
    if last is not None and blocked == "not_over":
        return gettext("留到 %(day)s，以后就可以删除。") % {"day": day(last)}
    return gettext("保管期限已经到了，可以要求删除。")


@register.filter
def retention_reason(reason: Reason, case: KeptCase) -> str:
    """One step of the derivation in words."""
    told = day(reason.on) if reason.on else ""
    sentences = {
        "running": gettext("这一件还没有办完。"),
        "ended": gettext("%(day)s 办完。"),
        "permanent": gettext("这类事项的档案要永久保管。"),
        "counts_from": gettext("保管期限从 %(day)s 起算：办完的下一年开始。"),
        "kept_until": gettext("这类事项保管 %(kept)s，到 %(day)s 为止。"),
        "not_over": gettext("还没到，%(day)s 起可以删除。"),
        "over": gettext("已经到了：%(day)s 起可以删除。"),
        "held": gettext("已经依法保全（有争议、审计或者法院要求），解除以前不能删除。"),
    }
    kept = word(case.finding.retention.kept, "retention")
    return sentences[reason.code] % {"day": told, "kept": kept}


@register.filter
def refused(refusal: Refusal) -> str:
    """What a command refused, in words."""
    return refusal_sentence(refusal)

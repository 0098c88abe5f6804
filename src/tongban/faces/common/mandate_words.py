"""Words of written mandates: how one stands, who ended it, and what stands in the way of recording one."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENT: Mapping[str, object] = {
    "mandate_recorded": _("登记委托书"),
    "mandate_ended": _("终止委托"),
}
WORDS: Mapping[str, Mapping[str, object]] = {
    "mandate_state": {
        "in_force": pgettext_lazy("mandate", "有效"),
        "soon": _("快到期了"),
        "later": _("还没有开始"),
        "expired": pgettext_lazy("mandate", "已到期"),
        "ended": pgettext_lazy("mandate", "已终止"),
    },
    "mandate_ended_as": {
        "counter": pgettext_lazy("mandate", "窗口登记终止"),
        "grantor": pgettext_lazy("mandate", "委托人说不委托了"),
        "handler": pgettext_lazy("mandate", "受托人说不再代办了"),
        "erased": _("本人的信息已经清除"),
    },
    "mandate_group": {
        "in_force": pgettext_lazy("mandates", "有效的"),
        "soon": pgettext_lazy("mandates", "30 天内到期"),
        "over": pgettext_lazy("mandates", "到期和终止的"),
    },
}
FAULT: Mapping[str, object] = {
    "mandate_not_confirmed": _(
        "单位的申请要先看委托书：请经办人拿原件来，登记以后再往下办；登记簿里有有效的委托书就不用再拿"
    ),
    "mandate_original_not_seen": _("看过委托书原件，有签名或者盖章，才能勾选"),
    "mandate_ends_before_it_begins": _("最后一天不能早于第一天"),
    "mandate_of_other_items": _("这份委托书没有写这件事，要包括这件事的才行"),
    "mandate_not_begun": _("这份委托书还没有到开始的日子"),
    "no_mandate_in_register": _("登记簿里没有有效的委托书：请他拿原件来，先在委托登记簿登记"),
    "guardian_paper_missing": _("请选看过哪一样监护关系的证明"),
    "guardian_of_a_person_only": _("单位没有监护人，请选委托书"),
    "behalf_of_oneself": _("这是来人自己的号码；替自己提就不用选替别人"),
    "mandate_of_minor": _("没有满十八周岁，不能自己委托或者受托：请监护人拿监护关系的证明来办"),
    "mandate_to_oneself": _("委托人和受托人是同一个号码，不用委托书"),
}
REFUSAL: Mapping[str, object] = {
    "mandate_over": _("这份委托书已经终止，要重新登记一份"),
    "mandate_renewed": _("这份委托书已经续过，请在续的那一份上办"),
    "mandate_over_meanwhile": _("提申请用的委托书已经到期或者终止，不能再凭它往下办"),
    "mandate_not_needed": _("这一件不用再登记委托书"),
}

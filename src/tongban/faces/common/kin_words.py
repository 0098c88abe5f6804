"""Words of recusal and of the register of kin (回避)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

KIN: Words = {
    "self": _("我本人"),
    "spouse": _("丈夫或妻子"),
    "parent": _("父母、祖父母、外祖父母"),
    "child": _("子女、孙子女、外孙子女"),
    "sibling": _("兄弟姐妹、叔伯姑舅姨、侄甥、堂表亲"),
    "in_law": _("姻亲：配偶的近亲属，近亲属的配偶"),
    "other": _("别的利害关系"),
}
# as a colleague's page says it of somebody
KIN_OF: Words = {
    **KIN,
    "self": _("是当事人本人"),
    "recused": _("已经回避"),
}
EFFECT: Words = {
    "filed": _("不作决定的事，照常办，已备案"),
    "before": _("登记近亲属以前办的，要重新看一遍，有问题的退回"),
    "passed_on": pgettext_lazy("recusal", "由同事接着办"),
    "to_county": pgettext_lazy("recusal", "转给县里办"),
}
WORDS: Mapping[str, Words] = {"kin": KIN, "kin_of": KIN_OF, "kin_effect": EFFECT}

_ALIKE: Words = {
    "nothing_to_recuse": _("这一件现在没有您要办的环节，不用回避"),
    "not_your_role_recuse": _(
        "由审核人员或负责人办回避；窗口人员不用办，同事直接接着办，没有同事的由负责人交给别的窗口"
    ),
    "recused_already": _("已经办过回避，同事正接着办"),
}
WHY_NOT: Words = {**_ALIKE, "near_kin": _("当事人里有您登记的近亲属，或者您已经回避，请同事办")}
REFUSAL: Words = {
    "accept_singly": _("这一件没有成批受理，请打开这一件单独受理"),
    "near_kin_look": _("当事人里有您登记的近亲属，或者您已经回避，不能查看遮住的内容"),
    **_ALIKE,
    "near_kin": _("当事人里有您登记的近亲属，或者您已经回避，这一步不能由您办。今天可以办的：%(to)s"),
    "near_kin_county": _(
        "当事人里有登记的近亲属，或者已经回避，这一步不能由您办，今天这里也没有别人能办。办了“回避”，就转到%(to)s"
    ),
    "near_kin_head": _(
        "当事人里有您登记的近亲属，或者您已经回避，这一步不能由您办，这个岗位今天也没有别人能办。请负责人把它交给：%(to)s"
    ),
    "near_kin_nobody": _(
        "当事人里有登记的近亲属，或者已经回避，这一步不能由您办，现在没有别人能办。请系统管理员在这个岗位另外安排人"
    ),
    "kin_over": _("这一条已经结束了"),
    "kin_holds": _("这一条还有效，要先结束"),
    "kin_kept_until": _("结束以前收的件可能还在办，%(day)s以后才能销毁"),
}
FAULT: Words = {"kin_there": _("这个号码已经登记过了")}
FIELDS: Words = {"relation": _("是什么关系"), "words": _("补充说明"), "who": _("谁要回避")}
EVENT: Mapping[str, Promise] = {
    "kin_declared": _("登记近亲属"),
    "kin_ended": _("结束近亲属登记"),
    "kin_erased": _("销毁近亲属登记"),
}

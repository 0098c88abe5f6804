"""Words of a household's signatures."""

from django.utils.translation import gettext_lazy as _

FAULT = {
    "signatures_missing": _("还要签字的人没有签完：%(names)s。签完才能办这一步"),
    "signed_already": _("这个人已经签过了"),
    "drawing_missing": _("还没有在框里签名；屏幕上签不了的，请选“在纸上签”"),
    "drawing_blank": _("框里是空的，请再签一次"),
    "drawing_too_large": _("签名的图太大了，最多 %(most)s KB，请清空再签一次"),
    "drawing_unreadable": _("签名没有收好，请清空再签一次"),
    "scan_missing": _("请把签好字的纸扫描或者拍照，选在这里"),
    "witness_is_party": _("见证人不能是申请人，也不能是这一家的人"),
    "witness_decides": _("见证人不能是审核或者决定这件事的工作人员"),
    "witness_records": _("登记的人不能自己作见证，请再找一位"),
}
WHY_NOT = {
    "not_your_role_record_signature": _("由窗口人员、代办员或者入户的工作人员登记"),
}
HOW = {
    "screen": _("在屏幕上签"),
    "paper": _("在纸上签"),
    "fingerprint": _("按手印，有见证人"),
}
WORDS = {"signing": HOW}
FIELDS = {
    "signer": _("谁来签"),
    "how": _("怎样签"),
    "drawing": _("签名"),
    "scan": _("签好字的纸"),
    "witness": _("见证人"),
    "witness_relation": _("见证人是做什么的"),
    "signatures": _("家里人签字"),
}

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
    "signature_refused": _(
        "%(names)s 不同意签字：这一步不能写同意，也不能准予；按这个事项的规定写明不同意和理由"
    ),
    "unsigned_to_confirm": _("%(names)s 没有签字：先看登记的原因，确认确实签不了，再准予"),
    "guardian_is_ward": _("这是本人的名字。监护人代签的，写监护人的名字"),
    "guardian_is_child": _("没成年的人不能当监护人"),
    "guardian_records": _("登记的人不能自己当监护人代签"),
    "guardian_proof_missing": _("请写清看了哪一份文书，比如法院的判决书、居委会村委会指定监护人的证明"),
    "reviewer_says_so": _("签不了、不同意签，由审核的人核实以后登记"),
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
    "cannot": _("签不了（失踪、服刑等）"),
    "refuses": _("本人不同意签"),
}
UNSIGNED = {
    "missing": _("失踪，联系不上"),
    "in_prison": _("在服刑或者被羁押，签不了"),
    "other": _("别的原因"),
}
WORDS = {"signing": HOW, "unsigned": UNSIGNED}
FIELDS = {
    "signer": _("谁来签"),
    "how": _("怎样签"),
    "drawing": _("签名"),
    "scan": _("签好字的纸"),
    "witness": _("见证人"),
    "witness_relation": _("见证人是做什么的"),
    "guardian": _("监护人"),
    "guardian_relation": _("监护人是他的什么人"),
    "guardian_proof": _("监护的证明"),
    "unsigned_confirmed": _("没有签字的家里人"),
    "signatures": _("家里人签字"),
}

"""The words of what follows a decision: its correction and end, delivery, addresses, the archive."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

PAPER: Words = {
    "correction_of_decision": _("更正通知书"),
    "revocation_decision": _("撤销（撤回、注销）决定书"),
    "redo_notice": _("重新办理通知书"),
    "reinstatement_notice": _("恢复原决定通知书"),
    "address_confirmation": _("送达地址确认书"),
    "service_announcement": _("送达公告"),
    "archive_catalogue": _("案卷目录"),
}
PAPER_STATE: Words = {
    "corrected": _("有效，文字已更正"),
    "recalled": _("已撤回"),
    "cancelled": _("已注销"),
    "quashed": _("已被推翻，不再有效"),
}
DELIVERY_MODE: Words = {"posted": _("邮寄送达"), "announcement": _("公告送达")}
RELATION: Words = {"mandate": _("持委托书的人"), "mail_room": _("单位收发室")}
STANDING: Words = {
    "revoked": pgettext_lazy("standing", "撤销"),
    "recalled": pgettext_lazy("standing", "撤回"),
    "cancelled": pgettext_lazy("standing", "注销"),
}
REDO_GROUND: Words = {
    "reconsideration": _("行政复议决定要求的"),
    "judgment": _("法院裁判要求的"),
    "own_finding": _("本机关自己发现有错"),
}
ADDRESS_WAY: Words = {
    "collect": _("到窗口领取"),
    "post": _("邮寄"),
    "assister": _("由村代办员转交"),
    "electronic": _("电子送达（到办件页面看，发短信提醒）"),
}
FAILED_WAY: Words = {
    "handed_over": _("当面交付"),
    "through_assister": _("代办员转交"),
    "posted": _("邮寄"),
    "electronic": _("电子送达"),
    "left": _("留置"),
}
HEARD_OUTCOME: Words = {
    "upheld": _("说得有理，采纳"),
    "not_upheld": _("听了，不采纳"),
    "waived": _("申请人自己表示不陈述、申辩"),
    "silent": _("给的日子过了，申请人没有来说"),
}
HEARD_ABOUT: Words = {
    "commitment": _("承诺核查不属实"),
    "ending": _("打算撤销或者撤回决定"),
}
HEARD_ENDING: Words = {
    "revoked": pgettext_lazy("standing", "撤销"),
    "recalled": pgettext_lazy("standing", "撤回"),
    "cancelled": pgettext_lazy("standing", "注销"),
    "redone": _("自己发现有错，收回准予重新办理"),
}
CANCEL_GROUND: Words = {
    "expired": _("有效期满了，没有延续"),
    "holder_died": _("本人去世了"),
    "holder_incapable": _("本人丧失了行为能力"),
    "holder_dissolved": _("单位依法终止了"),
    "taken_by_law": _("许可已经依法被撤销、撤回，或者证照被吊销"),
    "impossible": _("因为不可抗力，批准的事办不成了"),
    "other_by_law": _("法律、法规规定的其他情形（依据要写明是哪一部、哪一条）"),
}
WORDS: Mapping[str, Words] = {
    "heard_ending": HEARD_ENDING,
    "cancel_ground": CANCEL_GROUND,
    "heard_outcome": HEARD_OUTCOME,
    "heard_about": HEARD_ABOUT,
    "standing": STANDING,
    "redo_ground": REDO_GROUND,
    "address_way": ADDRESS_WAY,
    "failed_way": FAILED_WAY,
}

WHY_NOT: Words = {
    "not_your_role_correct_clerical_error": _("由作出决定的机关负责人更正"),
    "not_your_role_revoke": _("由作出决定的机关负责人办"),
    "not_your_role_reopen": _("由作出决定的机关负责人办"),
    "not_declined": _("没有作过不予受理决定，不用撤销"),
    "not_your_role_serve_paper": _("由窗口人员或者代办员送达"),
    "not_your_role_hear_applicant": _("由审核人员或决定机关负责人办"),
    "not_your_role_redo": _("由作出决定的机关负责人办"),
    "not_your_role_announce": _("由窗口人员公告"),
    "not_your_role_confirm_address": _("由窗口人员、代办员或者申请人本人确认"),
    "not_your_role_archive": _("由承办中心的窗口人员归档"),
    "archived_elsewhere": _("由承办这一件的中心归档"),
    "decision_not_in_force": _("这份决定已经不再有效"),
    "nothing_granted": _("只有准予的决定才能撤销、撤回或者注销"),
    "not_decided": _("没有作出过决定，不能重新办理"),
    "nothing_to_reinstate": _("准予的决定没有被撤销、撤回或者注销过，没有可以恢复的"),
    "announcement_not_allowed": _("这个事项没有写明可以公告送达，请用别的方式送达"),
    "announced_already": _("已经公告，公告期满就算送达"),
    "still_to_deliver": _("文书还没有送达，先送达再归档"),
    "paper_still_to_serve": _("更正、撤销或者重新办理的文书还没有送达，先送达再归档"),
    "still_restorable": _("申请人还可以有正当理由请求恢复办理，过了那个日子再归档"),
    "later_entry_open": _("有补录的时间还没有人核对，核对以后再归档"),
    "confirm_first": _("有补录的时间还没有人核对，核对以后才能办这一步"),
    "promise_still_open": _("承诺还没有核查完，核查以后再归档"),
    "not_filed": _("这个事项的办件不归档，到期清除"),
}
REFUSAL: Words = {
    code: WHY_NOT[code]
    for code in (
        "decision_not_in_force",
        "nothing_granted",
        "not_decided",
        "nothing_to_reinstate",
        "not_declined",
        "announced_already",
        "still_to_deliver",
        "paper_still_to_serve",
        "still_restorable",
        "promise_still_open",
        "later_entry_open",
        "confirm_first",
        "not_filed",
        "announcement_not_allowed",
    )
}
FAULT: Words = {
    "correction_changes_nothing": _("更正后和原来一样，请再看一遍"),
    "correction_changes_the_outcome": _(
        "这样改就把决定的内容改了。更正只改错别字，要改内容请撤销或者重新办理"
    ),
    "correction_changes_an_amount": _(
        "姓名、号码、数目、日子，只有和申请里写的、事项里定的完全一样，才能照着更正。这里对不上，请撤销或者重新办理"
    ),
    "correction_was_right": _("原来写的和申请里、事项里的一样，不是笔误。要改内容请撤销或者重新办理"),
    "correction_not_on_file": _("更正后的字在申请和事项里找不到，看不出是笔误。要改内容请撤销或者重新办理"),
    "correction_another_word": _(
        "更正后的和原来的不像，或者档案里还有别的写法也对得上，看不出是笔误。请撤销或者重新办理"
    ),
    "no_such_paper": _("没有这一份要送达的文书，或者已经登记过送达"),
    "recall_not_backwards": _("撤回的决定从前是对的，不能倒回去算，从今天起不再有效"),
    "not_heard_yet": _("这样办以前，要先听取申请人陈述申辩，请先办“听取陈述申辩”"),
    "heard_on_other_facts": _(
        "告知申请人、听他说的，是另外的事实或者另外的办法。凭这些事实这样办，要先另外告知，再听他说"
    ),
    "hearing_upheld": _("这件事上申请人的申辩已经采纳，不能再凭它撤销、撤回或者注销"),
    "heard_by_the_same": _("陈述申辩您听取登记过，要由没有听取过的人决定"),
    "period_still_runs": _("有效期还没有过，不能按期满注销"),
    "grant_without_period": _("这个准予没有写明多长期限，不能按期满注销，请选别的情形"),
    "other_law_unnamed": _("依据要写明是哪一部法律、法规规定要注销，不能只写行政许可法第七十条"),
    "defence_upheld_before": _(
        "这件事上申请人的申辩已经采纳。后来又查到新情况的，要在那以后重新告知，再听他说"
    ),
    "answer_too_soon": _("给申请人的时间太短：从告知第二天算起，至少要有%(least)s个工作日"),
    "answer_day_not_over": _("给申请人的日子还没有过，不能说他没有来"),
    "basis_names_no_rule": _(
        "依据要写明是哪一部法律、法规或者文件，一行写一条，如：《中华人民共和国行政许可法》第三十八条"
    ),
    "basis_without_place": _("依据要写到第几条，没有条文的文件写文号"),
    "right_body_is_ours": _("这就是本机关，或者就是决定这一件的机关。请写别的、真正管这件事的机关"),
    "right_body_unnamed": _("请写出应当去的那个机关的全名，如：永宁县自然资源局"),
    "corrected_already": _("这几个字已经更正过，不用再更正"),
    "order_executed_already": _("这份决定、判决已经照办过一次，不能再用它重新办"),
    "ordered_by_ourselves": _("这就是本机关，不能自己命令自己。自己发现有错的，请选“本机关自己发现有错”"),
    "order_of_no_court": _("法院裁判要写哪个法院，如：永宁县人民法院"),
    "order_of_a_court": _("这是法院，请选“法院裁判要求的”"),
    "order_number_shape": _(
        "文书号写得不对，请照文书上写：如 永政复决〔2026〕7号；法院的如 （2026）宁01行初7号"
    ),
    "order_number_year": _("文书号里的年份对不上：不能比那份文书的日期还晚，也不会早于原来作出决定的那一年"),
    "proof_unnumbered": _("请写明是哪一份文书，和它的编号或者日期，如：派出所死亡证明〔2026〕18号"),
    "same_finding_again": _("上一次自己发现有错，写的也是这个理由。请写明这次又发现了什么"),
    "same_reason_again": _(
        "这个理由已经被行政复议或者法院推翻，不能用同样的事实和理由再作同样的决定。原来只是程序不对的，写明程序怎样补做了"
    ),
    "nothing_to_hear": _("没有这样一件要听申请人说明的事，请重新选"),
    "heard_before_told": _("听取的日子不能在告知以前"),
    "before_the_decision_day": _("日子不能在作出决定以前"),
    "not_in_the_decision": _("决定书里没有这几个字，请照决定书一字不差地写"),
    "no_consent_to_electronic": _("申请人没有同意过电子送达，请换一种方式，或者先请他填送达地址确认书"),
    "receiver_has_no_authority": _("这个人不能替申请人收。有书面授权的，请写明看了什么授权"),
    "not_of_the_household": _("家属代收的，要是同住的成年家属，请打勾确认"),
    "mail_room_of_a_person": _("只有申请人是单位的，才能交单位收发室"),
    "somebody_is_left": _("申请人还在，决定书要送给他；只有申请人去世、单位终止了，才可能没有人可以送达"),
    "withdrawal_not_signed": _("先请申请人在撤回申请上签字，再勾选；没有签字不能替他撤回"),
    "not_the_addressee": _("选了“本人”，姓名要和申请人一致。别人代收的，请选实际的关系"),
    "dead_do_not_sign": _("申请人已经去世，不能由本人签收，请选实际收件的人"),
    "witness_not_apart": _("见证人不能是申请人、拒收的人或者送达的人，要另外两个人"),
    "no_name_of_a_person": _("请写这个人的姓名，不能只写“邻居”“村民”"),
    "witness_without_name": _("见证人要写姓名，不能只写“邻居”“村民”，一行写一位"),
    "two_witnesses": _("留置送达要两位见证人，请一行写一位"),
    "authority_says_nothing": _("请写明看了什么书面授权，例如：申请人签名的收件委托书"),
    "identification_says_nothing": _("请写明看了什么证件，例如：居民身份证"),
    "server_took_it": _("办送达的人不能自己签收，请写真正收的人"),
    "paper_not_electronic": _("证件只有一张纸质的，不能电子送达，请当面交付"),
    "name_who_took_it": _("这件事是别人代办的，请写清楚是谁领走的（姓名）"),
    "assister_signs_first": _("代办员不能签收证件：先登记“交给代办员带走”，再由代办员交到本人手里"),
    "letter_back_at_once": _("决定当天寄出的邮件不会当天退回，请写退回的日期"),
    "tried_on_one_day": _("两种方式不能都在同一天试，请换一天再送一次"),
    "day_on_the_receipt": _("邮寄的，请填回执上写的收件时间。邮件寄出不等于送到"),
    "tracking_number": _("邮件号不对，请照邮件回执上的号码填，如：RA123456785CN，或者至少 9 个数字"),
    "two_other_ways": _("公告以前，要有至少两种别的方式都没有送到，请逐项写明"),
    "email_shape": _("邮箱写得不对，请再看一遍"),
    "electronic_needs_consent": _("选了电子送达，就要先同意电子送达"),
    "electronic_needs_a_phone": _("申请人没有留电话，电子送达发不出短信，请换一种方式"),
    "order_in_the_future": _("日子不能在今天以后"),
    "received_before_ordered": _("收到的日子不能在作出的日子以前"),
}
FIELDS: Mapping[str, object] = {
    "authority": _("看了什么授权"),
    "lives_together": _("同住的成年家属"),
    "witnesses": _("两位见证人"),
    "refused_because": _("为什么不肯签收"),
    "tracking": _("邮件号"),
    "stood": _("原来写的"),
    "reads": _("更正为"),
    "standing": _("办哪一种"),
    "compensation": _("怎样补偿"),
    "about": _("为哪件事听取"),
    "paper": _("送达哪一份"),
    "told_on": _("哪天告知"),
    "heard_on": _("哪天听取"),
    "answer_by": _("告知他最晚哪天来说"),
    "proof": _("怎样告知的，有什么凭据"),
    "statement": _("申请人怎么说"),
    "outcome": _("怎样处理"),
    "from_day": _("从哪一天起不再有效"),
    "cancel_ground": _("注销的情形"),
    "evidence": _("凭什么文书"),
    "ending": _("告知他打算怎样办"),
    "facts": _("告知他的事实"),
    "ordered_by": _("哪个机关要求的"),
    "order_number": _("文书号"),
    "order_of": _("那份文书的日期"),
    "received_on": _("收到的日子"),
    "failed": _("别的方式都没有送到"),
    "where": _("公告挂在哪里"),
    "address": _("送达地址"),
    "receiver": _("收件人"),
    "phone": _("联系电话"),
    "email": _("电子邮箱"),
    "way": _("文书怎样送"),
    "electronic": _("同意电子送达"),
}

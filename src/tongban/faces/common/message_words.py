"""Words of messages: by which way, what became of them, why they failed, and what is wrong with a text."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

CHANNEL: Words = {
    "sms": _("短信"),
    "mail": _("电子邮件"),
    "letter": _("信件"),
    "in_person": _("当面告诉"),
}
STATE: Words = {
    "queued": pgettext_lazy("message", "等着发"),
    "printed": _("已打印，还没寄"),
    "sent": _("已发出"),
    "delivered": pgettext_lazy("message", "已收到"),
    "failed": pgettext_lazy("message", "没发成"),
    "given_up": _("不再发"),
    "replaced": _("换了一条"),
}
WHY: Words = {
    "refused": _("对方系统不收，再发也不收：多半是号码或者地址不对"),
    "no_answer": _("试了二十次，对方系统一直没有回应"),
    "not_delivered": _("运营商回执：没有送到手机上"),
    "too_late": _("等得太久，发了也没有用"),
    "erased": _("本人的资料已经依法删除"),
    "returned": _("信被邮局退回"),
    "": _("升级以前没有记原因"),
}
ACT: Words = {
    "printed": _("打印"),
    "posted": _("寄出"),
    "returned": _("退回"),
    "told": pgettext_lazy("message", "告诉了本人"),
    "resent": _("重发"),
    "changed": _("换一种方式"),
    "given_up": _("不再发"),
}
HOW: Words = {
    "in_person": _("当面告诉本人"),
    "household": _("告诉了同住的成年家人"),
    "called": _("打电话告诉"),
}
TEXT_STATE: Words = {
    "waiting": _("等第二个人同意"),
    "in_force": _("用过或者在用"),
    "turned_down": _("没有同意"),
}
PLACEHOLDER: Words = {
    "item": _("事项名称"),
    "number": pgettext_lazy("placeholder", "编号"),
    "query_code": _("查询码"),
    "site": pgettext_lazy("placeholder", "网点"),
    "due": pgettext_lazy("placeholder", "日期"),
    "was": _("原来的日期"),
    "what": _("哪一个日期"),
    "reason": pgettext_lazy("placeholder", "原因"),
    "code": _("验证码"),
    "url": _("本站的网址"),
}
WORDS: Mapping[str, Words] = {
    "message_channel": CHANNEL,
    "message_state": STATE,
    "message_why": WHY,
    "message_act": ACT,
    "message_how": HOW,
    "message_text_state": TEXT_STATE,
    "placeholder": PLACEHOLDER,
}
EVENT: Mapping[str, Promise] = {
    "message_text_written": _("改短信文字"),
    "message_text_approved": _("同意短信文字"),
    "message_text_turned_down": _("不同意短信文字"),
    "message_resent": _("重发没发成的消息"),
    "message_by_another_way": _("没发成的消息换一种方式"),
    "message_given_up": _("没发成的消息不再发"),
}
COMMAND: Words = {
    "cases.resend_message": _("重发没发成的消息"),
    "cases.change_message_channel": _("消息换一种方式告诉"),
    "cases.give_up_message": _("没发成的消息不再发"),
    "cases.unmask_message": _("查看没发成的号码"),
    "cases.print_letters": _("打印信件"),
    "cases.post_letter": _("登记寄信"),
    "cases.letter_returned": _("登记退信"),
    "cases.note_message_told": _("登记已经当面告诉"),
    "messages.write_message_text": _("改短信文字"),
    "messages.approve_message_text": _("同意短信文字"),
    "messages.turn_down_message_text": _("不同意短信文字"),
}
FAULT: Words = {
    "message_brace": _("花括号里只能是下面列出的名字，一对一对写完整"),
    "message_unknown_placeholder": _("这条消息里没有这样的内容可填：%(names)s"),
    "message_missing_placeholder": _("这几样不能少：%(names)s"),
    "message_link": _("不能写网址；本站的网址用 {url}"),
    "message_number": _("不能写手机号码、证件号码这样的长号码"),
    "message_parts": _("太长，要拆成 %(most)s 条以上短信；请写短一点"),
    "message_unchanged": _("和现在用的一样，没有改"),
    "post_number_shape": _("挂号信的号码是 6 到 30 个字母和数字；平信不用填"),
}
REFUSAL: Words = {
    "message_words_only": _("短信文字由事项目录的编辑和审定人员管"),
    "message_approver_only": _("由事项目录的审定人员同意"),
    "own_words": _("自己写的，要由别人来同意"),
    "message_text_waits": _("这条消息已经有一份新文字等第二个人同意，先办完那一份"),
    "message_text_moved": _("别人刚刚改过这条消息的文字，请看了最新的再改"),
    "message_text_decided": _("这一份已经有人同意或者退回了"),
    "messages_operator_only": _("没发成的消息由系统管理员处理"),
    "messages_front_or_operator": _("由系统管理员，或者办这件事的窗口、代办员处理"),
    "message_moved_on": _("这条消息已经有人处理过了，请看最新情况"),
    "message_no_phone": _("办件里现在没有手机号码，请换一种方式告诉"),
    "message_no_address": _("没有确认过送达地址，不能写信；请当面告诉"),
    "message_of_no_case": _("这条消息不属于哪一个办件，只能重发或者不再发"),
    "message_erased": _("本人的资料已经依法删除，不能再发"),
}
FIELDS: Words = {
    "zh": _("中文"),
    "en": _("英文"),
    "letters": _("信件"),
    "channel": _("方式"),
}

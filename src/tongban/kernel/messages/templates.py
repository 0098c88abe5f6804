"""The sentences that go to a phone, in plain Chinese; no personal data beyond what the phone's owner gave."""

TEMPLATES = {
    "sign_in_code": "您的验证码是{code}，5分钟内有效。请不要告诉别人，工作人员也不会向您要。",
    "submitted": "您申请的“{item}”已收到，办件编号{number}，查询码{query_code}。可在{url}查看进度。",
    "accepted": "您申请的“{item}”（{number}）已受理，承诺{due}前办结。",
    "deemed_accepted": "您申请的“{item}”（{number}）到期没有告诉您差什么，按规定从收到那天起已算受理，承诺{due}前办结。受理通知书见：{url}",
    "corrections_requested": (
        "您申请的“{item}”（{number}）还差材料，请在{due}前补齐。差什么、怎样补，请用编号和查询码{query_code}"
        "到{url}看，也可以打电话或者到{site}问。"
    ),
    "deemed_withdrawn": (
        "您申请的“{item}”（{number}）过了期限没有补齐，按规定算撤回了。有正当理由的，{due}以前带上证明到{site}说明，可以接着办；"
        "也可以随时重新申请。告知书见：{url}"
    ),
    "restored": "“{item}”的申请（{number}）恢复办理，请在{due}前把还差的材料补齐，可以交到{site}，也可以在{url}补。",
    "deferred_due": "您申请的“{item}”（{number}）还有答应后补的材料，请在{due}前补到{site}，补齐才能办成。",
    "promise_false": "您在“{item}”（{number}）里承诺的一样材料，核查认为不属实。查到了什么、怎样说明，请看{url} 也可以到{site}当面说明。",
    "declined": "您申请的“{item}”（{number}）不予受理，原因和救济途径见决定书：{url}",
    "granted": "您申请的“{item}”（{number}）已办成，请到{site}领取结果，或按约定方式送达。",
    "granted_to_come": "您申请的“{item}”（{number}）已办成，证件要先送到{site}，到了再发短信请您来领。",
    "result_ready": "您“{item}”（{number}）的证件已经到了{site}，请带身份证来领。",
    "result_sent": "按您同意的，“{item}”（{number}）的证件改送到{site}，到了再发短信请您去领。没有同意过的，请打电话问。",
    "unclaimed": "您“{item}”（{number}）的结果在{site}，还没有人来领。来不了的，可以请村里代办员捎回来。",
    "refused": "您申请的“{item}”（{number}）未获准，原因和救济途径见决定书：{url}",
    "date_changed": "您申请的“{item}”（{number}）的{what}由{was}改为{due}，原因：{reason}。",
    "procedure_started": "您申请的“{item}”（{number}）要做一项依法不计时的程序，{due}不算在办理期限里，原因见告知书：{url}",
    "procedure_ended": "您申请的“{item}”（{number}）不计时的程序已经结束，办理期限接着算，承诺{due}前办结。",
    "extended": "您申请的“{item}”（{number}）依法延长办理期限，最迟{due}前决定，理由见告知书：{url}",
    "terminated": "“{item}”的申请（{number}）已终止办理，原因和救济途径见决定书：{url}",
    "decision_corrected": "您“{item}”（{number}）的决定书有文字更正，内容不变，更正通知书见：{url}",
    "decision_ended": "您“{item}”（{number}）的决定已不再有效，原因和救济途径见决定书：{url} 有疑问请问{site}。",
    "redone": "您“{item}”（{number}）的决定已被推翻，正在重新办理，不用再申请，承诺{due}前办结：{url}",
    "reopened": "您“{item}”（{number}）原来的决定已被推翻，正在重新看您的申请，不用再申请：{url}",
    "delivered_electronically": "您“{item}”（{number}）的文书已经电子送达，请到{url}查看、下载。打不开的，可以到{site}领纸质的。",
    "announced": "您“{item}”（{number}）的结果一直没能送到您手里，已经公告，请在{due}前到{site}领取。",
    "address_confirmed": "您“{item}”（{number}）的送达地址和方式已经确认。不是您本人办的，请马上告诉{site}。",
    "recused": "您申请的“{item}”（{number}）换由{site}的其他工作人员办理，不用您再跑，办理期限不变。",
    "withdrawn": "您申请的“{item}”（{number}）已按您的要求撤回。",
    "withdrawn_at_counter": "您申请的“{item}”（{number}）已按您在窗口签字的要求撤回，以后可以再申请。不是您本人要求的，请马上告诉{site}。",
    "copy_asked": "有人出示您的身份证，在窗口申请了您的信息副本，申请编号{number}。不是您本人申请的，请马上告诉当地便民服务中心。",
    "copy_released": "申请{number}要的您的信息副本可以领了，只交给本人。不是您本人申请的，请马上告诉当地便民服务中心。",
    "odd_taken": "您反映的没办成的事收下了，编号{number}，{due}前答复，请凭编号和手机号码到{url}看，也可以问{site}。",
    "odd_answered": "您反映的没办成的事（{number}）有答复了，请凭编号和手机号码到{url}看，也可以问{site}。",
    "privacy_answered": "您关于本人信息的申请{number}已有答复，请到{url}查看，或者问受理的窗口。",
}


def sentence(template: str, values: dict[str, str]) -> str:
    """The text of one message.

    Raises:
        KeyError: an unknown template or a missing value.
    """
    return TEMPLATES[template].format_map(values)

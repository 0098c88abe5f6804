"""Faults and refusals as whole sentences that say what happened and what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.faces.common.dates import moment
from tongban.faces.common.words import word
from tongban.kernel.errors import FieldFault, NotAuthorized, Refusal, Stale

# What is wrong with one field. A sentence names the way out, not only the mistake.
FAULT: Mapping[str, object] = {
    "missing": _("这一项还没有填"),
    "required": _("这一项还没有填"),
    "too_short": _("写得太短了，请再写清楚一些"),
    "too_long": _("写得太长了，请缩短一些"),
    "legal_ground_needed": _("保管期限没到就清除，要写明法律条文或者裁判、决定的文号，不写姓名"),
    "card_not_seen": _("请先核对身份证原件，确认是本人，再打勾"),
    "not_your_case": _("没有找到您的这一件，请从列出的里面选"),
    "already_there": _("已经有了，不用再写一次"),
    "not_correctable": _("这一项不能在这里直接改，请写明答复，告诉对方找哪个单位"),
    "length": _("写得太长了，请缩短一些"),
    "choice_missing": _("请选一项"),
    "number_missing": _("请填写办件编号"),
    "phone_missing": _("请填写手机号码"),
    "query_code_missing": _("请填写查询码"),
    "mobile_length": _("手机号码应当是 11 位，请数一数"),
    "name_characters": _("姓名里不能有数字和符号，请照身份证上的写"),
    "citizen_number_empty": _("请填写身份证号码"),
    "citizen_number_length": _("身份证号码应当是 18 位，请数一数"),
    "citizen_number_character": _("身份证号码里只能有数字，最后一位可以是 X"),
    "citizen_number_check_digit": _("身份证号码有一位不对，请对照证件再看一遍"),
    "citizen_number_area": _("身份证号码的前六位不对，请对照证件再看一遍"),
    "citizen_number_date_not_real": _("身份证号码里的出生日期不对，请对照证件再看一遍"),
    "citizen_number_date_in_future": _("身份证号码里的出生日期不对，请对照证件再看一遍"),
    "phone_empty": _("请填写手机号码"),
    "phone_length": _("位数不对：手机号码是 11 位，座机要带上区号"),
    "phone_character": _("电话号码里只能有数字"),
    "phone_mobile_prefix": _("这个手机号码不对，请再看一遍"),
    "phone_mobile_with_extension": _("手机号码没有分机，请去掉后面的部分"),
    "phone_area_code_missing": _("座机请带上区号，例如 0951"),
    "phone_area_code": _("区号不对，请再看一遍"),
    "phone_subscriber": _("这个座机号码不对，请再看一遍"),
    "identity_not_seen": _("看过身份证原件、认清是本人，才能勾选"),
    "identity_already_proven": _("身份已经核对过了，不用再核对"),
    "identity_not_proven": _("还没有核对身份证原件"),
    "identity_needed_at_submission": _(
        "办这件事，提交时就要证明是本人：请用实名身份登录，或者带身份证到窗口、村代办点办"
    ),
    "number_not_the_proven_one": _("这里要填您登录的实名身份的号码；替别人办，请选“替别人办”"),
    "phone_not_mobile": _("收验证码要用手机号码，座机收不到"),
    "not_a_date": _("日期不对，请写成 2026-12-04 这样"),
    "not_a_time": _("时间不对，请写成 2026-12-04 09:30 这样"),
    "future_date": _("日期不能晚于今天"),
    "date_in_future": _("日期不能晚于今天"),
    "not_an_option": _("请从列出的选项里选一个"),
    "unknown_option": _("请从列出的选项里选一个"),
    "date_not_real": _("没有这一天，请再看一遍"),
    "not_a_number": _("请只写数字，最多两位小数"),
    "not_an_integer": _("请只写整数"),
    "too_small": _("不能小于 %(least)s"),
    "too_large": _("不能大于 %(most)s"),
    "date_in_past": _("日期不能早于今天"),
    "credit_code_empty": _("请填写统一社会信用代码"),
    "credit_code_length": _("统一社会信用代码应当是 18 位，请数一数"),
    "credit_code_character": _("统一社会信用代码里有不该有的字，请照营业执照或登记证书写"),
    "credit_code_check_digit": _("统一社会信用代码有一位不对，请对照营业执照或登记证书再看一遍"),
    "bank_account_character": _("银行账号里只能有数字"),
    "bank_account_length": _("银行账号应当是 10 到 25 位数字，请数一数"),
    "people_row_incomplete": _("第 %(row)s 人没有填全：姓名、身份证号码、关系都要填"),
    "people_row_name": _("第 %(row)s 人的姓名不对，请照身份证上的写"),
    "people_row_number": _("第 %(row)s 人的身份证号码不对，请对照证件再看一遍"),
    "people_row_relation": _("第 %(row)s 人的关系写得太长了，例如写“儿子”"),
    "people_row_twice": _("第 %(row)s 人的身份证号码前面已经填过了"),
    "people_too_many": _("最多填 %(most)s 人"),
    "applicant_kind_not_taken": _("这个事项不给这一类申请人办"),
    "organization_needs_handler": _("单位申请要有经办人，请填经办人的姓名、身份证号码和电话"),
    "item_not_taken_there": _("这个村所在的乡镇没有开办这个事项，请打电话问该去哪里"),
    "control_character": _("里面有看不见的符号，请删掉重新写"),
    "not_asked_for": _("这样材料不用交，请拿掉"),
    "form_not_taken": _("这样材料不能用这种形式交"),
    "file_unreadable": _("文件打不开，请重新拍照或换一个文件"),
    "file_infected": _("杀毒软件在这个文件里查出了病毒，没有收下；请换一个文件，或者带原件到窗口办"),
    "scanner_away": _("现在不能给文件查毒，所以没有收下；请过一会儿再交，或者带原件到窗口办"),
    "file_too_many_pages": _("文件页数太多了，最多 60 页"),
    "consent_missing": _("请勾选同意后再提交"),
    "file_too_large": _("文件太大了，一个文件最大 10 兆"),
    "file_type_mismatch": _("文件内容和后缀对不上，请重新拍照或换一个文件"),
    "file_type_refused": _("只收照片（JPG、PNG）和 PDF 文件"),
    "one_file": _("请一次只选一个文件，几张照片可以放进一个 PDF"),
    "file_empty": _("文件是空的，请重新选择"),
    "material_missing": _("这样材料还没有交"),
    "upload_unknown": _("这份文件不见了，请重新选择"),
    "not_served_here": _("这个村不归这里办，请打电话问该去哪里"),
    "channel_not_taken": _("这个事项现在不能在网上办，请到窗口或找代办员"),
    "in_the_future": _("时间不能晚于现在"),
    "not_a_situation_question": _("这个事项不分这种情况，请回到指南重新选"),
    "not_a_way_of_telling": _("请选一种告知方式"),
    "reason_against_opinion": _("有环节不同意，仍要准予的，请写明理由，至少 10 个字"),
    "draft_open": _("这个事项已有一份没办完的草稿，请先把它办完或者废弃"),
    "draft_closed": _("这份草稿已经提交或办完，不能再改"),
    "draft_not_submitted": _("这份草稿还没有提交，不能批准或退回"),
    "draft_outdated": _("写这份草稿以后事项又变了，请退回，照现在的内容重写"),
    "code_fixed": _("事项编码不能改"),
    "no_such_division": _("没有这个地方，请重新选"),
    "no_such_item": _("没有这个事项，请核对编码"),
    "too_far_ahead": _("生效日期最远是两年以后，请核对年份"),
    "in_the_past": _("生效日期不能早于今天"),
    "not_after_the_last_version": _("生效日期要晚于上一版的生效日期"),
    "definition": _("内容还有要改的地方，请退回给写的人改"),
    "password_too_short": _("密码太短了，至少要 %(least)s 个字符"),
    "password_too_long": _("密码太长了，最多 %(most)s 个字符"),
    "password_common": _("这个密码太常见，别人一猜就中，请换一个"),
    "password_has_name": _("密码里不能有自己的用户名"),
    "password_same": _("新密码不能和原来的一样"),
    "password_repeat": _("两遍输入的新密码不一样"),
    "password_wrong": _("现在的密码不对"),
    "staff_unknown": _("没有这个工号，请先在人员名册里登记"),
    "account_there": _("这个人已经有账号了"),
    "account_unknown": _("没有这个账号"),
    "username_form": _("用户名要 4 到 40 个小写字母、数字、点或横线"),
    "username_taken": _("这个用户名已经有人用了"),
    "subject_taken": _("这个标识已经是别的账号的"),
    "phone_not_the_proven_one": _("和刚才验证的手机号码不一样。请改成验证过的号码，或者换这个号码重新验证"),
}

# What a command refuses, for people outside and for staff alike.
REFUSAL: Mapping[str, object] = {
    "not_found": _("没有找到，请核对后再试一次"),
    "not_authorized": _("您没有办理这一步的权限"),
    "act_not_allowed": _("办件现在的状态不能做这一步"),
    "stale": _("别人已经先办了这一步，请看最新情况"),
    "key_reused": _("这次提交和上一次的内容不一样，请回到上一页重新提交"),
    "erased": _("这份资料已经依法删除，没有人能再看到"),
    "legal_hold": _("这一件已经依法保全，现在不能删除"),
    "retention_not_over": _("保管期限还没到，现在不能删除"),
    "privacy_too_many": _("您还有好几份申请没有答复，请等答复以后再提"),
    "privacy_closed": _("这份申请已经答复或者撤回，不能再办"),
    "privacy_waits": _("已经提请清除，正在等第二个人确认"),
    "privacy_identity_unseen": _("还没有核验申请人的身份：请他带身份证到任一窗口或村代办点，由工作人员核对"),
    "privacy_nothing_to_erase": _("现在没有可以清除的：保管期限都没到，或者已经保全"),
    "privacy_nothing_to_correct": _("这个人没有还在办的件可以更正；办完的，请写明答复"),
    "already_held": _("这一件已经保全"),
    "hold_lifted": _("这份保全已经解除"),
    "copy_over": _("交付副本的期限已经过了，请重新申请"),
    "input_faults": _("有几处需要修改"),
    "wrong_credentials": _("用户名或密码不对"),
    "locked": _("试错次数太多，账号暂时锁定，请过一会儿再试，或者联系安全管理员"),
    "wrong_slip": _("用户名或凭条码不对，或者凭条已经用过、过期了"),
    "door_closed": _("等得太久了，请重新登录"),
    "second_factor_there": _("已经绑定过验证器了"),
    "second_factor_required": _("您的岗位必须用验证器，不能解除"),
    "slip_needs_recovery": _("这个账号已经有密码，要先由两位管理员办理找回账号"),
    "accounts_not_yours": _("账号只由管理员查看和管理"),
    "log_not_yours": _("登录记录只给安全管理员和审计员看"),
    "not_for_yourself": _("自己的账号不能自己管理，请找另一位管理员"),
    "provider_unknown_account": _("您在认证平台的身份还没有对应的账号，请联系安全管理员"),
    "wrong_code": _("验证码不对，请再看一遍"),
    "code_expired": _("验证码已经过期，或者不是在这里要的，请重新获取"),
    "too_many_tries": _("试的次数太多了，请过一会儿再试"),
    "security_admin_only": _("这里只有安全管理员能办"),
    "scanning_is_off": _("文件查毒已经是关着的"),
    "scanning_is_on": _("文件查毒已经是开着的"),
    "too_many_knocks": _("试得太频繁了，请过一会儿再试"),
    "code_too_soon": _("验证码刚刚发过，请过一分钟再获取"),
    "no_assignment": _("您今天没有岗位，请联系管理员"),
    "staff_only": _("这里只给工作人员用，请先登录"),
    "paper_not_ready": _("文书正在生成，请过一分钟再打开"),
    "reason_missing": _("请写清楚理由"),
    "reason_too_short": _("理由太短了，请至少写 10 个字"),
    "basis_missing": _("请写明依据"),
    "item_not_published": _("这个事项现在不能办理"),
    "channel_not_offered": _("这个事项现在不能在网上办，请到窗口或找代办员"),
    "draft_expired": _("这份草稿已经过期，请重新填写"),
    "no_centre_for_item": _("这个地方还没有设办理点，请打电话问一问"),
    "item_ended": _("这个事项已经停办，现在不能申请"),
    "village_only_informs": _("这个事项在村里只能告知：请把办事指南给来人看，告诉他去哪里办"),
    "village_only_assists": _("这个事项在村里只能协办：请帮来人用他自己的手机在网上申请，或者带他到窗口"),
    "own_draft": _("自己写过的草稿要由别人批准"),
    "platform_level_too_low": _(
        "这样登录还不能证明是您本人，也没有验证手机号码；请在平台上完成实名认证，或者用手机验证码"
    ),
    "platform_identity_bad": _("平台送来的姓名或者身份证号码不对，没有登录；请用手机验证码，或者到窗口办"),
    "provider_unreachable": _("身份认证平台现在连不上，请过一会儿再试，或者换一种方式登录"),
    "provider_refused": _("身份认证平台没有确认您的身份，请再试一次，或者换一种方式登录"),
    "provider_attempt_over": _("这次登录已经过期或者用过了，请重新开始"),
    "provider_token_bad": _("身份认证平台送来的证明不对，没有登录。请联系管理员"),
    "not_your_power": _("您现在的岗位没有办这件事的权限"),
    "not_your_role_catalogue": _("只有目录编辑和审批人员能看能改"),
    "not_your_role_publish": _("只有目录审批人员能批准、退回和公布"),
    "not_your_division": _("这个地方的目录不归您管"),
    "no_position_for_step": _("办理岗位还没有设好，请打电话告诉我们"),
}


def fault_sentence(fault: FieldFault) -> str:
    """One fault of one field in words; an unknown code is said plainly without the code."""
    sentence = FAULT.get(fault.code)
    if sentence is None:
        return gettext("这一项填得不对，请再看一遍")
    return str(sentence) % fault.params if fault.params else str(sentence)


def refusal_sentence(refusal: Refusal) -> str:
    """What a command refused, in words."""
    if isinstance(refusal, Stale) and refusal.params.get("by"):
        return gettext("%(by)s 已于 %(at)s 先办了“%(act)s”，请看最新情况") % {
            "by": refusal.params["by"],
            "at": moment(refusal.params["at"]),
            "act": word(refusal.params["act"], "event"),
        }
    sentence = REFUSAL.get(refusal.code)
    if sentence is None and isinstance(refusal, NotAuthorized):
        sentence = REFUSAL["not_authorized"]
    return str(sentence) if sentence is not None else gettext("这一步现在办不了，请联系工作人员")


def too_many_sentence(minutes: int) -> str:
    """What somebody is told who asked too often.

    Args:
        minutes: until it is worth trying again.
    """
    if minutes < 120:
        return gettext("试得太频繁了，请过 %(minutes)s 分钟再试") % {"minutes": minutes}
    return gettext("试得太频繁了，请过 %(hours)s 小时再试") % {"hours": -(-minutes // 60)}

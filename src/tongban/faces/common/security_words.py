"""Words of the security page: limits, checks, zones, what is wrong with the scanner."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, object]] = {
    "limit": {
        "any": _("打开任何页面"),
        "suggestions": _("边输入边提示"),
        "staff_sign_in": _("工作人员登录"),
        "staff_slip": _("用凭条首次登录"),
        "phone_code_address": _("要手机验证码"),
        "phone_code_phone": _("往一个手机发验证码"),
        "code_tries": _("填手机验证码"),
        "oidc": _("用身份平台登录"),
        "track_address": _("查进度时填号码"),
        "track_number": _("查同一个办件"),
        "look_ups": _("核验文书、看公开记录"),
        "draft_starts": _("开始填一份申请"),
        "uploads": _("上传文件"),
        "requests": _("提出个人信息请求"),
        "unmaskings": _("查看隐藏的信息"),
        "originals": _("下载材料原件"),
        "page_images": _("看材料图片"),
        "exports": _("导出清单"),
        "copies": _("交付个人信息副本"),
        "staff_tries": _("工作人员填查询码、原密码"),
        "card_number": _("代办员核对同一个办件的身份证"),
    },
    "limit_by": {
        "address": _("网络地址"),
        "phone": _("手机号码"),
        "number": _("办件编号"),
        "staff": _("工作人员本人"),
    },
    "zone": {
        "internet": _("互联网区：只有办事大厅，没有工作台"),
        "extranet": _("政务外网区：工作台和办事大厅都有"),
        "both": _("不分区：工作台和办事大厅在同一个网络"),
    },
    "scanner_fault": {
        "scanner_unreachable": _("连不上"),
        "scanner_timeout": _("没有按时应答"),
        "scanner_garbled": _("应答看不懂"),
        "signatures_missing": _("没有病毒库"),
        "signatures_outdated": _("病毒库太旧"),
    },
    "hardening": {
        "https": _("全站加密访问（https）"),
        "proxies": _("写明了自己的代理服务器，访问次数按真实地址数"),
        "nobody_uncounted": _("没有不计访问次数的地址"),
        "factor_for_all": _("全体工作人员登录都要动态码"),
        "own_cipher": _("保存的内容用国产密码 SM4 加密"),
        "hosts": _("写明了本站的域名"),
        "no_demonstration": _("不是演示系统"),
        "scanning_required": _("上传文件必须查毒"),
        "scanner_ready": _("杀毒软件正常，病毒库够新"),
        "one_master_key": _("全部数据密钥都在最新的主密钥下"),
        "master_key_there": _("用到的主密钥文件都在"),
        "master_key_young": _("主密钥一年内换过"),
        "security_contact": _("公布了安全联系人（security.txt）"),
    },
}

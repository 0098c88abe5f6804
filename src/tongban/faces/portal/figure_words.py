"""The published figures in words: what each is called, and what exactly it counts.

The page, the data dictionary and the dictionary's JSON speak from here.
"""

from django.utils.translation import gettext_lazy as _

# figure → its name, and what it counts
FIGURE = {
    "received": (_("收到申请"), _("本月登记的申请，不论从哪里来：网上、窗口、村里代办")),
    "accepted": (_("受理"), _("本月由工作人员受理的")),
    "deemed_accepted": (_("视为受理"), _("到期没有一次告知要补什么，按规定视为已经受理的")),
    "declined": (_("不予受理"), _("本月书面不予受理、到月底没有恢复办理的")),
    "decided": (_("作出的决定"), _("本月作出准予或者不予的决定、到月底没有重新办理的")),
    "granted": (_("准予"), _("上一行里准予的")),
    "refused": (_("不予"), _("作出决定的里面不予的；都写明理由和怎样申请复议、提起诉讼")),
    "withdrawn": (_("撤回"), _("申请人撤回的，或者按规定视为撤回的")),
    "terminated": (_("终止"), _("办不下去而终止的，比如申请人去世")),
    "promise_counted": (_("有承诺时限的决定"), _("本月作出决定、又有承诺时限的")),
    "promise_kept": (_("按承诺时限办结"), _("上一行里，在承诺的最后一天或之前作出决定的")),
    "statute_counted": (_("有法定时限的决定"), _("本月作出决定、又有法定时限的")),
    "statute_kept": (_("按法定时限办结"), _("上一行里，在法定的最后一天或之前作出决定的")),
    "told_once": (_("告知补正"), _("本月第一次告知要补什么的")),
    "told_again": (_("再次要求补正"), _("本月第二次或更多次要求补正的，不论为什么")),
    "told_in_parts": (_("本应一次说全的"), _("上一行里，本来第一次就该说的：没有做到一次性告知")),
    "extended": (_("延长期限"), _("本月经批准延长过期限的")),
    "open": (_("月底还在办"), _("到本月最后一天还没有办结的")),
    "overdue_check": (_("月底超过审查材料期限"), _("还在审查材料，审查期限的最后一天已经到了的")),
    "overdue_promise": (_("月底超过承诺时限"), _("已经受理，承诺的最后一天已经到了，还没有决定的")),
    "overdue_statute": (_("月底超过法定时限"), _("已经受理，法定的最后一天已经到了，还没有决定的")),
    "office_counted": (_("算了机关用时的决定"), _("下面两行由多少件算出；不足5件不算")),
    "office_median": (
        _("机关用时：一半的件不超过"),
        _("从收到到决定，轮到机关办的天数，按自然天，不算申请人补材料和法定不计时的日子"),
    ),
    "office_ninetieth": (_("机关用时：九成的件不超过"), _("同上")),
    "applicant_counted": (_("算了申请人用时的决定"), _("下面两行由多少件算出；不足5件不算")),
    "applicant_median": (
        _("申请人补材料用时：一半的件不超过"),
        _("告知补正送达到补齐的天数，按自然天；没有补正的是0天"),
    ),
    "applicant_ninetieth": (_("申请人补材料用时：九成的件不超过"), _("同上")),
}

# what stands at the top of a month
HEADLINES = ("received", "decided", "promise_kept", "overdue_promise", "office_median")
OF = {"promise_kept": "promise_counted", "statute_kept": "statute_counted"}
IN_DAYS = frozenset({"office_median", "office_ninetieth", "applicant_median", "applicant_ninetieth"})

# a column of the extract → what it holds
COLUMN = {
    "case": _("这一件在这一版里的代号，随机产生，不留底，换一版就换"),
    "shown": _(
        "这一行露出多少：day 事项、网点、日期；item_site 事项、网点；item 只有事项；site 只有网点；none 都没有"
    ),
    "item": _("事项编码；不露出时空着"),
    "site": _("办理网点的编码；不露出时空着"),
    "day_received": _("收到的日子"),
    "day_accepted": _("受理的日子"),
    "day_asked": _("告知补正的日子，几次就有几个"),
    "day_answered": _("补齐的日子，几次就有几个"),
    "day_check_due": _("审查材料期限的最后一天"),
    "day_promised_due": _("承诺时限的最后一天"),
    "day_statutory_due": _("法定时限的最后一天"),
    "day_ended": _("办结的日子"),
    "day_delivered": _("送达的日子"),
    "entered": _("本月登记的是1"),
    "accepted": _("本月受理的是1"),
    "deemed": _("本月视为受理的是1"),
    "declined": _("本月不予受理的是1"),
    "decided": _("本月作出决定的是1"),
    "withdrawn": _("本月撤回或视为撤回的是1"),
    "terminated": _("本月终止的是1"),
    "outcome": _(
        "本月办结的结果：granted 准予，refused 不予，declined 不予受理，withdrawn 撤回，deemed_withdrawn 视为撤回，terminated 终止"
    ),
    "promise_kept": _("决定在承诺时限内是1，超过是0，没有承诺时限空着"),
    "statute_kept": _("决定在法定时限内是1，超过是0，没有法定时限空着"),
    "office_days": _("决定的件：机关用了几天"),
    "applicant_days": _("决定的件：申请人补材料用了几天"),
    "told_once": _("本月第一次告知补正的次数"),
    "told_again": _("本月再次要求补正的次数"),
    "told_in_parts": _("其中本应一次说全的次数"),
    "extended": _("本月延长期限的次数"),
    "open": _("月底还在办的是1"),
    "overdue_check": _("月底超过审查材料期限的是1"),
    "overdue_promise": _("月底超过承诺时限的是1"),
    "overdue_statute": _("月底超过法定时限的是1"),
    "stage": _("还在办的，到哪一步：submitted 审查材料，awaiting_corrections 等补正，in_review 审查"),
    "events": _("本月发生了哪些事，按先后"),
}

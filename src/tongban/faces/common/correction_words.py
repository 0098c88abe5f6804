"""The words of corrections: acts, events, grounds, and what is wrong with a demand or with what was brought."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Mapping[str, object]

ACT: Words = {
    "correct_on_the_spot": _("当场改好"),
    "serve_notice": _("登记告知书已送到"),
}
EVENT: Words = {
    "corrected_on_the_spot": _("当场改好"),
    "notice_served": _("告知书已送到"),
}
PLAIN_EVENT: Words = {
    "corrected_on_the_spot": _("您当场改好了"),
    "notice_served": _("您收到了补材料的通知"),
}
DECLINE_GROUND: Words = {
    "no_need": _("这件事不需要办"),
    "not_our_power": _("不归本机关办"),
    "not_corrected": _("告知以后没有补全"),
    "conditions": _("不符合受理条件"),
}
FURTHER_DEMAND: Words = {
    "repeat": _("上次要求的还没有补齐"),
    "facts_changed": _("情况有了变化"),
    "verification": _("法律要求核实，核实后还要补"),
    "breach": _("上次没有说全"),
}
FOUND: Words = {
    "missing": pgettext_lazy("correction", "还没有交"),
    "faulty": pgettext_lazy("correction", "要改"),
}
SERVED_BY: Words = {
    "handed_over": _("当面交给"),
    "post": _("邮寄，对方签收"),
    "assister": _("代办员送到"),
    "electronic_read": _("本人登录看过"),
    "restored": _("恢复办理时告知"),
}
WORDS: Mapping[str, Words] = {
    "decline_ground": DECLINE_GROUND,
    "further_demand": FURTHER_DEMAND,
    "found": FOUND,
    "served_by": SERVED_BY,
}

FAULT: Words = {
    "reason_too_short": _("写得太短了，至少写 %(least)s 个字"),
    "reason_repeats": _("只重复几个字，没有说明原因，请写清楚"),
    "reason_says_nothing": _("这句话放在哪一件上都行，等于没说；请写明这一件到底哪里不对"),
    "verdict_missing": _("这样材料还没有结论"),
    "verdict_reason_missing": _("请写明哪里不符合"),
    "material_absent": _("没有收到这样材料，不能算符合"),
    "material_not_missing": _("这样材料收到了；有问题请选“不符合”，写明哪里不对"),
    "material_not_in_order": _("必交材料不符合要求，现在不能受理；请当场改好，或按一次性告知补正"),
    "not_open_to_judgement": _("上次没有说要补这样材料，现在不能改结论；确实要补的，按“再次告知”办"),
    "nothing_to_correct": _("没有要补的：材料都符合，也没有写哪一项填得不对"),
    "before_tomorrow": _("最早是明天"),
    "too_far_to_bring": _("最晚是半年以内，请核对日期"),
    "not_a_working_day": _("这一天不上班，请选工作日"),
    "before_the_notice": _("时间不能早于发出告知书的时间"),
    "further_demand_without_ground": _("已经一次告知过。再要补，请选是哪一种情况"),
    "further_demand_unexplained": _("请写清楚为什么上次没有说，至少 10 个字"),
    "complete_must_be_accepted": _("材料齐全、符合要求，依法应当受理，不能因为这个不予受理"),
    "conditions_after_review": _("是不是符合条件，要受理以后审查；不符合的，审查以后再决定"),
    "not_told_of_this": _("告知书上没有写过这个问题，不算“没有补全”；先告诉申请人"),
    "deemed_accepted_stands": _("已经视为受理，只有不归本机关办的才能不予受理"),
    "tell_first": _("还没有一次告知过。材料不齐的要先告诉申请人补什么"),
    "verdicts_open": _("还有材料没有看完"),
    "answer_changes_matter": _("这样一改，要交的材料或者要走的环节就不一样了。请撤回以后重新申请"),
    "not_handed_over_in_time": _(
        "已按撤回处理。只有在那以前交到窗口或者受托收件的代办点的，才能补录；其他的，有正当理由可以恢复办理"
    ),
    "why_not_brought": _("这一样没有补：请补上，或者写一句为什么"),
    "materials_not_in_order": _(
        "有 %(count)s 样必交材料没有收到，或者没有看过、不符合。先由窗口收下、看过，符合了才能批准"
    ),
    "nothing_brought": _("一样也没有补，请至少补一样"),
}
WHY_NOT: Words = {
    "not_your_role_judge_materials": _("由窗口人员办"),
    "not_your_role_request_corrections": _("由窗口人员办"),
    "not_your_role_serve_notice": _("由窗口人员或代办员登记"),
    "not_your_role_correct": _("由窗口人员或代办员收"),
    "not_your_role_correct_on_the_spot": _("由窗口人员办"),
    "not_of_this_point": _("不是在这个代办点收的，也不在这里领，请到收件的地方补"),
    "verdicts_open": _("还有材料没有看完。一次要告诉全，先把材料看完"),
}

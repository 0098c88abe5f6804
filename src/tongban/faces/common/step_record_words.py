"""Words of what the steps of a review leave on record: visits, meetings, public notices, other systems, sending back."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FAULT = {
    "record_missing": _("这一步要先登记记录，请把下面的都填上"),
    "two_officers": _("核查要两个人去，请选另一位同事"),
    "officer_barred": _("这位同事不能核查这一件，请另选一位"),
    "count_too_large": _("人数太大了，请再看一遍"),
    "nobody_entitled": _("应到人数不能是 0"),
    "more_present_than_entitled": _("实到人数不能比应到的 %(entitled)s 人多"),
    "votes_do_not_add_up": _("同意、反对、弃权加起来是 %(votes)s 人，实到 %(present)s 人，对不上"),
    "quorum_not_reached": _("人没有到够，会议不算数：至少要到 %(least)s 人"),
    "vote_not_passed": _("同意的没有超过实到人数的一半，表决没有通过，结论不能写“同意”"),
    "too_many_files": _("文件太多了，最多 %(most)s 个"),
    "external_number_needed": _(
        "要先在部门系统里办好，把那边的编号填回来；那边没有办成的，选“不同意”，写明原因"
    ),
    "external_number_unsound": _("这不像那边的编号，请照着再抄一遍"),
    "external_turned_down": _("部门系统里没有办成，不能准予"),
    "before_the_step": _("这一步 %(opened)s 才开始，日子不能更早"),
    "too_far_ahead": _("日子太远了，公示要在 15 天以内贴出"),
    "before_the_matter": _("这一天还没有收到这一件（%(since)s 收到），日子不能更早"),
    "before_the_new_inquiry": _("有人提了异议，要从 %(since)s 起重新调查，以前的那一次不能用"),
    "group_too_small": _("评议小组至少 %(least)s 个人，一两个人不算评议"),
    "vote_passed": _("表决通过了，这里的结论就是会议的结论；您有不同看法，写在审查意见里"),
    "notice_back_dated": _("公示从登记这一天起算，不能往前写：今天是 %(today)s"),
    "before_the_notice": _("公示 %(first)s 才贴出，异议不能更早"),
    "after_the_notice": _("公示 %(last)s 就到期了，这以后提的不算公示期内的异议；有新情况请走投诉、信访的路"),
    "objection_upheld": _("有一条异议成立了，不能照原来的结论办结：请退回前面的环节重新核实，或者写“不同意”"),
    "objector_can_be_reached": _("他留了联系方式，要把结果告诉他"),
    "notice_too_long": _("公示的日子太长了，最晚到 %(most)s"),
    "notice_too_short": _("公示的日子不够，最早到 %(least)s"),
    "too_many_places": _("张贴的地点太多了，最多 %(most)s 处"),
    "not_an_amount": _("金额要写数字，比如 1200，最多两位小数"),
}
REFUSAL = {
    "notice_not_posted": _("公示还没有张贴，先登记张贴"),
    "notice_still_hangs": _("公示还没有到期，过了最后一天才能办结这一步"),
    "objections_open": _("还有异议没有答复，先核实、答复异议"),
    "inquiry_open": _("正在重新调查，调查做完才能答复异议"),
    "notice_not_hanging": _("公示还没有到张贴的日子"),
    "nothing_before": _("前面没有办过的环节，不能退回"),
}
WHY_NOT = {
    "not_your_role_complete_external_step": _("由经办这个环节的岗位办"),
    "not_your_role_return_step": _("由正在办的岗位或者作决定的负责人退回"),
    "not_your_role_post_public_notice": _("由负责公示的岗位张贴"),
    "not_your_role_record_objection": _("由窗口、代办员或者审核人员登记"),
    "not_your_role_answer_objection": _("由负责公示的岗位核实、答复"),
}
MEETING_SORT = {
    "group": _("评议小组"),
    "representatives": _("村民代表会议"),
    "villagers": _("村民会议（十八周岁以上村民）"),
    "households": _("村民会议（每户派代表）"),
}
TOLD_HOW = {
    "in_person": _("当面告诉本人"),
    "phone": _("打电话告诉本人"),
    "letter": _("送去书面答复"),
    "nobody": _("没有留联系方式，没法答复本人"),
}
ENTRY = {
    "opinion": pgettext_lazy("step entry", "意见"),
    "verification": pgettext_lazy("step entry", "两人核查"),
    "meeting": pgettext_lazy("step entry", "会议"),
    "notice_posted": pgettext_lazy("step entry", "张贴公示"),
    "objection": pgettext_lazy("step entry", "异议"),
    "objection_answered": pgettext_lazy("step entry", "答复异议"),
    "external": pgettext_lazy("step entry", "外部系统"),
    "returned": pgettext_lazy("step entry", "退回"),
}
WORDS = {"meeting_sort": MEETING_SORT, "step_entry": ENTRY, "told_how": TOLD_HOW}
FIELDS = {
    "made_on": _("哪天提的"),
    "told_how": _("怎样答复提异议的人"),
    "record": _("记录"),
    "visit_day": _("核查的日子"),
    "visit_place": _("核查的地点"),
    "second_officer": _("另一位核查人员"),
    "findings": _("看到、问到的情况"),
    "photos": _("照片"),
    "meeting_sort": _("谁来开会"),
    "meeting_day": _("开会的日子"),
    "meeting_place": _("开会的地点"),
    "chair": _("主持人"),
    "entitled": _("应到人数"),
    "present": _("实到人数"),
    "in_favour": _("同意人数"),
    "against": _("反对人数"),
    "abstained": _("弃权人数"),
    "minutes": _("会议记录"),
    "minutes_scan": _("会议记录的扫描件"),
    "places": _("张贴的地点"),
    "hung_first": _("贴出的日子"),
    "hung_last": _("最后一天"),
    "notice_amount": _("公示的金额"),
    "objector": _("谁提的"),
    "contact": _("怎么联系"),
    "about": _("提了什么"),
    "objection": _("哪一条异议"),
    "upheld": _("异议对不对"),
    "finding": _("核实的情况"),
    "external_number": _("那边的编号"),
    "done_at": _("那边办好的时间"),
    "external_note": _("说明"),
    "to": _("退回到哪一步"),
}
# what is copied of a person into another system
PARTS_COPIED = {
    "number": _("办件编号"),
    "applicant.name": _("申请人姓名"),
    "applicant.number": _("申请人证件号码"),
    "applicant.phone": _("申请人电话"),
    "representative.name": _("代理人姓名"),
    "representative.number": _("代理人证件号码"),
    "representative.phone": _("代理人电话"),
}

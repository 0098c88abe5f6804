"""Words of rosters, of what could not be done anywhere, and of the yearly look at benefits that stand."""

from django.utils.translation import gettext_lazy as _

FAULT = {
    "roster_unreadable": _("这份文件打不开，请用模板另存为 Excel（.xlsx）或者 CSV 再传"),
    "roster_no_heading": _("没有找到标题行，请用模板，标题行里要有“姓名”和“身份证号”"),
    "roster_column_missing": _("缺了这些栏：%(columns)s。请用模板，把它们补上"),
    "roster_too_many": _("一份名册最多 %(most)s 行，请分成几份"),
    "roster_no_rows": _("名册里一行也没有，请从标题下面填起"),
    "roster_cell_formula": _("这一格是公式或者出错的值，请改成文字"),
    "roster_cell_date": _("这一格是日期格式，请改成文字"),
    "roster_cell_number": _("这一格是数字格式，长号码会丢位，请改成文字再填一遍"),
    "roster_not_asked": _("按前面填的，这一栏不用填：删掉它，或者改前面的选择"),
    "roster_of_another_township": _("这一行的人归%(site)s办，名册只收本乡镇的，请单独收件"),
    "roster_twice": _("和第 %(line)s 行是同一个人，请留一行"),
    "roster_running": _("这个人同一个事项已经有一件在办（%(number)s），不用再报"),
    "roster_running_elsewhere": _("这个人同一个事项已经有一件在办，在别处收的，不用再报"),
    "roster_member_running": _("这一户里有人已经写在另一件在办的办件里（%(number)s），请核对"),
    "roster_member_running_elsewhere": _("这一户里有人同一个事项已经有一件在办，在别处收的，请核对"),
    "roster_granted": _("这个人今年同一个事项已经办成一件（%(number)s）。确实要再办的，请单独收件"),
    "roster_granted_elsewhere": _("这个人今年同一个事项已经在别处办成一件。确实要再办的，请单独收件"),
    "roster_quote_open": _("这一格的引号只有一半，请删掉或者补全"),
    "roster_not_in_columns": _("看不出哪里分栏。请从表格里整块复制，或者用逗号、分号把每一栏隔开"),
    "roster_no_ground": _("这个事项没有规定可以由村里或者单位替人报名册，请选别的方式"),
    "roster_not_looked": _("请先确认每一户的材料都看过"),
    "odd_words_say_nothing": _("请写清楚想办什么、卡在哪里"),
    "odd_case_of_another": _("这一件的申请人、代办人和电话都不是来反映的人的，请核对编号"),
    "odd_passed_enough": _("已经转过 %(times)s 次，请直接答复，或者转给负责人"),
    "odd_where_missing": _("请写明转给了谁，或者该到哪里去办"),
}
REFUSAL = {
    "roster_not_waiting": _("这份名册正在收，或者已经收完，不能再做这一步"),
    "roster_nothing_sound": _("名册里没有可以收的行，请先按提示改好再传"),
    "roster_nothing_to_accept": _("这份名册里没有等着受理的件"),
    "roster_not_running": _("这份名册现在没有在收"),
    "odd_answered": _("这一件已经答复过了"),
    "odd_not_your_turn": _("这一件由别人办，要办请先转给您"),
    "odd_nobody_there": _("这个中心现在没有人能接，请打咨询电话"),
    "review_recorded": _("今年的核对已经登记过了"),
    "review_not_recorded": _("这一年的核对还没有登记，没有可以更正的"),
    "review_corrected": _("这一条刚被别人更正过，请看最新的一条"),
}
ROSTER_STATE = {
    "checked": _("查过了，还没有收"),
    "running": _("正在收"),
    "done": _("收完了"),
    "stopped": _("停下了"),
}
ROSTER_ROW = {
    "sound": _("可以收"),
    "faulty": _("要改"),
    "filed": _("收下了"),
    "refused": _("没有收成"),
    "left_out": _("选了不收"),
}
BROUGHT_BY = {
    "each": _("名册上的人各自申请，都签了名"),
    "assister": _("代办员替每个人代办"),
    "village": _("村里或者单位替他们报"),
}
WHY_STOPPED = {
    "by_hand": _("有人按了停下"),
    "assignment_ended": _("开始收的人已经不在这个岗位，请换人接着收"),
}
ROSTER_PAPER = {
    "each": _("每一件一张收件凭证"),
    "list": _("整份名册一张收件凭证"),
}
ODD_RESULT = {
    "solved": _("办成了"),
    "became_case": _("转成了办件"),
    "referred": _("转给了别的单位"),
    "not_possible": _("办不了"),
    "erased": _("已依法删除"),
}
REVIEW_RESULT = {
    "kept": _("情况没变，继续发"),
    "changed": _("情况变了，要调整"),
    "stopped": _("不再符合，建议停发"),
    "died": _("本人已经去世"),
}
FORM_OF_PAPER = {"paper_original": _("纸质原件"), "paper_copy": _("纸质复印件")}
WORDS = {
    "roster_state": ROSTER_STATE,
    "roster_row": ROSTER_ROW,
    "brought_by": BROUGHT_BY,
    "why_stopped": WHY_STOPPED,
    "roster_paper": ROSTER_PAPER,
    "odd_result": ODD_RESULT,
    "review_result": REVIEW_RESULT,
    "form_of_paper": FORM_OF_PAPER,
}
LISTS = {
    "roster": _("名册"),
    "odd": _("办不成事窗口"),
    "reviews": _("年度核对"),
}
LOOKED_AT = {"odd.name": _("反映人的姓名和电话")}
FIELDS = {
    "file": _("文件"),
    "pasted": _("粘贴的内容"),
    "typed": _("填写的内容"),
    "name": _("名册的名称"),
    "consent": _("签字和同意"),
    "brought_by": _("谁来申请"),
    "organization": _("村或者单位"),
    "handler.name": _("经办人姓名"),
    "handler.number": _("经办人身份证号"),
}

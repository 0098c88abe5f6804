"""What is wrong with a file or an item of the catalogue, and its mend, in both languages side by side.

The command line speaks them without a web request, the pages of the editor in the reader's language; hence no gettext.
Each sentence says the fault first and the mend after the colon.
"""

from collections.abc import Mapping
from typing import Any

SENTENCES: dict[str, tuple[str, str]] = {
    # a file that cannot be read
    "not_utf8": (
        "第 {byte} 字节起不是 UTF-8（看起来是 {guess}）：请用 UTF-8 编码另存后再导入",
        "not UTF-8 from byte {byte} on (it looks like {guess}): save it as UTF-8 and try again",
    ),
    "not_yaml": (
        "不是合法的 YAML（{problem}）：请检查这一行的缩进、冒号和引号",
        "not YAML ({problem}): look at the indents, colons and quotes of this line",
    ),
    "empty_file": ("文件是空的：请选择有内容的文件", "the file is empty: choose one with something in it"),
    "too_large": ("文件太大，最多 {most} 字节：请分成几个文件", "the file is too large, at most {most} bytes: split it"),
    "too_deep": ("层次太深，最多 {most} 层：请按随附文件的写法改", "nested too deeply, at most {most}: write it as the shipped files are written"),
    "too_many_values": ("内容太多，最多 {most} 项：请分成几个文件", "too many values, at most {most}: split the file"),
    "alias": ("用了锚点或别名（& *）：请把内容写全", "an anchor or alias (& *) is used: write the value out"),
    "tag": ("用了标签 {tag}：请删去，只写值", "the tag {tag} is used: take it out and write the value alone"),
    "several_documents": ("一个文件里有几份内容（---）：一个事项一个文件", "several documents in one file (---): one item a file"),
    "key_twice": ("“{key}”写了两次：请删去一个", "'{key}' is there twice: delete one"),
    "key_not_text": ("栏目名不是文字：请改成随附文件里的栏目名", "a key is no plain word: use the keys of the shipped files"),
    "ambiguous": (
        "“{value}”没有加引号，会被读成别的意思：是文字就加引号，是或否请写 true 或 false",
        "'{value}' without quotes reads as something else: put a text into quotes; write true or false for yes or no",
    ),
    "not_an_item": ("不是一个事项：请按随附文件的写法，从 code 写起", "this is no item: write it as the shipped files are, from 'code' on"),
    "unknown_kind": ("认不出文件种类：请用 {known} 之一", "the kind of file is unknown: use one of {known}"),
    "no_items": ("文件里没有事项：请至少写一个", "there is no item in the file: write at least one"),
    # an archive or a workbook that is refused
    "not_an_archive": ("文件损坏或不是压缩包：请重新导出或另存", "the file is damaged or no archive: export or save it again"),
    "archive_damaged": ("压缩包已损坏：请重新导出或另存", "the archive is damaged: export or save it again"),
    "archive_too_many": ("压缩包里有 {found} 个文件，最多 {most} 个：请分成几个", "{found} files in the archive, at most {most}: split it"),
    "archive_bomb": ("解压后过大（{size} 字节，{ratio} 倍）：拒绝导入，请核对文件来源", "it unpacks to {size} bytes, {ratio} times its size: refused; make sure where the file comes from"),
    "archive_encrypted": ("文件加了密码或用了少见的压缩方式：请去掉密码重新保存", "it is encrypted or packed in an unusual way: save it again without a password"),
    "archive_name": ("文件名越出文件夹或重复：请重新打包", "a name leaves its folder or stands twice: pack it again"),
    "not_a_workbook": ("不是能读的 XLSX 工作簿：请用导出的文件改，另存为 .xlsx", "this is no XLSX workbook that can be read: change an exported one and save it as .xlsx"),
    "has_macros": ("含有宏：请另存为不带宏的 .xlsx", "it has macros: save it as .xlsx without macros"),
    "external_link": ("链接到别的文件：请断开链接，只留值", "it links to other files: break the links and keep the values"),
    "xml_doctype": ("含有文档类型或实体声明：拒绝导入，请用常用软件重新保存", "it declares a document type or entities: refused; save it again with an ordinary program"),
    "xml_encoding": ("内部不是 UTF-8：请用常用软件重新保存", "its parts are not UTF-8: save it again with an ordinary program"),
    "too_many_rows": ("行数超过 {most} 行：请从这一行起分成另一个文件", "more than {most} rows: move what follows from this row on to another file"),
    "sheet_unknown": ("没有这张表：请恢复表名；可用的是 {known}", "there is no such sheet: restore its name; known are {known}"),
    "sheet_missing": ("缺少这张表：请用导出的文件改，不要删表", "this sheet is missing: change an exported file and keep its sheets"),
    "header_missing": ("缺少前两行（标题和栏目代码）：请从导出的文件复制回来", "the first two rows (titles and keys) are missing: copy them back from an exported file"),
    "column_unknown": ("栏目代码“{value}”不认识：请恢复第二行", "the key '{value}' is unknown: restore the second row"),
    "column_twice": ("栏目“{value}”有两列：请删去一列", "the column '{value}' is there twice: delete one"),
    "column_missing": ("缺少栏目“{value}”：请从导出的文件复制回来", "the column '{value}' is missing: copy it back from an exported file"),
    # a cell or a row
    "formula": ("是公式：请改成值；以 = 开头的文字请放在英文双引号里", "this is a formula: put the value in; a text that begins with = goes into straight double quotes"),
    "cell_error": ("单元格显示错误值：请填写正确的内容", "the cell shows an error: fill in the right value"),
    "cell_is_number": ("是数字格式，可能丢了开头的 0：请把单元格设为“文本”再填", "the cell is a number and may have lost a leading zero: format it as text and enter it again"),
    "cell_is_date": ("被表格软件变成了日期：请把单元格设为“文本”再填", "the spreadsheet made a date of it: format the cell as text and enter it again"),
    "cell_outside": ("这一列没有标题：请移到有标题的列，或删去", "this column has no title: move the value under a title or delete it"),
    "cell_missing": ("必须填写：请补上", "this must be filled in: add it"),
    "cell_not_integer": ("“{value}”不是整数：请只写数字", "'{value}' is no whole number: write digits alone"),
    "cell_not_number": ("“{value}”不是数字：请只写数字", "'{value}' is no number: write digits alone"),
    "cell_not_boolean": ("“{value}”不是“是”或“否”：请写其中一个", "'{value}' is neither yes nor no: write one of them"),
    "cell_not_option": ("“{value}”不在可选之列：请写 {known} 之一", "'{value}' is not offered: write one of {known}"),
    "cell_not_json": ("“{value}”不是合法的条件或参数：请照说明表里的例子写", "'{value}' is no condition or parameter: write it as in the example on the first sheet"),
    "cell_too_long": ("太长，一格最多 {most} 字：请缩短", "too long, at most {most} characters a cell: shorten it"),
    "item_unknown": ("事项编码“{value}”在事项表里没有：请核对编码", "the item code '{value}' is not among the items: check it"),
    "item_twice": ("事项“{value}”出现了两次：请删去一个", "the item '{value}' is there twice: delete one"),
    "parent_unknown": ("所属代码“{value}”在这个事项里没有：请核对问题或材料的代码", "'{value}' is no question or material of this item: check the code"),
    "row_twice": ("“{value}”已有一行：请删去一行", "there is a row for '{value}' already: delete one"),
    # tables
    "not_tables": ("压缩包里没有 {wanted}：请按交换表打包", "{wanted} is not in the archive: pack the exchange tables"),
    "table_unknown": ("没有这张交换表：请从压缩包里取出", "there is no such exchange table: take it out of the archive"),
    "csv_damaged": ("不是合法的 CSV（{problem}）：请检查引号是否成对", "not CSV ({problem}): see whether its quotes are in pairs"),
    "row_width": ("这一行的列数和标题不同：请检查逗号和引号", "this row has another number of values than the titles: look at its commas and quotes"),
    "no_such_code": ("“{value}”不是标准代码：请按国家标准的代码表改正", "'{value}' is no code of the standard: correct it by the standard's table"),
    "operation_refused": ("标为删除（{value}）：导入不删事项，请去掉这一行，在编辑页停办", "marked as deleted ({value}): an import deletes nothing; take the row out and end the item in the editor"),
    "draft_open": ("这个事项已有一份没办完的草稿：请先提交、退回或废弃它", "somebody is writing this item already: have that draft approved or discarded first"),
    # the shape of a content
    "missing": ("缺少这一项：请补上", "this is missing: add it"),
    "unknown": ("没有这一项：请改正拼写或删去", "there is no such field: correct it or delete it"),
    "enum": ("“{value}”不在可选之列：请写 {known} 之一", "'{value}' is not offered: write one of {known}"),
    "type": ("内容的种类不对（{problem}）：请按格式说明改", "a value of the wrong kind ({problem}): write it as the format says"),
    "pattern": ("“{value}”写法不对：请写成{format_zh}", "'{value}' is not in the right form: write {format_en}"),
    "breaks_below": (
        "{division} 在这里有自己的改动（{at}），会落空：请先改那一级，或保留这一处",
        "{division} has a change of its own here ({at}), which would be gone: change that level first, or keep this",
    ),
    "other": ("有问题（{problem}）：请照随附文件的写法改", "something is wrong ({problem}): write it as the shipped files are written"),
    "minLength": ("没有内容或太短：请补上", "empty or too short: fill it in"),
    "maxLength": ("太长，最多 {limit} 字：请缩短", "too long, at most {limit} characters: shorten it"),
    "minItems": ("至少要有 {limit} 项：请补上", "at least {limit} are needed: add them"),
    "maxItems": ("最多 {limit} 项：请减少", "at most {limit} are taken: leave some out"),
    "uniqueItems": ("有重复的：请删去一个", "the same is there twice: delete one"),
    "minimum": ("不能小于 {limit}：请改正", "not below {limit}: correct it"),
    "maximum": ("不能大于 {limit}：请改正", "not above {limit}: correct it"),
    "twice": ("代码“{code}”用了两次：请换一个", "the code {code} is there twice: choose another"),
    "code_twice": ("事项编码“{code}”用了两次：请换一个", "the item code {code} is there twice: choose another"),
    "blank_basis": ("依据没有写全：法律文件、条款、要求都要写", "the basis is not whole: name the law, the article and the duty"),
    "promise_longer": ("承诺时限比法定时限长：请改短，或更正法定时限", "the promise is longer than the statutory limit: shorten it, or correct that limit"),
    "not_a_date": ("没有这一天：请写成 2026-12-04 这样", "there is no such day: write it like 2026-12-04"),
    "situation_kind": ("决定情形的问题只能是单选或“是或否”：请改问题类型", "a question that decides the situation is a choice or a yes_no: change its kind"),
    "unknown_field": ("条件里的“{field}”不存在或排在后面：请改成前面问过的问题", "'{field}' is asked later or not at all: use a question asked before"),
    "condition": ("条件写法不对（{problem}）：请照格式说明改", "a condition in the wrong form ({problem}): write it as the format says"),
    # bases
    "no_basis": ("没有办理依据：请写明法律文件、条款和要求", "there is no basis: name the law, the article and the duty"),
    "effect_without_basis": ("法律效果“{effect}”没有依据：写全依据，否则删去", "the effect {effect} has no basis: state it whole, or take the effect out"),
    "licensing_law_elsewhere": ("不是行政许可，不能直接用行政许可法：请写本事项自己的依据，否则删去", "no licence, so the Licensing Law does not apply of itself: cite this item's own basis, or take the effect out"),
    "withdrawal_of_benefit": ("社会救助不能因逾期不补正视为撤回：请删去", "assistance is never taken as withdrawn for silence: take the effect out"),
    "fee_without_basis": ("收费“{fee}”没有依据：写全依据，否则删去", "the fee '{fee}' has no basis: state it whole, or take the fee out"),
    "no_fee_ground_missing": ("不收费但没有写为什么：请写明", "nothing is charged but the ground is not said: write it"),
    "fee_and_no_fee": ("又收费又写了不收费的理由：请删去一个", "there are fees and a ground for charging none: delete one"),
    "power_without_delegation": ("权力来自上级，但没有写委托（下放）依据：请写全，或更正权力来源", "the power comes from above, but its basis is not there: state it, or correct the source of power"),
    "direct_without_delegation": ("村级直办，但既不是自治事项也没有书面委托：请写明委托机关和依据，或改成代办", "decided in the village, but neither its own matter nor delegated: name the principal and the basis, or let it be filed on behalf"),
    # limits
    "step_longer": ("环节“{step}”比整个承诺还长：请改短", "the step '{step}' is longer than the whole promise: shorten it"),
    "statutory_missing": ("行政许可没有写法定时限：请写明（没有特别规定的是二十个工作日）", "a licence without its statutory limit: state it (twenty working days where no other law says otherwise)"),
    "on_the_spot_without_effect": ("是即办件，但没有“当场决定”的效果和依据：请补上，或改成承诺件", "handled on the spot without that effect and its basis: add it, or promise a limit"),
    "on_the_spot_effect_only": ("有“当场决定”的效果，却不是即办件：请统一", "has the effect on_the_spot but is not handled so: make the two agree"),
    "signers_without_people": ("要家里人签字，却没有问家里有谁：请加一个“家庭成员”的问题", "members of the household sign, yet no question asks who they are: add one of kind people"),
    "signers_before_unknown": ("“哪一步以前签”写的“{value}”不是这个事项的环节：请填 acceptance 或环节代码", "'{value}' is no step of this item: give acceptance or a step's code"),
    "spot_role_unknown": ("“当场决定”写的岗位角色“{value}”不认识：请填 clerk（窗口人员）", "the role '{value}' decides nothing on the spot: give clerk"),
    "spot_step_elsewhere": ("窗口一个人当场办不了环节“{step}”：请去掉“当场决定”里的角色，或改环节", "the step '{step}' is not done by one person at the counter: leave out the role, or change the step"),
    "on_the_spot_takes_days": ("即办件的承诺超过一天：请改成 0 或 1 天", "on the spot, yet promised in more than a day: make it 0 or 1"),
    "visit_without_reason": ("要群众跑，但没写为什么：请写明，或改成 0 次", "people must come, but not why: write it, or make it 0 visits"),
    "ended_without_reason": ("{ends} 已停办，但没写原因：请写明，或取消公布", "ended on {ends} without a reason: write it, or unpublish the item"),
    "received_rule_missing": ("没写“{channel}”何时算收到：请补上", "it is not said when '{channel}' counts as received: add it"),
    # materials
    "material_unnamed": ("材料名称里有“{word}”：请写出具体材料", "the name says '{word}': name the material itself"),
    "material_without_issuer": ("材料“{material}”没写由谁出具，群众没处开：请写明", "nobody is named who issues '{material}': name them, or nobody can obtain it"),
    "form_undefined": ("申请表“{material}”没有定义内容：请写明栏目、声明和签字人", "the form '{material}' is not defined: give its fields, statement and signers"),
    "form_of_no_form": ("“{material}”不是表格却定义了表格：请改材料类型或删去", "'{material}' is no form but defines one: change its kind or delete it"),
    "form_field_unknown": ("表里的栏目“{field}”没有这个问题：请改正代码", "the form's field '{field}' is no question: correct the code"),
    "not_electronic": ("网上办不能交“{material}”的纸质件：请允许电子件，或限定渠道", "online nobody can hand in '{material}' on paper: take an electronic one, or ask for it elsewhere only"),
    "deferrable_without_effect": ("材料“{material}”可容缺，但没有容缺受理的效果列出它：请补上，或改成必要", "'{material}' may follow later, but no deferral names it: add it, or require it"),
    "commitment_without_effect": ("材料“{material}”可承诺替代，但没有告知承诺的效果列出它：请补上，或去掉", "a promise may replace '{material}', but no informed_commitment names it: add it, or take the mark out"),
    "result_of_unknown": ("材料是事项“{item}”的结果，但没有这个事项：请改正编码或删去", "the material is the result of '{item}', which does not exist: correct the code or delete it"),
    "circular_proof": ("循环证明：{way}：请删去其中一个材料要求", "a circle of proofs, {way}: ask for one of them no longer"),
    # effects
    "parameter_missing": ("法律效果“{effect}”缺参数“{parameter}”：请补上", "the effect {effect} lacks '{parameter}': add it"),
    "parameter_unknown": ("法律效果“{effect}”没有参数“{parameter}”：请改正或删去", "the effect {effect} has no '{parameter}': correct or delete it"),
    "parameter_not_days": ("天数应是 1 到 365 的整数：请改正", "days are a whole number from 1 to 365: correct it"),
    "parameter_not_a_unit": ("单位应是 working 或 calendar：请改正", "a unit is working or calendar: correct it"),
    "parameter_material_unknown": ("没有材料“{material}”：请改正代码", "there is no material '{material}': correct the code"),
    "deferral_of_required": ("“{material}”不是容缺后补的材料，不能容缺：请改必要性或从名单里去掉", "'{material}' may not follow later, so it cannot be deferred: change its necessity or take it off the list"),
    "commitment_not_marked": ("“{material}”没有标明可以用承诺代替：请标明或从名单里去掉", "'{material}' is not marked as replaceable by a promise: mark it or take it off the list"),
    "notice_shows_too_much": ("公示内容“{value}”超出范围：请删去", "a notice may not show '{value}': take it out"),
    "notice_objection_unclear": (
        "有异议怎样办写得不对：只能写 reinvestigate（重新调查、再公示），或者不写",
        "what an objection leads to is unclear: reinvestigate (a new inquiry and a new notice), or leave it out",
    ),
    "notice_of_minors": ("公示不得有未成年人：请写 never", "minors never stand on a notice: write never"),
    "procedure_unknown": ("“{value}”不是法定的不计时环节：请改正或删去", "'{value}' is no procedure that stands outside the limit by law: correct or delete it"),
    "extension_of_nothing": ("没有法定时限，却写了可以延长：请补上时限或删去", "an extension, but no statutory limit to extend: add the limit or delete it"),
    "extension_in_another_unit": ("延长的单位和法定时限不一样：请改成一样", "the extension's unit differs from the statutory limit's: make the two agree"),
    "parameter_not_a_time": ("时间应写成 18:00 这样：请改正", "a time of day is written like 18:00: correct it"),
    "joint_shorter": ("联合办理的时限比法定时限短：请核对", "the joint limit is shorter than the statutory one: check both"),
    "joint_of_nothing": ("有联合办理的时限，但没有两个环节同时办：请补上并行组，或写明一律联合办理", "a joint limit, but no two steps side by side: name their group, or state that it always holds"),
    "notice_step_without_effect": ("有公示环节，但没有公示的效果和依据：请补上，或删去环节", "a step of public notice without that effect and its basis: add it, or delete the step"),
    "receipt_without_village_point": ("村代办点受托收件，但渠道里没有村代办点：请统一", "the village point receives in trust, but is no channel: make the two agree"),
    "roster_paper_unknown": ("名册收件给什么凭证没有写清：写 each（每件一张）或 list（整份一张）", "which receipt a roster gives is not clear: write each (one for each matter) or list (one for all)"),
    "roster_represented_unclear": ("能不能由村里、单位替人报名册没有写清：写 true 或 false", "whether others may file a roster for people is not clear: write true or false"),
    # steps
    "position_unknown": ("“{level}”没有岗位“{position}”：请改成 {known} 之一", "there is no position '{position}' at '{level}': use one of {known}"),
    "position_vacant": ("岗位“{position}”（{level}）今天没有人：请先任命，或改岗位", "nobody holds '{position}' ({level}) today: appoint somebody, or name another position"),
    "system_unnamed": ("环节“{step}”在部门系统办理，但没写系统名称：请写明", "the step '{step}' runs in an outside system that is not named: name it"),
    # questions, sample, texts
    "situation_decides_nothing": ("问题“{question}”标为决定情形，却不影响任何材料、环节：请去掉标记，或写出它决定什么", "'{question}' is said to decide the situation but decides nothing: take the mark out, or say what depends on it"),
    "no_village_question": ("网上办，但没有问是哪个村，不知道归谁办：请加一个“村”的问题", "taken online, but no village is asked for and so no centre known: add a question of kind village"),
    "condition_never_holds": ("条件等的答案“{value}”不在问题“{field}”的选项里：请改正", "it waits for '{value}', which '{field}' does not offer: correct it"),
    "sample_of_no_question": ("样例回答了不存在的问题“{question}”：请删去", "the sample answers '{question}', which is not asked: delete it"),
    "sample_refused": ("样例答案“{question}”填表时会被拒（{problem}）：请改正", "the form would refuse the sample's '{question}' ({problem}): correct it"),
    "sample_not_asked": ("按样例的其他答案，不会问到“{question}”：请删去或改其他答案", "by the sample's other answers '{question}' is not asked: delete it or change those"),
    "english_missing": ("“{text}”没有英文：请补上", "'{text}' has no English: add it"),
    "found_by_nothing": ("没有别名或问法，群众搜不到：请补上", "no other name or question leads to it: add some"),
    # overrides
    "override_of_unknown": ("没有事项“{item}”：请改正编码", "there is no item '{item}': correct the code"),
    "another_item": ("编码与事项不同：请改正", "the code is another item's: correct it"),
    "not_a_list": ("应是列表（{problem}）：请按随附文件的写法改", "a list is expected ({problem}): write it as the shipped files are written"),
    "unknown_operation": ("操作应是 set、remove、append 之一：请改正", "an operation is one of set, remove, append: correct it"),
    "no_such_place": ("上级内容里找不到“{at}”：请改正路径", "there is no '{at}' in the content above: correct the path"),
    "uniform": ("“{at}”全区统一，下级不能改：请删去", "'{at}' is the same everywhere: delete the change"),
    "heavier": ("对群众更不利（{what}），要有自己的依据：请写 basis，或撤销这一条", "it asks more of people ({what}) and needs a basis of its own: state one, or take the change out"),
}  # fmt: skip


CONDITION_FAULTS = frozenset(
    [
        "not_an_object",
        "one_operator_only",
        "unknown_operator",
        "not_a_pair",
        "not_a_value",
        "not_a_field",
        "not_a_number_or_date",
        "empty_list",
    ]
)
"""Codes of `rules.conditions.validate` that one sentence tells."""


def finding_sentence(code: str, params: Mapping[str, Any], lang: str) -> str:
    """The sentence of a fault; one without a sentence of its own is told in the checker's English words.

    Args:
        lang: ``zh…`` or ``en…``.
    """
    pair = SENTENCES.get(code)
    if pair is None:
        pair = SENTENCES["condition" if code in CONDITION_FAULTS else "other"]
    text = pair[0] if lang.startswith("zh") else pair[1]
    return text.format_map(_Known({name: str(value)[:200] for name, value in params.items()}))


class _Known(dict[str, str]):
    """A value that a sentence asks for and nobody gave stays out of it."""

    def __missing__(self, key: str) -> str:
        return "…"

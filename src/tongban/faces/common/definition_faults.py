"""Faults of an item's content as sentences beside a field of the editor's form.

`catalogue_findings` says the same faults to somebody who mends a file: by keys, lines and commands, where a form
speaks of lists to choose from and fields to fill in.
"""

from collections.abc import Mapping

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from tongban.catalogue.structure import DefinitionFault
from tongban.directory import queries as directory
from tongban.faces.common.schema_words import steps_into

SENTENCES: Mapping[str, object] = {
    "missing": _("这一项还没有填"),
    "minLength": _("这一项还没有填"),
    "minItems": _("至少要有一项"),
    "maxLength": _("写得太长了，请缩短"),
    "uniqueItems": _("有重复的，请去掉一个"),
    "enum": _("请从列出的选项里选一个"),
    "type": _("填的内容不合格式，请重新填"),
    "unknown": _("没有这一栏，请删掉"),
    "minimum": _("数字太小了"),
    "maximum": _("数字太大了"),
    "pattern": _("格式不对，要写成%(format)s"),
    "minProperties": _("条件还没有写完"),
    "maxProperties": _("条件里一层只能有一个判断"),
    "promise_longer": _("承诺时限比法定时限长，请改短，或者更正法定时限"),
    "not_a_date": _("没有这一天，请写成 2026-12-04 这样"),
    "twice": _("这个代码已经用过，请换一个"),
    "situation_kind": _("决定情形的问题只能是单选或“是/否”"),
    "blank_basis": _("依据要写全：法律文件、条款、要求"),
    "unknown_field": _("条件里的问题不存在，或者排在后面，请改成前面问过的问题"),
    "unknown_operator": _("条件写法不对，请用下拉框重新选"),
    "not_an_object": _("条件写法不对，请用下拉框重新选"),
    "one_operator_only": _("条件里一层只能有一个判断"),
    "not_a_list": _("条件写法不对，请用下拉框重新选"),
    "not_a_pair": _("条件写法不对，请用下拉框重新选"),
    "not_a_value": _("条件写法不对，请用下拉框重新选"),
    "not_a_field": _("条件写法不对，请用下拉框重新选"),
    "not_a_number_or_date": _("条件里要和数字或日期比较"),
    "empty_list": _("条件里还没有选答案"),
    "too_deep": _("条件套得太深，请拆开写"),
    "uniform": _("这一栏全区统一，下级不能改"),
    "no_such_place": _("上级的内容已经变了，找不到要改的地方，请撤销这一条后重改"),
    "heavier": _("这一改对群众更不利，要写明自己的依据（法律文件、条款、要求）"),
    "no_content_above": _("上级还没有这个事项"),
    "breaks_below": _(
        "%(place)s 在这里有自己的改动（%(at)s），这样改会让它落空：请先请那一级改，或者保留这一处"
    ),
    "another_item": _("编码和这份草稿的事项不一样"),
}


def definition_fault(fault: DefinitionFault) -> str:
    """The sentence of a fault; an unknown code is told by the fault's own English words."""
    sentence = SENTENCES.get(fault.code)
    if sentence is None:
        return gettext("这一项有问题：%(problem)s") % {"problem": fault.problem}
    if fault.code == "pattern":
        english = (get_language() or "").startswith("en")
        return str(sentence) % {"format": fault.params.get("format_en" if english else "format_zh", "")}
    if fault.code == "breaks_below":
        place = directory.place_name(str(fault.params.get("division", "")))
        named = place.name if place else fault.params.get("division", "")
        return str(sentence) % {"place": named, "at": _in_words(str(fault.params.get("at", "")))}
    return str(sentence)


def _in_words(path: str) -> str:
    """A place of a content by the titles of its fields; as it is where the schema knows none."""
    language = get_language() or ""
    try:
        return " › ".join(name.in_language(language) for name, _part in steps_into(path, {})) or path
    except (KeyError, IndexError, TypeError):
        return path

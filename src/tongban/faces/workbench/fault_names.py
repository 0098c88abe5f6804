"""The name of each field that a fault may be about: on a dense page a sentence alone does not say where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tongban.cases.queries import DraftView
from tongban.cases.queries.shapes import CaseView
from tongban.catalogue.definition import Text
from tongban.faces.common import (
    afterwards_words,
    custody_words,
    duty_words,
    fee_words,
    kin_words,
    limit_words,
    message_words,
    promise_words,
    signing_words,
    spot_words,
    step_record_words,
    warning_words,
)
from tongban.kernel.errors import FieldFault

FIELDS: dict[str, object] = {
    **limit_words.FIELDS,
    "reason": _("理由"),
    "basis": _("依据"),
    "ground": _("属于哪一种"),
    **promise_words.FIELDS,
    **step_record_words.FIELDS,
    **spot_words.FIELDS,
    **signing_words.FIELDS,
    **message_words.FIELDS,
    **custody_words.FIELDS,
    **duty_words.FIELDS,
    **warning_words.FIELDS,
    **fee_words.FIELDS,
    **kin_words.FIELDS,
    **afterwards_words.FIELDS,
    "bring_by": _("补来的日子"),
    "explanation": _("为什么上次没有说"),
    "defects": _("要补的"),
    "materials": _("补来的材料"),
    "right_body": _("应当向哪个机关申请"),
    "agrees": _("结论"),
    "opinion": _("意见"),
    "granted": _("决定"),
    "seen": _("身份证"),
    "place": _("在哪里看的"),
    "identity_seen": _("身份证"),
    "steps": _("审查环节"),
    "mode": _("怎样交到"),
    "receiver_name": _("谁收的"),
    "relation": _("和申请人的关系"),
    "identification": _("看了什么证件"),
    "at": _("交到的时间"),
    "received_at": _("群众把材料交来的时间"),
    "collect_site_code": _("结果到哪里领"),
    "consent": pgettext_lazy("consent", "同意"),
    "applicant.kind": _("谁来申请"),
    "applicant.name": _("申请人姓名"),
    "applicant.number": _("申请人证件号码"),
    "applicant.phone": _("申请人电话"),
    "representative.name": _("代理人姓名"),
    "representative.number": _("代理人证件号码"),
    "representative.phone": _("代理人电话"),
    "representation.kind": _("谁来办"),
    "representation.relation": _("代理人和申请人的关系"),
    "mandate": _("委托书"),
    "representation.mandate_seen": _("委托书"),
    "representation.mandate_until": _("委托到哪一天"),
}


@dataclass(frozen=True)
class NamedFault:
    """A fault with the name of its field as the page shows it."""

    fault: FieldFault
    name: str


# what a form calls a field otherwise than most
IN_ACT: dict[str, dict[str, object]] = {
    "start_special_procedure": {"reason": _("为什么要做")},
    "extend": {"days": _("延长多少天"), "reason": _("为什么不能按期决定")},
}
# the columns of rows that are counted from nought: ``day.0``
IN_ROWS: dict[str, object] = {"way": _("方式"), "day": _("哪一天"), "why": _("怎么没有送到")}


def in_case(case: CaseView, faults: Iterable[FieldFault], act: str = "") -> tuple[NamedFault, ...]:
    """The faults of an act, named as its form names them; verdicts by their material."""
    names = {f"verdicts.{one.code}": one.name for one in case.materials}
    names |= {f"materials.{one.code}": one.name for one in case.materials}
    names |= {f"external.{one.code}": one.name for one in case.item.steps}
    names |= {f"deferred.{one.code}": one.name for one in case.materials}
    return _named(
        names | {f"answers.{one.code}": one.label for one in case.answers}, faults, IN_ACT.get(act, {})
    )


def in_draft(draft: DraftView, faults: Iterable[FieldFault]) -> tuple[NamedFault, ...]:
    """The faults of an intake, named; answers by their question, materials by their own name."""
    names = {f"answers.{one.code}": one.label for one in draft.item.questions}
    names |= {f"materials.{one.code}": one.name for one in draft.item.materials}
    names |= {f"external.{one.code}": one.name for one in draft.item.steps}
    return _named(names, faults)


def _named(
    names: dict[str, Text], faults: Iterable[FieldFault], of_act: Mapping[str, object] | None = None
) -> tuple[NamedFault, ...]:
    language = get_language() or ""
    named = []
    for fault in faults:
        text = names.get(fault.field)
        name = text.in_language(language) if text else _name(fault.field, of_act or {})
        named.append(NamedFault(fault, name))
    return tuple(named)


def _name(field: str, of_act: Mapping[str, object]) -> str:
    if field in of_act or field in FIELDS:
        return str(of_act.get(field) or FIELDS[field])
    column, _dot, row = field.partition(".")
    if column in IN_ROWS and row.isdecimal():
        values = {"n": int(row) + 1, "name": IN_ROWS[column]}
        return gettext("第 %(n)s 次，%(name)s") % values
    return ""

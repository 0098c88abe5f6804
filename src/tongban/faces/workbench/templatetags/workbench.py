"""What only the workbench's templates need: refusals in words, days left, the five phases."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import get_language, gettext, ngettext

from tongban.cases.queries.shapes import CaseView, PaperView, StepView
from tongban.directory.queries import DutyDays
from tongban.directory.queries import site as site_with_id
from tongban.faces.common.people import Row, rows_to_fill
from tongban.faces.common.sentences import refusal_sentence
from tongban.faces.common.step_record_words import PARTS_COPIED
from tongban.faces.common.templatetags.words import said
from tongban.faces.workbench.navigation import Desks, desks_of, parted
from tongban.faces.workbench.reasons import QUICK_REASONS, fault_in_words, why_not
from tongban.faces.workbench.step_words import expected
from tongban.kernel.actors import Staff
from tongban.kernel.errors import FieldFault, Refusal
from tongban.kernel.messages.templates import Template

register = template.Library()

PEOPLE_AT_LEAST = 5  # rows of a list of people
PHASES = ("application", "acceptance", "review", "decision", "delivery")


@register.simple_tag(takes_context=True)
def desks(context: dict[str, Any]) -> Desks:
    """``{% desks as links %}``: the desks of whoever is signed in."""
    return parted(desks_of(context["request"].actor.role), str(context.get("here", "")))


@register.simple_tag
def own_site(actor: Staff) -> str:
    """The name over the desk: the place at which somebody serves, which need not be the deployment's first."""
    return site_with_id(actor.site_id).name


@register.simple_tag
def quick_reasons() -> list[tuple[str, str]]:
    """``{% quick_reasons as reasons %}``: why a masked value is opened, to choose from."""
    return [(code, str(reason)) for code, reason in QUICK_REASONS.items()]


@register.simple_tag
def message_name(template: Template | None, code: str = "") -> str:
    """``{% message_name line.template line.code %}``: what a message is called; the code of one that is no more."""
    if template is None:
        return code
    return template.name_en if (get_language() or "").startswith("en") else template.name_zh


@register.filter
def in_span(seconds: int) -> str:
    """The length of a limit's window, e.g. "10 分钟内"."""
    if seconds % 86_400 == 0:
        return ngettext("%(count)s 天内", "%(count)s 天内", seconds // 86_400) % {"count": seconds // 86_400}
    if seconds % 3600 == 0:
        return ngettext("%(count)s 小时内", "%(count)s 小时内", seconds // 3600) % {"count": seconds // 3600}
    return ngettext("%(count)s 分钟内", "%(count)s 分钟内", seconds // 60) % {"count": seconds // 60}


@register.filter
def in_words(refusal: Refusal) -> str:
    """What a command refused, as a sentence; where somebody is named in it, with the name."""
    if refusal.params.get("by"):
        return refusal_sentence(refusal)
    return why_not(refusal.code) or refusal_sentence(refusal)


@register.filter
def joined(names: Iterable[str]) -> str:
    """Names one after another."""
    return gettext("、").join(names)


@register.filter
def day_count(days: DutyDays) -> int:
    """How many days a stretch has; 1 to 14 of those that a board shows."""
    return (days.last - days.first).days + 1 if days.last else 14


@register.filter
def with_number(text: str, number: int) -> str:
    """A code with a row's id behind it, as the value of a choice."""
    return f"{text}{number}"


@register.filter
def fault_said(fault: FieldFault) -> str:
    """What is wrong with a field, as a sentence."""
    return fault_in_words(fault)


@register.filter
def reason_in_words(code: str) -> str:
    """Why an act cannot be done now, as a sentence."""
    return why_not(code) or refusal_sentence(Refusal(code))


@register.filter
def ground_closed(code: str) -> str:
    """Why a ground does not bear a refusal of this case now."""
    return fault_in_words(FieldFault("ground", code))


@register.filter
def people_rows_at_least(answer: str) -> tuple[Row, ...]:
    """The rows of a list of people to fill in anew where no row can be added by a script."""
    rows = rows_to_fill(answer)
    return (*rows, *(("", "", ""),) * max(0, PEOPLE_AT_LEAST - len(rows)))


@register.filter
def why_of(values: Mapping[str, str], code: str) -> str:
    """What was typed for a named thing that did not come."""
    return str(values.get(f"why.{code}", ""))


@register.filter
def form_of(values: Mapping[str, str], code: str) -> str:
    """The form of paper that was chosen for a material; empty where nothing was."""
    return str(values.get(f"materials.{code}.form", ""))


@register.filter
def opinion_expected(kind: str) -> str:
    """What the opinion on a step of this kind has to tell; empty where its name says enough."""
    return expected(kind)


@register.filter
def side_by_side(steps: Iterable[StepView]) -> list[list[StepView]]:
    """The steps in order, those that run together in one group."""
    groups: list[list[StepView]] = []
    for step in steps:
        if groups and step.beside and groups[-1][0].beside == step.beside:
            groups[-1].append(step)
        else:
            groups.append([step])
    return groups


@register.filter
def step_named(steps: Iterable[StepView], code: str) -> str:
    """The name of a step of the case."""
    return next((said(step.name) for step in steps if step.code == code), code)


@register.filter
def external_part(part: str) -> str:
    """What a line of a person is called where it is copied into another system."""
    return str(PARTS_COPIED.get(part, part))


@register.filter
def days_left(remaining: int | None) -> str:
    """Counted days left: 剩 3 天, 今天到期, 超 2 天; empty where no limit runs."""
    if remaining is None:
        return ""
    if remaining == 0:
        return gettext("今天到期")
    if remaining < 0:
        return ngettext("超 %(n)s 天", "超 %(n)s 天", -remaining) % {"n": -remaining}
    return ngettext("剩 %(n)s 天", "剩 %(n)s 天", remaining) % {"n": remaining}


@register.filter
def phases(case: CaseView) -> list[tuple[str, str]]:
    """The five phases with where the case stands in each: ``done``, ``now``, ``later``, or ``skipped``.

    What was declined or withdrawn before it was accepted was never reviewed.
    """
    here = PHASES.index(case.phase) if case.phase in PHASES else len(PHASES)
    states = ["done" if place < here else "now" if place == here else "later" for place in range(len(PHASES))]
    if here > PHASES.index("review") and case.accepted_at is None:
        states[PHASES.index("review")] = "skipped"
    return list(zip(PHASES, states, strict=True))


@register.filter
def page_numbers(pages: int) -> range:
    """1 … pages."""
    return range(1, pages + 1)


@register.filter
def still_waiting(papers: Iterable[PaperView]) -> bool:
    """Whether the worker is still writing one of the papers."""
    return any(not paper.ready for paper in papers)


@register.filter
def verdict_field(material_code: str) -> str:
    """The name that faults of one material's verdict come under."""
    return f"verdicts.{material_code}"


@register.filter
def words_of(text: str) -> list[str]:
    """The codes in a text, for a loop."""
    return text.split()


@register.filter
def has_own_fault(field: str) -> bool:
    """Whether a posted field has a place of its own for its fault outside the parts that are sent again whole."""
    return field.startswith(("answers.", "applicant.", "representative."))

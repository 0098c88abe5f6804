"""Filters of the catalogue's desk: faults of a content in the editor's language, places of a content in words."""

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from tongban.catalogue.structure import DefinitionFault
from tongban.directory import queries as directory
from tongban.faces.common.catalogue_findings import finding_sentence
from tongban.faces.common.definition_faults import definition_fault
from tongban.faces.common.schema_words import in_words, steps_into
from tongban.faces.common.sentences import fault_sentence, refusal_sentence
from tongban.kernel.errors import FieldFault, InputFaults, Refusal
from tongban.kernel.workbooks.faults import ExchangeFault

register = template.Library()


@register.filter
def told(fault: DefinitionFault) -> str:
    """A fault of a content as a sentence that says what to do."""
    return definition_fault(fault)


@register.filter
def both(text: dict[str, str] | None) -> str:
    """A raw text of a content in the reader's language."""
    if not isinstance(text, dict):
        return ""
    english = (get_language() or "").startswith("en")
    return (text.get("en") if english else "") or text.get("zh", "")


@register.filter
def division(code: str) -> str:
    """A division by name; its code where it has none today."""
    place = directory.place_name(code)
    return place.name if place else code


@register.filter
def content_words(value: Any, path: str) -> str:
    """A raw value of a content in words, by the place it stands at."""
    *_, (_, part) = steps_into(path, {})
    if part.get("type") == "array" and isinstance(value, dict):
        part = part["items"]
    return in_words(value, part) or str(value)


@register.filter
def anchor(path: str) -> str:
    """A path as part of an element's id; the languages of a text share the field's."""
    return path.removesuffix(".zh").removesuffix(".en").replace(".", "-")


@register.filter
def refused(refusal: Refusal) -> str:
    """Why an act on a draft was refused, every fault of it."""
    if isinstance(refusal, InputFaults):
        return gettext("；").join(_of_content(fault) or fault_sentence(fault) for fault in refusal.faults)
    return refusal_sentence(refusal)


def _of_content(fault: FieldFault) -> str:
    """The sentence of a fault of the content itself, with its place; empty for others."""
    if fault.code != "definition" or "kind" not in fault.params:
        return ""
    stated = DefinitionFault(
        fault.field, str(fault.params.get("problem", "")), str(fault.params["kind"]), fault.params
    )
    return definition_fault(stated)


@register.filter
def file_fault(fault: ExchangeFault) -> str:
    """A fault of a file that was taken in, as a sentence that says what to do."""
    return finding_sentence(fault.code, fault.params, get_language() or "zh")

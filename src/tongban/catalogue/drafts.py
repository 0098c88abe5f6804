"""What a draft begins from, what it leads to, and what keeps it from being handed in."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalogue.editions import composed, spans
from tongban.catalogue.inheritance import compose, faults_of_override
from tongban.catalogue.models import CatalogueDraft, LayerVersion
from tongban.catalogue.parsing import faults_of
from tongban.catalogue.sensitivity import upcast
from tongban.catalogue.structure import DefinitionFault
from tongban.directory.queries import chain


def base_content(item_code: str, division: str) -> tuple[dict[str, Any] | None, int]:
    """The newest version of a division's layer and its id; None and 0 where there is none."""
    row = (
        LayerVersion.objects.filter(item__code=item_code, division_code=division).order_by("-number").first()
    )
    return (dict(upcast(row.content)), row.id) if row else (None, 0)


def content_above(item_code: str, division: str) -> dict[str, Any] | None:
    """The content that will last above a place: what an override changes; None where there is none."""
    upper = chain(division)[1:]
    above = [
        row for row in LayerVersion.objects.filter(item__code=item_code) if row.division_code != division
    ]
    if not upper:
        return None
    lasting = list(spans(above, upper[0]))
    return dict(upcast(composed(lasting[-1].layers).content)) if lasting else None


def content_of_draft(row: CatalogueDraft) -> dict[str, Any]:
    """The whole content that a draft leads to.

    Raises:
        DefinitionFault: its changes find no place in what stands above it now.
    """
    if row.kind == CatalogueDraft.Kind.BASE:
        return dict(row.content)
    above = content_above(row.item_code, row.division_code)
    if above is None:
        raise DefinitionFault("item", "has no content above this place", "no_content_above")
    return compose(above, [(row.division_code, row.content)]).content


def faults_of_draft(row: CatalogueDraft) -> Iterator[DefinitionFault]:
    """Everything that keeps a draft from coming into force."""
    if row.kind == CatalogueDraft.Kind.BASE:
        if row.content.get("code") != row.item_code:
            yield DefinitionFault("code", "is another item's", "another_item")
        found = list(faults_of(row.content))
        yield from found
        if not found:
            yield from faults_below(row.item_code, row.division_code, row.content)
        return
    above = content_above(row.item_code, row.division_code)
    if above is None:
        yield DefinitionFault("item", "has no content above this place", "no_content_above")
        return
    found = list(faults_of_override_and_result(above, row.division_code, row.content))
    yield from found
    if not found:
        here = compose(above, [(row.division_code, row.content)]).content
        yield from faults_below(row.item_code, row.division_code, here)


def faults_below(item_code: str, division: str, content: Mapping[str, Any]) -> Iterator[DefinitionFault]:
    """What the places below would lose: changes of theirs that find no place in a new content above them.

    Each fault has the code ``breaks_below`` and names the division and the place of its change.
    """
    newest: dict[str, LayerVersion] = {}
    rows = LayerVersion.objects.filter(item__code=item_code, base=False).order_by("number")
    for row in rows:
        if row.division_code != division and division in chain(row.division_code):
            newest[row.division_code] = row
    for place in sorted(newest, key=lambda code: len(chain(code))):
        between = [code for code in reversed(chain(place)) if code in newest]
        current = dict(content)
        for code in between[:-1]:
            try:
                current = compose(current, [(code, newest[code].content)]).content
            except DefinitionFault:
                break  # told at that place itself
        else:
            for fault in faults_of_override(current, newest[place].content):
                if fault.code == "no_such_place":
                    at = str(fault.params.get("at", fault.path))
                    yield DefinitionFault(
                        f"below.{place}.{at}",
                        f"{place} changes {at}, which would be gone",
                        "breaks_below",
                        {"division": place, "at": at},
                    )


def faults_of_override_and_result(
    above: Mapping[str, Any], division: str, override: Mapping[str, Any]
) -> Iterator[DefinitionFault]:
    """The faults of an override, or, where it has none itself, of the content it leads to."""
    found = list(faults_of_override(above, override))
    yield from found
    if not found:
        yield from faults_of(compose(above, [(division, override)]).content)

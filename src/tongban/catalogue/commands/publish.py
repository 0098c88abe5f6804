"""Taking a layer of an item into the catalogue: the whole content from above, or a place's override of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tongban.catalogue.authority import require_publisher
from tongban.catalogue.editions import composed, content_digest, recompose, spans
from tongban.catalogue.inheritance import faults_of_override
from tongban.catalogue.models import Item, LayerVersion
from tongban.catalogue.parsing import faults_of
from tongban.catalogue.queries.versions import forget_versions
from tongban.catalogue.search.listing import list_unlisted
from tongban.catalogue.structure import DefinitionFault
from tongban.directory.queries import chain, top_division
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults
from tongban.kernel.time import legal_date


def publish_version(
    actor: Actor,
    content: Mapping[str, Any],
    *,
    effective_from: date,
    reason: str,
    idempotency_key: str,
    division: str = "",
) -> int:
    """Add a version of the whole content; running cases stay on theirs.

    Args:
        content: as the JSON Schema of items says.
        effective_from: its first day; the version before it ends the day before.
        reason: why, for the record.
        division: whose layer it is; "": the highest division of this deployment.

    Returns:
        The version's number; the current one where nothing in the content changed.

    Raises:
        InputFaults: every fault of the content, its place is the field; or a later version begins in the past.
        NotAuthorized: neither set-up nor an approver whose body covers the division.
    """
    division = division or top_division()
    require_publisher(actor, division)
    faults = [_field_fault(fault) for fault in faults_of(content)]
    if faults:
        raise InputFaults(faults)
    code = str(content["code"])
    body = _body(code, division, content, effective_from)
    with command("catalogue.publish_version", actor, idempotency_key, body, {"code": code}) as run:
        number = add_layer(
            run, code, division, content, base=True, effective_from=effective_from, reason=reason
        )
    forget_versions()
    return number


def publish_override(
    actor: Actor,
    division: str,
    override: Mapping[str, Any],
    *,
    effective_from: date,
    reason: str,
    idempotency_key: str,
) -> int:
    """Add a version of a place's override: whether the item is taken in, what differs, and why.

    Returns:
        The version's number; the current one where nothing in it changed.

    Raises:
        InputFaults: every fault of the override or of what it leads to; the item has no content above.
        NotAuthorized: neither set-up nor an approver whose body covers the division.
    """
    require_publisher(actor, division)
    code = str(override.get("item", ""))
    body = _body(code, division, override, effective_from)
    with command("catalogue.publish_override", actor, idempotency_key, body, {"code": code}) as run:
        number = add_layer(
            run, code, division, override, base=False, effective_from=effective_from, reason=reason
        )
    forget_versions()
    return number


def load_base_list(actor: Actor, entries: Iterable[Mapping[str, Any]], *, idempotency_key: str) -> int:
    """Enter the base list (应进必进): what a place must take in, or say why it does not; how many entries.

    Raises:
        NotAuthorized: neither set-up nor an approver of the highest division.
    """
    require_publisher(actor, top_division())
    listed = [dict(entry) for entry in entries]
    codes = [entry["code"] for entry in listed]
    with command("catalogue.load_base_list", actor, idempotency_key, {"entries": listed}, {}) as run:
        if run.replayed:
            return len(listed)
        known = {item.code: item for item in Item.objects.select_for_update().filter(code__in=codes)}
        for entry in listed:
            item = known.get(entry["code"]) or Item(code=entry["code"])
            item.listed = {name: value for name, value in entry.items() if name != "code"}
            item.save()
        event = ledger.Event("base_list_loaded", {"count": len(listed), "digest": content_digest(listed)})
        ledger.append("catalogue", "base-list", [event], at=run.at, actor=run.actor, command_id=run.id)
    return len(listed)


def add_layer(
    run: Run,
    code: str,
    division: str,
    content: Mapping[str, Any],
    *,
    base: bool,
    effective_from: date,
    reason: str,
) -> int:
    """Inside a command: the next version of a layer, its event, and the editions that follow from it.

    Returns:
        Its number; the last one's where the content is the same.

    Raises:
        InputFaults: `effective_from` (not after the last, or in the past), or what the layer leads to.
    """
    if base:
        item, _ = Item.objects.get_or_create(code=code)
        Item.objects.select_for_update().get(id=item.id)  # one publication of an item after the other
    else:
        found = Item.objects.select_for_update().filter(code=code).first()
        if found is None:
            raise InputFaults([FieldFault("item", "definition", {"problem": "there is no such item"})])
        item = found
    digest = content_digest(content)
    mine = LayerVersion.objects.filter(item=item, division_code=division).order_by("-number")
    last = mine.first()
    if run.replayed:  # the first run's answer
        return mine.filter(digest=digest).values_list("number", flat=True)[0]
    if last is not None and bytes(last.digest) == digest:
        return last.number
    today = legal_date(run.at)
    if last is not None and effective_from <= last.effective_from:
        raise InputFaults([FieldFault("effective_from", "not_after_the_last_version", {})])
    first_by_setup = last is None and isinstance(run.actor, System)
    if effective_from < today and not first_by_setup:  # what people applied under stays what it was
        raise InputFaults([FieldFault("effective_from", "in_the_past", {})])
    if not base:
        _check_override(item, division, content, effective_from)
    number = last.number + 1 if last else 1
    if last is not None:
        last.effective_to = effective_from - timedelta(days=1)
        last.save(update_fields=["effective_to"])
    LayerVersion.objects.create(
        item=item,
        division_code=division,
        number=number,
        base=base,
        effective_from=effective_from,
        content=dict(content),
        digest=digest,
        reason=reason,
    )
    try:
        recompose(item, division, today=today)
    except DefinitionFault as fault:
        raise InputFaults([_field_fault(fault)]) from fault
    list_unlisted(code)
    event = ledger.Event(
        "item_layer_published",
        {"item": code, "division": division, "number": number, "from": effective_from, "digest": digest},
    )
    ledger.append("catalogue", code, [event], at=run.at, actor=run.actor, command_id=run.id)
    return number


def _check_override(item: Item, division: str, override: Mapping[str, Any], first_day: date) -> None:
    """Against the content above it, on its first day and on every later one that is known."""
    above = [layer for layer in LayerVersion.objects.filter(item=item) if layer.division_code != division]
    upper = chain(division)[1:]
    if division not in chain(division) or not upper:
        raise InputFaults([FieldFault("division", "definition", {"problem": "is no division below another"})])
    held = [span for span in spans(above, upper[0]) if span.ends is None or span.ends >= first_day]
    if not held and item.listed is not None and not override.get("taken", True):
        if not str((override.get("reason") or {}).get("zh", "")).strip():
            raise InputFaults(
                [FieldFault("reason", "definition", {"problem": "says why it is not taken in"})]
            )
        return  # on the base list, written down by nobody: a place may say why it does not take it in
    if not held:
        raise InputFaults([FieldFault("item", "definition", {"problem": "has no content above this place"})])
    faults: dict[str, FieldFault] = {}
    for span in held:
        content = composed(span.layers).content
        found = list(faults_of_override(content, override))
        if not found:
            result = composed([*span.layers, LayerVersion(division_code=division, content=override)]).content
            found = list(faults_of(result))
        faults.update({fault.path: _field_fault(fault) for fault in found})
    if faults:
        raise InputFaults(list(faults.values()))


def _body(code: str, division: str, content: Mapping[str, Any], first_day: date) -> dict[str, Any]:
    return {"code": code, "division": division, "digest": content_digest(content), "from": first_day}


def _field_fault(fault: DefinitionFault) -> FieldFault:
    return FieldFault(
        fault.path, "definition", {**fault.params, "problem": fault.problem, "kind": fault.code}
    )

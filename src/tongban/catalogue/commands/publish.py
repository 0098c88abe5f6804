"""Taking an item's definition into the catalogue as its next version."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tongban.catalogue.models import Item, ItemVersion
from tongban.catalogue.parsing import DefinitionFault, parse_definition
from tongban.catalogue.queries.versions import forget_versions
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, System
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized
from tongban.kernel.time import legal_date


def publish_version(
    actor: Actor, content: Mapping[str, Any], *, effective_from: date, reason: str, idempotency_key: str
) -> int:
    """Add a version; running cases stay on theirs.

    Args:
        content: the definition file's content.
        effective_from: its first day; the version before it ends the day before.
        reason: why, for the record.

    Returns:
        The version's number; the current one where nothing in the definition changed.

    Raises:
        InputFaults: the definition has a fault, its place is the field; or a later version begins in the past.
        NotAuthorized: only the system's set-up publishes (editing by people comes with the catalogue editor).
    """
    if not isinstance(actor, System):
        raise NotAuthorized("catalogue_setup_only")
    try:
        definition = parse_definition(content)
    except DefinitionFault as fault:
        raise InputFaults([FieldFault(fault.path, "definition", {"problem": fault.problem})]) from fault
    if definition.published and definition.deciding_level != "township":
        # the county stage (issue 6) is not built: nobody lawful could decide such an item yet
        raise InputFaults(
            [FieldFault("deciding_level", "definition", {"problem": "only the township decides yet"})]
        )
    digest = hashlib.sha256(canonical_json(content)).digest()
    body = {"digest": digest, "from": effective_from, "code": definition.code}
    with command("catalogue.publish_version", actor, idempotency_key, body, {"code": definition.code}) as run:
        item, _ = Item.objects.get_or_create(code=definition.code)
        last = ItemVersion.objects.select_for_update().filter(item=item).order_by("-number").first()
        if run.replayed:
            return ItemVersion.objects.filter(item=item, digest=digest).latest("number").number
        if last is not None and bytes(last.digest) == digest:
            return last.number
        number = last.number + 1 if last else 1
        if last is not None:
            if effective_from <= last.effective_from:
                raise InputFaults([FieldFault("effective_from", "not_after_the_last_version", {})])
            if effective_from < legal_date(run.at):  # what people applied under stays what it was
                raise InputFaults([FieldFault("effective_from", "in_the_past", {})])
            last.effective_to = effective_from - timedelta(days=1)
            last.save(update_fields=["effective_to"])
        ItemVersion.objects.create(
            item=item,
            number=number,
            effective_from=effective_from,
            definition=content,
            digest=digest,
            reason=reason,
        )
        event = ledger.Event(
            "item_version_published",
            {"item": definition.code, "number": number, "from": effective_from, "digest": digest},
        )
        ledger.append("catalogue", definition.code, [event], at=run.at, actor=actor, command_id=run.id)
    forget_versions()
    return number

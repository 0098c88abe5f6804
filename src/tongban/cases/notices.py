"""The message to the contact phone that goes with an act."""

from django.conf import settings

from tongban.cases.query_code import query_code
from tongban.catalogue.queries import PinnedItem
from tongban.directory.models import Site
from tongban.kernel.commands import Run
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault


def notice(
    template: str,
    phone: str,
    number: str,
    item: PinnedItem,
    site: Site,
    run: Run,
    vault: Vault,
    due: str = "",
) -> Message | None:
    """The row to insert; None where there is no phone, which is valid."""
    if not phone:
        return None
    values = {
        "item": item.definition.name.zh,
        "number": number,
        "query_code": query_code(number),
        "site": site.name,
        "due": due,
        "url": f"{settings.BASE_URL}/track/",
    }
    return new_message(template, phone, values, command_id=run.id, at=run.at, vault=vault)

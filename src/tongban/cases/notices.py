"""The message that goes with an act: to the contact phone, and for who has none by another way."""

from datetime import date

from django.conf import settings

from tongban.cases.query_code import query_code
from tongban.cases.sealed import open_values
from tongban.catalogue.queries import PinnedItem
from tongban.directory.models import Site
from tongban.kernel.commands import Run
from tongban.kernel.messages.outbox import content_of_new, new_by_hand, new_mail, new_message
from tongban.kernel.messages.templates import shipped
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault

ADDRESS = "case.address"


def notice(
    template: str,
    phone: str,
    number: str,
    item: PinnedItem,
    site: Site,
    run: Run,
    vault: Vault,
    due: str = "",
    *,
    act_by: date | None = None,
) -> Message | None:
    """The row to insert.  Without a phone, which is valid, it is something to tell face to face; None where the person
    holds the same on paper, or another list has them.

    Args:
        due: a day in words.
        act_by: the last day of what the message asks for.
    """
    values = {
        "item": item.definition.name.zh,
        "item_en": item.definition.name.en,
        "number": number,
        "query_code": query_code(number),
        "site": site.name,
        "due": due,
        "url": f"{settings.BASE_URL}/track/",
    }
    if phone:
        return new_message(template, phone, values, command_id=run.id, at=run.at, vault=vault, act_by=act_by)
    if not shipped()[template].in_person:
        return None
    return new_by_hand(
        Message.Channel.IN_PERSON,
        template,
        values,
        command_id=run.id,
        at=run.at,
        vault=vault,
        act_by=act_by,
    )


def by_the_address(message: Message, address: bytes | None, applicant: str, vault: Vault) -> Message:
    """What is to be told face to face, by the way that the applicant confirmed: a mail box, or the post.

    Args:
        address: the case's sealed column.
        applicant: the name on a letter, where nobody else takes papers.
    """
    if message.channel != Message.Channel.IN_PERSON or not address:
        return message
    told = open_values(address, vault, ADDRESS)
    values = content_of_new(message, vault)["values"]
    if told.get("email") and settings.MAIL_TRANSPORT and not settings.DEMO:
        return new_mail(
            message.template,
            told["email"],
            values,
            command_id=message.command_id,
            at=message.created_at,
            vault=vault,
            act_by=message.act_by,
        )
    if told.get("way") != "post" or not told.get("address"):
        return message
    return new_by_hand(
        Message.Channel.LETTER,
        message.template,
        values,
        command_id=message.command_id,
        at=message.created_at,
        vault=vault,
        act_by=message.act_by,
        name=told.get("receiver") or applicant,
        address=told["address"],
    )

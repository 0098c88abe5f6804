"""Beginning an application: what may be begun, and the token of one that nobody saved anything of yet.

Such a token says itself what was begun, and is signed.  Nothing is written before its holder saves something, so
looking at an empty form leaves no row.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from tongban.cases.edition import check_open, place_of
from tongban.catalogue.queries import current
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.digests import keyed_digest
from tongban.kernel.errors import NotFound

KEPT = timedelta(days=30)  # how long a draft lives after its last change, and a token before the first
_SALT = "tongban.cases.beginning"
_JOINT = "~"  # in no code, place, channel or key of an actor, and an address carries it as it is


@dataclass(frozen=True)
class Begun:
    """What was begun.

    Args:
        place: the division whose edition the writer was shown.
        owner_key: of who began it and may find it again; empty for the public.
    """

    item_code: str
    place: str
    channel: str
    owner_key: str


def beginning(actor: Actor, item_code: str, channel: str, place: str = "") -> Begun:
    """What this actor begins; nothing is written.

    Args:
        place: the division whose edition the writer was shown; a counter's is its own township.

    Raises:
        NotFound: no such published item, or it does not take this channel.
        Refusal: ``item_ended``; ``village_only_informs``, ``village_only_assists``.
    """
    place = place_of(actor) or place
    definition = current(item_code, place).definition
    if not definition.published or channel not in definition.channels:
        raise NotFound("item")
    check_open(actor, definition, channel)
    return Begun(item_code, place, channel, actor.key if isinstance(actor, Staff | Citizen) else "")


def begun_token(actor: Actor, item_code: str, channel: str) -> str:
    """The token of a draft that is not written before something of it is saved.

    Raises:
        NotFound, Refusal: as `beginning`.
    """
    begun = beginning(actor, item_code, channel)
    told = (secrets.token_urlsafe(24), begun.item_code, begun.place, begun.channel, begun.owner_key)
    return TimestampSigner(salt=_SALT).sign(_JOINT.join(told))


def read_begun(token: str) -> Begun:
    """What such a token says.

    Raises:
        NotFound: it says nothing, is not ours, or is older than a draft is kept.
    """
    try:
        _, *told = TimestampSigner(salt=_SALT).unsign(token, max_age=KEPT).split(_JOINT)
    except BadSignature as fault:
        raise NotFound("draft") from fault
    return Begun(*told)


def submission_key(token: str) -> str:
    """The idempotency key under which a counter's draft is submitted, so that it becomes one case at most."""
    return keyed_digest("draft_submission", token).hex()[:40]

"""What the case commands take: plain values, the same from a phone, a counter and a village point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class PersonInput:
    """A person or an organization as entered.

    Args:
        name: the full name.
        number: citizen number, 15 or 18 digits; an organization's unified social credit code.
        phone: empty when there is none, which is valid.
        kind: ``person`` or ``organization`` (enterprise, cooperative, village collective).
    """

    name: str
    number: str
    phone: str = ""
    kind: str = "person"


@dataclass(frozen=True)
class Representation:
    """Who acts for the applicant.

    Args:
        kind: ``self``, ``representative`` (a person of the applicant's choice) or ``assister`` (代办员).
        person: the representative; None for ``self`` and for an assister on the staff.
        relation: the representative's relation to the applicant, e.g. ``child``; ``handler`` (经办人) where the
            applicant is an organization, which always acts through one.
        mandate_seen: whether the written mandate (委托书) was seen or uploaded.
        mandate_until: the last day that it names; None where it names none.
    """

    kind: str = "self"
    person: PersonInput | None = None
    relation: str = ""
    mandate_seen: bool = False
    mandate_until: date | None = None


@dataclass(frozen=True)
class MaterialInput:
    """One material as handed in.

    Args:
        code: the material's code in the item.
        form: ``electronic``, ``paper_original`` or ``paper_copy``; ``commitment``: a signed promise in its place
            (告知承诺); ``later``: it is promised for after the acceptance (容缺).
        signed: of a promise, the name typed as signature; at a counter it is signed on paper.
        upload_id: a file stored with the draft; may be given for paper scanned at the counter.
        content: a file that comes with the application itself, where there is no draft.
        file_name: its name, for the type check.
    """

    code: str
    form: str
    upload_id: UUID | None = None
    content: bytes | None = None
    file_name: str = ""
    signed: str = ""


@dataclass(frozen=True)
class Application:
    """One application, whatever the channel.

    Args:
        item_code: which item.
        channel: ``portal``, ``window`` or ``village_point``.
        applicant: the person or organization whose matter it is.
        representation: who acts for them.
        answers: question code → value as entered (text; ``"yes"``/``"no"``; ISO dates; option codes).
        materials: what was handed in.
        consent: the applicant (or who acts for them) agreed that the data is used for this matter.
        received_at: when it was handed over, where that is earlier than now (later entry, village point);
            None: now.
        collect_site_code: where the result is to be collected; empty: the handling centre.
        later_reason: why it is entered on a later day than it was received (补录), where that moves the limit.
        confirmed_by: the assignment of the second person who confirmed that time.
        identity_seen: who takes it in looked at the original identity card and at its holder beside it.
        place: the division whose edition was filled in; empty: the deployment's default place.
    """

    item_code: str
    channel: str
    applicant: PersonInput
    answers: Mapping[str, Any]
    materials: tuple[MaterialInput, ...]
    representation: Representation = field(default_factory=Representation)
    consent: bool = False
    received_at: datetime | None = None
    later_reason: str = ""
    confirmed_by: int | None = None
    collect_site_code: str = ""
    identity_seen: bool = False
    place: str = ""


@dataclass(frozen=True)
class Listed:
    """The roster that an application stands on (名册收件).

    Args:
        own_receipt: whether it gets a receipt of its own; otherwise the list's one receipt names it.
    """

    roster: UUID
    own_receipt: bool


@dataclass(frozen=True)
class Submitted:
    """The answer to a submission: what the confirmation page shows."""

    case_id: UUID
    number: str
    query_code: str
    replayed: bool


@dataclass(frozen=True)
class Done:
    """The answer to every other act.

    Args:
        number: the case number.
        version: the case's version after the act.
        paper_ids: the papers that the act fixed, to be printed when ready.
        replayed: the same key had been used before; nothing was done twice.
    """

    number: str
    version: int
    paper_ids: tuple[UUID, ...]
    replayed: bool


@dataclass(frozen=True)
class Verdict:
    """What the officer says of one material: ``ok``, ``missing`` or ``faulty`` with a reason.

    Args:
        reason: in the officer's own words.
        point: which of the item's review points is not met, from 0; stands for a reason, alone or beside the words.
    """

    verdict: str
    reason: str = ""
    point: int | None = None

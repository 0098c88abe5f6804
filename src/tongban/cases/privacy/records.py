"""A request's own record: its number, its due date, what it holds sealed, its stream in the ledger."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import tongban
from tongban.cases.clocks import calendar_of
from tongban.cases.models import Case, PrivacyRequest
from tongban.cases.query_code import ALPHABET
from tongban.cases.sealed import open_content
from tongban.catalogue.definition import Text
from tongban.directory.models import Proposal
from tongban.directory.queries import top_division
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run
from tongban.kernel.errors import NotFound
from tongban.kernel.ledger import Event
from tongban.kernel.messages.outbox import new_message
from tongban.kernel.models import Message
from tongban.kernel.secrets import Vault, new_vault, open_vault
from tongban.kernel.time import legal_date
from tongban.parties.mandates import mandate_with
from tongban.parties.registry import open_party

STREAM = "privacy"
PREFIX = "YS"  # 隐私申请
LETTERS = 6
CONTEXT = "privacy.request"
ERASURE = "erase_person"  # the kind of the two-person act
PROVEN = frozenset({"id_card_seen", "real_name"})  # a code sent to a phone proves the phone alone


@dataclass(frozen=True)
class Asked:
    """What somebody asked, in their own words, and what they were answered; sealed.

    Args:
        scope: the number of a case; empty: everything.
        field: of a correction, one of `FIELDS`; ``wrong`` and ``right`` as the person wrote them.
        phone: where the answer is told; empty for nobody's phone.
        assurance: how it was made sure who asks: ``phone``, ``id_card_seen``, ``real_name``.
        seen_by: the assignment whose holder saw the identity card.
        document, how: which card was seen, and how it was made sure that it is the bearer's.
        acting: ``mandate`` or ``guardian`` where somebody came for another, whose name is ``name``; then ``came`` is
            who came, ``paper`` what showed the guardian, ``mandate`` the id of the mandate.
        answer, basis: the answer in words, and the law behind a refusal.
    """

    words: str = ""
    scope: str = ""
    field: str = ""
    wrong: str = ""
    right: str = ""
    name: str = ""
    phone: str = ""
    assurance: str = "phone"
    seen_by: int | None = None
    document: str = ""
    how: str = ""
    acting: str = ""
    came: str = ""
    paper: str = ""
    mandate: str = ""
    answer: str = ""
    basis: str = ""

    @property
    def proven(self) -> bool:
        return self.assurance in PROVEN


def seal_asked(asked: Asked, vault: Vault) -> bytes:
    """The sealed column ``content``."""
    return vault.seal(canonical_json(asdict(asked)), CONTEXT)


def open_asked(sealed: bytes, vault: Vault) -> Asked:
    """What `seal_asked` sealed."""
    return Asked(**json.loads(vault.open(sealed, CONTEXT)))


@dataclass(frozen=True)
class Promise:
    """Within how many working days a request is answered, and what stands behind that number."""

    working_days: int
    basis: Text


@lru_cache(maxsize=1)
def promise() -> Promise:
    """As the data file says."""
    told = json.loads(
        (Path(tongban.__file__).parent / "data/privacy/promise.json").read_text(encoding="utf-8")
    )
    return Promise(told["answer_working_days"], Text(told["basis"]["zh"], told["basis"]["en"]))


def due_date(at: datetime) -> date:
    """The promised last day of an answer; the day of asking does not count."""
    return calendar_of(top_division()).add_working_days(legal_date(at), promise().working_days)


def new_number(at: datetime) -> str:
    """``YS261123K7M2QX``: the day and six letters that nobody can guess."""
    return f"{PREFIX}{legal_date(at):%y%m%d}" + "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))


def plain_request_number(number: str) -> str:
    """A request's number as stored, from one as typed.

    Raises:
        NotFound: it cannot be one.
    """
    plain = "".join(number.split()).replace("-", "").upper()
    if not (plain.startswith(PREFIX) and len(plain) == len(PREFIX) + 6 + LETTERS and plain.isalnum()):
        raise NotFound("privacy_request")
    return plain


def record(row: PrivacyRequest, event: Event, run: Run, actor: Actor) -> None:
    """Append to the request's stream; inside the command's transaction."""
    ledger.append(STREAM, str(row.id), [event], at=run.at, actor=actor, command_id=run.id)


def waits_for_second(row: PrivacyRequest) -> bool:
    """Whether an erasure that one administrator proposed still waits for another's yes."""
    waiting = Proposal.objects.filter(kind=ERASURE, state=Proposal.State.OPEN)
    return waiting.filter(payload__request=row.number).exists()


def told_by_message(template: str, row: PrivacyRequest, phone: str, url: str, run: Run) -> Message | None:
    """Queue the message that tells the state of a request, under a key of its own; None where there is no phone."""
    if not phone:
        return None
    key, vault = new_vault()
    key.save(force_insert=True)
    message = new_message(
        template, phone, {"number": row.number, "url": url}, command_id=run.id, at=run.at, vault=vault
    )
    message.save(force_insert=True)
    return message


def told_to_whom_it_is_about(template: str, row: PrivacyRequest, run: Run) -> Message | None:
    """Queue a message to whom the data is about, whoever stood at the counter.

    To the phone kept for them; else to the contact phone of their newest case, but of none that is in the hands of
    whoever asks by a mandate: who asks is not told in the place of whom it is about.
    """
    if row.party is None or row.party.key.wrapped is None:
        return None
    phone = open_party(row.party).phone or _phone_of_cases(row)
    return told_by_message(template, row, phone, "", run)


def _phone_of_cases(row: PrivacyRequest) -> str:
    cases = Case.objects.filter(applicant_id=row.party_id, key__wrapped__isnull=False).select_related("key")
    asked = open_asked(row.content, open_vault(row.key))
    mandate = mandate_with(UUID(asked.mandate)) if asked.mandate else None
    if mandate is not None:
        cases = cases.exclude(representative_id=mandate.handler_id)
    newest = cases.order_by("-received_at", "-id").first()
    return open_content(newest.content, open_vault(newest.key)).contact_phone if newest else ""

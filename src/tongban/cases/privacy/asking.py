"""Asking: by the citizen, or at a counter by a clerk or assister for somebody without a phone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid5

from tongban.cases.answer_kinds import ACCOUNT, SPACES
from tongban.cases.frame import plain_number
from tongban.cases.models import PrivacyRequest
from tongban.cases.privacy.behalf import (
    Authority,
    Behalf,
    authority_at_counter,
    authority_of_citizen,
    card_of_handler,
    still_authorized,
)
from tongban.cases.privacy.matching import binding_faults, name_faults
from tongban.cases.privacy.records import (
    Asked,
    due_date,
    new_number,
    open_asked,
    plain_request_number,
    record,
    seal_asked,
    told_to_whom_it_is_about,
    waits_for_second,
)
from tongban.cases.privacy.visibility import COUNTERS, requests_visible_to
from tongban.cases.visibility import visible_to
from tongban.kernel.actors import Actor, Citizen, Staff
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound, Refusal
from tongban.kernel.ledger import Event
from tongban.kernel.secrets import new_vault, open_vault
from tongban.kernel.time import today
from tongban.parties.commands import phone_of
from tongban.parties.models import Party
from tongban.parties.registry import Person, check_person

KINDS = ("copy", "correction", "erasure")
FIELDS = (
    "applicant.phone",
    "applicant.name",
    "answers.address",
    "answers.phone",
    "answers.bank_account",
    "other",
)
WORDS_LENGTH = 500
VALUE_LENGTH = 100
MOST_OPEN = 10
WAITING = ("open", "proposed")
DOCUMENTS = ("id_card", "temporary_id_card", "household_register", "electronic_id_card")
# of what was seen, codes and ids that the ledger keeps beside the request
RECORDED = ("document", "how", "acting", "paper", "mandate")
WAYS = ("compared", "card_reader")  # eye to eye with the bearer; read out by a reader, and compared


@dataclass(frozen=True)
class SeenPerson:
    """Somebody at a counter whose identity card was looked at.

    Args:
        card_seen: the officer's own word that card and bearer belong together.
        document: one of `DOCUMENTS`; how: one of `WAYS`.
    """

    name: str
    number: str
    phone: str = ""
    card_seen: bool = False
    document: str = ""
    how: str = ""


@dataclass(frozen=True)
class RequestTaken:
    """A request that was written down."""

    number: str
    due: date
    replayed: bool = False


@dataclass(frozen=True)
class Wish:
    """What is asked.

    Args:
        kind: one of `KINDS`.
        scope: the number of a case; empty: everything.
        field: of a correction, one of `FIELDS`.
        wrong, right: of a correction, what stands there and what is right.
        words: why, in the person's words; needed for a correction only.
    """

    kind: str
    scope: str = ""
    field: str = ""
    wrong: str = ""
    right: str = ""
    words: str = ""


def ask_about_data(
    actor: Actor,
    wish: Wish,
    *,
    idempotency_key: str,
    person: SeenPerson | None = None,
    behalf: Behalf | None = None,
) -> RequestTaken:
    """Ask for a copy, a correction or an erasure (个人信息保护法 art. 45 to 47, 50).

    Args:
        person: who stands at the counter, with a clerk's or assister's request.
        behalf: whom they ask for, where that is not themselves.

    Raises:
        InputFaults: every fault at once.
        NotAuthorized: this actor asks for nobody.
        Refusal: ``privacy_too_many`` where ten of the same phone or person wait.
    """
    at_counter = isinstance(actor, Staff) and actor.role in COUNTERS and person is not None
    if not (at_counter or isinstance(actor, Citizen)):
        raise NotAuthorized("not_your_power")
    wish = replace(wish, **{name: getattr(wish, name).strip() for name in wish.__dict__})
    faults = [*_faults_of(wish, actor, behalf)]
    seen: Person | None = None
    authority: Authority | None = None
    if person is not None:
        own_name = behalf is None and wish.field == "applicant.name"
        seen, wrong = _checked(person, wish.right if own_name else "")
        faults += wrong
    if behalf is not None and not faults:
        scope = plain_number(wish.scope) if wish.scope else ""
        if isinstance(actor, Citizen):
            authority, wrong = authority_of_citizen(actor, behalf, scope)
        else:
            assert seen is not None  # or there was a fault
            authority, wrong = authority_at_counter(behalf, seen, scope)
        faults += wrong
    if faults:
        raise InputFaults(faults)
    body = {
        **wish.__dict__,
        **({"person": person.__dict__} if person else {}),
        **({"behalf": behalf.__dict__} if behalf else {}),
    }
    with command("cases.ask_about_data", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            row = PrivacyRequest.objects.get(id=uuid5(run.id, "privacy"))
            return RequestTaken(row.number, row.due, True)
        return _take(actor, wish, seen, person, authority, run)


def _take(
    actor: Actor,
    wish: Wish,
    seen: Person | None,
    card: SeenPerson | None,
    authority: Authority | None,
    run: Run,
) -> RequestTaken:
    key, vault = new_vault()
    key.save(force_insert=True)
    asked = Asked(
        words=wish.words,
        scope=plain_number(wish.scope) if wish.scope else "",
        field=wish.field,
        wrong=wish.wrong,
        right=wish.right,
        name=authority.name if authority else seen.name if seen else "",
        phone=seen.phone if seen else _phone_of(actor),
        assurance="id_card_seen" if seen else _assurance_of(actor),
        seen_by=actor.assignment_id if isinstance(actor, Staff) else None,
        document=card.document if card else "",
        how=card.how if card else "",
        acting=authority.acting if authority else "",
        came=seen.name if seen and authority else "",
        paper=authority.paper if authority else "",
        mandate=str(authority.mandate) if authority and authority.mandate else "",
    )
    digest = seen.phone_digest if seen else _phone_digest_of(actor)
    number_digest = seen.number_digest if seen else _number_digest_of(actor)
    row = PrivacyRequest(
        id=uuid5(run.id, "privacy"),  # a replay finds it by the command
        number=new_number(run.at),
        kind=wish.kind,
        party=authority.party if authority else party_with(number_digest),
        phone_digest=digest,
        site_id=actor.site_id if isinstance(actor, Staff) else None,
        key=key,
        content=seal_asked(asked, vault),
        asked_at=run.at,
        due=due_date(run.at),
    )
    _not_too_many(row)
    row.save(force_insert=True)
    told = {"kind": wish.kind, "assurance": asked.assurance, "due": row.due, "everything": not asked.scope}
    told |= {name: getattr(asked, name) for name in RECORDED if getattr(asked, name)}
    record(row, Event("privacy_asked", told), run, actor)
    if seen and wish.kind == "copy":
        told_to_whom_it_is_about("copy_asked", row, run)
    return RequestTaken(row.number, row.due)


def _phone_of(actor: Actor) -> str:
    return phone_of(actor) if isinstance(actor, Citizen) and actor.sealed_phone else ""


def _phone_digest_of(actor: Actor) -> bytes | None:
    return (actor.phone_digest or None) if isinstance(actor, Citizen) else None


def _assurance_of(actor: Actor) -> str:
    return actor.assurance if isinstance(actor, Citizen) else "phone"


def _number_digest_of(actor: Actor) -> bytes | None:
    known = isinstance(actor, Citizen) and actor.assurance == "real_name"
    return actor.number_digest or None if known and isinstance(actor, Citizen) else None


def party_with(number_digest: bytes | None) -> Party | None:
    """The person with a citizen number; None where nothing is kept about them, which the desk will answer."""
    held = Party.objects.select_related("key")
    return held.filter(number_digest=number_digest).first() if number_digest else None


def _not_too_many(row: PrivacyRequest) -> None:
    waiting = PrivacyRequest.objects.filter(state__in=WAITING)
    same = waiting.filter(party=row.party) if row.party_id else waiting.filter(phone_digest=row.phone_digest)
    if (row.party_id or row.phone_digest) and same.count() >= MOST_OPEN:
        raise Refusal("privacy_too_many")


def _faults_of(wish: Wish, actor: Actor, behalf: Behalf | None) -> list[FieldFault]:
    faults = []
    if wish.kind not in KINDS:
        faults.append(FieldFault("kind", "not_an_option"))
    if wish.scope and not _may_name(actor, wish.scope, behalf):
        faults.append(FieldFault("scope", "not_your_case"))
    if len(wish.words) > WORDS_LENGTH:
        faults.append(FieldFault("words", "too_long", {"most": WORDS_LENGTH}))
    if wish.kind != "correction":
        return faults
    if wish.field not in FIELDS:
        faults.append(FieldFault("field", "choice_missing"))
    for name in ("wrong", "right"):
        value = getattr(wish, name)
        if not value and (name == "right" or wish.field.startswith("answers.")):
            faults.append(FieldFault(name, "required"))
        elif len(value) > VALUE_LENGTH:
            faults.append(FieldFault(name, "too_long", {"most": VALUE_LENGTH}))
    if wish.right:
        faults += right_value_faults(wish.field, wish.right)
    return faults


# a sound number, so that a name or a phone can be checked by itself
_SOUND = "11010519491231002X"


def right_value_faults(field: str, value: str) -> list[FieldFault]:
    """What is wrong with the value that is to stand there; under the form's field ``right``."""
    if field == "answers.bank_account":
        sound = ACCOUNT.fullmatch(SPACES.sub("", value))
        return [] if sound else [FieldFault("right", "bank_account_length")]
    if not field.endswith((".name", ".phone")):
        return []
    name, phone = (value, "") if field.endswith(".name") else ("某人", value)
    _, faults = check_person(name, _SOUND, phone, today=today(), prefix="")
    return [FieldFault("right", fault.code, fault.params) for fault in faults]


def _may_name(actor: Actor, scope: str, behalf: Behalf | None) -> bool:
    try:
        number = plain_number(scope)
    except NotFound:
        return False
    # at a counter nothing is told of a number: whether it is this person's, the desk finds out
    return (
        not isinstance(actor, Citizen)
        or behalf is not None
        or visible_to(actor).filter(number=number).exists()
    )


def _checked(person: SeenPerson, corrected: str = "") -> tuple[Person | None, list[FieldFault]]:
    seen, faults = check_person(person.name, person.number, person.phone, today=today(), prefix="person.")
    if not person.card_seen:
        faults = [*faults, FieldFault("person.card_seen", "card_not_seen")]
    if person.document not in DOCUMENTS:
        faults = [*faults, FieldFault("person.document", "choice_missing")]
    if person.how not in WAYS:
        faults = [*faults, FieldFault("person.how", "choice_missing")]
    if seen is not None:
        faults = [*faults, *name_faults(party_with(seen.number_digest), seen, corrected)]
    return seen, faults


def see_identity(actor: Actor, number: str, person: SeenPerson, *, idempotency_key: str) -> None:
    """Somebody who asked with a phone alone shows their identity card at a counter.

    Raises:
        NotAuthorized: no clerk or assister.
        NotFound: no such request that waits.
        InputFaults: name, number, or the card was not looked at; ``name_not_of_number``;
            ``not_of_this_request`` where it was asked from nobody's phone who has this number.
    """
    if not isinstance(actor, Staff) or actor.role not in COUNTERS:
        raise NotAuthorized("not_your_power")
    plain = plain_request_number(number)
    seen, faults = _checked(person, _name_asked_for(plain))
    if faults or seen is None:
        raise InputFaults(faults)
    body = {"number": plain, "person": person.__dict__}
    with command("cases.see_identity", actor, idempotency_key, body, {}) as run:
        if run.replayed:
            return
        # its number was read out by whoever asked: it leads to no word of the request
        row = PrivacyRequest.objects.select_for_update(of=("self",)).filter(
            number=plain, state=PrivacyRequest.State.OPEN
        )
        found = row.select_related("key").first()
        if found is None:
            raise NotFound("privacy_request")
        known, party = seen, party_with(seen.number_digest)
        waiting = open_asked(found.content, open_vault(found.key))
        if waiting.acting:
            still_authorized(waiting)
            of_handler = card_of_handler(waiting, seen)
            wrong = [] if of_handler else [FieldFault("person.number", "not_of_this_request")]
            party = found.party
        else:
            wrong = binding_faults(found, waiting, party)
        if wrong:
            raise InputFaults(wrong)

        def proven(asked: Asked) -> Asked:
            return replace(
                asked,
                assurance="id_card_seen",
                seen_by=actor.assignment_id,
                document=person.document,
                how=person.how,
                came=known.name if asked.acting else "",
                name=asked.name if asked.acting else known.name,
            )

        rewrite(found, proven)
        found.party, found.site_id = party, actor.site_id
        found.version += 1
        found.save()
        told = {"assurance": "id_card_seen", "document": person.document, "how": person.how}
        record(found, Event("privacy_identity_seen", told), run, actor)


def _name_asked_for(number: str) -> str:
    """The name that a waiting correction asks for, as the card may already have it; "" for any other request."""
    rows = PrivacyRequest.objects.filter(number=number, state=PrivacyRequest.State.OPEN, kind="correction")
    row = rows.select_related("key").first()
    asked = open_asked(row.content, open_vault(row.key)) if row else None
    return asked.right if asked and asked.field == "applicant.name" else ""


def rewrite(row: PrivacyRequest, change: Callable[[Asked], Asked]) -> Asked:
    """Change what a request holds sealed; the caller saves the row."""
    vault = open_vault(row.key)
    asked = change(open_asked(row.content, vault))
    row.content = seal_asked(asked, vault)
    return asked


def withdraw_request(actor: Actor, number: str, *, idempotency_key: str) -> None:
    """Take a request back: whoever asked, or the counter that took it, at their word.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``privacy_closed``; ``privacy_waits`` while an erasure waits for its second person; one that the
            second person turned down waits for nobody.
        NotAuthorized: the desk does not withdraw what somebody asked.
    """
    if not (isinstance(actor, Citizen) or (isinstance(actor, Staff) and actor.role in COUNTERS)):
        raise NotAuthorized("not_your_power")
    plain = plain_request_number(number)
    with command("cases.withdraw_request", actor, idempotency_key, {"number": plain}, {}) as run:
        row = requests_visible_to(actor).select_for_update(of=("self",)).filter(number=plain).first()
        if row is None:
            raise NotFound("privacy_request")
        if run.replayed:
            return
        if row.state == PrivacyRequest.State.PROPOSED and waits_for_second(row):
            raise Refusal("privacy_waits")
        if row.state not in (PrivacyRequest.State.OPEN, PrivacyRequest.State.PROPOSED):
            raise Refusal("privacy_closed")
        row.state, row.version = PrivacyRequest.State.WITHDRAWN, row.version + 1
        row.answered_at = run.at
        row.save()
        record(row, Event("privacy_withdrawn"), run, actor)

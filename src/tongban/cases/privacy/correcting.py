"""Putting right what is kept of somebody: in the person, in matters that run, and beside those that are concluded.

What was decided stays as it was decided (a decision is changed by the body that made it, not here); the correction
stands beside it as a note (更正说明) that names the request, where the right value lies sealed.  个人信息保护法 art. 46.
"""

from dataclasses import replace

from tongban.cases.commands.erasure import cases_of
from tongban.cases.models import Case, PrivacyRequest
from tongban.cases.privacy.records import Asked
from tongban.cases.privacy.retained import under_hold
from tongban.cases.sealed import Content, open_content, seal_content
from tongban.catalogue.queries import pinned
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.canonical import canonical_json
from tongban.kernel.commands import Run
from tongban.kernel.digests import commitment, grams, keyed_digest
from tongban.kernel.errors import Refusal
from tongban.kernel.ledger import Event, Head
from tongban.kernel.secrets import open_vault
from tongban.parties.models import Party
from tongban.parties.registry import Person, letters, open_party, sealed_content

OF_THE_PERSON = ("applicant.phone", "applicant.name")
OF_ANSWERS = ("answers.address", "answers.phone", "answers.bank_account")  # by the kind of their question
CORRECTABLE = (*OF_THE_PERSON, *OF_ANSWERS)
UNFINISHED = ("submitted", "awaiting_corrections", "in_review")
NOTED = "correction_noted"


def corrected(row: PrivacyRequest, asked: Asked, run: Run, actor: Actor) -> tuple[int, int]:
    """Correct what a request asks for; in how many matters it was put right, and beside how many it was noted.

    What is under a legal hold stays as it stands, running or not: the right value is noted beside it.  Who asked by a
    mandate for some items, or about one matter alone, has the value put right there and not in the person's record.

    Raises:
        Refusal: ``privacy_nothing_to_correct``.
    """
    held = Party.objects.select_for_update(of=("self",)).select_related("key")
    party = held.filter(id=row.party_id).first() if row.party_id else None
    if party is None or party.key.wrapped is None:
        raise Refusal("privacy_nothing_to_correct")
    cases = cases_of(party.id)
    held_ids = under_hold(case.id for case in cases)
    changed = noted = 0
    for case in cases:
        if case.key.wrapped is None or asked.scope not in ("", case.number):
            continue
        content = open_content(case.content, open_vault(case.key))
        for field in _fields(case, content, asked):
            if case.status in UNFINISHED and case.id not in held_ids:
                content = _put_right(case, content, field, asked.right, run, actor)
                changed += 1
            else:
                _chained(case, Event(NOTED, {"field": field, "request": row.number}), {}, run, actor)
                noted += 1
    if not changed + noted:
        raise Refusal("privacy_nothing_to_correct")
    if asked.field in OF_THE_PERSON and not asked.scope:
        _correct_person(party, asked.field.partition(".")[2], asked.right)
    return changed, noted


def _fields(case: Case, content: Content, asked: Asked) -> list[str]:
    """What of a case the request speaks of: of answers, those of the kind that say what is said to be wrong."""
    if asked.field in OF_THE_PERSON:
        return [asked.field]
    kind = asked.field.partition(".")[2]
    questions = pinned(case.item_version_id).definition.questions
    return [
        f"answers.{question.code}"
        for question in questions
        if question.kind == kind
        and letters(str(content.answers.get(question.code, ""))) == letters(asked.wrong)
    ]


def _correct_person(party: Party, part: str, right: str) -> None:
    person = open_party(party)
    new = replace(person, **{part: right})
    assert isinstance(new, Person)
    Party.objects.filter(id=party.id).update(
        content=sealed_content(new, open_vault(party.key)),
        phone_digest=new.phone_digest,
        name_tokens=grams("party_name", new.name),
    )


def _put_right(case: Case, content: Content, field: str, right: str, run: Run, actor: Actor) -> Content:
    """The content of a running matter with the right value; the ledger gets a commitment to it."""
    group, _, part = field.partition(".")
    values: dict[str, object] = {}
    if group == "answers":
        changed = replace(content, answers={**content.answers, part: right})
    else:
        changed = replace(content, applicant={**content.applicant, part: right})
        if part == "phone" and content.contact_phone in ("", content.applicant.get("phone", "")):
            changed = replace(changed, contact_phone=right)
            values["contact_digest"] = keyed_digest("phone", right)
        if part == "name":
            values["name_tokens"] = grams("case_name", right)
    values["content"] = seal_content(changed, open_vault(case.key))
    proof = commitment(bytes.fromhex(changed.salt), canonical_json(changed.plain()))
    _chained(case, Event("data_corrected", {"field": field, "content": proof}), values, run, actor)
    return changed


def _chained(case: Case, event: Event, values: dict[str, object], run: Run, actor: Actor) -> None:
    """Append to a case's stream and move its row with it."""
    head = Head(case.ledger_seq, bytes(case.ledger_hash))
    entries, head = ledger.chain(
        "case", str(case.id), head, [event], at=run.at, actor=actor, command_id=run.id
    )
    for entry in entries:
        entry.save(force_insert=True)
    Case.objects.filter(id=case.id).update(ledger_seq=head.seq, ledger_hash=head.hash, **values)
    case.ledger_seq, case.ledger_hash = head.seq, head.hash

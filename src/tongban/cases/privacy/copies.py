"""The copy of somebody's data (个人信息保护法 art. 45): their applications, answers and list of files, as plain values.

Whole for whoever is known by an identity card or an identity provider; with a phone alone every number, phone and
sensitive answer stays masked, since a code proves the phone and not the person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.cases.answer_kinds import people_of
from tongban.cases.models import Case, CaseMaterial, OddMatter
from tongban.cases.odd.records import open_answer, open_told
from tongban.cases.queries.one import masked_answer, papers_of, person_view
from tongban.cases.sealed import Content, open_content
from tongban.catalogue.definition import Question, Text
from tongban.catalogue.queries import PinnedItem, pinned
from tongban.kernel import time
from tongban.kernel.errors import Erased
from tongban.kernel.masking import mask_choice, mask_name, mask_number, mask_phone, mask_text
from tongban.kernel.secrets import open_vault
from tongban.rules.clearance import above


@dataclass(frozen=True)
class CopiedPerson:
    """Somebody named in an application."""

    role: str  # applicant, representative
    name: str
    number: str
    phone: str


@dataclass(frozen=True)
class CopiedCase:
    """One application as it was handed in; answers as (question, value), yes and no as codes."""

    number: str
    item: Text
    status: str
    outcome: str
    channel: str
    received_at: datetime
    people: tuple[CopiedPerson, ...]
    contact_phone: str
    answers: tuple[tuple[Text, Text | str], ...]
    files: tuple[tuple[Text, str], ...]  # the material, the form it came in
    papers: tuple[tuple[str, str, datetime], ...]  # kind, number, moment


@dataclass(frozen=True)
class CopiedOdd:
    """What somebody told the window for what could not be done, and the answer; "" for none yet."""

    number: str
    received_at: datetime
    name: str
    phone: str
    words: str
    tried: str
    answer: str


@dataclass(frozen=True)
class Copy:
    """The copy; ``full``: nothing in it is masked.

    ``number``: of one that was handed over, under which the access log has it; ``handed_by``: by which assignment.
    """

    full: bool
    made_at: datetime
    cases: tuple[CopiedCase, ...]
    number: str = ""
    handed_by: str = ""
    withheld: int = 0  # values that whoever hands it over is not cleared for, masked in it
    odd: tuple[CopiedOdd, ...] = ()


def copy_of(
    rows: Iterable[Case], *, full: bool, handed_by_role: str = "", odd: Iterable[OddMatter] = ()
) -> Copy:
    """The copy of some cases and odd matters (``key`` must be loaded); those that were erased are left out.

    Args:
        full: nothing is masked, but what stands above the clearance of who hands it over.
        handed_by_role: the role of that somebody; none where the person reads it alone.
    """
    made = tuple(_cases(rows, full, handed_by_role))
    return Copy(
        full,
        time.now(),
        tuple(case for case, _ in made),
        withheld=sum(count for _, count in made),
        odd=tuple(_odd(odd, full)),
    )


def _odd(rows: Iterable[OddMatter], full: bool) -> Iterator[CopiedOdd]:
    for row in rows:
        try:
            vault = open_vault(row.key)
            told = open_told(row.content, vault)
        except Erased:
            continue
        answered = open_answer(row.answer, vault) if row.answer else None
        answer = f"{answered.words} {answered.where}".strip() if answered else ""
        name, phone = (told.name, told.phone) if full else (mask_name(told.name), mask_phone(told.phone))
        words, tried, said = (text if full else mask_text(text) for text in (told.words, told.tried, answer))
        yield CopiedOdd(row.number, row.received_at, name, phone, words, tried, said)


def _cases(rows: Iterable[Case], full: bool, role: str) -> Iterator[tuple[CopiedCase, int]]:
    """Each case with how many of its values were masked for the role."""
    for row in rows:
        try:
            content = open_content(row.content, open_vault(row.key))
        except Erased:
            continue
        item = pinned(row.item_version_id)
        withheld = _withheld(item, content, role) if role else frozenset()
        copied = CopiedCase(
            number=row.number,
            item=item.definition.name,
            status=row.status,
            outcome=row.outcome,
            channel=row.channel,
            received_at=row.received_at,
            people=tuple(_people(content, full)),
            contact_phone=content.contact_phone if full else mask_phone(content.contact_phone),
            answers=tuple(_answers(item, content, full, withheld)),
            files=tuple(_files(row, item)),
            papers=tuple((paper.kind, paper.number, paper.issued_at) for paper in papers_of(row)),
        )
        yield copied, len(withheld)


def _withheld(item: PinnedItem, content: Content, role: str) -> frozenset[str]:
    """The answers above a role's clearance; whoever hands copies over is cleared for persons."""
    asked = {one.code: one.sensitivity for one in item.definition.questions if one.code in content.answers}
    refused = above(role, asked.values())
    return frozenset(code for code, mark in asked.items() if mark in refused)


def _people(content: Content, full: bool) -> Iterator[CopiedPerson]:
    for role, person in (("applicant", content.applicant), ("representative", content.representative)):
        if not person:
            continue
        if full:
            yield CopiedPerson(role, person["name"], person["number"], person["phone"])
        else:
            seen = person_view(person)
            yield CopiedPerson(role, mask_name(person["name"]), seen.number_masked, seen.phone_masked)


def _answers(
    item: PinnedItem, content: Content, full: bool, withheld: frozenset[str]
) -> Iterator[tuple[Text, Text | str]]:
    for question in item.definition.questions:
        if question.code in content.answers:
            value = str(content.answers[question.code])
            if question.code in withheld:
                yield question.label, masked_answer(question, value)
            else:
                yield question.label, _told(question, value) if full else _masked(question, value)


def _told(question: Question, value: str) -> Text | str:
    if question.kind == "people":
        return "\n".join(" ".join(row) for row in people_of(value))
    return next((option.label for option in question.options if option.code == value), value)


def _masked(question: Question, value: str) -> str:
    """With a phone alone nothing that was answered is told, not even what is not sensitive by itself."""
    if question.kind in ("citizen_number", "bank_account", "credit_code"):
        return mask_number(value)
    if question.kind == "phone":
        return mask_phone(value)
    if question.options or question.kind in ("yes_no", "village", "date", "people"):
        return mask_choice()
    return mask_text(value)


def _files(row: Case, item: PinnedItem) -> Iterator[tuple[Text, str]]:
    names = {material.code: material.name for material in item.definition.materials}
    for material in CaseMaterial.objects.filter(case=row).order_by("order"):
        yield names[material.code], material.form


def as_json(copy: Copy) -> dict[str, Any]:
    """The copy in a form that another program reads (art. 45: transfer)."""
    return {
        "format": "tongban-copy/1",
        "made_at": copy.made_at.isoformat(),
        "full": copy.full and not copy.withheld,
        "cases": [_case_json(case) for case in copy.cases],
        "odd": [{**one.__dict__, "received_at": one.received_at.isoformat()} for one in copy.odd],
    }


def _case_json(case: CopiedCase) -> Mapping[str, Any]:
    return {
        "number": case.number,
        "item": case.item.zh,
        "status": case.status,
        "outcome": case.outcome,
        "channel": case.channel,
        "received_at": case.received_at.isoformat(),
        "people": [dict(person.__dict__) for person in case.people],
        "contact_phone": case.contact_phone,
        "answers": [{"question": question.zh, "answer": str(answer)} for question, answer in case.answers],
        "files": [{"material": name.zh, "form": form} for name, form in case.files],
        "papers": [
            {"kind": kind, "number": number, "issued_at": at.isoformat()} for kind, number, at in case.papers
        ],
    }

"""Giving a one-time notice: whoever is asked first tells, and it is written down by whom, how and in which edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.conf import settings

from tongban.catalogue.models import NoticeGiven
from tongban.catalogue.queries import current
from tongban.catalogue.sheets.documents import guide_for
from tongban.catalogue.situations import read_situation
from tongban.catalogue.telling.paper import one_time_notice
from tongban.directory.queries import site as site_with_id
from tongban.kernel import ledger
from tongban.kernel.actors import Actor, Staff
from tongban.kernel.batch import Batch
from tongban.kernel.commands import command
from tongban.kernel.errors import FieldFault, InputFaults, NotAuthorized, NotFound
from tongban.kernel.jobs import defer_effects_with
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.powers import require_power
from tongban.kernel.secrets import new_vault
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.papers.commands.fix import TEMPLATE_VERSION, Numbered
from tongban.papers.content import PaperHead
from tongban.papers.models import Paper

KIND = "one_time_notice"
STREAM = "notice"
WAYS = ("paper", "link", "read_aloud", "phone")
"""How somebody is told: a paper, a link or code on the screen, read aloud, by telephone."""
LONGEST_NAME = 40


@dataclass(frozen=True)
class Given:
    """A notice as given: its id, its number, and the code of the page that shows it."""

    notice_id: UUID
    command_id: UUID
    number: str
    verify_code: str
    replayed: bool


def give_one_time_notice(
    actor: Actor,
    item_code: str,
    *,
    answers: Mapping[str, str],
    channel: str,
    how: str,
    told_to: str = "",
    idempotency_key: str,
) -> Given:
    """Tell somebody everything about an item in their situation, with a numbered paper and a page that stays.

    Args:
        answers: situation question → answer; what is left open is told as a condition.
        channel: how they mean to apply; "": left open.
        how: one of `WAYS`.
        told_to: the name of whoever was told; "": 来人未留姓名.

    Raises:
        NotAuthorized: ``staff_only``; every position at a desk may tell, since whoever is asked first answers;
            ``not_your_power`` for administrators, who serve nobody.
        NotFound: no such item at the actor's place.
        InputFaults: ``not_a_way_of_telling``, ``too_long``, ``control_character``, or as `read_situation`.
    """
    if not isinstance(actor, Staff):
        raise NotAuthorized("staff_only")
    require_power("catalogue.give_one_time_notice", actor)
    name = " ".join(told_to.split())
    body = {"item": item_code, "answers": dict(answers), "channel": channel, "how": how, "told_to": name}
    notice_id = uuid4()
    with command(
        "catalogue.give_one_time_notice", actor, idempotency_key, body, {"notice": notice_id}
    ) as run:
        if run.replay is not None:
            return _again(UUID(run.replay["notice"]))
        site = site_with_id(actor.site_id)
        found = current(item_code, site.division_code)
        if not found.definition.published:
            raise NotFound("item")
        if faults := _faults(how, name):
            raise InputFaults(faults)
        situation = read_situation(found.definition, answers, channel)
        guide = guide_for(found, situation, "zh", site.division_code)
        key, vault = new_vault()
        year = legal_date(run.at).year
        serial = next_paper_serials(site.body_id, [KIND], year)[KIND]
        numbered = number_paper(KIND, site.body.short_name, serial, run.at)
        content = one_time_notice(
            _head(numbered, site.body.name, legal_date(run.at)),
            guide,
            situation,
            how=how,
            told_by=actor.label,
            told_to=name,
            at=run.at,
        )
        paper, entries = fix_paper(
            numbered,
            content,
            subject=notice_id,
            body_id=site.body_id,
            public={"item": found.definition.name.zh, "item_en": found.definition.name.en},
            vault=vault,
            actor=actor,
            at=run.at,
            command_id=run.id,
        )
        told, _ = ledger.chain(
            STREAM,
            str(notice_id),
            ledger.Head(),
            [
                ledger.Event(
                    "one_time_notice_given",
                    {
                        "item": item_code,
                        "version": found.version_id,
                        "place": site.division_code,
                        "situation": dict(situation.answers),
                        "channel": channel,
                        "how": how,
                        "site": site.id,
                        "number": numbered.number,
                        "named": bool(name),  # the name itself stands in the paper, whose event commits to it
                    },
                )
            ],
            at=run.at,
            actor=actor,
            command_id=run.id,
        )
        batch = Batch()
        batch.insert(key)
        batch.insert(
            NoticeGiven(
                id=notice_id,
                command_id=run.id,
                version_id=found.version_id,
                place=site.division_code,
                situation=dict(situation.answers),
                channel=channel,
                how=how,
                site_id=site.id,
                given_by_id=actor.assignment_id,
                key_id=key.id,
                told_to=vault.seal(name.encode(), "notice.told_to") if name else None,
                given_at=run.at,
            )
        )
        batch.insert(paper)
        batch.insert(*entries, *told)
        defer_effects_with(batch, run.id)
        batch.write()
    return Given(notice_id, run.id, numbered.number, numbered.verify_code, False)


def _again(notice_id: UUID) -> Given:
    paper = Paper.objects.only("number", "verify_code", "command_id").get(subject=notice_id, kind=KIND)
    return Given(notice_id, paper.command_id, paper.number, paper.verify_code, True)


def _faults(how: str, name: str) -> list[FieldFault]:
    faults = []
    if how not in WAYS:
        faults.append(FieldFault("how", "not_a_way_of_telling"))
    if len(name) > LONGEST_NAME:
        faults.append(FieldFault("told_to", "too_long", {"most": LONGEST_NAME}))
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        faults.append(FieldFault("told_to", "control_character"))
    return faults


def _head(numbered: Numbered, body_name: str, issued_on: date) -> PaperHead:
    """The head; its code leads to the page that shows what was told, and proves the paper there."""
    return PaperHead(
        kind=KIND,
        number=numbered.number,
        body_name=body_name,
        issued_on=issued_on,
        verify_url=f"{settings.BASE_URL}/told/{numbered.verify_code}/",
        verify_code=numbered.verify_code,
        template_version=TEMPLATE_VERSION,
        demonstration=settings.DEMO,
        case_number="",
    )

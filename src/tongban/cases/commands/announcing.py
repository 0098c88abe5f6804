"""Announcing a result that no other way could deliver (公告送达); when its days are over the date delivers it."""

from collections.abc import Sequence

from tongban.cases.announcing import (
    FailedTry,
    announced_event,
    announcement_limit,
    check_announcing,
    has_paper,
)
from tongban.cases.commands.delivery import papers_to_serve
from tongban.cases.edition import village_question
from tongban.cases.frame import OpenCase, act_on
from tongban.cases.issuing import issue
from tongban.cases.notices import notice
from tongban.cases.requests import Done
from tongban.cases.said_of_clock import say
from tongban.directory.queries import place_name
from tongban.kernel.actors import Actor
from tongban.kernel.errors import ActNotAllowed
from tongban.kernel.ledger import Event
from tongban.kernel.masking import mask_name
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_afterwards import ServiceAnnouncement
from tongban.rules.lifecycle import Act
from tongban.rules.minors import under_eighteen


def announce(
    actor: Actor,
    number: str,
    *,
    expected_version: int,
    idempotency_key: str,
    failed: Sequence[FailedTry],
    where: str,
) -> Done:
    """Announce: first day today, last day by the item's rule; 送达公告 is posted with the name masked.

    Args:
        failed: the ways that did not reach the addressee, at least two.
        where: where it hangs.

    Raises:
        Refusal: ``announcement_not_allowed``, ``announced_already``.
        InputFaults: as `check_announcing`.
        NotFound, NotAuthorized, Stale, ActNotAllowed: as every act.
    """
    tries = [one for one in failed if one.said]
    body = {"failed": [one.plain for one in tries], "where": where}
    with act_on(
        Act.ANNOUNCE,
        actor,
        number,
        expected_version=expected_version,
        idempotency_key=idempotency_key,
        body=body,
    ) as case:
        if isinstance(case, Done):
            return case
        if not has_paper(case):
            raise ActNotAllowed(case.state.status, Act.ANNOUNCE.value)
        check_announcing(case, failed, where)
        event = announced_event(case, tries)
        case.append(event)
        say(case, "announcement", body)
        last = event.data["last"]
        case.add_message(
            notice(
                "announced",
                case.content.contact_phone,
                case.row.number,
                case.item,
                case.row.collect_site,
                case.run,
                case.vault,
                f"{last.month}月{last.day}日",
                act_by=last,
            )
        )
        issue(
            case,
            "service_announcement",
            lambda head: announcement_paper(head, case, event),
            issuer=case.row.deciding_body if case.state.outcome in ("granted", "refused") else None,
        )
        return case.save({}, {})


def known_by(case: OpenCase) -> str:
    """Whom it is for, so that they know it and a passer-by does not: the masked name, the village, the number.

    Of somebody under eighteen no letter of the name hangs there, as on the notice of a step.
    """
    applicant = case.content.applicant
    minor = under_eighteen(applicant["number"], legal_date(case.run.at))
    name = "未成年人" if minor else mask_name(applicant["name"])
    village = place_name(case.content.answers.get(village_question(case.item.definition), ""))
    of = f"{village.name}，" if village else ""
    return f"{name}（{of}申请编号{case.row.number}）"


def announcement_paper(head: PaperHead, case: OpenCase, event: Event) -> ServiceAnnouncement:
    """送达公告: which papers, from when to when, where they can be collected."""
    found = announcement_limit(case.item.definition)
    assert found is not None
    limit, basis = found
    return ServiceAnnouncement(
        head=head,
        addressee=known_by(case),
        item_name=case.item.definition.name.zh,
        papers=tuple(f"{name}（{number}）" for name, number in papers_to_serve(case)),
        first=event.data["first"],
        last=event.data["last"],
        days=limit.days,
        unit=limit.unit,
        place=case.row.collect_site.name,
        legal_basis=(f"{basis.law.zh}{basis.article}",),
        enquiry_phone=case.row.handling_site.phone,
    )

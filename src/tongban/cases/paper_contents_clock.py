"""What the papers of the clock say: from the case's data to their content."""

from collections.abc import Mapping
from typing import Any

from tongban.cases.clocks import procedure_basis
from tongban.cases.frame import OpenCase
from tongban.cases.models import Case
from tongban.cases.paper_contents import copies, redress_of, remedies_of
from tongban.cases.sealed import Content
from tongban.cases.state import CaseState
from tongban.catalogue.definition import Basis, ItemDefinition
from tongban.directory.models import Body
from tongban.kernel.time import legal_date
from tongban.papers.content import PaperHead
from tongban.papers.content_clock import ExtensionNotice, SpecialProcedureNotice, TerminationDecision
from tongban.rules.special_procedures import ONE_DAY


def cited(basis: Basis | None) -> tuple[str, ...]:
    """A basis as one line of a paper; none for none, which no paper takes."""
    return (f"{basis.law.zh}{basis.article}",) if basis else ()


def special_procedure_notice(
    head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    row: Case,
    *,
    reason: str,
    told: Mapping[str, Any],
) -> SpecialProcedureNotice:
    """特别程序告知书: which, how long, when the clock stops and when it goes on.

    Args:
        state: once the procedure has begun.
        told: the data of the event.
    """
    assert state.accepted_at is not None
    return SpecialProcedureNotice(
        head=head,
        applicant=content.applicant["name"],
        item_name=item.name.zh,
        accepted_on=legal_date(state.accepted_at),
        procedure=told["kind"],
        reason=reason.strip(),
        legal_basis=cited(procedure_basis(item, told["kind"])),
        days=told["days"],
        unit=told["unit"],
        first=told["first"],
        told_last=told["told_last"],
        resumes_on=told["told_last"] + ONE_DAY,
        promised_until=state.promised_due,
        statutory_until=state.statutory_due,
        provisional=state.provisional,
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
        promise_stands=state.promised_due is None or state.promised_due >= told["first"],
    )


def extension_notice(
    head: PaperHead, case: OpenCase, before: CaseState, after: CaseState, *, reason: str, approved_by: str
) -> ExtensionNotice:
    """延期告知书: why, until when, by whom; and what became of the promise.

    Args:
        before, after: the state without and with the extension.
        approved_by: name and position.
    """
    item = case.item.definition
    effect, granted = item.effect("extension"), after.course.extension
    assert after.accepted_at is not None and granted is not None
    assert before.statutory_due is not None and after.statutory_due is not None
    promised = after.promised_due
    return ExtensionNotice(
        head=head,
        applicant=case.content.applicant["name"],
        item_name=item.name.zh,
        accepted_on=legal_date(after.accepted_at),
        reason=reason.strip(),
        legal_basis=cited(effect.basis if effect else None),
        days=granted.days,
        unit="calendar" if effect and effect.params.get("unit") == "calendar" else "working",
        old_last=before.statutory_due,
        new_last=after.statutory_due,
        approved_by=approved_by,
        promised_until=promised,
        promise_stands=promised is not None and legal_date(case.run.at) <= promised,
        provisional=after.provisional,
        enquiry_phone=case.row.handling_site.phone,
        complaint_phone=case.row.handling_site.complaint_phone,
        copies_kept=copies(),
    )


def termination_decision(
    head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    issuer: Body,
    row: Case,
    *,
    ground: str,
    reason: str,
    basis: str,
) -> TerminationDecision:
    """终止办理决定书: what happened, the basis, where one can turn."""
    assert state.received_at is not None
    return TerminationDecision(
        head=head,
        applicant=content.applicant["name"],
        item_name=item.name.zh,
        filed_on=legal_date(state.received_at),
        ground=ground,  # type: ignore[arg-type]  # the command has checked it
        reason=reason.strip(),
        legal_basis=tuple(line.strip() for line in basis.splitlines() if line.strip()),
        remedies=remedies_of(item, issuer),
        redress=redress_of(item),
        enquiry_phone=row.handling_site.phone,
        copies_kept=copies(),
    )

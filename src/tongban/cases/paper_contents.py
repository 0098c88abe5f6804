"""What each paper of a case says: from the case's data to the content dataclasses of `papers`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal

from django.conf import settings

from tongban.cases.clocks import limits_for, steps_of
from tongban.cases.models import Case, CaseMaterial
from tongban.cases.query_code import query_code
from tongban.cases.sealed import Content
from tongban.cases.state import CaseState
from tongban.catalogue.definition import ItemDefinition
from tongban.directory.models import Body, Site
from tongban.kernel.masking import mask_phone
from tongban.kernel.time import SHANGHAI, legal_date
from tongban.papers.commands.fix import TEMPLATE_VERSION, Numbered
from tongban.papers.content import (
    AcceptanceNotice,
    CopyKept,
    Decision,
    IntakeReceipt,
    Limit,
    MaterialDeferred,
    MaterialReceived,
    NonAcceptanceDecision,
    PaperHead,
    Remedies,
    ServedPaper,
    ServiceReturn,
)
from tongban.rules.promises import Promise

RELATIONS = {
    "spouse": "配偶",
    "parent": "父母",
    "child": "子女",
    "sibling": "兄弟姐妹",
    "other_kin": "其他亲属",
    "neighbour": "邻居",
    "guardian": "监护人",
    "other": "其他",
    "self": "本人",
    "assister": "代办员",
    "handler": "经办人",
    "mandate": "持委托书的人",
    "mail_room": "单位收发室",
}
FORMS: dict[str, Literal["original", "copy", "electronic", "commitment"]] = {
    "electronic": "electronic",
    "paper_original": "original",
    "paper_copy": "copy",
    "commitment": "commitment",
}
WAYS: dict[str, Literal["direct", "left", "post", "electronic", "entrusted"]] = {
    "handed_over": "direct",
    "electronic": "electronic",
    "through_assister": "entrusted",
    "left": "left",
    "posted": "post",
}


def local(moment: datetime) -> datetime:
    """A moment as papers print it: China's legal time."""
    return moment.astimezone(SHANGHAI)


def head(numbered: Numbered, body: Body, at: datetime, case_number: str) -> PaperHead:
    """The head of a numbered paper, in the authority's name."""
    return PaperHead(
        kind=numbered.kind,
        number=numbered.number,
        body_name=body.name,
        issued_on=legal_date(at),
        verify_url=f"{settings.BASE_URL}/v/{numbered.verify_code}/",
        verify_code=numbered.verify_code,
        template_version=TEMPLATE_VERSION,
        demonstration=settings.DEMO,
        case_number=case_number,
    )


def preview_head(kind: str, body: Body, at: datetime, case_number: str) -> PaperHead:
    """The head of a preview: no number, no code."""
    return PaperHead(
        kind=kind,
        number="",
        body_name=body.name,
        issued_on=legal_date(at),
        verify_url="",
        verify_code="",
        template_version=TEMPLATE_VERSION,
        demonstration=settings.DEMO,
        case_number=case_number,
    )


def limit_on_paper(item: ItemDefinition, kind: str, ends_on: date | None, provisional: bool) -> Limit:
    """One of the item's limits with the day on which it ends."""
    stated = item.limits[kind]
    unit: Literal["working", "calendar"] = "working" if stated.unit == "working" else "calendar"
    return Limit(days=stated.days, unit=unit, ends_on=ends_on, provisional=provisional)


def statutory(item: ItemDefinition, state: CaseState) -> Limit | None:
    """The law's limit of this case: of joint handling where that is the one; None where no law sets one."""
    stated = limits_for(item, steps_of(state)).get("statutory")
    if stated is None:
        return None
    unit: Literal["working", "calendar"] = "working" if stated.unit == "working" else "calendar"
    return Limit(days=stated.days, unit=unit, ends_on=state.statutory_due, provisional=state.provisional)


def received(item: ItemDefinition, materials: Iterable[CaseMaterial]) -> tuple[MaterialReceived, ...]:
    """What came in, by the names that the item gives it."""
    by_code = {material.code: material for material in item.materials}
    return tuple(
        MaterialReceived(
            name=by_code[row.code].name.zh, copies=by_code[row.code].copies, form=FORMS[row.form]
        )
        for row in materials
        if row.form
    )


def copies(applicant: int = 1, kept: int = 1) -> tuple[CopyKept, ...]:
    """Who keeps how many."""
    return (CopyKept(holder="申请人", count=applicant), CopyKept(holder="受理机关", count=kept))


def _basis(item: ItemDefinition) -> tuple[str, ...]:
    return tuple(f"{basis.law.zh}{basis.article}" for basis in item.basis)


def remedies_of(item: ItemDefinition, body: Body) -> Remedies | None:
    """None where nothing is decided over anybody: then the item's own words say where one can go."""
    if item.remedies_kind != "administrative":
        return None
    return Remedies(reconsideration_body=body.reconsideration_body, court=body.court)


def redress_of(item: ItemDefinition) -> str:
    """What the item says of where one can turn, beside the remedies or instead of them."""
    return item.remedies_told.zh if item.remedies_told else ""


def _handler(content: Content) -> str:
    """Who acts for an organization (经办人); "" for a person's own matter."""
    organization = content.applicant.get("number_kind") == "credit_code"
    return content.representative.get("name", "") if organization else ""


def intake_receipt(
    paper_head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    materials: Iterable[CaseMaterial],
    *,
    number: str,
    intake_site: Site,
    handling_site: Site,
    received_by: str,
    actor_name: str,
) -> IntakeReceipt:
    """收件凭证: what was handed over and by when it is checked."""
    acts: Mapping[str, Literal["self", "representative", "assister"]] = {
        "self": "self",
        "representative": "representative",
        "assister": "assister",
    }
    assert state.received_at is not None and state.entered_at is not None
    relation = RELATIONS.get(content.relation, content.relation)
    return IntakeReceipt(
        head=paper_head,
        applicant=content.applicant["name"],
        acts=acts[state.representation],
        actor_name=actor_name,
        actor_relation="代办员" if state.representation == "assister" else relation,
        contact_phone=mask_phone(content.contact_phone),
        item_name=item.name.zh,
        received_at=local(state.received_at),
        entered_at=local(state.entered_at),
        received_by=received_by,
        received_place=intake_site.name if state.channel != "portal" else "网上申请",
        materials=received(item, materials),
        query_code=query_code(number),
        check_limit=limit_on_paper(item, "intake_check", state.intake_due, state.provisional),
        enquiry_place=handling_site.name,
        enquiry_phone=handling_site.phone,
        complaint_phone=handling_site.complaint_phone,
        copies_kept=copies(),
    )


def acceptance_notice(
    paper_head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    row: Case,
    materials: Iterable[CaseMaterial],
    *,
    accepted_by: str,
) -> AcceptanceNotice:
    """受理通知书: accepted, and by when it will be decided."""
    assert state.received_at is not None and state.accepted_at is not None
    contact = content.representative.get("name") or content.applicant["name"]
    return AcceptanceNotice(
        head=paper_head,
        applicant=content.applicant["name"],
        contact=contact,
        contact_phone=mask_phone(content.contact_phone),
        item_name=item.name.zh,
        item_code=item.code,
        filed_on=legal_date(state.received_at),
        legal_basis=_basis(item) + _basis_of_deferral(item, state),
        materials=received(item, materials),
        accepted_by=accepted_by,
        accepted_at=local(state.accepted_at),
        promised=limit_on_paper(item, "promised", state.promised_due, state.provisional),
        statutory=statutory(item, state),
        query_code=query_code(row.number),
        result_name=item.result_name.zh,
        result_delivery=f"在{row.collect_site.name}领取",
        enquiry_phone=row.handling_site.phone,
        complaint_phone=row.handling_site.complaint_phone,
        copies_kept=copies(),
        deferred=tuple(
            MaterialDeferred(name=name, due_on=due_on) for name, due_on in deferred_of(item, state).values()
        ),
    )


def _basis_of_deferral(item: ItemDefinition, state: CaseState) -> tuple[str, ...]:
    """By what an acceptance lets something follow (容缺); nothing where nothing follows."""
    effect = item.effect("deferral") if deferred_of(item, state) else None
    return (f"{effect.basis.law.zh}{effect.basis.article}",) if effect else ()


def deferred_of(item: ItemDefinition, state: CaseState) -> dict[str, tuple[str, date]]:
    """Material → its name and by when it must follow (容缺)."""
    names = {material.code: material.name.zh for material in item.materials}
    return {
        one.code: (names[one.code], one.promise_due)
        for one in state.materials
        if one.promise == Promise.DEFERRED and one.promise_due is not None
    }


def non_acceptance(
    paper_head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    row: Case,
    *,
    reason: str,
    basis: str,
    right_body: str,
) -> NonAcceptanceDecision:
    """不予受理决定书: facts, reason, basis, the right body, remedies."""
    assert state.received_at is not None
    return NonAcceptanceDecision(
        head=paper_head,
        applicant=content.applicant["name"],
        item_name=item.name.zh,
        filed_on=legal_date(state.received_at),
        facts="经核对你填写的内容和提交的材料，情况如下。",
        reason=reason,
        legal_basis=tuple(line.strip() for line in basis.splitlines() if line.strip()),
        right_body=right_body,
        right_body_contact="",
        remedies=remedies_of(item, row.body),
        redress=redress_of(item),
        enquiry_phone=row.handling_site.phone,
        copies_kept=copies(),
    )


def decision(
    paper_head: PaperHead,
    item: ItemDefinition,
    content: Content,
    state: CaseState,
    row: Case,
    *,
    granted: bool,
    reason: str,
    basis: str,
    authorization: str = "",
) -> Decision:
    """The decision on the matter, in the item's own words."""
    assert state.accepted_at is not None
    titles = item.titles
    stated = tuple(line.strip() for line in basis.splitlines() if line.strip())
    return Decision(
        head=paper_head,
        title=titles["title_granted"] if granted else titles["title_refused"],
        granted=granted,
        applicant=content.applicant["name"],
        item_name=item.name.zh,
        handler=_handler(content),
        accepted_on=legal_date(state.accepted_at),
        decision=titles["decision_granted"] if granted else titles["decision_refused"],
        reasons=reason,
        legal_basis=stated or _basis(item),
        scope="",
        validity=titles["validity"] if granted else "",
        remedies=None if granted else remedies_of(item, row.deciding_body),
        redress="" if granted else redress_of(item),
        authorization=authorization,
        enquiry_phone=row.handling_site.phone,
        copies_kept=copies(),
    )


def service_return(
    paper_head: PaperHead,
    content: Content,
    row: Case,
    papers: Iterable[tuple[str, str]],
    *,
    receiver: str,
    relation: str,
    served_at: datetime,
    mode: str,
    place: str,
    server: str,
    remarks: str,
    witness: str = "",
) -> ServiceReturn:
    """送达回证: which papers, to whom, when, how."""
    return ServiceReturn(
        head=paper_head,
        papers=tuple(ServedPaper(name=name, number=number) for name, number in papers),
        sender=row.body.name,
        addressee=content.applicant["name"],
        receiver=receiver,
        relation=RELATIONS.get(relation, relation),
        served_at=local(served_at),
        place=place,
        way=WAYS[mode],
        witness=witness,
        server=server,
        remarks=remarks,
    )

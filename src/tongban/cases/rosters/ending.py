"""The end of a roster: every row filed, refused or left out, and the one receipt where the item gives one."""

from tongban.cases.models import Case, Roster, RosterRow
from tongban.cases.paper_contents import copies, head, limit_on_paper, local
from tongban.cases.rosters.columns import EFFECT, roster_rule
from tongban.cases.rosters.records import open_plan, plain_roster_number, record
from tongban.cases.rosters.visibility import rosters_visible_to, rows_of
from tongban.cases.sealed import open_content
from tongban.catalogue.queries import pinned
from tongban.directory.queries import assignment_labels, site
from tongban.kernel import ledger
from tongban.kernel.actors import Actor
from tongban.kernel.batch import Batch
from tongban.kernel.commands import Run, command
from tongban.kernel.errors import Erased, NotFound, Refusal
from tongban.kernel.jobs import defer_effects
from tongban.kernel.masking import mask_name
from tongban.kernel.numbering import next_paper_serials
from tongban.kernel.secrets import Vault, open_vault
from tongban.kernel.time import legal_date
from tongban.papers.commands import fix_paper, number_paper
from tongban.papers.content_roster import RosterLine, RosterReceipt
from tongban.rules.identifiers.case_number import group_case_number

KIND = "roster_receipt"


def end_roster(actor: Actor, number: str, *, idempotency_key: str) -> None:
    """Close a list: sound rows that were not filed are left out, and the list gets its receipt.

    Raises:
        NotFound: none of this actor's.
        Refusal: ``roster_not_waiting`` where it runs or has ended.
    """
    with command("cases.end_roster", actor, idempotency_key, {"number": number}, {}) as run:
        if run.replayed:
            return
        found = rosters_visible_to(actor).filter(number=plain_roster_number(number))
        roster = found.select_for_update(of=("self",)).first()
        if roster is None:
            raise NotFound("roster")
        if roster.state not in (Roster.State.CHECKED, Roster.State.STOPPED):
            raise Refusal("roster_not_waiting")
        close(roster, run, actor)


def close(roster: Roster, run: Run, actor: Actor) -> None:
    """Write down the end; within the transaction that holds the roster's row."""
    left_out = rows_of(roster).filter(state=RosterRow.State.SOUND).update(state=RosterRow.State.LEFT_OUT)
    roster.failed += left_out
    roster.state, roster.ended_at = Roster.State.DONE, run.at
    roster.version += 1
    rule = roster_rule(pinned(roster.item_version_id).definition)
    if rule is not None and rule.paper == "list" and roster.filed:
        _receipt(roster, run, actor, open_vault(roster.key))
    roster.save()
    told = {"filed": roster.filed, "failed": roster.failed, "receipt": roster.receipt}
    record(roster, ledger.Event("roster_ended", told), run, actor)


def _receipt(roster: Roster, run: Run, actor: Actor, vault: Vault) -> None:
    item = pinned(roster.item_version_id).definition
    here = site(roster.site_id)
    centre = here.handled_by or here
    rows = list(rows_of(roster).filter(state=RosterRow.State.FILED).values_list("line", "case_id"))
    cases = {
        case.id: case
        for case in Case.objects.filter(id__in=[case for _, case in rows])
        .select_related("key")
        .only("number", "content", "intake_due", "provisional", "received_at", "key")
    }
    plan = open_plan(roster.plan, vault)
    label = assignment_labels({roster.by_id}).get(roster.by_id, "")
    serial = next_paper_serials(centre.body_id, [KIND], legal_date(run.at).year)[KIND]
    numbered = number_paper(KIND, centre.body.short_name, serial, run.at)
    last = max((case.intake_due for case in cases.values() if case.intake_due), default=None)
    stated = item.effect(EFFECT)
    names = {
        "each": "",
        "assister": label.split("（", 1)[0],
        "village": f"{plan.organization}（经办人{plan.handler}）",
    }
    content = RosterReceipt(
        head=head(numbered, centre.body, run.at, ""),
        roster_number=roster.number,
        roster_name=roster.name,
        item_name=item.name.zh,
        brought_by=plan.brought_by,  # type: ignore[arg-type]  # one of the three, checked when it was brought
        brought_by_name=names[plan.brought_by],
        ground=f"{stated.basis.law.zh}{stated.basis.article}"
        if stated and plan.brought_by == "village"
        else "",
        received_at=local(roster.made_at),
        received_place=here.name,
        received_by=label,
        lines=tuple(
            RosterLine(
                line=line, applicant=name_of(cases[case]), case_number=group_case_number(cases[case].number)
            )
            for line, case in rows
        ),
        left=roster.total - len(rows),
        check_limit=limit_on_paper(
            item, "intake_check", last, any(case.provisional for case in cases.values())
        ),
        enquiry_place=centre.name,
        enquiry_phone=centre.phone,
        complaint_phone=centre.complaint_phone,
        copies_kept=copies(),
    )
    paper, entries = fix_paper(
        numbered,
        content,
        subject=roster.id,
        body_id=centre.body_id,
        public={"item": item.name.zh, "item_en": item.name.en},
        vault=vault,
        actor=actor,
        at=run.at,
        command_id=run.id,
    )
    batch = Batch()
    batch.insert(paper, *entries)
    batch.write()
    defer_effects(run.id)
    roster.receipt = paper.id


def name_of(case: Case) -> str:
    """Whose matter it is, masked."""
    try:
        return mask_name(open_content(case.content, open_vault(case.key)).applicant["name"])
    except Erased:
        return "（已删除）"

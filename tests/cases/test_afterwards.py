"""After the decision: put right, ended, made anew; each with its paper, its message and its verification page."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tongban.cases.commands import confirm_later_entry, decide
from tongban.cases.frame import load
from tongban.cases.models import Case
from tongban.cases.projection import columns, replay
from tongban.cases.queries import case_for, track
from tongban.cases.said_of_clock import said
from tongban.kernel import ledger
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal
from tongban.kernel.models import Message
from tongban.kernel.time import SHANGHAI, frozen
from tongban.kernel.verify import verify as verify_ledger
from tongban.papers.models import Paper
from tongban.papers.queries import verify
from tongban.parties.commands.sign_in import citizen_with_phone
from tongban.site.scenario import staff
from tongban.site.scenario_afterwards import FOUND, REFUSED_WHY, Afterwards

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DECIDED = date(2026, 9, 14)
LATER = date(2026, 9, 21)


@pytest.fixture(autouse=True)
def county(whole_county: None, db: None) -> None:
    """The whole county, copied once for this module."""


@contextmanager
def on(day: date, hour: int = 10) -> Iterator[None]:
    with frozen(datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)):
        yield


def delivered(*, granted: bool = True) -> Afterwards:
    matter = Afterwards("NJ-001", serial=5)
    with on(DECIDED):
        matter.delivered(granted=granted)
    return matter


def row(matter: Afterwards) -> Case:
    return Case.objects.get(number=matter.number)


def decision(matter: Afterwards) -> Paper:
    return Paper.objects.filter(subject=row(matter).id, kind="decision").earliest("issued_at")


def codes(refused: pytest.ExceptionInfo[InputFaults]) -> set[tuple[str, str]]:
    return {(fault.field, fault.code) for fault in refused.value.faults}


def test_a_slip_is_put_right_and_the_decision_s_page_leads_to_the_correction() -> None:
    matter = Afterwards("NJ-001", serial=5)
    name = matter.applicant.name
    slip = f"{name[:-1]}囍"
    with on(DECIDED):
        matter.reviewed()
        matter.refused_because(f"申请人{slip}在本村二组已经有一处宅基地，不符合一户一宅。")
        matter.handed_over()
    with on(LATER):
        with pytest.raises(NotAuthorized):
            matter.corrected(slip, name, actor=matter.clerk)
        with pytest.raises(InputFaults) as refused:
            matter.corrected("决定书里没有的话", "别的话")
        assert ("stood", "not_in_the_decision") in codes(refused)
        with pytest.raises(InputFaults) as refused:
            matter.corrected("不符合一户一宅", "符合一户一宅")
        assert ("reads", "correction_changes_the_outcome") in codes(refused)
        with pytest.raises(InputFaults) as refused:
            matter.corrected(name, "王志强")
        assert ("reads", "correction_was_right") in codes(refused)
        matter.corrected(slip, name)
        with pytest.raises(InputFaults) as refused:
            matter.corrected(slip, name)
        assert codes(refused) == {("stood", "corrected_already")}
        told = verify(decision(matter).verify_code)
    paper = Paper.objects.get(subject=row(matter).id, kind="correction_of_decision")
    assert (told.state, told.holds, told.changed_by) == ("corrected", True, paper.number)
    assert verify(told.changed_by_code).number == paper.number
    assert Message.objects.filter(template="decision_corrected").count() == 1
    assert (row(matter).status, row(matter).outcome) == ("delivered", "refused")
    assert name.encode() not in bytes(row(matter).afterwards or b"")
    assert verify_ledger().holds


@pytest.mark.parametrize("standing", ["revoked", "recalled", "cancelled"])
def test_what_was_granted_ends_only_with_reason_basis_and_of_a_recall_compensation(standing: str) -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(ending=standing)
        with pytest.raises(InputFaults) as refused:
            matter.revoked(
                standing, reason="不符合规定", basis="", compensation="", from_day=date(2026, 9, 1)
            )
        wanted = {
            ("reason", "reason_too_short"),
            ("basis", "required"),
            ("from_day", "before_the_decision_day"),
        }
        assert codes(refused) == wanted | (
            {("compensation", "required")} if standing == "recalled" else set()
        ) | ({("standing", "heard_on_other_facts")} if standing != "cancelled" else set())
        matter.revoked(standing)
        told = verify(decision(matter).verify_code)
        assert (told.state, told.holds, told.changed_from) == (standing, False, LATER)
        with pytest.raises(Refusal, match="decision_not_in_force"):
            matter.revoked(standing)
    assert row(matter).standing == standing
    assert Paper.objects.filter(subject=row(matter).id, kind="revocation_decision").count() == 1
    assert verify_ledger().holds


def test_whoever_was_refused_is_told_where_to_turn_and_until_when() -> None:
    matter = delivered(granted=False)
    with on(LATER):
        told = track(citizen_with_phone(matter.applicant.phone), matter.number).remedies
        other = Afterwards("NJ-001", serial=6)
        other.delivered()
        assert track(citizen_with_phone(other.applicant.phone), other.number).remedies is None  # granted
    assert told is not None and told.until is not None
    assert (told.reconsideration_body, told.known_on) == ("永宁县人民政府", DECIDED)
    assert (told.until.reconsideration, told.until.lawsuit) == (date(2026, 11, 13), date(2027, 3, 15))


@pytest.mark.parametrize("held", [True, False])
def test_its_service_of_an_earlier_day_waits_for_a_second_person(held: bool) -> None:
    matter = delivered()
    with on(LATER):
        matter.heard()
        matter.revoked()
        paper = Paper.objects.get(subject=row(matter).id, kind="revocation_decision")
    served, entered = paper.issued_at + timedelta(hours=1), LATER + timedelta(days=1)
    told = {"at": served, "later_reason": "停电，纸质登记第3号", "confirmed_by": matter.head.assignment_id}
    with on(entered):
        with pytest.raises(InputFaults) as refused:
            matter.paper_served(paper.number, at=served)
        assert {code for _, code in codes(refused)} == {"later_entry_reason", "later_entry_unconfirmed"}
        matter.paper_served(paper.number, **told)
        (waits,) = case_for(matter.head, matter.number).later_entries
        assert (waits.kind, waits.reason) == ("paper", told["later_reason"])
        note = "" if held else "送达回证上申请人签的是第二天。"
        confirm_later_entry(
            matter.head,
            matter.number,
            expected_version=matter.version,
            idempotency_key="c",
            held=held,
            note=note,
        )
        case = load(matter.clerk, matter.number, lock=False)
        (line,) = said(case, "served")
    assert (datetime.fromisoformat(line["at"]) == served) is held
    returns = Paper.objects.filter(
        subject=row(matter).id, kind="service_return", issued_at__date__gte=entered
    )
    states = list(returns.order_by("serial").values_list("state", flat=True))
    assert states == (["valid"] if held else ["superseded", "valid"])
    assert verify_ledger().holds


def test_what_followed_and_nobody_ever_got_is_still_to_be_served() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard()
        matter.revoked()
        paper = Paper.objects.get(subject=row(matter).id, kind="revocation_decision")
    with on(LATER + timedelta(days=1)):
        told = {"later_reason": "停电，纸质登记第3号", "confirmed_by": matter.head.assignment_id}
        matter.paper_served(paper.number, at=paper.issued_at + timedelta(hours=1), **told)
        note = "送达回证上没有人签名，申请人说从来没有收到。"
        asked = {"expected_version": matter.version, "idempotency_key": "c", "held": False}
        confirm_later_entry(matter.head, matter.number, **asked, note=note, unserved=True)
        case = load(matter.clerk, matter.number, lock=False)
        assert said(case, "served") == [] and said(case, "not_served")[0]["paper"] == paper.number
        assert "serve_paper" in {one.act for one in case_for(matter.clerk, matter.number).acts}
        claimed = Paper.objects.filter(subject=row(matter).id, kind="service_return").latest("serial")
        assert (claimed.state, verify(claimed.verify_code).changed_by) == ("quashed", "")
        told_of = Client().get(f"/v/{claimed.verify_code}/").content.decode()
        assert "后来查明没有送到" in told_of
        matter.paper_served(paper.number)
    assert verify_ledger().holds


def test_a_delivery_that_was_not_found_leaves_no_return_that_says_it_was() -> None:
    matter = Afterwards("NJ-001", serial=5)
    with on(DECIDED):
        matter.decided(granted=False)
        stated = datetime(2026, 9, 14, 9, 30, tzinfo=SHANGHAI) + timedelta(hours=6)
    with on(date(2026, 9, 16)):
        told = {"later_reason": "停电，纸质登记第3号", "confirmed_by": matter.head.assignment_id}
        matter.handed_over(at=stated, **told)
        entered = row(matter).delivered_at
        note = "送达回证上申请人签的是第三天下午。"
        told = {"expected_version": matter.version, "idempotency_key": "c", "held": False, "note": note}
        confirm_later_entry(matter.head, matter.number, **told)
        assert case_for(matter.head, matter.number).delivery.at == entered
    old, new = Paper.objects.filter(subject=row(matter).id, kind="service_return").order_by("serial")
    assert (old.state, new.state) == ("superseded", "valid")
    told_of = verify(old.verify_code)
    assert (told_of.holds, told_of.changed_by) == (False, new.number)
    case = load(matter.clerk, matter.number, lock=False)
    content = json.loads(case.vault.open(new.snapshot, "paper"))["content"]
    assert datetime.fromisoformat(content["served_at"]) == entered
    assert old.number in content["remarks"]
    assert verify_ledger().holds


def test_what_follows_a_decision_is_served_once_with_a_return_of_its_own() -> None:
    matter = delivered()
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.paper_served(decision(matter).number)  # the decision's own service is another act
        assert codes(refused) == {("paper", "no_such_paper")}
        matter.heard()
        matter.revoked()
        paper = Paper.objects.get(subject=row(matter).id, kind="revocation_decision")
        assert "serve_paper" in {one.act for one in case_for(matter.clerk, matter.number).acts}
        with pytest.raises(InputFaults) as refused:
            matter.paper_served(paper.number, identification="")
        assert codes(refused) == {("identification", "required")}
        matter.paper_served(paper.number)
        assert "serve_paper" not in {one.act for one in case_for(matter.clerk, matter.number).acts}
        with pytest.raises(InputFaults) as refused:
            matter.paper_served(paper.number)
    assert Paper.objects.filter(subject=row(matter).id, kind="service_return").count() == 2
    assert (row(matter).status, row(matter).standing) == ("delivered", "revoked")
    event = ledger.read("case", str(row(matter).id))[-1]
    assert (event.type, event.data["paper"], event.data["mode"]) == (
        "paper_served",
        paper.number,
        "handed_over",
    )
    assert verify_ledger().holds


def test_what_was_wrongly_not_accepted_is_looked_at_again_from_the_day_the_order_came() -> None:
    matter = Afterwards("NJ-001", serial=6)
    with on(DECIDED):
        matter.submitted()
        matter.declined()
    refusal = Paper.objects.get(subject=row(matter).id, kind="non_acceptance_decision")
    with on(LATER):
        with pytest.raises(NotAuthorized):
            matter.reopened(actor=matter.clerk)
        with pytest.raises(InputFaults) as refused:
            matter.reopened(order_number="", reason="错了")
        assert codes(refused) == {("order_number", "required"), ("reason", "reason_too_short")}
        matter.reopened()
        held = row(matter)
        assert (held.status, held.outcome, held.clock_start) == ("submitted", "", LATER)
        assert held.intake_due is not None and held.promised_due is None
        told = verify(refusal.verify_code)
        assert (told.state, told.holds) == ("quashed", False)
        offered = {one.act for one in case_for(matter.clerk, matter.number).acts}
        assert "accept" in offered
        matter.accepted()
    assert row(matter).status == "in_review"
    assert Message.objects.filter(template="reopened").count() == 1
    assert verify_ledger().holds


def test_what_was_granted_is_not_reopened() -> None:
    matter = delivered()
    with on(LATER), pytest.raises(Refusal, match="not_declined"):
        matter.reopened()


def test_a_refusal_has_nothing_to_revoke() -> None:
    matter = delivered(granted=False)
    with on(LATER), pytest.raises(Refusal, match="nothing_granted"):
        matter.revoked()


def test_a_matter_made_anew_runs_from_the_day_the_order_came_and_is_decided_again() -> None:
    matter = delivered(granted=False)
    first = decision(matter)
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.redone(date(2026, 9, 18), order_number="", order_of=date(2026, 9, 20))
        assert codes(refused) == {("order_number", "required"), ("received_on", "received_before_ordered")}
        with pytest.raises(InputFaults) as refused:
            matter.redone(ordered_by="无", order_number="x")
        assert codes(refused) == {
            ("ordered_by", "right_body_unnamed"),
            ("order_number", "order_number_shape"),
        }
        with pytest.raises(InputFaults) as refused:
            matter.redone(ordered_by="永宁县胜利乡政府")
        assert codes(refused) == {("ordered_by", "ordered_by_ourselves")}
        matter.redone(date(2026, 9, 18))
        view = case_for(matter.head, matter.number)
        assert (view.status, view.outcome, view.decision_reason, view.delivery) == ("in_review", "", "", None)
        assert all(step.opinion == "" for step in view.steps)
        promised = next(clock for clock in view.clocks if clock.kind == "promised")
        assert promised.start == date(2026, 9, 18)
        assert verify(first.verify_code).state == "quashed"
        matter.reviewed()
        with pytest.raises(InputFaults) as refused:
            matter.refused_because(REFUSED_WHY)  # what the order set aside
        assert codes(refused) == {("reason", "same_reason_again")}
        matter.decided()
        matter.handed_over()
        with pytest.raises(InputFaults) as refused:
            matter.redone(ordered_by="永宁县政府", order_number="永政复决字（2026）第７号")
        assert codes(refused) == {("order_number", "order_executed_already")}
    held = row(matter)
    assert (held.status, held.outcome) == ("delivered", "granted")
    returned = Paper.objects.filter(subject=held.id, kind="service_return").count()
    assert returned == 2
    state = replay(ledger.read("case", str(held.id)))
    assert {name: getattr(held, name) for name in columns(state)} == columns(state)
    assert verify_ledger().holds


def test_an_end_by_mistake_and_a_revocation_that_was_quashed_have_a_way_back() -> None:
    ended, revoked = Afterwards("NJ-001", serial=6), Afterwards("NJ-001", serial=7)
    own = {"ground": "own_finding", "ordered_by": "", "order_number": "", "order_of": None}
    with on(DECIDED):
        ended.accepted()
        ended.terminated(ground="object_gone")
        ended.handed_over()
        revoked.delivered()
    with on(LATER):
        ended.redone(**own, reason="要建房的那块地还在，倒的是旁边那一家的老房子。")
        assert (row(ended).status, row(ended).outcome) == ("in_review", "")
        revoked.heard()
        revoked.revoked()
        with pytest.raises(Refusal, match="decision_not_in_force"):
            revoked.redone(**own)
        revoked.redone()  # 复议 quashed the revocation
        assert (row(revoked).status, row(revoked).standing) == ("in_review", "")
        quashed = Paper.objects.get(subject=row(revoked).id, kind="revocation_decision")
        assert verify(quashed.verify_code).state == "quashed"
        revoked.reviewed()
        with pytest.raises(InputFaults) as refused:
            revoked.refused_because(FOUND)  # nor is a refusal a way past what the order set aside
        assert codes(refused) == {("reason", "same_reason_again")}
    for matter in (ended, revoked):
        state = replay(ledger.read("case", str(row(matter).id)))
        assert {name: getattr(row(matter), name) for name in columns(state)} == columns(state)
    assert verify_ledger().holds


def test_a_revocation_that_was_quashed_lets_the_grant_stand_again_from_its_own_day() -> None:
    matter = Afterwards("NJ-001", serial=5)
    name = matter.applicant.name
    slip = f"{name[:-1]}囍"
    with on(DECIDED):
        matter.reviewed()
        granting = {
            "reason": f"申请人{slip}符合一户一宅的条件，准予批准建房。",
            "basis": "《中华人民共和国土地管理法》第六十二条",
        }
        matter._act(decide, matter.head, granted=True, **granting)
        matter.handed_over()
    anew = {"order_number": "永政复决〔2026〕8号", "reinstates": True}
    own = {"ground": "own_finding", "ordered_by": "", "order_number": "", "order_of": None}
    with on(LATER):
        with pytest.raises(Refusal, match="nothing_to_reinstate"):
            matter.redone(**anew)
        matter.corrected(slip, name)
        matter.heard()
        matter.revoked()
        with pytest.raises(NotAuthorized):
            matter.redone(**anew, actor=matter.clerk)
        with pytest.raises(Refusal, match="decision_not_in_force"):
            matter.redone(**own, reinstates=True)
        with pytest.raises(InputFaults) as refused:
            matter.redone(reinstates=True, ordered_by="永宁县胜利乡政府", order_number="x")
        assert codes(refused) == {
            ("ordered_by", "ordered_by_ourselves"),
            ("order_number", "order_number_shape"),
        }
        due = row(matter).statutory_due
        matter.redone(**anew)
        held = row(matter)
        assert (held.status, held.outcome, held.standing) == ("delivered", "granted", "")
        assert held.statutory_due == due
        papers = {one.kind: one for one in Paper.objects.filter(subject=held.id)}
        granted, ending = decision(matter), papers["revocation_decision"]
        told = verify(granted.verify_code)
        assert (told.state, told.holds, told.again, told.changed_from) == ("corrected", True, True, DECIDED)
        assert told.changed_by == papers["reinstatement_notice"].number
        assert told.corrected_by == papers["correction_of_decision"].number  # and stays corrected
        assert (verify(ending.verify_code).state, verify(ending.verify_code).holds) == ("quashed", False)
        view = case_for(matter.head, matter.number).afterwards
        assert view.ended is None and view.redone[-1].reinstated
        assert Message.objects.filter(template="reinstated").count() == 1
        matter.paper_served(papers["reinstatement_notice"].number)
        matter.heard()  # of the same findings: what the order set aside does not come again
        with pytest.raises(InputFaults) as refused:
            matter.revoked()
        assert ("reason", "same_reason_again") in codes(refused)
        matter.heard(ending="redone")
        with pytest.raises(InputFaults) as refused:
            matter.redone(
                **own,
                reason=FOUND,
                basis="《中华人民共和国行政许可法》第六十九条",
                compensation="还没有动工，没有损失，不用补偿。",
            )
        assert codes(refused) == {("reason", "same_reason_again")}
        matter.revoked("cancelled")
        with pytest.raises(InputFaults) as refused:
            matter.redone(**anew | {"order_number": "永政复决字[2026]第８号"})
        assert codes(refused) == {("order_number", "order_executed_already")}
    state = replay(ledger.read("case", str(row(matter).id)))
    assert {name: getattr(row(matter), name) for name in columns(state)} == columns(state)
    assert verify_ledger().holds


def test_only_the_head_of_the_body_that_decided_ends_it() -> None:
    matter = delivered()
    with on(LATER):
        for name in ("clerk-nj", "reviewer"):
            with pytest.raises((NotAuthorized, Refusal)):
                matter.revoked(actor=staff(name))

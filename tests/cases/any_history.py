"""A machine that does random acts to a case through the program's commands, on random days, by right and wrong people.

What was refused has changed nothing.  What happened had its authority, left its paper and its reason, and the row is
what the stream says.  Used by the check of a few histories, and by `make prove` for many.
"""

from collections import Counter
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.cases.acts_afterwards import AFTERWARDS, BACK, PLANS
from tests.cases.test_histories import everything
from tests.scenarios.acts import APPLICANT, Doing, plan
from tests.scenarios.county import CODE, World, publish_notice
from tests.scenarios.in_python import InPython

from tongban.cases.authority import CITIZEN_ACTS, ROLES
from tongban.cases.commands.settling import settle_overdue
from tongban.cases.models import Case, CaseBreach, CaseMaterial
from tongban.cases.projection import EVENTS, columns, replay
from tongban.cases.queries import case_for, explain
from tongban.directory.models import Assignment
from tongban.kernel import ledger
from tongban.kernel.time import SHANGHAI, frozen, legal_date
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.rules.lifecycle import OUTCOMES_BY_ACT, TRANSITIONS, Act, Status
from tongban.site.scenario import staff

# what a scenario would pass for an edition that states everything
ITEM = {
    "like": "NJ-001",
    "limits": {"promised": "15 working"},
    "effects": {
        "deemed_acceptance": {},
        "deemed_withdrawal": {"days": 5, "unit": "working"},
        "special_procedure": {"kinds": ["appraisal", "hearing"]},
        "announcement": {"days": 10, "unit": "calendar"},
    },
}
FIRST = datetime(2026, 9, 14, 10, tzinfo=SHANGHAI)
USUAL = {
    "submitted": "accept",
    "awaiting_corrections": "correct",
    "concluded": "deliver",
}
PAPERS = {
    "submitted": "intake_receipt",
    "accepted": "acceptance_notice",
    "deemed_accepted": "deemed_acceptance_notice",
    "corrections_requested": "correction_notice",
    "corrected": "intake_receipt",
    "special_procedure_started": "special_procedure_notice",
    "extended": "extension_notice",
    "declined": "non_acceptance_decision",
    "decided": "decision",
    "terminated": "termination_decision",
    "delivered": "service_return",
    "withdrawn": "withdrawal_confirmation",
    "restored": "restoration_notice",
    "announced": "service_announcement",
    "redone": "redo_notice",
    "deemed_withdrawn": "deemed_withdrawal_notice",
    "reopened": "redo_notice",
    "reinstated": "reinstatement_notice",
    "revoked": "revocation_decision",
    "clerical_error_corrected": "correction_of_decision",
    "paper_served": "service_return",
    "archived": "archive_catalogue",
}
# event → the sealed column that keeps its reason
REASONS = {
    "corrections_requested": "correction",
    "special_procedure_started": "afterwards",
    "extended": "afterwards",
    "restored": "afterwards",
    "announced": "afterwards",
    "redone": "afterwards",
    "reopened": "afterwards",
    "reinstated": "afterwards",
    "revoked": "afterwards",
    "clerical_error_corrected": "afterwards",
    "applicant_heard": "afterwards",
}
# what is done by the usual hands before chance begins, so that a short history comes to what follows a decision too
COURSES: dict[str, tuple[str, ...]] = {
    "": (),
    "granted": ("usual",) * 7,
    "refused": ("usual",) * 7,
    "declined": ("decline", "deliver"),
    "ended": ("accept", "terminate"),
    "ended_early": ("terminate",),
}
DECISIONS = ("decision", "non_acceptance_decision", "termination_decision")
DONE: Counter[str] = Counter()
"""Which acts were done in all histories of this process, for the check that every one of them takes part."""
ACTS = (
    "accept",
    "judge",
    "ask",
    "serve",
    "correct",
    "decline",
    "opinion",
    "procedure",
    "end_procedure",
    "extend",
    "decide",
    "deliver",
    "withdraw",
    "terminate",
    "restore",
    "announce",
    "confirm",
    *AFTERWARDS,
)
ACTS_OF_DATE = ("deemed_accepted", "deemed_withdrawn", "deemed_delivered", "recomputed")
PEOPLE = (*("right",) * 14, "clerk-nj", "clerk", "reviewer-nj", "approver", "assister", APPLICANT)


def _of_a_false_return(event: ledger.Recorded) -> bool:
    """Whether a service was not found on its stated day, so that another return takes its place."""
    told = event.data
    services = ("delivered", "paper")
    another_day = event.type == "later_entry_settled" and not told["held"] and not told.get("unserved")
    return another_day and told.get("kind") in services


class AnyHistory(RuleBasedStateMachine):
    """One case and everything that may be tried on it."""

    @initialize(
        channel=st.sampled_from(["window", "portal"]), whole=st.booleans(), course=st.sampled_from([*COURSES])
    )
    def hand_in(self, channel: str, whole: bool, course: str) -> None:
        self.undo = ExitStack()
        self.undo.enter_context(transaction.atomic())
        self.now, self.world, self.corrected = FIRST, World(CODE), False
        self.driver = InPython(self.world)
        with frozen(self.now):
            absent = [] if whole or channel == "portal" else ["identity_card"]
            assert self.driver.submit({"channel": channel, "absent": absent}) == set()
            for act in COURSES[course]:
                if self.row.status != Status.DELIVERED.value:
                    self._try(act, "right", 8, yes=course == "granted", off=0)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            try:
                report = verify()
                assert report.holds, report.faults
            finally:
                transaction.set_rollback(True)
                self.undo.close()

    @property
    def row(self) -> Case:
        return Case.objects.get(number=self.world.number)

    def stream(self) -> tuple[ledger.Recorded, ...]:
        return ledger.read("case", str(self.row.id))

    @rule(days=st.integers(0, 9), hour=st.integers(0, 23))
    def days_pass(self, days: int, hour: int) -> None:
        later = datetime.combine(self.now.date() + timedelta(days=days), time(hour), SHANGHAI)
        self.now = max(self.now + timedelta(minutes=1), later)

    @rule()
    def the_sweep_writes_what_every_reading_said(self) -> None:
        with frozen(self.now):
            said = case_for(staff("approver"), self.world.number)
            settle_overdue(self.now)
            row = self.row
            assert (row.status, row.outcome) == (said.status, said.outcome)
            assert settle_overdue(self.now) == 0

    @rule(
        act=st.sampled_from([*ACTS, *["usual"] * 30]),
        by=st.sampled_from(PEOPLE),
        days=st.integers(1, 20),
        yes=st.booleans(),
        off=st.sampled_from([0, 0, 0, 0, 0, 0, 1]),
    )
    def somebody_acts(self, act: str, by: str, days: int, yes: bool, off: int) -> None:
        with frozen(self.now):
            self._try(act, by, days, yes=yes, off=off)

    def _try(self, act: str, by: str, days: int, *, yes: bool, off: int) -> None:
        status, told = case_for(staff("approver"), self.world.number).status, self._told(days, yes)
        if act == "usual" and status in ("delivered", "archived"):
            act = AFTERWARDS[days % len(AFTERWARDS)]
        elif act == "usual" and self.row.outcome == "terminated":
            act = BACK[days % len(BACK)]
        elif act == "usual":
            act = USUAL.get(status) or ("opinion" if self.world.matter.open_step else "decide")
        try:
            doings = [PLANS[act](self.world, told)] if act in PLANS else plan(self.world, act, told)
        except AssertionError:  # nothing is asked, no step is open: there is no such form to fill in
            return
        for doing in doings:
            if not self._done(doing if by == "right" else Doing(by, doing.act, doing.inputs), off):
                return

    def _told(self, days: int, yes: bool) -> dict[str, Any]:
        later = self.now.date() + timedelta(days=days)
        # a third of the answers and deliveries are said to be of an earlier day, some of them too far back
        earlier = {"served": self.now - timedelta(days=days % 8)} if days % 3 == 0 else {}
        earlier |= {"received": self.now - timedelta(days=days % 9)} if days % 3 == 1 else {}
        return {
            **earlier,
            "later_reason": "停电，纸质登记第17号" if earlier and days % 2 else "",
            "held": yes,
            "note": "登记本上那天没有这一件，是录入那天交来的。",
            "bring_by": later,
            "handed_over": yes,
            "mode": "post" if not yes else "handed_over",
            "ground": "breach" if yes else "not_our_power",
            "explanation": "上次没有和户口簿对门牌号，是我们没看全",
            "right_body": "银川市自然资源局",
            "kind": "appraisal" if yes else "site_visit",
            "days": days,
            "yes": yes,
            "unit": "working" if yes else "calendar",
            "ended": self.now.date() - timedelta(days=days % 4),
            "granted": yes,
            "nobody": yes,
            "order_of": self.now.date(),
            "received_on": self.now.date(),
            "failed": {
                "handed_over": self.now.date() - timedelta(days=1),
                **({"posted": self.now.date()} if yes else {}),
            },
        }

    def _done(self, doing: Doing, off: int) -> bool:
        """Whether it was done; what is refused changes nothing."""
        before, picture = self.row, everything()
        known = case_for(staff("approver"), self.world.number)
        if off:
            doing = Doing(doing.by, doing.act, {**doing.inputs, "expected_version": known.version + off})
        if self.driver.do(doing):
            assert everything() == picture, doing
            return False
        after, act = self.row, Act(doing.act)
        assert off == 0, "an act on another version than the one seen"
        leads = {TRANSITIONS[Status(known.status), act].value}
        if act == Act.CONFIRM_LATER_ENTRY and doing.inputs["held"] is False:
            leads.add(
                Status.CONCLUDED.value
            )  # what was handed over in time kept it alive, and nobody finds it
        assert after.status in leads
        assert after.version == before.version + 1 == known.version + 1
        if outcomes := OUTCOMES_BY_ACT.get(act):
            assert after.outcome in {one.value for one in outcomes}
        DONE[doing.act] += 1
        return True

    @precondition(lambda self: not self.corrected)
    @rule()
    def a_notice_lengthens_the_holiday(self) -> None:
        self.corrected = True
        with frozen(self.now):
            publish_notice("longer_national_day")

    @invariant()
    def the_row_is_what_the_stream_says(self) -> None:
        if not hasattr(self, "world"):
            return
        row, state = self.row, replay(self.stream())
        assert {name: getattr(row, name) for name in columns(state)} == columns(state)

    @invariant()
    def everything_done_had_its_authority_its_paper_and_its_reason(self) -> None:
        if not hasattr(self, "world"):
            return
        row, events = self.row, self.stream()
        for event in events:
            if event.type in EVENTS and event.type != "submitted":
                self._by_right(event)
        papers = Counter(Paper.objects.filter(subject=row.id).values_list("kind", flat=True))
        due = Counter(PAPERS[event.type] for event in events if event.type in PAPERS)
        due["service_return"] += sum(_of_a_false_return(event) for event in events)
        assert papers == +due
        for event in events:
            if event.type in REASONS:
                assert getattr(row, REASONS[event.type]), event.type
        if row.outcome in ("refused", "declined", "terminated", "withdrawn"):
            assert row.conclusion
        told_in_parts = sum(event.data.get("ground") == "breach" for event in events)
        silent = sum(event.type == "deemed_accepted" for event in events)
        breaches = Counter(CaseBreach.objects.filter(case_id=row.id).values_list("kind", flat=True))
        assert breaches == Counter({"told_in_parts": told_in_parts, "not_told_in_time": silent})

    def _by_right(self, event: ledger.Recorded) -> None:
        act = EVENTS[event.type][0].value
        kind = event.actor["kind"]
        if kind == "staff":
            role = Assignment.objects.get(id=event.actor["assignment"]).role
            assert role in ROLES[act], (act, role)
        elif kind == "system":
            assert event.type in (*ACTS_OF_DATE, "notice_stands", "undelivered")
        else:
            assert act in CITIZEN_ACTS

    @invariant()
    def one_decision_holds_or_what_ended_it_says_so(self) -> None:
        if not hasattr(self, "world"):
            return
        row = self.row
        papers = Paper.objects.filter(subject=row.id, kind__in=DECISIONS).order_by("-issued_at", "-serial")
        states = list(papers.values_list("state", flat=True))
        told = row.outcome in ("granted", "refused", "declined", "terminated")
        if told:
            standing = {row.standing} if row.standing else {"valid", "corrected"}
            assert states[0] in standing, (row.standing, states)
        assert not {"valid", "corrected"} & set(states[1:] if told else states), (row.outcome, states)

    @invariant()
    def nobody_loses_a_grant_unheard_or_by_who_heard(self) -> None:
        if not hasattr(self, "world"):
            return
        heard: list[ledger.Recorded] = []
        granted = False
        for event in self.stream():
            if event.type == "applicant_heard" and event.data["about"] == "ending":
                heard.append(event)
            taken = event.type == "revoked" and event.data["standing"] != "cancelled"
            taken |= event.type == "redone" and event.data["ground"] == "own_finding" and granted
            if taken:
                of_this = [one for one in heard if one.data["paper"] == event.data["paper"]]
                assert any(one.data["outcome"] != "upheld" for one in of_this), event.type
                assert event.actor["assignment"] not in {one.actor["assignment"] for one in of_this}
            if event.type == "decided":
                granted = event.data["outcome"] == "granted"
            elif event.type in ("terminated", "redone", "reopened"):
                granted = False

    @invariant()
    def what_is_filed_has_its_number_and_everything_was_served(self) -> None:
        if not hasattr(self, "world") or self.row.status != Status.ARCHIVED.value:
            return
        filed = [event.data for event in self.stream() if event.type == "archived"]
        assert self.row.archived_at and len({one["archive_number"] for one in filed}) == 1
        if not replay(self.stream()).course.nobody:
            types = Counter(event.type for event in self.stream())
            followed = ("clerical_error_corrected", "revoked", "redone", "reopened", "reinstated")
            never = sum(
                bool(event.data.get("unserved"))
                for event in self.stream()
                if event.data.get("kind") == "paper"
            )
            assert types["paper_served"] - never == sum(types[kind] for kind in followed)

    @invariant()
    def an_order_is_carried_out_once(self) -> None:
        if not hasattr(self, "world"):
            return
        with frozen(self.now):
            said = case_for(staff("approver"), self.world.number).afterwards.redone
        numbers = [one.order_number for one in said if one.order_number]
        assert len(numbers) == len(set(numbers))

    @invariant()
    def nothing_is_granted_on_what_nobody_found_in_order(self) -> None:
        if hasattr(self, "world") and self.row.outcome == "granted":
            required = CaseMaterial.objects.filter(case_id=self.row.id, required=True, promise="")
            assert set(required.values_list("verdict", flat=True)) == {"ok"}

    @invariant()
    def no_delivery_is_proven_by_one_person_s_word_about_the_past(self) -> None:
        if not hasattr(self, "world"):
            return
        served = None
        for event in self.stream():
            if event.type in ("corrections_requested", "restored", "notice_stands"):
                served = None
            told = event.data.get("served_at")
            if told and event.type != "later_entry_settled":
                assert legal_date(datetime.fromisoformat(told)) == legal_date(event.at), event.type
            served = None if event.data.get("unserved") else told or served
        rounds = replay(self.stream()).course.rounds
        stands = rounds[-1].served_at if rounds else None
        assert stands == (datetime.fromisoformat(served) if served else None)

    @invariant()
    def the_derivation_sums(self) -> None:
        if not hasattr(self, "world"):
            return
        with frozen(self.now):
            told = explain(staff("approver"), self.world.number)
        for one in told.clocks:
            if one.limit and one.totals:
                more = one.extension.days if one.extension else 0
                assert one.totals.counted == one.limit.days + more, one.view.kind

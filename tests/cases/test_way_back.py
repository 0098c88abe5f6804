"""Somebody was held for dead: from wherever the matter ended it goes on, with its notice, and its clock never stopped."""

from datetime import date
from itertools import product

import pytest
from tests.cases.licence import Licence, at
from tests.cases.test_later_entries import received, settle

from tongban.cases.projection import columns, replay
from tongban.kernel import ledger
from tongban.kernel.time import frozen
from tongban.kernel.verify import verify
from tongban.papers.models import Paper
from tongban.site import demo

pytestmark = pytest.mark.django_db
ALIVE = {
    "ground": "own_finding",
    "reason": "申请人还活着，派出所的死亡登记是同名的另一个人。",
    "received_on": date(2026, 9, 10),
}
SON = {
    "mode": "handed_over",
    "receiver_name": "马小军",
    "relation": "child",
    "identification": "居民身份证",
    "lives_together": True,
}
BACK_TO = {"submitted": "submitted", "asked": "awaiting_corrections", "in_review": "in_review"}


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    demo.load(items=["NJ-001"])


def ended(stage: str, how: str) -> Licence:
    """Ended on 3 September as if the applicant had died."""
    one = Licence()
    with frozen(at(9, 1)):
        assert one.submitted() == set()
        if stage == "asked":
            assert one.do("ask", bring_by=date(2026, 9, 8), handed_over=True) == set()
        if stage == "in_review":
            assert one.do("accept") == set()
    with frozen(at(9, 3)):
        told = {
            "ground": "applicant_died",
            "reason": "派出所的死亡登记写着申请人9月1日死亡。",
            "basis": "《中华人民共和国行政许可法》第七十条第二项",
            "nobody": how == "nobody",
        }
        who = "approver" if stage == "in_review" else one.clerk
        assert one.act(who, "terminate", **told) == set()
        if how in ("delivered", "archived"):
            assert one.act(one.clerk, "deliver", **SON) == set()
        if how == "archived":
            assert one.act(one.clerk, "archive") == set()
    return one


@pytest.mark.parametrize(
    ("stage", "how"), list(product(BACK_TO, ("undelivered", "nobody", "delivered", "archived")))
)
def test_every_end_by_mistake_has_its_way_back(stage: str, how: str) -> None:
    one = ended(stage, how)
    act = "redo" if stage == "in_review" else "reopen"
    with frozen(at(9, 10)):
        assert one.offered(act, "approver") and not one.offered(act)
        assert one.act(one.clerk, act, **ALIVE) != set(), "it is the head's"
        assert one.act("approver", act, **(ALIVE | {"reason": "错了"})) != set()
        assert one.act("approver", act, **ALIVE) == set()
        held = one.row
        assert (held.status, held.outcome) == (BACK_TO[stage], "")
        notice = Paper.objects.get(subject=held.id, kind="redo_notice")
        assert Paper.objects.get(subject=held.id, kind="termination_decision").state == "quashed"
        who = {"relation": "self", "receiver_name": one.view.applicant.name, "lives_together": False}
        assert one.act(one.clerk, "serve_paper", **(SON | who), paper=notice.number) == set()
        state = replay(ledger.read("case", str(held.id)))
        assert {name: getattr(one.row, name) for name in columns(state)} == columns(state)
    assert verify().holds


def test_under_review_the_limits_are_those_that_were_promised() -> None:
    one = Licence()
    with frozen(at(9, 1)):
        one.submitted()
        one.do("accept")
        one.opinions()
        promised = one.row.promised_due
    with frozen(at(9, 3)):
        one.do("terminate", nobody=True)
    with frozen(at(9, 10)):
        assert one.act("approver", "redo", **ALIVE) == set()
        assert one.row.promised_due == promised
        assert one.do("decide") == set(), "the opinions stand"


def test_a_notice_that_waited_waits_again_and_nothing_runs_before_it_was_told_anew() -> None:
    one = ended("asked", "nobody")
    with frozen(at(9, 10)):
        assert one.act("approver", "reopen", **ALIVE) == set()
        asked = one.view.correction
        assert (asked.bring_by, asked.served_at) == (date(2026, 9, 15), None), "five days were left"
    with frozen(at(10, 30)):
        assert one.view.status == "awaiting_corrections"


def test_silence_accepts_nothing_while_it_lay_ended() -> None:
    one = ended("submitted", "nobody")
    with frozen(at(9, 10)):
        assert one.act("approver", "reopen", **ALIVE) == set()
        assert one.row.clock_start == date(2026, 9, 1), "the check runs on from its receipt"
        assert one.view.status == "submitted"
    with frozen(at(9, 18)):
        assert (one.view.status, one.view.accepted_at) == ("in_review", at(9, 1)), (
            "five working days of silence"
        )


def test_a_day_of_receipt_that_nobody_confirmed_is_settled_first() -> None:
    one = received()
    with frozen(at(9, 7, 11)):
        assert one.do("accept") == set()
        assert one.do("terminate", nobody=True) == set()
    with frozen(at(9, 10)):
        assert not one.offered("redo", "approver")
        assert one.act("approver", "redo", **ALIVE) == {"confirm_first"}
        assert settle(one, held=True) == set()
        assert one.act("approver", "redo", **ALIVE) == set()


def test_what_was_decided_is_first_delivered() -> None:
    one = Licence()
    with frozen(at(9, 1)):
        one.submitted()
        one.do("accept")
        one.opinions()
        one.do("decide")
        assert not one.offered("redo", "approver")
        assert one.act("approver", "redo", **(ALIVE | {"received_on": date(2026, 9, 1)})) != set()

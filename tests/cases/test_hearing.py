"""Nobody loses what was granted, or the word of a promise, without being heard; what was said is on the paper."""

import json
from datetime import date, timedelta

import pytest
from tests.cases.test_afterwards import DECIDED, LATER, codes, county, delivered, on, row
from tests.papers.test_rendering_sheets import text_of

from tongban.cases.frame import load
from tongban.cases.models import Case
from tongban.cases.queries import case_for, find_tracker, track
from tongban.cases.queries.afterwards_preview import afterwards_preview
from tongban.kernel.errors import InputFaults, NotAuthorized
from tongban.kernel.secrets import open_vault
from tongban.kernel.time import now
from tongban.kernel.verify import verify
from tongban.papers.content import from_json_dict
from tongban.papers.content_afterwards import RedoNotice
from tongban.papers.models import Paper
from tongban.papers.rendering import render
from tongban.site.scenario_afterwards import FOUND

pytestmark = [pytest.mark.django_db, pytest.mark.once]
__all__ = ["county"]
WRONG = "原决定没有核对户口已经分开的事实，证据不足。"
WAITED = LATER + timedelta(days=7)


def printed(number: str, kind: str = "revocation_decision") -> str:
    paper = Paper.objects.select_related("key").get(subject=row_of(number).id, kind=kind)
    told = json.loads(open_vault(paper.key).open(paper.snapshot, "paper"))
    return text_of(render(from_json_dict(paper.kind, paper.template_version, told["content"])))


def row_of(number: str) -> Case:
    return Case.objects.get(number=number)


@pytest.mark.parametrize("standing", ["revoked", "recalled"])
def test_what_was_granted_is_taken_away_only_after_the_applicant_was_heard(standing: str) -> None:
    matter = delivered()
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.revoked(standing)
        assert ("standing", "not_heard_yet") in codes(refused)
        matter.heard(ending=standing)
        matter.revoked(standing)
        said = printed(matter.number)
    assert "本机关告知你拟作出处理的事实、理由、依据和你陈述、申辩的权利" in said
    assert "那处老宅是我哥哥的" in said and "不予采纳：不动产登记簿上" in said
    assert verify().holds


def test_a_grant_is_set_aside_on_an_own_finding_only_as_a_revocation_would_be() -> None:
    matter = delivered()
    own = {"ground": "own_finding", "ordered_by": "", "order_number": "", "order_of": None}
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.redone(**own)
        assert codes(refused) == {
            ("basis", "required"),
            ("ground", "not_heard_yet"),
            ("compensation", "required"),
        }
        matter.heard(ending="redone", facts=WRONG)
        law = {"basis": "《中华人民共和国行政许可法》第六十九条", "compensation": "无"}
        with pytest.raises(InputFaults) as refused:
            matter.redone(**own, **law)
        assert codes(refused) == {("compensation", "reason_too_short")}
        law["compensation"] = "还没有动工，申请人没有损失，不用补偿。"
        case = load(matter.head, matter.number, lock=False)
        case.run.at = now()
        why = WRONG
        shown = afterwards_preview(case, "redo", {**own, **law, "received_on": LATER, "reason": why})
        assert isinstance(shown, RedoNotice) and "还没有动工" in shown.reason
        with pytest.raises(InputFaults) as refused:
            words = {"stood": matter.applicant.name, "reads": "王志强", "reason": why}
            afterwards_preview(case, "correct_clerical_error", words)
        assert codes(refused) == {("reads", "correction_was_right")}
        matter.redone(**own, **law)
        said = printed(matter.number, "redo_notice")
    assert "《中华人民共和国行政许可法》第六十九条" in said and "那处老宅是我哥哥的" in said
    assert "还没有动工" in said


def test_a_refusal_found_wrong_by_oneself_takes_nothing_away() -> None:
    matter = delivered(granted=False)
    with on(LATER):
        matter.redone(ground="own_finding", ordered_by="", order_number="", order_of=None)
    assert row(matter).status == "in_review"


def test_a_recall_holds_from_its_day_and_says_how_a_loss_is_made_good() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(ending="recalled")
        with pytest.raises(InputFaults) as refused:
            matter.revoked("recalled", compensation="无", from_day=DECIDED)
        assert codes(refused) == {("from_day", "recall_not_backwards"), ("compensation", "reason_too_short")}
        matter.revoked("recalled")


def test_what_is_over_by_itself_takes_nothing_away_and_needs_no_hearing() -> None:
    matter = delivered()
    with on(LATER):
        matter.revoked("cancelled")  # its holder died
    assert row(matter).standing == "cancelled"


def test_a_defence_that_was_upheld_keeps_the_decision() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(outcome="upheld", reason="登记簿写错了人，已经更正。")
        with pytest.raises(InputFaults) as refused:
            matter.revoked()
        with pytest.raises(InputFaults) as cancelled:  # nor is 注销 a way past it
            matter.revoked("cancelled", reason=FOUND)
        with pytest.raises(InputFaults) as flooded:
            matter.revoked("cancelled", cancel_ground="impossible")
    assert ("standing", "hearing_upheld") in codes(refused)
    assert ("standing", "hearing_upheld") in codes(cancelled)
    assert ("standing", "heard_on_other_facts") in codes(flooded)


def test_a_hearing_serves_what_it_was_told_for_and_bars_everybody_who_heard() -> None:
    matter = delivered()
    forged = "申请人骗取批准用的户口页是伪造的，派出所已经查实。"
    with on(LATER):
        matter.heard(actor=matter.head)
        matter.heard(outcome="waived", statement="我没有什么要说的。", reason="")
        with pytest.raises(InputFaults) as refused:
            matter.revoked(reason=forged)
        assert codes(refused) == {("standing", "heard_on_other_facts")}
        with pytest.raises(InputFaults) as refused:
            matter.revoked()
        assert codes(refused) == {("standing", "heard_by_the_same")}


def test_striking_off_has_a_ground_of_the_law_and_what_shows_it() -> None:
    matter = delivered()
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.revoked("cancelled", cancel_ground="", evidence="")
        assert codes(refused) == {("cancel_ground", "required")}
        with pytest.raises(InputFaults) as refused:
            matter.revoked("cancelled", evidence="无")
        assert codes(refused) == {("evidence", "reason_too_short")}
        with pytest.raises(InputFaults) as refused:
            matter.revoked("cancelled", cancel_ground="taken_by_law", evidence="执法局的决定")
        assert codes(refused) == {("evidence", "order_number_shape")}
        with pytest.raises(InputFaults) as refused:
            matter.revoked("cancelled", cancel_ground="expired", evidence="")
        assert codes(refused) == {("cancel_ground", "period_still_runs")}
        with pytest.raises(InputFaults) as refused:
            matter.revoked("cancelled", cancel_ground="other_by_law")
        assert codes(refused) == {("standing", "not_heard_yet"), ("basis", "other_law_unnamed")}
        matter.revoked("cancelled")
        said = printed(matter.number)
        told = case_for(matter.head, matter.number).afterwards.ended
        paper = Paper.objects.get(subject=row(matter).id, kind="revocation_decision")
        with pytest.raises(InputFaults) as refused:
            matter.paper_served(paper.number)
        assert codes(refused) == {("relation", "dead_do_not_sign")}
    assert "第七十条第（二）项" in said and "派出所死亡证明〔2026〕18号" in said
    assert told is not None and told.ground == "holder_died"
    assert verify().holds


def test_who_did_not_come_was_given_the_day() -> None:
    matter = delivered()
    silent = {"outcome": "silent", "statement": "", "reason": "", "told_on": LATER, "answer_by": WAITED}
    with on(LATER):
        with pytest.raises(InputFaults) as refused:
            matter.heard(**silent | {"proof": "无"})
        assert codes(refused) == {("answer_by", "answer_day_not_over"), ("proof", "reason_too_short")}
    with on(WAITED + timedelta(days=1)):
        matter.heard(**silent)
        matter.revoked()
        assert "你到期没有陈述、申辩" in printed(matter.number)
    assert row(matter).standing == "revoked"


def test_a_later_empty_entry_does_not_put_an_upheld_defence_aside() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(outcome="upheld", reason="登记簿写错了人，已经更正。")
        with pytest.raises(InputFaults) as refused:
            matter.heard(outcome="waived", statement="他说不说了。", reason="")
        assert codes(refused) == {("told_on", "defence_upheld_before"), ("reason", "required")}


def test_who_heard_the_applicant_does_not_take_the_decision_away() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard(actor=matter.head)
        with pytest.raises(InputFaults) as refused:
            matter.revoked()
    assert codes(refused) == {("standing", "heard_by_the_same")}


def test_a_hearing_has_its_days_its_words_and_its_reason() -> None:
    matter = delivered()
    with on(LATER):
        with pytest.raises(NotAuthorized):
            matter.heard(actor=matter.clerk)
        with pytest.raises(InputFaults) as refused:
            matter.heard(told_on=LATER, heard_on=date(2026, 9, 18), statement="", reason="不对")
        assert codes(refused) == {
            ("heard_on", "heard_before_told"),
            ("statement", "required"),
            ("reason", "reason_too_short"),
        }
        with pytest.raises(InputFaults) as refused:
            matter.heard(about="commitment", material="identity_card")
        assert ("about", "nothing_to_hear") in codes(refused)


def test_what_was_said_is_sealed_and_shown_to_staff_and_not_to_who_has_the_number_alone() -> None:
    matter = delivered()
    with on(LATER):
        matter.heard()
        (told,) = case_for(matter.head, matter.number).afterwards.heard
        tracker = find_tracker(matter.number, query_code=matter.query_code)
        assert track(tracker, matter.number).afterwards.heard == ()
    assert told.statement == "那处老宅是我哥哥的，不是我的。"
    assert "老宅".encode() not in bytes(row(matter).afterwards or b"")

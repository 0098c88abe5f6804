"""The papers after a decision say what the law asks of them, and cannot be made without it."""

from datetime import date

import pytest
from tests.papers import sample_afterwards_papers as sample
from tests.papers.sample_papers import service_return
from tests.papers.test_rendering_sheets import text_of

from tongban.papers.content import ContentError, from_json_dict, to_json_dict
from tongban.papers.rendering import render


@pytest.mark.parametrize("paper", sample.afterwards_papers(), ids=lambda paper: paper.kind)
def test_a_paper_after_the_decision_reads_back_as_it_was_fixed(paper):
    assert from_json_dict(paper.kind, 1, to_json_dict(paper)) == paper


def test_a_correction_names_the_decision_both_wordings_and_that_nothing_else_changes():
    text = text_of(render(sample.correction_of_decision()))
    for told in ("永胜政决〔2026〕41号", "三组12号", "三组21号", "不改变决定的内容"):
        assert told in text
    with pytest.raises(ContentError, match="reads"):
        sample.correction_of_decision(reads="宅基地坐落：许旺村三组12号")


def test_an_ending_names_its_day_basis_and_remedies_and_a_recall_its_compensation():
    text = text_of(render(sample.revocation_decision()))
    for told in ("撤销决定书", "2026年11月23日起不再有效", "第六十九条第二款", "60日内向永宁县人民政府"):
        assert told in text
    with pytest.raises(ContentError, match="compensation"):
        sample.revocation_decision(ending="recalled")
    with pytest.raises(ContentError, match="remedies"):
        sample.revocation_decision(remedies=None)
    with pytest.raises(ContentError, match="legal_basis"):
        sample.revocation_decision(legal_basis=())


def test_a_matter_decided_anew_names_the_order_and_the_new_days():
    text = text_of(render(sample.redo_notice()))
    for told in ("永政复决〔2026〕7号", "2026年11月23日起重新办理", "2026年12月9日前办结"):
        assert told in text
    with pytest.raises(ContentError, match="order_number"):
        sample.redo_notice(order_number="")


def test_a_grant_that_stands_again_names_the_order_and_what_it_quashed():
    text = "".join(text_of(render(sample.reinstatement_notice())).split())
    for told in ("永政复决〔2026〕7号", "永胜政撤〔2026〕1号）不再有效", "恢复有效", "不需要你再次申请"):
        assert told in text
    with pytest.raises(ContentError, match="order_number"):
        sample.reinstatement_notice(order_number="")
    with pytest.raises(ContentError, match="ended_on"):
        sample.reinstatement_notice(ended_on=date(2026, 1, 1))


def test_what_ended_by_mistake_goes_on_and_names_the_new_day_for_what_was_asked():
    told = {"ground": "own_finding", "order_number": "", "goes_on": True}
    text = "".join(text_of(render(sample.redo_notice(**told, bring_by=date(2026, 9, 15)))).split())
    assert "从原来停下的地方接着办理" in text and "2026年9月15日前交来" in text


def test_what_was_left_names_who_refused_and_leaves_no_box_to_sign():
    text = text_of(render(service_return(way="left", witness="马忠、李兰")))
    assert "拒绝签收的人" in text and "没有签名" in text and "盖章或者按指印" not in text
    assert "盖章或者按指印" in text_of(render(service_return()))


def test_electronic_delivery_is_confirmed_only_with_consent():
    with pytest.raises(ContentError, match="way"):
        sample.address_confirmation(electronic=False)


def test_what_is_kept_for_ever_has_no_last_day_and_everything_else_has_one():
    with pytest.raises(ContentError, match="kept_until"):
        sample.archive_catalogue(kept="permanent")
    assert "永胜政·2026-D30-0003" in text_of(render(sample.archive_catalogue()))

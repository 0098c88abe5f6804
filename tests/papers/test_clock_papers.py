"""The papers of the clock say what the law asks of them, and cannot be made without it."""

from dataclasses import replace

import pytest
from tests.papers import sample_clock_papers as sample
from tests.papers.test_rendering_sheets import text_of

from tongban.papers.content import ContentError, from_json_dict, to_json_dict
from tongban.papers.rendering import render


@pytest.mark.parametrize("paper", sample.clock_papers(), ids=lambda paper: paper.kind)
def test_a_paper_of_the_clock_reads_back_as_it_was_fixed(paper):
    assert from_json_dict(paper.kind, 1, to_json_dict(paper)) == paper


def test_a_special_procedure_is_told_with_its_length_and_both_days():
    text = text_of(render(sample.special_procedure_notice()))
    for told in ("鉴定", "10个工作日", "2026年11月24日起", "2026年12月8日起", "第四十五条", "0951-8012345"):
        assert told in text


def test_an_extension_does_not_hide_a_broken_promise():
    broken = text_of(render(sample.extension_notice()))
    assert "承诺2026年12月7日前办结，没有做到" in broken and "罗海燕" in broken
    kept = text_of(render(sample.extension_notice(promise_stands=True)))
    assert "仍然有效" in kept and "没有做到" not in kept


def test_a_termination_names_ground_basis_and_remedies():
    text = text_of(render(sample.termination_decision()))
    assert "申请人已经去世" in text and "60日内向永宁县人民政府" in text


def test_none_of_them_goes_out_without_a_basis():
    for paper in sample.clock_papers():
        with pytest.raises(ContentError, match="legal_basis"):
            replace(paper, legal_basis=())


def test_what_makes_no_sense_is_no_paper():
    with pytest.raises(ContentError, match="told_last"):
        sample.special_procedure_notice(resumes_on=sample.special_procedure_notice().told_last)
    with pytest.raises(ContentError, match="new_last"):
        sample.extension_notice(new_last=sample.extension_notice().old_last)
    with pytest.raises(ContentError, match="remedies"):
        sample.termination_decision(remedies=None)

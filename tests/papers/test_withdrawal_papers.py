"""What counts as withdrawn says by which rule and after which delivery; a withdrawal is signed at the counter alone."""

from datetime import date

import pytest
from tests.papers import sample_withdrawal_papers as sample
from tests.papers.test_rendering_sheets import text_of

from tongban.papers.content import ContentError, from_json_dict, to_json_dict
from tongban.papers.rendering import render


def test_both_read_back_as_they_were_fixed() -> None:
    for paper in (sample.deemed_withdrawal_notice(), sample.withdrawal_confirmation()):
        assert from_json_dict(paper.kind, 1, to_json_dict(paper)) == paper


@pytest.mark.parametrize(
    "changed", [{"basis": ""}, {"notice_number": ""}, {"remedies": None}, {"defects": ()}]
)
def test_nothing_counts_as_withdrawn_without_rule_notice_defect_and_remedy(
    changed: dict[str, object],
) -> None:
    with pytest.raises(ContentError, match=next(iter(changed))):
        sample.deemed_withdrawal_notice(**changed)


def test_the_rule_runs_from_the_proven_delivery() -> None:
    with pytest.raises(ContentError, match="last_day"):
        sample.deemed_withdrawal_notice(served_on=date(2026, 9, 30))


def test_what_came_from_the_own_phone_has_no_line_to_sign() -> None:
    assert "签名或者按指印" in text_of(render(sample.withdrawal_confirmation()))
    assert "签名或者按指印" not in text_of(render(sample.withdrawal_confirmation(taken_by="")))

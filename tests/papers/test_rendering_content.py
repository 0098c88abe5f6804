"""A paper's content is checked when it is made and reads back the same years later."""

import json
from datetime import UTC, date, datetime

import pytest
from tests.papers import sample_papers as sample

from tongban.papers.content import ContentError, Limit, from_json_dict, to_json_dict


@pytest.mark.parametrize("paper", sample.every_paper(), ids=lambda paper: paper.head.number)
def test_every_paper_reads_back_as_it_was_fixed(paper):
    stored = json.loads(json.dumps(to_json_dict(paper), ensure_ascii=False))
    assert from_json_dict(paper.kind, 1, stored) == paper
    assert to_json_dict(from_json_dict(paper.kind, 1, stored)) == stored


def test_times_are_kept_in_the_legal_time_of_china():
    snapshot = to_json_dict(sample.acceptance_notice(accepted_at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC)))
    assert snapshot["accepted_at"] == "2026-11-24T00:30:00+08:00"


def test_the_same_moment_in_another_zone_gives_the_same_snapshot():
    utc = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    local = utc.astimezone()
    first, second = (to_json_dict(sample.acceptance_notice(accepted_at=moment)) for moment in (utc, local))
    assert first == second


def test_a_snapshot_with_a_missing_field_says_which():
    snapshot = to_json_dict(sample.acceptance_notice())
    del snapshot["materials"][1]["copies"]
    with pytest.raises(ContentError, match=r"paper\.materials\[1\]: missing fields: copies"):
        from_json_dict("acceptance_notice", 1, snapshot)


def test_a_field_left_at_its_default_is_still_demanded_of_a_snapshot():
    snapshot = to_json_dict(sample.refused_decision())
    del snapshot["remedies"]["lawsuit_months"]
    with pytest.raises(ContentError, match="lawsuit_months"):
        from_json_dict("decision", 1, snapshot)


def test_a_snapshot_with_an_unknown_field_says_which():
    snapshot = to_json_dict(sample.service_return()) | {"seal": "x"}
    with pytest.raises(ContentError, match="unknown fields: seal"):
        from_json_dict("service_return", 1, snapshot)


def test_a_snapshot_with_a_wrong_type_says_where():
    snapshot = to_json_dict(sample.acceptance_notice())
    snapshot["promised"]["days"] = "15"
    with pytest.raises(ContentError, match=r"paper\.promised\.days: must be int"):
        from_json_dict("acceptance_notice", 1, snapshot)


@pytest.mark.parametrize("value", ["next week", None, 20261123])
def test_a_date_that_is_no_date_is_refused(value):
    snapshot = to_json_dict(sample.acceptance_notice()) | {"filed_on": value}
    with pytest.raises(ContentError, match=r"paper\.filed_on"):
        from_json_dict("acceptance_notice", 1, snapshot)


@pytest.mark.parametrize(("kind", "version"), [("receipt", 1), ("decision", 2), ("acceptance_notice", 1)])
def test_an_unknown_kind_or_version_is_not_guessed(kind, version):
    with pytest.raises(ContentError):
        from_json_dict(kind, version, to_json_dict(sample.refused_decision()))


def test_a_time_without_zone_is_refused():
    with pytest.raises(ContentError, match="aware"):
        sample.acceptance_notice(accepted_at=datetime(2026, 11, 23, 9, 0))  # noqa: DTZ001 (the fault tested)


def test_a_time_is_no_date():
    with pytest.raises(ContentError, match="filed_on: must be date"):
        sample.acceptance_notice(filed_on=datetime(2026, 11, 23, tzinfo=UTC))


def test_a_code_outside_its_list_is_refused():
    with pytest.raises(ContentError, match="way"):
        sample.service_return(way="pigeon")


def test_a_refusal_names_its_remedies():
    with pytest.raises(ContentError, match="remedies"):
        sample.refused_decision(remedies=None)


def test_a_refusal_gives_reasons():
    with pytest.raises(ContentError, match="reasons"):
        sample.refused_decision(reasons=" ")


def test_an_acceptance_names_the_day_its_limit_ends():
    with pytest.raises(ContentError, match="ends_on"):
        sample.acceptance_notice(promised=Limit(days=15))


def test_a_head_of_another_kind_is_refused():
    with pytest.raises(ContentError, match=r"head\.kind"):
        sample.acceptance_notice(head=sample.head("decision"))


def test_someone_who_acts_for_another_is_named():
    with pytest.raises(ContentError, match="actor_name"):
        sample.intake_receipt(actor_name="")


def test_content_does_not_change_after_it_is_made():
    with pytest.raises(AttributeError):
        sample.acceptance_notice().filed_on = date(2026, 1, 1)


def test_where_nothing_is_decided_over_anybody_a_refusal_says_where_else_one_can_go():
    assert sample.refused_decision(remedies=None, redress="可以申请仲裁。").remedies is None
    assert sample.non_acceptance_decision(remedies=None, redress="可以申请仲裁。").remedies is None
    with pytest.raises(ContentError, match="remedies"):
        sample.non_acceptance_decision(remedies=None)

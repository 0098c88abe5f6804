"""`tongban person erase-notice`: the name on a notice goes; a mistake is one sentence and changes nothing."""

import argparse

import pytest

from tongban.catalogue import telling
from tongban.site import demo
from tongban.site.command_line import person
from tongban.site.faults import Exit
from tongban.site.scenario import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def given() -> telling.Given:
    demo.load(items=["SB-001"])
    return telling.give_one_time_notice(
        staff("clerk"), "SB-001", answers={}, channel="", how="paper", told_to="马秀莲", idempotency_key="k"
    )


def erase(number: str, reason: str = "retention_ended") -> int:
    parser = argparse.ArgumentParser()
    person.add_arguments(parser, "zh")
    return person.run(parser.parse_args(["erase-notice", "--number", number, "--reason", reason]), "zh")


def test_the_name_on_a_notice_goes(given: telling.Given) -> None:
    assert erase(given.number) == Exit.OK
    assert telling.notice_given(staff("clerk"), given.notice_id).told_to == ""


@pytest.mark.parametrize("wrong", [{"number": "永胜政告〔2026〕999号"}, {"reason": "马秀莲要求"}])
def test_a_mistake_is_one_sentence_and_changes_nothing(
    given: telling.Given, wrong: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(**({"number": given.number} | wrong)) == Exit.BAD_DATA
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert telling.notice_given(staff("clerk"), given.notice_id).told_to == "马秀莲"

"""The words of messages: data, checked before they are written, in force from their moment, approved where they tell law."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from tongban.kernel import time
from tongban.kernel.actors import Staff
from tongban.kernel.errors import InputFaults, NotAuthorized, Refusal
from tongban.kernel.messages.checking import faults_of, parts, samples
from tongban.kernel.messages.commands import (
    approve_message_text,
    turn_down_message_text,
    write_message_text,
)
from tongban.kernel.messages.editions import sentence_at, text_at, wording
from tongban.kernel.messages.queries import preview_text
from tongban.kernel.messages.templates import shipped
from tongban.kernel.models import LedgerEntry

SITE = "https://tb.example.gov.cn"
EDITOR = Staff(
    staff_id=1,
    assignment_id=11,
    role="catalogue_editor",
    holder="A",
    position_id=1,
    position_code="catalogue",
    site_id=1,
    body_id=1,
    label="",
)
APPROVER = replace(EDITOR, staff_id=2, assignment_id=12, role="catalogue_approver")
T0 = datetime(2026, 3, 2, 2, tzinfo=UTC)


def codes(template: str, text: str, field: str = "zh") -> set[str]:
    return {fault.code for fault in faults_of(shipped()[template], field, text, SITE)}


@pytest.mark.parametrize("template", shipped().values(), ids=lambda one: one.code)
def test_the_shipped_words_keep_the_rules_in_both_languages(template: object) -> None:
    assert not list(faults_of(template, "zh", template.zh, SITE))
    assert not list(faults_of(template, "en", template.en, SITE))
    told = [
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in (template.zh, template.en)
    ]
    assert told[0] == told[1]
    assert template.placeholders <= samples(SITE).keys()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("“{item}”（{number}）撤回了，请带{shoes}。", "message_unknown_placeholder"),
        ("“{item}”撤回了。", "message_missing_placeholder"),
        ("“{item}”（{number}）撤回了，见 http://evil.example/", "message_link"),
        ("“{item}”（{number}）撤回了，见 evil.top/a", "message_link"),
        ("“{item}”（{number}）撤回了，电话13812345678。", "message_number"),
        ("“{item}”（{number}）撤回了，电话138-1234-5678。", "message_number"),
        ("“{item}”（{number}）撤回了，640121196803120027。", "message_number"),
        ("“{item.__class__}”（{number}）撤回了。", "message_brace"),
        ("“{item!r}”（{number}）撤回了。", "message_brace"),
        ("“{item}”（{number:>99}）撤回了。", "message_brace"),
        ("“{item}”（{number撤回了。", "message_brace"),
        ("“{}”（{number}）撤回了。", "message_brace"),
        ("", "required"),
        ("“{item}”（{number}）" + "撤" * 300, "too_long"),
        ("“{item}”（{number}）" + "撤" * 260, "message_parts"),
    ],
)
def test_what_may_not_stand_in_a_message(text: str, code: str) -> None:
    assert code in codes("withdrawn", text)


def test_a_hotline_and_a_short_number_may_stand_there() -> None:
    assert not codes("withdrawn", "“{item}”（{number}）撤回了，有事打12345或0953-5012345，2026年内有效。")


@pytest.mark.parametrize(("length", "count"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_so_many_characters_are_so_many_text_messages(length: int, count: int) -> None:
    assert parts("字" * length) == count


def test_a_character_outside_the_first_plane_counts_twice() -> None:
    assert parts("𠮷" * 35) == 1 and parts("𠮷" * 36) == 2


def write(template: str, zh: str, seen: int = 0, actor: Staff = EDITOR, key: str = "k") -> int:
    en = "“{item}” ({number}) " + str(len(zh))
    en += "".join(" {" + name + "}" for name in shipped()[template].needed if name != "number")
    return write_message_text(
        actor, template, zh=zh, en=en, reason="说得更明白", seen_edition=seen, idempotency_key=key
    )


@pytest.fixture
def at_t0(db: None) -> Iterator[None]:
    with time.frozen(T0):
        yield


def test_a_message_has_the_words_of_its_time(at_t0: None) -> None:
    assert write("withdrawn", "“{item}”（{number}）撤回好了。") == 1
    values = {"item": "参保", "number": "N1"}
    before, after = T0 - timedelta(seconds=1), T0 + timedelta(days=1)
    assert sentence_at("withdrawn", values, before) == "您申请的“参保”（N1）已按您的要求撤回。"
    assert sentence_at("withdrawn", values, after) == "“参保”（N1）撤回好了。"
    with time.frozen(after):  # undoing is the next edition
        assert write("withdrawn", shipped()["withdrawn"].zh, seen=1, key="k2") == 2
    assert "撤回好了" in sentence_at("withdrawn", values, T0)
    assert "按您的要求" in sentence_at("withdrawn", values, after)
    assert LedgerEntry.objects.filter(kind="message_text", stream="withdrawn").count() == 2


@pytest.mark.django_db
def test_in_english_the_item_and_the_day_are_english() -> None:
    values = {"item": "参保", "item_en": "Enrolment", "number": "N1", "due": "12月5日"}
    told = sentence_at("accepted", values, T0, "en")
    assert told == "Your application for “Enrolment” (N1) is accepted; we promise to finish by 5 December."
    late = sentence_at("accepted", {**values, "item_en": "", "due": "2026年1月12日"}, T0, "en")
    assert "“参保”" in late and "12 January 2026" in late


def test_words_of_law_wait_for_somebody_else(at_t0: None) -> None:
    zh = "“{item}”（{number}）不予受理，看{url}"
    assert write("declined", zh) == 1
    assert text_at("declined", T0) == shipped()["declined"].zh
    with pytest.raises(NotAuthorized, match="message_approver_only"):
        approve_message_text(replace(EDITOR, staff_id=3), "declined", 1, idempotency_key="a")
    with pytest.raises(NotAuthorized, match="own_words"):
        approve_message_text(replace(APPROVER, staff_id=1), "declined", 1, idempotency_key="b")
    with pytest.raises(Refusal, match="message_text_waits"):
        write("declined", zh + "。", seen=1, key="k2")
    approve_message_text(APPROVER, "declined", 1, idempotency_key="c")
    approve_message_text(APPROVER, "declined", 1, idempotency_key="c")
    assert text_at("declined", T0) == zh
    with pytest.raises(Refusal, match="message_text_decided"):
        turn_down_message_text(APPROVER, "declined", 1, idempotency_key="d")
    told = wording("declined")
    assert told is not None and told.in_force.decided_by == 12 and told.waiting is None


def test_a_writer_takes_back_what_waits(at_t0: None) -> None:
    write("declined", "“{item}”（{number}）不予受理，看{url}")
    turn_down_message_text(EDITOR, "declined", 1, idempotency_key="d")
    assert text_at("declined", T0) == shipped()["declined"].zh


def test_two_who_write_at_once_do_not_write_over_each_other(at_t0: None) -> None:
    assert write("withdrawn", "“{item}”（{number}）撤回好了。") == 1
    assert write("withdrawn", "“{item}”（{number}）撤回好了。") == 1  # the same key again
    with pytest.raises(Refusal, match="message_text_moved"):
        write("withdrawn", "“{item}”（{number}）已撤回。", key="other")
    with pytest.raises(InputFaults, match="input_faults"):
        write("withdrawn", "“{item}”（{number}）撤回好了。", seen=1, key="same words")


def test_a_preview_says_what_is_wrong_and_how_long_it_gets(db: None) -> None:
    told = preview_text(EDITOR, "withdrawn", "“{item}”（{number}）撤回好了。", "{oops}")
    assert told.zh == "“城乡居民基本养老保险参保登记”（SLX26A0001238）撤回好了。" and told.parts == 1
    assert {fault.field for fault in told.faults} == {"en"}
    with pytest.raises(NotAuthorized):
        preview_text(replace(EDITOR, role="clerk"), "withdrawn", "", "")

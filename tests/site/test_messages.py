"""The English of the product: what the tool collects, what it refuses, and that nothing is missing now."""

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from babel.messages import Catalog

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

import messages  # noqa: E402  (the folder of tools comes first)
from message_sources import (  # noqa: E402
    Message,
    messages_of_python,
    messages_of_template,
    unmarked_in_asset,
    unmarked_in_python,
    unmarked_in_template,
)


def _translations(wanted: Catalog, **strings: object) -> Catalog:
    there = messages.as_catalogue([])
    for entry in wanted:
        if entry.id:
            there.add(entry.id, string=strings["string"], flags=strings.get("flags", ()))
    return there


def _faults(
    text: str, string: object, *, plural: str | None = None, flags: tuple[str, ...] = ()
) -> list[str]:
    wanted = messages.as_catalogue([Message(text, plural)])
    there = _translations(wanted, string=string, flags=flags)
    return list(messages.faults_of_translations(wanted, there))


def test_nothing_of_the_product_is_missing_in_english() -> None:
    checked = subprocess.run(
        [sys.executable, str(TOOLS / "messages.py"), "--check"], capture_output=True, text=True, timeout=120
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_collecting_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "django.po"
    copy.write_bytes(messages.CATALOGUE.read_bytes())
    monkeypatch.setattr("messages.CATALOGUE", copy)
    monkeypatch.setattr("translations.CATALOGUE", copy)
    messages.collect()
    assert (
        copy.read_bytes()
        == messages.ROOT.joinpath("src/tongban/locale/en/LC_MESSAGES/django.po").read_bytes()
    )


def test_a_template_gives_every_kind_of_tag() -> None:
    template = dedent(
        """
        {% load i18n %}{% translate "申请" %} {% trans '受理' context "阶段" %} {{ name|default:_("没有名字") }}
            {% blocktranslate trimmed with name=person.name %}
              {{ name }}的
              申请
            {% endblocktranslate %}
          {% blocktranslate count days=left %}还剩 {{ days }} 天{% plural %}还剩 {{ days }} 天整{% endblocktranslate %}
        {% translate "保存" as saved %}{# "不收" #}{% comment %}{% translate "也不收" %}{% endcomment %}
        """
    )
    assert set(messages_of_template(template)) == {
        Message("申请"),
        Message("受理", context="阶段"),
        Message("没有名字"),
        Message("%(name)s的 申请"),
        Message("还剩 %(days)s 天", plural="还剩 %(days)s 天整"),
        Message("保存"),
    }


def test_python_gives_every_function_under_any_name() -> None:
    source = dedent(
        """
        from django.utils.translation import gettext, gettext_lazy as _, ngettext as counted, pgettext_lazy
        gettext("送达")
        WORDS = {"a": _("第一句，" "第二句")}
        counted("%(days)s 天", "%(days)s 天整", 3)
        pgettext_lazy("answer", "是")
        def other(gettext_of_another_kind): gettext_of_another_kind("不收")
        """
    )
    assert set(messages_of_python(source)) == {
        Message("送达"),
        Message("第一句，第二句"),
        Message("%(days)s 天", plural="%(days)s 天整"),
        Message("是", context="answer"),
    }


@pytest.mark.parametrize(
    "template",
    [
        "<p>申请</p>",
        '<input placeholder="姓名">',
        '{{ name|default:"没有" }}',
        '{% include "part.html" with label="姓名" %}',
        "{{ kind }}：{{ value }}",
    ],
)
def test_unmarked_chinese_in_a_template_is_a_fault(template: str) -> None:
    assert list(unmarked_in_template(template))


@pytest.mark.parametrize(
    "template",
    [
        '<p>{% translate "申请" %}</p>',
        '{{ name|default:_("没有") }}',
        "{% blocktranslate %}共 {{ count }} 件{% endblocktranslate %}",
        "{# 说明 #}{% comment %}说明{% endcomment %}",
    ],
)
def test_marked_chinese_and_comments_are_none(template: str) -> None:
    assert not list(unmarked_in_template(template))


def test_unmarked_chinese_is_found_at_its_line() -> None:
    assert [one.line for one in unmarked_in_template("<p>\n</p>\n<b>申请</b>")] == [3]
    assert [one.line for one in unmarked_in_asset("/* 说\n明 */\nsay('申请')")] == [3]


def test_unmarked_chinese_in_python_is_a_fault_and_documentation_is_none() -> None:
    source = dedent(
        '''
        """说明"""
        from django.utils.translation import gettext
        SAID = gettext("申请")
        RAW = "受理"
        MIXED = f"第 {RAW} 天"
        '''
    )
    assert [one.text for one in unmarked_in_python(source)] == ["受理", "第 ", " 天"]


def test_a_text_that_was_not_collected_is_a_fault() -> None:
    wanted, there = messages.as_catalogue([Message("申请")]), messages.as_catalogue([])
    assert [fault.split(",")[0] for fault in messages.faults_of_translations(wanted, there)] == [
        "not collected"
    ]


def test_a_text_that_is_no_longer_used_is_a_fault() -> None:
    wanted, there = messages.as_catalogue([]), messages.as_catalogue([])
    there.add("申请", string="Apply")
    assert [fault.split(",")[0] for fault in messages.faults_of_translations(wanted, there)] == [
        "no longer used"
    ]


def test_a_translation_that_is_empty_fuzzy_or_chinese_is_a_fault() -> None:
    assert _faults("申请", "") == ["not translated: '申请'"]
    assert _faults("申请", "Apply", flags=("fuzzy",)) == ["marked fuzzy: '申请'"]
    assert _faults("申请", "Apply 申请")[0].startswith("Chinese in the translation")
    assert _faults("申请", "Apply：")[0].startswith("Chinese in the translation")
    assert not _faults("申请", "Apply")


def test_the_name_of_the_language_may_stay_chinese() -> None:
    assert not _faults("中文版", "Page in 中文")


def test_placeholders_must_be_the_same() -> None:
    assert _faults("%(name)s的申请", "Application by %(person)s")
    assert _faults("{name}的申请", "Application")
    assert not _faults("%(name)s的申请", "Application by %(name)s")


def test_both_plurals_are_needed_and_only_the_singular_may_leave_its_number_out() -> None:
    assert _faults("%(n)s 天", ("One day", ""), plural="%(n)s 天")
    assert _faults("%(n)s 天", ("%(n)s day", "days"), plural="%(n)s 天")
    assert not _faults("%(n)s 天", ("One day", "%(n)s days"), plural="%(n)s 天")

"""Sheets say everything they are given, on the paper they are meant for, and say that they are a demonstration."""

import io
import re
import time
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pypdf
import pytest
from tests.papers import sample_sheets as sample

from tongban.papers.content_values import ContentError
from tongban.papers.sheets import FormSheet, GuideSheet, render_sheet, rendering
from tongban.papers.sheets.rendering import KeptSheets

SIZES_MM = {"notice": (210, 297), "wall": (297, 420), "booklet": (148, 210), "form": (210, 297)}
LARGEST = 300 * 1024
CODES = {"kind", "language", "necessity", "unit", "level", "deciding_level", "channels", "forms", "use"}
NOT_SHOWN = {  # what a kind leaves out by its purpose
    "wall": {
        "hint",
        "source",
        "review_points",
        "duty",
        "law",
        "article",
        "question",
        "answer",
        "body",
        "basis",
    }
}


def document(sheet: GuideSheet | FormSheet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_sheet(sheet)))


def text(sheet: GuideSheet | FormSheet) -> str:
    return "".join(re.sub(r"\s", "", page.extract_text()) for page in document(sheet).pages)


def stated(value: Any, name: str = "") -> list[str]:
    """Every text of a sheet's content with a word of its own."""
    if isinstance(value, tuple):
        return [found for entry in value for found in stated(entry, name)]
    if isinstance(value, str):
        return [re.sub(r"\s", "", value)] if value and name not in CODES else []
    if hasattr(value, "__dataclass_fields__"):
        return [found for field in fields(value) for found in stated(getattr(value, field.name), field.name)]
    return []


@pytest.mark.parametrize("kind", ["notice", "booklet"])
def test_a_guide_on_paper_tells_everything_the_guide_knows(kind: Any) -> None:
    given = sample.guide()
    shown = text(sample.guide_sheet(kind))
    # a step is told in its plain words; visits' reason, type and address are for other places
    silent = {"环节甲", "要本人照相。", "20", sample.ADDRESS, "12345", "9:00", "12:00", "13:00", "17:00"}
    silent |= {"agency", "核对承诺", "centre", "reconsideration", "lawsuit"}
    if kind == "notice":
        silent |= {"能代办吗", "能，带委托书。"}
    missing = [part for part in stated(given) if part.rstrip("。") not in shown and part not in silent]
    assert missing == []
    assert "周一至周五9:00–12:00，13:00–17:00" in shown
    assert "60天" in shown
    assert "（条文待核对）" in shown


def test_a_wall_sheet_is_one_page_that_names_what_to_bring_and_where() -> None:
    sheet = sample.guide_sheet("wall")
    assert len(document(sheet).pages) == 1
    shown = text(sheet)
    for part in (
        "甲号材料",
        "乙号材料",
        "丙号材料",
        "可以后补",
        "条件其一",
        "环节甲的话",
        "样品路1号",
        "0951-8000001",
    ):
        assert part in shown


def test_a_wall_sheet_of_a_heavy_item_shrinks_its_letters_before_it_takes_a_second_page() -> None:
    heavy = sample.guide(
        materials=tuple(sample.material(f"第{n}号材料的名称写得相当长，还带着说明") for n in range(14)),
        conditions=tuple(f"第{n}条条件，也写得不短，要占掉大半行" for n in range(6)),
    )
    assert len(document(sample.guide_sheet("wall", guides=(heavy,))).pages) == 1


def test_a_wall_sheet_loses_no_line_when_there_is_more_than_fits() -> None:
    endless = sample.guide(materials=tuple(sample.material(f"编号{n:03d}的材料") for n in range(120)))
    shown = text(sample.guide_sheet("wall", guides=(endless,)))
    assert all(f"编号{n:03d}的材料" in shown for n in range(120))


@pytest.mark.parametrize("kind", ["notice", "wall", "booklet"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sheet_has_the_size_of_its_kind_and_weighs_little(kind: Any, language: Any) -> None:
    sheet = sample.guide_sheet(kind, language)
    page = document(sheet).pages[0].mediabox
    assert (round(float(page.width) / 72 * 25.4), round(float(page.height) / 72 * 25.4)) == SIZES_MM[kind]
    assert len(render_sheet(sheet)) < LARGEST


def test_a_booklet_of_several_items_has_a_page_of_contents() -> None:
    guides = tuple(sample.guide(name=f"{sign}字事项") for sign in "甲乙丙")
    pages = document(sample.guide_sheet("booklet", guides=guides, title="样品岗")).pages
    contents = re.sub(r"\s", "", pages[1].extract_text())
    assert "目录" in contents
    for sign in "甲乙丙":
        first = int(re.search(f"{sign}字事项(\\d+?)(?=[甲乙丙样]|$)", contents)[1])
        assert f"{sign}字事项" in re.sub(r"\s", "", pages[first].extract_text())


def test_only_a_booklet_holds_several_items() -> None:
    with pytest.raises(ContentError):
        sample.guide_sheet("wall", guides=(sample.guide(), sample.guide()))


@pytest.mark.parametrize(
    "sheet",
    [
        *(sample.guide_sheet(kind) for kind in ("notice", "wall", "booklet")),
        sample.form(),
        sample.form("sample"),
    ],
    ids=lambda sheet: f"{sheet.kind}-{getattr(sheet, 'use', '')}",
)
def test_a_demonstration_says_so_on_every_kind_of_sheet_and_nothing_else_does(sheet: Any) -> None:
    assert "演示数据" in text(sheet)
    real = replace(sheet, head=replace(sheet.head, demonstration=False))
    if isinstance(real, GuideSheet):
        real = replace(real, guides=tuple(replace(guide, demonstration=False) for guide in real.guides))
    assert "演示数据" not in text(real)


def test_an_item_that_ends_says_its_last_day_and_why() -> None:
    ended = sample.guide(ends=date(2027, 3, 31), ends_reason="改由医保经办。")
    for kind in ("notice", "wall", "booklet"):
        shown = text(sample.guide_sheet(kind, guides=(ended,)))
        assert "2027年3月31日" in shown
        assert "改由医保经办" in shown


def test_a_blank_form_has_every_field_every_signer_and_every_opinion_and_no_sample_mark() -> None:
    shown = text(sample.form())
    for part in ("一行的栏", "选项甲", "选项乙", "家人的栏", "逐人签名", "村民委员会（盖章）", "填表说明"):
        assert part in shown
    for opinion in ("村（居）民委员会意见", "乡镇审核意见", "县级部门意见"):
        assert opinion in shown
    assert "样例" not in shown
    assert "的提示" not in shown


def test_a_sample_is_filled_in_with_hints_and_marked_on_every_page() -> None:
    people = ("马样品", "19900000001", "640121196803120000", "", "", "", "")
    sheet = sample.form("sample", people, fields=sample.form("sample").fields * 6)
    for page in document(sheet).pages:
        assert "样例" in re.sub(r"\s", "", page.extract_text())
    shown = text(sheet)
    for part in (
        "马样品",
        "640121196803120000",
        "写下的一行",
        "2026年5月4日",
        "第二行",
        "张三",
        "一行的栏的提示",
    ):
        assert part in shown


def test_an_application_to_sign_has_the_answers_and_no_hints() -> None:
    people = (
        "马样品",
        "19900000001",
        "640121196803120000",
        "马代办",
        "儿子",
        "19900000002",
        "640121200001010000",
    )
    shown = text(sample.form("application", people))
    for part in ("马样品", "马代办", "儿子", "写下的一行", "不用填", "请核对后签字"):
        assert part in shown
    assert "样例" not in shown
    assert "的提示" not in shown


def test_an_applicant_s_own_form_is_never_kept_and_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptSheets(1024 * 1024)
    monkeypatch.setattr(rendering, "kept_sheets", kept)
    people = ("马样品", "", "", "", "", "", "")
    render_sheet(sample.form("application", people))
    assert kept.size == 0
    document_ = render_sheet(sample.form())
    assert kept.size == len(document_)
    assert render_sheet(sample.form()) is document_


def test_the_store_of_finished_sheets_has_a_bound_and_drops_the_least_lately_asked_for() -> None:
    kept = KeptSheets(100)
    for number in range(5):
        kept.put(bytes([number]), b"x" * 20)
    assert kept.get(bytes([0])) == b"x" * 20
    kept.put(bytes([9]), b"x" * 20)
    assert kept.get(bytes([1])) is None
    assert kept.get(bytes([0])) is not None
    assert kept.size == 100
    kept.put(bytes([10]), b"x" * 90)  # too large a part of it
    assert kept.get(bytes([10])) is None


def test_typed_text_is_never_read_as_markup() -> None:
    hostile = '#panic("x") $a$ *b* _c_ `d` <e> @f [g] // h \\ " #sys.inputs'
    shown = text(sample.guide_sheet("notice", guides=(sample.guide(summary=hostile, conditions=(hostile,)),)))
    assert shown.count(re.sub(r"\s", "", hostile)) == 2
    filled = sample.form("application", (hostile, "", "", "", "", "", ""))
    assert re.sub(r"\s", "", hostile) in text(filled)


def test_a_character_without_a_glyph_leaves_the_printers_mark() -> None:
    assert "〓" in text(sample.form("application", ("马\U000323a0", "", "", "", "", "", "")))


def test_the_same_sheet_is_the_same_bytes_and_is_laid_out_within_60_ms_a_page() -> None:
    sheet = sample.guide_sheet("notice", phone="0951-8000003")
    given = rendering._given(sheet)
    first = rendering._laid_out(sheet, given)
    pages = len(pypdf.PdfReader(io.BytesIO(first)).pages)
    spent = []
    for phone in range(5):  # another sheet each time: what the compiler remembers of the first does not count
        other = sample.guide_sheet("notice", phone=f"0951-80001{phone:02d}")
        given_now = rendering._given(other)
        before = time.perf_counter()
        rendering._laid_out(other, given_now)
        spent.append((time.perf_counter() - before) / pages)
    assert min(spent) < 0.060
    assert rendering._laid_out(sheet, given) == first

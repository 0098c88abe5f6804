"""The papers of promises: the notice that a matter is taken up again, and the sheets that are signed by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.papers import sample_papers as sample
from tests.papers.test_rendering_sheets import text_of

from tongban.papers.content import ContentError, from_json_dict, to_json_dict
from tongban.papers.content_corrections import DefectNamed
from tongban.papers.content_restoration import RestorationNotice
from tongban.papers.rendering import render
from tongban.papers.sheets import PromiseSheet, SheetHead, render_sheet


def restoration_notice() -> RestorationNotice:
    return RestorationNotice(
        head=sample.head("restoration_notice", "永胜政恢〔2026〕1号"),
        applicant="赵喆",
        item_name="乡村建设规划许可",
        withdrawn_on=date(2026, 11, 14),
        cause="申请人10月摔伤住院，11月20日才出院，没能按时补图。",
        proof="县人民医院出院证明",
        basis="永宁县演示补正规则（演示用，不是真实文件）第三条",
        defects=(
            DefectNamed(
                kind="material", name="建筑设计图", reason="没有标离公路边线的距离", how="请设计单位标上"
            ),
        ),
        bring_by=date(2026, 12, 7),
        bring_to="胜利乡民生服务中心",
        online=True,
        query_code="W7Q4-29KD",
        enquiry_phone="0951-8012345",
        complaint_phone="12345",
        copies_kept=sample.COPIES,
    )


def promise(which: str = "committed", **changes: Any) -> PromiseSheet:
    values: dict[str, Any] = {
        "head": SheetHead(
            language="zh",
            title="城乡居民养老保险注销和丧葬补助",
            authority="永宁县胜利乡人民政府",
            place="胜利乡民生服务中心",
            phone="0951-8010010",
            edition=1,
            effective_from=date(2026, 11, 23),
            guide_url="",
            demonstration=True,
        ),
        "promise": which,
        "applicant": "马志明",
        "number": "640121198001010017",
        "phone": "",
        "material": "能看出你们关系的证件",
        "told": ("承诺是自愿的。不愿意承诺的，交材料一样办。", "受理以后20个工作日内核查，每一件都查。"),
        "said": ("上面告知的我都知道了。",),
    }
    return PromiseSheet(**{**values, **changes})


def test_a_restoration_says_why_what_is_missing_and_the_new_day() -> None:
    paper = restoration_notice()
    assert from_json_dict(paper.kind, 1, to_json_dict(paper)) == paper
    text = text_of(render(paper))
    for told in ("从2026年11月14日起按撤回申请处理", "县人民医院出院证明", "建筑设计图", "2026年12月7日前"):
        assert told in text
    with pytest.raises(ContentError, match="cause"):
        replace(paper, cause="")


@pytest.mark.parametrize(("which", "title"), [("committed", "告知承诺书"), ("deferred", "容缺受理承诺书")])
def test_a_promise_is_told_whole_before_it_is_signed(which: str, title: str) -> None:
    text = text_of(render_sheet(promise(which)))
    for told in (title, "承诺是自愿的", "20个工作日内核查", "申请人签字", "马志明"):
        assert told in text
    with pytest.raises(ContentError, match="told"):
        promise(which, told=())

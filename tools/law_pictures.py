"""The pictures of the law's clock: the intake check, the correction notice, the strip, the explanation.

Usage: python tools/law_pictures.py [FOLDER]

A demonstration of its own, since it publishes an edition with more materials than any item of the county asks for.
"""

import copy
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import uuid4

from album import DESK, PATIENCE, PHONE, Album, first_sheet, staff_page
from clock_pictures import follow
from playwright.sync_api import Browser, sync_playwright

TWELVE = "MZ-003"  # those of its materials that the sample needs, and five more: the largest check that a counter sees here
MORE = (
    ("medical_invoice", "住院发票", "Invoice of the hospital", "看得清医院的章和金额"),
    ("discharge_record", "出院记录", "Discharge record", "写明病情和住院的起止日期"),
    ("diagnosis", "医院诊断证明", "Diagnosis of the hospital", "写明得了什么病，盖了医院的章"),
    (
        "insurance_bill",
        "医保报销结算单",
        "Settlement of the medical insurance",
        "报销了多少、自己付了多少都看得清",
    ),
    ("bank_statement", "近六个月银行流水", "Bank statements of six months", "家里每个大人都要有"),
)


@dataclass
class ClockMatters:
    """The matters to show, and the papers of each kind: case number, paper id."""

    twelve: str
    waiting: str
    stopped: str
    papers: dict[str, tuple[str, str]]


def make_clock_matters() -> ClockMatters:
    """Matters whose days are worth a look, by the program's own commands."""
    from tongban.site.django_setup import program_with_database

    with program_with_database():
        from tongban.cases.commands import judge_materials
        from tongban.cases.queries import case_for
        from tongban.cases.requests import Verdict
        from tongban.catalogue.commands import publish_version
        from tongban.kernel import time as kernel_time
        from tongban.kernel.actors import System
        from tongban.kernel.time import legal_date
        from tongban.site import demo
        from tongban.site.scenario import Scenario, staff
        from tongban.site.scenario_of_item import ItemScenario

        now = kernel_time.now()
        definition = copy.deepcopy(next(item for item in demo.read_catalogue() if item["code"] == TWELVE))
        model = next(one for one in definition["materials"] if one["necessity"] == "required")
        for code, name, english, point in MORE:
            more = copy.deepcopy(model)
            more.update(code=code, name={"zh": name, "en": english})
            more["review_points"] = [{"zh": point, "en": english}]
            for left_out in ("needed_if", "result_of", "form"):
                more.pop(left_out, None)
            definition["materials"].append(more)
        publish_version(
            System("setup"),
            definition,
            effective_from=legal_date(now),
            reason="图片：十二样材料",
            idempotency_key=uuid4().hex,
        )
        with kernel_time.frozen(now - timedelta(hours=2)):
            twelve = ItemScenario(TWELVE, serial=41)
            twelve.submitted()
            view = case_for(twelve.clerk, twelve.number)
            codes = [one.code for one in view.materials if one.form]
            verdicts = {code: Verdict("ok") for code in codes[:8]}
            verdicts[codes[8]] = Verdict("faulty", "照片拍花了，看不清金额和日期，请重新拍一张。")
            judge_materials(
                twelve.clerk,
                twelve.number,
                expected_version=view.version,
                idempotency_key=uuid4().hex,
                verdicts=verdicts,
            )
        with kernel_time.frozen(now - timedelta(days=2)):
            waiting = Scenario(channel="portal", serial=42)
            waiting.submitted()
            waiting.told_what_is_missing(
                household_register="户口簿只拍了首页，请把本人那一页也拍上。",
                identity_card="身份证2026年10月1日已经过期，请换新证以后再拍。",
            )
        with kernel_time.frozen(now - timedelta(days=61)):
            stopped = ItemScenario("NJ-001", serial=43)
            stopped.accepted()
        with kernel_time.frozen(now - timedelta(days=42)):
            stopped.procedure_begun("appraisal", 5)
        with kernel_time.frozen(now - timedelta(days=30)):
            stopped.procedure_ended()
            stopped.extended()
        papers = {}
        for number in (waiting.number, stopped.number):
            for paper in case_for(staff("approver"), number).papers:
                papers[paper.kind] = (number, str(paper.id))
        wanted = ("correction_notice", "special_procedure_notice", "extension_notice")
        return ClockMatters(
            twelve.number,
            waiting.number,
            stopped.number,
            {kind: papers[kind] for kind in wanted if kind in papers},
        )


def clock_in_pictures(browser: Browser, address: str, album: Album, matters: ClockMatters) -> None:
    """The four pictures that the issue asks for, on the screens where people meet them, and the papers."""
    page = staff_page(browser, address, "clerk-mz")
    page.goto(f"{address}/work/cases/{matters.twelve}/acts/judge_materials/")
    album.take("clock-intake-check", page, height=1000)
    page.set_viewport_size(PHONE["viewport"])
    album.take("clock-intake-check-phone", page, height=1000)
    page.context.close()
    page = staff_page(browser, address, "approver")
    page.goto(f"{address}/work/cases/{matters.stopped}/days/")
    album.take("clock-days-desk", page, height=1200)
    for kind, (case, paper) in matters.papers.items():
        album.keep(f"paper-{kind}", first_sheet(page, f"{address}/work/cases/{case}/papers/{paper}/"))
    page.context.close()
    context = browser.new_context(**DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{address}/demo/clock-strip/")
    album.take("clock-strip", page, height=1400)
    page.goto(f"{address}/when/?item=NJ-001")
    album.take("clock-calculator", page, height=1000)
    context.close()
    from_code = code_of_matter(matters.waiting)
    context = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    follow(page, address, matters.waiting, from_code)
    album.take("clock-correction-phone", page, height=1200)
    page.goto(address + "/")
    page.get_by_role("button", name="大字版").click()
    follow(page, address, matters.stopped, code_of_matter(matters.stopped))
    page.goto(f"{address}/track/{matters.stopped}/days/")
    album.take("clock-days-elder-phone", page, height=1400)
    context.close()


def code_of_matter(number: str) -> str:
    """The query code on its receipt."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_code, number).result(PATIENCE)


def _code(number: str) -> str:
    from tongban.site.django_setup import program_with_database

    with program_with_database():
        from tongban.cases.query_code import query_code

        return query_code(number)


def clock_album(album: Album) -> None:
    """Start a demonstration of its own, since it publishes an edition, and take the pictures."""
    from pictures import browser_environment, demonstration, font_configuration
    from tests.browser_under_test import FLAGS

    environment = browser_environment(dict(os.environ))
    with tempfile.TemporaryDirectory(prefix="tongban-pictures-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        fonts = font_configuration(folder)
        with demonstration(folder) as address, sync_playwright() as playwright:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                matters = apart.submit(make_clock_matters).result(PATIENCE)
            browser = playwright.chromium.launch(
                executable_path=environment["TONGBAN_CHROMIUM"],
                args=FLAGS,
                env={**environment, "FONTCONFIG_FILE": str(fonts)},
            )
            clock_in_pictures(browser, address, album, matters)
            browser.close()


if __name__ == "__main__":
    import pictures

    clock_album(Album(Path(sys.argv[1]) if len(sys.argv) > 1 else pictures.ROOT / "docs" / "pictures"))

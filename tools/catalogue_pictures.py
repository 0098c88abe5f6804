"""The pictures of the catalogue: finding, guides in a situation, sheets, telling once, the catalogue's desk."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from album import DESK, PHONE, Album, first_sheet, staff_page
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

COUNTY = "640121"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUESTION = "老人没人管怎么办"
ALLOWANCE = "/items/MZ-001/?s_apply_as=household&s_pay_to=own_account"
HOMESTEAD = "/items/NJ-001/?s_site_kind=new&s_land_now=farmland&s_floors=two"
GUIDE = 1500  # CSS pixels: a guide down to the list of what to bring
WIDE = {"width": 1440, "height": 900}  # the phone stands beside the editor's form
WRONG = (  # sheet, column, what somebody typed into its first row: the import is refused by each of them
    ("申请要填的", "kind", "下拉"),
    ("申请材料", "name.zh", ""),
    ("申请材料", "necessity", "最好有"),
    ("申请材料", "copies", "一份"),
    ("办理环节", "position", "妇联"),
    ("时限", "days", "=3+2"),
)


@dataclass
class Written:
    """What the desk's pictures show: a draft being written, one handed in, a notice that was given."""

    draft: str = ""
    handed_in: str = ""
    notice: str = ""
    code: str = ""


def write_drafts() -> Written:
    """Two drafts of the county and a one-time notice, by the program's own commands; Django stands already."""
    from tongban.catalogue.commands import save_draft, start_draft, submit_draft
    from tongban.catalogue.telling import give_one_time_notice
    from tongban.kernel import time as kernel_time
    from tongban.site.scenario import staff

    editor = staff("editor")

    def write(item: str, changes: list[dict[str, Any]]) -> str:
        draft = start_draft(editor, item, division=COUNTY, idempotency_key=uuid4().hex)
        content = {"item": item, "taken": True, "changes": changes}
        save_draft(editor, draft, content, expected_version=1, idempotency_key=uuid4().hex)
        return str(draft)

    basis = {"zh": "永宁县服务承诺（演示）", "en": "The county's promise (demonstration)"}
    why = {
        "zh": "县里和银行的数据已经连通，核对快了三天。",
        "en": "Data are now shared with the banks, which saves three days.",
    }
    shorter = [
        {
            "at": at,
            "op": "set",
            "value": {"days": days, "unit": "working", "basis": basis},
            "why": why,
        }
        for at, days in (("steps.county_check.limit", 7), ("limits.promised", 25))
    ]
    made = Written(draft=write("MZ-002", []), handed_in=write("MZ-001", shorter))
    submit_draft(
        editor,
        made.handed_in,
        effective_from=kernel_time.today() + timedelta(days=14),
        reason="核对收入和财产的数据连通了",
        expected_version=2,
        idempotency_key=uuid4().hex,
    )
    given = give_one_time_notice(
        staff("clerk-mz"),
        "MZ-001",
        answers={"apply_as": "household", "pay_to": "own_account"},
        channel="window",
        how="paper",
        told_to="马秀英",
        idempotency_key=uuid4().hex,
    )
    made.notice, made.code = str(given.notice_id), given.verify_code
    return made


def catalogue_on_a_phone(browser: Browser, address: str, album: Album, written: Written) -> None:
    """Searching, two guides in a situation, plain and in elder mode, and what a notice's code leads to."""
    context = browser.new_context(**PHONE, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(address + "/")
    page.locator("#q").press_sequentially("yanglao", delay=60)
    page.locator("#suggestions a").first.wait_for()
    album.take("portal-search-pinyin-phone", page)
    page.goto(f"{address}/items/?q={QUESTION}")
    album.take("portal-search-question-phone", page)
    for name, guide in (("allowance", ALLOWANCE), ("homestead", HOMESTEAD)):
        page.goto(address + guide)
        album.take(f"portal-guide-{name}-phone", page, GUIDE)
    page.goto(f"{address}/told/{written.code}/")
    album.take("portal-told-phone", page)
    page.goto(address + "/")
    page.get_by_role("button", name="大字版").click()
    for name, guide in (("allowance", ALLOWANCE), ("homestead", HOMESTEAD)):
        page.goto(address + guide)
        album.take(f"portal-guide-{name}-elder-phone", page, GUIDE)
    context.close()


def catalogue_on_a_desk(browser: Browser, address: str, album: Album) -> None:
    """A guide and the coverage on a wide screen; then the sheets that anybody can print."""
    context = browser.new_context(**DESK, locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(address + ALLOWANCE)
    album.take("portal-guide", page)
    page.goto(address + "/coverage/")
    album.take("portal-coverage", page)
    for name, sheet, scale in (
        ("sheet-wall", "MZ-001/sheets/wall", 1.2),
        ("sheet-form", "MZ-001/sheets/form-application_form", 1.5),
        ("sheet-sample", "MZ-001/sheets/sample-application_form", 1.5),
        ("sheet-booklet", "MZ-001/sheets/booklet", 2.0),
    ):
        album.keep(name, first_sheet(page, f"{address}/items/{sheet}.pdf", scale))
    context.close()


def catalogue_at_work(browser: Browser, address: str, album: Album, written: Written) -> None:
    """Telling once at the window; the catalogue's list, editor, approval, and an import that is refused."""
    page = staff_page(browser, address, "clerk-mz")
    page.goto(address + ALLOWANCE.replace("/items/", "/work/telling/items/") + "&channel=window")
    album.take("workbench-telling", page)
    notice = f"{address}/work/telling/{written.notice}/paper/"
    album.keep("paper-one_time_notice", first_sheet(page, notice))
    page.context.close()
    page = staff_page(browser, address, "editor")
    page.goto(address + "/work/catalogue/")
    album.take("catalogue-desk", page)
    page.goto(address + "/work/catalogue/import/")
    exported = page.request.get(address + "/work/catalogue/export/?format=xlsx&item=SB-001").body()
    file = {"name": "SB-001.xlsx", "mimeType": XLSX, "buffer": spoiled(exported)}
    page.locator("#file").set_input_files([file])
    page.get_by_role("button", name="检查并导入").click()
    page.wait_for_url(re.compile(r"/import/[0-9a-f-]{36}/"))
    page.locator(".faults").wait_for(timeout=60_000)
    album.take("catalogue-import-refused", page)
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/work/catalogue/drafts/{written.draft}/parts/form/")
    page.locator(".ed-member > summary").first.click()
    _shown_on_the_phone(page)
    album.take("catalogue-editor", page)
    page.context.close()
    page = staff_page(browser, address, "editor-2")
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/work/catalogue/drafts/{written.handed_in}/look/")
    _shown_on_the_phone(page)
    album.take("catalogue-approval", page)
    page.context.close()


def spoiled(workbook: bytes) -> bytes:
    """A workbook with a few cells that somebody got wrong."""
    book = load_workbook(io.BytesIO(workbook))
    for sheet, column, typed in WRONG:
        keys = [cell.value for cell in book[sheet][2]]
        book[sheet].cell(row=3, column=keys.index(column) + 1, value=typed)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _shown_on_the_phone(page: Page) -> None:
    page.frame_locator("iframe[name=ed-preview]").locator("h1").first.wait_for()

"""The whole life of a matter in a real browser, in each of the three channels, with axe on every page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.worker_under_test import work_off
from tests.signing_in import pass_code

from tongban.kernel.verify import verify
from tongban.site import demo
from tongban.site.scenario import PICTURE, citizen_number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Axe = Callable[[Page], list[str]]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 850}
NUMBER = citizen_number(7)
MOBILE = "19900007007"


class People:
    """One browser window for each person who takes part, all on the same server."""

    def __init__(self, browser: Browser, base: str, axe: Axe) -> None:
        self.browser, self.base, self.axe = browser, base, axe
        self.pages: dict[str, Page] = {}

    def citizen(self) -> Page:
        """Somebody with a phone."""
        if "citizen" not in self.pages:
            self.pages["citizen"] = self.browser.new_context(
                viewport=PHONE, locale="zh-CN", base_url=self.base
            ).new_page()
        return self.pages["citizen"]

    def staff(self, username: str) -> Page:
        """A member of staff, signed in."""
        if username not in self.pages:
            page = self.browser.new_context(viewport=DESK, locale="zh-CN", base_url=self.base).new_page()
            page.goto("/work/")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", demo.accounts()[0][3])
            page.locator("main form button").first.click()
            pass_code(page, self.base, username)
            expect(page).to_have_url(re.compile(r"/work/(supervision/)?$"))
            self.pages[username] = page
        return self.pages[username]

    def look(self, page: Page) -> None:
        """Nothing on the page may stand in anybody's way."""
        assert self.axe(page) == [], page.url


@pytest.fixture
def people(browser: Browser, live_server, axe_violations: Axe) -> Iterator[People]:
    demo.load(items=["SB-001"])
    people = People(browser, live_server.url, axe_violations)
    yield people
    for page in people.pages.values():
        page.context.close()  # an open page goes on asking for its papers


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "identity.png"
    file.write_bytes(PICTURE)
    return file


def choose(page: Page, name: str, value: str) -> None:
    """Press the words beside a round or square box, as people do; or pick from a list."""
    listed = page.locator(f"select[name='{name}']")
    if listed.count():
        listed.select_option(value)
    else:
        page.locator(f"label:has(input[name='{name}'][value='{value}'])").first.click()


def next_question(page: Page) -> None:
    page.get_by_role("button", name="保存，下一题").click()
    page.wait_for_load_state()


def apply_on_a_phone(people: People, picture: Path) -> str:
    """A villager applies; the number comes back."""
    page = people.citizen()
    page.goto("/items/SB-001/")
    people.look(page)
    page.get_by_role("link", name="在线办理").or_(page.get_by_role("button", name="在线办理")).first.click()
    page.get_by_text("给我自己办").click()
    people.look(page)
    next_question(page)
    for typed in ("王秀英", NUMBER, MOBILE):
        page.locator("main input[name=value]").fill(typed)
        next_question(page)
    page.locator("select[name=value]").select_option("640121200201")
    next_question(page)
    page.locator("main [name=value]").fill("许旺村三组12号")
    next_question(page)
    for value in ("no", "no", "no", "500", "none"):
        choose(page, "value", value)
        next_question(page)
    for _ in range(2):
        page.locator("input[type=file]").set_input_files(picture)
        next_question(page)
    expect(page).to_have_url(re.compile("/check/"))
    people.look(page)
    page.get_by_text("验证手机号码", exact=True).last.click()
    sign_in_by_code(people, page)
    expect(page).to_have_url(re.compile("/check/"))
    choose(page, "consent", "yes")
    people.look(page)
    page.get_by_role("button", name=re.compile("提交")).click()
    expect(page).to_have_url(re.compile("/applied/"))
    people.look(page)
    return page.url.rstrip("/").rsplit("/", 1)[1]


def sign_in_by_code(people: People, page: Page) -> None:
    """The code goes to the demonstration phone and comes back."""
    phone = page.locator("input[name=phone]")
    if phone.count() and not phone.input_value():
        phone.fill(MOBILE)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    work_off()
    other = page.context.new_page()
    other.goto(f"/demo/phone/?phone={MOBILE}")
    code = re.search(r"验证码是(\d{6})", other.content())
    assert code is not None
    other.close()
    page.locator("input[name=code]").fill(code.group(1))
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def take_in_at_a_desk(people: People, username: str) -> str:
    """A clerk or an assister takes an application in, on paper."""
    page = people.staff(username)
    page.goto("/work/intake/")
    people.look(page)
    page.locator("button.item-choice").first.click()
    page.wait_for_load_state()
    page.fill("input[name='applicant.name']", "王秀英")
    page.fill("input[name='applicant.number']", NUMBER)
    page.fill("input[name='applicant.phone']", MOBILE)
    kind = "assister" if username.startswith("assister") else "self"
    choose(page, "representation.kind", kind)
    page.select_option("select[name='answers.household_village']", "640121200201")
    page.fill("[name='answers.address']", "许旺村三组12号")
    for code, value in (("student", "no"), ("employee_insured", "no"), ("enrolled_elsewhere", "no")):
        choose(page, f"answers.{code}", value)
    for code, value in (("payment_level", "500"), ("hardship", "none")):
        choose(page, f"answers.{code}", value)
    for code in ("identity_card", "household_register", "enrolment_form"):
        choose(page, f"materials.{code}.form", "paper_original")
    choose(page, "consent", "yes")
    people.look(page)
    page.locator(".intake-buttons button[value=submit]").click()
    expect(page).to_have_url(re.compile("/received/"))
    people.look(page)
    return page.url.rstrip("/").rsplit("/", 2)[1]


def act(people: People, username: str, number: str, name: str) -> Page:
    """Open the form of an act from the case."""
    page = people.staff(username)
    page.goto(f"/work/cases/{number}/")
    people.look(page)
    page.goto(f"/work/cases/{number}/acts/{name}/")
    people.look(page)
    return page


def done(page: Page, number: str) -> None:
    page.locator(".act-buttons button").first.click()
    expect(page).to_have_url(re.compile(rf"/work/cases/{number}/\?done="))


def handle(people: People, number: str, delivered_by: str) -> None:
    """Accept, review, decide, deliver."""
    page = act(people, "clerk", number, "accept")
    for verdict in page.locator("label:has(input[type=radio][value=ok])").all():
        verdict.click()
    done(page, number)
    page = act(people, "reviewer", number, "give_opinion")
    choose(page, "agrees", "yes")
    page.fill("[name=opinion]", "材料齐全，符合参保条件。")
    done(page, number)
    page = act(people, "approver", number, "decide")
    choose(page, "granted", "yes")
    done(page, number)
    page = act(people, delivered_by, number, "deliver")
    choose(page, "mode", "handed_over")
    page.fill("[name=receiver_name]", "王秀英")
    page.select_option("select[name=relation]", "self")
    page.fill("[name=identification]", "居民身份证原件")
    done(page, number)
    work_off()


def watch(people: People, number: str) -> None:
    """The head and the supervisor see that it is under way, and open the figure that it is counted in."""
    page = people.staff("approver")
    page.goto("/work/desk/")
    people.look(page)
    page.set_viewport_size(PHONE)
    people.look(page)
    page.set_viewport_size(DESK)
    page.locator("a[href='/work/desk/under-way/']").click()
    expect(page.get_by_role("link", name=number)).to_be_visible()
    people.look(page)
    page.locator("a.bell").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("预警")
    people.look(page)
    page = people.staff("supervisor")
    page.goto("/work/supervision/")
    people.look(page)
    page.locator("a[href='/work/supervision/SL/under-way/']").click()
    expect(page.locator("main")).to_contain_text(number)
    people.look(page)


def follow(people: People, number: str) -> None:
    """The citizen follows it without an account, and anybody verifies its papers."""
    page = people.citizen()
    page.goto("/track/")
    people.look(page)
    page.locator("input[name=number]").fill(number)
    page.locator("input[name=phone]").fill(MOBILE)
    page.get_by_role("button", name="查进度").click()
    expect(page).to_have_url(re.compile(f"/track/{number}/"))
    expect(page.locator("main")).to_contain_text("送达")
    people.look(page)
    links = page.locator("a[href$='.pdf']")
    expect(links).to_have_count(4)
    answer = page.request.get(links.first.get_attribute("href") or "")
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def test_on_a_phone(people: People, picture: Path) -> None:
    number = apply_on_a_phone(people, picture)
    handle(people, number, "clerk")
    follow(people, number)
    assert verify().holds


def test_at_the_window(people: People) -> None:
    number = take_in_at_a_desk(people, "clerk")
    watch(people, number)
    handle(people, number, "clerk")
    follow(people, number)


def test_through_the_village_assister(people: People) -> None:
    number = take_in_at_a_desk(people, "assister")
    handle(people, number, "assister")
    follow(people, number)

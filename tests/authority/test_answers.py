"""What goes with an answer: where it may lead, who may keep it, what a browser may do with it."""

from urllib.parse import quote, urlencode

import pytest
from tests.authority.addresses import addresses, paths
from tests.authority.browser import Answer, Browser
from tests.authority.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example/work/",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example\\@127.0.0.1/",
    "https://127.0.0.1@evil.example/",
    "/\r\nLocation: https://evil.example",
    "\x00//evil.example",
)


def leads_inside(location: str) -> bool:
    """Whether a browser that follows this stays with us: it drops control characters, and takes \\ for /."""
    read = "".join(mark for mark in location if ord(mark) > 32).replace("\\", "/")
    return read.startswith("/") and not read.startswith("//")


def redirects(world: World, settings, target: str) -> dict[str, Answer]:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    public, citizen = Browser(world, "public"), Browser(world, "an")
    staff = {"username": "clerk", "password": "tongban-demo", "next": target}
    return {
        "language": public.post("/language/", {"language": "en", "next": target}),
        "elder": public.post("/elder/", {"on": "1", "next": target}),
        "staff": public.post("/work/sign-in/", staff),
        "phone": public.post("/sign-in/", {"phone": "19955512345", "next": target}),
        "code": citizen.get("/sign-in/code/?next=" + target.replace("\0", "%00")),
    }


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_next_leads_to_another_house(world: World, settings, target: str) -> None:
    for name, answer in redirects(world, settings, target).items():
        assert answer.status == 302, name
        assert leads_inside(answer.response["Location"]), (name, answer.response["Location"])


def test_a_next_of_ours_is_followed(world: World, settings) -> None:
    for name, answer in redirects(world, settings, "/items/?q=1").items():
        if name in ("language", "elder", "staff"):
            assert answer.response["Location"] == "/items/?q=1", name


def test_what_was_kept_over_a_lost_session_leads_home_only(world: World) -> None:
    """The page named by a form is followed after sign-in only where it is a page of ours."""
    for target in ELSEWHERE:
        expired = Browser(world, "public").post("/work/intake/", {"page": target, "item": "SB-001"})
        kept = expired.text.partition('name="kept" value="')[2].partition('"')[0]
        assert expired.status == 403 and kept
        answer = Browser(world, "public").post(
            "/work/sign-in/", {"username": "clerk", "password": "tongban-demo", "kept": kept}
        )
        assert answer.status == 302 and leads_inside(answer.response["Location"])


def test_a_forged_host_is_answered_by_nobody(world: World, settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    for host in ("evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "", "x" * 300):
        for path in ("/", "/work/sign-in/", "/track/"):
            answer = Browser(world, "public").get(path, HTTP_HOST=host, SERVER_NAME="evil.example")
            assert answer.status in (200, 400), (host, path)
            assert "evil.example" not in answer.text
            assert answer.status == 400 or path != "/language/"


def _pages(world: World, who: str) -> list[tuple[str, Answer]]:
    """Every page that one GET gives this reader, of their own case."""
    browser, made = Browser(world, who), world.matter(20 if who == "clerk" else 3)
    found = []
    for address in addresses():
        for path in paths(address, world, made):
            answer = browser.get(path)
            if answer.status in (200, 202, 403, 404, 410, 422):
                found.append((path, answer))
    return found


@pytest.mark.parametrize("who", ["clerk", "an", "public"])
def test_every_page_has_a_policy_without_inline_code(world: World, who: str) -> None:
    for path, answer in _pages(world, who):
        assert answer.response.headers.get("X-Content-Type-Options") == "nosniff", path
        assert answer.response.headers.get("Referrer-Policy") == "same-origin", path
        if not answer.media_type.startswith("text/html"):
            continue
        policy = answer.response.headers.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy and "object-src 'none'" in policy, path
        assert "unsafe-inline" not in policy and "unsafe-eval" not in policy, path
        body = answer.response.content.decode()
        assert " style=" not in body and "<style" not in body and " onclick=" not in body, path
        assert answer.response.headers.get("X-Frame-Options") in ("SAMEORIGIN", "DENY"), path


@pytest.mark.parametrize("who", ["clerk", "an"])
def test_no_cache_keeps_a_page_with_a_case_on_it(world: World, who: str) -> None:
    secrets = [secret for made in world.seen_by(who) for secret in made.secrets]
    private = 0
    for path, answer in _pages(world, who):
        public = path.startswith(("/proof/", "/v/", "/verify/"))
        if public or not any(secret in answer.text.replace(path, "") for secret in secrets):
            continue
        private += 1
        held = answer.response.headers.get("Cache-Control", "")
        assert "no-store" in held and "private" in held, path
    assert private > 3


def test_everything_behind_a_door_is_kept_by_nobody(world: World) -> None:
    for path, answer in _pages(world, "clerk"):
        if path.startswith("/work/"):
            assert "no-store" in answer.response.headers.get("Cache-Control", ""), path


def test_an_original_is_a_download_and_a_paper_a_pdf_of_ours(world: World) -> None:
    made, clerk, an = world.matter(20), Browser(world, "clerk"), Browser(world, "an")
    original = clerk.get(f"/work/cases/{made.number}/materials/identity_card/")
    assert original.status == 200 and original.media_type == "image/png"
    assert original.response["Content-Disposition"].startswith("attachment;")
    page = clerk.get(f"/work/cases/{made.number}/materials/identity_card/pages/1/")
    assert page.status == 200 and page.media_type == "image/jpeg", "made again by the server"
    mine = world.matter(3)
    for paper in (
        clerk.get(f"/work/cases/{mine.number}/papers/{mine.papers[0]}/"),
        an.get(f"/track/{mine.number}/papers/{mine.papers[0]}.pdf"),
    ):
        assert paper.status == 200 and paper.media_type == "application/pdf"
        assert paper.response["Content-Disposition"].startswith("inline;")
        assert "no-store" in paper.response["Cache-Control"]


def test_a_file_of_a_draft_runs_nothing(world: World) -> None:
    browser = Browser(world, "an")
    resumed = browser.post("/my/drafts/SB-001/")
    browser.cookies["tongban_draft_SB-001"] = resumed.response.cookies["tongban_draft_SB-001"].value
    answer = browser.get("/apply/SB-001/m-identity_card/file/")
    assert answer.status == 200 and answer.media_type == "image/png"
    assert "sandbox" in answer.response["Content-Security-Policy"]
    assert "no-store" in answer.response["Cache-Control"]
    other = Browser(world, "bo").get("/apply/SB-001/m-identity_card/file/")
    assert other.status == 404


@pytest.mark.parametrize(
    ("path", "fields", "right"),
    [
        ("/track/{}/withdraw/", {"reason": "不办了", "version": "x", "key": "k"}, {409}),
        ("/track/{}/withdraw/", {"reason": "不办了", "version": "9" * 40, "key": "k"}, {409}),
        ("/track/{}/withdraw/", {"reason": "不\0办", "version": "1", "key": "k"}, {302, 400, 409, 422}),
        ("/track/{}/withdraw/", {"reason": "不办了", "version": "1", "key": "k\0"}, {400, 422}),
        ("/track/{}/withdraw/", {"reason": "不办了", "version": "1", "key": "k" * 500}, {422}),
    ],
)
def test_a_broken_value_is_answered_and_nothing_breaks(
    world: World, path: str, fields: dict[str, str], right: set[int]
) -> None:
    answer = Browser(world, "an").post(path.format(world.matter(21).number), fields)
    assert answer.status in right, answer.raised


@pytest.mark.parametrize("code", ["http://[", "//[::1", "/v/\0/", "https://x/v/ABCD/?a=b#c", "/", "é/ß"])
def test_any_text_may_be_typed_for_a_papers_code(world: World, code: str) -> None:
    assert Browser(world, "public").get(f"/verify/?code={quote(code)}").status in (200, 302)
    assert Browser(world, "public").get(f"/v/{quote(code, safe='')}/").status in (200, 400, 404)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00+14:00", "0001-01-01T00:00", "9999-12-31T23:59-14:00", "1800-01-01T00:00"]
)
def test_a_moment_beyond_the_calendar_is_no_fault_of_the_program(world: World, moment: str) -> None:
    made = world.matter(3)
    sent = {
        "expected_version": "4",
        "idempotency_key": "k",
        "mode": "handed_over",
        "receiver_name": "本人",
        "relation": "self",
        "identification": "居民身份证",
        "at": moment,
    }
    answer = Browser(world, "clerk").post(f"/work/cases/{made.number}/acts/deliver/", sent)
    assert answer.status == 422, answer.raised
    token = world.drafts["clerk"].token
    received = {"do": "submit", "consent": "yes", "idempotency_key": "k", "received_at": moment}
    answer = Browser(world, "clerk").post(f"/work/intake/{token}/", received)
    assert answer.status == 422, answer.raised


def test_a_form_from_before_a_sign_in_is_kept_by_no_cache(world: World) -> None:
    browser = Browser(world, "public")
    sent = urlencode({"csrfmiddlewaretoken": "x" * 32, "phone": "19955512345"}).encode()
    kind = "application/x-www-form-urlencoded"
    answer = browser.send("POST", "/sign-in/", sent, kind, HTTP_SEC_FETCH_SITE="same-origin")
    assert answer.status == 403 and "19955512345" in answer.text
    assert "no-store" in answer.response["Cache-Control"]
    foreign = browser.send("POST", "/sign-in/", sent, kind, HTTP_ORIGIN="https://evil.example")
    assert foreign.status == 403 and "19955512345" not in foreign.text, (
        "another house's form is not offered again"
    )

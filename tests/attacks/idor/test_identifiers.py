"""Every address and every form that one person's pages hold, asked for by others: nothing of the first one's comes out.

The pages are walked as each reader, from link to link; numbers, ids and tokens come along in addresses, hidden fields
and options.  Nothing is chosen by hand, so a new page with a new identifier is attacked without a new line here.
"""

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from tests.authority.browser import Browser, Reader
from tests.authority.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

OWNERS = ("clerk", "assister", "approver", "an", "secadmin", "auditor", "editor")
THIEVES = ("mn-clerk", "bo", "public", "clerk-mz", "sysadmin", "assister-bq")
STARTS = (
    "/",
    "/work/",
    "/my/",
    "/my/data/",
    "/track/",
    "/work/intake/",
    "/work/ledger/",
    "/work/telling/",
    "/work/accounts/",
)
MOST_PAGES = 60  # of one reader; each is read once
LONGEST = 160  # characters of an address that is followed
WITHOUT = ("sign-out", "/static/", "/demo/", "language", "elder")


@dataclass(frozen=True)
class Form:
    """A form as its page gave it out, with the values it holds."""

    action: str
    fields: tuple[tuple[str, str], ...]


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.path = path
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._fields: list[tuple[str, str]] | None = None
        self._action = ""
        self.feed(text)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in given}
        for name in ("href", "src", "hx-get", "data-src"):
            if name in has:
                self.links.add(self._here(has[name]))
        if tag == "form":
            self._action, self._fields = self._here(has.get("action") or self.path), []
            if has.get("method", "get").lower() != "post":
                self._fields = None
        elif self._fields is not None and "name" in has and has["name"] != "csrfmiddlewaretoken":
            self._fields.append((has["name"], has.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._fields is not None:
            self.forms.append(Form(self._action, tuple(self._fields)))
            self._fields = None

    def _here(self, target: str) -> str:
        found = urlsplit(urljoin(f"http://testserver{self.path}", target))
        if found.netloc != "testserver":
            return ""
        return found.path + (f"?{found.query}" if found.query else "")


def walked(world: World, who: str) -> tuple[list[str], list[Form]]:
    """Every address and form that this reader's pages lead to; a page of each shape first."""
    browser = Browser(world, who)
    waiting, seen, forms = list(STARTS), set(STARTS), []
    addresses: list[str] = []
    while waiting and len(addresses) < MOST_PAGES:
        path = waiting.pop(0)
        answer = browser.get(path)
        if answer.status != 200:
            continue
        addresses.append(path)
        if not answer.media_type.startswith("text/html"):
            continue
        page = Page(path, answer.response.content.decode())
        forms += page.forms
        fresh = {
            link
            for link in page.links
            if link and link not in seen and len(link) < LONGEST and not any(part in link for part in WITHOUT)
        }
        seen |= fresh
        waiting += sorted(fresh)
    return addresses, list(dict.fromkeys(forms))


@pytest.mark.parametrize("owner", OWNERS)
def test_what_stands_in_ones_pages_opens_nothing_to_another(world: World, owner: str) -> None:
    if owner not in world.cookies:
        pytest.skip(f"{owner} is nobody in this world")
    addresses, forms = walked(world, owner)
    assert len(addresses) > 3, addresses
    # the public record names a case's stream by its id; the id alone opens nothing, as the rest of this shows
    ids = {str(made.case_id) for made in world.made}
    wrong = []
    for thief in THIEVES:
        if thief == owner or thief not in world.cookies:
            continue
        browser, reader = Browser(world, thief), Reader(world, thief)
        for path in addresses:
            answer = browser.get(path)
            known = ids if path.startswith("/proof/") else set()
            told = [one for one in reader.foreign_in(answer, asked=path) if one not in known]
            if answer.status >= 500 or told:
                wrong.append(f"{thief} GET {path}: {answer.status} {told} {answer.raised}")
        for form in forms:
            if any(part in form.action for part in WITHOUT):
                continue
            answer = browser.post(form.action, form.fields)
            sent = form.action + str(form.fields)
            told = reader.foreign_in(answer, asked=sent)
            if answer.status >= 500 or told:
                wrong.append(f"{thief} POST {form.action}: {answer.status} {told} {answer.raised}")
    assert wrong == [], "\n".join(wrong[:20])

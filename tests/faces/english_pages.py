"""Reading a page as somebody who reads no Chinese: what is left in it that they cannot read."""

import re
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from tongban.directory.models import Assignment
from tongban.directory.queries import assignment_labels
from tongban.site.scenario import ANSWERS

# of papers, which are in Chinese
TITLES = ("城乡居民基本养老保险参保登记确认书",)

CHINESE = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff5e\uffe0-\uffe6]+"
)
# A masked name or address keeps its first character; the number of a paper is written as the law writes it.
DATA_FORMS = re.compile(r"[\u4e00-\u9fff]\*+|[\u4e00-\u9fff]+〔\d{4}〕\d+号")
SWITCH = "中文"  # a language is named in itself on its switch


class _Text(HTMLParser):
    """Everything on a page that is read, read aloud or shown on focus."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.extend(value for _name, value in attributes if value)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def directory_names() -> set[str]:
    """The names and addresses of the county's places, bodies, positions and people, as the database has them."""
    names: set[str] = set()
    for model in apps.get_app_config("directory").get_models():
        for row in model._default_manager.values():
            names.update(value for value in row.values() if isinstance(value, str) and CHINESE.search(value))
    held = Assignment.objects.values_list("id", flat=True)
    return names | set(assignment_labels(set(held)).values())


def left_in_chinese(page: HttpResponse, data: set[str]) -> list[str]:
    """What stands in Chinese on an English page beside the data that have no English.

    Args:
        page: the answer to a request.
        data: names, addresses and words of people that a page shows as they are.
    """
    parser = _Text()
    parser.feed(page.content.decode())
    longest_first = sorted(data | {SWITCH}, key=len, reverse=True)
    left = []
    for text in parser.found:
        for known in longest_first:
            text = text.replace(known, " ")
        text = DATA_FORMS.sub(" ", text)
        if CHINESE.search(text):
            left.append(" ".join(text.split()))
    return left


class Reader:
    """A browser set to English that reads every page it opens."""

    def __init__(self, *data: str, client: Client | None = None) -> None:
        self.client = client or Client()
        self.client.post("/language/", {"language": "en", "next": "/"})
        self.data = {*directory_names(), *ANSWERS.values(), *TITLES, *data}
        self.opened: set[str] = set()

    def get(self, address: str, *statuses: int) -> HttpResponse:
        """Open a page; 200 unless told."""
        return self.read(self.client.get(address), address, statuses or (200,))

    def post(self, address: str, values: dict[str, Any] | None = None, *statuses: int) -> HttpResponse:
        """Send a form; a redirect unless told."""
        return self.read(self.client.post(address, values or {}), address, statuses or (302,))

    def read(self, page: HttpResponse, address: str, statuses: tuple[int, ...]) -> HttpResponse:
        """Look for Chinese on a page."""
        assert page.status_code in statuses, (address, page.status_code)
        if page.status_code == 200:
            self.opened.add(page.resolver_match.view_name)
        if page.content and page["Content-Type"].startswith("text/html"):
            assert page["Content-Language"] == "en", address
            left = left_in_chinese(page, self.data)
            assert not left, f"{address}: {left}"
        return page

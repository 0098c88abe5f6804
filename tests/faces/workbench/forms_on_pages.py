"""Reading a page as a person does: which form stands there, what is in it, what is said."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Fields(HTMLParser):
    """Collects the values that a browser would post from one form."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.values: dict[str, str] = {}
        self.writing = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if tag == "form":
            self.inside = told.get("id") == self.form_id or told.get("action") == self.form_id
        if not self.inside or not told.get("name"):
            return
        name = str(told["name"])
        if tag == "textarea":
            self.writing = name
            self.values[name] = ""
        elif tag == "input" and (told.get("type") not in ("radio", "checkbox", "file") or "checked" in told):
            self.values[name] = told.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.values[self.writing] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.writing = ""
        if tag == "form":
            self.inside = False


def fields(page: HttpResponse, form_id: str) -> dict[str, str]:
    """What the form with this id (or action) would post as it stands."""
    parser = _Fields(form_id)
    parser.feed(page.content.decode())
    return parser.values

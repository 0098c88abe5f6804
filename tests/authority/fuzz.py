"""Requests that nobody would send by mistake: their parts, and how they are put together.

Half of them are made of the addresses; the other half of the forms that the pages themselves show, learned by
reading every page as everybody (`Grammar`) and sent back with other people's values, by other people, in other
encodings.
"""

import base64
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from time import monotonic
from urllib.parse import quote, unquote_plus, urlencode, urljoin, urlsplit

from tests.authority.addresses import Address, addresses, paths, plausible, source_of
from tests.authority.browser import Browser, Reader
from tests.authority.identities import MORE
from tests.authority.test_addresses import DEMONSTRATION, READERS
from tests.authority.world import Made, World

FUZZING = (*READERS, *MORE)  # of a world `with_more_identities`
ADDRESSES = tuple(address for address in addresses() if address.name not in DEMONSTRATION)

NASTY = (
    "",
    " ",
    "\0",
    "a\0b",
    "0",
    "-1",
    "9" * 40,
    "1e309",
    "NaN",
    "²",
    "٣",
    "null",
    "true",
    "'",
    "\"'`;--",
    "' OR '1'='1",
    "1; DROP TABLE cases_case",
    "%",
    "_%",
    "\\",
    "../../../../etc/passwd",
    "..%2f..%2f",
    "/",
    "//evil.example",
    "http://[",
    "https://[::1",
    "{{7*7}}",
    "${7*7}",
    "{% debug %}",
    "<script>alert(1)</script>",
    "#eval(1)",
    "\r\nSet-Cookie: a=b",
    "\u202e反",
    "\ufeff",
    "\U0001f600" * 20,
    "é" * 300,
    "某" * 6000,
    "x" * 9000,
    "ﬀ①Ⅳ",
    "00000000-0000-0000-0000-000000000000",
    "2026-02-30",
    "2026-02-30T25:61",
    "0001-01-01T00:00",
    "0001-01-01T00:00+14:00",
    "9999-12-31T23:59-14:00",
    "answers.address",
    "applicant.number",
    "__class__",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_HOST": (
        "evil.example",
        "a b",
        "[::1",
        "x" * 300,
        "127.0.0.1:99999",
        "",
        "evil.example\\@x",
        "例子.中国",
    ),
    "HTTP_ACCEPT_LANGUAGE": ("x" * 5000, "zh-hans;q=9e9", "*,,;;", "\xff\xfe", "en-" * 500, "zh_CN.utf8;q=a"),
    "HTTP_REFERER": ("http://[", "https://evil.example/", "\0"),
    "HTTP_ORIGIN": ("null", "https://evil.example", "http://["),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_FORWARDED_PROTO": ("https",),
    "HTTP_HX_REQUEST": ("true",),
    "HTTP_HX_TARGET": ("case-list", "case-pane", "\0"),
    "HTTP_HX_CURRENT_URL": ("https://evil.example//evil.example/", "http://[", "x"),
    "HTTP_SEC_FETCH_DEST": ("iframe",),
    "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "x"),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Sat, 29 Feb 2099 99:99:99 GMT"),
    "HTTP_IF_NONE_MATCH": ("*", '"x"'),
    "HTTP_X_CSRFTOKEN": ("x", "c" * 32, "\0"),
    "HTTP_ACCEPT": ("application/json", "x" * 3000),
    "CONTENT_LENGTH": ("x", "-1", "²", "99999999999", ""),
    "REMOTE_ADDR": ("x", ""),
}
COOKIES = (
    "",
    "tongban_session",
    "tongban_session=",
    "tongban_session=x",
    'tongban_session="\\000aaaaaaaaaaaa"',
    "tongban_session=' OR 1=1 --aaaa",
    f"tongban_session={'a' * 4000}",
    '=; ;;; a==b; "',
    "tongban_draft_SB-001=x:y:z",
    "tongban_draft_=; tongban_draft_%00=1; tongban_draft_../=2",
    "; ".join(f"tongban_draft_{n}=v" for n in range(300)),
    "tongban_language=../../etc; tongban_elder=9",
    "tongban_language=xx\\000",
    "csrftoken=short",
    "messages=x; sessionid=y",
)
METHODS = ("GET", "GET", "GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")
KEYS = (
    *(
        "next",
        "q",
        "group",
        "cursor",
        "code",
        "number",
        "phone",
        "by",
        "query_code",
        "page",
        "field",
        "done",
        "from",
    ),
    *(
        "step",
        "version",
        "expected_version",
        "idempotency_key",
        "key",
        "value",
        "none",
        "remove",
        "reason",
        "basis",
    ),
    *(
        "agrees",
        "granted",
        "opinion",
        "step_code",
        "mode",
        "receiver_name",
        "relation",
        "identification",
        "at",
    ),
    *("unmask_reason", "username", "password", "assignment", "item", "language", "on", "kept", "owner", "do"),
    *(
        "received_at",
        "consent",
        "verdict.identity_card",
        "reason.identity_card",
        "verdict.",
        "applicant.name",
    ),
    *("applicant.number", "applicant.phone", "representation.kind", "representation.relation"),
    *("answers.address", "answers.household_village", "materials.identity_card.form", "act", "right_body"),
)


@dataclass(frozen=True)
class Form:
    """A form as a page shows it.

    Args:
        action: where it goes, with its query.
        method: ``GET`` or ``POST``.
        fields: name and value as they stand; a choice once for each of its values.
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]


class _Forms(HTMLParser):
    """The forms and links of one page."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.forms, self.links = base, list[Form](), set[str]()
        self._open: tuple[str, str] | None = None
        self._fields: list[tuple[str, str]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.add(urljoin(self.base, given["href"]).partition("#")[0])
        elif tag == "form" and given.get("method", "get").lower() in (
            "get",
            "post",
        ):  # a dialog sends nothing
            action = urljoin(self.base, given.get("action", "") or self.base)
            self._open, self._fields = (action, given.get("method", "get").upper()), []
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select:
            self._fields.append((self._select, given.get("value", "")))
        elif tag in ("input", "textarea", "button") and given.get("name"):
            self._fields.append((given["name"], given.get("value", "")))
        for name in ("hx-get", "hx-post"):
            if given.get(name, "").startswith("/"):
                self.forms.append(Form(given[name], name[3:].upper(), tuple(self._fields)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "form" and self._open:
            action, method = self._open
            self.forms.append(Form(action, method, tuple(self._fields)))
            self._open = None


class Grammar:
    """What can be sent, as the pages say it: read once as everybody, two steps from every address."""

    PAGES = 120  # for each reader

    def __init__(self, world: World, readers: tuple[str, ...] = FUZZING) -> None:
        self.forms: list[tuple[str, Form]] = []
        self.links: list[str] = []
        self.pages = 0
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for who in readers:
            for form in self._read(world, who):
                shape = (who, form.action, tuple(sorted({name for name, _ in form.fields})))
                if shape not in seen:
                    seen.add(shape)
                    self.forms.append((who, form))
        self.links = sorted(set(self.links))

    def _read(self, world: World, who: str) -> Iterator[Form]:
        browser = Browser(world, who)
        own = world.seen_by(who)[:4] or world.made[:1]
        # every address of one case before those of the next
        waiting = [path for made in own for address in ADDRESSES for path in paths(address, world, made)]
        asked: set[str] = set()
        while waiting and len(asked) < self.PAGES:
            path = waiting.pop(0)
            if path in asked or urlsplit(path).netloc:
                continue
            asked.add(path)
            answer = browser.get(path, REMOTE_ADDR=_address(len(asked)))
            self.pages += 1
            if answer.status != 200 or not answer.media_type.startswith("text/html"):
                continue
            page = _Forms(path)
            page.feed(answer.response.content.decode())
            self.links += page.links
            waiting += sorted(page.links - asked)[:12]
            yield from page.forms


def _address(number: int) -> str:
    """An address of its own for each request: what is limited by address is proved elsewhere."""
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


class Fuzz:
    """One part of the requests, made from its own seed."""

    def __init__(self, world: World, seed: int, grammar: Grammar | None = None) -> None:
        self.world, self.random, self.grammar = world, random.Random(seed), grammar
        self.known = self._known()

    def _known(self) -> list[str]:
        """Real values: what one person holds in another's hand is the worst input there is."""
        known = [value for made in self.world.made for value in (made.number, made.query_code)]
        known += [str(paper) for made in self.world.made for paper in made.papers[:1]]
        known += [code for made in self.world.made for code in made.verify_codes[:1]]
        known += [made.plan.person.name for made in self.world.made]
        cursors = (["2026-01-01", 5], ["0001-01-01T00:00+14:00", "x"], [[]], {"a": "b"})
        return known + [base64.urlsafe_b64encode(repr(one).encode()).decode() for one in cursors]

    def value(self) -> str:
        draw = self.random.random()
        if draw < 0.45:
            return self.random.choice(NASTY)
        if draw < 0.8:
            return self.random.choice(self.known)
        if draw < 0.9:
            text = self.random.choice(self.known)
            at = self.random.randrange(len(text))
            return text[:at] + self.random.choice("0aZ-%\0é") + text[at + 1 :]
        return "".join(chr(self.random.randrange(1, 0x2FFF)) for _ in range(self.random.randrange(1, 40)))

    def path(self, address: Address, made: Made) -> str:
        values: dict[str, object] = {}
        for name in address.parameters:
            source = source_of(address, name)
            assert source is not None
            sound = self.random.random() < 0.6
            values[name] = self.random.choice(source(self.world, made) or ("x",)) if sound else self.value()
        path = address.path(values)
        if self.random.random() < 0.05:
            path = self.random.choice(("/..", "//", "/./", "/%00", "/%ff%fe", "/;", "/é")) + path
        return path

    def fields(self, sound: dict[str, str]) -> list[tuple[str, str]]:
        keys = [*sound] if sound and self.random.random() < 0.7 else []
        pairs = [(key, sound[key] if self.random.random() < 0.7 else self.value()) for key in keys]
        pairs += [(self.random.choice(KEYS), self.value()) for _ in range(self.random.randrange(4))]
        return pairs

    def body(self, pairs: list[tuple[str, str]], token: str) -> tuple[bytes, str]:
        draw = self.random.random()
        pairs = [("csrfmiddlewaretoken", token), *pairs]
        if draw < 0.65:
            return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        if draw < 0.82:
            return self._multipart(pairs), "multipart/form-data; boundary=bound"
        if draw < 0.87:
            return json.dumps(dict(pairs)).encode(), "application/json"
        if draw < 0.92:
            charset = self.random.choice(("gb18030", "utf-16", "utf-7", "latin-1", "x"))
            encoding = "utf-8" if charset == "x" else charset
            text = urlencode(pairs, encoding=encoding, errors="replace")
            return text.encode(), f"application/x-www-form-urlencoded; charset={charset}"
        kinds = (
            "application/json",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "x/\0",
            "text/plain",
        )
        junk = self.random.choice((b"", b"{", b"\xff" * 50, b"a=b&" * 900, b"--bound\r\n", b'{"a": [[[['))
        return junk, self.random.choice(kinds)

    def _multipart(self, pairs: list[tuple[str, str]]) -> bytes:
        parts = [
            f'--bound\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in pairs
        ]
        name = self.random.choice(("file", "materials.identity_card.file", ""))
        file_name = self.random.choice(("a.png", "../../a.pdf", "", "a\0.png", "某" * 300, 'x"; y="'))
        content = self.random.choice(("", "%PDF-1.7", "\x89PNG", "MZ", "<svg onload=1>", "x" * 3000))
        parts.append(
            f'--bound\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
            f"Content-Type: image/png\r\n\r\n{content}\r\n"
        )
        return ("".join(parts) + "--bound--\r\n").encode()

    def form(self) -> tuple[str, str, str, list[tuple[str, str]]]:
        """A learned form: whose it is, its method, where it goes, and what is in it this time."""
        assert self.grammar is not None
        whose, form = self.random.choice(self.grammar.forms)
        pairs = []
        for name, value in form.fields:
            draw = self.random.random()
            if name == "csrfmiddlewaretoken" or draw < 0.08:
                continue
            if draw < 0.3:
                value = self.value()
            elif draw < 0.34:
                name = self.random.choice(KEYS)
            elif not value and draw < 0.7:
                value = self.random.choice(
                    ("是", "1", "2026-01-05", "经核对，按规定办理。", *self.known[:40])
                )
            pairs.append((name, value))
        if self.random.random() < 0.15:
            pairs += self.random.choices(pairs or [("q", "")], k=2)
            self.random.shuffle(pairs)
        return whose, form.method, form.action, pairs

    def headers(self) -> dict[str, str]:
        chosen = self.random.sample(sorted(HEADERS), self.random.choice((0, 0, 0, 1, 1, 2, 4)))
        return {name: self.random.choice(HEADERS[name]) for name in chosen}


@dataclass
class Outcome:
    """What a run of requests came to.

    Attributes:
        wrong: each fault once, by what it says, with the request that led to it.
        statuses: how often each was answered.
    """

    sent: int
    wrong: dict[str, str]
    statuses: dict[int, int]


def send_many(
    world: World, fuzz: Fuzz, requests: int, seconds: float = float("inf"), readers: tuple[str, ...] = FUZZING
) -> Outcome:
    """Send them one after another, each undone; look at each answer as its reader."""
    until = monotonic() + seconds
    browsers = {who: (Browser(world, who), Reader(world, who)) for who in readers}
    outcome = Outcome(0, {}, {})
    while outcome.sent < requests and monotonic() < until:
        _send_one(world, fuzz, browsers, outcome)
    return outcome


def _send_one(
    world: World, fuzz: Fuzz, browsers: dict[str, tuple[Browser, Reader]], outcome: Outcome
) -> None:
    draw = fuzz.random.random
    who, method, path, pairs, proofs = _drawn(world, fuzz, tuple(browsers))
    browser, reader = browsers[who]
    token = browser.cookies["csrftoken"]
    body, kind = fuzz.body(pairs, token) if method in ("POST", "PUT", "PATCH") else (b"", "")
    cookies = fuzz.random.choice(COOKIES) if draw() < 0.08 else None
    heads = {"REMOTE_ADDR": _address(fuzz.random.randrange(1 << 24)), **fuzz.headers()}
    if draw() < 0.85:  # most get past the form's token, whatever their kind of body
        heads.setdefault("HTTP_X_CSRFTOKEN", token)
    answer = browser.send(method, path, body, kind, cookies=cookies, **heads)
    outcome.sent += 1
    outcome.statuses[answer.status] = outcome.statuses.get(answer.status, 0) + 1
    told = f"{who}: {method} {path[:300]} {body[:700]!r} {heads} {cookies!r}"
    if answer.status >= 500:
        last = answer.raised.splitlines()[-1][:200] if answer.raised else f"{answer.status}"
        outcome.wrong.setdefault(last, f"{told}\n{answer.raised}")
    # what was typed may come back; nothing else of a case that is not the reader's
    asked = f"{path} {body.decode(errors='replace')} {heads} {pairs}"
    known = f"{asked} {unquote_plus(asked)}"
    if proofs:  # names the stream of whichever case was asked for
        known += " ".join(str(made.case_id) for made in world.made if made.number in known)
    if foreign := reader.foreign_in(answer, asked=known):
        outcome.wrong.setdefault(f"tells: {foreign[0]}", f"{told}\n{foreign}")


def _drawn(
    world: World, fuzz: Fuzz, readers: tuple[str, ...]
) -> tuple[str, str, str, list[tuple[str, str]], bool]:
    """Who asks, how, for what, with which fields, and whether it is a public proof."""
    draw = fuzz.random.random
    who = fuzz.random.choice(readers)
    if fuzz.grammar is not None and draw() < 0.5:
        whose, method, path, pairs = fuzz.form()
        if draw() < 0.6:  # the form's own reader gets furthest in; the others are who must not
            who = whose
        if method == "GET":
            path += ("&" if "?" in path else "?") + urlencode(pairs, quote_via=quote)
        if draw() < 0.1:
            method = fuzz.random.choice(METHODS)
        return who, method, path, pairs, "/proof/" in path
    if fuzz.grammar is not None and draw() < 0.2:
        return who, "GET", fuzz.random.choice(fuzz.grammar.links), [], True
    address, made = fuzz.random.choice(ADDRESSES), fuzz.random.choice(world.made)
    path = fuzz.path(address, made)
    if draw() < 0.4:
        path += "?" + urlencode(fuzz.fields({}), quote_via=quote)
    method = fuzz.random.choice(METHODS)
    return who, method, path, fuzz.fields(plausible(address, made)), address.name == "portal:proof"

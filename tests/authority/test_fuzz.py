"""Some two thousand requests that nobody would send by mistake: no fault of ours, and never a foreign byte.

The seed is fixed, so that a run can be repeated; ``TONGBAN_FUZZ_SEED`` tries another one.
"""

import base64
import os
import random
from time import monotonic
from urllib.parse import quote, unquote_plus, urlencode

import pytest
from tests.authority.addresses import Address, addresses, plausible, source_of
from tests.authority.browser import Browser, Reader
from tests.authority.test_addresses import DEMONSTRATION, READERS
from tests.authority.world import Made, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_paper")]

SEED = int(os.environ.get("TONGBAN_FUZZ_SEED", "20260105"))
REQUESTS = 2000
SECONDS = 40
PARTS = 4  # so that two workers share it

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


class Fuzz:
    """One part of the requests, made from its own seed."""

    def __init__(self, world: World, part: int) -> None:
        self.world, self.random = world, random.Random(SEED * 10 + part)
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

    def body(self, sound: dict[str, str], token: str) -> tuple[bytes, str]:
        draw = self.random.random()
        pairs = [("csrfmiddlewaretoken", token), *self.fields(sound)]
        if draw < 0.75:
            return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        if draw < 0.87:
            return self._multipart(pairs), "multipart/form-data; boundary=bound"
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

    def headers(self) -> dict[str, str]:
        chosen = self.random.sample(sorted(HEADERS), self.random.choice((0, 0, 0, 1, 1, 2, 4)))
        return {name: self.random.choice(HEADERS[name]) for name in chosen}


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_breaks_the_program_or_shows_a_foreign_case(world: World, part: int) -> None:
    fuzz, until = Fuzz(world, part), monotonic() + SECONDS
    browsers = {who: (Browser(world, who), Reader(world, who)) for who in READERS}
    wrong: dict[str, str] = {}
    sent, statuses = 0, set[int]()
    for _ in range(REQUESTS // PARTS):
        if monotonic() > until:
            break
        who = fuzz.random.choice(READERS)
        browser, reader = browsers[who]
        address, made = fuzz.random.choice(ADDRESSES), fuzz.random.choice(world.made)
        sound = plausible(address, made)
        path = fuzz.path(address, made)
        if fuzz.random.random() < 0.4:
            path += "?" + urlencode(fuzz.fields({}), quote_via=quote)
        method = fuzz.random.choice(METHODS)
        body, kind = (
            fuzz.body(sound, browser.cookies["csrftoken"])
            if method in ("POST", "PUT", "PATCH")
            else (b"", "")
        )
        cookies = fuzz.random.choice(COOKIES) if fuzz.random.random() < 0.1 else None
        heads = fuzz.headers()
        answer = browser.send(method, path, body, kind, cookies=cookies, **heads)
        sent += 1
        statuses.add(answer.status)
        told = f"{who}: {method} {path[:300]} {body[:500]!r} {heads} {cookies!r}"
        if answer.status >= 500:
            wrong.setdefault(
                answer.raised.splitlines()[-1][:200] if answer.raised else "500", f"{told}\n{answer.raised}"
            )
        # what was typed may come back; nothing else of a case that is not the reader's
        asked = f"{path} {body.decode(errors='replace')} {heads} {sound}"
        known = f"{asked} {unquote_plus(asked)}"
        if address.name == "portal:proof":  # names the stream of whichever case was asked for
            known += " ".join(str(made.case_id) for made in world.made if made.number in asked)
        if foreign := reader.foreign_in(answer, asked=known):
            wrong.setdefault(f"tells: {foreign[0]}", f"{told}\n{foreign}")
    assert not wrong, "\n\n".join(f"{name}\n{told}" for name, told in wrong.items())
    assert sent == REQUESTS // PARTS, f"only {sent} requests in {SECONDS} s"
    assert {200, 302, 400, 403, 404, 405} <= statuses, "the requests do not get far enough in"

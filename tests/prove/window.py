"""Clerks at their windows who are told nothing of the kills: each sends the same form again until a number is shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic

from bench.http_client import Answer, Broken, Browser
from bench.life_cycle import intake_fields, scan

from tongban.site.scenario import person

ITEM = "SB-001"
ACCOUNT = {"username": "clerk", "password": "tongban-demo"}
LONGEST = 120.0  # seconds for one application, whatever happens meanwhile
PAUSE = 0.1  # seconds before the same form is sent again


class NotTaken(Exception):
    """An answer that no retry mends."""


@dataclass
class Windows:
    """The applications of one proof, shared by its clients.

    Attributes:
        numbers: serial of the applicant → the number that was shown.
        retries: requests sent again after a broken connection, a fault of the server or a lost session.
        faults: what ended a client early.
    """

    port: int
    count: int
    clients: int = 8
    numbers: dict[int, str] = field(default_factory=dict)
    retries: int = 0
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._door = Lock()
        self._session: dict[str, str] = {}  # the cookies of the one live session
        self._serials: Iterator[int] = iter(range(1, self.count + 1))
        self._picture = scan()
        self._ended = Event()
        self._threads = [Thread(target=self._serve, daemon=True) for _ in range(self.clients)]

    def open(self) -> None:
        """Let the clients begin."""
        for thread in self._threads:
            thread.start()

    def wait(self, seconds: float) -> None:
        """Until all applications were acknowledged, or a client gave up."""
        deadline = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - monotonic()))
            if thread.is_alive():
                self.faults.append("a client was not done in time")
        self.close()

    def close(self) -> None:
        """Tell the clients to go home after the application they are at."""
        self._ended.set()

    @property
    def busy(self) -> bool:
        """Whether a client is still at work."""
        return any(thread.is_alive() for thread in self._threads)

    def _serve(self) -> None:
        browser = Browser(self.port)
        try:
            while not self._ended.is_set():
                with self._lock:
                    serial = next(self._serials, 0)
                if not serial:
                    return
                number = self._take_in(browser, serial)
                with self._lock:
                    self.numbers[serial] = number
        except Exception as fault:  # told by the check, which fails on it
            self.faults.append(f"{type(fault).__name__}: {fault}")
            self._ended.set()
        finally:
            browser.close()

    def _take_in(self, browser: Browser, serial: int) -> str:
        """One application, from choosing the item to the number on the screen; the form and its key stay the same."""
        deadline = monotonic() + LONGEST
        draft = self._until_redirected(browser, "/work/intake/", {"item": ITEM}, {}, deadline)
        applicant = person(serial)
        fields = intake_fields(applicant.name, applicant.number, applicant.phone)
        files = {"materials.identity_card.file": ("identity_card.jpg", "image/jpeg", self._picture)}
        received = self._until_redirected(browser, draft, fields, files, deadline)
        parts = received.split("/")
        if parts[1:3] != ["work", "cases"] or parts[4:] != ["received", ""]:
            raise NotTaken(f"sent to {received}")
        return parts[3]

    def _until_redirected(
        self,
        browser: Browser,
        path: str,
        fields: dict[str, str],
        files: dict[str, tuple[str, str, bytes]],
        deadline: float,
    ) -> str:
        while monotonic() < deadline:
            try:
                if browser.token:
                    answer = browser.post(path, fields, files or None)
                    if answer.status == 302:
                        return answer.location
                    if answer.status < 500 and not _asks_to_sign_in(answer):
                        shown = answer.body[:3000].decode(errors="replace")
                        raise NotTaken(f"{path}: {answer.status} {shown}")
                    self._count_retry()
                if not browser.token or answer.status < 500:
                    self._sign_in(browser)
                    continue
            except Broken:
                self._count_retry()
            self._ended.wait(PAUSE)
        raise NotTaken(f"{path}: no answer within {LONGEST:.0f} s")

    def _sign_in(self, browser: Browser) -> None:
        """An account has one live session: whoever finds it gone signs in for all, the others take it over."""
        with self._door:
            if self._session and self._session != browser.cookies:
                browser.cookies = dict(self._session)
                if browser.get("/work/intake/").status == 200:
                    return
            self._sign_in_anew(browser)
            self._session = dict(browser.cookies)

    def _sign_in_anew(self, browser: Browser) -> None:
        browser.cookies.clear()
        browser.token = ""
        if browser.get("/work/sign-in/").status != 200:
            browser.token = ""
            raise Broken("no sign-in page")
        signed = browser.post("/work/sign-in/", ACCOUNT)
        browser.token = ""
        if signed.status != 302 or browser.get("/work/intake/").status != 200:
            browser.token = ""
            raise Broken("not signed in")

    def _count_retry(self) -> None:
        with self._lock:
            self.retries += 1


def _asks_to_sign_in(answer: Answer) -> bool:
    return answer.status == 403 and b'name="password"' in answer.body

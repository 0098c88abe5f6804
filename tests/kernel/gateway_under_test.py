"""A gateway on this machine that answers as it is told and remembers what it got."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Gateway:
    """What came in, and what is answered, one answer after the other; the last one stays.

    ``answers``: status and body; ``None`` never answers; ``"cut"`` closes the connection after it took the message.
    """

    url: str = ""
    before_answering: Callable[[dict[str, str]], None] = field(default=lambda message: None)
    answers: list[Any] = field(default_factory=lambda: [(200, b'{"id": "p-1"}')])
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[dict[str, str]]:
        return [json.loads(body) for _, _, body in self.got]


@contextmanager
def gateway() -> Iterator[Gateway]:
    """The gateway while the block runs."""
    one = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((self.path, dict(self.headers), body))
            one.before_answering(json.loads(body))
            answer = one.answers.pop(0) if len(one.answers) > 1 else one.answers[0]
            if answer is None:
                one.released.wait(30)
                return
            if answer == "cut":
                self.close_connection = True
                return
            status, content = answer
            self.send_response(status)
            if status == 302:
                self.send_header("Location", one.url + "elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the test reads what came in."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_address[1]}/v1/send?to=county"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield one
    finally:
        one.released.set()
        server.shutdown()
        server.server_close()
        thread.join()

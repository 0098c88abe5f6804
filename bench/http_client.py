"""A browser as light as can be: one kept connection, one cookie jar, requests written by hand.

The client shares the machine with what it measures, so it must cost little; its CPU is reported apart.
"""

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode

BOUNDARY = b"----tongban-boundary-7f3a9c51"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
TIMEOUT = 30.0  # seconds for one answer


class Broken(Exception):
    """The connection broke before a whole answer had come: nobody knows whether the request was done."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes


class Browser:
    """One person's browser on this machine.

    Args:
        port: of the web server on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.token = ""  # the csrf token of the last page with a form
        self._socket: socket.socket | None = None
        self._buffer = b""

    def get(self, path: str) -> Answer:
        """Fetch a page and remember the csrf token of its form."""
        answer = self.request("GET", path)
        if found := TOKEN.search(answer.body):
            self.token = found.group(1).decode()
        return answer

    def post(
        self, path: str, fields: dict[str, str], files: dict[str, tuple[str, str, bytes]] | None = None
    ) -> Answer:
        """Send a form with its csrf token.

        Args:
            files: field → name, media type, content; the form is sent as multipart where there are any.
        """
        fields = {"csrfmiddlewaretoken": self.token, **fields}
        if files is None:
            return self.request("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        content_type = f"multipart/form-data; boundary={BOUNDARY.decode()}"
        return self.request("POST", path, multipart(fields, files), content_type)

    def request(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> Answer:
        """One request; a kept connection that the server closed meanwhile is opened again.

        Raises:
            Broken: the connection broke after the request was sent.
        """
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if method == "POST":
            head += f"Origin: http://127.0.0.1:{self.port}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
        try:
            self._connection().sendall(head.encode() + b"\r\n" + body)
            return self._answer()
        except (OSError, Broken) as fault:
            self.close()
            raise Broken(str(fault)) from fault

    def another(self) -> "Browser":
        """A second window of the same browser: same cookies and token, a connection of its own."""
        window = Browser(self.port)
        window.cookies, window.token = dict(self.cookies), self.token
        return window

    def close(self) -> None:
        """Let the connection go."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._buffer = None, b""

    def _connection(self) -> socket.socket:
        if self._socket is not None and self._closed_by_server(self._socket):
            self.close()
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    @staticmethod
    def _closed_by_server(kept: socket.socket) -> bool:
        kept.settimeout(0)
        try:
            return kept.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            kept.settimeout(TIMEOUT)

    def _answer(self) -> Answer:
        while b"\r\n\r\n" not in self._buffer:
            self._receive()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        location, length, close = "", 0, False
        chunked = False
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value
                case "set-cookie":
                    pair = value.split(";", 1)[0]
                    self.cookies.update([pair.split("=", 1)])
                case "connection":
                    close = value.lower() == "close"
                case "transfer-encoding":
                    chunked = True
        if chunked:
            raise Broken("chunked answers are not read")
        while len(self._buffer) < length:
            self._receive()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        if close:
            self.close()
        return Answer(int(lines[0].split(" ")[1]), location, body)

    def _receive(self) -> None:
        assert self._socket is not None
        received = self._socket.recv(65536)
        if not received:
            raise Broken("the server closed the connection")
        self._buffer += received


def multipart(fields: dict[str, str], files: dict[str, tuple[str, str, bytes]]) -> bytes:
    """A form with files as a browser sends it."""
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (BOUNDARY, name.encode(), value.encode())
        for name, value in fields.items()
    ]
    parts += [
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n%s\r\n'
        % (BOUNDARY, name.encode(), file_name.encode(), media_type.encode(), content)
        for name, (file_name, media_type, content) in files.items()
    ]
    return b"".join(parts) + b"--%s--\r\n" % BOUNDARY

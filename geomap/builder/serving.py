"""Serve an atlas to this machine alone, as it is built: docs/decisions/0023.

A request names a file of the last build or nothing: files are held in memory by their names, so
that no path is ever looked up. A page keeps its own policy; around it stands a frame that asks
after changes and reloads it where it was.
"""

import base64
import hashlib
import json
import socket
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from mimetypes import guess_type
from socketserver import BaseServer
from typing import Any
from urllib.parse import unquote

from geomap.builder.live import Live
from geomap.text import Lang

HOST = "127.0.0.1"
STATE = "-/state"
_NAMES = (HOST, "localhost", "[::1]")
_QUIET = 5.0  # seconds that a connection may say nothing
_LONGEST = 30.0  # seconds that one may take in all
_MOST = 64  # connections at once
_UTF8 = {"text/html", "text/csv", "application/json", "image/svg+xml"}
_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


class Preview(ThreadingHTTPServer):
    """A server of one atlas, bound to this machine.

    Args:
        live: What it shows.
        port: Port; 0 takes any that is free.
        lang: Language of the frame.

    Raises:
        OSError: The port is taken.
    """

    daemon_threads = True
    request_queue_size = _MOST

    def __init__(self, live: Live, port: int, lang: Lang) -> None:
        super().__init__((HOST, port), _Request)
        self.live = live
        self.frame, self.policy = frame(lang)
        self.hosts = frozenset(f"{name}:{self.server_port}" for name in _NAMES)
        self._places = threading.BoundedSemaphore(_MOST)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 # as in the base
        """Answer in a thread of its own; one too many is hung up on."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Answer, and make room for the next."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Whoever hung up is told nothing, nor is anybody else."""


class _Request(BaseHTTPRequestHandler):
    server_version, sys_version = "geomap", ""
    timeout = _QUIET
    server: Preview

    def __init__(self, request: socket.socket, client_address: Any, server: BaseServer) -> None:  # noqa: ANN401
        # Words that come drop by drop are never quiet for long.
        self._end = threading.Timer(_LONGEST, _hang_up, (request,))
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(request, client_address, server)
        finally:
            self._end.cancel()

    def do_GET(self) -> None:  # the base asks for this name
        """Answer with a file, the frame or the state."""
        if not self._is_for_us():
            self._answer(HTTPStatus.MISDIRECTED_REQUEST)
            return
        path, _, query = self.path.partition("?")
        name = unquote(path.removeprefix("/"), errors="replace")
        shown = self.server.live.shown
        if not name:
            self._answer(HTTPStatus.OK, self.server.frame, "text/html", self.server.policy)
        elif name == STATE:
            self.server.live.look_at(unquote(query, errors="replace"))
            state = {
                "number": shown.number,
                "files": dict(shown.digests),
                "problems": shown.problems,
                "warnings": shown.warnings,
            }
            self._answer(HTTPStatus.OK, json.dumps(state).encode(), "application/json")
        elif name in shown.files:
            kind = guess_type(name)[0] or "application/octet-stream"
            self._answer(HTTPStatus.OK, shown.files[name], kind)
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    do_HEAD = do_GET  # noqa: N815 # the base asks for this name

    def _refuse(self) -> None:
        ours = self._is_for_us()
        code = HTTPStatus.METHOD_NOT_ALLOWED if ours else HTTPStatus.MISDIRECTED_REQUEST
        self._answer(code)

    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_TRACE = do_CONNECT = _refuse  # noqa: N815

    def _is_for_us(self) -> bool:
        """Whether it names this machine: a page of another site may have led a name to it."""
        hosts = self.headers.get_all("Host") or []
        return len(hosts) == 1 and hosts[0].strip().lower() in self.server.hosts

    def _answer(
        self, code: HTTPStatus, body: bytes = b"", kind: str = "text/plain", policy: str = ""
    ) -> None:
        data = body if code == HTTPStatus.OK else f"{code.value} {code.phrase}\n".encode()
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind in _UTF8 else kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in _ALWAYS:
            self.send_header(name, value)
        # A page of a build has a policy of its own; none may be framed by another site.
        self.send_header("Content-Security-Policy", policy or "frame-ancestors 'self'")
        if code == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 # as in the base; it would repeat the request
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Refuse what is no request at all, without a word of it."""
        self.close_connection = True
        self._answer(HTTPStatus(code))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # as in the base
        """Say nothing: a terminal is for builds."""


def _hang_up(request: socket.socket) -> None:
    try:
        request.shutdown(socket.SHUT_RDWR)
    except OSError:  # it is gone
        return


def frame(lang: Lang) -> tuple[bytes, str]:
    """The page around a page, and its policy: only its own script and style, only this server."""
    folder = files("geomap.builder") / "preview"
    script, style = ((folder / name).read_text("utf-8") for name in ("frame.js", "frame.css"))
    page = (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>geomap</title><style>{style}</style></head><body>"
        '<iframe id="page" title="geomap"></iframe>'
        '<section id="problems" role="alert" hidden><h1></h1><ol></ol></section>'
        '<details id="warnings" hidden><summary></summary><ol></ol></details>'
        f"<script>{script}</script></body></html>\n"
    )
    rules = (
        "default-src 'none'",
        f"script-src 'sha256-{_sha256(script)}'",
        f"style-src 'sha256-{_sha256(style)}'",
        "connect-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
    return page.encode(), "; ".join(rules)


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

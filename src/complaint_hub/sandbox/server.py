"""Serves a pure ``answer(request) -> response`` on localhost.

For: every platform of the sandbox; it knows sockets, and nothing of what is asked or answered.
Must not: know a platform, listen on anything but the loopback address, or outlive the ``with`` block.
"""

from __future__ import annotations

import gzip
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

__all__ = ["Answer", "Request", "Response", "Running", "serve"]

_log = logging.getLogger("complaint_hub.sandbox")


@dataclass(frozen=True)
class Request:
    """What came in. Header names are lower case; a parameter holds every value it was given, in order."""

    method: str
    path: str
    params: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """What goes out.

    Attributes:
        cut: bytes of the body that are really sent before the connection breaks; None sends all. ``-1`` breaks it
            before the status line.
        delay: seconds to wait first.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cut: int | None = None
    delay: float = 0.0


Answer = Callable[[Request], Response]


@dataclass(frozen=True)
class Running:
    """A server that is up. ``url`` is ``http://127.0.0.1:PORT``, without a slash at the end."""

    url: str
    port: int


@contextmanager
def serve(answer: Answer, *, port: int = 0) -> Generator[Running]:
    """Answer requests until the block ends.

    Args:
        answer: called from one thread per connection; it locks what it shares.
        port: 0 takes any free one.

    Raises: OSError, if the port is taken.
    """
    server = _Server(("127.0.0.1", port), answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sandbox", daemon=True)
    thread.start()
    try:
        bound = server.server_address[1]
        yield Running(f"http://127.0.0.1:{bound}", bound)
    finally:
        server.shutdown()
        server.server_close()
        server.hang_up()
        thread.join(timeout=5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    # A kept-alive connection would keep its thread, and so the end of the block, waiting for ever.
    block_on_close = False

    def __init__(self, address: tuple[str, int], answer: Answer) -> None:
        self.answer = answer
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Break the connections that clients still keep alive."""
        with self._lock:
            still_open = list(self._open)
        for connection in still_open:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that is killed in a test is no news; a mistake of ours is.
        if not isinstance(sys.exception(), OSError):
            _log.exception("the sandbox could not answer %s", client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without this the last packet of an answer waits up to 40 ms for the client's acknowledgement.
    disable_nagle_algorithm = True

    def _handle(self) -> None:
        split = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            method=self.command,
            path=split.path,
            params={name: tuple(values) for name, values in parse_qs(split.query, keep_blank_values=True).items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
        )
        response = cast("_Server", self.server).answer(request)
        if response.delay:
            time.sleep(response.delay)
        self._send(request, response)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _handle  # noqa: N815  the names http.server looks up

    def _send(self, request: Request, response: Response) -> None:
        body = response.body
        headers = dict(response.headers)
        if "gzip" in request.headers.get("accept-encoding", "") and len(body) > 1_000 and response.cut is None:
            body = gzip.compress(body, compresslevel=1, mtime=0)
            headers["Content-Encoding"] = "gzip"
            headers["Vary"] = "Accept-Encoding"
        if response.cut is not None:
            self.close_connection = True
            if response.cut < 0:
                return
        self.send_response_only(response.status)
        for name, value in headers.items():
            self.send_header(name, value)
        if response.status != 204:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if request.method != "HEAD":
            self.wfile.write(body if response.cut is None else body[: response.cut])

    def log_message(self, format: str, *args: Any) -> None:
        _log.debug(format, *args)

"""A server that writes exactly the bytes it is told, for answers that no honest server gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

__all__ = ["serve_raw"]


@contextmanager
def serve_raw(pieces: Sequence[bytes | float]) -> Iterator[tuple[str, list[bytes]]]:
    """Answer every connection with *pieces* (a float is a pause in seconds), then hang up.

    The value is the server's URL and the list of requests as they came in, head and body.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()
    seen: list[bytes] = []

    def serve() -> None:
        while True:
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()
                continue
            return

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            seen.append(_request(connection))
            for piece in pieces:
                if isinstance(piece, bytes):
                    connection.sendall(piece)
                elif ended.wait(piece):
                    return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)


def _request(connection: socket.socket) -> bytes:
    """Read one request, its body by Content-Length."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        if not (piece := connection.recv(65_536)):
            return seen
        seen += piece
    head, _, body = seen.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    while len(body) < sum(lengths):
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body

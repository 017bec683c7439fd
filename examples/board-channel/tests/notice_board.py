"""A notice board on this machine: what it answers, and what can happen to it. It knows nothing of the channel."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from complaint_hub.testing import World

KEY = "key-of-the-board"


class NoticeBoard(World):
    """Boards by their names, each a list of notices; the verbs act on the board of Talun."""

    def __init__(self) -> None:
        self.boards: dict[str, list[dict[str, Any]]] = {
            "talun": [],
            "doko": [_notice("1", "2026-11-20T01:00:00Z", "Pasar kotor")],
        }
        self.size, self.url, self.trouble, self.pinned, self.broken = self.page, "", "", "", ""

    def post(self, text: str, *, at: datetime) -> str:
        id = str(len(self.boards["talun"]) + 1)
        self.boards["talun"].append(_notice(id, f"{at:%Y-%m-%dT%H:%M:%SZ}", text))
        return f"talun/{id}"

    def edit(self, item: str, text: str, *, at: datetime) -> None:
        self._find(item)["text"] = text

    def delete(self, item: str) -> None:
        self.boards["talun"].remove(self._find(item))

    def pin(self, item: str) -> None:
        self.pinned = item.partition("/")[2]

    def damage(self, item: str) -> None:
        self.broken = item.partition("/")[2]

    def full_pages(self) -> None:
        self.size = 100

    def blank_page(self) -> None:
        self.trouble = "blank"

    def throttle(self) -> None:
        self.trouble = "throttle"

    def lock_out(self) -> None:
        self.trouble = "lock"

    def vanish(self) -> None:
        self.trouble = "vanish"

    def heal(self) -> None:
        self.trouble = self.broken = ""

    def _find(self, item: str) -> dict[str, Any]:
        return next(one for one in self.boards["talun"] if f"talun/{one['id']}" == item)

    def answer_to(self, board: str, key: str, page: int) -> tuple[int, dict[str, Any]]:
        """Status and body."""
        if key != f"Bearer {KEY}" or self.trouble == "lock":
            return 401, {"error": "who are you?"}
        if self.trouble == "throttle":
            return 404, {"error": "slow down"}
        if board not in self.boards:
            return 404, {"error": "no such board"}
        there = [] if self.trouble == "vanish" else self.boards[board]
        there = sorted(there, key=lambda one: (one["id"] == self.pinned, one["created_at"]), reverse=True)
        shown = [one | {"created_at": None} if one["id"] == self.broken else one for one in there]
        if self.trouble == "blank" and page == 2:
            return 200, {"items": [], "more": True}
        page -= self.trouble == "blank" and page > 2  # what the empty page did not show comes behind it
        return 200, {"items": shown[(page - 1) * self.size : page * self.size], "more": len(shown) > page * self.size}


@contextmanager
def serve(board: NoticeBoard) -> Generator[None]:
    """Serve a board on the loopback address until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            page = int(parse_qs(parts.query)["page"][0])
            status, told = board.answer_to(parts.path.split("/")[2], self.headers.get("Authorization", ""), page)
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    board.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def _notice(id: str, at: str, text: str) -> dict[str, Any]:
    return {"id": id, "created_at": at, "text": text}

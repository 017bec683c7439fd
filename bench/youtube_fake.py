"""A platform that costs nothing to ask: YouTube's lists of threads, rendered once, served from memory.

For: ``back_fill``; run as ``python -m bench.youtube_fake THREADS`` it prints its port, and ends with its input.
Must not: share a process with what is measured, or look at credentials. It imports nothing of ours.

Every reply stands inside its thread, 1.18606 a thread on average and at most five, as on the channel of a regency; each
video has 500 threads. Pages are sent as they are, not packed: what is measured is our work, not zlib's.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["OWNER", "PAGE", "Fake", "replies_in"]

OWNER = "UCblitarbench00000000000"
PAGE = 100
_VIDEO = 500
_SHARE = 1.18606
_WORDS = (
    "jalan berlubang lampu padam sampah menumpuk air keruh antrean panjang mohon segera ditindaklanjuti terima kasih "
    "desa dusun jembatan pasar sekolah puskesmas parkir drainase banjir kering pohon tumbang warga sudah lama belum"
).split()


def replies_in(threads: int) -> int:
    """How many replies all threads have together."""
    return round(threads * _SHARE)


class Fake:
    """*threads* made-up threads, the same each time, as bytes by their id."""

    def __init__(self, threads: int) -> None:
        self._dice = random.Random(20261101)
        self.items: dict[str, bytes] = {}
        self._comments: Counter[str] = Counter()
        newest = datetime(2026, 10, 1, tzinfo=UTC)
        for place, replies in enumerate(self._spread(threads)):
            id = f"Ugx{self._dice.getrandbits(128):032x}AaABAg"[:26]
            item = self._thread(id, place, newest - timedelta(minutes=20 * place), replies)
            self.items[id] = json.dumps(item, separators=(",", ":")).encode()
        self._ids = list(self.items)

    def _spread(self, threads: int) -> list[int]:
        """How many replies each thread has; together exactly :func:`replies_in`."""
        counts = [0] * threads
        left = replies_in(threads)
        while left:
            place = self._dice.randrange(threads)
            if counts[place] < 5:
                counts[place] += 1
                left -= 1
        return counts

    def _thread(self, id: str, place: int, at: datetime, replies: int) -> dict[str, Any]:
        video = f"video{place // _VIDEO:06d}"
        self._comments[video] += 1 + replies
        top = self._comment(id, video, at, place)
        snippet = {
            "channelId": OWNER,
            "videoId": video,
            "topLevelComment": top,
            "canReply": True,
            "totalReplyCount": replies,
            "isPublic": True,
        }
        item = {"kind": "youtube#commentThread", "etag": f"e{place}", "id": id, "snippet": snippet}
        if not replies:
            return item
        below = [self._reply(id, video, at, number) for number in range(1, replies + 1)]
        return item | {"replies": {"comments": below}}

    def _reply(self, thread: str, video: str, at: datetime, number: int) -> dict[str, Any]:
        # Every third reply is the government's own: that makes work for facts, which other replies do not.
        author = -1 if self._dice.randrange(3) == 0 else self._dice.randrange(50_000)
        return self._comment(f"{thread}.{number:022d}", video, at + timedelta(hours=number), author, parent=thread)

    def _comment(self, id: str, video: str, at: datetime, author: int, *, parent: str | None = None) -> dict[str, Any]:
        text = " ".join(self._dice.choices(_WORDS, k=self._dice.randrange(5, 60)))
        who = OWNER if author < 0 else f"UCwarga{author:017d}"
        snippet = {
            "channelId": OWNER,
            "videoId": video,
            "textDisplay": text,
            "textOriginal": text,
            "authorDisplayName": f"@warga{author}",
            "authorProfileImageUrl": f"https://yt3.ggpht.example/ytc/{author:040d}=s48-c-k-c0x00ffffff-no-rj",
            "authorChannelUrl": f"http://www.youtube.com/@warga{author}",
            "authorChannelId": {"value": who},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": author % 7,
            "publishedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}",
            "updatedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        }
        if parent is not None:
            snippet["parentId"] = parent
        return {"kind": "youtube#comment", "etag": f"c{author}", "id": id, "snippet": snippet}

    def answer(self, target: str) -> bytes:
        """The body for a request's path and query."""
        path, query = urlsplit(target).path, parse_qs(urlsplit(target).query)
        match path.rpartition("/")[2]:
            case "commentThreads" if "id" in query:
                return self._list([self.items[id] for id in query["id"][0].split(",")])
            case "commentThreads":
                return self._page(int(query.get("pageToken", ["0"])[0]))
            case "playlistItems":
                return self._uploads(int(query.get("pageToken", ["0"])[0]))
            case _:
                return self._counters(query["id"][0].split(","))

    def _page(self, number: int) -> bytes:
        start = number * PAGE
        more = start + PAGE < len(self._ids)
        return self._list([self.items[id] for id in self._ids[start : start + PAGE]], number + 1 if more else None)

    def _list(self, items: list[bytes], token: int | None = None) -> bytes:
        follows = b"" if token is None else b'"nextPageToken":"%d",' % token
        return b'{"kind":"youtube#list",' + follows + b'"items":[' + b",".join(items) + b"]}"

    def _uploads(self, number: int) -> bytes:
        videos = range(-(-len(self._ids) // _VIDEO))
        part = videos[number * 50 : number * 50 + 50]
        items = [json.dumps({"contentDetails": {"videoId": f"video{video:06d}"}}).encode() for video in part]
        return self._list(items, number + 1 if number * 50 + 50 < len(videos) else None)

    def _counters(self, videos: list[str]) -> bytes:
        """The videos' counters, which are right: what the channel compares with them is part of the first run."""
        stated = [{"id": video, "statistics": {"commentCount": str(self._comments[video])}} for video in videos]
        return self._list([json.dumps(item).encode() for item in stated])


def _talk(connection: socket.socket, fake: Fake) -> None:
    waiting = b""
    with connection:
        while True:
            while b"\r\n\r\n" not in waiting:
                got = connection.recv(65_536)
                if not got:
                    return
                waiting += got
            head, _, waiting = waiting.partition(b"\r\n\r\n")
            body = fake.answer(head.split(b" ", 2)[1].decode())
            start = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(start.encode() + body)


def _serve(listener: socket.socket, fake: Fake) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_talk, args=(connection, fake), daemon=True).start()


def main(threads: int) -> None:
    """Serve until the input ends, as it does when the parent is gone."""
    fake = Fake(threads)
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(listener, fake), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))

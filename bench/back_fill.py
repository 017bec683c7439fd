"""Back-fill of a YouTube channel against two floors: 100,000 threads with 118,606 replies, all of them inline.

The ways ask the same server for the same pages over the same HTTP client:

* *floor*: ``orjson`` and one column of JSON, one transaction a page; it knows no type and no change.
* *typed*: the same with frozen pydantic models of what the platform sends.
* *ours*: channel, session, diff, events, facts, checkpoint.
* *deep*: ours once more over what it has stored, asking for every thread by its id.

Goals in CPU seconds: ours at most 3.0 times the floor and 1.8 times the typed floor (never more than 4.0 and 2.4);
*deep* over unchanged data at most 0.7 times the first fill. Peak memory of ten times the threads: at most 1.05 times.
Run ``python -m bench.back_fill 10000`` for a tenth of it.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import orjson
from pydantic import BaseModel, ConfigDict

from .measure import Series, compare, inside, machine
from .youtube_fake import OWNER, replies_in

_THREADS = 100_000
_NOW = datetime(2026, 11, 1, tzinfo=UTC)
_Rows = Callable[[bytes], tuple[list[tuple[str, str]], str | None]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Person(_Frozen):
    value: str


class _Snippet(_Frozen):
    videoId: str
    textDisplay: str
    textOriginal: str
    authorDisplayName: str
    authorChannelUrl: str
    authorChannelId: _Person
    parentId: str | None = None
    likeCount: int
    publishedAt: datetime
    updatedAt: datetime


class _Comment(_Frozen):
    id: str
    snippet: _Snippet


class _Replies(_Frozen):
    comments: list[_Comment]


class _ThreadSnippet(_Frozen):
    videoId: str
    topLevelComment: _Comment
    totalReplyCount: int


class _Thread(_Frozen):
    id: str
    snippet: _ThreadSnippet
    replies: _Replies | None = None


class _Page(_Frozen):
    nextPageToken: str | None = None
    items: list[_Thread]


def _plain(body: bytes) -> tuple[list[tuple[str, str]], str | None]:
    page = orjson.loads(body)
    return [(item["id"], orjson.dumps(item).decode()) for item in page["items"]], page.get("nextPageToken")


def _typed(body: bytes) -> tuple[list[tuple[str, str]], str | None]:
    page = _Page.model_validate_json(body)
    return [(item.id, item.model_dump_json()) for item in page.items], page.nextPageToken


def floor(base: str, path: Path, rows: _Rows = _plain) -> None:
    """The least that keeps a thread: ask, parse, dump, insert."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute("CREATE TABLE thread (id TEXT PRIMARY KEY, body TEXT)")
    params = {"part": "id,snippet,replies", "allThreadsRelatedToChannelId": OWNER, "maxResults": "100"}
    with httpx.Client() as client:
        token: str | None = ""
        while token is not None:
            answer = client.get(f"{base}commentThreads", params={**params, "pageToken": token} if token else params)
            page, token = rows(answer.content)
            database.execute("BEGIN IMMEDIATE")
            database.executemany("INSERT INTO thread VALUES (?, ?)", page)
            database.execute("COMMIT")
    database.close()


def typed(base: str, path: Path) -> None:
    """The same with types."""
    floor(base, path, _typed)


def ours(base: str, path: Path, *, deep: bool = False) -> None:
    """The first run, or the full run behind it."""
    from complaint_hub import Hub
    from complaint_hub.auth import ApiKey
    from complaint_hub.channels.youtube import YouTube

    key = ApiKey("key-of-the-measurement", hosts=[base.split("/")[2]])
    channel = YouTube(OWNER, public=key, base=base, daily_units=1_000_000)
    with Hub([channel], store=path, clock=lambda: _NOW) as hub:
        report = hub.sync(deep="full" if deep else False)
    assert report.clean, report
    (run,) = report.runs
    assert not deep or run.counts.unchanged == run.counts.fetched, run


def warm() -> None:
    """Import what the ways use, so that only the work is measured."""
    import alembic.command  # noqa: F401 - loaded before the clock runs

    import complaint_hub.channels.youtube
    import complaint_hub.hub
    import complaint_hub.store  # noqa: F401 - loaded before the clock runs


@contextmanager
def _fake(threads: int) -> Generator[str, None, None]:
    """The platform, in a process of its own."""
    command = [sys.executable, "-m", "bench.youtube_fake", str(threads)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}/youtube/v3/"
        running.stdin.close()


def measure(threads: int, *, rounds: int) -> dict[str, Series]:
    """All ways over so many threads; *deep* runs on the database that *ours* has left in the same round."""
    me = "bench.back_fill"
    with _fake(threads) as base, tempfile.TemporaryDirectory() as folder:
        ways = {name: [me, name, base, folder] for name in WAYS}
        return compare(ways, rounds=rounds)


def main(threads: int = _THREADS) -> None:
    """Measure and print."""
    few = measure(threads // 10, rounds=1)
    many = measure(threads, rounds=3)
    print(f"back-fill, {threads:,} threads with {replies_in(threads):,} replies", end=" ")
    print(f"({machine('httpx', 'orjson', 'pydantic', 'sqlalchemy')}, SQLite {sqlite3.sqlite_version})")
    for name, series in many.items():
        print(f"  {name:6} {series}")
    for name, goal, most in (("floor", 3.0, 4.0), ("typed", 1.8, 2.4)):
        print(f"  ours / {name:6} {_ratio(many, 'ours', name)} (goal: {goal}, at most {most})")
    print(f"  deep / ours   {_ratio(many, 'deep', 'ours')} (goal: at most 0.7)")
    grown = many["ours"].peak_mb / few["ours"].peak_mb
    print(f"  memory at {threads:,} / at {threads // 10:,} threads: {grown:.3f} (goal: at most 1.05)")


def _ratio(series: dict[str, Series], name: str, to: str) -> str:
    """The ratio of two medians, and the span of the ratios of single rounds."""
    pairs = zip(series[name].samples, series[to].samples, strict=True)
    single = sorted(one.cpu / other.cpu for one, other in pairs)
    return f"{series[name].cpu / series[to].cpu:.2f}, in single rounds {single[0]:.2f} to {single[-1]:.2f}"


def _deep(base: str, path: Path) -> None:
    ours(base, path, deep=True)


WAYS: dict[str, Callable[[str, Path], Any]] = {"floor": floor, "typed": typed, "ours": ours, "deep": _deep}


def _run(way: str, base: str, folder: str) -> None:
    path = Path(folder, "ours.db" if way == "deep" else f"{way}.db")
    if way != "deep":
        for stale in path.parent.glob(f"{path.name}*"):
            stale.unlink()
    inside(lambda: WAYS[way](base, path))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        warm()
        _run(*sys.argv[1:])
    else:
        main(*(int(argument) for argument in sys.argv[1:]))

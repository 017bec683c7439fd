"""The dashboard of 100,000 open cases: what it takes, beside the reading of its facts.

The mix of channels is that of a year in Blitar (SP4N 12 %, register 14 %, the rest social), and beside it the hardest
there is: all of them reports of SP4N-LAPOR!, of which each has three clocks.
Goals: ``gather`` takes at most 3 times the CPU of reading its facts (``store.facts()`` of cases and, for the rapor, of
SP4N-LAPOR!, one by one as values); the page stays under 3 MB; the browser has it ready (DOMContentLoaded) in at most 3
times what the same bytes take as one comment.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import sync_playwright

from complaint_hub.contract import Page
from complaint_hub.dashboard import gather, render
from complaint_hub.model import Complaint, Event, EventType, Form, Kind, Role
from complaint_hub.sla import sp4n
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar

from .measure import compare, inside, machine

CASES, ROUNDS, OPENINGS = 100_000, 5, 15
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
_MIXED = {"lapor": 12, "register": 14, "google_reviews": 32, "instagram": 22, "tiktok": 18, "youtube": 2}
_PLACES = ("Kanigoro", "Wlingi", "Garum", "Srengat", "Sutojayan", "Talun", "Ponggok", "Kesamben", "Nglegok", "Doko")


_TIMING = """() => {
    const told = performance.getEntriesByType("navigation")[0];
    return told.domContentLoadedEventEnd - told.responseStart;
}"""


def fill(path: Path, *, mixed: bool) -> None:
    """A store of open cases of the last 600 days, each with a disposition, a third of them answered."""
    dice = random.Random(2026)
    names, weights = (list(_MIXED), list(_MIXED.values())) if mixed else (["lapor"], [1])
    drawn = dice.choices(names, weights, k=CASES)
    with Store(path) as store:
        for channel in names:
            numbers = [n for n, of in enumerate(drawn) if of == channel]
            version = 0
            for start in range(0, len(numbers), 1_000):
                rows: list[Complaint] = []
                events: list[Event] = []
                for n in numbers[start : start + 1_000]:
                    _case(channel, n, dice, rows, events)
                page = Page(state={"v": 1}, complaints=rows, events=events)
                version = store.commit(channel, "a", page, version=version, now=NOW).version


def _case(channel: str, n: int, dice: random.Random, rows: list[Complaint], events: list[Event]) -> None:
    at = NOW - timedelta(minutes=1 + dice.randrange(600 * 24 * 60))
    rows.append(
        Complaint(
            id=f"{channel}:{n}",
            channel=channel,
            account="a",
            native_id=str(n),
            form=Form.report if channel == "lapor" else Form.comment,
            kind=Kind.complaint,
            oversight=False,
            title=f"Jalan rusak nomor {n}",
            text="Mohon segera diperbaiki karena banyak yang jatuh. " * 20,
            unit=f"Dinas {dice.randrange(40)}",
            district=dice.choice(_PLACES),
            category=f"Topik {dice.randrange(15)}",
            created_at=at,
        )
    )
    told = {"v": (EventType.verified, 1), "f": (EventType.forwarded, 2)}
    events += [
        Event(complaint=f"{channel}:{n}", key=key, type=kind, at=min(NOW, at + timedelta(days=days)))
        for key, (kind, days) in told.items()
    ]
    if n % 3 == 0:
        answer = min(NOW, at + timedelta(days=4))
        text = "Terima kasih atas laporan Saudara. " * 20
        events.append(
            Event(complaint=f"{channel}:{n}", key="m", type=EventType.message, at=answer, role=Role.agency, text=text)
        )


def read(path: Path) -> None:
    """The floor: the facts that the page rests on, one by one."""
    with Store(path, read_only=True) as store:
        for facts in (store.facts(), store.facts(channel="lapor")):
            for _ in facts.rows():
                pass


def made(path: Path) -> str:
    """The page."""
    with Store(path, read_only=True) as store:
        return render(gather(store, policy=sp4n(warn_within=3), calendar=WorkCalendar.indonesia(), now=NOW))


def gathered(path: Path) -> None:
    """What is measured."""
    with Store(path, read_only=True) as store:
        gather(store, policy=sp4n(warn_within=3), calendar=WorkCalendar.indonesia(), now=NOW)


def ready(pages: dict[str, Path]) -> dict[str, float]:
    """Milliseconds to DOMContentLoaded, the median of several openings turn by turn."""
    taken: dict[str, list[float]] = {name: [] for name in pages}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(OPENINGS):
            for name, file in pages.items():
                opened = browser.new_page()
                opened.goto(file.as_uri(), wait_until="domcontentloaded")
                taken[name].append(opened.evaluate(_TIMING))
                opened.close()
        browser.close()
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Measure, and print what came out."""
    print(machine("sqlalchemy", "jinja2"))
    with tempfile.TemporaryDirectory() as folder:
        for name, mixed in (("mixed channels", True), ("SP4N-LAPOR! alone", False)):
            path = Path(folder, f"{mixed}.db")
            fill(path, mixed=mixed)
            ways = {way: ["bench.dashboard", way, str(path)] for way in ("read", "gather")}
            found = compare(ways, rounds=ROUNDS)
            html = made(path).encode()
            ratio = found["gather"].cpu / found["read"].cpu
            print(f"{CASES} open cases, {name}: reading {found['read']}; gather {found['gather']}")
            print(f"  gather takes {ratio:.2f} times the reading (at most 3)")
            print(f"  page {len(html) / 1e6:.2f} MB (at most 3)")
            if mixed:
                page, comment = Path(folder, "page.html"), Path(folder, "comment.html")
                page.write_bytes(html)
                comment.write_bytes(b"<!doctype html><title>x</title><!--" + html.replace(b"--", b"==") + b"-->")
                times = ready({"page": page, "comment": comment})
                ratio = times["page"] / times["comment"]
                told = f"{times['page']:.0f} ms, as one comment {times['comment']:.0f} ms"
                print(f"  DOMContentLoaded {told}: {ratio:.1f} times (at most 3)")


if __name__ == "__main__" and len(sys.argv) == 3:
    inside(lambda: {"read": read, "gather": gathered}[sys.argv[1]](Path(sys.argv[2])))

"""Stores for the dashboard, made of complaints with their timelines; and the browser that opens its pages.

For: the tests of the dashboard.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from complaint_hub.contract import Page
from complaint_hub.dashboard import gather, gather_public
from complaint_hub.model import Complaint, Event, EventType, Form, Kind, Role, Source, Status
from complaint_hub.registry import Place, PlaceKind, Registry, Unit
from complaint_hub.report import Run
from complaint_hub.sla import sp4n
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar

from .cases import wib

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
"""Tuesday, 09.00 in Blitar."""

CALENDAR = WorkCalendar.indonesia()
POLICY = sp4n(warn_within=3)
REGISTRY = Registry(
    units=(
        Unit("pupr", "Dinas PUPR", aliases=("DPUPR",)),
        Unit("dishub", "Dinas Perhubungan"),
        Unit("sosial", "Dinas Sosial"),
    ),
    places=(
        Place("35.05.10", "Kanigoro", PlaceKind.district),
        Place("35.05.17", "Wlingi", PlaceKind.district),
        Place("35.05.18", "Doko", PlaceKind.district),
    ),
    agency="Pemerintah Kabupaten Blitar",
)


def row(number: int, received: str, *events: Event, channel: str = "lapor", **more: Any) -> Complaint:
    """A complaint without oversight; a report of LAPOR unless told otherwise."""
    values: dict[str, Any] = {
        "id": f"{channel}:{number}",
        "channel": channel,
        "account": "a",
        "native_id": str(number),
        "form": Form.report if channel in ("lapor", "register") else Form.comment,
        "kind": Kind.complaint,
        "oversight": False,
        "title": f"Jalan rusak nomor {number}",
        "created_at": wib(received),
        "timeline": tuple(event.model_copy(update={"complaint": f"{channel}:{number}"}) for event in events),
    }
    return Complaint(**(values | more))


def happened(kind: EventType, at: str, **more: Any) -> Event:
    """An event of whichever complaint it is given to."""
    return Event(complaint="lapor:0", key=f"{kind}:{at}", type=kind, at=wib(at), **more)


def disposed(at: str, unit: str = "Dinas PUPR") -> Event:
    return happened(EventType.forwarded, at, status=Status.forwarded, unit=unit, source=Source.imported)


def answered(at: str, text: str = "Terima kasih, segera kami tangani.") -> Event:
    return happened(EventType.message, at, role=Role.agency, text=text)


def closed(at: str) -> Event:
    return happened(EventType.closed, at, status=Status.closed)


def fill(store: Store, complaints: Iterable[Complaint], *, now: datetime = NOW) -> None:
    """Store complaints with their timelines, a page for each channel, and a run that ended well."""
    by_channel: dict[str, list[Complaint]] = {}
    for complaint in complaints:
        by_channel.setdefault(complaint.channel, []).append(complaint)
    for channel, rows in by_channel.items():
        version = store.checkpoint(channel, "a").version
        page = Page(
            state={"v": 1},
            complaints=[one.model_copy(update={"timeline": None}) for one in rows],
            events=[event for one in rows for event in one.timeline or ()],
        )
        store.commit(channel, "a", page, version=version, now=now)
        store.save_run(Run(channel, "a"), started_at=now, ended_at=now)


@contextmanager
def filled(path: Path, *complaints: Complaint) -> Iterator[Store]:
    """A store of these complaints."""
    with Store(path / "aduan.db") as store:
        fill(store, complaints)
        yield store


def page_of(store: Store, **more: Any) -> Any:
    """The internal page at ``NOW``; whatever may be hidden on the public one is a number here."""
    return gather(store, **(_USUAL | more))


def public_page_of(store: Store, **more: Any) -> Any:
    """The public page at ``NOW``."""
    return gather_public(store, **(_USUAL | more))


_USUAL: dict[str, Any] = {"policy": POLICY, "calendar": CALENDAR, "now": NOW, "registry": REGISTRY}


def a_year(make: Callable[[int], Complaint] | None = None, *, n: int = 60) -> list[Complaint]:
    """Sixty complaints over the year: late, running, answered and closed ones, in three units and kecamatan."""
    units, places = ("Dinas PUPR", "Dinas Perhubungan", "DPUPR"), ("Kanigoro", "Wlingi", None)
    topics = ("AIR BERSIH", "Jalan", None)
    found: list[Complaint] = []
    for i in range(n):
        month, day = 1 + i % 11, 1 + i % 20
        received = f"2026-{month:02}-{day:02} 08:00"
        events = [disposed(f"2026-{month:02}-{day + 2:02} 09:00", units[i % 3])]
        if i % 3:
            events.append(answered(f"2026-{month:02}-{day + 5:02} 10:00"))
        if i % 3 == 2:
            events.append(closed(f"2026-{month:02}-{day + 7:02} 10:00"))
        found.append(row(i + 1, received, *events, unit=units[i % 3], district=places[i % 3], category=topics[i % 3]))
    return found


def chromium() -> str:
    """Debian's browser. Raises: RuntimeError: a page that nobody has opened is not tested."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("these tests open pages in a browser: apt-get install -y chromium (see .ci/run)")
    return found

"""An officer at a desk: signs acts, and a small registry of who is who. Invented units and ids only."""

from __future__ import annotations

from datetime import date
from typing import Any

from complaint_hub.casework import Signed
from complaint_hub.model import Complaint, Event
from complaint_hub.registry import Officer, Place, PlaceKind, Post, Registry, Unit
from support.cases import complaint, wib

__all__ = ["NOW", "REGISTRY", "done", "fresh", "signed"]

NOW = wib("2026-03-20 10:00")

REGISTRY = Registry(
    units=(
        Unit("pupr", "Dinas PUPR", aliases=("Dinas Pekerjaan Umum",)),
        Unit("dishub", "Dinas Perhubungan", aliases=("Dishub", "Perhubungan")),
        Unit("dishub-kec", "UPT Terminal", aliases=("Perhubungan",)),
        Unit("pu-lama", "Dinas Bina Marga", until=date(2025, 12, 31)),
    ),
    terms=(
        Officer("petugas-07", Post.coordinator, "dishub"),
        Officer("petugas-12", Post.liaison, "pupr", since=date(2025, 1, 1), until=date(2026, 3, 16)),
        Officer("petugas-12", Post.liaison, "pupr", since=date(2026, 3, 18)),
    ),
    places=(Place("35.05.11", "Wlingi", PlaceKind.district),),
)
"""Two units of today that share a spelling, one of yesterday; officer 12 was away on 17 March 2026."""


def signed(at: str = "2026-03-17 09:00", *, by: str = "petugas-07", **more: Any) -> Signed:
    """Officer 07 at a local time, as the registry knows it."""
    told = Signed(by=by, at=wib(at), now=NOW, registry=REGISTRY)
    told.update(more)  # type: ignore[typeddict-item]  # tests override single fields
    return told


def fresh(*events: Event, **more: Any) -> Complaint:
    """A report of 16 March 2026, 08:00."""
    return complaint("2026-03-16 08:00", *events, **more)


def done(found: Complaint, *events: Event) -> Complaint:
    """The complaint after these acts; an act with the name of an earlier one takes its place."""
    told = {(e.type, e.key): e for e in (*(found.timeline or ()), *events)}
    return found.model_copy(update={"timeline": tuple(sorted(told.values(), key=lambda e: e.when))})

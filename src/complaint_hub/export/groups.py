"""The sheets that count by unit, channel, category, kecamatan and month.

For: the workbooks.
Must not: compute; a line is the card of its group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ..evaluation import Group, Period, Scorecard
from ..model import Bucket, Kind
from ..registry import PlaceKind
from ..sla import Clock
from ..vocabulary import CHANNELS, channel_name
from .grid import Column, Value
from .wanted import Wanted

__all__ = ["CATEGORIES", "CHANNELS_SHEET", "DISTRICTS", "MONTHS", "UNITS", "Counted", "lines"]


@dataclass(frozen=True, slots=True)
class Counted:
    """One group: its name, its card (None: nothing was received), and its people, where the registry knows them."""

    name: str
    card: Scorecard | None
    population: int | None = None


_UNNAMED: Final = {
    "unit": "(belum didisposisikan)",
    "category": "(tanpa kategori)",
    "district": "(kecamatan tidak diketahui)",
    "channel": "(tanpa kanal)",
}


def lines(card: Scorecard, by: str, wanted: Wanted) -> Iterator[Counted]:
    """The groups of a card, by name; channels in their usual order; what has no name last."""
    groups = sorted(card.groups[by], key=_order) if by == "channel" else list(card.groups[by])
    named = [
        Counted(_name(group.key, by), group.card, _people(wanted, group.key) if by == "district" else None)
        for group in groups
        if group.key is not None
    ]
    if by == "district":
        heard = [group.key for group in groups]
        named = sorted([*named, *_untouched(heard, wanted)], key=lambda row: row.name)
    yield from named
    for group in groups:
        if group.key is None:
            yield Counted(_UNNAMED[by], group.card)


def _order(group: Group) -> tuple[int, str]:
    known = list(CHANNELS)
    return (known.index(group.key) if group.key in known else len(known), group.key or "")


def _name(key: str, by: str) -> str:
    if by == "channel":
        return channel_name(key)
    return Period.parse(key).label if by == "month" else key


def _people(wanted: Wanted, district: str | None) -> int | None:
    return wanted.registry.population(district) if wanted.registry is not None and district else None


def _untouched(heard: list[str | None], wanted: Wanted) -> Iterator[Counted]:
    """The kecamatan of the registry from which nothing came: counted, and none."""
    registry = wanted.registry
    if registry is None:
        return
    codes = {place.code for name in heard if (place := registry.district_of(name)) is not None}
    for place in registry.places:
        if place.kind is PlaceKind.district and place.code not in codes:
            yield Counted(place.name, None, place.population)


def _bucket(bucket: Bucket) -> Callable[[Counted], Value]:
    return lambda row: row.card.buckets[bucket] if row.card else 0


def _metric(name: str) -> Callable[[Counted], Value]:
    return lambda row: row.card.metrics[name].value if row.card else None


def _tally(name: str) -> Callable[[Counted], Value]:
    """A number of cases; of a group without any, none."""
    return lambda row: row.card.metrics[name].value if row.card else 0


def _apart(kind: Kind) -> Callable[[Counted], Value]:
    return lambda row: row.card.apart[kind] if row.card else 0


def _rate(row: Counted) -> Value:
    return row.card.total / row.population * 100_000 if row.card and row.population else None


_TOTAL: Final = Column[Counted]("Total", 12, "count", _tally("received"), "received, of all statuses")
_FINISHED: Final = Column[Counted]("Selesai", 12, "count", _bucket(Bucket.finished), "status finished")
_TL: Final = Column[Counted]("%TL", 10, "share", _metric("followed_up_share"), "(Proses + Selesai) / Total")
_SHARE: Final = Column[Counted]("% Selesai", 10, "share", _metric("finished_share"), "Selesai / Total")
_RTL: Final = Column[Counted](
    "RTL (hari kalender)",
    10,
    "days",
    _metric("mean_follow_up"),
    "mean days from the first disposition to the first answer after it; see [metrics](metrics.md) for its fall-backs",
)
_RHP: Final = Column[Counted](
    "RHP (hari kalender)",
    10,
    "days",
    _metric("mean_completion"),
    "mean days from receipt to the completion that stands",
)
_MET: Final = Column[Counted](
    "Tepat Waktu",
    10,
    "share",
    lambda row: row.card.on_time[Clock.resolution].share if row.card else None,
    "completions in time / Dinilai",
)
_JUDGED: Final = Column[Counted](
    "Dinilai",
    10,
    "count",
    lambda row: row.card.on_time[Clock.resolution].judged if row.card else 0,
    "cases whose limit of completion is decided: in time, late, or past it and open",
)
_OVERDUE: Final = Column[Counted](
    "Lewat Tenggat", 10, "count", _tally("overdue"), "open cases with at least one deadline past; empty without limits"
)
_BACKLOG: Final = Column[Counted]("Tunggakan", 12, "count", _tally("backlog"), "open cases", bars=True)
_OPEN: Final = Column[Counted]("Tunggakan", 12, "count", _tally("backlog"), "open cases")

_PERFORMANCE: Final = (
    Column[Counted]("Belum Terverifikasi", 12, "count", _bucket(Bucket.unverified), "status unverified"),
    Column[Counted](
        "Belum Ditindaklanjuti", 16, "count", _bucket(Bucket.pending), "verified or forwarded, no follow-up"
    ),
    Column[Counted]("Proses", 10, "count", _bucket(Bucket.in_process), "followed up, not finished"),
    _FINISHED,
    _TOTAL,
    _TL,
    _RTL,
    _RHP,
    Column[Counted]("Tunda", 10, "count", _bucket(Bucket.postponed), "postponed, or waiting for the reporter"),
    Column[Counted]("Arsip", 10, "count", _bucket(Bucket.archived), "archived, rejected, withdrawn, not ours ..."),
    _MET,
    _JUDGED,
    _OVERDUE,
)

UNITS: Final = (
    Column[Counted]("Unit Kerja", 30, "wrapped", lambda row: row.name, "the unit, by the registry's name"),
    *_PERFORMANCE,
    _BACKLOG,
)
"""*Per OPD*: the performance table of SP4N-LAPOR!, and what it lacks."""

CHANNELS_SHEET: Final = (
    Column[Counted]("Kanal", 14, "text", lambda row: row.name, "the channel"),
    *_PERFORMANCE,
    _OPEN,
    Column[Counted]("Belum Dipilah", 10, "count", _tally("untriaged"), "nobody has said what they are; not in Total"),
    Column[Counted]("Apresiasi", 10, "count", _apart(Kind.appreciation), "not in Total"),
    Column[Counted]("Lainnya", 10, "count", _apart(Kind.other), "not in Total"),
    Column[Counted]("Spam", 10, "count", _apart(Kind.spam), "not in Total"),
    Column[Counted]("Tertaut ke SP4N", 10, "share", _metric("linked_share"), "of social complaints those also in SP4N"),
    Column[Counted]("Nilai Kepuasan", 10, "days", _metric("mean_rating"), "mean of stars"),
)
"""*Per Kanal*: each channel's own rows; a case with rows in two channels counts in both."""

_SHORT: Final = (_TOTAL, _FINISHED, _SHARE, _TL, _RTL, _RHP, _MET, _JUDGED, _OVERDUE, _OPEN)

CATEGORIES: Final = (
    Column[Counted]("Kategori", 24, "wrapped", lambda row: row.name, "the category"),
    *_SHORT,
)

DISTRICTS: Final = (
    Column[Counted](
        "Kecamatan", 24, "text", lambda row: row.name, "every one of the registry, also without complaints"
    ),
    *_SHORT,
    Column[Counted]("Penduduk", 12, "count", lambda row: row.population, "by the registry"),
    Column[Counted]("Per 100.000 Penduduk", 12, "rate", _rate, "Total / Penduduk × 100,000"),
)

MONTHS: Final = (
    Column[Counted]("Bulan", 18, "text", lambda row: row.name, "month of receipt"),
    *_SHORT,
)

"""Section "Kanal": the channels side by side: what came, what became of it, and how far each has been read.

For: ``gather``.
Must not: add rows and cases up in one column: a case of several rows counts once, where it leads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..report import PastRun
from ..vocabulary import CHANNELS, channel_name
from ..wording import moment, thousands
from .days import LocalDays
from .seen import Seen
from .texts import name
from .values import ChannelLine, Channels

__all__ = ["STALE_AFTER", "Read", "channels"]

STALE_AFTER = timedelta(days=3)
"""How long a channel may go without a finished reading before the page says so."""

_SHOWN_GAPS = 3
_STOPPED = {"budget": "anggaran habis", "quota": "kuota harian habis", "rate_limit": "dibatasi oleh kanal"}


@dataclass(frozen=True, slots=True)
class Read:
    """How far one account has been read: its latest run, and when one last ended without an error."""

    channel: str
    account: str
    latest: PastRun | None
    ended: datetime | None


@dataclass(slots=True)
class _Tally:
    rows: Counter[str] = field(default_factory=Counter[str])
    cases: Counter[str] = field(default_factory=Counter[str])
    merged: Counter[str] = field(default_factory=Counter[str])
    apart: Counter[str] = field(default_factory=Counter[str])
    untriaged: Counter[str] = field(default_factory=Counter[str])


def channels(seen: Seen, reads: Sequence[Read], *, now: datetime, stale_after: timedelta = STALE_AFTER) -> Channels:
    """Count the rows of the period by channel."""
    tally = _counted(seen)
    others = sorted({*tally.rows, *(read.channel for read in reads)} - set(CHANNELS))
    lines = tuple(
        _line(channel, tally, [read for read in reads if read.channel == channel], seen.days, now, stale_after)
        for channel in (*CHANNELS, *others)
    )
    return Channels(
        lines=lines,
        rows=tally.rows.total(),
        cases=tally.cases.total(),
        merged=tally.merged.total(),
        apart=tally.apart.total(),
        untriaged=tally.untriaged.total(),
    )


def _counted(seen: Seen) -> _Tally:
    tally = _Tally()
    for place, (channel, kind, asks) in enumerate(zip(seen.channel, seen.kind, seen.asks, strict=True)):
        for row in seen.rows.get(place, ()):
            if row.id != seen.ids[place] and seen.first <= row.day <= seen.today:
                tally.rows[row.channel] += 1
                tally.merged[row.channel] += 1
        if not seen.of_period(place):
            continue
        tally.rows[channel] += 1
        if asks:
            tally.cases[channel] += 1
        elif kind is None:
            tally.untriaged[channel] += 1
        else:
            tally.apart[channel] += 1
    return tally


def _line(
    channel: str, tally: _Tally, reads: Sequence[Read], days: LocalDays, now: datetime, stale_after: timedelta
) -> ChannelLine:
    # Of several accounts the one that is furthest behind speaks for the channel.
    behind = min(reads, key=lambda read: (read.ended is not None, read.ended or now), default=None)
    synced = behind.ended if behind else None
    failed = [read for read in reads if read.latest is not None and (read.latest.error or read.latest.stopped)]
    since = synced or (behind.latest.started_at if behind and behind.latest else None)
    stalled = (days.date(now) - days.date(since)).days if since is not None else None
    is_stalled = since is not None and (now - since > stale_after or bool(failed))
    return ChannelLine(
        name=channel,
        label=channel_name(channel),
        rows=tally.rows[channel],
        cases=tally.cases[channel],
        merged=tally.merged[channel],
        apart=tally.apart[channel],
        untriaged=tally.untriaged[channel],
        # An account may have been written to without a run, by an import of a program.
        read=any(read.latest is not None or read.ended is not None for read in reads),
        synced=synced.astimezone(days.zone) if synced else None,
        stalled=stalled if is_stalled else None,
        why=_why(failed[0], days) if failed else None,
        gaps=_gaps(reads),
        counted=any(part.counted is not None for read in reads if read.latest for part in read.latest.coverage),
    )


def _why(read: Read, days: LocalDays) -> str:
    run = read.latest
    if run is not None and run.error is not None:
        return f"pembacaan terakhir gagal: {name(run.error, 200)}"
    if run is None or run.stopped is None:
        return ""
    again = f", dilanjutkan {moment(run.stopped.resets_at, days.zone)}" if run.stopped.resets_at else ""
    return f"berhenti lebih awal: {_STOPPED.get(run.stopped.reason, run.stopped.reason)}{again}"


def _gaps(reads: Sequence[Read]) -> tuple[str, ...]:
    """What the last runs could not cover, by their own word."""
    found: Counter[str] = Counter()
    missed = 0
    for read in reads:
        for part in read.latest.coverage if read.latest else ():
            if part.note:
                found[part.note] += 1
            elif part.counted is not None and part.returned is not None:
                missed += max(0, part.counted - part.returned)
    found = Counter({name(note, 200) or "tidak disebut": n for note, n in found.items()})
    texts = [note if n == 1 else f"{note} ({thousands(n)} bagian)" for note, n in found.most_common()]
    if missed:
        texts.append(f"{thousands(missed)} yang dihitung kanal tidak terkirim")
    if len(texts) > _SHOWN_GAPS:
        texts = [*texts[:_SHOWN_GAPS], f"dan {thousands(len(texts) - _SHOWN_GAPS)} hal lain"]
    return tuple(texts)

"""A timeline that one can follow: the receipt, each event in its order, the passing of deadlines, and today.

For: ``show``.
Must not: judge; deadlines come as verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ..model import EventType, Role
from ..sla import Outcome
from ..sla.telling import CLOCKS, SINCE, amount, told
from ..vocabulary import channel_name
from . import words
from .screen import visible

if TYPE_CHECKING:
    from ..model import Complaint, Event
    from ..sla import Verdict
    from .screen import Screen

__all__ = ["print_timeline"]

_DAY, _TIME = 11, 5
_CHANNEL, _OFFICE, _LATE, _SOON = "○", "■", "▲", "◆"
_STYLES = {_LATE: "bold red", _SOON: "yellow"}
_RUNNING = (Outcome.breached, Outcome.at_risk, Outcome.running)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: *day* is True where only the date is known, *at* is None where not even that is."""

    at: datetime | None
    mark: str
    text: str
    body: str = ""
    day: bool = False


def print_timeline(
    screen: Screen, complaint: Complaint, verdicts: Iterable[Verdict], *, zone: ZoneInfo, now: datetime
) -> None:
    """Print what happened, the oldest first; what has no date stands at the end. A date is written once."""
    screen.line()
    screen.line("Linimasa (○ kanal, ■ kantor, ▲ tenggat)", style="bold")
    verdicts = list(verdicts)
    dated, undated = _events(complaint)
    lines = sorted([*dated, *_deadlines(verdicts, now)], key=lambda line: line.at or now)
    before = ""
    for line in (*_received(complaint), *lines, *undated):
        day = words.day(line.at, zone) if line.at is not None else "tanpa tgl"
        time = f"{line.at.astimezone(zone):%H.%M}" if line.at is not None and not line.day else ""
        when = f"{'' if day == before else day:<{_DAY}} {time:<{_TIME}}"
        text = f"{when} {line.mark} {visible(line.text, utf8=screen.utf8)}"
        screen.line(text, indent=2, hang=_DAY + _TIME + 4, style=_STYLES.get(line.mark, ""))
        for paragraph in line.body.splitlines():
            if paragraph.strip():
                screen.line(visible(paragraph, utf8=screen.utf8), indent=_DAY + _TIME + 6, style="dim")
        before = day


def _received(complaint: Complaint) -> Iterator[_Line]:
    """The receipt, unless an event tells it; it comes first, though another event of that day may bear no hour."""
    if not any(event.type is EventType.received for event in complaint.timeline or ()):
        yield _Line(complaint.created_at, _CHANNEL, f"masuk lewat {channel_name(complaint.channel)}")


def _events(complaint: Complaint) -> tuple[list[_Line], list[_Line]]:
    """What the complaint's own events say: those that can be dated, and the others."""
    lines = [
        _Line(event.at, _OFFICE if event.source.of_office else _CHANNEL, _what(event), event.text or "", event.day)
        for event in complaint.timeline or ()
    ]
    return [line for line in lines if line.at is not None], [line for line in lines if line.at is None]


def _deadlines(verdicts: Sequence[Verdict], now: datetime) -> Iterator[_Line]:
    """The due dates that have passed unmet, today as long as a clock runs, and the due dates to come."""
    running = [v for v in verdicts if v.outcome in _RUNNING and v.due_at is not None]
    for verdict in verdicts:
        if verdict.outcome in (Outcome.breached, Outcome.met_late) and verdict.due_at is not None:
            yield _Line(verdict.due_at, _LATE, f"batas {_name(verdict)} lewat{_length(verdict)}", day=True)
    if running:
        first = min(running, key=lambda v: v.due_at or now)
        mark = {Outcome.breached: _LATE, Outcome.at_risk: _SOON}.get(first.outcome, "·")
        yield _Line(now, mark, f"hari ini: {_name(first)} {told(first)}", day=True)
    for verdict in running:
        if verdict.outcome is not Outcome.breached:
            yield _Line(verdict.due_at, "·", f"batas {_name(verdict)}{_length(verdict)}", day=True)


def _name(verdict: Verdict) -> str:
    name = CLOCKS[verdict.clock]
    return name[:1].lower() + name[1:] + (f" {verdict.number}" if verdict.number else "")


def _length(verdict: Verdict) -> str:
    if verdict.target is None:
        return ""
    since = SINCE.get(verdict.since or "", verdict.since)
    return f" ({amount(verdict.target, verdict.counted_in)} sejak {since})"


def _writer(event: Event) -> str:
    """Who wrote; of an answer that the office only dated there is nothing written, so it is told by what it was."""
    if event.source.of_office and event.role is Role.agency and event.text is None:
        return words.FOLLOW_UP
    writer = words.role(event.role)
    return f"{writer} ({event.author.name})" if event.author and event.author.name else writer


def _unknown(event: Event) -> str:
    """Why an event has no instant."""
    if "was" in event.data:
        return "dibatalkan"
    return "selnya kosong" if event.source.of_office else "hanya terlihat di kanal"


def _what(event: Event) -> str:
    parts = [words.EVENTS[event.type]]
    if event.type is EventType.message:
        parts = [_writer(event)]
        parts += ["otomatis"] * event.automatic + ["tidak publik"] * (not event.public)
    if event.unit:
        parts.append(f"ke {event.unit}" if event.type is EventType.forwarded else event.unit)
    if event.status and event.type is EventType.status:
        parts.append(words.STATUSES[event.status])
    if event.by:
        parts.append(f"oleh {event.by}")
    if event.at is None:
        parts.append(_unknown(event))
    return " · ".join(parts)

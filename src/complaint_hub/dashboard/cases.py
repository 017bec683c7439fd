"""Section "Daftar kasus": which cases the page lists, in which order, and one line for each.

For: ``gather``.
Must not: list more than a page holds: it says how many are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from heapq import nsmallest
from typing import Final

from ..facts import from_micros
from ..model import Bucket, Case, Complaint, Kind, Status, Visibility
from ..registry import Registry
from ..sla import Policy, TargetUnit, Verdict, judge
from ..sla.telling import amount
from ..store import Store
from ..timeline import ordered
from ..vocabulary import STATUSES, channel_name
from .detail import detail, light, weight
from .seen import Seen
from .standing import Stand
from .texts import clean, name
from .today import is_answered
from .values import CaseLine, Cases, State

__all__ = ["DETAIL_BYTES", "MOST", "cases", "is_confidential"]

MOST: Final = 1_000
"""Cases in the list of a page."""

DETAIL_BYTES: Final = 2_150_000
"""What the details of all listed cases may weigh; from where they would pass it, cases lose most of their texts."""

_LIGHT_BYTES = 1_900

_TITLE = 110
_LONGEST_ID = 32
_CLOSED = "Kasus rahasia: isi hanya untuk Inspektorat"
_OVERSIGHT = "Kasus berkadar pengawasan: isi hanya untuk Inspektorat"
_CONFIDENTIAL = (Visibility.confidential, Visibility.anonymous_confidential)


def cases(store: Store, seen: Seen, *, policy: Policy, registry: Registry | None, most: int = MOST) -> Cases:
    """List the overdue cases, the latest first, then the open ones by due date, then the newest of the others."""
    chosen, listable = _chosen(seen, most)
    ids = [row.id for place in chosen for row in seen.rows.get(place, ())] + [seen.ids[place] for place in chosen]
    bench = _Bench(store.complaints_named(list(dict.fromkeys(ids))), seen, policy, registry, _numbers(store, ids))
    lines: list[CaseLine] = []
    spent = shortened = 0
    for place in chosen:
        line = bench.line(place, len(lines) + 1)
        if line is None or line.detail is None:
            continue
        # Each case after this one has its room, if only for its facts.
        after = _LIGHT_BYTES * (len(chosen) - len(lines) - 1)
        if shortened or spent + weight(line.detail) + after > DETAIL_BYTES:
            line = replace(line, detail=light(line.detail))
            shortened += 1
        spent += weight(line.detail) if line.detail else 0
        lines.append(line)
    return Cases(
        lines=tuple(lines),
        open=sum(1 for _ in seen.waiting()),
        left_out=max(0, listable - len(lines)),
        shortened=shortened,
    )


def _chosen(seen: Seen, most: int) -> tuple[list[int], int]:
    """The places of the cases to list, in order, and how many could be listed."""
    late: list[int] = []
    waiting: list[int] = []
    others: list[int] = []
    for place, (stand, is_open) in enumerate(zip(seen.stands, seen.open, strict=True)):
        if is_open and stand is not None:
            (late if stand.late else waiting).append(place)
        elif is_open or seen.of_period(place):
            others.append(place)
    found: list[int] = []
    groups: tuple[tuple[list[int], Callable[[int], tuple[object, ...]]], ...] = (
        (late, lambda place: (_due(seen.stands[place]), seen.ids[place])),
        (waiting, lambda place: (*_rank(seen.stands[place]), -seen.received[place], seen.ids[place])),
        (others, lambda place: (not seen.open[place], -seen.received[place], seen.ids[place])),
    )
    for group, key in groups:
        found += nsmallest(most - len(found), group, key=key)
    return found, len(late) + len(waiting) + len(others)


def _numbers(store: Store, ids: list[str]) -> dict[str, str]:
    """Short numbers for ids that would fill the line; ``complaint-hub show`` takes them as well."""
    long = [id_ for id_ in ids if len(id_) > _LONGEST_ID]
    return {id_: f"{id_.partition(':')[0]}#{n}" for id_, n in store.numbers(long).items()} if long else {}


def _due(stand: Stand | None) -> float:
    """Late cases come by their due date, whichever of their clocks is the late one."""
    return stand.first.due_at.timestamp() if stand and stand.first and stand.first.due_at else 0.0


def _rank(stand: Stand | None) -> tuple[int, float]:
    if stand is None or stand.first is None:
        return 2, 0.0
    return int(stand.state is State.paused), _due(stand)


class _Bench:
    """What a line is made with, for all lines of a page."""

    def __init__(
        self,
        told: Mapping[str, Complaint],
        seen: Seen,
        policy: Policy,
        registry: Registry | None,
        numbers: Mapping[str, str],
    ) -> None:
        self._told, self._seen, self._policy, self._registry, self._numbers = told, seen, policy, registry, numbers
        self._now = seen.now

    def line(self, place: int, number: int) -> CaseLine | None:
        """The line of one case; None if it is gone from the store by now."""
        seen = self._seen
        case = self._case(place)
        if case is None:
            return None
        verdicts = (
            list(judge([case], policy=self._policy, calendar=seen.calendar, now=self._now)) if seen.asks[place] else []
        )
        lead, stand = case.lead, seen.stands[place]
        secret = any(is_confidential(row) for row in case.rows)
        confidential = secret or any(row.oversight for row in case.rows)
        unit = self._registry.unit_of(lead.unit) if self._registry is not None else None
        main = _main(verdicts, stand)
        state, told = _told(seen, place, stand, main)
        return CaseLine(
            place=number,
            number=name(self._numbers.get(lead.id, lead.id), _LONGEST_ID) or lead.channel,
            title=_title(lead) if not confidential else _CLOSED if secret else _OVERSIGHT,
            unit=unit.name if unit is not None else name(lead.unit),
            district=None if confidential else name(lead.district),
            channel=lead.channel,
            channel_label=channel_name(lead.channel),
            status=STATUSES[lead.status or Status.received],
            state=state,
            told=told,
            due=main.due_on if main is not None else None,
            received=(from_micros(seen.instants("received")[place]) or lead.created_at).astimezone(seen.days.zone),
            open=seen.open[place],
            answered=not seen.open[place] or is_answered(seen, place),
            confidential=confidential,
            detail=detail(case, main, calendar=seen.calendar, confidential=confidential),
        )

    def _case(self, place: int) -> Case | None:
        """The case with all its rows and one timeline, as links join them."""
        lead = self._told.get(self._seen.ids[place])
        if lead is None:
            return None
        others = (row.id for row in self._seen.rows.get(place, ()) if row.id != lead.id)
        rows = [lead, *(row for id_ in others if (row := self._told.get(id_)) is not None)]
        events = ordered(event for row in rows for event in row.timeline or ())
        return Case(id=lead.id, lead=lead, rows=tuple(rows), timeline=tuple(events))


def is_confidential(row: Complaint) -> bool:
    """Whether the reporter asked that nobody but the inspectorate reads it."""
    return row.visibility in _CONFIDENTIAL


def _title(lead: Complaint) -> str:
    title = name(lead.title, _TITLE)
    if title is not None:
        return title
    text, _ = clean(" ".join((lead.text or "")[: _TITLE * 4].split()), _TITLE)
    if text:
        return text
    return f"(tanpa teks, nilai {lead.rating:g})" if lead.rating is not None else "(tanpa teks)"


def _main(verdicts: list[Verdict], stand: Stand | None) -> Verdict | None:
    """The clock that the line speaks of: the one that runs out first, else the resolution, else the last decided."""
    if stand is not None and stand.first is not None:
        first = stand.first
        for verdict in verdicts:
            if (verdict.clock, verdict.outcome, verdict.due_at) == (first.clock, first.outcome, first.due_at):
                return verdict
    decided = [verdict for verdict in verdicts if verdict.due_at is not None]
    return next((v for v in reversed(decided) if v.clock == "resolution"), decided[-1] if decided else None)


def _told(seen: Seen, place: int, stand: Stand | None, main: Verdict | None) -> tuple[State, str]:
    """How a case stands, and that in words."""
    status = Status(seen.status[place])
    if stand is None:
        kind = seen.kind[place]
        if kind is None and seen.open[place]:
            return State.free, "Belum dipilah"
        return State.free, "Spam" if kind == Kind.spam else "Bukan aduan"
    if not seen.open[place]:
        return _ended(status, main)
    left = _amount(main.remaining, main.counted_in) if main is not None else ""
    match stand.state:
        case State.late:
            over = _amount(main.overrun, main.counted_in) if main is not None else ""
            return State.late, f"Lewat {over}" if over else "Lewat (hari libur)"
        case State.soon:
            return State.soon, f"{left} lagi" if left else "Hari ini"
        case State.running:
            return State.running, f"{left} lagi" if left else "Hari ini"
        case State.paused:
            return State.paused, "Dijeda, menunggu pelapor" if status is Status.awaiting_citizen else "Dijeda"
        case State.done:
            return State.running, "Tenggat terpenuhi"
        case _:
            return State.free, "Tanpa tenggat"


def _ended(status: Status, main: Verdict | None) -> tuple[State, str]:
    if status is Status.duplicate:
        return State.done, "Tergabung ke kasus lain"
    if status is Status.not_a_complaint:
        return State.done, "Bukan aduan"
    if main is not None and main.outcome == "met_late" and main.clock == "resolution":
        over = _amount(main.overrun, main.counted_in)
        return State.done, f"Terlambat {over}" if over else "Terlambat (hari libur)"
    if main is not None and main.outcome == "met" and main.clock == "resolution":
        return State.done, "Tepat waktu"
    return State.done, "Diarsipkan" if status.bucket is Bucket.archived else "Selesai"


def _amount(number: float | None, unit: TargetUnit | None) -> str:
    return amount(number, unit).replace(" ", "\u00a0") if number else ""

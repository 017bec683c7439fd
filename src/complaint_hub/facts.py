"""The flat instants of a case, as columns: what clocks and figures are computed from.

For: the store, which recomputes them in the transaction that writes an event or a link; sla and evaluation, which read
them by the million. They hold no verdict, and nothing here needs numpy.
Must not: read a clock, know a time limit, or use ``seen_at`` as an instant: it orders, it never measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from operator import attrgetter
from zoneinfo import ZoneInfo

from .model import Bucket, Case, Complaint, Event, EventType, Form, Kind, Status
from .timeline import answers, ordered, status_events, substantive

__all__ = [
    "COLUMNS",
    "MILESTONES",
    "Fact",
    "Facts",
    "fold",
    "from_columns",
    "from_micros",
    "in_micros",
    "to_columns",
    "to_micros",
    "untold",
]

MILESTONES = (
    "received",
    "verified",
    "forwarded",
    "first_human",
    "first_substantive",
    "followed_up",
    "first_resolved",
    "last_resolved",
    "closed",
)
"""The instants of a fact, in the order of the life cycle; bit *i* of ``day_only`` speaks of the *i*-th."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def in_micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC: exact, and what the columns hold."""
    return (moment - _EPOCH) // _MICROSECOND


def to_micros(moment: datetime | None) -> int | None:
    """The same, or None for no instant."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def from_micros(micros: int | None) -> datetime | None:
    """The aware UTC instant of a column's value."""
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


@dataclass(frozen=True, slots=True)
class Fact:
    """The milestones of one row, or of one case of several rows.

    Attributes:
        id: the row's id; for a case of several rows the id of its leading row.
        case: the case that it counts for.
        received: when the citizen handed it in; of a case the earliest of its rows.
        first_human: the first answer.
        first_substantive: the first that an officer marked as such.
        followed_up: the first answer at or after ``forwarded``: the end of the mean follow-up. None when every answer
            came earlier, or there is no disposition.
        first_resolved, last_resolved: when it was finished (resolved or closed), for the first and the last time.
            Resolved and then closed, without a re-opening between, is one completion, at the first instant known.
        day_only: bit *i* is set when only the date of ``MILESTONES[i]`` is known.
        irregular: the columns do not tell the whole story (a pause, a second unit, a re-opening, an extension,
            several rows, instants out of order): judge it from its timeline.
    """

    id: str
    case: str
    channel: str
    account: str
    form: Form | None
    kind: Kind | None
    oversight: bool | None
    status: Status
    unit: str | None
    category: str | None
    district: str | None
    received: datetime
    verified: datetime | None = None
    forwarded: datetime | None = None
    first_human: datetime | None = None
    first_substantive: datetime | None = None
    followed_up: datetime | None = None
    first_resolved: datetime | None = None
    last_resolved: datetime | None = None
    closed: datetime | None = None
    day_only: int = 0
    irregular: bool = False

    def only_day(self, milestone: str) -> bool:
        """Say whether only the date of *milestone* is known."""
        return bool(self.day_only >> MILESTONES.index(milestone) & 1)


COLUMNS = tuple(f.name for f in fields(Fact))
_VALUES = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Facts:
    """Many facts, as columns of equal length, and the irregular cases behind them.

    Attributes:
        columns: name of a field of :class:`Fact` → its values; instants are whole microseconds since 1970 UTC or None,
            enums are their text.
        irregular: called, it streams the flagged cases with their timelines.
    """

    columns: Mapping[str, Sequence[object]]
    irregular: Callable[[], Iterator[Case]]

    def __len__(self) -> int:
        return len(self.columns["id"])

    def rows(self) -> Iterator[Fact]:
        """The facts one by one."""
        for values in zip(*(self.columns[name] for name in COLUMNS), strict=True):
            yield from_columns(values)

    @classmethod
    def of(cls, facts: Iterable[Fact], cases: Callable[[], Iterator[Case]] = lambda: iter(())) -> Facts:
        """Facts from plain values, without a store."""
        table = [to_columns(fact) for fact in facts]
        return cls({name: [row[i] for row in table] for i, name in enumerate(COLUMNS)}, cases)


_INSTANTS = tuple(COLUMNS.index(name) for name in MILESTONES)
_ENUMS: tuple[tuple[int, Callable[[str], object]], ...] = (
    (COLUMNS.index("form"), Form),
    (COLUMNS.index("kind"), Kind),
    (COLUMNS.index("status"), Status),
)


def to_columns(fact: Fact) -> tuple[object, ...]:
    """The values of a fact as :data:`COLUMNS` hold them."""
    values: list[object] = list(_VALUES(fact))
    for place in _INSTANTS:
        moment = values[place]
        values[place] = to_micros(moment) if isinstance(moment, datetime) else None
    for place, _ in _ENUMS:
        values[place] = None if values[place] is None else str(values[place])
    return tuple(values)


_UNTOLD = (None,) * (len(MILESTONES) - 1)


def untold(row: Complaint) -> tuple[object, ...]:
    """What :func:`to_columns` gives for the fact of a row of which nothing has been told: no event, no status.

    Most rows of a back-fill are of that kind.
    """
    form, kind = row.form, row.kind
    return (
        row.id,
        row.id,
        row.channel,
        row.account,
        form.value if form else None,
        kind.value if kind else None,
        row.oversight,
        Status.received.value,
        row.unit,
        row.category,
        row.district,
        to_micros(row.created_at),
        *_UNTOLD,
        0,
        False,
    )


def from_columns(row: Sequence[object]) -> Fact:
    """The fact that a row of :data:`COLUMNS` holds."""
    values = list(row)
    for place in _INSTANTS:
        micros = values[place]
        values[place] = from_micros(micros) if isinstance(micros, int) else None
    for place, kind in _ENUMS:
        values[place] = None if values[place] is None else kind(str(values[place]))
    values[COLUMNS.index("oversight")] = _truth(values[COLUMNS.index("oversight")])
    values[COLUMNS.index("irregular")] = bool(values[COLUMNS.index("irregular")])
    return Fact(*values)  # type: ignore[arg-type]  # the columns are those of Fact, in its order


def _truth(value: object) -> bool | None:
    return None if value is None else bool(value)


def fold(
    lead: Complaint,
    timeline: Iterable[Event],
    *,
    zone: ZoneInfo,
    case: str | None = None,
    rows: Sequence[Complaint] = (),
) -> Fact:
    """Fold the timeline of a row, or of a case, into its fact.

    Args:
        lead: the row itself, or the leading row of the case, with effective values (status, kind, unit ...).
        timeline: its events; for a case those of all rows.
        zone: the government's own zone: on which local date something happened.
        case: the case it counts for; None means that it is a case of its own.
        rows: all rows of the case, the lead included; empty for a lone row.

    A milestone of which only the date is known is lifted to the latest earlier milestone of the same local date, so
    that a disposition on the day of receipt does not come before the receipt. Verified, forwarded, resolved and closed
    are those of the leading row; answers are those of the whole case.
    """
    events = ordered(timeline)
    told = [e for e in events if e.complaint == lead.id]
    own = [e for e in told if e.at is not None]
    turns = status_events(told)
    received = min([lead.created_at, *(row.created_at for row in rows)])
    reached = _Milestones(received, zone)
    # Of most rows of an export only statuses are known, and no instant: there is nothing to reach.
    if any(e.at is not None for e in events):
        _reach(reached, events, own=own, turns=turns)
    irregular = len(rows) > 1 or _irregular(own) or _paused(turns) or reached.out_of_order
    return _fact(lead, case, reached.at, day_only=reached.day_only, irregular=irregular)


def _fact(
    lead: Complaint,
    case: str | None,
    reached: Mapping[str, datetime],
    *,
    day_only: int = 0,
    irregular: bool = False,
) -> Fact:
    return Fact(
        id=lead.id,
        case=case or lead.id,
        channel=lead.channel,
        account=lead.account,
        form=lead.form,
        kind=lead.kind,
        oversight=lead.oversight,
        status=lead.status or Status.received,
        unit=lead.unit,
        category=lead.category,
        district=lead.district,
        day_only=day_only,
        irregular=irregular,
        **reached,
    )


def _reach(reached: _Milestones, events: Sequence[Event], *, own: Sequence[Event], turns: Sequence[Event]) -> None:
    """Note the milestones in their order.

    Args:
        own: the leading row's events with an instant.
        turns: the leading row's status events.
    """
    reached.add("verified", _first(own, EventType.verified))
    reached.add("forwarded", _first(own, EventType.forwarded))
    replies = answers(events)
    reached.add("first_human", replies[0] if replies else None)
    reached.add("first_substantive", next((e for e in replies if substantive(e)), None))
    reached.add("followed_up", reached.first_since("forwarded", replies))
    finishing = _completions(turns)
    reached.add("first_resolved", finishing[0] if finishing else None)
    reached.add("last_resolved", finishing[-1] if finishing else None)
    reached.add("closed", _last(own, EventType.closed))


def _first(events: Sequence[Event], kind: EventType) -> Event | None:
    return next((e for e in events if e.type is kind), None)


def _last(events: Sequence[Event], kind: EventType) -> Event | None:
    return next((e for e in reversed(events) if e.type is kind), None)


def _irregular(events: Sequence[Event]) -> bool:
    """Say whether a story has a turn that flat columns cannot tell."""
    if any(
        e.type in (EventType.reopened, EventType.extended, EventType.returned, EventType.transferred) for e in events
    ):
        return True
    if sum(e.type is EventType.forwarded for e in events) > 1:
        return True
    ends = [place for place, e in enumerate(events) if e.status is not None and not e.status.open]
    return bool(ends) and any(e.status is not None and e.status.open for e in events[ends[0] :])


def _paused(turns: Iterable[Event]) -> bool:
    """Say whether a story has a pause, be it one whose instants nobody knows."""
    return any(e.status is not None and e.status.paused for e in turns)


def _completions(turns: Iterable[Event]) -> list[Event]:
    """List the events by which a matter was finished, one for each time that it was, as far as an instant is known.

    A platform closes a matter by itself days after the office resolved it: that is no second completion.
    """
    times: list[list[Event]] = []
    finished = False
    for event in turns:
        was, finished = finished, event.status is not None and event.status.bucket is Bucket.finished
        if finished and not was:
            times.append([])
        if finished and event.at is not None:
            times[-1].append(event)
    return [those[0] for those in times if those]


class _Milestones:
    """Collects instants in the order of the life cycle, lifting those of which only the date is known."""

    def __init__(self, received: datetime, zone: ZoneInfo) -> None:
        self.at: dict[str, datetime] = {"received": received}
        self.day_only = 0
        self._zone = zone

    def add(self, name: str, event: Event | None) -> None:
        """Note when *name* was reached; an event without an instant leaves it open."""
        if event is None or event.at is None:
            return
        self.at[name] = self._lifted(event.at, day=event.day)
        if event.day:
            self.day_only |= 1 << MILESTONES.index(name)

    def first_since(self, name: str, events: Iterable[Event]) -> Event | None:
        """The first of *events* at or after milestone *name*; None without that milestone."""
        start = self.at.get(name)
        if start is None:
            return None
        return next((e for e in events if e.at is not None and self._lifted(e.at, day=e.day) >= start), None)

    def _lifted(self, at: datetime, *, day: bool) -> datetime:
        if not day:
            return at
        date = at.astimezone(self._zone).date()
        same_day = [m for m in self.at.values() if m.astimezone(self._zone).date() == date]
        return max([at, *same_day])

    @property
    def out_of_order(self) -> bool:
        """True if the path receipt, verification, disposition, follow-up, completion does not run forwards."""
        path = ("received", "verified", "forwarded", "followed_up", "first_resolved")
        instants = [self.at[name] for name in path if name in self.at]
        early_answer = "first_human" in self.at and self.at["first_human"] < self.at["received"]
        return early_answer or any(later < earlier for earlier, later in pairwise(instants))

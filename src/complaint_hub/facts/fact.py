"""The columns of a fact, and many facts as columns.

For: whoever holds or reads facts. Nothing here needs numpy; long columns may be arrays all the same (see ``columns``).
Must not: know how a timeline is folded into a fact (see ``folding``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from ..model import Case, Complaint, Form, Kind, Status

__all__ = [
    "COLUMNS",
    "EPOCH",
    "FLAGS",
    "LAPOR",
    "MICROSECOND",
    "MILESTONES",
    "Fact",
    "Facts",
    "from_columns",
    "from_micros",
    "in_lapor",
    "in_micros",
    "to_columns",
    "to_micros",
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
    "triaged",
    "ended",
)
"""The milestones of a fact; bit *i* of ``day_only`` speaks of the *i*-th, so that new ones come last."""

LAPOR = "lapor"
"""The channel that all complaints of a government are to be entered in (SP4N-LAPOR!)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def in_micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC: exact, and what the columns hold."""
    return (moment - EPOCH) // MICROSECOND


def to_micros(moment: datetime | None) -> int | None:
    """The same, or None for no instant."""
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def from_micros(micros: int | None) -> datetime | None:
    """The aware UTC instant of a column's value."""
    return None if micros is None else EPOCH + timedelta(microseconds=micros)


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
        triaged: when an officer first said what it is.
        ended: when the end that still stands began (finished or archived); None of an open one.
        rating: stars, on the channel's own scale.
        substantive: whether an officer marked an answer as substantive (True) or only as normative (False); None if
            nobody marked one.
        linked: it came by another channel, and is in SP4N-LAPOR! as well.
        reopened: it was finished, and opened again.
        returned: a unit handed it back.
        undated_end: it was finished at an instant that nobody recorded, and opened again: then ``first_resolved`` is
            None, whatever came later.
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
    triaged: datetime | None = None
    ended: datetime | None = None
    rating: float | None = None
    substantive: bool | None = None
    linked: bool = False
    reopened: bool = False
    returned: bool = False
    undated_end: bool = False

    def only_day(self, milestone: str) -> bool:
        """Say whether only the date of *milestone* is known."""
        return bool(self.day_only >> MILESTONES.index(milestone) & 1)


FLAGS = ("irregular", "linked", "reopened", "returned", "undated_end")
"""The columns that hold True or False."""
COLUMNS = tuple(f.name for f in fields(Fact))
_VALUES = attrgetter(*COLUMNS)


@dataclass(frozen=True, slots=True)
class Facts:
    """Many facts, as columns of equal length, and the irregular cases behind them.

    Attributes:
        columns: name of a field of :class:`Fact` → its values; instants are whole microseconds since 1970 UTC or None,
            enums are their text. Lists, or (see ``columns``) arrays that read like lists.
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
_TRUTHS = tuple(COLUMNS.index(name) for name in ("oversight", "substantive"))
_FLAGS = tuple(COLUMNS.index(name) for name in FLAGS)
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


def from_columns(row: Sequence[object]) -> Fact:
    """The fact that a row of :data:`COLUMNS` holds."""
    values = list(row)
    for place in _INSTANTS:
        micros = values[place]
        values[place] = from_micros(micros) if isinstance(micros, int) else None
    for place, kind in _ENUMS:
        values[place] = None if values[place] is None else kind(str(values[place]))
    for place in _TRUTHS:
        values[place] = None if values[place] is None else bool(values[place])
    for place in _FLAGS:
        values[place] = bool(values[place])
    return Fact(*values)  # type: ignore[arg-type]  # the columns are those of Fact, in its order


def in_lapor(rows: Sequence[Complaint], case: str | None = None) -> bool:
    """Say whether a case that came by another channel is in SP4N-LAPOR! as well.

    Args:
        rows: all that is known of the case.
        case: its leading row, which may be none of them.
    """
    # Most rows stand alone, came by another channel and name no other: written plainly, for it is asked of every row.
    if case is None and len(rows) == 1:
        row = rows[0]
        return row.channel != LAPOR and row.external_ids is not None and LAPOR in row.external_ids
    if all(row.channel == LAPOR for row in rows):
        return False
    there = (case or "").startswith(f"{LAPOR}:") or any(row.channel == LAPOR for row in rows)
    return there or any(LAPOR in (row.external_ids or {}) for row in rows)

"""What a dashboard says, as one frozen value of plain values: numbers, dates, texts.

For: ``gather``, which makes it; ``messages`` and ``render``, which say and show it; ``public``, which takes out what
the public must not see.
Must not: compute, or hold a model, a store or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .account_values import Plan, PlanLine, Rapor, Year
from .case_values import CaseDetail, CaseLine, Cases, Happening
from .counts import Count, Hidden, Rate, State

__all__ = [
    "CaseDetail",
    "CaseLine",
    "Cases",
    "ChannelLine",
    "Channels",
    "Count",
    "Dashboard",
    "DistrictLine",
    "Districts",
    "DueDay",
    "Happening",
    "Hidden",
    "MonthLine",
    "PlanLine",
    "Plan",
    "Rapor",
    "Rate",
    "Source",
    "State",
    "Today",
    "TopicLine",
    "Topics",
    "Trend",
    "UnitLine",
    "Units",
    "Year",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """How many cases fall due on a working day; *soon* marks the days within the warning."""

    day: date
    cases: int
    soon: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What must be done.

    Attributes:
        overdue_before: cases that were overdue a week ago.
        longest: working days by which the latest case is over its limit; None if none is.
        soon_within: working days that count as soon.
        waited: working days that the oldest unanswered case has waited; None if none waits.
        untriaged: rows of which nobody has said what they are; *untriaged_most* is the channel with most of them.
        undecided: replies that wait for a person: drafts, failed and unsure ones.
        days: the next ten working days; empty on the public page.
        urgent: the five most urgent cases; empty on the public page.
    """

    open: Count
    overdue: Count
    overdue_before: Count
    longest: int | None
    soon: Count
    soon_within: int
    soon_today: Count
    unanswered: Count
    waited: int | None
    untriaged: Count
    untriaged_most: tuple[str, Count] | None
    undecided: int
    drafts: int
    days: tuple[DueDay, ...] = ()
    urgent: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLine:
    """One channel: rows received in the period and what became of them, and how far it has been read.

    Attributes:
        merged: rows that count as part of a case led elsewhere.
        apart: praise, spam and other rows that ask for nothing.
        synced: when a run last ended without error; None if none did.
        stalled: days since then, where that is too long or the last run failed.
        why: why the last run failed or stopped early.
        gaps: what the last run could not cover.
        counted: the platform counts what it has, so that a gap would show.
    """

    name: str
    label: str
    rows: Count
    cases: Count
    merged: Count
    apart: Count
    untriaged: Count
    read: bool
    synced: datetime | None
    stalled: int | None
    why: str | None
    gaps: tuple[str, ...]
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """All channels side by side; the totals are sums of the lines."""

    lines: tuple[ChannelLine, ...]
    rows: Count
    cases: Count
    merged: Count
    apart: Count
    untriaged: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit.

    Attributes:
        cases: received in the period.
        overdue, backlog: open now, whenever they came.
        on_time: of the cases of the period whose resolution limit is decided, those that kept it.
        rank: 1 is the best on-time share; None under the minimum n.
        tied: shares its rank.
        working_days: mean working days from disposition to the unit's first answer, over *answered* cases.
    """

    name: str
    cases: Count
    overdue: Count
    backlog: Count
    on_time: Rate
    rank: int | None
    tied: bool
    working_days: float | None
    answered: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units that are ranked or have something overdue; the others as one number.

    Attributes:
        known: units in the registry; None without one.
        others: units with cases, but too few to be ranked and nothing overdue; *rest* adds them up.
        idle: units of the registry without a case.
        unassigned: cases of no unit.
        minimum_n: judged cases that a rank needs.
    """

    lines: tuple[UnitLine, ...]
    total: UnitLine
    known: int | None
    others: int
    rest: UnitLine | None
    idle: int | None
    unassigned: UnitLine
    minimum_n: int
    target: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictLine:
    """One kecamatan: cases of the period, and those open and overdue now."""

    name: str
    cases: Count
    overdue: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Districts:
    """The kecamatan by cases; *unplaced* are the cases that name none."""

    lines: tuple[DistrictLine, ...]
    cases: Count
    placed: Count
    unplaced: Count
    unplaced_overdue: Count
    overdue: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLine:
    """One topic: cases of the period, and of the same days of the year before."""

    name: str
    cases: Count
    before: Count

    @property
    def change(self) -> int | None:
        """cases − before; None where one is not told."""
        if isinstance(self.cases, Hidden) or isinstance(self.before, Hidden):
            return None
        return self.cases - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The topics by cases; *rest* adds up those that are not listed, *none* those without a topic."""

    lines: tuple[TopicLine, ...]
    rest: TopicLine | None
    rest_of: int
    none: TopicLine
    cases: Count
    before: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthLine:
    """One month: cases received, cases ended, and open at its end (None where the public must not see it)."""

    first: date
    received: Count
    ended: Count
    backlog: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Twelve months, the last one up to today.

    Attributes:
        undated: cases that ended nobody knows when; in none of the numbers of an end or a backlog.
    """

    months: tuple[MonthLine, ...]
    undated: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a part of the page comes from, and what it cannot say."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard:
    """The whole page.

    Attributes:
        government: its name in the title.
        now: the moment of the page, in the government's zone.
        first: since when cases of the period were received.
        least: on the public page the number below which counts are hidden; None on the internal one.
        hint: what follows a command on this page so that it finds the same database.
    """

    government: str
    now: datetime
    zone: str
    first: date
    today: Today
    channels: Channels
    units: Units
    districts: Districts
    topics: Topics
    trend: Trend
    rapor: Rapor
    plan: Plan | None
    cases: Cases
    sources: tuple[Source, ...]
    least: int | None = None
    hint: str = ""

    @property
    def public(self) -> bool:
        """True if this is what the public may see."""
        return self.least is not None

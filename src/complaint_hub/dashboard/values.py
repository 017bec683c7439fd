"""What a dashboard says, as one frozen value of plain values: numbers, dates, texts.

For: ``gather``, which makes it; ``messages`` and ``render``, which say and show it; ``public``, which takes out what
the public must not see.
Must not: compute, or hold a model, a store or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

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


class Hidden(StrEnum):
    """Why a count is not told: it is small itself, or it would give a small one away."""

    small = "small"
    beside = "beside"


Count: TypeAlias = int | Hidden
"""A number of cases, or why it is not told (on the public page alone)."""


class State(StrEnum):
    """How a case stands to its deadline, the most urgent first."""

    late = "late"
    soon = "soon"
    running = "running"
    paused = "paused"
    done = "done"
    free = "free"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share and what it is made of; a hidden count leaves the bound that the page may tell.

    Attributes:
        at_least, at_most: between what the share lies; both are the share where nothing is hidden.
    """

    part: Count
    whole: Count
    at_least: float | None = None
    at_most: float | None = None

    @property
    def value(self) -> float | None:
        """The share; None without a whole, or where a part of it is not told."""
        if isinstance(self.part, Hidden) or isinstance(self.whole, Hidden) or not self.whole:
            return None
        return self.part / self.whole


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
class Year:
    """One column of the rapor.

    Attributes:
        official: the ministry's word rather than our count.
        until: for a year that still runs, up to which day.
        days: mean calendar days of follow-up over *measured* cases, *missing* lack an instant.
        predicate, team_decree, action_plan: of the letter; None where it says nothing.
    """

    year: int
    official: bool
    until: date | None
    total: Count | float | None
    followed_up: Rate | None
    finished: Rate | None
    days: float | None
    measured: Count
    missing: Count
    predicate: str | None = None
    team_decree: bool | None = None
    action_plan: bool | None = None
    letter: str | None = None
    shares: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapor:
    """The scorecard by year, the official result beside ours.

    Attributes:
        differences: figures in which the letter and we differ, in words; *compared* counts the figures.
        recommendations: (text, ground).
        lacking: years with cases and without an official result.
    """

    channel: str
    years: tuple[Year, ...]
    compared: int
    differences: tuple[str, ...]
    recommendations: tuple[tuple[str, str], ...]
    lacking: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One row of the action plan; *triggers* is empty on the public page."""

    action: str
    aspect: str
    status: str
    state: State
    reached: str
    share: float | None
    responsible: str
    triggers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The action plan and how far it has come; None of a plan is an empty state of the page."""

    basis: str
    period: str | None
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a timeline; *office* is the lane, *passed* the passing of the deadline."""

    when: str
    iso: str | None
    office: bool
    what: str
    text: str | None = None
    cut: bool = False
    passed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """What an opened case shows.

    Attributes:
        facts: (label, value).
        why: the deadline in words; *rule* is its source.
        grid: first date, and a letter for each day up to the due date: counted, weekend, named day off, pause.
        days_off: (date, name) of the days off in the grid.
        due: the due date; *first_due* where pauses or extensions moved it.
        earlier: how many events are not shown.
        text: None where there is none, or nobody may read it here.
    """

    facts: tuple[tuple[str, str], ...]
    text: str | None
    cut: bool
    why: str
    rule: str | None
    grid: tuple[date, str] | None
    days_off: tuple[tuple[date, str], ...]
    due: date | None
    first_due: date | None
    happenings: tuple[Happening, ...]
    earlier: int
    url: str | None = None
    short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One row of the list.

    Attributes:
        place: number on the page, from 1, for links.
        number: what ``complaint-hub show`` takes.
        told: how it stands to its deadline, in words.
        answered: somebody has answered it.
        confidential: its content is for the inspectorate alone: confidential, or about the conduct of officials.
    """

    place: int
    number: str
    title: str
    unit: str | None
    district: str | None
    channel: str
    channel_label: str
    status: str
    state: State
    told: str
    due: date | None
    received: datetime
    open: bool
    answered: bool
    confidential: bool
    detail: CaseDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The list: overdue, then open, then newest; *left_out* cases of the period or open are not on the page."""

    lines: tuple[CaseLine, ...]
    open: int
    left_out: int
    shortened: int


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

"""A case on a dashboard: its row in the list, and what shows when it is opened.

For: ``values``, which names them all.
Must not: compute, or hold a model, a store or markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .counts import State

__all__ = ["CaseDetail", "CaseLine", "Cases", "Happening"]


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

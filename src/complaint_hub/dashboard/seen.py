"""The cases that a dashboard adds up: the columns of facts, and beside each case how it stands.

For: the sections; each of them is one pass over these lists.
Must not: know a section, or hold a text of a citizen: facts have none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import cast

from ..facts import COLUMNS, Facts
from ..model import Case, Form, Kind, Status
from ..sla import Policy
from ..worktime import WorkCalendar
from .days import LocalDays
from .standing import Stand, judged, judged_case

__all__ = ["Row", "Seen", "see", "without"]

# As in the scorecard: a report that nobody has classified is still one.
_REPORTED = frozenset((str(Form.report), str(Form.letter), str(Form.visit)))
_ASKING = frozenset(str(kind) for kind in Kind if kind.asks)
_OPEN = frozenset(str(status) for status in Status if status.open)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a case of several rows."""

    id: str
    channel: str
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Cases as lists of equal length, in the order of receipt.

    Attributes:
        facts: where they come from; *irregular* is already read.
        asks: whether a case counts (see ``evaluation.counted``); the others are untriaged, praise or spam.
        open: whether somebody still has to act.
        received: local day as an ordinal.
        stands: of cases that count; None of the others.
        rows: by place in the lists, the rows of the cases that have several.
        now: the moment of the page.
        today, first: ordinals of the day of the page, and of the first day of its year.
    """

    facts: Facts
    ids: Sequence[str]
    channel: Sequence[str]
    kind: Sequence[str | None]
    unit: Sequence[str | None]
    district: Sequence[str | None]
    category: Sequence[str | None]
    status: Sequence[str]
    asks: Sequence[bool]
    open: Sequence[bool]
    received: Sequence[int]
    stands: Sequence[Stand | None]
    rows: dict[int, tuple[Row, ...]]
    days: LocalDays
    calendar: WorkCalendar
    now: datetime
    today: int
    first: int

    def counted(self) -> Iterator[tuple[int, Stand]]:
        """Place and standing of each case that counts."""
        for place, stand in enumerate(self.stands):
            if stand is not None:
                yield place, stand

    def waiting(self) -> Iterator[tuple[int, Stand]]:
        """Those of them that are open."""
        return ((place, stand) for place, stand in self.counted() if self.open[place])

    @property
    def day(self) -> date:
        """The day of the page."""
        return date.fromordinal(self.today)

    def of_period(self, place: int) -> bool:
        """Whether a case was received in the year of the page."""
        return self.first <= self.received[place] <= self.today

    def instants(self, milestone: str) -> Sequence[int | None]:
        """A column of instants."""
        return cast("Sequence[int | None]", self.facts.columns[milestone])

    def working_days(self, since: int, until: int) -> int:
        """Working days after one local day up to another."""
        return self.calendar.working_days(date.fromordinal(since), date.fromordinal(until)) if until > since else 0


def see(
    facts: Facts,
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    leave_out: Collection[str] = (),
    hides: Callable[[Case], bool] | None = None,
) -> Seen:
    """Look at every case once.

    Args:
        leave_out: ids of cases that are not to be seen at all.
        hides: says of a case of several rows, or with a turn in its story, that it is not to be seen either.
    """
    # Long columns may be arrays that only read like lists; each is walked several times.
    facts = Facts({name: list(facts.columns[name]) for name in COLUMNS}, facts.irregular)
    cases = [case for case in facts.irregular() if case.lead.id not in leave_out]
    hidden = {case.lead.id for case in cases if hides is not None and hides(case)}
    chosen = without(facts, {*leave_out, *hidden}) if leave_out or hidden else facts
    cases = [case for case in cases if case.lead.id not in hidden]
    chosen = replace(chosen, irregular=lambda: iter(cases))
    days = LocalDays(calendar.zone)
    columns = chosen.columns
    kind = cast("Sequence[str | None]", columns["kind"])
    asks = [
        told in _ASKING if told is not None else form in _REPORTED
        for told, form in zip(kind, columns["form"], strict=True)
    ]
    stands = judged(chosen, asks, days=days, policy=policy, calendar=calendar, now=now)
    bench = partial(judged_case, days=days, policy=policy, calendar=calendar, now=now)
    rows = _tell(cases, columns, asks, stands, bench=bench, days=days)
    today = days.date(now)
    received = cast("Sequence[int]", days.of_all(columns["received"]))
    return Seen(
        facts=chosen,
        ids=cast("Sequence[str]", columns["id"]),
        channel=cast("Sequence[str]", columns["channel"]),
        kind=kind,
        unit=cast("Sequence[str | None]", columns["unit"]),
        district=cast("Sequence[str | None]", columns["district"]),
        category=cast("Sequence[str | None]", columns["category"]),
        status=cast("Sequence[str]", columns["status"]),
        asks=asks,
        open=[status in _OPEN for status in columns["status"]],
        received=received,
        stands=stands,
        rows=rows,
        days=days,
        calendar=calendar,
        now=now,
        today=today.toordinal(),
        first=today.replace(month=1, day=1).toordinal(),
    )


def _tell(
    cases: Sequence[Case],
    columns: Mapping[str, Sequence[object]],
    asks: Sequence[bool],
    stands: list[Stand | None],
    *,
    bench: Callable[[Case], Stand],
    days: LocalDays,
) -> dict[int, tuple[Row, ...]]:
    """Judge the irregular cases into *stands*, and give the rows of those that have several."""
    flagged = enumerate(zip(columns["id"], columns["irregular"], strict=True))
    places = {id_: place for place, (id_, flag) in flagged if flag}
    rows: dict[int, tuple[Row, ...]] = {}
    for case in cases:
        place = places.pop(case.lead.id, None)
        if place is None:
            continue
        if asks[place]:
            stands[place] = bench(case)
        if len(case.rows) > 1:
            rows[place] = tuple(Row(row.id, row.channel, days.date(row.created_at).toordinal()) for row in case.rows)
    return rows


def without(facts: Facts, ids: Collection[str]) -> Facts:
    """The facts of all cases but these."""
    kept = [place for place, id_ in enumerate(facts.columns["id"]) if id_ not in ids]
    columns = {name: [facts.columns[name][place] for place in kept] for name in COLUMNS}
    return Facts(columns, lambda: (case for case in facts.irregular() if case.lead.id not in ids))

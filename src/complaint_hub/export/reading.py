"""Reads what the files tell from a store: the card, the cases of the period one by one, the backlog.

For: the workbooks and the list as CSV.
Must not: hold the texts of more than a few cases at once (the backlog, which is sorted, holds its own).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from ..evaluation import Scorecard, counted, scorecard
from ..facts import Fact, Facts, fold
from ..model import Case, Complaint, OfficialResult
from ..sla import Verdict, judge, judge_facts
from .listed import ListedCase, Lister, pressing
from .wanted import Wanted

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["backlog", "card_of", "cases_of"]

_BATCH = 200
_GROUPS = ("channel", "unit", "category", "district")
_LAST = date.max
T = TypeVar("T")


def card_of(store: Store, wanted: Wanted, *, official: OfficialResult | None = None, months: bool = False) -> Scorecard:
    """The card of the period beside that of the period before, with its groups."""
    since, until = wanted.bounds(wanted.period.previous)[0], wanted.bounds()[1]
    channel, registry = wanted.channel, wanted.registry

    def named(text: str) -> str | None:
        found = registry.unit_of(text) if registry is not None else None
        return None if found is None else found.name

    def rows(name: str) -> Facts:
        return store.facts(channel=name, since=since, until=until)

    return scorecard(
        store.facts(channel=channel, since=since, until=until),
        period=wanted.period,
        policy=wanted.policy,
        calendar=wanted.calendar,
        now=wanted.now,
        official=official,
        by=(*_GROUPS, "month") if months else _GROUPS,
        rows=rows if channel is None else None,
        inputs=wanted.inputs,
        unit_of=named if registry is not None else None,
        trend=True,
    )


def cases_of(store: Store, wanted: Wanted) -> Iterator[ListedCase]:
    """The cases that count, in the order of their receipt: as many lines as the card's total."""
    since, until = wanted.bounds()
    facts = store.facts(channel=wanted.channel, since=since, until=until)
    chosen = [fact for fact in facts.rows() if counted(fact)]
    stories: dict[str, tuple[str, ...]] = {}
    verdicts = _verdicts(chosen, facts, wanted, stories)
    lister = Lister(wanted.calendar, wanted.now, wanted.registry, wanted.content)
    heads = store.heads(channel=wanted.channel, since=since, until=until)
    for fact, lead in _led(chosen, heads, store):
        yield lister.line(fact, lead, verdicts.get(fact.id), channels=stories.get(fact.id, ()))


def _verdicts(
    chosen: list[Fact], facts: Facts, wanted: Wanted, stories: dict[str, tuple[str, ...]]
) -> dict[str, Verdict]:
    """By case the verdict that a list shows; *stories* is filled with the channels of the rows of each."""
    finished = {fact.id: not fact.status.open for fact in chosen}

    def irregular() -> Iterator[Case]:
        for case in facts.irregular():
            stories[case.lead.id] = tuple(row.channel for row in case.rows)
            yield case

    told = judge_facts(Facts.of(chosen, irregular), policy=wanted.policy, calendar=wanted.calendar, now=wanted.now)
    found: dict[str, Verdict] = {}
    for id_, of_case in groupby(told, key=lambda verdict: verdict.id):
        if (verdict := pressing(of_case, finished=finished[id_])) is not None:
            found[id_] = verdict
    return found


def _led(facts: Iterable[Fact], heads: Iterable[Complaint], store: Store) -> Iterator[tuple[Fact, Complaint]]:
    """Each fact with the row that leads it. Both come by date of receipt, so they are read side by side."""
    stream = iter(heads)
    ahead: dict[str, Complaint] = {}
    reached: datetime | None = None
    for fact in facts:
        if reached is None or reached <= fact.received:
            ahead = {id_: head for id_, head in ahead.items() if head.created_at >= fact.received}
            for head in stream:
                reached = head.created_at
                if reached >= fact.received:
                    ahead[head.id] = head
                if reached > fact.received:
                    break
        # The row that leads a case of several may have come later than its first, even after the period.
        lead = ahead.pop(fact.id, None) or store.complaint(fact.id)
        if lead is not None:
            yield fact, lead


def backlog(store: Store, wanted: Wanted) -> list[ListedCase]:
    """The open cases received up to the end of the period, whenever that was; what is due first comes first."""
    until = wanted.bounds()[1]
    if wanted.channel is None:
        items: Iterator[Case | Complaint] = store.cases(open=True)
    else:
        items = store.complaints(open=True, channel=wanted.channel)
    lister = Lister(wanted.calendar, wanted.now, wanted.registry, wanted.content)
    found = [line for batch in _batched(items) for line in _open_lines(batch, lister, wanted, until)]
    return sorted(found, key=lambda line: (line.due or _LAST, line.received, line.id))


def _open_lines(batch: list[Case | Complaint], lister: Lister, wanted: Wanted, until: datetime) -> Iterator[ListedCase]:
    told = judge(batch, policy=wanted.policy, calendar=wanted.calendar, now=wanted.now)
    verdicts = {id_: pressing(of_case, finished=False) for id_, of_case in groupby(told, key=lambda v: v.id)}
    for item in batch:
        lead, rows = (item.lead, item.rows) if isinstance(item, Case) else (item, ())
        fact = fold(lead, item.timeline or (), zone=wanted.calendar.zone, case=item.id, rows=rows)
        if fact.received < until and counted(fact):
            yield lister.line(fact, lead, verdicts.get(lead.id), channels=tuple(row.channel for row in rows))


def _batched(items: Iterable[T]) -> Iterator[list[T]]:
    stream = iter(items)
    while batch := list(islice(stream, _BATCH)):
        yield batch

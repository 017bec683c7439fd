"""Adds up what was measured: the counts and spans that a scorecard's figures are made of.

For: :mod:`.scorecard`, once for the whole and once for each group.
Must not: divide. Numerators, denominators and what was missing stay apart (see ``formulas``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from ..facts import Fact
from ..model import Bucket, Status
from ..sla import Clock, Outcome
from .durations import Duration, Spans
from .inputs import Detail
from .measured import STARTS, Measured

__all__ = ["UNJUDGED", "Ratings", "Tally", "durations", "in_time", "rated", "tally", "topics"]

UNJUDGED = (Outcome.no_target, Outcome.unknown)


@dataclass(slots=True)
class Tally:
    """Counts over the cases of ``total``, each beside the number of cases that lack what it needs.

    Attributes:
        rows: rows behind the cases.
        untold: flagged cases whose timeline did not come, so that nobody knows their turns.
        forwarded: cases with a known disposition; *undisposed* are handled ones without.
        returned: cases that a unit handed back.
        reopened: cases that were finished and opened again.
        social: cases with a row of a social channel; *linked* of them are also in LAPOR; *unanswered* are open and have
            no answer.
        answered: cases with a dated answer; *undated* are answered by their status alone.
        within_one_day: cases answered by the end of the working day after receipt at the latest.
        marked: cases of which an officer marked an answer; *substantive* of them as substantive.
        judged: cases with a clock that has a target and a judgement; *unjudged* have one that cannot be judged.
        overdue: cases with a running clock past its due date.
    """

    rows: int = 0
    untold: int = 0
    forwarded: int = 0
    undisposed: int = 0
    returned: int = 0
    reopened: int = 0
    social: int = 0
    linked: int = 0
    unanswered: int = 0
    answered: int = 0
    undated: int = 0
    within_one_day: int = 0
    marked: int = 0
    substantive: int = 0
    judged: int = 0
    unjudged: int = 0
    overdue: int = 0


def tally(cases: Iterable[Measured]) -> Tally:
    """Count."""
    total = Tally()
    for case in cases:
        _turns(total, case)
        _answers(total, case)
        outcomes = {judged.outcome for judged in case.judged}
        total.judged += bool(outcomes - set(UNJUDGED))
        total.unjudged += Outcome.unknown in outcomes
        total.overdue += Outcome.breached in outcomes
    return total


def _turns(total: Tally, case: Measured) -> None:
    fact, turns = case.fact, case.turns
    forwarded = fact.forwarded is not None or (turns is not None and turns.forwarded)
    handled = fact.status.bucket in (Bucket.in_process, Bucket.finished) or fact.status in (
        Status.forwarded,
        Status.returned,
    )
    total.forwarded += forwarded
    total.undisposed += handled and not forwarded
    total.returned += forwarded and fact.returned
    total.reopened += fact.reopened
    total.rows += turns.rows if turns is not None else 1
    if turns is None:
        total.untold += 1
    elif turns.social:
        total.social += 1
        total.linked += fact.linked or (case.detail is not None and case.detail.linked)
        total.unanswered += fact.status.open and fact.first_human is None and fact.status is not Status.responded


def _answers(total: Tally, case: Measured) -> None:
    fact, first = case.fact, case.first_response
    if first is not None:
        total.answered += 1
        total.within_one_day += first.working <= 1
    elif fact.first_human is not None or fact.status.bucket in (Bucket.in_process, Bucket.finished):
        total.undated += 1
    said = case.detail.substantive if case.detail else None
    mark = fact.substantive if said is None else said
    if mark is not None or fact.first_substantive is not None:
        total.marked += 1
        total.substantive += mark is not False


def durations(cases: Sequence[Measured]) -> Mapping[str, Duration]:
    """Means and medians by the names that a scorecard gives them; ``from_{start}`` by each start of the follow-up."""
    followed, completed, first, substantive, ages = (
        Spans(STARTS),
        Spans(("received",)),
        Spans(("received",)),
        Spans(("received",)),
        Spans(("received",)),
    )
    starts = {start: Spans((start,)) for start in STARTS}
    for case in cases:
        followed.add(case.follow_up)
        first.add(case.first_response)
        substantive.add(case.first_substantive)
        if case.fact.status.bucket is Bucket.finished:
            completed.add(case.completion)
        if case.age is not None:
            ages.add(case.age)
        for start, spans in starts.items():
            spans.add(case.starts[start])
    named = {
        "follow_up": followed,
        "completion": completed,
        "first_response": first,
        "first_substantive": substantive,
        "backlog_age": ages,
    }
    found = {f"mean_{name}": spans.mean() for name, spans in named.items()}
    found |= {f"median_{name}": spans.median() for name, spans in named.items()}
    return found | {f"from_{start}": spans.mean() for start, spans in starts.items()}


def in_time(cases: Iterable[Measured]) -> tuple[dict[Clock, Counter[Outcome]], dict[Clock, Counter[str]]]:
    """Per clock its outcomes, and the milestones that started it."""
    outcomes: dict[Clock, Counter[Outcome]] = {clock: Counter() for clock in Clock}
    since: dict[Clock, Counter[str]] = {clock: Counter() for clock in Clock}
    for case in cases:
        for judged in case.judged:
            outcomes[judged.clock][judged.outcome] += 1
            if judged.since is not None:
                since[judged.clock][judged.since] += 1
    return outcomes, since


@dataclass(frozen=True, slots=True)
class Ratings:
    """Stars of what was received in the period, whether or not it counts as a complaint (praise is rated too)."""

    total: float = 0.0
    rated: int = 0
    unrated: int = 0
    channels: frozenset[str] = field(default_factory=frozenset[str])


def rated(received: Iterable[tuple[Fact, Detail | None]]) -> Ratings:
    """Add up ratings, those of the details before those of the facts."""
    stars: list[float] = []
    unrated = 0
    channels: set[str] = set()
    for fact, detail in received:
        given = detail.rating if detail is not None and detail.rating is not None else fact.rating
        if given is None:
            unrated += 1
        else:
            stars.append(given)
            channels.add(fact.channel)
    # Exact, so that the order of the rows does not show in it.
    return Ratings(fsum(stars), len(stars), unrated, frozenset(channels))


def topics(cases: Iterable[Measured]) -> Counter[tuple[str, str]]:
    """How many cases a category has in a kecamatan; those without either are left out."""
    return Counter(
        (case.fact.category, case.fact.district)
        for case in cases
        if case.fact.category is not None and case.fact.district is not None
    )

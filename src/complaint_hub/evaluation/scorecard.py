"""The yearly scorecard (*rapor*): how many, how far, how fast, how much in time; and what to do about it.

For: the command ``scorecard``, exports and the dashboard. Each figure has its formula in :class:`Scorecard`.
Must not: compute the predicate, which is the ministry's and comes in as :class:`~complaint_hub.model.OfficialResult`;
invent a threshold; or read a clock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ..facts import Fact, Facts
from ..model import Bucket, Form, Kind, OfficialResult
from ..rules import in_force, load
from ..sla import Clock, Outcome, Policy, Verdict, judge_facts
from ..worktime import WorkCalendar
from .durations import Duration, Spans, completion, follow_up

__all__ = ["OnTime", "Predicate", "Recommendation", "Scorecard", "counted", "scorecard"]

_APART = tuple(kind for kind in Kind if not kind.asks)
_STARTS = ("forwarded", "verified", "received")
# A report that nobody classified is still one: LAPOR leaves the classification of many empty.
_REPORTED = (Form.report, Form.letter, Form.visit)


@dataclass(frozen=True, slots=True)
class OnTime:
    """One clock over the cases of a card: *judged* are those whose limit is decided (met, met late, or breached)."""

    outcomes: Mapping[Outcome, int]
    since: Mapping[str, int]

    @property
    def met(self) -> int:
        """Cases in time."""
        return self.outcomes[Outcome.met]

    @property
    def judged(self) -> int:
        """Cases in time or late; an open case past its limit is late already."""
        return self.met + self.outcomes[Outcome.met_late] + self.outcomes[Outcome.breached]

    @property
    def share(self) -> float | None:
        """met / judged."""
        return _share(self.met, self.judged)

    def to_dict(self) -> dict[str, Any]:
        """As JSON: the share, its two numbers, each outcome, and which milestone started the clock."""
        counts = {str(outcome): self.outcomes[outcome] for outcome in Outcome}
        return {"share": self.share, "judged": self.judged, **counts, "since": dict(self.since)}


@dataclass(frozen=True, slots=True)
class Predicate:
    """The ministry's word on a year: input, with the scale that it belongs to and the letter that says it."""

    value: str
    scale: str | None
    source: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"value": self.value, "scale": self.scale, "source": self.source}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What to do, and what it follows from; both in the words of the office (Indonesian)."""

    text: str
    trigger: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"text": self.text, "trigger": self.trigger}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The figures of the cases received in a year, by local date.

    Attributes:
        as_of: the moment at which running clocks were judged.
        channels: the channels that the cases came by, sorted.
        assured: False if the working days of the year rest on estimated days off.
        total: cases of kind complaint, aspiration or information request, and unclassified reports, letters and visits.
        total_valid: total without the bucket *archived*.
        buckets: cases per bucket; they add up to total.
        untriaged: other cases of which nobody has said what they are; not in total.
        apart: appreciation, other and spam; not in total.
        mean_follow_up, median_follow_up: see ``durations.follow_up``; n + missing = total.
        mean_completion, median_completion: see ``durations.completion``; n + missing = finished.
        overdue: cases of total with at least one running clock past its due date.
        team_decree, action_plan: as the official result says; None if it does not, or there is none.
    """

    year: int
    as_of: datetime
    channels: tuple[str, ...]
    assured: bool
    total: int
    buckets: Mapping[Bucket, int]
    untriaged: int
    apart: Mapping[Kind, int]
    mean_follow_up: Duration
    median_follow_up: Duration
    mean_completion: Duration
    median_completion: Duration
    on_time: Mapping[Clock, OnTime]
    overdue: int
    predicate: Predicate | None = None
    team_decree: bool | None = None
    action_plan: bool | None = None
    recommendations: tuple[Recommendation, ...] = ()

    @property
    def total_valid(self) -> int:
        """total − archived."""
        return self.total - self.buckets[Bucket.archived]

    @property
    def finished(self) -> int:
        """Cases in the bucket *finished*."""
        return self.buckets[Bucket.finished]

    @property
    def followed_up(self) -> int:
        """Cases in process or finished."""
        return self.buckets[Bucket.in_process] + self.finished

    @property
    def followed_up_share(self) -> float | None:
        """%TL: (in process + finished) / total; None without cases."""
        return _share(self.followed_up, self.total)

    @property
    def finished_share(self) -> float | None:
        """finished / total; None without cases."""
        return _share(self.finished, self.total)

    @property
    def followed_up_share_valid(self) -> float | None:
        """(in process + finished) / total_valid."""
        return _share(self.followed_up, self.total_valid)

    @property
    def finished_share_valid(self) -> float | None:
        """finished / total_valid."""
        return _share(self.finished, self.total_valid)

    def to_dict(self) -> dict[str, Any]:
        """The card as JSON: shares are 0..1, what cannot be measured is None. Keys may be added, none renamed."""
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "channels": list(self.channels),
            "assured": self.assured,
            "total": self.total,
            "total_valid": self.total_valid,
            "buckets": {str(bucket): self.buckets[bucket] for bucket in Bucket},
            "finished": self.finished,
            "followed_up_share": self.followed_up_share,
            "finished_share": self.finished_share,
            "followed_up_share_valid": self.followed_up_share_valid,
            "finished_share_valid": self.finished_share_valid,
            "mean_follow_up": self.mean_follow_up.to_dict(),
            "median_follow_up": self.median_follow_up.to_dict(),
            "mean_completion": self.mean_completion.to_dict(),
            "median_completion": self.median_completion.to_dict(),
            "on_time": {str(clock): self.on_time[clock].to_dict() for clock in Clock},
            "overdue": self.overdue,
            "untriaged": self.untriaged,
            "apart": {str(kind): self.apart[kind] for kind in _APART},
            "predicate": self.predicate.to_dict() if self.predicate else None,
            "team_decree": self.team_decree,
            "action_plan": self.action_plan,
            "recommendations": [advice.to_dict() for advice in self.recommendations],
        }


def scorecard(
    facts: Facts,
    *,
    year: int,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    official: OfficialResult | None = None,
) -> Scorecard:
    """Add up the cases received in a year.

    Args:
        facts: those of one channel (its rows) or of all (cases); cases of other years are left out here.
        year: the local year of receipt, by the calendar's zone.
        policy, calendar, now: as for ``sla.judge_facts``.
        official: the ministry's result of that year.

    Raises: ValueError, if *now* is naive, or *official* is of another year.
    """
    if official is not None and official.year != year:
        raise ValueError(f"the official result is of {official.year}, the scorecard of {year}: pass that of {year}")
    chosen: list[Fact] = []
    apart: Counter[Kind] = Counter()
    untriaged = 0
    for fact in facts.rows():
        if calendar.local_day(fact.received).year != year:
            continue
        if counted(fact):
            chosen.append(fact)
        elif fact.kind is None:
            untriaged += 1
        else:
            apart[fact.kind] += 1
    answered, completed = _spans(chosen, calendar)
    verdicts = judge_facts(Facts.of(chosen, facts.irregular), policy=policy, calendar=calendar, now=now)
    on_time, overdue = _in_time(verdicts)
    return Scorecard(
        year=year,
        as_of=now,
        channels=tuple(sorted({fact.channel for fact in chosen})),
        assured=year in calendar.assured_years,
        total=len(chosen),
        buckets=Counter(fact.status.bucket for fact in chosen),
        untriaged=untriaged,
        apart=apart,
        mean_follow_up=answered.mean(),
        median_follow_up=answered.median(),
        mean_completion=completed.mean(),
        median_completion=completed.median(),
        on_time=on_time,
        overdue=overdue,
        predicate=_predicate(official),
        team_decree=official.team_decree if official else None,
        action_plan=official.action_plan if official else None,
        recommendations=_recommendations(official, calendar.local_day(now)),
    )


def counted(fact: Fact) -> bool:
    """Say whether a case is part of ``total``."""
    return fact.kind.asks if fact.kind is not None else fact.form in _REPORTED


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _spans(facts: Iterable[Fact], calendar: WorkCalendar) -> tuple[Spans, Spans]:
    answered, completed = Spans(_STARTS), Spans(("received",))
    for fact in facts:
        answered.add(follow_up(fact, calendar))
        if fact.status.bucket is Bucket.finished:
            completed.add(completion(fact, calendar))
    return answered, completed


def _in_time(verdicts: Iterable[Verdict]) -> tuple[dict[Clock, OnTime], int]:
    """Per clock what its verdicts were; and how many cases have a breached one."""
    outcomes: dict[Clock, Counter[Outcome]] = {clock: Counter() for clock in Clock}
    since: dict[Clock, Counter[str]] = {clock: Counter() for clock in Clock}
    overdue: set[str] = set()
    for verdict in verdicts:
        outcomes[verdict.clock][verdict.outcome] += 1
        if verdict.since is not None:
            since[verdict.clock][verdict.since] += 1
        if verdict.overdue:
            overdue.add(verdict.id)
    cards = {clock: OnTime(outcomes[clock], {name: since[clock][name] for name in _STARTS}) for clock in Clock}
    return cards, len(overdue)


def _predicate(official: OfficialResult | None) -> Predicate | None:
    if official is None or official.predicate is None:
        return None
    return Predicate(official.predicate, official.scale, official.letter)


def _recommendations(official: OfficialResult | None, today: date) -> tuple[Recommendation, ...]:
    """The letter's own recommendations, then ours; one that says the same is said once, with both its grounds."""
    if official is None:
        return ()
    lacking = {
        "no_team_decree": (official.team_decree is False, "SK tim belum ada"),
        "no_action_plan": (official.action_plan is False, "rencana aksi belum ada"),
    }
    ours = {
        row["text"].casefold(): Recommendation(row["text"], f"{lacking[row['trigger']][1]} menurut {official.letter}")
        for row in in_force(load("recommendations").rows, today)
        if lacking[row["trigger"]][0]
    }
    told = []
    for text in official.recommendations:
        same = ours.pop(text.casefold(), None)
        trigger = f"rekomendasi {official.letter}" if same is None else f"{same.trigger}, yang juga menyarankannya"
        told.append(Recommendation(text, trigger))
    return (*told, *ours.values())

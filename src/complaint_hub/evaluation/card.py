"""What a scorecard says, as a value: counts, shares, spans, clocks, groups, and the ministry's word beside them.

For: :func:`~complaint_hub.evaluation.scorecard`, which makes it, and everything that shows it.
Must not: measure anything, or compute the predicate: it is the ministry's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ..model import Bucket, Kind
from ..sla import Clock, Outcome
from .durations import Duration
from .figures import figures
from .formulas import Metric
from .inputs import Inputs
from .period import Period
from .tally import Ratings, Tally

__all__ = ["Change", "Group", "OnTime", "Predicate", "Recommendation", "Scorecard"]

_APART = tuple(kind for kind in Kind if not kind.asks)


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


@dataclass(frozen=True, slots=True)
class Group:
    """The part of a card that one channel, unit, category, kecamatan or month has; *key* None is "not said"."""

    key: str | None
    card: Scorecard


@dataclass(frozen=True, slots=True)
class Change:
    """A metric against the period before: *change* is value − before, *relative* that over before; None if unknown."""

    name: str
    value: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """value − before."""
        return None if self.value is None or self.before is None else self.value - self.before

    @property
    def relative(self) -> float | None:
        """(value − before) / before; None where the period before had 0."""
        return self.change / self.before if self.change is not None and self.before else None

    def to_dict(self) -> dict[str, Any]:
        """As JSON, without the name."""
        return {"value": self.value, "before": self.before, "change": self.change, "relative": self.relative}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The figures of the cases received in a period, by local date. Each metric's formula is in ``FORMULAS``.

    Attributes:
        year: the calendar year of the period.
        period: a month, quarter, four-month term, half-year or year.
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
        spans: further means and medians by name (``mean_first_response``, ``median_backlog_age``, ...);
            ``from_{start}`` is the follow-up as it were with that start alone.
        tally: the counts behind the metrics.
        ratings: stars of all that was received in the period.
        topics: cases per category and kecamatan.
        inputs: what was given besides the complaints.
        groups: by ``channel``, ``unit``, ``category``, ``district`` or ``month``, where that was asked for.
        before: the card of the period before, without groups, where a trend was asked for.
    """

    year: int
    period: Period
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
    spans: Mapping[str, Duration] = field(default_factory=dict[str, Duration])
    tally: Tally = field(default_factory=Tally)
    ratings: Ratings = field(default_factory=Ratings)
    topics: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    inputs: Inputs = field(default_factory=Inputs)
    groups: Mapping[str, tuple[Group, ...]] = field(default_factory=dict[str, tuple[Group, ...]])
    before: Scorecard | None = None

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """Every metric by its name, in the order of ``FORMULAS``."""
        return figures(self)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Each metric against the period before; () without one."""
        if self.before is None:
            return ()
        earlier = self.before.metrics
        return tuple(Change(name, one.value, earlier[name].value) for name, one in self.metrics.items())

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
            "period": self.period.to_dict(),
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
            "metrics": {name: metric.to_dict() for name, metric in self.metrics.items()},
            "groups": {
                by: [{"key": group.key, **_in_group(group.card)} for group in groups]
                for by, groups in self.groups.items()
            },
            "trend": {change.name: change.to_dict() for change in self.changes},
        }


def _in_group(card: Scorecard) -> dict[str, Any]:
    return {
        "total": card.total,
        "buckets": {str(bucket): card.buckets[bucket] for bucket in Bucket},
        "metrics": {name: metric.to_dict() for name, metric in card.metrics.items()},
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

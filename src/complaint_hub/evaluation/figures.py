"""Computes the metrics of a scorecard from its counts: one line a formula (see :mod:`.formulas`).

For: :attr:`Scorecard.metrics`.
Must not: fill in. A metric without what it needs is None, with the number of cases that lacked it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import Bucket
from .durations import Duration
from .formulas import FORMULAS, Metric, MetricUnit, formula_of

if TYPE_CHECKING:
    from .card import Scorecard

__all__ = ["figures"]

_HUNDRED_THOUSAND = 100_000


def figures(card: Scorecard) -> Mapping[str, Metric]:
    """Every metric by its name, in the order of ``FORMULAS``."""
    found: dict[str, Metric] = {}
    made = {metric.name: metric for metrics in _MAKERS for metric in metrics(card)}
    for formula in FORMULAS:
        kind = formula.name.removesuffix("{clock}")
        names = [formula.name] if kind == formula.name else [name for name in made if name.startswith(kind)]
        found |= {name: made[name] for name in names}
    return found


def _counts(card: Scorecard) -> Iterator[Metric]:
    yield _count("received", card.total, of=card.total)
    tally = card.tally
    rows = None if card.total and tally.untold == card.total else tally.rows
    yield Metric("rows", MetricUnit.rows, rows, card.total, missing=tally.untold)
    yield _count("total_valid", card.total_valid, of=card.total)
    for bucket in Bucket:
        yield _count(str(bucket), card.buckets[bucket], of=card.total)
    yield _count("untriaged", card.untriaged, of=card.total)
    backlog = sum(card.buckets[bucket] for bucket in Bucket if bucket not in (Bucket.finished, Bucket.archived))
    yield _count("backlog", backlog, of=card.total)


def _shares(card: Scorecard) -> Iterator[Metric]:
    yield _share("followed_up_share", card.followed_up, card.total)
    yield _share("finished_share", card.finished, card.total)
    yield _share("followed_up_share_valid", card.followed_up, card.total_valid)
    yield _share("finished_share_valid", card.finished, card.total_valid)
    tally = card.tally
    known = card.total - tally.undated
    # Where nobody dated an answer, "none within a day" would be said of cases of which nothing is known.
    yield _share("within_one_day", tally.within_one_day, known, missing=tally.undated)
    yield _share("returned_share", tally.returned, tally.forwarded, missing=tally.undisposed)
    yield _share("substantive_share", tally.substantive, tally.marked, missing=_unmarked(card))


def _unmarked(card: Scorecard) -> int:
    return max(0, card.tally.answered + card.tally.undated - card.tally.marked)


def _spans(card: Scorecard) -> Iterator[Metric]:
    for name, span in card.spans.items():
        if name.startswith(("mean_", "median_")):
            yield _days(name, MetricUnit.days, span.calendar_days, span)
            yield _days(f"{name}_working", MetricUnit.working_days, span.working_days, span)


def _clocks(card: Scorecard) -> Iterator[Metric]:
    for clock, kept in card.on_time.items():
        missing = kept.to_dict()["unknown"]
        lacks = "target" if card.total and kept.to_dict()["no_target"] == card.total else None
        yield _share(f"on_time_share.{clock}", kept.met, kept.judged, missing=missing, lacks=lacks)
    tally = card.tally
    overdue = card.overdue if tally.judged or not card.total else None
    lacks = "target" if overdue is None and not tally.unjudged else None
    yield Metric("overdue", MetricUnit.cases, overdue, tally.judged, missing=tally.unjudged, lacks=lacks)


def _turns(card: Scorecard) -> Iterator[Metric]:
    tally = card.tally
    told = card.total - tally.untold
    yield _count("reopened", tally.reopened, of=card.total)
    yield _share("linked_share", tally.linked, tally.social, missing=tally.untold)
    unanswered = tally.unanswered if told or not card.total else None
    yield Metric("social_unanswered", MetricUnit.cases, unanswered, tally.social, missing=tally.untold)


def _given(card: Scorecard) -> Iterator[Metric]:
    stars, given = card.ratings, card.inputs
    one_scale = len(stars.channels) <= 1
    mean = stars.total / stars.rated if stars.rated and one_scale else None
    lacks = None if one_scale else "one channel"
    yield Metric("mean_rating", MetricUnit.stars, mean, stars.rated, missing=stars.unrated, lacks=lacks)
    rate = card.total / given.population * _HUNDRED_THOUSAND if given.population else None
    yield Metric(
        "per_100k",
        MetricUnit.per_100k,
        rate,
        given.population or 0,
        part=card.total,
        lacks=None if given.population else "population",
    )
    yield _input("connected", given.units_with_decree, given.units, "units, units_with_decree")
    yield _input("active", given.active_officers, given.officers, "officers, active_officers")


_MAKERS: tuple[Callable[[Scorecard], Iterator[Metric]], ...] = (_counts, _shares, _spans, _clocks, _turns, _given)


def _count(name: str, value: int, *, of: int) -> Metric:
    return Metric(name, MetricUnit.cases, value, of)


def _share(name: str, part: int, whole: int, *, missing: int = 0, lacks: str | None = None) -> Metric:
    return Metric(name, MetricUnit.share, part / whole if whole else None, whole, part, missing, lacks)


def _days(name: str, unit: MetricUnit, value: float | None, span: Duration) -> Metric:
    return Metric(name, unit, value, span.n, missing=span.missing)


def _input(name: str, part: int | None, whole: int | None, needs: str) -> Metric:
    if part is None or not whole:
        return Metric(name, formula_of(name).unit, None, whole or 0, part, lacks=needs)
    return _share(name, part, whole)

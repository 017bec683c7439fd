"""What the public may see of a dashboard: counts, shares and the ranking of units, with small counts hidden.

For: ``gather_public``, which has left confidential and oversight cases out before anything was counted.
Must not: pass anything on that it does not name here: a new field of the internal page is not public by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .suppress import is_small, settle, single, vague
from .values import (
    Cases,
    ChannelLine,
    Channels,
    Count,
    Dashboard,
    DistrictLine,
    Districts,
    Hidden,
    MonthLine,
    Plan,
    PlanLine,
    Rapor,
    Rate,
    Today,
    TopicLine,
    Topics,
    Trend,
    UnitLine,
    Units,
    Year,
)

__all__ = ["public"]

_SAID = ("Batas waktu", "Hari kerja")


def public(whole: Dashboard, least: int) -> Dashboard:
    """The public page of a dashboard that holds no confidential and no oversight case.

    Args:
        least: counts from 1 up to below it are hidden.
    """
    shown_channels = _channels(whole.channels, least)
    return Dashboard(
        government=whole.government,
        now=whole.now,
        zone=whole.zone,
        first=whole.first,
        today=_today(whole.today, least),
        channels=shown_channels,
        units=_units(whole.units, least),
        districts=_districts(whole.districts, least),
        topics=_topics(whole.topics, least),
        trend=_trend(whole.trend, whole.first.year, least),
        rapor=_rapor(whole.rapor, whole.channels, least),
        plan=_plan(whole.plan),
        cases=Cases(lines=(), open=0, left_out=0, shortened=0),
        sources=tuple(source for source in whole.sources if source.name in _SAID),
        least=least,
    )


def _known(count: Count | None) -> int:
    """The internal page hides nothing."""
    return count if isinstance(count, int) and not isinstance(count, Hidden) else 0


def _all(counts: Sequence[Count]) -> list[int]:
    return [_known(count) for count in counts]


def _today(found: Today, least: int) -> Today:
    # How long one case has waited speaks of one citizen, so neither the longest nor the oldest is told.
    return Today(
        open=single(found.open, least),
        overdue=single(found.overdue, least),
        overdue_before=Hidden.beside,
        longest=None,
        soon=single(found.soon, least),
        soon_within=found.soon_within,
        soon_today=Hidden.beside,
        unanswered=single(found.unanswered, least),
        waited=None,
        untriaged=single(found.untriaged, least),
        untriaged_most=None,
        undecided=0,
        drafts=0,
    )


def _channels(found: Channels, least: int) -> Channels:
    """Rows are cases and the rest: both are settled, and their sum is told where both are."""
    cases = settle(_all([line.cases for line in found.lines]), least)
    rest = settle([_known(line.rows) - _known(line.cases) for line in found.lines], least)
    lines = tuple(
        ChannelLine(
            name=line.name,
            label=line.label,
            rows=_sum(own, others),
            cases=own,
            merged=Hidden.beside,
            apart=Hidden.beside,
            untriaged=Hidden.beside,
            read=line.read,
            synced=line.synced,
            stalled=line.stalled,
            why=None,
            gaps=(),
        )
        for line, own, others in zip(found.lines, cases, rest, strict=True)
    )
    total_rest = _known(found.rows) - _known(found.cases)
    rows = single(found.rows, least)
    return Channels(
        lines=lines,
        rows=Hidden.beside if is_small(total_rest, least) and not isinstance(rows, Hidden) else rows,
        cases=single(found.cases, least),
        merged=Hidden.beside,
        apart=Hidden.beside,
        untriaged=Hidden.beside,
    )


def _sum(*counts: Count) -> Count:
    """The sum where each part is told."""
    told = [count for count in counts if not isinstance(count, Hidden)]
    return sum(told) if len(told) == len(counts) else Hidden.beside


def _units(found: Units, least: int) -> Units:
    """Every column is a partition of its total: the listed units, the rest, and the cases of no unit."""
    extra = [found.rest] if found.rest is not None else []
    every = [*found.lines, *extra, found.unassigned]
    cases = settle(_all([line.cases for line in every]), least)
    overdue = settle(_all([line.overdue for line in every]), least)
    in_time = settle([_known(line.backlog) - _known(line.overdue) for line in every], least)
    met = settle(_all([line.on_time.part for line in every]), least)
    late = settle([_known(line.on_time.whole) - _known(line.on_time.part) for line in every], least)
    undecided = settle([_known(line.cases) - _known(line.on_time.whole) for line in every], least)
    shown = [
        _unit(line, cases[i], overdue[i], _sum(overdue[i], in_time[i]), (met[i], late[i], undecided[i]), least)
        for i, line in enumerate(every)
    ]
    total = found.total
    open_in_time = _known(total.backlog) - _known(total.overdue)
    judged, kept = _known(total.on_time.whole), _known(total.on_time.part)
    parts = tuple(single(part, least) for part in (kept, judged - kept, _known(total.cases) - judged))
    backlog = _sum(single(total.overdue, least), single(open_in_time, least))
    n = len(found.lines)
    return Units(
        lines=tuple(shown[:n]),
        total=_unit(total, single(total.cases, least), single(total.overdue, least), backlog, parts, least),
        known=found.known,
        others=found.others,
        rest=shown[n] if extra else None,
        idle=found.idle,
        unassigned=shown[-1],
        minimum_n=found.minimum_n,
        target=found.target,
    )


def _unit(
    line: UnitLine, cases: Count, overdue: Count, backlog: Count, parts: tuple[Count, ...], least: int
) -> UnitLine:
    told = not any(isinstance(part, Hidden) for part in parts)
    return UnitLine(
        name=line.name,
        cases=cases,
        overdue=overdue,
        backlog=backlog,
        on_time=line.on_time if told else vague(line.on_time),
        rank=line.rank,
        tied=line.tied,
        working_days=line.working_days if _known(line.answered) >= least else None,
        answered=Hidden.beside,
    )


def _districts(found: Districts, least: int) -> Districts:
    cases = settle([*_all([line.cases for line in found.lines]), _known(found.unplaced)], least)
    overdue = settle([*_all([line.overdue for line in found.lines]), _known(found.unplaced_overdue)], least)
    total = single(found.cases, least)
    return Districts(
        lines=tuple(
            DistrictLine(name=line.name, cases=own, overdue=late)
            for line, own, late in zip(found.lines, cases, overdue, strict=False)
        ),
        cases=total,
        placed=Hidden.beside if isinstance(cases[-1], Hidden) or isinstance(total, Hidden) else found.placed,
        unplaced=cases[-1],
        unplaced_overdue=overdue[-1],
        overdue=single(found.overdue, least),
    )


def _topics(found: Topics, least: int) -> Topics:
    every = [*found.lines, *([found.rest] if found.rest is not None else []), found.none]
    now = settle(_all([line.cases for line in every]), least)
    before = settle(_all([line.before for line in every]), least)
    shown = [TopicLine(name=line.name, cases=a, before=b) for line, a, b in zip(every, now, before, strict=True)]
    n = len(found.lines)
    return Topics(
        lines=tuple(shown[:n]),
        rest=shown[n] if found.rest is not None else None,
        rest_of=found.rest_of,
        none=shown[-1],
        cases=single(found.cases, least),
        before=single(found.before, least),
    )


def _trend(found: Trend, year: int, least: int) -> Trend:
    """The months of this year add up to the cases of the page; a backlog is what came less what ended.

    So the backlogs are told only where no month hides anything.
    """
    own = [month for month in found.months if month.first.year == year]
    settled = dict(zip((m.first for m in own), settle(_all([m.received for m in own]), least), strict=True))
    received = [settled.get(month.first, single(month.received, least)) for month in found.months]
    ended = [single(month.ended, least) for month in found.months]
    backlogs = [single(_known(month.backlog), least) for month in found.months]
    whole = not any(isinstance(count, Hidden) for count in (*received, *ended, *backlogs))
    return Trend(
        months=tuple(
            MonthLine(first=month.first, received=came, ended=gone, backlog=month.backlog if whole else None)
            for month, came, gone in zip(found.months, received, ended, strict=True)
        ),
        undated=single(found.undated, least),
    )


def _rapor(found: Rapor, channels: Channels, least: int) -> Rapor:
    official = {year.year: year.total for year in found.years if year.official}
    beside = {line.label: _known(line.cases) for line in channels.lines}.get(found.channel, 0)
    return Rapor(
        channel=found.channel,
        years=tuple(
            year if year.official else _year(year, [official.get(year.year), beside if year.until else None], least)
            for year in found.years
        ),
        compared=0,
        differences=(),
        recommendations=found.recommendations,
        lacking=found.lacking,
    )


def _year(year: Year, published: Sequence[Count | float | None], least: int) -> Year:
    """Our count of a year, unless another number on the page and it differ by a small one."""
    total = round(year.total) if isinstance(year.total, int | float) else 0
    done = _known(year.finished.part) if year.finished else 0
    going = (_known(year.followed_up.part) if year.followed_up else 0) - done
    apart = any(isinstance(n, int | float) and is_small(abs(round(n) - total), least) for n in published)
    parts = (done, going, total - done - going)
    exact = not apart and not any(is_small(part, least) for part in (total, *parts))
    measured, missing = _known(year.measured), _known(year.missing)
    counted = exact and not is_small(measured, least) and not is_small(missing, least)
    if is_small(total, least):
        return replace(year, total=Hidden.small, followed_up=None, finished=None, days=None,
                       measured=Hidden.beside, missing=Hidden.beside)  # fmt: skip
    return replace(
        year,
        total=Hidden.beside if apart else total,
        followed_up=_rate(year.followed_up, exact),
        finished=_rate(year.finished, exact),
        days=year.days if measured >= least else None,
        measured=measured if counted else Hidden.beside,
        missing=missing if counted else Hidden.beside,
    )


def _rate(rate: Rate | None, exact: bool) -> Rate | None:
    return rate if exact or rate is None else vague(rate)


def _plan(found: Plan | None) -> Plan | None:
    """What is to be done and whether it is; what triggered it, and who answers for it, is the office's."""
    if found is None:
        return None
    return Plan(
        basis=found.basis,
        period=found.period,
        lines=tuple(
            PlanLine(
                action=line.action,
                aspect=line.aspect,
                status=line.status,
                state=line.state,
                reached="",
                share=None,
                responsible="",
                triggers="",
            )
            for line in found.lines
        ),
    )

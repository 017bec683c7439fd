"""What stands below a scorecard: tables by group, the change against the period before, and published figures.

For: ``scorecard``.
Must not: compute; the values come from ``evaluation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..wording import decimal_comma, percent, thousands

if TYPE_CHECKING:
    from ..evaluation import Compared, Metric, MetricUnit, Reconciliation, Scorecard
    from .screen import Screen

__all__ = ["groups_json", "metric_told", "print_comparison", "print_groups", "print_trend", "told"]

_TITLES: Mapping[str, str] = {
    "channel": "Kanal",
    "unit": "Unit",
    "category": "Kategori",
    "district": "Kecamatan",
    "month": "Bulan",
}
_SHOWN = ("received", "finished_share", "followed_up_share", "mean_follow_up", "mean_follow_up_working", "overdue")
"""Metrics of the trend on a screen; JSON has all."""

_STANDINGS: Mapping[str, str] = {
    "same": "cocok",
    "rounded": "cocok setelah dibulatkan",
    "explained": "berbeda, terjelaskan",
    "unexplained": "berbeda, belum terjelaskan",
    "not_ours": "tidak dapat dibandingkan",
}


def told(value: float | None, unit: MetricUnit) -> str:
    """A value with its unit, short."""
    if value is None:
        return "–"
    match str(unit):
        case "share":
            return percent(value)
        case "cases" | "rows":
            return thousands(round(value))
        case "days":
            return f"{decimal_comma(value)} hari"
        case "working_days":
            return f"{decimal_comma(value)} hk"
        case _:
            return decimal_comma(value)


def metric_told(metric: Metric) -> str:
    """A metric, and how many cases lacked what it needs, where it cannot be told."""
    if metric.value is None and metric.missing:
        return f"– ({thousands(metric.missing)} tanpa data)"
    return told(metric.value, metric.unit)


def groups_json(card: Scorecard, rank: str | None, minimum_n: int | None) -> dict[str, Any] | None:
    """The rankings of a card as JSON; None where none was asked for."""
    if rank is None or minimum_n is None:
        return None
    return {by: _ranking_json(card, by, rank, minimum_n) for by in card.groups}


def _ranking_json(card: Scorecard, by: str, rank: str, minimum_n: int) -> dict[str, Any]:
    found = _ranked(card, by, rank, minimum_n)
    return {
        "metric": rank,
        "minimum_n": minimum_n,
        "places": [{"rank": p.rank, "key": p.key, "value": p.metric.value, "n": p.metric.n} for p in found.places],
        "left_out": [{"key": key, "value": one.value, "n": one.n} for key, one in found.left_out],
    }


def _ranked(card: Scorecard, by: str, rank: str, minimum_n: int) -> Any:
    import typer

    from ..evaluation import ranking

    try:
        return ranking(card, by=by, metric=rank, minimum_n=minimum_n)
    except ValueError as problem:
        raise typer.BadParameter(str(problem), param_hint="--rank") from None


def print_groups(screen: Screen, card: Scorecard, *, rank: str | None = None, minimum_n: int | None = None) -> None:
    """A table for each dimension that the card was grouped by, and its ranking."""
    from .screen import Column, visible

    for by, groups in card.groups.items():
        title = _TITLES[by]
        screen.line()
        screen.line(f"Per {title.lower()}" + (" (baris tiap kanal)" if by == "channel" else ""), style="bold")
        if not groups:
            screen.line("Belum ada aduan dalam periode ini.", indent=2)
            continue
        heads = {**_HEADS, "Belum dipilah": "untriaged"} if by == "channel" else _HEADS
        columns = [Column(title, wraps=True), *(Column(name, right=True) for name in heads)]
        rows = [
            [
                _named(visible(group.key) if group.key is not None else None, by, group.card),
                *(metric_told(group.card.metrics[name]) for name in heads.values()),
            ]
            for group in groups
        ]
        screen.table(columns, rows)
        screen.line(_LEGEND, style="dim")
        if rank is not None and minimum_n is not None:
            _print_ranking(screen, card, by, rank, minimum_n)


_HEADS: Mapping[str, str] = {
    "Aduan": "received",
    "Selesai": "finished_share",
    "%TL": "followed_up_share",
    "RTL": "mean_follow_up_working",
    "Lewat": "overdue",
}


_LEGEND = "%TL: sudah ditindaklanjuti. RTL: rata-rata tindak lanjut, hari kerja (hk). Lewat: lewat tenggat."


def _small(term: str) -> str:
    return term[:1].lower() + term[1:]


def _named(key: str | None, by: str, card: Scorecard) -> str:
    return "(belum ada)" if key is None else card.period.label if by == "month" else key


def _print_ranking(screen: Screen, card: Scorecard, by: str, rank: str, minimum_n: int) -> None:
    from ..evaluation import Period, formula_of
    from .screen import visible

    found = _ranked(card, by, rank, minimum_n)
    screen.line(f"Peringkat menurut {_small(formula_of(rank).term)}, sekurangnya {minimum_n} kasus:", indent=2)
    for place in found.places:
        value = told(place.metric.value, place.metric.unit)
        name = Period.parse(place.key).label if by == "month" else visible(place.key)
        screen.line(f"{place.rank}. {name}: {value} (n {thousands(place.metric.n)})", indent=4)
    if found.left_out:
        screen.line(f"Tidak diperingkat: {len(found.left_out)} dengan kasus terlalu sedikit atau tanpa data", indent=4)


def print_trend(screen: Screen, card: Scorecard) -> None:
    """The main metrics against the period before."""
    from ..evaluation import formula_of

    if card.before is None:
        return
    screen.line()
    screen.line(f"Dibanding {card.before.period.label}", style="bold")
    units = card.metrics
    for change in card.changes:
        if change.name not in _SHOWN:
            continue
        unit = units[change.name].unit
        more = f", {'+' if change.change > 0 else ''}{_change(change.change, unit)}" if change.change else ""
        term = formula_of(change.name).term
        screen.line(f"{term}: {told(change.before, unit)} → {told(change.value, unit)}{more}", indent=2, hang=2)


def _change(value: float, unit: MetricUnit) -> str:
    return f"{decimal_comma(value * 100)} poin" if str(unit) == "share" else told(value, unit)


def print_comparison(screen: Screen, compared: Reconciliation) -> None:
    """Each published figure beside ours, differences with their likely causes."""
    from .screen import visible

    if not compared.lines and not compared.notes:
        return
    screen.line()
    unexplained = len(compared.unexplained)
    rest = f"{unexplained} belum terjelaskan" if unexplained else "tidak ada yang belum terjelaskan"
    screen.line(
        f"Dibanding angka resmi: {len(compared.lines)} angka, {len(compared.differences)} berbeda, {rest}", style="bold"
    )
    for line in compared.lines:
        screen.line(visible(_line(line), utf8=screen.utf8), indent=2, hang=2)
        for text in _causes(line):
            screen.line(visible(text, utf8=screen.utf8), indent=4, hang=2)
    for note in compared.notes:
        screen.line(visible(f"Catatan: {note}", utf8=screen.utf8), indent=2, hang=2)


def _line(line: Compared) -> str:
    from ..evaluation import formula_of

    try:
        formula = formula_of("received" if line.figure == "total" else line.figure)
        name, ours, theirs = formula.term, told(line.ours, formula.unit), told(line.theirs, formula.unit)
    except KeyError:
        name, ours, theirs = line.figure, _plain(line.ours), _plain(line.theirs)
    of = f" {line.of}," if line.of else ""
    return f"{line.source},{of} {name}: resmi {theirs}, kami {ours}: {_STANDINGS[str(line.standing)]}"


def _plain(value: float | None) -> str:
    return "–" if value is None else decimal_comma(value)


def _causes(line: Compared) -> Iterator[str]:
    for cause in line.causes:
        yield f"{'karena' if cause.explains else 'dicoba:'} {cause.text}"

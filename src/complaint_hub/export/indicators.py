"""The sheet *Ringkasan*: one figure a line, beside the period before, with what it rests on.

For: the workbooks.
Must not: compute; the figures are those of the card. Nor leave out one that cannot be told: its line says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..evaluation import Metric, MetricUnit, Scorecard, formula_of
from ..sla import Clock
from ..sla.telling import CLOCKS
from ..vocabulary import MILESTONES
from ..wording import short_date, thousands
from .grid import Column, Kind
from .wanted import Wanted

__all__ = ["INDICATORS", "Indicator", "indicators"]

_MONTHLY: Final = (
    "received", "rows", "total_valid", "unverified", "pending", "in_process", "postponed", "finished", "archived",
    "untriaged", "followed_up_share", "followed_up_share_valid", "finished_share", "finished_share_valid",
    "mean_follow_up", "mean_follow_up_working", "median_follow_up_working", "mean_completion",
    "mean_completion_working", "median_completion_working", "mean_first_response_working", "within_one_day",
    "on_time_share", "overdue", "backlog", "mean_backlog_age_working", "reopened", "returned_share", "linked_share",
    "social_unanswered", "substantive_share", "mean_rating", "per_100k",
)  # fmt: skip
"""What a month is told by; the rapor has every metric."""

_UNITS: Final = {
    MetricUnit.cases: "kasus",
    MetricUnit.rows: "kiriman",
    MetricUnit.share: "%",
    MetricUnit.days: "hari kalender",
    MetricUnit.working_days: "hari kerja",
    MetricUnit.per_100k: "per 100.000 penduduk",
    MetricUnit.stars: "bintang",
}
_SHOWN: Final[dict[MetricUnit, tuple[Kind, Kind]]] = {
    MetricUnit.cases: ("count", "change"),
    MetricUnit.rows: ("count", "change"),
    MetricUnit.share: ("share", "points"),
    MetricUnit.days: ("days", "step"),
    MetricUnit.working_days: ("days", "step"),
    MetricUnit.per_100k: ("rate", "step"),
    MetricUnit.stars: ("days", "step"),
}
_LACKS: Final = {
    "population": "jumlah penduduk belum diisi",
    "target": "tanpa batas waktu",
    "one channel": "nilai beberapa kanal tidak dirata-ratakan: skalanya berbeda",
    "units, units_with_decree": "jumlah OPD dan OPD ber-SK belum diisi",
    "officers, active_officers": "jumlah petugas dan petugas aktif belum diisi",
}
_TOLD: Final = {
    "received": "pengaduan, aspirasi, dan permintaan informasi, menurut tanggal masuk",
    "rows": "kiriman di semua kanal yang menjadi kasus itu",
    "total_valid": "aduan masuk tanpa arsip",
    "untriaged": "di luar aduan masuk",
    "backlog": "kasus terbuka dari aduan masuk periode ini",
    "overdue": "kasus terbuka dengan sekurangnya satu batas waktu yang lewat",
    "reopened": "pernah selesai, lalu dibuka lagi",
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line: *change* is value − before, of shares in points."""

    name: str
    value: float | None
    unit: str
    before: float | None
    change: float | None
    note: str
    kind: Kind
    step: Kind


INDICATORS: Final = (
    Column[Indicator](
        "Indikator", 44, "wrapped", lambda row: row.name, "the figure, as [metrics](metrics.md) names it"
    ),
    Column[Indicator](
        "Nilai",
        12,
        "count",
        lambda row: row.value,
        "of the period; empty where it cannot be told",
        lambda row: row.kind,
    ),
    Column[Indicator](
        "Satuan", 20, "text", lambda row: row.unit, "kasus, kiriman (rows), %, hari kalender, hari kerja ..."
    ),
    Column[Indicator](
        "Periode Lalu",
        12,
        "count",
        lambda row: row.before,
        "of the period before, judged as of the same moment",
        lambda row: row.kind,
    ),
    Column[Indicator](
        "Perubahan",
        14,
        "change",
        lambda row: row.change,
        "value − period before; of shares in points",
        lambda row: row.step,
    ),
    Column[Indicator](
        "Keterangan", 70, "wrapped", lambda row: row.note, "what it was divided by or taken over, and what was missing"
    ),
)


def indicators(card: Scorecard, wanted: Wanted, *, every: bool) -> Iterator[Indicator]:
    """The lines of a card; *every* metric, or those of a month."""
    changes = {change.name: change for change in card.changes}
    for name, metric in card.metrics.items():
        head, _, clock = name.partition(".")
        if (clock and clock not in wanted.policy.clocks) or not (every or head in _MONTHLY):
            continue
        kind, step = _SHOWN[metric.unit]
        change = changes.get(name)
        yield Indicator(
            name=formula_of(name).term + (f": {CLOCKS[Clock(clock)].lower()}" if clock else ""),
            value=metric.value,
            unit=_UNITS[metric.unit],
            before=change.before if change else None,
            change=change.change if change else None,
            note=_note(name, metric, card, wanted),
            kind=kind,
            step=step,
        )


def _note(name: str, metric: Metric, card: Scorecard, wanted: Wanted) -> str:
    missing = f"{thousands(metric.missing)} tanpa data" if metric.missing else ""
    if metric.value is None:
        why = _LACKS.get(metric.lacks or "", metric.lacks) or missing or "tidak ada kasus"
        return f"belum dapat dihitung: {why}"
    if metric.unit is MetricUnit.share:
        return "; ".join(filter(None, (f"{thousands(metric.part or 0)} dari {thousands(metric.n)}", missing)))
    if metric.unit in (MetricUnit.days, MetricUnit.working_days):
        parts = (f"atas {thousands(metric.n)} kasus", _since(name, card), missing)
        return "; ".join(filter(None, parts))
    if metric.unit is MetricUnit.stars:
        return f"atas {thousands(metric.n)} penilaian"
    told = _TOLD.get(name, "")
    if name in ("overdue", "backlog"):
        told += f", per {short_date(wanted.calendar.local_day(wanted.now))}"
    return "; ".join(filter(None, (told, missing)))


def _since(name: str, card: Scorecard) -> str:
    """Which milestones a duration was counted from, and how often each."""
    span = card.spans.get(name.removesuffix("_working"))
    if span is None:
        return ""
    starts = [(start, n) for start, n in span.since.items() if n]
    return "sejak " + ", ".join(
        MILESTONES.get(start, start) + (f" ({thousands(n)})" if len(starts) > 1 else "") for start, n in starts
    )

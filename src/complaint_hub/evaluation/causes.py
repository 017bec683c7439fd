"""Why a published figure may differ from ours: other ways to count, tried out on our own numbers.

For: :func:`~complaint_hub.evaluation.reconcile`.
Must not: call a cause certain. It says that a way of counting gives the published number, or that none of them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..model import Bucket
from .card import Scorecard

__all__ = ["CauseKind", "Way", "ways"]


class CauseKind(StrEnum):
    """What kind of choice makes the difference."""

    rows_or_cases = "rows_or_cases"
    postponed_archived = "postponed_archived"
    scope = "scope"
    start_event = "start_event"
    calendar = "calendar"
    average = "average"
    formula = "formula"
    rounding = "rounding"
    unit = "unit"
    missing = "missing"


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to count, and what it gives; *words* are for an officer (Indonesian)."""

    kind: CauseKind
    words: str
    value: float


_STARTS: Final = {"forwarded": "disposisi", "verified": "verifikasi", "received": "laporan diterima"}


def ways(card: Scorecard, figure: str) -> Iterator[Way]:
    """Other ways to count a figure, the likeliest first; those that give our own number explain nothing."""
    match figure:
        case "total" | "received":
            yield from _totals(card)
        case "followed_up_share" | "finished_share":
            yield from _shares(card, figure)
        case "finished" | "in_process" | "pending":
            yield from _buckets(card, figure)
        case "mean_follow_up":
            yield from _follow_up(card)
        case "mean_completion":
            yield from _completion(card)
        case _:
            return


def _denominators(card: Scorecard) -> Iterator[tuple[str, int]]:
    archived, postponed = card.buckets[Bucket.archived], card.buckets[Bucket.postponed]
    yield "tanpa arsip", card.total - archived
    yield "tanpa tunda", card.total - postponed
    yield "tanpa tunda dan arsip", card.total - postponed - archived


def _totals(card: Scorecard) -> Iterator[Way]:
    for words, value in _denominators(card):
        yield Way(CauseKind.postponed_archived, f"dihitung {words}", value)
    yield Way(CauseKind.rows_or_cases, "dihitung per laporan (baris), bukan per kasus", card.tally.rows)
    apart = sum(card.apart.values())
    yield Way(CauseKind.scope, "termasuk yang belum dipilah", card.total + card.untriaged)
    yield Way(CauseKind.scope, "termasuk apresiasi, lainnya, dan spam", card.total + apart)
    if card.untriaged and apart:
        words = "termasuk yang belum dipilah, apresiasi, lainnya, dan spam"
        yield Way(CauseKind.scope, words, card.total + card.untriaged + apart)


def _shares(card: Scorecard, figure: str) -> Iterator[Way]:
    part = card.finished if figure == "finished_share" else card.followed_up
    for words, whole in _denominators(card):
        if whole:
            yield Way(CauseKind.postponed_archived, f"penyebut {words} ({whole})", part / whole)
    if not card.total:
        return
    archived = card.buckets[Bucket.archived]
    yield Way(CauseKind.postponed_archived, "arsip dihitung selesai", (part + archived) / card.total)
    other, name = (
        (card.followed_up, "(proses + selesai) / total")
        if figure == "finished_share"
        else (card.finished, "selesai / total")
    )
    yield Way(CauseKind.formula, f"rumusnya {name}", other / card.total)


def _buckets(card: Scorecard, figure: str) -> Iterator[Way]:
    own = card.buckets[Bucket(figure)]
    if figure == "finished":
        yield Way(CauseKind.postponed_archived, "arsip dihitung selesai", own + card.buckets[Bucket.archived])
        yield Way(CauseKind.formula, "proses dihitung selesai", own + card.buckets[Bucket.in_process])
    elif figure == "in_process":
        yield Way(CauseKind.postponed_archived, "tunda dihitung proses", own + card.buckets[Bucket.postponed])
    else:
        yield Way(CauseKind.formula, "belum terverifikasi ikut dihitung", own + card.buckets[Bucket.unverified])


def _follow_up(card: Scorecard) -> Iterator[Way]:
    ours = card.mean_follow_up
    if ours.working_days is not None:
        yield Way(CauseKind.calendar, "dihitung dalam hari kerja", ours.working_days)
    for start, words in _STARTS.items():
        span = card.spans.get(f"from_{start}")
        if span is None or span.calendar_days is None or span.working_days is None:
            continue
        yield Way(CauseKind.start_event, f"dihitung sejak {words}, hari kalender", span.calendar_days)
        yield Way(CauseKind.start_event, f"dihitung sejak {words}, hari kerja", span.working_days)
    middle = card.median_follow_up
    if middle.calendar_days is not None and middle.working_days is not None:
        yield Way(CauseKind.average, "median, bukan rata-rata, hari kalender", middle.calendar_days)
        yield Way(CauseKind.average, "median, bukan rata-rata, hari kerja", middle.working_days)
    if ours.calendar_days is not None and ours.missing:
        spread = ours.calendar_days * ours.n / (ours.n + ours.missing)
        words = f"{ours.missing} kasus tanpa tanggal dihitung 0 hari"
        yield Way(CauseKind.missing, words, spread)
    if card.mean_completion.calendar_days is not None:
        yield Way(CauseKind.formula, "yang dihitung hari penyelesaian", card.mean_completion.calendar_days)


def _completion(card: Scorecard) -> Iterator[Way]:
    ours, middle = card.mean_completion, card.median_completion
    if ours.working_days is not None:
        yield Way(CauseKind.calendar, "dihitung dalam hari kerja", ours.working_days)
    if middle.calendar_days is not None and middle.working_days is not None:
        yield Way(CauseKind.average, "median, bukan rata-rata, hari kalender", middle.calendar_days)
        yield Way(CauseKind.average, "median, bukan rata-rata, hari kerja", middle.working_days)
    if card.mean_follow_up.calendar_days is not None:
        yield Way(CauseKind.formula, "yang dihitung hari tindak lanjut", card.mean_follow_up.calendar_days)

"""What stands before and after the matrix of an action plan: the figures that it rests on, in an officer's words.

For: both forms of the plan.
Must not: compute a figure, or leave out that one could not be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..evaluation import ActionPlan, Duration
from ..model import Bucket
from ..wording import decimal_comma, long_date, percent, thousands

__all__ = ["BASIS", "overview"]

BASIS: Final = (
    "Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik",
    "Peraturan Presiden Nomor 76 Tahun 2013 tentang Pengelolaan Pengaduan Pelayanan Publik",
    "Peraturan Menteri Dalam Negeri Nomor 8 Tahun 2023",
    "Peraturan Menteri PANRB Nomor 5 Tahun 2025 tentang Penyelenggaraan SP4N",
)
"""Regulations that the draft names; the office checks which of them hold on its day."""

_BUCKETS: Final = {
    Bucket.unverified: "belum terverifikasi",
    Bucket.pending: "belum ditindaklanjuti",
    Bucket.in_process: "proses",
    Bucket.postponed: "tunda",
    Bucket.finished: "selesai",
    Bucket.archived: "arsip",
}


def overview(plan: ActionPlan) -> Iterator[tuple[str, str]]:
    """Lines of section II: name and text."""
    card, official = plan.card, plan.official
    yield "Aduan masuk", f"{thousands(card.total)} aduan"
    buckets = [f"{words} {thousands(card.buckets[bucket])}" for bucket, words in _BUCKETS.items()]
    yield "Keadaan", ", ".join(buckets)
    yield "Persentase tindak lanjut", _share(card.followed_up_share, card.followed_up, card.total)
    yield "Persentase penyelesaian", _share(card.finished_share, card.finished, card.total)
    yield "Rata-rata tindak lanjut", _days(card.mean_follow_up)
    yield "Rata-rata penyelesaian", _days(card.mean_completion)
    yield "Kanal", ", ".join(card.channels) or "belum ada"
    if card.inputs.officers is not None:
        yield "Pejabat penghubung", f"{thousands(card.inputs.officers)} orang"
    if official is None:
        yield "Hasil evaluasi", "belum dimasukkan"
        return
    dated = f", {long_date(official.letter_date, weekday=False)}" if official.letter_date else ""
    if official.predicate is not None:
        scale = f" ({official.scale})" if official.scale else ""
        yield "Hasil evaluasi", f"{official.predicate}{scale} menurut {official.letter}{dated}"
    yield "SK tim", _there(official.team_decree)
    yield "Rencana aksi", _there(official.action_plan)
    for text in official.recommendations:
        yield "Rekomendasi", text


def _share(share: float | None, part: int, whole: int) -> str:
    return "belum dapat dihitung" if share is None else f"{percent(share)} ({thousands(part)} dari {thousands(whole)})"


def _days(span: Duration) -> str:
    if span.calendar_days is None or span.working_days is None:
        return f"belum dapat dihitung ({thousands(span.missing)} kasus tanpa tanggal)"
    told = f"{decimal_comma(span.calendar_days)} hari kalender, {decimal_comma(span.working_days)} hari kerja"
    without = f"; {thousands(span.missing)} kasus tanpa tanggal" if span.missing else ""
    return f"{told} (atas {thousands(span.n)} kasus{without})"


def _there(value: bool | None) -> str:
    return "belum diketahui" if value is None else "ada" if value else "belum ada"

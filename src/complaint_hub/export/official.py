"""The sheet *Hasil Resmi* of the rapor: each published figure beside ours.

For: :func:`complaint_hub.export.rapor_xlsx`.
Must not: compute, or turn the ministry's word into a figure of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..evaluation import Compared, Scorecard, Standing, formula_of
from ..model import OfficialResult
from ..wording import short_date
from .grid import Column, Kind

__all__ = ["COMPARED", "official_lines"]

_STANDINGS: Final = {
    Standing.same: "cocok",
    Standing.rounded: "cocok setelah dibulatkan",
    Standing.explained: "berbeda, terjelaskan",
    Standing.unexplained: "berbeda, belum terjelaskan",
    Standing.not_ours: "tidak dapat dibandingkan",
}


def _metric(line: Compared) -> str:
    return "received" if line.figure == "total" else line.figure


def _term(line: Compared) -> str:
    try:
        return formula_of(_metric(line)).term
    except KeyError:
        return line.figure


def _kind(line: Compared) -> Kind:
    try:
        unit = formula_of(_metric(line)).unit
    except KeyError:
        return "rate"
    return "share" if unit == "share" else "count" if unit in ("cases", "rows") else "days"


def _step(line: Compared) -> Kind:
    return {"share": "points", "count": "change"}.get(_kind(line), "step")  # type: ignore[return-value]  # kinds both


def _causes(line: Compared) -> str:
    return "; ".join(f"{'karena' if cause.explains else 'dicoba:'} {cause.text}" for cause in line.causes)


COMPARED: Final = (
    Column[Compared]("Sumber", 30, "wrapped", lambda line: line.source, "the letter that publishes it"),
    Column[Compared]("Angka", 34, "wrapped", _term, "the figure"),
    Column[Compared]("Resmi", 12, "count", lambda line: line.theirs, "as published", _kind),
    Column[Compared]("Hitungan Sendiri", 12, "count", lambda line: line.ours, "as counted here", _kind),
    Column[Compared]("Selisih", 14, "change", lambda line: line.difference, "published − ours", _step),
    Column[Compared]("Kesimpulan", 24, "wrapped", lambda line: _STANDINGS[line.standing], "how the two stand"),
    Column[Compared]("Kemungkinan Sebab", 64, "wrapped", _causes, "ways of counting that give the published number"),
)


def official_lines(card: Scorecard, letter: OfficialResult | None) -> Iterator[str]:
    """What the letter says in words; it is input, and marked as such."""
    if letter is None:
        yield f"Hasil resmi {card.year} belum dimasukkan: complaint-hub official import FILE.toml"
        return
    dated = f", {short_date(letter.letter_date)}" if letter.letter_date else ""
    yield f"Surat: {letter.letter}{dated}"
    if letter.predicate is not None:
        scale = f", skala {letter.scale}" if letter.scale else ""
        yield f'Predikat: "{letter.predicate}" (masukan dari surat{scale}; tidak dihitung)'
    for name, there in (("SK tim", letter.team_decree), ("Rencana aksi", letter.action_plan)):
        yield f"{name}: {'belum diketahui' if there is None else 'ada' if there else 'belum ada'} (masukan)"
    for advice in card.recommendations:
        yield f"Rekomendasi: {advice.text} (dasar: {advice.trigger})"

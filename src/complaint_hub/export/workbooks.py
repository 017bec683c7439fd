"""The monthly workbook and the yearly rapor.

For: what an office hands in, and the commands ``export monthly`` and ``export rapor``.
Must not: compute a figure (see ``evaluation``), nor hold a list in memory that can be a stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..evaluation import PeriodKind, Scorecard, reconcile
from ..vocabulary import channel_name
from ..wording import moment, short_date, thousands
from . import groups, lists
from .coverage import coverage_lines
from .files import whole_file
from .grid import Column, Sheet, write_book
from .groups import Counted, lines
from .indicators import INDICATORS, indicators
from .listed import ListedCase
from .lists import Numbered
from .official import COMPARED, official_lines
from .reading import backlog, card_of, cases_of
from .wanted import Wanted

if TYPE_CHECKING:
    from ..store import Store

__all__ = ["MONTHLY", "RAPOR", "Written", "monthly_xlsx", "rapor_xlsx"]

_BY: Final[Mapping[str, tuple[str, tuple[Column[Counted], ...]]]] = {
    "Per OPD": ("unit", groups.UNITS),
    "Per Kanal": ("channel", groups.CHANNELS_SHEET),
    "Per Kategori": ("category", groups.CATEGORIES),
    "Per Kecamatan": ("district", groups.DISTRICTS),
}

MONTHLY: Final[Mapping[str, tuple[Column[Any], ...]]] = {
    "Ringkasan": INDICATORS,
    "Daftar Aduan": lists.CASES,
    **{name: columns for name, (_, columns) in _BY.items()},
    "Tunggakan": lists.BACKLOG,
}
"""The sheets of the monthly workbook, in their order, and their columns."""

RAPOR: Final[Mapping[str, tuple[Column[Any], ...]]] = {
    "Ringkasan": INDICATORS,
    "Hasil Resmi": COMPARED,
    "Per Bulan": groups.MONTHS,
    **{name: columns for name, columns in MONTHLY.items() if name != "Ringkasan"},
}
"""The sheets of the rapor."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: where it lies, and how many rows each of its tables has."""

    path: Path
    rows: Mapping[str, int]


def monthly_xlsx(store: Store, path: str | PathLike[str], wanted: Wanted) -> Written:
    """Write the workbook of a period, as it is handed in each month (a quarter or half-year will do as well).

    It appears under its name when it is whole. One with personal data or protected contents is readable by its owner
    alone (POSIX).

    Raises: OSError, if the file cannot be written; StoreError.
    """
    return _write(store, path, wanted, f"Rekap Pengaduan {wanted.period.label}", MONTHLY, rapor=False)


def rapor_xlsx(store: Store, path: str | PathLike[str], wanted: Wanted) -> Written:
    """Write the rapor of a year: every metric, the months, the official result beside it, and the lists.

    Raises: ValueError, if the period is not a year; OSError, if the file cannot be written; StoreError.
    """
    if wanted.period.kind is not PeriodKind.year:
        raise ValueError(f"a rapor is of a year, got {wanted.period}: pass Period({wanted.period.year})")
    return _write(store, path, wanted, f"Rapor Pengaduan {wanted.period.label}", RAPOR, rapor=True)


def _write(
    store: Store,
    path: str | PathLike[str],
    wanted: Wanted,
    title: str,
    sheets: Mapping[str, tuple[Column[Any], ...]],
    *,
    rapor: bool,
) -> Written:
    official = store.official(wanted.period.year) if rapor else None
    card = card_of(store, wanted, official=official, months=rapor)
    maker = _Maker(store, wanted, card, rapor=rapor)
    made = wanted.now.astimezone(wanted.calendar.zone)
    with whole_file(path, private=wanted.content.personal or wanted.content.confidential) as part:
        rows = write_book(
            part,
            (maker.sheet(name, columns) for name, columns in sheets.items()),
            title=title,
            government=wanted.government,
            made=made,
        )
    return Written(Path(path), rows)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the sheets of one workbook by their names."""

    store: Store
    wanted: Wanted
    card: Scorecard
    rapor: bool

    def sheet(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        if name in _BY:
            return self._groups(name, columns, _BY[name][0])
        made: dict[str, Callable[[str, tuple[Column[Any], ...]], Sheet[Any]]] = {
            "Ringkasan": self._indicators,
            "Daftar Aduan": self._cases,
            "Tunggakan": self._backlog,
            "Hasil Resmi": self._official,
            "Per Bulan": self._months,
        }
        return made[name](name, columns)

    @property
    def _period(self) -> str:
        """``Diterima 1 Nov 2026 sampai 30 Nov 2026, semua kanal; keadaan per 24 Nov 2026 08.00 WIB``."""
        period, of = self.wanted.period, channel_name(self.wanted.channel) if self.wanted.channel else "semua kanal"
        as_of = moment(self.wanted.now, self.wanted.calendar.zone)
        return f"Diterima {short_date(period.first)} sampai {short_date(period.last)}, {of}; keadaan per {as_of}"

    def _indicators(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        of = f"{self._period}; periode lalu: {self.wanted.period.previous.label}"
        rows = indicators(self.card, self.wanted, every=self.rapor)
        return Sheet(name, of, columns, rows, notes=tuple(coverage_lines(self.store, self.wanted)), one_page=True)

    def _cases(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        return Sheet(name, self._said(self.card.total), columns, _numbered(cases_of(self.store, self.wanted)))

    def _backlog(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        found = backlog(self.store, self.wanted)
        late = sum(case.overdue for case in found)
        until = short_date(self.wanted.period.last)
        as_of = moment(self.wanted.now, self.wanted.calendar.zone)
        counts = f"{thousands(len(found))} kasus, {thousands(late)} lewat tenggat"
        of = f"Semua kasus terbuka yang diterima sampai {until}; keadaan per {as_of}: {counts}"
        return Sheet(name, of, columns, _numbered(found))

    def _groups(self, name: str, columns: tuple[Column[Any], ...], by: str) -> Sheet[Any]:
        rows = tuple(lines(self.card, by, self.wanted))
        if by == "channel":
            of = f"{self._period}. Kiriman tiap kanal; satu kasus dapat terhitung di dua kanal"
            return Sheet(name, of, columns, rows, notes=(f"Semua kanal: {thousands(self.card.total)} kasus.",))
        return Sheet(name, self._said(self.card.total), columns, rows, total=self._total)

    def _months(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        rows = tuple(lines(self.card, "month", self.wanted))
        return Sheet(name, self._said(self.card.total), columns, rows, total=self._total)

    def _official(self, name: str, columns: tuple[Column[Any], ...]) -> Sheet[Any]:
        letter = self.store.official(self.wanted.period.year)
        compared = reconcile(self.card, letter)
        notes = (*official_lines(self.card, letter), *(f"Catatan: {note}" for note in compared.notes))
        return Sheet(name, self._period, columns, compared.lines, notes=notes)

    @property
    def _total(self) -> Counted | None:
        population = self.wanted.registry.population() if self.wanted.registry is not None else None
        return Counted("Total", self.card, population) if self.card.total else None

    def _said(self, cases: int) -> str:
        return f"{self._period}: {thousands(cases)} kasus" if cases else "Belum ada aduan dalam periode ini."


def _numbered(cases: Iterable[ListedCase]) -> Iterator[Numbered]:
    for n, case in enumerate(cases, start=1):
        yield Numbered(n, case)

"""Writes the files a LAPOR! office has, with invented reports whose figures are known beforehand.

For: the demo and tests: ``generate(folder)`` gives the reports of 2023, 62 of them, whose follow-ups took 967
calendar days from the disposition, a mean of 15.6.
Must not: import anything of ``complaint_hub`` outside the sandbox, or name a real person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

from .cases import FINISHED, LIVELY, Case, Mix, invent
from .files import COLUMNS, FOLLOW_UP_COLUMNS, RINGKAS, Layout, write_export, write_follow_up, write_timelines

__all__ = [
    "AS_OF",
    "COLUMNS",
    "DEMO",
    "FINISHED",
    "FOLLOW_UP_COLUMNS",
    "LIVELY",
    "RINGKAS",
    "Case",
    "Ending",
    "Files",
    "Layout",
    "Mix",
    "Year",
    "generate",
    "generate_years",
    "write_export",
    "write_follow_up",
    "write_timelines",
]

Ending = Literal["xlsx", "csv"]
"""What a sheet is written as."""

AS_OF = date(2026, 11, 24)
"""The day of the download unless another is given; nothing in the files is later."""


@dataclass(frozen=True)
class Year:
    """What :func:`generate_years` writes for one year."""

    year: int
    cases: int
    total_days: int | None = None
    mix: Mix = FINISHED


DEMO = (
    Year(2023, 62, 967),
    Year(2024, 95, mix=Mix(archived=0.05)),
    Year(2025, 140, mix=Mix(postponed=0.01, archived=0.06)),
    Year(2026, 165, mix=LIVELY),
)
"""A regency that is better known from year to year; 2023 is the year with an official result."""


@dataclass(frozen=True)
class Files:
    """What was written. ``cases`` are the reports in it, oldest first."""

    export: Path
    follow_up: Path
    timelines: tuple[Path, ...] = ()
    cases: tuple[Case, ...] = field(default=(), repr=False)

    @property
    def paths(self) -> tuple[Path, ...]:
        return (self.export, self.follow_up, *self.timelines)


def generate(
    folder: Path,
    *,
    year: int = 2023,
    cases: int = 62,
    total_days: int | None = 967,
    mix: Mix = FINISHED,
    layout: Layout = "ringkas",
    export: Ending = "xlsx",
    follow_up: Ending = "xlsx",
    timelines: Literal["none", "each", "one"] = "none",
    text_length: tuple[int, int] | None = None,
    as_of: date = AS_OF,
    seed: int = 1,
) -> Files:
    """Write the reports of one year into *folder*, which is made if it is missing.

    Args:
        total_days: sum, over the reports that were followed up, of the calendar days from disposition to follow-up;
            None leaves it to the dice.
        mix: what is not finished.
        timelines: also as JSON, a file for ``each`` report or ``one`` with all.
        text_length: least and most characters of a report's text.
        as_of: the day of the download.

    Raises: ValueError, if *total_days* cannot be reached, or the year has not begun.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = invent(year, cases, total_days=total_days, mix=mix, seed=seed, as_of=as_of, text_length=text_length)
    generated = datetime.combine(as_of, time(2), UTC)
    written = write_export(folder / f"laporan-{layout}-{year}.{export}", found, layout=layout, generated=generated)
    sheet = write_follow_up(folder / f"tindak-lanjut-{year}.{follow_up}", found)
    lines: list[Path] = []
    if timelines != "none":
        lines = write_timelines(folder / ("linimasa" if timelines == "each" else f"linimasa-{year}.json"), found)
    return Files(written, sheet, tuple(lines), tuple(found))


def generate_years(
    folder: Path, years: Sequence[Year] = DEMO, *, as_of: date = AS_OF, seed: int = 1
) -> tuple[Files, ...]:
    """Write several years, the last of them in the long layout, as an office that was given the newer form."""
    return tuple(
        generate(
            folder,
            year=one.year,
            cases=one.cases,
            total_days=one.total_days,
            mix=one.mix,
            layout="lengkap" if one is years[-1] else "ringkas",
            as_of=as_of,
            seed=seed,
        )
        for one in years
    )

"""Periods of a report: month, quarter, four-month term, half-year, year.

For: everything that is counted "received in"; offices report in all five.
Must not: know a calendar of working days, a zone or a clock: a period is a run of local dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ..errors import ConfigError

__all__ = ["Period", "PeriodKind"]


class PeriodKind(StrEnum):
    """How long a period is. A *term* (catur wulan) has four months."""

    month = "month"
    quarter = "quarter"
    term = "term"
    half = "half"
    year = "year"

    @property
    def months(self) -> int:
        """How many months it has."""
        return _MONTHS_OF[self]


_MONTHS_OF: Final = {
    PeriodKind.month: 1,
    PeriodKind.quarter: 3,
    PeriodKind.term: 4,
    PeriodKind.half: 6,
    PeriodKind.year: 12,
}
_ROMAN: Final = ("I", "II", "III", "IV")
_NAMES: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_LETTERS: Final = {
    "TW": PeriodKind.quarter,
    "Q": PeriodKind.quarter,
    "CW": PeriodKind.term,
    "S": PeriodKind.half,
}
_CODES: Final = {PeriodKind.quarter: "TW", PeriodKind.term: "CW", PeriodKind.half: "S"}
_WORDS: Final = {PeriodKind.quarter: "Triwulan", PeriodKind.term: "Catur Wulan", PeriodKind.half: "Semester"}
_FORM: Final = re.compile(
    r"(?P<year>20[0-9]{2}|2100)(?:-(?:(?P<month>[0-9]{2})|(?P<letters>[A-Z]{1,2})(?P<part>[1-4])))?"
)
_FORMS: Final = "2023, 2023-05, 2023-TW2 (quarter), 2023-CW1 (four-month term) or 2023-S1 (half-year)"


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a calendar year.

    Attributes:
        year: the calendar year.
        kind: how long it is.
        number: which one of the year, from 1; of a year 1.
    """

    year: int
    kind: PeriodKind = PeriodKind.year
    number: int = 1

    def __post_init__(self) -> None:
        if not 2000 <= self.year <= 2100:
            raise ConfigError(f"a period lies between 2000 and 2100, got {self.year}")
        if not 1 <= self.number <= 12 // self.kind.months:
            raise ConfigError(f"a year has {12 // self.kind.months} periods of kind {self.kind}, got {self.number}")

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2023``, ``2023-05``, ``2023-TW2`` (or ``Q2``), ``2023-CW1``, ``2023-S1``. Raises: ConfigError."""
        found = _FORM.fullmatch(text.strip().upper())
        if found is None or (found["letters"] and found["letters"] not in _LETTERS):
            raise ConfigError(f"{text!r} is no period: write {_FORMS}")
        year = int(found["year"])
        if found["month"]:
            return cls(year, PeriodKind.month, int(found["month"]))
        if found["letters"]:
            return cls(year, _LETTERS[found["letters"]], int(found["part"]))
        return cls(year)

    @property
    def first(self) -> date:
        """The first local date."""
        return date(self.year, (self.number - 1) * self.kind.months + 1, 1)

    @property
    def last(self) -> date:
        """The last local date."""
        month = self.number * self.kind.months
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def code(self) -> str:
        """As :meth:`parse` reads it."""
        if self.kind is PeriodKind.year:
            return str(self.year)
        if self.kind is PeriodKind.month:
            return f"{self.year}-{self.number:02}"
        return f"{self.year}-{_CODES[self.kind]}{self.number}"

    @property
    def label(self) -> str:
        """As an officer writes it: ``2023``, ``Mei 2023``, ``Triwulan II 2023``."""
        if self.kind is PeriodKind.year:
            return str(self.year)
        if self.kind is PeriodKind.month:
            return f"{_NAMES[self.number - 1]} {self.year}"
        return f"{_WORDS[self.kind]} {_ROMAN[self.number - 1]} {self.year}"

    @property
    def previous(self) -> Period:
        """The period of the same kind before this one."""
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        return Period(self.year - 1, self.kind, 12 // self.kind.months)

    def months(self) -> Iterator[Period]:
        """Its months, in order."""
        for month in range(self.first.month, self.last.month + 1):
            yield Period(self.year, PeriodKind.month, month)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.code

    def to_dict(self) -> dict[str, str]:
        """As JSON."""
        return {
            "code": self.code,
            "kind": str(self.kind),
            "label": self.label,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
        }

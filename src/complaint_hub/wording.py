"""Dates and numbers as Indonesian officers expect to read them: ``Selasa, 24 November 2026``, ``15,6``, ``1.351``.

For: everything that writes for people (commands, exports, the dashboard).
Must not: depend on the locale of the machine, nor be read back: files for programs use ISO dates and plain numbers.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

__all__ = ["decimal_comma", "long_date", "moment", "month_name", "percent", "short_date", "size", "thousands"]

_WEEKDAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_SHORT: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def long_date(day: date, *, weekday: bool = True) -> str:
    """``Selasa, 24 November 2026``; without the weekday ``24 November 2026``."""
    text = f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{_WEEKDAYS[day.weekday()]}, {text}" if weekday else text


def short_date(day: date) -> str:
    """``24 Nov 2026``."""
    return f"{day.day} {_SHORT[day.month - 1]} {day.year}"


def month_name(number: int) -> str:
    """``November`` for 11."""
    return _MONTHS[number - 1]


def moment(value: datetime, zone: tzinfo) -> str:
    """``24 Nov 2026 08.00 WIB``."""
    local = value.astimezone(zone)
    return f"{short_date(local.date())} {local:%H.%M} {local.tzname()}"


def size(count: int) -> str:
    """``820 B``, ``4,2 MB``: bytes in thousands."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{decimal_comma(value)} {unit}" if unit != "B" else f"{count} B"


def thousands(number: int) -> str:
    """``1.351``."""
    return f"{number:,}".replace(",", ".")


def decimal_comma(number: float | Decimal, *, places: int = 1) -> str:
    """``15,6``; thousands with a point; a half is rounded away from zero, as people round."""
    # By way of its text, so that 0.25 and 2.675 round as they are written and not as they are stored.
    exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,}".translate({ord(","): ".", ord("."): ","})


def percent(share: float, *, places: int = 1) -> str:
    """A share of 0..1 as per cent: ``95%``, ``41,4%``; zeros after the comma are left out."""
    text = decimal_comma(Decimal(str(share)) * 100, places=places)
    return (text.rstrip("0").rstrip(",") if "," in text else text) + "%"

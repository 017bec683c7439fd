"""How the templates write what they show: numbers, dates, shares, and what a row is found by.

For: ``render``.
Must not: give markup: what comes from here is text, and the templates escape it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from ..vocabulary import channel_name
from ..wording import decimal_comma, long_date, moment, month_name, percent, short_date, thousands
from .values import CaseLine, ChannelLine, Count, Hidden, Rate, State, Year

__all__ = ["FILTERS", "HELPERS", "WORDS", "counts_told"]

_NB = "\u00a0"

WORDS: Final[Mapping[State, str]] = {
    State.late: "lewat",
    State.soon: "segera",
    State.running: "berjalan",
    State.paused: "jeda",
    State.done: "selesai",
    State.free: "tanpa",
}
"""What a state is called in the page's own markup."""


def counts_told(least: int | None) -> Callable[[Any], str]:
    """Says a count: a number, a dash for none that applies, or that it is not told."""

    def told(count: Count | float | None) -> str:
        if count is None:
            return "–"
        if count is Hidden.small:
            return f"kurang dari {least}"
        if isinstance(count, Hidden):
            return "disem\u00adbunyi\u00adkan"  # may be parted in a narrow column
        return thousands(round(count))

    return told


def _pct(share: float | None, places: int = 1) -> str:
    """``90,3%``; what falls short of all never reads as 100%, some never as 0%; None is a dash."""
    if share is None:
        return "–"
    if 0 < share < 0.001:
        share = 0.001
    elif 0.999 < share < 1:
        share = 0.999
    if places == 1 and share not in (0, 1):
        return f"{decimal_comma(share * 100)}%"
    return percent(share, places=places)


def _rate(rate: Rate | None) -> str:
    """A share; of one whose numbers are hidden, between what it lies."""
    if rate is None:
        return "–"
    if rate.value is not None:
        return _pct(rate.value)
    if rate.at_least is None or rate.at_most is None:
        return "–" if rate.whole == 0 else "disembunyikan"
    if rate.at_most >= 1:
        return f"{_pct(rate.at_least, 0)} atau lebih"
    return f"{_pct(rate.at_least, 0)} sampai {_pct(rate.at_most, 0)}"


def _day(value: date | datetime, year: int | None = None) -> str:
    """``24 Nov 2026``; in the year of the page without it."""
    text = short_date(value.date() if isinstance(value, datetime) else value)
    return text.rpartition(" ")[0].replace(" ", _NB) if value.year == year else text


def _moment(value: datetime) -> str:
    return moment(value, value.tzinfo) if value.tzinfo is not None else ""


def _signed(change: int | None) -> str:
    """``+34``, ``−3``, ``0``."""
    if change is None:
        return "–"
    return f"+{thousands(change)}" if change > 0 else f"−{thousands(-change)}" if change else "0"


def _short_of(moment_: datetime | date) -> str:
    """``24 Nov 2026``, of an instant by its own zone."""
    return short_date(moment_.date() if isinstance(moment_, datetime) else moment_)


def _stamp(at: datetime, year: int) -> str:
    """``24 Nov, 06.05``."""
    return f"{_day(at, year)}, {at:%H.%M}"


def _sortable(value: object) -> str:
    """What a column is sorted by; what is not told comes last."""
    return str(value) if isinstance(value, int | float) else "-1"


def _keys(case: CaseLine) -> str:
    """What the filter "Keadaan" finds a row by."""
    found = [WORDS[case.state]]
    found += ["buka"] * case.open + ["tutup"] * (not case.open)
    found += ["belum"] * (case.open and not case.answered and case.told != "Belum dipilah")
    found += ["pilah"] * (case.told == "Belum dipilah")
    return " ".join(found)


def _shares(parts: Sequence[tuple[str, Any]], top: int) -> list[tuple[str, float]]:
    return [(kind, count / top if top and isinstance(count, int) else 0.0) for kind, count in parts]


def _most(lines: Sequence[object], *fields: str) -> int:
    """The largest count of some fields that is told: the common scale of their bars."""
    told = [getattr(line, field) for line in lines for field in fields]
    return max((count for count in told if isinstance(count, int)), default=0)


def _longest_days(years: Sequence[Year]) -> float:
    return max((year.days for year in years if year.days is not None), default=0.0)


def _units_of(lines: Sequence[CaseLine]) -> list[str]:
    return sorted({case.unit for case in lines if case.unit is not None})


def _channels_of(lines: Sequence[CaseLine]) -> list[tuple[str, str]]:
    return sorted({(case.channel, case.channel_label) for case in lines}, key=lambda pair: pair[1])


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def _gaps_of(lines: Sequence[ChannelLine]) -> list[tuple[str, str]]:
    """What was not covered, channel by channel, for the foot of the page."""
    found: list[tuple[str, str]] = []
    for line in lines:
        if not line.read:
            found.append((line.label, "belum pernah disinkronkan"))
        texts = [*([line.why] if line.why else []), *line.gaps]
        if texts:
            found.append((line.label, "; ".join(texts)))
    return found


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "channel": channel_name,
    "day": _day,
    "decimal": decimal_comma,
    "keys": _keys,
    "long": long_date,
    "moment": _moment,
    "month": month_name,
    "pct": _pct,
    "rate": _rate,
    "short": short_date,
    "short_of": _short_of,
    "signed": _signed,
    "sortable": _sortable,
    "stamp": _stamp,
    "thousands": thousands,
}

HELPERS: Final[Mapping[str, Callable[..., Any]]] = {
    "channels_of": _channels_of,
    "gaps_of": _gaps_of,
    "longest_days": _longest_days,
    "most": _most,
    "numbered": _numbered,
    "shares": _shares,
    "units_of": _units_of,
}

"""Dates and times as Indonesian offices and platforms write them, read strictly.

For: channels that read cells and texts; whatever is doubtful is refused with a reason, so that the row is set aside
instead of landing in the wrong month.
Must not: fill a gap from today (no clock here), guess which of two numbers is the month, or take a bare number for a
date. dateutil does all three: with ``dayfirst`` it reads 2026-01-06 as 1 June.
Its counterpart, which writes dates and numbers for people, is :mod:`complaint_hub.wording`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import ConfigError

__all__ = ["Cell", "date_of", "day_start", "moment", "time_of", "zone_of"]

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

_EARLIEST: Final = date(2000, 1, 1)
_LATEST: Final = date(2099, 12, 31)

_MONTH_NAMES: Final = (
    "jan januari january", "feb peb februari pebruari february", "mar maret march", "apr april", "mei may",
    "jun juni june", "jul juli july", "agu agt ags agust agustus aug august", "sep sept september",
    "okt oktober oct october", "nov nop november nopember", "des desember dec december",
)  # fmt: skip
_DAY_NAMES: Final = (
    "senin sen monday mon", "selasa sel tuesday tue", "rabu rab wednesday wed", "kamis kam thursday thu",
    "jumat jum'at jum friday fri", "sabtu sab saturday sat", "minggu min ahad sunday sun",
)  # fmt: skip
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_WEEKDAYS: Final = {name: number for number, names in enumerate(_DAY_NAMES) for name in names.split()}
_ZONES: Final = {
    "wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura", "utc": "UTC", "gmt": "UTC", "z": "UTC",
}  # fmt: skip

_WEEKDAY = r"(?:(?P<weekday>[^\W\d_]+(?:'[^\W\d_]+)?)\s*,?\s+)?"
_CLOCK = (
    r"(?:pukul\s+|jam\s+|pkl\.?\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<zone>WIB|WITA|WIT|UTC|GMT|Z|[+-]\d{2}:?\d{2}))?"
)
_ON_CLOCK = rf"(?:(?:\s*,\s*|\s+-\s+|\s+|T){_CLOCK})?"
_FORMS: Final = tuple(
    re.compile(_WEEKDAY + form + _ON_CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/])(?P<month>\d{2})(?P=mark)(?P<day>\d{2})",
        r"(?P<day>\d{1,2})(?P<mark>[\s-])\s*(?P<name>[^\W\d_]+)\.?(?:\s*(?P=mark)\s*|\s+|,\s*)(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})",
    )
)
_TIME: Final = re.compile(_CLOCK, re.IGNORECASE)


def date_of(cell: Cell, *, earliest: date = _EARLIEST, latest: date = _LATEST, day_first: bool = False) -> date:
    """Read the date of a cell.

    Accepted: date cells; ``2026-01-06``, ``2026-01-06 00:00:00``, ``2023/03/21``; ``3 Jan 2026``, ``06 Agu 2026``,
    ``29 May 2023``, ``Senin, 6 Januari 2025, 09:15``, ``Jum'at, 10 Nopember 2023``; ``21/03/2023``, where only one
    reading is possible.

    Args:
        cell: the cell or text; a time in it is passed over.
        earliest, latest: the first and last day that is plausible; refused outside (1900, 2999).
        day_first: the caller vouches that ``06/08/2026`` is 6 August; without it such a date is refused.

    Raises: ValueError, one sentence that says what is wrong with the value: empty, a bare number, an impossible or
        ambiguous date, a weekday that is not that day's, outside the plausible days.
    """
    return _read(cell, earliest, latest, day_first)[0]


def time_of(cell: Cell) -> time | None:
    """Read the time of day of a cell; None where it tells only the day, or nothing.

    Accepted: time cells; ``09:15``, ``02:10:33``, ``14.05``, ``pukul 14.05 WIB``; durations below 24 hours (what a
    workbook gives for some formats of time); the time within a date cell or a dated text. Midnight in a date
    cell or an ISO text is how spreadsheets write "no time", so ``2026-01-06 00:00:00`` gives None; ``00:00`` alone, and
    ``6 Januari 2025, 00:00``, are midnight.

    Raises: ValueError, for anything else; a bare number, too.
    """
    return _clock(cell)[0]


def moment(
    date_cell: Cell,
    time_cell: Cell = None,
    *,
    zone: tzinfo,
    earliest: date = _EARLIEST,
    latest: date = _LATEST,
    day_first: bool = False,
) -> datetime:
    """Read an instant from a date cell and, where the time stands apart, a time cell.

    Args:
        date_cell: the date, with or without a time in it.
        time_cell: the time of day; empty if the date cell has it.
        zone: the zone in which both are written, unless the text names one itself (WIB, WITA, WIT, UTC, +07:00).
        earliest, latest, day_first: as in ``date_of``.

    Returns: the instant, aware, in UTC.
    Raises: ValueError, as ``date_of``; also if no time of day is told, two different ones are, or the zone skips it.
    """
    day, inner, inner_zone = _read(date_cell, earliest, latest, day_first)
    clock, said = _clock(time_cell)
    if clock is not None and inner is not None and clock != inner:
        raise ValueError(f"{_shown(date_cell)} and {_shown(time_cell)} tell two different times of day")
    if clock is None:
        clock, said = inner, inner_zone
    if clock is None:
        raise ValueError(f"{_shown(date_cell)} tells no time of day")
    local = datetime.combine(day, clock, tzinfo=said or inner_zone or zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(local.tzinfo).time() != clock:
        raise ValueError(f"{_shown(date_cell)} {clock:%H:%M} does not exist in {local.tzinfo}: the clocks went forward")
    return instant


def day_start(day: date, zone: tzinfo) -> datetime:
    """The instant at which a local day begins (00:00), in UTC: ``at`` of an event of which only the day is known."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a setting: an IANA name (``Asia/Jakarta``) or WIB, WITA, WIT, UTC.

    Raises: ConfigError, if there is none of that name.
    """
    try:
        return ZoneInfo(_ZONES.get(name.strip().lower(), name.strip()))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(
            f"There is no time zone {name!r}: use WIB, WITA, WIT, UTC or a name like Asia/Jakarta"
        ) from error


def _read(cell: Cell, earliest: date, latest: date, day_first: bool) -> tuple[date, time | None, tzinfo | None]:
    """Date, time of day (None if none is told) and the zone that the cell names."""
    day, clock, zone = _parts(cell, day_first)
    if not earliest <= day <= latest:
        raise ValueError(f"{_shown(cell)} lies outside {earliest.isoformat()} to {latest.isoformat()}")
    return day, clock, zone


def _parts(cell: Cell, day_first: bool) -> tuple[date, time | None, tzinfo | None]:
    if isinstance(cell, datetime):
        return cell.date(), _unless_midnight(cell.time()), cell.tzinfo
    if isinstance(cell, date):
        return cell, None, None
    if not isinstance(cell, str):
        raise ValueError(f"{_shown(cell)} is not a date" + (": format the cell as a date" if _numeric(cell) else ""))
    text = _tidy(cell)
    if not text:
        raise ValueError("the date is empty")
    for form in _FORMS:
        if found := form.fullmatch(text):
            clock = _time(found, cell)
            if form is _FORMS[0]:
                clock = _unless_midnight(clock)
            return _day(found, cell, day_first), clock, _zone(found["zone"])
    raise ValueError(f"{_shown(cell)} is not a date that can be read for sure: write it like 2026-01-06 or 6 Jan 2026")


def _day(found: re.Match[str], cell: str, day_first: bool) -> date:
    groups = found.groupdict()
    day, year = int(groups["day"]), int(groups["year"])
    if name := groups.get("name"):
        month = _MONTHS.get(name.lower(), 0)
        if not month:
            raise ValueError(f"{_shown(cell)} has no month that is known: {name}")
    else:
        month = int(groups["month"])
        ambiguous = found.re is _FORMS[2] and not day_first and day != month and day <= 12 and month <= 12
        if ambiguous:
            raise ValueError(f"{_shown(cell)} may be day or month first: write it like {year}-01-31 or 31 Jan {year}")
    try:
        result = date(year, month, day)
    except ValueError:
        raise ValueError(f"{_shown(cell)} is a day that does not exist") from None
    if weekday := groups["weekday"]:
        wanted = _WEEKDAYS.get(weekday.lower())
        if wanted is None:
            raise ValueError(f"{_shown(cell)} does not begin with a weekday that is known: {weekday}")
        if wanted != result.weekday():
            right = _DAY_NAMES[result.weekday()].split()[0].capitalize()
            raise ValueError(f"{_shown(cell)} names the wrong weekday: {result.isoformat()} is a {right}")
    return result


def _clock(cell: Cell) -> tuple[time | None, tzinfo | None]:
    if cell is None or cell == "":
        return None, None
    if isinstance(cell, time):
        return cell.replace(tzinfo=None), cell.tzinfo
    if isinstance(cell, timedelta):
        if not timedelta() <= cell < timedelta(days=1):
            raise ValueError(f"{_shown(cell)} is longer than a day, so it is no time of day")
        return (datetime(1970, 1, 1, tzinfo=UTC) + cell).time(), None
    if isinstance(cell, str):
        text = _tidy(cell)
        if not text:
            return None, None
        if found := _TIME.fullmatch(text):
            return _time(found, cell), _zone(found["zone"])
    if isinstance(cell, str | date):
        # The plausible days concern the date; a time stands for itself.
        _, clock, zone = _read(cell, date.min, date.max, True)
        return clock, zone
    raise ValueError(f"{_shown(cell)} is not a time of day: format the cell as a time")


def _time(found: re.Match[str], cell: str) -> time | None:
    if found["hour"] is None:
        return None
    try:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        raise ValueError(f"{_shown(cell)} has a time of day that does not exist") from None


def _unless_midnight(clock: time | None) -> time | None:
    # 00:00:00 beside a date is how spreadsheets write "no time of day".
    return None if clock == time() else clock


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    if known := _ZONES.get(name.lower()):
        return ZoneInfo(known)
    sign = -1 if name[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(name[1:3]), minutes=int(name[-2:])))


def _tidy(text: str) -> str:
    # Typographic apostrophes (Jum’at) and no-break spaces come from word processors.
    if not text.isascii():
        text = text.translate({0x2019: "'", 0x2018: "'", 0x60: "'", 0xA0: " ", 0x202F: " ", 0x2013: "-"})
    return " ".join(text.split())


def _numeric(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _shown(cell: Cell) -> str:
    # A date column may hold anything at all, a citizen's text included: no more of it than a date is long.
    text = cell if isinstance(cell, str) else str(cell)
    return repr(text if len(text) <= 40 else text[:37] + "...")

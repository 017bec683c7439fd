"""Calendars with office hours of every sort, and instants at their edges, for tests of working time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from complaint_hub.worktime import DayOff, Hours, Season, WorkCalendar, ramadan

__all__ = ["NAMES", "WIB", "calendar_named", "instants", "micros", "moments"]

WIB = ZoneInfo("Asia/Jakarta")
YEARS = range(2022, 2028)
FIRST, LAST = datetime(2022, 6, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
NAMES = ("perpres", "six_days", "change_of_law", "odd_minutes", "round_the_clock", "summer_time", "papua")


@cache
def calendar_named(name: str) -> WorkCalendar:
    """One of :data:`NAMES`, built once."""
    match name:
        case "perpres":
            return WorkCalendar.indonesia(years=YEARS)
        case "papua":
            return WorkCalendar.indonesia(years=YEARS, zone="Asia/Jayapura")
        case "six_days":
            own = {day: ["07:00-12:00", "12:30-14:00"] for day in range(6)}
            fasting = {day: ["08:00-12:00", "12:30-14:00"] for day in range(6)}
            return WorkCalendar.indonesia(years=YEARS, hours=Hours(own, ranges=ramadan(fasting)))
        case "change_of_law":
            # Six days until the end of 2024, then five longer ones.
            six = {day: ["07:30-14:00"] for day in range(6)}
            five = {day: ["07:30-12:00", "13:00-16:00"] for day in range(5)}
            old = Season("aturan lama", date.min, date(2024, 12, 31), six)
            return WorkCalendar.indonesia(years=YEARS, hours=Hours(five, ranges=[old]))
        case "odd_minutes":
            return WorkCalendar.indonesia(
                years=YEARS, hours=Hours({day: ["07:37-11:53", "12:41-15:59"] for day in (0, 2, 4)})
            )
        case "round_the_clock":
            return WorkCalendar([], years=YEARS, hours=Hours({day: ["00:00-24:00"] for day in range(7)}))
        case "summer_time":
            # Opens in the hour that is left out in March and comes twice in October.
            nights = Hours({day: ["01:30-02:30", "10:00-12:00"] for day in range(7)})
            return WorkCalendar(
                [DayOff(date(2024, 5, 1), "May Day")], years=YEARS, zone="Europe/Amsterdam", hours=nights
            )
    raise KeyError(name)


def micros(moment: datetime) -> int:
    """Whole microseconds since 1970 UTC."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def _edges() -> list[datetime]:
    """Openings, closings, breaks and midnights around Ramadan, a day off, a weekend and a change of law, and the
    nights on which Europe changes its clocks."""
    days = [
        *(date(2025, 2, 27) + timedelta(days=n) for n in range(6)),  # Ramadan 1446 begins on a Saturday
        *(date(2023, 4, 17) + timedelta(days=n) for n in range(12)),  # it ends, and joint leave follows
        *(date(2024, 12, 27) + timedelta(days=n) for n in range(7)),  # the made-up change of law
        *(date(2025, 8, 15) + timedelta(days=n) for n in range(5)),  # a late decree after Independence Day
        date(2024, 3, 31), date(2024, 4, 1), date(2024, 10, 27), date(2024, 10, 28),
    ]  # fmt: skip
    clock = ["00:00", "01:30", "02:30", "07:30", "07:37", "08:00", "11:30", "12:00", "12:30", "13:00", "15:00", "16:00",
             "16:30", "23:59"]  # fmt: skip
    return [datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone) for day in days for time in clock
            for zone in (WIB, ZoneInfo("Europe/Amsterdam"))]  # fmt: skip


_NUDGES = st.sampled_from([timedelta(), timedelta(microseconds=1), timedelta(microseconds=-1)])

moments = st.one_of(
    st.builds(lambda edge, nudge: edge + nudge, st.sampled_from(_edges()), _NUDGES),
    st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None), timezones=st.just(UTC)),
)
"""Aware instants, half of them at an edge or a microsecond beside one."""

instants = moments.map(micros)
"""The same as microseconds since 1970 UTC."""

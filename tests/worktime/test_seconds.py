"""Working seconds: counted by hand, exact inverses at every edge, explained, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.errors import ConfigError
from complaint_hub.worktime import Hours, WorkCalendar
from support.office_times import NAMES, WIB, calendar_named, moments

HOUR = 3600
perpres = calendar_named("perpres")
names = st.sampled_from(NAMES)
# Up to some six weeks of work, to the microsecond.
amounts = st.integers(0, 200 * HOUR * 10**6).map(lambda micros: micros / 10**6)


def at(text: str) -> datetime:
    """A moment in Blitar."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-01-05T09:00", "2026-01-05T10:30", 1.5),
        ("2026-01-05T11:00", "2026-01-05T14:00", 2),
        ("2026-01-05T12:15", "2026-01-05T12:45", 0),
        ("2026-01-09T11:00", "2026-01-09T13:30", 1),
        ("2026-01-05T16:00", "2026-01-06T07:30", 0),
        ("2026-01-05T15:00", "2026-01-06T08:30", 2),
        ("2026-01-10T09:00", "2026-01-12T08:30", 1),
        ("2026-01-15T15:00", "2026-01-19T08:30", 2),
        ("2026-02-18T15:00", "2026-02-19T09:00", 2),
        ("2026-02-18T00:00", "2026-02-20T00:00", 14),
        ("2026-03-17T14:00", "2026-03-25T08:00", 1.5),
        ("2025-08-15T16:00", "2025-08-19T08:00", 1),
        ("2026-01-05T00:00", "2026-01-12T00:00", 37.5),
    ],
    ids=[
        "within an interval", "lunch break", "inside the break", "Friday break", "over night", "over two days",
        "start on a Saturday", "over a holiday and a weekend", "into Ramadan",
        "the day before and the first of Ramadan", "over Idul Fitri", "over a late decree", "an ordinary week",
    ],
)  # fmt: skip
def test_working_hours_counted_by_hand(start: str, end: str, hours: float) -> None:
    assert perpres.working_seconds(at(start), at(end)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-01-05T15:00", 1, "2026-01-05T16:00"),
        ("2026-01-05T15:00", 1.5, "2026-01-06T08:00"),
        ("2026-01-05T11:00", 1, "2026-01-05T12:00"),
        ("2026-01-05T12:30", 0.5, "2026-01-05T13:30"),
        ("2026-01-10T09:00", 1, "2026-01-12T08:30"),
        ("2026-01-05T16:00", 7.5, "2026-01-06T16:00"),
        ("2026-02-18T15:00", 7.5, "2026-02-19T15:00"),
        ("2026-03-17T14:00", 1, "2026-03-17T15:00"),
        ("2026-03-17T14:00", 2, "2026-03-25T08:30"),
    ],
    ids=[
        "ends a day: its closing", "past it: the next morning", "ends at the break", "starts in the break",
        "starts on a day off", "starts at closing time", "into Ramadan", "ends before Idul Fitri", "past Idul Fitri",
    ],
)  # fmt: skip
def test_the_end_of_an_amount_counted_by_hand(start: str, hours: float, end: str) -> None:
    assert perpres.add_seconds(at(start), hours * HOUR) == at(end)


def test_nothing_added_stays_where_it_is_even_while_closed() -> None:
    assert perpres.add_seconds(at("2026-01-10T09:00"), 0) == at("2026-01-10T09:00")


def test_an_instant_is_the_same_in_every_zone_but_an_office_opens_in_its_own() -> None:
    start, end = at("2026-01-05T05:00"), at("2026-01-05T06:00")
    papua = calendar_named("papua")
    assert [c.working_seconds(start.astimezone(UTC), end.astimezone(UTC)) for c in (perpres, papua)] == [0, 1800]


@settings(deadline=None)
@given(names, moments, amounts)
def test_between_undoes_plus_to_the_microsecond(name: str, start: datetime, seconds: float) -> None:
    calendar = calendar_named(name)
    assert calendar.working_seconds(start, calendar.add_seconds(start, seconds)) == seconds


@settings(deadline=None)
@given(names, moments, amounts.filter(bool))
def test_plus_ends_at_the_first_instant_at_which_the_amount_is_done(name: str, start: datetime, seconds: float) -> None:
    calendar = calendar_named(name)
    end = calendar.add_seconds(start, seconds)
    assert calendar.working_seconds(start, end - timedelta(microseconds=1)) < seconds


@settings(deadline=None)
@given(names, moments, moments)
def test_plus_undoes_between_up_to_the_closed_hours_before_the_end(name: str, a: datetime, b: datetime) -> None:
    calendar, (start, end) = calendar_named(name), sorted([a, b])
    found = calendar.add_seconds(start, calendar.working_seconds(start, end))
    assert found <= end
    assert calendar.working_seconds(found, end) == 0


@settings(deadline=None)
@given(names, moments, moments, moments)
def test_working_time_adds_up_and_turns_its_sign(name: str, a: datetime, b: datetime, c: datetime) -> None:
    between = calendar_named(name).working_seconds
    assert between(a, c) == pytest.approx(between(a, b) + between(b, c), abs=2e-6)
    assert between(a, b) == -between(b, a)


@settings(deadline=None)
@given(names, moments, st.integers(0, 40 * 86_400))
def test_an_explanation_ends_with_what_was_counted(name: str, start: datetime, seconds: int) -> None:
    calendar, end = calendar_named(name), start + timedelta(seconds=seconds)
    told = calendar.explain_seconds(start, end)
    counted = [one for one in told if one.kind == "working"]
    assert (told[-1].total if told else 0) == calendar.working_seconds(start, end)
    assert sum(one.seconds for one in counted) == pytest.approx(calendar.working_seconds(start, end))
    assert all(one.start and one.end and start <= one.start < one.end <= end for one in counted)


@settings(deadline=None)
@given(moments, st.integers(0, 40))
def test_an_explanation_skips_the_days_that_are_not_worked_and_no_others(start: datetime, days: int) -> None:
    end = start + timedelta(days=days)
    told = perpres.explain_seconds(start, end)
    first, last = perpres.local_day(start), perpres.local_day(max(start, end - timedelta(microseconds=1)))
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [one.date for one in told if one.kind != "working"] == [day for day in span if not perpres.is_working(day)]


def test_an_explanation_names_each_stretch_and_each_skipped_day() -> None:
    told = perpres.explain_seconds(at("2026-02-13T15:30"), at("2026-02-19T09:00"))
    assert [
        (one.date.day, one.name, f"{one.start:%H:%M}-{one.end:%H:%M}" if one.start and one.end else "", one.total)
        for one in told
    ] == [
        (13, "Jumat", "15:30-16:30", 1 * HOUR),
        (14, "Akhir pekan (Sabtu)", "", 1 * HOUR),
        (15, "Akhir pekan (Minggu)", "", 1 * HOUR),
        (16, "Cuti Bersama Tahun Baru Imlek", "", 1 * HOUR),
        (17, "Tahun Baru Imlek", "", 1 * HOUR),
        (18, "Rabu", "07:30-12:00", 5.5 * HOUR),
        (18, "Rabu", "13:00-16:00", 8.5 * HOUR),
        (19, "Kamis, Ramadan 1447 H", "08:00-09:00", 9.5 * HOUR),
    ]


def test_an_explanation_up_to_midnight_does_not_begin_the_next_day() -> None:
    told = perpres.explain_seconds(at("2026-02-13T16:00"), at("2026-02-14T00:00"))
    assert [(one.date.day, one.seconds) for one in told] == [(13, 1800)]


def test_a_late_decree_takes_its_hours_away() -> None:
    span = at("2026-01-05T00:00"), at("2026-01-07T00:00")
    later = WorkCalendar.indonesia(years=[2026], extra={date(2026, 1, 6): "Hari Jadi"})
    assert [c.working_seconds(*span) / HOUR for c in (perpres, later)] == [15, 7.5]


def test_a_naive_datetime_is_refused() -> None:
    naive = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - that it is refused is the point
    for ask in (perpres.working_seconds, perpres.explain_seconds):
        with pytest.raises(ValueError, match="an aware instant is needed, got datetime"):
            ask(at("2026-01-05T08:00"), naive)
    with pytest.raises(ValueError, match="an aware instant is needed"):
        perpres.add_seconds(naive, 60)


def test_hours_cannot_be_explained_backwards() -> None:
    with pytest.raises(ValueError, match=r"cannot explain the hours from 2026-01-06 .* back to 2026-01-05"):
        perpres.explain_seconds(at("2026-01-06T08:00"), at("2026-01-05T08:00"))


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_an_amount_below_zero_or_without_bounds_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="at least 0 seconds"):
        perpres.add_seconds(at("2026-01-05T08:00"), seconds)


def test_an_instant_outside_the_calendar_says_how_to_widen_it() -> None:
    calendar = WorkCalendar([], years=[2024], hours=Hours.perpres_21_2023())
    with pytest.raises(ValueError, match=r"2026-01-05 .* lies outside the calendar, .* build it with years=range"):
        calendar.working_seconds(at("2024-01-05T08:00"), at("2026-01-05T08:00"))
    with pytest.raises(ValueError, match=r"7200 working seconds after 2024-12-31 .* lie past .* build it with years"):
        calendar.add_seconds(at("2024-12-31T15:00"), 7200)
    assert calendar.add_seconds(at("2024-12-31T15:00"), 3600) == at("2024-12-31T16:00")


def test_a_calendar_without_hours_counts_days_only() -> None:
    for calendar in (WorkCalendar([], years=[2026]), WorkCalendar.indonesia(years=[2026], weekdays=range(6))):
        with pytest.raises(ConfigError, match=r"counts days only: .* hours=Hours"):
            calendar.working_seconds(at("2026-01-05T08:00"), at("2026-01-05T09:00"))

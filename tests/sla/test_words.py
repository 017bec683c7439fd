"""A verdict in words, as an officer reads it."""

from __future__ import annotations

import pytest

from complaint_hub.model import Complaint, EventType, Source, Status
from complaint_hub.sla import Clock, Due, Policy, TargetUnit, Verdict, in_words, starts
from support.cases import answer, complaint, event, forwarded, status
from support.judged import CALENDAR, EVERY, OFFICE, own, verdict


def told(item: Complaint, clock: Clock = Clock.resolution, *, now: str, policy: Policy = EVERY) -> str:
    return in_words(verdict(item, clock, now=now, policy=policy), CALENDAR)


def test_a_running_clock_is_told_with_its_start_and_its_named_days_off() -> None:
    item = complaint("2026-04-28 09:00", forwarded("2026-04-29 09:00"))
    assert told(item, now="2026-05-12 09:00") == (
        "Batas waktu 22 Mei 2026: 14 hari kerja sejak disposisi 29 April; dilewati 1 Mei Hari Buruh Internasional, "
        "14 Mei Kenaikan Yesus Kristus, 15 Mei Cuti Bersama Kenaikan Yesus Kristus, 6 hari akhir pekan. "
        "Sisa 6 hari kerja."
    )


def test_a_pause_and_an_extension_are_told() -> None:
    more = event(EventType.extended, "2023-06-20 09:00", source=Source.office, data={"amount": 2})
    story = (status(Status.postponed, "2023-06-09 15:00"), status(Status.in_progress, "2023-06-12 09:00"), more)
    text = told(complaint("2023-06-05 08:00", *story, status=Status.in_progress), now="2023-06-21 09:00")
    assert "; dijeda 9 Juni sampai 12 Juni; diperpanjang 2 hari kerja. Sisa " in text
    assert text.startswith("Batas waktu 3 Juli 2023: 14 hari kerja sejak diterima 5 Juni; dilewati ")


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2023-06-08 09:00", "Jatuh tempo hari ini."),
        ("2023-06-10 09:00", "Sudah lewat 1 hari kerja."),
        ("2023-06-07 09:00", "Sisa 1 hari kerja."),
    ],
)
def test_an_open_clock_says_how_far_it_is(now: str, end: str) -> None:
    assert told(complaint("2023-06-05 08:00"), Clock.verify, now=now).endswith(end)


def test_late_by_a_day_off_only_is_told_as_such() -> None:
    item = complaint("2023-06-06 08:00", forwarded("2023-06-10 09:00"))
    assert told(item, Clock.verify, now="2023-06-30 09:00").endswith("Terpenuhi 10 Juni, terlambat (hari libur).")


def test_a_kept_limit_says_when() -> None:
    item = complaint("2023-06-05 08:00", forwarded("2023-06-07 09:00"))
    assert told(item, Clock.verify, now="2023-06-30 09:00").endswith("Terpenuhi 7 Juni, tepat waktu.")


def test_what_has_no_due_date_says_why() -> None:
    youtube = complaint("2023-06-05 08:00", id="youtube:1", channel="youtube")
    assert told(youtube, now="2023-06-30 09:00") == "Tanpa tenggat: kanal ini tidak punya batas waktu."
    archived = complaint("2023-06-05 08:00", status(Status.archived, "2023-06-06 08:00"), status=Status.archived)
    assert told(archived, now="2023-06-30 09:00").startswith("Tidak berlaku lagi")
    closed = complaint("2023-06-05 08:00", status(Status.closed, None), status=Status.closed)
    assert told(closed, now="2023-06-30 09:00") == "Tidak dapat dihitung: tanggal selesainya tidak tercatat."


def test_a_due_date_past_the_decrees_carries_its_warning() -> None:
    assert "masih perkiraan" in told(complaint("2035-03-05 08:00"), now="2035-03-06 09:00")


def test_hours_are_told_to_the_minute() -> None:
    policy = own(Clock.verify, 4, counted_in=TargetUnit.working_hours, due=Due.same_time)
    item = complaint("2023-06-09 16:00")
    found = verdict(item, Clock.verify, now="2023-06-12 10:30", policy=policy, calendar=OFFICE)
    assert in_words(found, OFFICE) == (
        "Batas waktu 12 Jun 2023 11.30 WIB: 4 jam kerja sejak diterima 9 Jun 2023 16.00 WIB; "
        "dilewati 2 hari akhir pekan. Sisa 1 jam kerja."
    )


def test_the_first_day_and_the_year_before_are_told() -> None:
    policy = own(Clock.verify, 5, first_day_counted=True)
    text = told(complaint("2025-12-30 08:00"), Clock.verify, now="2025-12-31 09:00", policy=policy)
    assert "sejak diterima 30 Desember 2025; hari pertama dihitung; dilewati 1 Januari Tahun Baru" in text


def test_starts_count_what_each_clock_was_started_by() -> None:
    items = [
        complaint("2023-06-05 08:00", number=1),
        complaint("2023-06-05 08:00", forwarded("2023-06-06 09:00", complaint="lapor:2"), number=2),
        complaint("2023-06-05 08:00", answer("2023-06-06 09:00", complaint="lapor:3"), number=3),
    ]
    found: list[Verdict] = [verdict(item, Clock.first_response, now="2023-06-30 09:00") for item in items]
    assert starts(found) == {Clock.first_response: {"received": 2, "forwarded": 1}}

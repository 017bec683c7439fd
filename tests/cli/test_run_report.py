"""The report of a run: everything that deviates is said, and the exit code tells whether a person is needed."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from complaint_hub.cli.run_report import exit_code, print_report
from complaint_hub.cli.screen import Screen
from complaint_hub.contract import Coverage
from complaint_hub.report import Counts, Run, Stopped, SyncReport

WIB = ZoneInfo("Asia/Jakarta")


def printed(run: Run) -> str:
    out = io.StringIO()
    print_report(Screen(Console(file=out, color_system=None), None, True), SyncReport((run,)), zone=WIB)
    return out.getvalue()


def test_a_quiet_run_takes_two_lines() -> None:
    assert printed(Run("lapor", "Blitar", Counts(fetched=1351, unchanged=1351))) == (
        "✓ lapor · Blitar\n  1.351 dibaca: 0 baru, 0 berubah, 1.351 tetap\n"
    )


def test_requests_and_units_are_told() -> None:
    assert "121 permintaan, terpakai 121 unit kuota" in printed(
        Run("youtube", "UC1", requests=121, spent={"units": 121})
    )


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (Run("x", "a", Counts(set_aside=3)), "3 tidak dapat dibaca dan disisihkan: lihat complaint-hub"),
        (Run("x", "a", Counts(waiting=2)), "2 kejadian menunggu aduannya"),
        (Run("x", "a", notices=("Times are read as UTC",)), "Catatan: Times are read as UTC"),
        (Run("x", "a", differs=("lapor:1",)), "OPD di kanal berubah setelah disposisi kantor: lapor:1"),
        (Run("x", "a", error="no answer"), "Gagal: no answer"),
        (Run("x", "a", stopped=Stopped("budget")), "Berhenti lebih awal: anggaran habis"),
        (
            Run("x", "a", stopped=Stopped("quota", datetime(2026, 11, 25, 8, tzinfo=UTC))),
            "kuota kanal habis; lagi mulai 25 Nov 2026 15.00 WIB",
        ),
        (Run("x", "a", coverage=(Coverage("komentar", "v1", 10, 8, "dua disembunyikan"),)),
         "Cakupan v1: 8 dari 10 komentar (dua disembunyikan)"),
    ],
    ids=["set aside", "waiting", "notice", "differs", "error", "budget", "quota", "coverage"],
)  # fmt: skip
def test_what_deviates_is_said(run: Run, expected: str) -> None:
    assert expected in printed(run)


def test_a_notice_cannot_act_on_the_terminal() -> None:
    assert "␛[31m" in printed(Run("x", "a", notices=("status '\x1b[31m' tidak dikenal",)))


def test_many_short_scopes_are_counted_after_the_first() -> None:
    scopes = tuple(Coverage("komentar", f"v{n}", 10, 9) for n in range(30))
    assert "25 bagian lain juga belum lengkap" in printed(Run("x", "a", coverage=scopes))


@pytest.mark.parametrize(
    ("run", "code"),
    [
        (Run("x", "a"), 0),
        (Run("x", "a", stopped=Stopped("budget")), 0),
        (Run("x", "a", stopped=Stopped("quota")), 0),
        (Run("x", "a", Counts(set_aside=1)), 1),
        (Run("x", "a", error="failed"), 1),
    ],
    ids=["done", "budget", "quota", "set aside", "failed"],
)
def test_the_exit_code_tells_whether_a_person_is_needed(run: Run, code: int) -> None:
    assert exit_code(SyncReport((Run("y", "b"), run))) == code

"""How far long work is: told with its rate and an estimate of the rest, and only where a person sees it."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_hub import Store
from complaint_hub.cli.importing import rows_in
from complaint_hub.cli.progress import QUIET, far, progress_bar, watched
from complaint_hub.report import Counts
from support.command import Command


@pytest.mark.parametrize(
    ("done", "seconds", "total", "told"),
    [
        (1312, 0.5, None, "1.312 dibaca"),
        (1312, 2.0, None, "1.312 dibaca · 656 per detik"),
        (30, 60.0, None, "30 dibaca · 30 per menit"),
        (1000, 2.0, 4000, "1.000 dari sekitar 4.000 · 500 per detik · kira-kira 6 detik lagi"),
        (1000, 200.0, 4000, "1.000 dari sekitar 4.000 · 5 per detik · kira-kira 10 menit lagi"),
        (1000, 6000.0, 4000, "1.000 dari sekitar 4.000 · 10 per menit · kira-kira 5 jam lagi"),
        (5000, 2.0, 4000, "5.000 dibaca · 2.500 per detik"),
        (0, 9.0, 4000, "0 dibaca"),
    ],
    ids=["too soon", "rate", "slow", "seconds left", "minutes left", "hours left", "past the total", "nothing yet"],
)
def test_it_tells_how_much_how_fast_and_how_long(done: int, seconds: float, total: int | None, told: str) -> None:
    assert far(done, seconds, total=total) == told


@pytest.fixture
def on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make standard error a terminal; to be called in the test, whose stream is another one than a fixture's."""

    def become() -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "80")

    return become


def shown(capsys: pytest.CaptureFixture[str], *, json: bool = False) -> str:
    capsys.readouterr()
    with progress_bar(json=json, totals=lambda: {("lapor", "kab"): 900}) as advance:
        advance("lapor", "kab", Counts(fetched=312), 4)
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def test_a_terminal_sees_each_account(capsys: pytest.CaptureFixture[str], on_a_terminal: Callable[[], None]) -> None:
    on_a_terminal()
    assert "lapor · kab: 312 dari sekitar 900 · 4 permintaan" in shown(capsys)


def test_a_pipe_sees_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == ""


def test_json_and_quiet_see_nothing(capsys: pytest.CaptureFixture[str], on_a_terminal: Callable[[], None]) -> None:
    on_a_terminal()
    assert "312" not in shown(capsys, json=True)
    token = QUIET.set(True)
    try:
        assert "312" not in shown(capsys)
    finally:
        QUIET.reset(token)


def test_quiet_may_stand_after_the_command(command: Command) -> None:
    assert command("due", "--quiet").code == 2  # There is no database: the flag itself is taken.
    assert QUIET.get()
    command("--version")
    command("due")
    assert not QUIET.get()


def test_an_export_counts_what_it_reads_of_the_store(
    small: Path, capsys: pytest.CaptureFixture[str], on_a_terminal: Callable[[], None]
) -> None:
    on_a_terminal()
    with Store(small / "aduan.db") as store, watched(store, "aduan.jsonl", every=1) as seen:
        assert len(list(seen.complaints())) == 7
        assert seen.count_known("lapor", "Kabupaten Blitar") == 4
    assert "aduan.jsonl: 1 dari sekitar 7" in capsys.readouterr().err


def test_without_a_terminal_the_store_is_left_as_it_is(small: Path) -> None:
    with Store(small / "aduan.db") as store, watched(store, "aduan.jsonl") as seen:
        assert seen is store


def test_the_rows_of_files_are_estimated_without_reading_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x\n1\n2\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<worksheet><dimension ref="A1:H1709"/><sheetData/></worksheet>')
    assert rows_in([tmp_path / "a.csv", tmp_path / "b.xlsx"]) == 1712


@pytest.mark.parametrize("name", ["takeout.zip", "rusak.xlsx", "tidak-ada.csv"])
def test_where_one_does_not_say_no_total_is_told(tmp_path: Path, name: str) -> None:
    if not name.startswith("tidak"):
        (tmp_path / name).write_bytes(b"bukan arsip")
    assert rows_in([tmp_path / name]) is None

"""What is printed fits, and nothing that a citizen wrote acts on the terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from complaint_hub.cli.screen import Column, Screen, open_screen, visible

COLUMNS = [Column("Tenggat"), Column("Nomor"), Column("Kasus", free=True), Column("Unit", wraps=True)]
ROW = ["lewat 47 hk", "lapor:9123456", "Jalan berlubang di depan pasar " * 4, "Dinas Pekerjaan Umum dan Penataan Ruang"]


def screen(width: int | None = None, *, utf8: bool = True, colour: bool = False) -> tuple[Screen, io.StringIO]:
    out = io.StringIO()
    console = Console(file=out, width=width or 80, force_terminal=colour, color_system="standard" if colour else None)
    return Screen(console, width, utf8), out


@pytest.mark.parametrize("width", [80, 100, 140])
def test_a_table_fits_the_terminal(width: int) -> None:
    shown, out = screen(width)
    shown.table(COLUMNS, [ROW], marks=["▲"])
    assert max(cell_len(line) for line in out.getvalue().splitlines()) <= width


def test_only_the_free_text_is_cut() -> None:
    shown, out = screen(80)
    shown.table(COLUMNS, [ROW], marks=["▲"])
    text = " ".join(out.getvalue().split())
    assert "Jalan berlubang di depa… Dinas Pekerjaan Umum dan Penataan Ruang" in text
    assert text.count("…") == 1


def test_rows_stay_aligned_when_the_cut_falls_on_a_space() -> None:
    shown, out = screen(80)
    rows = [[*ROW[:2], "Sekolah di Karangasri, Wlingi dan seterusnya", "Dinas Pendidikan dan Kebudayaan Daerah"]] * 2
    shown.table(COLUMNS, [ROW, *rows], marks=["▲", "▲", "▲"])
    starts = {line.index("Dinas") for line in out.getvalue().splitlines() if "Dinas" in line}
    assert len(starts) == 1


def test_nothing_is_cut_in_a_pipe() -> None:
    shown, out = screen(None)
    shown.table(COLUMNS, [ROW])
    assert ROW[2].strip() in out.getvalue()
    assert ROW[3] in out.getvalue()


def test_one_long_text_does_not_fill_the_other_rows_of_a_pipe() -> None:
    shown, out = screen(None)
    shown.table(COLUMNS, [[*ROW[:2], "x" * 10_000, "y" * 10_000], ROW])
    assert "x" * 10_000 + "  " + "y" * 10_000 in out.getvalue()
    assert len(out.getvalue().splitlines()[-1]) < 250


def test_a_pipe_is_not_coloured() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    shown = open_screen(out)
    shown.line("▲ lewat tenggat", style="bold red")
    out.seek(0)
    assert out.read() == "▲ lewat tenggat\n"


def test_no_color_leaves_no_escape_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    open_screen(out).line("judul", style="bold")
    out.seek(0)
    assert "\x1b" not in out.read()


def test_only_the_mark_and_the_first_cell_are_coloured() -> None:
    shown, out = screen(80, colour=True)
    shown.table(COLUMNS, [ROW], marks=["▲"])
    assert "\x1b[1;31m▲ lewat 47 hk\x1b[0m" in out.getvalue()


def test_without_utf8_the_marks_are_ascii() -> None:
    shown, out = screen(80, utf8=False)
    shown.table(COLUMNS, [["lewat", "1", "x" * 200, "–"]], marks=["▲"])
    shown.line("◆ 14 segera · ○ 3 berjalan · ‖ 1 dijeda ✓ selesai")
    assert out.getvalue().isascii()
    assert "~ 14 segera | o 3 berjalan | = 1 dijeda v selesai" in out.getvalue()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_a_stream_that_is_not_utf8_is_noticed(encoding: str) -> None:
    assert not open_screen(io.TextIOWrapper(io.BytesIO(), encoding=encoding)).utf8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[bold]tebal[/bold] :smile:", "[bold]tebal[/bold] :smile:"),
        ("\x1b[2Jhapus", "␛[2Jhapus"),
        ("bel\x07 nul\x00 del\x7f", "bel␇ nul␀ del␡"),
        ("\x9b31mmerah", "<U+009B>31mmerah"),
        ("dua\nbaris\tdan  spasi ", "dua baris dan spasi"),
        ("abc\u202edcba", "abc<U+202E>dcba"),
        ("شارع مكسور", "\u2068شارع مكسور\u2069"),
        ("\u2069keluar\u2068", "<U+2069>keluar<U+2068>"),
        ("\ud800", "<U+D800>"),
        (None, ""),
    ],
    ids=["markup", "escape", "controls", "C1", "lines", "override", "right-to-left", "isolates", "surrogate", "none"],
)
def test_a_citizens_text_is_made_visible(text: str | None, expected: str) -> None:
    assert visible(text) == expected


def test_markup_reaches_the_screen_as_it_was_written() -> None:
    shown, out = screen(None)
    shown.table(COLUMNS, [["-", "1", visible("[red]x[/red] [/] :bomb: \\["), "-"]])
    assert "[red]x[/red] [/] :bomb: \\[" in out.getvalue()


def test_a_right_to_left_text_that_is_cut_is_closed_again() -> None:
    shown, out = screen(80)
    shown.table(COLUMNS, [[*ROW[:2], visible("شارع مكسور " * 9), ROW[3]]])
    assert out.getvalue().count("\u2068") == out.getvalue().count("\u2069") == 1


def test_wide_characters_keep_the_columns_in_place() -> None:
    shown, out = screen(80)
    shown.table(COLUMNS, [[*ROW[:2], "道路が壊れています" * 5, ROW[3]], ROW])
    lines = [line for line in out.getvalue().splitlines() if "Dinas" in line]
    assert len({cell_len(line[: line.index("Dinas")]) for line in lines}) == 1


def test_a_long_line_hangs_under_its_beginning() -> None:
    shown, out = screen(40)
    shown.line("kata " * 20, indent=2, hang=4)
    first, *more = out.getvalue().splitlines()
    assert first.startswith("  kata")
    assert all(line.startswith("      kata") and len(line) <= 40 for line in more)
    assert out.getvalue().count("kata") == 20

"""What the six commands of every day look like: at 80 and at 140 columns, in colour, and in a pipe.

The pictures are in tests/samples/terminal. To write them anew: ``WRITE_PICTURES=1 pytest tests/cli/test_terminal.py``,
and look at each.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from complaint_hub.cli import main
from support.command import Command
from support.small_office import LONG, NOW

PICTURES = Path(__file__).parents[1] / "samples" / "terminal"
CALLS = {
    "list": "list",
    "due": "due",
    "show": "show lapor:9808273",
    "why": "why lapor:9808273 --days",
    "scorecard": "scorecard --year 2026 --by unit",
    "digest": "digest --always",
}
TIMED = [name for name in CALLS if name != "list"]
Terminal = Callable[..., None]


def words(name: str) -> list[str]:
    return [*CALLS[name].split(), *(["--now", NOW] if name in TIMED else [])]


def compare(picture: str, out: str) -> None:
    file = PICTURES / f"{picture}.txt"
    if os.environ.get("WRITE_PICTURES"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(out, encoding="utf-8")
    assert out == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("name", CALLS)
def test_it_looks_as_it_was_looked_at(desk: Command, terminal: Terminal, name: str, width: int) -> None:
    terminal(width)
    compare(f"{name}-{width}", desk(*words(name)).out)


@pytest.mark.parametrize("name", ["due", "show"])
def test_colours_carry_what_is_late(desk: Command, terminal: Terminal, name: str) -> None:
    terminal(80, colour=True)
    compare(f"{name}-colour", desk(*words(name)).out.replace("\x1b", "<ESC>"))


@pytest.mark.parametrize("name", CALLS)
def test_a_pipe_gets_it_whole(desk: Command, name: str) -> None:
    compare(f"{name}-pipe", desk(*words(name)).out)


@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("name", CALLS)
def test_only_commands_and_pasted_text_are_wider_than_the_terminal(
    desk: Command, terminal: Terminal, name: str, width: int
) -> None:
    terminal(width)
    wide = [line for line in desk(*words(name)).out.splitlines() if cell_len(line) > width]
    assert all("complaint-hub " in line or name == "digest" for line in wide)


@pytest.mark.parametrize("name", ["list", "due"])
def test_a_pipe_is_cut_by_its_tabs(desk: Command, name: str) -> None:
    head, *rows = [line.split("\t") for line in desk(*words(name)).out.splitlines()]
    assert rows
    assert "Nomor" in head
    assert {len(row) for row in rows} == {len(head)}


def test_a_pipe_holds_whole_ids_and_dates_that_sort(desk: Command) -> None:
    rows = [line.split("\t") for line in desk("list").out.splitlines()[1:] if line]
    assert LONG in [row[1] for row in rows]
    dates = [row[0] for row in rows]
    assert dates == sorted(dates, reverse=True)


def test_what_is_said_about_a_list_goes_beside_the_pipe(desk: Command) -> None:
    said = desk("list", "--limit", 2)
    assert len(said.out.splitlines()) == 3
    assert said.err == "2 dari 7 aduan.\n"


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_no_escape_where_colour_is_not_wanted_or_not_possible(
    desk: Command, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    terminal(80, colour=term == "dumb")
    monkeypatch.setenv("TERM", term)
    assert all("\x1b" not in desk(*words(name)).out for name in CALLS)


def printed(out: str, label: str) -> list[str]:
    """The words of the command that stands behind this label."""
    found = re.search(rf"^{label}: complaint-hub (.+)$", out, flags=re.M)
    assert found is not None
    return shlex.split(found[1])


def test_the_command_for_all_of_them_keeps_every_filter(desk: Command, terminal: Terminal) -> None:
    terminal(80)
    given = ["due", "--unit", "Dinas Pekerjaan Umum dan Penataan Ruang", "--channel", "lapor", "--within", "9"]
    more = printed(desk(*given, "--limit", 1, "--now", NOW).out, "Semuanya")
    assert more == [*given[:1], *given[3:5], *given[1:3], *given[5:], "--now", NOW]
    assert "Semuanya" not in desk(*more).out


def test_the_command_for_the_whole_list_keeps_every_filter(desk: Command, terminal: Terminal) -> None:
    terminal(80)
    more = printed(desk("list", "--open", "--since", "2026-11-01", "--limit", 1).out, "Semuanya")
    assert more == ["list", "--since", "2026-11-01", "--open", "--limit", "5"]


def test_every_printed_command_runs(desk: Command, terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal(80)
    out = "".join(desk(*words(name)).out for name in CALLS)
    calls = re.findall(r"complaint-hub (?!official)(\S.+)$", out, flags=re.M)
    assert len(calls) >= 4
    assert [main(shlex.split(call)) for call in calls] == [0] * len(calls)
    capsys.readouterr()


def test_a_unit_includes_the_units_below_it(desk: Command) -> None:
    assert {row["id"] for row in desk("list", "--unit", "DPUPR", "--json").json["complaints"]} == {
        "lapor:9808273",
        "lapor:9881278",
        "lapor:9700000",
    }
    assert desk("list", "--unit", "upt-jalan", "--json").json["total"] == 1


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (["--unit", "Dinas Antariksa"], "Unit 'Dinas Antariksa' tidak ada dalam registri"),
        (["--channel", "fax"], "Tidak ada kanal 'fax'; yang ada: google_reviews, instagram, lapor, youtube"),
        (["--status", "blocked"], "Tidak ada aduan yang cocok dengan --status blocked."),
    ],
    ids=["unit", "channel", "status"],
)
def test_an_empty_list_says_why(desk: Command, filters: list[str], said: str) -> None:
    assert desk("list", *filters).err.startswith(said)


def test_the_timeline_tells_receipt_answers_the_missed_deadline_and_today_in_order(desk: Command) -> None:
    lines = desk("show", "lapor:9808273", "--now", NOW).out.partition("Linimasa")[2].splitlines()[1:]
    told = [found[1] for line in lines if (found := re.search("[○■▲] ([a-z]+)", line))]
    assert told == ["masuk", "disposisi", "pemerintah", "pelapor", "batas", "hari", "status"]


def test_clocks_that_a_channel_does_not_have_take_one_line(desk: Command) -> None:
    out = desk("show", "instagram:17870114317821644", "--now", NOW).out
    assert out.count("tanpa tenggat: kanal ini tidak punya batas waktu") == 1

"""Registers from the office's desk to the store: bad files, many units, a year corrected month after month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from complaint_hub.sandbox import register
from support.bad_files import BAD
from support.command import Command
from support.register_sheets import row, written


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_register_is_refused_and_no_database_is_made(
    command: Command, tmp_path: Path, kind: str
) -> None:
    name, write, _ = BAD[kind]
    good = written(tmp_path / "baik.xlsx", [row()])
    write(tmp_path / name)
    said = command("import", "register", good, name)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("complaint-hub: ")
    assert (said.err.count("\n"), name in said.err, "Traceback" in said.err) == (1, True, False)
    assert {path.name for path in tmp_path.iterdir()} == {good.name, name}


def test_a_year_handed_in_month_by_month_with_corrections_loses_and_doubles_nothing(
    command: Command, tmp_path: Path
) -> None:
    dice = Random(7)
    entries = register.invent(2025, 240, as_of=date(2025, 12, 31), seed=3)
    corrected = 0
    for month in range(1, 13):
        # Each sheet repeats the month before, in another order, with one text corrected in it.
        part = [place for place, entry in enumerate(entries) if entry.day.month in (month - 1, month)]
        old = [place for place in part if entries[place].day.month == month - 1]
        if old:
            place = dice.choice(old)
            entries[place] = replace(entries[place], text=entries[place].text + " Mohon segera.")
            corrected += 1
        dice.shuffle(part)
        path = tmp_path / f"register {month}.xlsx"
        register.write_register(path, [entries[place] for place in part])
        said = command("import", "register", path, "--json")
        assert said.code == 0, said
    found = command("list", "--json").json["complaints"]
    assert sorted(one["text"] for one in found) == sorted(entry.text for entry in entries)
    assert corrected == 11


def test_63_units_side_by_side_stay_apart(command: Command, tmp_path: Path) -> None:
    sections = []
    for n in range(63):
        rows = [{"Nomor": str(number), **row(Isi=f"Aduan {number} unit {n}")} for number in (1, 2, 3)]
        written(tmp_path / f"unit-{n}.csv", rows)
        sections.append(f'[[channels.register]]\nfiles = ["unit-{n}.csv"]\naccount = "Unit {n}"\n')
    (tmp_path / "complaint-hub.toml").write_text("\n".join(sections))
    said = command("sync", "--json")
    assert said.code == 0
    assert len(command("list", "--json").json["complaints"]) == 3 * 63
    again = command("sync", "--json")
    assert {run["changed"] for run in again.json["runs"]} == {0}

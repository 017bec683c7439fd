"""What a spreadsheet program makes of our files: no formula is evaluated, and every text comes back as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from complaint_hub.export import cases_csv, monthly_xlsx, read_cases_csv, unguarded
from complaint_hub.store import Store
from support.cases import complaint
from support.handed import fill, wanted
from support.office_suite import cells, needs_soffice, opened
from support.payloads import FORMULAS, MARK


@pytest.fixture
def hostile(tmp_path: Path) -> Store:
    """Cases whose title, unit, category and places are formulas."""
    fields = ("title", "unit", "category", "district", "village")
    return fill(
        tmp_path / "aduan.db",
        *(
            complaint("2026-10-05 09:00", number=n, url=text, **dict.fromkeys(fields, text))
            for n, text in enumerate(FORMULAS, start=1)
        ),
    )


def shown(text: str) -> str:
    """What a program gives back of a text: it writes every line break its own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def texts(rows: list[list[str]]) -> set[str]:
    """Every cell of a file."""
    return {shown(cell) for row in rows for cell in row}


@needs_soffice
def test_a_workbook_evaluates_nothing_and_gives_every_text_back(hostile: Store, tmp_path: Path) -> None:
    monthly_xlsx(hostile, tmp_path / "rekap.xlsx", wanted(personal=True))
    sheets = {file.stem.removeprefix("rekap-"): cells(file) for file in opened(tmp_path, tmp_path / "rekap.xlsx")}
    for name in ("Daftar Aduan", "Per OPD", "Per Kategori", "Per Kecamatan", "Tunggakan"):
        assert {shown(text) for text in FORMULAS} <= texts(sheets[name]), name
    assert not any(
        str(MARK) in cell or cell.startswith(("#", "Err:")) for rows in sheets.values() for row in rows for cell in row
    )


@needs_soffice
@pytest.mark.parametrize("separator", [";", ",", "\t"], ids=["as written", "comma", "tab"])
def test_csv_evaluates_nothing_whatever_separates_cells(hostile: Store, tmp_path: Path, separator: str) -> None:
    cases_csv(hostile, tmp_path / "aduan.csv", wanted(personal=True))
    (file,) = opened(tmp_path, tmp_path / "aduan.csv", separators=separator)
    found = texts(cells(file))
    assert not any(str(MARK) in cell or cell.startswith(("#", "Err:")) for cell in found)
    if separator == ";":
        told = {unguarded(cell) for cell in found}
        # The program drops what no text file holds.
        assert {shown(text) for text in FORMULAS if "\0" not in text} <= told


@needs_soffice
def test_the_same_texts_unguarded_are_evaluated(tmp_path: Path) -> None:
    raw = tmp_path / "mentah.csv"
    with raw.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([text] for text in FORMULAS)
    (file_shown,) = opened(tmp_path, raw, separators=";")
    assert str(MARK) in texts(cells(file_shown))


def test_csv_gives_every_text_back_to_us(hostile: Store, tmp_path: Path) -> None:
    cases_csv(hostile, tmp_path / "aduan.csv", wanted(personal=True))
    rows = list(read_cases_csv(tmp_path / "aduan.csv"))
    for title in ("OPD", "Kategori", "Kecamatan", "Desa/Kelurahan", "Tautan"):
        assert {row[title] for row in rows} == set(FORMULAS), title

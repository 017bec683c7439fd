"""The action plan as a file: numbers are numbers, texts stay texts, nothing reaches outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from complaint_hub.evaluation import ActionPlan, Inputs, Period, RowTarget, Targets, action_plan, monitor
from complaint_hub.export import action_plan_html, action_plan_xlsx
from complaint_hub.model import OfficialResult, Status
from support.cards import CALENDAR, blitar, card
from support.cases import fact

NASTY = '=HYPERLINK("http://x.example","klik") <script>alert(1)</script>'
COLUMNS = (
    "No|Aspek|Permasalahan|Rencana Aksi|Indikator Keberhasilan|Satuan|Baseline|Target TW I|Target TW II|Target TW III|"
    "Target TW IV|Penanggung Jawab|Pelaksana|Waktu|Anggaran|Bukti Dukung"
).split("|")
MONITORING = ["Realisasi", "Capaian (%)", "Status", "Kendala", "Tindak Lanjut"]


@pytest.fixture
def plan() -> ActionPlan:
    """A monitored plan in which a unit has the name of a formula, and a person that of markup."""
    targets = Targets(
        Inputs(population=1_200_000),
        {"mean_follow_up_working": 5},
        {"follow_up_time": RowTarget(targets=(9, 7.5), responsible=NASTY)},
    )
    late = fact("2023-06-05", number=99, status=Status.verified, unit=NASTY)
    letter = OfficialResult(year=2023, letter="SE 1", action_plan=False, predicate="baik")
    found = action_plan(card(*blitar(), late, by=("unit",), trend=True), letter, targets=targets)
    return monitor(found, card(*blitar(), period=Period.parse("2023-TW1")))


def sheets(plan: ActionPlan, folder: Path) -> Any:
    file = folder / "rencana.xlsx"
    action_plan_xlsx(plan, file, government="Kabupaten Blitar", zone=CALENDAR.zone)
    return load_workbook(file)


def table(sheet: Any) -> dict[str, list[Any]]:
    head = next(row for row in sheet.iter_rows() if row[0].value == "No")
    return {cell.value: [sheet.cell(n, cell.column) for n in range(cell.row + 1, sheet.max_row + 1)] for cell in head}


def test_the_matrix_has_its_columns_and_first_row(plan: ActionPlan, tmp_path: Path) -> None:
    found = table(sheets(plan, tmp_path)["Rencana Aksi"])
    assert list(found) == COLUMNS
    assert found["Rencana Aksi"][0].value == "Menyusun dan menetapkan rencana aksi"


def test_numbers_are_numbers_and_what_is_not_set_is_empty(plan: ActionPlan, tmp_path: Path) -> None:
    found = table(sheets(plan, tmp_path)["Rencana Aksi"])
    place = [row.id for row in plan.rows].index("follow_up_time")
    targets = [found[f"Target TW {n}"][place] for n in ("I", "II", "III", "IV")]
    assert [cell.value for cell in targets] == [9, 7.5, None, None]
    assert found["Baseline"][place].value == pytest.approx(plan.rows[place].baseline)
    assert found["Baseline"][place].data_type == "n"


def test_no_text_is_a_formula_or_a_link(plan: ActionPlan, tmp_path: Path) -> None:
    book = sheets(plan, tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == NASTY for cell in cells)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_monitoring_stands_on_a_sheet_of_its_own(plan: ActionPlan, tmp_path: Path) -> None:
    book = sheets(plan, tmp_path)
    assert book.sheetnames == ["Rencana Aksi", "Monitoring", "Dasar"]
    found = table(book["Monitoring"])
    assert list(found)[-5:] == MONITORING
    place = [row.id for row in plan.rows].index("follow_up_time")
    share = found["Capaian (%)"][place]
    assert (share.number_format, share.data_type) == ("0.0%", "n")


def test_the_head_is_repeated_on_every_page_and_stays_in_sight(plan: ActionPlan, tmp_path: Path) -> None:
    sheet = sheets(plan, tmp_path)["Rencana Aksi"]
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.page_setup.orientation) == ("$5:$5", "E6", "landscape")
    assert all(sheet.column_dimensions[letter].width >= 5 for letter in "ABCDEFGHIJKLMNOP")


def test_the_same_plan_is_the_same_file(plan: ActionPlan, tmp_path: Path) -> None:
    files = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for file in files:
        action_plan_xlsx(plan, file, government="Kabupaten Blitar", zone=CALENDAR.zone)
    assert files[0].read_bytes() == files[1].read_bytes()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.reaching: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.reaching += [name for name, _ in attrs if name in ("src", "href", "onclick", "action")]


def test_the_page_stands_alone_and_runs_nothing(plan: ActionPlan) -> None:
    page = _Page()
    text = action_plan_html(plan, government=NASTY, zone=CALENDAR.zone)
    page.feed(text)
    assert page.reaching == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "url(" not in text
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text


def test_the_page_has_the_sections_and_the_matrix(plan: ActionPlan) -> None:
    text = action_plan_html(plan, government="Kabupaten Blitar", zone=CALENDAR.zone)
    assert re.findall(r"<h2>(I|II|III|IV|V)\. ", text) == ["I", "II", "III", "IV", "V"]
    assert re.findall(r'<th scope="col">([^<]*)</th>', text)[: len(COLUMNS)] == COLUMNS
    assert "baik menurut SE 1" in text
    assert "15,6 hari kalender" in text


def test_a_plan_without_rows_is_a_page_and_a_workbook(tmp_path: Path) -> None:
    empty = action_plan(card())
    assert "Belum ada baris" in action_plan_html(empty, government="X", zone=CALENDAR.zone)
    assert sheets(empty, tmp_path)["Rencana Aksi"].max_row == 5


def test_a_text_that_looks_like_rich_text_of_the_writing_library_is_no_markup(tmp_path: Path) -> None:
    text = "<r><t>x</t></r></is></c><c><f>1+1</f></c><c><is><r></r>"
    late = fact("2023-06-05", number=99, status=Status.verified, unit=text)
    found = action_plan(
        card(late, by=("unit",)), None, targets=Targets(rows={"units_behind": RowTarget(executor=text)})
    )
    told = table(sheets(found, tmp_path)["Rencana Aksi"])["Pelaksana"]
    assert [(cell.value, cell.data_type) for cell in told if cell.value] == [(text, "s")]

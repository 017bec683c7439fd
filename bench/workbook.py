"""A workbook of 20,000 cases against the least that XlsxWriter needs for the same cells.

The floor writes the same values with the same formats into the same cells in flat memory, and knows them beforehand.
Ours makes each row from a case: chooses formats, fits heights, keeps texts from being markup. Whole: the same workbook
from a store, with all its other sheets; told beside, as it reads, judges and counts.
Goal: the list at most 1.5 times the CPU and the peak memory of the floor.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from complaint_hub.contract import Page
from complaint_hub.evaluation import Period
from complaint_hub.export import Wanted, monthly_xlsx
from complaint_hub.export.grid import Sheet, write_book
from complaint_hub.export.listed import ListedCase
from complaint_hub.export.lists import CASES, Numbered
from complaint_hub.model import Complaint, Form, Kind
from complaint_hub.sla import sp4n
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar

from .measure import compare, inside, machine

ROWS, ROUNDS = 20_000, 5
FIRST = date(2026, 10, 1)
UNITS = ("Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas Perhubungan", "RSUD Ngudi Waluyo", "Dinas Sosial")
WORDS = "jalan berlubang lampu padam sampah menumpuk air keruh antrean panjang mohon segera ditindaklanjuti".split()


def cases(n: int) -> Iterator[Numbered]:
    """*n* made-up cases of one month, the same each time; summaries have 40 to 200 characters."""
    dice = random.Random(20261001)
    for i in range(n):
        received = FIRST + timedelta(days=i * 31 // n)
        text = f"{i} " + " ".join(dice.choices(WORDS, k=dice.randrange(6, 30)))
        yield Numbered(
            i + 1,
            ListedCase(
                id=f"lapor:{7_000_000 + i}", channel="SP4N-LAPOR!", tracking_id=str(7_000_000 + i),
                classification="Pengaduan tidak berkadar pengawasan", category="PEKERJAAN UMUM DAN PENATAAN RUANG",
                brief=text[:200], district="Garum", village="Tingal", unit=dice.choice(UNITS), received=received,
                forwarded=received + timedelta(days=1), followed_up=received + timedelta(days=5),
                days=dice.randrange(20), due=received + timedelta(days=20), overdue=i % 7 == 0,
                overrun=None, clock="Penyelesaian", status="dijawab, lewat tenggat" if i % 7 == 0 else "ditutup",
                finished=None if i % 7 == 0 else received + timedelta(days=9),
                url=f"https://www.lapor.go.id/laporan/detil/{i}", age=None,
                note="Penyelesaian lewat 3 hari kerja" if i % 7 == 0 else "",
            ),
        )  # fmt: skip


def floor(path: Path) -> None:
    """The same cells by XlsxWriter alone, the values made beforehand."""
    from xlsxwriter import Workbook

    rows = [[column.value(row) for column in CASES] for row in cases(ROWS)]
    kinds = [column.kind for column in CASES]

    def write() -> None:
        book = Workbook(path, {"constant_memory": True, "use_zip64": True, "strings_to_formulas": False})
        page = book.add_worksheet("Daftar Aduan")
        looks: dict[str, Any] = {
            "text": book.add_format({"valign": "top"}),
            "wrapped": book.add_format({"valign": "top", "text_wrap": True}),
            "number": book.add_format({"num_format": "0"}),
            "count": book.add_format({"num_format": "#,##0"}),
            "date": book.add_format({"num_format": "[$-421]d mmm yyyy"}),
        }
        for line, values in enumerate(rows, start=5):
            page.set_row(line, 45)
            for place, (kind, value) in enumerate(zip(kinds, values, strict=True)):
                if value is None or value == "":
                    continue
                if isinstance(value, str):
                    page.write_string(line, place, value, looks[kind])
                elif isinstance(value, date):
                    page.write_datetime(line, place, value, looks[kind])
                else:
                    page.write_number(line, place, value, looks[kind])
        page.autofilter(4, 0, len(rows) + 4, len(kinds) - 1)
        book.close()

    inside(write)


def ours(path: Path) -> None:
    """The sheet as the workbook has it; the cases are made beforehand."""
    rows = list(cases(ROWS))
    sheet = Sheet("Daftar Aduan", "", CASES, rows)
    made = datetime(2026, 11, 24, tzinfo=UTC)
    inside(lambda: write_book(path, [sheet], title="Rekap", government="Kabupaten", made=made))


def filled(path: Path) -> Store:
    """A store with as many reports of the month, a quarter of them open for good."""
    store = Store(path)
    version = 0
    rows = list(cases(ROWS))
    for start in range(0, ROWS, 500):
        heads = tuple(
            Complaint(
                id=row.case.id, channel="lapor", account="blitar", native_id=row.case.id.removeprefix("lapor:"),
                form=Form.report, kind=Kind.complaint, oversight=False, title=row.case.brief, unit=row.case.unit,
                category=row.case.category, district="Garum", village="Tingal",
                created_at=datetime(2026, 10, row.case.received.day, 2, row.n % 60, row.n // 60 % 60, tzinfo=UTC),
            )
            for row in rows[start : start + 500]
        )  # fmt: skip
        page = Page(state={"v": 1}, complaints=heads)
        version = store.commit("lapor", "blitar", page, version=version, now=datetime(2026, 11, 2, tzinfo=UTC)).version
    return store


def whole(path: Path) -> None:
    """The monthly workbook from a store: all cases are open, so the backlog has as many rows again."""
    wanted = Wanted(
        period=Period.parse("2026-10"), policy=sp4n(), calendar=WorkCalendar.indonesia(),
        now=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip
    with filled(path.with_suffix(".db")) as store:
        inside(lambda: monthly_xlsx(store, path, wanted))


WAYS: dict[str, Callable[[Path], None]] = {"floor": floor, "ours": ours, "whole": whole}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        ways = {name: ["bench.workbook", name, f"{folder}/{name}.xlsx"] for name in ("floor", "ours")}
        found = compare(ways, rounds=ROUNDS)
        beside = compare({"whole": ["bench.workbook", "whole", f"{folder}/whole.xlsx"]}, rounds=1)
    print(f"workbook, {ROWS} cases: {machine('xlsxwriter')}")
    for name, series in (found | beside).items():
        print(f"  {name}: {series}")
    cpu = found["ours"].cpu / found["floor"].cpu
    peak = found["ours"].peak_mb / found["floor"].peak_mb
    print(f"  ours / floor: {cpu:.2f} CPU, {peak:.2f} peak memory (goal: at most 1.5 each)")


if __name__ == "__main__":
    if sys.argv[1:]:
        WAYS[sys.argv[1]](Path(sys.argv[2]))
    else:
        main()

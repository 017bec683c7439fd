"""Personal data and protected contents: out of every file unless somebody asked for them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from complaint_hub.export import cases_csv, complaints_jsonl, monthly_xlsx, read_cases_csv, redacted
from complaint_hub.export.content import HIDDEN, Content
from complaint_hub.model import Author, Complaint, EventType, Kind, Role, Visibility
from complaint_hub.store import Store
from support.cases import complaint, event
from support.handed import book_of, fill, wanted

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/complaint.schema.json").read_text(encoding="utf-8"))
SECRETS = ("Siti Contoh", "081234567890", "siti@example.invalid", "3505010101010001", "@siti.contoh")


def office(path: Path) -> Store:
    """A complaint full of personal data, one that is confidential, one of oversight, and an anonymous one."""
    author = Author(id="u-9", name="Siti Contoh", url="https://example.invalid/siti")
    text = "Saya Siti Contoh, HP 081234567890, siti@example.invalid, NIK 3505010101010001, akun @siti.contoh"
    told = event(EventType.message, "2026-10-06", role=Role.citizen, text=text, author=author, data={"before": text})
    return fill(
        path,
        complaint("2026-10-05 09:00", told, number=1, text=text, author=author, raw={"name": "Siti Contoh"}),
        complaint("2026-10-06 09:00", number=2, text="RAHASIA-1", visibility=Visibility.confidential, author=author),
        complaint("2026-10-07 09:00", number=3, text="RAHASIA-2", oversight=True, url="https://example.invalid/R"),
        complaint("2026-10-08 09:00", number=4, text="Anonim", visibility=Visibility.anonymous, author=author),
    )


def written(store: Store, folder: Path, **more: Any) -> dict[str, str]:
    """All that the three files say, as text."""
    scope = wanted(**more)
    monthly_xlsx(store, folder / "a.xlsx", scope)
    cases_csv(store, folder / "a.csv", scope)
    complaints_jsonl(store, folder / "a.jsonl", content=scope.content)
    cells = [
        str(cell)
        for sheet in book_of(folder / "a.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell
    ]
    return {
        "xlsx": "\n".join(cells),
        "csv": (folder / "a.csv").read_text(encoding="utf-8-sig"),
        "jsonl": (folder / "a.jsonl").read_text(encoding="utf-8"),
    }


def test_no_file_tells_personal_data_or_protected_contents_by_itself(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        for name, text in written(store, tmp_path).items():
            assert [secret for secret in (*SECRETS, "u-9", "RAHASIA-", "/R") if secret in text] == [], name
            assert "[telepon]" in text


def test_personal_data_come_when_asked_for_and_protected_contents_do_not(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        for name, text in written(store, tmp_path, personal=True).items():
            assert "081234567890" in text, name
            assert "RAHASIA-" not in text, name


def test_what_the_platform_sent_comes_with_personal_data_only(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        for personal in (False, True):
            made = complaints_jsonl(store, tmp_path / "a.jsonl", content=Content(personal=personal))
            told = [json.loads(line) for line in made.path.read_text(encoding="utf-8").splitlines()]
            assert [("raw" in row, "author" in row) for row in told] == [(personal, personal), *[(False, False)] * 3]


def test_protected_contents_come_when_asked_for_without_names(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        for name, text in written(store, tmp_path, confidential=True).items():
            assert "RAHASIA-1" in text, name
            assert "RAHASIA-2" in text, name
            assert "Siti Contoh" not in text, name


def test_a_protected_case_is_counted_and_says_why_it_is_empty(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        cases_csv(store, tmp_path / "a.csv", wanted())
    rows = list(read_cases_csv(tmp_path / "a.csv"))
    assert [row["Ringkasan"] == HIDDEN for row in rows] == [False, True, True, False]
    assert [row["Keterangan"].split("; ")[-1] for row in rows[1:3]] == ["rahasia", "berkadar pengawasan"]


def test_the_reporter_is_a_column_of_the_csv_alone_and_never_of_an_anonymous_one(tmp_path: Path) -> None:
    with office(tmp_path / "aduan.db") as store:
        cases_csv(store, tmp_path / "a.csv", wanted(personal=True))
    assert [row["Pelapor"] for row in read_cases_csv(tmp_path / "a.csv")] == ["Siti Contoh", "", "", ""]


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
@pytest.mark.parametrize(("personal", "others"), [(False, True), (True, False)])
def test_a_file_with_personal_data_is_its_owners_alone(tmp_path: Path, personal: bool, others: bool) -> None:
    old = os.umask(0o022)
    try:
        with office(tmp_path / "aduan.db") as store:
            made = complaints_jsonl(store, tmp_path / "a.jsonl", content=Content(personal=personal))
    finally:
        os.umask(old)
    assert bool(made.path.stat().st_mode & 0o044) is others


@pytest.mark.parametrize("personal", [False, True])
@pytest.mark.parametrize("confidential", [False, True])
def test_every_line_holds_to_the_committed_schema_and_reads_back(
    tmp_path: Path, personal: bool, confidential: bool
) -> None:
    content = Content(personal=personal, confidential=confidential)
    with office(tmp_path / "aduan.db") as store:
        made = complaints_jsonl(store, tmp_path / "a.jsonl", content=content)
    lines = made.path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == made.rows["complaints"] == 4
    for line in lines:
        Draft202012Validator(SCHEMA).validate(json.loads(line))
        assert Complaint.model_validate_json(line).timeline is not None


def test_lines_are_of_a_channel_and_a_span_and_spam_is_among_them(tmp_path: Path) -> None:
    spam = complaint("2026-11-01 09:00", number=9, kind=Kind.spam, text="Promo")
    with fill(tmp_path / "aduan.db", complaint("2026-10-31 23:00", number=8), spam) as store:
        since, until = wanted("2026-11").bounds()
        made = complaints_jsonl(store, tmp_path / "a.jsonl", channel="lapor", since=since, until=until)
    assert '"id":"lapor:9"' in made.path.read_text(encoding="utf-8")
    assert made.rows == {"complaints": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("hubungi 0812-3456-7890 ya", "hubungi [telepon] ya"),
        ("+62 812 3456 7890", "[telepon]"),
        ("(0342) 801 234 5", "[telepon]"),
        ("wa.me/628123456789", "[telepon]"),
        ("NIK 3505 0101 0101 0001.", "NIK [NIK]."),
        ("surel a.b+c@contoh.go.id.", "surel [surel]."),
        ("lapor ke @pemkab.blitar", "lapor ke [akun]"),
        ("pada 05-11-2026 jam 08.15, nomor aduan 9123456", "pada 05-11-2026 jam 08.15, nomor aduan 9123456"),
        ("biaya Rp 1.500.000 untuk 2.000 meter", "biaya Rp 1.500.000 untuk 2.000 meter"),
        ("RT 04 RW 07", "RT 04 RW 07"),
    ],
)
def test_what_points_to_a_person_is_replaced_and_dates_and_amounts_are_not(text: str, told: str) -> None:
    assert redacted(text) == told


def test_the_authors_own_name_is_replaced_wherever_it_stands_as_a_word() -> None:
    assert redacted("budi dari Budiono: saya Budi", name="Budi") == "[nama] dari Budiono: saya [nama]"

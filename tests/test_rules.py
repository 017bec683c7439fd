"""Tables of rules: the shipped ones are well formed and sourced, a user's file gets the same checks."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from complaint_hub import rules
from complaint_hub.errors import ConfigError
from complaint_hub.model import Bucket, EventType, Kind, Role, Status


@pytest.mark.parametrize("name", rules.names())
def test_every_shipped_rule_names_its_source(name: str) -> None:
    table = rules.load(name)
    assert table.rows
    assert all(row["source"] for row in table.rows)


def test_there_is_a_file_for_every_table_and_a_table_for_every_file() -> None:
    folder = Path(rules.__file__).parent
    assert sorted(path.stem for path in folder.glob("*.toml")) == list(rules.names())


@pytest.mark.parametrize(
    ("clock", "kind", "oversight", "days"),
    [
        ("verify", None, None, 3),
        ("first_response", None, None, 5),
        ("resolution", "information_request", None, 5),
        ("resolution", "aspiration", None, 5),
        ("resolution", "complaint", False, 14),
        ("resolution", "complaint", True, 60),
        ("auto_close", None, None, 10),
    ],
)
def test_the_limits_of_sp4n_are_those_of_62_2018(
    clock: str, kind: str | None, oversight: bool | None, days: int
) -> None:
    rows = rules.load("sp4n_limits").rows
    (row,) = [r for r in rows if (r["clock"], r["kind"], r["oversight"]) == (clock, kind, oversight)]
    assert (row["target"], row["unit"], row["first_day_counted"], row["due"]) == (
        days,
        "working_days",
        False,
        "end_of_day",
    )


def test_the_words_of_the_tables_are_words_of_the_model() -> None:
    for row in rules.load("sp4n_status").rows:
        assert Status(row["status"]).bucket == Bucket(row["bucket"])
        assert row["by"] is None or Role(row["by"])
    for row in rules.load("sp4n_timeline").rows:
        assert Role(row["role"])
        assert EventType(row["type"])
        assert row["status"] is None or Status(row["status"])
    for row in rules.load("sp4n_classification").rows:
        assert Kind(row["kind"])


def test_only_the_status_whose_bucket_nobody_told_is_a_guess() -> None:
    rows = {row["text"]: row for row in rules.load("sp4n_status").rows}
    assert rows["Menunggu Kelengkapan Informasi"]["guess"] is True
    assert rows["Menunggu Kelengkapan Informasi"]["status"] == "awaiting_citizen"
    assert rows["Ditutup oleh Pelapor"]["guess"] is False


def entry(text: str) -> tuple[str, str, str | None] | None:
    for row in rules.load("sp4n_timeline").rows:
        found = re.search(row["pattern"], text, re.IGNORECASE)
        if found:
            return row["role"], row["type"], found.groupdict().get("unit")
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Laporan didisposisikan ke Dinas PUPR oleh Pemerintah Kabupaten Blitar",
            ("agency", "forwarded", "Dinas PUPR"),
        ),
        ("Terdisposisi ke RSUD Ngudi Waluyo", ("agency", "forwarded", "RSUD Ngudi Waluyo")),
        ("Yth. Pelapor, terima kasih atas laporannya.", ("agency", "message", None)),
        ("Kepada Yth. Bapak/Ibu Pelapor, jalan telah diperbaiki", ("agency", "message", None)),
        ("Laporan ditutup oleh sistem", ("platform", "closed", None)),
        ("Laporan telah ditutup secara otomatis", ("platform", "closed", None)),
        ("Ditutup oleh Pelapor", ("citizen", "closed", None)),
        ("Ditutup oleh Admin", ("agency", "closed", None)),
        ("Laporan ditunda: menunggu anggaran", ("agency", "postponed", None)),
        ("Diarsipkan oleh Admin", ("agency", "status", None)),
        ("Jalannya masih rusak, mohon segera", None),
        ("Tadi laporan saya ditutup oleh admin, padahal belum selesai", None),
    ],
)
def test_an_entry_of_a_timeline_tells_who_speaks(text: str, expected: tuple[str, str, str | None] | None) -> None:
    assert entry(text) == expected


def test_the_export_has_26_columns_and_needs_only_the_id() -> None:
    export = [row for row in rules.load("sp4n_columns").rows if row["sheet"] == "export"]
    assert len(export) == 26
    assert [row["heading"] for row in export if row["required"]] == ["Tracking ID"]


def test_a_rule_holds_on_its_first_and_last_day_and_not_beside_them(tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(
        'source = "Perbup 1/2024"\nin_force_from = 2024-01-01\nin_force_until = 2024-12-31\n'
        '[[rows]]\nclock = "verify"\ntarget = 2\nunit = "working_days"\nstart = ["received"]\n'
    )
    rows = rules.load("sp4n_limits", file).rows
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [len(rules.in_force(rows, day)) for day in days] == [0, 1, 1, 0]


def test_a_row_may_have_its_own_source_and_dates(tmp_path: Path) -> None:
    file = tmp_path / "days.toml"
    file.write_text(
        'source = "SK Bupati"\n[[rows]]\ndate = 2024-08-05\nkind = "holiday"\nname = "Hari Jadi"\n'
        'source = "SK Bupati 12/2024"\nin_force_from = 2024-07-01\n'
    )
    (row,) = rules.load("late_decrees", file).rows
    assert (row["source"], row["in_force_from"], row["area"]) == ("SK Bupati 12/2024", date(2024, 7, 1), None)


HEAD = 'source = "x"\n'
GOOD = '[[rows]]\ntext = "Baru"\nstatus = "received"\nbucket = "unverified"\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD, "source is missing"),
        (HEAD, r"no rows: write each rule under \[\[rows\]\]"),
        (HEAD + "rows = 3", "no rows"),
        ("source = x", "is not TOML"),
        (HEAD + "colour = 1\n" + GOOD, "unknown setting 'colour'"),
        ("source = 3\n" + GOOD, "source must be a text, got 3"),
        (HEAD + 'in_force_from = "2024"\n' + GOOD, "in_force_from must be a date like 2025-01-31, got '2024'"),
        (HEAD + GOOD + GOOD.replace("received", "new"), "row 2: status must be one of received, .*, got 'new'"),
        (HEAD + GOOD.replace("bucket", "bukket"), "row 1: unknown field 'bukket': known are text, status, bucket"),
        (HEAD + GOOD.replace('text = "Baru"\n', ""), "row 1: text is missing: it must be a text"),
        (HEAD + GOOD.replace("Baru", " "), "row 1: text must be a text that is not empty, got ' '"),
        (HEAD + GOOD + "guess = 1", "row 1: guess must be true or false, got 1"),
        (
            HEAD + GOOD + "in_force_from = 2025-01-02\nin_force_until = 2025-01-01",
            "row 1: in_force_until 2025-01-01 lies before in_force_from 2025-01-02",
        ),
    ],
)
def test_a_malformed_file_is_refused_naming_file_row_and_field(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(content)
    with pytest.raises(ConfigError, match=r"mine\.toml.*" + said):
        rules.load("sp4n_status", file)


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        (
            "sp4n_limits",
            'clock = "verify"\ntarget = true\nunit = "working_days"\nstart = ["received"]',
            "target must be a whole",
        ),
        (
            "sp4n_limits",
            'clock = "verify"\ntarget = 3\nunit = "working_days"\nstart = ["seen"]',
            "start must be a list of",
        ),
        ("sp4n_timeline", 'pattern = "("\nrole = "agency"\ntype = "message"', "pattern must be a regular expression"),
        ("late_decrees", 'date = 2024-08-05T00:00:00\nkind = "holiday"\nname = "x"', "date must be a date like"),
    ],
)
def test_each_kind_of_field_is_checked(table: str, row: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"{HEAD}[[rows]]\n{row}\n")
    with pytest.raises(ConfigError, match=f"row 1: {said}"):
        rules.load(table, file)


def test_a_missing_file_and_an_unknown_table_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"sp4n_status cannot be read from .*none\.toml"):
        rules.load("sp4n_status", tmp_path / "none.toml")
    with pytest.raises(ConfigError, match=r"no table of rules called 'status': choose one of .*sp4n_status"):
        rules.load("status")


def test_a_row_cannot_be_changed() -> None:
    row = rules.load("sp4n_limits").rows[0]
    with pytest.raises(TypeError):
        row["target"] = 4  # type: ignore[index]  # that it is refused is the point

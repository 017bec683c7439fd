"""``import lapor``, ``official import`` and ``quarantine``: what is refused, set aside, and stored."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from complaint_hub.sandbox import lapor
from support.command import Command

HEAD = "Tracking ID;Tanggal Laporan Masuk;Judul Laporan;Isi Laporan Awal"
GOOD = "9000001;3 Jan 2026;Lampu jalan;Lampu jalan mati"
RUN_KEYS = {
    "channel", "account", "fetched", "new", "changed", "unchanged", "gone", "set_aside", "requests", "spent", "waiting",
    "stopped", "coverage", "error",
}  # fmt: skip


def sheet(folder: Path, *rows: str, name: str = "a.csv", head: str = HEAD) -> Path:
    file = folder / name
    file.write_text("\n".join((head, *rows)), encoding="utf-8")
    return file


def bomb(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b" " * 300_000_000)


BAD: dict[str, Callable[[Path], object]] = {
    "kosong.xlsx": lambda file: file.write_bytes(b""),
    "login.xls": lambda file: file.write_text("<html><body>Masuk</body></html>"),
    "acak.xlsx": lambda file: file.write_bytes(bytes(range(256)) * 20),
    "potong.xlsx": lambda file: file.write_bytes(b"PK\x03\x04" + b"\x00" * 500),
    "bom.xlsx": bomb,
    "salinan.csv": lambda file: file.write_text("tracking_id;tanggal\n1;2"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_before_anything_is_stored(command: Command, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    BAD[name](file)
    good = sheet(tmp_path, GOOD)
    said = command("import", "lapor", good, file)
    assert said.code == 2
    assert name in said.err
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((good.name, name))


def test_a_file_refused_later_leaves_the_database_as_it_is(command: Command, tmp_path: Path) -> None:
    assert command("import", "lapor", sheet(tmp_path, GOOD)).code == 0
    BAD["kosong.xlsx"](tmp_path / "kosong.xlsx")
    new = sheet(tmp_path, "9000002;4 Jan 2026;Baru;Baru", name="b.csv")
    assert command("import", "lapor", new, "kosong.xlsx").code == 2
    assert command("list", "--json").json["total"] == 1


def test_a_missing_file_and_a_folder_are_named(command: Command, tmp_path: Path) -> None:
    assert f"there is no file tidak-ada.xlsx (looked in {tmp_path})" in command("import", "lapor", "tidak-ada.xlsx").err
    assert "is a folder" in command("import", "lapor", tmp_path).err


def test_the_json_has_the_documented_keys(command: Command, tmp_path: Path) -> None:
    said = command("import", "lapor", sheet(tmp_path, GOOD), "--json")
    (run,) = said.json["runs"]
    assert set(run) >= RUN_KEYS
    assert (run["channel"], run["account"], run["fetched"], run["new"], run["error"]) == ("lapor", "lapor", 1, 1, None)


def test_a_refusal_in_json_is_a_run_with_its_error(command: Command, tmp_path: Path) -> None:
    BAD["kosong.xlsx"](tmp_path / "kosong.xlsx")
    said = command("import", "lapor", "kosong.xlsx", "--json")
    assert said.code == 2
    assert "kosong.xlsx" in said.json["runs"][0]["error"]


def test_reading_the_same_file_again_stores_nothing_twice(command: Command, tmp_path: Path) -> None:
    file = sheet(tmp_path, GOOD)
    command("import", "lapor", file)
    assert command("import", "lapor", file, "--json").json["runs"][0]["new"] == 0
    assert command("list", "--json").json["total"] == 1


def test_a_row_without_a_date_is_set_aside_and_the_rest_stored(command: Command, tmp_path: Path) -> None:
    said = command("import", "lapor", sheet(tmp_path, GOOD, "9000002;;Tanpa tanggal;Teks"))
    assert said.code == 1
    assert "1 tidak dapat dibaca dan disisihkan" in said.out
    assert command("list", "--json").json["total"] == 1


def test_quarantine_lists_the_reason_and_the_raw_row(command: Command, tmp_path: Path) -> None:
    command("import", "lapor", sheet(tmp_path, "9000002;;Tanpa tanggal;Teks warga"))
    assert "Tanggal" in command("quarantine", "list").out
    (row,) = command("quarantine", "list", "--json").json["quarantine"]
    assert row["native_id"] == "9000002"
    assert "Teks warga" in row["raw"]


def test_what_still_cannot_be_read_stays_in_quarantine(command: Command, tmp_path: Path) -> None:
    command("import", "lapor", sheet(tmp_path, "9000002;;Tanpa tanggal;Teks"), "--agency", "Blitar")
    said = command("quarantine", "retry")
    assert said.code == 1
    assert "Tersisa di karantina: 1." in said.out


def test_a_corrected_row_leaves_quarantine_empty(command: Command, tmp_path: Path) -> None:
    command("import", "lapor", sheet(tmp_path, "9000002;;Judul;Teks"))
    assert command("import", "lapor", sheet(tmp_path, "9000002;5 Jan 2026;Judul;Teks", name="b.csv")).code == 0
    assert "Karantina kosong" in command("quarantine", "list").out


def test_the_agency_is_the_options_then_the_settings_then_lapor(command: Command, tmp_path: Path) -> None:
    file = sheet(tmp_path, GOOD)
    (tmp_path / "complaint-hub.toml").write_text('[channels.lapor]\nfiles = ["*.csv"]\nagency = "Kabupaten"')
    said = command("import", "lapor", file, "--agency", "Kota", "--json").json["runs"][0]
    assert said["account"] == "Kota"
    said = command("import", "lapor", file, "--store", "b.db", "--json").json["runs"][0]
    assert said["account"] == "Kabupaten"


def test_the_zone_of_the_export_moves_the_receipt(command: Command, tmp_path: Path) -> None:
    head = "Tracking ID;Tanggal Laporan Masuk;Waktu Laporan Masuk"
    file = sheet(tmp_path, "9000001;3 Jan 2026;10:00:00", head=head)
    for zone, expected in (("UTC", "2026-01-03T10:00:00Z"), ("Asia/Jakarta", "2026-01-03T03:00:00Z")):
        command("import", "lapor", file, "--zone", zone, "--store", f"{zone[:3]}.db")
        (row,) = command("list", "--json", "--store", f"{zone[:3]}.db").json["complaints"]
        assert row["created_at"] == expected


def test_a_hand_made_copy_is_read_through_a_map(command: Command, tmp_path: Path) -> None:
    file = sheet(tmp_path, "9000001;3 Jan 2026", head="tracking_id;masuk")
    (tmp_path / "kolom.toml").write_text('"Tracking ID" = "tracking_id"\n"Tanggal Laporan Masuk" = "masuk"')
    assert command("import", "lapor", file, "--columns", "kolom.toml").code == 0
    assert command("import", "lapor", file, "--store", "b.db").code == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"Tracking ID" = 7', "kolom.toml Tracking ID: must be the name of a column"),
        ("x", "kolom.toml is not valid TOML"),
    ],
)
def test_a_wrong_map_is_named(command: Command, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "kolom.toml").write_text(text)
    said = command("import", "lapor", sheet(tmp_path, GOOD), "--columns", "kolom.toml")
    assert (said.code, told in said.err) == (2, True)


def test_a_citizens_title_cannot_act_on_the_terminal(command: Command, tmp_path: Path) -> None:
    command("import", "lapor", sheet(tmp_path, "9000001;3 Jan 2026;[red]a[/red] \x9b2J;Teks"))
    said = command("list").out
    assert "[red]a[/red]" in said
    assert "\x9b" not in said


OFFICIAL = """\
year = 2023
letter = "SE 100.4.4/3368/SJ"
letter_date = 2024-07-22
predicate = "baik"
team_decree = true
action_plan = false
figures = { total = 62, finished_share = 1.0, mean_follow_up = 15.6 }
"""


def test_the_official_result_is_kept_and_shown_on_the_card(command: Command, tmp_path: Path) -> None:
    (tmp_path / "hasil.toml").write_text(OFFICIAL)
    said = command("official", "import", "hasil.toml")
    assert said.code == 0
    assert "Hasil resmi 2023 disimpan: SE 100.4.4/3368/SJ tanggal 22 Jul 2024" in said.out
    card = command("scorecard", "--year", 2023, "--json").json
    assert card["predicate"] == {"value": "baik", "scale": None, "source": "SE 100.4.4/3368/SJ"}
    assert (card["team_decree"], card["action_plan"]) == (True, False)


def test_a_predicate_that_its_years_scale_does_not_have_is_kept_and_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "hasil.toml").write_text('year = 2024\nletter = "SE 1"\npredicate = "cukup"\n')
    said = command("official", "import", "hasil.toml")
    assert said.code == 0
    assert 'Predikat "cukup" tidak ada pada Kemendagri 2024' in said.out


def test_a_wrong_official_result_is_refused_and_nothing_is_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "hasil.toml").write_text("year = 2023")
    said = command("official", "import", "hasil.toml")
    assert said.code == 2
    assert "letter" in said.err
    assert not (tmp_path / "aduan.db").exists()


def test_one_changed_date_in_the_follow_up_sheet_changes_the_mean(command: Command, tmp_path: Path) -> None:
    files = lapor.generate(tmp_path, follow_up="csv")
    command("import", "lapor", files.export, files.follow_up)
    before = command("scorecard", "--year", 2023, "--json").json["mean_follow_up"]
    lines = files.follow_up.read_text(encoding="utf-8-sig").splitlines()
    case = next(case for case in files.cases if case.disposed and case.followed and case.followed > case.disposed)
    place = next(n for n, line in enumerate(lines) if case.tracking_id in line)
    cells = lines[place].split(";" if ";" in lines[place] else ",")
    cells[3] = cells[2]
    lines[place] = (";" if ";" in lines[place] else ",").join(cells)
    files.follow_up.write_text("\n".join(lines), encoding="utf-8")
    command("import", "lapor", files.follow_up)
    after = command("scorecard", "--year", 2023, "--json").json["mean_follow_up"]
    assert before["calendar_days"] == pytest.approx(967 / 62)
    assert after["calendar_days"] == pytest.approx((967 - (case.follow_up_days or 0)) / 62)

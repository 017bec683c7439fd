"""A register that is handed in again: nothing is lost, nothing doubled, and the doubtful ones are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from complaint_hub.channels.register import Register
from complaint_hub.store import Store
from support.register_sheets import NOW, Office, bare, january, lines, pages, row, written


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Store(tmp_path / "aduan.db") as opened:
        yield Office(opened)


@pytest.mark.parametrize("seed", range(5))
def test_reordered_rows_keep_their_ids(office: Office, tmp_path: Path, seed: int) -> None:
    rows = january(*range(1, 31)) + january(5, 5)
    office.hands_in(written(tmp_path / "a.xlsx", rows))
    before = office.texts
    Random(seed).shuffle(rows)
    office.hands_in(written(tmp_path / "a.xlsx", rows))
    assert (office.texts, len(before), office.edits) == (before, 32, 0)


@pytest.mark.parametrize("name", ["a.csv", "a (2).csv"])
def test_a_corrected_text_updates_its_entry_and_is_named(office: Office, tmp_path: Path, name: str) -> None:
    rows = january(1, 2, 3)
    office.hands_in(written(tmp_path / "a.csv", rows))
    ids = set(office.texts)
    rows[1]["Isi"] = rows[1]["Isi"].replace("kursi tunggu kurang", "kursi tunggu sangat kurang")
    told = office.hands_in(written(tmp_path / name, rows))
    assert set(office.texts) == ids
    assert (office.edits, f"{name}: taken for corrections" in told, "row 3 (" in told) == (1, True, True)


def test_a_correction_that_was_undone_is_read_again(office: Office, tmp_path: Path) -> None:
    rows, corrected = january(1, 2, 3), january(1, 2, 3)
    corrected[1]["Isi"] += " sekali"
    for state in (rows, corrected, rows, rows):
        office.hands_in(written(tmp_path / "a.csv", state))
    assert sorted(office.texts.values(), key=str) == sorted(row["Isi"] for row in rows)
    assert office.edits == 2


def test_settings_that_were_taken_back_count_again(office: Office, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [row(Tanggal="6 Jan 2026 08:00")])
    hours: list[int] = []
    for zone in ("Asia/Jakarta", "Asia/Jayapura", "Asia/Jakarta"):
        office.hands_in(path, zone=zone)
        hours += [head.created_at.hour for head in office.store.heads()]
    assert hours == [1, 23, 1]


def test_two_files_of_one_name_are_each_read_once(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "register.csv" for folder in ("a", "b")]
    for day, path in enumerate(paths, start=1):
        path.parent.mkdir()
        written(path, january(day))
    state = [page.state for page in pages(Register(paths)) if page.state is not None][-1]
    assert pages(Register(paths), state) == []


def test_the_only_row_of_a_sheet_is_corrected_under_the_sheets_name(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [row()]))
    office.hands_in(written(tmp_path / "a.csv", [row(Isi=row()["Isi"].replace("dua", "tiga"))]))
    assert (len(office.texts), office.edits) == (1, 1)


def test_a_like_text_in_a_sheet_of_no_known_series_is_new_and_named(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [row()]))
    told = office.hands_in(written(tmp_path / "lain.csv", [row(Isi=row()["Isi"].replace("dua", "tiga"))]))
    assert (len(office.texts), "lain.csv: doubtful, taken for new entries: row 2 may be register/r" in told) == (
        2,
        True,
    )


def test_of_two_candidates_neither_is_taken(office: Office, tmp_path: Path) -> None:
    like = "Lampu jalan di depan balai desa mati sejak {} minggu"
    rows = january(1, 2)
    office.hands_in(
        written(tmp_path / "a.csv", [*rows, *(bare("6 Jan 2026", like.format(n)) for n in ("dua", "tiga"))])
    )
    told = office.hands_in(written(tmp_path / "a.csv", [*rows, bare("6 Jan 2026", like.format("lima"))]))
    assert (len(office.texts), office.edits, "doubtful" in told) == (5, 0, True)


def test_a_corrected_date_and_a_corrected_source_update(office: Office, tmp_path: Path) -> None:
    rows = january(1, 2, 3, 4)
    office.hands_in(written(tmp_path / "a.csv", rows))
    rows[0]["Tanggal"], rows[1]["Sumber"] = "11 Jan 2026", "Loket"
    office.hands_in(written(tmp_path / "a.csv", rows))
    assert (len(office.texts), office.edits) == (4, 2)


@pytest.mark.parametrize(("column", "cell"), [("Tanggal", "9 Jan 2026"), ("Sumber", "Loket")])
def test_a_few_words_on_another_day_or_by_another_way_are_new_and_named(
    office: Office, tmp_path: Path, column: str, cell: str
) -> None:
    rows = [bare("1 Jan 2026", "Lampu mati"), *january(5, 6)]
    office.hands_in(written(tmp_path / "a.csv", rows))
    rows[0][column] = cell
    told = office.hands_in(written(tmp_path / "a.csv", rows))
    assert (len(office.texts), office.edits) == (4, 0)
    assert "a.csv: doubtful, taken for new entries: row 2 may be register/r" in told


def test_a_deleted_row_is_named_and_kept(office: Office, tmp_path: Path) -> None:
    rows = january(1, 2, 3)
    office.hands_in(written(tmp_path / "a.csv", rows))
    told = office.hands_in(written(tmp_path / "a.csv", [rows[0], rows[2]]))
    assert len(office.texts) == 3
    assert "an earlier sheet had and this one has not, kept: register/r" in told
    assert "(2026-01-02)" in told
    assert not any("deleted" in office.kinds(complaint) for complaint in office.texts)


@pytest.mark.parametrize("together", [True, False])
def test_two_sheets_of_overlapping_months_do_not_double(office: Office, tmp_path: Path, together: bool) -> None:
    first = written(tmp_path / "a.xlsx", january(*range(1, 21)))
    second = written(tmp_path / "b.csv", january(*range(11, 31)))
    if together:
        office.hands_in(first, second)
    else:
        office.hands_in(first)
        office.hands_in(second)
    assert (len(office.texts), office.edits) == (30, 0)


def test_a_text_that_the_later_of_two_overlapping_sheets_corrects_is_one_entry(office: Office, tmp_path: Path) -> None:
    rows = january(*range(11, 31))
    rows[0]["Isi"] += ", mohon segera"
    office.hands_in(written(tmp_path / "a.csv", january(*range(1, 21))))
    office.hands_in(written(tmp_path / "b.csv", rows))
    assert (len(office.texts), office.edits) == (30, 1)


def test_two_rows_alike_on_one_day_are_two_complaints(office: Office, tmp_path: Path) -> None:
    rows = [bare("6 Jan 2026", "Lampu mati", Kecamatan=place) for place in ("", "")]
    office.hands_in(written(tmp_path / "a.csv", rows))
    office.hands_in(written(tmp_path / "b.csv", [*rows, bare("7 Jan 2026", "Lampu mati", Kecamatan="")]))
    ids = sorted(office.texts)
    assert len(ids) == 3
    assert sum(one.endswith("-2") for one in ids) == 1


def test_like_texts_of_two_places_stay_apart_when_the_rows_change_places(office: Office, tmp_path: Path) -> None:
    rows = [bare("6 Jan 2026", "Lampu mati", Kecamatan=place) for place in ("Wlingi", "Doko")]
    office.hands_in(written(tmp_path / "a.csv", rows))
    office.hands_in(written(tmp_path / "b.csv", rows[::-1]))
    assert (len(office.texts), office.edits) == (2, 0)


def test_a_follow_up_that_is_written_later_is_no_new_entry(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [row(Tindak_Lanjut="", Tanggal_Tindak_Lanjut="", Status="")]))
    office.hands_in(written(tmp_path / "b.csv", [row()]))
    (complaint,) = office.texts
    assert "message" in office.kinds(complaint)


def test_a_number_names_its_entry_whatever_else_changes(office: Office, tmp_path: Path) -> None:
    rows = [{"Nomor Register": f"{n:03}/ADU/2026", **one} for n, one in enumerate(january(1, 2, 3), start=1)]
    office.hands_in(written(tmp_path / "a.csv", rows))
    rows[1]["Isi"] = "Sama sekali lain"
    office.hands_in(written(tmp_path / "b.csv", rows[::-1]))
    assert office.texts["register:register/002/ADU/2026"] == "Sama sekali lain"
    assert (len(office.texts), office.edits) == (3, 1)


def test_007_of_a_csv_is_7_of_a_workbook(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [{"No Register": "007", **row()}]))
    office.hands_in(written(tmp_path / "a.xlsx", [{"No Register": 7, **row()}]))
    assert list(office.texts) == ["register:register/7"]


def test_numbers_that_begin_again_every_year_are_other_entries(office: Office, tmp_path: Path) -> None:
    for year in (2024, 2025):
        rows = [{"No Agenda": n, **bare(f"{n} Feb {year}", f"Aduan {n} tahun {year}")} for n in (1, 2)]
        office.hands_in(written(tmp_path / "a.csv", rows))
    assert sorted(office.texts) == [f"register:register/{n}" for n in ("1", "1/2025", "2", "2/2025")]


def test_a_number_that_counts_the_rows_of_each_month_is_set_aside_not_overwritten(
    office: Office, tmp_path: Path
) -> None:
    office.hands_in(written(tmp_path / "a.csv", [{"Nomor": "1", **january(1)[0]}]))
    office.hands_in(written(tmp_path / "b.csv", [{"Nomor": "1", **bare("3 Feb 2026", "Pohon tumbang menutup jalan")}]))
    (aside,) = office.store.quarantine("register", "register")
    assert "the number 1 is that of another entry of 2026" in aside.skipped.reason
    assert (len(office.texts), office.edits) == (1, 0)
    office.hands_in(written(tmp_path / "b.csv", [{"Nomor": "2", **bare("3 Feb 2026", "Pohon tumbang menutup jalan")}]))
    assert (len(office.texts), office.store.quarantine("register", "register")) == (2, [])


def test_one_number_with_two_contents_sets_both_aside_until_one_is_corrected(office: Office, tmp_path: Path) -> None:
    rows = [{"Nomor": "1", **one} for one in january(1, 2)]
    office.hands_in(written(tmp_path / "a.csv", rows))
    assert (office.texts, len(office.store.quarantine("register", "register"))) == ({}, 2)
    rows[1]["Nomor"] = "2"
    office.hands_in(written(tmp_path / "a.csv", rows))
    assert (len(office.texts), office.store.quarantine("register", "register")) == (2, [])


def test_a_row_set_aside_for_its_date_heals_when_that_is_corrected(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [row(Tanggal="06/08/2025")]))
    (aside,) = office.store.quarantine("register", "register")
    assert "may be day or month first" in aside.skipped.reason
    office.hands_in(written(tmp_path / "b.csv", [row(Tanggal="6 Agu 2025")]))
    assert (len(office.texts), office.store.quarantine("register", "register")) == (1, [])


def test_63_units_with_equal_row_numbers_do_not_meet(office: Office, tmp_path: Path) -> None:
    units = [f"Unit {n}" for n in range(63)]
    for turn in range(2):
        for n, unit in enumerate(units):
            rows = [{"Nomor": number, **bare(f"{number} Jan 2026", f"Aduan {number} {unit}")} for number in (1, 2)]
            office.hands_in(written(tmp_path / f"{turn}-{n}.csv", rows), account=unit)
    assert (len(office.texts), office.edits) == (126, 0)
    assert office.store.quarantine("register", "Unit 7") == []


def test_an_account_with_a_slash_is_not_taken_for_another_one_and_its_number(office: Office, tmp_path: Path) -> None:
    office.hands_in(written(tmp_path / "a.csv", [{"Nomor": "2024/5", **row()}]), account="A")
    office.hands_in(written(tmp_path / "b.csv", [{"Nomor": "5", **row()}]), account="A/2024")
    assert sorted(office.texts) == ["register:A%2F2024/5", "register:A/2024/5"]


def test_a_run_that_was_killed_after_its_first_page_doubles_nothing(office: Office, tmp_path: Path) -> None:
    many = [bare("6 Jan 2026", f"Aduan nomor {n} tentang hal {n * 7919}") for n in range(1_200)]
    path = written(tmp_path / "a.csv", many)
    first = next(iter(Register(path).read(None, now=NOW)))
    office.store.commit("register", "register", first, version=0, now=NOW)
    many[900]["Isi"] += " dan mohon segera"
    office.hands_in(written(path, many))
    assert len(office.texts) == 1_200


def test_the_checkpoint_holds_no_word_of_a_citizen(office: Office, tmp_path: Path) -> None:
    office.hands_in(lines(tmp_path / "a.csv", [["Tanggal", "Isi", "Nama"], ["6 Jan 2026", "Rahasia besar", "Siti"]]))
    state = str(office.store.checkpoint("register", "register").state)
    assert "ahasia" not in state
    assert "Siti" not in state

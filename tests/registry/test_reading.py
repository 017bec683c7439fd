"""A registry is read from TOML or from a folder of CSV, and each slip in it is named with file, row and field."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.registry import Officer, PlaceKind, Post, Registry, Unit, UnitKind
from complaint_hub.sandbox import blitar
from complaint_hub.sandbox import registry as sandbox

TOML = """\
agency = "Pemerintah Kabupaten Blitar"

[[units]]
code = "dishub"
name = "Dinas Perhubungan"
kind = "dinas"
aliases = ["Dishub", "Dinas Perhubungan, Komunikasi"]
accounts = ["instagram:17841400000000000"]

[[units]]
code = "terminal"
name = "UPT Terminal"
parent = "dishub"
until = 2025-12-31

[[officers]]
id = "petugas-01"
role = "Pejabat Penghubung"
unit = "dishub"
from = 2023-01-02

[[places]]
code = "35.05.17"
name = "Wlingi"
kind = "kecamatan"
population = 54321
population_on = 2024-06-30
"""
UNITS = """\
kode;nama;jenis;induk;alias;akun;mulai;sampai
dishub;Dinas Perhubungan;Dinas;;"Dishub; Dinas Perhubungan, Komunikasi";instagram:17841400000000000;;

terminal;UPT Terminal;;dishub;;;;2025-12-31
"""
OFFICERS = "id;peran;unit;mulai\npetugas-01;pejabat penghubung;dishub;2023-01-02\n"
PLACES = "kode;nama;jenis;penduduk;tanggal penduduk\n35.05.17;Wlingi;kecamatan;54321;2024-06-30\n"


def toml(folder: Path, text: str) -> Path:
    path = folder / "registry.toml"
    path.write_text(text, encoding="utf-8")
    return path


def sheets(folder: Path, units: str = UNITS, officers: str = OFFICERS, places: str = PLACES) -> Path:
    (folder / "unit.csv").write_text(units, encoding="utf-8")
    (folder / "petugas.csv").write_text(officers, encoding="utf-8")
    (folder / "tempat.csv").write_text(places, encoding="utf-8")
    return folder


def test_a_toml_file_is_read_whole(tmp_path: Path) -> None:
    registry = Registry.load(toml(tmp_path, TOML))
    assert registry.units[0] == Unit(
        "dishub",
        "Dinas Perhubungan",
        UnitKind.department,
        aliases=("Dishub", "Dinas Perhubungan, Komunikasi"),
        accounts=("instagram:17841400000000000",),
    )
    assert registry.units[1].until == date(2025, 12, 31)
    assert registry.terms == (Officer("petugas-01", Post.liaison, "dishub", since=date(2023, 1, 2)),)
    assert (registry.places[0].kind, registry.places[0].population) == (PlaceKind.district, 54321)


def test_a_folder_of_csv_says_the_same(tmp_path: Path) -> None:
    read, said = Registry.load(sheets(tmp_path)), Registry.load(toml(tmp_path, TOML))
    assert (read.units, read.terms, read.places) == (said.units, said.terms, said.places)


def test_english_names_and_a_comma_as_delimiter_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("code,name,kind\na,Dinas A,agency\n", encoding="utf-8")
    assert Registry.load(tmp_path).units == (Unit("a", "Dinas A", UnitKind.agency),)


def test_places_may_be_the_shipped_table_or_a_file_beside(tmp_path: Path) -> None:
    units = '[[units]]\ncode = "a"\nname = "A"\n'
    assert len(Registry.load(toml(tmp_path, f'places = "blitar_places"\n{units}')).places) == 23
    rows = '[[rows]]\ncode = "1"\nname = "Wates"\nkind = "district"\n'
    (tmp_path / "tempat.toml").write_text(f'source = "BPS 2024"\n{rows}', encoding="utf-8")
    (place,) = Registry.load(toml(tmp_path, f'places = "tempat.toml"\n{units}')).places
    assert (place.name, place.source) == ("Wates", "BPS 2024")


def test_places_given_by_the_program_take_the_place_of_the_files(tmp_path: Path) -> None:
    assert Registry.load(toml(tmp_path, TOML), places=()).places == ()


UNIT = '[[units]]\ncode = "a"\nname = "A"\n'
OFFICER = UNIT + '[[officers]]\nid = "p"\nunit = "a"\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("units = [", "registry.toml is not TOML"),
        ("", "registry.toml: no units: write each unit under"),
        ("units = 3", "units must be written row by row"),
        ("unit = []", "unknown setting 'unit'"),
        (f"agency = 3\n{UNIT}", "agency must be a text"),
        ('[[units]]\nname = "A"', "units 1: code is missing: it must be a text"),
        (f"{UNIT}colour = 1", "units 1: unknown field 'colour': known are code, name"),
        (f'{UNIT}kind = "kantor"', "units 1: kind must be one of department, .*, got 'kantor'"),
        (f'{UNIT}aliases = "x"', None),
        (f"{UNIT}aliases = [1]", "units 1: aliases must be texts"),
        (f'{UNIT}aliases = [""]', "units 1: aliases must be texts"),
        (f'{UNIT}accounts = ["tiktok"]', "units 1: unit a: account 'tiktok' names no channel"),
        (f'{UNIT}from = "kemarin"', "units 1: from must be a date like 2025-01-31, got 'kemarin'"),
        (f"{UNIT}from = 2025-01-31T08:00:00", "units 1: from must be a date"),
        (f"{UNIT}from = 2025-01-31\nuntil = 2025-01-30", "units 1: unit a: the last day 2025-01-30 lies before"),
        (f"{UNIT}{UNIT}", "two units have the code a"),
        (OFFICER, "officers 1: role is missing: it must be one of coordinator"),
        (f'{OFFICER}role = "bupati"', "officers 1: role must be one of coordinator"),
        (
            f'{UNIT}[[places]]\ncode = "1"\nname = "W"\nkind = "district"\npopulation = -4',
            "places 1: population must be",
        ),
        (f'places = "tidak-ada.toml"\n{UNIT}', "tidak-ada.toml"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, text: str, told: str | None) -> None:
    path = toml(tmp_path, text)
    if told is None:
        assert Registry.load(path).units[0].aliases == ("x",)
        return
    with pytest.raises(ConfigError, match=told):
        Registry.load(path)


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ("", "The file is empty"),
        ("kode;nama\n", "no units below the headings"),
        ("kode;nama;warna\na;A;b\n", r"unknown heading 'warna': known are code \(kode\), name \(nama\)"),
        ("kode;nama\n;Dinas A\n", "unit.csv, row 2: code is missing"),
        ("kode;nama\na;Dinas A;Dishub\n", "row 2: more cells than headings"),
        ("kode;nama;sampai\na;A;besok\n", "row 2: until must be a date like 2025-01-31, got 'besok'"),
        ('kode;nama\na;"A\n', "unit.csv"),
    ],
)
def test_a_slip_in_a_sheet_is_named(tmp_path: Path, units: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        Registry.load(sheets(tmp_path, units=units))


def test_a_switch_and_a_number_in_a_sheet_are_read_or_refused(tmp_path: Path) -> None:
    head = "kode;nama;jenis;penduduk;perkiraan\n"
    place = Registry.load(sheets(tmp_path, places=f"{head}1;A;desa;12;ya\n")).places[0]
    assert (place.population, place.guess) == (12, True)
    for row, told in (("1;A;desa;1.200;ya", "population"), ("1;A;desa;12;mungkin", "guess must be true or false")):
        with pytest.raises(ConfigError, match=told):
            Registry.load(sheets(tmp_path, places=f"{head}{row}\n"))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no registry .*nothing\.toml"):
        Registry.load(tmp_path / "nothing.toml")
    with pytest.raises(ConfigError, match=r"is no registry: it has no units\.csv or unit\.csv"):
        Registry.load(tmp_path)


def test_a_file_that_is_not_utf_8_or_far_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "registry.toml"
    path.write_bytes(b'agency = "\xff"')
    with pytest.raises(ConfigError, match="is not UTF-8"):
        Registry.load(path)
    path.write_bytes(b"#" * 10_000_001)
    with pytest.raises(ConfigError, match="larger than 10 MB"):
        Registry.load(path)


def test_the_demos_registry_has_63_officers_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    registry = Registry.load(sandbox.write_registry(tmp_path / "registry.toml"))
    day = date(2026, 11, 24)
    assert len({term.id for term in registry.officers(at=day)}) == 63
    assert registry.check(at=day) == []
    kinds = [unit.kind for unit in registry.units]
    counted = [kinds.count(k) for k in (UnitKind.district, UnitKind.department, UnitKind.agency, UnitKind.section)]
    assert counted == [22, 20, 6, 10]
    assert kinds.count(UnitKind.hospital) == 2


def test_the_demos_registry_knows_every_unit_that_its_complaints_name(tmp_path: Path) -> None:
    registry = Registry.load(sandbox.write_registry(tmp_path / "registry.toml"))
    assert registry.unknown(topic.unit for topic in blitar.TOPICS) == {}

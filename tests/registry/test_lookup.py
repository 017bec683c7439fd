"""Which unit, officer or place a text names: after case, spaces and short forms, letter by letter, never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub.errors import ConfigError
from complaint_hub.registry import Officer, Place, PlaceKind, Post, Registry, Unit, UnitKind, folded, read_places

TODAY = date(2026, 11, 24)
UNITS = (
    Unit("dishub", "Dinas Perhubungan", UnitKind.department, aliases=("Dishub", "Dinas Perhubungan dan LLAJ")),
    Unit("pupr", "Dinas Pekerjaan Umum & Penataan Ruang", accounts=("instagram:17841400000000000",)),
    Unit("setda", "Sekretariat Daerah", accounts=("google_reviews:pemkab",)),
    Unit("hukum", "Bagian Hukum", parent="setda"),
    Unit("rsud", "RSUD Ngudi Waluyo", accounts=("google_reviews:locations/1",)),
)
TERMS = (
    Officer("petugas-02", Post.liaison, "dishub", since=date(2024, 1, 2)),
    Officer("petugas-01", Post.liaison, "dishub", until=date(2024, 1, 1)),
    Officer("petugas-03", Post.handler, "hukum"),
    Officer("petugas-02", Post.handler, "rsud"),
)


@pytest.fixture
def registry() -> Registry:
    return Registry(UNITS, TERMS, read_places(), agency="Pemerintah Kabupaten Blitar")


@pytest.mark.parametrize(
    "text",
    [
        "dishub",
        "DINAS  PERHUBUNGAN",
        "Dinas\u00a0Perhubungan",
        "Dinas Perhubungan Kabupaten Blitar",
        "Dinas Perhubungan Kab. Blitar",
        "Dinas Perhubungan Pemkab Blitar",
        "Pemerintah Kabupaten Blitar - Dinas Perhubungan",
        "dinas perhubungan & LLAJ",
    ],
)
def test_a_spelling_that_differs_in_case_space_or_short_forms_names_the_unit(registry: Registry, text: str) -> None:
    found = registry.unit_of(text)
    assert found is not None
    assert found.code == "dishub"


@pytest.mark.parametrize("text", ["Dinas Perhubunga", "Dinas Hubungan", "Perhubungan", "Dinas", "", None, "-", "&"])
def test_what_differs_in_a_letter_or_a_word_is_never_guessed(registry: Registry, text: str | None) -> None:
    assert registry.unit_of(text) is None


def test_another_government_is_not_passed_over(registry: Registry) -> None:
    assert registry.unit_of("Dinas Perhubungan Kota Blitar") is None
    assert registry.unit_of("Kabupaten Blitar") is None


def test_the_ampersand_reads_dan(registry: Registry) -> None:
    assert registry.unit_of("dinas pekerjaan umum dan penataan ruang") == registry.unit("pupr")


@pytest.mark.parametrize(
    ("text", "plain"),
    [("DPM-PTSP", "dpm ptsp"), ("Kec. Wlingi", "kecamatan wlingi"), ("Ｄinas　Sosial", "dinas sosial"), (None, "")],
)
def test_a_folded_name_has_neither_case_nor_punctuation(text: str | None, plain: str) -> None:
    assert folded(text) == plain


@given(st.text(max_size=30))
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=" .,-/()\u00a0", max_size=3), st.sampled_from(["", "Kab. Blitar", "PEMKAB BLITAR"]))
def test_a_unit_is_found_through_any_spaces_and_marks(mark: str, agency: str) -> None:
    text = f"{mark}dinas {mark}PERHUBUNGAN{mark} {agency}"
    found = Registry(UNITS, agency="Kabupaten Blitar").unit_of(text)
    assert found == UNITS[0]


def test_a_spelling_of_two_units_names_none() -> None:
    shared = Registry((Unit("a", "Dinas A", aliases=("Kominfo",)), Unit("b", "Dinas B", aliases=("KOMINFO",))))
    assert shared.unit_of("kominfo") is None
    assert [unit.code for unit in shared.units_named("kominfo")] == ["a", "b"]
    with pytest.raises(ConfigError, match=r"'kominfo' is a name of Dinas A \(a\) and Dinas B \(b\): give the code"):
        shared.meant("kominfo")


def test_a_code_means_its_unit_even_where_another_bears_it_as_a_name() -> None:
    shared = Registry((Unit("umum", "Bagian Umum"), Unit("tu", "Tata Usaha", aliases=("Umum",))))
    assert shared.meant("umum").code == "umum"


def test_an_unknown_unit_is_named_in_the_refusal(registry: Registry) -> None:
    with pytest.raises(ConfigError, match="knows no unit 'Dinas Sihir'"):
        registry.meant("Dinas Sihir")


def test_two_units_with_one_code_are_refused() -> None:
    with pytest.raises(ConfigError, match="two units have the code a"):
        Registry((Unit("a", "Dinas A"), Unit("a", "Dinas B")))


def test_spellings_that_nobody_knows_are_counted_the_most_frequent_first(registry: Registry) -> None:
    texts = ["Dishub", "Dinas X", None, "Dinas Y", "Dinas Y", ""]
    assert list(registry.unknown(texts).items()) == [("Dinas Y", 2), ("Dinas X", 1)]


def test_the_officers_of_a_unit_are_those_of_the_day(registry: Registry) -> None:
    assert [term.id for term in registry.officers("Dishub", at=date(2024, 1, 1))] == ["petugas-01"]
    assert [term.id for term in registry.officers("Dishub", at=date(2024, 1, 2))] == ["petugas-02"]
    assert [term.unit for term in registry.officers(at=TODAY)] == ["dishub", "rsud", "hukum"]
    with pytest.raises(ConfigError, match="knows no unit"):
        registry.officers("Dinas Sihir", at=TODAY)


def test_an_officer_may_have_several_units(registry: Registry) -> None:
    assert [unit.code for unit in registry.units_of("petugas-02", at=TODAY)] == ["dishub", "rsud"]
    assert registry.units_of("petugas-99", at=TODAY) == ()


def test_a_unit_whose_parts_have_officers_needs_none_of_its_own(registry: Registry) -> None:
    assert [unit.code for unit in registry.without_officer(at=TODAY)] == ["pupr"]


def test_a_unit_that_has_ended_needs_no_officer() -> None:
    ended = Registry((Unit("a", "Dinas A", until=date(2020, 12, 31)),))
    assert ended.without_officer(at=date(2020, 12, 31)) == ended.units
    assert ended.without_officer(at=date(2021, 1, 1)) == ()


def test_the_units_below_end_even_in_a_circle() -> None:
    circle = Registry((Unit("a", "A", parent="c"), Unit("b", "B", parent="a"), Unit("c", "C", parent="b")))
    assert [unit.code for unit in circle.below("a")] == ["b", "c"]


def test_the_owner_of_a_location_comes_before_that_of_the_login(registry: Registry) -> None:
    owners = [registry.owner("google_reviews", "pemkab", scope) for scope in ("locations/1", "locations/2", None)]
    assert [owner.code for owner in owners if owner] == ["rsud", "setda", "setda"]
    assert registry.owner("instagram", "1") is None


@pytest.mark.parametrize("text", ["Wlingi", "KEC. WLINGI", "Kecamatan Wlingi, Kabupaten Blitar", "35.05.17"])
def test_a_kecamatan_is_found_with_and_without_its_word(registry: Registry, text: str) -> None:
    found = registry.district_of(text)
    assert found is not None
    assert (found.code, found.kind) == ("35.05.17", PlaceKind.district)


@pytest.mark.parametrize("text", ["Desa Wlingi", "Wling", "Kecamatan", "", None])
def test_what_is_no_kecamatan_by_its_letters_is_none(registry: Registry, text: str | None) -> None:
    assert registry.district_of(text) is None


def test_a_village_name_that_occurs_twice_needs_its_kecamatan() -> None:
    places = (
        Place("1", "Wates", PlaceKind.district),
        Place("2", "Garum", PlaceKind.district),
        Place("1.1", "Sumberagung", PlaceKind.village, parent="1"),
        Place("2.1", "Sumberagung", PlaceKind.village, parent="2"),
    )
    registry = Registry(places=places)
    assert registry.village_of("Desa Sumberagung") is None
    assert registry.village_of("Desa Sumberagung", district="Kec. Garum") == places[3]
    assert registry.village_of("Sumberagung", district="Doko") is None


def test_people_are_the_areas_own_number_and_unknown_where_nobody_says(registry: Registry) -> None:
    assert registry.population() == 1_223_745
    assert registry.population("Wlingi") is None


def test_without_a_number_of_the_area_its_kecamatan_add_up_only_if_each_has_one() -> None:
    one, two = (Place(code, code, PlaceKind.district, population=n) for code, n in (("A", 3), ("B", None)))
    assert Registry(places=(one, two)).population() is None
    assert Registry(places=(one,)).population() == 3
    assert Registry().population() is None


def test_a_registry_is_a_value(registry: Registry) -> None:
    assert registry == Registry(UNITS, TERMS, read_places(), agency="Pemerintah Kabupaten Blitar")


def test_the_shipped_places_are_twenty_two_kecamatan_in_code_order() -> None:
    regency, *districts = read_places()
    assert (regency.code, regency.population, regency.population_on) == ("35.05", 1_223_745, date(2020, 9, 30))
    assert [place.code for place in districts] == [f"35.05.{n:02d}" for n in range(1, 23)]
    assert {place.parent for place in districts} == {"35.05"}
    assert districts[2].name == "Srengat"

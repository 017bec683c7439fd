"""Rules hold or do not, in their order; each suggestion says why; unsure stays undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import Complaint
from complaint_hub.errors import ConfigError
from complaint_hub.model import Location
from complaint_hub.registry import Place, PlaceKind, Registry, Unit, UnitKind
from complaint_hub.triage import Rules, Suggestion, decided, suggest
from support import triage_texts

Write = Callable[[str], Path]


def complaint(text: str | None = None, **said: Any) -> Complaint:
    values: dict[str, Any] = {"channel": "instagram", "account": "kab", "created_at": datetime(2026, 11, 2, tzinfo=UTC)}
    values |= said
    return Complaint(id=f"{values['channel']}:1", native_id="1", text=text, **values)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(rows: str) -> Path:
        path = tmp_path / "pilah.toml"
        path.write_text(f'source = "rapat"\n{rows}', encoding="utf-8")
        return path

    return written


@pytest.fixture
def own(write: Write) -> Callable[[str], Rules]:
    return lambda rows: Rules.load(write(rows), shipped=False)


def values(found: tuple[Suggestion, ...], field: str) -> list[object]:
    return [one.value for one in found if one.field == field]


LAMP = '[[rows]]\nid = "lampu"\nwords = ["lampu .. mati"]\nkind = "complaint"\nunit = "Dishub"\n'


def test_a_suggestion_names_its_rule_and_the_words_as_they_were_written(own: Callable[[str], Rules]) -> None:
    found = suggest(complaint("LAMPU jln wis matiii min"), own(LAMP))
    assert found[0] == Suggestion("kind", "complaint", "lampu", ("LAMPU", "matiii"))


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("lubang", "jalannya berlubang"),
        ("lubang", "lubangnya dalam"),
        ("lubang", "lubang2 semua"),
        ("lubang", "lubang-lubang di mana-mana"),
        ("rusak", "kerusakan parah"),
        ("rusak", "rusakkk"),
        ("tunggu", "menunggu lama"),
        ("tunggu", "nunggu dari pagi"),
        ("sapu", "disapu tiap hari"),
        ("jalan", "dalane ajur"),
        ("tidak diangkut", "ga diangkut seminggu"),
        ("jembatan", "jembatane ambruk"),
        ("=pns", "PNS datang siang"),
        ("👏", "👏🏽👏🏽"),
    ],
)
def test_a_keyword_is_found_in_what_people_write(own: Callable[[str], Rules], keyword: str, text: str) -> None:
    rules = own(f'[[rows]]\nid = "satu"\nwords = ["{keyword}"]\nkind = "complaint"\n')
    assert values(suggest(complaint(text), rules), "kind") == ["complaint"]


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("air", "cair kapan"),
        ("=pns", "ke PNSan"),
        ("=ular", "penyakit menular"),
        ("lampu mati", "lampu jalan mati"),
        ("lampu .. mati", "lampu satu dua tiga empat lima mati"),
        ("lampu .. mati", "mati lampu"),
        ("izin", "magizinan"),
    ],
)
def test_a_keyword_stops_at_borders_of_words(own: Callable[[str], Rules], keyword: str, text: str) -> None:
    rules = own(f'[[rows]]\nid = "satu"\nwords = ["{keyword}"]\nkind = "complaint"\n')
    assert suggest(complaint(text), rules) == ()


def test_a_word_that_is_excluded_keeps_a_rule_from_holding(own: Callable[[str], Rules]) -> None:
    rules = own('[[rows]]\nid = "satu"\nwords = ["air"]\nunless = ["air mata"]\nkind = "complaint"\n')
    assert suggest(complaint("air mata"), rules) == ()
    assert values(suggest(complaint("air keruh"), rules), "kind") == ["complaint"]


@pytest.mark.parametrize(
    ("condition", "holds", "does_not"),
    [
        ('channels = ["tiktok"]', {"channel": "tiktok"}, {}),
        ('forms = ["review"]', {"form": "review"}, {"form": "comment"}),
        ('accounts = ["loket"]', {"scope": "loket"}, {}),
        ('districts = ["Wlingi"]', {"district": "Wlingi"}, {"district": "Wates"}),
        ('categories = ["perhubungan"]', {"category": "PERHUBUNGAN\u00a0DARAT"}, {"category": "HUBUNGAN"}),
        ("rating_to = 2", {"rating": 2.0}, {"rating": 3.0}),
        ("rating_from = 4", {"rating": 4.0}, {}),
        ("no_text = true", {"text": "..."}, {"text": "ok"}),
        ("pattern = '\\d{3}'", {"text": "kode 123"}, {"text": "kode 12"}),
    ],
)
def test_what_else_is_known_of_a_complaint_counts(
    own: Callable[[str], Rules], condition: str, holds: dict[str, Any], does_not: dict[str, Any]
) -> None:
    rules = own(f'[[rows]]\nid = "satu"\n{condition}\nkind = "complaint"\n')
    assert values(suggest(complaint(**holds), rules), "kind") == ["complaint"]
    assert suggest(complaint(**({"text": "x"} | does_not)), rules) == ()


TWO = '[[rows]]\nid = "a"\n{}words = ["jalan"]\nunit = "A"\n[[rows]]\nid = "b"\nwords = ["sampah"]\nunit = "B"\n'


def test_two_rules_that_found_as_much_leave_the_field_undecided(own: Callable[[str], Rules]) -> None:
    found = suggest(complaint("sampah di jalan"), own(TWO.format("")))
    assert [(one.value, one.rule) for one in found] == [("A", "a"), ("B", "b")]
    assert decided(found) == {}


def test_the_rule_that_found_more_words_is_suggested(own: Callable[[str], Rules]) -> None:
    rules = own(TWO.format("").replace('["sampah"]', '["sampah", "menumpuk"]'))
    assert decided(suggest(complaint("sampah menumpuk di jalan"), rules)) == {"unit": "B"}


def test_a_lower_step_decides_before_a_higher_one(own: Callable[[str], Rules]) -> None:
    assert decided(suggest(complaint("sampah di jalan"), own(TWO.format("step = 1\n")))) == {"unit": "A"}


def test_an_own_file_goes_before_the_shipped_rules(write: Write) -> None:
    path = write('[[rows]]\nid = "lampu-kita"\nstep = 9\nwords = ["lampu jalan"]\nunit = "Perkim"\n')
    found = suggest(complaint("lampu jalan mati"), Rules.load(path))
    assert [(one.value, one.rule) for one in found if one.field == "unit"] == [("Perkim", "lampu-kita")]


def test_a_rule_may_leave_a_field_open(own: Callable[[str], Rules]) -> None:
    rows = (
        '[[rows]]\nid = "nasional"\nstep = 1\nwords = ["jalan nasional"]\nauthority = "national"\nleaves = ["unit"]\n'
    )
    found = suggest(complaint("jalan nasional, sampah"), own(rows + TWO.format("")))
    assert decided(found) == {"authority": "national"}


def test_of_praise_nobody_is_told_whose_duty_it_is(own: Callable[[str], Rules]) -> None:
    rules = own('[[rows]]\nid = "puji"\nwords = ["mantap"]\nkind = "appreciation"\nunit = "A"\nauthority = "regency"\n')
    assert decided(suggest(complaint("mantap"), rules)) == {"kind": "appreciation", "unit": "A"}


REGISTRY = Registry(
    units=(
        Unit("dishub", "Dinas Perhubungan", UnitKind.department, aliases=("Dishub",), accounts=("tiktok:dishubacc",)),
        Unit("kec-wates", "Kecamatan Wates", UnitKind.district, aliases=("Camat Wates",)),
        Unit("rs", "RSUD Srengat", UnitKind.hospital),
    ),
    places=(
        Place("35.05", "Blitar", PlaceKind.regency, aliases=("Kabupaten Blitar",)),
        Place("35.05.20", "Wates", PlaceKind.district, parent="35.05"),
        Place("35.05.03", "Srengat", PlaceKind.district, parent="35.05"),
        Place("35.05.03.2001", "Dandong", PlaceKind.village, parent="35.05.03"),
    ),
    agency="Pemerintah Kabupaten Blitar",
)
NAMED = '[[rows]]\nid = "disebut"\nnamed = true\n[[rows]]\nid = "pemilik"\nstep = 8\nowner = true\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mana petugas Dishub", "dishub"),
        ("parkir rsud srengat mahal", "rs"),
        ("kantor kecamatan Wates tutup", "kec-wates"),
        ("rumah saya di kecamatan Wates", None),
        ("dishub sama rsud srengat lempar-lemparan", None),
    ],
)
def test_an_office_that_the_text_names_is_suggested(own: Callable[[str], Rules], text: str, code: str | None) -> None:
    assert decided(suggest(complaint(text), own(NAMED), REGISTRY)).get("unit") == code


def test_the_owner_of_the_account_is_suggested(own: Callable[[str], Rules]) -> None:
    found = suggest(complaint("halo", channel="tiktok", account="dishubacc"), own(NAMED), REGISTRY)
    assert found[0] == Suggestion("unit", "dishub", "pemilik", ("tiktok:dishubacc",))


def test_a_unit_is_told_by_its_code_where_there_is_a_registry(own: Callable[[str], Rules]) -> None:
    assert values(suggest(complaint("lampu mati"), own(LAMP), REGISTRY), "unit") == ["dishub"]
    assert values(suggest(complaint("lampu mati"), own(LAMP)), "unit") == ["Dishub"]


@pytest.mark.parametrize(
    ("said", "district"),
    [
        ({"text": "Jalan di Kec. Wates rusak"}, "Wates"),
        ({"text": "KECAMATAN WATES KABUPATEN BLITAR"}, "Wates"),
        ({"text": "di desa Dandong jembatan putus"}, "Srengat"),
        ({"district": "Kec. Wates"}, "Wates"),
        ({"village": "Dandong"}, "Srengat"),
        ({"text": "RSUD Srengat antre"}, None),
        ({"text": "jalan Wates rusak"}, None),
        ({"text": "Kec. Wates, Kab. Kulon Progo"}, None),
        ({"text": "dari Kec. Wates ke Kec. Srengat"}, None),
        ({"text": "kec. Gandusari"}, None),
    ],
)
def test_a_place_is_a_field_or_a_name_with_its_context(said: dict[str, Any], district: str | None) -> None:
    rules = Rules(())
    assert decided(suggest(complaint(**said), rules, REGISTRY)).get("district") == district


def test_somebodys_own_map_tells_the_place_of_coordinates() -> None:
    here = complaint("rusak", location=Location(latitude=-8.1, longitude=112.2))
    (found,) = suggest(here, Rules(()), REGISTRY, locate=lambda at: "Wates" if at.latitude < -8 else None)
    assert found == Suggestion("district", "Wates", "place by location", ("-8.1, 112.2",))


class Model:
    """A classifier that says one thing."""

    name = "model-1"

    def __init__(self, field: str, value: str) -> None:
        self.said = Suggestion(field, value, "weight 0.8", ("lampu",))

    def suggest(self, complaint: Complaint) -> Iterator[Suggestion]:
        yield self.said


def test_a_classifier_stands_beside_the_rules_under_its_name(own: Callable[[str], Rules]) -> None:
    found = suggest(complaint("lampu mati"), own(LAMP), classifiers=[Model("kind", "complaint")])
    assert [(one.value, one.by) for one in found if one.field == "kind"] == [
        ("complaint", "rules"),
        ("complaint", "model-1"),
    ]
    assert decided(found)["kind"] == "complaint"


def test_where_a_classifier_differs_the_field_is_undecided(own: Callable[[str], Rules]) -> None:
    found = suggest(complaint("lampu mati"), own(LAMP), classifiers=[Model("kind", "spam")])
    assert "kind" not in decided(found)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("kin", "complaint", "classifier model-1: unknown field 'kin'"),
        ("kind", "angry", "classifier model-1: unknown kind 'angry'"),
        ("unit", "Dinas X", "classifier model-1: the registry knows no unit 'Dinas X'"),
    ],
)
def test_a_classifier_that_says_the_impossible_is_named(field: str, value: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        suggest(complaint("lampu"), Rules(()), REGISTRY, classifiers=[Model(field, value)])


HOSTILE = {
    "none": None,
    "empty": "",
    "blank": "   ",
    "control characters": "\x00\x07",
    "emoji": "😭" * 5000,
    "one word": "a" * 100_000,
    "arabic": "لا أعرف",
    "one keyword": "jalan " * 20_000,
    "letters": "a " * 50_000,
    "laughter": "haha" * 20_000 + " x" * 9,
    "blanks after a word": "ga" + " " * 90_000 + "x",
    "digits": "a-a-a-a-" + "1" * 90_000 + "x",
    "places without a name": "kec. " * 20_000,
    "blanks after a place": "desa" + " " * 90_000 + "x",
    "tags": "@a " * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_any_text_can_be_read(text: str | None) -> None:
    suggest(complaint(text), Rules.load(), triage_texts.registry())

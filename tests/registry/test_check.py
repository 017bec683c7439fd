"""What does not add up in a registry is found, each slip by its own name."""

from __future__ import annotations

from datetime import date

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.registry import Finding, Officer, Place, PlaceKind, Post, Registry, Unit, UnitKind

TODAY = date(2026, 11, 24)


def unit(code: str, **more: object) -> Unit:
    return Unit(code, f"Dinas {code.upper()}", **more)  # type: ignore[arg-type]  # keyword arguments of the class


def term(id_: str, code: str, since: date | None = None, until: date | None = None) -> Officer:
    return Officer(id_, Post.liaison, code, since=since, until=until)


def found(registry: Registry, *, at: date | None = None) -> list[tuple[str, str, str]]:
    return [(finding.level, finding.topic, finding.subject) for finding in registry.check(at=at)]


def test_a_registry_that_adds_up_has_no_findings() -> None:
    assert Registry((unit("a"),), (term("p1", "a"),)).check(at=TODAY) == []


def test_a_parent_that_is_not_there_is_found() -> None:
    assert Registry((unit("a", parent="x"),)).check() == [
        Finding("error", "unknown_parent", "a", "unit a: induknya x tidak ada dalam registri")
    ]


@pytest.mark.parametrize("parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}], ids=str)
def test_a_circle_of_parents_is_found_once(parents: dict[str, str]) -> None:
    registry = Registry(tuple(unit(code, parent=parent) for code, parent in parents.items()))
    assert [topic for _, topic, _ in found(registry)] == ["circle"]


def test_an_alias_with_two_owners_is_found_however_it_is_spelled() -> None:
    registry = Registry(
        (unit("a", aliases=("Kominfo",)), unit("b", aliases=("KOMINFO Kab. Blitar",))), agency="Kabupaten Blitar"
    )
    assert found(registry) == [("error", "two_owners", "Kominfo")]
    assert registry.check()[0].text == 'nama "Kominfo" dipakai oleh a dan b'


def test_a_unit_may_repeat_its_own_name_as_alias() -> None:
    assert found(Registry((unit("a", aliases=("DINAS A", "A")),))) == []


def test_an_account_that_two_units_own_is_found() -> None:
    registry = Registry((unit("a", accounts=("tiktok:1",)), unit("b", accounts=("tiktok:1",))))
    assert found(registry) == [("error", "account_owned_twice", "tiktok:1")]
    assert registry.owner("tiktok", "1") is None


def test_an_officer_of_an_unknown_unit_is_found() -> None:
    assert found(Registry((unit("a"),), (term("p1", "x"),))) == [("error", "unknown_unit", "p1")]


@pytest.mark.parametrize(
    ("until", "since", "topics"),
    [
        (date(2024, 1, 1), date(2024, 1, 1), ["overlapping_terms"]),
        (None, date(2024, 1, 1), ["overlapping_terms"]),
        (date(2024, 1, 1), date(2024, 1, 2), []),
    ],
)
def test_two_terms_in_one_unit_must_not_share_a_day(until: date | None, since: date, topics: list[str]) -> None:
    registry = Registry((unit("a"),), (term("p1", "a", until=until), term("p1", "a", since=since)))
    assert [topic for _, topic, _ in found(registry)] == topics


def test_two_posts_at_once_are_a_notice_only() -> None:
    registry = Registry((unit("a"), unit("b")), (term("p1", "a"), term("p1", "b")))
    assert found(registry, at=TODAY) == [("notice", "two_posts", "p1")]


def test_a_unit_without_an_active_officer_is_found_on_the_day_after_the_term() -> None:
    registry = Registry((unit("a"),), (term("p1", "a", until=date(2026, 11, 23)),))
    assert found(registry, at=date(2026, 11, 23)) == []
    assert found(registry, at=TODAY) == [("error", "no_officer", "a"), ("notice", "ended_terms", "p1")]


def test_an_officer_with_a_later_term_has_not_ended() -> None:
    terms = (term("p1", "a", until=date(2024, 1, 1)), term("p1", "a", since=date(2024, 1, 2)))
    assert found(Registry((unit("a"),), terms), at=TODAY) == []


def test_a_post_in_a_unit_that_has_ended_is_found() -> None:
    registry = Registry((unit("a", until=date(2025, 12, 31)),), (term("p1", "a"),))
    assert found(registry, at=TODAY) == [("error", "ended_unit", "p1")]


def test_without_a_day_nothing_is_said_about_days() -> None:
    assert found(Registry((unit("a"),))) == []


def test_the_office_of_a_kecamatan_that_is_not_there_is_found() -> None:
    office = Unit("kec-x", "Kecamatan Wlinggi", UnitKind.district)
    assert found(Registry((office,), places=(Place("1", "Wlingi", PlaceKind.district),))) == [
        ("error", "unknown_place", "kec-x")
    ]
    assert found(Registry((office,))) == []


def test_places_are_looked_at_too() -> None:
    places = (
        Place("1", "Wates", PlaceKind.district, parent="0"),
        Place("1.1", "Sumber", PlaceKind.village, parent="1"),
        Place("1.2", "SUMBER", PlaceKind.village, parent="1"),
    )
    assert found(Registry(places=places)) == [("error", "unknown_parent", "1"), ("error", "two_places", "sumber")]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Unit("", "Dinas A"), "unit without code: Dinas A"),
        (lambda: Unit("a", " "), "unit without name: a"),
        (lambda: Unit("a", "A", accounts=("17841400000000000",)), "account '17841400000000000' names no channel"),
        (lambda: Unit("a", "A", since=TODAY, until=date(2026, 1, 1)), "the last day 2026-01-01 lies before the first"),
        (lambda: term("p1", "a", TODAY, date(2026, 1, 1)), "officer p1: the last day 2026-01-01 lies before the first"),
        (lambda: Place("1", "A", PlaceKind.district, population=0), "population must be above 0, got 0"),
    ],
    ids=["code", "name", "account", "unit's days", "officer's days", "population"],
)
def test_a_value_that_cannot_be_is_refused(make: object, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        make()  # type: ignore[operator]  # each is a function without arguments

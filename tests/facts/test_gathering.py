"""Packed facts come out as the columns that went in, with numpy and without."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.facts import COLUMNS, Coded, Fact, Facts, Instants, gathering, to_columns
from complaint_hub.facts.gathering import PLAIN, Gathering
from complaint_hub.facts.packing import LENGTH, packed, words_of
from support.any_fact import any_fact
from support.cases import fact


@pytest.fixture(params=[0, 10**9], ids=["numpy", "plain"])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """From how many facts on numpy is used; whether it is."""
    monkeypatch.setattr(gathering, "_MANY", request.param)
    return bool(request.param == 0)


def numbers_of(facts: list[Fact]) -> dict[str | None, int]:
    # Not one after the other: numbers may have gaps.
    words = sorted({str(word) for one in facts for word in words_of(one) if word is not None})
    return {None: 0} | {word: 3 * n for n, word in enumerate(words, start=1)}


def gathered(facts: list[Fact], *, parts: int = 2) -> Facts:
    """Packed, taken in parts, and handed over as columns."""
    numbers = numbers_of(facts)
    taking = Gathering({n: word for word, n in numbers.items() if word is not None}, room=len(facts) + 5)
    for start in range(parts):
        part = facts[start::parts]
        ids = [one.id for one in part]
        if part:
            taking.add_packed(b"".join(packed(one, numbers) for one in part), "\n".join(ids) if start else ids)
    cases = {one.id: one.case for one in facts if one.case != one.id}
    return Facts(taking.columns(by="received", cases=cases), lambda: iter(()))


def rows_of(count: int) -> st.SearchStrategy[list[Fact]]:
    return st.tuples(*(any_fact(number=n) for n in range(1, count + 1))).map(list)


SEVERAL = st.integers(0, 7).flatmap(rows_of)


@settings(max_examples=40)
@given(SEVERAL)
def test_facts_come_out_as_they_went_in_with_numpy_and_without(facts: list[Fact]) -> None:
    expected = sorted(facts[::2] + facts[1::2], key=attrgetter("received"))
    told: list[dict[str, Any]] = []
    for many in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(gathering, "_MANY", many)
            found = gathered(facts)
        assert list(found.rows()) == expected
        told.append({name: (type(column), getattr(column, "values", None)) for name, column in found.columns.items()})
    assert told[0] == told[1]


def test_a_column_names_only_values_that_occur(many: bool) -> None:
    columns = gathered([fact("2023-04-03", number=n, unit=unit) for n, unit in enumerate(("A", "B", "A"))]).columns
    values = {name: column.values for name, column in columns.items() if isinstance(column, Coded)}
    assert (values["unit"], values["reopened"], values["rating"]) == (("A", "B"), (False,), (None,))


def test_columns_are_arrays_where_numpy_is_used(many: bool) -> None:
    columns = gathered([fact("2023-04-03", number=n) for n in range(3)]).columns
    received, unit = columns["received"], columns["unit"]
    assert isinstance(received, Instants)
    assert isinstance(unit, Coded)
    assert [isinstance(held, np.ndarray) for held in (received.micros, unit.codes)] == [many, many]


def test_without_numpy_columns_are_made_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_MANY", 0)
    monkeypatch.setattr(gathering, "_has_numpy", lambda: False)
    facts = [fact("2023-04-03", number=n) for n in range(3)]
    told = gathered(facts)
    assert isinstance(told.columns["received"], Instants)
    assert not isinstance(told.columns["received"].micros, np.ndarray)
    assert sorted(told.rows(), key=attrgetter("id")) == facts


def test_rows_of_which_nothing_is_told_stand_among_the_others(many: bool) -> None:
    old, new = fact("2023-04-05", number=1), fact("2023-04-03", number=2, unit="Dinas Baru", rating=4.5)
    numbers = numbers_of([old])
    taking = Gathering({n: word for word, n in numbers.items() if word is not None}, room=2)
    taking.add_packed(packed(old, numbers), [old.id])
    row = dict(zip(COLUMNS, to_columns(new), strict=True)) | {"oversight": 0, "linked": 1}
    taking.add_plain([tuple(row[name] for name in PLAIN)])
    first, second = Facts(taking.columns(by="received", cases={}), lambda: iter(())).rows()
    assert (first.id, first.unit, first.rating, first.oversight, first.linked) == (
        new.id,
        "Dinas Baru",
        4.5,
        False,
        True,
    )
    assert (first.forwarded, second) == (None, old)


def test_a_fact_has_the_length_that_its_layout_says() -> None:
    one = fact("2023-04-03")
    assert len(packed(one, numbers_of([one]))) == LENGTH == 136


def test_facts_of_another_layout_are_refused(many: bool) -> None:
    one = fact("2023-04-03")
    other = b"\x02" + packed(one, numbers_of([one]))[1:]
    for facts in (other, other[:-1], packed(one, numbers_of([one])) + other):
        with pytest.raises(ValueError, match="another layout"):
            Gathering({}, room=2).add_packed(facts, ["lapor:1", "lapor:2"])


def test_a_number_that_stands_for_no_word_is_an_error(many: bool) -> None:
    one = fact("2023-04-03")
    taking = Gathering({}, room=1)
    taking.add_packed(packed(one, numbers_of([one])), [one.id])
    with pytest.raises(KeyError):
        taking.columns(by="received", cases={})


def test_ids_are_split_when_one_is_asked_for(many: bool) -> None:
    ids = gathered([fact("2023-04-03", number=n) for n in range(4)]).columns["id"]
    assert len(ids) == 4
    assert (ids[0], ids[-1], list(ids[1:3])) == ("lapor:0", "lapor:3", ["lapor:2", "lapor:1"])
    assert "lapor:2" in ids

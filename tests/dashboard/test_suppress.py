"""No subtraction gives a small count away."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_hub.dashboard.suppress import settle, single, vague
from complaint_hub.dashboard.values import Hidden, Rate


def test_a_count_below_the_number_is_hidden() -> None:
    assert single(4, 5) is Hidden.small


@pytest.mark.parametrize("count", [0, 5, 60])
def test_none_and_enough_are_told(count: Any) -> None:
    assert single(count, 5) == count


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    assert settle([3, 20, 9, 40], 5) == [Hidden.small, 20, Hidden.beside, 40]


def test_two_small_counts_hide_each_other() -> None:
    assert settle([2, 3, 40], 5) == [Hidden.small, Hidden.small, 40]


def test_two_ones_do_not() -> None:
    assert settle([1, 1, 40, 9], 5) == [Hidden.small, Hidden.small, 40, Hidden.beside]


def test_nothing_small_is_told_whole() -> None:
    assert settle([0, 9, 40], 5) == [0, 9, 40]


def test_a_small_total_hides_all_that_is_in_it() -> None:
    assert settle([0, 1, 2], 5) == [0, Hidden.small, Hidden.small]


def test_where_nothing_is_left_to_hide_behind_nothing_is_told() -> None:
    assert settle([4, 4], 5) == [Hidden.beside, Hidden.beside]


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5), st.integers(3, 5))
def test_who_knows_total_and_rule_still_has_a_choice_for_each_small_count(counts: Any, least: Any) -> None:
    told = settle(counts, least)
    left = sum(counts) - sum(count for count in told if isinstance(count, int))
    hidden = [place for place, count in enumerate(told) if not isinstance(count, int)]
    if sum(counts) < least or all(told[place] is Hidden.beside for place in hidden):
        return
    able = [range(1, least) if told[place] is Hidden.small else range(least, left + 1) for place in hidden]
    answers = [values for values in product(*able) if sum(values) == left]
    for place, small in enumerate(hidden):
        if told[small] is Hidden.small:
            assert len({values[place] for values in answers}) > 1


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.integers(2, 9))
def test_what_is_told_is_true_and_never_small(counts: Any, least: Any) -> None:
    for count, told in zip(counts, settle(counts, least), strict=True):
        assert not isinstance(told, int) or (told == count and not 0 < told < least)


@given(st.integers(0, 100), st.integers(1, 100))
def test_a_vague_share_holds_the_true_one(part: Any, more: Any) -> None:
    rate = Rate(part, part + more)
    told = vague(rate)
    assert told.value is None
    assert rate.value is not None
    assert (told.at_least or 0.0) <= rate.value <= (told.at_most or 0.0)

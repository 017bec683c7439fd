"""The collector of cycles looks more rarely during a run, and as before behind it."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from complaint_hub._collector import looking_rarely


@pytest.fixture(autouse=True)
def own_threshold() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_it_looks_rarely_until_the_last_run_has_ended() -> None:
    with looking_rarely():
        with looking_rarely():
            assert gc.get_threshold() == (20_000, 10, 10)
        assert gc.get_threshold() == (20_000, 10, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_run_that_fails_leaves_it_as_it_was() -> None:
    with pytest.raises(ValueError), looking_rarely():
        raise ValueError
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [0, 50_000], ids=["switched off", "higher already"])
def test_a_programs_own_choice_stays(own: int) -> None:
    gc.set_threshold(own, 10, 10)
    with looking_rarely():
        assert gc.get_threshold()[0] == own
    assert gc.get_threshold()[0] == own

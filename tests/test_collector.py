"""The collector passes by what was there before a run, and only while one is under way."""

from __future__ import annotations

import gc
import weakref

from complaint_hub._collector import spared


class Knot:
    """A value that holds itself, so that only the collector can end it."""

    def __init__(self) -> None:
        self.myself = self


def test_nothing_stays_frozen_after_the_last_run() -> None:
    with spared():
        with spared():
            pass
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() == 0


def test_what_a_run_makes_is_collected_as_ever() -> None:
    with spared():
        knot = weakref.ref(Knot())
        gc.collect()
        assert knot() is None


def test_what_was_there_before_is_collected_afterwards() -> None:
    gc.disable()
    knot = weakref.ref(Knot())
    gc.enable()
    with spared():
        pass
    gc.collect()
    assert knot() is None


def test_a_program_that_froze_its_own_values_keeps_them_frozen() -> None:
    gc.freeze()
    try:
        with spared():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()

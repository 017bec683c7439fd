"""The suites are what the list of promises says, and leave none out silently."""

from __future__ import annotations

import subprocess
import sys

import pytest

from complaint_hub.testing import PROMISES, ChannelContract, FilesContract, Folder, Promise, World

SUITES = [
    pytest.param(suite, promise, id=f"{promise.number} {suite.__name__}")
    for suite in (ChannelContract, FilesContract)
    for promise in suite.promises.values()
]


def test_promises_are_numbered_without_a_gap_or_a_repetition() -> None:
    assert [promise.number for promise in PROMISES] == [f"P{n:02}" for n in range(1, len(PROMISES) + 1)]
    assert len({promise.name for promise in PROMISES}) == len(PROMISES)


def test_every_promise_is_for_some_channel() -> None:
    assert [promise.number for promise in PROMISES if not (promise.http or promise.files)] == []


@pytest.mark.parametrize(("suite", "promise"), SUITES)
def test_every_promise_has_its_test(suite: type[object], promise: Promise) -> None:
    assert callable(getattr(suite, promise.test))


@pytest.mark.parametrize("suite", [ChannelContract, FilesContract])
def test_a_suite_tests_nothing_that_is_no_promise(suite: type[ChannelContract[World] | FilesContract[Folder]]) -> None:
    tests = {name for name in dir(suite) if name.startswith("test_")}
    assert tests == {promise.test for promise in suite.promises.values()}


@pytest.mark.parametrize("promise", [promise for promise in PROMISES if promise.needs], ids=lambda p: p.number)
def test_what_a_promise_needs_is_a_verb_or_a_method_of_the_suite(promise: Promise) -> None:
    assert [verb for verb in promise.needs if not (hasattr(World, verb) or hasattr(ChannelContract, verb))] == []


def test_a_declared_promise_has_a_test_of_its_own_name() -> None:
    class Declared(ChannelContract[World]):
        without = {"P02": "the platform has no pinned items"}

    assert Declared.test_p02_a_pinned_item_first is None
    Declared().test_p02_declared()
    assert Declared.standing()["P02"] == "the platform has no pinned items"
    assert Declared.standing()["P01"] == "kept"


def test_a_class_below_may_keep_what_the_class_above_declared() -> None:
    class Above(ChannelContract[World]):
        without = {"P02": "the platform has no pinned items"}

    class Below(Above):
        without = {}

    assert Below.test_p02_a_pinned_item_first is ChannelContract.test_p02_a_pinned_item_first
    assert vars(Below)["test_p02_declared"] is None


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ({"P99": "there is no such promise"}, "no promise 'P99'"),
        ({"P27": "rows of a file, not of an API"}, "no promise 'P27'"),
        ({"P17": "it is too much to ask"}, "holds for every channel"),
        ({"P02": "no"}, "say in a sentence"),
    ],
    ids=["unknown", "of the other kind", "no verb needed", "no reason"],
)
def test_a_declaration_that_is_none_is_refused(without: dict[str, str], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        type("Wrong", (ChannelContract,), {"without": without})


def test_the_kit_loads_no_test_runner() -> None:
    code = "import sys, complaint_hub.testing; sys.exit(bool({'pytest', '_pytest', 'unittest'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0

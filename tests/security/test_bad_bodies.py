"""What comes in may be as large, as deep and as wrong as it likes: an error that is declared, little memory, and the
other accounts are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support.heavy_bodies import BODIES

TESTS = Path(__file__).parents[1]
MOST = 128_000_000
# glibc keeps what was freed, for each thread, and would have the first large body count against all that follow.
THRIFTY = {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "4000000", "MALLOC_TRIM_THRESHOLD_": "131072"}


def came(how: str) -> dict[str, Any]:
    """What came of all bodies, met one after the other by one process."""
    said = subprocess.run(
        [sys.executable, "-m", "support.heavy_bodies", how],
        env={**os.environ, **THRIFTY, "PYTHONPATH": os.pathsep.join([str(TESTS), *filter(None, sys.path)])},
        capture_output=True,
        check=True,
        timeout=280,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


@pytest.mark.parametrize("how", ["ask", "loop"])
def test_no_answer_of_a_platform_brings_a_run_down(how: str) -> None:
    found = came(how)
    assert len(found) == sum(map(len, BODIES[how].values()))
    # "a bug": how a run tells of an exception that nobody has declared.
    assert {body: one["error"] for body, one in found.items() if "a bug" in (one["error"] or "")} == {}
    assert [body for body, one in found.items() if not (one["asked"] and one["well"])] == []
    assert {body: one["grown"] for body, one in found.items() if one["grown"] > MOST} == {}


def test_no_call_brings_a_receiver_down() -> None:
    found = came("receive")
    # What came before all of them and again after them is one piece of news.
    assert len(found.pop("notices")) == 1
    assert found.pop("after all")["status"] == 200
    assert {one["status"] for one in found.values()} == {200, 204, 408, 413}
    assert {one["status"] for body, one in found.items() if "200 MB" in body} == {413}
    assert {one["told"] for one in found.values()} == {""}
    assert {body: one["grown"] for body, one in found.items() if one["grown"] > MOST} == {}

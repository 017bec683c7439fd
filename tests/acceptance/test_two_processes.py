"""Two processes on one store: one of them is told that it came second, and nothing is lost, doubled or set back."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from bench.youtube_runs import channel
from complaint_hub import Hub
from complaint_hub.contract import Channel
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from support.killing import clean, content, dozen, forked, served


def test_one_of_two_runs_at_once_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    world = dozen()
    world.inject(faults.slow(0.1, times=None))
    store = tmp_path / "aduan.db"
    with served(world) as base:
        both = channel(base)
        clean(both)(tmp_path / "undisturbed.db")
        pids = [forked(partial(_note, both, store, tmp_path / f"{n}.txt")) for n in range(2)]
        assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0]
        said = sorted((tmp_path / f"{n}.txt").read_text() for n in range(2))
        assert said[0] == ""
        assert any(f"process {pid} " in said[1] for pid in pids)
        assert content(store) == content(tmp_path / "undisturbed.db")

        idle = tmp_path / "idle.txt"
        assert os.waitpid(forked(partial(_note, both, store, idle)), 0)[1] == 0
        assert idle.read_text() == ""


def _note(both: Channel, store: Path, told: Path) -> None:
    with Hub([both], store=store, clock=lambda: sandbox.CLOCK) as hub:
        (run,) = hub.sync()
    told.write_text(run.error or "")

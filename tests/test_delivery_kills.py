"""A process that dies at any commit or request of a delivery: no reply is sent twice, and none is forgotten."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any, Literal

import pytest

from complaint_hub import Hub, Reply, ReplyState, Store
from complaint_hub._io import Blocking
from complaint_hub.contract import Request, Response
from support.answering import COMPLAINT, SENT_AT, Answers, FilePlatform
from support.killing import killed_at

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed in a forked child")

TEXT = "Terima kasih, kami teruskan."
LATER = timedelta(minutes=5)
Resend = Literal["never", "after_miss", "idempotent"]


class Scene:
    """One approved reply, kept in *folder*, on a platform where the same text stands since yesterday."""

    def __init__(self, folder: Path, resend: Resend) -> None:
        self.store = folder / "aduan.db"
        self.platform = FilePlatform(folder / "platform", one=resend == "idempotent")
        self.channel = Answers(resend=resend, replaces=resend == "idempotent")

    def hub(self, at: datetime) -> Hub:
        self.platform.clock = at
        return Hub([self.channel], store=self.store, clock=lambda: at)

    def prepare(self) -> None:
        self.platform.post(TEXT, at=SENT_AT - timedelta(days=1))
        with self.hub(SENT_AT) as hub:
            hub.sync()
            assert hub.reply(COMPLAINT, TEXT, by="petugas-07", send=False).state is ReplyState.approved

    def deliver(self, at: datetime) -> None:
        with self.hub(at) as hub:
            hub.deliver()

    def reply(self) -> Reply:
        with Store(self.store, read_only=True) as store:
            (reply,) = store.replies()
            return reply

    def posted(self) -> int:
        """How often the platform took it, yesterday's left out."""
        return len(self.platform.taken()) - 1


def killed_everywhere(
    folder: Path, resend: Resend, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[int, int, ReplyState]]:
    """Kill a delivery at each of its steps, then deliver once more; posts at the kill, posts and state at the end."""
    ends: list[tuple[int, int, ReplyState]] = []
    (folder / "0").mkdir()
    scene = Scene(folder / "0", resend)

    async def send(self: Any, request: Request, headers: Mapping[str, str], **_: object) -> Response:
        return scene.platform.answer(request, headers)

    monkeypatch.setattr(Blocking, "send", send)
    scene.prepare()
    for step in range(1, 200):
        scene = Scene(Path(copytree(folder / "0", folder / str(step))), resend)
        died = killed_at(step, lambda _: scene.deliver(SENT_AT), scene.store, statements=False)  # noqa: B023  # as above
        at_the_kill = scene.posted()
        scene.deliver(SENT_AT + LATER)
        ends.append((at_the_kill, scene.posted(), scene.reply().state))
        if not died:
            return ends
    raise AssertionError("it never came to its end")


def test_where_ours_can_all_be_seen_it_is_sent_exactly_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = killed_everywhere(tmp_path, "after_miss", monkeypatch)
    assert len(ends) > 10
    assert {(posts, state) for _, posts, state in ends} == {(1, ReplyState.verified)}


def test_where_ours_may_be_hidden_only_a_kill_before_the_send_leaves_it_unsure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = killed_everywhere(tmp_path, "never", monkeypatch)
    assert {(posts, state) for _, posts, state in ends} == {(1, ReplyState.verified), (0, ReplyState.unsure)}
    # A commit of the lease lies before the claim; between claim and send there is the sending alone.
    assert sum(state is ReplyState.unsure for _, _, state in ends) <= 2
    assert all(state is ReplyState.verified for at_the_kill, _, state in ends if at_the_kill)


def test_where_asking_twice_leaves_one_it_stands_there_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = killed_everywhere(tmp_path, "idempotent", monkeypatch)
    assert {state for _, _, state in ends} == {ReplyState.verified}
    assert all(posts >= 1 for _, posts, _ in ends)

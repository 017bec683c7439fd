"""A reply on Google whose delivery is killed, 500 times and more: it stands there once, and over nobody else's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from complaint_hub import ReplyState
from complaint_hub.sandbox.google import faults
from support.replies import SENT_AT, TEXT, End, Stage, killed_anywhere, killed_everywhere, kills
from support.reply_stages import GoogleStage

COLLEAGUE = "Mohon maaf atas antreannya, Bu."


def expect(ends: Sequence[End]) -> None:
    """Sent exactly once, seen by the public, nothing unsure."""
    assert {(end.took, end.state) for end in ends} == {(1, ReplyState.verified)}
    print(f"{kills(ends)} kills, 0 unsure")


def test_killed_behind_each_step_it_is_sent_once() -> None:
    ends = killed_everywhere(GoogleStage)
    expect(ends)
    assert kills(ends) > 25
    assert any(end.between for end in ends)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_three_times_in_a_row_it_is_sent_once(seed: int) -> None:
    ends = killed_anywhere(GoogleStage, seed=seed, times=50)
    expect(ends)
    assert kills(ends) > 110


def test_an_answer_that_broke_off_and_a_kill_leave_one_reply() -> None:
    def make() -> GoogleStage:
        stage = GoogleStage()
        stage.world.inject(faults.cut_body(method="reviews.updateReply"))
        return stage

    ends = killed_everywhere(make)
    expect(ends)
    assert kills(ends) > 20


def test_what_a_colleague_writes_at_the_moment_of_death_is_not_overwritten() -> None:
    stages: list[GoogleStage] = []

    def make() -> GoogleStage:
        stages.append(GoogleStage())
        return stages[-1]

    def meanwhile(stage: Stage) -> None:
        stage.post(COLLEAGUE, at=SENT_AT)

    ends = killed_everywhere(make, meanwhile=meanwhile)
    written = [stage.standing for stage, end in zip(stages[1:], ends, strict=True) if end.kills]
    assert (set(written), len(written) > 25) == ({COLLEAGUE}, True)
    assert {end.took for end in ends} == {0, 1}
    assert ReplyState.unsure not in {end.state for end in ends}
    assert (stages[-1].standing, ends[-1].state) == (TEXT, ReplyState.verified)

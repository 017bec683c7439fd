"""A reply on YouTube whose delivery is killed, 500 times and more: never sent twice, and never forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from complaint_hub import ReplyState
from complaint_hub.sandbox.youtube import faults
from support.replies import End, killed_anywhere, killed_everywhere, kills
from support.reply_stages import YouTubeStage


def expect(ends: Sequence[End]) -> None:
    """Sent at most once; unsure only where it died between claim and send."""
    for end in ends:
        if end.took:
            assert (end.took, end.state) == (1, ReplyState.verified), end
        else:
            assert (end.between, end.state) == (True, ReplyState.unsure), end
    print(f"{kills(ends)} kills, {sum(end.state is ReplyState.unsure for end in ends)} unsure")


def posts_behind_the_claim(ends: Sequence[End]) -> int:
    return sum(end.between for end in ends)


@pytest.mark.parametrize("replies", [2, 30], ids=["inside-the-thread", "five-pages"])
def test_killed_behind_each_step_it_is_sent_once_or_left_to_a_person(replies: int) -> None:
    ends = killed_everywhere(partial(YouTubeStage, replies=replies))
    expect(ends)
    assert kills(ends) > 30
    # The claim, the two commits and answers up to the question whether the thread takes a reply, and the quota's.
    assert 0 < posts_behind_the_claim(ends) <= 5


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_random_three_times_in_a_row_it_is_sent_once_or_left_to_a_person(seed: int) -> None:
    ends = killed_anywhere(YouTubeStage, seed=seed, times=50)
    expect(ends)
    assert kills(ends) > 110


def test_what_the_owner_alone_is_shown_is_found_again_and_seen_as_hidden() -> None:
    ends = killed_everywhere(partial(YouTubeStage, hides="likelySpam"))
    for end in ends:
        expected = (ReplyState.sent, "hidden") if end.took else (ReplyState.unsure, None)
        assert (end.state, end.shown) == expected
        assert end.took == (not end.between)


def test_what_nobody_is_shown_is_never_sent_again() -> None:
    ends = killed_everywhere(partial(YouTubeStage, hides=True))
    assert {end.took for end in ends} == {0, 1}
    assert {(end.state, end.shown) for end in ends} == {(ReplyState.sent, "hidden"), (ReplyState.unsure, None)}
    # Of one that was taken, and whose answer nobody kept, nobody can say that it was.
    assert sum(end.state is ReplyState.unsure and end.took > 0 for end in ends) <= 2


def test_an_answer_that_broke_off_and_a_kill_leave_one_reply() -> None:
    def make() -> YouTubeStage:
        stage = YouTubeStage()
        stage.world.inject(faults.cut_body(method="comments.insert"))
        return stage

    ends = killed_everywhere(make)
    expect(ends)
    assert kills(ends) > 20

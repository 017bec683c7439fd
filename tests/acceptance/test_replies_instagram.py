"""A reply on Instagram whose delivery is killed, 500 times and more: sent exactly once, and never forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from complaint_hub import ReplyState
from complaint_hub.sandbox.instagram import faults
from support.comment_stages import InstagramStage
from support.replies import TEXT, Desk, End, Stage, killed_anywhere, killed_everywhere, kills


def expect(ends: Sequence[End]) -> None:
    """Sent exactly once, seen, nothing unsure: the account is shown all that it wrote."""
    assert {(end.took, end.state) for end in ends} == {(1, ReplyState.verified)}
    print(f"{kills(ends)} kills, {sum(end.between for end in ends)} between claim and send, 0 unsure")


@pytest.mark.parametrize(
    "make",
    [InstagramStage, partial(InstagramStage, replies=120), partial(InstagramStage, replies=0, quiet=True)],
    ids=["two-replies", "a-long-thread", "the-first-reply"],
)
def test_killed_behind_each_step_it_is_sent_once(make: Callable[[], Stage]) -> None:
    ends = killed_everywhere(make)
    expect(ends)
    assert kills(ends) > 11
    assert any(end.between for end in ends)


def test_killed_at_random_three_times_in_a_row_it_is_sent_once() -> None:
    ends = killed_anywhere(InstagramStage, seed=20261125, times=160, steps=18)
    expect(ends)
    assert kills(ends) > 350


@pytest.mark.parametrize(
    "fault",
    [
        faults.cut_body,
        faults.lost_answer,
        partial(faults.lost_answer, "responseFormat"),
        partial(faults.status, 502),
        partial(faults.error, "unknown"),
    ],
    ids=["cut", "lost", "taken-and-refused", "gateway", "trouble"],
)
def test_an_answer_that_says_nothing_and_a_kill_leave_one_reply(fault: Callable[..., faults.Fault]) -> None:
    def make() -> InstagramStage:
        stage = InstagramStage()
        stage.world.inject(fault(method="comment.reply"))
        return stage

    ends = killed_everywhere(make)
    expect(ends)
    assert kills(ends) > 11


def test_a_list_that_is_empty_although_a_reply_stands_lets_nothing_be_sent_again() -> None:
    def make() -> InstagramStage:
        stage = InstagramStage()
        stage.world.inject(faults.cut_body(method="comment.reply"), faults.empty_end(method="comment.replies", skip=1))
        return stage

    expect(killed_everywhere(make))


def test_a_reply_that_is_hidden_at_the_moment_of_death_is_found_and_seen_as_hidden() -> None:
    def meanwhile(stage: Stage) -> None:
        assert isinstance(stage, InstagramStage)
        if stage.took:
            stage.world.hide(stage.newest)

    ends = killed_everywhere(InstagramStage, meanwhile=meanwhile)
    assert {end.took for end in ends} == {1}
    seen = {(end.state, end.shown) for end in ends}
    assert seen == {(ReplyState.verified, "public"), (ReplyState.sent, "hidden")}


def test_a_reply_keeps_its_key_over_the_next_sync_which_finds_nothing_new(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    desk = Desk(InstagramStage(), tmp_path_factory.mktemp("desk") / "aduan.db")
    desk.sync()
    desk.write()
    desk.deliver()
    before = desk.timeline()
    desk.wait()
    run = desk.sync(deep="full")
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)
    assert [(e.key, e.text, e.at, e.role) for e in desk.timeline()] == [(e.key, e.text, e.at, e.role) for e in before]
    assert [e.text for e in before].count(TEXT) == 1

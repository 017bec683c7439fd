"""Answering on Instagram: what is asked, what a refusal makes of a reply, which lists are believed, what is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub import OutboxError, RejectedError, ReplyState
from complaint_hub.contract import CanReply
from complaint_hub.model import EventType, Role
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.sandbox.instagram.errors import ERRORS
from support.comment_stages import InstagramStage
from support.replies import LATER, SENT_AT, TEXT, Desk

WRITE = "comment.reply"
LIST = "comment.replies"


@pytest.fixture
def stage() -> InstagramStage:
    return InstagramStage()


@pytest.fixture
def desk(stage: InstagramStage, tmp_path: Path) -> Desk:
    made = Desk(stage, tmp_path / "aduan.db")
    made.sync()
    return made


def asked(desk: Desk) -> list[tuple[str, str]]:
    """Verb and path behind the version of what the last run asked."""
    return [(request.method, request.url.partition("/v26.0/")[2]) for request in desk.requests]


# --- what is asked


def test_a_reply_stands_under_the_comment_and_is_seen(desk: Desk, stage: InstagramStage) -> None:
    desk.write()
    assert desk.deliver().moved == {"sending": 1, "sent": 1, "verified": 1}
    reply = stage.world.comments[stage.newest]
    assert (reply.text, reply.author.username, desk.reply().native_key) == (TEXT, sandbox.USERNAME, reply.id)


def test_it_costs_a_look_a_write_and_two_reads(desk: Desk, stage: InstagramStage) -> None:
    desk.write()
    desk.deliver()
    assert asked(desk) == [
        ("GET", f"{stage.comment}/replies"),
        ("POST", f"{stage.comment}/replies"),
        ("GET", stage.newest),
        ("GET", stage.comment),
    ]


def test_the_write_holds_the_text_alone_and_is_not_repeatable(desk: Desk) -> None:
    desk.write("Baik 🙏 & siap, 100%")
    desk.deliver()
    (write,) = (request for request in desk.requests if request.method == "POST")
    # A parameter "fields" makes the comment and is then refused.
    assert (write.form, write.params, write.json) == ({"message": "Baik 🙏 & siap, 100%"}, None, None)
    assert (write.repeatable, write.identity, write.draws) == (False, "owner", {"writes": 1})
    assert desk.timeline()[-1].text == "Baik 🙏 & siap, 100%"


def test_an_answer_to_a_reply_goes_to_its_comment(desk: Desk, stage: InstagramStage) -> None:
    # Where a reply to a reply is refused, this one is not: it names the comment.
    stage.world.nested_replies = "refuse"
    desk.write(about=stage.world.comments[stage.comment].replies[0].id)
    desk.deliver()
    assert desk.reply().state is ReplyState.verified


def test_its_time_is_ours_until_it_is_read_back(desk: Desk, stage: InstagramStage) -> None:
    stage.world.inject(faults.error("unknown", method="comment.get", times=None))
    desk.write()
    desk.deliver()
    message = desk.timeline()[-1]
    assert (message.at, message.role, message.text, message.key) == (SENT_AT, Role.agency, TEXT, stage.newest)


@pytest.mark.parametrize("deep", [False, "changed", "full"])
def test_no_sync_doubles_it(desk: Desk, deep: object) -> None:
    desk.write()
    desk.deliver()
    desk.wait()
    run = desk.sync(deep=deep)
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)
    assert [(e.text, e.by) for e in desk.timeline() if e.role is Role.agency] == [(TEXT, "petugas-07")]


def test_a_comment_takes_more_than_one_reply(desk: Desk, stage: InstagramStage) -> None:
    assert isinstance(stage.channel, CanReply)
    assert (stage.channel.resend, stage.channel.replaces) == ("after_miss", False)
    for text in (TEXT, "Sudah diperbaiki hari ini."):
        desk.write(text)
        desk.deliver()
        desk.wait()
    assert stage.took == [TEXT, "Sudah diperbaiki hari ini."]


def test_what_the_same_words_said_yesterday_does_not_stop_today(desk: Desk, stage: InstagramStage) -> None:
    stage.post(TEXT, at=SENT_AT - timedelta(days=1))
    desk.wait()
    desk.sync()
    desk.write()
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


# --- refused before any request


def test_a_hidden_comment_takes_no_reply(desk: Desk, stage: InstagramStage) -> None:
    stage.world.hide(stage.comment)
    desk.wait()
    desk.sync(deep="full")
    with pytest.raises(RejectedError, match=r"hidden.*show it again"):
        desk.write()
    assert desk.requests == []


def test_a_hidden_message_takes_no_reply_and_its_comment_does(desk: Desk, stage: InstagramStage) -> None:
    citizen = stage.world.comments[stage.comment].replies[0]
    stage.world.hide(citizen.id)
    desk.wait()
    desk.sync(deep="full")
    with pytest.raises(RejectedError, match="is hidden"):
        desk.write(about=citizen.id)
    assert desk.write().state is ReplyState.approved


def test_a_text_that_is_too_long_is_refused(desk: Desk) -> None:
    with pytest.raises(OutboxError, match="shorten it by 1"):
        desk.write("x" * 2_201)
    assert desk.write("🙏" * 2_200).state is ReplyState.approved


@pytest.mark.parametrize("change", [{"account": "1"}, {"deleted_at": SENT_AT}, {"source_detail": "hidden"}], ids=str)
def test_the_channel_itself_refuses_before_it_asks(
    desk: Desk, stage: InstagramStage, change: dict[str, object]
) -> None:
    with desk.hub() as hub:
        found = hub.store.complaint(stage.complaint)
    assert found is not None
    with pytest.raises(RejectedError):
        stage.channel.check_reply(found.model_copy(update=change), TEXT)


# --- what a refusal makes of it


@pytest.mark.parametrize(
    "happens",
    [
        lambda stage: stage.world.hide(stage.comment),
        lambda stage: stage.world.disable_comments(stage.media),
        lambda stage: setattr(stage.world.media[stage.media], "live", True),
        lambda stage: stage.world.delete(stage.comment),
        lambda stage: setattr(stage.world, "longest_text", 10),
    ],
    ids=["hidden", "switched-off", "live", "deleted", "too-long-for-the-platform"],
)
def test_what_the_platform_refuses_by_now_fails_and_is_not_sent(
    desk: Desk, stage: InstagramStage, happens: Callable[[InstagramStage], None]
) -> None:
    desk.write()
    happens(stage)
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.failed, [])


OPEN = {"unknown", "unavailable", "unknownOld", "timeout", "tooMuchData", "mediaNotReady", "responseFormat"}
LIMITS = {
    "appLimit", "userLimit", "pageLimit", "applicationLimit", "customLimit", "pageAccountLimit", "accountLimit",
    "messengerLimit", "blocked",
}  # fmt: skip
DEAD = {
    "badToken", "notInstalled", "checkpoint", "passwordChanged", "expiredToken", "unconfirmed", "invalidToken",
    "noPageRole", "session", "noToken",
}  # fmt: skip

RIGHTS = {"capability", "permission", "permissionMissing", "pagePermission", "accountRestricted"}


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_each_refusal_of_the_write(desk: Desk, stage: InstagramStage, name: str) -> None:
    stage.world.inject(faults.error(name, method=WRITE))
    desk.write()
    row = desk.deliver()
    expected = (
        ReplyState.sending
        if name in OPEN
        else ReplyState.approved
        if name in LIMITS | DEAD | RIGHTS
        else ReplyState.failed
    )
    reply = desk.reply()
    assert (reply.state, stage.took) == (expected, [])
    assert reply.error
    assert (row.stopped is not None) == (name in LIMITS)
    assert not row.error or expected is not ReplyState.failed
    # One that is blocked for hours is not asked again in the same breath.
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (
        (ReplyState.failed, []) if expected is ReplyState.failed else (ReplyState.verified, [TEXT])
    )


@pytest.mark.parametrize("name", sorted(OPEN))
def test_each_answer_that_got_lost(desk: Desk, stage: InstagramStage, name: str) -> None:
    stage.world.inject(faults.lost_answer(name, method=WRITE))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sending
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


def test_an_answer_without_an_id_is_looked_up(desk: Desk, stage: InstagramStage) -> None:
    stage.world.inject(faults.status(200, '{"success": true}', method=WRITE))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sending


def test_a_block_lasts_for_hours(desk: Desk, stage: InstagramStage) -> None:
    stage.world.inject(faults.error("blocked", method=WRITE))
    desk.write()
    stopped = desk.deliver().stopped
    assert stopped is not None
    assert stopped.resets_at == SENT_AT + timedelta(hours=6)


# --- which lists are believed


def crashed(desk: Desk, stage: InstagramStage) -> None:
    """A reply that was taken, and whose answer was lost; then the time has passed after which a miss counts."""
    stage.world.inject(faults.lost_answer(method=WRITE))
    desk.write()
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.sending)
    desk.wait(LATER)


@pytest.mark.parametrize(
    "fault",
    [
        faults.empty_end(method=LIST),
        faults.error("notFound", method=LIST),
        faults.damage("timestamp", method=LIST),
        faults.error("permission", method=LIST),
        faults.error("unavailable", method=LIST, times=5),
    ],
    ids=["empty", "not-found", "damaged", "not-permitted", "trouble"],
)
def test_a_list_that_is_not_to_be_trusted_lets_nothing_be_sent_again(
    desk: Desk, stage: InstagramStage, fault: faults.Fault
) -> None:
    crashed(desk, stage)
    stage.world.inject(fault)
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.sending)
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


@pytest.mark.parametrize(
    "hidden", [{"from"}, {"username", "from"}, {"user", "from"}], ids=lambda fields: "-".join(sorted(fields))
)
def test_one_whose_author_is_withheld_may_be_ours(desk: Desk, stage: InstagramStage, hidden: set[str]) -> None:
    crashed(desk, stage)
    stage.world.withhold(stage.newest, *hidden)
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


@pytest.mark.parametrize("refused", [{"from"}, {"from", "user", "hidden", "like_count"}], ids=["from", "most"])
def test_fields_that_are_refused_are_left_out(desk: Desk, stage: InstagramStage, refused: set[str]) -> None:
    crashed(desk, stage)
    stage.world.refused_fields = refused
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], stage.newest)


def test_a_citizen_who_says_the_same_is_not_taken_for_us(desk: Desk, stage: InstagramStage) -> None:
    stage.world.inject(faults.error("unavailable", method=WRITE))
    desk.write()
    desk.deliver()
    stage.world.add_reply(stage.comment, TEXT, author="warga_lain", at=SENT_AT)
    desk.wait()
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], stage.newest)


def test_it_is_found_behind_fifty_that_came_since(desk: Desk, stage: InstagramStage) -> None:
    crashed(desk, stage)
    ours = stage.newest
    for n in range(70):
        stage.world.add_reply(stage.comment, f"Betul {n}", at=SENT_AT + timedelta(seconds=n))
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], ours)


def test_a_list_is_read_no_further_than_it_matters(tmp_path: Path) -> None:
    stage = InstagramStage(replies=120)
    desk = Desk(stage, tmp_path / "aduan.db")
    desk.sync()
    desk.write()
    desk.deliver()
    assert asked(desk).count(("GET", f"{stage.comment}/replies")) == 1


# --- what is seen


def test_a_hidden_reply_is_seen_as_hidden_and_answers_nobody(desk: Desk, stage: InstagramStage) -> None:
    crashed(desk, stage)
    stage.world.hide(stage.newest)
    desk.deliver()
    reply = desk.reply()
    assert (reply.state, reply.shown) == (ReplyState.sent, "hidden")
    (message,) = (e for e in desk.timeline() if e.key == stage.newest and e.type is EventType.message)
    assert not message.public
    stage.world.hide(stage.newest, hidden=False)
    desk.wait(timedelta(hours=1))
    desk.deliver()
    assert desk.reply().state is ReplyState.verified


def test_under_a_comment_that_is_hidden_by_now_nobody_sees_it(desk: Desk, stage: InstagramStage) -> None:
    crashed(desk, stage)
    stage.world.hide(stage.comment)
    desk.deliver()
    reply = desk.reply()
    assert (reply.state, reply.shown) == (ReplyState.sent, "hidden")
    assert "the comment that it answers is hidden" in (reply.error or "")


@pytest.mark.parametrize("gone", ["reply", "comment"])
def test_what_was_deleted_is_gone(desk: Desk, stage: InstagramStage, gone: str) -> None:
    stage.world.inject(faults.error("unavailable", method="comment.get", times=5))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sent
    stage.world.delete(stage.newest if gone == "reply" else stage.comment)
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")


def test_where_the_platform_finds_nothing_at_all_nothing_is_concluded(desk: Desk, stage: InstagramStage) -> None:
    desk.write()
    stage.world.inject(*(faults.error("notFound", method=m, times=None) for m in (LIST, "comment.get", "account.get")))
    row = desk.deliver()
    assert "neither the comment nor the account" in (row.error or "")
    assert desk.reply().state is ReplyState.approved

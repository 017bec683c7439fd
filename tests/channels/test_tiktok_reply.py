"""Answering on TikTok: what is asked, what a refusal makes of a reply, which lists are believed, what is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub import OutboxError, RejectedError, ReplyState
from complaint_hub.channels.tiktok import TikTokFile
from complaint_hub.contract import CanReply, Request
from complaint_hub.model import EventType, Role
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.sandbox.tiktok import faults
from complaint_hub.sandbox.tiktok.errors import ERRORS
from support.comment_stages import TikTokStage
from support.replies import LATER, SENT_AT, TEXT, Desk
from support.tiktok_pages import tiktok

WRITE = "business/comment/reply/create"
LIST = "business/comment/reply/list"
NAMED = "business/comment/list"


@pytest.fixture
def stage() -> TikTokStage:
    return TikTokStage()


@pytest.fixture
def desk(stage: TikTokStage, tmp_path: Path) -> Desk:
    made = Desk(stage, tmp_path / "aduan.db")
    made.sync()
    return made


def endpoint(request: Request) -> str:
    return request.url.partition("/v1.3/")[2].rstrip("/")


def asked(desk: Desk) -> list[str]:
    return [endpoint(request) for request in desk.requests]


# --- what is asked


def test_a_reply_stands_under_the_comment_and_the_public_sees_it(desk: Desk, stage: TikTokStage) -> None:
    desk.write()
    assert desk.deliver().moved == {"sending": 1, "sent": 1, "verified": 1}
    reply = stage.world.comments[stage.newest]
    assert (reply.text, reply.owner, desk.reply().native_key) == (TEXT, True, reply.id)


def test_it_costs_two_looks_a_write_and_one_read(desk: Desk, stage: TikTokStage) -> None:
    desk.write()
    desk.deliver()
    assert asked(desk) == [NAMED, LIST, WRITE, NAMED]
    looks = [request.params for request in desk.requests if request.params]
    assert [(look.get("status"), look.get("sort_order"), look.get("comment_ids")) for look in looks] == [
        ("ALL", None, f'["{stage.comment}"]'),
        ("ALL", "desc", None),
        ("PUBLIC", None, f'["{stage.newest}","{stage.comment}"]'),
    ]


def test_the_write_names_video_comment_and_text_and_is_not_repeatable(desk: Desk, stage: TikTokStage) -> None:
    desk.write("Baik 🙏 & siap, 100%")
    desk.deliver()
    (write,) = (request for request in desk.requests if request.method == "POST")
    assert write.json == {
        "business_id": sandbox.ACCOUNT,
        "video_id": stage.video,
        "comment_id": stage.comment,
        "text": "Baik 🙏 & siap, 100%",
    }
    assert (write.repeatable, write.identity, write.draws) == (
        False,
        "owner",
        {"reply_create": 1, "app": 1, "calls": 1},
    )


def test_an_answer_to_a_reply_goes_to_its_comment(desk: Desk, stage: TikTokStage) -> None:
    desk.write(about=stage.world.comments[stage.comment].replies[0].id)
    desk.deliver()
    assert desk.reply().state is ReplyState.verified


@pytest.mark.parametrize("as_numbers", [False, True], ids=["texts", "numbers"])
def test_the_answer_is_the_message_that_a_sync_reads(desk: Desk, stage: TikTokStage, as_numbers: bool) -> None:
    stage.world.habits.ids_as_numbers = stage.world.habits.times_as_numbers = as_numbers
    stage.world.inject(faults.error("PARAM_ERROR", method=NAMED, skip=1))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sent
    message = desk.timeline()[-1]
    assert (message.key, message.at, message.role, message.text, message.public) == (
        stage.newest,
        SENT_AT,
        Role.agency,
        TEXT,
        True,
    )


@pytest.mark.parametrize("deep", [False, "changed", "full"])
def test_no_sync_doubles_it(desk: Desk, deep: object) -> None:
    desk.write()
    desk.deliver()
    desk.wait()
    run = desk.sync(deep=deep)
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)
    assert [(e.text, e.by) for e in desk.timeline() if e.role is Role.agency] == [(TEXT, "petugas-07")]


def test_a_comment_takes_more_than_one_reply(desk: Desk, stage: TikTokStage) -> None:
    assert isinstance(stage.channel, CanReply)
    assert (stage.channel.resend, stage.channel.replaces) == ("after_miss", False)
    for text in (TEXT, "Sudah diperbaiki hari ini."):
        desk.write(text)
        desk.deliver()
        desk.wait()
    assert stage.took == [TEXT, "Sudah diperbaiki hari ini."]


def test_what_the_same_words_said_yesterday_does_not_stop_today(desk: Desk, stage: TikTokStage) -> None:
    stage.post(TEXT, at=SENT_AT - timedelta(days=1))
    desk.wait()
    desk.sync()
    desk.write()
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


# --- refused before any request


def test_a_hidden_comment_takes_no_reply(desk: Desk, stage: TikTokStage) -> None:
    stage.world.hide(stage.comment)
    desk.wait()
    desk.sync(deep="full")
    with pytest.raises(RejectedError, match=r"hidden.*show it again"):
        desk.write()
    assert desk.requests == []


def test_a_hidden_message_takes_no_reply_and_its_comment_does(desk: Desk, stage: TikTokStage) -> None:
    citizen = stage.world.comments[stage.comment].replies[0]
    stage.world.hide(citizen.id)
    desk.wait()
    desk.sync(deep="full")
    with pytest.raises(RejectedError, match="is hidden"):
        desk.write(about=citizen.id)
    assert desk.write().state is ReplyState.approved


def test_a_text_may_have_as_many_characters_as_the_settings_say(desk: Desk) -> None:
    with pytest.raises(OutboxError, match="shorten it by 1"):
        desk.write("x" * 151)
    assert desk.write("🙏" * 150).state is ReplyState.approved
    assert tiktok(text_limit=1_200).reply_limit.amount == 1_200


@pytest.mark.parametrize(
    "change", [{"account": "_000other"}, {"deleted_at": SENT_AT}, {"source_detail": "hidden"}, {"scope": None}], ids=str
)
def test_the_channel_itself_refuses_before_it_asks(desk: Desk, stage: TikTokStage, change: dict[str, object]) -> None:
    with desk.hub() as hub:
        found = hub.store.complaint(stage.complaint)
    assert found is not None
    with pytest.raises(RejectedError):
        stage.channel.check_reply(found.model_copy(update=change), TEXT)


def test_comments_from_files_are_answered_by_hand() -> None:
    assert not isinstance(TikTokFile("komentar.csv"), CanReply)


# --- what a refusal makes of it


@pytest.mark.parametrize(
    "happens",
    [
        lambda stage: stage.world.hide(stage.comment),
        lambda stage: stage.world.delete(stage.comment),
        lambda stage: setattr(stage.world.habits, "text_limit", 10),
    ],
    ids=["hidden", "deleted", "too-long-for-the-platform"],
)
def test_what_the_platform_refuses_by_now_fails_and_is_not_sent(
    desk: Desk, stage: TikTokStage, happens: Callable[[TikTokStage], None]
) -> None:
    desk.write()
    happens(stage)
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.failed, [])


def test_nothing_is_written_under_a_video_of_somebody_else(desk: Desk, stage: TikTokStage) -> None:
    desk.write()
    other = stage.world.add_account("pemkotkediri", open_id="_000other")
    stage.world.videos[stage.video].account = other.open_id
    desk.deliver()
    # The platform itself would take it.
    assert WRITE not in asked(desk)
    assert desk.reply().state is ReplyState.failed
    assert "does not own this video" in (desk.reply().error or "")


OPEN = {
    "DUPLICATED_REQUEST", "TASK_NOT_READY", "WRITE_CONFLICT", "SYS_ERROR", "SYS_TIMEOUT", "BACKEND_ERROR",
    "INTERNAL_TIME_OUT", "BACKEND_51065",
}  # fmt: skip
LIMITS = {"REQUEST_TOO_FREQUENT", "REQUEST_FREQUENCY_LIMITED"}
DEAD = {"ACCESS_TOKEN_EXPIRE", "EMPTY_ACCESS_TOKEN", "INVALID_ACCESS_TOKEN"}

RIGHTS = {
    "FORBIDDEN", "APP_FORBIDDEN", "APP_METHOD_FORBIDDEN", "NOT_IN_WHITELIST", "DEVELOPER_REJECTED",
    "DEVELOPER_NO_PERMISSION", "REFRESH_TOKEN_EXPIRE", "INVALID_REFRESH_TOKEN", "AUTH_CODE_ERROR",
    "SCOPE_TT_USER_OAUTH_FAILED", "SCOPE_NOT_AUTHORIZED",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(ERRORS) - {"OK", "PARTIAL_OK"}))
def test_each_refusal_of_the_write(desk: Desk, stage: TikTokStage, name: str) -> None:
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
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (
        (ReplyState.failed, []) if expected is ReplyState.failed else (ReplyState.verified, [TEXT])
    )


@pytest.mark.parametrize("name", sorted(OPEN))
def test_each_answer_that_got_lost(desk: Desk, stage: TikTokStage, name: str) -> None:
    stage.world.inject(faults.lost_answer(name, method=WRITE))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sending
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


def test_a_success_in_part_is_one(desk: Desk, stage: TikTokStage) -> None:
    stage.world.inject(faults.partial(method=WRITE))
    desk.write()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


@pytest.mark.parametrize("shape", ["null", "object", "absent"])
def test_a_success_that_holds_nothing_is_looked_up(desk: Desk, stage: TikTokStage, shape: str) -> None:
    stage.world.inject(faults.no_data(shape, method=WRITE))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sending


def test_one_duplicate_does_not_keep_the_others_back(desk: Desk, stage: TikTokStage) -> None:
    stage.world.inject(faults.error("DUPLICATED_REQUEST", method=WRITE))
    desk.write()
    desk.write("Sudah diperbaiki hari ini.")
    desk.deliver()
    assert (desk.reply("1").state, desk.reply("2").state) == (ReplyState.sending, ReplyState.verified)


# --- which lists are believed


def crashed(desk: Desk, stage: TikTokStage) -> None:
    """A reply that was taken, and whose answer was lost; then the time has passed after which a miss counts."""
    stage.world.inject(faults.lost_answer(method=WRITE))
    desk.write()
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.sending)
    desk.wait(LATER)


@pytest.mark.parametrize(
    "fault",
    [
        faults.empty_end(method=LIST, times=3),
        faults.error("NOT_EXIST", method=NAMED),
        faults.damage("create_time", method=LIST),
        faults.partial(method=LIST),
        faults.no_data(method=LIST),
        faults.error("APP_FORBIDDEN", method=LIST),
        faults.error("SYS_ERROR", method=LIST, times=5),
    ],
    ids=["empty", "not-found", "damaged", "in-part", "no-data", "forbidden", "trouble"],
)
def test_a_list_that_is_not_to_be_trusted_lets_nothing_be_sent_again(
    desk: Desk, stage: TikTokStage, fault: faults.Fault
) -> None:
    crashed(desk, stage)
    stage.world.inject(fault)
    desk.deliver()
    assert stage.took == [TEXT]
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


def test_while_the_comment_is_hidden_its_replies_are_not_listed_and_nothing_is_concluded(
    desk: Desk, stage: TikTokStage
) -> None:
    crashed(desk, stage)
    stage.world.hide(stage.comment)
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.sending)
    assert "hidden" in (desk.reply().error or "")
    stage.world.publish(stage.comment)
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


def test_while_the_video_is_private_nothing_is_concluded(desk: Desk, stage: TikTokStage) -> None:
    crashed(desk, stage)
    desk.write("Sudah diperbaiki hari ini.")
    stage.world.set_privacy(stage.video, "PRIVATE")
    desk.deliver()
    assert (desk.reply("1").state, desk.reply("2").state) == (ReplyState.sending, ReplyState.approved)
    assert "its video is not shown" in (desk.reply("2").error or "")
    stage.world.set_privacy(stage.video, "PUBLIC")
    desk.deliver()
    assert stage.took == [TEXT, "Sudah diperbaiki hari ini."]
    assert (desk.reply("1").state, desk.reply("2").state) == (ReplyState.verified, ReplyState.verified)


def test_one_that_does_not_say_whose_it_is_may_be_ours(desk: Desk, stage: TikTokStage) -> None:
    crashed(desk, stage)
    stage.world.habits.absent = frozenset({"owner"})
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], stage.newest)


def test_a_citizen_who_says_the_same_is_not_taken_for_us(desk: Desk, stage: TikTokStage) -> None:
    stage.world.inject(faults.error("SYS_ERROR", method=WRITE))
    desk.write()
    desk.deliver()
    stage.world.add_reply(stage.comment, TEXT, author="warga_lain", at=SENT_AT)
    desk.wait()
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], stage.newest)


def test_it_is_found_behind_thirty_that_came_since(desk: Desk, stage: TikTokStage) -> None:
    crashed(desk, stage)
    ours = stage.newest
    for n in range(70):
        stage.world.add_reply(stage.comment, f"Betul {n}", at=SENT_AT + timedelta(seconds=n))
    desk.deliver()
    assert (stage.took, desk.reply().native_key) == ([TEXT], ours)


def test_short_and_empty_pages_are_no_end(desk: Desk, stage: TikTokStage) -> None:
    crashed(desk, stage)
    for n in range(70):
        stage.world.add_reply(stage.comment, f"Betul {n}", at=SENT_AT + timedelta(seconds=n))
    stage.world.inject(faults.empty_page(method=LIST), faults.short_page(4, method=LIST, times=None))
    desk.deliver()
    assert (stage.took, desk.reply().state) == ([TEXT], ReplyState.verified)


# --- what is seen


def test_what_the_spam_filter_hides_is_seen_as_hidden_and_answers_nobody(desk: Desk, stage: TikTokStage) -> None:
    stage.world.habits.hides_similar = 2
    stage.post(TEXT, at=SENT_AT - timedelta(days=1))
    desk.write()
    desk.deliver()
    reply = desk.reply()
    assert (reply.state, reply.shown, stage.took) == (ReplyState.sent, "hidden", [TEXT])
    assert "similar texts" in (reply.error or "")
    (message,) = (e for e in desk.timeline() if e.key == stage.newest and e.type is EventType.message)
    assert not message.public
    stage.world.publish(stage.newest)
    desk.wait(timedelta(hours=1))
    desk.deliver()
    assert desk.reply().state is ReplyState.verified


def test_one_that_was_hidden_at_once_is_found_after_its_answer_was_lost(desk: Desk, stage: TikTokStage) -> None:
    stage.world.habits.hides_new = True
    crashed(desk, stage)
    desk.deliver()
    assert (stage.took, desk.reply().shown) == ([TEXT], "hidden")


def test_where_no_status_is_told_the_public_list_decides(desk: Desk, stage: TikTokStage) -> None:
    stage.world.habits.absent, stage.world.habits.hides_new = frozenset({"status"}), True
    desk.write()
    desk.deliver()
    assert desk.reply().shown == "hidden"


def test_under_a_comment_that_is_hidden_by_now_nobody_sees_it(desk: Desk, stage: TikTokStage) -> None:
    stage.world.inject(faults.error("SYS_ERROR", method=NAMED, skip=1, times=5))
    desk.write()
    desk.deliver()
    stage.world.hide(stage.comment)
    desk.wait()
    desk.deliver()
    reply = desk.reply()
    assert (reply.state, reply.shown) == (ReplyState.sent, "hidden")
    assert "the comment that it answers is hidden" in (reply.error or "")


@pytest.mark.parametrize("habit", ["omit", "PERMISSION_ERROR", "NOT_EXIST"])
@pytest.mark.parametrize("gone", ["reply", "comment"])
def test_what_was_deleted_is_gone_however_the_platform_says_so(
    desk: Desk, stage: TikTokStage, gone: str, habit: str
) -> None:
    stage.world.habits.missing_ids = habit
    stage.world.inject(faults.error("SYS_ERROR", method=NAMED, skip=1, times=5))
    desk.write()
    desk.deliver()
    assert desk.reply().state is ReplyState.sent
    stage.world.delete(stage.newest if gone == "reply" else stage.comment)
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")

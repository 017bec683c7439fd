"""Answering on YouTube: what is asked before, what a refusal makes of a reply, and what the public sees of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from complaint_hub import ApiKey, OutboxError, RejectedError, ReplyState, UnsupportedError
from complaint_hub.channels.youtube import YouTube
from complaint_hub.contract import Request, Response
from complaint_hub.errors import AuthError, ChannelError, NotFoundError, UnavailableError
from complaint_hub.model import EventType, Role
from complaint_hub.sandbox import youtube as sandbox
from complaint_hub.sandbox.youtube import faults
from complaint_hub.sandbox.youtube.errors import ERRORS, refuse
from support.killing import in_memory
from support.replies import SENT_AT, TEXT, Desk
from support.reply_stages import YouTubeStage

INSERT = "comments.insert"


@pytest.fixture
def stage() -> YouTubeStage:
    return YouTubeStage()


@pytest.fixture
def desk(stage: YouTubeStage) -> Iterator[Desk]:
    with in_memory() as folder:
        made = Desk(stage, folder / "aduan.db")
        made.sync()
        yield made


def writes(stage: YouTubeStage) -> int:
    return sum(call.method == INSERT for call in stage.world.requests)


# --- what is asked


def test_a_reply_stands_in_the_thread_and_the_public_sees_it(desk: Desk, stage: YouTubeStage) -> None:
    desk.write()
    assert desk.deliver().moved == {"sending": 1, "sent": 1, "verified": 1}
    reply = stage.world.threads[stage.thread].replies[-1]
    assert (reply.text, reply.author.id, desk.reply().native_key) == (TEXT, sandbox.CHANNEL, reply.id)


def test_it_costs_54_units_and_is_read_back_by_a_stranger(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.reset_counts()
    desk.write()
    assert desk.deliver().spent == {"units": 54}
    assert stage.world.units == 54
    asked = [(r.method, r.url.rpartition("/")[2], r.identity) for r in desk.requests]
    assert asked == [
        ("GET", "channels", "owner"),
        ("GET", "commentThreads", "owner"),
        ("GET", "commentThreads", "owner"),
        ("POST", "comments", "owner"),
        ("GET", "comments", "public"),
    ]


def test_the_write_names_thread_and_text_and_is_not_repeatable(desk: Desk, stage: YouTubeStage) -> None:
    desk.write("Baik 🙏 <b>&</b>")
    desk.deliver()
    (write,) = (r for r in desk.requests if r.method == "POST")
    assert write.json == {"snippet": {"parentId": stage.thread, "textOriginal": "Baik 🙏 <b>&</b>"}}
    assert (write.params, write.draws, write.repeatable) == (
        {"part": "id,snippet", "prettyPrint": "false"}, {"units": 50}, False,
    )  # fmt: skip
    assert [e.text for e in desk.timeline()][-1] == "Baik 🙏 <b>&</b>"


def test_an_answer_to_a_reply_goes_to_its_thread(desk: Desk, stage: YouTubeStage) -> None:
    citizen = stage.world.threads[stage.thread].replies[0]
    desk.write(about=citizen.id)
    desk.deliver()
    assert desk.reply().state is ReplyState.verified
    assert stage.world.threads[stage.thread].replies[-1].text == TEXT


@pytest.mark.parametrize("deep", [False, "changed", "full"])
def test_no_sync_doubles_it(desk: Desk, deep: object) -> None:
    desk.write()
    desk.deliver()
    desk.wait()
    run = desk.sync(deep=deep)
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)
    assert [(e.text, e.by) for e in desk.timeline() if e.role is Role.agency] == [(TEXT, "petugas-07")]


def test_a_long_thread_is_read_to_its_end_on_the_way_there_and_back(tmp_path: Path) -> None:
    stage = YouTubeStage(replies=30)  # eight a page
    desk = Desk(stage, tmp_path / "aduan.db")
    desk.sync()
    desk.write()
    assert desk.deliver().spent == {"units": 1 + 1 + 4 + 1 + 50 + 4}
    assert desk.reply().state is ReplyState.verified


# --- refused before any request


def test_without_an_owner_the_text_is_given_back_to_paste(stage: YouTubeStage, tmp_path: Path) -> None:
    base = "http://127.0.0.1:9/youtube/v3/"
    stage.channel = YouTube(sandbox.CHANNEL, public=ApiKey(sandbox.KEY), base=base)
    desk = Desk(stage, tmp_path / "aduan.db")
    desk.sync()
    with pytest.raises(UnsupportedError) as caught:
        desk.write()
    assert "client_id in the settings" in str(caught.value)
    assert f"lc={stage.thread}" in str(caught.value)
    assert str(caught.value).endswith(TEXT)
    assert desk.requests == []


@pytest.mark.parametrize(("status", "words"), [("heldForReview", "held for review"), ("likelySpam", "taken for spam")])
def test_a_thread_that_is_held_takes_no_reply(desk: Desk, stage: YouTubeStage, status: str, words: str) -> None:
    stage.world.moderate(stage.thread, status)
    desk.wait()
    desk.sync()
    with pytest.raises(RejectedError, match=f"{words}.*publish it in YouTube Studio"):
        desk.write()


def test_a_message_that_is_held_takes_no_reply(desk: Desk, stage: YouTubeStage) -> None:
    citizen = stage.world.threads[stage.thread].replies[0]
    stage.world.moderate(citizen.id, "likelySpam")
    desk.wait()
    desk.sync()
    with pytest.raises(RejectedError, match="not public"):
        desk.write(about=citizen.id)
    assert desk.write().state is ReplyState.approved


def test_a_text_that_is_too_long_is_refused(desk: Desk) -> None:
    with pytest.raises(OutboxError, match="shorten it by 1"):
        desk.write("a" * 10_001)


# --- refused before the write, which costs fifty


def test_a_closed_thread_costs_no_write(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.closed.add(stage.thread)
    desk.write()
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.failed, 0)
    assert "takes no reply" in (desk.reply().error or "")


def test_a_thread_that_is_held_since_the_last_sync_costs_no_write(desk: Desk, stage: YouTubeStage) -> None:
    desk.write()
    stage.world.moderate(stage.thread, "heldForReview")
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.failed, 0)
    assert "held back" in (desk.reply().error or "")


@pytest.mark.parametrize("how", ["deleted", "rejected", "video", "refused"])
def test_a_thread_that_is_gone_costs_no_write(desk: Desk, stage: YouTubeStage, how: str) -> None:
    desk.write()
    if how == "deleted":
        stage.world.delete(stage.thread)
    elif how == "rejected":
        stage.world.moderate(stage.thread, "rejected")
    elif how == "video":
        stage.world.remove_video(stage.video)
    else:
        stage.world.delete(stage.thread)
        stage.world.missing_threads = "error"
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.failed, 0)
    assert "gone" in (desk.reply().error or "")


def test_a_thread_that_one_answer_leaves_out_is_asked_for_again(desk: Desk, stage: YouTubeStage) -> None:
    desk.write()
    stage.world.inject(faults.error("commentThreadNotFound", method="commentThreads.list"))
    desk.deliver()
    assert desk.reply().state is ReplyState.verified


def test_under_the_consent_of_another_channel_nothing_is_sent(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.grants.consents[0].owner = stage.world.add_channel("Pribadi", "@sari").id
    desk.write()
    report = desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.approved, 0)
    assert "consent is of UC" in (report.error or "")
    assert "signed in as the channel itself" in (report.error or "")


def test_a_list_that_turns_in_circles_puts_it_off(tmp_path: Path) -> None:
    stage = YouTubeStage(replies=30)
    desk = Desk(stage, tmp_path / "aduan.db")
    desk.sync()
    desk.write()
    stage.world.inject(faults.self_token(method="comments.list", times=None))
    report = desk.deliver()
    assert (desk.reply().state, report.error, writes(stage)) == (ReplyState.approved, None, 0)
    assert "turn in circles" in (desk.reply().error or "")


def test_with_too_few_units_it_waits_for_the_next_day(desk: Desk, stage: YouTubeStage) -> None:
    stage.channel = YouTube(
        sandbox.CHANNEL,
        public=stage.channel.identities["public"],
        owner=stage.channel.identities["owner"],
        base="http://127.0.0.1:9/youtube/v3/",
        daily_units=40,
    )
    desk.write()
    report = desk.deliver()
    assert report.stopped is not None
    assert (desk.reply().state, writes(stage)) == (ReplyState.approved, 0)
    assert "begins anew" in (desk.reply().error or "")


# --- refused by the write


def judged(name: str) -> tuple[type[ChannelError], ReplyState]:
    """What a refusal is, and where it leaves a reply."""
    refused = refuse(name)
    request = Request("POST", "http://127.0.0.1:9/youtube/v3/comments")
    error = YouTubeStage().channel.error(request, Response(refused.status, {}, refused.body))
    assert error is not None
    if isinstance(error, (RejectedError, NotFoundError)):
        return type(error), ReplyState.failed
    if isinstance(error, UnavailableError):
        return type(error), ReplyState.sending
    return type(error), ReplyState.approved  # a throttle, a spent quota, a consent that is refused


@pytest.mark.parametrize("name", ERRORS)
def test_a_refusal_of_the_write_leaves_the_reply_where_it_belongs(desk: Desk, stage: YouTubeStage, name: str) -> None:
    cls, state = judged(name)
    desk.write()
    stage.world.inject(faults.error(name, method=INSERT, times=None))
    report = desk.deliver()
    assert desk.reply().state is state
    assert desk.reply().error
    assert (report.error is None and report.stopped is None) == (state is ReplyState.failed)
    assert writes(stage) == (2 if cls is AuthError else 1)  # a refused token did nothing: once more with a fresh one
    assert stage.took == []


def test_every_kind_of_end_stands_in_that_table() -> None:
    states = {judged(name)[1] for name in ERRORS}
    assert states == {ReplyState.failed, ReplyState.sending, ReplyState.approved}


def test_a_throttle_is_over_and_it_is_sent(desk: Desk, stage: YouTubeStage) -> None:
    desk.write()
    stage.world.inject(faults.rate_limit(method=INSERT))
    desk.deliver()
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


def test_a_trouble_of_the_server_is_looked_up_and_left_to_a_person(desk: Desk, stage: YouTubeStage) -> None:
    desk.write()
    stage.world.inject(faults.error("processingFailure", method=INSERT))
    desk.deliver()
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.unsure, 1)
    with desk.hub() as hub:
        hub.send_again("1", by="kabid-ikp")
        hub.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'{"id": 7}', b"[", b'{"kind":"youtube#comment","id":"x"}'])
def test_an_answer_that_cannot_be_read_is_looked_up(
    desk: Desk, stage: YouTubeStage, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = stage.answer

    def damaged(request: Request, headers: Mapping[str, str]) -> Response:
        told = answer(request, headers)
        return Response(200, {}, body) if request.method == "POST" and "comments" in request.url else told

    desk.write()
    monkeypatch.setattr(stage, "answer", damaged)
    assert desk.deliver().error is None
    assert desk.reply().state is ReplyState.sending
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


def test_the_same_text_of_yesterday_does_not_stop_today_s(desk: Desk, stage: YouTubeStage) -> None:
    stage.post(TEXT, at=SENT_AT - timedelta(days=1))
    desk.write()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


# --- what the public sees


@pytest.mark.parametrize(
    ("hides", "words"),
    [("heldForReview", "held for review"), ("likelySpam", "taken for spam"), (True, "the public does not see it")],
)
def test_a_hidden_reply_is_seen_as_hidden_and_answers_nobody(
    desk: Desk, stage: YouTubeStage, hides: object, words: str
) -> None:
    stage.world.hides_new = hides  # type: ignore[assignment]  # of the parameters
    desk.write()
    assert desk.deliver().moved == {"sending": 1, "sent": 1}
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "hidden")
    assert words in (desk.reply().error or "")
    message, note = [e for e in desk.timeline() if e.role is not Role.citizen]
    assert (message.text, message.public) == (TEXT, False)
    assert (note.type, note.data) == (EventType.note, {"shown": "hidden"})


def test_a_hidden_reply_that_is_published_is_an_answer(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.hides_new = "heldForReview"
    desk.write()
    desk.deliver()
    stage.world.moderate(desk.reply().native_key or "", "published")
    desk.wait()
    assert desk.deliver().moved == {"verified": 1}
    (message,) = (e for e in desk.timeline() if e.role is Role.agency)
    assert (message.public, message.by) == (True, "petugas-07")


def test_a_held_reply_is_not_taken_for_deleted_by_later_syncs(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.hides_new = "likelySpam"
    desk.write()
    desk.deliver()
    for _ in range(4):
        desk.wait(timedelta(days=1))
        assert desk.sync(deep="full").counts.gone == 0


def test_one_that_not_even_we_are_shown_counts_as_deleted_after_deep_walks(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.hides_new = True
    desk.write()
    desk.deliver()
    for _ in range(4):
        desk.wait(timedelta(days=1))
        desk.sync(deep="full")
    assert [e.about for e in desk.timeline() if e.type is EventType.deleted] == [desk.reply().native_key]


def test_in_a_thread_that_went_away_it_is_gone(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.hides_new = True
    desk.write()
    desk.deliver()
    stage.world.delete(stage.thread)
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")


@pytest.mark.parametrize(
    ("how", "words"),
    [("held", "strangers do not find"), ("private", "insufficient permissions"), ("disabled", "disabled comments")],
)
def test_in_a_thread_that_strangers_do_not_find_it_is_hidden(
    desk: Desk, stage: YouTubeStage, how: str, words: str
) -> None:
    stage.world.hides_new = True
    desk.write()
    desk.deliver()
    if how == "held":
        stage.world.moderate(stage.thread, "heldForReview")
    elif how == "private":
        stage.world.make_private(stage.video)
    else:
        stage.world.inject(faults.error("commentsDisabled", method="comments.list"))
    desk.wait()
    desk.deliver()
    assert (desk.reply().shown, words in (desk.reply().error or "")) == ("hidden", True)


# --- which replies are ours


def test_a_reply_without_an_author_may_be_ours(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.inject(faults.cut_body(method=INSERT))
    desk.write()
    desk.deliver()
    answer = stage.answer

    def nameless(request: Request, headers: Mapping[str, str]) -> Response:
        told = answer(request, headers)
        body = json.loads(told.body)
        for item in body.get("items", ()):
            for reply in item.get("replies", {}).get("comments", ()):
                for field in ("authorChannelId", "authorChannelUrl", "authorDisplayName"):
                    del reply["snippet"][field]
        return Response(told.status, told.headers, json.dumps(body).encode())

    stage.answer = nameless  # type: ignore[method-assign]  # as the platform was seen to do
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.took) == (ReplyState.verified, [TEXT])


def test_a_citizen_who_repeats_our_words_is_not_us(desk: Desk, stage: YouTubeStage) -> None:
    stage.world.inject(faults.status(500, "", method=INSERT))
    desk.write()
    desk.deliver()
    stage.world.add_reply(stage.thread, TEXT)
    desk.wait()
    desk.deliver()
    assert desk.reply().state is ReplyState.unsure

"""Answering a review on Google: what stands there already, what the moderation says, and what a refusal makes of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest

from complaint_hub import OutboxError, RejectedError, ReplyState, UnsupportedError
from complaint_hub.contract import Request, Response
from complaint_hub.errors import AuthError, ChannelError, NotFoundError, UnavailableError
from complaint_hub.model import Complaint, EventType, Role, Source
from complaint_hub.sandbox import google as sandbox
from complaint_hub.sandbox.google import errors, faults
from support.google_pages import google
from support.killing import in_memory
from support.replies import SENT_AT, TEXT, Desk
from support.reply_stages import GoogleStage

PUT = "reviews.updateReply"
COLLEAGUE = "Mohon maaf atas antreannya, Bu."


@pytest.fixture
def stage() -> GoogleStage:
    return GoogleStage()


@pytest.fixture
def desk(stage: GoogleStage) -> Iterator[Desk]:
    with in_memory() as folder:
        made = Desk(stage, folder / "aduan.db")
        made.sync()
        yield made


def writes(stage: GoogleStage) -> int:
    return sum(call.method == PUT for call in stage.world.requests)


# --- what is asked


def test_a_reply_is_put_under_the_review_s_full_name_and_is_pending(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    assert desk.deliver().moved == {"sending": 1, "sent": 1}
    look, write, back = desk.requests
    assert (look.method, write.method, back.method) == ("GET", "PUT", "GET")
    (account,) = stage.world.locations[stage.place].accounts
    assert write.url.endswith(f"/v4/accounts/{account}/{stage.native_id}/reply")
    assert (write.json, write.draws, write.repeatable) == ({"comment": TEXT}, {"requests": 1}, False)
    assert (desk.reply().shown, stage.standing) == ("pending", TEXT)


def test_it_is_an_answer_when_the_moderation_has_passed_it(desk: Desk) -> None:
    desk.write()
    desk.deliver()
    assert [e.public for e in desk.timeline() if e.type is EventType.message] == [False]
    desk.wait()
    assert desk.deliver().moved == {"verified": 1}
    (message,) = (e for e in desk.timeline() if e.type is EventType.message)
    assert (message.public, message.role, message.by, message.source) == (
        True, Role.agency, "petugas-07", Source.channel,
    )  # fmt: skip


@pytest.mark.parametrize("deep", [False, "changed", "full"])
def test_no_sync_doubles_it(desk: Desk, deep: object) -> None:
    desk.write()
    desk.deliver()
    desk.wait()
    desk.deliver()
    run = desk.sync(deep=deep)
    assert (run.counts.new, run.counts.changed, run.counts.gone) == (0, 0, 0)
    assert [(e.text, e.by) for e in desk.timeline() if e.type is EventType.message] == [(TEXT, "petugas-07")]


def test_a_rating_without_words_can_be_answered(desk: Desk, stage: GoogleStage) -> None:
    rating = stage.world.add_review(stage.place, 1)
    desk.sync()
    with desk.hub() as hub:
        hub.reply(f"google_reviews:locations/{stage.place}/reviews/{rating.id}", TEXT, by="petugas-07")
    assert rating.reply is not None


def test_a_refused_reply_is_told_with_its_reason_and_stays_refused(desk: Desk, stage: GoogleStage) -> None:
    stage.world.rejects = {"PUPR": "PERSONAL_INFO"}
    desk.write()
    desk.deliver()
    desk.wait()
    assert desk.deliver().moved == {"failed": 1}
    assert "PERSONAL_INFO" in (desk.reply().error or "")
    message, *notes = [e for e in desk.timeline() if e.role is not Role.citizen]
    assert (message.text, message.public, message.data["violation"]) == (TEXT, False, "PERSONAL_INFO")
    assert [n.text for n in notes if n.source is Source.channel] == ["Google refused the reply: PERSONAL_INFO"]
    with desk.hub() as hub, pytest.raises(OutboxError, match="write another text"):
        hub.send_again("1", by="petugas-07")


def test_another_text_takes_the_place_of_a_refused_one(desk: Desk, stage: GoogleStage) -> None:
    stage.world.rejects = {"PUPR": "PERSONAL_INFO"}
    desk.write()
    for _ in range(2):
        desk.deliver()
        desk.wait()
    desk.write("Terima kasih, sedang kami tangani.")
    for _ in range(2):
        desk.deliver()
        desk.wait()
    assert (desk.reply("2").state, stage.standing) == (ReplyState.verified, "Terima kasih, sedang kami tangani.")


def test_a_state_that_google_adds_is_not_taken_for_public(desk: Desk, stage: GoogleStage) -> None:
    answer = stage.answer

    def later(request: Request, headers: Mapping[str, str]) -> Response:
        told = answer(request, headers)
        return Response(told.status, told.headers, told.body.replace(b"PENDING", b"ESCALATED"))

    stage.answer = later  # type: ignore[method-assign]  # a state of tomorrow
    desk.write()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "pending")


# --- refused before any request


def test_the_limit_is_in_bytes(desk: Desk) -> None:
    with pytest.raises(OutboxError, match=r"4,100 bytes.*shorten it by 4"):
        desk.write("🙏" * 1_025)
    assert desk.write("🙏" * 1_024).state is ReplyState.approved


def test_a_text_of_the_whole_limit_is_taken(desk: Desk, stage: GoogleStage) -> None:
    desk.write("é" * 2_048)
    desk.deliver()
    assert stage.standing == "é" * 2_048


def test_a_reply_is_not_answered(desk: Desk, stage: GoogleStage) -> None:
    stage.post(COLLEAGUE, at=SENT_AT)
    desk.sync(deep="full")
    with pytest.raises(RejectedError, match="answer the review itself"):
        desk.write(about="reply")


def test_a_review_out_of_an_export_is_answered_by_hand() -> None:
    exported = Complaint(
        id="google_reviews:takeout/AbFvOq", channel="google_reviews", account="google", native_id="takeout/AbFvOq",
        created_at=SENT_AT,
    )  # fmt: skip
    with pytest.raises(UnsupportedError) as caught:
        google().check_reply(exported, TEXT)
    assert str(caught.value).endswith(TEXT)


# --- what stands there already


def test_a_reply_that_the_writer_had_read_is_replaced(desk: Desk, stage: GoogleStage) -> None:
    stage.post(COLLEAGUE, at=SENT_AT - timedelta(days=1))
    desk.sync(deep="full")
    desk.write()
    desk.deliver()
    assert stage.standing == TEXT


def test_a_reply_that_the_writer_had_not_read_is_never_overwritten(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    stage.post(COLLEAGUE, at=SENT_AT + timedelta(minutes=1))
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, stage.standing, writes(stage)) == (ReplyState.failed, COLLEAGUE, 0)
    assert "another reply of ours of 2026-11-25 02:01 UTC stands there" in (desk.reply().error or "")


def test_a_reply_that_a_colleague_has_changed_since_is_never_overwritten(desk: Desk, stage: GoogleStage) -> None:
    stage.post(COLLEAGUE, at=SENT_AT - timedelta(days=1))
    desk.sync(deep="full")
    desk.write()
    stage.post(f"{COLLEAGUE} Silakan datang ke loket 3.", at=SENT_AT + timedelta(minutes=1))
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.failed, 0)


def test_our_own_words_are_known_in_their_translation_wrapper(desk: Desk, stage: GoogleStage) -> None:
    stage.world.inject(faults.cut_body(method=PUT))
    desk.write()
    desk.deliver()
    assert stage.review.reply is not None
    stage.review.reply.translation = sandbox.Translation("Thank you, we pass it on.", form="translation_first")
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.verified, 1)


def test_after_a_colleague_took_its_place_nothing_is_signed_with_our_name(desk: Desk, stage: GoogleStage) -> None:
    desk.write(intent="substantive")
    desk.deliver()
    stage.post(COLLEAGUE, at=SENT_AT + timedelta(minutes=1))
    desk.wait()
    desk.sync(deep="full")
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")
    assert "another reply stands in its place" in (desk.reply().error or "")
    (message,) = (e for e in desk.timeline() if e.type is EventType.message)
    assert (message.text, message.by, message.intent) == (COLLEAGUE, None, None)


def test_a_colleague_s_reply_is_not_read_back_as_ours(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    desk.deliver()
    stage.post(COLLEAGUE, at=SENT_AT + timedelta(minutes=1))
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")
    (message,) = (e for e in desk.timeline() if e.type is EventType.message)
    assert message.text == TEXT  # until a walk tells whose stands there


def test_a_reply_that_was_taken_away_is_gone(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    desk.deliver()
    stage.world.delete_reply(stage.review.id)
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, desk.reply().shown) == (ReplyState.sent, "gone")


# --- what is not there


def test_a_review_that_is_gone_is_not_answered(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    stage.world.delete_review(stage.review.id)
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.failed, 0)


def test_one_answer_that_a_review_is_gone_is_not_believed(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    stage.world.inject(faults.error("notFound", method="reviews.get"))
    desk.deliver()
    assert stage.standing == TEXT


def test_a_location_that_has_moved_puts_it_off_until_a_sync_has_found_it(desk: Desk, stage: GoogleStage) -> None:
    desk.write()
    stage.world.move_location(stage.place, stage.world.add_account("Dinas Kesehatan").number)
    assert desk.deliver().error is None
    assert (desk.reply().state, writes(stage)) == (ReplyState.approved, 0)
    assert "a sync looks for it" in (desk.reply().error or "")
    desk.sync()
    desk.deliver()
    assert stage.standing == TEXT


@pytest.mark.parametrize("field", ["updateTime", "comment"])
def test_where_the_standing_reply_cannot_be_read_nothing_is_sent(desk: Desk, stage: GoogleStage, field: str) -> None:
    stage.post(COLLEAGUE, at=SENT_AT - timedelta(days=1))
    desk.sync(deep="full")
    desk.write()
    answer = stage.answer

    def damaged(request: Request, headers: Mapping[str, str]) -> Response:
        body = json.loads(answer(request, headers).body)
        if "reviewReply" in body:
            body["reviewReply"][field] = 7
        return Response(200, {}, json.dumps(body).encode())

    stage.answer = damaged  # type: ignore[method-assign]  # for once
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.approved, 0)
    assert "what stands there is not known" in (desk.reply().error or "")


# --- refused by the write


def judged(name: str) -> tuple[type[ChannelError], ReplyState]:
    """What a refusal is, and where it leaves a reply."""
    refused = errors.refuse(name, service="mybusiness.googleapis.com")
    request = Request("PUT", "https://mybusiness.googleapis.com/v4/accounts/1/locations/2/reviews/3/reply")
    error = google().error(request, Response(refused.status, {}, refused.body))
    assert error is not None
    if name in ("quotaZero", "serviceDisabled", "scopeInsufficient"):
        return type(error), ReplyState.approved  # of the project or its consent: no reply is condemned for it
    if isinstance(error, (RejectedError, NotFoundError)):
        return type(error), ReplyState.failed
    if isinstance(error, UnavailableError):
        return type(error), ReplyState.sending
    return type(error), ReplyState.approved


@pytest.mark.parametrize("name", errors.ERRORS)
def test_a_refusal_of_the_write_leaves_the_reply_where_it_belongs(desk: Desk, stage: GoogleStage, name: str) -> None:
    cls, state = judged(name)
    desk.write()
    stage.world.inject(faults.error(name, method=PUT, times=None))
    report = desk.deliver()
    assert desk.reply().state is state
    assert desk.reply().error
    assert (report.error is None) == (state is ReplyState.failed)
    assert writes(stage) == (2 if cls is AuthError else 1)  # a refused token did nothing: once more with a fresh one
    assert stage.standing is None


@pytest.mark.parametrize("name", errors.ERRORS)
def test_once_the_trouble_is_over_it_is_sent_or_has_failed(desk: Desk, stage: GoogleStage, name: str) -> None:
    _, state = judged(name)
    desk.write()
    stage.world.inject(faults.error(name, method=PUT, times=None))
    desk.deliver()
    stage.world.clear_faults()
    for _ in range(2):
        desk.wait()
        desk.deliver()
    failed = state is ReplyState.failed
    assert desk.reply().state is (ReplyState.failed if failed else ReplyState.verified)
    assert stage.standing == (None if failed else TEXT)


@pytest.mark.parametrize("name", ["quotaZero", "serviceDisabled", "scopeInsufficient"])
def test_a_project_that_may_not_even_look_keeps_all_replies(desk: Desk, stage: GoogleStage, name: str) -> None:
    desk.write()
    stage.world.inject(faults.error(name, method="reviews.get", times=None))
    assert desk.deliver().error
    assert (desk.reply().state, writes(stage)) == (ReplyState.approved, 0)


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b'{"comment": 7}', b"["])
def test_an_answer_that_cannot_be_read_is_looked_up(desk: Desk, stage: GoogleStage, body: bytes) -> None:
    answer = stage.answer

    def damaged(request: Request, headers: Mapping[str, str]) -> Response:
        told = answer(request, headers)
        return Response(200, {}, body) if request.method == "PUT" else told

    stage.answer = damaged  # type: ignore[method-assign]  # for once
    desk.write()
    assert desk.deliver().error is None
    assert desk.reply().state is ReplyState.sending
    desk.wait()
    desk.deliver()
    assert (desk.reply().state, writes(stage)) == (ReplyState.verified, 1)


def test_an_answer_without_a_time_is_of_now(desk: Desk, stage: GoogleStage) -> None:
    answer = stage.answer

    def timeless(request: Request, headers: Mapping[str, str]) -> Response:
        told = answer(request, headers)
        return Response(200, {}, b'{"comment": "%s"}' % TEXT.encode()) if request.method == "PUT" else told

    stage.answer = timeless  # type: ignore[method-assign]  # a default value is left out
    desk.write()
    desk.deliver()
    assert desk.reply().sent_at == SENT_AT

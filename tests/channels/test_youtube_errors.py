"""What YouTube's refusals mean: every row that a read can meet, in every shape of its body."""

from __future__ import annotations

import json

import pytest

from complaint_hub.channels.youtube.errors import CommentsDisabledError, PageTokenError
from complaint_hub.contract import Request, Response
from complaint_hub.errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    QuotaError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from support.youtube_pages import youtube

GET = Request("GET", "https://youtube.googleapis.com/youtube/v3/commentThreads")
POST = Request("POST", "https://youtube.googleapis.com/youtube/v3/comments", repeatable=False)
THREAD, USAGE = "youtube.commentThread", "usageLimits"


def judged(status: int, error: object, request: Request = GET, *, wait: str = "") -> ChannelError:
    response = Response(status, {"retry-after": wait}, json.dumps({"error": error}).encode())
    found = youtube().error(request, response)
    assert found is not None
    assert found.status == status
    return found


def reason(reason: str, domain: str = THREAD, *, message: str = "m", **more: object) -> dict[str, object]:
    return {"message": message, "errors": [{"reason": reason, "domain": domain}], **more}


def detail(reason: str, **more: object) -> dict[str, object]:
    return {
        "message": "m",
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}],
        **more,
    }


ROWS = [
    *((400, name, "youtube.parameter", RejectedError) for name in ("incompatibleParameters", "invalidFilters")),
    *((400, name, "youtube.parameter", RejectedError) for name in ("unexpectedParameter", "missingRequiredParameter")),
    (400, "invalidPageToken", "youtube.parameter", PageTokenError),
    (400, "processingFailure", THREAD, UnavailableError),
    (400, "operationNotSupported", "youtube.comment", RejectedError),
    (400, "keyInvalid", USAGE, AuthError),
    (401, "authError", "global", AuthError),
    (403, "quotaExceeded", "youtube.quota", QuotaError),
    (403, "dailyLimitExceeded", USAGE, QuotaError),
    (403, "rateLimitExceeded", USAGE, RateLimitError),
    (403, "userRateLimitExceeded", USAGE, RateLimitError),
    (429, "rateLimitExceeded", "global", RateLimitError),
    (403, "commentsDisabled", THREAD, CommentsDisabledError),
    (403, "forbidden", THREAD, RejectedError),
    (403, "forbidden", "global", AuthError),
    (403, "insufficientPermissions", "global", AuthError),
    (403, "ineligibleAccount", "youtube.header", AuthError),
    (403, "accessNotConfigured", USAGE, AuthError),
    (404, "videoNotFound", THREAD, NotFoundError),
    (404, "channelNotFound", THREAD, NotFoundError),
    (404, "commentThreadNotFound", THREAD, NotFoundError),
    (404, "commentNotFound", "youtube.comment", NotFoundError),
    (404, "playlistNotFound", "youtube.playlistItem", NotFoundError),
    (403, "playlistItemsNotAccessible", "youtube.playlistItem", RejectedError),
    (500, "backendError", "global", UnavailableError),
    (503, "somethingNew", "global", UnavailableError),
    (400, "somethingNew", "global", RejectedError),
]


@pytest.mark.parametrize(("status", "name", "domain", "cls"), ROWS, ids=[f"{row[0]}-{row[1]}-{row[2]}" for row in ROWS])
def test_a_refusal_is_told_by_its_reason(status: int, name: str, domain: str, cls: type[ChannelError]) -> None:
    assert type(judged(status, reason(name, domain))) is cls


def test_the_gateway_tells_by_details_then_by_status() -> None:
    assert type(judged(400, {**reason("badRequest", "global"), **detail("API_KEY_INVALID")})) is AuthError
    assert type(judged(403, detail("SERVICE_DISABLED", status="PERMISSION_DENIED"))) is AuthError
    assert type(judged(429, {"message": "m", "status": "RESOURCE_EXHAUSTED"})) is RateLimitError


def test_the_first_reason_counts_before_the_details() -> None:
    assert type(judged(403, {**reason("quotaExceeded"), **detail("RATE_LIMIT_EXCEEDED")})) is QuotaError


def test_a_pace_that_names_the_day_is_the_day_s_quota() -> None:
    text = "Quota exceeded for quota metric 'Queries' and limit 'Queries per day'"
    assert type(judged(429, reason("rateLimitExceeded", "global", message=text))) is QuotaError
    assert (
        type(judged(429, reason("rateLimitExceeded", "global", message=text.replace("day", "minute"))))
        is RateLimitError
    )


def test_the_name_service_unavailable_with_403_is_a_matter_of_permission() -> None:
    error = reason("SERVICE_UNAVAILABLE", "youtube.CoreErrorDomain", status="PERMISSION_DENIED")
    assert type(judged(403, error)) is AuthError


@pytest.mark.parametrize(
    "body", ["quotaExceeded", {"message": "you have exceeded your <a href='#'>quota</a>."}], ids=str
)
def test_a_plain_text_or_a_body_without_reasons_is_still_understood(body: object) -> None:
    assert type(judged(403, body)) is QuotaError


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"[" * 50_000, b'{"error":3}', b'{"error":{"errors":[3]}}'])
def test_a_body_that_tells_nothing_leaves_the_status(body: bytes) -> None:
    assert type(youtube().error(GET, Response(502, {}, body))) is UnavailableError


def test_markup_in_a_message_is_taken_out() -> None:
    text = "The video identified by the <code><a href='x'>videoId</a></code> parameter &amp; more"
    assert (
        judged(404, reason("videoNotFound", message=text)).message
        == "The video identified by the videoId parameter & more"
    )


def test_a_pace_says_how_long_to_wait() -> None:
    found = judged(429, reason("rateLimitExceeded", "global"), wait="7")
    assert isinstance(found, RateLimitError)
    assert found.retry_after == 7.0


def test_a_write_that_failed_in_processing_may_have_been_taken() -> None:
    assert type(judged(400, reason("processingFailure"), POST)) is UnavailableError


def test_a_success_is_no_error() -> None:
    assert youtube().error(GET, Response(200, {}, b"{}")) is None

"""What Google's refusals mean: every row of the table, in every shape of its body."""

from __future__ import annotations

import json
import pickle

import pytest

from complaint_hub.channels.google_reviews.errors import (
    NotApprovedError,
    PageTokenError,
    PlaceRefusedError,
    SetupError,
)
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
from support.google_pages import google

REVIEWS = Request("GET", "https://mybusiness.googleapis.com/v4/accounts/1/locations/2/reviews")
ONE = Request("GET", "https://mybusiness.googleapis.com/v4/accounts/1/locations/2/reviews/3")
LATER = Request("GET", REVIEWS.url, params={"pageToken": "p2"})
ACCOUNTS = Request("GET", "https://mybusinessaccountmanagement.googleapis.com/v1/accounts")


def judged(status: int, body: object, request: Request = REVIEWS, **headers: str) -> ChannelError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    told = Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, content)
    found = google().error(request, told)
    assert found is not None
    assert (found.status, found.channel, found.request) == (status, "google_reviews", str(request))
    return found


def status(code: int, status: str, reason: str | None = None, **metadata: str) -> dict[str, object]:
    """The shape of google.rpc.Status."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "metadata": metadata}]
    return {"error": {"code": code, "status": status, "message": "told", "details": details if reason else []}}


def older(code: int, reason: str) -> dict[str, object]:
    """The shape of v4's older errors."""
    return {"error": {"code": code, "message": "told", "errors": [{"domain": "global", "reason": reason}]}}


ROWS = [
    ("400", 400, status(400, "INVALID_ARGUMENT"), REVIEWS, RejectedError),
    ("400 older", 400, older(400, "badRequest"), REVIEWS, RejectedError),
    ("400 behind a page token", 400, status(400, "INVALID_ARGUMENT"), LATER, PageTokenError),
    ("400 precondition", 400, status(400, "FAILED_PRECONDITION"), REVIEWS, RejectedError),
    ("401", 401, status(401, "UNAUTHENTICATED"), REVIEWS, AuthError),
    ("401 older", 401, older(401, "authError"), REVIEWS, AuthError),
    ("401 in OAuth's shape", 401, {"error": "invalid_client"}, REVIEWS, AuthError),
    ("403 of a location", 403, status(403, "PERMISSION_DENIED"), REVIEWS, PlaceRefusedError),
    ("403 of a review", 403, status(403, "PERMISSION_DENIED"), ONE, PlaceRefusedError),
    ("403 of the login", 403, status(403, "PERMISSION_DENIED"), ACCOUNTS, SetupError),
    ("403 service", 403, status(403, "PERMISSION_DENIED", "SERVICE_DISABLED"), REVIEWS, SetupError),
    ("403 service older", 403, older(403, "accessNotConfigured"), REVIEWS, SetupError),
    ("403 scope", 403, status(403, "PERMISSION_DENIED", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), REVIEWS, SetupError),
    ("404", 404, status(404, "NOT_FOUND"), REVIEWS, NotFoundError),
    ("404 older", 404, older(404, "notFound"), ONE, NotFoundError),
    ("429", 429, status(429, "RESOURCE_EXHAUSTED"), REVIEWS, RateLimitError),
    ("429 with a limit", 429, status(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", quota_limit_value="300"),
     REVIEWS, RateLimitError),
    ("429 older", 429, older(429, "rateLimitExceeded"), REVIEWS, RateLimitError),
    ("429 of zero", 429, status(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", quota_limit_value="0"),
     REVIEWS, NotApprovedError),
    ("403 of zero", 403, status(403, "PERMISSION_DENIED", "RATE_LIMIT_EXCEEDED", quota_limit_value="0"),
     ACCOUNTS, NotApprovedError),
    ("500", 500, status(500, "INTERNAL"), REVIEWS, UnavailableError),
    ("502", 502, b"<html>502</html>", REVIEWS, UnavailableError),
    ("503", 503, status(503, "UNAVAILABLE"), REVIEWS, UnavailableError),
    ("504", 504, status(504, "DEADLINE_EXCEEDED"), REVIEWS, UnavailableError),
    ("418 of no shape", 418, b"teapot", REVIEWS, RejectedError),
]  # fmt: skip


@pytest.mark.parametrize(("code", "body", "request_", "cls"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_row_of_the_table(code: int, body: object, request_: Request, cls: type[ChannelError]) -> None:
    found = judged(code, body, request_)
    assert type(found) is cls
    assert str(pickle.loads(pickle.dumps(found)).status) == str(code)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_only_what_may_pass_is_retried(row: tuple[str, int, object, Request, type[ChannelError]]) -> None:
    retried = isinstance(judged(row[1], row[2], row[3]), UnavailableError | RateLimitError)
    assert retried == (row[0].startswith(("429", "50")) and "zero" not in row[0])


@pytest.mark.parametrize("code", [400, 401, 403, 404, 429, 500, 503])
@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'{"error":3}', b'{"error":{"details":[3]}}'], ids=repr
)
def test_a_body_of_no_shape_is_told_by_its_code(code: int, body: bytes) -> None:
    plain = {400: RejectedError, 401: AuthError, 403: PlaceRefusedError, 404: NotFoundError, 429: RateLimitError}
    assert type(judged(code, body)) is plain.get(code, UnavailableError)


def test_a_quota_of_zero_says_what_to_do_and_is_no_spent_quota() -> None:
    found = judged(429, status(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", quota_limit_value="0"))
    assert "not approved" in str(found)
    assert "apply for access" in str(found)
    assert not isinstance(found, RateLimitError | QuotaError)


@pytest.mark.parametrize(
    ("reason", "words"),
    [("SERVICE_DISABLED", "enable the service"), ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "business.manage")],
)
def test_the_permanent_refusals_have_messages_of_their_own(reason: str, words: str) -> None:
    assert words in str(judged(403, status(403, "PERMISSION_DENIED", reason)))


def test_the_wait_that_google_asks_for_is_kept() -> None:
    found = judged(429, status(429, "RESOURCE_EXHAUSTED"), retry_after="7")
    assert isinstance(found, RateLimitError)
    assert found.retry_after == 7


def test_an_oauth_error_keeps_both_its_texts() -> None:
    told = judged(400, {"error": "invalid_grant", "error_description": "Token has been revoked."})
    assert "invalid_grant: Token has been revoked." in str(told)


def test_no_error_carries_a_credential_or_the_query() -> None:
    body = {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "bad access_token=ya29.secret"}}
    told = str(judged(400, body, LATER))
    assert "ya29" not in told
    assert "p2" not in told


def test_a_success_is_no_error() -> None:
    assert google().error(REVIEWS, Response(200, {}, b"{}")) is None

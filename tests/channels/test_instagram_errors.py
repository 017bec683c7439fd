"""Every refusal of the platform: its class, how often it is asked again, what it says, and what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from complaint_hub.channels.instagram.errors import (
    FieldsRefusedError,
    SetupError,
    TooMuchDataError,
    WrittenError,
)
from complaint_hub.contract import Request, Response
from complaint_hub.errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    PayloadError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.sandbox.instagram import faults
from complaint_hub.sandbox.instagram.errors import ERRORS, USAGE
from support.instagram_pages import ACCOUNT, BASE, Platform, instagram, refusal

_READ = Request("GET", f"{BASE}1/comments", params={"fields": "id"})
_WRITE = Request("POST", f"{BASE}1/replies", form={"message": "x"}, repeatable=False)
TRIES = 5

# By the platform's numbers: class, and words that a person is to read.
TABLE: Mapping[tuple[int, int | None], tuple[type[ChannelError], str]] = {
    (-2, None): (UnavailableError, ""),
    (-1, None): (UnavailableError, ""),
    (1, None): (UnavailableError, ""),
    (2, None): (UnavailableError, ""),
    (4, None): (RateLimitError, "calls are taken again"),
    (4, 2207051): (RejectedError, "spam"),
    (17, None): (RateLimitError, ""),
    (32, None): (RateLimitError, ""),
    (341, None): (RateLimitError, ""),
    (613, None): (RateLimitError, ""),
    (80001, None): (RateLimitError, ""),
    (80002, None): (RateLimitError, ""),
    (80006, None): (RateLimitError, ""),
    (102, None): (AuthError, "consent anew"),
    (104, None): (AuthError, "consent anew"),
    (190, None): (AuthError, "consent anew"),
    (190, 458): (AuthError, "removed the app"),
    (190, 459): (AuthError, "checkpoint"),
    (190, 460): (AuthError, "password"),
    (190, 463): (AuthError, "run out"),
    (190, 464): (AuthError, "checkpoint"),
    (190, 467): (AuthError, "not valid"),
    (190, 492): (AuthError, "role at the page"),
    (3, None): (SetupError, "rights"),
    (10, None): (SetupError, "rights"),
    (200, None): (SetupError, "rights"),
    (299, None): (SetupError, "rights"),
    (283, None): (SetupError, "rights"),
    (100, None): (FieldsRefusedError, ""),
    (100, 33): (NotFoundError, "does not cover it"),
    (803, None): (RejectedError, "never by its handle"),
    (2500, None): (RejectedError, "address"),
    (9, 2207042): (RejectedError, ""),
    (24, 2207006): (NotFoundError, ""),
    (24, 2207008): (UnavailableError, ""),
    (25, 2207050): (SetupError, "restricted"),
    (20, 1772107): (WrittenError, "stands although"),
    (368, None): (RateLimitError, "leave it alone"),
    (506, None): (RejectedError, "stands there already"),
    (2108006, None): (RejectedError, ""),
    (100, 2108006): (RejectedError, ""),
}


def judged(response: Response, request: Request = _READ) -> ChannelError | None:
    return instagram().error(request, response)


@pytest.mark.parametrize("status", [200, 400, 403, 429, 500])
@pytest.mark.parametrize("numbers", TABLE, ids=str)
def test_a_refusal_is_told_by_its_numbers_whatever_its_status(numbers: tuple[int, int | None], status: int) -> None:
    cls, words = TABLE[numbers]
    found = judged(refusal(*numbers, status=status, message="(#x) <b>No</b>"))
    assert type(found) is cls
    assert words in str(found)
    assert "(#x) No" in str(found)
    assert str(numbers[0]) in str(found)


def test_too_much_data_is_a_page_that_is_too_large() -> None:
    message = "Please reduce the amount of data you're asking for, then retry your request"
    assert type(judged(refusal(1, status=500, message=message))) is TooMuchDataError


def test_a_parameter_that_is_refused_without_fields_is_simply_refused() -> None:
    assert type(judged(refusal(100), _WRITE)) is RejectedError


def test_an_unknown_code_that_passes_is_tried_again() -> None:
    assert type(judged(refusal(98765, is_transient=True))) is UnavailableError


@pytest.mark.parametrize(
    ("status", "cls"),
    [(400, RejectedError), (401, AuthError), (404, NotFoundError), (429, RateLimitError), (500, UnavailableError)],
)
@pytest.mark.parametrize("body", [b"<html>", b"", b"[1]", b'{"error": 5}', b'{"error": {"code": "x"}}'], ids=repr)
def test_where_the_body_says_nothing_the_status_does(body: bytes, status: int, cls: type[ChannelError]) -> None:
    assert type(judged(Response(status, {}, body))) is cls


def test_an_error_that_is_a_text_is_told() -> None:
    found = judged(Response(400, {}, b'{"error": "invalid_request", "error_description": "no such thing"}'))
    assert "invalid_request: no such thing" in str(found)


def test_a_token_in_a_message_is_taken_out() -> None:
    found = judged(refusal(2500, message="Unknown path: /x?access_token=canary-token&y"))
    assert "canary" not in str(found)


def test_a_comment_that_speaks_of_an_error_is_no_error() -> None:
    assert judged(Response(200, {}, b'{"data": [{"error": "x"}]}')) is None


def test_the_table_has_every_refusal_of_the_sandbox() -> None:
    assert {(error.code, error.subcode) for error in ERRORS.values()} <= set(TABLE)


# -- over a session ---------------------------------------------------------------------------------------------

_FIELDS = {"badParameter", "unknownField", "badCursor", "tooYoung"}
_STOPPING = (UnavailableError, RateLimitError, AuthError)


def fresh() -> Platform:
    world = sandbox.build(5, media=3, comments=20)
    world.page_cap = 8
    return Platform(world)


def class_of(name: str) -> type[ChannelError]:
    error = ERRORS[name]
    return TooMuchDataError if name == "tooMuchData" else TABLE[error.code, error.subcode][0]


@pytest.mark.parametrize("name", ERRORS)
def test_a_refused_page_keeps_what_came_before_and_is_asked_again_only_where_that_helps(name: str) -> None:
    platform = fresh()
    platform.world.inject(faults.error(name, method="media.comments", skip=1, times=None))
    before = platform.store
    run = platform.read()
    cls = class_of(name)
    refused = sum("comments" in request.url for request in platform.io.requests) - 1
    if cls is UnavailableError:
        assert refused == TRIES
    elif issubclass(cls, _STOPPING):
        assert refused == 1
    assert before.complaints
    assert run.error is not None or not issubclass(cls, _STOPPING)
    assert (run.stopped is not None) == issubclass(cls, RateLimitError)
    # The next run goes on from what is kept.
    platform.world.clear_faults()
    assert platform.read(later=timedelta(days=1)).error is None
    assert len(platform.store.complaints) == 20


@pytest.mark.parametrize("name", [name for name in ERRORS if name not in _FIELDS])
def test_a_refused_list_of_media_ends_the_run_and_stores_nothing(name: str) -> None:
    platform = fresh()
    platform.world.inject(faults.error(name, method="account.media", times=None))
    assert platform.read().error is not None
    assert platform.store.complaints == {}


@pytest.mark.parametrize("name", USAGE)
def test_a_throttle_waits_as_long_as_its_header_says_and_sends_nothing_before(name: str) -> None:
    platform = fresh()
    platform.world.inject(faults.throttle(name, minutes=20, method="media.comments", times=None))
    run = platform.read()
    assert run.stopped is not None
    assert platform.io.slept == []
    expected = timedelta(minutes=20 if USAGE[name] == "X-Business-Use-Case-Usage" else 5)
    assert run.stopped.resets_at == platform.world.clock + expected


def test_a_short_throttle_is_waited_out_in_place() -> None:
    platform = fresh()
    platform.world.inject(faults.throttle(minutes=1, method="media.comments", times=1))
    run = platform.read()
    assert (run.error, sum(platform.io.slept)) == (None, 60)
    assert len(platform.store.complaints) == 20


@pytest.mark.parametrize("http", [200, 400, 403, 429])
def test_a_throttle_is_one_whatever_its_status(http: int) -> None:
    platform = fresh()
    platform.world.inject(faults.throttle(http=http, minutes=30, times=None, method="account.media"))
    run = platform.read()
    assert run.stopped is not None
    assert run.stopped.reason == "rate_limit"


def test_a_dead_token_is_asked_once_and_not_renewed() -> None:
    platform = fresh()
    platform.read()
    platform.world.tokens.kill("passwordChanged")
    sent = len(platform.io.requests)
    run = platform.read()
    assert run.error is not None
    assert "password" in run.error
    assert [request.url for request in platform.io.requests[sent:]] == [f"{BASE}{ACCOUNT}/media"]


@pytest.mark.parametrize("numbers", [(20, 1772107), (20, None), (98765, None)], ids=str)
def test_a_refusal_that_may_stand_beside_a_comment_leaves_open_what_became_of_it(
    numbers: tuple[int, int | None],
) -> None:
    found = judged(refusal(*numbers), _WRITE)
    assert type(found) is WrittenError
    assert isinstance(found, PayloadError)


def test_an_error_without_numbers_in_a_good_answer_to_a_write_leaves_it_open() -> None:
    assert type(judged(Response(200, {}, b'{"error": {"message": "odd"}}'), _WRITE)) is WrittenError


@pytest.mark.parametrize("name", ["unavailable", "unknown"])
def test_a_lost_answer_is_asked_again(name: str) -> None:
    platform = fresh()
    platform.world.inject(faults.error(name, method="media.comments", times=2))
    assert platform.read().error is None
    assert len(platform.io.slept) == 2

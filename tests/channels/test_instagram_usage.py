"""The headers that say how much is used: read leniently, heeded early, and a run that ends by them ends well."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.channels.instagram.usage import Usage, usage
from complaint_hub.contract import Request
from complaint_hub.errors import ConfigError, QuotaError
from complaint_hub.sandbox import instagram as sandbox
from complaint_hub.testing import play
from complaint_hub.testing.play import NOW
from support.instagram_pages import (
    ACCOUNT,
    MEDIA,
    Platform,
    answers,
    comment,
    instagram,
    listing,
    media,
    ok,
    page,
    paths,
)

GATE, COMMENTS = f"{ACCOUNT}/media", f"{MEDIA}/comments"
BUSINESS = "x-business-use-case-usage"


def business(*entries: dict[str, object]) -> dict[str, str]:
    return {BUSINESS: json.dumps({ACCOUNT: list(entries)})}


def test_the_worst_of_all_entries_counts() -> None:
    headers = business(
        {"type": "messenger", "call_count": 3, "estimated_time_to_regain_access": 0},
        {"type": "instagram", "call_count": 12, "total_cputime": 72, "estimated_time_to_regain_access": 20},
    ) | {"x-app-usage": json.dumps({"call_count": 28, "total_time": 80})}
    assert usage(headers) == Usage(80, 1200)


@pytest.mark.parametrize(
    ("headers", "percent"),
    [
        ({}, 0),
        ({BUSINESS: "garbage"}, 0),
        ({BUSINESS: "[1]"}, 0),
        ({BUSINESS: '{"1": 5, "2": [7, null]}'}, 0),
        ({BUSINESS: '{"1": {"call_volume": 40}}'}, 40),
        ({"x-app-usage": '{"call_count": "99", "cpu_time": 30.5, "flag": true}'}, 30.5),
        ({"x-page-usage": '{"call_count": 91}'}, 91),
        ({"x-app-usage": '{"call_count": -5, "total_time": 1e99}'}, 0),
        ({BUSINESS: "[" * 50_000}, 0),
    ],
    ids=str,
)
def test_headers_are_read_as_far_as_they_can_be(headers: dict[str, str], percent: float) -> None:
    assert usage(headers) == Usage(percent, 0)


def used(percent: int, minutes: int = 0) -> dict[str, str]:
    return business({"type": "instagram", "call_count": percent, "estimated_time_to_regain_access": minutes})


def pacing(requests: list[Request]) -> list[int]:
    return [request.draws.get("pace", 0) for request in requests]


@pytest.mark.parametrize(("percent", "pace"), [(74, 0), (75, 1), (80, 6), (89, 15)])
def test_from_three_quarters_on_requests_are_spread_out(percent: int, pace: int) -> None:
    listed = ok(listing(media()), **used(percent))
    played = play(instagram(), answers({GATE: listed, COMMENTS: page([comment("178")])}))
    assert pacing(played.requests) == [0, pace]


def test_a_spread_request_keeps_the_next_one_away_in_seconds() -> None:
    platform = Platform(sandbox.build(1, media=3, comments=9))
    platform.world.usage.stated = 80
    platform.read()
    assert {seconds for _, seconds in platform.io.paced} == {6.0}


def test_from_nine_tenths_on_nothing_new_is_begun_and_the_run_ends_well() -> None:
    other = "17900000000000002"
    given: dict[str, Any] = {
        GATE: listing(media(), media(other)),
        COMMENTS: ok(page([comment("178")]), **used(90)),
        f"{other}/comments": page([comment("179")]),
    }
    played = play(instagram(), answers(given))
    assert isinstance(played.error, QuotaError)
    assert played.error.resets_at is None
    assert paths(played) == [GATE, COMMENTS]
    assert set(played.known) == {"178"}
    again = play(instagram(), answers(given), state=played.state, known=played.known, marks=played.marks)
    assert paths(again)[0] == f"{other}/comments"


def test_what_was_begun_is_read_a_little_further() -> None:
    given: dict[str, Any] = {
        GATE: listing(media(count=3)),
        COMMENTS: [
            ok(page([comment("178")], "c1"), **used(94)),
            ok(page([comment("179")], "c2"), **used(95)),
            page([]),
        ],
    }
    played = play(instagram(), answers(given))
    assert isinstance(played.error, QuotaError)
    assert set(played.known) == {"178", "179"}


def test_a_time_to_regain_access_is_when_the_run_goes_on() -> None:
    played = play(instagram(), answers({GATE: ok(listing(media()), **used(100, minutes=42))}))
    assert isinstance(played.error, QuotaError)
    assert played.error.resets_at == NOW + timedelta(minutes=42)


def test_a_run_that_ends_by_its_limit_is_no_failure_and_each_run_gets_further() -> None:
    platform = Platform(sandbox.build(1, media=4, comments=12))
    platform.world.usage.stated = 93
    runs = [platform.read() for _ in range(12)]
    assert {run.error for run in runs} == {None}
    assert runs[0].stopped is not None
    assert runs[0].stopped.reason == "quota"
    assert len(platform.store.complaints) == 12


def test_the_marks_are_settings() -> None:
    listed = ok(listing(media()), **used(60))
    given: dict[str, Any] = {GATE: listed, COMMENTS: page([comment("178")])}
    slow = play(instagram(slow_from=50, stop_from=90), answers(given))
    assert pacing(slow.requests) == [0, 11]
    stopped = play(instagram(slow_from=50, stop_from=55), answers(given))
    assert isinstance(stopped.error, QuotaError)


@pytest.mark.parametrize("marks", [(0, 90), (95, 90), (50, 101)])
def test_marks_that_make_no_sense_are_refused(marks: tuple[float, float]) -> None:
    with pytest.raises(ConfigError, match="percent"):
        instagram(slow_from=marks[0], stop_from=marks[1])


def test_another_version_that_answers_is_told_once() -> None:
    given: dict[str, Any] = {
        GATE: ok(listing(media()), facebook_api_version="v21.0"),
        COMMENTS: ok(page([comment("178")]), facebook_api_version="v21.0"),
    }
    (notice,) = {*play(instagram(), answers(given)).notices}
    assert "v26.0 was asked, v21.0 answered" in notice

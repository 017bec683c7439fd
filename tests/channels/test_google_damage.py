"""Bad input: only declared errors, one bad review costs one review, and quarantine gives back what it took."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub.contract import Page, Response, Skipped
from complaint_hub.errors import ChannelError, PayloadError
from complaint_hub.testing import Played, play
from support.google_pages import PLACE, answers, google, known_state, listing, ok, page, review

NOW = datetime(2026, 11, 24, tzinfo=UTC)
REMOVED = object()


def damaged(field: str, value: Any, *, of: int = 40, bad: int = 1) -> Played:
    reviews = [review(f"r{n}", day=12) for n in range(of)]
    for item in reviews[5 : 5 + bad]:
        if value is REMOVED:
            item.pop(field)
            if field == "createTime":
                item.pop("updateTime")
        else:
            item[field] = value
    return play(google(), answers(page(reviews)), state=known_state())


BAD = {
    "no time": ("createTime", REMOVED),
    "time as a number": ("updateTime", 1_700_000_000),
    "time of another age": ("createTime", "0001-01-01T00:00:00Z"),
    "no zone": ("createTime", "2026-05-01T00:00:00"),
    "name as a number": ("name", 5),
    "id as a number": ("reviewId", 10**30),
    "another location": ("name", "accounts/1/locations/99/reviews/x"),
    "text as a list": ("comment", ["x"]),
    "author as a text": ("reviewer", "Sari"),
    "stars as a number": ("starRating", 5),
}


@pytest.mark.parametrize("case", BAD)
def test_one_damaged_review_of_forty_is_set_aside(case: str) -> None:
    played = damaged(*BAD[case])
    assert played.error is None
    assert len(played.complaints) == 39
    (skipped,) = played.skipped
    assert skipped.reason.startswith("a review could not be read: ")
    assert b"Antrean" in skipped.raw or case == "text as a list"


@pytest.mark.parametrize("value", [REMOVED, None], ids=["missing", "null"])
@pytest.mark.parametrize(
    "field", ["reviewer", "starRating", "comment", "updateTime", "reviewReply", "reviewId", "name"]
)
def test_a_field_that_may_be_missing_may_be_null_too(field: str, value: object) -> None:
    if field == "reviewReply" and value is REMOVED:
        return
    played = damaged(field, value)
    assert (len(played.complaints), played.skipped) == (40, [])


def test_the_reason_says_where_and_not_what_stood_there() -> None:
    (skipped,) = damaged("createTime", "rahasia").skipped
    assert "createTime" in skipped.reason
    assert "rahasia" not in skipped.reason
    assert skipped.native_id == skipped.key == f"{PLACE}/reviews/r5"


@pytest.mark.parametrize("reply", [3, ["x"], {"comment": 5}, {"updateTime": "yesterday"}], ids=str)
def test_a_damaged_reply_does_not_cost_its_review(reply: object) -> None:
    played = damaged("reviewReply", reply)
    assert (played.error, len(played.complaints)) == (None, 40)
    (skipped,) = played.skipped
    assert skipped.key == f"{PLACE}/reviews/r5#reply"
    assert not any(id.endswith("/r5") for id in played.pages[0].complete)


@pytest.mark.parametrize("text", ["lampu \ud83d", "lampu \0mati"], ids=ascii)
def test_a_damaged_character_is_repaired_and_the_raw_kept(text: str) -> None:
    played = damaged("comment", text)
    assert (len(played.complaints), played.skipped, played.pages[0].repaired) == (40, [], 1)
    assert "lampu" in str(played.complaints[5].raw)


def test_nine_fractional_digits_are_cut_to_six() -> None:
    played = damaged("updateTime", "2026-05-13T02:03:04.123456789Z")
    assert played.complaints[5].updated_at == datetime(2026, 5, 13, 2, 3, 4, 123456, tzinfo=UTC)


def test_emoji_and_a_long_text_are_kept() -> None:
    text = "\N{FIRE}" * 30_000
    assert damaged("comment", text).complaints[5].text == text


def test_a_page_that_is_damaged_in_more_than_a_fifth_is_not_believed() -> None:
    assert damaged("comment", 3, bad=8).error is None
    played = damaged("comment", 3, bad=9)
    assert isinstance(played.error, PayloadError)
    assert played.complaints == []


WHOLE = json.dumps(
    page([review("a", day=12, reviewReply={"comment": "Maaf \U0001f64f"})], "p2", totalReviewCount=9)
).encode()


@pytest.mark.parametrize("at", range(0, len(WHOLE), 7))
def test_a_page_cut_anywhere_is_a_declared_error_and_moves_nothing(at: int) -> None:
    played = play(google(), answers(Response(200, {}, WHOLE[:at])), state=known_state())
    assert isinstance(played.error, ChannelError)
    assert played.state is not None
    assert played.state["places"] == known_state()["places"]


SHAPES = [b"", b"<html>", b"[]", b"null", b"3", b'{"reviews":3}', b'{"reviews":null}', b"\xff\xfe", b"[" * 100_000]


@pytest.mark.parametrize("body", SHAPES, ids=lambda body: repr(body[:20]))
@pytest.mark.parametrize("step", [0, 1, 2], ids=["accounts", "locations", "reviews"])
def test_an_answer_that_is_no_page_is_a_declared_error(body: bytes, step: int) -> None:
    steps: list[Any] = [*listing(), page([review("a")])]
    steps[step] = Response(200, {}, body)
    played = play(google(), answers(*steps))
    # To another service an unknown field is nothing; an account whose locations cannot be listed is told.
    assert played.error is None or isinstance(played.error, PayloadError)
    assert played.error is not None or played.notices


@pytest.mark.parametrize("total", [None, "9", -1, 1.5, True, [], 10**40], ids=str)
def test_a_count_that_is_none_is_passed_over(total: object) -> None:
    played = play(google(), answers(*listing(), page([review("a")], totalReviewCount=total, averageRating=total)))
    assert played.error is None
    assert len(played.complaints) == 1


def reread(raw: object) -> Page:
    return google().reread(Skipped("k", "r", json.dumps(raw).encode(), seen_at=NOW))


def test_a_review_from_quarantine_comes_back_with_its_reply() -> None:
    found = reread(review("a", reviewReply={"comment": "Maaf."}))
    assert [row.native_id for row in found.complaints] == [f"{PLACE}/reviews/a"]
    assert [event.text for event in found.events] == ["Maaf."]
    assert "subject" not in found.complaints[0].model_fields_set
    assert found.state is None


def test_a_reply_from_quarantine_comes_back_to_its_review() -> None:
    name = f"{PLACE}/reviews/a"
    kept = Skipped(f"{name}#reply", "r", b'{"comment":"Maaf."}', name, NOW)
    (event,) = google().reread(kept).events
    assert (event.complaint, event.key) == (f"google_reviews:{name}", "reply")


@pytest.mark.parametrize("raw", [{}, {"name": 3}, {"name": "x", "createTime": "2026-05-01T00:00:00Z"}, [], 3], ids=str)
def test_what_still_cannot_be_read_stays_in_quarantine(raw: object) -> None:
    with pytest.raises(PayloadError):
        reread(raw)


def test_a_page_of_five_thousand_reviews_is_read() -> None:
    many = page([review(f"r{n}", day=12, reviewReply={"comment": f"Balasan {n}"}) for n in range(5_000)])
    played = play(google(), lambda request: ok(many), state=known_state())
    assert (len(played.complaints), len(played.events)) == (5_000, 5_000)

"""Damaged items, repaired texts, and what quarantine gives back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub.contract import Page, Response
from complaint_hub.errors import PayloadError
from complaint_hub.testing import Played, play
from support.youtube_pages import OWNER, answers, comment, page, stored, thread, youtube

REMOVED = object()
TOP = ("snippet", "topLevelComment", "snippet")


def damaged(path: tuple[Any, ...], value: Any, *, of: int = 100, bad: int = 1) -> Played:
    items = [thread(f"t{n}", at=1_000 - n, replies=1) for n in range(of)]
    for item in items[5 : 5 + bad]:
        *way, last = path
        place: Any = item
        for step in way:
            place = place[step]
        if value is REMOVED:
            del place[last]
        else:
            place[last] = value
    last_page = page([*items, thread("old", at=1)])
    return play(youtube(), answers(last_page), state=stored())


FIELDS = {
    "id": ("id",),
    "snippet": ("snippet",),
    "publishedAt": (*TOP, "publishedAt"),
    "textDisplay": (*TOP, "textDisplay"),
    "totalReplyCount": ("snippet", "totalReplyCount"),
}
VALUES = {"missing": REMOVED, "null": None, "wrong type": ["x"], "huge": 10**30, "digits": int("9" * 4_000)}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", VALUES)
def test_one_damaged_thread_of_a_hundred_is_set_aside(field: str, value: str) -> None:
    played = damaged(FIELDS[field], VALUES[value])
    assert played.error is None
    assert len(played.complaints) == 100  # 99, and the old one
    (skipped,) = played.skipped
    assert skipped.raw.startswith(b'{"kind": "youtube#commentThread"')
    assert skipped.reason.startswith("a thread could not be read: ")
    assert skipped.native_id in ("t5", None)


@pytest.mark.parametrize("value", [None, 5, 10**30, {"value": 3}], ids=str)
def test_an_optional_field_of_a_wrong_type_counts_as_damage(value: object) -> None:
    played = damaged((*TOP, "likeCount"), value)
    assert len(played.skipped) == 1 if value != 5 else not played.skipped


def test_the_key_of_a_damaged_thread_is_its_id() -> None:
    assert damaged((*TOP, "publishedAt"), None).skipped[0].key == "t5"


def test_the_reason_says_where_and_not_what_stood_there() -> None:
    (skipped,) = damaged((*TOP, "publishedAt"), "rahasia").skipped
    assert "publishedAt" in skipped.reason
    assert "rahasia" not in skipped.reason


def test_a_damaged_reply_does_not_cost_its_thread() -> None:
    played = damaged(("replies", "comments", 0, "snippet", "publishedAt"), None)
    assert len(played.complaints) == 101
    (skipped,) = played.skipped
    assert (skipped.key, skipped.native_id) == ("t5.r0", "t5")
    assert "youtube:t5" not in played.pages[0].complete
    assert len(played.requests) == 1


@pytest.mark.parametrize("text", ["lampu \ud83d", "lampu \0mati", "lampu \udc00\ud83d"], ids=ascii)
def test_a_damaged_character_is_repaired_and_the_raw_kept(text: str) -> None:
    played = damaged((*TOP, "textOriginal"), text)
    assert (len(played.complaints), len(played.skipped)) == (101, 0)
    (mended,) = [complaint for complaint in played.complaints if complaint.native_id == "t5"]
    assert mended.text is not None
    mended.text.encode()
    assert "\0" not in mended.text
    assert "lampu" in str(mended.raw)
    assert played.pages[0].repaired == 1


def test_a_byte_order_mark_is_no_damage() -> None:
    body = b"\xef\xbb\xbf" + json.dumps(page([thread("a"), thread("old", at=-1)])).encode()
    played = play(youtube(), answers(Response(200, {}, body)), state=stored())
    assert len(played.complaints) == 2


def test_a_page_that_is_damaged_in_more_than_a_fifth_stops_the_channel() -> None:
    assert damaged((*TOP, "publishedAt"), None, of=99, bad=20).error is None
    played = damaged((*TOP, "publishedAt"), None, of=99, bad=21)
    assert isinstance(played.error, PayloadError)
    assert played.pages == []


def test_one_damaged_thread_on_a_small_page_stops_nothing() -> None:
    played = play(youtube(), answers(page([{"id": "a"}, thread("old", at=1)])), state=stored())
    assert (played.error, len(played.skipped)) == (None, 1)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"items":3}', b'{"items":[', b"\xff\xfe"], ids=repr)
def test_an_answer_that_is_no_page_stops_the_channel_and_keeps_the_checkpoint(body: bytes) -> None:
    played = play(youtube(), answers(Response(200, {}, body)), state=stored())
    assert isinstance(played.error, PayloadError)
    assert played.state == stored()


def reread(raw: dict[str, Any], **more: Any) -> Page:
    (skipped,) = damaged((*TOP, "publishedAt"), None).skipped
    return youtube().reread(type(skipped)("k", "r", json.dumps(raw).encode(), **{"seen_at": NOW, **more}))


NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_a_thread_from_quarantine_comes_back_with_its_replies() -> None:
    found = reread(thread("a", replies=2))
    assert [complaint.native_id for complaint in found.complaints] == ["a"]
    assert [event.key for event in found.events] == ["a.r0", "a.r1"]
    assert (found.marks, found.complete, found.state) == ({}, frozenset(), None)


def test_a_reply_from_quarantine_comes_back_to_its_thread() -> None:
    found = reread(comment("a.r1", author=OWNER), native_id="a")
    assert [(event.complaint, event.key) for event in found.events] == [("youtube:a", "a.r1")]


def test_what_still_cannot_be_read_stays_in_quarantine() -> None:
    with pytest.raises(PayloadError):
        reread({"id": "a", "snippet": {"topLevelComment": 3}})


def test_an_image_is_kept_with_its_end_and_only_from_the_web() -> None:
    link = thread("a", at=100, imageUrl="https://img.example/1?sig=x")
    trick = thread("b", at=99, imageUrl="file:///etc/passwd")
    played = play(youtube(), answers(page([link, trick, thread("old", at=1)])), state=stored())
    (image,) = played.complaints[0].attachments or ()
    assert image.expires_at is not None
    assert "attachments" not in played.complaints[1].model_fields_set


def test_what_a_page_becomes_is_what_the_model_itself_would_make_of_it() -> None:
    told = [thread("a", at=100, replies=2, imageUrl="https://img.example/1"), thread("b", at=99), thread("old", at=1)]
    played = play(youtube(), answers(page(told)), state=stored())
    assert (len(played.complaints), len(played.events)) == (3, 2)
    for value in (*played.complaints, *played.events):
        checked = type(value).model_validate({name: getattr(value, name) for name in value.model_fields_set})
        assert value == checked
        assert value.model_fields_set == checked.model_fields_set
        assert {name: type(held) for name, held in value} == {name: type(held) for name, held in checked}

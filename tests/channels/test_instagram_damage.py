"""What is damaged is set aside alone, or fails one media; nothing else breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from complaint_hub.errors import PayloadError
from complaint_hub.testing import Played, play
from support.instagram_pages import (
    ACCOUNT,
    MEDIA,
    Json,
    answers,
    comment,
    instagram,
    listing,
    media,
    ok,
    page,
    reply,
)

GATE, COMMENTS = f"{ACCOUNT}/media", f"{MEDIA}/comments"


def body(raw: bytes | Json, *, count: int = 3) -> Played:
    return play(instagram(), answers({GATE: listing(media(count=count)), COMMENTS: ok(raw)}))


DAMAGES: dict[str, Any] = {
    "no time": {"timestamp": None},
    "time as a number": {"timestamp": 1790000000},
    "time as digits": {"timestamp": "1790000000"},
    "no day": {"timestamp": "2026-02-30T01:00:00+0000"},
    "time without a zone": {"timestamp": "2026-02-03T01:00:00"},
    "time before the platform": {"timestamp": "1999-02-03T01:00:00+0000"},
    "text as a number": {"text": 5},
    "author as a text": {"from": "warga"},
    "likes below zero": {"like_count": -1},
    "likes as a text": {"like_count": "2"},
    "huge likes": {"like_count": 10**40},
    "hidden as a text": {"hidden": "no"},
    "a path as id": {"id": "../me"},
    "huge text": {"text": "x" * 100_001},
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_comment_is_set_aside_alone(damage: Json) -> None:
    played = body(page([comment("178"), comment("179") | damage, comment("180")]))
    assert (played.error, set(played.known)) == (None, {"178", "180"})
    (skipped,) = played.skipped
    assert skipped.native_id == (None if "id" in damage else "179")
    assert skipped.seen_at is not None


def test_a_media_with_a_comment_without_a_name_sweeps_nothing() -> None:
    played = body(page([comment("178"), comment("179") | {"id": None}]), count=2)
    assert len(played.skipped) == 1
    assert not any(one.swept for one in played.pages)


def test_a_damaged_reply_costs_neither_its_comment_nor_the_other_replies() -> None:
    bad = reply("2", timestamp=None)
    played = body(page([comment("178", replies=page([reply("1"), bad]))]))
    assert [event.key for event in played.events] == ["1"]
    (skipped,) = played.skipped
    assert (skipped.key, skipped.native_id) == ("2", "178")
    assert not any("instagram:178" in one.complete for one in played.pages)


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud83d"], ids=["NUL", "half an emoji"])
def test_a_damaged_character_costs_no_page_and_is_counted(text: str) -> None:
    raw = json.dumps(page([comment("178", text="@")])).replace('"@"', f'"{text}"').encode()
    played = body(raw, count=1)
    (row,) = played.complaints
    assert row.text in ("ab", "\ufffd")
    assert sum(one.repaired for one in played.pages) == 1
    assert row.raw is not None


BODIES: dict[str, bytes] = {
    "truncated": json.dumps(page([comment("178")])).encode()[:-5],
    "HTML": b"<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>",
    "a text": b'"x"',
    "a list": b"[]",
    "data null": b'{"data": null}',
    "data as an object": b'{"data": {}}',
    "deep": b'{"data":' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "not a number": b'{"data": [], "paging": NaN}',
    "paging as a text": b'{"data": [], "paging": "x"}',
    "nothing": b"",
}


@pytest.mark.parametrize("raw", BODIES.values(), ids=BODIES)
def test_a_page_that_cannot_be_read_fails_its_media_and_keeps_its_count(raw: bytes) -> None:
    played = body(raw)
    assert (played.error, played.marks) == (None, {})
    assert any("could not be read" in notice for notice in played.notices)


@pytest.mark.parametrize("raw", BODIES.values(), ids=BODIES)
def test_a_list_of_media_that_cannot_be_read_ends_the_run(raw: bytes) -> None:
    assert isinstance(play(instagram(), answers({GATE: ok(raw)})).error, PayloadError)


@pytest.mark.parametrize("said", [{"error": "boom"}, {"error": {"message": "x", "code": 7}}], ids=["text", "object"])
def test_an_error_inside_a_success_is_an_error(said: Json) -> None:
    played = body(said)
    assert any("could not be read" in notice for notice in played.notices)


def test_a_page_that_is_damaged_as_a_whole_is_refused() -> None:
    played = body(page([comment(str(n), timestamp=None) for n in range(9)]), count=9)
    assert any("may not be" in notice or "cannot be read" in notice for notice in played.notices)
    assert played.skipped == []


def test_what_was_set_aside_is_read_again() -> None:
    channel = instagram()
    (row,) = body(page([comment("178", timestamp=None), comment("179")])).skipped
    fixed = row.raw.replace(b'"id"', b'"timestamp": "2026-10-01T03:04:05+0000", "media": {"id": "179"}, "id"')
    found = channel.reread(type(row)(row.key, row.reason, fixed, row.native_id, row.seen_at))
    assert [(head.native_id, head.scope) for head in found.complaints] == [("178", "179")]
    with pytest.raises(PayloadError):
        channel.reread(row)


def test_a_reply_that_was_set_aside_goes_back_to_its_comment() -> None:
    (row,) = body(page([comment("178", replies=page([reply("2", timestamp=None)]))])).skipped
    fixed = row.raw.replace(b'"id"', b'"timestamp": "2026-10-01T03:04:05+0000", "id"')
    found = instagram().reread(type(row)(row.key, row.reason, fixed, row.native_id, row.seen_at))
    assert [(event.complaint, event.key) for event in found.events] == [("instagram:178", "2")]

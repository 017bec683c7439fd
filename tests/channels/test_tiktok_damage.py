"""Damaged items, the platform's several ways to write one thing, and what quarantine gives back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from complaint_hub.channels.tiktok import wire
from complaint_hub.contract import Response, Skipped
from complaint_hub.errors import PayloadError
from complaint_hub.sandbox import tiktok as sandbox
from complaint_hub.testing import Played, play
from complaint_hub.testing.play import NOW
from support.tiktok_pages import Json, by_path, comment, from_world, ok, page, reply, tiktok, video, videos

REMOVED = object()


def read(*items: Any, **more: Any) -> Played:
    return play(tiktok(), by_path(videos(video()), [page(items) | more]))


def damaged(field: str, value: Any, *, of: int = 30, bad: int = 1) -> Played:
    items = [comment(f"1{n:02}", at=1_000 - n, replies=1) for n in range(of)]
    for item in items[5 : 5 + bad]:
        if value is REMOVED:
            del item[field]
        else:
            item[field] = value
    return read(*items)


VALUES = {"missing": REMOVED, "null": None, "wrong type": ["x"], "huge": 10**30, "digits": int("9" * 4_000)}


@pytest.mark.parametrize("field", ["comment_id", "create_time"])
@pytest.mark.parametrize("value", VALUES)
def test_one_damaged_comment_costs_one_comment(field: str, value: str) -> None:
    played = damaged(field, VALUES[value])
    assert (played.error, len(played.complaints)) == (None, 29)
    (skipped,) = played.skipped
    assert skipped.reason.startswith("a comment could not be read: ")
    assert skipped.native_id in ("105", None)
    assert b"Lampu jalan mati" in skipped.raw


@pytest.mark.parametrize("field", ["text", "likes", "replies", "owner", "pinned", "status", "username", "reply_list"])
@pytest.mark.parametrize("value", ["missing", "null"])
def test_what_is_not_needed_may_be_missing_or_null(field: str, value: str) -> None:
    played = damaged(field, VALUES[value])
    assert (len(played.complaints), played.skipped) == (30, [])


@pytest.mark.parametrize("field", ["text", "likes", "owner", "status"])
def test_what_is_there_must_have_its_type(field: str) -> None:
    assert len(damaged(field, ["x"]).skipped) == 1


def test_the_reason_says_where_and_not_what_stood_there() -> None:
    (skipped,) = damaged("create_time", "rahasia").skipped
    assert "create_time" in skipped.reason
    assert "rahasia" not in skipped.reason


@pytest.mark.parametrize("id", [7_110_000_000_000_000_001, "7110000000000000001"])
def test_an_id_is_a_text_whether_it_came_as_one_or_not(id: object) -> None:
    inside = reply("7110000000000000002", "1", comment_id=7_110_000_000_000_000_002, parent_comment_id=id)
    played = read(comment("1", comment_id=id, video_id=7_109_000_000_000_000_009, total=1, reply_list=[inside]))
    assert list(played.known) == ["7110000000000000001"]
    assert [event.key for event in played.events] == ["7110000000000000002"]


@pytest.mark.parametrize("time", [1_700_000_100, "1700000100"])
def test_a_time_is_a_text_or_a_number(time: object) -> None:
    (found,) = read(comment("1", create_time=time)).complaints
    assert found.created_at == datetime(2023, 11, 14, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize("time", [0, -1, 1_700_000_100_123, "2023-11-14", 1.5, True, "1e9"], ids=repr)
def test_another_time_is_damage(time: object) -> None:
    assert len(read(comment("1", create_time=time), comment("2")).skipped) == 1


def test_a_sandbox_that_writes_numbers_is_read_the_same() -> None:
    plain, numbers = sandbox.small(), sandbox.small()
    numbers.habits.ids_as_numbers = numbers.habits.times_as_numbers = True
    told = [play(tiktok(sandbox.ACCOUNT), from_world(one), now=one.clock) for one in (plain, numbers)]
    assert told[0].complaints == told[1].complaints
    assert told[0].marks == told[1].marks


def test_a_damaged_reply_does_not_cost_its_comment() -> None:
    broken = reply("2", "1", create_time=None)
    played = read(comment("1", total=2, reply_list=[broken, reply("3", "1")]))
    assert (list(played.known), [event.key for event in played.events]) == (["1"], ["3"])
    (skipped,) = played.skipped
    assert (skipped.key, skipped.native_id) == ("2", "1")
    assert "tiktok:1" not in {id for sent in played.pages for id in sent.complete}


@pytest.mark.parametrize("text", ["", "😀👩‍👩‍👧", "baris\nbaru", '"<b>&amp;', "\u202eterbalik"], ids=ascii)
def test_a_text_arrives_as_it_was_written(text: str) -> None:
    assert read(comment("1", text=text)).known["1"].text == text


@pytest.mark.parametrize("text", ["lampu \ud83d", "lampu \0mati", "lampu \udc00\ud83d"], ids=ascii)
def test_a_damaged_character_is_repaired_and_the_raw_kept(text: str) -> None:
    played = read(comment("1", text=text), comment("2"))
    mended = played.known["1"]
    assert mended.text is not None
    mended.text.encode()
    assert "\0" not in mended.text
    assert "lampu" in str(mended.raw)
    assert sum(sent.repaired for sent in played.pages) == 1


def test_a_picture_is_kept_and_one_that_expires_says_when() -> None:
    kept = read(comment("1", image_url="https://img.example/1?x-expires=1800000000")).known["1"]
    assert kept.attachments is not None
    assert kept.attachments[0].expires_at == datetime.fromtimestamp(1_800_000_000, UTC)
    assert read(comment("1", image_url="file:///etc/passwd")).known["1"].attachments is None


def test_an_address_that_is_none_of_the_web_is_left_out() -> None:
    answer = by_path(videos(video(share_url="javascript:alert(1)")), [page([comment("1")])])
    assert play(tiktok(), answer).known["1"].url is None


@pytest.mark.parametrize("data", [b"null", b"[]", b'"x"', b"{}", b'{"comments":null,"has_more":false}'], ids=repr)
def test_a_list_that_is_not_there_is_no_comment_and_no_crash(data: bytes) -> None:
    body = Response(200, {}, b'{"code":0,"message":"OK","data":' + data + b"}")
    played = play(tiktok(), by_path(videos(video()), [body, body, body]))
    assert played.known == {}
    assert isinstance(played.error, PayloadError) == (not data.startswith(b"{"))


def test_a_reply_list_that_is_absent_means_that_none_came_inside() -> None:
    item = comment("1")
    del item["reply_list"]
    assert read(item).events == []


@pytest.mark.parametrize("flag", [True, 1, "true"], ids=repr)
def test_more_is_said_in_several_ways(flag: object) -> None:
    pages = [page([comment("2", at=9)]) | {"cursor": "1", "has_more": flag}, page([comment("1")])]
    assert set(play(tiktok(), by_path(videos(video()), pages)).known) == {"1", "2"}


def test_a_page_that_is_damaged_in_more_than_a_fifth_stops_the_video() -> None:
    assert damaged("create_time", None, bad=6).error is None
    played = damaged("create_time", None, bad=7)
    assert isinstance(played.error, PayloadError)
    assert "video/700" not in played.marks


def test_a_damaged_video_costs_one_video() -> None:
    answer = by_path(videos(video("700"), video("701", item_id=None)), [page([comment("1")])])
    played = play(tiktok(), answer)
    assert (list(played.known), len(played.skipped)) == (["1"], 1)


def test_a_comment_from_quarantine_comes_back_under_its_video() -> None:
    found = reread(comment("1", replies=2))
    assert [(c.native_id, c.scope) for c in found.complaints] == [("1", "700")]
    assert [event.key for event in found.events] == ["190", "191"]
    assert found.marks["1"] == "700"
    assert (found.complete, found.state) == (frozenset(), None)


def test_a_reply_from_quarantine_comes_back_to_its_comment() -> None:
    found = reread(reply("2", "1"))
    assert [(event.complaint, event.key) for event in found.events] == [("tiktok:1", "2")]
    assert found.complaints == []


def test_what_still_cannot_be_read_stays_in_quarantine() -> None:
    with pytest.raises(PayloadError):
        reread({"comment_id": "1"})


def reread(raw: Json) -> Any:
    return tiktok().reread(Skipped("k", "r", json.dumps(raw).encode(), seen_at=NOW))


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_an_answer_that_was_cut_is_never_a_shorter_page(cut: int) -> None:
    whole = ok(page([comment("1"), comment("2")]))
    played = play(tiktok(), by_path(videos(video()), [Response(200, {}, whole.body[: -cut * 9 or None])]))
    assert isinstance(played.error, PayloadError)
    assert played.known == {}


def test_an_envelope_is_cut_apart_whatever_its_texts_hold() -> None:
    body = '{"message":"a \\" } ] , \\"code\\":1","code":0,"data":{"x":[{"y":"}"}],"code":5}}'
    assert wire.open_envelope(body.encode()) == (0, 'a " } ] , "code":1', b'{"x":[{"y":"}"}],"code":5}')

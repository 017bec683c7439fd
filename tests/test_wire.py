"""Reading wire formats: whole, else item by item; nothing but PayloadError, whatever the bytes."""

from __future__ import annotations

import json
import tracemalloc
from contextlib import suppress
from typing import Annotated, NotRequired

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter
from typing_extensions import TypedDict

from complaint_hub.contract import Request, Response
from complaint_hub.errors import (
    AuthError,
    NotFoundError,
    PayloadError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)
from complaint_hub.wire import clean_text, default_error, read_item, read_list, scrub


class Item(TypedDict):
    id: Annotated[str, Field(strict=True)]
    n: NotRequired[Annotated[int, Field(strict=True, lt=2**53)]]


class ItemPage(TypedDict):
    items: NotRequired[list[Item]]
    next: NotRequired[str]


PAGE, ITEM = TypeAdapter(ItemPage), TypeAdapter(Item)


def test_a_sound_page_is_read_at_once() -> None:
    found = read_list(b'{"items":[{"id":"a","n":1}],"next":"T"}', PAGE, ITEM)
    assert (found.at_once, found.items, found.page.get("next")) == (True, [{"id": "a", "n": 1}], "T")


def test_a_page_without_the_list_is_empty() -> None:
    assert read_list(b"{}", PAGE, ITEM).items == []


@pytest.mark.parametrize(
    "bad",
    [
        "{}",
        "null",
        "[]",
        '{"id":null}',
        '{"id":"b","n":"x"}',
        '{"id":"b","n":1' + "0" * 30 + "}",
        '{"id":"b","n":' + "9" * 6_000 + "}",
        '{"id":"b","n":NaN}',
        '{"id":"b","n":1e999}',
        '{"id" "b"}',
        '{"id":"b",}',
        '{"id":"b","x":' + "[" * 300 + "]" * 300 + "}",
    ],
    ids=lambda bad: bad[:20],
)
def test_one_bad_item_is_set_aside_with_its_bytes(bad: str) -> None:
    body = ('{"items":[{"id":"a"},' + bad + ',{"id":"c"}],"next":"T"}').encode()
    found = read_list(body, PAGE, ITEM)
    assert [item["id"] for item in found.items] == ["a", "c"]
    (damaged,) = found.damaged
    assert (damaged.place, damaged.raw) == (1, bad.encode())
    assert found.page.get("next") == "T"


@pytest.mark.parametrize("body", ['{"id":"half \\ud83d"}', '{"id":"nul \\u0000"}', '{"id":"\\udc00\\ud83d"}'])
def test_a_damaged_character_is_repaired_counted_and_kept_raw(body: str) -> None:
    found = read_list(f'{{"items":[{{"id":"a"}},{body}]}}'.encode(), PAGE, ITEM)
    assert len(found.items) == 2
    assert (found.repairs, found.repaired) == (1, {1: body.encode()})
    found.items[1]["id"].encode()


def test_bytes_that_are_no_utf_8_are_repaired_too() -> None:
    found = read_list(b'{"items":[{"id":"a\xff"}]}', PAGE, ITEM)
    assert found.items == [{"id": "a\ufffd"}]
    assert found.repaired == {0: b'{"id":"a\xff"}'}


def test_a_whole_emoji_is_no_damage() -> None:
    found = read_list(b'{"items":[{"id":"\\ud83d\\ude00"},{"id":"\\u0000"}]}', PAGE, ITEM)
    assert found.items[0] == {"id": "\U0001f600"}
    assert found.repairs == 1


def test_a_byte_order_mark_is_tolerated() -> None:
    assert read_list(b'\xef\xbb\xbf{"items":[{"id":"a"}]}', PAGE, ITEM).items == [{"id": "a"}]


def test_of_a_key_that_stands_twice_the_last_value_counts() -> None:
    assert read_list(b'{"items":[{"id":"a","id":"b"}]}', PAGE, ITEM).items == [{"id": "b"}]
    assert read_list(b'{"items":[{"id":"a","id":"b"},3]}', PAGE, ITEM).items == [{"id": "b"}]


def test_brackets_and_quotes_inside_texts_cut_nothing() -> None:
    item = {"id": 'a"],[{}\\'}
    body = json.dumps({"items": [item, 3]}).encode()
    assert read_list(body, PAGE, ITEM).items == [item]


def test_a_list_of_the_same_name_deeper_down_is_not_the_list() -> None:
    body = b'{"x":{"items":[{"id":"no"}]},"items":[{"id":"a"},3]}'
    assert [item["id"] for item in read_list(body, PAGE, ITEM).items] == ["a"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"3",
        b"[]",
        b'{"items":3}',
        b'{"items":[{"id":"a"}',
        b'{"items":[{"id":"a"},3]',
        b'{"items":[3],"next":4}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"items":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'{"n":' + b"9" * 1_000_000 + b"}",
        b"\xff\xfe{\x00}\x00",
        b'{"items":[' + b"0," * 10_001 + b"0]}",
    ],
    ids=lambda body: repr(body[:16]),
)
def test_a_body_that_is_no_page_is_a_payload_error(body: bytes) -> None:
    with pytest.raises(PayloadError) as refused:
        read_list(body, PAGE, ITEM)
    assert len(refused.value.raw) <= 2_000


def test_a_body_above_the_limit_is_refused() -> None:
    with pytest.raises(PayloadError, match="16,000,001 bytes"):
        read_list(b" " * 16_000_001, PAGE, ITEM)


TEXTS = st.text('{}[]",:items\\u0d83 \ud83d', max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200) | TEXTS)
def test_random_bytes_raise_nothing_else(body: bytes) -> None:
    for attempt in (body, b'{"items":[' + body + b"]}"):
        with suppress(PayloadError):
            read_list(attempt, PAGE, ITEM)


def test_a_reason_never_holds_the_value() -> None:
    with pytest.raises(PayloadError) as refused:
        read_item(b'{"id":["sangat rahasia"]}', ITEM)
    assert "rahasia" not in str(refused.value)
    assert str(refused.value).startswith("id: ")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (b'"https://x/?access_token=EAAB12&limit=5"', b'"https://x/?access_token=***&limit=5"'),
        (b'"https://x/?limit=5&key=AIza1"', b'"https://x/?limit=5&key=***"'),
        (b'{"access_token": "EAAB\\"12", "a": 1}', b'{"access_token": "***", "a": 1}'),
        (b'"?pageToken=abc&monkey=1"', b'"?pageToken=abc&monkey=1"'),
    ],
)
def test_credentials_are_taken_out_of_what_is_kept(raw: bytes, clean: bytes) -> None:
    assert scrub(raw) == clean


def test_text_is_storable_everywhere() -> None:
    assert clean_text("a\ud800b\0c\u202e") == "a\ufffdbc\u202e"


REQUEST = Request("GET", "https://board.example/list", params={"key": "geheim"})


@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (301, RejectedError),
        (400, RejectedError),
        (401, AuthError),
        (403, AuthError),
        (404, NotFoundError),
        (408, UnavailableError),
        (410, NotFoundError),
        (418, RejectedError),
        (429, RateLimitError),
        (500, UnavailableError),
        (503, UnavailableError),
    ],
)
def test_a_status_alone_has_a_meaning(status: int, cls: type[Exception]) -> None:
    error = default_error(REQUEST, Response(status, {}, b""))
    assert type(error) is cls
    assert error is not None
    assert "geheim" not in str(error)


@pytest.mark.parametrize("status", [200, 204])
def test_a_success_is_no_error(status: int) -> None:
    assert default_error(REQUEST, Response(status, {}, b"")) is None


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("7", 7.0),
        ("Tue, 24 Nov 2026 02:01:00 GMT", 60.0),
        ("Tue, 24 Nov 2026 01:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_seconds_or_a_date_by_the_platform_s_clock(stated: str, seconds: float | None) -> None:
    headers = {"retry-after": stated, "date": "Tue, 24 Nov 2026 02:00:00 GMT"}
    error = default_error(REQUEST, Response(429, headers, b""))
    assert isinstance(error, RateLimitError)
    assert error.retry_after == seconds


SMALL = b"{}," * 100_000


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b'{"items":[' + SMALL + b"{}]}", "10,000 items", id="items"),
        pytest.param(b'{"x":[' + SMALL + b'{}],"items":[]}', "more than 50,000 values", id="values beside them"),
        pytest.param(b'{"x":"' + b"," * 2_000_000 + b'","items":[]}', "larger than 1,000,000 bytes", id="a text"),
    ],
)
def test_a_small_body_never_becomes_a_large_one_in_memory(body: bytes, reason: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(PayloadError, match=reason):
            read_list(body, PAGE, ITEM)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        pytest.param(b'{"id":["' + b"a" * 1_000_000 + b'"]}', "larger than 1,000,000 bytes", id="bytes"),
        pytest.param(b'{"id":[' + b"1," * 60_000 + b"1]}", "more than 50,000 values", id="values"),
    ],
)
def test_an_enormous_item_is_set_aside_and_the_others_are_read(item: bytes, reason: str) -> None:
    listing = read_list(b'{"items":[{"id":"a"},' + item + b"]}", PAGE, ITEM)
    assert [one["id"] for one in listing.items] == ["a"]
    (damaged,) = listing.damaged
    assert reason in damaged.reason
    assert len(damaged.raw) <= 1_000_000


def test_commas_in_texts_are_no_values() -> None:
    body = b'{"items":[{"id":"' + b"," * 60_000 + b'"}]}'
    assert read_list(body, PAGE, ITEM).items == [{"id": "," * 60_000}]

"""Reading what platforms send: a page at once where it is sound, else item by item with another parser.

For: channels, which bring the types; what comes back is typed values, the items that could not be read, and how
many texts were repaired.
Must not: know a platform, or raise anything but PayloadError, whatever the bytes are.

Two parsers, because one damaged character must not cost a page: pydantic refuses the whole body for a lone
surrogate, a depth of more than 200, or a wrong type in one item. Then the items are cut apart by their brackets
alone, each is decoded by the standard library, repaired and checked on its own, and its bytes are kept.
A key that stands twice in an object counts with its last value, in both parsers.

What is read stays small in memory, whatever was sent: a value of two bytes becomes an object of sixty, and a fault in
it one of a thousand, so values are counted before they are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from ..errors import PayloadError
from .texts import clean_text, scrub

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_ITEMS", "Damaged", "Listing", "read_item", "read_list"]

P = TypeVar("P")
T = TypeVar("T")

MAX_BYTES = 16_000_000
"""Bytes of a decoded body; a text of them may take four times as much in memory."""

MAX_ITEMS = 10_000
"""Items of one page."""

MAX_DEPTH = 200
"""Brackets inside brackets in one item; both parsers fail somewhere behind it, each in its own way."""

_HOPELESS_DEPTH = 5 * MAX_DEPTH
_MOST_VALUES = 50_000  # in what one parser is given at once
_MOST_BYTES = 4_000_000  # the same
_MOST_ITEM_BYTES = 1_000_000
_MOST_SIGNS = 1_000_000  # of a page that is cut apart: a hundred for each of the most items


@dataclass(frozen=True, slots=True)
class Damaged:
    """An item that could not be read: its place on the page, a reason for a person, its bytes without credentials."""

    place: int
    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Listing(Generic[P, T]):
    """What a page held.

    Attributes:
        page: the page itself; when it was read item by item, its list is empty.
        items: what could be read, in order.
        damaged: what could not.
        repaired: place in ``items`` → the item's bytes as they came, for those with a repaired text.
        repairs: how many texts were repaired in all.
        at_once: the page was sound, and its items are of the page's own type.
    """

    page: P
    items: list[T]
    damaged: list[Damaged] = field(default_factory=list[Damaged])
    repaired: dict[int, bytes] = field(default_factory=dict[int, bytes])
    repairs: int = 0
    at_once: bool = False


def read_list(body: bytes, page: TypeAdapter[P], item: TypeAdapter[T], *, items: str = "items") -> Listing[P, T]:
    """Read a page with a list in it.

    Args:
        body: JSON in UTF-8, with or without a byte order mark.
        page: type of the whole page, whose field *items* is a list of *item*; without the field the list is empty.
        item: type of one item; may be laxer than the page says.

    Raises: PayloadError, if the page around the items cannot be read, or is larger than the limits of this module.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    if len(body) > MAX_BYTES:
        raise PayloadError(f"the answer has {len(body):,} bytes, more than {MAX_BYTES:,}", raw=b"")
    if len(body) <= _MOST_BYTES and not _may_hold_nul(body) and not _may_be_many(body):
        try:
            whole = page.validate_json(body)
        except ValidationError:
            pass  # told again, more precisely, by the way below
        else:
            found = cast("list[T]", cast("Mapping[str, Any]", whole).get(items, []))
            _check_length(len(found))
            return Listing(whole, found, at_once=True)
    return _item_by_item(body, page, item, items)


def _item_by_item(body: bytes, page: TypeAdapter[P], item: TypeAdapter[T], items: str) -> Listing[P, T]:
    envelope, places = _cut_apart(body, items)
    try:
        listing = Listing(read_item(envelope, page)[0], list[T]())
    except PayloadError as damage:
        raise PayloadError(f"the answer cannot be read: {damage.message}", raw=damage.raw[:2_000]) from None
    repairs = 0
    for place, (start, end, depth) in enumerate(places):
        raw = body[start:end].strip()
        try:
            if depth > MAX_DEPTH:
                raise PayloadError(f"nested deeper than {MAX_DEPTH}", raw=_kept(raw))
            value, mended = read_item(raw, item)
        except PayloadError as damage:
            listing.damaged.append(Damaged(place, damage.message, damage.raw))
            continue
        if mended:
            listing.repaired[len(listing.items)] = scrub(raw)
            repairs += mended
        listing.items.append(value)
    return Listing(listing.page, listing.items, listing.damaged, listing.repaired, repairs)


def read_item(raw: bytes, item: TypeAdapter[T]) -> tuple[T, int]:
    """Read one value and say how many of its texts had to be repaired.

    Raises: PayloadError with the bytes, if it is no JSON or of another type; of one that is too large, the first ones.
    """
    if len(raw) > _MOST_ITEM_BYTES:
        raise PayloadError(f"larger than {_MOST_ITEM_BYTES:,} bytes", raw=_kept(raw))
    if _may_be_many(raw) and _are_many(raw):
        raise PayloadError(f"more than {_MOST_VALUES:,} values", raw=_kept(raw))
    try:
        value = _DECODER.decode(raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape"))
        mend = _Mend()
        return item.validate_json(json.dumps(mend(value))), mend.count
    except ValidationError as error:
        reason = _why(error)
    except RecursionError:
        reason = "nested too deep"
    except (ValueError, OverflowError):
        # No text of the decoder's own: it would quote a number of 5,000 digits.
        reason = "no valid JSON"
    raise PayloadError(reason, raw=scrub(raw))


_DECODER = json.JSONDecoder(strict=False)  # control characters inside texts are met in the wild


class _Mend:
    """Repairs every text of a JSON value, keys included, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, value: Any) -> Any:
        if isinstance(value, str):
            clean = clean_text(value)
            self.count += clean != value
            return clean
        if isinstance(value, dict):
            return {clean_text(key): self(inner) for key, inner in cast("dict[str, Any]", value).items()}
        if isinstance(value, list):
            return [self(inner) for inner in value]
        return value


# Of UTF-8 the brackets, commas and quotes can be found in the bytes: no other character holds one of these.
_MARK = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}:,]', re.DOTALL)

_Place = tuple[int, int, int]
"""Where an item begins and ends, and the depth of its brackets."""


def _cut_apart(body: bytes, items: str) -> tuple[bytes, list[_Place]]:
    """Cut the list out of a page: the page with an empty list, and where its items stand."""
    places: list[_Place] = []
    name = f'"{items}"'.encode()
    depth, deepest = 0, 0
    last, key = b"", b""
    first = start = end = -1  # of the list, of the item, of the list's end
    for mark in islice(_MARK.finditer(body), _MOST_SIGNS):
        sign = mark[0][:1]
        inside = first >= 0 and end < 0
        if sign == b'"':
            last = mark[0]
        elif sign == b":":
            key = last if depth == 1 else key
        elif sign in b"[{":
            depth += 1
            deepest = max(deepest, depth - 2)
            if depth > _HOPELESS_DEPTH:
                break
            if depth == 2 and sign == b"[" and key == name and first < 0:
                first = start = mark.end()
                deepest = 0
        elif sign in b"]}":
            depth -= 1
            if inside and depth == 1:
                end = mark.start()
                if places or body[start:end].strip():
                    places.append((start, end, deepest))
        elif inside and depth == 2:
            places.append((start, mark.start(), deepest))
            start, deepest = mark.end(), 0
            _check_length(len(places))
    if depth != 0 or (first >= 0 and end < 0):
        raise PayloadError("the answer is no complete JSON, or nested too deep", raw=_excerpt(body))
    return (body if first < 0 else body[:first] + body[end:]), places


def _check_length(count: int) -> None:
    if count > MAX_ITEMS:
        raise PayloadError(f"a page of more than {MAX_ITEMS:,} items", raw=b"")


def _may_hold_nul(body: bytes) -> bool:
    # One byte is found many times faster than six, and short texts hold no escape at all.
    return b"\\" in body and b"\\u0000" in body


def _may_be_many(raw: bytes) -> bool:
    """Say whether there may be too many values: fast, and fooled by texts."""
    return len(raw) > _MOST_VALUES and raw.count(b",") + raw.count(b"[") + raw.count(b"{") > _MOST_VALUES


def _are_many(raw: bytes) -> bool:
    """Say whether there are: each value but the last of an object or a list stands before one of these."""
    signs = (mark[0] for mark in _MARK.finditer(raw))
    return next(islice((sign for sign in signs if sign in b",[{"), _MOST_VALUES, None), None) is not None


def _kept(raw: bytes) -> bytes:
    """What is kept of an item that cannot be read: all of it, unless nobody could look through so much."""
    return scrub(raw) if len(raw) <= _MOST_ITEM_BYTES else _excerpt(raw)


def _excerpt(raw: bytes) -> bytes:
    return scrub(raw[:2_000])


def _why(error: ValidationError) -> str:
    """The first complaint of a ValidationError: where and what, never the value, which a citizen wrote."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where or 'the value'}: {first['msg']}"

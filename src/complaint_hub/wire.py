"""Reading what platforms send: a page at once where it is sound, else item by item with another parser.

For: channels, which bring the types; what comes back is typed values, the items that could not be read, and how
many texts were repaired.
Must not: know a platform, or raise anything but PayloadError, whatever the bytes are.

Two parsers, because one damaged character must not cost a page: pydantic refuses the whole body for a lone
surrogate, a depth of more than 200, or a wrong type in one item. Then the items are cut apart by their brackets
alone, each is decoded by the standard library, repaired and checked on its own, and its bytes are kept.
A key that stands twice in an object counts with its last value, in both parsers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from .contract import Request, Response
from .errors import (
    AuthError,
    ChannelError,
    NotFoundError,
    PayloadError,
    RateLimitError,
    RejectedError,
    UnavailableError,
)

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_ITEMS",
    "Damaged",
    "Listing",
    "clean_text",
    "default_error",
    "read_item",
    "read_list",
    "retry_after",
    "scrub",
]

P = TypeVar("P")
T = TypeVar("T")

MAX_BYTES = 32_000_000
"""Bytes of a decoded body."""

MAX_ITEMS = 10_000
"""Items of one page."""

MAX_DEPTH = 200
"""Brackets inside brackets in one item; both parsers fail somewhere behind it, each in its own way."""

_HOPELESS_DEPTH = 5 * MAX_DEPTH


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
    if not _may_hold_nul(body):
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
    # Bytes that are no UTF-8 become lone surrogates, which are repaired like all others and turn back into the bytes.
    text = body.decode("utf-8", "surrogateescape")
    envelope, slices = _cut_apart(text, items)
    try:
        listing = Listing(read_item(_bytes(envelope), page)[0], list[T]())
    except PayloadError as damage:
        raise PayloadError(f"the answer cannot be read: {damage.message}", raw=damage.raw[:2_000]) from None
    repairs = 0
    for place, (piece, depth) in enumerate(slices):
        raw = _bytes(piece.strip())
        try:
            if depth > MAX_DEPTH:
                raise PayloadError(f"nested deeper than {MAX_DEPTH}", raw=scrub(raw))
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

    Raises: PayloadError with the bytes, if it is no JSON or of another type.
    """
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


_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Make a text storable everywhere: half a character (a lone surrogate) becomes U+FFFD, NUL goes.

    SQLite cannot encode the first, PostgreSQL refuses the second.
    """
    return _SURROGATE.sub("\ufffd", text).replace("\0", "")


_MARK = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}:,]', re.DOTALL)


def _cut_apart(text: str, items: str) -> tuple[str, list[tuple[str, int]]]:
    """Cut the list out of a page: the page with an empty list, and each item with the depth of its brackets."""
    pieces: list[tuple[str, int]] = []
    depth, deepest = 0, 0
    last, key = "", ""
    first = start = end = -1  # of the list, of the item, of the list's end
    for mark in _MARK.finditer(text):
        sign = mark[0][0]
        inside = first >= 0 and end < 0
        if sign == '"':
            last = mark[0]
        elif sign == ":":
            key = last if depth == 1 else key
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth - 2)
            if depth > _HOPELESS_DEPTH:
                break
            if depth == 2 and sign == "[" and key == f'"{items}"' and first < 0:
                first = start = mark.end()
                deepest = 0
        elif sign in "]}":
            depth -= 1
            if inside and depth == 1:
                end = mark.start()
                if pieces or text[start:end].strip():
                    pieces.append((text[start:end], deepest))
        elif inside and depth == 2:
            pieces.append((text[start : mark.start()], deepest))
            start, deepest = mark.end(), 0
            _check_length(len(pieces))
    if depth != 0 or (first >= 0 and end < 0):
        raise PayloadError("the answer is no complete JSON, or nested too deep", raw=_excerpt(text))
    return (text if first < 0 else text[:first] + text[end:]), pieces


def _check_length(count: int) -> None:
    if count > MAX_ITEMS:
        raise PayloadError(f"a page of more than {MAX_ITEMS:,} items", raw=b"")


def _may_hold_nul(body: bytes) -> bool:
    # One byte is found many times faster than six, and short texts hold no escape at all.
    return b"\\" in body and b"\\u0000" in body


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _excerpt(text: str) -> bytes:
    return scrub(_bytes(text[:2_000]))


def _why(error: ValidationError) -> str:
    """The first complaint of a ValidationError: where and what, never the value, which a citizen wrote."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(step) for step in first["loc"])
    return f"{where or 'the value'}: {first['msg']}"


_SECRETS = rb"access_token|refresh_token|id_token|client_secret|appsecret_proof|token|key"
_IN_QUERY = re.compile(rb"(?<![A-Za-z0-9_])(" + _SECRETS + rb')=[^&\s"\'<>\\]+', re.IGNORECASE)
_IN_JSON = re.compile(
    rb'("(?:access_token|refresh_token|id_token|client_secret)"\s*:\s*")(?:[^"\\]|\\.)*+', re.IGNORECASE
)


# "Consumer 'api_key:AIza...' has been suspended": Google names the key in its refusals and in their details.
_NAMED = re.compile(rb"(api_key:)[A-Za-z0-9_\-.]+", re.IGNORECASE)


def scrub(raw: bytes) -> bytes:
    """Take credentials out of bytes that are kept: platforms repeat them (``next`` links, refusals)."""
    return _NAMED.sub(rb"\1***", _IN_JSON.sub(rb"\1***", _IN_QUERY.sub(rb"\1=***", raw)))


def default_error(request: Request, response: Response) -> ChannelError | None:
    """Say what an answer means by its status alone; a channel asks this when its body says nothing better.

    Returns: None for 2xx. Redirects are refused: a credential never follows one to another host.
    """
    status = response.status
    where: dict[str, Any] = {"request": str(request), "status": status}
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return RejectedError("the platform sent us elsewhere", hint="redirects are not followed", **where)
    if status == 429:
        return RateLimitError("too many requests", retry_after=retry_after(response), **where)
    if status in (401, 403):
        return AuthError("the platform refuses the credential", hint="check the key or token and its rights", **where)
    if status in (404, 410):
        return NotFoundError("the platform knows no such thing", **where)
    if status == 408 or not 400 <= status < 500:
        return UnavailableError("the platform is in trouble", **where)
    return RejectedError("the platform refuses the request", **where)


def retry_after(response: Response) -> float | None:
    """Seconds to wait as the answer says, None if it does not.

    A date is measured against the answer's own ``date``: the platform's clock, not ours.
    """
    stated = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", stated):
        return float(stated)
    until, since = _http_date(stated), _http_date(response.headers.get("date", ""))
    if until is None or since is None:
        return None
    return max(0.0, (until - since).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" gives a naive time, which RFC 9110 reads as UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment

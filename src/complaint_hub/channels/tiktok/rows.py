"""Rows of a file of comments, whatever it is: a sheet with headings, a line of JSON each, or a list in JSON.

For: ``files``.
Must not: know what a row means to us; here it only gets the names of our fields.

The JSON that other programs write of the app's own answers is read, too (``cid``, ``aweme_id``, ``digg_count`` and so
on); nothing here fetches it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, NotRequired

from pydantic import JsonValue, TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it before Python 3.12

from ...errors import PayloadError
from ...sheets import open_sheet, refused
from ...sheets.headed import filled, first_rows, folded, texts
from ...wire import MAX_BYTES, read_item, read_list

__all__ = ["Row", "Table", "read_rows"]

_MOST_ROWS: Final = 200_000
_AGAIN: Final = "hand in a CSV with video_url, author, text and created_at, or JSON Lines with these names"

# Field → the headings and names under which it is found; the first is ours.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "video_url": ("video_url", "video", "url", "tautan video", "link video"),
    "video_id": ("video_id", "aweme_id"),
    "comment_id": ("comment_id", "cid", "id komentar"),
    "parent": ("parent_comment_id", "reply_id", "balasan untuk"),
    "author": ("author", "username", "unique_id", "penulis", "akun"),
    "shown": ("display_name", "nickname", "nama"),
    "text": ("text", "comment", "isi", "komentar"),
    "created_at": ("created_at", "date", "tanggal", "waktu"),
    "epoch": ("create_time",),
    "likes": ("likes", "digg_count"),
    "replies": ("replies", "reply_comment_total"),
}
_FIELDS: Final = {name: field for field, names in _NAMES.items() for name in names}


class Row(NamedTuple):
    """One row: its place in the file from 1, and its texts by our fields."""

    place: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Table:
    """What a file holds; ``damaged`` are places of rows that could not be read at all, with the reason."""

    rows: list[Row] = field(default_factory=list[Row])
    damaged: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    repaired: int = 0


class _Listed(TypedDict):
    comments: NotRequired[list[dict[str, JsonValue]]]


_ITEM: Final = TypeAdapter(dict[str, JsonValue])
_LIST: Final = TypeAdapter(_Listed)


def read_rows(path: Path) -> Table:
    """All rows of a file. Raises PayloadError, one sentence, if it is none of comments."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()
            body = start[:1] in (b"{", b"[") and start + stream.read(MAX_BYTES)
    except OSError as problem:
        raise refused(path, f"The file cannot be read ({problem.strerror})", "check its name") from problem
    table = _sheet(path) if not body else _json(path, body)
    if len(table.rows) > _MOST_ROWS:
        raise refused(path, f"The file has more than {_MOST_ROWS:,} rows", "split it and hand in the parts")
    return table


def _sheet(path: Path) -> Table:
    sheet = open_sheet(path)
    places: dict[str, int] = {}
    table, repaired = Table(), list[str]()
    for number, cells in sheet:
        if not places:
            places = _places(folded(cell) for cell in cells)
            continue
        row = texts(cells, repaired=repaired)
        if filled(row):
            told = {name: row[place] for name, place in places.items() if place < len(row)}
            table.rows.append(Row(number, {name: text for name, text in told.items() if text is not None}))
    if not places:
        what = f"No row names the columns video_url, text and created_at; found was {first_rows(sheet)}"
        raise refused(path, what, _AGAIN)
    table.repaired = len(repaired)
    return table


def _places(names: Iterable[str]) -> dict[str, int]:
    """Field → position in a row of headings; empty for any other row."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name in _FIELDS:
            places.setdefault(_FIELDS[name], place)
    timed = places.keys() & {"created_at", "epoch"}
    return places if "text" in places and timed and places.keys() & {"video_url", "video_id"} else {}


def _json(path: Path, body: bytes) -> Table:
    if len(body) > MAX_BYTES:
        raise refused(path, f"The file has more than {MAX_BYTES:,} bytes", "split it and hand in the parts")
    try:
        table = _listed(body) if body.startswith(b"[") or _is_one_object(body) else _lines(body)
    except PayloadError as damage:
        raise refused(path, f"The file cannot be read ({damage.message})", _AGAIN) from damage
    if not any(row.cells for row in table.rows):
        raise refused(path, "The file holds no comments", _AGAIN)
    return table


def _is_one_object(body: bytes) -> bool:
    """Say that a file is one object with a list of comments in it, not a line each."""
    first = body.split(b"\n", 1)[0]
    return (b'"comments"' in body[:2_000] and not first.rstrip().endswith(b"}")) or b"\n" not in body.strip()


def _listed(body: bytes) -> Table:
    whole = b'{"comments":' + body + b"}" if body.startswith(b"[") else body
    if not body.startswith(b"[") and b'"comments"' not in body:
        return _lines(body)  # one comment alone
    listing = read_list(whole, _LIST, _ITEM, items="comments")
    table = Table(repaired=listing.repairs)
    table.rows = [Row(place, _named(item)) for place, item in enumerate(listing.items, start=1)]
    table.damaged = [(damage.place + 1, damage.reason) for damage in listing.damaged]
    return table


def _lines(body: bytes) -> Table:
    table = Table()
    for place, line in enumerate(body.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            item, mended = read_item(line.strip(), _ITEM)
        except PayloadError as damage:
            table.damaged.append((place, damage.message))
            continue
        table.repaired += mended
        table.rows.append(Row(place, _named(item)))
    if len(table.damaged) > len(table.rows):
        raise PayloadError("most of its lines are no JSON")
    return table


def _named(item: Mapping[str, JsonValue]) -> dict[str, str]:
    """A JSON object by our fields; of its author's object the names alone."""
    user = item.get("user")
    inner: Mapping[str, Any] = user if isinstance(user, dict) else {}
    return {**dict(_texts(inner)), **dict(_texts(item))}


def _texts(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for name, value in item.items():
        field = _FIELDS.get(name.lower())
        if field is None or field in taken or isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        if text := str(value).strip():
            taken.add(field)
            yield field, text

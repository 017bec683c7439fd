"""Reviews from Google Takeout: what an owner exports by hand, where the project is not approved (yet).

For: hubs and ``import google-takeout``.
Must not: mix with what the API gives. The export names a review otherwise than the API does, and nothing joins the two
names; so its reviews have ids of their own (``takeout/...``). Read a place one way or the other, or it counts twice.

::

    Takeout/Google Business Profile/account-1/location-2/reviews.json         {"reviews": [...]}, also reviews-1.json
                                                        /additionalData.json  the title of the location

Checkpoint, version 1: ``files`` is key → name of each export that was read to its end.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import Any, Final, cast

from pydantic import JsonValue, TypeAdapter

from ...contract import Page, Skipped, State
from ...errors import ConfigError, PayloadError
from ...sheets.paths import expand, unread
from ...wire import MAX_BYTES, read_item
from .errors import NAME
from .mapping import Reader, Reviews
from .state import Place

__all__ = ["GoogleTakeout"]

_PathLike = str | PathLike[str]
_VERSION: Final = 1
_ENTRIES: Final = 100_000
_UNPACKED: Final = 400_000_000
_REVIEWS: Final = re.compile(r"reviews(-\d+)?\.json")
_JSON: Final[TypeAdapter[JsonValue]] = TypeAdapter(JsonValue)


@dataclass(frozen=True)
class GoogleTakeout:
    """The reviews in exports of Google Takeout.

    Args:
        paths: the .zip as Google gives it, or a ``reviews.json`` out of it; one or several, patterns too.
        account: the account under which they are counted.

    Raises: ConfigError for a path that is not there; when reading, PayloadError for a file that cannot be read. Both
        come before the first page.
    """

    paths: _PathLike | Sequence[_PathLike]
    account: str = field(default="google-takeout", kw_only=True)

    @property
    def name(self) -> str:
        """``google_reviews``: the same service, read another way."""
        return NAME

    def read(self, state: State | None, *, now: datetime) -> Iterator[Page]:
        """Read the exports that have not been read yet, a page a file of reviews.

        Raises: ConfigError or PayloadError, before the first page.
        """
        if state is not None and state.get("v") != _VERSION:
            raise ConfigError(
                f"google_reviews: the checkpoint of the export is of version {state.get('v')}, this program knows "
                f"{_VERSION}: upgrade complaint_hub"
            )
        done = dict(cast("dict[str, str]", state["files"])) if state else {}
        paths, barren = expand([self.paths] if isinstance(self.paths, str | PathLike) else self.paths)
        reader = Reader(self.account, now, _name)
        exports = [(_export(path, reader), path, key) for path, key in unread(paths, done, settings="takeout")]
        if barren:
            yield Page(notices=tuple(f"No file matches {pattern}" for pattern in barren))
        for export, path, key in sorted(exports, key=lambda found: (found[0].date is not None, found[0].date or now)):
            done[key] = path.name
            yield from export.pages({"v": _VERSION, "files": dict(done)})

    def reread(self, skipped: Skipped) -> Page:
        """Read a review from quarantine. Raises PayloadError, if it still cannot be read."""
        if skipped.seen_at is None:
            raise ValueError("a row of the quarantine says when it was seen")
        return Reader(self.account, skipped.seen_at, _name).again(skipped)


@dataclass(frozen=True, slots=True)
class _Export:
    """What one file of the user's held.

    Attributes:
        date: the newest moment in it: what an older export says changes nothing that a newer one said.
    """

    found: list[Reviews]
    date: datetime | None

    def pages(self, state: dict[str, Any]) -> Iterator[Page]:
        last = len(self.found) - 1
        for at, reviews in enumerate(self.found):
            yield Page(
                state=state if at == last else None,
                complaints=reviews.complaints,
                events=reviews.events,
                complete=reviews.complete,
                skipped=reviews.skipped,
                repaired=reviews.repaired,
                data_date=self.date,
            )


def _export(path: Path, reader: Reader) -> _Export:
    found: list[Reviews] = []
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found = _unpacked(archive, reader)
        else:
            with path.open("rb") as stream:
                found = [reader.reviews(_capped(stream.read), _place(path.parent.name, None))]
    except PayloadError as damage:
        raise _refused(path, damage.message) from damage
    # A damaged, encrypted or oddly packed archive, in the words of the standard library.
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as damage:
        raise _refused(path, f"it cannot be read ({type(damage).__name__})") from damage
    if not found:
        raise _refused(path, "it holds no reviews.json: choose Google Business Profile, with reviews, in Takeout")
    moments = [time for reviews in found for time in reviews.times]
    moments += [event.at for reviews in found for event in reviews.events if event.at is not None]
    return _Export(found, max(moments, default=None))


def _unpacked(archive: zipfile.ZipFile, reader: Reader) -> list[Reviews]:
    """All files of reviews, by location; nothing is written to the disk."""
    entries = archive.infolist()
    if len(entries) > _ENTRIES:
        raise PayloadError(f"it holds more than {_ENTRIES:,} files")
    left = _UNPACKED
    found: list[Reviews] = []
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = PurePosixPath(entry.filename)
        if not _REVIEWS.fullmatch(name.name) or entry.is_dir():
            continue
        with archive.open(entry) as stream:
            body = _capped(stream.read)
        left -= len(body)
        if left < 0:
            raise PayloadError(f"it holds more than {_UNPACKED:,} bytes of reviews")
        title = _title(archive, str(name.parent / "additionalData.json"))
        found.append(reader.reviews(body, _place(name.parent.name, title)))
    return found


def _capped(read: Callable[[int], bytes]) -> bytes:
    """As much as a page may have, and never more: what a header says of a file's size is not believed."""
    body = read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise PayloadError(f"a file of reviews has more than {MAX_BYTES:,} bytes")
    return body


def _place(folder: str, title: str | None) -> Place:
    # "owner" marks a location that is known whole, see mapping.
    return Place(id=f"takeout/{folder or 'location'}", owner="takeout", title=title)


def _title(archive: zipfile.ZipFile, name: str) -> str | None:
    """The location's title, where the export tells it: an attribute LISTING_NAME."""
    try:
        with archive.open(name) as stream:
            data = cast("Any", read_item(_capped(stream.read), _JSON)[0])
        attributes = data["attributes"]
        named = next(a for a in attributes if a["id"]["attributeType"] == "LISTING_NAME")
        title = named["values"][0]["datum"]["listingName"]["text"]
    # An ornament: whatever is wrong with it, the reviews are read without.
    except (PayloadError, KeyError, IndexError, TypeError, StopIteration):
        return None
    return title if isinstance(title, str) and title else None


def _name(name: str | None, bare: str | None, place: str | None) -> str | None:
    """Of Takeout's names the last segment is the review's own."""
    own = (name or bare or "").rpartition("/")[2]
    return f"takeout/{own}" if own else None


def _refused(path: Path, why: str) -> PayloadError:
    return PayloadError(f"{path.name}: {why}", channel=NAME, request=str(path), hint="export it again")

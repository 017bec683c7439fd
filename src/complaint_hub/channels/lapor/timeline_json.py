"""A report's timeline as JSON: ``{"id", "status", "date", "log": [{"date", "keterangan"}]}``, or a list of these.

For: ``channel``. It is the only form of LAPOR's data that tells when a report was given to whom, and answered.
Must not: make a complaint (only an export does: its receipt has seconds, this one minutes), nor guess who speaks. The
entries carry no actor, so a dated table of patterns says who it is; an entry that no pattern finds keeps role None.

An event's key is the place of its entry, counted from the oldest (``"log:1"``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from ... import dates, rules
from ...errors import PayloadError
from ...model import Event, EventType, Role, Status
from ...sheets.findings import Found, Origin, Tally, set_aside
from ...wire import clean_text
from .columns import tracking_id

__all__ = ["Entry", "Patterns", "TimelineReader", "load"]

Entry: TypeAlias = tuple[int, object]
"""The number of a timeline in its file, from 1, and the timeline as JSON gave it."""

_MOST_BYTES: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class _Pattern:
    found: re.Pattern[str]
    rule: rules.Row


@dataclass(frozen=True, slots=True)
class Patterns:
    """What entries say, in the order in which the patterns are tried."""

    rows: tuple[_Pattern, ...]

    @classmethod
    def load(cls, path: str | PathLike[str] | None = None) -> Patterns:
        """The shipped table, or the file that replaces it. Raises: ConfigError."""
        table = rules.load("sp4n_timeline", Path(path) if path is not None else None)
        return cls(tuple(_Pattern(re.compile(row["pattern"], re.IGNORECASE), row) for row in table.rows))

    def match(self, text: str, on: date) -> tuple[rules.Row, Mapping[str, str]] | None:
        """The first rule in force on the day *on* whose pattern is found, and the names it found."""
        for pattern in self.rows:
            if (hit := pattern.found.search(text)) and rules.in_force((pattern.rule,), on):
                return pattern.rule, {name: value for name, value in hit.groupdict().items() if value}
        return None


def load(path: Path) -> list[Entry]:
    """Read a file of timelines. Raises: PayloadError, if it is none."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refused(path, f"The file has more than {_MOST_BYTES:,} bytes", "split it")
        content = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise _refused(path, f"The file cannot be read ({error.strerror or error})", "check who may read it") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "The text is not UTF-8", "save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise _refused(path, f"The file is not JSON ({error})", "fetch it again") from error
    timelines = cast("list[object]", content) if isinstance(content, list) else [content]
    if not any(isinstance(timeline, dict) and "log" in timeline for timeline in timelines):
        raise _refused(path, 'No timeline was found: looked for an object with "id" and "log"', "hand in another file")
    return list(enumerate(timelines, start=1))


def _refused(path: Path, what: str, hint: str) -> PayloadError:
    return PayloadError(what, request=str(path), hint=hint)


class TimelineReader:
    """Reads the timelines of one file.

    Args:
        zone: the zone of the entries' dates. They name none; Asia/Jakarta is a guess.
        latest: the last day that is plausible; the first is in 2000.
    """

    def __init__(self, origin: Origin, *, patterns: Patterns, zone: tzinfo, latest: date) -> None:
        self._origin = origin
        self._patterns = patterns
        self._zone = zone
        self._latest = latest
        self._tally = Tally(origin)

    def take(self, rows: Sequence[Entry]) -> Found:
        """Read these timelines; an entry that cannot be read is set aside, the others are not."""
        found = Found()
        for number, timeline in rows:
            content = cast("dict[str, Any]", timeline) if isinstance(timeline, dict) else {}
            native = tracking_id(str(content.get("id")))
            log = content.get("log")
            if native is None or not isinstance(log, list):
                where, reason = f"{self._origin.file} timeline {number}", "it has no id of digits, or no log"
                found.skipped.append(self._aside(number, where, reason, {"timeline": timeline}))
                continue
            for place, entry in enumerate(self._oldest_first(cast("list[object]", log)), start=1):
                try:
                    event = self.event(native, place, entry)
                    found.events.append(event)
                    found.repaired += event.text != cast("dict[str, Any]", entry)["keterangan"]
                except ValueError as error:
                    cells = {"id": native, "place": place, "entry": entry}
                    reason = f"{native}, entry {place}: {error}"
                    found.skipped.append(self._aside(number, f"{native} log:{place}", reason, cells))
        return found

    def pass_over(self, rows: Sequence[Entry]) -> None:
        """Nothing to count."""

    def notices(self) -> Iterator[str]:
        """The zone, and what was counted."""
        yield f"Times of LAPOR timelines are read as {self._zone}, which is a guess (setting timeline_zone)"
        yield from self._tally.sentences()

    def _aside(self, number: int, key: str, reason: str, cells: Mapping[str, object]) -> Any:
        return set_aside(self._origin, sheet="timeline", row=number, key=key, reason=reason, cells=cells)

    def event(self, native: str, place: int, entry: object) -> Event:
        """Read one entry. Raises: ValueError, one sentence."""
        content = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
        written, words = content.get("date"), content.get("keterangan")
        if not isinstance(written, str) or not isinstance(words, str):
            raise ValueError("date and keterangan must be texts")
        day, at, timed = self._instant(written)
        said = clean_text(words)
        hit = self._patterns.match(" ".join(said.split()), day)
        values: dict[str, object] = {
            "complaint": f"lapor:{native}",
            "key": f"log:{place}",
            "type": EventType.message,
            "at": at,
            "day": not timed,
            "role": None,
            "text": said,
        }
        if hit is None:
            self._tally.count("entries of which no pattern tells who speaks: {n}")
        else:
            rule, names = hit
            values["type"], values["role"] = EventType(rule["type"]), Role(rule["role"])
            values |= {name: names[name] for name in ("unit", "by") if name in names}
            if rule["status"] is not None:
                values["status"] = Status(rule["status"])
        return Event.model_validate(values)

    def _instant(self, written: str) -> tuple[date, datetime, bool]:
        day = dates.date_of(written, latest=self._latest)
        if dates.time_of(written) is None:
            return day, dates.day_start(day, self._zone), False
        return day, dates.moment(written, zone=self._zone, latest=self._latest), True

    def _oldest_first(self, log: Iterable[object]) -> list[object]:
        # Pages show the newest first, the tracker the oldest: a key must not depend on it.
        entries = list(log)
        moments = [moment for entry in entries if (moment := self._moment(entry)) is not None]
        return entries[::-1] if moments and moments[0] > moments[-1] else entries

    def _moment(self, entry: object) -> datetime | None:
        try:
            return self._instant(cast("dict[str, Any]", entry)["date"])[1] if isinstance(entry, dict) else None
        except (ValueError, KeyError):
            return None

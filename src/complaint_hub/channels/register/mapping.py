"""An entry of a register as a complaint and its events, and as what is compared.

For: ``channel``.
Must not: say what the sheet does not say. An absent column leaves its field unset, an empty cell empties it.

Choices that a reader of the database should know:

* A date without a time of day is 00:00 of the office's zone. Of a suggestion box the day of opening is all that is
  known: it stands for the receipt, and an event ``received`` says that the true one is unknown.
* The words of the column Status give the complaint's status; then the dated events set none of their own, but for
  *Tanggal Selesai*, which finishes whatever Status says. A follow-up without a date is no answer: it stands in ``raw``.
* The writer's name stands in ``author`` alone, and nowhere, with the contact, if the writer is anonymous.

=====================  =========  ===========  ==================================
Column                 Event      Status       Also
=====================  =========  ===========  ==================================
Tanggal Disposisi      forwarded  forwarded    unit = OPD
Tanggal Tindak Lanjut  message    responded    role = agency, text = Tindak Lanjut
Tanggal Selesai        resolved   resolved
Bukti                  evidence                at the last of these two dates
=====================  =========  ===========  ==================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final, TypeAlias

from ... import dates
from ...model import Attachment, Complaint, Event, EventType, Role, Source, Status, Visibility
from ...sheets.findings import Tally
from ...sheets.headed import beyond
from .columns import Header
from .likeness import Likeness, likeness_of
from .tables import Cells, Entry
from .words import Source as Way
from .words import Words

__all__ = ["DateError", "Mapper"]

_ONE_LINE: Final = ("category", "unit", "district", "village")
# Columns of which a field of the complaint, or of an event, says all; the counter says nothing.
_REPEATED: Final = (*_ONE_LINE, "counter", "text", "title", "name", "status")
_LONGEST_NUMBER: Final = 60
_LINK: Final = re.compile(r"https?://[^\s,;|]+")
_BOX: Final = "Kotak Saran"
_UNKNOWN_RECEIPT: Final = "Tanggal kotak dibuka; kapan aduan dimasukkan tidak diketahui"


_Value: TypeAlias = Callable[[str], str | None]


class DateError(ValueError):
    """A date of the follow-up that cannot be read; the rest of the entry can.

    Attributes:
        key: of the event that lacks its date.
    """

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


@dataclass(frozen=True, slots=True)
class _When:
    at: datetime
    day: bool


@dataclass(frozen=True)
class Mapper:
    """Reads the entries of one sheet.

    Attributes:
        zone: the office's, in which it writes dates and times.
        latest: the last day that is plausible; the first is in 2000.
        day_first: ``06/08/2026`` is 6 August; without it such a date is doubtful.
        source: what an entry without a source came by.
        tally: counts what need not stop a run.
    """

    header: Header
    account: str
    words: Words
    zone: tzinfo
    latest: date
    day_first: bool
    source: str | None
    tally: Tally

    def likeness(self, entry: Entry) -> Likeness:
        """What is compared of an entry; dates that cannot be read stand there as they were written."""
        value = self._of(entry)
        written = value("date") or value("opened")
        try:
            day = "" if written is None else self._when(written).at.astimezone(self.zone).date().isoformat()
        except ValueError:
            day = f"?{written}"[:40]
        way = self._way(entry)
        everything = [
            cell for place, cell in enumerate(entry.cells) if place != self.header.places.get("counter") and cell
        ]
        return likeness_of(
            number=_number(value("number")),
            date=day,
            source=way.name if way else (value("source") or "").casefold()[:40],
            text=value("text") or value("title"),
            place=[value("district"), value("village"), value("address")],
            row=[*everything, *(cell for row in entry.further for cell in row)],
        )

    def complaint(self, native: str, entry: Entry) -> Complaint:
        """Read the entry itself. Raises: ValueError, one sentence that names the column."""
        value = self._of(entry)
        text, title = value("text"), value("title")
        if not text and not title:
            raise ValueError("the text is empty: what is it about?")
        if len(_number(value("number"))) > _LONGEST_NUMBER:
            raise ValueError(f"the number has more than {_LONGEST_NUMBER} letters")
        received, known = self._received(entry)
        values: dict[str, Any] = {
            "id": f"register:{native}",
            "channel": "register",
            "account": self.account,
            "native_id": native,
            "text": text or title,
            "created_at": received.at,
        }
        if "title" in self.header.places:
            values["title"] = title
        for name in _ONE_LINE:
            if name in self.header.places:
                values[name] = " ".join((value(name) or "").split()) or None
        way = self._way(entry)
        written = value("source") or self.source
        if way is not None:
            values["form"], values["source_detail"] = way.form, way.name
        elif written or "source" in self.header.places:
            values["source_detail"] = written
        if way is None and written:
            self.tally.unknown("Sumber", written)
        self._read_status(entry, values)
        hidden = self._read_author(entry, values, way)
        values["raw"] = self._raw(entry, hidden=hidden, known=known)
        return Complaint.model_validate(values)

    def events(self, native: str, entry: Entry) -> Iterator[Event | DateError]:
        """The events of an entry; in the place of one whose date cannot be read stands what is wrong with it."""
        yield self._receipt(native, entry)
        status = self.header.value(entry.cells, "status")
        told = status is not None and self.words.status(status) is not None
        for turn, cells in enumerate([entry.cells, *entry.further], start=1):
            for make in (self._forwarded, self._answer, self._resolved, self._evidence):
                try:
                    if (values := make(cells, entry, turn)) is not None:
                        if told and values["type"] is not EventType.resolved:
                            values.pop("status", None)
                        yield Event.model_validate(
                            {"complaint": f"register:{native}", "source": Source.imported, **values}
                        )
                except DateError as fault:
                    yield fault

    # --- the entry itself

    def _of(self, entry: Entry) -> _Value:
        return lambda field: self.header.value(entry.cells, field)

    def _way(self, entry: Entry) -> Way | None:
        written = self.header.value(entry.cells, "source") or self.source
        if written is None and "opened" in self.header.places:
            written = _BOX
        return self.words.source(written)

    def _received(self, entry: Entry) -> tuple[_When, bool]:
        """When it was received, and whether that is known."""
        value = self._of(entry)
        written, way = value("date"), self._way(entry)
        box = way is not None and way.box
        field = "date" if written else "opened"
        written = written or value("opened")
        if written is None:
            raise ValueError("the date is empty: write it in every row, or hand in the workbook if cells are merged")
        try:
            return self._when(written), field == "date" and not box
        except ValueError as error:
            raise ValueError(f"{self._heading(field)}: {error}") from error

    def _receipt(self, native: str, entry: Entry) -> Event:
        received, known = self._received(entry)
        return Event(
            complaint=f"register:{native}",
            key="received",
            type=EventType.received,
            source=Source.imported,
            # Without an instant it says nothing, and takes back what an earlier sheet said.
            at=None if known else received.at,
            day=not known and received.day,
            data={} if known else {"receipt": "unknown"},
            text=None if known else _UNKNOWN_RECEIPT,
        )

    def _read_status(self, entry: Entry, values: dict[str, Any]) -> None:
        if "status" not in self.header.places:
            return
        text = values["status_raw"] = self.header.value(entry.cells, "status")
        status = self.words.status(text) if text else None
        if status is not None or not text:
            values["status"] = status
        else:
            self.tally.unknown("Status", text)

    def _read_author(self, entry: Entry, values: dict[str, Any], way: Way | None) -> bool:
        """Note who wrote; True if that must not be kept."""
        name = self.header.value(entry.cells, "name")
        hidden = (way is not None and way.anonymous) or (name is not None and self.words.nameless(name))
        if hidden:
            values["visibility"] = Visibility.anonymous
        if "name" in self.header.places:
            values["author"] = {"name": " ".join(name.split())} if name and not hidden else None
        return hidden

    def _raw(self, entry: Entry, *, hidden: bool, known: bool) -> Mapping[str, Any]:
        left_out = {*_REPEATED, *(["contact"] if hidden else [])}
        out = {self.header.places[field] for field in left_out if field in self.header.places}
        raw: dict[str, Any] = {
            name: entry.cells[place]
            for place, name in enumerate(self.header.headings)
            if name and place not in out and entry.cells[place] is not None
        }
        raw |= beyond(self.header.headings, entry.cells)
        further = [{name: cell for name, cell in self.header.cells(row).items() if cell} for row in entry.further]
        if any(further):
            raw["further rows"] = further
        if not known:
            raw["receipt"] = "unknown: the day on which the box was opened"
        return raw

    # --- what happened to it

    def _forwarded(self, cells: Cells, entry: Entry, turn: int) -> dict[str, Any] | None:
        if "forwarded_date" not in self.header.places:
            return None
        when = self._dated(cells, "forwarded_date", f"Tanggal Disposisi:{turn}")
        values = _happened(EventType.forwarded, f"Tanggal Disposisi:{turn}", when, Status.forwarded)
        unit = self.header.value(cells, "unit") or self.header.value(entry.cells, "unit")
        if when is not None and unit:
            values["unit"] = " ".join(unit.split())
        return values

    def _answer(self, cells: Cells, entry: Entry, turn: int) -> dict[str, Any] | None:
        if not self.header.places.keys() & {"follow_up", "followed_up_date"}:
            return None
        key = f"Tanggal Tindak Lanjut:{turn}"
        text = self.header.value(cells, "follow_up")
        when = self._dated(cells, "followed_up_date", key)
        values = _happened(EventType.message, key, when, Status.responded)
        if when is None:
            if text:
                self.tally.count("follow-ups without a date, which are kept as they stand and are no answers: {n}")
            return values
        unit = self.header.value(cells, "unit") or self.header.value(entry.cells, "unit")
        values |= {"role": Role.agency, "public": True, "text": text}
        values["unit"] = " ".join(unit.split()) if unit else None
        return values

    def _resolved(self, cells: Cells, entry: Entry, turn: int) -> dict[str, Any] | None:
        if "finished_date" not in self.header.places:
            return None
        when = self._dated(cells, "finished_date", f"Tanggal Selesai:{turn}")
        return _happened(EventType.resolved, f"Tanggal Selesai:{turn}", when, Status.resolved)

    def _evidence(self, cells: Cells, entry: Entry, turn: int) -> dict[str, Any] | None:
        if "evidence" not in self.header.places:
            return None
        text = self.header.value(cells, "evidence")
        when = None
        for field in ("finished_date", "followed_up_date"):
            try:
                when = when or (self._dated(cells, field, "") if text else None)
            except DateError:
                continue  # it is told where it is read
        values = _happened(EventType.evidence, f"Bukti:{turn}", when, None)
        if when is None:
            if text:
                self.tally.count("evidence without a date of follow-up, which is kept as it stands: {n}")
            return values
        return values | {"text": text, "attachments": [Attachment(url=url) for url in _LINK.findall(text or "")]}

    # --- dates

    def _dated(self, cells: Sequence[str | None], field: str, key: str) -> _When | None:
        written = self.header.value(cells, field)
        if written is None:
            return None
        try:
            return self._when(written)
        except ValueError as error:
            raise DateError(key, f"{self._heading(field)}: {error}") from error

    def _when(self, written: str) -> _When:
        day = dates.date_of(written, latest=self.latest, day_first=self.day_first)
        if dates.time_of(written) is None:
            return _When(dates.day_start(day, self.zone), day=True)
        at = dates.moment(written, zone=self.zone, latest=self.latest, day_first=self.day_first)
        return _When(at, day=False)

    def _heading(self, field: str) -> str:
        return self.header.headings[self.header.places[field]]


def _happened(kind: EventType, key: str, when: _When | None, status: Status | None) -> dict[str, Any]:
    if when is None:
        # Of an emptied cell nothing is left to say: a role or a status would make something of it.
        return {"type": kind, "key": key, "at": None}
    return {"type": kind, "key": key, "at": when.at, "day": when.day, **({"status": status} if status else {})}


def _number(text: str | None) -> str:
    """A number as it is compared: 007 of a CSV is 7 of a workbook."""
    joined = "-".join((text or "").split())
    return (joined.lstrip("0") or "0") if joined.isascii() and joined.isdigit() else joined

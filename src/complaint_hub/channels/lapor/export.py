"""An export ("Laporan Ringkas"): each row becomes a complaint.

For: ``channel``.
Must not: say what the file does not say. An absent column leaves its field unset, an empty cell of a present column
empties it, and an unknown word is kept as text only.

Choices that a reader of the database should know:

* ``text`` is *Isi Laporan Awal*, the reporter's own words; *Isi Laporan Akhir*, which the admin edits, only where the
  first is empty or absent. So tidying up a text makes no edit of the citizen's.
* ``raw`` holds, by their headings, the filled cells that no field repeats word for word. The reporter's name stands in
  ``author`` alone, and nowhere if the report is anonymous.
* A row without a time of day was received at 00:00 of the export's zone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from ... import dates
from ...model import Complaint, Form, Visibility
from ...sheets import Row
from ...sheets.findings import Found, Origin, Tally, set_aside
from ...sheets.headed import filled, folded, texts
from .columns import Header, tracking_id
from .repeats import Repeats
from .words import Words

__all__ = ["ExportReader"]

# Fields that take the cell as it is: column → field of Complaint.
_PLAIN: Final = {
    "title": "title",
    "source_detail": "source_detail",
    "unit": "unit",
    "district": "district",
    "village": "village",
    "category": "category",
}
# Columns of which a field of the complaint says all.
_REPEATED: Final = (*_PLAIN, "tracking_id", "reporter", "status", "text_original", "text_final")
_ONE_LINE: Final = frozenset({"unit", "district", "village", "category"})
_HIDDEN: Final = (Visibility.anonymous, Visibility.anonymous_confidential)
# A line below the table ("Dicetak oleh ...", a sum) has few cells; a row of the table has many.
_FOOTER_CELLS: Final = 3

_NO_REPEATS: Final = Repeats(frozenset(), frozenset())


class ExportReader:
    """Reads the rows of one export.

    Args:
        agency: the account under which the complaints are counted.
        zone: the zone in which the file gives date and time.
        latest: the last day that is plausible; the first is in 2000.
    """

    def __init__(
        self,
        header: Header,
        origin: Origin,
        *,
        agency: str,
        zone: tzinfo,
        words: Words,
        latest: date,
        repeats: Repeats = _NO_REPEATS,
    ) -> None:
        self._header = header
        self._origin = origin
        self._agency = agency
        self._zone = UTC if str(zone) == "UTC" else zone
        self._words = words
        self._repeats = repeats
        self._seen: set[str] = set()
        self._tally = Tally(origin)
        self._date = _dates_until(latest)
        places = header.places
        self._plain = [(name, places[column], name in _ONE_LINE) for column, name in _PLAIN.items() if column in places]
        self._texts = [places[column] for column in ("text_original", "text_final") if column in places]
        repeated = {places[column] for column in _REPEATED if column in places}
        self._only_raw = [(name, n) for n, name in enumerate(header.headings) if name and n not in repeated]

    def take(self, rows: Sequence[Row]) -> Found:
        """Read these rows; the damaged ones are set aside."""
        found = Found()
        repaired: list[str] = []
        for row in rows:
            self._read(row.number, texts(row.cells, len(self._header.headings), repaired=repaired), found)
        found.repaired = len(repaired)
        return found

    def pass_over(self, rows: Sequence[Row]) -> None:
        """Remember which repeated rows an earlier run has stored."""
        if self._repeats.alike:
            for row in rows:
                native = tracking_id(texts(row.cells, len(self._header.headings))[self._header.places["tracking_id"]])
                if native in self._repeats.alike:
                    self._seen.add(native)

    def notices(self) -> Iterator[str]:
        """The zone, what was not read, and what was counted."""
        yield f"Times of LAPOR exports are read as {self._zone} (setting zone)"
        yield from (f"{self._origin.file}: {remark}" for remark in self._header.remarks)
        yield from self._tally.sentences()

    def _read(self, number: int, row: list[str | None], found: Found) -> None:
        native = tracking_id(row[self._header.places["tracking_id"]])
        try:
            if native is None:
                self._check_no_report(row)
            elif native in self._repeats.differing:
                raise ValueError(f"{native} stands more than once with different content: correct the sheet")
            elif native in self._seen:
                self._tally.count("rows that repeat an earlier row word by word: {n}")
            else:
                if native in self._repeats.alike:
                    self._seen.add(native)
                found.complaints.append(self.complaint(native, row))
        except ValueError as error:
            differs = native is not None and native in self._repeats.differing
            # Two rows of one id are two entries, and a row without an id has no other name.
            key = f"{native or self._origin.file} row {number}" if differs or native is None else native
            found.skipped.append(
                set_aside(
                    self._origin,
                    sheet="export",
                    row=number,
                    key=key,
                    reason=_reason(error),
                    cells=self._header.cells(row),
                    native_id=native,
                    differs=differs,
                )
            )

    def _check_no_report(self, row: list[str | None]) -> None:
        """A row without an id is a footer or a repeated header; with a date of receipt it is a report all the same."""
        place = self._header.places["tracking_id"]
        found = row[place]
        if filled(row) <= _FOOTER_CELLS:
            return
        if folded(found) == folded(self._header.headings[place]):
            self._tally.count("header rows that are repeated among the rows: {n}")
            return
        try:
            self._date(row[self._header.places["received_date"]])
        except ValueError:
            self._tally.count("rows without a Tracking ID and a date, taken for footers: {n}")
        else:
            raise ValueError(
                f"the Tracking ID is {found[:20]!r}, not a number" if found else "the Tracking ID is empty"
            )

    def complaint(self, native: str, row: Sequence[str | None]) -> Complaint:
        """Read one row. Raises: ValueError, one sentence that names the column."""
        values: dict[str, object] = {
            "id": f"lapor:{native}",
            "channel": "lapor",
            "account": self._agency,
            "native_id": native,
            "form": Form.report,
            "created_at": self._received(row),
        }
        for name, place, one_line in self._plain:
            text = row[place]
            values[name] = " ".join(text.split()) if one_line and text else text
        if self._texts:
            values["text"] = next((row[place] for place in self._texts if row[place]), None)
        self._read_words(row, values)
        self._read_author(row, values)
        self._read_rating(row, values)
        values["raw"] = self._raw(row, values.get("text"))
        return Complaint.model_validate(values)

    def _received(self, row: Sequence[str | None]) -> datetime:
        places = self._header.places
        written = row[places["received_date"]]
        try:
            if written is None:
                raise ValueError("the date is empty")
            clock = row[places["received_time"]] if "received_time" in places else None
            day = self._date(written)
            if clock and len(clock) == 8 and clock[2] == clock[5] == ":" and ":" not in written:
                # Almost every row: a date that was read before, and HH:MM:SS.
                return datetime.combine(day, dates.time_of(clock) or time(), self._zone)
            if clock or dates.time_of(written):
                return dates.moment(written, clock, zone=self._zone)
            return dates.day_start(day, self._zone)
        except ValueError as error:
            raise ValueError(f"Tanggal or Waktu Laporan Masuk: {error}") from error

    def _read_words(self, row: Sequence[str | None], values: dict[str, object]) -> None:
        places = self._header.places
        if "classification" in places:
            text = row[places["classification"]]
            known = self._words.kind(text) if text else (None, None)
            if known is not None:
                values["kind"], values["oversight"] = known
            elif text:
                self._tally.unknown("Klasifikasi Laporan", text)
        if "status" in places:
            text = values["status_raw"] = row[places["status"]]
            status = self._words.status(text) if text else None
            if status is not None or not text:
                values["status"] = status
            else:
                self._tally.unknown("Status Laporan", text)
        if "visibility" in places:
            text = row[places["visibility"]]
            visibility = self._words.visibility(text)
            if visibility is not None:
                values["visibility"] = visibility
            else:
                self._tally.unknown("Tipe Laporan", text or "")

    def _read_author(self, row: Sequence[str | None], values: dict[str, object]) -> None:
        if "reporter" in self._header.places:
            name = row[self._header.places["reporter"]]
            hidden = values.get("visibility") in _HIDDEN
            values["author"] = {"name": name} if name and not hidden else None

    def _read_rating(self, row: Sequence[str | None], values: dict[str, object]) -> None:
        if "rating" not in self._header.places:
            return
        text = row[self._header.places["rating"]]
        try:
            rating = None if text is None else float(text.replace(",", "."))
            if rating is None or math.isfinite(rating):
                values["rating"] = rating
                return
        except ValueError:
            pass
        self._tally.unknown("Rating", text or "")

    def _raw(self, row: Sequence[str | None], text: object) -> Mapping[str, str]:
        raw = {name: cell for name, place in self._only_raw if (cell := row[place]) is not None}
        for place in self._texts:
            cell = row[place]
            if cell is not None and cell != text:
                raw[self._header.headings[place]] = cell
        if len(row) > len(self._header.headings):
            raw |= self._header.beyond(row)
        return raw


def _dates_until(latest: date) -> Callable[[str | None], date]:
    # An export has hundreds of rows a day: each day is read once.
    @lru_cache(maxsize=4096)
    def read(written: str | None) -> date:
        return dates.date_of(written, latest=latest)

    return read


def _reason(error: ValueError) -> str:
    # pydantic's own sentence runs over several lines.
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return str(error)

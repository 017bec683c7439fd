"""A follow-up sheet, which offices keep beside the export: each date becomes an event of the office's layer.

For: ``channel``. The export has no date of disposition or answer; this sheet is what makes a mean follow-up possible.
Must not: need the export. An event of a complaint that is not known yet waits for it in the store.

=====================  =========  ===========  ======================
Column                 Event      Status       Also
=====================  =========  ===========  ======================
Tanggal Disposisi      forwarded  forwarded    unit = OPD
Tanggal Tindak Lanjut  message    responded    role = agency, public
Tanggal Selesai        resolved   resolved
=====================  =========  ===========  ======================

An event's key is its column and the number of the row among the rows of that id (``"Tanggal Selesai:1"``): a date that
is corrected replaces the event, a cell that is emptied leaves it without an instant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from typing import Final, NamedTuple

from ... import dates
from ...model import Event, EventType, Role, Source, Status
from ...sheets import Row
from ...sheets.findings import Found, Origin, Tally, set_aside
from ...sheets.headed import filled, folded, texts
from .columns import Columns, Header, tracking_id
from .repeats import Repeats

__all__ = ["FollowUpReader"]


class _Milestone(NamedTuple):
    field: str
    type: EventType
    status: Status
    role: Role | None
    names_unit: bool


_MILESTONES: Final = (
    _Milestone("forwarded_date", EventType.forwarded, Status.forwarded, None, True),
    _Milestone("followed_up_date", EventType.message, Status.responded, Role.agency, True),
    _Milestone("finished_date", EventType.resolved, Status.resolved, None, False),
)
_FOOTER_CELLS: Final = 2


class FollowUpReader:
    """Reads the rows of one follow-up sheet.

    Args:
        zone: the office's zone, whose midnight begins the day of a date.
        latest: the last day that is plausible; the first is in 2000.
        repeats: the ids of which there are several rows.
    """

    def __init__(
        self, header: Header, origin: Origin, *, columns: Columns, zone: tzinfo, latest: date, repeats: Repeats
    ) -> None:
        self._header = header
        self._origin = origin
        self._zone = zone
        self._latest = latest
        self._repeats = repeats
        self._rows_of: Counter[str] = Counter()
        self._tally = Tally(origin)
        headings = columns.headings["follow_up"]
        self._milestones = [
            (m, headings[m.field], header.places[m.field]) for m in _MILESTONES if m.field in header.places
        ]

    def take(self, rows: Sequence[Row]) -> Found:
        """Read these rows; a date that cannot be read is set aside, the rest of its row is not."""
        found = Found()
        repaired: list[str] = []
        for row in rows:
            cells = texts(row.cells, len(self._header.headings), repaired=repaired)
            if (native := self._native(cells)) is not None:
                self._read(row.number, native, self._turn(native), cells, found)
        found.repaired = len(repaired)
        return found

    def pass_over(self, rows: Sequence[Row]) -> None:
        """Number these rows."""
        for row in rows:
            native = tracking_id(texts(row.cells, len(self._header.headings))[self._header.places["tracking_id"]])
            if native is not None:
                self._turn(native)

    def notices(self) -> Iterator[str]:
        """What was not read, and what was counted."""
        yield from (f"{self._origin.file}: {remark}" for remark in self._header.remarks)
        yield from self._tally.sentences()

    def _native(self, cells: Sequence[str | None]) -> str | None:
        place = self._header.places["tracking_id"]
        native = tracking_id(cells[place])
        if native is None and filled(cells) > _FOOTER_CELLS:
            if folded(cells[place]) == folded(self._header.headings[place]):
                self._tally.count("header rows that are repeated among the rows: {n}")
            else:
                self._tally.count("rows without a Tracking ID, taken for footers: {n}")
        return native

    def _turn(self, native: str) -> int:
        """The number of this row among those of its id; ids that stand alone need no counter."""
        if native not in self._repeats:
            return 1
        self._rows_of[native] += 1
        return self._rows_of[native]

    def _read(self, number: int, native: str, turn: int, cells: Sequence[str | None], found: Found) -> None:
        for milestone, heading, place in self._milestones:
            try:
                found.events.append(self._event(native, f"{heading}:{turn}", milestone, cells[place], cells))
            except ValueError as error:
                found.skipped.append(
                    set_aside(
                        self._origin,
                        sheet="follow_up",
                        row=number,
                        key=f"{native} {heading}:{turn}",
                        reason=f"{native}, {heading}: {error}",
                        cells=self._header.cells(cells),
                        turn=turn,
                        column=heading,
                    )
                )

    def event(self, native: str, turn: int, column: str, cells: Sequence[str | None]) -> Event:
        """Read the date of one column. Raises: ValueError, also if there is no such column."""
        for milestone, heading, place in self._milestones:
            if heading == column:
                return self._event(native, f"{heading}:{turn}", milestone, cells[place], cells)
        raise ValueError(f"there is no column {column}")

    def _event(
        self, native: str, key: str, milestone: _Milestone, written: str | None, cells: Sequence[str | None]
    ) -> Event:
        values: dict[str, object] = {
            "complaint": f"lapor:{native}",
            "key": key,
            "type": milestone.type,
            "source": Source.imported,
            "at": None,
        }
        # Of an emptied cell nothing is left to say: a role would make an answer of it.
        if written is not None:
            day = dates.date_of(written, latest=self._latest)
            timed = dates.time_of(written) is not None
            values["at"] = (
                dates.moment(written, zone=self._zone, latest=self._latest)
                if timed
                else dates.day_start(day, self._zone)
            )
            values["day"] = not timed
            values["status"] = milestone.status
            if milestone.names_unit and "unit" in self._header.places:
                unit = cells[self._header.places["unit"]]
                values["unit"] = " ".join(unit.split()) if unit else None
            if milestone.role is not None:
                values["role"], values["public"] = milestone.role, True
        return Event.model_validate(values)

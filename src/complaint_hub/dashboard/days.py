"""Local days of instants: an ordinal for each, looked up by the quarter of an hour.

For: columns of instants, which are whole microseconds since 1970 UTC.
Must not: read a clock, or know the zone of the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ..facts import to_micros

__all__ = ["LocalDays"]

_QUARTER = 900_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class LocalDays:
    """Gives the local day of an instant as an ordinal (``date.toordinal``)."""

    __slots__ = ("_known", "zone")

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        # Every zone of today is a whole number of quarters away from UTC.
        self._known: dict[int, int] = {}

    def __call__(self, micros: int) -> int:
        quarter = micros // _QUARTER
        found = self._known.get(quarter)
        if found is None:
            at = _EPOCH + timedelta(microseconds=micros)
            found = self._known[quarter] = at.astimezone(self.zone).toordinal()
        return found

    def of(self, moment: datetime | None) -> int | None:
        """The local day of an aware instant."""
        micros = to_micros(moment)
        return None if micros is None else self(micros)

    def of_all(self, column: Sequence[object]) -> list[int | None]:
        """The local days of a column of instants."""
        return [self(micros) if isinstance(micros, int) else None for micros in column]

    def date(self, moment: datetime) -> date:
        """The local date of an aware instant."""
        return moment.astimezone(self.zone).date()

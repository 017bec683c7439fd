"""What a file is to be of, and by what its cases are judged.

For: the calls of this room, so that they take one value instead of a dozen.
Must not: open anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from ..evaluation import Inputs, Period
from ..registry import Registry
from .content import Content

if TYPE_CHECKING:
    from ..sla import Policy
    from ..worktime import WorkCalendar

__all__ = ["Wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be handed in.

    Attributes:
        period: of receipt, by the local dates of *calendar*.
        policy, calendar, now: as for :func:`complaint_hub.sla.judge`.
        government: its name in the titles.
        channel: only this channel's rows; None: the cases of all channels.
        registry: gives units their names, and lists every kecamatan; None: as the complaints spell them.
        inputs: what no complaint tells (see :class:`complaint_hub.evaluation.Inputs`).
        content: what of single complaints may be told.
    """

    period: Period
    policy: Policy
    calendar: WorkCalendar
    now: datetime
    government: str = ""
    channel: str | None = None
    registry: Registry | None = None
    inputs: Inputs | None = None
    content: Content = field(default_factory=Content)

    def bounds(self, period: Period | None = None) -> tuple[datetime, datetime]:
        """The instants between which something was received in the period: from the first up to before the second."""
        span = period or self.period
        zone = self.calendar.zone
        until = span.last + timedelta(days=1)
        return datetime.combine(span.first, time(), tzinfo=zone), datetime.combine(until, time(), tzinfo=zone)

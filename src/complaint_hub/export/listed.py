"""One case as a line of a list: typed values in an officer's words, with the deadline that matters.

For: the sheets *Daftar Aduan* and *Tunggakan*, and the list as CSV.
Must not: read a store or a clock, or judge; verdicts come from ``sla``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from ..evaluation.durations import follow_up
from ..facts import Fact
from ..model import Bucket, Complaint, Form, Kind
from ..registry import Registry
from ..sla import Clock, Outcome, Verdict
from ..sla.telling import CLOCKS, amount
from ..vocabulary import KINDS, STATUSES, VISIBILITIES, channel_name
from ..wording import short_date
from ..worktime import WorkCalendar
from .content import HIDDEN, Content, protected
from .texts import clipped

__all__ = ["BRIEF", "ListedCase", "Lister", "pressing"]

BRIEF: Final = 500
"""Characters of a summary; the whole text is in the JSON Lines."""

_OPEN: Final = (Outcome.breached, Outcome.at_risk, Outcome.running, Outcome.paused)
_REPORTS: Final = (Form.report, Form.letter, Form.visit)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """A case as it stands in a list; dates are local ones, None is "not known".

    Attributes:
        id: of the leading row, as ``complaint-hub show`` takes it.
        tracking_id: its number in SP4N-LAPOR!, be it there or linked.
        days: working days from the start of the follow-up to its end.
        due: of an open case the deadline that runs out first, of a finished one that of its completion.
        overdue: that deadline has passed and the clock still runs.
        overrun, clock: by how much, in words, and which deadline it is.
        age: working days since receipt, of an open case.
        reporter: who wrote; only where personal data were asked for.
    """

    id: str
    channel: str
    tracking_id: str | None
    classification: str
    category: str | None
    brief: str | None
    district: str | None
    village: str | None
    unit: str | None
    received: date
    forwarded: date | None
    followed_up: date | None
    days: int | None
    due: date | None
    overdue: bool
    overrun: str | None
    clock: str | None
    status: str
    finished: date | None
    url: str | None
    age: int | None
    note: str
    reporter: str | None = None


def pressing(verdicts: Iterable[Verdict], *, finished: bool) -> Verdict | None:
    """The verdict whose due date a list shows; None where no clock has one."""
    dated = [v for v in verdicts if v.due_on is not None and v.due_at is not None]
    if finished:
        return next((v for v in dated if v.clock is Clock.resolution), None)
    running = [v for v in dated if v.outcome in _OPEN]
    return min(running, key=lambda v: (v.outcome is Outcome.paused, v.due_at), default=None)


@dataclass(slots=True)
class Lister:
    """Makes lines of cases, by one calendar, one moment and one registry."""

    calendar: WorkCalendar
    now: datetime
    registry: Registry | None = None
    content: Content = field(default_factory=Content)
    _units: dict[str, str] = field(default_factory=dict[str, str])

    def line(
        self, fact: Fact, lead: Complaint, verdict: Verdict | None, *, channels: tuple[str, ...] = ()
    ) -> ListedCase:
        """The line of a case.

        Args:
            verdict: the one that :func:`pressing` chose.
            channels: of all its rows, where it has several.
        """
        hidden = self.content.hides(lead)
        ended = fact.followed_up if fact.forwarded is not None else fact.first_human
        span = follow_up(fact, self.calendar)
        overdue = verdict is not None and verdict.outcome is Outcome.breached
        return ListedCase(
            id=fact.id,
            channel=channel_name(fact.channel),
            tracking_id=lead.native_id if lead.channel == "lapor" else (lead.external_ids or {}).get("lapor"),
            classification=_classification(lead),
            category=fact.category,
            brief=HIDDEN if hidden else self._brief(lead),
            district=fact.district,
            village=None if hidden else lead.village,
            unit=self._unit(fact.unit),
            received=self.calendar.local_day(fact.received),
            forwarded=self._day(fact.forwarded),
            followed_up=self._day(ended) if span is not None else None,
            days=span.working if span is not None else None,
            due=verdict.due_on if verdict is not None else None,
            overdue=overdue,
            overrun=_late(verdict) if verdict is not None and overdue else None,
            clock=CLOCKS[verdict.clock] if verdict is not None else None,
            status=STATUSES[fact.status] + (", lewat tenggat" if overdue else ""),
            finished=self._day(fact.last_resolved) if fact.status.bucket is Bucket.finished else None,
            url=None if hidden else lead.url,
            age=self._age(fact) if fact.status.open else None,
            note="; ".join(self._notes(lead, verdict, channels, overdue=overdue)),
            reporter=self.content.reporter(lead),
        )

    def _brief(self, lead: Complaint) -> str | None:
        text = lead.title or lead.text
        if not text:
            return None
        # Redacted before it is cut: half a telephone number is not found any more.
        return clipped(self.content.words(lead, text[: BRIEF * 4]) or "", BRIEF).strip()

    def _unit(self, text: str | None) -> str | None:
        if text is None or self.registry is None:
            return text
        if text not in self._units:
            found = self.registry.unit_of(text)
            self._units[text] = text if found is None else found.name
        return self._units[text]

    def _day(self, moment: datetime | None) -> date | None:
        return None if moment is None else self.calendar.local_day(moment)

    def _age(self, fact: Fact) -> int:
        since = min(fact.received, self.now)
        return self.calendar.working_days(self.calendar.local_day(since), self.calendar.local_day(self.now))

    def _notes(
        self, lead: Complaint, verdict: Verdict | None, channels: tuple[str, ...], *, overdue: bool
    ) -> Iterator[str]:
        if verdict is not None and overdue:
            yield f"{CLOCKS[verdict.clock]} lewat {_late(verdict)}"
        elif verdict is not None and verdict.outcome is Outcome.paused:
            yield f"{CLOCKS[verdict.clock]} dijeda"
        if protected(lead):
            yield "berkadar pengawasan" if lead.visibility is None or lead.oversight else VISIBILITIES[lead.visibility]
        if len(channels) > 1:
            yield f"{len(channels)} kiriman: {', '.join(dict.fromkeys(map(channel_name, channels)))}"
        if lead.deleted_at is not None:
            yield f"dihapus di kanal {short_date(self.calendar.local_day(lead.deleted_at))}"


def _classification(lead: Complaint) -> str:
    if lead.kind is None:
        return "belum diklasifikasi" if lead.form in _REPORTS else "belum dipilah"
    if lead.kind is not Kind.complaint or lead.oversight is None:
        return KINDS[lead.kind].capitalize()
    return f"Pengaduan {'' if lead.oversight else 'tidak '}berkadar pengawasan"


def _late(verdict: Verdict) -> str:
    """Late by a day off only: no working day has gone by since."""
    return amount(verdict.overrun, verdict.counted_in) if verdict.overrun else "(hari libur)"

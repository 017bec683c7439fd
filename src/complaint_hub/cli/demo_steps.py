"""One act each of the office in the demo, and the people who do it.

For: ``demo_acts``, whose script names them.
Must not: choose a complaint, or store anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..casework import Signed
    from ..model import Complaint, Event, Kind
    from ..registry import Registry
    from ..store import Store
    from ..worktime import WorkCalendar

__all__ = ["ACTS", "ANSWERING", "Ask", "Matter", "Office"]

_COORDINATION = "diskominfo"

ANSWERING = ("google_reviews", "youtube", "instagram", "tiktok")
"""The channels that replies are sent on."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A reply that the office writes: on what, which template, with which fields; *closes* once it is sent."""

    complaint: str
    template: str
    fields: Mapping[str, str]
    by: str
    closes: bool = False


@dataclass(slots=True)
class Office:
    """The people, the calendar, and what they have done so far.

    Attributes:
        counts: act → how often.
        asks: the replies that are to be sent, in their order.
    """

    store: Store
    registry: Registry
    calendar: WorkCalendar
    now: datetime
    counts: dict[str, int] = field(default_factory=dict[str, int])
    asks: list[Ask] = field(default_factory=list[Ask])

    def officer(self, unit: str | None) -> str:
        """Who acts for a unit: its officer, else the co-ordinator."""
        day = self.calendar.local_day(self.now)
        known = self.registry.unit_of(unit) or self.registry.unit(_COORDINATION)
        return next((term.id for term in self.registry.officers(known, at=day)), "petugas-01")

    def signed(self, by: str, at: datetime) -> Signed:
        """What every act takes."""
        from ..casework import Signed

        return Signed(by=by, at=at, now=self.now, registry=self.registry, zone=self.calendar.zone)

    def count(self, event: Event) -> None:
        """Note that an act was done."""
        self.counts[str(event.type)] = self.counts.get(str(event.type), 0) + 1


@dataclass(frozen=True, slots=True)
class Matter:
    """What a person reads in a complaint: whose it is, what it is, and where."""

    unit: str
    kind: Kind | None
    district: str | None


def _triage(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    by = office.signed(office.officer(None), at)
    return casework.triage(
        found, kind=matter.kind, unit=matter.unit, district=matter.district, oversight=_oversight(matter), **by
    )


def _oversight(matter: Matter) -> bool | None:
    from ..model import Kind

    return False if matter.kind is Kind.complaint else None


def _forward(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    text = "Mohon ditindaklanjuti dan dilaporkan hasilnya."
    return casework.forward(found, matter.unit, text=text, **office.signed(office.officer(None), at))


def _forward_wrong(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    wrong = "perkim" if matter.unit != "perkim" else "pupr"
    return casework.forward(found, wrong, **office.signed(office.officer(None), at))


def _return(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    by = office.signed(office.officer("perkim" if matter.unit != "perkim" else "pupr"), at)
    return casework.return_(found, "Bukan tugas dan fungsi kami.", **by)


def _postpone(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    # Some of them are to be looked at again today.
    today = office.calendar.local_day(office.now)
    until = today if n % 2 else office.calendar.add_days(today, 10)
    if until <= office.calendar.local_day(at):
        return None
    reason = "Menunggu pengadaan bahan." if n % 2 else "Menunggu jadwal pemeriksaan lapangan."
    return casework.postpone(found, reason, until=until, **office.signed(office.officer(matter.unit), at))


def _extend(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    by = office.signed(office.officer(matter.unit), at)
    return casework.extend(found, "Perlu pemeriksaan bersama instansi lain.", amount=10, **by)


def _remind(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    return casework.note(found, "Unit diingatkan melalui telepon.", **office.signed(office.officer(None), at))


def _evidence(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    link = f"https://arsip.example/bukti/{n + 1:03d}.jpg"
    by = office.signed(office.officer(matter.unit), at)
    return casework.evidence(found, "Foto setelah pekerjaan selesai.", links=[link], **by)


def _close(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    by = office.officer(matter.unit)
    if found.channel in ANSWERING:
        fields = {
            "topic": _topic(matter),
            "unit": _name(office, matter),
            "date": _day(at),
            "result": "petugas telah memeriksa dan memperbaikinya",
        }
        office.asks.append(Ask(found.id, "closing", fields, by, closes=True))
        return None
    return casework.resolve(found, text="Sudah dikerjakan dan diperiksa.", **office.signed(by, at))


def _answer(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    due = _day(datetime.combine(office.calendar.add_days(office.calendar.local_day(office.now), 5), time(), at.tzinfo))
    fields = {"topic": _topic(matter), "unit": _name(office, matter), "due": due}
    office.asks.append(Ask(found.id, "acknowledgement", fields, office.officer(None)))
    return None


def _clarify(office: Office, found: Complaint, matter: Matter, at: datetime, n: int) -> Event | None:
    from .. import casework

    by = office.officer(None)
    office.asks.append(Ask(found.id, "clarification", {"missing": "alamat lengkap dan nomor yang dapat dihubungi"}, by))
    return casework.postpone(found, "Alamatnya belum jelas.", for_citizen=True, **office.signed(by, at))


def _topic(matter: Matter) -> str:
    return f"keadaan di Kecamatan {matter.district}" if matter.district else "pelayanan kami"


def _name(office: Office, matter: Matter) -> str:
    found = office.registry.unit_of(matter.unit)
    return found.name if found is not None else matter.unit


def _day(at: datetime) -> str:
    from ..wording import long_date

    return long_date(at.date(), weekday=False)


ACTS: Mapping[str, Callable[[Office, Complaint, Matter, datetime, int], Event | None]] = {
    "triage": _triage,
    "forward": _forward,
    "forward_wrong": _forward_wrong,
    "return": _return,
    "postpone": _postpone,
    "extend": _extend,
    "remind": _remind,
    "evidence": _evidence,
    "close": _close,
    "answer": _answer,
    "clarify": _clarify,
}

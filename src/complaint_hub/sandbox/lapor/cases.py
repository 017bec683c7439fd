"""Invents the reports of a year, each with what the office noted about it.

For: ``files``, which writes them.
Must not: know a column or a file format, or name a real person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

from .. import blitar
from ..chance import seeded
from .durations import follow_up_days, next_working_day

__all__ = ["FINISHED", "LIVELY", "WIB", "Case", "Mix", "invent"]

WIB = timezone(timedelta(hours=7), "WIB")
"""Where Blitar is; it has no summer time."""


@dataclass(frozen=True)
class Mix:
    """Shares of the reports of a year that are not finished; the rest is."""

    unverified: float = 0.0
    pending: float = 0.0
    in_process: float = 0.0
    postponed: float = 0.0
    archived: float = 0.0


FINISHED = Mix()
LIVELY = Mix(unverified=0.03, pending=0.06, in_process=0.14, postponed=0.03, archived=0.06)


@dataclass(frozen=True)
class Case:
    """One report. Texts are those of the export; ``disposed``, ``followed`` and ``finished`` are days in WIB."""

    tracking_id: str
    received: datetime  # UTC
    reporter: str
    classification: str
    category: str
    category_id: str
    title: str
    text: str
    text_edited: str
    visibility: str
    source: str
    unit: str
    unit_id: str
    status: str
    reason: str
    regency: str
    district: str
    village: str
    rating: str
    answer: str
    first_unit: str  # the wrong one, where it was first sent elsewhere; else the unit
    disposed: date | None
    followed: date | None
    finished: date | None

    @property
    def received_day(self) -> date:
        return self.received.astimezone(WIB).date()

    @property
    def follow_up_days(self) -> int | None:
        """Calendar days from disposition to follow-up."""
        return None if self.followed is None or self.disposed is None else (self.followed - self.disposed).days


_SOURCES = {
    "Website": 34, "Android": 22, "ios": 4, "Whatsapp": 12, "Instagram": 7, "Facebook": 3, "Hotline Service": 3,
    "SMS": 3, "Email Instansi": 2, "Tatap Muka": 3, "Website - pemerintah-kabupaten-blitar": 5, "": 2,
}  # fmt: skip
_VISIBILITY = {"": 46, "Anonim": 10, "Rahasia": 34, "Anonim|Rahasia": 10}
_CLASSES = {"Pengaduan Tidak Berkadar Pengawasan": 62, "Permintaan Informasi": 15, "Aspirasi": 9, "": 12}
_OVERSIGHT = "Pengaduan Berkadar Pengawasan"
_ARCHIVED = ("Diarsipkan oleh Admin", "Diarsipkan oleh Sistem", "Diarsipkan oleh Pelapor", "Konten Terblokir")
_REASONS = ("Kesalahan format", "Masukan terlalu umum", "Tidak relevan dengan kinerja pemerintah")
# Hours of receipt in UTC: office hours of Blitar are 01 to 09; about one report in ten falls on the next local day.
_HOURS = (6, 7, 10, 11, 10, 7, 6, 9, 9, 6, 5, 4, 4, 4, 3, 3, 2, 2, 1, 1, 1, 2, 3, 5)
_MONTHS = (12, 11, 10, 7, 7, 9, 10, 7, 7, 7, 8, 10)  # roads and floods from December to March, school in June and July


def invent(
    year: int,
    cases: int,
    *,
    total_days: int | None,
    mix: Mix,
    seed: int,
    as_of: date,
    text_length: tuple[int, int] | None = None,
) -> list[Case]:
    """The reports received in *year* (local and UTC days alike), oldest first.

    Raises: ValueError, if the year has not begun on *as_of*, or *total_days* cannot be reached.
    """
    dice = seeded("lapor", year, seed)
    received = _receipts(year, cases, as_of, dice)
    statuses = _statuses(cases, mix, dice)
    disposed = [
        None if bucket == "unverified" else _disposed(at, as_of, dice)
        for at, bucket in zip(received, statuses, strict=True)
    ]
    followers = [n for n, bucket in enumerate(statuses) if bucket in ("finished", "in_process")]
    starts = [start for n in followers if (start := disposed[n]) is not None]
    days = dict(zip(followers, follow_up_days(starts, total=total_days, latest=as_of, dice=dice), strict=True))
    oversight = set(dice.sample(range(cases), round(cases * 0.03)))
    ids = _tracking_ids(received, dice)
    found: list[Case] = []
    for n in range(cases):
        start = disposed[n]
        followed = start + timedelta(days=days[n]) if n in days and start is not None else None
        text = _text(dice, text_length, first=n == 7)
        found.append(_case(ids[n], received[n], statuses[n], start, followed, as_of, n in oversight, text, dice))
    return found


def _receipts(year: int, cases: int, as_of: date, dice: Random) -> list[datetime]:
    first, last = date(year, 1, 2), min(date(year, 12, 30), as_of - timedelta(days=2))
    if last < first:
        raise ValueError(f"nothing was received in {year} by {as_of}: give a later as_of")
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    chosen = dice.choices(days, [_MONTHS[day.month - 1] * (3 if day.weekday() < 5 else 1) for day in days], k=cases)
    hours = dice.choices(range(24), _HOURS, k=cases)
    moments = [
        datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), UTC)
        for day, hour in zip(chosen, hours, strict=True)
    ]
    return sorted(moments)


def _statuses(cases: int, mix: Mix, dice: Random) -> list[str]:
    """The bucket of each report, in the order of receipt: what is still open is mostly of late."""
    buckets = ["finished"] * cases
    free = list(range(cases))
    for bucket, share in (("unverified", mix.unverified), ("pending", mix.pending), ("in_process", mix.in_process)):
        for _ in range(min(round(share * cases), len(free))):
            back = min(len(free), 1 + int(dice.expovariate(1 / (1 + 0.03 * cases))))
            buckets[free.pop(-back)] = bucket
    for bucket, share in (("postponed", mix.postponed), ("archived", mix.archived)):
        for _ in range(min(round(share * cases), len(free))):
            buckets[free.pop(dice.randrange(len(free)))] = bucket
    return buckets


def _tracking_ids(received: Sequence[datetime], dice: Random) -> list[str]:
    """Seven digits that grow with time, as the platform's do; about nine million in mid-2025."""
    ids: list[str] = []
    number = 0
    for at in received:
        seconds = (at - datetime(2023, 1, 1, tzinfo=UTC)).total_seconds()
        number = max(number + 1, 6_900_000 + int(seconds / 38) + dice.randrange(40))
        ids.append(str(number))
    return ids


def _text(dice: Random, length: tuple[int, int] | None, *, first: bool) -> tuple[blitar.Topic, str, str]:
    topic, district = blitar.pick_topic(dice), dice.choice(blitar.DISTRICTS)
    text = blitar.sentence(topic, district, dice)
    if length is not None:
        wanted = dice.randint(*length)
        while len(text) < wanted:
            text += " " + blitar.sentence(topic, district, dice)
        text = text[:wanted]
    # Seen in a real export: a text that a spreadsheet takes for a formula.
    return topic, district, f"- {text}" if first else text


def _case(
    id: str,
    received: datetime,
    bucket: str,
    disposed: date | None,
    followed: date | None,
    as_of: date,
    oversight: bool,
    said: tuple[blitar.Topic, str, str],
    dice: Random,
) -> Case:
    topic, district, text = said
    village = blitar.village(dice)
    visibility = "Rahasia" if oversight else _one(_VISIBILITY, dice)
    status, finished = _ending(bucket, followed, as_of, dice)
    late = followed is not None and disposed is not None and (followed - disposed).days >= 5
    other = dice.choice([t.unit for t in blitar.TOPICS if t.unit != topic.unit])
    return Case(
        tracking_id=id,
        received=received,
        reporter="Anonim" if "Anonim" in visibility else f"Warga {district} {dice.randint(1, 199)}",
        classification=_OVERSIGHT if oversight else _one(_CLASSES, dice),
        category=topic.category,
        category_id=str(100 + blitar.TOPICS.index(topic)),
        title="" if dice.random() < 0.03 else topic.title.format(place=f"{village}, {district}"),
        text=text,
        text_edited=text if dice.random() < 0.7 else text.removeprefix("Min, tolong, ").capitalize(),
        visibility=visibility,
        source=_one(_SOURCES, dice),
        unit="" if disposed is None else topic.unit,
        unit_id="" if disposed is None else str(4_000 + [t.unit for t in blitar.TOPICS].index(topic.unit)),
        status=status,
        reason=dice.choice(_REASONS) if status.startswith("Diarsipkan") else "",
        regency=dice.choice(("Kabupaten Blitar", "Kabupaten Blitar", "Kabupaten Blitar", "", "Kota Blitar")),
        district=district,
        village=village,
        rating=str(dice.choice((5, 5, 4, 3, 1))) if finished is not None and dice.random() < 0.2 else "",
        answer=blitar.answer(topic, district, dice) if followed is not None else "",
        first_unit=other if late and dice.random() < 0.2 else topic.unit,
        disposed=None if bucket == "archived" else disposed,
        followed=followed,
        finished=finished,
    )


def _ending(bucket: str, followed: date | None, as_of: date, dice: Random) -> tuple[str, date | None]:
    """The fine status, and the day of the end where there is one."""
    if bucket == "finished" and followed is not None:
        quiet = followed
        for _ in range(10):  # closed after ten working days without a word from the reporter
            quiet = next_working_day(quiet + timedelta(days=1))
        if quiet <= as_of and dice.random() < 0.7:
            return "Ditutup oleh Sistem", quiet
        by = dice.choice(("Ditutup oleh Admin", "Ditutup oleh Pelapor"))
        return by, min(as_of, followed + timedelta(days=dice.randrange(8)))
    return {
        "unverified": "Belum Terverifikasi",
        "pending": "Terverifikasi",
        "in_process": dice.choice(("Ditindaklanjuti oleh Instansi",) * 3 + ("Ditanggapi oleh Pelapor",)),
        "postponed": "Menunggu Kelengkapan Informasi",
        "archived": dice.choices(_ARCHIVED, (6, 2, 2, 1))[0],
    }[bucket], None


def _one(weighted: dict[str, int], dice: Random) -> str:
    return dice.choices(list(weighted), list(weighted.values()))[0]


def _disposed(received: datetime, as_of: date, dice: Random) -> date:
    """A working day soon after the receipt; what comes after three in the afternoon waits for the next day."""
    local = received.astimezone(WIB)
    earliest = local.date() + timedelta(days=1 if local.hour >= 15 else 0)
    return min(as_of, next_working_day(earliest + timedelta(days=dice.choice((0, 0, 1, 1, 2)))))

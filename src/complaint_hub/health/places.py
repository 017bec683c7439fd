"""What there is to say of the database, its disk, and the calendar that deadlines are counted by.

For: ``complaint_hub.health``.
Must not: open any of them.
"""

from __future__ import annotations

from datetime import date

from ..wording import long_date, size
from ..worktime import WorkCalendar
from .values import Finding, Level, StoreHealth

__all__ = ["judge_calendar", "judge_store"]


def judge_calendar(calendar: WorkCalendar, *, today: date, reach: int) -> Finding:
    """Whether deadlines that start today can be told for certain.

    Args:
        reach: working days of the longest time limit.
    """
    until = calendar.assured_until
    if until is None or until < today:
        return Finding(
            Level.person,
            "calendar",
            f"{calendar.warning(today)} Perbarui dengan pip install --upgrade holidays complaint-hub.",
        )
    furthest = calendar.add_days(today, reach)
    certain = f"Kalender kerja pasti sampai {long_date(until, weekday=False)}"
    if furthest <= until:
        return Finding(Level.fine, "calendar", certain)
    return Finding(
        Level.notice,
        "calendar",
        f"{certain}; tenggat terjauh bagi aduan hari ini ({reach} hari kerja) jatuh sesudahnya dan masih perkiraan. "
        "Perbarui bila keputusan bersama libur tahun berikutnya terbit.",
    )


def judge_store(store: StoreHealth) -> list[Finding]:
    """What there is to say of the database and its disk."""
    if store.problem is not None:
        return [Finding(Level.person, "store", store.problem)]
    if not store.exists:
        text = f"Belum ada basis data {store.name}: sync atau import pertama membuatnya"
        return [Finding(Level.notice, "store", text)]
    text = f"Basis data {store.name}: skema {store.version}"
    if store.size is not None:
        text += f", {size(store.size)}"
    if store.free is not None:
        text += f"; sisa ruang {size(store.free)}"
    found = [Finding(Level.fine, "store", text)]
    if store.mode is not None:
        text = f"Basis data dapat dibaca pengguna lain (mode {store.mode:04o}): jalankan chmod 600 {store.name}"
        found.append(Finding(Level.person, "mode", text))
    if store.size is not None and store.free is not None and store.free < store.size:
        text = "Sisa ruang lebih kecil daripada basis datanya: satu cadangan pun tidak muat di diska ini"
        found.append(Finding(Level.person, "disk", text))
    return found

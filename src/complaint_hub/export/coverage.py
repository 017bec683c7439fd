"""What the figures rest on: when each account was read last, and what of it was not.

For: the notes below *Ringkasan*; a figure that lacks a channel says so on the same page.
Must not: judge whether that is much.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..vocabulary import channel_name
from ..wording import moment, thousands
from .wanted import Wanted

if TYPE_CHECKING:
    from ..report import PastRun
    from ..store import Store

__all__ = ["coverage_lines"]


def coverage_lines(store: Store, wanted: Wanted) -> Iterator[str]:
    """When the figures were made, and a line for each account."""
    yield f"Dibuat {moment(wanted.now, wanted.calendar.zone)}."
    if wanted.period.year not in wanted.calendar.assured_years:
        yield f"Hari kerja {wanted.period.year} belum pasti: hari libur dan cuti bersama masih perkiraan."
    accounts = [pair for pair in store.accounts() if wanted.channel in (None, pair[0])]
    yield "Cakupan:" if accounts else "Cakupan: belum ada kanal yang dibaca."
    for channel, account in accounts:
        said = [f"{channel_name(channel)} ({account}): {_read(store.latest_run(channel, account), wanted)}"]
        if waiting := store.count_quarantine(channel, account):
            said.append(f"{thousands(waiting)} kiriman belum dapat dibaca (karantina)")
        yield "; ".join(said)


def _read(run: PastRun | None, wanted: Wanted) -> str:
    if run is None or run.ended_at is None:
        return "belum pernah selesai dibaca"
    when = moment(run.ended_at, wanted.calendar.zone)
    if run.error is not None:
        return f"pembacaan terakhir gagal, {when}"
    said = [f"dibaca {when}" + (", berhenti sebelum selesai" if run.stopped else "")]
    counted = [(part.returned, part.counted) for part in run.coverage if None not in (part.returned, part.counted)]
    short = sum((whole or 0) - (part or 0) for part, whole in counted if (part or 0) < (whole or 0))
    if short:
        said.append(f"{thousands(short)} yang dihitung platform tidak diberikannya")
    return "; ".join(said)

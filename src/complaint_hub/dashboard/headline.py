"""The first sentence of the page: how much is past its deadline and where, and what comes next.

For: ``messages``; and the turns of phrase that its rules share.
Must not: say of a hidden count more than that it is hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..wording import thousands
from .values import Count, Dashboard, Hidden, Trend, Units

__all__ = ["NB", "RISING", "cases_of", "headline", "holders", "joined", "number", "rise", "sub", "word"]

NB = "\u00a0"
_MOST = 0.5
RISING = 2
"""Months in a row from which a growing backlog is worth a word."""

_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
          "dua belas")  # fmt: skip


def number(count: Count | None) -> str:
    """A count as it is told; a hidden one is not."""
    if count is None:
        return "–"
    return "tidak ditampilkan" if isinstance(count, Hidden) else thousands(count)


def joined(names: Sequence[str]) -> str:
    """``A``, ``A dan B``, ``A, B, dan C``."""
    if len(names) < 3:
        return " dan ".join(names)
    return f"{', '.join(names[:-1])}, dan {names[-1]}"


def cases_of(count: Count, what: str) -> str:
    """``23 kasus``, held together."""
    return f"{number(count)}{NB}{what}"


def headline(page: Dashboard) -> str:
    """The one sentence that says what matters today: how many are past their deadline, and where they lie."""
    overdue = page.today.overdue
    if isinstance(overdue, Hidden):
        return f"Kurang dari {page.least} kasus lewat tenggat hari ini."
    if not overdue:
        return "Tidak ada kasus yang lewat tenggat hari ini."
    lead = f"{cases_of(overdue, 'kasus')} lewat tenggat"
    found = holders(page.units, overdue)
    if found is None:
        return f"{lead}{_spread(page.units)}."
    names, held = found
    if held == overdue:
        return f"{lead}, semuanya pada {joined(names)}."
    return f"{lead}, {thousands(held)} di antaranya pada {joined(names)}."


def _spread(units: Units) -> str:
    """Over how many units it is spread, and which has most; nothing where a count of one is hidden."""
    late = [(line.overdue, line.name) for line in units.lines if isinstance(line.overdue, int) and line.overdue]
    if any(isinstance(line.overdue, Hidden) for line in units.lines) or len(late) < 2:
        return " hari ini"
    late.sort(key=lambda pair: (-pair[0], pair[1]))
    spread = f" di {word(len(late))} unit"
    if late[0][0] == late[1][0]:
        return spread
    return f"{spread}; terbanyak, {thousands(late[0][0])}, pada {late[0][1]}"


def holders(units: Units, overdue: int) -> tuple[list[str], int] | None:
    """The one, two or three units that hold at least half of what is overdue; None if none so few do."""
    lines = [line for line in units.lines if isinstance(line.overdue, Hidden) or line.overdue]
    if any(isinstance(line.overdue, Hidden) for line in lines):
        return None
    told = sorted(((line.overdue, line.name) for line in lines if not isinstance(line.overdue, Hidden)), reverse=True)
    told.sort(key=lambda pair: (-pair[0], pair[1]))
    held = 0
    for n, (count, _) in enumerate(told[:3], start=1):
        held += count
        if held >= overdue * _MOST and overdue > 1:
            return [name for _, name in told[:n]], held
    return None


def sub(page: Dashboard) -> str:
    """The sentence below it: how long the latest one has waited, and what falls due next."""
    today = page.today
    parts: list[str] = []
    if today.longest:
        parts.append(f"Yang paling lama sudah lewat {thousands(today.longest)}{NB}hari kerja.")
    within = f"{word(today.soon_within)} hari kerja ke depan"
    soon: str | None = None
    if isinstance(today.soon, int) and today.soon:
        other = "kasus lain" if today.overdue else "kasus"
        soon = f"dalam {within} {cases_of(today.soon, other)} jatuh tempo"
    months = rise(page.trend)
    risen = f"tunggakan naik {word(months)} bulan berturut-turut" if months >= RISING else None
    told = [text for text in (soon, risen) if text]
    if told:
        text = ", dan ".join(told)
        parts.append(f"{text[0].upper()}{text[1:]}.")
    elif isinstance(today.open, int):
        parts.append(f"{cases_of(today.open, 'kasus')} masih terbuka.")
    return " ".join(parts)


def rise(trend: Trend) -> int:
    """How many months up to the last the backlog has risen in a row."""
    backlogs = [month.backlog for month in trend.months]
    months = 0
    for before, after in zip(reversed(backlogs[:-1]), reversed(backlogs), strict=False):
        if not isinstance(before, int) or not isinstance(after, int) or after <= before:
            break
        months += 1
    return months


def word(count: int) -> str:
    """A number in words where it is small, else in figures."""
    return _WORDS[count] if count < len(_WORDS) else thousands(count)

"""The digest in words: plain Indonesian text, to be pasted into WhatsApp or a mail.

For: ``complaint-hub digest``, and programs that send it on.
Must not: count anything, depend on a screen, or tell what a confidential report says. Lines are short enough for a
telephone to wrap well; nothing is aligned by blanks, which a proportional font would not keep. Bars stand here alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from ..model import Status, Visibility
from ..sla.telling import told
from ..vocabulary import STATUSES
from ..wording import long_date, short_date, thousands
from .chasing import Digest, Item, Part, Why
from .unanswered import Unanswered, UnitWaiting

__all__ = ["addressed", "digest_text", "unanswered_text"]

_MARKS: Mapping[Why, str] = {Why.overdue: "▲", Why.soon: "◆", Why.look_again: "‖"}
_COUNTS: Mapping[Why, str] = {
    Why.overdue: "{} lewat tenggat",
    Why.soon: "{} segera jatuh tempo",
    Why.look_again: "{} perlu dilihat lagi",
}
_CONFIDENTIAL = (Visibility.confidential, Visibility.anonymous_confidential)
_TITLE, _BAR = 70, 20
_NO_UNIT = "Belum ada unit"


def digest_text(digest: Digest, *, numbers: Mapping[str, str] | None = None, limit: int = 5) -> str:
    """The whole digest, unit by unit.

    Args:
        numbers: id → the short number to show instead.
        limit: cases of each unit that are listed; the others are counted.
    """
    return "\n".join(_lines(digest, digest.parts, numbers or {}, limit, whole=True))


def addressed(
    digest: Digest,
    *,
    to: Literal["officer", "unit"] = "officer",
    numbers: Mapping[str, str] | None = None,
    limit: int = 5,
) -> dict[str, str]:
    """A text for each officer, by id, or for each unit, by name; who has nothing to be chased gets none.

    Outside office hours there is none at all, unless the digest was made with ``always``.
    """
    if not digest.open_office:
        return {}
    parts_of: Mapping[str, tuple[Part, ...]] = (
        digest.by_officer() if to == "officer" else {part.unit: (part,) for part in digest.parts if part.unit}
    )
    return {
        name: "\n".join(_lines(digest, parts, numbers or {}, limit))
        for name, parts in parts_of.items()
        if any(part.items for part in parts)
    }


def _lines(
    digest: Digest, parts: Sequence[Part], numbers: Mapping[str, str], limit: int, *, whole: bool = False
) -> Iterator[str]:
    yield f"Tindak lanjut aduan · {long_date(digest.day)}"
    if not digest.open_office:
        yield "Di luar jam kerja: tidak ada yang ditagih sekarang."
        yield f"Rekap berikutnya: {_opening(digest)}."
        return
    yield _counted([item for part in parts for item in part.items])
    for part in parts:
        if part.items:
            yield ""
            yield from _part(part, numbers, limit)
    yield from _rest(digest, parts, whole)


def _opening(digest: Digest) -> str:
    opens = digest.next_opening
    return f"{long_date(opens.date())} {opens:%H.%M} {opens.tzname()}"


def _counted(items: Sequence[Item]) -> str:
    counts = {why: sum(item.why is why for item in items) for why in Why}
    said = [words.format(thousands(counts[why])) for why, words in _COUNTS.items() if counts[why]]
    return f"{', '.join(said)}." if said else "Tidak ada kasus yang perlu ditagih hari ini."


def _part(part: Part, numbers: Mapping[str, str], limit: int) -> Iterator[str]:
    who = f" ({', '.join(part.officers)})" if part.officers else ""
    yield f"{_plain(part.unit) or _NO_UNIT}{who}: {len(part.items)} kasus"
    for item in part.items[:limit]:
        yield f"{_MARKS[item.why]} {_when(item)} · {_title(item)}"
        lead = item.lead
        status = STATUSES[lead.status or Status.received]
        yield f"   {numbers.get(lead.id, lead.id)} · {status} · masuk {short_date(item.received)}"
    if len(part.items) > limit:
        yield f"   dan {thousands(len(part.items) - limit)} kasus lain"


def _when(item: Item) -> str:
    return told(item.verdict) if item.verdict is not None else f"ditunda sampai {_short(item.until)}"


def _title(item: Item) -> str:
    """What it is about, on one line; a confidential report keeps its words."""
    lead = item.lead
    if lead.visibility in _CONFIDENTIAL:
        return "(laporan rahasia: isinya tidak ditampilkan)"
    text = _plain(lead.title or lead.text) or "(tanpa teks)"
    return text if len(text) <= _TITLE else f"{text[: _TITLE - 1].rstrip()}…"


def _rest(digest: Digest, parts: Sequence[Part], whole: bool) -> Iterator[str]:
    """What is not chased, counted."""
    silent, old = sum(part.silent for part in parts), sum(part.old for part in parts)
    said = []
    if silent:
        since = min(part.silent_since for part in parts if part.silent_since)
        said.append(f"Tanpa tenggat, belum dijawab: {thousands(silent)} kasus, tertua {_short(since)}.")
    if old:
        since = min(part.old_since for part in parts if part.old_since)
        said.append(f"Kasus lama dari impor pertama: {thousands(old)}, tertua {_short(since)}; tidak ditagih.")
    if whole and digest.untriaged:
        said.append(f"Belum dipilah: {thousands(digest.untriaged)} kiriman.")
    yield from ("", *said) if said else ()


def unanswered_text(page: Unanswered, *, numbers: Mapping[str, str] | None = None) -> str:
    """The page *siapa yang belum menjawab*: a number, a bar to scale, the oldest, and the way it goes."""
    return "\n".join(_page(page, numbers or {}))


def _page(page: Unanswered, numbers: Mapping[str, str]) -> Iterator[str]:
    yield "Siapa yang belum menjawab"
    yield f"{long_date(page.day)}, dibanding {short_date(page.week_ago)}"
    if page.waiting:
        units = sum(row.waiting > 0 for row in page.units)
        yield f"{thousands(page.waiting)} kasus belum dijawab di {units} unit; {_trend(page.waiting, page.before)}."
    else:
        yield "Tidak ada kasus yang menunggu jawaban."
    most = max((row.waiting for row in page.units), default=0)
    for row in page.units:
        yield ""
        yield _plain(row.unit) or _NO_UNIT
        yield from _row(row, most, numbers)
    if page.units:
        yield ""
        yield "Menunggu = belum ada jawaban kepada pelapor; tertua dihitung sejak diterima."
    if page.paused:
        yield f"Tidak dihitung: {thousands(page.paused)} kasus ditunda atau menunggu pelapor."


def _row(row: UnitWaiting, most: int, numbers: Mapping[str, str]) -> Iterator[str]:
    if row.oldest is None or row.oldest_id is None:
        yield f"   0 · {_trend(0, row.before)}"
        return
    bar = "█" * max(1, round(_BAR * row.waiting / most))
    yield f"   {thousands(row.waiting)} {bar} {_trend(row.waiting, row.before)}"
    number = numbers.get(row.oldest_id, row.oldest_id)
    yield f"   tertua {thousands(row.oldest_days or 0)} hari kerja, sejak {_short(row.oldest)} ({number})"


def _trend(now: int, before: int) -> str:
    if now == before:
        return "tetap"
    return f"naik {thousands(now - before)}" if now > before else f"turun {thousands(before - now)}"


def _short(day: date | None) -> str:
    return short_date(day) if day is not None else "?"


def _plain(text: str | None) -> str:
    """A text on one line, without what could steer a screen."""
    joined = " ".join((text or "").split())
    return "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))

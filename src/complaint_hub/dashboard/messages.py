"""The sentence that each section of the page leads with, made by rules from its figures.

For: ``render``. Each rule names the figures that it rests on; where none fires, the plain total is said.
Must not: praise, blame or guess, and must not say of a hidden count more than that it is hidden.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..wording import decimal_comma, long_date, month_name, percent, short_date, thousands
from .headline import NB, RISING, cases_of, headline, holders, joined, number, rise, sub, word
from .values import (
    ChannelLine,
    Channels,
    Count,
    Dashboard,
    Districts,
    Hidden,
    Plan,
    Rapor,
    State,
    Today,
    Topics,
    Trend,
    Units,
    Year,
)

__all__ = ["Messages", "messages"]

_DOUBLED = re.compile(r"(\w{3,})-\1\b")


@dataclass(frozen=True, slots=True)
class Messages:
    """What the page and its sections say; *title* is that of the window."""

    title: str
    headline: str
    sub: str
    today: str
    days: str
    channels: str
    units: str
    districts: str
    topics: str
    trend: str
    rapor: str
    plan: str
    cases: str


def messages(page: Dashboard) -> Messages:
    """Every sentence of a page."""
    lead = _whole(headline(page))
    short = lead.partition(",")[0].partition(";")[0].removesuffix(".")
    return Messages(
        title=f"{short} · Layanan Pengaduan {page.government} · {short_date(page.now.date())}",
        headline=lead,
        sub=_whole(sub(page)),
        today=_whole(_today(page.today, public=page.public)),
        days=_whole(_days(page.today)),
        channels=_whole(_channels(page.channels)),
        units=_whole(_units(page.units)),
        districts=_whole(_districts(page.districts)),
        topics=_whole(_topics(page.topics)),
        trend=_whole(_trend(page.trend, page.today.open)),
        rapor=_whole(_rapor(page.rapor)),
        plan=_whole(_plan(page.plan)),
        cases=_whole(_cases(page)),
    )


def _whole(text: str) -> str:
    """Doubled words are kept on one line (*rata-rata*)."""
    return _DOUBLED.sub("\\1\u2011\\1", text)


def _today(today: Today, *, public: bool) -> str:
    if public:
        if isinstance(today.open, Hidden):
            return "Sedikit kasus yang masih terbuka"
        return f"{cases_of(today.open, 'kasus')} masih terbuka" if today.open else "Tidak ada kasus yang masih terbuka"
    urgent = len(today.urgent)
    if not urgent:
        return (
            f"{cases_of(today.open, 'kasus')} terbuka, tidak satu pun dikejar tenggat"
            if today.open
            else "Tidak ada kasus terbuka"
        )
    late = sum(case.state is State.late for case in today.urgent)
    start = "Mulai dari kasus di bawah" if urgent == 1 else f"Mulai dari {word(urgent)} kasus di bawah"
    if late and today.overdue_before != today.overdue and isinstance(today.overdue, int):
        before = today.overdue_before if isinstance(today.overdue_before, int) else 0
        step = today.overdue - before
        moved = "bertambah" if step > 0 else "berkurang"
        return f"{start}; yang lewat tenggat {moved} {thousands(abs(step))} dalam sepekan"
    return f"{start}; {'yang terlama lewat tenggat di atas' if late else 'belum ada yang lewat tenggat'}"


def _days(today: Today) -> str:
    """The message of the chart of due dates."""
    if not today.days or not any(day.cases for day in today.days):
        return "Tidak ada kasus yang jatuh tempo dalam sepuluh hari kerja"
    top = max(day.cases for day in today.days)
    peaks = [day.day for day in today.days if day.cases == top]
    total = sum(day.cases for day in today.days)
    if len(peaks) > 1:
        return f"{cases_of(total, 'kasus')} jatuh tempo dalam sepuluh hari kerja"
    when = long_date(peaks[0], weekday=True).rpartition(" ")[0]
    if top == total:
        return f"{cases_of(total, 'kasus')} jatuh tempo dalam sepuluh hari kerja, pada {when}"
    return f"{cases_of(total, 'kasus')} jatuh tempo dalam sepuluh hari kerja, {thousands(top)} di antaranya pada {when}"


def _channels(channels: Channels) -> str:
    lead = f"{cases_of(channels.rows, 'kiriman')} menjadi {cases_of(channels.cases, 'kasus')}"
    if isinstance(channels.rows, Hidden) or isinstance(channels.cases, Hidden):
        lead = "Sedikit kiriman yang masuk"
    elif not channels.rows:
        lead = "Belum ada kiriman tahun ini"
    stalled = [line for line in channels.lines if line.stalled is not None]
    if len(stalled) == 1:
        line = stalled[0]
        since = f" sejak {_day_month(line)}" if line.synced else ""
        return f"{lead}; {line.label} tidak terbaca penuh{since}"
    if stalled:
        return f"{lead}; {word(len(stalled))} kanal tidak terbaca penuh"
    unread = [line.label for line in channels.lines if not line.read]
    if unread:
        return (
            f"{lead}; {joined(unread)} belum pernah dibaca"
            if len(unread) < 4
            else f"{lead}; {word(len(unread))} kanal belum pernah dibaca"
        )
    if (
        isinstance(channels.untriaged, int)
        and isinstance(channels.rows, int)
        and channels.untriaged > channels.rows * 0.1
    ):
        return f"{lead}; {thousands(channels.untriaged)} belum dipilah"
    return lead


def _day_month(line: ChannelLine) -> str:
    return "" if line.synced is None else f"{line.synced.day} {month_name(line.synced.month)}"


def _units(units: Units) -> str:
    total = units.total.overdue
    if isinstance(total, int) and total:
        found = holders(units, total)
        if found is not None and found[1] < total:
            return f"{joined(found[0])} memegang {thousands(found[1])} dari {cases_of(total, 'kasus')} lewat tenggat"
        if found is not None:
            return f"Semua {cases_of(total, 'kasus')} lewat tenggat ada pada {joined(found[0])}"
        late = [line for line in units.lines if isinstance(line.overdue, Hidden) or line.overdue]
        return f"{cases_of(total, 'kasus')} lewat tenggat tersebar pada {word(len(late))} unit"
    ranked = [line for line in units.lines if line.rank is not None]
    share = units.total.on_time.value
    if share is not None and ranked:
        return f"{percent(share)} tepat waktu; {word(len(ranked))} unit cukup banyak kasusnya untuk diperingkat"
    if isinstance(units.total.cases, int) and units.total.cases:
        return f"{cases_of(units.total.cases, 'kasus')}; belum ada unit dengan cukup kasus untuk diperingkat"
    return "Belum ada kasus pada unit mana pun" if not units.total.cases else "Sedikit kasus yang sudah dapat dinilai"


def _districts(districts: Districts) -> str:
    told = [
        line
        for line in districts.lines
        if isinstance(line.cases, int) and line.cases and not isinstance(line.cases, Hidden)
    ]
    placed = districts.placed
    if isinstance(placed, Hidden):
        return "Kasus menurut kecamatan; angka kecil disembunyikan"
    if not placed:
        return "Belum ada kasus yang menyebut kecamatan"
    top = told[:3]
    lead = f"{cases_of(placed, 'kasus')} di {word(len(told))} kecamatan"
    if len(told) > 6:
        held = sum(line.cases for line in top if isinstance(line.cases, int))
        if held / placed >= 1.5 * 3 / len(told):
            lead = f"{joined([line.name for line in top])} menyumbang {percent(held / placed, places=0)} kasus"
        else:
            lead = f"{cases_of(placed, 'kasus')} tersebar merata; terbanyak {top[0].name} dengan {number(top[0].cases)}"
    return lead + _late_district(districts)


def _late_district(districts: Districts) -> str:
    if any(isinstance(line.overdue, Hidden) for line in districts.lines):
        return ""
    late = sorted(
        ((line.overdue, line.name) for line in districts.lines if isinstance(line.overdue, int) and line.overdue),
        key=lambda pair: (-pair[0], pair[1]),
    )
    if not late or (len(late) > 1 and late[0][0] == late[1][0]):
        return ""
    return f"; {late[0][1]} paling banyak yang lewat tenggat"


def _topics(topics: Topics) -> str:
    told = [line for line in topics.lines if isinstance(line.cases, int)]
    if not told or not told[0].cases:
        return "Belum ada kasus dengan topik tahun ini" if not told else "Sedikit kasus dengan topik tahun ini"
    first = told[0]
    lead = f"{first.name} terbanyak, {cases_of(first.cases, 'kasus')}"
    change = first.change
    if change is not None and isinstance(topics.before, int) and topics.before:
        if change:
            lead += f", {'bertambah' if change > 0 else 'berkurang'} {thousands(abs(change))} dari tahun lalu"
        else:
            lead += ", sama dengan tahun lalu"
    # A remainder is no topic: that it has grown tells nobody what to look into.
    named = [line for line in told[1:] if "lainnya" not in line.name.lower().split()]
    risen = [line for line in named if line.change is not None and line.change > max(2, (change or 0))]
    if risen and isinstance(topics.before, int) and topics.before:
        top = max(risen, key=lambda line: line.change or 0)
        lead += f"; {top.name} paling bertambah, +{thousands(top.change or 0)}"
    return lead


def _trend(trend: Trend, now_open: Count) -> str:
    backlogs = [(month.first, month.backlog) for month in trend.months if isinstance(month.backlog, int)]
    if len(backlogs) < len(trend.months) or not backlogs:
        came = [month.received for month in trend.months if isinstance(month.received, int)]
        return f"{cases_of(sum(came), 'kasus')} masuk dalam bulan-bulan yang dapat ditampilkan"
    months = rise(trend)
    last = backlogs[-1][1] or 0
    if months >= RISING:
        before = backlogs[-months - 1][1] or 0
        return (
            f"Tunggakan naik {word(months)} bulan berturut-turut, dari {thousands(before)} menjadi "
            f"{cases_of(last, 'kasus')}"
        )
    highest = max(backlogs, key=lambda pair: pair[1] or 0)
    if highest[0] != backlogs[-1][0] and last < (highest[1] or 0):
        then = f"{thousands(highest[1] or 0)} pada {month_name(highest[0].month)}"
        return f"Tunggakan {cases_of(last, 'kasus')}, turun dari {then}"
    return f"Tunggakan {cases_of(last, 'kasus')}, tertinggi dalam dua belas bulan" if last else "Tidak ada tunggakan"


def _rapor(rapor: Rapor) -> str:
    if not rapor.years:
        return f"Belum ada aduan {rapor.channel} untuk dihitung"
    parts: list[str] = []
    letters = [year for year in rapor.years if year.official]
    if letters and rapor.compared:
        told, n = letters[-1].year, len(rapor.differences)
        differing = f"{cases_of(n, 'angka')} {told} berbeda dari hasil resmi"
        parts.append(differing if n else f"Hitungan {told} sama dengan hasil resmi")
    ours = [year for year in rapor.years if not year.official and year.days is not None]
    if len(ours) > 1:
        parts.append(_days_moved(ours[0], ours[-1]))
    elif ours and ours[0].days is not None:
        parts.append(f"rata-rata tindak lanjut {ours[0].year} {decimal_comma(ours[0].days)}{NB}hari")
    if not parts:
        last = rapor.years[-1]
        total = last.total if isinstance(last.total, Hidden) or last.total is None else round(last.total)
        return f"{number(total)} aduan pada {last.year}"
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


def _days_moved(first: Year, last: Year) -> str:
    a, b = first.days or 0.0, last.days or 0.0
    told = (decimal_comma(a), decimal_comma(b))
    if told[0] == told[1]:
        return f"rata-rata tindak lanjut tetap {told[0]}{NB}hari"
    verb = "turun" if b < a else "naik"
    return f"rata-rata tindak lanjut {verb} dari {told[0]} hari ({first.year}) menjadi {told[1]}{NB}hari ({last.year})"


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return "Rencana aksi belum dimuat"
    n = len(plan.lines)
    if not n:
        return "Data tidak memicu satu pun rencana aksi"
    behind = sum(line.state is State.late for line in plan.lines)
    done = sum(line.state is State.done for line in plan.lines)
    aimless = sum(line.state not in (State.late, State.done) for line in plan.lines)
    if aimless == n:
        return f"{word(n).capitalize()} rencana aksi diusulkan; belum satu pun punya target untuk dinilai"
    if n == 1 and (behind or done):
        return "Satu rencana aksi, dan targetnya " + ("tercapai" if done else "belum tercapai")
    if behind:
        return f"{word(behind).capitalize()} dari {word(n)} rencana aksi belum mencapai target"
    return f"{word(done).capitalize()} dari {word(n)} rencana aksi mencapai target"


def _cases(page: Dashboard) -> str:
    found = page.cases
    if not found.lines:
        return "Belum ada kasus"
    if isinstance(page.today.overdue, int) and page.today.overdue:
        return f"{cases_of(found.open, 'kasus')} masih terbuka; yang lewat tenggat di atas"
    return f"{cases_of(found.open, 'kasus')} masih terbuka; yang paling dekat jatuh tempo di atas"

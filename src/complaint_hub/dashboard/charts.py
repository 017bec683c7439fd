"""The charts of the page, drawn as SVG by hand: no script, no font, no colour that has no meaning.

For: the templates. Lengths are in per cent and texts outside of what is stretched, so that a chart fits a phone with
letters as large as on a desk.
Must not: carry a fact that the page does not say in words too.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from ..wording import decimal_comma, long_date, month_name, thousands
from .values import DueDay, Hidden, MonthLine, Trend

__all__ = ["bar", "due_days", "trend_chart"]

_GAP = 0.35  # per cent between the parts of a bar: red and the colour of amounts are alike in lightness
_SHORT_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")


def bar(parts: Sequence[tuple[str, float]], *, tick: float | None = None) -> Markup:
    """A bar of parts laid end to end, for a cell whose number stands beside it.

    Args:
        parts: (class, share of the whole width), each 0..1.
        tick: where to mark a target, 0..1.
    """
    drawn: list[str] = []
    at = 0.0
    for kind, share in parts:
        width = max(0.0, min(share, 1.0)) * 100
        if width > 0:
            drawn.append(
                f'<rect class="{escape(kind)}" x="{at:.1f}%" width="{max(width - _GAP, 0.3):.1f}%" height="10"/>'
            )
            at += width
    if tick is not None:
        drawn.append(f'<rect class="tick" x="{min(tick, 0.995) * 100:.1f}%" y="-2" width="2.5" height="14"/>')
    return Markup('<svg class="bar" aria-hidden="true">' + "".join(drawn) + "</svg>")  # noqa: S704 - numbers and our own class names


def due_days(days: Sequence[DueDay]) -> Markup:
    """Ten columns: how many cases fall due on each working day."""
    if not days:
        return Markup("")
    top = max((day.cases for day in days), default=0) or 1
    step = 100 / len(days)
    drawn: list[str] = []
    for n, day in enumerate(days):
        middle, height = (n + 0.5) * step, day.cases / top * 108
        drawn.append(
            f'<rect class="{"a" if day.soon else "d"}" x="{n * step + 1.2:.1f}%" y="{138 - height:.0f}" '
            f'width="{step - 2.4:.1f}%" height="{height:.0f}"/>'
            + _text(middle, 132 - height, _amount(day.cases), value=True)
            + _text(middle, 155, _SHORT_DAYS[day.day.weekday()])
            + _text(middle, 171, str(day.day.day))
        )
    told = "; ".join(f"{long_date(day.day).rpartition(' ')[0]} {thousands(day.cases)}" for day in days)
    return _chart("c-tempo", 176, "Kasus jatuh tempo per hari kerja", told, "".join(drawn) + _axis(138))


_ROOM = 1.8  # months' widths to the right of the last one, for the names of the lines


def trend_chart(trend: Trend, *, rise: int) -> Markup:
    """Received and ended as lines; where it is told, the backlog in columns below them.

    Args:
        rise: months up to the last in which the backlog has risen; they are set apart.
    """
    months = trend.months
    counts = [m for month in months for m in (month.received, month.ended) if not isinstance(m, Hidden)]
    if not counts:
        return Markup("")
    backlogs = [month.backlog for month in months if isinstance(month.backlog, int)]
    whole = len(backlogs) == len(months)
    body = _lines(months, _nice(max(counts)), rise if whole else 0)
    height = 236
    if whole:
        body += _columns(months, backlogs, rise)
        height = 380
    else:
        body += "".join(_month((n + 0.5) * 100 / (len(months) + _ROOM), 216, month) for n, month in enumerate(months))
    title = (
        "Kasus masuk, kasus selesai, dan tunggakan per bulan" if whole else "Kasus masuk dan kasus selesai per bulan"
    )
    return _chart("c-tren", height, title, _told(months), body)


def _lines(months: Sequence[MonthLine], top: int, rise: int) -> str:
    n = len(months)

    def y(count: int) -> float:
        return 100 - count / top * 100

    came = [None if isinstance(m.received, Hidden) else (i + 0.5, y(m.received)) for i, m in enumerate(months)]
    gone = [None if isinstance(m.ended, Hidden) else (i + 0.5, y(m.ended)) for i, m in enumerate(months)]
    grid = _axis(198)
    for part in range(1, 5):
        at = 198 - part * 45
        named = _amount(top * part / 4) + " kasus per bulan" * (part == 4)
        grid += f'<line class="grid" x1="0" x2="100%" y1="{at}" y2="{at}"/><text x="0" y="{at - 4}">{named}</text>'
    gap = ""
    if rise >= 2:
        above = [p for p in came[-rise - 1 :] if p is not None]
        below = [p for p in reversed(gone[-rise - 1 :]) if p is not None]
        gap = f'<polygon class="gap" points="{_points([*above, *below])}"/>'
    drawn = "".join(
        f'<polyline class="ln {kind}" points="{_points(run)}"/>'
        for kind, line in (("in", came), ("out", gone))
        for run in _runs(line)
    )
    box = f'<svg x="0" y="18" width="100%" height="180" viewBox="0 0 {n + _ROOM:g} 100" preserveAspectRatio="none">'
    end = (n - 0.5) / (n + _ROOM) * 100
    return grid + box + gap + drawn + "</svg>" + _ends(months[-1], came[-1], gone[-1], end)


def _ends(last: MonthLine, came: tuple[float, float] | None, gone: tuple[float, float] | None, x: float) -> str:
    """The names of the lines at their ends, kept apart where the lines meet."""
    above, below = (22 + point[1] * 1.8 if point else None for point in (came, gone))
    if above is not None and below is not None and abs(above - below) < 16:
        middle = (above + below) / 2
        above, below = (middle - 8, middle + 8) if above <= below else (middle + 8, middle - 8)
    told = ""
    for word, at, count in (("masuk", above, last.received), ("selesai", below, last.ended)):
        if at is not None and not isinstance(count, Hidden):
            named = f"{word} {_amount(count)}"
            told += f'<text class="v halo" x="{x:.1f}%" dx="7" y="{min(at, 193):.0f}">{named}</text>'
    return told


def _columns(months: Sequence[MonthLine], backlogs: Sequence[int], rise: int) -> str:
    top, step = max(backlogs) or 1, 100 / (len(months) + _ROOM)
    drawn = '<text class="v" x="0" y="238">Tunggakan akhir bulan</text>'
    for n, (month, count) in enumerate(zip(months, backlogs, strict=True)):
        middle, height = (n + 0.5) * step, count / top * 80
        kind = "k" if rise >= 2 and n >= len(months) - rise else "d"
        drawn += (
            f'<rect class="{kind}" x="{n * step + 1:.1f}%" y="{342 - height:.0f}" width="{step - 2:.1f}%" '
            f'height="{height:.0f}"/>'
            + _text(middle, 336 - height, _amount(count), value=True)
            + _month(middle, 360, month)
        )
    return drawn + _axis(342)


def _runs(line: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """The stretches of a line between the months that are not told."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in line:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:.1f}" for x, y in points)


def _nice(top: int) -> int:
    """The least round number that four steps reach from 0, each of them a whole number of cases."""
    tenth = 1
    while True:
        for factor in (10, 15, 20, 25, 30, 40, 50, 75):
            step, part = divmod(factor * tenth, 10)
            if not part and step * 4 >= top:
                return step * 4
        tenth *= 10


def _amount(count: float) -> str:
    return f"{decimal_comma(count / 1000)} rb" if count >= 10_000 else thousands(round(count))


def _month(x: float, y: int, month: MonthLine) -> str:
    """``Nov``; below January its year, so that a reader sees where it begins: beside it there is no room on a phone."""
    short = _text(x, y, month_name(month.first.month)[:3])
    return short + _text(x, y + 15, str(month.first.year)) if month.first.month == 1 else short


def _told(months: Sequence[MonthLine]) -> str:
    said: list[str] = []
    for month in months:
        parts = [
            f"{word} {thousands(count)}"
            for word, count in (("masuk", month.received), ("selesai", month.ended), ("tunggakan", month.backlog))
            if isinstance(count, int)
        ]
        said.append(f"{month_name(month.first.month)} {month.first.year}: {', '.join(parts) or 'tidak ditampilkan'}")
    return "; ".join(said)


def _text(x: float, y: float, text: str, *, value: bool = False) -> str:
    """A text with its middle at *x* per cent; *value* is what the mark under it stands for."""
    kind = "v" if value else "u"
    return f'<text class="{kind}" x="{x:.1f}%" y="{y:.0f}" text-anchor="middle">{text}</text>'


def _axis(y: int) -> str:
    return f'<line class="axis" x1="0" x2="100%" y1="{y}" y2="{y}"/>'


def _chart(name: str, height: int, title: str, told: str, body: str) -> Markup:
    head = (
        f'<svg class="chart" height="{height}" role="img" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}.</desc>'
    )
    return Markup(head + body + "</svg>")  # noqa: S704 - numbers and names of months; the rest is escaped

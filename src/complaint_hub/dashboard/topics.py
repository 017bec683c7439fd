"""Section "Topik": the cases of the year by topic, beside the same days of the year before.

For: ``gather``.
Must not: compare a part of a year with a whole one.
"""

from __future__ import annotations

from collections import Counter

from .seen import Seen
from .texts import name as cleaned
from .values import TopicLine, Topics

__all__ = ["spoken", "topics"]

_SHOWN = 15


def topics(seen: Seen) -> Topics:
    """Count by topic; those after the fifteenth are one line."""
    here = seen.day
    last_year = here.replace(year=here.year - 1, day=28 if (here.month, here.day) == (2, 29) else here.day)
    first_before, until_before = last_year.replace(month=1, day=1).toordinal(), last_year.toordinal()
    now: Counter[str | None] = Counter()
    before: Counter[str | None] = Counter()
    for place, _ in seen.counted():
        if seen.of_period(place):
            now[seen.category[place]] += 1
        elif first_before <= seen.received[place] <= until_before:
            before[seen.category[place]] += 1
    named = {name for name in (*now, *before) if name is not None}
    order = sorted(named, key=lambda name: (-now[name], -before[name], name))
    rest = order[_SHOWN:]
    return Topics(
        lines=tuple(TopicLine(name=spoken(name), cases=now[name], before=before[name]) for name in order[:_SHOWN]),
        rest=TopicLine(name="Topik lain", cases=sum(now[n] for n in rest), before=sum(before[n] for n in rest))
        if rest
        else None,
        rest_of=len(rest),
        none=TopicLine(name="Tanpa topik", cases=now[None], before=before[None]),
        cases=now.total(),
        before=before.total(),
    )


def spoken(name: str) -> str:
    """``AIR BERSIH`` → ``Air bersih``: exports shout; what is written with care stays as it is."""
    text = cleaned(name) or "(tanpa nama)"
    return text.capitalize() if text.isupper() and len(text) > 5 else text

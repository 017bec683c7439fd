"""Hides small counts, and as many others as it takes that no total gives a small one away.

For: ``public``.
Must not: round, or change a count: it is told, or it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from .values import Count, Hidden, Rate

__all__ = ["is_small", "settle", "single", "vague"]

_STEPS = 20  # a share that is not told exactly is told in steps of five per cent


def is_small(count: int, least: int) -> bool:
    """Whether a count must not be told; 0 may: that nobody complained points at nobody."""
    return 0 < count < least


def single(count: Count, least: int) -> Count:
    """A count that is part of no sum on the page."""
    return Hidden.small if isinstance(count, Hidden) or is_small(count, least) else count


def settle(counts: Sequence[int], least: int) -> list[Count]:
    """The counts of a partition whose total is known to the reader.

    A small count is hidden. If the others and the total still say what it is, the smallest of the others is hidden too,
    and so on until each hidden small count may have at least two values.

    Returns: the counts in their order; those that are only hidden to hide others as ``Hidden.beside``.
    """
    total = sum(counts)
    small = {place for place, count in enumerate(counts) if is_small(count, least)}
    if is_small(total, least):
        return [Hidden.small if count else 0 for count in counts]
    beside: set[int] = set()
    while small and not _safe(counts, small, beside, least):
        shown = [place for place, count in enumerate(counts) if count and place not in small | beside]
        if not shown:
            # Nothing is left that could hide them: then not even which of them are small is told.
            return [Hidden.beside] * len(counts) if len(counts) > 1 else list(counts)
        beside.add(min(shown, key=lambda place: (counts[place], place)))
    return [
        Hidden.small if place in small else Hidden.beside if place in beside else count
        for place, count in enumerate(counts)
    ]


def _safe(counts: Sequence[int], small: set[int], beside: set[int], least: int) -> bool:
    """Whether a reader who subtracts what is shown from the total is left with a choice for every small count."""
    left = sum(counts[place] for place in small | beside)
    if beside:
        # Each of the others is at least *least*, and as large as one likes: that bounds the small ones from above only.
        most = left - least * len(beside) - (len(small) - 1)
        return most >= 2
    lowest = max(1, left - (least - 1) * (len(small) - 1))
    highest = min(least - 1, left - (len(small) - 1))
    return highest > lowest


def vague(rate: Rate) -> Rate:
    """A share whose numbers are not told, within five per cent."""
    exact = rate.value
    if exact is None:
        return Rate(Hidden.beside, Hidden.beside)
    step = min(_STEPS - 1, floor(exact * _STEPS))
    return Rate(Hidden.beside, Hidden.beside, step / _STEPS, (step + 1) / _STEPS)

"""What each of the six channels asks of its sandbox, beside the least that is possible and what a plain client asks.

Run as ``python -m bench idle``; it takes about half a minute. Counts are the same on every machine.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from .idle_files import lapor_files, register_files
from .idle_records import Cost, Story
from .idle_stories import google_reviews, instagram_comments, tiktok_comments, youtube_comments

__all__ = ["STORIES", "lines", "main"]

STORIES: Sequence[Callable[[], Story]] = (
    lapor_files,
    google_reviews,
    youtube_comments,
    instagram_comments,
    tiktok_comments,
    register_files,
)

_ROW = "{:24} {:>9} {:>9} {:>6} {:>12} {:>8}"


def main() -> None:
    """Tell all stories and print them."""
    for line in lines([tell() for tell in STORIES]):
        print(line)


def lines(stories: Sequence[Story]) -> Iterator[str]:
    """The table, and below it where each least comes from; no line is longer than 80 characters."""
    yield "idle: what a run asks for, and the least that the platform makes possible"
    yield ""
    yield _ROW.format("channel, run", "ours", "least", "ratio", "plain client", "times")
    for story in stories:
        yield f"{story.channel}, in {story.unit}"
        for cost in story.costs:
            yield _line(story, cost)
    yield ""
    yield "The least, counted on what stands on the platform:"
    for story in stories:
        for cost in story.costs:
            yield from _wrapped(f"{story.channel}, {cost.run}: {cost.formula}")
    yield ""
    for story in stories:
        missing = "" if story.found == story.there else f", {story.there - story.found:,} MISSING"
        yield f"{story.channel}: {story.found:,} of {story.there:,} found{missing}"
    notes = [story.note for story in stories if story.note]
    if notes:
        yield ""
    for note in notes:
        yield from _wrapped(note)


def _line(story: Story, cost: Cost) -> str:
    times = f"{story.plain / cost.spent:,.1f}" if cost.spent else "-"
    figures = (f"{cost.spent:,}", f"{cost.least:,}", f"{cost.ratio:.2f}", f"{story.plain:,}", times)
    return _ROW.format(f"  {cost.run}", *figures)


def _wrapped(text: str, width: int = 80) -> Iterator[str]:
    yield from textwrap.wrap(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)

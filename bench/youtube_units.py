"""What reading YouTube costs in units of its daily quota, as the sandbox bills it, next to the least that is possible.

World: 200 videos, 2,000 threads, 3,400 comments; the oldest thread is pinned first.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from complaint_hub.sandbox import youtube as sandbox

from .measure import machine
from .youtube_runs import late_reply, misbehaving, new_threads, read_all, tell

# A page holds 100 threads, an id batch 50, and each of the 100 big threads needs a call of its own.
_LEAST = {
    "first run": (128, "⌈2,000/100⌉ + 100 big threads + ⌈200/50⌉ playlist + ⌈200/50⌉ counters"),
    "idle run": (1, "one page"),
    "150 new threads": (2, "⌈150/100⌉"),
    'deep="changed"': (42, "one page + ⌈(2,150 − the 100 on that page)/50⌉"),
    'deep="full"': (142, "the same + 100 big threads"),
}


def main() -> None:
    """Run the story and print it."""
    with tempfile.TemporaryDirectory() as folder, tell(sandbox.measured(), Path(folder, "aduan.db")) as story:
        story.run()
        story.run()
        new_threads(story.world, 150)
        late_reply(story.world)
        story.run()
        story.run(deep="changed")
        story.run(deep="full")
        found = story.messages()
    print(f"youtube units ({machine('httpx')})")
    for (name, (least, formula)), units in zip(_LEAST.items(), story.units, strict=True):
        print(f"  {name:16} {units:4} units, at least {least:4} = {formula}")
    print(f"  {found:,} comments in the store; the platform holds 3,551")
    with tempfile.TemporaryDirectory() as folder, tell(misbehaving(), Path(folder, "aduan.db")) as story:
        allowed = read_all(story)
        print(f"  with short, empty and repeated pages and a feed of 500 threads: {story.messages():,} comments")
        print(f"  in {len(story.units)} runs of {story.units} units, together {sum(story.units)}, at most {allowed}")

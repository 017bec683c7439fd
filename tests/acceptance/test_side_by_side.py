"""Many accounts at once, with equal numbers inside: nothing collides, and a second look changes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from complaint_hub import Channel, Hub, LocalChannel
from complaint_hub.channels.register import Register
from complaint_hub.sandbox import google, register
from support.google_pages import channel_on

UNITS = 63


def test_twelve_locations_and_sixty_three_registers_do_not_collide(tmp_path: Path) -> None:
    sheets = [register.generate(tmp_path / f"opd-{n}", entries=4, seed=1) for n in range(UNITS)]
    with google.serve(google.demo()) as running:
        channels: list[Channel | LocalChannel] = [channel_on(running)]
        channels += [Register([sheet.path], account=f"opd-{n}") for n, sheet in enumerate(sheets)]
        with Hub(channels, store=tmp_path / "aduan.db", clock=lambda: google.CLOCK) as hub:
            first = hub.sync()
            again = hub.sync()
            rows = list(hub.store.complaints())
    assert [run.error for run in (*first, *again)] == [None] * 2 * (UNITS + 1)
    counted = Counter(row.channel for row in rows)
    assert counted == {"google_reviews": 420, "register": 4 * UNITS}
    assert len({row.scope for row in rows if row.channel == "google_reviews"}) == 12
    assert Counter(row.account for row in rows if row.channel == "register") == {f"opd-{n}": 4 for n in range(UNITS)}
    assert sum(run.counts.new + run.counts.changed for run in again) == 0
    assert not [event for row in rows for event in row.timeline or () if event.type == "edited"]

"""Two channels into one database, who is late, and the rapor of 2023; on this machine, without any account.

Run it: ``python examples/two_channels.py``. It prints::

    lapor 1709 new, 0 set aside, no error
    youtube 448 new, 0 set aside, no error
    34 open cases are past a deadline
    2023: 62 cases, 62 finished, %TL 100%
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from complaint_hub import ApiKey, Channel, Hub, LocalChannel, evaluation, sla
from complaint_hub.channels.lapor import Lapor
from complaint_hub.channels.youtube import YouTube
from complaint_hub.sandbox import lapor as lapor_sandbox
from complaint_hub.sandbox import youtube as youtube_sandbox
from complaint_hub.worktime import WorkCalendar


def main() -> None:
    """Sync, judge, add up."""
    now = datetime(2026, 11, 24, 2, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, youtube_sandbox.serve(youtube_sandbox.demo()) as platform:
        lapor_sandbox.generate_years(Path(folder))
        key = ApiKey(youtube_sandbox.KEY)
        channels: list[Channel | LocalChannel] = [
            Lapor(f"{folder}/**/*.xlsx", agency="Pemerintah Kabupaten Blitar"),
            YouTube(youtube_sandbox.CHANNEL, public=key, base=platform.base),
        ]
        with Hub(channels, store=Path(folder, "aduan.db")) as hub:
            for run in hub.sync(now=now):
                print(run.channel, run.counts.new, "new,", run.counts.set_aside, "set aside,", run.error or "no error")

            calendar = WorkCalendar.indonesia()
            late = [
                verdict
                for verdict in sla.judge(hub.store.complaints(open=True), policy=sla.sp4n(), calendar=calendar, now=now)
                if verdict.overdue
            ]
            print(len({verdict.case for verdict in late}), "open cases are past a deadline")

            card = evaluation.scorecard(
                hub.store.facts(channel="lapor"), year=2023, policy=sla.sp4n(), calendar=calendar, now=now
            )
            print(f"2023: {card.total} cases, {card.finished} finished, %TL {card.followed_up_share:.0%}")


if __name__ == "__main__":
    main()

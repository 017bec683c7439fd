"""Record all cassettes anew, or those named: ``PYTHONPATH=tests python tests/cassettes/record.py [NAME ...]``.

Each is a first run of one channel over the real transport, against its sandbox on localhost.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path

from complaint_hub import Hub
from support.cassettes import FOLDER, STORIES, recorder, secrets_in


def _same(moment: datetime) -> datetime:
    return moment


def main(names: list[str]) -> None:
    """Record, and look at once for what must not be kept."""
    for story in (STORIES[name] for name in names or STORIES):
        path = FOLDER / story.name
        path.unlink(missing_ok=True)
        with (
            story.serve(),
            recorder("once").use_cassette(story.name) as tape,
            tempfile.TemporaryDirectory() as folder,
            Hub([story.channel()], store=Path(folder, "aduan.db"), clock=partial(_same, story.now)) as hub,
        ):
            report = hub.sync()
        assert report.clean, report
        assert not secrets_in(path), secrets_in(path)
        print(f"{story.name}: {len(tape)} requests, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])

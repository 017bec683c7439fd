"""Complaints with their timelines as JSON Lines: one a line, in the form of the committed JSON Schema.

For: programs in other languages, archives, and the command ``export jsonl``.
Must not: tell more of a complaint than ``content`` lets through, nor hold more than one batch of them.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import to_json
from .content import Content
from .files import whole_file
from .workbooks import Written

if TYPE_CHECKING:
    from datetime import datetime

    from ..store import Store

__all__ = ["complaints_jsonl"]


def complaints_jsonl(
    store: Store,
    path: str | PathLike[str],
    *,
    channel: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    content: Content | None = None,
) -> Written:
    """Write every row that was received in [since, until), spam and what nobody has triaged too, oldest first.

    Each line is as ``complaint_hub.model.json_schema()`` says. Without personal data a line lacks ``author``,
    ``attachments`` and ``raw``, and its texts are redacted; a line that was left out of is no complete copy, so do not
    import it over the original.

    Raises: OSError, if the file cannot be written; StoreError.
    """
    told = content or Content()
    n = 0
    with (
        whole_file(path, private=told.personal or told.confidential) as part,
        part.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for complaint in store.complaints(channel=channel, since=since, until=until):
            file.write(to_json(told.complaint(complaint)) + "\n")
            n += 1
    return Written(Path(path), {"complaints": n})

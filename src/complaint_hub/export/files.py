"""A file that appears under its name when it is whole, and not before.

For: every file of this room.
Must not: know what is written.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str | PathLike[str], *, private: bool) -> Generator[Path]:
    """A name beside *path* to write to; after the block it takes the place of *path*, after an error it is gone.

    Args:
        private: readable by its owner alone from the start (POSIX).
    """
    target = Path(path)
    # The dot keeps an unfinished file out of patterns such as *.xlsx.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600 if private else 0o666))
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

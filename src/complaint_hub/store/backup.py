"""A copy of the database while others write to it: consistent, checked, and never over another file.

For: the command ``store backup``, and programs that keep copies by themselves.
Must not: open the original as a store, which would bring an older one up to date: before an upgrade is when a copy
is wanted most.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..errors import StoreError
from .engine import file_of, sentence

__all__ = ["Backup", "back_up"]

_LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished copy.

    Attributes:
        path: where it lies, readable by its owner alone (POSIX); one file, without files beside it.
        size: in bytes.
        complaints: how many it holds.
    """

    path: Path
    size: int
    complaints: int


def back_up(url: str | os.PathLike[str], target: str | os.PathLike[str]) -> Backup:
    """Copy a SQLite database as it stands at one moment; writers go on meanwhile and are not waited for.

    Args:
        url: the store's name, as :class:`~complaint_hub.store.Store` takes it.
        target: a file that does not exist yet. It appears under this name when it is whole, not before.

    Raises: StoreError, if the store is a database server, *target* exists, or either file cannot be used.
    """
    source, target = _source(url), Path(target)
    _refuse(target)
    # The dot keeps an unfinished copy out of patterns such as *.db.
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        # Created here, so that it is never readable by others, not even while it grows.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        complaints = _copy(source, part, target)
        _keep(part)
        _refuse(target)
        part.rename(target)
    except OSError as problem:
        raise StoreError(f"{target} cannot be written: {problem.strerror or type(problem).__name__}") from None
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, target.stat().st_size, complaints)


def _source(url: str | os.PathLike[str]) -> Path:
    path = file_of(url)
    if path is None:
        raise StoreError(
            f"{os.fspath(url).partition('://')[0]} databases are copied by their own tools: for PostgreSQL run "
            "pg_dump --format=custom --file=FILE DATABASE, and restore it with pg_restore"
        )
    if not path.is_file():
        raise StoreError(f"there is no database {path} (looked in {path.absolute().parent})")
    return path


def _refuse(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise StoreError(f"{target} exists already: a backup overwrites nothing; choose another name")
    # SQLite would play the log of a database that is gone into the copy.
    left = [name for end in ("-wal", "-shm", "-journal") if (name := target.with_name(target.name + end)).exists()]
    if left:
        raise StoreError(f"{left[0]} is left from another database: move it away together with that, or delete it")
    if not target.absolute().parent.is_dir():
        raise StoreError(f"{target}: the folder {target.parent} does not exist; create it, or name another file")


def _copy(source: Path, part: Path, target: Path) -> int:
    """Copy and look at the copy. Returns: how many complaints it holds."""
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=_LOCK_SECONDS)) as old,
            closing(sqlite3.connect(part)) as new,
        ):
            # All pages in one step, which is one reading transaction: in smaller steps the copy would begin anew
            # each time somebody writes, and beside a long sync never come to an end.
            old.backup(new, pages=-1)
            # The copy is one file: no log beside it that could be forgotten.
            new.execute("PRAGMA journal_mode=DELETE")
            told = new.execute("PRAGMA integrity_check").fetchone()[0]
            if told != "ok":
                raise StoreError(f"{source} is damaged ({told}): no backup was made; restore it from an older one")
            return int(new.execute("SELECT count(*) FROM complaint").fetchone()[0])
    except sqlite3.Error as problem:
        # A full disk is the copy's; everything else that goes wrong is the original's.
        raise StoreError(sentence(str(target if "disk is full" in str(problem) else source), problem)) from None


def _keep(part: Path) -> None:
    """Wait until the copy is on the disk."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())

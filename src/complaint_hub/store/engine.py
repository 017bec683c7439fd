"""Opening the database: connections as they must be set up, and one place where its errors become ours.

For: the store. SQLite gets two engines: one whose transactions take the write lock at their start, so that nothing read
in them can be stale when it is written, and one for readers, who then never block a writer (write-ahead log).
Must not: know a table.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ..errors import StoreError

__all__ = ["Database", "file_of", "sentence"]

# How long a writer waits for another writer of the same file before it says that the file is locked.
_LOCK_SECONDS = 10.0

# The mark of a connection of a writer that is only read from this time.
_LOOKING = {"complaint_hub_looking": True}


@dataclass(frozen=True)
class Database:
    """One database, ready to be used.

    Attributes:
        name: the file, or host and database, as messages name it; never a password.
    """

    name: str
    _writing: Engine
    _reading: Engine
    _durable: Engine

    @classmethod
    def open(cls, url: str | os.PathLike[str], *, read_only: bool = False) -> Database:
        """Set up the engines for a path, a ``sqlite:///`` or a ``postgresql://`` URL.

        A new SQLite file is created readable by its owner alone (POSIX); SQLite gives the same mode to its side files.

        Args:
            read_only: create nothing and write nothing, not even a file beside the database.

        Raises: StoreError, if the URL cannot be understood or the file cannot be created.
        """
        parsed = _parse(url)
        if read_only:
            engine = _looking(parsed)
            return cls(parsed.render_as_string(hide_password=True), engine, engine, engine)
        if parsed.get_backend_name() != "sqlite":
            engine = create_engine(parsed)
            return cls(parsed.render_as_string(hide_password=True), engine, engine, engine)
        name = _file(parsed)
        if not name.startswith("file:"):
            _create(Path(name))
        return cls(
            name,
            _sqlite(parsed, immediate=True),
            _sqlite(parsed, immediate=False),
            _sqlite(parsed, immediate=True, durable=True),
        )

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Connection, None, None]:
        """A transaction that may write; *durable* survives power loss, at the price of waiting for the disk."""
        with self._translated(), (self._durable if durable else self._writing).begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Generator[Connection, None, None]:
        """A transaction that only reads, on one consistent state."""
        with self._translated(), self._reading.connect() as conn:
            conn.begin()
            yield conn

    @contextmanager
    def look(self) -> Generator[Connection, None, None]:
        """The same for what a run asks between its commits: on a writer's connection, which remembers their pages."""
        with self._translated(), self._writing.connect().execution_options(**_LOOKING) as conn:
            conn.begin()
            yield conn

    def keep_log(self) -> None:
        """Let writers never block readers (write-ahead log). That stays in the file, so it must be one of ours."""
        if self._reading.dialect.name == "sqlite":
            # On a connection of the driver: a journal cannot be changed within a transaction.
            with self._translated(), closing(self._reading.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode=WAL")

    def scrub(self) -> bool:
        """Let the file hold nothing that is in no row any more: its log is emptied, its free pages are given back.

        Returns: False on a server, where that is its administrator's.
        """
        if self._durable.dialect.name != "sqlite":
            return False
        with self._translated(), closing(self._durable.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA secure_delete=ON")
            for step in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                busy = cursor.execute(step).fetchone()
                if busy is not None and busy[0]:
                    raise StoreError(
                        f"{self.name} is being read by another program, so its log still holds what was erased: close "
                        "that program, and give the same command again"
                    )
        return True

    def close(self) -> None:
        """Close all connections."""
        for engine in (self._writing, self._reading, self._durable):
            engine.dispose()

    @contextmanager
    def _translated(self) -> Generator[None, None, None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, self._reading.dialect.loaded_dbapi.Error) as error:
            raise StoreError(sentence(self.name, error)) from error


def _parse(url: str | os.PathLike[str]) -> URL:
    if not isinstance(url, str) or "://" not in url:
        return URL.create("sqlite", database=os.fspath(url))
    try:
        parsed = make_url(url)
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(
            f"the store's address is not understood ({type(error).__name__}): "
            "give a file name, sqlite:///FILE or postgresql://HOST/NAME"
        ) from None
    return parsed


def file_of(url: str | os.PathLike[str]) -> Path | None:
    """The file behind a store's name; None if it is a database server. Raises StoreError, as :meth:`Database.open`."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    return Path(_file(parsed).removeprefix("file:").partition("?")[0])


def _file(url: URL) -> str:
    """What a SQLite URL names: a file, or a URI of one."""
    if not url.database or ":memory:" in url.database:
        raise StoreError("a store in memory cannot be shared by its connections: name a file, such as aduan.db")
    return url.database


def _create(path: Path) -> None:
    """Create an empty file that only its owner can read; an existing one is left alone."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except FileNotFoundError:
        raise StoreError(f"{path}: the folder {path.parent} does not exist; create it, or name another file") from None
    except IsADirectoryError:
        raise StoreError(f"{path} is a folder; name a file in it, such as {path / 'aduan.db'}") from None
    except PermissionError:
        # A file that can be read but not written is opened all the same; the first write says what is wrong.
        if not path.is_file():
            raise StoreError(f"{path} cannot be created: the folder {path.parent} is not writable") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror or type(error).__name__}") from None


def _looking(url: URL) -> Engine:
    """An engine that cannot write."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, execution_options={"postgresql_readonly": True})
    path = Path(_file(url).removeprefix("file:").partition("?")[0]).absolute()
    # A reader of a log would make the files beside the database anew, and leave them. Without a log nobody has it open,
    # and the file itself says all.
    how = {"mode": "ro"} if path.with_name(f"{path.name}-wal").exists() else {"mode": "ro", "immutable": "1"}
    name = path.as_uri().removeprefix("file://")
    return create_engine(
        URL.create("sqlite", database=f"file:{name}", query={"uri": "true", **how}), poolclass=NullPool
    )


def _sqlite(url: URL, *, immediate: bool, durable: bool = False) -> Engine:
    arguments: dict[str, Any] = {} if "timeout" in url.query else {"timeout": _LOCK_SECONDS}
    # Tokens are written seldom: their engine keeps no connection open.
    # Of the others the one that was used last is taken first, since it remembers most.
    pool: dict[str, Any] = {"poolclass": NullPool} if durable else {"pool_use_lifo": True}
    engine = create_engine(url, connect_args=arguments, **pool)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        # The driver must not open transactions by itself: BEGIN is ours, below.
        connection.isolation_level = None
        # A power loss may lose the last commits, never their order: pages are then read again.
        connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA foreign_keys=ON")
        # Pages of an index that many commits touch go from the log into the file once: 16 MB instead of 4.
        connection.execute("PRAGMA wal_autocheckpoint=4000")
        # 8 MB of pages: where ids are drawn at random, the default of 2 is read anew for each commit.
        connection.execute(f"PRAGMA cache_size={-8_000 if immediate else -2_000}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        looking = connection.get_execution_options().keys() >= _LOOKING.keys()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate and not looking else "BEGIN")

    return engine


def sentence(name: str, error: Exception) -> str:
    """One sentence for a person: what is wrong with the database, and what to do."""
    # The driver's words alone: SQLAlchemy's would show the statement and what was to be stored.
    cause = str(error.orig if isinstance(error, DBAPIError) else error)
    known = {
        "database is locked": "is locked by another program; wait until it is done, or close it",
        "readonly database": "is read-only; make the file and its folder writable, or name another file",
        "unable to open": "cannot be opened; check that its folder exists and may be written",
        "file is not a database": "is not a database of this program; name another file",
        "disk image is malformed": "is damaged; restore it from a backup",
        "disk is full": "cannot grow: the disk is full; make room and run again",
        "no such table": "lacks a table of this program; name another file, or restore it from a backup",
        "no such column": "lacks a column of this program; name another file, or restore it from a backup",
    }
    for words, sentence in known.items():
        if words in cause:
            return f"{name} {sentence}"
    return f"{name} cannot be used: {cause.splitlines()[0] if cause else type(error).__name__}"

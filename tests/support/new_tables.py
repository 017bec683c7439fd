"""Gives an empty SQLite database its tables from what the steps from version to version made once in this process.

For: all tests, since thousands open a new database and the steps take fifty milliseconds each time. Where the steps
themselves are the matter, ``by_steps`` lets them run.
Must not: touch a database that holds a table already; differ from what the steps make, which a test compares.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from complaint_hub.store import schema

__all__ = ["by_steps", "install"]

_step_by_step = schema._upgrade
_made: list[tuple[str, tuple[object, ...]]] = []


def install() -> None:
    """Let every store of this process, and of those forked from it, have its tables this way."""
    schema._upgrade = _upgrade


@contextmanager
def by_steps() -> Generator[None]:
    """Each new database takes every step, as outside the tests."""
    before, schema._upgrade = schema._upgrade, _step_by_step
    try:
        yield
    finally:
        schema._upgrade = before


def _upgrade(conn: Connection, *, to: str = schema.HEAD) -> None:
    if to != schema.HEAD or conn.dialect.name != "sqlite" or _objects(conn):
        _step_by_step(conn, to=to)
        return
    if not _made:
        _step_by_step(conn, to=to)
        _made.extend(_told(conn))
        return
    for statement, values in _made:
        conn.exec_driver_sql(statement, values)


def _objects(conn: Connection) -> list[tuple[str, str]]:
    """Names and statements of tables, indexes and triggers, in the order in which they were made."""
    found = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    return [(name, sql) for name, sql in found]


def _told(conn: Connection) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Statements that make the same tables with the same rows."""
    objects = [(name, sql) for name, sql in _objects(conn) if not name.startswith("sqlite_")]
    for _, sql in objects:
        yield sql, ()
    for name, sql in objects:
        if sql.upper().startswith("CREATE TABLE"):
            for row in conn.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall():
                yield f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', tuple(row)

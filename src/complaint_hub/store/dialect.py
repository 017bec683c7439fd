"""What SQLite and PostgreSQL say differently: an upsert, and a long list of ids as one parameter.

For: the store's own modules, so that everything else is written once.
Must not: know a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Table, Text, any_, bindparam, cast, func, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

__all__ = ["among", "among_tuples", "upsert", "write_many"]


def upsert(conn: Connection, table: Table) -> Any:
    """An INSERT that knows ``on_conflict_do_update``; both dialects spell it alike."""
    return sqlite.insert(table) if conn.dialect.name == "sqlite" else postgresql.insert(table)


def write_many(conn: Connection, statement: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute an INSERT or UPDATE with many rows of plain values: instants in microseconds, enums as text.

    The values go to the driver as they are. SQLAlchemy would look at each of them once more, which costs more than
    the database takes for the row.
    """
    if not rows:
        return
    compiled = statement.compile(dialect=conn.dialect, column_keys=list(rows[0]))
    names: Sequence[str] | None = compiled.positiontup
    # A dialect with places wants tuples, one with names takes the rows as they are.
    parameters: Any = [tuple(map(row.__getitem__, names)) for row in rows] if names is not None else list(rows)
    conn.exec_driver_sql(str(compiled), parameters)


def among(conn: Connection, column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """*column* is one of *values*, however many they are."""
    listed = list(values)
    if conn.dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(cast(bindparam(None, listed), ARRAY(Text)))


def among_tuples(
    conn: Connection, columns: Sequence[ColumnElement[Any]], values: Iterable[tuple[str, ...]]
) -> ColumnElement[bool]:
    """*columns* together are one of *values*; both sides have the same length."""
    listed = list(values)
    if conn.dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        parts = [func.json_extract(each.c.value, f"$[{place}]") for place in range(len(columns))]
        return tuple_(*columns).in_(select(*parts).select_from(each))
    return tuple_(*columns).in_(listed)

"""What SQLite and PostgreSQL say differently: an upsert, and a long list of ids as one parameter.

For: the store's own modules, so that everything else is written once.
Must not: know a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import count
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Select,
    SelectBase,
    Table,
    Text,
    UpdateBase,
    any_,
    bindparam,
    cast,
    func,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

__all__ = [
    "among",
    "among_tuples",
    "ask",
    "directly",
    "listed",
    "next_numbers",
    "one_of",
    "pass_by",
    "put_rows",
    "tell",
    "upsert",
]


def upsert(dialect: str, table: Table) -> Any:
    """An INSERT that knows ``on_conflict_do_update``; both dialects spell it alike."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def put_rows(
    conn: Connection,
    table: Table,
    columns: tuple[str, ...],
    rows: Sequence[tuple[object, ...]],
    *,
    keys: tuple[str, ...],
    keep: tuple[str, ...] = (),
) -> None:
    """Insert many rows; one that has the *keys* of a stored row takes its place, except for the columns to *keep*.

    The values are plain (instants in microseconds, enums as text) and go to the driver as they are: SQLAlchemy would
    look at each of them once more, which costs more than the database takes for the row.

    Args:
        columns: in the order of the table.
        rows: the values of these columns.
    """
    if not rows:
        return
    sql, placed = _put_sql(conn.dialect, table, columns, keys, keep)
    # A dialect with places wants tuples, one with names wants names.
    parameters: Any = list(rows) if placed else [dict(zip(columns, row, strict=True)) for row in rows]
    directly(conn, sql, parameters, many=True)


@lru_cache(maxsize=64)
def _put_sql(
    dialect: Dialect, table: Table, columns: tuple[str, ...], keys: tuple[str, ...], keep: tuple[str, ...]
) -> tuple[str, bool]:
    """The statement's text, and whether it takes its values by place."""
    statement = upsert(dialect.name, table)
    taken = {name: statement.excluded[name] for name in columns if name not in (*keys, *keep)}
    put = statement.on_conflict_do_update(index_elements=list(keys), set_=taken)
    compiled: Any = put.compile(dialect=dialect, column_keys=list(columns))
    places = compiled.positiontup
    if places is not None and tuple(places) != columns:
        raise ValueError(f"the columns of {table.name} are named in another order than the table's: {columns}")
    return str(compiled), places is not None


def ask(conn: Connection, statement: SelectBase, **given: object) -> Sequence[Any]:
    """The rows of a statement that is made once and runs for every page.

    Like :func:`put_rows` it passes SQLAlchemy's types by: values go in and come out as the driver has them, so instants
    are microseconds.
    """
    rows: Sequence[Any] = _run(conn, statement, given).fetchall()
    return rows


def tell(conn: Connection, statement: UpdateBase, **given: object) -> int:
    """The same for a statement that writes. Returns: how many rows it wrote."""
    written: int = _run(conn, statement, given).rowcount
    return written


def _run(conn: Connection, statement: SelectBase | UpdateBase, given: Mapping[str, object]) -> Any:
    sql, values, places = _run_sql(conn.dialect, statement)
    told = {**values, **given}
    return directly(conn, sql, told if places is None else tuple(told[name] for name in places))


def directly(conn: Connection, sql: str, parameters: Any, *, many: bool = False) -> Any:
    """Run a statement by the driver, within the transaction that *conn* has begun. Returns: the driver's cursor.

    SQLAlchemy's own way costs more than such a statement itself, and a run makes a dozen of them a page.
    """
    cursor = conn.connection.cursor()
    (cursor.executemany if many else cursor.execute)(sql, parameters)
    return cursor


@lru_cache(maxsize=64)
def _run_sql(
    dialect: Dialect, statement: SelectBase | UpdateBase
) -> tuple[str, dict[str, Any], tuple[str, ...] | None]:
    """The statement's text, the values that stand in it, and the order of all of them where they go by place."""
    compiled: Any = statement.compile(dialect=dialect)
    places = compiled.positiontup
    return str(compiled), dict(compiled.params), None if places is None else tuple(places)


def pass_by(conn: Connection, statement: SelectBase, *, chunk: int) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The rows of a large answer as the driver has them, *chunk* at a time."""
    compiled: Any = statement.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
    places = compiled.positiontup
    given = {name: _bound(conn.dialect, compiled, name, value) for name, value in compiled.construct_params().items()}
    parameters: Any = given if places is None else tuple(given[name] for name in places)
    cursor: Any = conn.exec_driver_sql(str(compiled), parameters).cursor
    while rows := cursor.fetchmany(chunk):
        yield rows


def _bound(dialect: Dialect, compiled: Any, name: str, value: object) -> object:
    """A parameter as the driver takes it: an instant as microseconds."""
    process = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process is not None else value


def next_numbers(conn: Connection, table: Table, *others: Table) -> Iterator[int]:
    """Numbers for rows of *table* that will be inserted in this transaction, one after the other.

    Args:
        others: tables whose rows have numbers of the same sequence.
    """
    if conn.dialect.name == "sqlite":
        # A writing transaction holds the lock from its start: nobody else can take the numbers meanwhile.
        return count(max(ask(conn, _last_numbers(table, *others))[0]) + 1)
    drawn = select(func.nextval(func.pg_get_serial_sequence(table.name, "n")))
    return (int(conn.execute(drawn).scalar_one()) for _ in count())


@cache
def _last_numbers(*tables: Table) -> Select[*tuple[int, ...]]:
    return select(*(func.coalesce(select(func.max(table.c.n)).scalar_subquery(), 0) for table in tables))


def among(conn: Connection, column: ColumnElement[Any], values: Iterable[str] | Iterable[int]) -> ColumnElement[bool]:
    """*column* is one of *values*, however many they are."""
    wanted = list(values)
    if conn.dialect.name == "sqlite":
        each = func.json_each(json.dumps(wanted)).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(cast(bindparam(None, wanted), ARRAY(column.type)))


def one_of(dialect: str, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The same, with the values given later as parameter *name* (see :func:`listed`).

    For statements that run for every page: they are made once, since making one costs as much as running it.
    """
    if dialect == "sqlite":
        each = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return column.in_(select(each.c.value))
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


def listed(conn: Connection, values: Iterable[str] | Iterable[int]) -> Any:
    """Values as the parameter of :func:`one_of`."""
    return json.dumps(list(values)) if conn.dialect.name == "sqlite" else list(values)


def among_tuples(
    conn: Connection, columns: Sequence[ColumnElement[Any]], values: Iterable[tuple[str | int, ...]]
) -> ColumnElement[bool]:
    """*columns* together are one of *values*; both sides have the same length."""
    listed = list(values)
    if conn.dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        parts = [func.json_extract(each.c.value, f"$[{place}]") for place in range(len(columns))]
        return tuple_(*columns).in_(select(*parts).select_from(each))
    return tuple_(*columns).in_(listed)

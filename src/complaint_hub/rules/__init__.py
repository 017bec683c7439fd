"""Rules as data: one TOML file a table, each with its source and the time it is in force.

For: everything that changes by decree or by an office's practice (time limits, status texts, days off, ...). A user
replaces a table by a file of the same form: ``load("sp4n_limits", "our_limits.toml")``.
Must not: decide anything. A table is read and checked here; what its rows mean is the consumer's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from ..errors import ConfigError
from ._shapes import SHAPES, Shape, wrong

__all__ = ["Row", "Table", "in_force", "load", "names"]

Row: TypeAlias = Mapping[str, Any]
"""One rule. Besides its own fields it always says ``source``, ``in_force_from`` and ``in_force_until`` (or None)."""

_HEAD = {"title": str, "source": str, "in_force_from": date, "in_force_until": date, "notes": str}


@dataclass(frozen=True, slots=True)
class Table:
    """One table of rules.

    Attributes:
        name: which table it is (``"sp4n_limits"``).
        title: what it is, in one line.
        source: regulation, page or observation that the rows rest on, unless a row names its own.
        in_force_from: first day, None for always.
        in_force_until: last day, None while it is in force.
        file: where it was read from.
        rows: the rules, in the order of the file.
    """

    name: str
    title: str
    source: str
    in_force_from: date | None
    in_force_until: date | None
    file: str
    rows: tuple[Row, ...] = field(repr=False)


def names() -> tuple[str, ...]:
    """The tables that are shipped, sorted."""
    return tuple(sorted(SHAPES))


def load(name: str, path: str | Path | None = None) -> Table:
    """Read and check one table.

    Args:
        name: one of ``names()``.
        path: the user's own file instead of the shipped one; it replaces the table, it does not add to it.

    Returns: the table; values a row leaves out are filled in, source and dates from the head of the file.
    Raises: ConfigError, naming file, row and field, if the file is missing, no TOML, or a row has not the form of
        this table.
    """
    if name not in SHAPES:
        raise ConfigError(f"There is no table of rules called {name!r}: choose one of {', '.join(names())}")
    file = f"{name}.toml" if path is None else str(path)
    try:
        content = (
            resources.files(__name__).joinpath(file).read_text("utf-8")
            if path is None
            else Path(path).read_text("utf-8-sig")
        )
        document = tomllib.loads(content)
    except OSError as error:
        raise ConfigError(f"The table {name} cannot be read from {file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"The table {name} in {file} is not UTF-8: save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The table {name} in {file} is not TOML: {error}") from error
    return _table(name, file, document)


def in_force(rows: Iterable[Row], on: date) -> tuple[Row, ...]:
    """Those rows that hold on the day *on*, first and last day included, in their order."""
    return tuple(
        row
        for row in rows
        if (row["in_force_from"] is None or row["in_force_from"] <= on)
        and (row["in_force_until"] is None or on <= row["in_force_until"])
    )


def _table(name: str, file: str, document: dict[str, Any]) -> Table:
    head = {key: value for key, value in document.items() if key != "rows"}
    _check_head(file, head)
    rows = document.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{file}: no rows: write each rule under [[rows]]")
    return Table(
        name=name,
        title=head.get("title", name),
        source=head["source"],
        in_force_from=head.get("in_force_from"),
        in_force_until=head.get("in_force_until"),
        file=file,
        rows=tuple(_row(SHAPES[name], _place(file, n, row), head, row) for n, row in enumerate(rows, start=1)),
    )


def _place(file: str, number: int, row: Mapping[str, Any]) -> str:
    """Where a row stands: its number and, where it has one, its name."""
    return f"{file}, row {number}" + (f" ({row['id']})" if isinstance(row.get("id"), str) else "")


def _check_head(file: str, head: Mapping[str, Any]) -> None:
    for key, value in head.items():
        if key not in _HEAD:
            raise ConfigError(f"{file}: unknown setting {key!r}: known are {', '.join(_HEAD)} and [[rows]]")
        if type(value) is not _HEAD[key]:
            raise ConfigError(f"{file}: {key} must be {_named(_HEAD[key])}, got {value!r}")
    if not str(head.get("source", "")).strip():
        raise ConfigError(f"{file}: source is missing: name the regulation or the page that the rules rest on")
    _check_order(file, head)


def _check_order(place: str, row: Mapping[str, Any]) -> None:
    first, last = row.get("in_force_from"), row.get("in_force_until")
    if first and last and last < first:
        raise ConfigError(f"{place}: in_force_until {last} lies before in_force_from {first}")


def _row(shape: Shape, place: str, head: Mapping[str, Any], given: Mapping[str, Any]) -> Row:
    for key in given:
        if key not in shape:
            raise ConfigError(f"{place}: unknown field {key!r}: known are {', '.join(shape)}")
    row: dict[str, Any] = {}
    for key, rule in shape.items():
        value = given.get(key, head.get(key) if rule.from_head else None)
        if value is None:
            if rule.required:
                raise ConfigError(f"{place}: {key} is missing: it must be {rule.wanted}")
            row[key] = rule.default
            continue
        if complaint := wrong(rule, value):
            raise ConfigError(f"{place}: {key} must be {complaint}, got {value!r}")
        row[key] = tuple(value) if isinstance(value, list) else value
    _check_order(place, row)
    return MappingProxyType(row)


def _named(kind: type) -> str:
    return "a date like 2025-01-31" if kind is date else "a text"

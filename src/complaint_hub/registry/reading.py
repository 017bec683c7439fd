"""Reads a registry: one TOML file, or a folder of CSV files; each slip is named with its file, row and field.

For: ``Registry.load``, and :func:`read_places`, which reads places from a table of rules.
Must not: say whether the registry adds up (see ``checking``), or guess what an unknown field means.

The file::

    agency = "Pemerintah Kabupaten Blitar"
    places = "blitar_places"         # a shipped table, a file of that form, or [[places]] in this file

    [[units]]
    code = "dishub"
    name = "Dinas Perhubungan"
    kind = "dinas"                   # or "department"
    aliases = ["Dishub"]

    [[officers]]
    id = "petugas-07"
    role = "pejabat penghubung"      # or "liaison"
    unit = "dishub"
    from = 2023-01-02

A folder holds ``units.csv`` and ``officers.csv``, if wanted ``places.csv`` (or ``unit.csv``, ``petugas.csv``,
``tempat.csv``), with the same fields as headings, or the Indonesian ones; several texts in a cell are parted by ``;``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeVar

from .. import rules
from ..errors import ConfigError, PayloadError
from .spelling import folded
from .values import Officer, Place, PlaceKind, Post, Unit, UnitKind
from .words import OFFICERS, PLACES, UNITS, Field

__all__ = ["SHIPPED_PLACES", "Read", "read_places", "read_registry"]

SHIPPED_PLACES: Final = "blitar_places"
"""Name of the table of places that comes with the library: Kabupaten Blitar."""

_HEAD: Final = ("agency", "places", "units", "officers")
_ROOM: Final = 10_000_000
_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    "units": ("units.csv", "unit.csv"),
    "officers": ("officers.csv", "petugas.csv"),
    "places": ("places.csv", "tempat.csv"),
}
_WANTED: Final[Mapping[str, str]] = {
    "text": "a text that is not empty",
    "texts": 'texts that are not empty, like ["Dishub", "Dinas Perhubungan Kab. Blitar"]',
    "date": "a date like 2025-01-31",
    "number": "a whole number above 0",
    "switch": "true or false",
}
_YES, _NO = ("true", "ya", "yes", "1"), ("false", "tidak", "no", "0")
_Value = TypeVar("_Value", Unit, Officer, Place)
_Row = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file or a folder says, not yet compared with itself."""

    units: tuple[Unit, ...]
    terms: tuple[Officer, ...]
    places: tuple[Place, ...]
    agency: str | None = None


def read_registry(path: str | PathLike[str]) -> Read:
    """Read a TOML file, or a folder of CSV files. Raises ConfigError, naming file, row and field."""
    path = Path(path)
    if path.is_dir():
        return _folder(path)
    document = _toml(path)
    for key in document:
        if key not in _HEAD:
            raise ConfigError(f"{path}: unknown setting {key!r}: known are agency, places, [[units]] and [[officers]]")
    agency = document.get("agency")
    if agency is not None and not (isinstance(agency, str) and agency.strip()):
        raise ConfigError(f"{path}: agency must be {_WANTED['text']}, got {agency!r}")
    return Read(
        units=_units(_listed(path, document, "units", required=True)),
        terms=_officers(_listed(path, document, "officers")),
        places=_places_of(path, document),
        agency=agency,
    )


def read_places(path: str | PathLike[str] | None = None) -> tuple[Place, ...]:
    """Read places and their population from a table of rules.

    Args:
        path: a file in the form of ``rules/blitar_places.toml``; None is that table itself, Kabupaten Blitar.

    Raises: ConfigError.
    """
    table = rules.load(SHIPPED_PLACES, Path(path) if path is not None else None)
    fields = [name for name in PLACES if name != "kind"]
    return tuple(
        Place(kind=PlaceKind(row["kind"]), **{name: row[name] for name in fields if row[name] is not None})
        for row in table.rows
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(_ROOM + 1)
    except FileNotFoundError:
        raise ConfigError(f"there is no registry {path} (looked in {path.absolute().parent})") from None
    except OSError as problem:
        raise ConfigError(f"the registry {path} cannot be read ({problem.strerror})") from None
    if len(content) > _ROOM:
        raise ConfigError(f"{path} is no registry: it is larger than 10 MB")
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8: save it again as UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise ConfigError(f"{path} is not TOML: {problem}; a registry is a TOML file or a folder of CSV") from None


def _listed(path: Path, document: Mapping[str, Any], key: str, *, required: bool = False) -> Iterator[_Row]:
    rows = document.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{path}: {key} must be written row by row under [[{key}]]")
    if required and not rows:
        raise ConfigError(f"{path}: no units: write each unit under [[units]]")
    return ((f"{path}, {key} {n}", row) for n, row in enumerate(rows, start=1))


def _places_of(path: Path, document: Mapping[str, Any]) -> tuple[Place, ...]:
    named = document.get("places", [])
    if not isinstance(named, str):
        return _places(_listed(path, document, "places"))
    return read_places() if named == SHIPPED_PLACES else read_places(path.parent / named)


def _folder(folder: Path) -> Read:
    files = {what: next((folder / n for n in names if (folder / n).exists()), None) for what, names in _FILES.items()}
    units, officers, places = files["units"], files["officers"], files["places"]
    if units is None:
        raise ConfigError(f"{folder} is no registry: it has no {' or '.join(_FILES['units'])}")
    read = Read(
        units=_units(_sheet(units, UNITS)),
        terms=_officers(_sheet(officers, OFFICERS)) if officers else (),
        places=_places(_sheet(places, PLACES)) if places else (),
    )
    if not read.units:
        raise ConfigError(f"{units}: no units below the headings")
    return read


def _sheet(path: Path, fields: Mapping[str, Field]) -> Iterator[_Row]:
    """The rows of a CSV file by field; empty cells and empty rows say nothing."""
    # A program that reads TOML alone needs no reader of workbooks.
    from ..sheets import cell_text, open_sheet

    names = {folded(told): name for name, field in fields.items() for told in (name, field.indonesian)}
    headings: list[str] | None = None
    try:
        for number, cells in open_sheet(path):
            texts = [cell_text(cell) for cell in cells]
            if not any(texts):
                continue
            if headings is None:
                headings = [_heading(path, text, names, fields) for text in texts]
                continue
            if any(texts[len(headings) :]):
                raise ConfigError(f"{path}, row {number}: more cells than headings: put texts with ; in quotes")
            yield f"{path}, row {number}", {h: t for h, t in zip(headings, texts, strict=False) if h and t}
    except PayloadError as problem:
        raise ConfigError(str(problem)) from None
    if headings is None:
        raise ConfigError(f"{path} is empty: its first row names the fields: {', '.join(fields)}")


def _heading(path: Path, text: str | None, names: Mapping[str, str], fields: Mapping[str, Field]) -> str:
    if text is None:
        return ""
    if (name := names.get(folded(text))) is None:
        known = ", ".join(f"{name} ({field.indonesian})" for name, field in fields.items())
        raise ConfigError(f"{path}: unknown heading {text!r}: known are {known}")
    return name


def _units(rows: Iterable[_Row]) -> tuple[Unit, ...]:
    def made(values: dict[str, Any]) -> Unit:
        return Unit(kind=UnitKind(values.pop("kind", UnitKind.other)), **values)

    return _made(rows, UNITS, made)


def _officers(rows: Iterable[_Row]) -> tuple[Officer, ...]:
    return _made(rows, OFFICERS, lambda values: Officer(role=Post(values.pop("role")), **values))


def _places(rows: Iterable[_Row]) -> tuple[Place, ...]:
    return _made(rows, PLACES, lambda values: Place(kind=PlaceKind(values.pop("kind")), **values))


def _made(
    rows: Iterable[_Row], fields: Mapping[str, Field], make: Callable[[dict[str, Any]], _Value]
) -> tuple[_Value, ...]:
    found: list[_Value] = []
    for place, row in rows:
        for name in row:
            if name not in fields:
                raise ConfigError(f"{place}: unknown field {name!r}: known are {', '.join(fields)}")
        values: dict[str, Any] = {}
        for name, field in fields.items():
            if name in row:
                values[field.target or name] = _value(f"{place}: {name}", field, row[name])
            elif field.required:
                raise ConfigError(f"{place}: {name} is missing: it must be {_wanted(field)}")
        try:
            found.append(make(values))
        except ConfigError as problem:
            raise ConfigError(f"{place}: {problem}") from None
    return tuple(found)


def _wanted(field: Field) -> str:
    return f"one of {', '.join(field.words)}" if field.words else _WANTED[field.what]


def _value(place: str, field: Field, given: object) -> object:
    read = _READ[field.what](given)
    if field.words is not None and read is not None:
        words = {folded(word): meant for word, meant in field.words.items()}
        read = words.get(folded(str(read)))
    if read is None:
        raise ConfigError(f"{place} must be {_wanted(field)}, got {given!r}")
    return read


def _text(given: object) -> str | None:
    return given.strip() or None if isinstance(given, str) else None


def _texts(given: object) -> tuple[str, ...] | None:
    listed = given.split(";") if isinstance(given, str) else given
    if not isinstance(listed, list):
        return None
    texts = [_text(text) for text in listed]
    # "a;;b" in a cell is a slip of the pen, [""] in TOML is one of thought.
    kept = [text for text in texts if text is not None]
    return tuple(kept) if kept and (isinstance(given, str) or len(kept) == len(texts)) else None


def _date(given: object) -> date | None:
    if isinstance(given, datetime):
        return None
    if isinstance(given, str):
        try:
            return date.fromisoformat(given)
        except ValueError:
            return None
    return given if isinstance(given, date) else None


def _number(given: object) -> int | None:
    if isinstance(given, str) and given.isdecimal() and given.isascii():
        given = int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) and given > 0 else None


def _switch(given: object) -> bool | None:
    if isinstance(given, str):
        return True if given.casefold() in _YES else False if given.casefold() in _NO else None
    return given if isinstance(given, bool) else None


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "text": _text,
    "texts": _texts,
    "word": _text,
    "date": _date,
    "number": _number,
    "switch": _switch,
}

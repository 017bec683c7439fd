"""Reads what the ministry's letter says about a year, from a file that the office types in once.

For: :class:`~complaint_hub.model.OfficialResult`, which the scorecard shows and never computes.
Must not: guess. An unknown key or a value of another type is refused, so that a slip of the pen is not a figure.

The file::

    year = 2023
    letter = "SE 100.4.4/3368/SJ"
    letter_date = 2024-07-22
    scale = "Kemendagri 2023"
    predicate = "baik"
    team_decree = true
    action_plan = false
    recommendations = ["Menyusun rencana aksi"]

    [figures]                        # by the scorecard's own names
    total = 62
    mean_follow_up = 15.6
"""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, time
from os import PathLike
from pathlib import Path

from pydantic import ValidationError

from ..errors import ConfigError
from ..model import OfficialResult

__all__ = ["read_official"]

_KEYS = {
    "year": "a year like 2023",
    "letter": 'the number of the letter, like "SE 100.4.4/3368/SJ"',
    "letter_date": "a date like 2024-07-22",
    "scale": 'the name of the scale, like "Kemendagri 2023"',
    "predicate": 'the predicate as the letter has it, like "baik"',
    "team_decree": "true or false; leave it out if the letter does not say",
    "action_plan": "true or false; leave it out if the letter does not say",
    "figures": 'numbers by name, like "total = 62" under [figures]',
    "recommendations": 'a list of texts, like ["Menyusun rencana aksi"]',
}
_ROOM = 1_000_000


def read_official(path: str | PathLike[str]) -> OfficialResult:
    """Read an official result from a TOML file (its keys stand on top of this module).

    Raises: ConfigError, naming the file, the key and what it should be.
    """
    document = _document(Path(path))
    for key in document:
        if key not in _KEYS:
            raise ConfigError(f"{path}: unknown key {key!r}: known are {', '.join(_KEYS)}")
    if document.get("predicate") == "" or document.get("letter") == "":
        empty = "letter" if document.get("letter") == "" else "predicate"
        raise ConfigError(f"{path}: {empty} is empty: it must be {_KEYS[empty]}")
    try:
        # By way of JSON, whose strict reading takes lists and dates but no text for a number.
        return OfficialResult.model_validate_json(json.dumps(document, default=_text), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        what = _KEYS.get(str(first["loc"][0]) if first["loc"] else "", "as described")
        verb = "is missing" if first["type"] == "missing" else "is wrong"
        raise ConfigError(f"{path}: {place} {verb}: it must be {what}") from None


def _document(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            content = file.read(_ROOM + 1)
    except FileNotFoundError:
        raise ConfigError(f"there is no file {path} (looked in {path.absolute().parent})") from None
    except OSError as error:
        raise ConfigError(f"The official result cannot be read from {path}: {error.strerror or error}") from error
    if len(content) > _ROOM:
        raise ConfigError(f"{path} is no official result: it is larger than 1 MB")
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8: save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from error


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)

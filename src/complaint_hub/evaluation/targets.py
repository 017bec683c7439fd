"""Reads what an office aims at, and what it knows of itself: thresholds, targets, people, population.

For: the action plan, and metrics that need such a number.
Must not: hold a default for any of it. An unknown key is refused, so that a slip of the pen is not a target.

The file::

    [inputs]
    population = 1_200_000
    units = 63
    officers = 63
    active_officers = 58
    units_without_officer = ["Kecamatan Doko"]

    [thresholds]                        # what a figure must pass for a row to be drafted
    mean_follow_up_working = 5          # above it
    returned_share = 0.05               # above it
    substantive_share = 0.8             # below it
    mean_rating = 4.0                   # below it
    per_100k = 10                       # below it
    repeated_topic = 3                  # cases of a topic in a kecamatan, in this period and in the one before

    [rows.follow_up_time]               # a row of the plan, by its id in the table action_plan
    targets = [12, 10, 8, 5]            # of the four quarters, in the unit of the row
    responsible = "Sekretaris Daerah"
    executor = "Dinas Kominfo"
    time = "Januari-Desember 2024"
    budget = "APBD"
    realised = [11.5]                   # by quarter, where no metric tells it
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import ConfigError
from .inputs import Inputs

__all__ = ["THRESHOLDS", "RowTarget", "Targets", "read_targets"]

THRESHOLDS: Final = (
    "mean_follow_up_working",
    "returned_share",
    "substantive_share",
    "mean_rating",
    "per_100k",
    "repeated_topic",
)
"""The figures that a row of the plan may be triggered by, once the office has said at which value."""

_ROOM: Final = 1_000_000
_Four = Annotated[tuple[float | None, ...], Field(max_length=4)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Inputs(_Strict):
    population: int | None = Field(default=None, gt=0)
    units: int | None = Field(default=None, gt=0)
    units_with_decree: int | None = Field(default=None, ge=0)
    officers: int | None = Field(default=None, gt=0)
    active_officers: int | None = Field(default=None, ge=0)
    units_without_officer: tuple[str, ...] | None = None
    decree_until: date | None = None


class RowTarget(_Strict):
    """What an office decides about a row of its plan.

    Attributes:
        targets: of quarters I to IV, in the unit of the row (per cent for shares); what is not set stays empty.
        realised: what was reached by quarter, for rows that no metric tells.
    """

    targets: _Four = ()
    realised: _Four = ()
    responsible: str = ""
    executor: str = ""
    time: str = ""
    budget: str = ""
    evidence: str = ""
    obstacle: str = ""
    next_step: str = ""


class _File(_Strict):
    inputs: _Inputs = _Inputs()
    thresholds: dict[str, float] = Field(default_factory=dict)
    rows: dict[str, RowTarget] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Targets:
    """What an office has said; what it has not said is empty."""

    inputs: Inputs = field(default_factory=Inputs)
    thresholds: Mapping[str, float] = field(default_factory=dict[str, float])
    rows: Mapping[str, RowTarget] = field(default_factory=dict[str, RowTarget])


def read_targets(path: str | PathLike[str]) -> Targets:
    """Read a TOML file (its keys stand on top of this module).

    Raises: ConfigError, naming the file, the key and what is wrong with it.
    """
    file = Path(path)
    try:
        with file.open("rb") as stream:
            content = stream.read(_ROOM + 1)
    except OSError as error:
        raise ConfigError(f"The targets cannot be read from {file}: {error.strerror or error}") from error
    if len(content) > _ROOM:
        raise ConfigError(f"{file} holds no targets: it is larger than 1 MB")
    try:
        document = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8: save it again as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not TOML: {error}") from error
    try:
        told = _File.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{file}: {place}: {first['msg']}") from None
    for name in told.thresholds:
        if name not in THRESHOLDS:
            raise ConfigError(f"{file}: thresholds.{name} is unknown: choose among {', '.join(THRESHOLDS)}")
    return Targets(Inputs(**told.inputs.model_dump()), told.thresholds, told.rows)

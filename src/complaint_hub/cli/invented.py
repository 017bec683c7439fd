"""The invented files that ``demo`` and ``sandbox`` lay down.

For: both, so that they show the same regency.
Must not: overwrite what a reader has changed, or leave half of the files behind.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

__all__ = ["REGISTRY", "made_once", "write_register", "write_registry"]

REGISTRY = "registry.toml"
"""File name of the registry of units and officers."""

_AS_OF = date(2026, 11, 24)  # the day of the LAPOR files, and of the platforms


def made_once(folder: Path, write: Callable[[Path], object]) -> Path:
    """Hand back *folder*, filled by *write* unless it is there already; its parent must exist.

    Raises: OSError.
    """
    if not folder.exists():
        # Under another name first: a run that was cut off must not leave half of the files.
        with tempfile.TemporaryDirectory(prefix=f"{folder.name}-", dir=folder.parent) as making:
            made = Path(making) / folder.name
            write(made)
            made.rename(folder)
    return folder


def write_register(folder: Path) -> None:
    """The register of this year."""
    from ..sandbox import register

    register.generate(folder, year=_AS_OF.year, as_of=_AS_OF)


def write_registry(folder: Path) -> Path:
    """The units and officers, in one file of *folder*, unless it is there already."""
    from ..sandbox import registry

    path = folder / REGISTRY
    if not path.exists():
        with tempfile.TemporaryDirectory(prefix=f"{REGISTRY}-", dir=folder) as making:
            registry.write_registry(Path(making) / REGISTRY).rename(path)
    return path

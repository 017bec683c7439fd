"""The invented files that ``demo`` and ``sandbox`` lay down.

For: both, so that they show the same regency.
Must not: overwrite what a reader has changed, or leave half of the files behind.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

__all__ = ["REGISTRY", "SETTINGS", "made_once", "write_register", "write_registry", "write_settings"]

REGISTRY = "registry.toml"
"""File name of the registry of units and officers."""

SETTINGS = "complaint-hub.toml"
"""File name of the settings that name it."""

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


def write_settings(folder: Path, *, store: str) -> Path:
    """Settings that name the registry and, if it is a file, the database; unless there are some already."""
    path = folder / SETTINGS
    lines = [] if "://" in store else [f"store = {json.dumps(Path(os.path.relpath(store, folder)).as_posix())}"]
    lines += ["", "[registry]", f"path = {json.dumps(REGISTRY)}"]
    if not path.exists():
        path.write_text("\n".join(lines).lstrip() + "\n", encoding="utf-8")
    return path

"""Which files there are, and which of them were read before.

For: local channels, before they open a file.
Must not: trust a name. Content decides whether a file was read before.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path

from ..errors import ConfigError
from . import fingerprint

__all__ = ["expand", "unread"]

_LOCK_FILE = "~$"


def expand(paths: Iterable[str | PathLike[str]]) -> tuple[list[Path], list[str]]:
    """Find the files of some paths and patterns (``exports/*.xlsx``), each once.

    Returns: the files in order, and the patterns that match none.
    Raises: ConfigError, if a path that is no pattern does not exist, or is a folder.
    """
    found: dict[Path, Path] = {}
    barren: list[str] = []
    for given in (fspath(path) for path in paths):
        path = Path(given)
        if path.is_dir():
            raise ConfigError(f"paths: {given} is a folder: name its files, for example {path / '*.xlsx'}")
        if not path.exists() and not glob.has_magic(given):
            raise ConfigError(f"paths: there is no file {given}: looked for it in {Path.cwd()}")
        matches = [path] if path.exists() else _matching(given)
        # A spreadsheet program keeps such a file beside one that is open.
        matches = [match for match in matches if match.is_file() and not match.name.startswith(_LOCK_FILE)]
        if not matches:
            barren.append(given)
        for match in matches:
            found.setdefault(match.resolve(), match)
    return list(found.values()), barren


def unread(paths: Iterable[Path], known: Iterable[str], *, settings: str) -> list[tuple[Path, str]]:
    """Those files whose content was not yet read with these settings, and the key of each; equal content once."""
    left: dict[str, Path] = {}
    seen = set(known)
    for path in paths:
        key = f"{fingerprint(path)}:{settings}"
        if key not in seen:
            left.setdefault(key, path)
    return [(path, key) for key, path in left.items()]


def _matching(pattern: str) -> list[Path]:
    # Path.glob takes no absolute pattern.
    return sorted(Path(match) for match in glob.glob(pattern, recursive=True))  # noqa: PTH207 - a pattern may be absolute

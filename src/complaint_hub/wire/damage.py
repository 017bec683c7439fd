"""What becomes of items that cannot be read: their names in quarantine, and when a whole page is not to be trusted.

For: the mappings of channels.
Must not: drop anything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter

from ..errors import PayloadError
from .reading import read_item

__all__ = ["Unread", "key_of", "read_each", "refuse_if_broken"]

T = TypeVar("T")

# A handful may be damaged on a small page without telling anything about the platform.
_FEW = 4
_SHARE = 0.2

Unread = tuple[bytes, str]
"""The bytes of an item, without credentials, and the reason for a person."""


def read_each(values: Iterable[JsonValue], item: TypeAdapter[T]) -> tuple[list[T], list[Unread]]:
    """Read values that were parsed already, one by one: one damaged reply must not cost its thread."""
    good: list[T] = []
    damaged: list[Unread] = []
    for value in values:
        try:
            good.append(read_item(json.dumps(value).encode(), item)[0])
        except PayloadError as damage:
            damaged.append((damage.raw, damage.message))
    return good, damaged


def key_of(what: str, raw: bytes) -> str:
    """A name for an item whose own id cannot be read: the same bytes have the same name."""
    return f"{what}:{hashlib.sha256(raw).hexdigest()[:16]}"


def refuse_if_broken(bad: int, good: int, *, channel: str) -> None:
    """A page that is damaged as a whole means that the platform has changed, and nothing of it can be trusted.

    Raises: PayloadError, if more than a fifth of the items, and more than four, are damaged.
    """
    if bad > _FEW and bad > _SHARE * (bad + good):
        raise PayloadError(
            f"{bad} of {bad + good} items of a page cannot be read",
            channel=channel,
            hint="the platform may have changed its format: look for a newer version of complaint_hub",
        )

"""The number of a complaint in a table: its id, or, where that would leave no room for anything else, a short one.

An id of Google has 120 characters. On a terminal it is ``google_reviews#418``, which ``show`` takes as well; in a
pipe and in JSON ids stand as they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..store import Store
    from .screen import Screen

__all__ = ["meant", "short_numbers"]

_LONGEST = 24
_SHORT = re.compile(r"([a-z_]+)#([0-9]{1,18})")


def short_numbers(screen: Screen, store: Store, ids: Collection[str]) -> Mapping[str, str]:
    """The short numbers of those ids that are too long for this screen."""
    if screen.width is None:
        return {}
    long = [id_ for id_ in ids if len(id_) > _LONGEST]
    return {id_: f"{id_.partition(':')[0]}#{n}" for id_, n in store.numbers(long).items()} if long else {}


def meant(store: Store, given: str) -> str:
    """The id that a person means by an id or a short number."""
    short = _SHORT.fullmatch(given)
    if short is None:
        return given
    found = store.numbered(int(short[2]))
    return found if found is not None and found.startswith(f"{short[1]}:") else given

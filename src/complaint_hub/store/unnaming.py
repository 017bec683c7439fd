"""What is stored later names nobody who was erased: checkpoints, reports of runs, numbers elsewhere, what was sent.

For: ``commit``, and the store when it keeps a run's report. An erased id is called from then on what its shell is
called, so a checkpoint goes on where it stood, and a sheet's row is known again, and kept out.
Must not: touch what names nobody; let a page in that nobody looked at (see ``tombstones``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, select

from ..contract import Page
from ..model import Complaint
from ..privacy import Erasable
from . import tables
from .tombstones import LEAST_WORD, SHELL, Names, admitted, watching, words_in

__all__ = ["let_in", "renamed", "unnamed"]

T = TypeVar("T")

_KINDS: tuple[Erasable, ...] = ("complaint", "message", "author")
_LONGEST = 200
_QUOTED = re.compile(r'"([^"\\]+)"')


def let_in(conn: Connection, channel: str, page: Page, *, key: str | None, now: datetime) -> Page:
    """The page without what was erased, and its checkpoint without the ids of it.

    Raises: StoreError, if something was erased and the key is missing or another one.
    """
    names = watching(conn, key)
    if names is None:
        return page
    page = admitted(names, channel, page, now=now)
    state = None if page.state is None else unnamed(names, channel, dict(page.state))
    return replace(page, state=state, complaints=[_nobody_else(names, said) for said in page.complaints])


def unnamed(names: Names, channel: str, told: T) -> T:
    """The same JSON, where each id that was erased is called as its shell is."""
    if not _any(names, channel):
        return told
    words = {word for text in _texts(told) for word in _candidates(text)}
    return renamed(told, _shells(names, channel, words))


def renamed(told: T, shells: Mapping[str, str]) -> T:
    """The same JSON, where each word of *shells* is called otherwise; ids that are too short to be told are left."""
    words = sorted((re.escape(word) for word in shells if len(word) >= LEAST_WORD), key=len, reverse=True)
    if not words:
        return told
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])")
    return cast("T", _renamed(told, named, shells))


def _any(names: Names, channel: str) -> bool:
    c = tables.tombstone.c
    return names.conn.execute(select(c.name).where(c.channel == channel).limit(1)).first() is not None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key)
            yield from _texts(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)


def _candidates(text: str) -> Iterable[str]:
    """What of a text may be an id: all of it, or a word in it."""
    whole = [text] if LEAST_WORD <= len(text) <= _LONGEST else []
    return [*whole, *words_in(text)]


def _shells(names: Names, channel: str, words: Iterable[str]) -> dict[str, str]:
    """Those of *words* that were erased, and what they are called now."""
    keyed = {names.of(kind, channel, word): word for word in words for kind in _KINDS if not word.startswith(SHELL)}
    return {keyed[name]: f"{SHELL}{name}" for name in names.erased(keyed)}


def _renamed(value: Any, named: re.Pattern[str], shells: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return named.sub(lambda found: shells[found[0]], value)
    if isinstance(value, Mapping):
        return {_renamed(key, named, shells): _renamed(one, named, shells) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_renamed(one, named, shells) for one in value]
    return value


def _nobody_else(names: Names, said: Complaint) -> Complaint:
    """A complaint of somebody else that tells the number, or what was sent, of one that was erased."""
    changes: dict[str, object] = {}
    numbers = dict(said.external_ids or {})
    for channel, number in numbers.items():
        name = names.of("complaint", channel, str(number))
        if names.erased([name]):
            changes["external_ids"] = numbers = {**numbers, channel: f"{SHELL}{name}"}
    if said.raw is not None:
        sent = set(_QUOTED.findall(json.dumps(said.raw, ensure_ascii=False)))
        if _shells(names, said.channel, {word for word in sent if len(word) <= _LONGEST}):
            changes["raw"] = None
    return said.model_copy(update=changes) if changes else said

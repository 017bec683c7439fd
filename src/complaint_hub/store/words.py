"""The words that packed facts name by numbers: each is stored once, and keeps its number.

For: writing and reading facts.
Must not: take what a citizen wrote; words are names of units, channels, statuses and the like, and stay for good.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from weakref import ReferenceType, ref

from sqlalchemy import Connection, RootTransaction, bindparam, select

from . import tables
from .dialect import upsert

__all__ = ["numbered", "words"]

_KNOWN: Final = "complaint_hub_words"
_NUMBER: Final = select(tables.fact_word.c.n).where(tables.fact_word.c.text == bindparam("word"))


class _Known:
    """What one connection knows: the numbers that are stored, and those that its present transaction has made."""

    __slots__ = ("fresh", "numbers", "within")

    def __init__(self) -> None:
        self.numbers: dict[str | None, int] = {None: 0}
        self.fresh: list[str] = []
        self.within: ReferenceType[RootTransaction] | None = None

    def begin(self, transaction: RootTransaction | None) -> None:
        """Forget what another transaction made: it may never have been committed."""
        if transaction is not None and self.within is not None and self.within() is transaction:
            return
        for word in self.fresh:
            del self.numbers[word]
        self.fresh.clear()
        self.within = None if transaction is None else ref(transaction)


def words(conn: Connection) -> dict[int, str]:
    """Number → word, of all of them."""
    c = tables.fact_word.c
    return {row[0]: row[1] for row in conn.execute(select(c.n, c.text))}


def numbered(conn: Connection, wanted: Collection[str | None]) -> Mapping[str | None, int]:
    """The numbers of these words, and maybe of others; 0 for None. Words without a number get one."""
    known: _Known = conn.info.setdefault(_KNOWN, _Known())
    known.begin(conn.get_transaction())
    if missing := {word for word in wanted if word not in known.numbers}:
        known.numbers.update(_stored(conn, missing))
        # Sorted, so that two writers who add the same words never wait for each other.
        if new := sorted(str(word) for word in missing if word not in known.numbers):
            insert = upsert(conn.dialect.name, tables.fact_word).on_conflict_do_nothing()
            conn.execute(insert, [{"text": word} for word in new])
            known.numbers.update(_stored(conn, new))
            known.fresh += new
    return known.numbers


def _stored(conn: Connection, texts: Collection[str | None]) -> dict[str, int]:
    found: dict[str, int] = {}
    # One by one: they are few, and a list of them would go by JSON, where SQLite cuts a text at a zero.
    for text in map(str, texts):
        if (number := conn.execute(_NUMBER, {"word": text}).scalar()) is not None:
            found[text] = number
    return found

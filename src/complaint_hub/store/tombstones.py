"""What was erased stays away: every commit, act and notice is looked at before it is stored.

For: the store. A tombstone is the keyed name of an id (see ``privacy.keyed_name``): it recognises what was erased, and
tells nobody what that was.
Must not: store anything of what it keeps out; let a commit pass unlooked at because the key is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from ..contract import Notice, Page, Skipped
from ..errors import StoreError
from ..facts import to_micros
from ..model import Complaint, Event
from ..privacy import Erasable, keyed_name
from . import tables
from .dialect import among, ask, put_rows

__all__ = [
    "LEAST_WORD",
    "SHELL",
    "Names",
    "admitted",
    "admitted_notices",
    "put_tombstones",
    "refuse_erased",
    "watching",
    "words_in",
]

_KEY_CHECK = "key"
_ANY = select(tables.tombstone.c.name).limit(1)
_WORD = re.compile(r"[\w@.-]{2,100}")

SHELL = "erased-"
"""With the keyed name behind it: what an erased complaint or message is called from then on."""

LEAST_WORD = 6
"""Shorter ids are not looked for inside a text: they would be found in every amount and date."""


@dataclass(frozen=True, slots=True)
class Names:
    """Keyed names by one key, and which of them stand in the table."""

    conn: Connection
    key: str

    def of(self, kind: Erasable, channel: str, id: str) -> str:
        """The keyed name of an id."""
        return keyed_name(kind, channel, id, key=self.key)

    def erased(self, names: Iterable[str]) -> dict[str, datetime]:
        """Those of *names* that were erased, and when."""
        wanted = list(names)
        if not wanted:
            return {}
        c = tables.tombstone.c
        return {
            row[0]: row[1]
            for row in self.conn.execute(select(c.name, c.erased_at).where(among(self.conn, c.name, wanted)))
        }

    def erased_ids(self, kind: Erasable, channel: str, ids: Iterable[str]) -> dict[str, datetime]:
        """Those of *ids* that were erased, and when."""
        # A checkpoint that named something erased names its shell now.
        named = {id.removeprefix(SHELL) if id.startswith(SHELL) else self.of(kind, channel, id): id for id in ids}
        return {named[name]: at for name, at in self.erased(named).items()}


def watching(conn: Connection, key: str | None) -> Names | None:
    """What recognises the erased; None while nothing was ever erased.

    Raises: StoreError, if something was erased and the key is missing or another one: nothing may be stored then, since
        it might bring back who asked to be forgotten.
    """
    if not ask(conn, _ANY):
        return None
    if key is None:
        raise StoreError(
            "people were erased from this database, and without the key of [privacy] nothing can be stored in it, "
            "since that might bring them back: give key_file in that section, or COMPLAINT_HUB_PRIVACY_KEY"
        )
    names = Names(conn, key)
    _check(names)
    return names


def _check(names: Names) -> None:
    c = tables.tombstone.c
    stored = names.conn.execute(select(c.name).where(c.kind == _KEY_CHECK)).scalar()
    if stored is not None and stored != _fingerprint(names):
        raise StoreError(
            "the key of [privacy] is not the one by which people were erased from this database: nothing was stored; "
            "give the old key"
        )


def _fingerprint(names: Names) -> str:
    return names.of("complaint", "", "the key of this database")


def put_tombstones(names: Names, erased: Collection[tuple[Erasable, str, str]], *, now: datetime) -> None:
    """Remember ids, each given as (kind, channel, id). The first ones also remember by which key."""
    _check(names)
    moment = to_micros(now)
    rows: list[tuple[object, ...]] = [(_fingerprint(names), _KEY_CHECK, "", moment)]
    rows += [(names.of(kind, channel, id), kind, channel, moment) for kind, channel, id in erased]
    columns = ("name", "kind", "channel", "erased_at")
    put_rows(names.conn, tables.tombstone, columns, rows, keys=("name",))


def refuse_erased(conn: Connection, complaints: Iterable[str], *, key: str | None) -> None:
    """Raise ValueError, if one of these ids was erased: whoever names it must not write it down again."""
    names = watching(conn, key)
    if names is None:
        return
    for complaint in complaints:
        channel, _, native_id = complaint.partition(":")
        # What is noted on the shell is no harm.
        if not native_id.startswith(SHELL) and names.erased_ids("complaint", channel, [native_id]):
            raise ValueError("this complaint was erased: nothing can be noted on it under its old id")


def admitted_notices(conn: Connection, notices: Iterable[Notice], *, key: str | None) -> list[Notice]:
    """The notices without what was erased; one that named nothing else is left out, for its key may name it too."""
    listed = list(notices)
    names = watching(conn, key)
    if names is None:
        return listed
    kept: list[Notice] = []
    for notice in listed:
        erased = _known(names, notice.channel, [*notice.native_ids, *words_in(notice.key)])
        if not erased:
            kept.append(notice)
    return kept


def admitted(names: Names, channel: str, page: Page, *, now: datetime) -> Page:
    """The page without what was erased.

    A complaint or message that an erased person wrote *after* the erasure is a new matter, and is let in.
    """
    gone = _gone(names, channel, page, now=now)
    ids = {f"{channel}:{native_id}" for native_id in gone}
    messages = _gone_messages(names, channel, page)
    known = gone | messages
    return replace(
        page,
        complaints=[said for said in page.complaints if said.native_id not in gone],
        events=[e for e in page.events if e.complaint not in ids and not {e.key, e.about} & messages],
        complete=page.complete - ids,
        readings={i: reading for i, reading in page.readings.items() if i not in ids},
        marks=_marks(page.marks, known, _known(names, channel, {_plain(name) for name in page.marks})),
        missing=tuple(i for i in page.missing if i not in gone),
        skipped=[item for item in page.skipped if not _speaks_of(names, channel, item)],
    )


def _marks(marks: Mapping[str, str], *gone: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in marks.items() if not any(_plain(name) in ids for ids in gone)}


def _plain(name: str) -> str:
    """The item that a mark is about: a channel may remember several things of one ("abc#held")."""
    return name.partition("#")[0]


def _gone(names: Names, channel: str, page: Page, *, now: datetime) -> set[str]:
    """Native ids of complaints that were erased, or were written before it by somebody who was."""
    native_ids = {said.native_id for said in page.complaints} | set(page.missing)
    native_ids |= {i.partition(":")[2] for i in (*page.complete, *page.readings)}
    native_ids |= {event.complaint.partition(":")[2] for event in page.events}
    gone = set(names.erased_ids("complaint", channel, native_ids))
    people = names.erased_ids("author", channel, _people(page.complaints))
    older = {
        said.native_id
        for said in page.complaints
        if said.native_id not in gone and (erased := people.get(_person(said) or "")) and said.created_at <= erased
    }
    if older:
        # Found for the first time now. Its messages may come in pages that do not say whose complaint it is.
        put_tombstones(names, [("complaint", channel, native_id) for native_id in older], now=now)
    return gone | older


def _gone_messages(names: Names, channel: str, page: Page) -> set[str]:
    """Keys of messages that were erased, or were written before it by somebody who was."""
    keys = {event.key for event in page.events} | {event.about for event in page.events if event.about}
    gone = set(names.erased_ids("message", channel, keys))
    people = names.erased_ids("author", channel, _people(page.events))
    for event in page.events:
        erased = people.get(_person(event) or "")
        if erased is not None and (event.at is None or event.at <= erased):
            gone.add(event.key)
    return gone


def _person(said: Complaint | Event) -> str | None:
    return said.author.id if said.author else None


def _people(said: Iterable[Complaint | Event]) -> set[str]:
    return {person for one in said if (person := _person(one))}


def _known(names: Names, channel: str, words: Iterable[str]) -> set[str]:
    """Those of *words* that are ids of anything erased."""
    kinds: tuple[Erasable, ...] = ("complaint", "author", "message")
    listed = list(words)
    return {id for kind in kinds for id in names.erased_ids(kind, channel, listed)}


def _speaks_of(names: Names, channel: str, item: Skipped) -> bool:
    """Whether what could not be read names something erased."""
    if item.native_id and names.erased_ids("complaint", channel, [item.native_id]):
        return True
    return bool(_known(names, channel, words_in(f"{item.key}\n{item.raw.decode('utf-8', 'replace')}")))


def words_in(text: str) -> set[str]:
    """What in a text may be an id, with and without the marks that a sentence puts around it."""
    found = {word for each in _WORD.findall(text) for word in (each, each.strip(".-@"))}
    return {word for word in found if len(word) >= LEAST_WORD}

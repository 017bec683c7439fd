"""Erasing a person or single complaints from every table, in one transaction, so that figures stay as they are.

For: ``Store.erase``. A shell stays in each row's place (see ``shells``), and a tombstone that keeps it away
(``tombstones``). What the database's file still holds of it is freed afterwards by ``Database.scrub``; a process that
dies before that has erased nothing less, and the next call frees it.
Must not: leave one of the ids anywhere: each table that may name one is gone through here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, or_, select, update

from ..privacy import Erasable
from . import tables
from .dialect import among
from .shells import event_shell, overlay_shell, reply_shell, row_shell, without_name
from .tombstones import SHELL, Names, put_tombstones, words_in
from .unnaming import renamed

__all__ = ["Erased", "Found", "erase", "find", "told"]

_SHORTEST_NAME = 3
_QUOTED = re.compile(r'"([^"\\]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was erased, or would be.

    Attributes:
        complaints: their ids, as they were.
        messages: of the person, under complaints of others.
        replies, quarantined, notices: of these complaints and messages, in the outbox, set aside, told by webhook.
        scrubbed: whether the file holds nothing of it any more; False on a server, where ``VACUUM FULL`` and the
            keeping of its log are the administrator's.
    """

    complaints: tuple[str, ...] = ()
    messages: int = 0
    replies: int = 0
    quarantined: int = 0
    notices: int = 0
    scrubbed: bool = False


@dataclass(slots=True)
class Found:
    """What is to go of one channel, as ids and row numbers."""

    channel: str
    person: str | None = None
    people: set[str] = field(default_factory=set[str])  # names under which the person wrote
    rows: dict[int, str] = field(default_factory=dict[int, str])  # n → id, known or awaited
    messages: dict[int, tuple[int, str]] = field(default_factory=dict[int, "tuple[int, str]"])  # n → complaint_n, key
    keys: set[str] = field(default_factory=set[str])  # of every message that goes and has an id of the platform's
    replies: list[int] = field(default_factory=list[int])
    quarantined: list[int] = field(default_factory=list[int])
    notices: list[int] = field(default_factory=list[int])

    @property
    def native_ids(self) -> set[str]:
        return {id.partition(":")[2] for id in self.rows.values()}

    @property
    def words(self) -> set[str]:
        """Everything by which one of them can be recognised in what a platform sent."""
        return self.native_ids | self.keys | ({self.person} if self.person else set())


def find(conn: Connection, *, author: str | None, complaints: Sequence[str]) -> list[Found]:
    """What would go: by channel, nothing is changed.

    Args:
        author: channel and the channel's own id of the person (``"youtube:UC..."``).
        complaints: ids of single complaints.
    """
    found: dict[str, Found] = {}
    if author is not None:
        channel, _, person = author.partition(":")
        one = found[channel] = Found(channel, person)
        _find_person(conn, one, person)
    for id in complaints:
        channel = id.partition(":")[0]
        one = found.setdefault(channel, Found(channel))
        for table in (tables.complaint, tables.awaited):
            one.rows |= {n: id for (n,) in conn.execute(select(table.c.n).where(table.c.id == id))}
    for one in found.values():
        _find_rest(conn, one)
    return list(found.values())


def _find_person(conn: Connection, found: Found, person: str) -> None:
    inner = json.dumps(person, ensure_ascii=False)
    c, e = tables.complaint.c, tables.event.c
    rows = conn.execute(
        select(c.n, c.id, c.body).where(c.channel == found.channel, c.body.contains(inner, autoescape=True))
    )
    for n, id, body in rows:
        if _wrote(found, json.loads(body), person):
            found.rows[n] = id
    for n, of, key, body in conn.execute(
        select(e.n, e.complaint_n, e.key, e.body).where(e.body.contains(inner, autoescape=True))
    ):
        said = json.loads(body)
        here = said["complaint"].partition(":")[0] == found.channel
        if here and of not in found.rows and _wrote(found, said, person):
            found.messages[n] = (of, key)


def _wrote(found: Found, said: Mapping[str, Any], person: str) -> bool:
    author: Mapping[str, Any] = said.get("author") or {}
    if author.get("id") != person:
        return False
    if author.get("name") and len(author["name"].strip()) >= _SHORTEST_NAME:
        found.people.add(author["name"].strip())
    return True


def _find_rest(conn: Connection, found: Found) -> None:
    """What else hangs on the complaints and messages: events, replies, quarantine, notices."""
    e, o, s, w = (table.c for table in (tables.event, tables.outbox, tables.skipped, tables.notice))
    own = {key for _, key in found.messages.values()}
    # Keys that we make ("Tindak Lanjut:1") are those of other complaints too; only who has an id wrote under one.
    under = select(e.key, e.body).where(
        among(conn, e.complaint_n, found.rows), e.source == "channel", e.type == "message"
    )
    messages = conn.execute(under).all()
    found.keys = own | {key for key, body in messages if (json.loads(body).get("author") or {}).get("id")}
    mine = or_(among(conn, o.complaint, found.rows.values()), o.channel == found.channel)
    for n, complaint, body in conn.execute(select(o.n, o.complaint, o.body).where(mine)):
        if complaint in found.rows.values() or json.loads(body).get("about") in own:
            found.replies.append(n)
    for n, key, native_id, raw in conn.execute(
        select(s.n, s.key, s.native_id, s.raw).where(s.channel == found.channel)
    ):
        said = f"{key}\n{raw.decode('utf-8', 'replace')}"
        if native_id in found.native_ids or key in found.words or found.words & words_in(said):
            found.quarantined.append(n)
    for n, key, native_ids in conn.execute(select(w.n, w.key, w.native_ids).where(w.channel == found.channel)):
        if found.words & (set(json.loads(native_ids)) | words_in(key)):
            found.notices.append(n)


def told(found: Sequence[Found], *, scrubbed: bool = False) -> Erased:
    """What was found, for a report."""
    return Erased(
        complaints=tuple(id for one in found for id in one.rows.values()),
        messages=sum(len(one.messages) for one in found),
        replies=sum(len(one.replies) for one in found),
        quarantined=sum(len(one.quarantined) for one in found),
        notices=sum(len(one.notices) for one in found),
        scrubbed=scrubbed,
    )


def erase(conn: Connection, found: Sequence[Found], *, key: str, now: datetime) -> None:
    """Take all of it out of every table; the transaction is the caller's."""
    if conn.dialect.name == "sqlite":
        # What is overwritten or deleted is filled with zeros on its page.
        conn.exec_driver_sql("PRAGMA secure_delete=ON")
    for one in found:
        _Erasing(conn, one, Names(conn, key), now).run()


class _Erasing:
    """One erasure: what the ids are called from now on, and a method for each table."""

    def __init__(self, conn: Connection, found: Found, names: Names, now: datetime) -> None:
        self.conn, self.found, self.now, self.names = conn, found, now, names
        self.rows = {old: f"{found.channel}:{self.row_name(old)}" for old in found.rows.values()}
        self.shells = {key: self.message_name(key) for key in found.keys}
        self.shells |= {old.partition(":")[2]: new.partition(":")[2] for old, new in self.rows.items()}
        if found.person:
            self.shells[found.person] = f"{SHELL}{names.of('author', found.channel, found.person)}"

    def row_name(self, id: str) -> str:
        return f"{SHELL}{self.names.of('complaint', self.found.channel, id.partition(':')[2])}"

    def message_name(self, key: str) -> str:
        return f"{SHELL}{self.names.of('message', self.found.channel, key)}"

    def run(self) -> None:
        channel = self.found.channel
        gone: list[tuple[Erasable, str, str]] = []
        for native_id in self.found.native_ids:
            gone.append(("complaint", channel, native_id))
        for key in self.found.keys:
            gone.append(("message", channel, key))
        if self.found.person:
            gone.append(("author", channel, self.found.person))
        put_tombstones(self.names, gone, now=self.now)
        self._rows()
        self._events()
        self._messages()
        self._facts()
        self._sightings_and_marks()
        self._links()
        self._outbox()
        for table, numbers in ((tables.skipped, self.found.quarantined), (tables.notice, self.found.notices)):
            self.conn.execute(delete(table).where(among(self.conn, table.c.n, numbers)))
        self._mentions()

    def _each(self, table: Table, numbers: Iterable[int]) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Rows of a table with their JSON, all read before the first is written."""
        wanted = select(table).where(among(self.conn, table.c.n, list(numbers)))
        yield from ((row, json.loads(row.body)) for row in self.conn.execute(wanted).all())

    def _put(self, table: Table, n: int, body: Mapping[str, Any], **columns: object) -> None:
        written = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        self.conn.execute(update(table).where(table.c.n == n).values(body=written, **columns))

    def _rows(self) -> None:
        for row, body in self._each(tables.complaint, self.found.rows):
            native_id = self.row_name(row.id)
            shell = row_shell(body, native_id=native_id, named=self.message_name)
            overlay = overlay_shell(json.loads(row.overlay)) if row.overlay else {}
            self._put(
                tables.complaint,
                row.n,
                shell,
                id=shell["id"],
                native_id=native_id,
                digest=b"",
                overlay=json.dumps(overlay) if overlay else None,
            )
        for n, id in self.found.rows.items():
            self.conn.execute(update(tables.awaited).where(tables.awaited.c.n == n).values(id=self.rows[id]))

    def _events(self) -> None:
        """Every event of the complaints that go."""
        e = tables.event.c
        numbers = self.conn.execute(select(e.n).where(among(self.conn, e.complaint_n, self.found.rows))).scalars().all()
        for row, body in self._each(tables.event, numbers):
            self._put_event(row, body, complaint=self.rows[self.found.rows[row.complaint_n]], named=self.message_name)

    def _put_event(self, row: Any, body: Mapping[str, Any], *, complaint: str, named: Callable[[str], str]) -> None:
        shell = event_shell(body, complaint=complaint, named=named, rows=self.rows)
        # Nobody will meet it again: it is not to be missed.
        self._put(
            tables.event, row.n, shell, key=shell["key"], about=shell.get("about"), digest=b"", walk=None, missed=2
        )

    def _messages(self) -> None:
        """The person's messages under complaints of others, and what tells of them there."""
        e = tables.event.c
        threads = {of for of, _ in self.found.messages.values()}
        numbers = self.conn.execute(select(e.n).where(among(self.conn, e.complaint_n, threads))).scalars().all()
        own = {key for _, key in self.found.messages.values()}

        def named(key: str) -> str:
            return self.message_name(key) if key in own else key

        for row, body in self._each(tables.event, numbers):
            if row.n in self.found.messages or row.about in own:
                self._put_event(row, body, complaint=body["complaint"], named=named)
            elif (other := self._nameless(body)) != body:
                self._put(tables.event, row.n, other)

    def _nameless(self, body: dict[str, Any]) -> dict[str, Any]:
        said = {name: body[name] for name in ("text", "data") if name in body}
        for name in self.found.people:
            said = without_name(said, name)
        return body | said

    def _facts(self) -> None:
        f = tables.fact.c
        for n, old in self.found.rows.items():
            self.conn.execute(update(tables.fact).where(f.complaint_n == n).values(id=self.rows[old]))
            self.conn.execute(update(tables.fact).where(f.case == old).values(case=self.rows[old]))

    def _sightings_and_marks(self) -> None:
        s, m = tables.sighting.c, tables.mark.c
        # It stays, so that the account goes on counting the row; missed so often, it is neither asked for nor missed.
        self.conn.execute(
            update(tables.sighting)
            .where(among(self.conn, s.complaint_n, self.found.rows))
            .values(digest=b"", walk=None, missed=2, mark=None)
        )
        for (name,) in self.conn.execute(select(m.native_id).where(m.channel == self.found.channel)).all():
            if name.partition("#")[0] in self.found.words:
                self.conn.execute(delete(tables.mark).where(m.channel == self.found.channel, m.native_id == name))

    def _links(self) -> None:
        c = tables.link.c
        ids = list(self.rows)
        ends = or_(among(self.conn, c.a, ids), among(self.conn, c.b, ids))
        for row in self.conn.execute(select(tables.link).where(ends)).all():
            a, b = self.rows.get(row.a, row.a), self.rows.get(row.b, row.b)
            body = json.dumps(json.loads(row.body) | {"a": a, "b": b})
            mine = (c.a == row.a, c.b == row.b, c.relation == row.relation)
            self.conn.execute(update(tables.link).where(*mine).values(a=a, b=b, body=body))

    def _outbox(self) -> None:
        for row, body in self._each(tables.outbox, self.found.replies):
            complaint: str = self.rows.get(row.complaint) or row.complaint
            shell = reply_shell(body, complaint=complaint, named=self.message_name)
            self._put(tables.outbox, row.n, shell, complaint=complaint, state=shell["state"], version=row.version + 1)

    def _mentions(self) -> None:
        """Other rows that name what goes: a number elsewhere, the other end of a link, a report, a checkpoint."""
        c, e, r, s = tables.complaint.c, tables.event.c, tables.run.c, tables.state.c
        named = or_(c.body.contains('"external_ids"', autoescape=True), c.body.contains('"raw"', autoescape=True))
        for n, text in self.conn.execute(select(c.n, c.body).where(named)).all():
            if (body := self._unmentioned(text)) is not None:
                self._put(tables.complaint, n, body)
        linked = select(e.n, e.body).where(e.type.in_(("linked", "unlinked")))
        for n, text in self.conn.execute(linked).all():
            body = json.loads(text)
            other = body.get("data", {}).get("other")
            if other in self.rows:
                self._put(tables.event, n, body | {"data": body["data"] | {"other": self.rows[other]}})
        for n, text in self.conn.execute(select(r.n, r.body).where(r.channel == self.found.channel)).all():
            if (told := self._replaced(text)) != text:
                self.conn.execute(update(tables.run).where(r.n == n).values(body=told))
        for account, text in self.conn.execute(select(s.account, s.body).where(s.channel == self.found.channel)).all():
            # It goes on where it stood: of files it knows a row again by what it says, and gives it the shell's name.
            if text and (told := self._replaced(text)) != text:
                mine = (s.channel == self.found.channel, s.account == account)
                self.conn.execute(update(tables.state).where(*mine).values(body=told))

    def _unmentioned(self, text: str) -> dict[str, Any] | None:
        """A complaint of somebody else without what goes; None if it names nothing of it."""
        body: dict[str, Any] = json.loads(text)
        changed = False
        number = (body.get("external_ids") or {}).get(self.found.channel)
        if number in self.found.native_ids:
            body["external_ids"][self.found.channel] = self.row_name(f"{self.found.channel}:{number}")
            changed = True
        raw = json.dumps(body.get("raw"), ensure_ascii=False)
        if body["channel"] == self.found.channel and not self.found.words.isdisjoint(_QUOTED.findall(raw)):
            body["raw"] = None
            changed = True
        return body if changed else None

    def _replaced(self, text: str) -> str:
        """A report or a checkpoint, in which what goes is called as its shell is."""
        told = json.loads(text)
        other = renamed(told, self.shells)
        return text if other == told else json.dumps(other)

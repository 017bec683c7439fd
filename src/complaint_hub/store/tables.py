"""The tables, once: SQLite and PostgreSQL are created and migrated from these definitions.

For: the store's own modules and its migrations.
Must not: know a channel, or do anything. Models are kept as JSON text in ``body`` (exactly what pydantic wrote, so
that unset fields stay unset); what is filtered, sorted or folded is a column. Instants are whole microseconds
since 1970 UTC, because SQLite has no time zone and would silently drop it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from ..facts import from_micros, to_micros

__all__ = [
    "Micros",
    "awaited",
    "complaint",
    "event",
    "fact",
    "fact_word",
    "lease",
    "link",
    "mark",
    "metadata",
    "notice",
    "official",
    "outbox",
    "run",
    "sighting",
    "skipped",
    "spent",
    "state",
    "token",
    "tombstone",
]


class Micros(TypeDecorator[datetime]):
    """An aware instant, kept as whole microseconds since 1970 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware instant to microseconds."""
        return to_micros(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Microseconds to aware instant."""
        return from_micros(value)


metadata = MetaData()

# SQLite gives a 64-bit rowid only to INTEGER PRIMARY KEY; PostgreSQL wants BIGINT for the same.
_Serial = BigInteger().with_variant(Integer, "sqlite")

state = Table(
    "state",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),  # compared by every commit: the slower of two runs stops
    Column("body", Text),
    Column("saved_at", Micros),
)

complaint = Table(
    "complaint",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),  # the account that said it first
    Column("scope", Text),
    Column("native_id", Text, nullable=False),
    Column("created_at", Micros, nullable=False),
    Column("body", Text, nullable=False),  # what the channel says, merged over all its answers
    Column("digest", LargeBinary, nullable=False),  # of the merged content
    Column("revision", Integer, nullable=False),  # raised by each change; numbers the derived events
    Column("data_date", Micros),  # of the file that said it last, where files carry a date
    Column("overlay", Text),  # JSON of what the office says instead; see timeline.office_values
    Column("deleted_at", Micros),
    # Effective values, for filters and, of a row without a fact, for that.
    Column("status", Text, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("form", Text),
    Column("kind", Text),
    Column("oversight", Boolean),
    Column("unit", Text),
    Column("category", Text),
    Column("district", Text),
    Column("rating", Float),
    Column("linked", Boolean),  # it came by another channel, and carries the number of a LAPOR report
    Column("answered", BigInteger),  # of a row without a fact: its first answer
    Index("complaint_by_scope", "channel", "scope", "created_at", "n"),
    Index("complaint_by_time", "created_at", "n"),
)

# Complaints that events speak of, and that are not known yet. One that arrives takes its number along, and leaves.
awaited = Table(
    "awaited",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
)

event = Table(
    "event",
    metadata,
    Column("n", _Serial, primary_key=True),
    # The complaint's number, or the one under which it is awaited. Not its id: ids of platforms are drawn at random,
    # and each event would land on another page of the index.
    Column("complaint_n", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    # What folding needs, so that a long thread refolds without reading JSON.
    Column("at", Micros),
    Column("day", Boolean, nullable=False),
    Column("seen_at", Micros),
    Column("not_before", Micros),
    Column("about", Text),
    Column("source", Text, nullable=False),
    Column("role", Text),
    Column("public", Boolean, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("intent", Text),
    Column("status", Text),
    Column("unit", Text),
    Column("walk", Text),  # the reading that met it last
    Column("missed", Integer, nullable=False),  # complete readings in a row without it
    UniqueConstraint("complaint_n", "type", "key", name="event_of_complaint"),
)

sighting = Table(
    "sighting",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("complaint_n", BigInteger, primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # of what this account said last: the fast path
    Column("first_seen_at", Micros, nullable=False),
    Column("seen_at", Micros, nullable=False),
    Column("walk", Text),  # the full walk that met it last
    Column("missed", Integer, nullable=False),  # finished walks in a row without it
    Column("mark", Text),  # what the channel remembers of it
    Index("sighting_by_complaint", "complaint_n"),
    sqlite_with_rowid=False,
)

# What a channel remembers of anything that it does not see as a complaint.
mark = Table(
    "mark",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("native_id", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

skipped = Table(
    "skipped",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("native_id", Text),
    Column("reason", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    Column("seen_at", Micros, nullable=False),
    UniqueConstraint("channel", "account", "key", name="skipped_once"),
)

token = Table(
    "token",
    metadata,
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("saved_at", Micros, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),  # unique per lease taken
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", Text, nullable=False),  # when that process started: a pid alone is reused
    Column("beat_at", Micros, nullable=False),
)

spent = Table(
    "spent",
    metadata,
    Column("key", Text, primary_key=True),  # what is limited, and who shares it
    Column("window", Text, primary_key=True),  # local date on which the window began
    Column("used", BigInteger, nullable=False),
    Column("exhausted", Boolean, nullable=False),  # the server said so, whatever we counted
    Column("resets_at", Micros, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("started_at", Micros, nullable=False),
    Column("ended_at", Micros),
    Column("deep", Text),  # how deep it was: "changed" or "full"
    Column("failed", Boolean, nullable=False),
    Column("body", Text, nullable=False),  # the row of the SyncReport
    Index("run_by_account", "channel", "account", "ended_at"),
)

link = Table(
    "link",
    metadata,
    Column("a", Text, primary_key=True),
    Column("b", Text, primary_key=True),
    Column("relation", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

# What the numbers in packed facts stand for: names of units, channels, statuses and the like, never a citizen's words.
fact_word = Table(
    "fact_word",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("text", Text, nullable=False),
    UniqueConstraint("text"),
)

# None for a row of which nothing was told when it came: there the complaint's own columns say it all.
fact = Table(
    "fact",
    metadata,
    Column("complaint_n", BigInteger, primary_key=True),  # the number of the row that "id" names
    Column("whole", Boolean, primary_key=True),  # the fact of a case of several rows, told from all of them
    Column("rows", Integer, nullable=False),  # how many rows the case has
    Column("leads", Boolean, nullable=False),  # of the case's rows in this channel, the one that counts there
    Column("id", Text, nullable=False),
    Column("case", Text),  # None where it is the same as "id"
    Column("channel", Text, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # see facts.packing
    Index("fact_by_time", "received"),
    Index("fact_by_case", "case", sqlite_where=text('"case" IS NOT NULL'), postgresql_where=text('"case" IS NOT NULL')),
    sqlite_with_rowid=False,
)

official = Table(
    "official",
    metadata,
    Column("year", Integer, primary_key=True),
    Column("letter", Text, primary_key=True),
    Column("body", Text, nullable=False),
)

# Replies on their way out. What a claim compares is a column; the rest is the reply as JSON.
outbox = Table(
    "outbox",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("complaint", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),  # compared by every change: two processes never take one reply
    Column("body", Text, nullable=False),
    Index("outbox_by_account", "channel", "account", "state"),
    Index("outbox_by_complaint", "complaint"),
)

# What was erased and must not come back: keyed names, which say nothing to whoever lacks the key.
tombstone = Table(
    "tombstone",
    metadata,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # of the thing erased; "key" is the fingerprint of the key itself
    Column("channel", Text, nullable=False),
    Column("erased_at", Micros, nullable=False),
)

# What platforms told by webhook: where to look, nothing of what is said there.
notice = Table(
    "notice",
    metadata,
    Column("n", _Serial, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("key", Text, nullable=False),  # the same for the same news
    Column("native_ids", Text, nullable=False),  # JSON
    Column("scope", Text),
    Column("received_at", Micros, nullable=False),
    Column("done_at", Micros),  # when it was read; kept a while, so that a repetition is known as one
    UniqueConstraint("channel", "account", "key", name="notice_once"),
    Index("notice_by_time", "received_at"),
)

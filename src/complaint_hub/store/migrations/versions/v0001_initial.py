"""The first shape: what channels say, what the office says, what was measured of it, and how far each channel got.

For: alembic, which runs it once on an empty database.
Must not: import the tables of today; this is how they were then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create all tables."""
    _complaint()
    _event()
    _fact()
    _lease()
    _link()
    _mark()
    _official()
    _run()
    _sighting()
    _skipped()
    _spent()
    _state()
    _token()


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text()),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("data_date", sa.BigInteger()),
        sa.Column("overlay", sa.Text()),
        sa.Column("deleted_at", sa.BigInteger()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("complaint_by_account", "complaint", ["channel", "account", "created_at", "n"])
    op.create_index("complaint_by_time", "complaint", ["created_at", "n"])


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger()),
        sa.Column("day", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.BigInteger()),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("about", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("intent", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("unit", sa.Text()),
        sa.Column("walk", sa.Text()),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("complaint", "type", "key", name="event_once"),
    )


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("form", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("oversight", sa.Boolean()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text()),
        sa.Column("category", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("verified", sa.BigInteger()),
        sa.Column("forwarded", sa.BigInteger()),
        sa.Column("first_human", sa.BigInteger()),
        sa.Column("first_substantive", sa.BigInteger()),
        sa.Column("followed_up", sa.BigInteger()),
        sa.Column("first_resolved", sa.BigInteger()),
        sa.Column("last_resolved", sa.BigInteger()),
        sa.Column("closed", sa.BigInteger()),
        sa.Column("day_only", sa.Integer(), nullable=False),
        sa.Column("irregular", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", "whole"),
        sqlite_with_rowid=False,
    )
    op.create_index("fact_by_time", "fact", ["received"])


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _link() -> None:
    op.create_table(
        "link",
        sa.Column("a", sa.Text(), nullable=False),
        sa.Column("b", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b", "relation"),
    )


def _mark() -> None:
    op.create_table(
        "mark",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "native_id"),
    )


def _official() -> None:
    op.create_table(
        "official",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", "letter"),
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("deep", sa.Text()),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("run_by_account", "run", ["channel", "account", "ended_at"])


def _sighting() -> None:
    op.create_table(
        "sighting",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("walk", sa.Text()),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "complaint"),
        sqlite_with_rowid=False,
    )
    op.create_index("sighting_by_complaint", "sighting", ["complaint"])


def _skipped() -> None:
    op.create_table(
        "skipped",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("native_id", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("channel", "account", "key", name="skipped_once"),
    )


def _spent() -> None:
    op.create_table(
        "spent",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("exhausted", sa.Boolean(), nullable=False),
        sa.Column("resets_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window"),
    )


def _state() -> None:
    op.create_table(
        "state",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text()),
        sa.Column("saved_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("channel", "account"),
    )


def _token() -> None:
    op.create_table(
        "token",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )

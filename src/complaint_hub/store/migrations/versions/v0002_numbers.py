"""Sightings and facts name their complaint by its number, and what is walked in order has an index for it.

For: alembic. Ids of platforms are drawn at random: each row of a page landed on another page of every index.
Must not: import the tables of today; this is how they were then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Copy the three tables into their new shape."""
    op.drop_index("complaint_by_account", "complaint")
    op.create_index("complaint_by_scope", "complaint", ["channel", "scope", "created_at", "n"])
    _sighting()
    _mark()
    _fact()


def _sighting() -> None:
    op.drop_index("sighting_by_complaint", "sighting")
    op.create_table(
        "sighting_new",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("complaint_n", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("walk", sa.Text()),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "complaint_n"),
        sqlite_with_rowid=False,
    )
    columns = "s.digest, s.first_seen_at, s.seen_at, s.walk, s.missed"
    op.execute(
        f"INSERT INTO sighting_new SELECT s.channel, s.account, c.n, {columns} "  # noqa: S608  # our own words
        "FROM sighting AS s JOIN complaint AS c ON c.id = s.complaint"
    )
    op.drop_table("sighting")
    op.rename_table("sighting_new", "sighting")
    op.create_index("sighting_by_complaint", "sighting", ["complaint_n"])


def _mark() -> None:
    op.create_table(
        "mark_new",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "native_id"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO mark_new SELECT channel, account, native_id, value FROM mark")
    op.drop_table("mark")
    op.rename_table("mark_new", "mark")


_MILESTONES = (
    "verified",
    "forwarded",
    "first_human",
    "first_substantive",
    "followed_up",
    "first_resolved",
    "last_resolved",
    "closed",
)


def _fact() -> None:
    op.drop_index("fact_by_time", "fact")
    op.create_table(
        "fact_new",
        sa.Column("complaint_n", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
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
        *(sa.Column(name, sa.BigInteger()) for name in _MILESTONES),
        sa.Column("day_only", sa.Integer(), nullable=False),
        sa.Column("irregular", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_n", "whole"),
        sqlite_with_rowid=False,
    )
    said = "f.channel, f.account, f.form, f.kind, f.oversight, f.status, f.unit, f.category, f.district, f.received"
    reached = ", ".join(f"f.{name}" for name in _MILESTONES)
    op.execute(
        'INSERT INTO fact_new SELECT c.n, f.whole, f."rows", f.leads, f.id, f."case", '  # noqa: S608  # our own words
        f"{said}, {reached}, f.day_only, f.irregular FROM fact AS f JOIN complaint AS c ON c.id = f.id"
    )
    op.drop_table("fact")
    op.rename_table("fact_new", "fact")
    op.create_index("fact_by_time", "fact", ["received"])

"""Events name their complaint by its number, known or awaited; marks of a complaint stand at its sighting.

For: alembic. What was left of indexes by ids drawn at random made most of the writing of a first reading.
Must not: import the tables of today; this is how they were then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Number what is awaited, copy the events into their new shape, and move the marks."""
    _awaited()
    _event()
    _mark()


def _awaited() -> None:
    op.create_table(
        "awaited",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        number = "(SELECT COALESCE(MAX(n), 0) FROM complaint) + ROW_NUMBER() OVER (ORDER BY id)"
    else:
        number = "nextval(pg_get_serial_sequence('complaint', 'n'))"
    op.execute(
        f"INSERT INTO awaited SELECT {number}, id FROM (SELECT DISTINCT e.complaint AS id FROM event AS e "  # noqa: S608  # our own words
        "WHERE NOT EXISTS (SELECT 1 FROM complaint AS c WHERE c.id = e.complaint)) AS unknown"
    )


_KEPT = (
    "n, type, key, body, digest, at, day, seen_at, not_before, about, source, role, public, automatic, intent, status, "
    "unit, walk, missed"
)


def _event() -> None:
    op.create_table(
        "event_new",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("complaint_n", sa.BigInteger(), nullable=False),
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
        sa.UniqueConstraint("complaint_n", "type", "key", name="event_of_complaint"),
    )
    told = ", ".join(f"e.{name}" for name in _KEPT.split(", "))
    op.execute(
        f"INSERT INTO event_new (complaint_n, {_KEPT}) SELECT names.n, {told} FROM event AS e "  # noqa: S608  # our own words
        "JOIN (SELECT n, id FROM complaint UNION ALL SELECT n, id FROM awaited) AS names ON names.id = e.complaint"
    )
    op.drop_table("event")
    op.rename_table("event_new", "event")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("SELECT setval(pg_get_serial_sequence('event', 'n'), MAX(n)) FROM event HAVING MAX(n) IS NOT NULL")


def _mark() -> None:
    op.add_column("sighting", sa.Column("mark", sa.Text()))
    mine = "m.channel = s.channel AND m.account = s.account AND m.channel || ':' || m.native_id = c.id"
    op.execute(
        "UPDATE sighting AS s SET mark = (SELECT m.value FROM mark AS m JOIN complaint AS c "  # noqa: S608  # our own words
        f"ON {mine} WHERE c.n = s.complaint_n)"
    )
    op.execute(
        "DELETE FROM mark AS m WHERE EXISTS (SELECT 1 FROM sighting AS s JOIN complaint AS c "  # noqa: S608  # our own words
        f"ON c.n = s.complaint_n WHERE {mine})"
    )

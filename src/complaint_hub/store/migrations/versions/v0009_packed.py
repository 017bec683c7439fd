"""A fact is bytes of fixed length, and its words stand in a table of their own.

For: alembic. A driver needs microseconds for every row of many columns, which is most of what a scorecard takes.
Must not: import the tables or the packing of today; this is how they were then.
"""

from struct import Struct
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_MILESTONES = (
    "received",
    "verified",
    "forwarded",
    "first_human",
    "first_substantive",
    "followed_up",
    "first_resolved",
    "last_resolved",
    "closed",
    "triaged",
    "ended",
)
_WORDS = ("channel", "account", "form", "kind", "status", "unit", "category", "district", "rating")
_FLAGS = ("irregular", "linked", "reopened", "returned", "undated_end")
_BYTES = Struct("<BBBxI11q9I4x")
_UNKNOWN = -(2**63)
_TRUTH = {None: 0, False: 1, True: 2}
_STEP = 5_000


def upgrade() -> None:
    """Pack the facts that there are."""
    word = op.create_table(
        "fact_word",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("text"),
    )
    op.drop_index("fact_by_time", "fact")
    fact = op.create_table(
        "fact_new",
        sa.Column("complaint_n", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case", sa.Text()),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_n", "whole"),
        sqlite_with_rowid=False,
    )
    numbers = _copy(fact)
    if numbers:
        op.bulk_insert(word, [{"n": n, "text": text} for text, n in numbers.items()])
        if op.get_bind().dialect.name != "sqlite":
            op.execute("SELECT setval(pg_get_serial_sequence('fact_word', 'n'), MAX(n)) FROM fact_word")
    op.drop_table("fact")
    op.rename_table("fact_new", "fact")
    op.create_index("fact_by_time", "fact", ["received"])
    told = sa.text('"case" IS NOT NULL')
    op.create_index("fact_by_case", "fact", ["case"], sqlite_where=told, postgresql_where=told)


def _copy(fact: sa.Table) -> dict[str, int]:
    """Copy the facts by the thousand: word → its number."""
    conn = op.get_bind()
    numbers: dict[str, int] = {}
    first, last = conn.execute(sa.text("SELECT MIN(complaint_n), MAX(complaint_n) FROM fact")).one()
    if first is None:
        return numbers
    part = sa.text("SELECT * FROM fact WHERE complaint_n BETWEEN :first AND :last ORDER BY complaint_n, whole")
    for start in range(first, last + 1, _STEP):
        rows = conn.execute(part, {"first": start, "last": start + _STEP - 1}).mappings().all()
        if rows:
            conn.execute(fact.insert(), [_row(dict(row), numbers) for row in rows])
    return numbers


def _row(old: dict[str, Any], numbers: dict[str, int]) -> dict[str, Any]:
    kept = {name: old[name] for name in ("complaint_n", "rows", "id", "channel", "received")}
    kept |= {name: bool(old[name]) for name in ("whole", "leads")}
    return kept | {"case": None if old["case"] == old["id"] else old["case"], "packed": _packed(old, numbers)}


def _packed(old: dict[str, Any], numbers: dict[str, int]) -> bytes:
    def number(name: str) -> int:
        value = old[name]
        if value is None:
            return 0
        word = str(float(value)) if name == "rating" else value
        return numbers.setdefault(word, len(numbers) + 1)

    truths = [None if old[name] is None else bool(old[name]) for name in ("oversight", "substantive")]
    return _BYTES.pack(
        1,
        sum(bool(old[name]) << place for place, name in enumerate(_FLAGS)),
        _TRUTH[truths[0]] | _TRUTH[truths[1]] << 2,
        old["day_only"],
        *(_UNKNOWN if old[name] is None else old[name] for name in _MILESTONES),
        *(number(name) for name in _WORDS),
    )

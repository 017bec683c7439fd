"""A table for what platforms tell by webhook, until it has been read.

For: alembic.
Must not: import the tables of today; this is how they were then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create it."""
    op.create_table(
        "notice",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("native_ids", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text()),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("channel", "account", "key", name="notice_once"),
    )
    op.create_index("notice_by_time", "notice", ["received_at"])

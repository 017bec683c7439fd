"""Facts tell more: triage, the end, ratings, marks of answers, and what turns a case took.

For: alembic. The values are told anew by the store when it opens the database, since only folding knows them.
Must not: import the tables of today; this is how they were then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns, as yet without what they say."""
    op.add_column("complaint", sa.Column("rating", sa.Float()))
    op.add_column("complaint", sa.Column("linked", sa.Boolean()))
    op.add_column("fact", sa.Column("triaged", sa.BigInteger()))
    op.add_column("fact", sa.Column("ended", sa.BigInteger()))
    op.add_column("fact", sa.Column("rating", sa.Float()))
    op.add_column("fact", sa.Column("substantive", sa.Boolean()))
    for name in ("linked", "reopened", "returned", "undated_end"):
        op.add_column("fact", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))

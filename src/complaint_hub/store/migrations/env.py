"""How alembic runs our steps: on the connection it is given, inside the transaction that is open there.

For: alembic alone, which executes this file.
Must not: open a connection of its own, or read a configuration file.
"""

from alembic import context

from complaint_hub.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a column in place; a batch copies the table.
    render_as_batch=True,
    # SQLite can roll back the creation of tables, which alembic does not expect of it: a failing step leaves nothing.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()

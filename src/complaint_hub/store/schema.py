"""The shape of the database: which version it has, and bringing an older one up to date.

For: opening the store. One select tells the version; alembic is imported only when there is something to do.
Must not: change a database that a newer version of this library, or another program, has written.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, inspect, text

from ..errors import StoreError
from .cases import retell
from .engine import Database

__all__ = ["HEAD", "REVISIONS", "check", "prepare"]

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""All versions that this library knows, oldest first; a test compares them with the steps."""

HEAD = REVISIONS[-1]


_RETOLD = "0006"
"""The last version in which facts began to tell more: those of an older database are told anew."""


def prepare(database: Database, *, zone: ZoneInfo) -> None:
    """Create the tables, or bring them up to date; leave a current database alone.

    Args:
        zone: by which facts are told anew, where an older version told less.

    Raises: StoreError, if the database is newer than this library, or is not one of ours.
    """
    with database.read() as conn:
        version = _version(conn, database.name)
    database.keep_log()
    if version == HEAD:
        return
    with database.write() as conn:
        # Another process may have been faster; from here on nobody else can be.
        version = _version(conn, database.name)
        if version != HEAD:
            _upgrade(conn)
        if version is not None and version < _RETOLD:
            retell(conn, zone=zone)


def check(database: Database) -> None:
    """Raise StoreError, if the tables are not those of this version; nothing is changed."""
    with database.read() as conn:
        version = _version(conn, database.name)
    if version != HEAD:
        state = f"was written by an older version (schema {version})" if version else "is empty"
        raise StoreError(f"{database.name} {state}: the next sync or import brings it up to date")


def _version(conn: Connection, name: str) -> str | None:
    tables = inspect(conn).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(f"{name} holds tables of another program; name another file")
        return None
    version = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version not in REVISIONS:
        raise StoreError(
            f"{name} was written by a newer version of this library (its schema is {version}, this one knows {HEAD}): "
            "upgrade complaint-hub"
        )
    return version


def _upgrade(conn: Connection, *, to: str = HEAD) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    # A percent sign in a path is an interpolation to the parser behind this.
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = conn
    command.upgrade(config, to)

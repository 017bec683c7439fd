"""Leases: one process at a time does a thing, and the death of that process does not lock the others out.

For: the running of channels (one run per account) and the renewal of tokens.
Must not: wait. Who cannot have a lease hears at once who holds it.

A holder names host, process id and when that process started, for ids are used again. On this host a dead holder is
recognised at once; on another one only by the beats that it no longer gives.
"""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime, timedelta
from typing import Self

import psutil
from sqlalchemy import delete, select, update

from ..errors import BusyError
from . import tables
from .dialect import upsert
from .engine import Database

__all__ = ["Lease", "take_lease"]

# The clock that tells when a process started may be corrected a little while it runs.
_SAME_START_SECONDS = 2.0


class Lease:
    """A lease that is held; a context manager that gives it back."""

    def __init__(self, database: Database, name: str, holder: str) -> None:
        self.name = name
        self._database = database
        self._holder = holder

    def beat(self, now: datetime) -> None:
        """Say that the holder is alive. Raises BusyError, if somebody else has taken the lease meanwhile."""
        c = tables.lease.c
        with self._database.write() as conn:
            done = conn.execute(
                update(tables.lease).where(c.name == self.name, c.holder == self._holder).values(beat_at=now)
            )
            if done.rowcount != 1:
                raise BusyError(f"{self.name}: another process has taken over, because this one seemed dead; run again")

    def release(self) -> None:
        """Give it back; harmless if it is not held any more."""
        c = tables.lease.c
        with self._database.write() as conn:
            conn.execute(delete(tables.lease).where(c.name == self.name, c.holder == self._holder))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.release()


def take_lease(database: Database, name: str, *, now: datetime, wait_out: float) -> Lease:
    """Take a lease, or the one of a dead holder. Raises BusyError, naming the holder."""
    host, pid = socket.gethostname(), os.getpid()
    lease = Lease(database, name, uuid.uuid4().hex)
    c = tables.lease.c
    with database.write() as conn:
        held = conn.execute(select(c.host, c.pid, c.started, c.beat_at).where(c.name == name)).first()
        if held is not None:
            quiet = now - held.beat_at
            alive = _alive(held.pid, held.started) if held.host == host else quiet < timedelta(seconds=wait_out)
            if alive:
                raise BusyError(
                    f"process {held.pid} on {held.host} is at it already ({name}); wait until it is done, or stop it"
                )
        row = {
            "name": name,
            "holder": lease._holder,
            "host": host,
            "pid": pid,
            "started": repr(psutil.Process(pid).create_time()),
            "beat_at": now,
        }
        statement = upsert(conn.dialect.name, tables.lease)
        taken = {column: statement.excluded[column] for column in row if column != "name"}
        conn.execute(statement.on_conflict_do_update(index_elements=["name"], set_=taken), row)
    return lease


def _alive(pid: int, started: str) -> bool:
    """Say whether this very process still runs on this host."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(process.create_time() - float(started)) < _SAME_START_SECONDS
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        # It exists and belongs to somebody else: better one run too few than two at once.
        return True

"""Where complaints are kept: SQLite by default, PostgreSQL when one machine is not enough.

For: hubs, the CLI, and readers of what was collected. ``Store`` is the one door.
Must not: know a channel, a law or a clock; the moment is passed in.
"""

from __future__ import annotations

from .backup import Backup, back_up
from .commit import Checkpoint, Commit
from .engine import file_of
from .erasing import Erased
from .leases import Lease
from .notices import Heard
from .quarantine import Quarantined
from .read import Filter
from .schema import HEAD as SCHEMA_VERSION
from .store import Store

__all__ = [
    "SCHEMA_VERSION",
    "Backup",
    "Checkpoint",
    "Commit",
    "Erased",
    "Filter",
    "Heard",
    "Lease",
    "Quarantined",
    "Store",
    "back_up",
    "file_of",
]

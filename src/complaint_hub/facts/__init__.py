"""The flat instants of a case, as columns: what clocks and figures are computed from.

For: the store, which recomputes them in the transaction that writes an event or a link; sla and evaluation, which read
them by the million. They hold no verdict, and need no numpy.
Must not: read a clock, know a time limit, or use ``seen_at`` as an instant: it orders, it never measures.
"""

from __future__ import annotations

from .columns import UNKNOWN, Coded, Instants
from .fact import (
    COLUMNS,
    FLAGS,
    LAPOR,
    MILESTONES,
    Fact,
    Facts,
    from_columns,
    from_micros,
    in_lapor,
    in_micros,
    to_columns,
    to_micros,
)
from .folding import fold

__all__ = [
    "COLUMNS",
    "FLAGS",
    "LAPOR",
    "MILESTONES",
    "UNKNOWN",
    "Coded",
    "Fact",
    "Facts",
    "Instants",
    "fold",
    "from_columns",
    "from_micros",
    "in_lapor",
    "in_micros",
    "to_columns",
    "to_micros",
]

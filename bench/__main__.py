"""``python -m bench [NAME ...]``: run the measurements named, or all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable

from . import back_fill, dashboard, idle, import_lapor, scorecard, workbook, worktime, youtube_units

MEASUREMENTS: dict[str, Callable[[], None]] = {
    "back_fill": back_fill.main,
    "dashboard": dashboard.main,
    "idle": idle.main,
    "import_lapor": import_lapor.main,
    "scorecard": scorecard.main,
    "workbook": workbook.main,
    "worktime": worktime.main,
    "youtube_units": youtube_units.main,
}


def main(names: list[str]) -> int:
    """Run them; an unknown name is refused."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"Unknown measurement {unknown[0]!r}; there are: {', '.join(MEASUREMENTS)}.", file=sys.stderr)
        return 2
    for name in names or MEASUREMENTS:
        MEASUREMENTS[name]()
    return 0


sys.exit(main(sys.argv[1:]))

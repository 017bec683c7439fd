"""The log of the command line: one line an event, on standard error, only with ``--verbose``.

::

    08:15:02 WARNING youtube UC...: waiting 12 s after HTTP 429 (try 1 of 5)
"""

from __future__ import annotations

import logging
import sys

__all__ = ["set_up_log"]


class _Line(logging.Formatter):
    """Local time, level, sentence; nothing in it can move the cursor or begin a line of its own."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        """The line without a traceback, which comes below it as it is."""
        from .screen import visible

        record.message = visible(record.message)
        return super().formatMessage(record)


class _Standard(logging.StreamHandler):  # type: ignore[type-arg]  # generic only to type checkers
    """Writes to what standard error is now, not to what it was when the log was set up."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        self.stream = sys.stderr
        super().emit(record)


def set_up_log(*, verbose: bool) -> None:
    """Set up the library's own logger, and no other; a second call replaces what the first one made."""
    log = logging.getLogger("complaint_hub")
    for handler in [one for one in log.handlers if isinstance(one, _Standard)]:
        log.removeHandler(handler)
    if not verbose:
        # Without a handler Python would print the traceback of each failed account by itself.
        log.addHandler(logging.NullHandler())
        log.setLevel(logging.NOTSET)
        return
    handler = _Standard()
    handler.setFormatter(_Line())
    log.addHandler(handler)
    log.setLevel(logging.INFO)

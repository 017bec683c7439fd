"""The dashboard: one page that an office opens in any browser, and one that it may publish.

For: the command ``dashboard``, and services that show the same page: :func:`gather` reads a store into one frozen
value, :func:`render` writes it as HTML that asks for nothing. :func:`gather_public` is what the public may see.
Must not: read a clock, send anything, or hold a figure that ``evaluation`` and ``sla`` would tell otherwise.
"""

from __future__ import annotations

from .gather import GOVERNMENT, LEAST, gather, gather_public
from .messages import Messages, messages
from .public import public
from .render import render
from .values import Dashboard

__all__ = [
    "GOVERNMENT",
    "LEAST",
    "Dashboard",
    "Messages",
    "gather",
    "gather_public",
    "messages",
    "public",
    "render",
]

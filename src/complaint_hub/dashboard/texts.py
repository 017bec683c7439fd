"""Texts of other people, made fit for a page: without characters that steer it, and not longer than there is room.

For: every text that comes from a channel, a file or a registry.
Must not: escape; the templates do that, all of it, always.
"""

from __future__ import annotations

import unicodedata

__all__ = ["LONGEST", "clean", "name", "safe_url"]

LONGEST = 500
"""Characters of a text on the page; what is longer is cut, and the page says so."""

_NAME = 90
# Marks that change the direction of what follows them, on the page too.
_STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def clean(text: str, most: int = LONGEST) -> tuple[str, bool]:
    """The text without control characters, cut to *most* characters; and whether it was cut."""
    # A text may be megabytes long: only its beginning is looked at.
    head = text[: most * 4]
    kept = "".join(
        c for c in head if c == "\n" or (c not in _STEERING and unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    ).strip()
    cut = len(kept) > most or len(text) > len(head)
    return (kept[:most].rstrip() + "…" if cut else kept), cut


def name(text: str | None, most: int = _NAME) -> str | None:
    """A name on one line; None and what holds no character are None."""
    if text is None:
        return None
    told, _ = clean(" ".join(text[: most * 4].split()), most)
    return told or None


def safe_url(url: str | None) -> str | None:
    """A link that a page may offer: http or https, without spaces and control characters; else None."""
    if url is None or len(url) > 2_000 or not url.lower().startswith(("https://", "http://")):
        return None
    return url if url.isprintable() and " " not in url else None

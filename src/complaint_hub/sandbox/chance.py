"""Seeded randomness: the same seed gives the same world on every machine.

For: whatever in the sandbox is invented.
Must not: be used for a secret.
"""

from __future__ import annotations

from random import Random

__all__ = ["seeded"]


def seeded(*seed: int | str) -> Random:
    """A generator of its own for *seed*; a text keeps generators of one world apart."""
    return Random(repr(seed))  # noqa: S311  invented worlds, nothing to protect

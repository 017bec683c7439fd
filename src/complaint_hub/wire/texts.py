"""Texts and bytes that are kept: storable everywhere, and without credentials.

For: the reading beside it, and channels, which keep what a platform said.
Must not: know a platform.
"""

from __future__ import annotations

import re

__all__ = ["as_text", "clean_text", "scrub"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Make a text storable everywhere: half a character (a lone surrogate) becomes U+FFFD, NUL goes.

    SQLite cannot encode the first, PostgreSQL refuses the second.
    """
    return _SURROGATE.sub("\ufffd", text).replace("\0", "")


def as_text(raw: bytes) -> str:
    """Bytes as a text that every store takes: half characters stand in it as they came, escaped."""
    return clean_text(raw.decode("utf-8", "backslashreplace"))


_SECRETS = (
    rb"access_token|refresh_token|id_token|fb_exchange_token|verify_token|client_secret|appsecret_proof|token|key"
)
_IN_QUERY = re.compile(rb"(?<![A-Za-z0-9_])(" + _SECRETS + rb')=[^&\s"\'<>\\]+', re.IGNORECASE)
_IN_JSON = re.compile(
    rb'("(?:access_token|refresh_token|id_token|fb_exchange_token|client_secret)"\s*:\s*")(?:[^"\\]|\\.)*+',
    re.IGNORECASE,
)


# "Consumer 'api_key:AIza...' has been suspended": Google names the key in its refusals and in their details.
_NAMED = re.compile(rb"(api_key:)[A-Za-z0-9_\-.]+", re.IGNORECASE)


def scrub(raw: bytes) -> bytes:
    """Take credentials out of bytes that are kept: platforms repeat them (``next`` links, refusals)."""
    return _NAMED.sub(rb"\1***", _IN_JSON.sub(rb"\1***", _IN_QUERY.sub(rb"\1=***", raw)))

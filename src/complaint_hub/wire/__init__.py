"""Reading what platforms send, so that no damage costs more than the item it is in.

For: channels, which bring the types; what comes back is typed values, and the items that could not be read.
Must not: know a platform, or raise anything but PayloadError, whatever the bytes are.

``reading`` takes pages and items apart, ``texts`` makes them storable, ``damage`` names what cannot be read, and
``answers`` says what a status means where a body says nothing.
"""

from __future__ import annotations

from .answers import default_error, retry_after
from .damage import Unread, key_of, read_each, refuse_if_broken
from .reading import MAX_BYTES, MAX_DEPTH, MAX_ITEMS, Damaged, Listing, read_item, read_list
from .texts import as_text, clean_text, scrub

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_ITEMS",
    "Damaged",
    "Listing",
    "Unread",
    "as_text",
    "clean_text",
    "default_error",
    "key_of",
    "read_each",
    "read_item",
    "read_list",
    "refuse_if_broken",
    "retry_after",
    "scrub",
]

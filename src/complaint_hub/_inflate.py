"""Unpacks an answer's body and stops at a size.

For: ``_io``, both worlds.
Must not: know an HTTP client. Such a client inflates each chunk whole, and 60 kB on the wire can hold 60 MB; zlib can
be told where to stop.
"""

from __future__ import annotations

import zlib

__all__ = ["Inflate"]


class Inflate:
    """Decodes a body chunk by chunk and never holds more than *cap* bytes of it.

    Args:
        coding: the answer's ``Content-Encoding``, in lower case; empty if it has none.
        cap: decoded bytes.

    Raises: zlib.error, if the coding is none that was asked for.
    """

    def __init__(self, coding: str, *, cap: int) -> None:
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise zlib.error(f"unknown content coding {coding!r}")
        self._packed = coding not in ("", "identity")
        self._cap = cap
        self._inflater = zlib.decompressobj(47)  # 32 + 15: a gzip or a zlib header, whichever comes
        self._fed = False
        self.body = bytearray()

    @property
    def over(self) -> bool:
        """True once there is more than the cap allows."""
        return len(self.body) > self._cap

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire. Raises zlib.error."""
        if not self._packed:
            self.body += chunk[: self._cap + 1 - len(self.body)]
            return
        while chunk and not self.over:
            if self._inflater.eof:  # gzip allows several members, one after the other
                self._inflater = zlib.decompressobj(47)
            self._fed = True
            self.body += self._inflater.decompress(chunk, self._cap + 1 - len(self.body))
            chunk = self._inflater.unused_data

    def end(self) -> bytes:
        """The whole body. Raises zlib.error, if it was cut."""
        if self._fed and not self._inflater.eof:
            raise zlib.error("cut")
        return bytes(self.body)

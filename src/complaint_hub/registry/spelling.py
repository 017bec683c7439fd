"""When two spellings are the same: after case, spaces, punctuation and a few fixed short forms, letter by letter.

For: finding the unit or place that a text names.
Must not: guess. Two texts that differ in a letter are two names, until somebody writes one down as an alias.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["folded", "without"]

_SHORT: Final[dict[str, str]] = {
    "kab": "kabupaten",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "pem": "pemerintah",
    "pemkab": "pemerintah kabupaten",
    "pemkot": "pemerintah kota",
}
_GOVERNMENT: Final = "pemerintah "


def folded(text: str | None) -> str:
    """A name as it is compared: ``"DINAS  P.U. & Tata-Ruang"`` → ``"dinas p u dan tata ruang"``; ``""`` for none.

    Case, white space (no-break spaces too) and punctuation do not count; ``&`` reads *dan*; the short forms kab., kec.,
    kel., pem., pemkab and pemkot read in full.
    """
    plain = unicodedata.normalize("NFKC", text or "").casefold().replace("&", " dan ")
    words: list[str] = re.findall(r"[^\W_]+", plain)
    return " ".join(_SHORT.get(word, word) for word in words)


def without(agency: str, name: str) -> str:
    """A folded name without the government that it names at its end or its beginning.

    Args:
        agency: the government, folded, with or without *pemerintah* in front.

    Returns: ``"dinas perhubungan"`` for ``"dinas perhubungan kabupaten blitar"`` and
        ``"pemerintah kabupaten blitar dinas perhubungan"``; the name itself where nothing, or nothing else, is named.
    """
    area = agency.removeprefix(_GOVERNMENT)
    if not area or name in (area, f"{_GOVERNMENT}{area}"):
        return name
    for end in (f" {_GOVERNMENT}{area}", f" {area}"):
        if name.endswith(end):
            return name.removesuffix(end)
    return name.removeprefix(f"{_GOVERNMENT}{area} ")

"""How the files of a registry call things: columns, kinds and posts, in English and in the Indonesian of an office.

For: ``reading``.
Must not: hold what may change by decree; these are spellings of one fixed vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from .values import PlaceKind, Post, UnitKind

__all__ = ["OFFICERS", "PLACES", "UNITS", "Field"]

_KINDS: Final[Mapping[str, str]] = {
    "dinas": UnitKind.department,
    "badan": UnitKind.agency,
    "sekretariat": UnitKind.secretariat,
    "bagian": UnitKind.section,
    "inspektorat": UnitKind.inspectorate,
    "satpol pp": UnitKind.public_order,
    "kecamatan": UnitKind.district,
    "kelurahan": UnitKind.village,
    "desa": UnitKind.village,
    "rsud": UnitKind.hospital,
    "puskesmas": UnitKind.clinic,
    "lainnya": UnitKind.other,
}
_POSTS: Final[Mapping[str, str]] = {
    "admin koordinator": Post.coordinator,
    "admin instansi": Post.coordinator,
    "pejabat penghubung": Post.liaison,
    "admin opd": Post.liaison,
    "pejabat pelaksana": Post.handler,
    "pic": Post.handler,
    "inspektorat": Post.inspector,
}
_PLACE_KINDS: Final[Mapping[str, str]] = {
    "kabupaten": PlaceKind.regency,
    "kota": PlaceKind.regency,
    "kecamatan": PlaceKind.district,
    "desa": PlaceKind.village,
    "kelurahan": PlaceKind.village,
}


def _with_own(kinds: type[UnitKind] | type[Post] | type[PlaceKind], words: Mapping[str, str]) -> Mapping[str, str]:
    return {**{str(kind): str(kind) for kind in kinds}, **words}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a row.

    Attributes:
        what: what it holds.
        target: the name it has in the value, where that differs (``from`` is no name in Python).
        indonesian: the heading of an Indonesian sheet.
        words: the words that it may hold, and what they mean.
    """

    what: Literal["text", "texts", "word", "date", "number", "switch"]
    indonesian: str
    required: bool = False
    target: str = ""
    words: Mapping[str, str] | None = None


UNITS: Final[Mapping[str, Field]] = {
    "code": Field("text", "kode", required=True),
    "name": Field("text", "nama", required=True),
    "kind": Field("word", "jenis", words=_with_own(UnitKind, _KINDS)),
    "parent": Field("text", "induk"),
    "aliases": Field("texts", "alias"),
    "accounts": Field("texts", "akun"),
    "from": Field("date", "mulai", target="since"),
    "until": Field("date", "sampai"),
}
OFFICERS: Final[Mapping[str, Field]] = {
    "id": Field("text", "id", required=True),
    "role": Field("word", "peran", required=True, words=_with_own(Post, _POSTS)),
    "unit": Field("text", "unit", required=True),
    "from": Field("date", "mulai", target="since"),
    "until": Field("date", "sampai"),
}
PLACES: Final[Mapping[str, Field]] = {
    "code": Field("text", "kode", required=True),
    "name": Field("text", "nama", required=True),
    "kind": Field("word", "jenis", required=True, words=_with_own(PlaceKind, _PLACE_KINDS)),
    "parent": Field("text", "induk"),
    "aliases": Field("texts", "alias"),
    "population": Field("number", "penduduk"),
    "population_on": Field("date", "tanggal penduduk"),
    "source": Field("text", "sumber"),
    "guess": Field("switch", "perkiraan"),
}

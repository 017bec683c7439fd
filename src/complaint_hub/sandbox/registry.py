"""Writes the registry of a regency that looks like Kabupaten Blitar: its units, and one officer for each.

For: the demo and tests: ``write_registry(path)`` gives 64 units and 63 officers in one TOML file.
Must not: import anything of ``complaint_hub`` outside the sandbox, or name a real person: officers are numbers.

Kecamatan, hospitals and most *dinas* and *badan* are public names. Which *bagian* there are, the fire service among the
*dinas*, the short names, and how 63 officers are spread over them are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from . import google, instagram, tiktok, youtube
from .blitar import AGENCY, DISTRICTS

__all__ = ["UNITS", "Office", "accounts", "write_registry"]

_FIRST_DAY = "2022-01-03"


@dataclass(frozen=True)
class Office:
    """One unit. ``role`` is that of its officer; None if it has none of its own."""

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    parent: str = ""
    role: str | None = "pejabat penghubung"


def _dinas(code: str, short: str, name: str, *more: str, role: str = "pejabat penghubung") -> Office:
    return Office(code, f"Dinas {name}", "dinas", (short, *more), role=role)


_DINAS = (
    _dinas("disdik", "Disdik", "Pendidikan", "Dispendik"),
    _dinas("dinkes", "Dinkes", "Kesehatan"),
    _dinas("pupr", "DPUPR", "Pekerjaan Umum dan Penataan Ruang", "Dinas PUPR"),
    _dinas("perkim", "Disperkim", "Perumahan dan Kawasan Permukiman", "Dinas Perkim"),
    _dinas("dinsos", "Dinsos", "Sosial"),
    _dinas("disnaker", "Disnaker", "Tenaga Kerja"),
    _dinas(
        "p3ap2kb", "DP3AP2KB",
        "Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana", "Dinas P3AP2KB",
    ),
    _dinas("dkpp", "DKPP", "Ketahanan Pangan dan Pertanian"),
    _dinas("disnakkan", "Disnakkan", "Peternakan dan Perikanan"),
    _dinas("dlh", "DLH", "Lingkungan Hidup"),
    _dinas("dispendukcapil", "Dispendukcapil", "Kependudukan dan Pencatatan Sipil", "Disdukcapil", "Dukcapil"),
    _dinas("dpmd", "DPMD", "Pemberdayaan Masyarakat dan Desa", "Dinas PMD"),
    _dinas("dishub", "Dishub", "Perhubungan"),
    _dinas(
        "diskominfo", "Diskominfotiksan", "Komunikasi, Informatika, Statistik dan Persandian", "Diskominfo",
        "Dinas Kominfo", role="admin koordinator",
    ),
    _dinas("dinkopum", "Dinkop", "Koperasi dan Usaha Mikro"),
    _dinas(
        "dpmptsp", "DPMPTSP", "Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPM-PTSP",
        "Mal Pelayanan Publik",
    ),
    _dinas("disparbudpora", "Disparbudpora", "Pariwisata, Kebudayaan, Pemuda dan Olahraga"),
    _dinas("dispusip", "Dispusip", "Perpustakaan dan Kearsipan"),
    _dinas("disperindag", "Disperindag", "Perindustrian dan Perdagangan"),
    _dinas("damkar", "Damkar", "Pemadam Kebakaran dan Penyelamatan"),
)  # fmt: skip

_BADAN = tuple(
    Office(code, f"Badan {name}", "badan", (short,))
    for code, short, name in (
        ("bappedalitbang", "Bappedalitbang", "Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah"),
        ("bkpsdm", "BKPSDM", "Kepegawaian dan Pengembangan Sumber Daya Manusia"),
        ("bpbd", "BPBD", "Penanggulangan Bencana Daerah"),
        ("bapenda", "Bapenda", "Pendapatan Daerah"),
        ("bpkad", "BPKAD", "Pengelolaan Keuangan dan Aset Daerah"),
        ("bakesbangpol", "Bakesbangpol", "Kesatuan Bangsa dan Politik"),
    )
)

_BAGIAN = tuple(
    Office(f"bag-{code}", f"Bagian {name}", "bagian", (f"Setda {name}",), parent="setda")
    for code, name in (
        ("pemerintahan", "Pemerintahan"),
        ("hukum", "Hukum"),
        ("kesra", "Kesejahteraan Rakyat"),
        ("ekonomi", "Perekonomian"),
        ("pembangunan", "Administrasi Pembangunan"),
        ("pbj", "Pengadaan Barang dan Jasa"),
        ("umum", "Umum"),
        ("organisasi", "Organisasi"),
        ("prokopim", "Protokol dan Komunikasi Pimpinan"),
        ("keuangan", "Perencanaan dan Keuangan"),
    )
)

UNITS = (
    Office("setda", "Sekretariat Daerah", "sekretariat", ("Setda",), role=None),
    *_BAGIAN,
    Office("setwan", "Sekretariat DPRD", "sekretariat", ("Setwan",)),
    Office("inspektorat", "Inspektorat Daerah", "inspektorat", ("Inspektorat",), role="inspektorat"),
    *_DINAS,
    *_BADAN,
    Office("satpolpp", "Satuan Polisi Pamong Praja", "satpol pp", ("Satpol PP",)),
    Office("rsud-ngudi-waluyo", "RSUD Ngudi Waluyo", "rsud", ("RSUD Ngudi Waluyo Wlingi", "RSUD Wlingi")),
    Office("rsud-srengat", "RSUD Srengat", "rsud"),
    *(
        Office(f"kec-{name.lower()}", f"Kecamatan {name}", "kecamatan", (f"Kantor Kecamatan {name}", f"Camat {name}"))
        for name in DISTRICTS
    ),
)
"""64 units; all but the secretariat itself, whose *bagian* have theirs, have one officer."""

# A health centre is no unit of its own here: its reviews are the health service's.
_OWNED_BY_NAME = {"UPT Puskesmas": "dinkes"}


def accounts() -> dict[str, list[str]]:
    """Code of a unit → what it owns on the demo's channels: the government's accounts, and places that are reviewed."""
    found = {
        "diskominfo": [
            f"youtube:{youtube.CHANNEL}",
            f"instagram:{instagram.ACCOUNT}",
            f"tiktok:{tiktok.ACCOUNT}",
        ]
    }
    names = {name: unit.code for unit in UNITS for name in (unit.name, *unit.aliases)} | _OWNED_BY_NAME
    for location in google.demo().locations.values():
        title = location.title.removesuffix(" Kabupaten Blitar")
        code = next(code for name, code in names.items() if title == name or title.startswith(f"{name} "))
        found.setdefault(code, []).append(f"google_reviews:locations/{location.number}")
    return found


def write_registry(path: Path) -> Path:
    """Write the registry as a TOML file."""
    path.write_text("\n".join(_lines(accounts())) + "\n", encoding="utf-8")
    return path


def _lines(owned: dict[str, list[str]]) -> Iterator[str]:
    yield "# Registri rekaan untuk demo: unit, petugas tanpa nama, akun. Periksa: complaint-hub registry check BERKAS"
    yield f"agency = {_toml(AGENCY)}"
    yield 'places = "blitar_places"'
    for unit in UNITS:
        values = {
            "code": unit.code,
            "name": unit.name,
            "kind": unit.kind,
            "parent": unit.parent,
            "aliases": unit.aliases,
            "accounts": owned.get(unit.code, []),
        }
        yield from ("", "[[units]]", *(f"{key} = {_toml(value)}" for key, value in values.items() if value))
    served = [unit for unit in UNITS if unit.role is not None]
    for n, unit in enumerate(served, start=1):
        yield from ("", "[[officers]]", f'id = "petugas-{n:02d}"', f"role = {_toml(unit.role)}")
        yield from (f"unit = {_toml(unit.code)}", f"from = {_FIRST_DAY}")


def _toml(value: str | Iterable[str] | None) -> str:
    """A text or a list of texts; JSON writes them as TOML does."""
    return json.dumps(value if isinstance(value, str) else list(value or ()), ensure_ascii=False)

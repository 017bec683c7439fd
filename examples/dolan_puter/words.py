"""The words of the service: what its states, tabs, fields and steps are called, and what a tab and a search find.

For: ``pages`` and ``acts``; what the library has words for comes from its ``vocabulary``.
Must not: know a request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaint_hub.dashboard.values import CaseLine, State

__all__ = ["DONE", "FIELD_LABELS", "MARKS", "PRIORITIES", "REPLY_STATES", "TABS", "in_tab", "matches"]

PRIORITIES: Final[Mapping[str, str]] = {"urgent": "darurat", "high": "tinggi", "normal": "biasa"}
REPLY_STATES: Final[Mapping[str, str]] = {
    "draft": "menunggu persetujuan",
    "approved": "disetujui, menunggu dikirim",
    "sending": "sedang dikirim",
    "sent": "terkirim",
    "verified": "terkirim, terlihat publik",
    "failed": "gagal",
    "unsure": "belum pasti terkirim",
    "withdrawn": "ditarik",
}
MARKS: Final[Mapping[State, str]] = {
    State.late: "lewat",
    State.soon: "segera",
    State.running: "berjalan",
    State.paused: "jeda",
    State.done: "selesai",
    State.free: "tanpa",
}
DONE: Final[Mapping[str, str]] = {
    "pilah": "Pemilahan dicatat.",
    "disposisi": "Disposisi dicatat.",
    "catatan": "Catatan disimpan.",
    "jawab": "Jawaban disimpan. Petugas lain yang menyetujuinya.",
    "setuju": "Jawaban disetujui dan dikirim.",
    "menunggu": "Jawaban disetujui. Kanalnya sedang dipakai; jawaban dikirim pada putaran berikutnya.",
    "tarik": "Jawaban ditarik.",
    "selesai": "Kasus dinyatakan selesai.",
    "buka": "Kasus dibuka kembali.",
}
TABS: Final[Mapping[str, str]] = {
    "terbuka": "Semua yang terbuka",
    "lewat": "Lewat tenggat",
    "segera": "Segera jatuh tempo",
    "belum": "Belum dijawab",
    "pilah": "Belum dipilah",
    "semua": "Termasuk yang selesai",
}
FIELD_LABELS: Final[Mapping[str, str]] = {
    "topic": "Tentang apa",
    "unit": "Unit yang menangani",
    "due": "Paling lambat",
    "missing": "Yang perlu dilengkapi",
    "authority": "Instansi yang berwenang",
    "link": "Alamat untuk melapor",
    "tracking_id": "Nomor SP4N-LAPOR!",
    "date": "Tanggal tindak lanjut",
    "result": "Hasilnya",
}


def in_tab(line: CaseLine, tab: str) -> bool:
    """Whether a case stands under that tab."""
    match tab:
        case "lewat":
            return line.state is State.late
        case "segera":
            return line.state is State.soon
        case "belum":
            return line.open and not line.answered and line.told != "Belum dipilah"
        case "pilah":
            return line.told == "Belum dipilah"
        case "semua":
            return True
        case _:
            return line.open


def matches(line: CaseLine, words: str) -> bool:
    """Whether a case holds all of these words, in any order and case."""
    text = line.detail.text if line.detail is not None else None
    told = (line.number, line.title, line.unit, line.district, line.channel_label, line.status, text)
    whole = " ".join(part for part in told if part).casefold()
    return all(word in whole for word in words.casefold().split())

"""Why an act of the office or a reply cannot be, said to an officer: the library's sentences in Indonesian.

For: the commands that act.
Must not: decide what is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..casework import Refusal
from ..errors import CaseworkError, OutboxError
from ..model import EventType, Status
from ..outbox import ReplyRefusal
from ..wording import thousands
from . import words
from .sentences import told

__all__ = ["REFUSALS", "REPLIES", "error_told", "reply_sentence", "sentence"]

REFUSALS: Mapping[Refusal, str] = {
    Refusal.unsigned: "petugas yang melakukannya belum disebut: tambahkan --by",
    Refusal.unknown_officer: "petugas {by} tidak ada dalam registri",
    Refusal.officer_ended: "petugas {by} tidak bertugas pada {day} (masa tugas: {terms})",
    Refusal.before_receipt: "waktu {at} mendahului masuknya {id} ({received})",
    Refusal.in_future: "waktu {at} belum tiba (sekarang {now})",
    Refusal.nothing_said: "belum ada yang dikatakan tentang {id}: sebutkan jenis, unit, lokasi atau lainnya",
    Refusal.no_text: "teksnya kosong: tuliskan keterangannya",
    Refusal.no_link: "{link} bukan alamat: harus diawali https:// atau http://",
    Refusal.unknown_unit: "unit {unit} tidak ada dalam registri: pakai kode, nama atau alias yang tercatat",
    Refusal.ambiguous_unit: "{unit} adalah nama dari {units}: pakai kodenya",
    Refusal.unit_ended: "{unit} tidak ada pada {day}",
    Refusal.unknown_place: "tempat {place} tidak ada dalam registri, atau lebih dari satu",
    Refusal.wrong_status: "pemilahan tidak dapat memberi status {status}; pilihannya {allowed}",
    Refusal.finished: "{id} sudah {status} sejak {since}: buka kembali dahulu (reopen)",
    Refusal.archived: "{id} sudah {status} sejak {since}: buka kembali dahulu (reopen)",
    Refusal.open: "{id} masih terbuka ({status})",
    Refusal.paused: "{id} sudah {status} sejak {since}",
    Refusal.not_paused: "{id} tidak sedang ditunda ({status})",
    Refusal.past: "{id} sudah melewati tahap itu: {status} sejak {since}",
    Refusal.with_unit: "{id} sudah ada di {unit} sejak {since}",
    Refusal.no_disposition: "{id} tidak sedang didisposisikan ke unit mana pun, jadi tidak dapat dikembalikan",
    Refusal.no_amount: "perpanjangan memerlukan jumlah (1 atau lebih) atau hari terakhir, salah satu",
    Refusal.until_passed: "hari terakhir {until} tidak sesudah {day}",
    Refusal.unknown_clock: "tidak ada tenggat {clock}; pilihannya {clocks}",
    Refusal.contradicted: "bertentangan dengan {type} pada {since} oleh {by}: batalkan yang itu dahulu",
    Refusal.not_an_act: "{key} pada {id} tidak diketik petugas, jadi tidak dapat dibatalkan di sini",
    Refusal.undone: "{key} pada {id} sudah dibatalkan",
    Refusal.unknown_event: "tidak ada kejadian {key} pada {id}",
}
"""Refusal → its sentence; the names in braces are those of ``casework.SENTENCES``."""

REPLIES: Mapping[ReplyRefusal, str] = {
    ReplyRefusal.no_complaint: "tidak ada aduan {complaint}: tidak ada yang ditulis",
    ReplyRefusal.no_reply: "tidak ada balasan nomor {reply}",
    ReplyRefusal.unsigned: "penulis balasan belum disebut: tambahkan --by",
    ReplyRefusal.no_text: "balasan untuk {complaint} kosong: tuliskan teksnya",
    ReplyRefusal.too_long: "balasan untuk {complaint} berisi {size} {unit}, {channel} menerima paling banyak {amount}: "
    "pendekkan {over}",
    ReplyRefusal.no_message: "{complaint} tidak punya pesan {about}: tanpa --about yang dijawab adalah aduannya",
    ReplyRefusal.no_approver: "balasan {reply}: sebutkan siapa yang menyetujui",
    ReplyRefusal.own_approval: "balasan {reply} ditulis oleh {by}: harus disetujui orang lain",
    ReplyRefusal.refused_afterwards: "balasan {reply} sudah diterima lalu ditolak kanal: tulis teks lain",
    ReplyRefusal.wrong_state: "balasan {reply} {state}, jadi tidak dapat {what}; hanya yang {states}",
    ReplyRefusal.doubled: "balasan yang sama untuk {complaint} sudah ada, nomor {reply} ({state}): "
    "kirim atau batalkan yang itu",
}
"""Refusal of a reply → its sentence; the names in braces are those of ``outbox.SENTENCES``."""

_UNITS = {"bytes": "byte", "characters": "karakter"}
_ACTS = {"approved": "disetujui", "withdrawn": "dibatalkan", "sent again": "dikirim ulang", "claimed": "dikirim"}
_STATES = {
    "draft": "masih konsep",
    "approved": "sudah disetujui",
    "sending": "sedang dikirim",
    "sent": "sudah terkirim",
    "verified": "sudah terlihat publik",
    "failed": "gagal",
    "unsure": "belum pasti terkirim",
    "withdrawn": "sudah dibatalkan",
}
_INSTANTS = ("at", "received", "now", "since")
_DAYS = ("day", "until")


def sentence(refused: CaseworkError, zone: ZoneInfo) -> str:
    """What an officer reads: in Indonesian, with local times."""
    values = {name: _said(name, value, zone) for name, value in refused.values.items()}
    return REFUSALS[Refusal(refused.reason)].format(**values)


def _said(name: str, value: str, zone: ZoneInfo) -> str:
    if name in _INSTANTS:
        return words.moment(datetime.fromisoformat(value), zone)
    if name in _DAYS:
        return words.day(date.fromisoformat(value), zone)
    if name == "status":
        return words.STATUSES[Status(value)]
    if name == "type":
        return words.EVENTS[EventType(value)]
    return value


def reply_sentence(refused: OutboxError) -> str:
    """What an officer reads of a reply that cannot be; a refusal that has no name is known by its sentence."""
    if not refused.reason:
        return told(str(refused))
    values = {name: _reply_value(name, value) for name, value in refused.values.items()}
    return REPLIES[ReplyRefusal(refused.reason)].format(**values)


def _reply_value(name: str, value: str | int) -> str:
    if isinstance(value, int):
        return thousands(value)
    if name == "states":
        return " atau ".join(_STATES[one] for one in value.split(" or "))
    return {"unit": _UNITS, "what": _ACTS, "state": _STATES}.get(name, {}).get(value, value)


def error_told(error: str) -> str:
    """What is kept of a reply's fate, where it is ours to word; a platform's own words stay."""
    return told(error)

"""Officers' words: what the model's terms are called on an Indonesian screen, and instants in local time.

For: every command that prints for people; bare numbers and dates are written by ``wording``.
Must not: compute a figure, read a clock or the locale of the machine, or print anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ..model import Bucket, EventType, Kind, Relation, Role, Status, Visibility
from ..wording import moment, percent, short_date

__all__ = [
    "BUCKETS",
    "EVENTS",
    "FIELDS",
    "FOLLOW_UP",
    "KINDS",
    "MILESTONES",
    "RELATIONS",
    "STATUSES",
    "VISIBILITIES",
    "day",
    "moment",
    "role",
    "share",
    "yes_no",
]

STATUSES: Mapping[Status, str] = {
    Status.received: "diterima",
    Status.verified: "terverifikasi",
    Status.forwarded: "didisposisikan",
    Status.returned: "dikembalikan",
    Status.in_progress: "diproses",
    Status.responded: "dijawab",
    Status.awaiting_citizen: "menunggu pelapor",
    Status.postponed: "ditunda",
    Status.resolved: "selesai",
    Status.closed: "ditutup",
    Status.archived: "diarsipkan",
    Status.blocked: "diblokir",
    Status.rejected: "ditolak",
    Status.withdrawn: "dibatalkan",
    Status.transferred: "dialihkan",
    Status.not_our_authority: "bukan wewenang",
    Status.duplicate: "tergabung ke kasus lain",
    Status.not_a_complaint: "bukan aduan",
}

BUCKETS: Mapping[Bucket, str] = {
    Bucket.unverified: "belum terverifikasi",
    Bucket.pending: "belum ditindaklanjuti",
    Bucket.in_process: "proses",
    Bucket.postponed: "tunda",
    Bucket.finished: "selesai",
    Bucket.archived: "arsip",
}

KINDS: Mapping[Kind, str] = {
    Kind.complaint: "pengaduan",
    Kind.aspiration: "aspirasi",
    Kind.information_request: "permintaan informasi",
    Kind.appreciation: "apresiasi",
    Kind.other: "lainnya",
    Kind.spam: "spam",
}

VISIBILITIES: Mapping[Visibility, str] = {
    Visibility.public: "terbuka",
    Visibility.anonymous: "anonim",
    Visibility.confidential: "rahasia",
    Visibility.anonymous_confidential: "anonim dan rahasia",
}

MILESTONES: Mapping[str, str] = {"received": "diterima", "verified": "verifikasi", "forwarded": "disposisi"}

FIELDS: Mapping[str, str] = {
    "status": "status",
    "kind": "jenis",
    "oversight": "berkadar pengawasan",
    "unit": "unit",
    "priority": "prioritas",
    "district": "kecamatan",
    "village": "desa/kelurahan",
}

EVENTS: Mapping[EventType, str] = {
    EventType.received: "diterima",
    EventType.verified: "diverifikasi",
    EventType.forwarded: "disposisi",
    EventType.returned: "dikembalikan",
    EventType.transferred: "dialihkan",
    EventType.status: "status",
    EventType.message: "pesan",
    EventType.edited: "teks diubah",
    EventType.deleted: "dihapus di kanal",
    EventType.restored: "muncul kembali di kanal",
    EventType.triaged: "dipilah",
    EventType.classified: "klasifikasi",
    EventType.prioritised: "prioritas",
    EventType.linked: "ditautkan",
    EventType.unlinked: "tautan dilepas",
    EventType.note: "catatan",
    EventType.evidence: "bukti dukung",
    EventType.extended: "perpanjangan",
    EventType.postponed: "ditunda",
    EventType.reminded: "pengingat",
    EventType.escalated: "eskalasi",
    EventType.rated: "penilaian pelapor",
    EventType.resolved: "selesai",
    EventType.reopened: "dibuka kembali",
    EventType.closed: "ditutup",
}

RELATIONS: Mapping[Relation, str] = {
    Relation.transferred_to: "dialihkan ke",
    Relation.duplicate_of: "sama dengan",
    Relation.same_event: "peristiwa yang sama dengan",
}

FOLLOW_UP = "tindak lanjut"
"""An answer of which the office noted the date and no text."""

_ROLES: Mapping[Role, str] = {Role.citizen: "pelapor", Role.agency: "pemerintah", Role.platform: "sistem"}


def role(value: Role | None) -> str:
    """Who wrote; a source that does not tell is named as such."""
    return "penulis tidak diketahui" if value is None else _ROLES[value]


def share(value: float) -> str:
    """``0.903`` → ``90,3%``, ``1.0`` → ``100%``; what falls short of all never reads as 100%, some never as 0%."""
    return percent(min(value, 0.999) if value < 1 else value) if value >= 0.001 or value == 0 else percent(0.001)


def yes_no(value: bool | None) -> str:
    """Whether there is such a thing: *ada*, *belum ada*, or that nobody has said so."""
    return "belum diketahui" if value is None else "ada" if value else "belum ada"


def day(value: datetime | date, zone: ZoneInfo) -> str:
    """``24 Nov 2026``; an instant is told by its local date."""
    return short_date(value.astimezone(zone).date() if isinstance(value, datetime) else value)

"""Officers' words: what the terms of the model are called on an Indonesian screen, page or sheet.

For: everything that writes for people; numbers and dates are written by ``wording``.
Must not: know a figure, or print anything.
"""

from __future__ import annotations

from collections.abc import Mapping

from .model import Bucket, EventType, Kind, Relation, Role, Status, Visibility

__all__ = [
    "BUCKETS",
    "CHANNELS",
    "EVENTS",
    "FIELDS",
    "FOLLOW_UP",
    "KINDS",
    "MILESTONES",
    "RELATIONS",
    "ROLES",
    "STATUSES",
    "VISIBILITIES",
    "channel_name",
]

CHANNELS: Mapping[str, str] = {
    "lapor": "SP4N-LAPOR!",
    "google_reviews": "Google",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "register": "Register",
}
"""The six channels, in the order in which a report lists them."""

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

ROLES: Mapping[Role, str] = {Role.citizen: "pelapor", Role.agency: "pemerintah", Role.platform: "sistem"}


def channel_name(name: str) -> str:
    """What people call a channel; one of a third party is called by its own name."""
    return CHANNELS.get(name, name)

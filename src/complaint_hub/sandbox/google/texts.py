"""What people write about an office on the map, and what it answers.

For: ``build``.
Must not: name a real person; the texts are invented.

Subjects are those of reviews of offices and health centres: queues, manners, parking, pharmacy, cleanliness,
insurance; a text comes with its translation, which the platform puts beside it.
"""

from __future__ import annotations

from random import Random

__all__ = ["answer", "review_text"]

_BAD = (
    ("Antrean pendaftaran dua jam, kursi tunggu tidak cukup.", "Two hours in the queue, not enough seats."),
    ("Petugas loket kurang ramah dan menjawab sambil main ponsel.", "The clerk was unfriendly and kept on the phone."),
    ("Parkir penuh dan karcisnya tidak ada.", "The car park was full and nobody gave a ticket."),
    ("Obat di farmasi kosong, disuruh beli di luar.", "The pharmacy was out of stock; I had to buy outside."),
    ("Toilet kotor dan air tidak mengalir.", "The toilet was dirty and there was no water."),
    ("Pasien BPJS dilayani belakangan.", "Patients with public insurance are served last."),
    ("Sudah tiga kali datang, berkas saya belum juga jadi.", "I came three times and my papers are not ready."),
    ("Telepon tidak pernah diangkat pada jam kerja.", "Nobody picks up the phone in office hours."),
)
_MIXED = (
    ("Pelayanan cukup, hanya ruang tunggunya panas.", "Service is fine, but the waiting room is hot."),
    ("Dokternya baik, antreannya yang lama.", "The doctor is kind, the queue is long."),
)
_GOOD = (
    ("Petugas ramah dan cepat, terima kasih.", "Friendly and quick staff, thank you."),
    ("Tempat bersih, alurnya jelas.", "A clean place, and it is clear where to go."),
    ("Mengurus kartu keluarga selesai dalam sehari.", "The family card was ready within a day."),
)
_ANSWERS = {
    "bad": ("Mohon maaf atas ketidaknyamanannya. Masukan kami teruskan ke bagian terkait.",
            "Terima kasih atas masukannya, sedang kami perbaiki. Silakan hubungi loket pengaduan kami."),
    "good": ("Terima kasih atas ulasannya.", "Terima kasih, semoga sehat selalu."),
}  # fmt: skip


def review_text(stars: int, dice: Random) -> tuple[str, str]:
    """A text that suits the stars, and its translation; the queue's number keeps most texts apart."""
    texts = _BAD if stars <= 2 else _MIXED if stars == 3 else _GOOD
    text, translation = dice.choice(texts)
    number = dice.randint(1, 180)
    return f"{text} Nomor antrean {number}.", f"{translation} Queue number {number}."


def answer(stars: int, dice: Random) -> str:
    """What the office replies."""
    return dice.choice(_ANSWERS["bad" if stars <= 3 else "good"])

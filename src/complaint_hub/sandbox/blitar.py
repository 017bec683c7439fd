"""Places, units and topics of a regency that looks like Kabupaten Blitar.

For: both halves of the sandbox, so that a road in an export and a road in a comment are of one world.
Must not: name a real person, or hold anything the library reads; its own tables stand elsewhere, on purpose.

Districts and units are public names. The shares of topics blend two published tables of neighbouring regencies
(2024); the texts are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

__all__ = ["AGENCY", "DISTRICTS", "TOPICS", "Topic", "acknowledgement", "answer", "pick_topic", "sentence", "village"]

AGENCY = "Pemerintah Kabupaten Blitar"

DISTRICTS = (
    "Wonodadi", "Udanawu", "Srengat", "Kademangan", "Bakung", "Ponggok", "Sanankulon", "Wonotirto", "Nglegok",
    "Kanigoro", "Garum", "Sutojayan", "Panggungrejo", "Talun", "Gandusari", "Binangun", "Wlingi", "Doko", "Kesamben",
    "Wates", "Selorejo", "Selopuro",
)  # fmt: skip

# Village names are made of two parts, so that none of them claims to be a certain place.
_VILLAGE = (("Sumber", "Karang", "Tegal", "Kali", "Purwo", "Sido"), ("rejo", "sari", "asri", "mulyo", "agung", "jati"))


@dataclass(frozen=True)
class Topic:
    """One topic: its share in per cent, the LAPOR category (no-break spaces and all), the unit, what people write."""

    key: str
    share: int
    category: str
    unit: str
    title: str
    matters: tuple[str, ...]


def _category(text: str) -> str:
    # Ten of the platform's main category names are written with no-break spaces.
    return text.replace(" ", "\u00a0")


TOPICS = (
    Topic("jalan", 22, _category("PEKERJAAN UMUM DAN PENATAAN RUANG"), "Dinas Pekerjaan Umum dan Penataan Ruang",
          "Jalan rusak di {place}",
          ("jalan berlubang dan sudah sering membuat pengendara jatuh", "jembatan retak dan pagarnya hilang",
           "saluran di tepi jalan mampet sehingga air meluap ke jalan")),
    Topic("lampu", 9, "PERHUBUNGAN", "Dinas Perhubungan", "Lampu jalan mati di {place}",
          ("lampu penerangan jalan mati sejak dua minggu", "parkir liar menutup separuh jalan di depan pasar",
           "rambu di pertigaan hilang tertabrak truk")),
    Topic("adminduk", 9, "KEPENDUDUKAN", "Dinas Kependudukan dan Pencatatan Sipil", "KTP belum jadi, warga {place}",
          ("pengurusan KTP sudah sebulan belum jadi", "antrean akta kelahiran sangat panjang",
           "data di kartu keluarga salah ketik dan belum dibetulkan")),
    Topic("air", 9, "ENERGI DAN SUMBER DAYA ALAM", "Dinas Perumahan dan Kawasan Permukiman", "Air bersih di {place}",
          ("air bersih tidak mengalir setiap sore", "air keruh dan berbau sejak hujan kemarin",
           "pipa bocor di depan balai desa")),
    Topic("sampah", 6, _category("LINGKUNGAN HIDUP DAN KEHUTANAN"), "Dinas Lingkungan Hidup", "Sampah di {place}",
          ("sampah menumpuk di pinggir sungai", "limbah kandang mencemari saluran irigasi",
           "tempat sampah pasar tidak diangkut")),
    Topic("pegawai", 6, _category("POLITIK DAN HUKUM"), "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
          "Pelayanan petugas di {place}",
          ("loket sudah tutup padahal masih jam pelayanan", "petugas tidak memberi penjelasan yang jelas")),
    Topic("kesehatan", 6, "KESEHATAN", "RSUD Ngudi Waluyo", "Antrean berobat, warga {place}",
          ("antrean poli sampai siang dan kursi tunggu kurang", "obat di apotek rumah sakit sering kosong")),
    Topic("ketertiban", 5, _category("KETENTERAMAN, KETERTIBAN UMUM, DAN PELINDUNGAN MASYARAKAT"),
          "Satuan Polisi Pamong Praja", "Gangguan ketertiban di {place}",
          ("pengeras suara sampai lewat tengah malam", "warung tanpa izin di trotoar")),
    Topic("bansos", 5, _category("SOSIAL DAN KESEJAHTERAAN"), "Dinas Sosial", "Bantuan sosial di {place}",
          ("tetangga yang tidak mampu belum terdata bantuan", "bantuan bulan ini belum cair")),
    Topic("sekolah", 5, _category("PENDIDIKAN DAN KEBUDAYAAN"), "Dinas Pendidikan", "Sekolah di {place}",
          ("atap kelas bocor dan belum diperbaiki", "informasi pendaftaran siswa baru tidak jelas")),
    Topic("desa", 5, _category("PEMBANGUNAN DESA, DAERAH TERTINGGAL, DAN TRANSMIGRASI"),
          "Dinas Pemberdayaan Masyarakat dan Desa", "Pemerintahan desa di {place}",
          ("kantor desa sering kosong pada jam kerja", "papan informasi anggaran desa tidak dipasang")),
    Topic("permukiman", 4, _category("PEKERJAAN UMUM DAN PENATAAN RUANG"), "Dinas Perumahan dan Kawasan Permukiman",
          "Perumahan di {place}",
          ("jalan perumahan belum diserahkan dan rusak", "rumah tidak layak huni belum disurvei")),
    Topic("izin", 3, _category("EKONOMI DAN KEUANGAN"),
          "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Perizinan dan pajak, warga {place}",
          ("izin usaha mandek tanpa penjelasan", "tagihan pajak bumi dan bangunan ganda")),
    Topic("tani", 3, _category("PERTANIAN DAN PETERNAKAN"), "Dinas Ketahanan Pangan dan Pertanian",
          "Pupuk dan ternak di {place}", ("pupuk bersubsidi sulit didapat", "ternak sakit dan petugas belum datang")),
    Topic("lain", 3, "TOPIK LAINNYA", "Dinas Komunikasi, Informatika, Statistik dan Persandian",
          "Mohon informasi {place}",
          ("mohon info jadwal pelayanan keliling", "situs pemerintah tidak dapat dibuka")),
)  # fmt: skip


def pick_topic(dice: Random) -> Topic:
    """One topic, by its share."""
    return dice.choices(TOPICS, weights=[topic.share for topic in TOPICS])[0]


def village(dice: Random) -> str:
    """An invented village name."""
    return dice.choice(_VILLAGE[0]) + dice.choice(_VILLAGE[1])


def sentence(topic: Topic, district: str, dice: Random) -> str:
    """What a citizen writes about *topic*; the numbers in it keep most texts apart."""
    opening = dice.choice(
        ("Mohon ditindaklanjuti", "Selamat pagi, lapor", "Min, tolong", "Sudah lama", "Mohon perhatian")
    )
    place = f"RT {dice.randint(1, 12):02d} RW {dice.randint(1, 9):02d} {village(dice)}, {district}"
    closing = dice.choice(("Terima kasih.", "Kapan diperbaiki?", "Mohon tanggapannya.", "Semoga segera ada solusi."))
    return f"{opening}, {dice.choice(topic.matters)} di {place}. {closing}"


def acknowledgement(topic: Topic, dice: Random) -> str:
    """What the office writes when it passes a complaint on."""
    thanks = dice.choice(("Terima kasih atas laporannya.", "Terima kasih sudah menyampaikan."))
    return f"{thanks} Laporan kami teruskan ke {topic.unit}."


def answer(topic: Topic, district: str, dice: Random) -> str:
    """What a unit writes when it has acted."""
    act = dice.choice(
        ("telah ditinjau petugas", "telah dikerjakan", "dijadwalkan pada minggu ini", "selesai ditangani")
    )
    return f"Yth. Pelapor, laporan mengenai {topic.key} di {district} {act} oleh {topic.unit}. Terima kasih."

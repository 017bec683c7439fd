"""What a run noticed, said to an officer: the sentences that channels write most, in Indonesian.

For: the report of a run. A sentence is known by its form; one that is not stays as it was written.
Must not: leave a name or a number of a sentence out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["NOTICES", "notice_told"]

NOTICES: Mapping[str, str] = {
    r"Times of LAPOR exports are read as (.+) \(setting zone\)": "Waktu dalam ekspor LAPOR! dibaca sebagai {} "
    "(pengaturan zone)",
    r"Times of LAPOR timelines are read as (.+), which is a guess \(setting timeline_zone\)": "Waktu dalam linimasa "
    "LAPOR! dibaca sebagai {}, perkiraan saja (pengaturan timeline_zone)",
    r"No file matches (.+)": "Tidak ada berkas yang cocok dengan {}",
    r"(.+): the sheet (.+) is not read, it has no register": "{}: lembar {} tidak dibaca, tidak berisi register",
    r"(.+): rows that repeat the row of the same number word by word: (\d+)": "{}: baris yang persis mengulang baris "
    "bernomor sama: {}",
    r"(.+): header rows that are repeated among the rows: (\d+)": "{}: baris judul kolom yang terulang: {}",
    r"(.+): lines without a date and a text, taken for titles and footers: (\d+)": "{}: baris tanpa tanggal dan isi, "
    "dianggap judul atau catatan kaki: {}",
    r"(.+): follow-ups without a date, which are kept as they stand and are no answers: (\d+)": "{}: tindak lanjut "
    "tanpa tanggal, disimpan apa adanya dan tidak dihitung sebagai jawaban: {}",
    r"(.+): evidence without a date of follow-up, which is kept as it stands: (\d+)": "{}: bukti tanpa tanggal tindak "
    "lanjut, disimpan apa adanya: {}",
    r"(.+): taken for corrections of entries that are known: (.+)": "{}: dianggap perbaikan dari catatan yang sudah "
    "ada: {}",
    r"(.+): doubtful, taken for new entries: (.+)": "{}: meragukan, dianggap catatan baru: {}",
    r"(.+): entries of these days that an earlier sheet had and this one has not, kept: (.+)": "{}: catatan hari-hari "
    "ini yang ada di lembar lama dan tidak ada di lembar ini, tetap disimpan: {}",
    r"(.+): (.+) is not known, (\d+) times; kept as it stands": "{}: {} tidak dikenal, {} kali; disimpan apa adanya",
    r"(.+): (\d+) more texts are not known": "{}: {} teks lain tidak dikenal",
}
"""Form of a sentence → the same in Indonesian, its parts in the same order."""

_FORMS = tuple((re.compile(form, flags=re.S), told) for form, told in NOTICES.items())


def notice_told(notice: str) -> str:
    """A notice in Indonesian, as far as its form is known."""
    for form, told in _FORMS:
        if found := form.fullmatch(notice):
            return told.format(*found.groups())
    return notice

"""Sentences about files: LAPOR! exports and timelines, follow-up sheets, registers, Takeout and comments in files.

For: ``sentences``.
Must not: hold a sentence that no reader of files writes.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FILES"]

FILES: Mapping[str, str] = {
    # What a run noticed.
    "Times of LAPOR exports are read as {zone} (setting zone)": "Waktu dalam ekspor LAPOR! dibaca sebagai {zone} "
    "(pengaturan zone)",
    "Times of LAPOR timelines are read as {zone}, which is a guess (setting timeline_zone)": "Waktu dalam linimasa "
    "LAPOR! dibaca sebagai {zone}, perkiraan saja (pengaturan timeline_zone)",
    "No file matches {pattern}": "Tidak ada berkas yang cocok dengan {pattern}",
    "the sheet {name} is not read, it has no register": "lembar {name} tidak dibaca, tidak berisi register",
    "rows that repeat the row of the same number word by word: {n}": "baris yang persis mengulang baris bernomor "
    "sama: {n}",
    "rows that repeat an earlier row word by word: {n}": "baris yang persis mengulang baris sebelumnya: {n}",
    "header rows that are repeated among the rows: {n}": "baris judul kolom yang terulang: {n}",
    "lines without a date and a text, taken for titles and footers: {n}": "baris tanpa tanggal dan isi, dianggap "
    "judul atau catatan kaki: {n}",
    "rows without a Tracking ID and a date, taken for footers: {n}": "baris tanpa Tracking ID dan tanggal, dianggap "
    "catatan kaki: {n}",
    "rows without a Tracking ID, taken for footers: {n}": "baris tanpa Tracking ID, dianggap catatan kaki: {n}",
    "follow-ups without a date, which are kept as they stand and are no answers: {n}": "tindak lanjut tanpa tanggal, "
    "disimpan apa adanya dan tidak dihitung sebagai jawaban: {n}",
    "evidence without a date of follow-up, which is kept as it stands: {n}": "bukti tanpa tanggal tindak lanjut, "
    "disimpan apa adanya: {n}",
    "entries of which no pattern tells who speaks: {n}": "catatan linimasa yang penulisnya tidak dikenali oleh pola "
    "mana pun: {n}",
    "taken for corrections of entries that are known: {rows}": "dianggap perbaikan dari catatan yang sudah ada: {rows}",
    "doubtful, taken for new entries: {rows}": "meragukan, dianggap catatan baru: {rows}",
    "entries of these days that an earlier sheet had and this one has not, kept: {rows}": "catatan hari-hari ini "
    "yang ada di lembar lama dan tidak ada di lembar ini, tetap disimpan: {rows}",
    "{text} is not known, {n} times; kept as it stands": "{text} tidak dikenal, {n} kali; disimpan apa adanya",
    "{n} more texts are not known": "{n} teks lain tidak dikenal",
    'there is no column "{theirs}" nor "{ours}", which the map of columns names': 'tidak ada kolom "{theirs}" maupun '
    '"{ours}" yang disebut peta kolom',
    'there is no column "{theirs}", which the map of columns names': 'tidak ada kolom "{theirs}" yang disebut peta '
    "kolom",
    "columns that are only kept as they stand: {columns}": "kolom yang hanya disimpan apa adanya: {columns}",
    "{columns} stand in an export and are not read: keep them in a follow-up sheet": "{columns} ada di ekspor dan "
    "tidak dibaca: catat di lembar tindak lanjut",
    "{name}: {n} comments have an id but no time to the second, so they are kept apart; if the account is read "
    "through the API one day, they count twice": "{name}: {n} komentar punya id tetapi tidak punya waktu sampai "
    "detik, jadi disimpan terpisah; bila kelak akun ini dibaca lewat API, komentar itu terhitung dua kali",
    "{rows} and {n} more": "{rows} dan {n} lainnya",
    "{rows}, row {row} ({id})": "{rows}, baris {row} ({id})",
    "row {row} ({id})": "baris {row} ({id})",
    "{rows}, row {row} may be {id}": "{rows}, baris {row} mungkin {id}",
    "row {row} may be {id}": "baris {row} mungkin {id}",
    # Why a row was set aside.
    "{file}, row {row}": "{file}, baris {row}",
    "the entry lacks {name}": "isian {name} tidak ada",
    "its columns are not known any more": "kolom-kolomnya tidak dikenal lagi",
    "the Tracking ID is not a number": "Tracking ID bukan angka",
    "the Tracking ID is {text}, not a number": "Tracking ID berisi {text}, bukan angka",
    "the Tracking ID is empty": "Tracking ID kosong",
    "{id} stands more than once with different content: correct the sheet": "{id} tercatat lebih dari sekali dengan "
    "isi berbeda: perbaiki lembarnya",
    "the comment_id {id} stands more than once with different content: it may be rounded": "comment_id {id} tercatat "
    "lebih dari sekali dengan isi berbeda: mungkin dibulatkan",
    "the number {number} stands more than once with different content": "nomor {number} tercatat lebih dari sekali "
    "dengan isi berbeda",
    "{id} stands more than once with different content": "{id} tercatat lebih dari sekali dengan isi berbeda",
    "the number {number} is that of another entry of {year}, with another date and text: correct it, or call the "
    "column No if it only counts the rows": "nomor {number} milik catatan lain tahun {year} dengan tanggal dan isi "
    "berbeda: perbaiki, atau namai kolomnya No bila hanya nomor urut baris",
    "the number has more than {n} letters": "nomornya lebih dari {n} huruf",
    "the text is empty: what is it about?": "isinya kosong: tentang apa?",
    "the date is empty: write it in every row, or hand in the workbook if cells are merged": "tanggalnya kosong: "
    "tulis di setiap baris, atau pakai buku kerjanya bila selnya digabung",
    "the date is empty": "tanggalnya kosong",
    "there is no column for {event}": "tidak ada kolom untuk {event}",
    "there is no column {column}": "tidak ada kolom {column}",
    "Tanggal or Waktu Laporan Masuk": "Tanggal atau Waktu Laporan Masuk",
    "date and keterangan must be texts": "date dan keterangan harus berupa teks",
    "it has no id of digits, or no log": "tidak punya id berupa angka, atau tidak punya log",
    "{id}, entry {place}": "{id}, catatan ke-{place}",
    "video_url: the row does not name its video by a web address (https)": "video_url: baris ini tidak menyebut "
    "videonya dengan alamat web (https)",
    "video_url: it is no address of tiktok.com": "video_url: bukan alamat tiktok.com",
    "{name}: {text} is no id; a spreadsheet program rounds such long numbers: format the column as text": "{name}: "
    "{text} bukan id; program lembar kerja membulatkan angka sepanjang itu: jadikan kolomnya teks",
    "the row does not tell which comment it is": "baris ini tidak menyebut komentar yang mana",
    "text: the row has none": "text: kosong pada baris ini",
    "created_at: the row has none": "created_at: kosong pada baris ini",
    # Dates.
    "{text} is not a date that can be read for sure: write it like {like}": "{text} bukan tanggal yang pasti "
    "terbaca: tulis seperti {like}",
    "{text} is not a time of day: format the cell as a time": "{text} bukan jam: jadikan selnya waktu",
    "{date} and {time} tell two different times of day": "{date} dan {time} menyebut dua jam yang berbeda",
    "{text} tells no time of day": "{text} tidak menyebut jam",
    "{text} does not exist in {zone}: the clocks went forward": "{text} tidak ada di {zone}: jam dimajukan saat itu",
    "{text} lies outside {first} to {last}": "{text} di luar {first} sampai {last}",
    "{text} is not a date: format the cell as a date": "{text} bukan tanggal: jadikan selnya tanggal",
    "{text} is not a date": "{text} bukan tanggal",
    "{text} has no month that is known: {name}": "{text} tidak memuat nama bulan yang dikenal: {name}",
    "{text} may be day or month first: write it like {one} or {other}": "{text} dapat berarti hari atau bulan "
    "dahulu: tulis seperti {one} atau {other}",
    "{text} is a day that does not exist": "{text} adalah hari yang tidak ada",
    "{text} does not begin with a weekday that is known: {day}": "{text} tidak diawali nama hari yang dikenal: {day}",
    "{text} names the wrong weekday: {date} is a {day}": "{text} menyebut hari yang salah: {date} jatuh pada {day}",
    "{text} is longer than a day, so it is no time of day": "{text} lebih dari sehari, jadi bukan jam",
    "{text} has a time of day that does not exist": "{text} memuat jam yang tidak ada",
    # A row of the quarantine that is read again.
    "This quarantine entry is none of {whose}": "Isi karantina ini bukan dari {whose}",
    "import the file again": "impor lagi berkasnya",
    "import it again": "impor lagi",
    "correct it in the sheet and import that again": "perbaiki di lembarnya lalu impor lagi",
    "correct it in the file and import that again": "perbaiki di berkasnya lalu impor lagi",
    "a LAPOR file": "berkas LAPOR!",
    "a register": "register",
    "a TikTok file": "berkas TikTok",
}

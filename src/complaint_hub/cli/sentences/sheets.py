"""Sentences about a file that cannot be read as a whole: sheets, workbooks, Takeout, timelines.

For: ``sentences``.
Must not: hold what is said of one row; that stands in ``files``.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SHEETS"]

SHEETS: Mapping[str, str] = {
    "The file was changed while it was read": "Berkas berubah selagi dibaca",
    'No row has a cell "{name}", which names the columns; found was {found}': 'Tidak ada baris dengan sel "{name}", '
    "yang menamai kolom; yang ditemukan {found}",
    "export it again, or map the columns of a hand-made copy (columns)": "ekspor lagi, atau petakan kolom salinan "
    "buatan sendiri (columns)",
    "Row {row} has a column {name}, but {why}": "Baris {row} punya kolom {name}, tetapi {why}",
    "neither {one} nor one of {others}; its columns are: {found}": "tidak ada {one} maupun salah satu dari {others}; "
    "kolomnya: {found}",
    "hand in an export or a follow-up sheet, or map the columns of a hand-made copy (columns)": "pakai ekspor atau "
    "lembar tindak lanjut, atau petakan kolom salinan buatan sendiri (columns)",
    'No row names the columns, which are "{one}" and "{two}" or "{three}" (or spellings of them); '
    "found was {found}": 'Tidak ada baris yang menamai kolom, yaitu "{one}" dan "{two}" atau "{three}" (atau ejaan '
    "lainnya); yang ditemukan {found}",
    "hand in the register itself, or map the columns of your sheet (columns)": "pakai registernya sendiri, atau "
    "petakan kolom lembar Anda (columns)",
    "No row names the columns video_url, text and created_at; found was {found}": "Tidak ada baris yang menamai "
    "kolom video_url, text dan created_at; yang ditemukan {found}",
    "hand in a CSV with video_url, author, text and created_at, or JSON Lines with these names": "pakai CSV dengan "
    "video_url, author, text dan created_at, atau JSON Lines dengan nama itu",
    "nothing but empty rows": "hanya baris kosong",
    "most of its lines are no JSON": "sebagian besar barisnya bukan JSON",
    "it is no object": "bukan objek",
    "The file has more than {n} rows": "Berkas berisi lebih dari {n} baris",
    "The sheet has more than {n} rows": "Lembar berisi lebih dari {n} baris",
    "The file has more than {n} bytes": "Berkas lebih dari {n} byte",
    "The file has {n} bytes, more than {most}": "Berkas berisi {n} byte, lebih dari {most}",
    "split it and hand in the parts": "bagi menjadi beberapa berkas",
    "split it by year and hand in the parts": "bagi per tahun menjadi beberapa berkas",
    "split it": "bagi berkasnya",
    "The file holds no comments": "Berkas tidak memuat komentar",
    "The file cannot be read ({why})": "Berkas tidak dapat dibaca ({why})",
    "check its name": "periksa namanya",
    "check who may read it": "periksa siapa yang boleh membacanya",
    "check its name and who may read it": "periksa namanya dan siapa yang boleh membacanya",
    "The text is not UTF-8": "Teksnya bukan UTF-8",
    "save it as UTF-8": "simpan sebagai UTF-8",
    "The file is not JSON ({why})": "Berkas bukan JSON ({why})",
    "fetch it again": "ambil lagi",
    'No timeline was found: looked for an object with "id" and "log"': "Tidak ada linimasa: yang dicari objek dengan "
    '"id" dan "log"',
    "hand in another file": "pakai berkas lain",
    "it holds more than {n} files": "memuat lebih dari {n} berkas",
    "it holds more than {n} bytes of reviews": "memuat lebih dari {n} byte ulasan",
    "a file of reviews has more than {n} bytes": "satu berkas ulasan lebih dari {n} byte",
    "it cannot be read ({why})": "tidak terbaca ({why})",
    "The file is empty": "Berkas kosong",
    "export it again": "ekspor lagi",
    "The file is a web page, not a sheet (often a log-in page saved under the name of the export)": "Berkas adalah "
    "halaman web, bukan lembar kerja (sering kali halaman masuk yang tersimpan dengan nama ekspor)",
    "log in and export it again": "masuk lalu ekspor lagi",
    "The file is not a sheet": "Berkas bukan lembar kerja",
    "hand in an .xlsx, .xls or .csv file": "pakai berkas .xlsx, .xls atau .csv",
    "The file is not a workbook although its name ends in {suffix}": "Berkas bukan buku kerja walau namanya "
    "berakhiran {suffix}",
    "export it again, or rename it to .csv if it is one": "ekspor lagi, atau ganti namanya menjadi .csv bila memang "
    "itu",
    "The text is neither UTF-8, UTF-16 nor Windows-1252": "Teksnya bukan UTF-8, UTF-16 maupun Windows-1252",
    'save it as "CSV UTF-8"': 'simpan sebagai "CSV UTF-8"',
    "Row {row} cannot be read (line {line}: {why})": "Baris {row} tidak terbaca (baris teks {line}: {why})",
    'look for a quotation mark that is not doubled, or save the sheet as "CSV UTF-8" again': "cari tanda kutip yang "
    'tidak digandakan, atau simpan lagi lembarnya sebagai "CSV UTF-8"',
    "split the export by year and hand in the parts": "bagi ekspor per tahun menjadi beberapa berkas",
    "export or copy it again": "ekspor atau salin lagi",
    "open it in a spreadsheet program and save it without a password": "buka dengan program lembar kerja dan simpan "
    "tanpa kata sandi",
    "open it in a spreadsheet program and save it": "buka dengan program lembar kerja lalu simpan",
    "The workbook is locked with a password": "Buku kerja dikunci dengan kata sandi",
    "The workbook has {n} parts, more than {most}": "Buku kerja berisi {n} bagian, lebih dari {most}",
    "The file is a zip archive, not an .xlsx workbook": "Berkas adalah arsip zip, bukan buku kerja .xlsx",
    "save the sheet as .xlsx": "simpan lembarnya sebagai .xlsx",
    "The workbook is packed in an unusual way": "Buku kerja dikemas dengan cara yang tidak lazim",
    "The workbook unpacks to {n} bytes, more than {most}": "Buku kerja menjadi {n} byte bila dibongkar, lebih dari "
    "{most}",
    "Reading the workbook takes {n} bytes, more than {most}": "Membaca buku kerja memerlukan {n} byte, lebih dari "
    "{most}",
    "The workbook unpacks to {n} times its size, more than {most} times": "Buku kerja menjadi {n} kali ukurannya "
    "bila dibongkar, lebih dari {most} kali",
    "The sheet {name} reaches to row {row} and column {column} or further, an area of more than {n} cells": "Lembar "
    "{name} mencapai baris {row} dan kolom {column} atau lebih jauh, luasnya lebih dari {n} sel",
    "delete the empty rows and columns at its end, or {what}": "hapus baris dan kolom kosong di ujungnya, atau {what}",
    "The sheet {name} is empty": "Lembar {name} kosong",
    "export it again, or name another sheet": "ekspor lagi, atau sebut lembar lain",
    "The sheet {name} is damaged ({why})": "Lembar {name} rusak ({why})",
    "a tag that does not end": "tanda yang tidak berakhir",
    "a tag of more than 1 MB": "tanda lebih dari 1 MB",
    "a cell without a proper place": "sel tanpa tempat yang benar",
    "name one of its sheets: {there}": "sebut salah satu lembarnya: {there}",
    "The workbook has no sheet {name}": "Buku kerja tidak punya lembar {name}",
    "The workbook has no sheet": "Buku kerja tidak punya lembar",
    "The workbook is cut short or damaged ({why})": "Buku kerja terpotong atau rusak ({why})",
    "The workbook is damaged ({why})": "Buku kerja rusak ({why})",
    "it holds no reviews.json: choose Google Business Profile, with reviews, in Takeout": "tidak memuat "
    "reviews.json: pilih Google Business Profile beserta ulasannya di Takeout",
}

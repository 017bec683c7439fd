"""Sentences about replies: why one is not sent, what became of it, and how to answer by hand.

For: ``sentences``, as the first table: what a reply says is a part of these, and must reach the screen unchanged.
Must not: word what ``outbox.ReplyRefusal`` names; that stands in ``cli.refusals``.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["REPLIES"]

REPLIES: Mapping[str, str] = {
    # What takes no replies, and what to do.
    "answer by hand at {url}, and paste this text:\n{words}": "jawab dengan tangan di {url}, dan tempelkan teks "
    "ini:\n{words}",
    "answer by hand in the Business Profile, and paste this text:\n{words}": "jawab dengan tangan di Business "
    "Profile, dan tempelkan teks ini:\n{words}",
    "answer by hand, and paste this text:\n{words}": "jawab dengan tangan, dan tempelkan teks ini:\n{words}",
    "give the consent of the channel's owner (client_id in the settings); or answer by hand at {url}, and paste this "
    "text:\n{words}": "beri persetujuan pemilik kanal (client_id dalam pengaturan); atau jawab dengan tangan di "
    "{url}, dan tempelkan teks ini:\n{words}",
    "give the consent of the channel's owner (client_id in the settings); or answer by hand, and paste this "
    "text:\n{words}": "beri persetujuan pemilik kanal (client_id dalam pengaturan); atau jawab dengan tangan, dan "
    "tempelkan teks ini:\n{words}",
    "give the consent of the channel's owner (client_id in the settings)": "beri persetujuan pemilik kanal "
    "(client_id dalam pengaturan)",
    "answer by {source}, the way it came, paste this text, and "
    "write into the sheet that it was answered:\n{words}": "jawab lewat {source}, seperti aduannya datang, "
    "tempelkan teks ini, dan catat di lembarnya bahwa sudah "
    "dijawab:\n{words}",
    "answer the way it came, paste this text, and write into the sheet that it was answered:\n{words}": "jawab lewat "
    "jalan datangnya aduan, tempelkan teks ini, dan catat di lembarnya bahwa sudah dijawab:\n{words}",
    "open report {id} in SP4N-LAPOR! as the agency's admin, and paste this text as its follow-up; the next export "
    "brings it back here:\n{words}": "buka laporan {id} di SP4N-LAPOR! sebagai admin instansi, dan tempelkan teks ini "
    "sebagai tindak lanjutnya; ekspor berikutnya membawanya kembali ke sini:\n{words}",
    "{channel} takes no replies from a program": "{channel} tidak menerima balasan dari program",
    "entry {id} stands in a register, which answers nobody": "catatan {id} ada di register, yang tidak dapat "
    "menjawab siapa pun",
    "{id} came from an export, whose names the API does not know": "{id} berasal dari ekspor, yang namanya tidak "
    "dikenal API",
    "youtube {account} has no owner": "youtube {account} belum punya persetujuan pemilik",
    "nothing can be replied": "tidak ada yang dapat dibalas",
    # What nobody would see.
    "{id} came in by account {account}, not {other}": "{id} masuk lewat akun {account}, bukan {other}",
    "{id} is deleted on the platform: nobody would see a reply": "{id} sudah dihapus di platform: tidak ada yang "
    "akan melihat balasannya",
    "{id} is hidden: nobody would see a reply": "{id} disembunyikan: tidak ada yang akan melihat balasannya",
    "{id} is hidden and takes no reply": "{id} disembunyikan dan tidak menerima balasan",
    "the message {about} is hidden: nobody would see what is answered": "pesan {about} disembunyikan: tidak ada yang "
    "akan melihat apa yang dijawab",
    "{what} is {held}: nobody would see a reply": "{what} {held}: tidak ada yang akan melihat balasannya",
    "it is not known under which video {id} stands": "tidak diketahui {id} ada di bawah video yang mana",
    "{id} has one reply, and nothing answers that": "{id} punya satu balasan, yang tidak dapat dijawab lagi",
    "answer the review itself": "jawab ulasannya sendiri",
    "show it again in the {app} app, sync, and reply then": "tampilkan lagi di aplikasi {app}, jalankan sync, lalu "
    "balas",
    "publish it in YouTube Studio, sync, and reply then": "terbitkan di YouTube Studio, jalankan sync, lalu balas",
    "sync first": "jalankan sync dahulu",
    "the message {about}": "pesan {about}",
    "held for review": "ditahan untuk ditinjau",
    "taken for spam": "dianggap spam",
    "not public": "tidak terbuka bagi publik",
    "{id} came from {channel} {account}, which is not configured here: a reply goes out on the account that the "
    "complaint came in by": "{id} berasal dari {channel} {account}, yang tidak ada di pengaturan: balasan keluar "
    "lewat akun tempat aduannya masuk",
    # Where an answer may go no further.
    "the thread is gone": "utasnya sudah tidak ada",
    "the thread is held back: nobody would see a reply": "utasnya ditahan: tidak ada yang akan melihat balasannya",
    "the thread takes no reply": "utasnya tidak menerima balasan",
    "it is closed, or comments are switched off": "utasnya ditutup, atau komentarnya dimatikan",
    "the thread cannot be read": "utasnya tidak terbaca",
    "the replies of the thread turn in circles": "balasan dalam utas berputar-putar",
    "the answer to a reply cannot be read": "jawaban atas pengiriman balasan tidak terbaca",
    "the comment is gone": "komentarnya sudah tidak ada",
    "the reply is gone": "balasannya sudah tidak ada",
    "the comment is hidden: its replies are not listed, and nobody would see one": "komentarnya disembunyikan: "
    "balasannya tidak terdaftar, dan tidak ada yang akan melihatnya",
    "the comment that it answers is hidden": "komentar yang dijawab disembunyikan",
    "the comment that it answers is gone": "komentar yang dijawab sudah tidak ada",
    "strangers do not find its thread": "orang lain tidak menemukan utasnya",
    "TikTok does not say why; it hides similar texts": "TikTok tidak menyebut sebabnya; teks yang mirip "
    "disembunyikannya",
    "its video is not shown any more": "videonya tidak ditampilkan lagi",
    "it is private or gone": "sudah pribadi atau dihapus",
    "a reply cannot be read: it may be ours": "satu balasan tidak terbaca: mungkin milik kita",
    "the replies cannot be read to their end: {why}": "balasannya tidak terbaca sampai akhir: {why}",
    "an empty page says that more follows": "halaman kosong menyatakan masih ada lanjutannya",
    "{n} replies are counted, and none is listed": "{n} balasan terhitung, tetapi tidak satu pun terdaftar",
    "the platform lists no reply, although some stand": "platform tidak mendaftar satu balasan pun, padahal ada",
    "the comment stands, and its replies are not found": "komentarnya ada, tetapi balasannya tidak ditemukan",
    "the list of replies broke off: a cursor was refused": "daftar balasan terputus: penanda halaman ditolak",
    "what was asked for by its id cannot be read": "yang ditanyakan dengan id-nya tidak terbaca",
    "{id} or its reply cannot be read": "{id} atau balasannya tidak terbaca",
    "{scope} is not found any more where it was": "{scope} tidak ditemukan lagi di tempatnya semula",
    "a sync looks for it; reply then": "sync akan mencarinya; balas sesudahnya",
    "the owner's consent is of {ids}, not of {account}: nothing was sent": "persetujuan pemilik itu dari {ids}, "
    "bukan dari {account}: tidak ada yang dikirim",
    "consent again, signed in as the channel itself": "beri persetujuan lagi, masuk sebagai kanal itu sendiri",
    # What became of a reply.
    "withdrawn by {by}": "oleh {by}",
    "another reply stands in its place": "balasan lain ada di tempatnya",
    "another reply of ours of {at} UTC stands there, which this "
    "one would replace unseen: read it and write anew": "di sana ada balasan kita yang lain dari {at} UTC, "
    "yang akan tertimpa tanpa dibaca: baca dahulu lalu tulis yang "
    "baru",
    "another reply of ours stands there, which this one would replace unseen: read it and write anew": "di sana ada "
    "balasan kita yang lain, yang akan tertimpa tanpa dibaca: baca dahulu lalu tulis yang baru",
    "not sent, for what stands there is not known: {why}": "tidak dikirim, karena tidak diketahui apa yang ada di "
    "sana: {why}",
    "it could not be looked up: {why}": "tidak dapat diperiksa: {why}",
    "it is not known whether the platform took it: {why}": "tidak diketahui apakah platform menerimanya: {why}",
    "it is not known whether the platform took it": "tidak diketahui apakah platform menerimanya",
    "nobody can say whether the platform took it: look there, then send it again or withdraw it": "tidak ada yang "
    "tahu apakah platform menerimanya: periksa di sana, lalu kirim ulang atau batalkan",
    "the public does not see it": "publik tidak melihatnya",
    "the platform still looks at it": "platform masih meninjaunya",
    "the platform took it and refused it afterwards": "platform menerimanya lalu menolaknya",
    "it does not stand there any more": "tidak ada lagi di sana",
    "Google refused the reply": "Google menolak balasannya",
    "the comment stands although the answer is a refusal: never ask for fields there": "komentarnya tertulis walau "
    "jawabannya penolakan: jangan meminta isian di sana",
    "nobody has described this refusal of a write: look on the platform what became of it": "penolakan ini belum "
    "dikenal: periksa di platform apa yang terjadi",
    "the same text stands there already": "teks yang sama sudah ada di sana",
    "the platform takes it for spam: a person has to look": "platform menganggapnya spam: perlu diperiksa orang",
    "the same was sent before: look at what became of it before it is sent again": "yang sama sudah pernah dikirim: "
    "periksa dahulu sebelum dikirim ulang",
    "TikTok's answer to a write leaves open what became of it": "jawaban TikTok tidak memastikan apa yang terjadi",
    "{error} in the channel's code": "{error} dalam kode kanal",
    "{error} in the code of {channel}: a bug, not the platform's "
    "fault; the traceback is in the log 'complaint_hub'": "{error} dalam kode {channel}: kesalahan program, "
    "bukan salah platform; jejaknya ada di log 'complaint_hub'",
    "reply {reply} is to {id}, which is not stored: withdraw it": "balasan {reply} ditujukan ke {id}, yang tidak "
    "tersimpan: batalkan balasan itu",
    "{id} was read without its timeline: read it by store.complaint(id)": "{id} dibaca tanpa linimasanya: baca "
    "dengan store.complaint(id)",
    "write something": "tuliskan sesuatu",
    "shorten the text": "pendekkan teksnya",
    "take the emoji out of the text": "hapus emoji dari teksnya",
    "nobody can reply there": "tidak ada yang dapat membalas di sana",
    "this account may not write there": "akun ini tidak boleh menulis di sana",
    "the comment is gone, or itself a reply: only a thread can be replied to": "komentarnya sudah tidak ada, atau ia "
    "sendiri balasan: hanya utas yang dapat dibalas",
    # Templates of replies.
    "there is no template {name}: there are {names}": "tidak ada templat {name}: yang ada {names}",
    "the template {name} needs {fields}: fill in every field": "templat {name} memerlukan {fields}: isi semua kolomnya",
    "the template {name} has no field {fields}: it has no fields": "templat {name} tidak punya kolom {fields}: tidak "
    "ada kolom sama sekali",
    "the template {name} has no field {fields}: it has {there}": "templat {name} tidak punya kolom {fields}: yang "
    "ada {there}",
    "the filled template {name} has {size} {unit}, {amount} are allowed: shorten a field by {over}": "templat {name} "
    "yang sudah diisi berisi {size} {unit}, yang diizinkan {amount}: pendekkan satu kolom sebanyak {over}",
    "characters": "karakter",
    "bytes": "byte",
}

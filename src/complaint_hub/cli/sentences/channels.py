"""Sentences about what is read online: YouTube, Google reviews, Instagram, TikTok.

For: ``sentences``.
Must not: hold a platform's own words; those are shown as the platform wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CHANNELS"]

CHANNELS: Mapping[str, str] = {
    # Why an item was set aside.
    "a thread could not be read: {why}": "satu utas tidak terbaca: {why}",
    "a reply could not be read: {why}": "satu balasan tidak terbaca: {why}",
    "a comment could not be read: {why}": "satu komentar tidak terbaca: {why}",
    "a video could not be read: {why}": "satu video tidak terbaca: {why}",
    "a review could not be read: {why}": "satu ulasan tidak terbaca: {why}",
    "the reply of a review could not be read: {why}": "balasan atas satu ulasan tidak terbaca: {why}",
    "comment: the answer to a reply does not repeat it": "comment: jawaban atas pengiriman balasan tidak memuat "
    "balasannya",
    "the review does not tell its name": "ulasan tidak menyebut namanya",
    "name: the review does not tell its name, or is of another location": "name: ulasan tidak menyebut namanya, atau "
    "milik lokasi lain",
    "createTime: the review has no time at all": "createTime: ulasan tidak memuat waktu sama sekali",
    "it cannot be read": "tidak terbaca",
    # What could not be read to its end.
    "the checkpoint could not be read: everything is read again": "catatan posisi tidak terbaca: semuanya dibaca ulang",
    "the checkpoint could not be read: the walk over the media begins anew": "catatan posisi tidak terbaca: kiriman "
    "ditelusuri dari awal",
    "replies of thread {thread} could not be read: {why}": "balasan dalam utas {thread} tidak terbaca: {why}",
    "replies of comment {comment} could not be read: {why}": "balasan atas komentar {comment} tidak terbaca: {why}",
    "replies to comment {comment} could not be read: {why}": "balasan atas komentar {comment} tidak terbaca: {why}",
    "the replies to comment {comment} were not read to their end: {why}": "balasan atas komentar {comment} tidak "
    "terbaca sampai akhir: {why}",
    "replies of some comments could not be read": "balasan atas sebagian komentar tidak terbaca",
    "replies of some threads could not be read: {why}": "balasan dalam sebagian utas tidak terbaca: {why}",
    "replies of some threads are left to the next deep walk": "balasan dalam sebagian utas dibaca oleh penelusuran "
    "mendalam berikutnya (sync --deep)",
    "comments of media {media} could not be read: {why}": "komentar pada kiriman {media} tidak terbaca: {why}",
    "the comments of video {video} could not be read: {why}": "komentar pada video {video} tidak terbaca: {why}",
    "the comments that are {held} could not be read: {why}; only "
    "the consent of the channel's own owner shows them": "komentar yang {held} tidak terbaca: {why}; hanya "
    "terlihat dengan persetujuan pemilik kanal sendiri",
    "heldForReview": "ditahan untuk ditinjau",
    "likelySpam": "dianggap spam",
    "something could not be read to its end: {why}": "ada yang tidak terbaca sampai akhir: {why}",
    "{n} media of the list could not be read": "{n} kiriman dalam daftar tidak terbaca",
    "accounts that could not be read: {n}": "akun yang tidak terbaca: {n}",
    "locations of {account} that could not be read: {n}": "lokasi {account} yang tidak terbaca: {n}",
    "the locations of {account} could not be listed: {why}": "lokasi {account} tidak dapat didaftar: {why}",
    "{scope} could not be read: no absent review was taken for deleted ({why})": "{scope} tidak terbaca: ulasan yang "
    "tidak ada tidak dianggap dihapus ({why})",
    "{scope} could not be read: {why}": "{scope} tidak terbaca: {why}",
    "{id} could not be asked for: {why}": "{id} tidak dapat ditanyakan: {why}",
    "{n} comments of video {video} could not be asked for": "{n} komentar pada video {video} tidak dapat ditanyakan",
    "{n} comments were not asked for: it is not known under which video they stand": "{n} komentar tidak ditanyakan: "
    "tidak diketahui videonya",
    "{n} comments were not found, but neither was any other: none was taken for deleted": "{n} komentar tidak "
    "ditemukan, tetapi yang lain juga tidak: tidak ada yang dianggap dihapus",
    "the same of {n} more ({kind})": "{n} lagi serupa ({kind})",
    "the list of {items} turns in circles": "daftar {items} berputar-putar",
    "the list of uploads turned in circles: some videos were not compared": "daftar unggahan berputar-putar: "
    "sebagian video tidak dibandingkan",
    "the videos could not be listed, so nothing was compared: {why}": "video tidak dapat didaftar, jadi tidak ada "
    "yang dibandingkan: {why}",
    "the list of videos was not read to its end: {why}": "daftar video tidak terbaca sampai akhir: {why}",
    "the replies of a thread ended too early": "balasan dalam satu utas berakhir terlalu awal",
    "an answer for video {video} was not whole, as the platform says itself": "jawaban untuk video {video} tidak "
    "utuh, menurut platform sendiri",
    # What there is no more.
    "the feed of the channel is empty, although it had comments before": "kanal tidak menampilkan satu komentar pun, "
    "padahal sebelumnya ada",
    "no media are listed any more, although there were some: check the rights of the consent": "tidak ada lagi "
    "kiriman yang terdaftar, padahal sebelumnya ada: periksa hak persetujuannya",
    "no video is listed, although there were {n}: they may be private, or the consent may be of another account; "
    "what is known of their comments stays": "tidak ada video yang terdaftar, padahal sebelumnya ada {n}: mungkin "
    "dijadikan pribadi, atau persetujuannya dari akun lain; komentar yang sudah diketahui tetap disimpan",
    "videos that were listed before are not listed now; what is known of their comments stays": "video yang dahulu "
    "terdaftar kini tidak terdaftar; komentar yang sudah diketahui tetap disimpan",
    "unknown to this login: {names}": "tidak dikenal oleh akun login ini: {names}",
    "no longer a location of this login, so not read any more: {names}": "bukan lagi lokasi akun login ini, jadi "
    "tidak dibaca lagi: {names}",
    "this login has no location: it must be an owner or manager of one": "akun login ini tidak punya lokasi: harus "
    "pemilik atau pengelolanya",
    # What is read in another way.
    "some fields of the videos are refused, so that their counters are not known: {why}": "sebagian isian video "
    "ditolak, jadi penghitungnya tidak diketahui: {why}",
    "the platform refuses fields; what follows is read without {missing}": "platform menolak sebagian isian; "
    "selanjutnya dibaca tanpa {missing}",
    "replies inside the comments: one more request for each comment": "balasan di dalam komentar: satu permintaan "
    "lagi per komentar",
    "the author's id (from), hidden, likes, whose reply it is, and replies inside the comments": "id penulis (from), "
    "tersembunyi atau tidak, jumlah suka, balasan atas apa, dan balasan di dalam komentar",
    "the author's id (from)": "id penulis (from)",
    "some fields of the media": "sebagian isian kiriman",
    "version {asked} was asked, {answered} answered: set another one": "versi {asked} yang diminta, {answered} yang "
    "menjawab: atur versi lain",
    "a list goes on at another host ({host}): the address was not followed": "satu daftar berlanjut di alamat lain "
    "({host}): alamat itu tidak diikuti",
    "no host at all": "tanpa nama server",
    "media {media}: {n} comments are counted; {note}": "kiriman {media}: menurut penghitung ada {n} komentar; {note}",
    # What stands beside a figure of coverage.
    "not read: {why}": "tidak dibaca: {why}",
    "comments are switched off": "komentar dimatikan",
    "nothing came back: likely the access level of the app, or a filter": "tidak ada yang dikembalikan: mungkin "
    "karena tingkat akses aplikasi, atau saringan",
    "the list ended in an empty page that says that more follows": "daftar berakhir pada halaman kosong yang "
    "menyatakan masih ada lanjutannya",
    "the reading was interrupted, and is made once more": "pembacaan terputus, dan akan diulang",
    "the platform lists the {n} newest media only": "platform hanya mendaftar {n} kiriman terbaru",
    "{n} media whose count stood still: edits were not looked for": "{n} kiriman yang jumlah komentarnya tetap: "
    "suntingan tidak dicari",
    "{n} threads have replies whose number stood still: edits were not looked for": "{n} utas yang jumlah balasannya "
    "tetap: suntingan tidak dicari",
    "{n} videos show no counter (private, or comments disabled)": "{n} video tidak menampilkan penghitung (pribadi, "
    "atau komentarnya dimatikan)",
    "the list is shorter than its own count: no absent review was taken for deleted": "daftar lebih pendek daripada "
    "jumlah yang disebutnya: ulasan yang tidak ada tidak dianggap dihapus",
    "the list is empty although comments are known: none was taken for deleted": "daftar kosong padahal ada komentar "
    "yang sudah diketahui: tidak ada yang dianggap dihapus",
    "more than {n} comments: behind them the platform keeps no order, so some may be missing": "lebih dari {n} "
    "komentar: selebihnya tidak diurutkan platform, jadi mungkin ada yang terlewat",
    "{n} replies of {hidden} hidden comments are not listed": "{n} balasan atas {hidden} komentar tersembunyi tidak "
    "terdaftar",
    "{n} replies are counted and were not given": "{n} balasan terhitung tetapi tidak diberikan",
    # Why a walk was stopped.
    "a guard stopped the walk": "penelusuran dihentikan pengaman",
    "a page token came twice": "penanda halaman yang sama datang dua kali",
    "a page token was refused twice": "penanda halaman ditolak dua kali",
    "a cursor came twice": "penanda halaman yang sama datang dua kali",
    "a cursor was refused twice": "penanda halaman ditolak dua kali",
    "the cursor does not advance": "penanda halaman tidak maju",
    "more is said to follow, but no cursor to it": "masih ada lanjutannya, tetapi tanpa penanda halaman",
    "a page brought nothing new": "satu halaman tidak membawa hal baru",
    "{n} pages in a row were empty": "{n} halaman berturut-turut kosong",
    "more than {n} pages": "lebih dari {n} halaman",
    "{n} runs did not get a page of it": "{n} kali dijalankan tanpa mendapat satu halaman pun",
    "the next run begins this walk again": "penelusuran ini diulang oleh sync berikutnya",
    "the next run begins this video again": "video ini diulang oleh sync berikutnya",
    "the next run begins it again": "diulang oleh sync berikutnya",
    "the next run tries it again": "dicoba lagi oleh sync berikutnya",
    "the next run tries them again": "dicoba lagi oleh sync berikutnya",
    "the next run goes on from here": "dilanjutkan oleh sync berikutnya",
    # Replies.
    "reply {reply} was moved by somebody else meanwhile, and was not sent": "balasan {reply} sementara itu diubah "
    "orang lain, dan tidak dikirim",
    "the credential was not renewed, and is used as it is: {why}": "kredensial tidak diperbarui, dan dipakai apa "
    "adanya: {why}",
    "the credential was not renewed, and is good until {until}: {why}": "kredensial tidak diperbarui, dan berlaku "
    "sampai {until}: {why}",
    # What an unfinished run owes.
    "the feed": "komentar terbaru",
    "the counters of the videos": "penghitung video",
    "comments held for review": "komentar yang ditahan untuk ditinjau",
    "comments taken for spam": "komentar yang dianggap spam",
    "known threads with all replies": "utas yang dikenal dengan semua balasannya",
    "known threads": "utas yang dikenal",
    "threads whose replies wait: {n}": "utas yang balasannya menunggu: {n}",
    "the list of media": "daftar kiriman",
    "young media": "kiriman baru",
    "all media": "semua kiriman",
    "media whose comments wait: {n}": "kiriman yang komentarnya menunggu: {n}",
    "locations of an unfinished round: {n}": "lokasi dari putaran yang belum selesai: {n}",
    "an unfinished round over the videos: {n} of its last page are left": "putaran video yang belum selesai: sisa {n} "
    "dari halaman terakhirnya",
    # What is counted.
    "comments": "komentar",
    "replies": "balasan",
    "reviews": "ulasan",
    "videos": "video",
    "media": "kiriman",
    "threads": "utas",
    "media of the list": "kiriman dalam daftar",
    "media without comments": "kiriman tanpa komentar",
}

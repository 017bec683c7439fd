"""Sentences about requests and files that failed, and what to do: the messages and hints of ``ChannelError``.

For: ``sentences``.
Must not: hold a platform's own words; those are shown as the platform wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ERRORS"]

ERRORS: Mapping[str, str] = {
    # Links.
    "{id} cannot be linked to itself": "{id} tidak dapat ditautkan dengan dirinya sendiri",
    "{id} goes on as {other} already: undo that link first": "{id} sudah berlanjut sebagai {other}: lepas tautan itu "
    "dahulu (unlink)",
    "{id} goes on as {other} already: a link back would make a circle": "{id} sudah berlanjut sebagai {other}: "
    "tautan balik akan berputar",
    # The way to the platform.
    "no connection": "tidak ada sambungan",
    "no connection in time": "sambungan tidak didapat tepat waktu",
    "no answer in time": "tidak ada jawaban tepat waktu",
    "the request could not be sent in time": "permintaan tidak terkirim tepat waktu",
    "the answer broke off or is no HTTP": "jawaban terputus atau bukan HTTP",
    "the connection broke off": "sambungan terputus",
    "the proxy refused": "proksi menolak",
    "the connection failed": "sambungan gagal",
    "the answer is larger than {n} bytes": "jawaban lebih besar dari {n} byte",
    "the answer did not end in time": "jawaban tidak selesai tepat waktu",
    "the answer cannot be unpacked": "jawaban tidak dapat dibongkar",
    "the request cannot be written: a header, the address or the "
    "text holds a character that HTTP forbids": "permintaan tidak dapat ditulis: kepala, alamat atau teksnya "
    "memuat karakter yang dilarang HTTP",
    "the server sends us to another address, which is not followed": "server mengarahkan ke alamat lain, yang tidak "
    "diikuti",
    # What a status says by itself.
    "the platform sent us elsewhere": "platform mengarahkan ke tempat lain",
    "redirects are not followed": "pengalihan tidak diikuti",
    "too many requests": "terlalu banyak permintaan",
    "the platform refuses the credential": "platform menolak kredensialnya",
    "check the key or token and its rights": "periksa kunci atau token dan haknya",
    "the platform knows no such thing": "platform tidak mengenalnya",
    "the platform is in trouble": "platform sedang bermasalah",
    "the platform refuses the request": "platform menolak permintaannya",
    # An answer that cannot be read.
    "the answer has {n} bytes, more than {most}": "jawaban berisi {n} byte, lebih dari {most}",
    "the answer cannot be read: {why}": "jawaban tidak terbaca: {why}",
    "nested deeper than {n}": "bersarang lebih dalam dari {n} tingkat",
    "larger than {n} bytes": "lebih besar dari {n} byte",
    "more than {n} values": "lebih dari {n} nilai",
    "nested too deep": "bersarang terlalu dalam",
    "no valid JSON": "bukan JSON yang sah",
    "the answer is no complete JSON, or nested too deep": "jawaban bukan JSON yang utuh, atau bersarang terlalu dalam",
    "a page of more than {n} items": "satu halaman berisi lebih dari {n} butir",
    "the answer is no complete JSON object": "jawaban bukan objek JSON yang utuh",
    "the answer carries no code": "jawaban tidak memuat kode",
    "the answer reports success and holds no data": "jawaban menyatakan berhasil tetapi tidak memuat data",
    "{n} of {all} items of a page cannot be read": "{n} dari {all} butir pada satu halaman tidak terbaca",
    "the platform may have changed its format: look for a newer version of complaint_hub": "platform mungkin "
    "mengubah formatnya: cari versi complaint_hub yang lebih baru",
    "the value": "nilainya",
    "Field required": "wajib ada",
    "Input should be a valid string": "harus berupa teks",
    "Input should be a valid integer": "harus berupa bilangan bulat",
    "Input should be a valid number": "harus berupa bilangan",
    "Input should be a valid boolean": "harus berupa ya atau tidak",
    "Input should be a valid list": "harus berupa daftar",
    "Input should be a valid dictionary": "harus berupa objek",
    "Input should be an object": "harus berupa objek",
    "no plausible time": "bukan waktu yang masuk akal",
    "no seconds since 1970": "bukan detik sejak 1970",
    "no time like {like}": "bukan waktu seperti {like}",
    "Value error, {why}": "{why}",
    # Quotas and budgets.
    "the budget of this run ({n} units) is spent": "anggaran sync ini ({n} unit) habis",
    "the quota of {n} {name} a day is spent": "kuota {n} {name} sehari habis",
    "it begins anew at {at} UTC": "mulai lagi {at} UTC",
    "{n} % of what Instagram allows is used: nothing more is asked": "{n} % dari yang diizinkan Instagram sudah "
    "terpakai: tidak ada lagi yang ditanyakan",
    # Credentials.
    "no fresh credential just now": "belum ada kredensial baru saat ini",
    "the answer holds no fresh token": "jawaban tidak memuat token baru",
    "another process has been renewing {key} for over a minute": "proses lain sudah lebih dari semenit memperbarui "
    "{key}",
    "this credential cannot be renewed": "kredensial ini tidak dapat diperbarui",
    "make a new one in the platform's console": "buat yang baru di konsol platform",
    "the refresh token is not accepted any more": "refresh token tidak diterima lagi",
    "client_id and client_secret are not accepted": "client_id dan client_secret tidak diterima",
    "check client_id and client_secret against the console of the platform": "cocokkan client_id dan client_secret "
    "dengan konsol platform",
    "the token cannot be renewed": "token tidak dapat diperbarui",
    "look at the credential": "periksa kredensialnya",
    "the token is not renewed: {why}": "token tidak diperbarui: {why}",
    "a token that is younger than a day is not renewed yet, and one that was not renewed for 60 days is dead: then "
    "the login has to consent anew, and the new token be put in the place of the old one": "token yang umurnya belum "
    "sehari belum diperbarui, dan yang 60 hari tidak diperbarui sudah mati: maka akun login harus memberi "
    "persetujuan baru, dan token baru menggantikan yang lama",
    "check client_id and client_secret against the app in the TikTok API for Business portal": "cocokkan client_id "
    "dan client_secret dengan aplikasinya di portal TikTok API for Business",
    "the owner of the account has to authorise the app anew (scopes {scopes}), and the new refresh token goes into "
    "the settings; a consent ends after a year, when it is withdrawn, and when a program was stopped between the "
    "answer with a new refresh token and its storing": "pemilik akun harus mengizinkan aplikasinya lagi (cakupan "
    "{scopes}), dan refresh token baru ditulis ke pengaturan; persetujuan berakhir setelah setahun, bila dicabut, "
    "dan bila program terhenti antara jawaban dengan refresh token baru dan penyimpanannya",
    "a person has to consent anew and put the new refresh token into the settings; a consent ends when it is "
    "withdrawn, after 7 days while the consent screen is in 'Testing', after 6 months without use, and when a "
    "program was stopped between the answer with a new refresh token and its storing": "harus ada yang memberi "
    "persetujuan baru dan menulis refresh token baru ke pengaturan; persetujuan berakhir bila dicabut, setelah 7 "
    "hari selama layar persetujuan masih 'Testing', setelah 6 bulan tanpa dipakai, dan bila program terhenti antara "
    "jawaban dengan refresh token baru dan penyimpanannya",
    "this client may not renew with that refresh token": "klien ini tidak boleh memperbarui dengan refresh token itu",
    "the consent does not cover these scopes": "persetujuan tidak mencakup cakupan ini",
    "this address renews no tokens": "alamat ini tidak memperbarui token",
    "check token_url": "periksa token_url",
    # YouTube.
    "YouTube refuses the request": "YouTube menolak permintaannya",
    "the units of the day are spent; they come back at midnight Pacific": "unit hari ini habis; kembali pada tengah "
    "malam waktu Pasifik",
    "fewer requests a minute": "kurangi permintaan per menit",
    "check the API key and its restrictions in the Google Cloud console": "periksa kunci API dan pembatasannya di "
    "konsol Google Cloud",
    "enable YouTube Data API v3 for the key's project": "aktifkan YouTube Data API v3 untuk proyek kunci itu",
    "the credential's rights are too small for this": "hak kredensial tidak cukup untuk ini",
    "the account itself may not do this": "akun itu sendiri tidak boleh melakukannya",
    # Google.
    "Google refuses the project or its consent": "Google menolak proyek atau persetujuannya",
    "Google refuses this location": "Google menolak lokasi ini",
    "Google refuses this page": "Google menolak halaman ini",
    "Google refuses the request": "Google menolak permintaannya",
    "too many requests a minute": "terlalu banyak permintaan per menit",
    "Google does not accept the token": "Google tidak menerima tokennya",
    "Google knows no such thing": "Google tidak mengenalnya",
    "Google is in trouble": "Google sedang bermasalah",
    "the project is not approved for the Business Profile APIs: its quota is 0 requests a minute": "proyek belum "
    "disetujui untuk API Business Profile: kuotanya 0 permintaan per menit",
    "enable the service for the project in the Google Cloud console": "aktifkan layanannya untuk proyek itu di "
    "konsol Google Cloud",
    "give a new consent with the scope business.manage": "beri persetujuan baru dengan cakupan business.manage",
    "the consent may have been withdrawn: give a new one": "persetujuannya mungkin dicabut: beri yang baru",
    "the login must be an owner or manager of the profile": "akun login harus pemilik atau pengelola profil",
    "the location must be verified, and the login an owner or manager of it": "lokasi harus terverifikasi, dan akun "
    "login pemilik atau pengelolanya",
    "apply for access (Application for Basic API Access), then wait for 300 a minute": "ajukan akses (Application "
    "for Basic API Access), lalu tunggu sampai kuotanya 300 per menit",
    # Instagram.
    "Instagram refuses the request": "Instagram menolak permintaannya",
    "the login has to consent anew, and the new token be put in the place of the old one": "akun login harus memberi "
    "persetujuan baru, dan token baru menggantikan yang lama",
    "the consent needs the rights to read media and to manage comments; the app may need its review": "persetujuan "
    "memerlukan hak membaca kiriman dan mengelola komentar; aplikasinya mungkin perlu ditinjau",
    "the run goes on when calls are taken again": "dilanjutkan bila panggilan diterima lagi",
    "the login has removed the app": "akun login menghapus aplikasinya",
    "the login has to confirm something in the Instagram app (checkpoint)": "akun login harus mengonfirmasi sesuatu "
    "di aplikasi Instagram (checkpoint)",
    "the password was changed": "kata sandinya diganti",
    "the token has run out": "tokennya kedaluwarsa",
    "the token is not valid any more": "tokennya tidak sah lagi",
    "the login has no role at the page any more": "akun login tidak lagi punya peran di halaman itu",
    "the account is restricted: look into the Instagram app": "akun dibatasi: lihat aplikasi Instagram",
    "Meta has blocked this for a while: leave it alone, then ask less often": "Meta memblokirnya sementara: biarkan "
    "dahulu, lalu kurangi permintaan",
    "an account is named by its number (user_id), never by its handle": "akun disebut dengan nomornya (user_id), "
    "bukan namanya",
    "the address is none that the platform knows": "alamatnya tidak dikenal platform",
    "the post is gone, or the consent does not cover it": "kirimannya sudah tidak ada, atau di luar persetujuan",
    "it is gone, or the consent does not cover it": "sudah tidak ada, atau di luar persetujuan",
    "the platform finds neither the comment nor the account itself": "platform tidak menemukan komentar itu maupun "
    "akunnya sendiri",
    # TikTok.
    "TikTok refuses the app or its consent": "TikTok menolak aplikasi atau persetujuannya",
    "the consent does not cover what is asked for": "yang diminta di luar persetujuan",
    "TikTok refuses this video": "TikTok menolak video ini",
    "TikTok refuses the request": "TikTok menolak permintaannya",
    "TikTok does not accept the token": "TikTok tidak menerima tokennya",
    "TikTok knows no such thing": "TikTok tidak mengenalnya",
    "TikTok is in trouble": "TikTok sedang bermasalah",
    "the day's requests are spent": "permintaan hari ini habis",
    "the day ends at 00:00 UTC": "hari berakhir pukul 00.00 UTC",
    "the platform has moved this path: look for a newer version of complaint_hub": "platform memindahkan alamat ini: "
    "cari versi complaint_hub yang lebih baru",
    "look at the app in the TikTok API for Business portal: its review, its permissions, its allow list": "lihat "
    "aplikasinya di portal TikTok API for Business: peninjauan, izin, dan daftar yang diperbolehkan",
    "{message} (code {code}, subcode {sub})": "{message} (kode {code}, subkode {sub})",
    "{message} (code {code})": "{message} (kode {code})",
    # Replies.
    "a reply could not be read back: {why}": "satu balasan tidak dapat dibaca kembali: {why}",
}

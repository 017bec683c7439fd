"""The text as it is pasted: whole, for one officer, outside office hours, and the page of who has not answered."""

from __future__ import annotations

from typing import Any

from complaint_hub import sla
from complaint_hub.digest import Digest, addressed, digest, digest_text, unanswered, unanswered_text
from complaint_hub.facts import Facts
from complaint_hub.model import Case, Status, Visibility
from complaint_hub.registry import Officer, Post, Registry, Unit
from complaint_hub.worktime import WorkCalendar
from support.cases import case, complaint, fact, forwarded, wib

CALENDAR = WorkCalendar.indonesia()
NOW = wib("2026-11-24 09:00")
REGISTRY = Registry(
    units=(Unit("pupr", "Dinas PUPR"), Unit("dishub", "Dinas Perhubungan")),
    terms=(Officer("petugas-15", Post.liaison, "pupr"),),
)


def late(number: int = 1, **more: Any) -> Case:
    values: dict[str, Any] = {"status": Status.forwarded, "unit": "Dinas PUPR", "title": "Jalan berlubang"} | more
    return case(complaint("2026-09-01", forwarded("2026-09-02", complaint=f"lapor:{number}"), number=number, **values))


def made(*cases: Case, now: str = "2026-11-24 09:00", **more: Any) -> Digest:
    policy = sla.sp4n(warn_within=3)
    return digest(cases, policy=policy, calendar=CALENDAR, now=wib(now), registry=REGISTRY, **more)


def test_the_whole_text_reads_so() -> None:
    assert digest_text(made(late())) == "\n".join(
        (
            "Tindak lanjut aduan · Selasa, 24 November 2026",
            "1 lewat tenggat.",
            "",
            "Dinas PUPR (petugas-15): 1 kasus",
            "▲ lewat 54 hari kerja · Jalan berlubang",
            "   lapor:1 · didisposisikan · masuk 1 Sep 2026",
        )
    )


def test_what_is_beyond_the_limit_is_counted() -> None:
    text = digest_text(made(*(late(n) for n in range(1, 9))), limit=2)
    assert text.count("▲") == 2
    assert "dan 6 kasus lain" in text


def test_a_confidential_report_keeps_its_words() -> None:
    text = digest_text(made(late(visibility=Visibility.confidential, title="Suap", text="Nama pegawai")))
    assert "laporan rahasia" in text
    assert "Suap" not in text
    assert "Nama pegawai" not in text


def test_a_text_cannot_steer_a_screen_and_stays_on_its_line() -> None:
    text = digest_text(made(late(title="Jalan\x1b[2J\nrusak\u202e" + "x" * 200)))
    assert "Jalan[2J rusakxx" in text
    assert max(map(len, text.splitlines())) < 110


def test_outside_office_hours_it_names_the_next_morning_and_nothing_else() -> None:
    assert digest_text(made(late(), now="2026-11-27 18:00")).splitlines()[1:] == [
        "Di luar jam kerja: tidak ada yang ditagih sekarang.",
        "Rekap berikutnya: Senin, 30 November 2026 07.30 WIB.",
    ]
    assert addressed(made(late(), now="2026-11-27 18:00")) == {}


def test_nothing_to_chase_is_said() -> None:
    assert "Tidak ada kasus yang perlu ditagih hari ini." in digest_text(made())


def test_old_matters_of_a_first_import_are_told_apart() -> None:
    text = digest_text(made(late(), first_imported={"lapor:1": NOW}))
    assert "▲" not in text
    assert "Kasus lama dari impor pertama: 1, tertua 1 Sep 2026; tidak ditagih." in text


def test_each_officer_gets_a_text_of_his_own_units() -> None:
    told = addressed(made(late(1), late(2, unit="Dinas Perhubungan", title="Lampu mati")))
    assert list(told) == ["petugas-15"]
    assert "Lampu mati" not in told["petugas-15"]


def test_each_unit_gets_one_too() -> None:
    told = addressed(made(late(1), late(2, unit="Dinas Perhubungan")), to="unit", numbers={"lapor:1": "lapor#1"})
    assert list(told) == ["Dinas PUPR", "Dinas Perhubungan"]
    assert "lapor#1 · " in told["Dinas PUPR"]


def test_the_page_of_who_has_not_answered_reads_so() -> None:
    facts = (
        fact("2026-11-02", number=1, status=Status.forwarded),
        fact("2026-11-20", number=2, status=Status.forwarded),
        fact("2026-11-02", number=3, status=Status.forwarded, unit="Dinas Sosial"),
        fact("2026-11-02", number=4, status=Status.postponed),
    )
    page = unanswered(Facts.of(facts), calendar=CALENDAR, now=NOW)
    assert unanswered_text(page, numbers={"lapor:1": "lapor#1"}) == "\n".join(
        (
            "Siapa yang belum menjawab",
            "Selasa, 24 November 2026, dibanding 17 Nov 2026",
            "3 kasus belum dijawab di 2 unit; naik 1.",
            "",
            "Dinas PUPR",
            "   2 ████████████████████ naik 1",
            "   tertua 16 hari kerja, sejak 2 Nov 2026 (lapor#1)",
            "",
            "Dinas Sosial",
            "   1 ██████████ tetap",
            "   tertua 16 hari kerja, sejak 2 Nov 2026 (lapor:3)",
            "",
            "Menunggu = belum ada jawaban kepada pelapor; tertua dihitung sejak diterima.",
            "Tidak dihitung: 1 kasus ditunda atau menunggu pelapor.",
        )
    )

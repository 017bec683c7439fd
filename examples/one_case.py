"""One case from the comment to the end: triage, SP4N-LAPOR!, two units, the answer, the rapor; on this machine.

A citizen comments on Instagram. The office says what it is, enters it in SP4N-LAPOR!, joins both, sends it to a unit
that hands it back and to one that answers, sends the answer to the comment as well, and closes the case.

Run it: ``python examples/one_case.py``. It prints::

    2 Nov 08.10 instagram: Min, jalan di depan Pasar Wlingi berlubang, sudah ada yang jatuh. Kapan diperbaiki?
    2 Nov 09.30 dipilah, Dinas Pekerjaan Umum dan Penataan Ruang, petugas-26
    3 Nov 09.00 catatan, petugas-26: Dicatat di SP4N-LAPOR! dengan nomor 10080001.
    4 Nov 08.00 diverifikasi
    4 Nov 09.00 ditautkan, petugas-26
    4 Nov 10.00 disposisi, Dinas Pekerjaan Umum dan Penataan Ruang, petugas-26
    6 Nov 10.00 dikembalikan, Dinas Pekerjaan Umum dan Penataan Ruang, petugas-15: Jalan lingkungan, bukan jalan kabupaten.
    9 Nov 00.00 disposisi
    9 Nov 10.00 disposisi, Dinas Perumahan dan Kawasan Permukiman, petugas-26
    16 Nov 00.00 tindak lanjut
    17 Nov 08.00 status dijawab
    17 Nov 08.00 teks diubah
    17 Nov 10.00 pesan, petugas-26: Lubang di depan Pasar Wlingi sudah ditambal Dinas Perkim pada 16 November. Terima kasih.
    18 Nov 10.00 bukti dukung, petugas-16: Foto setelah penambalan.
    18 Nov 11.00 selesai, petugas-26: Sudah ditambal, dan pelapor sudah dijawab.
    the reply on Instagram is verified, seen as public
    Penyelesaian: Batas waktu 24 November 2026: 14 hari kerja sejak disposisi 4 November; dilewati 6 hari akhir pekan. Terpenuhi 18 November, tepat waktu.
    rapor 2026: 1 case, 1 finished; by channel: lapor 1, instagram 1
"""  # noqa: E501 - what a line prints is one line

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from complaint_hub import (
    Bearer,
    Case,
    Complaint,
    Event,
    EventType,
    Hub,
    Kind,
    Link,
    Reply,
    Source,
    casework,
    evaluation,
    sla,
)
from complaint_hub.casework import Signed
from complaint_hub.channels.instagram import Instagram
from complaint_hub.channels.lapor import Lapor
from complaint_hub.registry import Registry
from complaint_hub.sandbox import instagram, lapor, registry
from complaint_hub.sla import telling
from complaint_hub.triage import Rules, decided, suggest
from complaint_hub.vocabulary import EVENTS, STATUSES
from complaint_hub.worktime import WorkCalendar

WIB = ZoneInfo("Asia/Jakarta")
COMMENT = "Min, jalan di depan Pasar Wlingi berlubang, sudah ada yang jatuh. Kapan diperbaiki?"
ANSWER = "Lubang di depan Pasar Wlingi sudah ditambal Dinas Perkim pada 16 November. Terima kasih."
NUMBER = "10080001"
COORDINATOR, PUPR, PERKIM = "petugas-26", "petugas-15", "petugas-16"


def at(day: int, clock: str = "10:00") -> datetime:
    """A moment of November 2026 on a clock in Blitar."""
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), WIB).astimezone(UTC)


@dataclass
class Office:
    """The hub of an office, a world to read and answer in, and the folder where the files of SP4N-LAPOR! arrive."""

    hub: Hub
    world: instagram.World
    folder: Path
    people: Registry

    def sync(self, now: datetime) -> None:
        """Read what there is at that moment."""
        self.world.set_clock(now)
        report = self.hub.sync(now=now)
        assert not [run.error for run in report.runs if run.error], report

    def act(self, id: str, by: str, now: datetime, act: Callable[[Complaint, Signed], Event]) -> None:
        """Let an officer act on a complaint."""
        signed = Signed(by=by, at=now, now=now, registry=self.people, zone=WIB)
        self.hub.store.act(id, lambda found: act(found, signed), now=now)

    def export(self, report: lapor.Case, now: datetime) -> None:
        """What the portal gives at that moment: the export, and the sheet that the office keeps beside it."""
        lapor.write_export(self.folder / f"laporan-{now:%d}.xlsx", [report], generated=now)
        if report.followed is not None:
            lapor.write_follow_up(self.folder / f"tindak-lanjut-{now:%d}.xlsx", [report])


@contextmanager
def opened(folder: Path) -> Generator[Office]:
    """An office with an Instagram on this machine and an empty store, until the block ends."""
    world = instagram.build(5, media=1, comments=0, days=20, clock=at(2, "07:00"))
    people = Registry.load(registry.write_registry(folder / "registry.toml"))
    files = folder / "lapor"
    files.mkdir()
    with instagram.serve(world) as running:
        owner = Bearer(instagram.INSTAGRAM_TOKEN)
        comments = Instagram(instagram.ACCOUNT, owner=owner, base=running.instagram)
        reports = Lapor(f"{files}/*.xlsx", agency="Pemerintah Kabupaten Blitar")
        with Hub([comments, reports], store=folder / "aduan.db", clock=lambda: world.clock) as hub:
            yield Office(hub, world, files, people)


def entered(office: Office, comment: Complaint) -> lapor.Case:
    """The report that the office enters in SP4N-LAPOR! on 3 November."""
    (form,) = lapor.generate(office.folder.parent / "form", year=2026, cases=1, total_days=None).cases
    return replace(
        form,
        tracking_id=NUMBER,
        received=at(3, "09:00"),
        classification="Pengaduan Tidak Berkadar Pengawasan",
        title="Jalan berlubang di depan Pasar Wlingi",
        text=comment.text or "",
        text_edited="",
        visibility="",
        source="Instagram",
        district="Wlingi",
        village="",
        status="Terverifikasi",
        unit="Dinas Pekerjaan Umum dan Penataan Ruang",
        disposed=None,
        followed=None,
        finished=None,
    )


def live(office: Office) -> tuple[Case, Reply]:
    """Everything that happens between 2 and 18 November; the case as it then is, and the reply that went out."""
    (media,) = office.world.media
    comment = f"instagram:{office.world.add_comment(media, COMMENT, at=at(2, '08:10')).id}"
    office.sync(at(2, "09:00"))
    store = office.hub.store
    sort(office, comment)
    office.act(
        comment, COORDINATOR, at(3, "09:00"),
        lambda found, signed: casework.note(found, f"Dicatat di SP4N-LAPOR! dengan nomor {NUMBER}.", **signed),
    )  # fmt: skip

    report, now_known = entered(office, known(office, comment)), f"lapor:{NUMBER}"
    office.export(report, at(4, "08:00"))
    office.sync(at(4, "08:30"))
    (candidate,) = casework.named_candidates(known(office, comment), store.numbers([now_known]))
    store.link(Link(a=candidate.a, b=candidate.b, relation=candidate.relation, by=COORDINATOR, at=at(4, "09:00")))

    office.act(now_known, COORDINATOR, at(4), lambda found, signed: casework.forward(found, "pupr", **signed))
    office.act(
        now_known, PUPR, at(6),
        lambda found, signed: casework.return_(found, "Jalan lingkungan, bukan jalan kabupaten.", **signed),
    )  # fmt: skip
    office.act(now_known, COORDINATOR, at(9), lambda found, signed: casework.forward(found, "perkim", **signed))

    answered = replace(
        report,
        status="Ditindaklanjuti oleh Instansi",
        unit="Dinas Perumahan dan Kawasan Permukiman",
        disposed=date(2026, 11, 9),
        followed=date(2026, 11, 16),
    )
    office.export(answered, at(17, "08:00"))
    office.sync(at(17, "09:00"))
    office.world.set_clock(at(17))
    reply = office.hub.reply(comment, ANSWER, by=COORDINATOR)

    office.act(now_known, PERKIM, at(18), lambda found, signed: casework.evidence(
        found, "Foto setelah penambalan.", links=["https://arsip.example/wlingi.jpg"], **signed))  # fmt: skip
    office.act(now_known, COORDINATOR, at(18, "11:00"), lambda found, signed: casework.resolve(
        found, text="Sudah ditambal, dan pelapor sudah dijawab.", **signed))  # fmt: skip
    whole = store.case(comment)
    assert whole is not None
    return whole, reply


def sort(office: Office, comment: str) -> None:
    """Take over what the rules suggest, as far as they are sure; a person adds the place."""
    rules = Rules.load(registry=office.people)
    sure = decided(suggest(known(office, comment), rules, office.people))
    office.act(
        comment, COORDINATOR, at(2, "09:30"),
        lambda found, signed: casework.triage(
            found, kind=Kind(str(sure["kind"])), unit=str(sure["unit"]), district="Wlingi", oversight=False, **signed
        ),
    )  # fmt: skip


def known(office: Office, id: str) -> Complaint:
    """A complaint as it is stored."""
    found = office.hub.store.complaint(id)
    assert found is not None
    return found


def told(case: Case) -> Iterator[str]:
    """The timeline of the whole case, a line for each event."""
    first = case.rows[0]
    yield f"{moment(first.created_at)} {first.channel}: {first.text}"
    for event in case.timeline:
        said = "tindak lanjut" if event.type is EventType.message and not event.text else EVENTS[event.type]
        status = f" {STATUSES[event.status]}" if event.type is EventType.status and event.status else ""
        who = [name for name in (event.unit if event.source is Source.office else None, event.by) if name]
        text = f": {event.text}" if event.text else ""
        yield f"{moment(event.when)} {', '.join([said + status, *who])}{text}"


def moment(value: datetime) -> str:
    """``2 Nov 08.10``: all of it happens in one month."""
    local = value.astimezone(WIB)
    return f"{local.day} Nov {local:%H.%M}"


def main() -> None:
    """Live through the case, and tell it."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as office:
        case, reply = live(office)
        # A link is noted on both rows.
        print(*dict.fromkeys(told(case)), sep="\n")
        print(f"the reply on Instagram is {reply.state}, seen as {reply.shown}")

        calendar, now = WorkCalendar.indonesia(), at(24)
        for verdict in sla.judge([case], policy=sla.sp4n(), calendar=calendar, now=now):
            if verdict.clock is sla.Clock.resolution:
                print(f"{telling.CLOCKS[verdict.clock]}: {telling.in_words(verdict, calendar)}")
        store = office.hub.store
        card = evaluation.scorecard(store.facts(), year=2026, policy=sla.sp4n(), calendar=calendar, now=now)
        rows = {channel: len(store.facts(channel=channel)) for channel in ("lapor", "instagram")}
        channels = ", ".join(f"{channel} {n}" for channel, n in rows.items())
        print(f"rapor 2026: {card.total} case, {card.finished} finished; by channel: {channels}")


if __name__ == "__main__":
    main()

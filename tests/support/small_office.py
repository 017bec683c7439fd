"""An office with seven complaints of four channels, a registry and two settings files: small enough to read whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from complaint_hub import Author, Complaint, Event, Page, Store

__all__ = ["LONG", "NOW", "fill", "row", "small_office"]

ACCOUNT = "Kabupaten Blitar"
NOW = "2026-11-24T09:00"
LONG = "google_reviews:locations/8512557508286468598/reviews/" + "AbFvOqs71ZZiB9zijOTEun6NVaLqV69LyQsp0Uuj1f2E"
REGISTRY = """\
[[units]]
code = "pupr"
name = "Dinas Pekerjaan Umum dan Penataan Ruang"
aliases = ["DPUPR"]

[[units]]
code = "upt-jalan"
name = "UPT Jalan dan Jembatan Wilayah Wlingi"
parent = "pupr"

[[units]]
code = "dukcapil"
name = "Dinas Kependudukan dan Pencatatan Sipil"
aliases = ["Dukcapil"]

[[officers]]
id = "petugas-07"
role = "coordinator"
unit = "pupr"
until = 2027-12-31
"""
PUPR, UPT = "Dinas Pekerjaan Umum dan Penataan Ruang", "UPT Jalan dan Jembatan Wilayah Wlingi"


def at(month: int, day: int, hour: int = 2, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def row(channel: str, native_id: str, text: str, created_at: datetime, **more: Any) -> Complaint:
    values: dict[str, Any] = {"account": ACCOUNT, "form": "comment", "created_at": created_at, "text": text} | more
    return Complaint(id=f"{channel}:{native_id}", channel=channel, native_id=native_id, **values)


def event(complaint: str, key: str, type: Any, when: datetime, **more: Any) -> Event:
    return Event(complaint=complaint, key=key, type=type, at=when, **more)


def report(native_id: str, title: str, text: str, created_at: datetime, **more: Any) -> Complaint:
    return row(
        "lapor", native_id, text, created_at, title=title, form="report", kind="complaint", oversight=False, **more
    )


def complaints() -> list[Complaint]:
    """The rows, of every kind that a screen must show well."""
    return [
        report(
            "9808273", "Jalan berlubang di depan Pasar Wlingi, sudah tiga warga jatuh",
            "Mohon perhatian, jalan di depan pasar berlubang.\nSudah tiga warga jatuh sejak bulan lalu.",
            at(10, 5, 2, 24), unit=PUPR, status="in_progress", status_raw="Ditindaklanjuti oleh Instansi",
            district="Wlingi", category="INFRASTRUKTUR", author=Author(name="Warga Wlingi 72"),
        ),
        report("9881278", "Jembatan retak", "Jembatan kecil retak.", at(11, 9), unit=UPT, status="forwarded",
               district="Talun"),
        report("9900001", "KTP belum jadi", "Tiga bulan belum jadi.", at(11, 20),
               unit="Dinas Kependudukan dan Pencatatan Sipil", status="received"),
        row("google_reviews", LONG.partition(":")[2], "Antrean poli lama sekali, petugas ramah.", at(11, 23),
            form="review", rating=3.0),
        row("instagram", "17870114317821644", "Min, lampu jalan mati di RT 04 RW 07 Sidomulyo, mohon tanggapannya 🙏",
            at(11, 22, 10, 53), author=Author(id="7", name="warga_srengat_49"), district="Srengat"),
        row("youtube", "UgCf4YSqDdZuDeILP0D4AaABAg", "شارع مكسور [bold]sekali[/bold]", at(11, 21)),
        row("lapor", "9700000", "Terima kasih, sudah baik.", at(3, 2), form="report", kind="complaint",
            oversight=False, unit=PUPR, status="closed", title="Talud longsor"),
    ]  # fmt: skip


def events() -> list[Event]:
    """What happened to them, by the channel's word and by the office's."""
    first, photo, old = "lapor:9808273", "instagram:17870114317821644", "lapor:9700000"
    return [
        event(first, "Tanggal Disposisi:1", "forwarded", at(10, 7), day=False, unit=PUPR),
        event(first, "m1", "message", at(10, 8, 3, 10), role="agency", text="Kami teruskan ke bidang Bina Marga."),
        event(first, "m2", "message", at(10, 20, 4, 5), role="citizen", text="Sampai hari ini belum ada.\nMohon."),
        event("lapor:9881278", "d1", "forwarded", at(11, 10), unit=UPT),
        event(photo, "m1", "message", at(11, 22, 13, 16), role="agency", author=Author(name="pemkabblitar"),
              text="Terima kasih sudah menyampaikan."),
        event(old, "d1", "forwarded", at(3, 3), unit=PUPR),
        event(old, "m1", "message", at(3, 5), role="agency", text="Sudah diperbaiki."),
        event(old, "c1", "closed", at(3, 12), status="closed"),
    ]  # fmt: skip


def fill(store: Path) -> None:
    """Commit the rows channel by channel, as a sync does."""
    rows, told = complaints(), events()
    with Store(store) as opened:
        # One row long before the others: what comes after the first import of an account is chased.
        opened.commit("lapor", ACCOUNT, Page(complaints=rows[-1:]), version=0, now=at(3, 20))
        for channel in dict.fromkeys(one.channel for one in rows):
            page = Page(
                complaints=[one for one in rows if one.channel == channel],
                events=[one for one in told if one.complaint.startswith(f"{channel}:")],
            )
            opened.commit(channel, ACCOUNT, page, version=int(channel == "lapor"), now=at(11, 24, 1))


def small_office(folder: Path) -> Path:
    """Write registry, settings and database into *folder*; the settings' path."""
    (folder / "registri.toml").write_text(REGISTRY, encoding="utf-8")
    settings = folder / "complaint-hub.toml"
    settings.write_text('store = "aduan.db"\n\n[registry]\npath = "registri.toml"\n', encoding="utf-8")
    fill(folder / "aduan.db")
    return settings

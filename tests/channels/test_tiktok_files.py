"""Comments from files: sheets, lines and lists; whose row is whose, and which one is not read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.channels.tiktok import TikTokFile
from complaint_hub.contract import Page, State
from complaint_hub.errors import ConfigError, PayloadError
from complaint_hub.model import Complaint, Event

NOW = datetime(2026, 11, 24, tzinfo=UTC)
VIDEO = "https://www.tiktok.com/@blitar/video/7109000000000000009"
HEAD = "video_url,comment_id,author,text,created_at"


@dataclass
class Read:
    """What some files gave."""

    pages: list[Page] = field(default_factory=list)

    @property
    def complaints(self) -> list[Complaint]:
        return [complaint for page in self.pages for complaint in page.complaints]

    @property
    def events(self) -> list[Event]:
        return [event for page in self.pages for event in page.events]

    @property
    def reasons(self) -> list[str]:
        return [skipped.reason for page in self.pages for skipped in page.skipped]

    @property
    def notices(self) -> str:
        return " ".join(notice for page in self.pages for notice in page.notices)

    @property
    def state(self) -> State | None:
        return next((page.state for page in reversed(self.pages) if page.state is not None), None)

    @property
    def ids(self) -> list[str]:
        return [complaint.native_id for complaint in self.complaints]


def read(*paths: Path, state: State | None = None, **settings: Any) -> Read:
    return Read(list(TikTokFile(list(paths), **settings).read(state, now=NOW)))


def sheet(folder: Path, *rows: str, name: str = "komentar.csv", head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def row(text: str, *, at: str = "2026-11-01 09:15:42", id: str = "", author: str = "warga1", url: str = VIDEO) -> str:
    return f'{url},{id},{author},"{text}",{at}'


def lines(folder: Path, *items: Mapping[str, Any], name: str = "komentar.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(item) for item in items), encoding="utf-8")
    return path


SCRAPED = {
    "cid": "7110000000000000001",
    "aweme_id": "7109000000000000009",
    "create_time": 1_700_000_100,
    "text": "Lampu jalan mati",
    "digg_count": 4,
    "reply_comment_total": 1,
    "reply_id": "0",
    "user": {"uid": "69", "unique_id": "warga1", "nickname": "Warga Satu"},
}


def test_a_row_of_a_sheet_is_a_complaint(tmp_path: Path) -> None:
    (found,) = read(sheet(tmp_path, row("Jalan rusak, mohon diperbaiki", id="7110000000000000001"))).complaints
    assert (found.id, found.account, found.scope) == (
        "tiktok:7110000000000000001",
        "tiktok-import",
        "7109000000000000009",
    )
    assert found.created_at == datetime(2026, 11, 1, 2, 15, 42, tzinfo=UTC)
    assert (found.text, found.form, found.kind) == ("Jalan rusak, mohon diperbaiki", "comment", None)
    assert found.author is not None
    assert (found.author.name, found.author.url) == ("warga1", "https://www.tiktok.com/@warga1")


def test_headings_may_be_indonesian_and_in_any_order(tmp_path: Path) -> None:
    path = sheet(tmp_path, f"2026-11-01;Jalan rusak;{VIDEO};warga1", head="Tanggal;Isi;Tautan Video;Penulis")
    (found,) = read(path).complaints
    assert (found.text, found.created_at) == ("Jalan rusak", datetime(2026, 10, 31, 17, tzinfo=UTC))


def test_lines_of_json_have_the_same_names(tmp_path: Path) -> None:
    item = {"video_url": VIDEO, "comment_id": 7110000000000000001, "author": "@warga1", "text": "x"}
    found = read(lines(tmp_path, {**item, "created_at": "2026-11-01T09:15:42+07:00"}))
    assert found.ids == ["7110000000000000001"]


@pytest.mark.parametrize("form", ["lines", "list", "object", "one line"])
def test_what_other_programs_write_is_read(tmp_path: Path, form: str) -> None:
    other = {**SCRAPED, "cid": "7110000000000000002", "reply_id": "7110000000000000001", "text": "Betul"}
    path = tmp_path / "x.json"
    told: Mapping[str, str] = {
        "lines": f"{json.dumps(SCRAPED)}\n{json.dumps(other)}\n",
        "list": json.dumps([SCRAPED, other], indent=1),
        "object": json.dumps({"has_more": 0, "comments": [SCRAPED, other]}, indent=1),
        "one line": json.dumps({"comments": [SCRAPED, other]}),
    }
    path.write_text(told[form], encoding="utf-8")
    found = read(path)
    (complaint,), (event,) = found.complaints, found.events
    assert (complaint.native_id, complaint.scope) == ("7110000000000000001", "7109000000000000009")
    assert (complaint.engagement, complaint.author and complaint.author.name) == (
        {"likes": 4, "replies": 1},
        "Warga Satu",
    )
    assert (event.complaint, event.key, event.role) == ("tiktok:7110000000000000001", "7110000000000000002", None)


def test_what_the_office_wrote_itself_is_an_answer(tmp_path: Path) -> None:
    own = {**SCRAPED, "cid": "7110000000000000002", "reply_id": SCRAPED["cid"], "user": {"unique_id": "PemkabBlitar"}}
    post = {**SCRAPED, "cid": "7110000000000000003", "user": {"unique_id": "pemkabblitar"}}
    found = read(lines(tmp_path, SCRAPED, own, post), username="@pemkabblitar")
    assert [event.role for event in found.events] == ["agency"]
    assert [complaint.kind for complaint in found.complaints] == [None, "other"]


def test_a_file_is_read_once(tmp_path: Path) -> None:
    path = sheet(tmp_path, row("Jalan rusak"))
    before = read(path)
    assert read(path, state=before.state).pages == []


def test_a_row_without_an_id_keeps_its_own(tmp_path: Path) -> None:
    before = read(sheet(tmp_path, row("Jalan rusak"), row("Lampu mati")))
    again = read(
        sheet(tmp_path, row("Lampu mati"), row("Air mati"), row("Jalan rusak"), name="2.csv"), state=before.state
    )
    assert set(before.ids) < set(again.ids)
    assert len(set(again.ids)) == 3
    assert all(id.startswith("tiktok-import/r") for id in again.ids)


def test_two_rows_alike_are_two_complaints(tmp_path: Path) -> None:
    found = read(sheet(tmp_path, row("Up min"), row("Up min")))
    assert len(set(found.ids)) == 2
    assert found.ids[1] == f"{found.ids[0]}-2"


def test_a_corrected_text_is_found_again(tmp_path: Path) -> None:
    before = read(sheet(tmp_path, row("Jalan rusk")))
    again = read(sheet(tmp_path, row("Jalan rusak"), name="2.csv"), state=before.state)
    assert again.ids == before.ids
    third = read(sheet(tmp_path, row("Jalan rusak"), row("Air"), name="3.csv"), state=again.state)
    assert set(before.ids) < set(third.ids)


def test_another_text_of_the_same_day_is_no_correction(tmp_path: Path) -> None:
    before = read(sheet(tmp_path, row("Jalan rusak", at="2026-11-01")))
    again = read(sheet(tmp_path, row("Lampu mati", at="2026-11-01"), name="2.csv"), state=before.state)
    assert again.ids != before.ids


def test_a_correction_that_could_be_of_two_is_none(tmp_path: Path) -> None:
    before = read(sheet(tmp_path, row("Jalan rusk"), row("Lampu mti")))
    again = read(sheet(tmp_path, row("Jalan rusak"), row("Lampu mati"), name="2.csv"), state=before.state)
    assert not set(again.ids) & set(before.ids)


def test_ids_with_rounded_times_are_kept_apart_and_told(tmp_path: Path) -> None:
    found = read(sheet(tmp_path, row("Jalan rusak", id="7110000000000000001", at="2026-11-01 09:15")))
    assert found.ids == ["tiktok-import/7110000000000000001"]
    assert "no time to the second" in found.notices


def test_two_accounts_share_no_id_of_their_own(tmp_path: Path) -> None:
    path = sheet(tmp_path, row("Jalan rusak"))
    assert not set(read(path, account="a/b").ids) & set(read(path, account="a").ids)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (row("x", at="kapan-kapan"), "is not a date"),
        (row("x", at="06/08/2026 09:15"), "day or month first"),
        (row("x", at="1700000100"), "is not a date"),
        (row("x", at=""), "created_at"),
        (row("x", at="2032-01-01 09:15:00"), "outside"),
        (row("", at="2026-11-01 09:15:00"), "text"),
        (row("x", id="7.11E+18"), "rounds such long numbers"),
        (row("x", url=""), "video_url"),
        (row("x", url="https://youtube.example/1"), "no address of tiktok.com"),
        (row("x", url="javascript:alert(1)"), "video_url"),
    ],
)
def test_a_doubtful_row_is_set_aside_and_costs_itself(tmp_path: Path, told: str, reason: str) -> None:
    found = read(sheet(tmp_path, told, row("Lampu mati")))
    assert [complaint.text for complaint in found.complaints] == ["Lampu mati"]
    assert reason in found.reasons[0]
    assert found.reasons[0].startswith("komentar.csv, row 2: ")


def test_day_first_is_said_by_the_user(tmp_path: Path) -> None:
    (found,) = read(sheet(tmp_path, row("x", at="06/08/2026 09:15:42")), day_first=True).complaints
    assert found.created_at == datetime(2026, 8, 6, 2, 15, 42, tzinfo=UTC)


def test_one_id_with_two_texts_is_a_rounded_one(tmp_path: Path) -> None:
    found = read(sheet(tmp_path, row("Jalan rusak", id="7110000000000000000"), row("Lampu", id="7110000000000000000")))
    assert len(found.complaints) == 1
    assert "more than once" in found.reasons[0]


def test_a_line_that_is_no_json_costs_itself(tmp_path: Path) -> None:
    path = lines(tmp_path, SCRAPED, {**SCRAPED, "cid": "7110000000000000002"})
    path.write_text(path.read_text(encoding="utf-8") + "\n{broken", encoding="utf-8")
    found = read(path)
    assert (len(found.complaints), len(found.reasons)) == (2, 1)


def test_a_damaged_character_is_repaired_and_counted(tmp_path: Path) -> None:
    found = read(lines(tmp_path, {**SCRAPED, "text": "lampu \ud83d\0"}))
    assert found.complaints[0].text == "lampu \ufffd"
    assert sum(page.repaired for page in found.pages) == 1


@pytest.mark.parametrize(
    "content", ["", "<html>", "nama,alamat\na,b\n", '{"x":1}', "[1,2]", "{broken", "\0\1\2" * 400], ids=repr
)
def test_a_file_without_comments_is_refused_before_the_first_page(tmp_path: Path, content: str) -> None:
    good, bad = sheet(tmp_path, row("Jalan rusak")), tmp_path / "bad.csv"
    bad.write_text(content, encoding="utf-8")
    pages = TikTokFile([good, bad]).read(None, now=NOW)
    with pytest.raises(PayloadError) as refused:
        next(pages)
    assert "bad.csv" in str(refused.value)


def test_a_path_that_is_not_there_is_a_wrong_setting(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        read(tmp_path / "x.csv")


@pytest.mark.parametrize("state", [{"v": 2, "files": {}}, {"v": 1, "videos": 3}], ids=str)
def test_a_checkpoint_of_somebody_else_is_refused(tmp_path: Path, state: State) -> None:
    with pytest.raises(ConfigError, match="another name"):
        read(sheet(tmp_path, row("x")), state=state)


def test_many_rows_come_in_pages_and_the_checkpoint_with_the_last(tmp_path: Path) -> None:
    found = read(sheet(tmp_path, *(row(f"Jalan {n}") for n in range(1_001))))
    assert [len(page.complaints) for page in found.pages] == [500, 500, 1]
    assert [page.state is not None for page in found.pages] == [False, False, True]


def aside(found: Read) -> Sequence[Any]:
    return [skipped for page in found.pages for skipped in page.skipped]


def test_a_row_from_quarantine_is_read_with_the_settings_of_today(tmp_path: Path) -> None:
    (skipped,) = aside(read(sheet(tmp_path, row("Jalan rusak", at="06/08/2026 09:15:42"))))
    (complaint,) = TikTokFile("-", day_first=True).reread(skipped).complaints
    assert complaint.native_id == skipped.native_id
    with pytest.raises(PayloadError, match="correct it in the file"):
        TikTokFile("-").reread(skipped)


def test_a_row_that_contradicts_another_stays_in_quarantine(tmp_path: Path) -> None:
    same = [row("Jalan", id="7110000000000000000"), row("Lampu", id="7110000000000000000")]
    (skipped,) = aside(read(sheet(tmp_path, *same)))
    with pytest.raises(PayloadError, match="more than once"):
        TikTokFile("-").reread(skipped)

"""What may belong together is named with its reason, and what must not be compared is left alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.casework import Sign, duplicates, named_candidates, named_rows, nearness, tracking_ids
from complaint_hub.model import Author, Complaint, EventType, Link, Relation
from support.cases import answer, event, wib

TEXT = "Jalan berlubang di depan pasar Wlingi membuat pengendara jatuh"


def row(n: int, text: str | None = TEXT, *, day: int = 16, channel: str = "instagram", **more: Any) -> Complaint:
    values = {"account": "kab", "created_at": wib("2026-03-01") + timedelta(days=day - 1), "text": text}
    return Complaint(id=f"{channel}:{n}", channel=channel, native_id=str(n), **(values | {"timeline": ()} | more))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Laporan Saudara telah kami catat di SP4N-LAPOR! dengan nomor 9123456.", ("9123456",)),
        ("sudah masuk LAPOR #9123456 dan Tracking ID: 9123457", ("9123456", "9123457")),
        ("https://www.lapor.go.id/pengaduan/9123456", ("9123456",)),
        ("No. laporan: 91234567", ("91234567",)),
        ("hubungi WA 081234567890 atau nomor 0342801234", ()),
        ("biaya 1500000 rupiah, tahun 2026", ()),
        ("nomor 123456 dan nomor 123456789", ()),
        (None, ()),
    ],
)
def test_a_tracking_id_is_a_number_that_is_announced_as_one(text: str | None, found: tuple[str, ...]) -> None:
    assert tracking_ids(text) == found


def test_an_endless_text_is_read_at_once() -> None:
    for text in ("no" + " " * 200_000, "lapor " * 50_000, "lapor.go.id/" * 20_000, "nomor dengan " * 20_000):
        assert tracking_ids(text) == ()


def test_what_a_reply_or_a_note_names_is_a_candidate_if_it_is_here() -> None:
    found = row(1, timeline=(answer("2026-03-17", text="dicatat, nomor 9123456"),))
    note = event(EventType.note, "2026-03-18", text="lapor 7000000")
    found = found.model_copy(update={"timeline": (*(found.timeline or ()), note)})
    assert list(named_rows(found)) == ["lapor:9123456", "lapor:7000000"]
    (one,) = named_candidates(found, ["lapor:9123456"])
    assert (one.a, one.b, one.relation, one.signs) == (
        "instagram:1",
        "lapor:9123456",
        Relation.transferred_to,
        (Sign.tracking_id,),
    )


def test_a_name_elsewhere_is_believed_and_its_own_number_is_none() -> None:
    found = row(9123456, "lihat laporan nomor 9123456", channel="lapor", external_ids={"lapor": "9000001"})
    assert list(named_rows(found)) == ["lapor:9000001"]
    (one,) = named_candidates(found, ["lapor:9000001"])
    assert one.relation is Relation.duplicate_of


def test_what_is_linked_already_is_no_candidate() -> None:
    link = Link(a="instagram:1", b="lapor:9123456", relation=Relation.transferred_to)
    assert named_candidates(row(1, "lapor 9123456"), ["lapor:9123456"], [link]) == ()
    twin = Link(a="instagram:2", b="instagram:1", relation=Relation.same_event)
    assert duplicates(row(1), [row(2)], links=[twin]) == ()


def test_nearness_is_of_words_and_not_of_signs() -> None:
    assert nearness("Jalan RUSAK!", "jalan, rusak") == 1
    assert nearness("jalan rusak", "air keruh") == 0
    assert nearness("a b c d", "a b c x") == 0.75


def test_the_same_text_by_nobody_known_may_be_a_duplicate_of_the_earlier_one() -> None:
    (one,) = duplicates(row(1, day=18), [row(2, TEXT.upper() + "!", day=16), row(1, day=18)])
    assert (one.a, one.b, one.relation, one.near) == ("instagram:1", "instagram:2", Relation.duplicate_of, 1.0)


def test_two_people_may_have_seen_one_thing() -> None:
    a, b = row(1, author=Author(id="7")), row(2, author=Author(id="8"))
    (one,) = duplicates(a, [b])
    assert one.relation is Relation.same_event


def test_one_person_needs_fewer_words_in_common() -> None:
    other = "Pak jalan di depan pasar Wlingi berlubang lagi"
    me = Author(id="7", name="Warga Satu")
    assert duplicates(row(1), [row(2, other)]) == ()
    (one,) = duplicates(row(1, author=me), [row(2, other, author=me)])
    assert one.signs == (Sign.text, Sign.author)
    (across,) = duplicates(row(1, author=me), [row(2, other, channel="tiktok", author=Author(name="warga satu"))])
    assert across.signs == (Sign.text, Sign.author)


LEFT_ALONE = {
    "another text": row(2, "Antrean poli umum RSUD Ngudi Waluyo lama sekali sejak pagi"),
    "no text": row(2, None),
    "another time": row(2, day=31),
    "another kecamatan": row(2, district="Talun"),
}


@pytest.mark.parametrize("other", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_apart_is_left_alone(other: Complaint) -> None:
    assert duplicates(row(1, district="Wlingi"), [other]) == ()


def test_the_same_kecamatan_speaks_for_it_and_the_window_ends_at_its_last_instant() -> None:
    (one,) = duplicates(row(1, day=1, district="Wlingi"), [row(2, day=15, district="WLINGI")])
    assert one.signs == (Sign.text, Sign.district)


def test_texts_of_a_few_words_are_not_compared() -> None:
    assert duplicates(row(1, "mantap pak bupati"), [row(2, "mantap pak bupati")]) == ()
    assert duplicates(row(1), [row(2, "jalan rusak parah")]) == ()


def test_the_nearest_comes_first() -> None:
    found = duplicates(row(1), [row(2, TEXT + " sekali"), row(3)])
    assert [one.a for one in found] == ["instagram:3", "instagram:2"]

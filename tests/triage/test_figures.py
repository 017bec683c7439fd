"""The labelled texts are what they claim to be, and the page tells what the rules do on the part that is held out."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from docs.triage_figures import PAGE, page, worst

from complaint_hub import Complaint
from complaint_hub.triage import Example, Rules, measure
from support.triage_texts import examples, labelled, registry


def test_at_least_four_hundred_texts_of_six_channels_and_all_kinds() -> None:
    rows = labelled()
    assert len(rows) >= 400
    assert len({row.id for row in rows}) == len(rows)
    assert len({row.example.complaint.channel for row in rows}) == 6
    assert min(Counter(row.example.labels["kind"] for row in rows).values()) >= 15


def test_about_thirty_in_a_hundred_are_held_out() -> None:
    share = sum(row.held_out for row in labelled()) / len(labelled())
    assert 0.27 < share < 0.34


def test_no_text_stands_in_both_parts() -> None:
    parts = [{e.complaint.text for e in examples(held_out=held) if e.complaint.text} for held in (True, False)]
    assert parts[0] & parts[1] == set()


def test_every_labelled_unit_stands_in_the_registry() -> None:
    codes = {str(row.example.labels["unit"]) for row in labelled() if row.example.labels["unit"]}
    assert {code for code in codes if registry().unit(code) is None} == set()


def test_the_page_tells_what_is_measured_today() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(text), "run `make reference`"


def test_ten_mistakes_of_the_held_out_part_are_shown() -> None:
    measured = measure(examples(held_out=True), Rules.load(), registry())
    shown = worst(measured)
    held_out = {row.example.complaint.id for row in labelled() if row.held_out}
    assert len({one.complaint.id for one in shown}) == 10
    assert {one.complaint.id for one in shown} <= held_out


def example(text: str, **labels: str | None) -> Example:
    complaint = Complaint(
        id="tiktok:1",
        channel="tiktok",
        account="a",
        native_id="1",
        text=text,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return Example(complaint, labels)


def test_precision_is_of_those_suggested_and_recall_of_those_labelled() -> None:
    cases = [
        example("lampu jalan mati", kind="complaint"),
        example("jalan rusak", kind="spam"),
        example("zzz", kind="complaint"),
    ]
    measured = measure(cases, Rules.load())
    row = next(one for one in measured.tallies if one.label == "complaint")
    assert (row.right, row.suggested, row.labelled, row.undecided) == (1, 2, 2, 1)
    assert (row.precision, row.recall) == (0.5, 0.5)
    assert [one.said for one in measured.mistakes] == ["complaint", None]


def test_a_value_where_a_person_leaves_none_counts_against_precision() -> None:
    measured = measure([example("lampu jalan mati", unit=None)], Rules.load())
    assert measured.of("unit").precision == 0
    assert measured.of("unit").recall is None

"""What is new, what changed, and which events that makes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaint_hub.diff import (
    Difference,
    Known,
    compare,
    edited_message,
    merge,
    outdated,
    stated,
    stated_event,
)
from complaint_hub.model import Attachment, Author, Complaint, EventType, Status
from support.rows import DAY, START, head, reply

SEEN = START + 2 * DAY
LATER = SEEN + DAY


def known(complaint: Complaint, **fields: Any) -> Known:
    given: dict[str, Any] = {"revision": 1, "last_seen": SEEN} | fields
    return Known(complaint, stated(complaint).digest, **given)


def said_after(before: Complaint, after: Complaint, **fields: Any) -> Difference:
    return compare(after, known(before, **fields), seen_at=LATER)


def test_an_absent_field_is_not_emptied() -> None:
    merged = merge(head(text="Jalan rusak", unit="Dinas PUPR"), head(text="Jalan rusak"))
    assert merged.unit == "Dinas PUPR"


def test_a_field_set_to_none_is_emptied() -> None:
    assert merge(head(unit="Dinas PUPR"), head(unit=None)).unit is None


def test_the_first_account_stays() -> None:
    assert merge(head(account="first"), head(account="second")).account == "first"


def test_an_emptied_field_and_one_never_said_differ_in_the_digest() -> None:
    assert stated(head(unit=None)).digest != stated(head()).digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (head(title="a", text="bc"), head(title="ab", text="c")),
        (head(text=None), head(text="None")),
        (head(text="-"), head(text=None)),
        (head(external_ids={"a": "b"}), head(external_ids={"a": "c"})),
        (head(author=Author(id="1", name=None)), head(author=Author(id=None, name="1"))),
        (head(attachments=()), head(attachments=None)),
        (head(oversight=True), head(oversight=None)),
    ],
    ids=["shifted", "none-text", "dash", "mapping", "author", "empty", "truth"],
)
def test_different_contents_have_different_digests(one: Complaint, other: Complaint) -> None:
    assert stated(one).digest != stated(other).digest


def test_counts_raw_and_account_are_outside_the_digest() -> None:
    plain = head(text="x")
    assert stated(head(text="x", engagement={"likes": 3}, raw={"a": 1}, account="b")).digest == stated(plain).digest


def test_signed_addresses_of_attachments_are_outside_the_digest() -> None:
    old = head(attachments=(Attachment(url="https://cdn.test/a?sig=1", media_type="image/png", expires_at=START),))
    new = head(attachments=(Attachment(url="https://cdn.test/a?sig=2", media_type="image/png", expires_at=SEEN),))
    assert stated(old).digest == stated(new).digest


def test_one_attachment_more_is_a_change() -> None:
    one = Attachment(url="https://cdn.test/a")
    assert stated(head(attachments=(one,))).digest != stated(head(attachments=(one, one))).digest


def test_the_order_of_a_mapping_does_not_matter() -> None:
    one, other = head(external_ids={"a": "1", "b": "2"}), head(external_ids={"b": "2", "a": "1"})
    assert stated(one).digest == stated(other).digest


def test_an_event_digest_ignores_when_it_was_noticed() -> None:
    assert stated_event(reply("m", seen_at=SEEN)).digest == stated_event(reply("m", seen_at=LATER)).digest


def test_a_first_word_makes_a_new_row_of_revision_1() -> None:
    difference = compare(head(text="x"), None, seen_at=SEEN)
    assert (difference.outcome, difference.revision, difference.events) == ("new", 1, ())


def test_the_same_word_again_is_unchanged() -> None:
    assert said_after(head(text="x"), head(text="x")).outcome == "unchanged"


def test_fewer_fields_again_are_unchanged() -> None:
    assert said_after(head(text="x", unit="PUPR"), head(text="x")).outcome == "unchanged"


def test_a_field_said_for_the_first_time_fills_the_row_without_an_edit() -> None:
    difference = said_after(head(text="x"), head(text="x", unit="PUPR"))
    assert (difference.outcome, difference.complaint.unit, difference.events) == ("changed", "PUPR", ())


def test_a_field_that_differs_is_an_edit_with_the_old_values() -> None:
    before = head(text="Jalan rusak", unit="PUPR", rating=2.0)
    (event,) = said_after(before, head(text="Jalan diperbaiki", unit="PUPR", rating=5.0)).events
    assert (event.type, event.key, event.data) == (
        EventType.edited,
        "edited:2",
        {"was": {"text": "Jalan rusak", "rating": 2.0}},
    )


def test_a_value_after_none_is_an_edit() -> None:
    (event,) = said_after(head(category=None), head(category="Jalan")).events
    assert event.data == {"was": {"category": None}}


def test_an_emptied_field_is_an_edit() -> None:
    (event,) = said_after(head(unit="PUPR"), head(unit=None)).events
    assert event.data == {"was": {"unit": "PUPR"}}


@pytest.mark.parametrize("field", ["status_raw", "updated_at"])
def test_platform_text_and_time_change_the_row_without_an_event(field: str) -> None:
    values: dict[str, tuple[Any, Any]] = {"status_raw": ("Ditutup", "Ditutup oleh Sistem"), "updated_at": (SEEN, LATER)}
    before, after = values[field]
    difference = said_after(head(**{field: before}), head(**{field: after}))
    assert (difference.outcome, difference.events) == ("changed", ())


def test_a_new_status_is_a_status_event_without_an_instant() -> None:
    (event,) = said_after(head(status=Status.received), head(status=Status.in_progress)).events
    assert (event.type, event.key, event.status, event.at) == (
        EventType.status,
        "status:2",
        Status.in_progress,
        None,
    )
    assert (event.not_before, event.seen_at) == (SEEN, LATER)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.verified, EventType.verified),
        (Status.forwarded, EventType.forwarded),
        (Status.returned, EventType.returned),
        (Status.transferred, EventType.transferred),
        (Status.postponed, EventType.postponed),
        (Status.resolved, EventType.resolved),
        (Status.closed, EventType.closed),
        (Status.archived, EventType.status),
        (Status.responded, EventType.status),
    ],
)
def test_a_status_with_an_event_of_its_name_takes_it(status: Status, kind: EventType) -> None:
    (event,) = compare(head(status=status), None, seen_at=SEEN).events
    assert (event.type, event.key) == (kind, f"{kind}:1")


def test_a_first_status_lies_between_receipt_and_first_sight() -> None:
    (event,) = compare(head(status=Status.closed), None, seen_at=SEEN).events
    assert (event.not_before, event.seen_at) == (START, SEEN)


def test_received_at_first_sight_is_no_event() -> None:
    assert compare(head(status=Status.received), None, seen_at=SEEN).events == ()


def test_a_status_of_which_the_channel_tells_by_itself_is_not_derived() -> None:
    own = frozenset({Status.closed})
    assert compare(head(status=Status.closed), None, seen_at=SEEN, own=own).events == ()


def test_a_finished_row_that_is_open_again_is_reopened_into_its_new_status() -> None:
    (event,) = said_after(head(status=Status.closed), head(status=Status.in_progress)).events
    assert (event.type, event.status) == (EventType.reopened, Status.in_progress)


def test_an_archived_row_that_is_closed_is_not_reopened() -> None:
    (event,) = said_after(head(status=Status.archived), head(status=Status.closed)).events
    assert event.type is EventType.closed


def test_a_status_that_was_emptied_meanwhile_is_not_told_twice() -> None:
    difference = said_after(head(status=None), head(status=Status.closed), channel_status=Status.closed)
    assert [event.type for event in difference.events] == []


def test_text_and_status_together_share_a_revision() -> None:
    events = said_after(head(text="a", status=Status.received), head(text="b", status=Status.closed)).events
    assert [event.key for event in events] == ["edited:2", "closed:2"]


def test_a_row_that_is_back_is_restored_even_if_it_says_the_same() -> None:
    difference = said_after(head(text="x"), head(text="x"), deleted=True)
    assert (difference.outcome, [event.key for event in difference.events]) == ("changed", ["restored:2"])


def test_an_edited_message_keeps_its_old_text_and_its_key() -> None:
    event = edited_message(reply("m1", text="lama"), revision=3, seen_at=LATER, not_before=SEEN)
    assert (event.key, event.about, event.data) == ("edited:3", "m1", {"was": {"text": "lama"}})


@pytest.mark.parametrize(
    ("row", "file", "expected"),
    [(SEEN, START, True), (SEEN, SEEN, False), (START, SEEN, False), (None, START, False), (SEEN, None, False)],
    ids=["older", "same", "newer", "undated-row", "undated-file"],
)
def test_only_the_older_of_two_dated_files_is_outdated(row: Any, file: Any, expected: bool) -> None:
    assert outdated(row_date=row, data_date=file, last_seen=None, read_at=None) is expected


def test_a_re_read_is_outdated_by_a_later_sighting() -> None:
    moment = SEEN - timedelta(seconds=1)
    assert outdated(row_date=None, data_date=None, last_seen=SEEN, read_at=moment)
    assert not outdated(row_date=None, data_date=None, last_seen=SEEN, read_at=SEEN)

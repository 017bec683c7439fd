"""The model: lossless JSON, set against emptied, statuses and their buckets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from complaint_hub.model import (
    Attachment,
    Author,
    Bucket,
    Complaint,
    Event,
    EventType,
    Location,
    OfficialResult,
    Source,
    Status,
    content,
    to_json,
)
from support.rows import START, head, reply


def test_a_complaint_comes_back_from_json_as_it_was() -> None:
    said = head(
        text="Jalan rusak ✓ \U0001f6e3",
        unit=None,
        author=Author(name="Warga 1"),
        location=Location(latitude=-8.1, longitude=112.2),
        attachments=(Attachment(url="https://cdn.test/a", expires_at=START),),
        external_ids={"lapor": "9"},
        raw={"deep": [1, None, {"a": 1.5}]},
        status=Status.closed,
    )
    again = Complaint.model_validate_json(to_json(said))
    assert again == said
    assert again.model_fields_set == said.model_fields_set


def test_an_event_comes_back_from_json_as_it_was() -> None:
    event = reply("m", data={"was": {"text": "lama"}}, attachments=(Attachment(url="https://cdn.test/a"),))
    again = Event.model_validate_json(to_json(event))
    assert (again, again.model_fields_set) == (event, event.model_fields_set)


def test_emptied_and_not_said_are_two_things() -> None:
    assert content(head(unit=None)) != content(head())
    assert '"unit":null' in to_json(head(unit=None))
    assert "unit" not in to_json(head())


def test_the_other_voice_is_not_in_the_json() -> None:
    assert "said" not in to_json(head().model_copy(update={"said": head(text="x")}))


def test_instants_are_kept_in_utc() -> None:
    jakarta = timezone(timedelta(hours=7))
    said = head(created_at=datetime(2026, 3, 2, 8, tzinfo=jakarta))
    assert (said.created_at, said.created_at.tzinfo) == (datetime(2026, 3, 2, 1, tzinfo=UTC), UTC)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError):
        head(created_at=datetime(2026, 3, 2, 8))  # noqa: DTZ001 - that is the point


def test_an_id_is_channel_and_native_id() -> None:
    with pytest.raises(ValidationError, match="channel and native id"):
        Complaint(id="youtube:1", channel="lapor", account="a", native_id="1", created_at=START)


def test_a_wrong_value_does_not_show_in_the_error() -> None:
    with pytest.raises(ValidationError) as caught:
        head(rating="rahasia-canary")
    assert "canary" not in str(caught.value)


def test_models_cannot_be_changed_and_know_no_other_fields() -> None:
    with pytest.raises(ValidationError):
        head().text = "x"  # type: ignore[misc]  # frozen
    with pytest.raises(ValidationError):
        head(colour="red")


def test_nan_is_no_rating() -> None:
    with pytest.raises(ValidationError):
        head(rating=float("nan"))


@pytest.mark.parametrize(
    ("bucket", "statuses", "open_"),
    [
        (Bucket.unverified, {"received"}, True),
        (Bucket.pending, {"verified", "forwarded", "returned"}, True),
        (Bucket.in_process, {"in_progress", "responded"}, True),
        (Bucket.postponed, {"awaiting_citizen", "postponed"}, True),
        (Bucket.finished, {"resolved", "closed"}, False),
        (
            Bucket.archived,
            {
                "archived",
                "blocked",
                "rejected",
                "withdrawn",
                "transferred",
                "not_our_authority",
                "duplicate",
                "not_a_complaint",
            },
            False,
        ),
    ],
)
def test_every_status_has_its_bucket(bucket: Bucket, statuses: set[str], open_: bool) -> None:
    assert {status.value for status in Status if status.bucket is bucket} == statuses
    assert {status.open for status in Status if status.bucket is bucket} == {open_}


def test_only_the_postponed_bucket_pauses() -> None:
    assert {status for status in Status if status.paused} == {Status.awaiting_citizen, Status.postponed}


def test_a_row_without_status_counts_as_received() -> None:
    assert (head().open, head().bucket) == (True, Bucket.unverified)


def test_an_event_is_ordered_by_its_instant_else_by_when_it_was_seen() -> None:
    event = Event(complaint="lapor:1", key="1", type=EventType.note, seen_at=START)
    assert event.when == START
    assert event.model_copy(update={"at": START + timedelta(1)}).when == START + timedelta(1)
    assert event.model_copy(update={"seen_at": None}).when.year == 1


def test_sheets_and_persons_are_the_office() -> None:
    assert [source.of_office for source in (Source.channel, Source.office, Source.imported)] == [False, True, True]


def test_an_official_result_is_of_a_plausible_year() -> None:
    with pytest.raises(ValidationError):
        OfficialResult(year=23, letter="SE 1")

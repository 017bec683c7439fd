"""What a timeline says: where a complaint stands, who answered, what the office decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from complaint_hub.model import Event, EventType, Intent, Kind, Role, Source, Status
from complaint_hub.timeline import (
    answers,
    counts,
    current_status,
    office_values,
    oldest_unanswered,
    ordered,
    paused_spans,
    status_events,
    substantive,
)
from support.rows import DAY, START, act, reply


def day(n: float) -> datetime:
    return START + n * DAY


def says(status: Status, n: float | None, key: str = "s:1", *, seen: float = 9, since: float | None = None) -> Event:
    """The channel's word on a status: at day *n*, or only seen."""
    return Event(
        complaint="lapor:1",
        key=key,
        type=EventType.status,
        status=status,
        at=None if n is None else day(n),
        seen_at=day(seen),
        not_before=None if since is None else day(since),
    )


def decides(status: Status, n: float, key: str = "act:1") -> Event:
    return act(EventType.status, key, status=status, at=day(n))


def test_events_of_one_instant_are_told_in_the_order_of_the_life_cycle() -> None:
    types = [EventType.closed, EventType.forwarded, EventType.message, EventType.verified, EventType.note]
    told = ordered(Event(complaint="lapor:1", key="1", type=kind, at=day(1)) for kind in types)
    assert [event.type for event in told] == [
        EventType.verified,
        EventType.forwarded,
        EventType.message,
        EventType.closed,
        EventType.note,
    ]


def test_an_event_without_an_instant_is_told_when_it_was_seen() -> None:
    told = ordered([says(Status.closed, None, "a", seen=5), says(Status.in_progress, 6, "b"), says(Status.verified, 1)])
    assert [event.key for event in told] == ["s:1", "a", "b"]


@pytest.mark.parametrize(
    "fields",
    [{"public": False}, {"automatic": True}, {"role": Role.citizen}, {"role": None}, {"role": Role.platform}],
    ids=["hidden", "automatic", "citizen", "unknown", "platform"],
)
def test_only_a_public_word_of_a_person_of_ours_is_an_answer(fields: dict[str, Any]) -> None:
    assert counts(reply("m"))
    assert not counts(reply("m", **fields))


def test_a_note_of_ours_is_no_answer() -> None:
    assert not counts(act(EventType.note, role=Role.agency))


def test_answers_need_an_instant_and_come_in_order() -> None:
    events = [reply("b", at=day(2)), reply("x", at=None, seen_at=day(1)), reply("a", at=day(1))]
    assert [event.key for event in answers(events)] == ["a", "b"]


@pytest.mark.parametrize("intent", list(Intent))
def test_an_answer_is_substantive_by_the_mark_of_an_officer(intent: Intent) -> None:
    assert substantive(reply("m", intent=intent)) is (intent in (Intent.substantive, Intent.closing))


# --- status


def test_nothing_told_is_received_and_an_answer_makes_it_responded() -> None:
    assert current_status([]) is Status.received
    assert current_status([reply("m")]) is Status.responded
    assert current_status([reply("m", automatic=True)]) is Status.received


def test_a_status_said_wins_over_an_answer() -> None:
    assert current_status([reply("m"), says(Status.in_progress, None, since=0)]) is Status.in_progress


@pytest.mark.parametrize(
    ("channel", "office", "expected"),
    [
        (says(Status.in_progress, 3), decides(Status.resolved, 2), Status.in_progress),
        (says(Status.in_progress, 2), decides(Status.resolved, 3), Status.resolved),
        (says(Status.in_progress, 2), decides(Status.resolved, 2), Status.resolved),
        (says(Status.in_progress, None, since=2), decides(Status.postponed, 4), Status.postponed),
        (says(Status.in_progress, None, since=2), decides(Status.postponed, 2), Status.in_progress),
        (says(Status.in_progress, None, since=2), decides(Status.postponed, 9), Status.postponed),
        (says(Status.closed, None, since=2), decides(Status.postponed, 4), Status.closed),
        (says(Status.closed, None, since=2), decides(Status.postponed, 9), Status.closed),
        (says(Status.closed, None, since=2), decides(Status.in_progress, 10), Status.in_progress),
        (says(Status.archived, None, since=2), decides(Status.postponed, 4), Status.archived),
        (says(Status.in_progress, None), decides(Status.postponed, 4), Status.in_progress),
    ],
    ids=[
        "channel newer",
        "office newer",
        "tie",
        "office inside",
        "office before",
        "office at the end",
        "closed beats inside",
        "closed beats the end",
        "office after the closing",
        "archived beats inside",
        "no interval",
    ],
)
def test_channel_and_office_meet_by_the_rule(channel: Event, office: Event, expected: Status) -> None:
    assert current_status([channel, office]) is expected
    assert current_status([office, channel]) is expected


def test_an_emptied_cell_of_the_office_sets_no_status() -> None:
    emptied = act(EventType.forwarded, at=None, seen_at=day(5), status=Status.forwarded)
    assert current_status([emptied]) is Status.received
    assert status_events([emptied]) == []


def test_a_sheet_counts_as_the_office() -> None:
    sheet = act(EventType.forwarded, source=Source.imported, status=Status.forwarded, at=day(3))
    assert current_status([says(Status.in_progress, None, since=2), sheet]) is Status.forwarded


# --- what the office says


def test_the_newest_act_that_sets_a_field_wins_field_by_field() -> None:
    acts = [
        act(EventType.triaged, "2", at=day(2), data={"kind": "aspiration"}),
        act(EventType.triaged, "1", at=day(1), data={"kind": "spam", "district": "Kanigoro"}),
        act(EventType.forwarded, "3", at=day(3), unit="Dinas PUPR"),
    ]
    assert office_values(acts) == {"kind": "aspiration", "district": "Kanigoro", "unit": "Dinas PUPR"}


def test_an_act_may_set_a_field_to_nothing() -> None:
    assert office_values([act(EventType.triaged, data={"priority": None})]) == {"priority": None}


def test_only_forwarding_and_triage_set_the_unit() -> None:
    assert office_values([act(EventType.note, unit="Dinas PUPR")]) == {}


def test_the_channel_has_no_say_in_it_and_other_data_is_none_of_it() -> None:
    foreign = act(EventType.triaged, source=Source.channel, data={"kind": str(Kind.spam)})
    assert office_values([foreign, act(EventType.note, data={"title": "x"})]) == {}


# --- who waits, what pauses


def test_a_citizen_waits_from_the_first_message_after_the_last_answer() -> None:
    events = [
        reply("c1", role=Role.citizen, at=day(1)),
        reply("a1", at=day(2)),
        reply("c2", role=Role.citizen, at=day(3)),
        reply("c3", role=Role.citizen, at=day(4)),
    ]
    assert oldest_unanswered(events, at=day(9)) == day(3)
    assert oldest_unanswered(events, at=day(2.5)) is None
    assert oldest_unanswered(events, at=day(1)) == day(1)


def test_an_automatic_answer_does_not_end_the_wait() -> None:
    events = [reply("c", role=Role.citizen, at=day(1)), reply("bot", automatic=True, at=day(2))]
    assert oldest_unanswered(events, at=day(9)) == day(1)


def test_spans_of_pause_begin_and_end_with_a_status() -> None:
    events = [
        says(Status.postponed, 1, "1"),
        says(Status.awaiting_citizen, 2, "2"),
        says(Status.in_progress, 3, "3"),
        says(Status.postponed, 5, "4"),
    ]
    assert paused_spans(events) == [(day(1), day(3)), (day(5), None)]


def test_a_policy_may_say_that_a_status_does_not_pause() -> None:
    events = [says(Status.postponed, 1, "1"), says(Status.in_progress, 3, "2")]
    assert paused_spans(events, pausing={}) == []

"""The flat instants of a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.facts import COLUMNS, Fact, Facts, fold, from_columns, from_micros, to_columns, to_micros
from complaint_hub.model import Event, EventType, Form, Intent, Kind, Role, Source, Status
from support.rows import DAY, START, act, head, reply

ZONE = ZoneInfo("Asia/Jakarta")
MIDNIGHT = datetime(2026, 3, 1, 17, tzinfo=UTC)
"""00:00 in Blitar of the day of START."""


def fact(*events: Event, **options: Any) -> Fact:
    return fold(head(), events, zone=ZONE, **options)


def sets(kind: EventType, n: float, status: Status | None = None, **fields: Any) -> Event:
    return act(kind, fields.pop("key", f"{kind}:{n}"), at=START + n * DAY, status=status, **fields)


VERIFIED = sets(EventType.verified, 1, Status.verified)
FORWARDED = sets(EventType.forwarded, 2, Status.forwarded, unit="Dinas PUPR")
ANSWER = reply("m1", at=START + 4 * DAY, intent=Intent.substantive)
RESOLVED = sets(EventType.resolved, 5, Status.resolved)
CLOSED = sets(EventType.closed, 15, Status.closed)


def test_a_plain_case_has_all_its_instants_and_is_regular() -> None:
    told = fact(VERIFIED, FORWARDED, ANSWER, RESOLVED, CLOSED)
    days = [None if at is None else (at - START) / DAY for at in (
        told.received, told.verified, told.forwarded, told.first_human, told.first_substantive, told.followed_up,
        told.first_resolved, told.last_resolved, told.closed,
    )]  # fmt: skip
    assert days == [0, 1, 2, 4, 4, 4, 5, 5, 15]
    assert (told.irregular, told.day_only) == (False, 0)


def test_an_untouched_case_has_only_its_receipt() -> None:
    told = fact()
    assert (told.received, told.status, told.case, told.irregular) == (START, Status.received, "lapor:1", False)
    assert {told.verified, told.forwarded, told.first_human, told.followed_up, told.closed} == {None}


def test_what_was_only_seen_gives_no_instant() -> None:
    seen = sets(EventType.closed, 3, Status.closed).model_copy(update={"at": None, "seen_at": START + 3 * DAY})
    told = fact(seen)
    assert (told.closed, told.first_resolved) == (None, None)


def test_an_answer_before_the_disposition_is_no_follow_up() -> None:
    early = reply("m0", at=START + DAY)
    assert fact(FORWARDED, early).followed_up is None
    assert fact(FORWARDED, early).first_human == START + DAY
    assert fact(FORWARDED, early, ANSWER).followed_up == START + 4 * DAY


def test_without_a_disposition_there_is_no_follow_up() -> None:
    assert fact(ANSWER).followed_up is None


def test_words_of_citizens_and_machines_are_no_answer() -> None:
    told = fact(reply("c", role=Role.citizen), reply("a", automatic=True), reply("h", public=False))
    assert told.first_human is None


def test_a_disposition_of_which_only_the_day_is_known_is_lifted_to_the_receipt() -> None:
    day = act(EventType.forwarded, at=MIDNIGHT, day=True)
    told = fact(day)
    assert told.forwarded == START
    assert (told.only_day("forwarded"), told.only_day("received"), told.irregular) == (True, False, False)


def test_days_are_lifted_one_upon_the_other() -> None:
    sheet = [
        act(EventType.forwarded, "1", at=MIDNIGHT, day=True),
        reply("2", at=MIDNIGHT, day=True),
        act(EventType.resolved, "3", at=MIDNIGHT, day=True, status=Status.resolved),
    ]
    told = fact(*sheet)
    assert told.forwarded == told.followed_up == told.first_resolved == START
    assert not told.irregular


def test_a_day_after_the_receipt_stays_at_its_midnight() -> None:
    assert fact(act(EventType.forwarded, at=MIDNIGHT + DAY, day=True)).forwarded == MIDNIGHT + DAY


def test_the_local_date_decides_what_one_day_is() -> None:
    # 23:00 UTC of the day before is 06:00 of the same day in Blitar.
    early = head(created_at=MIDNIGHT + timedelta(hours=6))
    told = fold(early, [act(EventType.forwarded, at=MIDNIGHT, day=True)], zone=ZONE)
    assert told.forwarded == early.created_at


@pytest.mark.parametrize(
    "turn",
    [
        [sets(EventType.postponed, 3, Status.postponed)],
        [sets(EventType.forwarded, 3, Status.forwarded, unit="Dinkes")],
        [sets(EventType.returned, 3, Status.returned)],
        [sets(EventType.extended, 3)],
        [RESOLVED, sets(EventType.reopened, 6, Status.in_progress)],
        [RESOLVED, sets(EventType.status, 6, Status.in_progress)],
        [sets(EventType.resolved, -1, Status.resolved)],
        [reply("before", at=START - DAY)],
    ],
    ids=["pause", "second unit", "return", "extension", "re-opening", "open again", "out of order", "early answer"],
)
def test_a_turn_that_columns_cannot_tell_makes_a_case_irregular(turn: list[Event]) -> None:
    assert fact(FORWARDED, *turn).irregular


def test_several_rows_make_a_case_irregular_and_old_as_its_oldest_row() -> None:
    older = head("0", created_at=START - DAY)
    told = fact(rows=[head(), older])
    assert (told.irregular, told.received) == (True, START - DAY)


def test_answers_are_those_of_the_whole_case_and_acts_those_of_the_leading_row() -> None:
    elsewhere = [reply("m", "youtube:c", at=START + DAY), sets(EventType.verified, 1, complaint="youtube:c")]
    told = fact(*elsewhere, rows=[head(), head("c", channel="youtube")])
    assert (told.first_human, told.verified) == (START + DAY, None)


def test_the_triage_is_the_first_and_lifts_nothing() -> None:
    told = fact(
        act(EventType.triaged, "1", at=START + timedelta(hours=5)),
        act(EventType.triaged, "2", at=START + DAY),
        act(EventType.forwarded, at=MIDNIGHT, day=True),
    )
    assert (told.triaged, told.forwarded, told.irregular) == (START + timedelta(hours=5), START, False)


def test_the_end_that_stands_is_told_of_what_was_archived_too() -> None:
    archived = sets(EventType.status, 3, Status.archived)
    assert fact(archived).ended == START + 3 * DAY
    assert fact(archived, sets(EventType.reopened, 4, Status.in_progress)).ended is None
    assert fact(RESOLVED, CLOSED).ended == START + 5 * DAY


def test_marks_are_those_of_officers_and_the_better_one_counts() -> None:
    normative = reply("m0", at=START + DAY, intent=Intent.normative)
    assert [fact(*told).substantive for told in ((), (normative,), (normative, ANSWER))] == [None, False, True]
    assert fact(reply("c", role=Role.citizen, intent=Intent.substantive)).substantive is None


def test_hand_backs_and_re_openings_are_told_even_where_nobody_knows_when() -> None:
    back = sets(EventType.returned, 3, Status.returned).model_copy(update={"at": None, "seen_at": START + 3 * DAY})
    assert fact(FORWARDED, back.model_copy(update={"source": Source.channel})).returned
    assert fact(RESOLVED, sets(EventType.status, 6, Status.in_progress)).reopened
    assert not fact(RESOLVED, CLOSED).reopened


@pytest.mark.parametrize(
    ("channel", "ids", "case", "linked"),
    [
        ("instagram", {"lapor": "7"}, None, True),
        ("instagram", {}, "lapor:7", True),
        ("instagram", {}, None, False),
        ("lapor", {"lapor": "7"}, None, False),
    ],
)
def test_a_row_of_another_channel_that_is_in_lapor_is_linked(
    channel: str, ids: dict[str, str], case: str | None, linked: bool
) -> None:
    lead = head(channel=channel, external_ids=ids, rating=2.0)
    told = fold(lead, [], zone=ZONE, case=case)
    assert (told.linked, told.rating) == (linked, 2.0)


def test_columns_hold_a_fact_without_loss() -> None:
    lead = head(
        form=Form.report, kind=Kind.complaint, oversight=False, unit="PUPR", category="Jalan", district="Wlingi"
    )
    told = fold(lead, [FORWARDED, ANSWER, RESOLVED], zone=ZONE)
    assert from_columns(to_columns(told)) == told


def test_facts_without_a_store_are_columns_too() -> None:
    facts = Facts.of([fact(), fact(VERIFIED)])
    assert len(facts) == 2
    assert set(facts.columns) == set(COLUMNS)
    assert [row.verified for row in facts.rows()] == [None, START + DAY]
    assert list(facts.irregular()) == []


@pytest.mark.parametrize("year", [1, 1969, 2026, 9999])
def test_microseconds_are_exact_in_every_year(year: int) -> None:
    moment = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert from_micros(to_micros(moment)) == moment


def test_no_instant_stays_none() -> None:
    assert (to_micros(None), from_micros(None)) == (None, None)

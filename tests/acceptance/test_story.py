"""One story over all parts: a comment on Instagram becomes a report of SP4N-LAPOR!, is handed back, forwarded again,
answered there and under the comment, and closed; counted once where matters count, twice where rows do.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from examples.one_case import ANSWER, COMMENT, NUMBER, Office, at, live, opened

from complaint_hub import Case, EventType, Reply, ReplyState, Source, Status, evaluation, sla
from complaint_hub.digest import digest, unanswered
from complaint_hub.sandbox import instagram
from complaint_hub.sla import Clock, Outcome, telling
from complaint_hub.store import Store
from complaint_hub.worktime import WorkCalendar
from support.command import Command

CALENDAR = WorkCalendar.indonesia()
NOW = at(24)
REPORT = f"lapor:{NUMBER}"
PUPR, PERKIM = "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas Perumahan dan Kawasan Permukiman"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Generator[Office]:
    with opened(tmp_path_factory.mktemp("story")) as found:
        yield found


@pytest.fixture(scope="module")
def lived(office: Office) -> tuple[Case, Reply]:
    return live(office)


@pytest.fixture
def case(lived: tuple[Case, Reply]) -> Case:
    return lived[0]


@pytest.fixture
def store(office: Office, case: Case) -> Store:
    return office.hub.store


@pytest.fixture
def database(office: Office, case: Case) -> Path:
    return office.folder.parent / "aduan.db"


def test_both_rows_are_one_case_which_the_report_leads(case: Case) -> None:
    assert [row.channel for row in case.rows] == ["instagram", "lapor"]
    assert (case.lead.id, case.lead.status, case.lead.unit) == (REPORT, Status.resolved, PERKIM)


def test_the_acts_stand_on_the_timeline_in_their_order(case: Case) -> None:
    acts = [
        (event.type, event.unit)
        for event in case.timeline
        if event.source is Source.office and event.type not in (EventType.linked, EventType.message)
    ]
    assert acts == [
        (EventType.triaged, PUPR),
        (EventType.note, None),
        (EventType.forwarded, PUPR),
        (EventType.returned, PUPR),
        (EventType.forwarded, PERKIM),
        (EventType.evidence, None),
        (EventType.resolved, None),
    ]


def test_each_act_is_signed_and_each_link_noted_on_both_rows(case: Case) -> None:
    assert not [event for event in case.timeline if event.source is Source.office and not event.by]
    linked = [event.complaint for event in case.timeline if event.type is EventType.linked]
    assert sorted(linked) == sorted(row.id for row in case.rows)


def test_the_triage_was_suggested_from_the_citizens_words(case: Case) -> None:
    comment = case.rows[0]
    assert (comment.kind, comment.unit, comment.district) == ("complaint", PUPR, "Wlingi")
    assert comment.said is not None
    assert (comment.said.kind, comment.said.unit, comment.text) == (None, None, COMMENT)


def test_the_answer_stands_under_the_comment_once_and_everybody_sees_it(
    office: Office, lived: tuple[Case, Reply]
) -> None:
    case, reply = lived
    assert (reply.state, reply.shown, reply.complaint) == (ReplyState.verified, "public", case.rows[0].id)
    (standing,) = office.world.comments[case.rows[0].native_id].replies
    assert (standing.text, standing.author.username, standing.hidden) == (ANSWER, instagram.USERNAME, False)


def test_a_full_sync_and_the_same_files_again_leave_the_story_as_it_was(
    office: Office, case: Case, store: Store
) -> None:
    for deep in ("full", "changed"):
        office.world.advance(hours=1)
        runs = office.hub.sync(deep=deep, now=office.world.clock).runs
        assert [(run.error, run.counts.new, run.counts.gone) for run in runs] == [(None, 0, 0)] * 2
    after = store.case(REPORT)
    assert after is not None
    assert [(e.type, e.key, e.at, e.text) for e in after.timeline] == [
        (e.type, e.key, e.at, e.text) for e in case.timeline
    ]


def test_it_counts_once_in_the_rapor_and_in_both_tables_of_channels(store: Store) -> None:
    card = evaluation.scorecard(
        store.facts(),
        year=2026,
        policy=sla.sp4n(),
        calendar=CALENDAR,
        now=NOW,
        by=("channel",),
        rows=lambda channel: store.facts(channel=channel),
    )
    assert (card.total, card.finished, card.finished_share, card.overdue) == (1, 1, 1.0, 0)
    assert {group.key: group.card.total for group in card.groups["channel"]} == {"instagram": 1, "lapor": 1}


def test_the_mean_runs_from_the_first_disposition_to_the_first_answer_after_it(store: Store) -> None:
    card = evaluation.scorecard(store.facts(), year=2026, policy=sla.sp4n(), calendar=CALENDAR, now=NOW)
    assert (card.mean_follow_up.calendar_days, card.mean_follow_up.working_days) == (12.0, 8.0)
    assert card.mean_follow_up.since == {"forwarded": 1, "verified": 0, "received": 0}


def test_each_units_turn_is_judged_by_itself(case: Case) -> None:
    policy = sla.sp4n(clocks=tuple(Clock))
    turns = [
        (verdict.unit, verdict.ended_by)
        for verdict in sla.judge([case], policy=policy, calendar=CALENDAR, now=NOW)
        if verdict.clock is Clock.unit_follow_up
    ]
    assert turns[0] == (PUPR, "returned")
    assert turns[-1] == (PERKIM, "followed_up")


def test_the_deadline_is_explained_day_by_day(case: Case) -> None:
    verdicts = sla.judge([case], policy=sla.sp4n(), calendar=CALENDAR, now=NOW)
    (verdict,) = (one for one in verdicts if one.clock is Clock.resolution)
    assert (verdict.outcome, verdict.target, verdict.elapsed) == (Outcome.met, 14, 10)
    days = sla.explain(verdict, calendar=CALENDAR)
    assert [day.number for day in days if day.number] == list(range(1, 15))
    assert telling.in_words(verdict, CALENDAR) == (
        "Batas waktu 24 November 2026: 14 hari kerja sejak disposisi 4 November; dilewati 6 hari akhir pekan. "
        "Terpenuhi 18 November, tepat waktu."
    )


def test_nobody_is_chased_any_more(store: Store) -> None:
    found = digest(store.cases(), policy=sla.sp4n(warn_within=3), calendar=CALENDAR, now=NOW)
    assert found.parts == ()
    assert unanswered(store.facts(), calendar=CALENDAR, now=NOW).waiting == 0


def test_an_officer_reads_the_same_on_the_command_line(command: Command, database: Path, case: Case) -> None:
    where = ("--store", database, "--now", "2026-11-24T10:00")
    shown = command("show", REPORT, *where).out
    for part in (PUPR, "dikembalikan", "Jalan lingkungan, bukan jalan kabupaten.", "Foto setelah"):
        assert part in shown
    assert "14 hari kerja sejak disposisi 4 November" in command("why", REPORT, *where).out
    assert "1 aduan, 1 selesai (100%)" in command("scorecard", "--year", 2026, *where).out
    said = command("scorecard", "--year", 2026, "--by", "channel", *where, "--json").json
    assert {group["key"]: group["total"] for group in said["groups"]["channel"]} == {"instagram": 1, "lapor": 1}

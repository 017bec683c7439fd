from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.evaluation import Duration, Scorecard, read_official, scorecard
from complaint_hub.facts import Fact, Facts
from complaint_hub.model import Form, Kind, OfficialResult, Status
from complaint_hub.sla import Clock, sp4n
from complaint_hub.worktime import WorkCalendar
from support.cases import case, complaint, fact, status, wib

CALENDAR = WorkCalendar.indonesia()
LETTER = OfficialResult(
    year=2023,
    letter="SE 100.4.4/3368/SJ",
    scale="Kemendagri 2023",
    predicate="baik",
    team_decree=True,
    action_plan=False,
)
SAMPLE = """
year = 2023
letter = "SE 100.4.4/3368/SJ"
letter_date = 2024-07-22
scale = "Kemendagri 2023"
predicate = "baik"
team_decree = true
action_plan = false
recommendations = ["Menyusun rencana aksi"]
[figures]
total = 62
mean_follow_up = 15.6
"""


def card(*facts: Fact, year: int = 2023, now: str = "2024-01-31 12:00", **more: Any) -> Scorecard:
    return scorecard(Facts.of(facts), year=year, policy=sp4n(), calendar=CALENDAR, now=wib(now), **more)


def blitar(*, days: int = 967, cases: int = 62) -> list[Fact]:
    """Finished reports of 2023 whose follow-ups took *days* calendar days together."""
    each, left = divmod(days, cases)
    made: list[Fact] = []
    for n in range(cases):
        start = date(2023, 1, 2) + timedelta(days=5 * n)
        end = f"{start + timedelta(days=each + (n < left))} 09:00"
        ends: dict[str, Any] = dict.fromkeys(("first_human", "followed_up", "first_resolved", "last_resolved"), end)
        made.append(fact(f"{start} 09:00", number=n, forwarded=f"{start} 09:00", **ends))
    return made


# The rapor of 2023


def test_62_cases_with_967_days_have_a_mean_of_15_6() -> None:
    found = card(*blitar()).to_dict()
    assert (found["total"], found["finished"], found["finished_share"], found["followed_up_share"]) == (
        62,
        62,
        1.0,
        1.0,
    )
    assert found["mean_follow_up"]["calendar_days"] == 967 / 62
    assert found["mean_follow_up"]["since"] == {"forwarded": 62, "verified": 0, "received": 0}
    assert (found["mean_follow_up"]["n"], found["mean_follow_up"]["missing"]) == (62, 0)


def test_the_mean_follows_the_days_and_the_cases() -> None:
    assert card(*blitar(days=500, cases=40)).mean_follow_up.calendar_days == 12.5


def test_one_changed_answer_changes_the_mean() -> None:
    facts = blitar()
    moved = fact("2023-01-02 09:00", forwarded="2023-01-02 09:00", followed_up="2023-02-02 09:00", number=0)
    assert card(moved, *facts[1:]).mean_follow_up.calendar_days == (967 - 16 + 31) / 62


def test_without_instants_the_means_are_none_with_the_number_that_lacked_them() -> None:
    found = card(fact("2023-03-01"), fact("2023-03-02", number=2), fact("2023-03-03", number=3, status=Status.received))
    for figure in (found.mean_follow_up, found.median_follow_up):
        assert (figure.calendar_days, figure.working_days, figure.n, figure.missing) == (None, None, 0, 3)
    assert (found.mean_completion.calendar_days, found.mean_completion.missing) == (None, 2)
    assert found.overdue == 1


# What lies between


def one(**milestones: Any) -> Duration:
    return card(fact("2023-04-13 09:00", **milestones)).mean_follow_up


def test_calendar_days_are_elapsed_time_unrounded() -> None:
    found = one(forwarded="2023-04-13 09:00", followed_up="2023-04-14 21:00")
    assert (found.calendar_days, found.working_days) == (1.5, 1.0)


def test_working_days_skip_idul_fitri_and_labour_day() -> None:
    found = one(forwarded="2023-04-13 09:00", followed_up="2023-05-11 09:00")
    assert (found.calendar_days, found.working_days) == (28.0, 14.0)


@pytest.mark.parametrize("known_by_date", ["forwarded", "followed_up"])
def test_where_an_end_is_only_a_date_local_dates_are_subtracted(known_by_date: str) -> None:
    found = one(forwarded="2023-04-13 23:00", followed_up="2023-04-15 01:00", day_only=(known_by_date,))
    assert found.calendar_days == 2.0


def test_without_a_disposition_it_counts_from_verification_else_from_receipt() -> None:
    found = card(
        fact("2023-04-03 09:00", verified="2023-04-04 09:00", first_human="2023-04-05 09:00"),
        fact("2023-04-03 09:00", number=2, first_human="2023-04-06 09:00"),
    ).mean_follow_up
    assert found.since == {"forwarded": 0, "verified": 1, "received": 1}
    assert found.calendar_days == 2.0


def test_an_answer_that_came_before_the_disposition_counts_as_missing() -> None:
    found = one(forwarded="2023-04-14 09:00", first_human="2023-04-13 10:00")
    assert (found.n, found.missing, found.calendar_days) == (0, 1, None)


def test_an_answer_that_came_before_the_verification_counts_as_missing() -> None:
    found = one(verified="2023-04-14 09:00", first_human="2023-04-13 10:00")
    assert (found.n, found.missing) == (0, 1)


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    ends = ["2023-06-06 09:00", "2023-06-07 09:00", "2023-06-09 09:00", "2023-07-05 09:00"]  # 1, 2, 4, 30 days
    start: dict[str, Any] = {"received": "2023-06-05 09:00", "forwarded": "2023-06-05 09:00"}
    found = card(*(fact(**start, number=n, followed_up=end) for n, end in enumerate(ends)))
    assert (found.median_follow_up.calendar_days, found.mean_follow_up.calendar_days) == (3.0, 9.25)
    assert (found.median_follow_up.working_days, found.median_follow_up.n) == (3.0, 4)


def test_completion_runs_from_receipt_and_leaves_reopened_cases_out() -> None:
    done = fact("2023-06-05 09:00", last_resolved="2023-06-12 09:00")
    reopened = fact("2023-06-05 09:00", number=2, status=Status.in_progress, last_resolved="2023-06-07 09:00")
    found = card(done, reopened).mean_completion
    assert (found.calendar_days, found.working_days, found.n, found.missing) == (7.0, 5.0, 1, 0)


# Who is counted


@pytest.mark.parametrize(
    ("kind", "form", "where"),
    [
        (Kind.complaint, Form.comment, "total"),
        (Kind.aspiration, Form.report, "total"),
        (Kind.information_request, Form.review, "total"),
        (None, Form.report, "total"),
        (None, Form.letter, "total"),
        (None, Form.visit, "total"),
        (None, Form.comment, "untriaged"),
        (None, Form.review, "untriaged"),
        (None, None, "untriaged"),
        (Kind.appreciation, Form.report, "apart"),
        (Kind.other, Form.comment, "apart"),
        (Kind.spam, Form.report, "apart"),
    ],
)
def test_each_case_counts_in_one_place(kind: Kind | None, form: Form | None, where: str) -> None:
    found = card(fact("2023-03-01", kind=kind, form=form)).to_dict()
    counts = {"total": found["total"], "untriaged": found["untriaged"], "apart": sum(found["apart"].values())}
    assert counts == {"total": 0, "untriaged": 0, "apart": 0} | {where: 1}


def test_the_year_is_that_of_the_local_date_of_receipt() -> None:
    days = ["2022-12-31 23:59", "2023-01-01 00:00", "2023-12-31 23:59", "2024-01-01 00:00"]
    assert card(*(fact(day, number=n) for n, day in enumerate(days))).total == 2


def test_archived_cases_are_in_the_total_and_not_in_the_valid_total() -> None:
    states = [Status.received, Status.responded, Status.postponed, Status.closed, Status.archived, Status.duplicate]
    found = card(*(fact("2023-03-01", number=n, status=s) for n, s in enumerate(states))).to_dict()
    assert found["buckets"] == {
        "unverified": 1, "pending": 0, "in_process": 1, "postponed": 1, "finished": 1, "archived": 2,
    }  # fmt: skip
    assert (found["total"], found["total_valid"]) == (6, 4)
    assert (found["followed_up_share"], found["followed_up_share_valid"]) == (2 / 6, 2 / 4)
    assert (found["finished_share"], found["finished_share_valid"]) == (1 / 6, 1 / 4)


def test_the_shares_are_those_of_the_published_table_of_jambi_2020() -> None:
    # 215 reports, 77 finished and 12 in process: published as 41 %, 35 % (in fact 35.8) and 6 %.
    states = [Status.closed] * 77 + [Status.responded] * 12 + [Status.verified] * 126
    found = card(*(fact("2023-03-01", number=n, status=s) for n, s in enumerate(states)))
    assert (found.followed_up_share, found.finished_share) == (89 / 215, 77 / 215)


def test_a_year_without_cases_has_no_shares() -> None:
    found = card().to_dict()
    assert (found["total"], found["followed_up_share"], found["finished_share"]) == (0, None, None)
    assert found["on_time"]["verify"]["share"] is None


# In time


def test_on_time_is_met_over_judged_and_shows_what_was_not_judged() -> None:
    found = card(
        fact("2023-06-05 09:00", number=1, forwarded="2023-06-08 09:00"),
        fact("2023-06-05 09:00", number=2, forwarded="2023-06-09 09:00"),
        fact("2023-06-05 09:00", number=3, status=Status.received),
        fact("2023-06-05 09:00", number=4, status=Status.postponed),
        fact("2023-06-05 09:00", number=5),
    ).to_dict()["on_time"]["verify"]
    assert (found["share"], found["met"], found["judged"]) == (1 / 3, 1, 3)
    assert (found["met_late"], found["breached"], found["paused"], found["unknown"]) == (1, 1, 1, 1)
    assert found["since"] == {"forwarded": 0, "verified": 0, "received": 5}


def test_overdue_counts_cases_not_clocks_and_not_the_paused() -> None:
    late, waiting = fact("2023-06-05", status=Status.received), fact("2023-06-05", number=2, status=Status.postponed)
    found = card(late, waiting)
    assert found.on_time[Clock.verify].to_dict()["breached"] == 1
    assert found.on_time[Clock.resolution].to_dict()["breached"] == 1
    assert found.overdue == 1


def test_an_irregular_case_is_judged_from_its_timeline() -> None:
    story = (status(Status.postponed, "2023-06-06 09:00"), status(Status.in_progress, "2023-06-20 09:00"))
    row = complaint("2023-06-05 09:00", *story, kind=Kind.aspiration, status=Status.in_progress)
    flagged = fact("2023-06-05 09:00", kind=Kind.aspiration, status=Status.in_progress, irregular=True)
    facts = Facts.of([flagged], lambda: iter([case(row)]))
    found = scorecard(facts, year=2023, policy=sp4n(), calendar=CALENDAR, now=wib("2023-06-20 12:00"))
    assert found.on_time[Clock.resolution].to_dict()["running"] == 1


# What the ministry says


def test_without_an_official_result_nothing_is_claimed() -> None:
    found = card(*blitar()).to_dict()
    assert [found[key] for key in ("predicate", "team_decree", "action_plan")] == [None, None, None]
    assert found["recommendations"] == []


def test_the_predicate_is_shown_with_its_scale_and_source() -> None:
    found = card(official=LETTER).to_dict()
    assert found["predicate"] == {"value": "baik", "scale": "Kemendagri 2023", "source": "SE 100.4.4/3368/SJ"}
    assert (found["team_decree"], found["action_plan"]) == (True, False)


def test_a_missing_action_plan_is_recommended_and_says_why() -> None:
    [advice] = card(official=LETTER).to_dict()["recommendations"]
    assert advice["text"] == "Menyusun dan menetapkan rencana aksi pengelolaan pengaduan"
    assert advice["trigger"] == "rencana aksi belum ada menurut SE 100.4.4/3368/SJ"


def test_the_letters_own_recommendations_come_first_and_none_is_said_twice() -> None:
    own = ("Memperkuat sosialisasi", "Menyusun dan menetapkan Rencana Aksi pengelolaan pengaduan")
    found = card(official=LETTER.model_copy(update={"recommendations": own})).recommendations
    assert [advice.text for advice in found] == list(own)
    assert [advice.trigger for advice in found] == [
        "rekomendasi SE 100.4.4/3368/SJ",
        "rencana aksi belum ada menurut SE 100.4.4/3368/SJ, yang juga menyarankannya",
    ]


def test_what_the_letter_does_not_say_triggers_nothing() -> None:
    assert card(official=OfficialResult(year=2023, letter="SE 1")).recommendations == ()


def test_the_result_of_another_year_is_refused() -> None:
    with pytest.raises(ValueError, match="of 2023, the scorecard of 2024"):
        card(year=2024, official=LETTER)


def test_the_card_is_json_and_says_how_sure_its_calendar_is() -> None:
    found = card(*blitar(), official=LETTER)
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    assert (found.assured, found.channels) == (True, ("lapor",))
    assert card(year=2035).assured is False


# The file of the official result


def read(tmp_path: Path, text: str) -> OfficialResult:
    file = tmp_path / "hasil.toml"
    file.write_text(text, encoding="utf-8")
    return read_official(file)


def test_an_official_result_is_read_from_toml(tmp_path: Path) -> None:
    found = read(tmp_path, SAMPLE)
    assert (found.year, found.predicate, str(found.letter_date)) == (2023, "baik", "2024-07-22")
    assert found.figures == {"total": 62.0, "mean_follow_up": 15.6}
    assert found.recommendations == ("Menyusun rencana aksi",)


def test_a_date_as_text_and_a_byte_order_mark_are_taken(tmp_path: Path) -> None:
    found = read(tmp_path, "\ufeff" + SAMPLE.replace("2024-07-22", '"2024-07-22"'))
    assert str(found.letter_date) == "2024-07-22"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("year = 2023", "", "year is missing"),
        ("year = 2023", 'year = "2023"', "year is wrong: it must be a year like 2023"),
        ("year = 2023", "year = 23", "year is wrong"),
        ('letter = "SE 100.4.4/3368/SJ"', "", "letter is missing"),
        ('letter = "SE 100.4.4/3368/SJ"', 'letter = ""', "letter is empty"),
        ("team_decree = true", 'team_decree = "ada"', "team_decree is wrong: it must be true or false"),
        ("2024-07-22", "2024-07-22T10:00:00", "letter_date is wrong: it must be a date"),
        ('["Menyusun rencana aksi"]', '"Menyusun"', "recommendations is wrong: it must be a list"),
        ("total = 62", 'total = "62"', "figures.total is wrong: it must be numbers"),
        ("total = 62", "total = nan", "figures.total is wrong"),
        ("predicate", "predikat", "unknown key 'predikat': known are year, letter"),
        ("year = 2023", "year 2023", "is not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key_and_what_to_do(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"hasil\.toml") as caught:
        read(tmp_path, SAMPLE.replace(old, new, 1))
    assert said in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigError, match=r"there is no file|cannot be read from"):
            read_official(path)


def test_a_file_that_is_not_text_or_far_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "hasil.toml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not UTF-8"):
        read_official(file)
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        read_official(file)

"""Each metric by its formula; one without its instants is None with the number of cases that lacked them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from complaint_hub.evaluation import FORMULAS, Detail, Inputs, Metric, formula_of
from complaint_hub.model import EventType, Form, Kind, Status
from complaint_hub.sla import MAIN
from support.cards import card, of_statuses
from support.cases import case, complaint, event, fact, status

# Metrics of which something can be missing: all but the counts of what every case says, and the office's own numbers.
LACKING = [
    formula.name.replace("{clock}", str(clock)) for formula in FORMULAS if formula.missing != "–" for clock in MAIN
]
OF_TIMELINES = ("rows", "linked_share", "social_unanswered")


def metric(name: str, *facts: Any, **more: Any) -> Metric:
    return card(*facts, **more).metrics[name]


@pytest.mark.parametrize("name", sorted(set(LACKING)))
def test_without_what_it_needs_a_metric_is_none_with_the_cases_that_lacked_it(name: str) -> None:
    closed = of_statuses(closed=3)
    facts = [replace(one, irregular=True) for one in closed] if name in OF_TIMELINES else closed
    found = metric(name, *facts)
    assert (found.value, found.missing) == (None, 3)


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("rating", 5.0, "mean_rating"),
        ("substantive", False, "substantive_share"),
        ("linked", True, "linked_share"),
        ("reopened", True, "reopened"),
        ("returned", True, "returned_share"),
    ],
)
def test_every_column_of_turns_and_marks_shows_in_its_figure(column: str, value: object, name: str) -> None:
    social: dict[str, Any] = {"channel": "instagram", "form": Form.comment, "rating": 1.0, "substantive": True}
    right = fact("2023-06-05", forwarded="2023-06-06", first_human="2023-06-07", **social)
    changed: dict[str, Any] = {column: value}
    assert metric(name, right).value != metric(name, replace(right, **changed)).value


def test_what_cannot_lack_anything_counts_every_case() -> None:
    found = card(*of_statuses(closed=3)).metrics
    told = {formula_of(name).name for name, one in found.items() if one.value is not None or one.lacks is not None}
    none = {formula_of(name).name for name, one in found.items() if one.value is None and one.lacks is None}
    never = {formula.name for formula in FORMULAS if formula.missing == "–"}
    # Nobody waits, so the age of the backlog is that of no case.
    assert never <= told | {name for name in none if "backlog_age" in name}


def test_every_metric_has_a_formula_and_every_formula_a_metric() -> None:
    found = card(*of_statuses(closed=1)).metrics
    assert all(formula_of(name) for name in found)
    assert {formula_of(name).name for name in found} == {formula.name for formula in FORMULAS}
    assert all(one.name == name and one.unit is formula_of(name).unit for name, one in found.items())


def test_a_card_of_nothing_says_none_of_every_share_and_mean() -> None:
    for name, found in card().metrics.items():
        if found.unit not in ("cases", "rows"):
            assert (name, found.value) == (name, None)


def test_first_response_runs_from_receipt_to_the_first_answer() -> None:
    answered = fact("2023-06-05 09:00", first_human="2023-06-07 09:00")
    silent = fact("2023-06-05 09:00", number=2, status=Status.received)
    found = card(answered, silent).metrics
    assert (found["mean_first_response"].value, found["mean_first_response_working"].value) == (2.0, 2.0)
    assert (found["median_first_response"].n, found["median_first_response"].missing) == (1, 1)


@pytest.mark.parametrize(
    ("answer", "value"),
    [("2023-06-09 15:00", 1.0), ("2023-06-12 23:00", 1.0), ("2023-06-13 00:01", 0.0)],
)
def test_within_one_day_ends_with_the_working_day_after_receipt(answer: str, value: float) -> None:
    assert metric("within_one_day", fact("2023-06-09 14:00", first_human=answer)).value == value


def test_an_unanswered_case_is_in_the_denominator_of_within_one_day() -> None:
    answered = fact("2023-06-09 14:00", first_human="2023-06-09 15:00")
    found = metric("within_one_day", answered, fact("2023-06-09", number=2, status=Status.received))
    assert (found.part, found.n, found.missing) == (1, 2, 0)


def test_backlog_age_is_told_of_the_open_cases_as_of_now() -> None:
    found = card(*of_statuses(received=1, closed=1), now="2023-03-03 09:00").metrics
    assert (found["backlog"].value, found["mean_backlog_age"].value, found["mean_backlog_age_working"].value) == (
        1,
        2,
        2,
    )


def test_a_case_that_was_finished_and_opened_again_is_reopened() -> None:
    story = (status(Status.closed, "2023-06-06"), event(EventType.reopened, "2023-06-08", status=Status.in_progress))
    row = complaint("2023-06-05", *story, status=Status.in_progress)
    flagged = fact("2023-06-05", status=Status.in_progress, irregular=True, reopened=True)
    found = metric("reopened", flagged, fact("2023-06-05", number=2), cases=[case(row)])
    assert (found.value, found.n, found.missing) == (1, 2, 0)


def test_a_flagged_case_without_its_timeline_is_missing_in_what_only_it_tells() -> None:
    flagged = fact("2023-06-05", irregular=True, reopened=True)
    for name in ("rows", "linked_share", "social_unanswered"):
        assert (metric(name, flagged).value, metric(name, flagged).missing) == (None, 1)
    assert (metric("rows", flagged, fact("2023-06-05", number=2)).value, metric("reopened", flagged).value) == (2, 1)


def test_returned_share_is_over_the_forwarded_cases() -> None:
    row = complaint(
        "2023-06-05",
        event(EventType.forwarded, "2023-06-06", status=Status.forwarded),
        event(EventType.returned, "2023-06-07", status=Status.returned),
        status=Status.returned,
    )
    flagged = fact("2023-06-05", status=Status.returned, forwarded="2023-06-06", irregular=True, returned=True)
    others = [fact("2023-06-05", number=n, forwarded="2023-06-06") for n in (2, 3, 4)]
    found = metric("returned_share", flagged, *others, fact("2023-06-05", number=5), cases=[case(row)])
    assert (found.value, found.part, found.n, found.missing) == (0.25, 1, 4, 1)


def test_a_social_complaint_that_is_also_in_lapor_counts_once_and_as_linked() -> None:
    comment = complaint("2023-06-05", number=7, id="instagram:7", channel="instagram", form=Form.comment)
    report = complaint("2023-06-06", number=8)
    joined = fact("2023-06-05", number=8, status=Status.received, irregular=True, linked=True)
    own: dict[str, Any] = dict.fromkeys(("id", "case"), "instagram:9")
    alone = fact("2023-06-05", channel="instagram", form=Form.comment, status=Status.received, **own)
    found = card(joined, alone, cases=[case(comment, report)]).metrics
    assert (found["received"].value, found["rows"].value) == (2, 3)
    assert (found["linked_share"].part, found["linked_share"].n) == (1, 2)
    assert found["social_unanswered"].value == 2


def test_among_the_rows_of_a_channel_the_case_tells_that_it_is_linked() -> None:
    row = fact("2023-06-05", id="instagram:7", case="lapor:8", channel="instagram", form=Form.comment, linked=True)
    assert metric("linked_share", row).value == 1.0


def test_marks_and_stars_are_those_of_the_facts_unless_details_say_otherwise() -> None:
    told = [
        fact("2023-06-05", number=n, first_human="2023-06-06", substantive=n < 3, rating=float(n)) for n in (1, 2, 3)
    ]
    assert (metric("substantive_share", *told).value, metric("mean_rating", *told).value) == (2 / 3, 2.0)
    details = {"lapor:1": Detail(5.0, substantive=False)}
    found = card(*told, details=details).metrics
    assert (found["substantive_share"].value, found["mean_rating"].value) == (1 / 3, 10 / 3)


def test_substantive_share_is_over_marked_answers_and_never_guessed() -> None:
    facts = [fact("2023-06-05", number=n, first_human="2023-06-06") for n in (1, 2, 3)]
    details = {"lapor:1": Detail(substantive=True), "lapor:2": Detail(substantive=False)}
    found = metric("substantive_share", *facts, details=details)
    assert (found.value, found.n, found.missing) == (0.5, 2, 1)


def test_the_mean_rating_takes_praise_in_and_is_of_one_channel_only() -> None:
    review: dict[str, Any] = {"channel": "google_reviews", "form": Form.review}
    facts = [
        fact("2023-06-05", number=1, kind=Kind.complaint, **review),
        fact("2023-06-05", number=2, kind=Kind.appreciation, **review),
        fact("2023-06-05", number=3, kind=Kind.spam, **review),
        fact("2023-06-05", number=4, kind=None, **review),
    ]
    details = {"lapor:1": Detail(1.0), "lapor:2": Detail(5.0), "lapor:3": Detail(1.0)}
    found = metric("mean_rating", *facts, details=details)
    assert (found.value, found.n, found.missing) == (3.0, 2, 1)
    other = metric("mean_rating", *facts, fact("2023-06-05", number=5), details=details | {"lapor:5": Detail(4.0)})
    assert (other.value, other.lacks) == (None, "one channel")


def test_inputs_come_from_the_user_or_not_at_all() -> None:
    bare = card(*of_statuses(closed=62)).metrics
    assert [(bare[name].value, bare[name].lacks) for name in ("per_100k", "connected", "active")] == [
        (None, "population"),
        (None, "units, units_with_decree"),
        (None, "officers, active_officers"),
    ]
    inputs = Inputs(population=1_240_000, units=12, units_with_decree=11, officers=12, active_officers=10)
    given = card(*of_statuses(closed=62), inputs=inputs).metrics
    assert given["per_100k"].value == 5.0
    # KemenPANRB on Jambi, 2020: 11 of 12 are 92 %, 10 of 12 are 83 %.
    assert [round((given[name].value or 0) * 100) for name in ("connected", "active")] == [92, 83]


def test_a_channel_without_a_limit_has_no_overdue_rather_than_none_overdue() -> None:
    found = metric("overdue", fact("2023-06-05", channel="youtube", form=Form.comment))
    assert (found.value, found.lacks) == (None, "target")

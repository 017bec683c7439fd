"""Policies of one's own: read from a file, matched in order, refused where they cannot be judged."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from complaint_hub.errors import ConfigError
from complaint_hub.model import Form, Kind, Status
from complaint_hub.rules import load
from complaint_hub.sla import MAIN, Clock, Policy, Problem, Rule, Target, TargetUnit, check, policy_of, sp4n
from support.cases import complaint, fact
from support.judged import verdict

HEAD = 'source = "Perbup (contoh)"\n'
ROW = {"clock": '"resolution"', "target": "7", "unit": '"working_days"', "start": '["received"]'}


def written(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "batas.toml"
    tables = ["[[rows]]\n" + "".join(f"{name} = {value}\n" for name, value in (ROW | row).items()) for row in rows]
    file.write_text(HEAD + "\n".join(tables))
    return file


def target(policy: Policy, **of: Any) -> Target | None:
    return verdict(complaint("2023-06-05 08:00", **of), Clock.resolution, now="2023-06-05 09:00", policy=policy).limit


def test_the_first_row_that_fits_decides(tmp_path: Path) -> None:
    rows: tuple[dict[str, str], ...] = (
        {"units": '["RSUD Ngudi Waluyo"]', "target": "2"},
        {"categories": '["Jalan"]', "target": "3"},
        {"forms": '["review"]', "target": "4", "unit": '"calendar_days"'},
        {"channels": '["lapor"]', "kind": '"complaint"', "oversight": "true", "target": "30"},
        {},
    )
    policy = policy_of(written(tmp_path, *rows))
    days = TargetUnit.working_days
    assert target(policy, unit="RSUD Ngudi Waluyo", category="Jalan") == Target(2, days)
    assert target(policy, category="Jalan") == Target(3, days)
    assert target(policy, form=Form.review) == Target(4, TargetUnit.calendar_days)
    assert target(policy, oversight=True) == Target(30, days)
    assert target(policy, id="youtube:1", channel="youtube") == Target(7, days)
    assert target(policy, kind=Kind.appreciation) is None


def test_a_file_says_everything_that_a_rule_can_say(tmp_path: Path) -> None:
    row = {
        "unit": '"calendar_days"',
        "due": '"same_time"',
        "first_day_counted": "true",
        "pauses": "[]",
        "extendable": "false",
        "dated_by": '"receipt"',
        "in_force_from": "2026-01-01",
    }
    (rule,) = policy_of(written(tmp_path, row)).rules
    assert (rule.pauses, rule.extendable, rule.dated_by, rule.due) == (frozenset(), False, "receipt", "same_time")
    assert (rule.first_day_counted, rule.in_force_from, rule.source) == (True, date(2026, 1, 1), "Perbup (contoh)")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param({"clock": '"reply"'}, "row 1: clock must be one of triage, verify", id="unknown clock"),
        pytest.param({"unit": '"minutes"'}, "row 1: unit must be one of working_days", id="unknown unit"),
        pytest.param({"pauses": '["sleeping"]'}, "row 1: pauses must be a list of awaiting_citizen", id="status"),
        pytest.param({"pauses": '["closed"]'}, "row 1: pauses must be a list of", id="a status that cannot pause"),
        pytest.param({"kind": '"lament"'}, "row 1: kind must be one of", id="unknown kind"),
        pytest.param({"target": "0"}, "row 1: target must be a whole number above 0", id="no time at all"),
        pytest.param({"start": '["closed"]'}, r"row 1: .*start must name some of received", id="start of no clock"),
        pytest.param({"clock": '"unit_follow_up"'}, r"start must name some of forwarded", id="a unit's start"),
        pytest.param({"unit": '"working_hours"'}, "row 1: .*due = 'same_time'", id="hours to the end of a day"),
        pytest.param({"zone": '"Asia/Blitar"'}, "row 1: unknown field 'zone'", id="unknown field"),
        pytest.param(
            {"in_force_from": "2026-02-01", "in_force_until": "2026-01-01"},
            "row 1: in_force_until 2026-01-01 lies before",
            id="ends before it begins",
        ),
    ],
)
def test_a_row_that_cannot_be_judged_is_refused(tmp_path: Path, row: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=rf"batas\.toml.*{said}"):
        policy_of(written(tmp_path, row))


def test_a_rule_in_python_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ConfigError, match="before it begins"):
        Rule(
            clock=Clock.verify,
            target=1,
            source="x",
            in_force_from=date(2026, 2, 1),
            in_force_until=date(2026, 1, 1),
        )


def test_the_shipped_table_judges_three_clocks_and_more_when_asked() -> None:
    assert sp4n().clocks == MAIN
    every = sp4n(clocks=tuple(Clock))
    assert set(every.clocks) == {*MAIN, Clock.forward, Clock.unit_follow_up}
    assert {(r.clock, r.target) for r in every.rules if r.clock not in MAIN} == {("forward", 3), ("unit_follow_up", 5)}


def test_a_file_of_ones_own_is_judged_by_all_its_clocks(tmp_path: Path) -> None:
    file = written(tmp_path, {"clock": '"triage"', "target": "1"})
    assert Clock.triage in policy_of(file).clocks
    assert sp4n(path=file).rules[0].channels == frozenset(("lapor",))


# What is odd although it can be read


def odd(*rules: dict[str, Any], **known: Any) -> list[tuple[int, Problem, str]]:
    values: list[dict[str, Any]] = [{"clock": Clock.resolution, "target": 7, "source": "x"} | rule for rule in rules]
    policy = Policy(name="contoh", rules=tuple(Rule(**value) for value in values))
    return [(o.rule, o.problem, o.detail) for o in check(policy, today=date(2026, 1, 1), **known)]


def test_a_rule_behind_a_wider_one_never_decides() -> None:
    assert odd({}, {"channels": frozenset(("lapor",))}) == [(2, Problem.shadowed, "1")]
    assert odd({"channels": frozenset(("lapor",))}, {}) == []
    assert odd({"in_force_until": date(2026, 6, 1)}, {}) == []


def test_a_rule_that_has_ended_or_contradicts_itself_is_named() -> None:
    assert odd({"in_force_until": date(2025, 12, 31)}) == [(1, Problem.expired, "2025-12-31")]
    both = {"kinds": frozenset((Kind.aspiration,)), "oversight": frozenset((True,))}
    assert odd(both) == [(1, Problem.contradictory, "oversight")]


def test_names_that_nobody_knows_are_named() -> None:
    rule = {name: frozenset(("x", "y")) for name in ("channels", "units", "categories")}
    assert odd(rule, channels=["x"], units=["y"], categories=["x", "y"]) == [
        (1, Problem.unknown_channel, "y"),
        (1, Problem.unknown_unit, "x"),
    ]


def test_a_rule_that_matches_no_case_at_hand_is_named() -> None:
    rules = ({"units": frozenset(("RSUD",))}, {"units": frozenset(("Dinas PUPR",))})
    cases = [fact("2023-06-05 08:00", status=Status.received)]
    assert odd(*rules, cases=cases) == [(1, Problem.matches_no_case, "resolution")]


# The page that shows how


def test_the_file_of_the_how_to_page_can_be_read_and_none_of_its_rules_is_odd(tmp_path: Path) -> None:
    page = Path("docs/how-to/set-your-own-time-limits.md").read_text(encoding="utf-8")
    file = tmp_path / "batas-waktu.toml"
    file.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    policy = policy_of(file)
    assert f"\n{', '.join(policy.clocks)}\n" in page
    assert (
        check(policy, today=date(2025, 6, 1), channels=["lapor", "google_reviews", "youtube", "instagram", "tiktok"])
        == []
    )


def test_the_page_names_every_field_of_a_limit() -> None:
    page = Path("docs/how-to/set-your-own-time-limits.md").read_text(encoding="utf-8")
    assert [field for field in load("sp4n_limits").rows[0] if f"`{field}`" not in page and field != "source"] == []

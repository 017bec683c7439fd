from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from complaint_hub import rules
from complaint_hub.errors import ConfigError
from complaint_hub.evaluation import (
    FORMULAS,
    ActionPlan,
    Detail,
    Inputs,
    Period,
    PlanRow,
    RowTarget,
    Targets,
    action_plan,
    monitor,
    read_targets,
)
from complaint_hub.evaluation.triggers import TRIGGERS
from complaint_hub.model import Form, OfficialResult, Status
from support.cards import blitar, card, of_statuses
from support.cases import fact

LETTER = OfficialResult(
    year=2023,
    letter="SE 100.4.4/3368/SJ",
    predicate="baik",
    team_decree=True,
    action_plan=False,
    recommendations=("Menyusun dan menetapkan rencana aksi pengelolaan pengaduan",),
)


def drafted(
    *facts: Any, official: OfficialResult | None = None, targets: Targets | None = None, **more: Any
) -> ActionPlan:
    inputs = targets.inputs if targets else None
    return action_plan(card(*facts, by=("unit",), trend=True, inputs=inputs, **more), official, targets=targets)


def ids(plan: ActionPlan) -> list[str]:
    return [row.id for row in plan.rows]


def aiming(inputs: Inputs | None = None, **thresholds: float) -> Targets:
    return Targets(inputs or Inputs(), thresholds)


def test_blitar_2023_is_told_to_write_a_plan_first() -> None:
    plan = drafted(*blitar(), official=LETTER)
    (row,) = plan.rows
    assert (row.number, row.action, row.aspect) == (1, "Menyusun dan menetapkan rencana aksi", "Perencanaan")
    assert row.figures[0] == "Rencana aksi belum ada menurut SE 100.4.4/3368/SJ"
    assert (row.baseline, row.targets) == (0, (None, None, None, None))


def test_no_target_person_or_budget_is_invented() -> None:
    late = [fact("2023-06-05", number=n, status=Status.verified) for n in range(3)]
    for row in drafted(*late, official=LETTER).rows:
        assert row.targets == (None,) * 4
        assert (row.responsible, row.executor, row.time, row.budget) == ("", "", "", "")


def test_every_row_names_the_figures_that_triggered_it() -> None:
    social: dict[str, Any] = {"channel": "instagram", "form": Form.comment}
    facts = [
        *blitar(),
        fact("2023-06-05", number=90, status=Status.verified, unit="Dishub"),
        fact("2023-06-05", number=91, id="instagram:1", case="instagram:1", status=Status.received, **social),
    ]
    targets = aiming(Inputs(population=1_200_000, units_without_officer=("Kecamatan Doko",)),
                     mean_follow_up_working=5, per_100k=20)  # fmt: skip
    plan = drafted(*facts, official=LETTER.model_copy(update={"team_decree": False}), targets=targets)
    assert ids(plan) == [
        "action_plan", "team_decree", "officers", "follow_up_time", "units_behind", "social_answers", "social_links",
        "outreach",
    ]  # fmt: skip
    assert all(row.figures and "{" not in row.problem for row in plan.rows)
    told = {row.id: row.problem for row in plan.rows}
    assert told["officers"] == "Unit tanpa petugas aktif: Kecamatan Doko"
    assert told["units_behind"] == "Unit dengan aduan lewat tenggat: Dishub (1)"
    assert told["social_links"] == "1 aduan media sosial belum tercatat di SP4N-LAPOR!"


@pytest.mark.parametrize(
    ("name", "limit", "row"),
    [
        ("mean_follow_up_working", 11, None),
        ("mean_follow_up_working", 9, "follow_up_time"),
        ("per_100k", 5, None),
        ("per_100k", 6, "outreach"),
    ],
)
def test_a_threshold_is_the_users_and_is_to_be_passed(name: str, limit: float, row: str | None) -> None:
    plan = drafted(*blitar(), targets=aiming(Inputs(population=1_240_000), **{name: limit}))
    assert ids(plan) == ([row] if row else [])


def test_answers_and_stars_below_their_thresholds_ask_for_training() -> None:
    facts = [fact("2023-06-05", number=n, first_human="2023-06-06") for n in (1, 2)]
    details = {"lapor:1": Detail(2.0, substantive=True), "lapor:2": Detail(4.0, substantive=False)}
    plan = drafted(*facts, details=details, targets=aiming(substantive_share=0.8, mean_rating=3.5))
    assert ids(plan) == ["substantive_answers", "ratings"]
    assert [row.baseline for row in plan.rows] == [50.0, 3.0]


def test_a_topic_that_comes_again_in_a_kecamatan_is_named_with_both_periods() -> None:
    same: dict[str, Any] = {"category": "Jalan", "district": "Wlingi"}
    facts = [fact(f"{year}-03-0{n}", number=year + n, **same) for year in (2022, 2023) for n in range(1, 4)]
    plan = drafted(*facts, fact("2023-03-09", category="Air", district="Doko"), targets=aiming(repeated_topic=3))
    (row,) = plan.rows
    assert (row.id, row.figures) == ("repeated_topics", ("Jalan, Wlingi: 3 aduan (2022), 3 (2023)",))


def test_what_cannot_be_looked_at_is_an_open_question_and_no_row() -> None:
    plan = drafted(*of_statuses(closed=3), targets=aiming(mean_follow_up_working=5))
    assert plan.rows == ()
    assert "Menyusun dan menetapkan rencana aksi: hasil resmi belum dimasukkan" in plan.open_questions
    assert any("mean_follow_up_working tidak dapat dihitung (3 kasus kurang data)" in q for q in plan.open_questions)
    assert any("ambang mean_rating belum ditetapkan" in question for question in plan.open_questions)


def test_the_letters_other_recommendations_are_rows_in_its_words() -> None:
    own = LETTER.model_copy(update={"recommendations": (*LETTER.recommendations, "Memperkuat sosialisasi")})
    plan = drafted(*blitar(), official=own)
    assert [(row.number, row.action) for row in plan.rows] == [
        (1, "Menyusun dan menetapkan rencana aksi"),
        (2, "Memperkuat sosialisasi"),
    ]


def test_the_tables_triggers_and_metrics_are_known() -> None:
    table = rules.load("action_plan").rows
    assert {row["trigger"] for row in table} == set(TRIGGERS)
    assert {row["metric"] for row in table} - {None} <= {formula.name for formula in FORMULAS}


# Monitoring


def row_of(targets: tuple[float | None, ...], *, metric: str | None = None, **more: Any) -> PlanRow:
    return PlanRow(
        number=1, id="x", aspect="", problem="", action="", indicator="", unit="", figures=(),
        metric=metric, targets=targets, **more,
    )  # fmt: skip


def reached(row: PlanRow, *facts: Any, period: str = "2023-TW1") -> tuple[Any, ...]:
    plan = ActionPlan(card=card(), official=None, rows=(row,))
    found = monitor(plan, card(*facts, period=Period.parse(period))).rows[0].monitored
    assert found is not None
    return found.target, found.realised, found.achievement, found.status


def test_what_more_of_is_better_is_reached_over_target() -> None:
    row = row_of((80, None, None, None), metric="finished_share")
    assert reached(row, *of_statuses(closed=9, verified=1)) == (80, 90, 1.125, "tercapai")
    assert reached(row, *of_statuses(closed=4, verified=6)) == (80, 40, 0.5, "belum tercapai")


def test_what_less_of_is_better_is_target_over_reached() -> None:
    row = row_of((4, None, None, None), metric="backlog")
    assert reached(row, *of_statuses(closed=9, verified=2)) == (4, 2, 2.0, "tercapai")
    assert reached(row, *of_statuses(verified=8)) == (4, 8, 0.5, "belum tercapai")
    assert reached(row, *of_statuses(closed=8)) == (4, 0, 1.0, "tercapai")


def test_without_a_target_or_a_value_the_status_says_so() -> None:
    assert reached(row_of((None,) * 4, metric="backlog"))[2:] == (None, "target belum ditetapkan")
    assert reached(row_of((5,) * 4, metric="mean_follow_up"))[1:] == (None, None, "belum ada data")


def test_what_no_metric_tells_is_the_offices_own_word() -> None:
    assert reached(row_of((1, 1, 1, 1), realised=(1,))) == (1, 1, 1.0, "tercapai")


@pytest.mark.parametrize(
    ("period", "target"),
    [("2023-02", 1), ("2023-06", 2), ("2023-TW3", 3), ("2023-S1", 2), ("2023-S2", 4), ("2023", 4), ("2023-CW1", None)],
)
def test_a_period_is_held_against_the_quarter_that_it_ends(period: str, target: float | None) -> None:
    assert reached(row_of((1, 2, 3, 4), metric="backlog"), period=period)[0] == target


# The office's own file

OWN = """
[inputs]
population = 1_200_000
units_without_officer = ["Kecamatan Doko"]
decree_until = 2023-12-31
[thresholds]
returned_share = 0.05
[rows.follow_up_time]
targets = [12, 10]
responsible = "Sekretaris Daerah"
"""


def own(tmp_path: Path, text: str = OWN) -> Targets:
    file = tmp_path / "target.toml"
    file.write_text(text, encoding="utf-8")
    return read_targets(file)


def test_targets_are_read_from_toml(tmp_path: Path) -> None:
    found = own(tmp_path)
    assert (found.inputs.population, found.inputs.units_without_officer) == (1_200_000, ("Kecamatan Doko",))
    assert found.thresholds == {"returned_share": 0.05}
    assert found.rows["follow_up_time"] == RowTarget(targets=(12, 10), responsible="Sekretaris Daerah")


def test_a_row_takes_what_the_office_decided(tmp_path: Path) -> None:
    text = OWN.replace("returned_share = 0.05", "mean_follow_up_working = 5")
    plan = drafted(*blitar(), targets=own(tmp_path, text))
    row = next(row for row in plan.rows if row.id == "follow_up_time")
    assert (row.targets, row.responsible) == ((12, 10, None, None), "Sekretaris Daerah")


def test_a_decree_that_has_run_out_triggers_its_row(tmp_path: Path) -> None:
    plan = drafted(*blitar(), official=LETTER, targets=own(tmp_path))
    assert next(row for row in plan.rows if row.id == "team_decree").figures == ("SK tim berlaku sampai 2023-12-31",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("population", "penduduk", "inputs.penduduk"),
        ("1_200_000", "0", "inputs.population"),
        ("returned_share", "salah_disposisi", "thresholds.salah_disposisi is unknown"),
        ("0.05", "nan", "thresholds.returned_share"),
        ("[12, 10]", "[1, 2, 3, 4, 5]", "rows.follow_up_time.targets"),
        ("[inputs]", "[inputs", "is not TOML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=r"target\.toml") as caught:
        own(tmp_path, OWN.replace(old, new, 1))
    assert said in str(caught.value)


def test_a_plan_is_json() -> None:
    plan = monitor(drafted(*blitar(), official=LETTER), card(period=Period.parse("2024-TW1")))
    assert json.loads(json.dumps(plan.to_dict())) == plan.to_dict()

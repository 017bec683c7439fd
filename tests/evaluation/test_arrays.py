"""A card over arrays says what a card case by case says, whatever the histories, and reads columns of either kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_hub.evaluation import Period, Scorecard, scorecard
from complaint_hub.facts import COLUMNS, MILESTONES, Coded, Fact, Facts, Instants
from complaint_hub.facts.arrays import FactArrays
from complaint_hub.model import Case, Form, Kind, Status
from complaint_hub.sla import Clock, Policy, sp4n
from support.cards import CALENDAR
from support.cases import WIB, case, complaint, fact, wib

NAMES = tuple(name for name in MILESTONES if name not in ("received", "ended", "closed"))
EVERY = replace(
    sp4n(clocks=tuple(Clock), warn_within=3),
    rules=tuple(replace(rule, channels=None) for rule in sp4n(clocks=tuple(Clock)).rules),
)
BY = ("channel", "unit", "category", "district", "month")


@st.composite
def facts(draw: st.DrawFn, number: int) -> Fact:
    """A case with any milestones, in any order from its receipt on, some of them known by their date alone."""
    minutes = st.integers(0, 40 * 24 * 60)
    received = wib("2023-04-03 08:00") + timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
    times = {name: draw(st.none() | minutes) for name in NAMES}
    day_only = tuple(name for name in NAMES if times[name] is not None and draw(st.integers(0, 3)) == 0)
    told: dict[str, str] = {}
    for name, minute in times.items():
        if minute is not None:
            moment = (received + timedelta(minutes=minute)).astimezone(WIB)
            told[name] = f"{moment:%Y-%m-%d}" if name in day_only else f"{moment:%Y-%m-%d %H:%M}"
    return fact(
        f"{received.astimezone(WIB):%Y-%m-%d %H:%M}",
        number=number,
        day_only=day_only,
        status=draw(st.sampled_from(tuple(Status))),
        channel=draw(st.sampled_from(("lapor", "lapor", "youtube", "google_reviews"))),
        form=draw(st.sampled_from((*Form, None))),
        kind=draw(st.sampled_from((*Kind, None))),
        oversight=draw(st.sampled_from((True, False, None))),
        unit=draw(st.sampled_from(("Dinas PUPR", "DPUPR", "Dinas Kesehatan", None))),
        category=draw(st.sampled_from(("jalan", "air", None))),
        district=draw(st.sampled_from(("Wlingi", "Garum", None))),
        rating=draw(st.sampled_from((None, None, 1.0, 4.5, 0.1))),
        substantive=draw(st.sampled_from((True, False, None))),
        linked=draw(st.booleans()),
        reopened=draw(st.booleans()),
        returned=draw(st.booleans()),
        irregular=draw(st.integers(0, 5)) == 0,
        **told,
    )


def stories(rows: list[Fact]) -> Iterator[Case]:
    """A story of every second case; that of the others never comes."""
    for row in rows[::2]:
        told = complaint("2023-04-03 08:00", number=int(row.id.partition(":")[2]), status=row.status, form=row.form)
        yield case(told.model_copy(update={"kind": row.kind}))


def both(monkeypatch: pytest.MonkeyPatch, found: Facts, **more: Any) -> tuple[Scorecard, Scorecard]:
    """The card over arrays, and case by case."""
    cards = []
    for many in (0, 10**9):
        monkeypatch.setattr("complaint_hub.evaluation.receiving.MANY", many)
        cards.append(scorecard(found, calendar=CALENDAR, **more))
    return cards[0], cards[1]


@settings(max_examples=150, deadline=None)
@given(st.data())
@pytest.mark.parametrize("policy", [sp4n(warn_within=3), EVERY], ids=["shipped", "every clock"])
def test_arrays_and_single_cases_give_the_same_card_with_all_its_groups(policy: Policy, data: st.DataObject) -> None:
    rows = [data.draw(facts(n)) for n in range(data.draw(st.integers(0, 9)))]
    now = wib("2023-04-03 08:00") + timedelta(minutes=data.draw(st.integers(0, 100 * 24 * 60)))
    period = data.draw(st.sampled_from((Period(2023), Period.parse("2023-04"), Period.parse("2023-TW2"))))
    asked: dict[str, Any] = {"policy": policy, "now": now, "period": period, "by": BY, "trend": True}
    with pytest.MonkeyPatch.context() as patch:
        many, one = both(patch, Facts.of(rows, lambda: stories(rows)), unit_of={"DPUPR": "Dinas PUPR"}.get, **asked)
    assert many.to_dict() == one.to_dict()
    assert many == one


def arrays_of(rows: list[Fact]) -> Facts:
    """The same facts, their columns as arrays."""
    plain = Facts.of(rows, lambda: stories(rows))
    held = FactArrays(plain.columns)
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        if name in MILESTONES:
            columns[name] = Instants(held.instants(name))
        else:
            columns[name] = plain.columns[name] if name in ("id", "case") else Coded(*held.coded(name))
    return Facts(columns, plain.irregular)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_columns_as_arrays_read_like_lists_and_give_the_same_card(data: st.DataObject) -> None:
    rows = [data.draw(facts(n)) for n in range(data.draw(st.integers(0, 6)))]
    held = arrays_of(rows)
    assert list(held.rows()) == rows
    asked: dict[str, Any] = {"policy": EVERY, "now": wib("2023-08-01"), "year": 2023, "by": BY}
    with pytest.MonkeyPatch.context() as patch:
        many, one = both(patch, held, **asked)
    assert many == one == scorecard(Facts.of(rows, lambda: stories(rows)), calendar=CALENDAR, **asked)


def test_instants_may_be_numpys_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [fact("2023-04-03 08:00", number=n, forwarded="2023-04-05", first_human=None) for n in range(3)]
    plain = Facts.of(rows)
    native: Any = {name: np.array(plain.columns[name], "datetime64[us]") for name in MILESTONES}
    found = Facts({**plain.columns, **native}, plain.irregular)
    asked: dict[str, Any] = {"policy": EVERY, "now": wib("2023-08-01"), "year": 2023}
    monkeypatch.setattr("complaint_hub.evaluation.receiving.MANY", 0)
    assert scorecard(found, calendar=CALENDAR, **asked) == scorecard(plain, calendar=CALENDAR, **asked)


def test_without_numpy_the_card_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [fact("2023-04-03 08:00", number=n, forwarded="2023-04-05 08:00", status=Status.forwarded) for n in range(4)]
    asked: dict[str, Any] = {"policy": EVERY, "now": wib("2023-08-01"), "year": 2023, "calendar": CALENDAR}
    monkeypatch.setattr("complaint_hub.evaluation.receiving.MANY", 0)
    with_numpy = scorecard(Facts.of(rows), **asked)
    monkeypatch.setattr("complaint_hub.evaluation.receiving.find_spec", lambda name: None)
    assert scorecard(Facts.of(rows), **asked) == with_numpy
    assert with_numpy.overdue == 4

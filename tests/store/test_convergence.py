"""Whatever comes in whatever order: what the store keeps beside the words is what the words say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from complaint_hub.contract import EVERY_SCOPE, Page
from complaint_hub.facts import fold
from complaint_hub.model import Event, EventType, Kind, Link, Relation, Role, Source, Status
from complaint_hub.store import Store
from complaint_hub.timeline import current_status, office_values
from support.rows import DAY, START, Runs, act, head, reply

ZONE = ZoneInfo("Asia/Jakarta")
STATUSES = [Status.received, Status.in_progress, Status.closed, Status.postponed, Status.archived, None]


def some_head(dice: random.Random) -> Any:
    fields: dict[str, Any] = {"text": dice.choice("AB"), "unit": dice.choice(["PUPR", "Dinkes", None])}
    fields |= {"status": dice.choice(STATUSES), "kind": dice.choice([Kind.complaint, None])}
    # Any part of the columns, as exports of different layouts have them.
    return head(str(dice.randrange(6)), **{name: fields[name] for name in fields if dice.random() < 0.7})


def some_event(dice: random.Random) -> Event:
    complaint = f"lapor:{dice.randrange(6)}"
    at = START + dice.random() * 30 * DAY
    if dice.random() < 0.6:
        role = dice.choice([Role.citizen, Role.agency])
        return reply(f"m{dice.randrange(4)}", complaint, role=role, text=dice.choice("xyz"), at=at)
    kind = dice.choice([EventType.forwarded, EventType.resolved, EventType.verified])
    status = Status(str(kind))
    sheet = act(kind, f"{kind}:{dice.randrange(2)}", complaint, source=Source.imported, status=status, at=at)
    return sheet.model_copy(update={"unit": "PUPR", "day": dice.random() < 0.5})


def pages(dice: random.Random) -> Iterator[Page]:
    for n in range(40):
        events = [some_event(dice) for _ in range(dice.randrange(4))]
        yield Page(
            complaints=[some_head(dice) for _ in range(dice.randrange(4))],
            events=events,
            complete=frozenset(event.complaint for event in events if dice.random() < 0.3),
            walk=f"w{n}" if dice.random() < 0.4 else None,
            swept=(EVERY_SCOPE,) if dice.random() < 0.3 else (),
            data_date=START + timedelta(days=dice.randrange(60)) if dice.random() < 0.3 else None,
        )


def office_act(dice: random.Random, n: int) -> Event:
    kind, fields = dice.choice(
        [
            (EventType.triaged, {"data": {"kind": "aspiration", "oversight": True}}),
            (EventType.forwarded, {"unit": "Dinas Sosial", "status": Status.forwarded}),
            (EventType.postponed, {"status": Status.postponed}),
        ]
    )
    at = START + dice.random() * 30 * DAY
    return act(kind, f"act:{n}", f"lapor:{dice.randrange(6)}", at=at, **fields)  # type: ignore[arg-type]  # mixed fields


def lived_through(path: Path, seed: int) -> Store:
    dice = random.Random(seed)
    store = Store(path)
    accounts = [Runs(store), Runs(store, account="kediri")]
    for n, page in enumerate(pages(dice)):
        dice.choice(accounts)(page)
        if dice.random() < 0.2:
            store.record([office_act(dice, n)], now=START + n * DAY)
        if n == 25:
            store.link(Link(a="lapor:1", b="lapor:2", relation=Relation.duplicate_of))
    return store


@pytest.mark.parametrize("seed", range(6))
def test_columns_and_facts_are_what_the_timelines_say(tmp_path: Path, seed: int) -> None:
    with lived_through(tmp_path / "aduan.db", seed) as store:
        rows = {row.id: row for row in store.complaints()}
        assert rows
        alone = [fact for fact in store.facts(channel="lapor").rows() if fact.id not in ("lapor:1", "lapor:2")]
        for fact in alone:
            row = rows[fact.id]
            assert fact == fold(row, row.timeline or (), zone=ZONE)
        for row in rows.values():
            timeline = row.timeline or ()
            assert row.status is current_status(timeline)
            assert row.model_dump(mode="json", include=set(office_values(timeline))) == office_values(timeline)
            assert row.id in {found.id for found in store.heads(status=str(row.status), open=row.open)}


@pytest.mark.parametrize("seed", range(3))
def test_the_fact_of_a_joined_case_is_that_of_all_its_rows(tmp_path: Path, seed: int) -> None:
    with lived_through(tmp_path / "aduan.db", seed) as store:
        (case,) = [case for case in store.cases() if case.id == "lapor:2"]
        (fact,) = [fact for fact in store.facts().rows() if fact.id == "lapor:2"]
        assert fact == fold(case.lead, case.timeline, zone=ZONE, rows=case.rows)


@pytest.mark.parametrize("seed", range(3))
def test_events_without_a_row_are_those_that_wait(tmp_path: Path, seed: int) -> None:
    with lived_through(tmp_path / "aduan.db", seed) as store:
        known = {row.id for row in store.heads()}
        unknown = [event for n in range(6) if f"lapor:{n}" not in known for event in store.events(f"lapor:{n}")]
        assert store.waiting("lapor", "blitar") == len(unknown)

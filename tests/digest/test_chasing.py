"""Who is chased about what: late and soon, put off until today; old matters of a first import are told apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaint_hub import sla
from complaint_hub.digest import Digest, Why, digest
from complaint_hub.model import Case, Event, EventType, Kind, Source, Status
from complaint_hub.registry import Officer, Post, Registry, Unit
from complaint_hub.worktime import WorkCalendar
from support.cases import answer, case, complaint, event, forwarded, status, wib

CALENDAR = WorkCalendar.indonesia()
NOW = wib("2026-11-24 09:00")
PUPR, DISHUB = "Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas Perhubungan"
REGISTRY = Registry(
    units=(Unit("pupr", PUPR, aliases=("Dinas PUPR",)), Unit("dishub", DISHUB)),
    terms=(
        Officer("petugas-15", Post.liaison, "pupr"),
        Officer("petugas-25", Post.liaison, "dishub"),
        Officer("petugas-15", Post.liaison, "dishub"),
        Officer("petugas-99", Post.liaison, "pupr", until=date(2026, 1, 31)),
    ),
)


def made(*cases: Case, **more: Any) -> Digest:
    given: dict[str, Any] = {"policy": sla.sp4n(warn_within=3), "calendar": CALENDAR, "now": NOW} | more
    return digest(cases, **given)


def report(created: str, *events: Event, number: int = 1, unit: str | None = PUPR, **more: Any) -> Case:
    values = {"status": Status.forwarded, "unit": unit} | more
    return case(complaint(created, *events, number=number, **values))


def late(number: int = 1, *more: Event, **fields: Any) -> Case:
    return report("2026-09-01", forwarded("2026-09-02", complaint=f"lapor:{number}"), *more, number=number, **fields)


def act(at: str = "2026-11-20", **more: Any) -> Event:
    return event(EventType.note, at, source=Source.office, **more)


def chased(found: Digest) -> list[tuple[str, Why]]:
    return [(item.lead.id, item.why) for part in found.parts for item in part.items]


def test_a_late_case_and_one_that_is_due_soon_are_chased_the_late_one_first() -> None:
    soon = report("2026-11-16", answer("2026-11-17"), number=2, status=Status.received)
    found = made(soon, late(1))
    assert chased(found)[0] == ("lapor:1", Why.overdue)
    assert found.count(Why.overdue) >= 1


def test_one_that_has_time_is_not_chased() -> None:
    fresh = report("2026-11-23 10:00", forwarded("2026-11-23 11:00"))
    assert chased(made(fresh)) == []


def test_a_finished_case_praise_and_spam_are_passed_over() -> None:
    assert chased(made(late(1, status=Status.closed), late(2, kind=Kind.appreciation), late(3, kind=Kind.spam))) == []


def test_a_case_that_was_put_off_is_chased_on_the_day_it_is_to_be_looked_at() -> None:
    def put_off(until: str) -> Case:
        told = event(
            EventType.postponed, "2026-11-02", status=Status.postponed, source=Source.office, data={"until": until}
        )
        return late(1, told, status=Status.postponed)

    assert chased(made(put_off("2026-11-24"))) == [("lapor:1", Why.look_again)]
    assert chased(made(put_off("2026-11-25"))) == []


def test_cases_stand_with_their_unit_however_it_is_spelt_and_its_officers_of_that_day() -> None:
    found = made(late(1, unit="Dinas PUPR"), late(2), late(3, unit=DISHUB), registry=REGISTRY)
    assert [(part.code, part.officers, len(part.items)) for part in found.parts] == [
        ("pupr", ("petugas-15",), 2),
        ("dishub", ("petugas-15", "petugas-25"), 1),
    ]


def test_an_officer_of_two_units_has_both_parts() -> None:
    found = made(late(1), late(2, unit=DISHUB), registry=REGISTRY).by_officer()
    assert {officer: [part.code for part in parts] for officer, parts in found.items()} == {
        "petugas-15": ["pupr", "dishub"],
        "petugas-25": ["dishub"],
    }


def test_on_the_day_of_a_first_import_nobody_is_alerted_and_the_old_cases_are_counted() -> None:
    soon = report("2026-11-12", forwarded("2026-11-13"), number=2)
    came = dict.fromkeys(("lapor:1", "lapor:2"), wib("2026-11-24 08:00"))
    found = made(late(1), soon, first_imported=came)
    assert (chased(found), found.old) == ([], 2)
    assert found.parts[0].old_since == date(2026, 9, 1)


def test_the_day_after_only_what_fell_due_since_is_chased() -> None:
    at_two = {"complaint": "lapor:2"}
    due = report("2026-11-02", forwarded("2026-11-04", **at_two), answer("2026-11-05", **at_two), number=2)
    came = dict.fromkeys(("lapor:1", "lapor:2"), wib("2026-11-23 08:00"))
    found = made(late(1), due, now=wib("2026-11-26 09:00"), first_imported=came)
    assert chased(found) == [("lapor:2", Why.overdue)]
    assert found.old == 1


def test_an_old_case_is_chased_once_the_office_has_acted_on_it() -> None:
    found = made(late(1, act()), first_imported={"lapor:1": NOW})
    assert chased(found) == [("lapor:1", Why.overdue)]


def test_an_act_that_was_taken_back_does_not_count_as_one() -> None:
    undone = Event(complaint="lapor:1", key="x", type=EventType.note, source=Source.office, data={"was": {}})
    assert chased(made(late(1, undone), first_imported={"lapor:1": NOW})) == []


def test_a_late_case_that_came_with_a_later_run_is_chased_at_once() -> None:
    assert chased(made(late(1), first_imported={})) == [("lapor:1", Why.overdue)]


def test_what_has_no_limit_and_no_answer_is_counted_and_not_chased() -> None:
    comment: dict[str, Any] = {"channel": "youtube", "id": "youtube:1", "status": Status.received}
    silent = report("2026-11-03", **comment)
    answered = report("2026-11-03", answer("2026-11-04"), **comment | {"id": "youtube:2", "native_id": "2"})
    found = made(silent, answered)
    assert (chased(found), found.parts[0].silent, found.parts[0].silent_since) == ([], 1, date(2026, 11, 3))


def test_comments_that_nobody_has_sorted_are_the_coordinators_to_sort() -> None:
    comment: dict[str, Any] = {"channel": "youtube", "id": "youtube:1", "kind": None, "form": "comment", "unit": None}
    found = made(report("2026-11-03", **comment))
    assert (found.parts, found.untriaged) == ((), 1)


@pytest.mark.parametrize(
    ("at", "open_office", "opens"),
    [
        ("2026-11-24 07:29", False, "2026-11-24 07:30"),
        ("2026-11-24 07:30", True, "2026-11-25 07:30"),
        ("2026-11-24 12:30", True, "2026-11-25 07:30"),
        ("2026-11-24 16:00", False, "2026-11-25 07:30"),
        ("2026-11-27 18:00", False, "2026-11-30 07:30"),
        ("2026-12-25 09:00", False, "2026-12-28 07:30"),
    ],
    ids=["before-opening", "opening", "lunch", "closing", "friday-night", "christmas"],
)
def test_nobody_is_chased_outside_office_hours(at: str, open_office: bool, opens: str) -> None:
    found = made(late(1), now=wib(at))
    assert (found.open_office, found.next_opening) == (open_office, wib(opens))


def test_who_wants_it_at_any_time_gets_it() -> None:
    assert made(late(1), now=wib("2026-11-29 22:00"), always=True).open_office


def test_a_status_without_an_instant_makes_no_case_loud() -> None:
    assert chased(made(report("2026-11-23 08:00", status(Status.forwarded, None, seen="2026-11-24")))) == []

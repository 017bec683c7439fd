"""An act that was taken back counts nowhere, and both it and its undoing stay on record."""

from __future__ import annotations

import pytest

from complaint_hub import casework
from complaint_hub.casework import Refusal
from complaint_hub.errors import CaseworkError
from complaint_hub.facts import fold
from complaint_hub.model import Complaint, Event, EventType, Kind, Role, Source, Status
from complaint_hub.timeline import current_status, office_values
from support.cases import WIB, answer, event
from support.desks import done, fresh, signed


def first(found: Complaint, kind: EventType) -> Event:
    return next(e for e in found.timeline or () if e.type is kind)


def undone(found: Complaint, kind: EventType, at: str = "2026-03-19 09:00") -> Complaint:
    return done(found, *casework.undo(found, first(found, kind), text="salah ketik", **signed(at)))


@pytest.fixture
def sent() -> Complaint:
    """Triaged, and forwarded to the wrong unit."""
    found = fresh()
    found = done(found, casework.triage(found, kind=Kind.spam, **signed("2026-03-16 09:00")))
    return done(found, casework.forward(found, "dishub", **signed("2026-03-17 09:00")))


def test_an_undone_act_leaves_status_unit_and_facts_as_if_it_had_never_been(sent: Complaint) -> None:
    before = done(fresh(), first(sent, EventType.triaged))
    now = undone(sent, EventType.forwarded)
    timeline = now.timeline or ()
    assert current_status(timeline) is Status.received
    assert office_values(timeline) == {"kind": "spam"}
    assert fold(now, timeline, zone=WIB) == fold(before, before.timeline or (), zone=WIB)


def test_what_was_done_and_who_took_it_back_stay_on_record(sent: Complaint) -> None:
    was = first(sent, EventType.forwarded)
    now = undone(sent, EventType.forwarded)
    kept = first(now, EventType.forwarded)
    assert Event.model_validate(kept.data["was"]) == was
    counter = first(now, EventType.note)
    assert (counter.by, counter.about, counter.text) == ("petugas-07", was.key, "salah ketik")
    assert counter.data == {"undoes": {"type": "forwarded", "key": was.key}}


def test_the_right_act_can_follow(sent: Complaint) -> None:
    now = undone(sent, EventType.forwarded)
    assert casework.forward(now, "pupr", **signed("2026-03-19 10:00")).unit == "Dinas PUPR"


def test_an_act_that_a_later_one_rests_on_is_not_undone(sent: Complaint) -> None:
    found = done(sent, casework.return_(sent, "salah alamat", **signed("2026-03-18 09:00")))
    with pytest.raises(CaseworkError) as refused:
        undone(found, EventType.forwarded)
    assert refused.value.reason == Refusal.contradicted
    assert current_status(undone(found, EventType.returned).timeline or ()) is Status.forwarded


def test_an_act_is_undone_once(sent: Complaint) -> None:
    now = undone(sent, EventType.forwarded)
    for kind in (EventType.forwarded, EventType.note):
        with pytest.raises(CaseworkError) as refused:
            undone(now, kind, "2026-03-19 10:00")
        assert refused.value.reason == (Refusal.undone if kind is EventType.forwarded else Refusal.not_an_act)


@pytest.mark.parametrize(
    "other",
    [
        answer("2026-03-17"),
        event(EventType.forwarded, "2026-03-17", source=Source.imported),
        event(EventType.message, "2026-03-17", source=Source.office, role=Role.agency),
        event(EventType.linked, "2026-03-17", source=Source.office),
    ],
    ids=["channel", "sheet", "reply", "link"],
)
def test_only_acts_that_an_officer_typed_in_are_undone_here(other: Event) -> None:
    with pytest.raises(CaseworkError) as refused:
        casework.undo(fresh(other), other, text="salah", **signed())
    assert refused.value.reason == Refusal.not_an_act


def test_an_event_of_another_complaint_is_not_found() -> None:
    with pytest.raises(CaseworkError) as refused:
        casework.undo(fresh(), answer("2026-03-17"), text="salah", **signed())
    assert refused.value.reason == Refusal.unknown_event

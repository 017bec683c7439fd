"""What an officer notes moves the clocks: a disposition starts one, a return stops it, pauses and extensions count."""

from __future__ import annotations

from collections.abc import Callable

from complaint_hub import casework
from complaint_hub.model import Complaint, Event, Status
from complaint_hub.sla import Clock, Verdict, judge, sp4n
from complaint_hub.timeline import current_status
from complaint_hub.worktime import WorkCalendar
from support.cases import wib
from support.desks import done, fresh, signed

CALENDAR = WorkCalendar.indonesia()
Act = Callable[[Complaint], Event | tuple[Event, ...]]


def judged(clock: Clock, *acts: Act) -> list[Verdict]:
    """The verdicts of one clock after these acts, on 20 April 2026."""
    found = fresh()
    for act in acts:
        made = act(found)
        found = done(found, *([made] if isinstance(made, Event) else made))
    found = found.model_copy(update={"status": current_status(found.timeline or ())})
    policy = sp4n(clocks=tuple(Clock))
    return [v for v in judge([found], policy=policy, calendar=CALENDAR, now=wib("2026-04-20")) if v.clock is clock]


def forward(unit: str, at: str) -> Act:
    return lambda found: casework.forward(found, unit, **signed(at))


def test_each_disposition_is_a_turn_and_a_return_ends_it() -> None:
    turns = judged(
        Clock.unit_follow_up,
        forward("dishub", "2026-03-16 10:00"),
        lambda found: casework.return_(found, "bukan kami", **signed("2026-03-17 10:00")),
        forward("pupr", "2026-03-17 11:00"),
    )
    assert [(turn.unit, turn.ended_by) for turn in turns] == [("Dinas Perhubungan", "returned"), ("Dinas PUPR", None)]


def test_an_undone_disposition_is_no_turn() -> None:
    def undo(found: Complaint) -> tuple[Event, ...]:
        (sent,) = found.timeline or ()
        return casework.undo(found, sent, text="salah", **signed("2026-03-17 10:00"))

    turns = judged(
        Clock.unit_follow_up, forward("dishub", "2026-03-16 10:00"), undo, forward("pupr", "2026-03-17 11:00")
    )
    assert [turn.unit for turn in turns] == [None]  # a regular case: the unit that leads it


def test_an_extension_moves_the_due_date() -> None:
    (plain,) = judged(Clock.resolution)
    (longer,) = judged(Clock.resolution, lambda found: casework.extend(found, "uji", amount=10, **signed()))
    assert longer.extended == 10
    assert plain.due_on is not None
    assert longer.due_on == CALENDAR.add_days(plain.due_on, 10)


def test_a_pause_stands_until_it_is_gone_on_with() -> None:
    (plain,) = judged(Clock.resolution)
    (paused,) = judged(
        Clock.resolution,
        lambda found: casework.postpone(found, "dana", **signed("2026-03-16 10:00")),
        lambda found: casework.resume(found, **signed("2026-03-18 10:00")),
    )
    assert plain.due_on is not None
    assert paused.due_on is not None
    assert paused.due_on > plain.due_on


def test_a_verification_ends_its_clock() -> None:
    (verdict,) = judged(Clock.verify, lambda found: casework.verify(found, **signed("2026-03-17 10:00")))
    assert (str(verdict.outcome), verdict.ended_at) == ("met", wib("2026-03-17 10:00"))


def test_what_is_dismissed_is_waited_for_no_more() -> None:
    (verdict,) = judged(
        Clock.resolution,
        lambda found: casework.triage(found, status=Status.not_our_authority, text="jalan provinsi", **signed()),
    )
    assert str(verdict.outcome) == "cancelled"

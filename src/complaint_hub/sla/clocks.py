"""The clocks of a case: what each one times, what may start it, and what its status alone says about its end.

For: policies and judging.
Must not: know a limit, or read an instant (see ``sla.spans``).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ..model import Bucket

__all__ = ["ENDS", "IMPLIED", "MAIN", "STARTS", "Clock"]


class Clock(StrEnum):
    """What is timed, in the order of the life cycle. In brackets: what stops it.

    triage (the office has said what it is; else its verification or disposition, which imply it), verify (verification,
    else the disposition that implies it), forward (the first disposition), unit_follow_up (each disposition starts one
    for its unit: that unit's answer, its return, or the next disposition), first_response (the first answer by a
    person, a thank-you included), first_substantive (the first answer that an officer marked so), next_response (each
    citizen message that waits starts one: the next answer), first_resolution (the first completion), resolution (the
    completion that still stands).

    Next_response needs a timeline: the columns of facts tell the last wait alone.
    """

    triage = "triage"
    verify = "verify"
    forward = "forward"
    unit_follow_up = "unit_follow_up"
    first_response = "first_response"
    first_substantive = "first_substantive"
    next_response = "next_response"
    first_resolution = "first_resolution"
    resolution = "resolution"

    @property
    def in_facts(self) -> bool:
        """True if the columns of facts tell it."""
        return self is not Clock.next_response


MAIN = (Clock.verify, Clock.first_response, Clock.resolution)
"""The clocks that every case has, be it without a target."""

_ANY = ("received", "verified", "forwarded")

STARTS: Mapping[Clock, tuple[str, ...]] = {
    Clock.triage: ("received",),
    Clock.verify: _ANY,
    Clock.forward: ("received", "verified"),
    Clock.unit_follow_up: ("forwarded",),
    Clock.first_response: _ANY,
    Clock.first_substantive: _ANY,
    Clock.next_response: ("asked",),
    Clock.first_resolution: _ANY,
    Clock.resolution: _ANY,
}
"""What may start a clock. ``asked``: a citizen's message that nobody has answered."""

ENDS: Mapping[Clock, tuple[str, ...]] = {
    # A disposition implies the verification that nobody wrote down.
    Clock.triage: ("triaged", "verified", "forwarded"),
    Clock.verify: ("verified", "forwarded"),
    Clock.forward: ("forwarded",),
    Clock.unit_follow_up: ("followed_up",),
    Clock.first_response: ("first_human",),
    Clock.first_substantive: ("first_substantive",),
    Clock.next_response: ("answered",),
    Clock.first_resolution: ("first_resolved",),
    Clock.resolution: ("last_resolved",),
}
"""The milestones that stop a clock; the first that is known does."""

_PAST_OFFICE = (Bucket.in_process, Bucket.finished)

IMPLIED: Mapping[Clock, tuple[Bucket, ...]] = {
    # What the status alone tells: the clock was stopped, even where nobody recorded when. A case "in process" is one
    # that the ministry's figures count as followed up.
    Clock.triage: (Bucket.pending, *_PAST_OFFICE),
    Clock.verify: (Bucket.pending, *_PAST_OFFICE),
    Clock.forward: _PAST_OFFICE,
    Clock.unit_follow_up: _PAST_OFFICE,
    Clock.first_response: _PAST_OFFICE,
    Clock.first_substantive: (Bucket.finished,),
    Clock.next_response: (),
    Clock.first_resolution: (Bucket.finished,),
    Clock.resolution: (Bucket.finished,),
}

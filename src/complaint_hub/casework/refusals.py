"""Why an act cannot be: each refusal by a name that stays, and its sentence.

For: the acts, and screens that say it in an officer's own language (``CaseworkError.values``).
Must not: decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ..errors import CaseworkError

__all__ = ["SENTENCES", "Refusal", "refuse"]


class Refusal(StrEnum):
    """The name of a refusal; it stays when its sentence is worded anew."""

    unsigned = "unsigned"
    unknown_officer = "unknown_officer"
    officer_ended = "officer_ended"
    before_receipt = "before_receipt"
    in_future = "in_future"
    nothing_said = "nothing_said"
    no_text = "no_text"
    no_link = "no_link"
    unknown_unit = "unknown_unit"
    ambiguous_unit = "ambiguous_unit"
    unit_ended = "unit_ended"
    unknown_place = "unknown_place"
    wrong_status = "wrong_status"
    finished = "finished"
    archived = "archived"
    open = "open"
    paused = "paused"
    not_paused = "not_paused"
    past = "past"
    with_unit = "with_unit"
    no_disposition = "no_disposition"
    no_amount = "no_amount"
    until_passed = "until_passed"
    unknown_clock = "unknown_clock"
    contradicted = "contradicted"
    not_an_act = "not_an_act"
    undone = "undone"
    unknown_event = "unknown_event"


SENTENCES: Mapping[Refusal, str] = {
    Refusal.unsigned: "an act needs the officer who does it: say by",
    Refusal.unknown_officer: "officer {by!r} does not stand in the registry",
    Refusal.officer_ended: "officer {by!r} holds no post on {day}: {terms}",
    Refusal.before_receipt: "{at} lies before the receipt of {id} at {received}",
    Refusal.in_future: "{at} lies in the future: it is {now}",
    Refusal.nothing_said: "nothing was said about {id}: give a kind, a unit, a place or another field",
    Refusal.no_text: "the text is empty: say what it is about",
    Refusal.no_link: "{link!r} is no address: it must begin with https:// or http://",
    Refusal.unknown_unit: "the registry knows no unit {unit!r}: give a code, a name or an alias that stands in it",
    Refusal.ambiguous_unit: "{unit!r} is a name of {units}: give the code",
    Refusal.unit_ended: "{unit} does not exist on {day}",
    Refusal.unknown_place: "the registry knows no place {place!r}, or more than one",
    Refusal.wrong_status: "triage cannot set the status {status}: one of {allowed}",
    Refusal.finished: "{id} is {status} since {since}: reopen it first",
    Refusal.archived: "{id} is {status} since {since}: reopen it first",
    Refusal.open: "{id} is open already ({status})",
    Refusal.paused: "{id} is {status} already, since {since}",
    Refusal.not_paused: "{id} is not postponed ({status})",
    Refusal.past: "{id} is past that: it is {status} since {since}",
    Refusal.with_unit: "{id} is with {unit} already, since {since}",
    Refusal.no_disposition: "{id} is with no unit that could hand it back",
    Refusal.no_amount: "an extension needs an amount of 1 or more, or a last day: one of the two",
    Refusal.until_passed: "the last day {until} does not lie after {day}",
    Refusal.unknown_clock: "there is no clock {clock!r}: one of {clocks}",
    Refusal.contradicted: "a later act does not go with it: {type} of {since} by {by}; undo that one first",
    Refusal.not_an_act: "{key} of {id} was not typed in by an officer, so it cannot be undone here",
    Refusal.undone: "{key} of {id} has been undone already",
    Refusal.unknown_event: "{id} has no event {key}",
}
"""Refusal → its sentence, with the names of what it tells."""


def refuse(reason: Refusal, **values: str) -> CaseworkError:
    """The error of a refusal, to be raised."""
    return CaseworkError(SENTENCES[reason].format(**values), reason=reason.value, values=values)

"""Taking an act back: by a second event, so that both stay on record and neither counts.

For: slips of the keyboard. What a unit or a citizen did is told by an act of its own (``return_``, ``reopen``).
Must not: remove an event, or touch what a channel or a sheet said.
"""

from __future__ import annotations

from typing import Unpack

from ..model import Complaint, Event, EventType, Source
from .refusals import Refusal, refuse
from .signing import Signed, made, required, sign
from .standing import check_later, told

__all__ = ["undo", "undoable"]

_OTHERWISE = (EventType.message, EventType.linked, EventType.unlinked)


def undoable(event: Event) -> bool:
    """Say whether an event is an act that an officer typed in and that still counts; links and replies are no such."""
    typed = event.source is Source.office and event.at is not None and event.type not in _OTHERWISE
    return typed and not {"was", "undoes"} & event.data.keys()


def undo(complaint: Complaint, event: Event, *, text: str, **signed: Unpack[Signed]) -> tuple[Event, Event]:
    """Take an act back: it counts nowhere any more, and stays on record.

    Args:
        event: an act of the office in the complaint's timeline, typed in by an officer.
        text: why.

    Returns: the act as it stands from now on (without instant and effect, its words in ``data["was"]``), and the note
        that says who took it back. Both are stored, or none.
    """
    sign(complaint, signed)
    timeline = told(complaint)
    found = next((e for e in timeline if (e.type, e.key) == (event.type, event.key)), None)
    if found is None:
        raise refuse(Refusal.unknown_event, id=complaint.id, key=event.key)
    if "was" in found.data:
        raise refuse(Refusal.undone, id=complaint.id, key=found.key)
    if not undoable(found):
        raise refuse(Refusal.not_an_act, id=complaint.id, key=found.key)
    rest = [e for e in timeline if e is not found]
    check_later(complaint, timeline, rest, after=found.when)
    was = found.model_dump(mode="json", exclude_unset=True)
    empty = Event(
        complaint=found.complaint,
        key=found.key,
        type=found.type,
        seen_at=found.seen_at,
        source=found.source,
        role=found.role,
        public=False,
        by=found.by,
        data={"was": was},
    )
    names = {"type": found.type.value, "key": found.key}
    return empty, made(complaint, EventType.note, signed, about=found.key, text=required(text), data={"undoes": names})

"""What an officer does with a complaint, as events of the office: each act is one function.

For: ``Store.act``, which reads the complaint, asks here and stores the answer in one transaction.
Must not: read a clock, touch a store, or let an act through that cannot be.

Each function takes a complaint with its timeline and, by keyword, who acts and when (:class:`Signed`). It returns the
event, or raises CaseworkError with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Unpack

from pydantic import JsonValue

from ..model import Attachment, Complaint, Event, EventType, Kind, Status
from ..registry import Registry
from ..sla import Clock
from .refusals import Refusal, refuse
from .signing import Signed, local_day, made, named_unit, optional, required, sign
from .standing import check_possible, standing, told

__all__ = [
    "SETTLED",
    "evidence",
    "extend",
    "forward",
    "note",
    "postpone",
    "reopen",
    "resolve",
    "resume",
    "return_",
    "triage",
    "verify",
]

SETTLED = (
    Status.not_our_authority,
    Status.not_a_complaint,
    Status.rejected,
    Status.archived,
    Status.withdrawn,
    Status.duplicate,
)
"""The statuses that triage may set: nothing more is done."""


def triage(
    complaint: Complaint,
    *,
    kind: Kind | None = None,
    unit: str | None = None,
    oversight: bool | None = None,
    priority: str | None = None,
    district: str | None = None,
    village: str | None = None,
    status: Status | None = None,
    text: str | None = None,
    data: Mapping[str, JsonValue] | None = None,
    **signed: Unpack[Signed],
) -> Event:
    """Say what a complaint is (*dipilah*): only what is given is said, the rest stays as it was.

    It may be said anew at any time, also of a finished complaint; a status only of an open one.

    Args:
        unit: whose matter it is; no disposition yet, see :func:`forward`.
        oversight: *berkadar pengawasan* or not.
        district, village: by the registry's name, where it has places.
        status: one of :data:`SETTLED`: why nothing is done.
        text: the reason, for colleagues; a status needs one.
        data: more to keep with it, such as the rule that suggested it.
    """
    sign(complaint, signed)
    said: dict[str, JsonValue] = dict(data or {})
    registry = signed.get("registry")
    if kind is not None:
        said["kind"] = Kind(kind).value
    if oversight is not None:
        said["oversight"] = oversight
    if priority is not None:
        said["priority"] = required(priority)
    if district is not None:
        said["district"] = _place(district, registry)
    if village is not None:
        said["village"] = _place(village, registry, district=district or complaint.district, village=True)
    if not said.keys() - (data or {}).keys() and unit is None and status is None:
        raise refuse(Refusal.nothing_said, id=complaint.id)
    if status is not None and status not in SETTLED:
        raise refuse(Refusal.wrong_status, status=str(status), allowed=", ".join(SETTLED))
    meant = None if unit is None else named_unit(unit, signed)
    reason = optional(text) if status is None else required(text or "")
    event = made(complaint, EventType.triaged, signed, unit=meant, status=status, text=reason, data=said)
    check_possible(complaint, event, signed["at"])
    return event


def verify(complaint: Complaint, *, text: str | None = None, **signed: Unpack[Signed]) -> Event:
    """Say that a complaint is what it says and ours to handle (*verifikasi*), before anybody has it."""
    sign(complaint, signed)
    event = made(complaint, EventType.verified, signed, status=Status.verified, text=optional(text))
    check_possible(complaint, event, signed["at"])
    return event


def forward(complaint: Complaint, unit: str, *, text: str | None = None, **signed: Unpack[Signed]) -> Event:
    """Hand a complaint to a unit (*disposisi*); it leads from then on.

    Args:
        unit: code, name or alias.
        text: what the unit is asked to do.
    """
    sign(complaint, signed)
    meant = named_unit(unit, signed)
    event = made(complaint, EventType.forwarded, signed, unit=meant, status=Status.forwarded, text=optional(text))
    stands = check_possible(complaint, event, signed["at"])
    held = stands.disposition
    if held is not None and _same(held.unit, meant, signed) and stands.status is Status.forwarded:
        raise refuse(Refusal.with_unit, id=complaint.id, unit=meant, since=str(held.when))
    return event


def return_(complaint: Complaint, text: str, *, recalled: bool = False, **signed: Unpack[Signed]) -> Event:
    """Note that a unit hands a complaint back (*dikembalikan*).

    Args:
        text: why it is not the unit's.
        recalled: the co-ordinator took it back (*batal disposisi*), the unit did not ask.
    """
    sign(complaint, signed)
    disposition = standing(complaint, told(complaint), at=signed["at"]).disposition
    unit = disposition.unit if disposition else None
    data = {"recalled": True} if recalled else None
    event = made(
        complaint, EventType.returned, signed, unit=unit, status=Status.returned, text=required(text), data=data
    )
    check_possible(complaint, event, signed["at"])
    return event


def postpone(
    complaint: Complaint,
    text: str,
    *,
    until: date | None = None,
    for_citizen: bool = False,
    **signed: Unpack[Signed],
) -> Event:
    """Put a complaint off (*tunda*); whether that stops a clock is said by the policy.

    Args:
        text: why.
        until: when it is to be looked at again; a note for people, nothing goes on by itself.
        for_citizen: it is the citizen who must say something first (*menunggu kelengkapan*).
    """
    sign(complaint, signed)
    if until is not None:
        _check_until(until, signed)
    data = {"until": until.isoformat()} if until else None
    status = Status.awaiting_citizen if for_citizen else Status.postponed
    event = made(complaint, EventType.postponed, signed, status=status, text=required(text), data=data)
    check_possible(complaint, event, signed["at"])
    return event


def resume(complaint: Complaint, *, text: str | None = None, **signed: Unpack[Signed]) -> Event:
    """Go on with a complaint that was put off (*dilanjutkan*)."""
    sign(complaint, signed)
    event = made(
        complaint,
        EventType.status,
        signed,
        status=Status.in_progress,
        text=optional(text),
        data={"resumed": True},
    )
    check_possible(complaint, event, signed["at"])
    return event


def extend(
    complaint: Complaint,
    text: str,
    *,
    amount: int | None = None,
    until: date | None = None,
    clock: Clock | None = None,
    **signed: Unpack[Signed],
) -> Event:
    """Extend a time limit (*perpanjangan*), by an amount or up to a day.

    Args:
        text: why.
        amount: in what the limit is counted in (working days).
        until: the new last day.
        clock: whose limit; None is the resolution. Whether a limit can be extended is said by the policy.
    """
    sign(complaint, signed)
    if (amount is None) == (until is None) or (amount is not None and amount < 1):
        raise refuse(Refusal.no_amount)
    data: dict[str, JsonValue] = {}
    if until is not None:
        _check_until(until, signed)
        data["until"] = until.isoformat()
    else:
        data["amount"] = amount
    if clock is not None:
        if clock not in tuple(Clock):
            raise refuse(Refusal.unknown_clock, clock=str(clock), clocks=", ".join(Clock))
        data["clock"] = str(clock)
    event = made(complaint, EventType.extended, signed, text=required(text), data=data)
    check_possible(complaint, event, signed["at"])
    return event


def resolve(complaint: Complaint, *, text: str | None = None, **signed: Unpack[Signed]) -> Event:
    """Say that a complaint is settled (*selesai*).

    Args:
        text: what was done.
    """
    sign(complaint, signed)
    event = made(complaint, EventType.resolved, signed, status=Status.resolved, text=optional(text))
    check_possible(complaint, event, signed["at"])
    return event


def reopen(complaint: Complaint, text: str, **signed: Unpack[Signed]) -> Event:
    """Take up again what was finished or archived (*dibuka kembali*).

    Args:
        text: why.
    """
    sign(complaint, signed)
    event = made(complaint, EventType.reopened, signed, status=Status.in_progress, text=required(text))
    check_possible(complaint, event, signed["at"])
    return event


def note(complaint: Complaint, text: str, **signed: Unpack[Signed]) -> Event:
    """Write something down for colleagues (*catatan*); it changes nothing else, and is possible at any time."""
    sign(complaint, signed)
    return made(complaint, EventType.note, signed, text=required(text))


def evidence(
    complaint: Complaint, text: str | None = None, *, links: Iterable[str] = (), **signed: Unpack[Signed]
) -> Event:
    """Add evidence of what was done (*bukti dukung*).

    Args:
        text: what it shows, or where it is kept.
        links: addresses of photos and documents; they are kept, not fetched.
    """
    sign(complaint, signed)
    found = tuple(Attachment(url=_link(link)) for link in links)
    said = optional(text) if found else required(text or "")
    return made(complaint, EventType.evidence, signed, text=said, attachments=found or None)


def _link(text: str) -> str:
    link = text.strip()
    if not link.lower().startswith(("https://", "http://")) or any(c.isspace() for c in link):
        raise refuse(Refusal.no_link, link=text)
    return link


def _place(text: str, registry: Registry | None, *, district: str | None = None, village: bool = False) -> str:
    wanted = required(text)
    if registry is None or not registry.places:
        return wanted
    if not village:
        found = registry.district_of(wanted)
    elif any(place.kind == "village" for place in registry.places):
        found = registry.village_of(wanted, district=district)
    else:
        return wanted
    if found is None:
        raise refuse(Refusal.unknown_place, place=wanted)
    return found.name


def _check_until(until: date, signed: Signed) -> None:
    if until <= local_day(signed):
        raise refuse(Refusal.until_passed, until=str(until), day=str(local_day(signed)))


def _same(held: str | None, meant: str, signed: Signed) -> bool:
    registry = signed.get("registry")
    found = registry.unit_of(held) if registry is not None else None
    return held == meant or (found is not None and found.name == meant)

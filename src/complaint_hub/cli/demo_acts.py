"""What the office of the demo does with its complaints: a script of acts, the same each time.

For: ``demo``, so that lists, deadlines, rapor, digest and dashboard have a life to show. It uses what any program may
use: ``casework``, ``triage``, ``Store.act``, ``Store.link`` and ``Hub.reply``.
Must not: touch a year before the last one, or act twice: a store in which the office has acted is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from ..errors import CaseworkError
from .demo_steps import ACTS, ANSWERING, Ask, Matter, Office

if TYPE_CHECKING:
    from ..hub import Hub
    from ..model import Complaint, Event
    from ..outbox import Reply
    from ..registry import Registry
    from ..store import Store

__all__ = ["answer", "has_acted", "work"]

_OLDEST, _YOUNGEST = timedelta(days=100), timedelta(days=2)
# TikTok takes 150 characters, which the shipped texts need more than.
_SHORT = {
    "acknowledgement": "Terima kasih, laporan Saudara kami teruskan ke unit terkait. Jawabannya menyusul di sini.",
    "clarification": "Terima kasih. Mohon kirim alamat lengkapnya melalui pesan langsung.",
    "closing": "Sudah ditindaklanjuti oleh petugas. Terima kasih atas laporan Saudara.",
}
_UNSEEN = ("hidden", "held", "likely_spam", "rejected")
_NEAR, _LINKED, _UNAPPROVED = 0.6, 5, 2
_NEARBY = timedelta(days=75)

Step = tuple[str, int]
"""An act, and how many working days after the receipt it is done."""

LIVES: Mapping[str, tuple[Step, ...]] = {
    "settled": (("triage", 1), ("forward", 2), ("evidence", 8), ("close", 9)),
    "answered": (("triage", 1), ("forward", 2), ("answer", 6)),
    "handed_back": (("triage", 1), ("forward_wrong", 2), ("return", 4), ("forward", 5)),
    "put_off": (("triage", 1), ("forward", 3), ("postpone", 6)),
    "passed_on": (("triage", 2), ("forward", 4)),
    "asked_back": (("triage", 1), ("clarify", 2)),
    "sorted": (("triage", 3),),
}
"""What becomes of a complaint that came by a channel of the public; what lies ahead of the present is not done yet."""

REPORTS: Mapping[str, tuple[Step, ...]] = {
    "reminded": (("remind", 12),),
    "extended": (("extend", 6), ("remind", 20)),
    "settled": (("evidence", 10), ("close", 11)),
    "put_off": (("postpone", 8),),
    "passed_on": (("forward", 3), ("remind", 15)),
}
"""The same of a report of SP4N-LAPOR! or an entry of the register, which are sorted already."""

_EACH: Mapping[str, int] = dict(zip(ANSWERING, (28, 28, 14, 21), strict=True))
_REPORTED: Mapping[str, int] = {"lapor": 24, "register": 10}


def has_acted(store: Store) -> bool:
    """Whether the office has acted already: no comment says by itself what it is."""
    return any(head.kind is not None for head in store.heads(channel="youtube"))


def work(office: Office) -> None:
    """Do the whole script; the replies are left in ``office.asks``."""
    from ..triage import Rules, decided, suggest

    rules = Rules.load(registry=office.registry)
    for channel, most in _EACH.items():
        read = [
            (head, matter)
            for head in _young(office, channel)
            if (matter := _read(head, decided(suggest(head, rules, office.registry)), office.registry)) is not None
        ]
        for n, (head, matter) in enumerate(_every(read, most)):
            asks = matter.kind is None or matter.kind.asks
            life = list(LIVES)[n % len(LIVES)] if asks else "sorted"
            _live(office, head, matter, LIVES[life], n)
    for channel, most in _REPORTED.items():
        reports = [(head, Matter(head.unit, head.kind, head.district)) for head in _young(office, channel) if head.unit]
        for n, (head, matter) in enumerate(_every(reports, most)):
            _live(office, head, matter, list(REPORTS.values())[n % len(REPORTS)], n)
    _link(office)


def _young(office: Office, channel: str) -> list[Complaint]:
    """Open rows of the last months with a text, that somebody has had time to look at; oldest first."""
    found = office.store.heads(
        channel=channel, open=True, since=office.now - _OLDEST, until=office.now - _YOUNGEST, deleted=False
    )
    return [head for head in found if head.text and head.source_detail not in _UNSEEN]


def _every(found: Sequence[tuple[Complaint, Matter]], most: int) -> Iterator[tuple[Complaint, Matter]]:
    """At most so many, spread evenly."""
    step = max(1, -(-len(found) // most))
    yield from found[::step]


def _read(head: Complaint, sure: Mapping[str, object], registry: Registry) -> Matter | None:
    from ..model import Kind

    unit, kind = sure.get("unit"), sure.get("kind")
    if not isinstance(unit, str) or not isinstance(kind, str):
        return None
    # Many a complaint ends in thanks; without stars a person looks twice.
    if not Kind(kind).asks and head.rating is None:
        return None
    place = head.district or (head.text or "").split(". ")[0].rpartition(", ")[2].rstrip(".?")
    district = registry.district_of(place)
    return Matter(unit, Kind(kind), district.name if district is not None else None)


def _live(office: Office, head: Complaint, matter: Matter, life: Iterable[Step], n: int) -> None:
    """Act on one complaint, in one transaction, up to the present."""
    done: list[Event] = []

    def decide(found: Complaint) -> list[Event]:
        # An act that cannot be, because somebody else acted, ends this life.
        with suppress(CaseworkError):
            for act, days in life:
                at = _at(office, found.created_at, days)
                if at > office.now:
                    break
                event = ACTS[act](office, found, matter, at, n)
                if event is not None:
                    done.append(event)
                    found = found.model_copy(update={"timeline": (*(found.timeline or ()), event)})
        return done

    office.store.act(head.id, decide, now=office.now)
    for event in done:
        office.count(event)


def _at(office: Office, received: datetime, days: int) -> datetime:
    """Ten in the morning, so many working days after the receipt."""
    day = office.calendar.add_days(office.calendar.local_day(received), days)
    return datetime.combine(day, time(10), office.calendar.zone)


# --- what belongs together


def _link(office: Office) -> None:
    """Join comments to the reports of SP4N-LAPOR! that say the same of the same kecamatan, as an officer would."""
    from .. import casework
    from ..model import Link, Relation

    reports = [head for head in _young(office, "lapor") if head.district]
    found: dict[str, tuple[Complaint, Complaint]] = {}
    for channel in _EACH:
        for head in _young(office, channel):
            for report in reports:
                same = f", {report.district}" in (head.text or "") and report.id not in found
                if same and casework.duplicates(head, [report], within=_NEARBY, near=_NEAR):
                    found[report.id] = (head, report)
                    break
    by = office.officer(None)
    for comment, report in list(found.values())[:_LINKED]:
        later = report.created_at >= comment.created_at
        relation = Relation.transferred_to if later else Relation.duplicate_of
        at = _at(office, max(comment.created_at, report.created_at), 1)
        if at > office.now:
            continue
        text = f"Sama dengan laporan SP4N-LAPOR! nomor {report.native_id}."
        signed = office.signed(by, at)
        office.store.act(comment.id, partial(casework.note, text=text, **signed), now=office.now)
        office.store.link(Link(a=comment.id, b=report.id, relation=relation, by=by, at=at), now=office.now)
        office.counts["linked"] = office.counts.get("linked", 0) + 1


# --- what is answered


def answer(office: Office, hub: Hub) -> dict[str, int]:
    """Write the replies, let a second person approve those on Google but the last two, send them, close what is done.

    Returns: how many replies stand in which state.
    """
    from .. import casework
    from ..errors import HubError
    from ..templates import Templates

    templates = Templates.load()
    written: list[tuple[Ask, Reply]] = []
    for ask in office.asks:
        template = templates.named(ask.template)
        # One that is hidden by now, or was answered elsewhere, is left alone.
        with suppress(HubError):
            text = _SHORT[ask.template] if ask.complaint.startswith("tiktok:") else template.fill(ask.fields)
            written.append((ask, hub.reply(ask.complaint, text, by=ask.by, intent=template.intent, send=False)))
    drafts = [reply for _, reply in written if reply.state == "draft"]
    for reply in drafts[:-_UNAPPROVED]:
        hub.approve(reply.id, by=office.officer("setda"))
    hub.deliver(now=office.now)
    states: dict[str, int] = {}
    for ask, reply in written:
        now = office.store.reply(reply.id) or reply
        states[str(now.state)] = states.get(str(now.state), 0) + 1
        if ask.closes and now.sent_at is not None:
            signed = office.signed(ask.by, office.now)
            resolved = partial(casework.resolve, text="Sudah dijawab.", **signed)
            for event in office.store.act(ask.complaint, resolved, now=office.now):
                office.count(event)
    return states

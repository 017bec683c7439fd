"""What is no longer there: messages of a thread that was read to its end, and complaints that a full walk did not meet.

For: a commit. Absence is weak evidence: a page may be cut, a permission lost, an item shifted between two pages. So a
message needs two misses; a complaint needs two misses or a refetch that does not bring it back, no other account that
still sees it, and a share that is believable (the breaker).
Must not: touch a status; deletion says nothing about the work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update

from ..contract import EVERY_SCOPE, Page
from ..diff import deleted_event
from ..model import EventType, Source
from . import tables
from .happenings import DELETED_AFTER
from .work import Work

__all__ = ["messages_gone", "missing_gone", "swept_gone"]

BREAKER_SHARE = 0.2
BREAKER_LEAST = 5
"""More than this share *and* more than this many at once are reported, not marked: a lost permission looks so."""

CONFIRMED = 2
"""Sightings missed so often: this account does not see the complaint any more."""


def messages_gone(work: Work, page: Page) -> None:
    """Count a miss for each message of a completely read complaint that this reading did not meet."""
    here = {(event.complaint, event.key) for event in page.events} if work.stored else ()
    missed: list[dict[str, int]] = []
    for (complaint, kind, key), old in work.stored.items():
        if complaint not in page.complete or kind != EventType.message or old.source != Source.channel:
            continue
        reading = page.readings.get(complaint)
        if (complaint, key) in here or (reading is not None and old.walk == reading) or old.missed >= DELETED_AFTER:
            continue
        missed.append({"b_n": old.n, "b_missed": old.missed + 1})
        if old.missed + 1 == DELETED_AFTER:
            work.count("gone")
            _put_deleted(work, complaint, about=key)
    if missed:
        statement = (
            update(tables.event).where(tables.event.c.n == bindparam("b_n")).values(missed=bindparam("b_missed"))
        )
        work.conn.execute(statement, missed)


def _put_deleted(work: Work, complaint: str, *, about: str | None = None) -> None:
    work.put(
        deleted_event(
            complaint,
            revision=work.raise_revision(complaint),
            seen_at=work.moment,
            not_before=work.last_seen(complaint),
            about=about,
        )
    )


def missing_gone(work: Work, page: Page) -> None:
    """Mark the complaints that were asked for by id and did not come back."""
    back = {said.native_id for said in page.complaints} | {skipped.native_id for skipped in page.skipped}
    asked = [f"{work.channel}:{native_id}" for native_id in page.missing if native_id not in back]
    ids = [i for i in asked if i in work.rows and work.rows[i].deleted_at is None and work.sees(i)]
    if not ids:
        return
    known, just_gone = _account_size(work)
    if _trips(len(ids) + just_gone, known + just_gone):
        work.notices.append(
            f"{len(ids)} complaints of {work.account} did not come back although they were asked for: too many of "
            f"{known} to believe it, so none was marked as deleted; check the account's permissions"
        )
        return
    _mark(work, ids, dict.fromkeys(ids, CONFIRMED))


def swept_gone(work: Work, page: Page) -> None:
    """Count a miss for each complaint that a finished walk over its scope did not meet."""
    if page.walk is None:
        return
    for scope in page.swept:
        _sweep(work, page.walk, scope)


def _sweep(work: Work, walk: str, scope: str) -> None:
    s, c = tables.sighting.c, tables.complaint.c
    joined = tables.sighting.join(tables.complaint, c.n == s.complaint_n)
    here = _alive(work) if scope == EVERY_SCOPE else and_(_alive(work), c.scope == scope)
    # What was seen while the walk was under way, by whatever page, is there: it may have come up behind the walk.
    began = select(func.min(s.seen_at)).where(s.channel == work.channel, s.account == work.account, s.walk == walk)
    start = work.conn.execute(began).scalar() or work.moment
    unmet = and_(here, or_(s.walk.is_(None), s.walk != walk), s.seen_at < start)
    total = work.conn.execute(select(func.count()).select_from(joined).where(here)).scalar_one()
    lost = work.conn.execute(select(func.count()).select_from(joined).where(unmet)).scalar_one()
    if not lost:
        return
    if _trips(lost, total):
        where = "the account" if scope == EVERY_SCOPE else scope
        work.notices.append(
            f"a full walk over {where} did not meet {lost} of {total} complaints: too many to believe it, so none was "
            "marked as missing; check the account's permissions"
        )
        return
    misses = {row[0]: row[1] + 1 for row in work.conn.execute(select(c.id, s.missed).select_from(joined).where(unmet))}
    work.load([i for i in misses if i not in work.rows])
    _mark(work, [i for i, times in misses.items() if times >= CONFIRMED], misses)


def _alive(work: Work) -> ColumnElement[bool]:
    """Sightings of this account of complaints that are there, as far as it knows."""
    s, c = tables.sighting.c, tables.complaint.c
    return and_(s.channel == work.channel, s.account == work.account, s.missed < CONFIRMED, c.deleted_at.is_(None))


def _account_size(work: Work) -> tuple[int, int]:
    """How many complaints this account sees, and how many were found gone at this very moment already."""
    s, c = tables.sighting.c, tables.complaint.c
    joined = tables.sighting.join(tables.complaint, c.n == s.complaint_n)
    known = work.conn.execute(select(func.count()).select_from(joined).where(_alive(work))).scalar_one()
    gone = and_(s.channel == work.channel, s.account == work.account, c.deleted_at == work.moment)
    return known, work.conn.execute(select(func.count()).select_from(joined).where(gone)).scalar_one()


def _trips(lost: int, total: int) -> bool:
    return lost > BREAKER_LEAST and lost > BREAKER_SHARE * total


def _mark(work: Work, confirmed: Collection[str], misses: dict[str, int]) -> None:
    """Write the misses; a complaint that no account sees any more is deleted from this moment on."""
    s = tables.sighting.c
    work.conn.execute(
        update(tables.sighting)
        .where(s.channel == work.channel, s.account == work.account, s.complaint_n == bindparam("b_n"))
        .values(missed=bindparam("b_missed")),
        [{"b_n": work.rows[i].n, "b_missed": times} for i, times in misses.items()],
    )
    for complaint in _unseen(work, confirmed):
        work.count("gone")
        _put_deleted(work, complaint)
        work.rows[complaint].deleted_at = work.moment


def _unseen(work: Work, ids: Iterable[str]) -> list[str]:
    return [
        i
        for i in ids
        if not any(seen.missed == 0 for account, seen in work.seen.get(i, {}).items() if account != work.account)
    ]

"""The complaints of a page: which are new, changed, unchanged, older than what is known, or not to be believed.

For: a commit.
Must not: decide what a change is; see ``diff``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import Text, Update, and_, bindparam, func, update

from ..contract import Page, Skipped
from ..diff import Known, Stated, compare, outdated, stated
from ..facts import from_micros, in_micros
from ..model import Complaint, Status, to_json
from . import tables
from .dialect import listed, one_of, put_rows, tell
from .work import Row, Work

__all__ = ["compare_heads", "sift", "write_sightings"]


def sift(work: Work, page: Page) -> list[tuple[Complaint, Stated]]:
    """Put aside what need not be compared: refused rows, rows of older files, and what this account said last time.

    Returns: the heads that must be compared, each with what it states, in the order of the page.
    """
    compared: list[tuple[Complaint, Stated]] = []
    waiting: set[str] = set()
    dated = page.data_date is not None or work.read_at is not None
    for said in page.complaints:
        row = work.rows.get(said.id)
        if row is None or said.id in waiting:
            waiting.add(said.id)
            compared.append((said, stated(said)))
            continue
        mine = work.seen.get(said.id, {}).get(work.account)
        if mine is None and row.created_at != in_micros(said.created_at):
            work.refused.append(_another_row(said, row.created_at))
            continue
        if dated and outdated(
            row_date=row.data_date, data_date=page.data_date, last_seen=work.last_seen(said.id), read_at=work.read_at
        ):
            work.count("stale")
            work.stale.add(said.id)
            continue
        states = stated(said)
        if mine is not None and mine.digest == states.digest and row.deleted_at is None:
            _met_again(work, row, page.data_date)
            work.count("unchanged")
        else:
            waiting.add(said.id)
            compared.append((said, states))
    return compared


def _another_row(said: Complaint, created_at: int) -> Skipped:
    there = cast("datetime", from_micros(created_at))
    return Skipped(
        key=said.native_id,
        reason=f"{said.id} is known from another account with another date of receipt ({there.isoformat()} there, "
        f"{said.created_at.isoformat()} here): two different rows share this id; give this account ids of its own",
        raw=to_json(said).encode(),
        native_id=said.native_id,
    )


def _met_again(work: Work, row: Row, data_date: datetime | None) -> None:
    """The newer file has said it too: an older one can change nothing from now on."""
    if data_date is not None and (row.data_date is None or row.data_date < data_date):
        row.data_date = data_date
        row.moved = True


def compare_heads(
    work: Work, compared: Iterable[tuple[Complaint, Stated]], *, own: Mapping[str, frozenset[Status]], page: Page
) -> dict[str, bytes]:
    """Compare with what is stored, change the rows in memory, and put the events that this makes.

    Returns: complaint id → digest of what this account says of it now.
    """
    digests: dict[str, bytes] = {}
    for said, states in compared:
        digests[said.id] = states.digest
        if said.status is None and said.id in work.blank and said.id not in work.rows:
            _meet(work, said, states, page.data_date)
            continue
        _compare(work, said, states, own.get(said.id, frozenset()), page.data_date)
    return digests


def _meet(work: Work, said: Complaint, states: Stated, data_date: datetime | None) -> None:
    """Take a complaint of which nothing is known and that says no status: what :func:`diff.compare` makes of it."""
    row = work.new_row(said)
    row.complaint = said
    row.digest, row.words = states
    row.revision = 1
    row.data_date = data_date
    row.said = True
    work.count("new")
    work.refold[said.id] = None


def _compare(work: Work, said: Complaint, states: Stated, own: frozenset[Status], data_date: datetime | None) -> None:
    row = work.rows.get(said.id)
    timeline = work.timelines[said.id]
    channel_status = work.channel_status(said.id) if timeline else None
    known = None
    if row is not None and row.complaint is not None:
        known = Known(
            row.complaint,
            row.digest,
            row.revision,
            work.last_seen(said.id) or work.moment,
            deleted=row.deleted_at is not None,
            channel_status=channel_status,
        )
    difference = compare(
        said,
        known,
        seen_at=work.moment,
        said_states=states,
        own=own,
        first_revision=work.numbered.get(said.id, 0) + 1,
        waiting_status=channel_status,
    )
    work.count(difference.outcome)
    if row is None:
        row = work.new_row(said)
    elif difference.outcome == "unchanged":
        _met_again(work, row, data_date)
        return
    row.unit_changed |= known is not None and known.complaint.unit != difference.complaint.unit
    row.complaint = difference.complaint
    row.created_at = in_micros(difference.complaint.created_at)
    row.digest, row.words = difference.stated
    row.revision = difference.revision
    row.deleted_at = None
    row.data_date = data_date or row.data_date
    row.said = True
    work.refold[said.id] = None
    for event in difference.events:
        work.put(event)


_SIGHTING = ("channel", "account", "complaint_n", "digest", "first_seen_at", "seen_at", "walk", "missed", "mark")


def write_sightings(work: Work, page: Page, digests: Mapping[str, bytes]) -> set[str]:
    """Note that this account sees these complaints, in which full walk, and what is remembered of them.

    Returns: the native ids of those.
    """
    rows: dict[str, tuple[object, ...]] = {}
    met: list[int] = []
    noted: set[str] = set()
    moment = in_micros(work.moment)
    refused = {skipped.native_id for skipped in work.refused}
    for said in page.complaints:
        mine = work.seen.get(said.id, {}).get(work.account)
        digest = digests.get(said.id) or (mine.digest if mine else None)
        # What an older file says is no sighting of today, and of a refused row there is none.
        if digest is None or said.native_id in refused or said.id in work.stale:
            continue
        noted.add(said.native_id)
        n = work.rows[said.id].n
        mark = page.marks.get(said.native_id, mine.mark if mine else None)
        if mine and mine.digest == digest and mine.mark == mark and mine.seen_at <= moment:
            met.append(n)
            continue
        rows[said.id] = (
            work.channel,
            work.account,
            n,
            digest,
            mine.first_seen_at if mine else moment,
            max(moment, mine.seen_at) if mine else moment,
            page.walk or (mine.walk if mine else None),
            0,
            mark,
        )
    keys = ("channel", "account", "complaint_n")
    if met:
        _write_met(work, met, page.walk)
    put_rows(work.conn, tables.sighting, _SIGHTING, list(rows.values()), keys=keys)
    return noted


def _write_met(work: Work, numbers: Iterable[int], walk: str | None) -> None:
    """Note that this account met complaints again and said nothing new of them: most of a walk over known ones."""
    given = {"of": work.channel, "whose": work.account, "moment": in_micros(work.moment), "in_walk": walk}
    tell(work.conn, _met(work.conn.dialect.name), **given, numbers=listed(work.conn, numbers))


@cache
def _met(dialect: str) -> Update:
    s = tables.sighting.c
    mine = and_(s.channel == bindparam("of"), s.account == bindparam("whose"))
    values = {
        "seen_at": bindparam("moment"),
        "walk": func.coalesce(bindparam("in_walk", type_=Text), s.walk),
        "missed": 0,
    }
    return update(tables.sighting).where(mine, one_of(dialect, s.complaint_n, "numbers")).values(values)

"""Effective values and facts, told anew for every row whose words or events changed, in the same transaction.

For: a commit, an act of the office, a link.
Must not: read the JSON of a long thread; the columns of the events that matter are enough.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, bindparam, update

from ..facts import Fact, fold, in_lapor, in_micros, to_micros
from ..model import Complaint, Event, Source, Status
from ..timeline import counts, current_status, office_values
from . import tables
from .cases import ToldFact, put_facts, recount, touched_by_links
from .dialect import put_rows
from .rows import complaint_json, effective
from .work import Row, Work

__all__ = ["refold"]


def refold(work: Work) -> None:
    """Write rows, effective values and facts of all complaints whose story changed."""
    rows = [work.rows[i] for i in work.refold if i in work.rows]
    work.load_words(row.id for row in rows)
    said: list[tuple[object, ...]] = []
    folded: list[dict[str, Any]] = []
    facts: list[ToldFact] = []
    for row in rows:
        if row.new and row.complaint is not None and _plain(row.complaint, work.timelines[row.id]):
            said.append(_said(row, _Told(row.complaint, row.complaint, {}), answers=work.timelines[row.id].values()))
            continue
        told, fact = _fold(work, row)
        if row.said:
            said.append(_said(row, told))
        else:
            folded.append(_folded(row, told))
        facts.append(ToldFact(row.n, fact))
    put_rows(work.conn, tables.complaint, _SAID, said, keys=("id",), keep=("n", "channel", "account", "native_id"))
    _write_folded(work.conn, folded)
    put_facts(work.conn, facts)
    ids = touched_by_links(work.conn, [row.id for row in rows])
    if ids:
        recount(work.conn, ids, zone=work.zone)


def _plain(complaint: Complaint, timeline: Mapping[Any, Event]) -> bool:
    """Whether nothing is told of a new row but messages: it counts as it came, and has no fact of its own.

    The rows of a back-fill are such; what ``fold`` would say of them stands in their own columns, see
    ``facts.read_facts``. An answer that was marked, or seems to come before the complaint, is not as plain as that.
    """
    return complaint.status is None and all(
        counts(e)
        and e.at is not None
        and e.at >= complaint.created_at
        and not e.day
        and e.status is None
        and e.intent is None
        and e.source is Source.channel
        for e in timeline.values()
    )


@dataclass(slots=True)
class _Told:
    """A complaint as the channel says it, as it counts, and what the office says instead."""

    said: Complaint
    now: Complaint
    overlay: dict[str, JsonValue]


def _fold(work: Work, row: Row) -> tuple[_Told, Fact]:
    """What is told of a row, and its fact."""
    complaint = row.complaint
    if complaint is None:  # pragma: no cover - the words of every row that is folded were loaded
        raise LookupError(f"{row.id} has no words to fold")
    timeline = list(work.timelines[row.id].values())
    overlay = office_values(timeline)
    now = effective(complaint, overlay=overlay, status=current_status(timeline))
    if row.unit_changed and "unit" in overlay and overlay["unit"] != complaint.unit:
        work.differs.append(row.id)
    return _Told(complaint, now, overlay), fold(now, timeline, zone=work.zone)


_SAID = (
    "n",
    "id",
    "channel",
    "account",
    "scope",
    "native_id",
    "created_at",
    "body",
    "digest",
    "revision",
    "data_date",
    "overlay",
    "deleted_at",
    "status",
    "open",
    "form",
    "kind",
    "oversight",
    "unit",
    "category",
    "district",
    "rating",
    "linked",
    "answered",
)


def _said(row: Row, told: _Told, *, answers: Collection[Event] = ()) -> tuple[object, ...]:
    """A row whose words are written, as the driver takes it; see put_rows.

    Args:
        answers: of a row that has no fact.
    """
    said, now = told.said, told.now
    status = now.status or (Status.responded if answers else Status.received)
    return (
        row.n,
        row.id,
        said.channel,
        said.account,
        said.scope,
        said.native_id,
        row.created_at,
        complaint_json(said, row.words),
        row.digest,
        row.revision,
        to_micros(row.data_date),
        json.dumps(told.overlay) if told.overlay else None,
        to_micros(row.deleted_at),
        str(status),
        status.open,
        str(now.form) if now.form else None,
        str(now.kind) if now.kind else None,
        now.oversight,
        now.unit,
        now.category,
        now.district,
        now.rating,
        in_lapor((now,)),
        min(in_micros(e.at) for e in answers if e.at is not None) if answers else None,
    )


def _folded(row: Row, told: _Told) -> dict[str, object]:
    """What folding changes of a row whose words stay."""
    now = told.now
    return {
        "id": row.id,
        "overlay": json.dumps(told.overlay) if told.overlay else None,
        "revision": row.revision,
        "data_date": row.data_date,
        "deleted_at": row.deleted_at,
        "status": str(now.status or Status.received),
        "open": now.open,
        "kind": str(now.kind) if now.kind else None,
        "oversight": now.oversight,
        "unit": now.unit,
        "category": now.category,
        "district": now.district,
    }


def _write_folded(conn: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = update(tables.complaint).where(tables.complaint.c.id == bindparam("b_id"))
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in rows[0] if name != "id"}
    conn.execute(statement.values(values), [{f"b_{name}": value for name, value in row.items()} for row in rows])

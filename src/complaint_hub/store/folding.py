"""Effective values and facts, told anew for every row whose words or events changed, in the same transaction.

For: a commit, an act of the office, a link.
Must not: read the JSON of a long thread; the columns of the events that matter are enough.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import JsonValue
from sqlalchemy import Connection, bindparam, update

from ..facts import Fact, fold, to_micros
from ..model import Complaint, Event, Status
from ..timeline import current_status, office_values
from . import tables
from .cases import fact_row, put_facts, recount, touched_by_links
from .dialect import put_rows
from .rows import complaint_json, effective
from .work import Row, Work

__all__ = ["refold"]


def refold(work: Work) -> None:
    """Write rows, effective values and facts of all complaints whose story changed."""
    rows = [work.rows[i] for i in work.refold if i in work.rows]
    work.load_words(row.id for row in rows)
    said: list[dict[str, Any]] = []
    folded: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    for row in rows:
        values, fact = _fold(work, row)
        (said if row.said else folded).append(values)
        facts.append(fact_row(row.n, fact))
    put_rows(work.conn, tables.complaint, said, keys=("id",), keep=("n", "channel", "account", "native_id"))
    _write_folded(work.conn, folded)
    put_facts(work.conn, facts)
    ids = touched_by_links(work.conn, [row.id for row in rows])
    if ids:
        recount(work.conn, ids, zone=work.zone)


def _fold(work: Work, row: Row) -> tuple[dict[str, Any], Fact]:
    complaint = row.complaint
    if complaint is None:  # pragma: no cover - the words of every row that is folded were loaded
        raise LookupError(f"{row.id} has no words to fold")
    timeline: Sequence[Event] = list(work.timelines[row.id].values())
    # Of most rows of a back-fill nothing is told but what citizens wrote: they count as they came.
    if not timeline and complaint.status is None:
        return _columns(row, complaint, complaint, {}), fold(complaint, (), zone=work.zone)
    overlay = office_values(timeline)
    now = effective(complaint, overlay=overlay, status=current_status(timeline))
    if row.unit_changed and "unit" in overlay and overlay["unit"] != complaint.unit:
        work.differs.append(row.id)
    return _columns(row, complaint, now, overlay), fold(now, timeline, zone=work.zone)


def _columns(row: Row, said: Complaint, now: Complaint, overlay: dict[str, JsonValue]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": row.id,
        "overlay": json.dumps(overlay) if overlay else None,
        "revision": row.revision,
        "data_date": row.data_date,
        "deleted_at": row.deleted_at,
        "status": str(now.status or Status.received),
        "open": now.open,
        "kind": str(now.kind) if now.kind else None,
        "unit": now.unit,
        "category": now.category,
        "district": now.district,
    }
    if row.said:
        # These go to the driver as they are; see put_rows.
        values |= {
            "data_date": to_micros(row.data_date),
            "deleted_at": to_micros(row.deleted_at),
            "n": row.n,
            "channel": said.channel,
            "account": said.account,
            "scope": said.scope,
            "native_id": said.native_id,
            "created_at": to_micros(said.created_at),
            "body": complaint_json(said),
            "digest": row.digest,
        }
    return values


def _write_folded(conn: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = update(tables.complaint).where(tables.complaint.c.id == bindparam("b_id"))
    values: dict[str, Any] = {name: bindparam(f"b_{name}") for name in rows[0] if name != "id"}
    conn.execute(statement.values(values), [{f"b_{name}": value for name, value in row.items()} for row in rows])

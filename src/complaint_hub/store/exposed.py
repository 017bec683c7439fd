"""Whose data, and which, lay in the database in a period: what a notice after a leak must name.

For: ``Store.exposed``.
Must not: hand out a text; whoever writes the notice needs to know that there was one, not what it said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from ..privacy import Exposed
from . import tables
from .tombstones import SHELL

__all__ = ["read_exposed"]

_FIELDS = ("title", "text", "url", "location", "village", "attachments", "raw")


def read_exposed(conn: Connection, *, since: datetime | None, until: datetime) -> list[Exposed]:
    """By channel and account; of complaints that were here by *until*, and that a sync has met *since*."""
    c, s = tables.complaint.c, tables.sighting.c
    met = (
        select(s.complaint_n, func.min(s.first_seen_at).label("first"), func.max(s.seen_at).label("last"))
        .group_by(s.complaint_n)
        .subquery()
    )
    query = (
        select(c.n, c.channel, c.account, c.body)
        .join(met, met.c.complaint_n == c.n)
        .where(met.c.first <= until, ~c.native_id.startswith(SHELL, autoescape=True))
        .order_by(c.channel, c.account, c.n)
    )
    if since is not None:
        query = query.where(met.c.last >= since)
    found: dict[tuple[str, str], Exposed] = {}
    where: dict[int, Exposed] = {}
    for n, channel, account, body in conn.execute(query):
        one = where[n] = found.setdefault((channel, account), Exposed(channel, account))
        one.complaints += 1
        _add(one, json.loads(body))
    e = tables.event.c
    for n, body in conn.execute(select(e.complaint_n, e.body).where(e.source == "channel", e.type == "message")):
        if (one_of := where.get(n)) is not None:
            _add(one_of, json.loads(body))
    return list(found.values())


def _add(one: Exposed, said: Mapping[str, Any]) -> None:
    for name in _told(said):
        one.fields[name] = one.fields.get(name, 0) + 1
    author = said.get("author") or {}
    if said.get("role") != "agency" and (author.get("id") or author.get("name")):
        person = (author.get("id"), author.get("name"), author.get("url"))
        one.people[person] = one.people.get(person, 0) + 1


def _told(said: Mapping[str, Any]) -> Iterator[str]:
    yield from (name for name in _FIELDS if said.get(name))
    yield from (f"author.{name}" for name, value in (said.get("author") or {}).items() if value)

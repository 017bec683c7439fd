"""Cases: rows that a person has joined, and the facts that are told from all of them.

For: links, and every commit that touches a joined row.
Must not: guess that two rows belong together.

``transferred_to`` and ``duplicate_of`` lead from a row to the one that goes on with the matter; the end of the chain
leads the case. A row goes on in one place only, and never in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, exists, or_, select, update

from ..facts import Fact, fold, in_lapor, to_micros
from ..facts.packing import packed, words_of
from ..model import Complaint, Event, Link, Relation, Status, to_json
from . import tables
from .dialect import among, ask, put_rows, upsert
from .rows import effective, fold_events, parsed_overlay
from .words import numbered

__all__ = ["ToldFact", "put_facts", "recount", "remove_link", "retell", "save_link", "touched_by_links"]

_BATCH = 1_000
_JOINING = (str(Relation.transferred_to), str(Relation.duplicate_of))


@dataclass(frozen=True, slots=True)
class _Joined:
    """The rows of one case: id of the leading one, and of every row the number of steps to it."""

    lead: str
    steps: dict[str, int]


def save_link(conn: Connection, link: Link, *, zone: ZoneInfo) -> None:
    """Store a link and tell the facts of its case anew.

    Raises: ValueError, if it would make a circle, or a row would go on in two places.
    """
    if link.a == link.b:
        raise ValueError(f"{link.a} cannot be linked to itself")
    if link.relation in _JOINING:
        following = {a: b for a, b in _outgoing(conn, [link.a]) if b != link.b}
        if link.a in following:
            raise ValueError(f"{link.a} goes on as {following[link.a]} already: undo that link first")
        if link.a in _chain(conn, link.b):
            raise ValueError(f"{link.b} goes on as {link.a} already: a link back would make a circle")
    statement = upsert(conn.dialect.name, tables.link)
    conn.execute(
        statement.on_conflict_do_update(index_elements=["a", "b", "relation"], set_={"body": statement.excluded.body}),
        {"a": link.a, "b": link.b, "relation": str(link.relation), "body": to_json(link)},
    )
    recount(conn, [link.a, link.b], zone=zone)


def remove_link(conn: Connection, link: Link, *, zone: ZoneInfo) -> None:
    """Undo a link and tell the facts of both sides anew; one that does not exist changes nothing."""
    c = tables.link.c
    before = set(_joined(conn, link.a).steps) | set(_joined(conn, link.b).steps)
    conn.execute(delete(tables.link).where(c.a == link.a, c.b == link.b, c.relation == str(link.relation)))
    recount(conn, before, zone=zone)


_ANY_LINK = select(tables.link.c.a).limit(1)


def touched_by_links(conn: Connection, ids: Sequence[str]) -> list[str]:
    """Of these complaints, those that a link joins to others."""
    c = tables.link.c
    if not ids or not ask(conn, _ANY_LINK):
        return []
    joining = select(c.a, c.b).where(c.relation.in_(_JOINING))
    found = conn.execute(joining.where(or_(among(conn, c.a, ids), among(conn, c.b, ids)))).all()
    linked = {row[0] for row in found} | {row[1] for row in found}
    return [i for i in ids if i in linked]


def _outgoing(conn: Connection, ids: Iterable[str]) -> list[tuple[str, str]]:
    c = tables.link.c
    rows = conn.execute(select(c.a, c.b).where(among(conn, c.a, ids), c.relation.in_(_JOINING)))
    return [(row[0], row[1]) for row in rows]


def _chain(conn: Connection, start: str) -> list[str]:
    """The rows from *start* to the end of its chain."""
    path = [start]
    while following := [b for _, b in _outgoing(conn, [path[-1]]) if b not in path]:
        path.append(following[0])
    return path


def _joined(conn: Connection, member: str) -> _Joined:
    lead = _chain(conn, member)[-1]
    steps = {lead: 0}
    ring = [lead]
    c = tables.link.c
    while ring:
        rows = conn.execute(select(c.a, c.b).where(among(conn, c.b, ring), c.relation.in_(_JOINING)))
        ring = []
        for a, b in rows:
            if a not in steps:
                steps[a] = steps[b] + 1
                ring.append(a)
    return _Joined(lead, steps)


def recount(conn: Connection, ids: Iterable[str], *, zone: ZoneInfo) -> None:
    """Tell the facts of these complaints, and of every case they are part of, anew from what is stored."""
    cases: dict[str, _Joined] = {}
    for member in ids:
        joined = _joined(conn, member)
        cases[joined.lead] = joined
    for joined in cases.values():
        _recount(conn, joined, zone)


def retell(conn: Connection, *, zone: ZoneInfo) -> None:
    """Tell the facts of all complaints anew from what is stored: for a database whose facts told less.

    A row that has no fact, because nothing was told of it when it came, stays without one.
    """
    c, f = tables.complaint.c, tables.fact.c
    stored = exists(select(f.id).where(f.complaint_n == c.n, f.whole.is_(False)))
    after = 0
    while rows := conn.execute(
        select(c.n, c.id, c.body, c.overlay, c.status, stored).where(c.n > after).order_by(c.n).limit(_BATCH)
    ).all():
        after = rows[-1][0]
        heads = {row[0]: _head(*row[2:5]) for row in rows}
        conn.execute(
            update(tables.complaint).where(c.n == bindparam("b_n")),
            [{"b_n": n, "rating": head.rating, "linked": in_lapor((head,))} for n, head in heads.items()],
        )
        joined = touched_by_links(conn, [row[1] for row in rows])
        _tell(conn, {row[0]: heads[row[0]] for row in rows if row[5] and row[1] not in joined}, zone)
        recount(conn, joined, zone=zone)


def _tell(conn: Connection, heads: Mapping[int, Complaint], zone: ZoneInfo) -> None:
    """Write the facts of rows that are cases of their own."""
    timelines: dict[str, list[Event]] = {head.id: [] for head in heads.values()}
    for event in fold_events(conn, {n: head.id for n, head in heads.items()}):
        timelines[event.complaint].append(event)
    facts = {n: fold(head, timelines[head.id], zone=zone) for n, head in heads.items()}
    put_facts(conn, [ToldFact(n, fact) for n, fact in facts.items()])


def _recount(conn: Connection, joined: _Joined, zone: ZoneInfo) -> None:
    f, c = tables.fact.c, tables.complaint.c
    numbers = {row[0]: row[1] for row in conn.execute(select(c.id, c.n).where(among(conn, c.id, joined.steps)))}
    conn.execute(delete(tables.fact).where(f.complaint_n.in_(numbers.values()), f.whole))
    heads = _heads(conn, joined.steps)
    timelines: dict[str, list[Event]] = {}
    for event in fold_events(conn, {numbers[i]: i for i in heads}):
        timelines.setdefault(event.complaint, []).append(event)
    # A link may name a row that is not here yet: then the nearest one to the end of the chain leads meanwhile.
    order = sorted(heads.values(), key=lambda head: (joined.steps[head.id], head.created_at, head.id))
    leading: set[str] = set()
    told: list[ToldFact] = []
    for head in order:
        fact = fold(head, timelines.get(head.id, []), zone=zone, case=order[0].id)
        told.append(ToldFact(numbers[head.id], fact, rows=len(order), leads=head.channel not in leading))
        leading.add(head.channel)
    if len(order) > 1:
        merged = [event for timeline in timelines.values() for event in timeline]
        whole = fold(order[0], merged, zone=zone, case=order[0].id, rows=order)
        told.append(ToldFact(numbers[whole.id], whole, rows=len(order), whole=True))
    put_facts(conn, told)


def _heads(conn: Connection, ids: Iterable[str]) -> dict[str, Complaint]:
    c = tables.complaint.c
    rows = conn.execute(select(c.id, c.body, c.overlay, c.status).where(among(conn, c.id, ids)))
    return {row[0]: _head(*row[1:]) for row in rows}


def _head(body: str, overlay: str | None, status: str) -> Complaint:
    return effective(Complaint.model_validate_json(body), overlay=parsed_overlay(overlay), status=Status(status))


@dataclass(frozen=True, slots=True)
class ToldFact:
    """A fact as the table keeps it.

    Attributes:
        n: number of the row that it is told of; of a case, of its leading row.
        rows: how many rows the case has.
        leads: of the case's rows in this channel, the one that counts there.
        whole: told from all rows of the case.
    """

    n: int
    fact: Fact
    rows: int = 1
    leads: bool = True
    whole: bool = False


_COLUMNS = tuple(column.name for column in tables.fact.columns)


def put_facts(conn: Connection, told: Sequence[ToldFact]) -> None:
    """Write rows of the fact table, in the place of those with the same name."""
    if not told:
        return
    numbers = numbered(conn, {word for one in told for word in words_of(one.fact)})
    rows: list[tuple[object, ...]] = [
        (
            one.n,
            one.whole,
            one.rows,
            one.leads,
            one.fact.id,
            one.fact.case if one.fact.case != one.fact.id else None,
            one.fact.channel,
            to_micros(one.fact.received),
            packed(one.fact, numbers),
        )
        for one in told
    ]
    put_rows(conn, tables.fact, _COLUMNS, rows, keys=("complaint_n", "whole"))

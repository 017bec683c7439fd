"""What was drawn from each quota, and the tokens that sign: rows that several processes write at once.

For: the session, before each request.
Must not: know a platform, or show a secret.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Text, bindparam, select, type_coerce
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from ..contract import Token
from ..facts import to_micros
from . import tables
from .dialect import tell, upsert

__all__ = ["exhaust", "exhausted", "load_token", "save_token", "spend", "token_saved_at", "used"]


def spend(conn: Connection, key: str, *, window: str, resets_at: datetime, cost: int, amount: int) -> bool:
    """Draw *cost* if the window still holds it: one statement, so that two processes cannot both take the last unit."""
    if cost > amount:
        return False
    drawn = {"key": key, "window": window, "used": cost, "exhausted": False, "resets_at": to_micros(resets_at)}
    return tell(conn, _spend(conn.dialect.name), **drawn, amount=amount) == 1


@cache
def _spend(dialect: str) -> Any:
    """The statement, made once: it runs before every request."""
    names = ("key", "window", "used", "exhausted", "resets_at")
    statement = upsert(dialect, tables.spent).values({name: bindparam(name) for name in names})
    old, new = tables.spent.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["key", "window"],
        set_={"used": old.used + new.used, "resets_at": new.resets_at},
        where=(old.used + new.used <= bindparam("amount")) & old.exhausted.is_(False),
    )


def exhaust(conn: Connection, key: str, *, window: str, resets_at: datetime) -> None:
    """Note that the server calls the window spent, whatever was counted here."""
    statement = upsert(conn.dialect.name, tables.spent)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["key", "window"], set_={"exhausted": True, "resets_at": statement.excluded.resets_at}
        ),
        {"key": key, "window": window, "used": 0, "exhausted": True, "resets_at": resets_at},
    )


def used(conn: Connection, key: str, *, window: str) -> int:
    """How much was drawn in this window."""
    c = tables.spent.c
    return conn.execute(select(c.used).where(c.key == key, c.window == window)).scalar() or 0


def exhausted(conn: Connection, key: str, *, window: str) -> bool:
    """Whether the server has called this window spent."""
    c = tables.spent.c
    return bool(conn.execute(select(c.exhausted).where(c.key == key, c.window == window)).scalar())


class _Hidden(str):
    """A text that is not shown: the log of SQLAlchemy writes the ``repr`` of all that goes in and comes out."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


class _HiddenText(TypeDecorator[str]):
    """A column of them, as it is read."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _Hidden(value)


def load_token(conn: Connection, key: str) -> Token | None:
    """The token that was saved last under this key."""
    hidden = type_coerce(tables.token.c.body, _HiddenText())
    body = conn.execute(select(hidden).where(tables.token.c.key == key)).scalar()
    if body is None:
        return None
    values = json.loads(body)
    return Token(
        secret=values["secret"],
        expires_at=_instant(values["expires_at"]),
        refresh=values["refresh"],
        scopes=tuple(values["scopes"]),
        # Absent in what older versions wrote.
        renew_at=_instant(values.get("renew_at")),
        consent_until=_instant(values.get("consent_until")),
    )


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def token_saved_at(conn: Connection, key: str) -> datetime | None:
    """When the token under this key was saved."""
    return conn.execute(select(tables.token.c.saved_at).where(tables.token.c.key == key)).scalar()


def save_token(conn: Connection, key: str, token: Token, *, now: datetime) -> None:
    """Keep a token in the place of the one before."""
    body = {
        "secret": token.secret,
        "expires_at": token.expires_at.isoformat() if token.expires_at else None,
        "refresh": token.refresh,
        "scopes": list(token.scopes),
        "renew_at": token.renew_at.isoformat() if token.renew_at else None,
        "consent_until": token.consent_until.isoformat() if token.consent_until else None,
    }
    statement = upsert(conn.dialect.name, tables.token)
    conn.execute(
        statement.on_conflict_do_update(
            index_elements=["key"],
            set_={"body": statement.excluded.body, "saved_at": statement.excluded.saved_at},
        ),
        {"key": key, "body": _Hidden(json.dumps(body)), "saved_at": now},
    )

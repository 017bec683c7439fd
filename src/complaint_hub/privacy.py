"""Personal data by rule: words that point to a person, keyed names of the erased, and how long data may be kept.

For: exports and views, which redact; the store, which erases (``store.erasing``) and keeps out what was erased
(``store.tombstones``); the command ``privacy``.
Must not: read a clock, a file of the user or the database; promise that rules find every name: a name that a citizen
writes into a text, other than the author's own, cannot be found by them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast
from zoneinfo import ZoneInfo

from .errors import ConfigError
from .rules import Row, in_force, load

__all__ = ["LEAST_KEY", "Due", "Erasable", "Kept", "check_key", "keyed_name", "overdue", "redacted"]

Erasable: TypeAlias = Literal["complaint", "author", "message"]
"""What a keyed name stands for: a complaint, a person, or one message of that person."""

LEAST_KEY: Final = 32
"""Characters of the key at least: 128 bits in hexadecimal digits."""

_DATE: Final = r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?!\d)"
# The letters of the regions, Perpol 7/2021 on the registration of vehicles.
_REGION: Final = r"(?:A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRSTW]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[ABGSTY]?|R|S|T|W|Z)"
_FOUND: Final = (
    (re.compile(r"(?i)\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), "[surel]"),
    (re.compile(r"(?i)\bwa\.me/\S{1,40}"), "[telepon]"),
    # Numbers of a person (NIK) and of a family (KK) have 16 digits.
    (re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)"), "[NIK]"),
    (re.compile(rf"(?<![\w.,/-])(?!{_DATE})(?:\+\d{{1,3}}|\(?0|62)(?:[ ().-]{{0,2}}\d){{8,13}}(?!\d)"), "[telepon]"),
    (re.compile(rf"(?<!\w){_REGION}[ .-]?\d{{1,4}}[ .-]?[A-Z]{{1,3}}(?!\w)"), "[plat]"),
    # Written small only where it can hardly be anything else: two letters, and no year ("mulai ae 2023 iki").
    (
        re.compile(rf"(?i)(?<!\w)(?=[a-z]{{2}}){_REGION}[ .-]?(?!(?:19|20)\d\d)\d{{3,4}}[ .-]?[a-z]{{2}}(?!\w)"),
        "[plat]",
    ),
    (re.compile(r"(?<![\w@/.])@\w[\w.]{1,40}"), "[akun]"),
)


def redacted(text: str, *, name: str | None = None) -> str:
    """The text with a word in brackets for what points to a person.

    The words are [telepon], [surel], [NIK], [plat], [akun] and [nama].

    Args:
        name: the author's own; shorter than three letters it is left, since it would be found everywhere.
    """
    for pattern, word in _FOUND:
        text = pattern.sub(word, text)
    if name is not None and len(name.strip()) >= 3:
        text = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", "[nama]", text, flags=re.IGNORECASE)
    return text


def check_key(key: str) -> str:
    """Hand back a key that is long enough. Raises ConfigError, which never shows it."""
    if len(key) < LEAST_KEY:
        raise ConfigError(
            f"the key for erasing has {len(key)} characters and needs {LEAST_KEY}: make one with python3 -c "
            "'import secrets; print(secrets.token_hex(32))', keep it outside the database, and never change it"
        )
    return key


def keyed_name(kind: Erasable, channel: str, id: str, *, key: str) -> str:
    """What stands for an erased id: 32 hexadecimal digits that say nothing to whoever lacks the key.

    A hash without a key would be undone by trying all numbers of reports, of which there are a few million.
    """
    secret = blake2b(key.encode(), digest_size=32).digest()
    said = "\0".join((kind, channel, id)).encode("utf-8", "surrogatepass")
    return hmac.new(secret, said, "sha256").hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a complaint's age; an instant that never was is None.

    Attributes:
        seen: when a channel last met it.
        closed: when it was resolved or closed for good.
    """

    id: str
    channel: str
    received: datetime
    seen: datetime | None = None
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A complaint that a rule lets nobody keep as it is any longer, and since when."""

    id: str
    rule: Row
    since: datetime


def overdue(kept: Iterable[Kept], *, now: datetime, zone: ZoneInfo, path: str | Path | None = None) -> list[Due]:
    """Say what was kept longer than a rule allows, in the order of *kept*, then of the rules.

    Args:
        now: the moment of judgement, aware.
        zone: on which local date a rule is in force.
        path: the office's own table instead of the shipped ``retention`` (its retention schedule, *JRA*).

    Raises: ConfigError, if the table is not of its form.
    """
    rules = in_force(load("retention", path).rows, now.astimezone(zone).date())
    found: list[Due] = []
    for one in kept:
        for rule in rules:
            began = _began(one, rule)
            if began is not None and (since := began + timedelta(days=rule["days"])) <= now:
                found.append(Due(one.id, rule, since))
    return found


def _began(one: Kept, rule: Mapping[str, object]) -> datetime | None:
    """When the time of a rule began to run; None if it says nothing of this complaint, or has not begun."""
    channels = cast("tuple[str, ...]", rule["channels"] or ())
    if channels and one.channel not in channels:
        return None
    return {"received": one.received, "seen": one.seen, "closed": one.closed}[str(rule["counts_from"])]

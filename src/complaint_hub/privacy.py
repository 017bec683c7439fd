"""Personal data by rule: words that point to a person, keyed names of the erased, and how long data may be kept.

For: exports and views, which redact; the store, which erases (``store.erasing``) and keeps out what was erased
(``store.tombstones``); the command ``privacy``.
Must not: read a clock, a file of the user or the database; promise that rules find every name: a name that a citizen
writes into a text, other than the author's own, cannot be found by them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal, TypeAlias
from zoneinfo import ZoneInfo

from .errors import ConfigError
from .rules import Row, in_force, load

__all__ = [
    "LEAST_KEY",
    "NOTICE_TIME",
    "Due",
    "Erasable",
    "Exposed",
    "Holding",
    "Kept",
    "Limit",
    "Step",
    "check_key",
    "keyed_name",
    "overdue",
    "redacted",
    "retention",
]

Erasable: TypeAlias = Literal["complaint", "author", "message"]
"""What a keyed name stands for: a complaint, a person, or one message of that person."""

Step: TypeAlias = Literal["erase", "refresh", "review", "hold"]
"""What is to be done with something kept too long: erase it, read it again first, let a person decide, or leave it
because the office holds it (a dispute, a letter of the Ombudsman, an audit)."""

LEAST_KEY: Final = 32
"""Characters of the key at least: 128 bits in hexadecimal digits."""

NOTICE_TIME: Final = timedelta(hours=72)
"""UU 27/2022 on the protection of personal data, article 46: at the latest 3 x 24 hours after a failure to protect data
the persons and the authority are told in writing which data, when and how, and what is done about it."""

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
    said = "\0".join((kind, channel, id)).encode("utf-8", "surrogatepass")
    return hmac.digest(_secret(key), said, "sha256").hex()[:32]


@lru_cache(maxsize=4)
def _secret(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=32).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of the age of a complaint, or of a row in quarantine; an instant that never was is None.

    Attributes:
        what: a complaint with its timeline, or raw bytes that could not be read.
        seen: when a channel last met it.
        closed: when it was resolved or closed for good.
        sought: when the last full reading that should have met it began.
        deleted: the platform does not show it any more.
        held: the office holds it, whatever a rule says.
    """

    id: str
    channel: str
    received: datetime
    account: str = ""
    what: Literal["complaint", "quarantine"] = "complaint"
    seen: datetime | None = None
    closed: datetime | None = None
    sought: datetime | None = None
    deleted: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a rule lets nobody keep as it is any longer, and since when."""

    kept: Kept
    rule: Row
    since: datetime

    @property
    def id(self) -> str:
        """The complaint's id, or the quarantine's key."""
        return self.kept.id

    @property
    def step(self) -> Step:
        """What is to be done.

        Where a rule asks to refresh, a sync that was not made proves nothing: only what the platform took away, or what
        a full reading did not meet, is to go.
        """
        one, action = self.kept, self.rule["action"]
        if one.held:
            return "hold"
        if action != "refresh":
            return "review" if action == "review" else "erase"
        unmet = one.sought is not None and one.seen is not None and one.sought > one.seen
        return "erase" if one.deleted or unmet or one.what == "quarantine" else "refresh"


@dataclass(slots=True)
class Exposed:
    """What lay there of one account.

    Attributes:
        fields: how often each was filled (``"text"``, ``"author.name"``).
        people: (id, name, address of the page) as the channel tells them → how many complaints and messages.
    """

    channel: str
    account: str
    complaints: int = 0
    fields: dict[str, int] = field(default_factory=dict[str, int])
    people: dict[tuple[str | None, str | None, str | None], int] = field(
        default_factory=dict["tuple[str | None, str | None, str | None]", int]
    )


def overdue(kept: Iterable[Kept], *, now: datetime, zone: ZoneInfo, path: str | Path | None = None) -> list[Due]:
    """Say what was kept longer than a rule allows, in the order of *kept*, then of the rules.

    Args:
        now: the moment of judgement, aware.
        zone: on which local date a rule is in force.
        path: the office's own table instead of the shipped ``retention`` (its retention schedule, *JRA*).

    Raises: ConfigError, if the table is not of its form.
    """
    return [due for holding in retention(kept, now=now, zone=zone, path=path) for due in holding.due]


@dataclass(slots=True)
class Limit:
    """A rule on what an account keeps.

    Attributes:
        running: of how many its time runs.
        next: when the time of the first of those that are not due yet is over.
        due: what was kept longer.
    """

    rule: Row
    running: int = 0
    next: datetime | None = None
    due: list[Due] = field(default_factory=list[Due])


@dataclass(slots=True)
class Holding:
    """What is kept of one account, and which rules say until when.

    Attributes:
        oldest: when the oldest of it was received.
        unseen: the time at which the one that was not met for longest was last met; None if nothing was ever met.
        limits: none, where no rule speaks of the channel.
    """

    channel: str
    account: str
    what: Literal["complaint", "quarantine"]
    oldest: datetime
    unseen: datetime | None = None
    count: int = 0
    limits: Sequence[Limit] = ()

    @property
    def due(self) -> list[Due]:
        """What was kept longer than one of the rules allows, once for each rule."""
        return [due for limit in self.limits for due in limit.due]


def retention(kept: Iterable[Kept], *, now: datetime, zone: ZoneInfo, path: str | Path | None = None) -> list[Holding]:
    """Say by account what is kept, how old it is, and which rules limit that; what :func:`overdue` says of each.

    Returns: one for each channel, account and kind of thing, in the order in which they are first met.
    """
    rules = in_force(load("retention", path).rows, now.astimezone(zone).date())
    holdings: dict[tuple[str, str, str], Holding] = {}
    for one in kept:
        place = (one.channel, one.account, one.what)
        if (holding := holdings.get(place)) is None:
            limits = [Limit(rule) for rule in rules if not rule["channels"] or one.channel in rule["channels"]]
            holding = holdings[place] = Holding(*place[:2], one.what, one.received, limits=limits)
        holding.count += 1
        holding.oldest = min(holding.oldest, one.received)
        holding.unseen = min(filter(None, (holding.unseen, one.seen)), default=None)
        for limit in holding.limits:
            _judge(limit, one, now)
    return list(holdings.values())


def _judge(limit: Limit, one: Kept, now: datetime) -> None:
    began = {"received": one.received, "seen": one.seen, "closed": one.closed}[str(limit.rule["counts_from"])]
    if began is None:
        return
    limit.running += 1
    since = began + timedelta(days=limit.rule["days"])
    if since <= now:
        limit.due.append(Due(one, limit.rule, since))
    elif limit.next is None or since < limit.next:
        limit.next = since

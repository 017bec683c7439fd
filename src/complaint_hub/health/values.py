"""What ``checkup`` has looked at, and what is found in it: plain frozen values.

For: ``complaint_hub.health``.
Must not: judge, or hold a credential.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..contract import Estimate
from ..report import PastRun, Subscribed

__all__ = [
    "AccountHealth",
    "CredentialHealth",
    "Finding",
    "Level",
    "QuotaHealth",
    "StoreHealth",
    "WebhookHealth",
    "worst",
]


class Level(StrEnum):
    """How much a finding matters: ``notice`` is worth knowing and takes care of itself, ``person`` does not."""

    fine = "fine"
    notice = "notice"
    person = "person"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``text`` is a sentence in Indonesian."""

    level: Level
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class CredentialHealth:
    """How one identity of a channel signs.

    Attributes:
        renews: a token that has run out is replaced by the next run.
        saved_at, expires_at: of the token in the store; None if there is none, or if it does not run out.
        renew_at: from when on a sync renews it, where that goes by schedule: such a token is not renewed once it has
            run out.
        consent_until: when the consent ends, however often its tokens are renewed; None if nobody says so.
        scopes: what the token, or the configured consent, covers; empty if nobody says so.
    """

    identity: str
    renews: bool
    saved_at: datetime | None = None
    expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    renew_at: datetime | None = None
    consent_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuotaHealth:
    """One day's quota; ``exhausted`` is the platform's own word."""

    limit: str
    amount: int
    used: int
    exhausted: bool
    resets_at: datetime

    @property
    def left(self) -> int:
        """What may still be drawn."""
        return 0 if self.exhausted else max(0, self.amount - self.used)


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """What an account was told by webhook, where one is set up.

    Attributes:
        last: when it was last told something new; None if it never was, or not for a week.
        waiting: notices that were not read yet; ``oldest`` is when the first of them came.
        asked: what the platform says of it; None if it was not asked.
        cost: of asking, by the name of a limit; empty if there is nothing to ask.
    """

    last: datetime | None = None
    waiting: int = 0
    oldest: datetime | None = None
    asked: Subscribed | None = None
    cost: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """One account as it stands.

    Attributes:
        configured: it stands in the settings; else only the store knows it (files that were imported by hand).
        walks: it is read over HTTP, so that old items are met again by deep walks only.
        last_full: when a full walk last ended well.
        known: complaints that it still sees.
        quarantine: items that were set aside.
        webhook: None if none is set up.
        estimate: None if the channel cannot say what a run costs.
        problem: why it could not be looked at in full.
    """

    channel: str
    account: str
    configured: bool = True
    walks: bool = False
    credentials: tuple[CredentialHealth, ...] = ()
    quotas: tuple[QuotaHealth, ...] = ()
    last_run: PastRun | None = None
    last_full: datetime | None = None
    known: int = 0
    quarantine: int = 0
    webhook: WebhookHealth | None = None
    estimate: Estimate | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """The database as it stands.

    Attributes:
        name: file, or host and database; never a password.
        exists: False for a file that is not there yet.
        version: of its tables; None if they were not read.
        size: bytes, its log included; None for a server.
        free: bytes left on its disk; None for a server.
        mode: of the file, where others may read it; None if only its owner may, or the system knows no modes.
        problem: why it cannot be read.
    """

    name: str
    exists: bool
    version: str | None = None
    size: int | None = None
    free: int | None = None
    mode: int | None = None
    problem: str | None = None


def worst(findings: Sequence[Finding]) -> Level:
    """The level of the gravest finding."""
    return max((one.level for one in findings), key=list(Level).index, default=Level.fine)

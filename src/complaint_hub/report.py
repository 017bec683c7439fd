"""What a run did, as a value: nothing is dropped silently, so everything has a number or a sentence here.

For: hubs (which fill it), the CLI (which prints it), operators (who read it).
Must not: do anything. Fields may be added, none renamed: the JSON of ``sync`` and ``import`` is this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime

from .contract import Coverage, Subscription

__all__ = ["Counts", "Delivery", "DeliveryReport", "PastRun", "Run", "Stopped", "Subscribed", "SyncReport"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items; an item is a complaint, or an event that the channel itself sent (a message, a sheet's date).

    Attributes:
        fetched: items read; ``new + changed + unchanged + stale``.
        gone: complaints and messages found to be deleted on the platform.
        set_aside: items in quarantine that this run put there or met again.
        waiting: events whose complaint is not known yet.
        stale: items said by an older file than the one that said them last; they changed nothing.
        healed: quarantine rows whose item could be stored now.
        repaired: texts that were stored with a damaged character replaced.
    """

    fetched: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    set_aside: int = 0
    waiting: int = 0
    stale: int = 0
    healed: int = 0
    repaired: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a run ended early without an error, and when going on makes sense.

    Attributes:
        reason: ``"budget"`` (the user's), ``"quota"`` (the platform's), ``"rate_limit"``.
    """

    reason: str
    resets_at: datetime | None = None

    def to_dict(self) -> dict[str, object]:
        """The reason, and the instant in ISO 8601."""
        return {"reason": self.reason, "resets_at": self.resets_at.isoformat() if self.resets_at else None}


@dataclass(frozen=True, slots=True)
class Run:
    """What happened to one account.

    Attributes:
        requests: HTTP requests sent, retries and renewals included.
        spent: what was drawn, by the name of the channel's limit.
        notices: what a person should know, once per cause with its count (an unknown status text, a repeated header).
        differs: complaints whose unit the channel changed after the office's last disposition.
        error: one sentence; None if the run ended as it should.
    """

    channel: str
    account: str
    counts: Counts = field(default_factory=Counts)
    requests: int = 0
    spent: Mapping[str, int] = field(default_factory=dict[str, int])
    stopped: Stopped | None = None
    coverage: tuple[Coverage, ...] = ()
    notices: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    error: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The row as it stands in the JSON of ``sync`` and ``import``; instants are ISO 8601 in UTC."""
        return {
            "channel": self.channel,
            "account": self.account,
            **asdict(self.counts),
            "requests": self.requests,
            "spent": dict(self.spent),
            "stopped": self.stopped.to_dict() if self.stopped else None,
            "coverage": [asdict(c) for c in self.coverage],
            "notices": list(self.notices),
            "differs": list(self.differs),
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run as the store remembers it.

    Attributes:
        deep: None for one that only read what was new.
        coverage: what the platform counted against what the run was given.
    """

    started_at: datetime
    ended_at: datetime | None
    deep: str | None = None
    stopped: Stopped | None = None
    error: str | None = None
    coverage: tuple[Coverage, ...] = ()


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What the platform of one account said of its webhook, when it was asked.

    Attributes:
        found: by part of the account; empty where there is nothing to ask yet.
        requests: HTTP requests sent, retries and renewals included.
        error: why it could not be asked; None if it was.
    """

    channel: str
    account: str
    found: tuple[Subscription, ...] = ()
    requests: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What all accounts did, in the order in which they were configured."""

    runs: tuple[Run, ...]

    def __iter__(self) -> Iterator[Run]:
        return iter(self.runs)

    @property
    def clean(self) -> bool:
        """True if no account failed and nothing was set aside."""
        return all(run.error is None and not run.counts.set_aside for run in self.runs)

    def to_dict(self) -> dict[str, object]:
        """The report as JSON-ready values: ``{"runs": [...]}``."""
        return {"runs": [run.to_dict() for run in self.runs]}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one account's replies came to.

    Attributes:
        moved: how many replies came into each state (``{"sent": 2, "verified": 1, "failed": 1}``); one reply may have
            come through several.
        left: replies that wait for another try, or for a person (approved, sending, unsure).
        requests, spent, stopped, notices, error: as in a :class:`Run`.
    """

    channel: str
    account: str
    moved: Mapping[str, int] = field(default_factory=dict[str, int])
    left: int = 0
    requests: int = 0
    spent: Mapping[str, int] = field(default_factory=dict[str, int])
    stopped: Stopped | None = None
    notices: tuple[str, ...] = ()
    error: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The row as it stands in the JSON of ``outbox send``."""
        return {
            "channel": self.channel,
            "account": self.account,
            "moved": dict(self.moved),
            "left": self.left,
            "requests": self.requests,
            "spent": dict(self.spent),
            "stopped": self.stopped.to_dict() if self.stopped else None,
            "notices": list(self.notices),
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What the replies of all accounts came to, in the order in which they were configured."""

    deliveries: tuple[Delivery, ...]

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.deliveries)

    @property
    def clean(self) -> bool:
        """True if no account failed, nothing was refused, and nothing is left."""
        return all(row.error is None and not row.left and not row.moved.get("failed") for row in self.deliveries)

    def to_dict(self) -> dict[str, object]:
        """The report as JSON-ready values: ``{"deliveries": [...]}``."""
        return {"deliveries": [row.to_dict() for row in self.deliveries]}

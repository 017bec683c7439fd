"""A store in memory with the methods that sessions and flows use: for tests of those rooms alone.

Must not: fold, link or judge; what a real store makes of a page is tested with the real one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from complaint_hub.contract import Notice, Page, Skipped, State, Token
from complaint_hub.errors import BusyError, StoreError
from complaint_hub.report import Counts, Run

__all__ = ["MemoryLease", "MemoryStore"]


@dataclass(frozen=True)
class Checkpoint:
    version: int
    state: State | None


@dataclass(frozen=True)
class Commit:
    version: int
    counts: Counts
    notices: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quarantined:
    channel: str
    account: str
    skipped: Skipped


@dataclass
class MemoryLease:
    store: MemoryStore
    name: str
    beats: int = 0

    def beat(self, now: datetime) -> None:
        self.beats += 1

    def release(self) -> None:
        with self.store.lock:
            self.store.leases.discard(self.name)


Account = tuple[str, str]


@dataclass
class MemoryStore:
    """Every method under one lock; ``broken`` makes commits fail as a full disk does."""

    states: dict[Account, Checkpoint] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    complaints: dict[str, object] = field(default_factory=dict)
    read_ats: list[datetime | None] = field(default_factory=list)
    set_aside: dict[tuple[str, str, str], Skipped] = field(default_factory=dict)
    suspected: list[str] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)
    ledger: dict[tuple[str, str], int] = field(default_factory=dict)
    exhausted: dict[tuple[str, str], datetime] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    leases: set[str] = field(default_factory=set)
    runs: list[tuple[Run, datetime, str | None]] = field(default_factory=list)
    differing: tuple[str, ...] = ()
    waits: int = 0
    broken: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)

    def close(self) -> None:
        """Nothing to close."""

    def checkpoint(self, channel: str, account: str) -> Checkpoint:
        return self.states.get((channel, account), Checkpoint(0, None))

    def commit(
        self,
        channel: str,
        account: str,
        page: Page,
        *,
        version: int,
        now: datetime,
        read_at: datetime | None = None,
        heals: Iterable[str] = (),
    ) -> Commit:
        with self.lock:
            if self.broken:
                raise StoreError("the disk is full")
            known = self.checkpoint(channel, account)
            if known.version != version:
                raise BusyError(f"another run moved {channel} {account}")
            new = [c for c in page.complaints if c.id not in self.complaints]
            self.complaints.update({c.id: c for c in page.complaints})
            self.marked.update(page.marks)
            for skipped in page.skipped:
                self.set_aside[channel, account, skipped.key] = skipped
            healed = [(channel, account, key) for key in heals]
            for key in healed:
                del self.set_aside[key]
            self.suspected = [i for i in self.suspected if i not in page.missing]
            state = known.state if page.state is None else page.state
            self.states[channel, account] = Checkpoint(version + 1, state)
            self.pages.append(page)
            self.read_ats.append(read_at)
            fetched = len(page.complaints) + len(page.events)
            counts = Counts(
                fetched=fetched,
                new=len(new),
                unchanged=fetched - len(new),
                set_aside=len(page.skipped),
                gone=len(page.missing),
                healed=len(healed),
            )
            return Commit(version + 1, counts, differs=self.differing)

    def marks(self, channel: str, account: str, native_ids: Sequence[str]) -> dict[str, str]:
        return {i: self.marked[i] for i in native_ids if i in self.marked}

    def known(
        self, channel: str, account: str, *, after: str | None = None, n: int = 50, scope: str | None = None
    ) -> list[str]:
        ids = [i.removeprefix(f"{channel}:") for i in reversed(self.complaints) if i.startswith(f"{channel}:")]
        start = ids.index(after) + 1 if after else 0
        return ids[start : start + n]

    def suspects(self, channel: str, account: str) -> list[str]:
        return list(self.suspected)

    def notices(self, channel: str, account: str, *, n: int | None = None) -> list[Notice]:
        return []  # nothing is told to a store that forgets

    def waiting(self, channel: str, account: str) -> int:
        return self.waits

    def spend(self, key: str, *, window: str, resets_at: datetime, cost: int, amount: int) -> bool:
        with self.lock:
            used = self.ledger.get((key, window), 0)
            if used + cost > amount or (key, window) in self.exhausted:
                return False
            self.ledger[key, window] = used + cost
            return True

    def exhaust(self, key: str, *, window: str, resets_at: datetime) -> None:
        self.exhausted[key, window] = resets_at

    def used(self, key: str, *, window: str) -> int:
        return self.ledger.get((key, window), 0)

    def token(self, key: str) -> Token | None:
        return self.tokens.get(key)

    def save_token(self, key: str, token: Token, *, now: datetime) -> None:
        self.tokens[key] = token

    def lease(self, name: str, *, now: datetime, wait_out: float = 60.0) -> MemoryLease:
        with self.lock:
            if name in self.leases:
                raise BusyError(f"another run holds {name}")
            self.leases.add(name)
            return MemoryLease(self, name)

    def save_run(self, run: Run, *, started_at: datetime, ended_at: datetime, deep: str | None = None) -> None:
        with self.lock:
            assert ended_at - started_at < timedelta(hours=1)
            self.runs.append((run, ended_at, deep))

    def last_run(self, channel: str, account: str, *, deep: str | None = None) -> datetime | None:
        ended = [
            at
            for run, at, depth in self.runs
            if (run.channel, run.account) == (channel, account) and run.error is None and deep in (None, depth)
        ]
        return max(ended, default=None)

    def quarantine(self, channel: str | None = None, account: str | None = None) -> list[Quarantined]:
        return [
            Quarantined(c, a, skipped) for (c, a, _), skipped in self.set_aside.items() if (c, a) == (channel, account)
        ]

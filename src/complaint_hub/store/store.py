"""The store as others see it: one class, one line per promise; the work is done in the modules beside it.

For: hubs, the CLI, and whoever wants to read what was collected.
Must not: hold SQL, or let an exception of the database out: what goes wrong there is a StoreError.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..contract import Notice, Page, Token
from ..errors import ConfigError
from ..facts import Facts
from ..model import Case, Complaint, Event, Kind, Link, OfficialResult, Status
from ..outbox import Reply, ReplyState
from ..privacy import Due, Exposed, Holding, check_key, retention
from ..report import PastRun, Run
from . import acts, arrivals, asked, erasing, exposed, facts, keeping, ledger, outbox, read, records, schema
from .commit import Checkpoint, Commit, commit_page, load_checkpoint, record_events
from .engine import Database
from .erasing import Erased
from .leases import Lease, take_lease
from .notices import Heard, add_notices, heard, settle_notices, waiting_notices
from .quarantine import Quarantined, count_quarantine, list_quarantine
from .tombstones import refuse_erased

__all__ = ["Store"]


class Store:
    """Complaints, their timelines and facts, and how far each channel got; in one database.

    Every method may be called from any thread. Each raises StoreError, if the database cannot be used.

    Args:
        url: a file (``"aduan.db"``, a path), ``sqlite:///...`` or ``postgresql://...``. A new file is created, readable
            by its owner alone where the system knows such modes; an older one is brought up to date.
        zone: the government's own zone: on which local date something happened, which is told into every fact.
        read_only: only look: nothing is created, brought up to date or written, not even a file beside it.
        privacy_key: the secret by which the erased are recognised (see :meth:`erase`); once somebody was erased,
            nothing can be stored without it.
    """

    def __init__(
        self,
        url: str | os.PathLike[str],
        *,
        zone: str = "Asia/Jakarta",
        read_only: bool = False,
        privacy_key: str | None = None,
    ) -> None:
        self._privacy_key = None if privacy_key is None else check_key(privacy_key)
        try:
            self._zone = ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ConfigError(f"zone {zone!r} is not known: give an IANA name such as Asia/Jakarta") from None
        self._database = Database.open(url, read_only=read_only)
        if read_only:
            schema.check(self._database)
        else:
            schema.prepare(self._database, zone=self._zone)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- the running of channels

    def checkpoint(self, channel: str, account: str) -> Checkpoint:
        """How far an account got."""
        with self._database.read() as conn:
            return load_checkpoint(conn, channel, account)

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
        """Store a page and its checkpoint in one transaction.

        Args:
            version: of the checkpoint that the page goes on from; it is raised even where the page has no state.
            now: the moment of the run.
            read_at: for something read again from quarantine, when its bytes were first read (``Skipped.seen_at``):
                a row that was seen after that is left as it is.
            heals: keys of quarantine rows that this page makes good.

        Raises: BusyError, if another run has moved the checkpoint; nothing was stored then.
        """
        with self._database.write() as conn:
            return commit_page(
                conn,
                channel,
                account,
                page,
                version=version,
                now=now,
                zone=self._zone,
                read_at=read_at,
                heals=heals,
                privacy_key=self._privacy_key,
            )

    def marks(self, channel: str, account: str, native_ids: Sequence[str]) -> dict[str, str]:
        """What is remembered of these items; those without a mark are absent."""
        with self._database.look() as conn:
            return asked.read_marks(conn, channel, account, native_ids)

    def known(
        self, channel: str, account: str, *, after: str | None = None, n: int = 50, scope: str | None = None
    ) -> list[str]:
        """Native ids that this account still sees, newest first; *after* is the last one of the answer before."""
        with self._database.look() as conn:
            return asked.read_known(conn, channel, account, after=after, n=n, scope=scope)

    def count_known(self, channel: str, account: str) -> int:
        """How many complaints this account still sees."""
        with self._database.read() as conn:
            return asked.count_known(conn, channel, account)

    def suspects(self, channel: str, account: str) -> list[str]:
        """Native ids that a finished full walk did not meet: ask for them by id before the next walk."""
        with self._database.read() as conn:
            return asked.read_suspects(conn, channel, account)

    def waiting(self, channel: str, account: str) -> int:
        """Events of the channel whose complaint is unknown yet (they name no account, so all accounts share them)."""
        with self._database.read() as conn:
            return asked.read_waiting(conn, channel)

    def spend(self, key: str, *, window: str, resets_at: datetime, cost: int, amount: int) -> bool:
        """Draw *cost* from a quota; False if the window does not hold it, or the server has called it spent."""
        with self._database.write() as conn:
            return ledger.spend(conn, key, window=window, resets_at=resets_at, cost=cost, amount=amount)

    def exhaust(self, key: str, *, window: str, resets_at: datetime) -> None:
        """Note that the server calls the window spent."""
        with self._database.write() as conn:
            ledger.exhaust(conn, key, window=window, resets_at=resets_at)

    def used(self, key: str, *, window: str) -> int:
        """How much was drawn in this window."""
        with self._database.read() as conn:
            return ledger.used(conn, key, window=window)

    def exhausted(self, key: str, *, window: str) -> bool:
        """Whether the server has called this window spent, whatever was counted."""
        with self._database.read() as conn:
            return ledger.exhausted(conn, key, window=window)

    def token(self, key: str) -> Token | None:
        """The token that was saved last under this key."""
        with self._database.read() as conn:
            return ledger.load_token(conn, key)

    def token_saved_at(self, key: str) -> datetime | None:
        """When the token under this key was saved."""
        with self._database.read() as conn:
            return ledger.token_saved_at(conn, key)

    def save_token(self, key: str, token: Token, *, now: datetime) -> None:
        """Keep a token; it is on the disk when this returns."""
        with self._database.write(durable=True) as conn:
            ledger.save_token(conn, key, token, now=now)

    def lease(self, name: str, *, now: datetime, wait_out: float = 60.0) -> Lease:
        """Take a lease. Raises BusyError, naming host and process, if a living one holds it.

        Args:
            wait_out: seconds without a beat after which a holder on another host counts as dead.
        """
        return take_lease(self._database, name, now=now, wait_out=wait_out)

    def save_run(self, run: Run, *, started_at: datetime, ended_at: datetime, deep: str | None = None) -> None:
        """Keep the report row of a run."""
        with self._database.write() as conn:
            records.save_run(
                conn, run, started_at=started_at, ended_at=ended_at, deep=deep, privacy_key=self._privacy_key
            )

    def last_run(self, channel: str, account: str, *, deep: str | None = None) -> datetime | None:
        """When a run of this account last ended without an error; with *deep*, a run of that depth."""
        with self._database.read() as conn:
            return records.last_run(conn, channel, account, deep=deep)

    def latest_run(self, channel: str, account: str) -> PastRun | None:
        """The run of this account that began last, however it ended."""
        with self._database.read() as conn:
            return records.latest_run(conn, channel, account)

    def accounts(self) -> list[tuple[str, str]]:
        """Every account that was ever read, as (channel, account), sorted."""
        with self._database.read() as conn:
            return records.accounts(conn)

    # --- what the office says

    def record(self, events: Iterable[Event], *, now: datetime) -> None:
        """Store acts of the office, all or none; one with the name of an earlier act takes its place.

        Raises: ValueError, if an event is the channel's.
        """
        listed = acts.office_events(events)
        with self._database.write() as conn:
            record_events(conn, listed, now=now, zone=self._zone, privacy_key=self._privacy_key)

    def act(self, id: str, decide: Callable[[Complaint], Event | Iterable[Event]], *, now: datetime) -> list[Event]:
        """Let *decide* say what the office does with a complaint, and store that; of two at once the second sees it.

        Args:
            decide: gets the complaint with its timeline, as it stands; what it raises undoes everything
                (``lambda found: casework.resolve(found, by="petugas-07", at=now)``).

        Raises: ConfigError, if there is no such complaint; ValueError, if an event is the channel's.
        """
        return acts.act(self._database, id, decide, now=now, zone=self._zone, privacy_key=self._privacy_key)

    def link(self, link: Link, *, now: datetime | None = None) -> list[Event]:
        """Join two rows, and note it on both. Raises ValueError for a circle, or for a row that goes on elsewhere.

        Args:
            now: when it was noted; None is ``link.at``, else the machine's clock.

        Returns: what was noted; nothing, if the link stands already.
        """
        with self._database.write() as conn:
            moment = now or link.at or datetime.now(UTC)
            return acts.link_rows(conn, link, now=moment, zone=self._zone, privacy_key=self._privacy_key)

    def unlink(self, link: Link, *, now: datetime | None = None) -> list[Event]:
        """Undo a link, and note on both rows who did (``link.by``); one that does not exist changes nothing."""
        with self._database.write() as conn:
            moment = now or link.at or datetime.now(UTC)
            return acts.unlink_rows(conn, link, now=moment, zone=self._zone, privacy_key=self._privacy_key)

    def links(self, id: str) -> list[Link]:
        """The links of a complaint to others, and of others to it."""
        with self._database.read() as conn:
            return acts.links_of(conn, id)

    def save_official(self, result: OfficialResult) -> None:
        """Keep the ministry's letter on a year."""
        with self._database.write() as conn:
            records.save_official(conn, result)

    def official(self, year: int) -> OfficialResult | None:
        """The official result of a year; of several letters the latest."""
        with self._database.read() as conn:
            return records.official(conn, year)

    # --- people who ask to be forgotten

    def erasable(self, *, author: str | None = None, complaints: Sequence[str] = ()) -> Erased:
        """What :meth:`erase` would take out; nothing is changed."""
        with self._database.read() as conn:
            return erasing.told(erasing.find(conn, author=author, complaints=complaints))

    def erase(self, *, now: datetime, author: str | None = None, complaints: Sequence[str] = ()) -> Erased:
        """Erase a person, or single complaints, wherever they stand; figures stay as they are.

        All in one transaction; then the database's file is freed of what it still held. If that is cut off, the same
        call once more ends it. Nothing brings them back: no sync, file, re-read or webhook. What an erased person
        writes later is a new matter.

        Args:
            author: channel and the channel's own id of the person (``"youtube:UC..."``).
            complaints: ids of complaints; those that are unknown are passed over.

        Raises: ConfigError, if the store was opened without ``privacy_key``, or if the office holds one of the
            complaints (``casework.hold``): release it first.
        """
        key = self._erasing_key()
        with self._database.write(durable=True) as conn:
            found = erasing.find(conn, author=author, complaints=complaints)
            keeping.refuse_held(conn, [n for one in found for n in one.rows])
            erasing.erase(conn, found, key=key, now=now)
        return erasing.told(found, scrubbed=self._database.scrub())

    def _erasing_key(self) -> str:
        if self._privacy_key is None:
            raise ConfigError(
                "erasing needs a key, by which the erased are recognised and kept away: make one with python3 -c "
                "'import secrets; print(secrets.token_hex(32))', and give it as COMPLAINT_HUB_PRIVACY_KEY, or in a "
                "file of mode 0600 that key_file of [privacy] names"
            )
        return self._privacy_key

    def exposed(self, *, until: datetime, since: datetime | None = None) -> list[Exposed]:
        """Whose data, and which, lay here in a period: what a notice after a leak must name (see ``NOTICE_TIME``).

        Args:
            until: what came later is left out.
            since: what no sync has met since then is left out; None is everything.
        """
        with self._database.read() as conn:
            return exposed.read_exposed(conn, since=since, until=until)

    # --- what may not be kept any longer

    def retention(self, *, now: datetime, path: str | os.PathLike[str] | None = None) -> list[Holding]:
        """What is kept of each account, since when, and which dated rules limit that.

        Args:
            now: the moment of judgement.
            path: the office's own table of rules (its *JRA*) instead of the shipped ``retention``.

        Raises: ConfigError, if the table is not of its form.
        """
        with self._database.read() as conn:
            own = None if path is None else os.fspath(path)
            return retention(keeping.read_kept(conn), now=now, zone=self._zone, path=own)

    def erase_overdue(self, due: Iterable[Due], *, now: datetime) -> Erased:
        """Erase what rules let nobody keep any longer, as :meth:`erase` does; what the office holds stays.

        Args:
            due: of :meth:`retention`: those that are to go. Rows of quarantine lose their raw bytes, and go.
        """
        going = {(one.kept.what, one.kept.channel, one.kept.account, one.id): one.kept for one in due}
        if not going:
            return Erased()
        with self._database.write(durable=True) as conn:
            held = set(keeping.held_complaints(conn).values())
            kept = [one for one in going.values() if one.id not in held]
            found = erasing.find(conn, author=None, complaints=[one.id for one in kept if one.what == "complaint"])
            erasing.erase(conn, found, key=self._erasing_key(), now=now)
            dropped = keeping.drop_quarantined(conn, [one for one in kept if one.what == "quarantine"])
        gone = erasing.told(found, scrubbed=self._database.scrub())
        return replace(gone, quarantined=gone.quarantined + dropped)

    # --- replies on their way out

    def add_reply(self, reply: Reply) -> Reply:
        """Keep a new reply, and give it a number. Raises OutboxError, if the same one is on its way already."""
        with self._database.write(durable=True) as conn:
            refuse_erased(conn, [reply.complaint], key=self._privacy_key)
            return outbox.add_reply(conn, reply)

    def move_reply(self, before: Reply, after: Reply, *, now: datetime, events: Iterable[Event] = ()) -> None:
        """Put *after* in the place of *before*, with what it makes happen; it is on the disk when this returns.

        Raises: BusyError, if another process moved it meanwhile; nothing was stored then.
        """
        with self._database.write(durable=True) as conn:
            outbox.move_reply(conn, before, after, list(events), now=now, zone=self._zone)

    def reply(self, id: str) -> Reply | None:
        """The reply with that number; None if there is none."""
        with self._database.read() as conn:
            return outbox.load_reply(conn, id)

    def replies(
        self,
        *,
        channel: str | None = None,
        account: str | None = None,
        complaint: str | None = None,
        states: Collection[ReplyState | str] | None = None,
    ) -> list[Reply]:
        """Replies in the order in which they were written."""
        with self._database.read() as conn:
            return outbox.load_replies(conn, channel=channel, account=account, complaint=complaint, states=states)

    # --- what platforms tell by webhook

    def add_notices(self, told: Iterable[Notice], *, now: datetime) -> int:
        """Keep notices until they are read; returns how many are new. They are on the disk when this returns."""
        with self._database.write(durable=True) as conn:
            return add_notices(conn, told, now=now, privacy_key=self._privacy_key)

    def notices(self, channel: str, account: str, *, n: int | None = None) -> list[Notice]:
        """The first *n* notices of an account that were not read yet, oldest first."""
        with self._database.read() as conn:
            return waiting_notices(conn, channel, account, n=n)

    def settle_notices(self, read: Sequence[Notice], *, now: datetime) -> None:
        """Note that these were read; each is remembered for a week, so that its repetition changes nothing."""
        with self._database.write() as conn:
            settle_notices(conn, read, now=now)

    def heard(self, channel: str, account: str) -> Heard:
        """When an account was last told something by webhook, and what waits to be read."""
        with self._database.read() as conn:
            return heard(conn, channel, account)

    # --- reading

    def quarantine(self, channel: str | None = None, account: str | None = None) -> list[Quarantined]:
        """What was set aside, oldest first."""
        with self._database.read() as conn:
            return list_quarantine(conn, channel=channel, account=account)

    def count_quarantine(self, channel: str, account: str) -> int:
        """How much of an account is set aside."""
        with self._database.read() as conn:
            return count_quarantine(conn, channel, account)

    def complaints(
        self,
        *,
        channel: str | None = None,
        account: str | None = None,
        status: Status | str | Collection[str] | None = None,
        open: bool | None = None,
        kind: Kind | str | Collection[str] | None = None,
        unit: str | Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        deleted: bool | None = None,
    ) -> Iterator[Complaint]:
        """Stream complaints with their timelines, oldest first; see :class:`~complaint_hub.store.read.Filter`."""
        wanted = read.Filter(channel, account, status, open, kind, unit, since, until, deleted)
        return read.stream(self._database, wanted, timelines=True)

    def heads(
        self,
        *,
        channel: str | None = None,
        account: str | None = None,
        status: Status | str | Collection[str] | None = None,
        open: bool | None = None,
        kind: Kind | str | Collection[str] | None = None,
        unit: str | Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        deleted: bool | None = None,
    ) -> Iterator[Complaint]:
        """Stream complaints without timelines: the cheap read. Filters are those of :meth:`complaints`."""
        wanted = read.Filter(channel, account, status, open, kind, unit, since, until, deleted)
        return read.stream(self._database, wanted, timelines=False)

    def cases(
        self,
        *,
        channel: str | None = None,
        account: str | None = None,
        status: Status | str | Collection[str] | None = None,
        open: bool | None = None,
        kind: Kind | str | Collection[str] | None = None,
        unit: str | Collection[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        deleted: bool | None = None,
    ) -> Iterator[Case]:
        """Stream cases; the filters of :meth:`complaints` speak of the leading row."""
        wanted = read.Filter(channel, account, status, open, kind, unit, since, until, deleted)
        return read.read_cases(self._database, wanted)

    def case(self, id: str) -> Case | None:
        """The case that a complaint counts for, with all its rows; None if there is no such complaint."""
        return read.read_case(self._database, id)

    def complaint(self, id: str) -> Complaint | None:
        """One complaint with its timeline; None if it is unknown."""
        return read.read_complaint(self._database, id)

    def complaints_named(self, ids: Sequence[str]) -> dict[str, Complaint]:
        """Complaints with their timelines by id, many at a time; those that are unknown are absent."""
        return read.read_named(self._database, ids)

    def first_imported(self, ids: Collection[str]) -> dict[str, datetime]:
        """Those of *ids* that came with the first import of their account, and when: old matters are no news."""
        with self._database.read() as conn:
            return arrivals.first_imported(conn, ids)

    def numbers(self, ids: Collection[str]) -> dict[str, int]:
        """Short numbers of complaints, for a screen on which an id is too long; unique in this database alone."""
        return read.read_numbers(self._database, ids)

    def numbered(self, number: int) -> str | None:
        """The id of the complaint with that number; None if there is none."""
        return read.read_numbered(self._database, number)

    def events(self, id: str) -> list[Event]:
        """The timeline of a complaint, in order; also of one that is unknown yet."""
        return read.read_events(self._database, id)

    def facts(
        self,
        *,
        channel: str | None = None,
        account: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Facts:
        """Facts by date of receipt: of cases; of a channel or an account, of its rows on their own instants."""
        return facts.read_facts(self._database, channel=channel, account=account, since=since, until=until)

"""Reads a store once and works out everything that the dashboard says.

For: :func:`gather`, the internal page; :func:`gather_public`, what the public may see of it.
Must not: read a clock, or say a sentence: ``messages`` does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

from ..evaluation import ActionPlan
from ..facts import Facts
from ..model import Case, OfficialResult
from ..outbox import ReplyState
from ..registry import Registry
from ..sla import Policy
from ..sla.telling import CLOCKS, UNITS
from ..store import Store
from ..wording import long_date, thousands
from ..worktime import WorkCalendar
from .cases import MOST, cases, is_confidential
from .channels import Read, channels
from .districts import districts
from .plan import plan_lines
from .public import public
from .rapor import CHANNEL, YEARS, rapor
from .seen import Seen, see, without
from .texts import name
from .today import WAITING, today
from .topics import topics
from .trend import trend
from .units import MINIMUM_N, units
from .values import Cases, Dashboard, Source

__all__ = ["GOVERNMENT", "LEAST", "gather", "gather_public"]

GOVERNMENT = "Pemerintah Daerah"
LEAST = 5
_SHIPPED = "SP4N time limits"
"""Counts below it are hidden on the public page, unless the user sets another number."""


def gather(
    store: Store,
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    registry: Registry | None = None,
    official: Mapping[int, OfficialResult] | None = None,
    plan: ActionPlan | None = None,
    government: str | None = None,
    minimum_n: int = MINIMUM_N,
    target: float | None = None,
    most: int = MOST,
    hint: str = "",
) -> Dashboard:
    """Work out the internal page.

    Args:
        policy: the time limits; ``policy.warn_within`` says from when on a case is due soon.
        calendar: the working days, and the zone of the page.
        now: the moment of the page, aware.
        registry: units and places by their names; without it they are as complaints spell them.
        official: the ministry's results by year; None takes those of the store.
        plan: the action plan, monitored or not.
        government: its name in the title; None takes the registry's.
        minimum_n: judged cases from which a unit is ranked.
        target: the on-time share that the office aims at (0..1).
        most: cases in the list.
        hint: what follows a command on the page (`` --store demo.db``).

    Raises: ValueError, if *now* is naive; StoreError, if the database cannot be read.
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
    seen = see(store.facts(), policy=policy, calendar=calendar, now=now)
    listed = cases(store, seen, policy=policy, registry=registry, most=most)
    waiting = Counter(reply.state for reply in store.replies(states=WAITING))
    return _dashboard(
        store, seen, store.facts(channel=CHANNEL), listed, waiting,
        policy=policy, registry=registry, official=official, plan=plan, government=government,
        minimum_n=minimum_n, target=target, hint=hint,
    )  # fmt: skip


def gather_public(
    store: Store,
    *,
    policy: Policy,
    calendar: WorkCalendar,
    now: datetime,
    least: int = LEAST,
    registry: Registry | None = None,
    official: Mapping[int, OfficialResult] | None = None,
    plan: ActionPlan | None = None,
    government: str | None = None,
    minimum_n: int = MINIMUM_N,
    target: float | None = None,
) -> Dashboard:
    """Work out what the public may see: counts, shares and the ranking of units, small counts hidden.

    Confidential and oversight cases are left out before anything is counted, so that no total holds them. Which cases
    those are stands in the complaints themselves, so this reads them all, unlike :func:`gather`.

    Args:
        least: counts from 1 up to below it are hidden, and others that would give one of them away; at least 3.

    Raises: ValueError, if *now* is naive or *least* is below 3.
    """
    if now.tzinfo is None:
        raise ValueError(f"now must be an aware instant, got {now!r}: pass datetime.now(UTC)")
    if least < 3:
        raise ValueError(f"least is at least 3, got {least}: what is less than 2 can only be 1")
    hidden = _not_public(store)
    seen = see(
        store.facts(),
        policy=policy,
        calendar=calendar,
        now=now,
        leave_out=hidden,
        hides=lambda case: _hides(case, hidden),
    )
    kept = set(seen.ids) | {row.id for rows in seen.rows.values() for row in rows}
    theirs = store.facts(channel=CHANNEL)
    apart = {str(id_) for id_ in theirs.columns["id"]} - kept
    whole = _dashboard(
        store, seen, without(theirs, apart), Cases(lines=(), open=0, left_out=0, shortened=0), Counter(),
        policy=policy, registry=registry, official=official, plan=plan, government=government,
        minimum_n=minimum_n, target=target, hint="",
    )  # fmt: skip
    return public(whole, least)


def _not_public(store: Store) -> set[str]:
    """The complaints whose very number must not show: confidential ones, and those about the conduct of officials."""
    return {
        row.id
        for row in store.heads()
        if is_confidential(row) or row.oversight or (row.said is not None and row.said.oversight)
    }


def _hides(case: Case, hidden: Collection[str]) -> bool:
    return any(row.id in hidden for row in case.rows)


def _dashboard(
    store: Store,
    seen: Seen,
    of_channel: Facts,
    listed: Cases,
    waiting: Mapping[ReplyState, int],
    *,
    policy: Policy,
    registry: Registry | None,
    official: Mapping[int, OfficialResult] | None,
    plan: ActionPlan | None,
    government: str | None,
    minimum_n: int,
    target: float | None,
    hint: str,
) -> Dashboard:
    here = seen.day
    letters = official if official is not None else _letters(store, here.year)
    return Dashboard(
        government=name(government or (registry.agency if registry is not None else None)) or GOVERNMENT,
        now=seen.now.astimezone(seen.days.zone),
        zone=str(seen.days.zone),
        first=here.replace(month=1, day=1),
        today=today(seen, soon_within=policy.warn_within, replies=waiting, cases=listed.lines),
        channels=channels(seen, _reads(store), now=seen.now),
        units=units(seen, registry, minimum_n=minimum_n, target=target),
        districts=districts(seen, registry),
        topics=topics(seen),
        trend=trend(seen),
        rapor=rapor(of_channel, letters, policy=policy, calendar=seen.calendar, now=seen.now),
        plan=plan_lines(plan) if plan is not None else None,
        cases=listed,
        sources=tuple(_sources(store, seen, policy, registry)),
        hint=f" {told}" if (told := name(hint, 200)) else "",
    )


def _letters(store: Store, year: int) -> dict[int, OfficialResult]:
    found = {y: store.official(y) for y in range(year - YEARS + 1, year + 1)}
    return {y: letter for y, letter in found.items() if letter is not None}


def _reads(store: Store) -> list[Read]:
    return [
        Read(channel, account, store.latest_run(channel, account), store.last_run(channel, account))
        for channel, account in store.accounts()
    ]


def _title(policy: Policy) -> str | None:
    """The name of the limits; the shipped ones in the page's language, an office's own as it wrote it."""
    return "Batas waktu SP4N" if policy.name == _SHIPPED else name(policy.name)


def _limits(policy: Policy) -> str:
    """``Verifikasi 3 hari kerja; penyelesaian 5, 14, atau 60 hari kerja.``"""
    found: dict[tuple[str, str], set[int]] = {}
    for rule in policy.rules:
        found.setdefault((CLOCKS[rule.clock].lower(), UNITS[rule.counted_in]), set()).add(rule.target)
    told = [f"{clock} {' atau '.join(map(thousands, sorted(n)))} {unit}" for (clock, unit), n in found.items()]
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else "Tidak ada batas waktu."


def _sources(store: Store, seen: Seen, policy: Policy, registry: Registry | None) -> list[Source]:
    """What the figures rest on, and what they cannot say."""
    until = seen.calendar.assured_until
    aside = sum(store.count_quarantine(channel, account) for channel, account in store.accounts())
    since = date.fromordinal(min(seen.received)) if seen.received else None
    found = [
        Source(
            name="Data",
            text=f"{thousands(len(seen.ids))} kasus dalam basis data"
            + (f", diterima sejak {long_date(since, weekday=False)}." if since else "."),
        ),
        Source(name="Batas waktu", text=f"{_title(policy)}. {_limits(policy)} Dasarnya tertulis pada tiap kasus."),
        Source(
            name="Hari kerja",
            text=f"Senin sampai Jumat tanpa hari libur nasional dan cuti bersama; pasti sampai "
            f"{long_date(until, weekday=False)}."
            if until
            else "Hari libur masih perkiraan.",
        ),
    ]
    if aside:
        text = f"{thousands(aside)} tidak dapat dibaca dan disisihkan; lihat complaint-hub quarantine list."
        found.append(Source(name="Disisihkan", text=text))
    if registry is None:
        text = "Tidak ada registri: nama unit dan kecamatan seperti tertulis pada aduan."
        found.append(Source(name="Registri", text=text))
    return found

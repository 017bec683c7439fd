"""Reads policies: the shipped limits of SP4N-LAPOR!, and those of a file in the same form.

For: ``sla.sp4n()`` and ``sla.policy_of("batas-waktu.toml")``.
Must not: invent a number; what a row leaves out is any case, never a default limit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from ..errors import ConfigError
from ..model import Form, Kind, Status
from ..rules import Row, Table, load
from .clocks import MAIN, Clock
from .policy import PAUSING, AutoClose, DatedBy, Due, Policy, Rule, TargetUnit

__all__ = ["DefaultClass", "policy_of", "sp4n"]

_TABLE = "sp4n_limits"
_AUTO_CLOSE = "auto_close"
_TRIAGED: frozenset[Kind | None] = frozenset((Kind.complaint, Kind.aspiration, Kind.information_request, None))


class DefaultClass(StrEnum):
    """The class whose limit holds where nobody has said what a report is, or whether it is *berkadar pengawasan*."""

    information_request = "information_request"
    aspiration = "aspiration"
    without_oversight = "without_oversight"
    with_oversight = "with_oversight"


def policy_of(path: str | Path, *, warn_within: int = 1, warn_within_hours: int = 1) -> Policy:
    """The policy in a TOML file: its rows in their order, all clocks, each row for what it names.

    Args:
        path: a file in the form of the table ``sp4n_limits``; a row without ``channels`` holds for every channel.
        warn_within, warn_within_hours: see :class:`Policy`.

    Raises: ConfigError, naming file, row and field, for what cannot be read: an unknown clock, unit, status or field,
        a target below 1, a start that the clock does not have.
    """
    table = load(_TABLE, path)
    return _policy(table, channels=None, pauses=None, clocks=None, warn=(warn_within, warn_within_hours))


def sp4n(
    *,
    path: str | Path | None = None,
    channels: Iterable[str] = ("lapor",),
    default_class: DefaultClass | None = None,
    pauses: Iterable[Status] = PAUSING,
    warn_within: int = 1,
    clocks: Iterable[Clock] | None = None,
) -> Policy:
    """The time limits of SP4N-LAPOR!: verify 3, first response 5, resolution 5, 14 or 60 working days.

    Args:
        path: a file of your own in the form of the table ``sp4n_limits``, instead of the shipped one.
        channels: whose cases stand under these limits; social channels have no legal limit, so they are not among them.
            A row that names its own channels keeps them.
        default_class: the limit for resolution of a report without classification, and of a complaint of which nobody
            said whether it is *berkadar pengawasan*. None: such a case has no target for resolution.
        pauses: the statuses that stop the clocks; ``()`` lets them run on. A row that names its own keeps them.
        warn_within: see :class:`Policy`.
        clocks: which clocks to judge. None: of the shipped table verify, first_response and resolution, of a file of
            your own all. ``tuple(Clock)`` adds the shipped limits of forwarding and of each unit's follow-up.

    Raises: ConfigError, if a row cannot be read, or the default class has no row.
    Source: the table names one for each number (``rule.source``).
    """
    table = load(_TABLE, path)
    chosen = frozenset(clocks) if clocks is not None else frozenset(MAIN) if path is None else None
    policy = _policy(
        table, channels=frozenset(channels), pauses=frozenset(pauses), clocks=chosen, warn=(warn_within, 1)
    )
    if default_class is None:
        return policy
    classed = [rule for rule in policy.rules if rule.clock is Clock.resolution and _of_class(rule, default_class)]
    if not classed:
        raise ConfigError(f"{table.file}: no row for resolution gives the default class {default_class}")
    extra = [variant for rule in classed for variant in _for_the_unsaid(rule, default_class)]
    return replace(policy, rules=(*policy.rules, *extra))


def _policy(
    table: Table,
    *,
    channels: frozenset[str] | None,
    pauses: frozenset[Status] | None,
    clocks: frozenset[Clock] | None,
    warn: tuple[int, int],
) -> Policy:
    limits = [row for row in table.rows if row["clock"] != _AUTO_CLOSE]
    return Policy(
        name=table.title,
        rules=tuple(
            _rule(row, f"{table.file}, row {table.rows.index(row) + 1}", channels=channels, pauses=pauses)
            for row in limits
            if clocks is None or row["clock"] in clocks
        ),
        warn_within=warn[0],
        warn_within_hours=warn[1],
        auto_close=tuple(
            _auto_close(row, f"{table.file}, row {n}", channels)
            for n, row in enumerate(table.rows, start=1)
            if row["clock"] == _AUTO_CLOSE
        ),
    )


def _rule(row: Row, place: str, *, channels: frozenset[str] | None, pauses: frozenset[Status] | None) -> Rule:
    kind, oversight = row["kind"], row["oversight"]
    try:
        return Rule(
            clock=Clock(row["clock"]),
            target=row["target"],
            counted_in=TargetUnit(row["unit"]),
            source=row["source"],
            start=row["start"],
            channels=channels if row["channels"] is None else frozenset(row["channels"]),
            forms=None if row["forms"] is None else frozenset(Form(text) for text in row["forms"]),
            # A row without a kind holds for whatever may be a complaint; praise and spam have no time limit.
            kinds=_TRIAGED if kind is None else frozenset((Kind(kind),)),
            oversight=None if oversight is None else frozenset((oversight,)),
            units=None if row["units"] is None else frozenset(row["units"]),
            categories=None if row["categories"] is None else frozenset(row["categories"]),
            first_day_counted=row["first_day_counted"],
            due=Due(row["due"]),
            pauses=_pauses(row, pauses),
            extendable=row["extendable"],
            in_force_from=row["in_force_from"],
            in_force_until=row["in_force_until"],
            dated_by=DatedBy(row["dated_by"]),
        )
    except ConfigError as problem:
        raise ConfigError(f"{place}: {problem}") from None


def _pauses(row: Row, asked: frozenset[Status] | None) -> frozenset[Status]:
    if row["pauses"] is not None:
        return frozenset(Status(text) for text in row["pauses"])
    return PAUSING if asked is None else asked


def _auto_close(row: Row, place: str, channels: frozenset[str] | None) -> AutoClose:
    if row["unit"] != TargetUnit.working_days:
        raise ConfigError(f"{place}: auto_close is a forecast in working_days, got {row['unit']}")
    return AutoClose(
        target=row["target"],
        source=row["source"],
        channels=channels if row["channels"] is None else frozenset(row["channels"]),
        in_force_from=row["in_force_from"],
        in_force_until=row["in_force_until"],
    )


def _of_class(rule: Rule, chosen: DefaultClass) -> bool:
    """Say whether the rule holds for every case of a class."""
    kind, oversight = {
        DefaultClass.information_request: (Kind.information_request, None),
        DefaultClass.aspiration: (Kind.aspiration, None),
        DefaultClass.without_oversight: (Kind.complaint, False),
        DefaultClass.with_oversight: (Kind.complaint, True),
    }[chosen]
    return (rule.kinds is None or kind in rule.kinds) and (rule.oversight is None or oversight in rule.oversight)


def _for_the_unsaid(rule: Rule, chosen: DefaultClass) -> tuple[Rule, Rule]:
    """The same limit for reports of no kind, and for complaints that do not say whether they are *berkadar*."""
    source = f"{rule.source}; chosen as default class: {chosen}"
    return (
        replace(rule, source=source, kinds=frozenset((None,)), oversight=None),
        replace(rule, source=source, kinds=frozenset((Kind.complaint,)), oversight=frozenset((None,))),
    )

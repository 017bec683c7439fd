"""``doctor``: is everything in order, and what needs a person? It only looks, and asks where it is told to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, same_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ..contract import Channel, LocalChannel
    from ..health import AccountHealth, Finding, StoreHealth
    from ..report import Subscribed
    from ..settings import Settings
    from .screen import Screen

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(_doctor)


@dataclass(frozen=True)
class _Checkup:
    """Everything that was looked at, and what there is to say of it."""

    now: datetime
    settings: str | None
    store: StoreHealth | None
    assured_until: str | None
    general: Sequence[Finding]
    accounts: Sequence[tuple[AccountHealth, Sequence[Finding]]]

    @property
    def findings(self) -> list[Finding]:
        """All of them."""
        return [*self.general, *(one for _, found in self.accounts for one in found)]


_AskOption = Annotated[
    bool, typer.Option("--ask", help="Also ask the platforms whether they call our webhook, a request or two each.")
]


def _doctor(
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    ask: _AskOption = False,
    json: JsonOption = False,
) -> None:
    """Look at settings, database, calendar and every account, and say what needs a person.

    Nothing is sent and nothing is written: it can be run at any time, also before the first sync and beside a running
    one. Exit code 0: nothing needs a person. 1: something does (marked with a triangle).

    With --ask the platforms of accounts with a webhook are asked for their subscription, by requests that only read;
    they count like those of a sync, and a token that is due is renewed and stored.

    \b
    Examples:
      complaint-hub doctor
      complaint-hub doctor --ask
      complaint-hub doctor --json
    """
    from .screen import open_screen, write_json

    seen = _look(config, store, now, ask=ask)
    if json:
        write_json(_values(seen))
    else:
        _print(open_screen(), seen, hint=same_store(store, config))
    raise typer.Exit(1 if any(one.level == "person" for one in seen.findings) else 0)


def _look(config: Path | None, store: str | None, now: str | None, *, ask: bool) -> _Checkup:
    from .. import checkup
    from ..health import Finding, Level, judge_account, judge_calendar, judge_store
    from ..settings import ZONE
    from ..sla import sp4n
    from ..worktime import WorkCalendar

    settings, channels, problems = _configured(config, store)
    zone = settings.zone if settings else ZONE
    moment = moment_of(now, zone)
    local = ZoneInfo(zone)
    calendar = WorkCalendar.indonesia(zone=zone)
    reach = max(rule.target for rule in sp4n().rules)
    general = [Finding(Level.person, "settings", problem) for problem in problems]
    accounts: list[AccountHealth] = []
    told: StoreHealth | None = None
    if settings is not None:
        asked: dict[tuple[str, str], Subscribed] = {}
        if ask:
            asked = _asked(settings, channels, moment, general)
        with checkup.look_at_store(settings.store, zone=zone) as (told, opened):
            accounts = [
                checkup.look_at_account(channel, opened, now=moment, asked=asked.get((channel.name, channel.account)))
                for channel in channels
            ]
            accounts += checkup.strangers(opened, channels) if opened else []
        general += judge_store(told)
    if not accounts and not problems:
        general.append(Finding(Level.notice, "settings", "Belum ada kanal yang diatur, dan belum ada berkas diimpor"))
    general.append(judge_calendar(calendar, today=moment.astimezone(local).date(), reach=reach))
    judged = [(one, judge_account(one, now=moment, zone=local)) for one in accounts]
    until = calendar.assured_until
    path = str(settings.path) if settings and settings.path else None
    return _Checkup(moment, path, told, until.isoformat() if until else None, general, judged)


def _asked(
    settings: Settings, channels: Sequence[Channel | LocalChannel], now: datetime, findings: list[Finding]
) -> dict[tuple[str, str], Subscribed]:
    """What the platforms say, by channel and account; what stands in the way of asking is a finding."""
    from .._receiving import subscribing
    from ..errors import ConfigError, StoreError
    from ..health import Finding, Level
    from ..hub import Hub

    listening = [channel for channel in channels if subscribing(channel)]
    if not listening:
        return {}
    try:
        with Hub(listening, store=settings.store) as hub:
            return {(one.channel, one.account): one for one in hub.subscriptions(now=now)}
    except (ConfigError, StoreError) as problem:
        findings.append(Finding(Level.person, "subscription", f"Langganan webhook tidak ditanyakan: {problem}"))
        return {}


def _configured(
    config: Path | None, store: str | None
) -> tuple[Settings | None, Sequence[Channel | LocalChannel], list[str]]:
    """The settings, the channels that could be made, and everything that is wrong with the rest."""
    from .._flows import distinct
    from ..errors import ConfigError

    try:
        settings = settings_of(config, store)
    except ConfigError as problem:
        return None, [], [str(problem)]
    channels, problems = settings.usable()
    try:
        distinct(channels)
    except ConfigError as problem:
        problems.append(str(problem))
    return settings, channels, problems


def _print(screen: Screen, seen: _Checkup, *, hint: str) -> None:
    from ..health import worst
    from ..wording import thousands
    from .screen import program, visible
    from .sentences import told

    def tell(findings: Sequence[Finding], indent: int) -> None:
        for one in findings:
            mark = _MARKS[one.level]
            said = told(one.text).replace(_LOOK, f"{program()} quarantine list{hint}")
            text = f"{mark} {visible(said, utf8=screen.utf8)}"
            screen.line(text, style="" if one.level == "fine" else _STYLES[one.level], indent=indent, hang=2)

    tell(seen.general, 0)
    for account, findings in seen.accounts:
        level = worst(findings)
        screen.line()
        name = f"{account.channel} · {visible(account.account, utf8=screen.utf8)}"
        screen.line(f"{_MARKS[level]} {name}", style=_STYLES[level])
        tell(findings, 2)
    needed = sum(one.level == "person" for one in seen.findings)
    screen.line()
    if needed:
        screen.line(f"▲ {thousands(needed)} hal perlu ditangani orang.", style=_STYLES["person"])
    else:
        screen.line("✓ Tidak ada yang perlu ditangani.", style=_STYLES["fine"])


_LOOK = "complaint-hub quarantine list"
"""The command as the findings name it; it is printed as it can be run here."""

_MARKS = {"fine": "✓", "notice": "◆", "person": "▲"}
_STYLES = {"fine": "green", "notice": "yellow", "person": "bold red"}


def _values(seen: _Checkup) -> dict[str, object]:
    return {
        "now": seen.now.isoformat(),
        "settings": seen.settings,
        "store": asdict(seen.store) if seen.store else None,
        "calendar": {"assured_until": seen.assured_until},
        "findings": [asdict(one) for one in seen.general],
        "accounts": [
            {**_plain(asdict(account)), "findings": [asdict(one) for one in findings]}
            for account, findings in seen.accounts
        ],
    }


def _plain(value: Any) -> Any:
    """Instants as text, all the way down."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value

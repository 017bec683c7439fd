"""``quarantine``: what could not be read, and reading it again after an upgrade."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from .options import ChannelOption, ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..contract import Channel, LocalChannel
    from ..settings import Settings
    from ..store import Quarantined

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="What could not be read.")
    group.command("list")(_list)
    group.command("retry")(_retry)
    app.add_typer(group, name="quarantine")


def _list(
    channel: ChannelOption = None, config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False
) -> None:
    """List what was set aside, with the reason. The raw content is shown with --json only.

    \b
    Examples:
      complaint-hub quarantine list
      complaint-hub quarantine list --channel lapor --json
    """
    from ..wording import thousands
    from . import words
    from .screen import Column, open_screen, visible, write_json
    from .sentences import told

    settings = settings_of(config, store)
    with open_store(settings) as opened:
        rows = opened.quarantine(channel)
    if json:
        write_json({"quarantine": [_values(row) for row in rows]})
        return
    screen, zone = open_screen(), ZoneInfo(settings.zone)
    if not rows:
        screen.line("✓ Karantina kosong: semua yang diterima dapat dibaca.")
        return
    columns = [Column("Terlihat"), Column("Kanal"), Column("Kunci"), Column("Alasan", free=True)]
    cells = [
        [
            words.day_in(screen, row.skipped.seen_at, zone) if row.skipped.seen_at else "–",
            visible(row.channel),
            visible(row.skipped.key, utf8=screen.utf8),
            visible(told(row.skipped.reason), utf8=screen.utf8),
        ]
        for row in rows
    ]
    screen.listing(columns, cells)
    screen.note(f"{thousands(len(rows))} disisihkan. Isi mentahnya: --json.")
    if not screen.records:
        screen.command(f"quarantine retry{same_store(store, config)}", before="Baca ulang: ")


def _values(row: Quarantined) -> dict[str, object]:
    skipped = row.skipped
    return {
        "channel": row.channel,
        "account": row.account,
        "key": skipped.key,
        "native_id": skipped.native_id,
        "reason": skipped.reason,
        "seen_at": skipped.seen_at.isoformat() if skipped.seen_at else None,
        "raw": skipped.raw.decode("utf-8", "backslashreplace"),
    }


def _retry(config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False) -> None:
    """Read everything in quarantine again, after an upgrade or once its cause is mended.

    \b
    Example:
      complaint-hub quarantine retry
    """
    from ..hub import Hub
    from .run_report import exit_code, print_report, write_report
    from .screen import open_screen

    settings = settings_of(config, store)
    with open_store(settings) as opened:
        channels = _channels(settings, opened.quarantine())
        report = Hub(channels, store=opened).reread()
        left = len(opened.quarantine())
    screen = open_screen()
    if json:
        write_report(report)
    else:
        print_report(screen, report, zone=ZoneInfo(settings.zone), hint=same_store(store, config))
        screen.line(f"Tersisa di karantina: {left}." if left else "✓ Karantina kosong.")
    raise typer.Exit(1 if left else exit_code(report))


def _channels(settings: Settings, rows: Sequence[Quarantined]) -> list[Channel | LocalChannel]:
    """The channels that the rows came from: configured ones, and files that were imported by hand."""
    from ..errors import ConfigError

    wanted = list(dict.fromkeys((row.channel, row.account) for row in rows))
    configured = {(c.name, c.account): c for c in settings.channels()} if settings.sections else {}
    found: list[Channel | LocalChannel] = []
    for channel, account in wanted:
        if (channel, account) in configured:
            found.append(configured[channel, account])
        elif channel == "lapor":
            from ..channels.lapor import Lapor

            found.append(Lapor([], agency=account, office_zone=settings.zone))
        elif channel == "register":
            from ..channels.register import Register

            found.append(Register([], account=account, zone=settings.zone))
        else:
            where = settings.path or "complaint-hub.toml"
            raise ConfigError(f"{channel} {account} has rows in quarantine, but is not configured in {where}")
    return found

"""``outbox``: replies on their way out: what waits, who lets it go, and what the public sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing
from .options import ChannelOption, ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..hub import Hub
    from ..outbox import Reply

__all__ = ["STATES", "exit_of", "register", "say", "values"]

STATES: Mapping[str, str] = {
    "draft": "konsep, menunggu persetujuan",
    "approved": "disetujui, belum terkirim",
    "sending": "sedang dikirim, belum ada kepastian",
    "sent": "terkirim, belum terlihat publik",
    "verified": "terkirim dan terlihat publik",
    "failed": "gagal",
    "unsure": "belum pasti terkirim: periksa di kanalnya",
    "withdrawn": "dibatalkan",
}
"""What an officer calls the states of a reply."""

_DONE = ("verified", "withdrawn")

_Number = Annotated[str, typer.Argument(metavar="N", show_default=False, help="Number of the reply, as listed.")]
_By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="OFFICER",
        show_default=False,
        autocompletion=completing.officers,
        help="Who does it: an officer's id.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Replies on their way out.")
    for name, command in (("list", _list), ("approve", _approve), ("send", _send), ("again", _again),
                          ("withdraw", _withdraw), ("templates", _templates)):  # fmt: skip
        group.command(name)(command)
    app.add_typer(group, name="outbox")


def _list(
    channel: ChannelOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also those that are done.")] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """List the replies that are not done yet.

    \b
    Examples:
      complaint-hub outbox list
      complaint-hub outbox list --all --json
    """
    from . import words
    from .numbers import short_numbers
    from .screen import Column, open_screen, visible, write_json

    settings = settings_of(config, store)
    screen, zone = open_screen(), ZoneInfo(settings.zone)
    with open_store(settings) as opened:
        found = [reply for reply in opened.replies(channel=channel) if every or reply.state not in _DONE]
        short = short_numbers(screen, opened, [reply.complaint for reply in found])
    if json:
        write_json({"replies": [values(reply) for reply in found]})
        return
    if not found:
        screen.line("✓ Tidak ada balasan yang menunggu.")
        return
    columns = [
        Column("No", right=True),
        Column("Aduan"),
        Column("Ditulis"),
        Column("Oleh"),
        Column("Keadaan", free=True),
    ]
    cells = [
        [
            reply.id,
            visible(short.get(reply.complaint, reply.complaint), utf8=screen.utf8),
            words.day_in(screen, reply.created_at, zone),
            visible(reply.by, utf8=screen.utf8),
            visible(_told(reply), utf8=screen.utf8),
        ]
        for reply in found
    ]
    screen.listing(columns, cells)


def _approve(
    number: _Number, by: _By, config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False
) -> None:
    """Let a draft go out, and send it.

    \b
    Example:
      complaint-hub outbox approve 12 --by kabid-ikp
    """

    def approve(hub: Hub) -> str:
        hub.approve(number, by=by)
        hub.deliver(only=[number])
        return number

    _do(approve, config, store, json=json)


def _again(
    number: _Number, by: _By, config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False
) -> None:
    """Send one that failed or is unsure again, after you have looked on the channel.

    \b
    Example:
      complaint-hub outbox again 12 --by petugas-07
    """

    def again(hub: Hub) -> str:
        hub.send_again(number, by=by)
        hub.deliver(only=[number])
        return number

    _do(again, config, store, json=json)


def _withdraw(
    number: _Number, by: _By, config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False
) -> None:
    """Take a reply back that is not sent, or settle one that failed or is unsure.

    \b
    Example:
      complaint-hub outbox withdraw 12 --by petugas-07
    """

    def withdraw(hub: Hub) -> str:
        return hub.withdraw(number, by=by).id

    _do(withdraw, config, store, json=json)


def _send(config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False) -> None:
    """Send all that is approved, look up what was cut off, and read back what the public sees; for cron, after sync.

    \b
    Example:
      complaint-hub outbox send
    """
    from ..hub import Hub
    from .screen import open_screen, visible, write_json

    settings = settings_of(config, store)
    with open_store(settings) as opened, Hub(settings.channels(), store=opened) as hub:
        report = hub.deliver()
    if json:
        write_json(report.to_dict())
    else:
        screen = open_screen()
        for row in report:
            came = ", ".join(f"{n} {STATES[state].partition(',')[0]}" for state, n in row.moved.items())
            mark, style = ("▲", "red") if row.error else ("✓", "green")
            screen.line(f"{mark} {row.channel} · {visible(row.account, utf8=screen.utf8)}", style=style)
            screen.line(f"{came or 'tidak ada yang dikirim'}; menunggu: {row.left}", indent=2)
            for told in (*row.notices, *([row.error] if row.error else [])):
                screen.line(visible(told, utf8=screen.utf8), indent=2, hang=2)
        if not report.deliveries:
            screen.line("Tidak ada kanal yang dapat dibalas dari sini.")
    raise typer.Exit(0 if report.clean else 1)


def _templates(config: ConfigOption = None, store: StoreOption = None, json: JsonOption = False) -> None:
    """List the texts for 'reply --template', with their fields.

    \b
    Example:
      complaint-hub outbox templates
    """
    from .screen import open_screen, visible, write_json

    listed = settings_of(config, store).read_templates().listed
    if json:
        rows = [
            {"name": t.name, "title": t.title, "intent": t.intent, "fields": t.fields, "text": t.text} for t in listed
        ]
        write_json({"templates": rows})
        return
    screen = open_screen()
    for template in listed:
        screen.line(f"{visible(template.name)}: {visible(template.title, utf8=screen.utf8)}")
        screen.line(visible(template.text, utf8=screen.utf8), indent=2, hang=2)


def values(reply: Reply) -> dict[str, object]:
    """A reply for machines."""
    names = ("id", "complaint", "about", "text", "intent", "by", "approved_by", "state", "created_at", "sending_at",
             "sent_at", "native_key", "shown", "attempts", "error")  # fmt: skip
    told: dict[str, object] = reply.model_dump(mode="json", include=set(names))
    return {name: told[name] for name in names}


def say(reply: Reply, *, hint: str) -> None:
    """Tell what became of one reply, and what comes next."""
    from .screen import open_screen, visible

    screen = open_screen()
    mark, style = ("✓", "green") if not exit_of([reply]) else ("▲", "red")
    screen.line(visible(f"{mark} Balasan {reply.id}: {_told(reply)}", utf8=screen.utf8), style=style)
    if reply.state == "draft":
        screen.command(f"outbox approve {reply.id} --by NAMA{hint}", before="Setujui: ")
    elif reply.state in ("approved", "sending"):
        screen.command(f"outbox send{hint}", before="Lanjutkan: ")


def exit_of(replies: Sequence[Reply]) -> int:
    """1 if one of them failed, or its fate is unknown."""
    bad = ("failed", "unsure", "sending")
    return int(any(reply.state in bad or (reply.state == "approved" and reply.error) for reply in replies))


def _told(reply: Reply) -> str:
    from .refusals import error_told

    told = STATES[reply.state]
    return f"{told}: {error_told(reply.error)}" if reply.error else told


def _do(act: Callable[[Hub], str], config: Path | None, store: str | None, *, json: bool) -> None:
    """Do one thing with one reply, and tell what became of it."""
    from ..errors import ConfigError
    from ..hub import Hub
    from .screen import write_json

    settings = settings_of(config, store)
    with (
        open_store(settings) as opened,
        Hub(settings.channels(), store=opened, replies=settings.reply_policy()) as hub,
    ):
        number = act(hub)
        reply = opened.reply(number)
    if reply is None:
        raise ConfigError(f"tidak ada balasan {number!r}")
    if json:
        write_json({"reply": values(reply)})
    else:
        say(reply, hint=same_store(store, config))
    raise typer.Exit(exit_of([reply]))

"""``list``: what came in, newest first."""

from __future__ import annotations

from datetime import datetime
from heapq import nlargest
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing
from .options import (
    ChannelOption,
    ConfigOption,
    JsonOption,
    StoreOption,
    open_store,
    option_words,
    same_store,
    settings_of,
)
from .units import UnitOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model import Complaint
    from ..registry import Registry
    from .screen import Column, Screen

__all__ = ["register"]

_ON_A_TERMINAL = 50


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(_list)


def _list(
    channel: ChannelOption = None,
    open_only: Annotated[
        bool | None, typer.Option("--open/--closed", show_default=False, help="Only open, or only finished ones.")
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            metavar="STATUS",
            show_default=False,
            autocompletion=completing.statuses,
            help="Only this status (received, closed ...).",
        ),
    ] = None,
    unit: UnitOption = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", show_default=False, help="Received on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", show_default=False, help="Received before this day.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default=False,
            help="At most N rows. Default: 50 on a terminal, all in a pipe and in JSON.",
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """List complaints, newest first.

    \b
    Examples:
      complaint-hub list --open
      complaint-hub list --channel lapor --since 2026-11-01
      complaint-hub list --json --limit 100
    """
    from ..settings import installed
    from .numbers import short_numbers
    from .options import moment_of
    from .screen import open_screen, visible, write_json
    from .units import of_unit, with_unit_name

    settings = settings_of(config, store)
    registry = settings.read_registry()
    wanted = of_unit(registry, unit)
    zone = ZoneInfo(settings.zone)
    screen = open_screen()
    if limit is None and not json and screen.width is not None:
        limit = _ON_A_TERMINAL
    with open_store(settings) as opened:
        heads = opened.heads(
            channel=channel,
            status=_status(status),
            open=open_only,
            unit=wanted.stored,
            since=moment_of(since, settings.zone, option="--since") if since else None,
            until=moment_of(until, settings.zone, option="--until") if until else None,
        )
        rows, total = _newest(filter(wanted.keeps, heads), limit)
        numbers = short_numbers(screen, opened, [row.id for row in rows])
        known = [name for name, _ in opened.accounts()]
    if json:
        write_json({"complaints": [c.model_dump(mode="json", exclude_unset=True) for c in rows], "total": total})
        return
    filters = option_words(
        {"--channel": channel, "--status": status, "--unit": unit, "--since": since, "--until": until}
        | {"--open": open_only is True, "--closed": open_only is False}
    )
    if not rows:
        if screen.records:
            screen.listing(_columns(screen), [])
        told = _nothing_found(filters, registry, unit, [*known, *installed()], channel)
        screen.note(visible(told, utf8=screen.utf8))
        return
    short = screen.width is not None
    _print(screen, [with_unit_name(registry, row, short=short) for row in rows], total, zone, numbers)
    first, hint = numbers.get(rows[0].id, rows[0].id), same_store(store, config)
    _lead_on(screen, first, total, shown=len(rows), filters=filters, hint=hint)


def _nothing_found(
    filters: str, registry: Registry | None, unit: str | None, channels: Sequence[str], channel: str | None
) -> str:
    """What to say where there is no row: which filter cannot hold, that nothing fits, or that there is nothing yet."""
    from .screen import program

    if channel is not None and channel not in channels:
        return f"Tidak ada kanal {channel!r}; yang ada: {', '.join(dict.fromkeys(channels))}."
    if unit is not None and registry is not None and not registry.units_named(unit):
        return f"Unit {unit!r} tidak ada dalam registri, dan tidak ada aduan yang menyebutnya."
    if filters:
        return f"Tidak ada aduan yang cocok dengan{filters}. Hapus saringan untuk melihat semuanya."
    return f"Basis data masih kosong. Isi dahulu: {program()} sync, atau {program()} import."


def _status(given: str | None) -> str | None:
    from ..model import Status

    if given is not None and given not in tuple(Status):
        raise typer.BadParameter(f"no such status; one of {', '.join(Status)}", param_hint="--status")
    return Status(given) if given else None


def _newest(heads: Iterable[Complaint], limit: int | None) -> tuple[list[Complaint], int]:
    """The newest rows and the number of all."""
    total = 0

    def counted() -> Iterable[Complaint]:
        nonlocal total
        for head in heads:
            total += 1
            yield head

    def age(head: Complaint) -> tuple[datetime, str]:
        return head.created_at, head.id

    rows = sorted(counted(), key=age, reverse=True) if limit is None else nlargest(limit, counted(), key=age)
    return rows, total


def _print(screen: Screen, rows: list[Complaint], total: int, zone: ZoneInfo, numbers: Mapping[str, str]) -> None:
    from ..wording import thousands

    screen.listing(_columns(screen), [_row(screen, row, zone, numbers.get(row.id, row.id)) for row in rows])
    screen.note(f"{thousands(len(rows))} dari {thousands(total)} aduan.")


def _columns(screen: Screen) -> list[Column]:
    from .screen import Column

    columns = [Column("Masuk"), Column("Nomor"), Column("Aduan", free=True), Column("Unit", wraps=True)]
    return [*columns, *[Column("Kecamatan"), Column("Kanal"), Column("Status")] * screen.wide]


def _lead_on(screen: Screen, first: str, total: int, *, shown: int, filters: str, hint: str) -> None:
    """What to type next; a pipe is not read by a person."""
    if screen.records:
        return
    if total > shown:
        screen.command(f"list{filters} --limit {total}{hint}", before="Semuanya: ")
    screen.command(f"show {first}{hint}", before="Rincian: ")


def _row(screen: Screen, head: Complaint, zone: ZoneInfo, number: str) -> list[str]:
    from ..model import Status
    from . import words
    from .screen import visible

    text = visible(head.title or head.text, utf8=screen.utf8) or "(tanpa teks)"
    cells = [
        words.day_in(screen, head.created_at, zone),
        visible(number),
        text,
        visible(head.unit, utf8=screen.utf8) or "–",
    ]
    if screen.wide:
        cells += [visible(head.district) or "–", visible(head.channel), words.STATUSES[head.status or Status.received]]
    return cells

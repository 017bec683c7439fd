"""``sync``: read what is new from every configured channel."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, same_store, settings_of

if TYPE_CHECKING:
    from ..contract import Deep
    from ..store import Store

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sync")(_sync)


def _sync(
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Also look for late changes in old complaints, as cheaply as the channel can."),
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Read everything again, and notice what was deleted.")] = False,
    budget: Annotated[
        int | None,
        typer.Option(
            "--budget",
            metavar="N",
            min=1,
            show_default=False,
            help="Draw at most N units of each channel's quota; the next run goes on.",
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Read what is new from every channel of complaint-hub.toml.

    All channels are read side by side; one that fails never stops the others. A run that is cut off loses nothing:
    the next one goes on from its last page.

    \b
    Examples:
      complaint-hub sync
      complaint-hub sync --deep --budget 500
      complaint-hub sync --config blitar.toml --json
    """
    from ..hub import Hub
    from .progress import progress_bar
    from .run_report import exit_code, print_report, write_report
    from .screen import open_screen

    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone) if now else None
    channels = settings.channels()
    depth: Deep = "full" if full else "changed" if deep else False
    with ExitStack() as open_things:
        opened = open_things.enter_context(open_store(settings, create=True))
        hub = open_things.enter_context(Hub(channels, store=opened))
        known = partial(_known, opened) if full else None
        advance = open_things.enter_context(progress_bar(json=json, totals=known))
        report = hub.sync(deep=depth, budget=budget, now=moment, progress=advance)
    if json:
        write_report(report)
    else:
        print_report(open_screen(), report, zone=ZoneInfo(settings.zone), hint=same_store(store, config))
    raise typer.Exit(exit_code(report))


def _known(store: Store) -> dict[tuple[str, str], int]:
    """About how much a walk over everything reads again: what is known of each account."""
    return {(channel, account): store.count_known(channel, account) for channel, account in store.accounts()}

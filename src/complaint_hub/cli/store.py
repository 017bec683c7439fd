"""``store backup``: a copy of the database, also while it is written to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import ConfigOption, JsonOption, StoreOption, settings_of

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The database itself.")
    group.command("backup")(_backup)
    app.add_typer(group, name="store")


def _backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", show_default=False, help="Where the copy goes; it must not exist yet.")
    ],
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the database to FILE, also while a sync is running.

    The copy is one moment of the database, checked, readable by its owner alone, and one single file. It holds what the
    database holds: texts and names of citizens, and the tokens of the channels. Keep it as safe as that.

    \b
    Examples:
      complaint-hub store backup cadangan.db
      complaint-hub store backup --store aduan.db /mnt/cadangan/aduan-2026-11-24.db
    """
    from ..store import back_up
    from ..wording import size, thousands
    from .screen import open_screen, visible, write_json

    made = back_up(settings_of(config, store).store, file)
    if json:
        write_json({"backup": {"path": str(made.path), "size": made.size, "complaints": made.complaints}})
        return
    screen = open_screen()
    name = visible(str(made.path), utf8=screen.utf8)
    screen.line(f"✓ {name}: {size(made.size)}, {thousands(made.complaints)} aduan, utuh", style="green")
    screen.line("Berisi data pelapor dan token kanal: simpan seaman basis datanya.", indent=2)
    screen.line("Memulihkan: hentikan sync, singkirkan basis data beserta berkas -wal dan -shm, lalu", indent=2)
    screen.command(f"store backup aduan.db --store {name}", before="    ")

"""``official import``: keep what the ministry's letter says about a year, so that the scorecard can stand beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .options import ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Results of the ministry's evaluation.")
    group.callback()(_group)
    group.command("import")(_import)
    app.add_typer(group, name="official")


def _group() -> None:
    """Results of the ministry's yearly evaluation: input, never computed."""


def _import(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.toml", show_default=False, readable=False, help="What the letter says."),
    ],
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Keep the official result of a year in the database. The same letter read again replaces it.

    \b
    FILE.toml:
      year = 2023
      letter = "SE 100.4.4/3368/SJ"
      letter_date = 2024-07-22
      predicate = "baik"
      team_decree = true
      action_plan = false
      recommendations = ["Menyusun dan menetapkan rencana aksi"]
      figures = { total = 62, finished_share = 1.0, mean_follow_up = 15.6 }

    \b
    Example:
      complaint-hub official import hasil-2023.toml
    """
    from zoneinfo import ZoneInfo

    from ..evaluation import read_official, scale_finding
    from . import words
    from .screen import open_screen, visible, write_json

    settings = settings_of(config, store)
    result = read_official(file)
    with open_store(settings, create=True) as opened:
        opened.save_official(result)
    if json:
        write_json({"official": result.model_dump(mode="json")})
        return
    screen = open_screen()
    dated = f" tanggal {words.day(result.letter_date, ZoneInfo(settings.zone))}" if result.letter_date else ""
    screen.line(f"✓ Hasil resmi {result.year} disimpan: {visible(result.letter)}{dated}", style="green")
    if finding := scale_finding(result):
        screen.line(f"Periksa: {visible(finding, utf8=screen.utf8)}", hang=2)
    screen.command(f"scorecard --year {result.year}{same_store(store)}", before="Rapor: ")

"""``registry check``: what in the registry of units and officers does not add up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of, store_exists

if TYPE_CHECKING:
    from datetime import date

    from ..registry import Finding, Registry
    from ..settings import Settings
    from .screen import Screen

__all__ = ["print_registry", "register"]

_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Units, officers and places.")
    group.callback()(_group)
    group.command("check")(_check)
    app.add_typer(group, name="registry")


def _group() -> None:
    """Units, officers and places of the government: kept by the office, in a file."""


def _check(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            show_default=False,
            readable=False,
            help="A TOML file or a folder of CSV. Default: what [registry] in the settings names.",
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Say what in the registry does not add up, and which spellings in the database it does not know.

    Unknown parents and units, circles, an alias or an account with two owners, overlapping or ended terms, units
    without an active officer. Ends with 1 if there is an error; a notice may be meant so. Nothing is written.

    \b
    Examples:
      complaint-hub registry check
      complaint-hub registry check registry.toml --now 2026-11-24
    """
    from zoneinfo import ZoneInfo

    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    day = moment_of(now, settings.zone).astimezone(ZoneInfo(settings.zone)).date()
    registry = _registry(settings, path)
    findings = registry.check(at=day)
    unknown = _unknown(settings, registry)
    if json:
        write_json(_values(registry, day, findings, unknown))
    else:
        _print(open_screen(), registry, day, findings, unknown)
    raise typer.Exit(1 if any(finding.level == "error" for finding in findings) else 0)


def _registry(settings: Settings, path: Path | None) -> Registry:
    from ..errors import ConfigError
    from ..registry import Registry

    found = settings.read_registry() if path is None else Registry.load(path)
    if found is None:
        where = str(settings.path) if settings.path else "complaint-hub.toml"
        raise ConfigError(f"no registry is named: give a file, or write [registry] with a path into {where}")
    return found


def _unknown(settings: Settings, registry: Registry) -> dict[str, int] | None:
    """The spellings of the database that the registry does not know, and how often; None if there is no database."""
    if not store_exists(settings):
        return None
    with open_store(settings) as opened:
        return registry.unknown(head.unit for head in opened.heads())


def _values(
    registry: Registry, day: date, findings: list[Finding], unknown: dict[str, int] | None
) -> dict[str, object]:
    return {
        "registry": {
            "at": day.isoformat(),
            "units": sum(unit.exists(day) for unit in registry.units),
            "officers": len({term.id for term in registry.officers(at=day)}),
            "places": len(registry.places),
            "population": registry.population(),
        },
        "findings": [{"level": f.level, "topic": f.topic, "subject": f.subject, "text": f.text} for f in findings],
        "unknown_units": unknown,
    }


def print_registry(screen: Screen, registry: Registry, day: date) -> None:
    """Print one line: how many units, officers and places there are on a day."""
    from ..wording import short_date, thousands

    officers = len({term.id for term in registry.officers(at=day)})
    parts = [
        f"{thousands(sum(unit.exists(day) for unit in registry.units))} unit",
        f"{thousands(officers)} petugas aktif",
        f"{thousands(len(registry.places))} tempat",
    ]
    if (population := registry.population()) is not None:
        parts.append(f"{thousands(population)} penduduk")
    screen.line(f"Registri per {short_date(day)}: {' · '.join(parts)}")


def _print(
    screen: Screen, registry: Registry, day: date, findings: list[Finding], unknown: dict[str, int] | None
) -> None:
    from ..wording import thousands
    from .screen import visible

    print_registry(screen, registry, day)
    for finding in findings:
        mark, style = ("▲", "bold red") if finding.level == "error" else ("–", "dim")
        screen.line(f"{mark} {visible(finding.text, utf8=screen.utf8)}", style=style, hang=2)
    if not findings:
        screen.line("✓ Tidak ada yang janggal.", style="green")
    if not unknown:
        return
    screen.line("Unit pada aduan yang tidak dikenal (tambahkan sebagai alias, bila memang unit itu):")
    for text, count in list(unknown.items())[:_SHOWN]:
        screen.line(f"{thousands(count)} × {visible(text, utf8=screen.utf8)}", indent=2, hang=4)
    if len(unknown) > _SHOWN:
        screen.line(f"dan {thousands(len(unknown) - _SHOWN)} ejaan lain: --json", indent=2)

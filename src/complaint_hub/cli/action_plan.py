"""``action-plan``: a draft of the rencana aksi from the data, as a list, a workbook or a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .cards import PeriodOption, TargetsOption, YearOption
from .options import ChannelOption, ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from ..evaluation import ActionPlan
    from .screen import Screen

__all__ = ["register"]

_UNNAMED = "Pemerintah Daerah"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("action-plan")(_action_plan)


def _action_plan(
    year: YearOption = None,
    period: PeriodOption = None,
    channel: ChannelOption = None,
    targets: TargetsOption = None,
    official: Annotated[
        Path | None,
        typer.Option(
            "--official",
            metavar="FILE.toml",
            show_default=False,
            readable=False,
            help="The ministry's letter, instead of the one in the database.",
        ),
    ] = None,
    monitor_period: Annotated[
        str | None,
        typer.Option("--monitor", metavar="P", show_default=False, help="Also what was reached in this period."),
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output", metavar="FILE", show_default=False, help="Write FILE.xlsx or FILE.html; both may be given."
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an output file that is there.")] = False,
    government: Annotated[
        str | None,
        typer.Option(
            "--government", metavar="NAME", show_default=False, help="Its name in the title. Default: the registry's."
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Draft the action plan (rencana aksi) that the figures of a period call for.

    Each row names the figures that triggered it. A target, a budget or a person in charge comes from --targets or stays
    empty; a threshold that you have not set triggers nothing and is listed as open.

    \\b
    Examples:
      complaint-hub action-plan --year 2023 --channel lapor
      complaint-hub action-plan --year 2023 --targets target-2024.toml --output rencana-aksi.xlsx
      complaint-hub action-plan --year 2023 --output rencana-aksi.html --government "Pemerintah Kabupaten ..."
      complaint-hub action-plan --year 2023 --targets target-2024.toml --monitor 2024-TW1
    """
    from dataclasses import replace

    from ..evaluation import Targets, action_plan, monitor
    from .cards import Wanted, card_from, inputs_from, period_of, published
    from .deadlines import policy
    from .scorecard import read_own
    from .screen import open_screen, write_json

    _check_outputs(output or [], overwrite=overwrite)
    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    zone = ZoneInfo(settings.zone)
    registry = settings.read_registry()
    own = read_own(targets) or Targets()
    inputs = inputs_from(registry, own, moment.astimezone(zone).date())
    letter = published([official]).letter if official is not None else None
    wanted = Wanted(
        period=period_of(year, period),
        zone=settings.zone,
        now=moment,
        channel=channel,
        by=("unit",),
        official=letter,
        registry=registry,
        inputs=inputs,
        policy=policy(settings),
        trend=True,
    )
    with open_store(settings) as opened:
        card = card_from(opened, wanted)
        plan = action_plan(card, letter or opened.official(wanted.period.year), targets=replace(own, inputs=inputs))
        if monitor_period is not None:
            later = replace(wanted, period=period_of(None, monitor_period), by=(), trend=False, official=None)
            plan = monitor(plan, card_from(opened, later))
    name = government or (registry.agency if registry and registry.agency else _UNNAMED)
    for file in output or []:
        _write(plan, file, government=name, zone=zone)
    if json:
        write_json({**plan.to_dict(), "written": [str(file) for file in output or []]})
    else:
        _print(open_screen(), plan, output or [])


def _check_outputs(files: list[Path], *, overwrite: bool) -> None:
    """Refuse before anything is read. Raises BadParameter."""
    for file in files:
        if file.suffix.lower() not in (".xlsx", ".html"):
            raise typer.BadParameter(f"{file} must end in .xlsx or .html", param_hint="--output")
        if not file.absolute().parent.is_dir():
            raise typer.BadParameter(f"there is no folder {file.absolute().parent}", param_hint="--output")
        if file.exists() and not overwrite:
            raise typer.BadParameter(f"{file} exists: give another name, or --overwrite", param_hint="--output")


def _write(plan: ActionPlan, file: Path, *, government: str, zone: ZoneInfo) -> None:
    from ..errors import ConfigError
    from ..export import action_plan_html, action_plan_xlsx

    try:
        if file.suffix.lower() == ".html":
            file.write_text(action_plan_html(plan, government=government, zone=zone), encoding="utf-8")
        else:
            action_plan_xlsx(plan, file, government=government, zone=zone)
    except OSError as problem:
        raise ConfigError(f"{file} cannot be written: {problem.strerror or problem}") from problem


def _print(screen: Screen, plan: ActionPlan, files: list[Path]) -> None:
    from .screen import visible

    def say(text: str, indent: int, style: str = "") -> None:
        screen.line(visible(text, utf8=screen.utf8), indent=indent, hang=2, style=style)

    say(f"Rancangan rencana aksi, berdasarkan {plan.card.period.label}", 0, "bold")
    for row in plan.rows:
        say(f"{row.number}. {row.action} ({row.aspect})", 2)
        say(f"dasar: {'; '.join(row.figures)}", 5)
        say(f"indikator: {row.indicator} ({row.unit}); {_targets(row.baseline, row.targets)}", 5)
        if row.monitored is not None:
            say(f"{row.monitored.period.label}: {_amount(row.monitored.realised)}, {row.monitored.status}", 5)
    if not plan.rows:
        say("Data tidak memicu satu baris pun.", 2)
    if plan.open_questions:
        say("Belum dapat dinilai:", 2)
    for text in plan.open_questions:
        say(f"- {text}", 4)
    for file in files:
        say(f"✓ {file}", 0, "green")


def _targets(baseline: float | None, targets: tuple[float | None, ...]) -> str:
    if all(target is None for target in targets):
        return f"baseline {_amount(baseline)}, target diisi oleh instansi"
    return f"baseline {_amount(baseline)}, target TW I-IV {' / '.join(_amount(target) for target in targets)}"


def _amount(value: float | None) -> str:
    from ..wording import decimal_comma

    if value is None:
        return "–"
    return decimal_comma(value, places=0 if float(value).is_integer() else 1)

"""``export``: the files that an office hands in or gives to other programs."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cards import PeriodOption, TargetsOption, YearOption
from .options import ChannelOption, ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of
from .progress import watched

if TYPE_CHECKING:
    from ..evaluation import Period
    from ..export import Content, Wanted, Written
    from ..settings import Settings

__all__ = ["register"]

_UNNAMED = "Pemerintah Daerah"
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", show_default=False, help="Where it goes.")]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace FILE if it is there.")]
PersonalOption = Annotated[
    bool,
    typer.Option(
        "--personal", help="Also personal data: who wrote; telephone numbers, e-mail addresses, NIK in texts."
    ),
]
ConfidentialOption = Annotated[
    bool,
    typer.Option("--confidential", help="Also what confidential complaints and those berkadar pengawasan say."),
]
GovernmentOption = Annotated[
    str | None,
    typer.Option(
        "--government", metavar="NAME", show_default=False, help="Its name in the titles. Default: the registry's."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Write workbooks, CSV and JSON Lines.")
    group.command("monthly")(_monthly)
    group.command("rapor")(_rapor)
    group.command("csv")(_csv)
    group.command("jsonl")(_jsonl)
    app.add_typer(group, name="export")


def _monthly(
    file: FileArgument,
    period: Annotated[
        str, typer.Option("--period", metavar="P", show_default=False, help="2026-11; also 2026-TW3, 2026-S1, 2026.")
    ],
    channel: ChannelOption = None,
    targets: TargetsOption = None,
    government: GovernmentOption = None,
    personal: PersonalOption = False,
    confidential: ConfidentialOption = False,
    overwrite: OverwriteOption = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Write the monthly workbook (XLSX): summary, list of complaints, by unit, channel, category, kecamatan, backlog.

    Names, telephone numbers and the like stay out, and so does what protected complaints say, unless you ask for them.

    \b
    Examples:
      complaint-hub export monthly --period 2026-11 rekap-2026-11.xlsx
      complaint-hub export monthly --period 2026-TW3 rekap-tw3.xlsx --channel lapor --overwrite
    """
    from ..export import monthly_xlsx

    _check(file, ".xlsx", overwrite=overwrite)
    settings = settings_of(config, store)
    wanted = _wanted(
        settings, _period(None, period), now, channel=channel, targets=targets, government=government,
        content=_content(personal=personal, confidential=confidential),
    )  # fmt: skip
    with _writing(file), open_store(settings) as opened, watched(opened, file.name, json=json) as seen:
        made = monthly_xlsx(seen, file, wanted)
    _say(made, wanted.content, json=json)


def _rapor(
    file: FileArgument,
    year: Annotated[int, typer.Option("--year", metavar="Y", min=2000, max=2100, show_default=False, help="The year.")],
    channel: ChannelOption = None,
    targets: TargetsOption = None,
    government: GovernmentOption = None,
    personal: PersonalOption = False,
    confidential: ConfidentialOption = False,
    overwrite: OverwriteOption = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Write the rapor of a year (XLSX): every metric, the months, the official result beside it, and the lists.

    The official result comes from 'official import'; the predicate is never computed.

    \b
    Examples:
      complaint-hub export rapor --year 2023 --channel lapor rapor-2023.xlsx
      complaint-hub export rapor --year 2026 rapor-2026.xlsx --targets target.toml
    """
    from ..export import rapor_xlsx

    _check(file, ".xlsx", overwrite=overwrite)
    settings = settings_of(config, store)
    wanted = _wanted(
        settings, _period(year, None), now, channel=channel, targets=targets, government=government,
        content=_content(personal=personal, confidential=confidential),
    )  # fmt: skip
    with _writing(file), open_store(settings) as opened, watched(opened, file.name, json=json) as seen:
        made = rapor_xlsx(seen, file, wanted)
    _say(made, wanted.content, json=json)


def _csv(
    file: FileArgument,
    year: YearOption = None,
    period: PeriodOption = None,
    channel: ChannelOption = None,
    personal: PersonalOption = False,
    confidential: ConfidentialOption = False,
    overwrite: OverwriteOption = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Write the list of complaints of a period as CSV: UTF-8, semicolons, ISO dates, no cell that could be a formula.

    Where a cell could begin with = + - or @ an apostrophe stands before it; a program takes it away again (see
    complaint_hub.export.read_cases_csv).

    \b
    Examples:
      complaint-hub export csv --period 2026-11 aduan-2026-11.csv
      complaint-hub export csv --year 2026 aduan.csv --personal --overwrite
    """
    from ..export import cases_csv

    _check(file, ".csv", overwrite=overwrite)
    settings = settings_of(config, store)
    content = _content(personal=personal, confidential=confidential)
    wanted = _wanted(settings, _period(year, period), now, channel=channel, content=content)
    with _writing(file), open_store(settings) as opened, watched(opened, file.name, json=json) as seen:
        made = cases_csv(seen, file, wanted)
    _say(made, content, json=json)


def _jsonl(
    file: FileArgument,
    year: YearOption = None,
    period: PeriodOption = None,
    channel: ChannelOption = None,
    personal: PersonalOption = False,
    confidential: ConfidentialOption = False,
    overwrite: OverwriteOption = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write complaints with their timelines as JSON Lines, each as 'schema' says; without a period all there are.

    \b
    Examples:
      complaint-hub export jsonl aduan.jsonl
      complaint-hub export jsonl --year 2026 --channel instagram instagram-2026.jsonl --overwrite
    """
    from ..export import complaints_jsonl

    _check(file, ".jsonl", overwrite=overwrite)
    settings = settings_of(config, store)
    content = _content(personal=personal, confidential=confidential)
    since = until = None
    if year is not None or period is not None:
        since, until = _wanted(settings, _period(year, period), None, content=content).bounds()
    every = 1 if since is None and channel is None else None
    with _writing(file), open_store(settings) as opened, watched(opened, file.name, json=json, every=every) as seen:
        made = complaints_jsonl(seen, file, channel=channel, since=since, until=until, content=content)
    _say(made, content, json=json)


def _check(file: Path, ending: str, *, overwrite: bool) -> None:
    """Refuse before anything is read. Raises BadParameter."""
    if file.suffix.lower() != ending:
        raise typer.BadParameter(f"{file} must end in {ending}", param_hint="FILE")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.absolute().parent}", param_hint="FILE")
    if file.exists() and not overwrite:
        raise typer.BadParameter(f"{file} exists: give another name, or --overwrite", param_hint="FILE")


def _content(*, personal: bool, confidential: bool) -> Content:
    from ..export import Content

    return Content(personal=personal, confidential=confidential)


def _period(year: int | None, period: str | None) -> Period:
    from .cards import period_of

    return period_of(year, period)


def _wanted(
    settings: Settings,
    period: Period,
    now: str | None,
    *,
    content: Content,
    channel: str | None = None,
    targets: Path | None = None,
    government: str | None = None,
) -> Wanted:
    from ..export import Wanted
    from .cards import inputs_from
    from .deadlines import calendar_of, policy
    from .scorecard import read_own

    registry = settings.read_registry()
    calendar = calendar_of(settings.zone)
    moment = moment_of(now, settings.zone)
    return Wanted(
        period=period,
        policy=policy(settings),
        calendar=calendar,
        now=moment,
        government=government or (registry.agency if registry and registry.agency else _UNNAMED),
        channel=channel,
        registry=registry,
        inputs=inputs_from(registry, read_own(targets), calendar.local_day(moment)),
        content=content,
    )


@contextmanager
def _writing(file: Path) -> Generator[None]:
    """Say in one sentence why a file cannot be written. Raises ConfigError."""
    from ..errors import ConfigError

    try:
        yield
    except OSError as problem:
        raise ConfigError(f"{file} cannot be written: {problem.strerror or problem}") from problem


def _say(made: Written, content: Content, *, json: bool) -> None:
    from ..wording import size, thousands
    from .screen import open_screen, visible, write_json

    if json:
        write_json(
            {
                "written": str(made.path),
                "rows": dict(made.rows),
                "personal": content.personal,
                "confidential": content.confidential,
            }
        )
        return
    screen = open_screen()
    screen.line(f"✓ {visible(str(made.path), utf8=screen.utf8)}: {size(made.path.stat().st_size)}", style="green")
    for name, rows in made.rows.items():
        screen.line(f"{name}: {thousands(rows)} baris", indent=2)
    if content.personal or content.confidential:
        screen.line("Berisi data pribadi atau isi aduan yang dilindungi: simpan dan kirim seperlunya.", indent=2)
    else:
        screen.line("Tanpa nama, nomor telepon, dan isi aduan rahasia; nama di dalam teks tidak dikenali.", indent=2)

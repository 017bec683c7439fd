"""``dashboard``: the page that an office opens in any browser, and the one that it may publish."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cards import TargetsOption
from .options import (
    ConfigOption,
    JsonOption,
    NowOption,
    StoreOption,
    moment_of,
    open_store,
    same_store,
    settings_of,
)
from .progress import watched

if TYPE_CHECKING:
    from datetime import datetime

    from ..dashboard import Dashboard
    from ..evaluation import ActionPlan, Targets
    from ..registry import Registry
    from ..settings import Settings
    from ..store import Store

__all__ = ["register"]

_OURS = b'<meta name="generator" content="complaint-hub dashboard">'
_HEAD = 4_000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("dashboard")(_dashboard)


def _dashboard(
    file: Annotated[
        Path, typer.Argument(metavar="OUT.html", show_default=False, help="The page; replaced if it is there.")
    ],
    public: Annotated[
        bool, typer.Option("--public", help="What the public may see: counts, shares and ranking, no case.")
    ] = False,
    least: Annotated[
        int, typer.Option("--least", metavar="N", min=3, help="With --public: hide counts from 1 up to below N.")
    ] = 5,
    min_n: Annotated[
        int, typer.Option("--min-n", metavar="N", min=1, help="Rank only units with so many judged cases.")
    ] = 10,
    on_time: Annotated[
        float | None,
        typer.Option("--on-time", metavar="PERCENT", min=0, max=100, show_default=False, help="Your on-time target."),
    ] = None,
    targets: TargetsOption = None,
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
    """Write the dashboard: one HTML file that asks for nothing, for any browser, the phone and the printer.

    The page of the office holds texts of complaints and is readable by you alone; confidential cases and those berkadar
    pengawasan show no content, and nobody who reported is named. The public page holds no text, name or number of a
    complaint, and counts no such case. The action plan on it is drafted from the year before and measured by this one.

    \b
    Examples:
      complaint-hub dashboard dasbor.html
      complaint-hub dashboard dasbor.html --targets target.toml --on-time 90
      complaint-hub dashboard --public --least 10 publik.html
    """
    from ..sla import Policy
    from .deadlines import calendar_of, policy
    from .scorecard import read_own

    _check(file)
    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    registry = settings.read_registry()
    own = read_own(targets)
    limits: Policy = policy(settings)
    with open_store(settings) as opened, watched(opened, file.name, json=json) as seen:
        from ..dashboard import gather, gather_public, render

        plan = _plan(opened, settings, registry, own, moment)
        share = None if on_time is None else on_time / 100
        calendar = calendar_of(settings.zone)
        if public:
            page = gather_public(
                seen, policy=limits, calendar=calendar, now=moment, least=least, registry=registry, plan=plan,
                government=government, minimum_n=min_n, target=share,
            )  # fmt: skip
        else:
            page = gather(
                seen, policy=limits, calendar=calendar, now=moment, registry=registry, plan=plan,
                government=government, minimum_n=min_n, target=share, hint=same_store(store),
            )  # fmt: skip
    html = render(page, public=public).encode()
    _write(file, html, public=public)
    _say(file, page, len(html), json=json)


def _plan(
    store: Store, settings: Settings, registry: Registry | None, own: Targets | None, now: datetime
) -> ActionPlan | None:
    """The plan that last year calls for, measured by this year; None where last year has no case."""
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    from ..evaluation import Period, Targets, action_plan, monitor
    from .cards import Wanted, card_from, inputs_from

    today = now.astimezone(ZoneInfo(settings.zone)).date()
    inputs = inputs_from(registry, own, today)
    wanted = Wanted(
        period=Period(today.year - 1), zone=settings.zone, now=now, by=("unit",), registry=registry, inputs=inputs,
        trend=True,
    )  # fmt: skip
    card = card_from(store, wanted)
    if not card.total:
        return None
    plan = action_plan(card, store.official(card.year), targets=replace(own or Targets(), inputs=inputs))
    return monitor(plan, card_from(store, replace(wanted, period=Period(today.year), by=(), trend=False)))


def _check(file: Path) -> None:
    """Refuse before anything is read: what is not a dashboard of ours is never written over. Raises BadParameter."""
    if file.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"{file} must end in .html", param_hint="OUT.html")
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"there is no folder {file.absolute().parent}", param_hint="OUT.html")
    if not file.exists():
        return
    if not file.is_file():
        raise typer.BadParameter(f"{file} is no file", param_hint="OUT.html")
    with file.open("rb") as stream:
        if _OURS not in stream.read(_HEAD):
            raise typer.BadParameter(f"{file} is there and is no dashboard: give another name", param_hint="OUT.html")


def _write(file: Path, html: bytes, *, public: bool) -> None:
    """Write whole or not at all, so that a browser never opens half a page. Raises ConfigError."""
    from ..errors import ConfigError

    try:
        # Made readable by its owner alone; the one to be published is opened to all.
        handle, made = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.absolute().parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(html)
            if public:
                Path(made).chmod(0o644)
            Path(made).replace(file)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise ConfigError(f"{file} cannot be written: {problem.strerror or problem}") from problem


def _say(file: Path, page: Dashboard, size: int, *, json: bool) -> None:
    from ..dashboard import messages
    from ..wording import size as told_size
    from ..wording import thousands
    from .screen import open_screen, visible, write_json

    told = messages(page)
    if json:
        write_json(
            {
                "written": str(file),
                "bytes": size,
                "public": page.public,
                "least": page.least,
                "headline": told.headline,
                "cases": len(page.cases.lines),
                "left_out": page.cases.left_out,
            }
        )
        return
    screen = open_screen()
    screen.line(f"✓ {visible(str(file))} ({told_size(size)})", style="green")
    screen.line(visible(told.headline, utf8=screen.utf8), indent=2)
    if page.public:
        screen.line(f"Halaman publik: jumlah di bawah {page.least} disembunyikan.", indent=2)
    elif page.cases.left_out:
        screen.line(f"{thousands(page.cases.left_out)} kasus lain tidak dimuat di halaman.", indent=2)

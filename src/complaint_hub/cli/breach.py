"""``privacy breach``: whose data, and which, a notice after a leak must name, and until when it must be out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from .options import ConfigOption, JsonOption, StoreOption, moment_of, open_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..privacy import Exposed
    from .screen import Screen

__all__ = ["breach"]


def breach(
    known: Annotated[
        str, typer.Option("--known", metavar="TIME", show_default=False, help="When the leak became known.")
    ],
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", show_default=False, help="Only what was met since then.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", show_default=False, help="When it ended. Default: --known.")
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Tell for a notice after a leak (UU 27/2022, article 46) whose data and which lay here, and until when it is due.

    Nothing is sent and nothing is changed. --json lists every person as the channels tell them; keep that file as safe
    as the database.

    \b
    Examples:
      complaint-hub privacy breach --known 2026-11-24T08:00
      complaint-hub privacy breach --known 2026-11-24T08:00 --since 2026-11-01 --json
    """
    from ..privacy import NOTICE_TIME
    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    moment = moment_of(known, settings.zone, option="--known")
    ended = moment if until is None else moment_of(until, settings.zone, option="--until")
    began = None if since is None else moment_of(since, settings.zone, option="--since")
    with open_store(settings) as opened:
        told = opened.exposed(since=began, until=ended)
    due = moment + NOTICE_TIME
    if json:
        write_json({"known": moment.isoformat(), "due": due.isoformat(), "accounts": [_values(one) for one in told]})
        return
    _print(open_screen(), told, due, ZoneInfo(settings.zone))


def _values(one: Exposed) -> dict[str, object]:
    people = [{"id": id, "name": name, "url": url, "items": count} for (id, name, url), count in one.people.items()]
    return {
        "channel": one.channel,
        "account": one.account,
        "complaints": one.complaints,
        "fields": one.fields,
        "people": people,
    }


def _print(screen: Screen, told: Sequence[Exposed], due: datetime, zone: ZoneInfo) -> None:
    from ..wording import thousands
    from . import words
    from .screen import visible

    screen.line(f"▲ Pemberitahuan tertulis paling lambat {words.moment(due, zone)} (UU 27/2022 Pasal 46: 3 x 24 jam),")
    screen.line(
        "kepada orang yang bersangkutan dan lembaga: data apa, kapan dan bagaimana, dan upaya perbaikan.", indent=2
    )
    for one in told:
        screen.line()
        place = visible(f"{one.channel} · {one.account}", utf8=screen.utf8)
        screen.line(f"{place}: {thousands(one.complaints)} aduan, {thousands(len(one.people))} orang")
        fields = ", ".join(f"{name} {thousands(count)}" for name, count in sorted(one.fields.items()))
        screen.line(f"data: {fields or '–'}", indent=2, hang=2)
    if not told:
        screen.line("✓ Tidak ada data orang di basis data pada waktu itu.")
    else:
        screen.line()
        screen.line("Daftar orang: perintah yang sama dengan --json.")

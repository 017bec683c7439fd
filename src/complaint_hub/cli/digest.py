"""``digest``: what to chase today, unit by unit, and who has not answered yet; plain text to be pasted and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, settings_of
from .units import UnitOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from ..digest import Digest, Item, Part, Unanswered
    from ..model import Case
    from ..registry import Registry
    from ..settings import Settings
    from ..store import Store
    from .units import UnitFilter

__all__ = ["register"]

_LONGEST = 24


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("digest")(_digest)


def _digest(
    unit: UnitOption = None,
    officer: Annotated[
        str | None,
        typer.Option(
            metavar="ID",
            show_default=False,
            autocompletion=completing.officers,
            help="Only of the units in which this officer is active.",
        ),
    ] = None,
    sekda: Annotated[
        bool, typer.Option("--sekda", help="Instead one page: which unit has not answered, since when, and the trend.")
    ] = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="At most N cases of each unit; the others are counted.")
    ] = 5,
    always: Annotated[
        bool, typer.Option("--always", help="Also outside office hours, whatever the settings say.")
    ] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Say what is to be chased today, as plain text for WhatsApp or mail; sending it is up to you.

    Outside office hours nobody is chased, unless --always or the settings say so. What came with the first import of
    an account alerts nobody until the office has acted on it. Confidential reports are told without their words.

    \b
    Examples:
      complaint-hub digest
      complaint-hub digest --officer petugas-15
      complaint-hub digest --unit pupr --limit 10
      complaint-hub digest --sekda
    """
    from ..digest import unanswered, unanswered_text
    from .deadlines import calendar_of
    from .screen import write_json
    from .units import of_officer, of_unit

    settings = settings_of(config, store)
    registry = settings.read_registry()
    moment = moment_of(now, settings.zone)
    calendar = calendar_of(settings.zone)
    filters = (of_unit(registry, unit), of_officer(registry, officer, calendar.local_day(moment)))
    with open_store(settings) as opened:
        if sekda:
            if unit or officer:
                raise typer.BadParameter(
                    "the page is of all units: leave out --unit and --officer", param_hint="--sekda"
                )
            page = unanswered(opened.facts(), calendar=calendar, now=moment, registry=registry)
            ids = [row.oldest_id for row in page.units if row.oldest_id is not None]
            if json:
                write_json(_page_values(page))
            else:
                _print(unanswered_text(page, numbers=_short(opened, ids)))
            return
        made = _made(opened, settings, registry, filters, moment, always=always or settings.digest.always)
        if json:
            write_json(_values(made))
        else:
            _print(_text(opened, made, limit))


def _made(
    store: Store,
    settings: Settings,
    registry: Registry | None,
    filters: Iterable[UnitFilter],
    now: datetime,
    *,
    always: bool,
) -> Digest:
    from ..digest import digest
    from .deadlines import calendar_of, policy

    wanted = list(filters)
    stored = next((one.stored for one in wanted if one.stored is not None), None)
    cases: list[Case] = [
        case for case in store.cases(open=True, unit=stored) if all(one.keeps(case.lead) for one in wanted)
    ]
    return digest(
        cases,
        policy=policy(settings),
        calendar=calendar_of(settings.zone),
        now=now,
        registry=registry,
        first_imported=store.first_imported([case.lead.id for case in cases]),
        always=always,
    )


def _text(store: Store, made: Digest, limit: int) -> str:
    from ..digest import digest_text

    ids = [item.lead.id for part in made.parts for item in part.items[:limit]]
    return digest_text(made, numbers=_short(store, ids), limit=limit)


def _short(store: Store, ids: Iterable[str]) -> dict[str, str]:
    """Short numbers for ids that no telephone shows on one line; ``show`` takes them as well."""
    long = [id_ for id_ in ids if len(id_) > _LONGEST]
    return {id_: f"{id_.partition(':')[0]}#{n}" for id_, n in store.numbers(long).items()}


def _print(text: str) -> None:
    """The text as it is to be pasted: never wrapped, cut or coloured."""
    from .screen import open_screen

    screen = open_screen()
    for line in text.splitlines():
        screen.whole(line)


def _values(made: Digest) -> dict[str, object]:
    from ..digest import Why

    return {
        "now": made.at.isoformat(),
        "open_office": made.open_office,
        "next_opening": made.next_opening.isoformat(),
        "counts": {str(why): made.count(why) for why in Why} | {"old": made.old, "untriaged": made.untriaged},
        "units": [_part_values(part) for part in made.parts],
        "officers": {officer: [part.unit for part in parts] for officer, parts in made.by_officer().items()},
    }


def _part_values(part: Part) -> dict[str, object]:
    return {
        "unit": part.unit,
        "code": part.code,
        "officers": list(part.officers),
        "chase": list(_item_values(part.items)),
        "old": part.old,
        "old_since": part.old_since.isoformat() if part.old_since else None,
        "unanswered_without_target": part.silent,
        "unanswered_since": part.silent_since.isoformat() if part.silent_since else None,
    }


def _item_values(items: Iterable[Item]) -> Iterator[dict[str, object]]:
    for item in items:
        verdict = item.verdict
        yield {
            "id": item.lead.id,
            "why": str(item.why),
            "status": item.lead.status,
            "received": item.received.isoformat(),
            "clock": verdict.clock if verdict else None,
            "due_on": verdict.due_on.isoformat() if verdict and verdict.due_on else None,
            "remaining": verdict.remaining if verdict else None,
            "overrun": verdict.overrun if verdict else None,
            "until": item.until.isoformat() if item.until else None,
        }


def _page_values(page: Unanswered) -> dict[str, object]:
    return {
        "now": page.at.isoformat(),
        "week_ago": page.week_ago.isoformat(),
        "waiting": page.waiting,
        "before": page.before,
        "paused": page.paused,
        "units": [
            {
                "unit": row.unit,
                "waiting": row.waiting,
                "before": row.before,
                "trend": row.trend,
                "oldest": row.oldest.isoformat() if row.oldest else None,
                "oldest_days": row.oldest_days,
                "oldest_id": row.oldest_id,
            }
            for row in page.units
        ],
    }

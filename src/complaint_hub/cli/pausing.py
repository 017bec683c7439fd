"""``postpone``, ``resume`` and ``extend``: a complaint that needs more time."""

from __future__ import annotations

from typing import Annotated

import typer

from .desk import AtOption, ByOption, Desk, IdArgument, TextOption, day_of, perform
from .options import ConfigOption, JsonOption, StoreOption

__all__ = ["register"]

_Reason = Annotated[str, typer.Argument(metavar="REASON", show_default=False, help="Why, for colleagues.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("postpone")(_postpone)
    app.command("resume")(_resume)
    app.command("extend")(_extend)


def _postpone(
    id_: IdArgument,
    text: _Reason,
    by: ByOption,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DATE", show_default=False, help="When to look at it again; nothing goes on by itself."
        ),
    ] = None,
    for_citizen: Annotated[
        bool, typer.Option("--for-citizen", help="The citizen must say something first (menunggu pelapor).")
    ] = False,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Put a complaint off (tunda). Whether that stops a clock is said by the policy.

    Refused: a complaint that is finished, rejected or postponed already.

    \b
    Examples:
      complaint-hub postpone lapor:9123456 "menunggu anggaran perubahan" --by petugas-07 --until 2026-12-15
      complaint-hub postpone instagram#12 "alamat belum jelas" --for-citizen --by petugas-07
    """
    from .. import casework
    from . import words

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    last = day_of(until, "--until")
    perform(
        desk,
        id_,
        lambda found: casework.postpone(
            found, text, until=last.date() if last else None, for_citizen=for_citizen, **desk.signed
        ),
        told=lambda _, events: words.STATUSES[events[0].status] if events[0].status else "ditunda",
    )


def _resume(
    id_: IdArgument,
    by: ByOption,
    text: TextOption = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Go on with a complaint that was put off.

    Refused: a complaint that is not postponed.

    \b
    Example:
      complaint-hub resume lapor:9123456 --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.resume(found, text=text, **desk.signed),
        told=lambda _found, _events: "dilanjutkan",
    )


def _extend(
    id_: IdArgument,
    text: _Reason,
    by: ByOption,
    days: Annotated[
        int | None,
        typer.Option(
            "--days",
            metavar="NUMBER",
            show_default=False,
            help="By how much, in what the limit is counted in (working days).",
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", show_default=False, help="Or: the new last day.")
    ] = None,
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock",
            metavar="CLOCK",
            show_default=False,
            help="Whose limit: resolution, first_response, unit_follow_up ... Default: resolution.",
        ),
    ] = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Extend a time limit (perpanjangan), by an amount or up to a day.

    One that was granted after the limit had passed is kept, and forgives nothing. Refused: a finished complaint.

    \b
    Examples:
      complaint-hub extend lapor:9123456 "perlu uji laboratorium" --days 10 --by petugas-07
      complaint-hub extend lapor:9123456 "cuaca" --until 2026-12-15 --clock first_response --by petugas-07
    """
    from .. import casework
    from ..sla import Clock

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    last = day_of(until, "--until")
    if clock is not None and clock not in tuple(Clock):
        raise typer.BadParameter(f"no such clock; one of {', '.join(Clock)}", param_hint="--clock")
    meant = Clock(clock) if clock else None
    perform(
        desk,
        id_,
        lambda found: casework.extend(
            found, text, amount=days, until=last.date() if last else None, clock=meant, **desk.signed
        ),
        told=lambda _found, _events: f"diperpanjang {f'{days} hari' if days else f'sampai {until}'}",
    )

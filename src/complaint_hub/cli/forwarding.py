"""``verify``, ``forward`` and ``return``: which unit has a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .desk import AtOption, ByOption, Desk, IdArgument, TextOption, perform
from .options import ConfigOption, JsonOption, StoreOption

if TYPE_CHECKING:
    from ..model import Complaint

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("verify")(_verify)
    app.command("forward")(_forward)
    app.command("return")(_return)


def _verify(
    id_: IdArgument,
    by: ByOption,
    text: TextOption = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Say that a complaint is in order and ours to handle (verifikasi); a disposition implies it.

    Refused: a complaint that is verified, handed out or answered already.

    \b
    Example:
      complaint-hub verify lapor:9123456 --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.verify(found, text=text, **desk.signed),
        told=lambda _found, _events: "diverifikasi",
    )


def _forward(
    id_: IdArgument,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="UNIT",
            show_default=False,
            help="Code, name or alias of the registry; without a registry as it is to be written.",
        ),
    ],
    by: ByOption,
    text: TextOption = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Hand a complaint to a unit (disposisi); the unit leads it from then on.

    Refused: a unit that the registry does not know or that no longer exists, a finished or rejected complaint, the unit
    that has it already.

    \b
    Examples:
      complaint-hub forward instagram#12 pupr --by petugas-07
      complaint-hub forward lapor:9123456 "Dinas Perhubungan" --by petugas-07 --at 2026-11-20T09:00
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)

    def hint(found: Complaint) -> str | None:
        registry = desk.registry
        meant = registry.unit_of(found.unit) if registry else None
        if registry is None or meant is None:
            return None
        day = desk.signed["at"].astimezone(desk.zone).date()
        return None if registry.officers(meant, at=day) else f"Belum ada petugas aktif di {meant.name}."

    perform(
        desk,
        id_,
        lambda found: casework.forward(found, unit, text=text, **desk.signed),
        told=lambda _, events: f"didisposisikan ke {events[0].unit}",
        hint=hint,
    )


def _return(
    id_: IdArgument,
    text: Annotated[str, typer.Argument(metavar="REASON", show_default=False, help="Why it is not the unit's.")],
    by: ByOption,
    recalled: Annotated[
        bool, typer.Option("--recalled", help="The co-ordinator took it back; the unit did not hand it back.")
    ] = False,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Note that a unit handed a complaint back (dikembalikan), or that the co-ordinator took it back.

    Refused: a complaint that is with no unit.

    \b
    Example:
      complaint-hub return instagram#12 "jalan provinsi" --by petugas-12
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.return_(found, text, recalled=recalled, **desk.signed),
        told=lambda _, events: f"{'ditarik' if recalled else 'dikembalikan'} dari {events[0].unit or 'unit'}",
    )

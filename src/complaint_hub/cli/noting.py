"""``note`` and ``evidence``: what colleagues must know, and what shows that it was done."""

from __future__ import annotations

from typing import Annotated

import typer

from .desk import AtOption, ByOption, Desk, IdArgument, perform
from .options import ConfigOption, JsonOption, StoreOption

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("note")(_note)
    app.command("evidence")(_evidence)


def _note(
    id_: IdArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False, help="What to write down.")],
    by: ByOption,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Write something down for colleagues (catatan); citizens never see it, and nothing else changes.

    A tracking id of SP4N-LAPOR! in it makes a candidate for a link.

    \b
    Example:
      complaint-hub note instagram#12 "sudah diinput ke SP4N, nomor 9123456" --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)

    def told(*_: object) -> str:
        named = casework.tracking_ids(text)
        return "dicatat" + (f" (menyebut lapor:{', lapor:'.join(named)}; lihat candidates)" if named else "")

    perform(desk, id_, lambda found: casework.note(found, text, **desk.signed), told=told)


def _evidence(
    id_: IdArgument,
    by: ByOption,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="TEXT", show_default=False, help="What it shows, or where it is kept."),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option("--link", metavar="ADDRESS", show_default=False, help="Of a photo or document; may be repeated."),
    ] = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Add evidence of what was done (bukti dukung). Addresses are kept as they are; nothing is fetched.

    \b
    Examples:
      complaint-hub evidence instagram#12 --link https://dishub.example/foto.jpg --by petugas-12
      complaint-hub evidence lapor:9123456 --text "berita acara 12/2026, lemari 3" --by petugas-12
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.evidence(found, text, links=link or (), **desk.signed),
        told=lambda _found, _events: "diberi bukti dukung",
    )

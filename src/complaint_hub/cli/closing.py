"""``resolve``, ``dismiss``, ``reopen`` and ``undo``: the end of a complaint, and what was done by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .desk import AtOption, ByOption, Desk, IdArgument, TextOption, perform
from .options import ConfigOption, JsonOption, StoreOption

if TYPE_CHECKING:
    from ..model import Complaint, Event

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("resolve")(_resolve)
    app.command("dismiss")(_dismiss)
    app.command("reopen")(_reopen)
    app.command("undo")(_undo)


def _resolve(
    id_: IdArgument,
    by: ByOption,
    text: TextOption = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Say that a complaint is settled (selesai). It answers nobody: see the channel's own reply for that.

    Refused: a complaint that is finished or rejected already.

    \b
    Example:
      complaint-hub resolve instagram#12 --text "lubang ditambal 19 November" --by petugas-07
    """
    from .. import casework
    from ..timeline import answers

    def hint(found: Complaint) -> str | None:
        return None if answers(found.timeline or ()) else "Pelapor belum mendapat jawaban di kanalnya."

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.resolve(found, text=text, **desk.signed),
        told=lambda _found, _events: "selesai",
        hint=hint,
    )


def _dismiss(
    id_: IdArgument,
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS",
            autocompletion=completing.settled,
            show_default=False,
            help="not_our_authority, not_a_complaint, rejected, archived, withdrawn or duplicate.",
        ),
    ],
    text: Annotated[str, typer.Argument(metavar="REASON", show_default=False, help="Why nothing is done.")],
    by: ByOption,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Say that nothing will be done about a complaint, and why: it is not ours, no complaint, rejected ...

    It counts as archived from then on, and cannot be forwarded until it is re-opened. Refused: a complaint that is
    finished or dismissed already.

    \b
    Examples:
      complaint-hub dismiss instagram#12 not_our_authority "jalan provinsi" --by petugas-07
      complaint-hub dismiss youtube#3 not_a_complaint "promosi" --by petugas-07
    """
    from .. import casework
    from ..model import Status
    from . import words

    if status not in casework.SETTLED:
        raise typer.BadParameter(f"no such status; one of {', '.join(casework.SETTLED)}", param_hint="STATUS")
    meant = Status(status)
    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.triage(found, status=meant, text=text, **desk.signed),
        told=lambda _found, _events: words.STATUSES[meant],
    )


def _reopen(
    id_: IdArgument,
    text: Annotated[str, typer.Argument(metavar="REASON", show_default=False, help="Why it is taken up again.")],
    by: ByOption,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Take up again what was finished or rejected (dibuka kembali).

    Refused: a complaint that is open.

    \b
    Example:
      complaint-hub reopen instagram#12 "berlubang lagi" --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.reopen(found, text, **desk.signed),
        told=lambda _found, _events: "dibuka kembali",
    )


def _undo(
    id_: IdArgument,
    text: Annotated[str, typer.Argument(metavar="REASON", show_default=False, help="What was wrong with it.")],
    by: ByOption,
    event: Annotated[
        str | None,
        typer.Option(
            "--event",
            metavar="KEY",
            show_default=False,
            help="Key of the act, as show --json tells it. Default: the last act that an officer typed in.",
        ),
    ] = None,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Take back an act that was typed in by mistake: it counts nowhere any more, and stays on record.

    A link is undone by unlink. Refused: an act that a later one rests on; that one first.

    \b
    Examples:
      complaint-hub undo instagram#12 "salah unit" --by petugas-07
      complaint-hub undo instagram#12 "salah tanggal" --event office-5f0c27e1a9b4 --by petugas-07
    """
    from .. import casework
    from . import words

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.undo(found, _meant(found, event), text=text, **desk.signed),
        told=lambda _, events: f"{words.EVENTS[events[0].type]} dibatalkan",
    )


def _meant(found: Complaint, key: str | None) -> Event:
    from .. import casework
    from ..errors import ConfigError

    timeline = found.timeline or ()
    if key is not None:
        event = next((e for e in timeline if e.key == key), None)
    else:
        event = max(filter(casework.undoable, timeline), key=lambda e: (e.seen_at or e.when, e.when), default=None)
    if event is None:
        wanted = f"kejadian {key}" if key else "tindakan petugas yang dapat dibatalkan"
        raise ConfigError(f"tidak dicatat: tidak ada {wanted} pada {found.id}")
    return event

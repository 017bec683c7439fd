"""``privacy``: erasing a person who asks for it, holding back what must stay, taking personal data out of a text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from .breach import breach
from .desk import AtOption, ByOption, Desk, IdArgument, perform
from .options import ConfigOption, JsonOption, StoreOption, open_store, settings_of
from .retention import retention

if TYPE_CHECKING:
    from ..store import Erased
    from .screen import Screen

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = typer.Typer(
        no_args_is_help=True, rich_markup_mode=None, help="Personal data: erase, keep to time limits, redact."
    )
    group.command("erase")(_erase)
    group.command("retention")(retention)
    group.command("hold")(_hold)
    group.command("release")(_release)
    group.command("breach")(breach)
    group.command("redact")(_redact)
    app.add_typer(group, name="privacy")


def _erase(
    complaints: Annotated[
        list[str] | None, typer.Argument(metavar="ID", show_default=False, help="Ids of single complaints.")
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(
            "--author",
            metavar="CHANNEL:ID",
            show_default=False,
            help="A person, by the channel's own id of them (youtube:UC...).",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Erase. Without it only what would go is listed.")] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Erase a person, or single complaints, everywhere, for good; all figures stay as they are.

    Texts, names, ids and files go from complaints, timelines, outbox, quarantine and notices, and from the free pages
    and the log of the database. Nothing brings them back, no sync, import or webhook. Copies made by 'store backup'
    and files that were exported are yours to destroy.

    \b
    Examples:
      complaint-hub privacy erase --author youtube:UC0123456789abcdefghijkl
      complaint-hub privacy erase --author youtube:UC0123456789abcdefghijkl --yes
      complaint-hub privacy erase lapor:9123456 --yes
    """
    from .screen import open_screen, write_json

    if author is None and not complaints:
        raise typer.BadParameter("name ids of complaints, or a person with --author CHANNEL:ID")
    if author is not None and not all(author.partition(":")):
        raise typer.BadParameter("write CHANNEL:ID, such as youtube:UC0123456789abcdefghijkl", param_hint="--author")
    ids = complaints or []
    with open_store(settings_of(config, store)) as opened:
        if yes:
            gone = opened.erase(author=author, complaints=ids, now=datetime.now(UTC))
        else:
            gone = opened.erasable(author=author, complaints=ids)
    if json:
        write_json({"erased" if yes else "would_erase": _values(gone)})
        return
    _print(open_screen(), gone, done=yes)


def _values(gone: Erased) -> dict[str, object]:
    return {
        "complaints": list(gone.complaints),
        "messages": gone.messages,
        "replies": gone.replies,
        "quarantined": gone.quarantined,
        "notices": gone.notices,
        "scrubbed": gone.scrubbed,
    }


def _print(screen: Screen, gone: Erased, *, done: bool) -> None:
    from ..wording import thousands
    from .screen import visible

    parts = (
        (len(gone.complaints), "aduan"),
        (gone.messages, "pesan pada aduan orang lain"),
        (gone.replies, "jawaban di kotak keluar"),
        (gone.quarantined, "baris karantina"),
        (gone.notices, "pemberitahuan"),
    )
    told = ", ".join(f"{thousands(n)} {what}" for n, what in parts if n) or "tidak ada yang ditemukan"
    screen.line(f"✓ Dihapus: {told}." if done else f"Akan dihapus: {told}.")
    if not done:
        for id in gone.complaints:
            screen.line(visible(id, utf8=screen.utf8), indent=2)
        screen.line("Belum ada yang diubah. Untuk menghapus: perintah yang sama dengan --yes.")
        return
    if not gone.scrubbed:
        screen.line("Ruang kosong dan log server basis data dibersihkan oleh pengelolanya (VACUUM FULL).", indent=2)
    screen.line("Angka rapor tidak berubah. Cadangan dan berkas ekspor lama: musnahkan sendiri.", indent=2)


_ReasonArgument = Annotated[
    str, typer.Argument(metavar="REASON", show_default=False, help="Why: a dispute, an audit, a letter and its number.")
]


def _hold(
    id_: IdArgument,
    reason: _ReasonArgument,
    by: ByOption,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Hold a complaint back from 'privacy retention --apply' and 'privacy erase', until it is released.

    It is noted on the timeline with the reason; clocks and figures stay as they are.

    \b
    Example:
      complaint-hub privacy hold instagram#12 "sengketa, surat Ombudsman 12/2026" --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.hold(found, reason, **desk.signed),
        told=lambda _found, _events: "ditahan dari penghapusan",
    )


def _release(
    id_: IdArgument,
    reason: _ReasonArgument,
    by: ByOption,
    at: AtOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Release a complaint that is held: rules on retention count again, and it can be erased.

    \b
    Example:
      complaint-hub privacy release instagram#12 "sengketa selesai" --by petugas-07
    """
    from .. import casework

    desk = Desk(by=by, at=at, config=config, store=store, json=json)
    perform(
        desk,
        id_,
        lambda found: casework.release(found, reason, **desk.signed),
        told=lambda _found, _events: "tidak ditahan lagi",
    )


def _redact(
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", show_default=False, help="A name to take out as well.")
    ] = None,
) -> None:
    """Take telephone numbers, e-mail addresses, NIK, number plates and account names out of a text.

    Reads standard input and writes standard output. Names that are not given, and addresses, are not found: read the
    result before you hand it on.

    \b
    Example:
      complaint-hub privacy redact --name "Siti Contoh" < aduan.txt
    """
    import sys

    from ..privacy import redacted

    sys.stdout.write(redacted(sys.stdin.read(), name=name))

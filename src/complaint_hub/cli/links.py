"""``link`` and ``unlink``: two complaints that are one matter, so that the scorecard counts it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .options import ConfigOption, JsonOption, NowOption, StoreOption, moment_of, open_store, same_store, settings_of

if TYPE_CHECKING:
    from ..model import Complaint, Link, Relation
    from ..store import Store

__all__ = ["register"]


_From = Annotated[
    str, typer.Argument(metavar="A", show_default=False, help="As in the lists: youtube:Ugx... or google_reviews#418.")
]
_To = Annotated[
    str, typer.Argument(metavar="B", show_default=False, help="The one that goes on with the matter: lapor:9123456.")
]
_RelationOption = Annotated[
    str,
    typer.Option(
        "--relation",
        metavar="RELATION",
        show_default=False,
        help="What A is to B: transferred_to, duplicate_of (one case then), or same_event (stays two cases).",
    ),
]
_ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="OFFICER",
        show_default=False,
        autocompletion=completing.officers,
        help="Who says so: an officer's id.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("link")(_link)
    app.command("unlink")(_unlink)


def _link(
    a: _From,
    b: _To,
    relation: _RelationOption,
    by: _ByOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Join two complaints: A was transferred to, duplicates, or shares the event of B.

    Rows that are transferred or duplicates become one case, which B leads and the scorecard counts once; the tables of
    each channel go on counting rows. A row goes on in one place only, and never in a circle.

    \b
    Examples:
      complaint-hub link google_reviews#418 lapor:9123456 --relation transferred_to --by petugas-07
      complaint-hub link lapor:9123460 lapor:9123456 --relation duplicate_of
    """
    from ..errors import ConfigError
    from ..model import Link
    from .sentences import told

    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    kind = _relation(relation)
    with open_store(settings) as opened:
        link = Link(a=_known(opened, a).id, b=_known(opened, b).id, relation=kind, by=by, at=moment)
        try:
            opened.link(link, now=moment)
        except ValueError as refusal:
            raise ConfigError(f"tidak ditautkan: {told(str(refusal))}") from None
        case = _case_of(opened, link.b)
    _say(link, _told(link, case), json=json, hint=same_store(store))


def _unlink(
    a: _From,
    b: _To,
    relation: _RelationOption,
    by: _ByOption = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    now: NowOption = None,
    json: JsonOption = False,
) -> None:
    """Undo a link between two complaints; each counts by itself again, and both keep a note of it.

    \b
    Example:
      complaint-hub unlink google_reviews#418 lapor:9123456 --relation transferred_to --by petugas-07
    """
    from ..errors import ConfigError
    from ..model import Link

    settings = settings_of(config, store)
    moment = moment_of(now, settings.zone)
    kind = _relation(relation)
    with open_store(settings) as opened:
        link = Link(a=_known(opened, a).id, b=_known(opened, b).id, relation=kind, by=by, at=moment)
        if not opened.unlink(link, now=moment):
            raise ConfigError(f"tidak ada tautan {link.a} {kind} {link.b}: tidak ada yang diubah")
    _say(link, f"✓ Tidak bertaut lagi: {_arrow(link)}", json=json, hint=same_store(store))


def _relation(given: str) -> Relation:
    from ..model import Relation

    if given not in tuple(Relation):
        raise typer.BadParameter(f"no such relation; one of {', '.join(Relation)}", param_hint="--relation")
    return Relation(given)


def _known(store: Store, given: str) -> Complaint:
    """The complaint that a person means. Raises ConfigError: a mistyped id must not be linked to."""
    from ..errors import ConfigError
    from .numbers import meant

    found = store.complaint(meant(store, given))
    if found is None:
        raise ConfigError(f"tidak ada aduan {given!r}: lihat complaint-hub list")
    return found


def _case_of(store: Store, id_: str) -> tuple[str, int] | None:
    """The case that a complaint counts for, and how many rows it has; None if it is unknown."""
    case = store.case(id_)
    return None if case is None else (case.id, len(case.rows))


def _told(link: Link, case: tuple[str, int] | None) -> str:
    from ..model import Relation

    told = f"✓ {_arrow(link)}"
    if link.relation is Relation.same_event:
        return f"{told}; tetap dua kasus"
    return told if case is None else f"{told}; satu kasus, {case[0]}, dengan {case[1]} aduan"


def _arrow(link: Link) -> str:
    from . import words
    from .screen import visible

    return f"{visible(link.a)} {words.RELATIONS[link.relation]} {visible(link.b)}"


def _say(link: Link, told: str, *, json: bool, hint: str) -> None:
    from .screen import open_screen, write_json

    if json:
        write_json({"link": link.model_dump(mode="json")})
        return
    screen = open_screen()
    screen.line(told, style="green")
    screen.command(f"show {link.b}{hint}", before="Rincian: ")

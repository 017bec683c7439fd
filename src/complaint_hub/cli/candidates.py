"""``candidates``: which complaints may be one matter with this one; nothing is joined by it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from .desk import IdArgument
from .options import ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of

if TYPE_CHECKING:
    from ..casework import Candidate
    from ..model import Complaint
    from ..store import Store
    from .screen import Screen

__all__ = ["register"]

_INSTANT = timedelta(microseconds=1)
_SIGNS = {
    "tracking_id": "nomornya disebut",
    "text": "teksnya mirip",
    "author": "pelapor sama",
    "district": "kecamatan sama",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("candidates")(_candidates)


def _candidates(
    id_: IdArgument,
    days: Annotated[
        int,
        typer.Option("--days", metavar="NUMBER", min=0, help="How many days apart the receipt of duplicates may be."),
    ] = 14,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """List complaints that may belong to this one: named by a tracking id in a text, or near to it in words.

    Each comes with the command that joins it. Nothing is joined by itself.

    \b
    Examples:
      complaint-hub candidates instagram#12
      complaint-hub candidates lapor:9123456 --days 30 --json
    """
    from ..errors import ConfigError
    from .numbers import meant
    from .screen import open_screen, write_json

    settings = settings_of(config, store)
    with open_store(settings) as opened:
        found = opened.complaint(meant(opened, id_))
        if found is None:
            raise ConfigError(f"tidak ada aduan {id_!r}: lihat complaint-hub list")
        candidates, unknown = _of(opened, found, timedelta(days=days))
        heads = {c: opened.complaint(c) for one in candidates for c in (one.a, one.b) if c != found.id}
    if json:
        write_json({"candidates": [_values(one) for one in candidates], "unknown": unknown})
        return
    screen = open_screen()
    if not candidates:
        screen.line(f"Tidak ada calon tautan untuk {found.id}.")
    for one in candidates:
        _print(screen, one, heads[one.a if one.b == found.id else one.b], same_store(store, config))
    if unknown:
        screen.line(f"Disebut, tetapi belum ada di sini: {', '.join(unknown)}", style="yellow")


def _of(store: Store, found: Complaint, within: timedelta) -> tuple[list[Candidate], list[str]]:
    """The candidates of a complaint, and the reports that it names and that are not here."""
    from .. import casework

    links = store.links(found.id)
    named = casework.named_rows(found)
    here = store.numbers(list(named))
    candidates = [*casework.named_candidates(found, here, links)]
    told = {one.a for one in candidates} | {one.b for one in candidates}
    near = store.heads(since=found.created_at - within, until=found.created_at + within + _INSTANT)
    candidates += [
        one
        for one in casework.duplicates(found, near, links=links, within=within)
        if not ({one.a, one.b} - {found.id}) <= told
    ]
    return candidates, [name for name in named if name not in here]


def _values(one: Candidate) -> dict[str, object]:
    return {"a": one.a, "b": one.b, "relation": one.relation, "signs": list(one.signs), "near": one.near}


def _print(screen: Screen, one: Candidate, other: Complaint | None, hint: str) -> None:
    from . import words
    from .screen import visible

    signs = ", ".join(_SIGNS[sign] for sign in one.signs)
    near = f" ({words.share(one.near)})" if one.near is not None else ""
    screen.line(f"{visible(one.a)} {words.RELATIONS[one.relation]} {visible(one.b)}?  {signs}{near}", hang=2)
    text = " ".join((other.title or other.text or "").split()) if other else ""
    if text:
        screen.line(visible(text[:200], utf8=screen.utf8), indent=2, style="dim")
    screen.command(f"link {one.a} {one.b} --relation {one.relation} --by ...{hint}")

"""What all commands that act have in common: who, when, on which complaint; and how it is told.

For: the commands ``forward`` to ``undo``, and ``triage``.
Must not: decide whether an act is possible; see ``casework``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from . import completing
from .options import moment_of, open_store, same_store, settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from ..casework import Signed
    from ..model import Complaint, Event
    from ..registry import Registry
    from ..store import Store
    from .screen import Screen

__all__ = ["AtOption", "ByOption", "Desk", "IdArgument", "TextOption", "day_of", "perform"]

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        show_default=False,
        autocompletion=completing.ids,
        help="As in the lists: youtube:Ugx... or google_reviews#418.",
    ),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="OFFICER",
        show_default=False,
        autocompletion=completing.officers,
        help="Who does it: an officer's id.",
    ),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        show_default=False,
        help="When it was done: 2026-11-24T08:00 or, if only the day is known, 2026-11-24, in the government's zone. "
        "Default: now.",
    ),
]
TextOption = Annotated[
    str | None, typer.Option("--text", metavar="TEXT", show_default=False, help="What is to be noted with it.")
]


class Desk:
    """One officer at one moment, before one database.

    Attributes:
        signed: what every act takes.
        registry: who is who; None where the settings name none.
    """

    def __init__(self, *, by: str, at: str | None, config: Path | None, store: str | None, json: bool) -> None:
        from ..casework import Signed

        self.settings = settings_of(config, store)
        self.zone = ZoneInfo(self.settings.zone)
        self.registry: Registry | None = self.settings.read_registry()
        self.now = datetime.now(UTC)
        moment = self.now if at is None else moment_of(at, self.settings.zone, option="--at")
        day = at is not None and len(at.strip()) == len("2026-11-24")
        self.signed: Signed = Signed(by=by, at=moment, now=self.now, day=day, registry=self.registry, zone=self.zone)
        self.json, self.hint = json, same_store(store, config)


def day_of(given: str | None, option: str) -> datetime | None:
    """A day that an option names, as local midnight without zone. Raises BadParameter."""
    if given is None:
        return None
    try:
        return datetime.strptime(given, "%Y-%m-%d")  # noqa: DTZ007 - a date is wanted, no instant
    except ValueError:
        raise typer.BadParameter(f"{given!r} is no day: write 2026-11-24", param_hint=option) from None


def perform(
    desk: Desk,
    given: str,
    decide: Callable[[Complaint], Event | Iterable[Event]],
    *,
    told: Callable[[Complaint, list[Event]], str],
    hint: Callable[[Complaint], str | None] = lambda _: None,
) -> None:
    """Do an act, and tell it.

    Args:
        told: what was done, in words; gets the complaint as it stands now, and the new events.
        hint: what else is worth knowing.

    Raises: ConfigError, saying in Indonesian why the act cannot be.
    """
    from ..errors import CaseworkError, ConfigError
    from .refusals import sentence

    with open_store(desk.settings) as store:
        known = _known(store, given)
        try:
            events = store.act(known, decide, now=desk.now)
        except CaseworkError as refused:
            raise ConfigError(f"tidak dicatat: {sentence(refused, desk.zone)}") from None
        found = store.complaint(known)
        goes_on = _goes_on(store, known)
    if found is not None:
        _say(desk, found, events, told(found, events), [line for line in (hint(found), goes_on) if line])


def _goes_on(store: Store, id_: str) -> str | None:
    """Where the matter goes on, if not here: that row leads the case, and gives it its status."""
    from ..model import Relation

    ends = [link.b for link in store.links(id_) if link.a == id_ and link.relation is not Relation.same_event]
    return f"Kasusnya berlanjut di {ends[0]}: status kasus mengikuti aduan itu." if ends else None


def _known(store: Store, given: str) -> str:
    from ..errors import ConfigError
    from .numbers import meant

    id_ = meant(store, given)
    if not store.numbers([id_]):
        raise ConfigError(f"tidak ada aduan {given!r}: lihat complaint-hub list")
    return id_


def _say(desk: Desk, found: Complaint, events: list[Event], told: str, hints: list[str]) -> None:
    from .screen import open_screen, visible, write_json

    if desk.json:
        write_json(
            {
                "complaint": found.model_dump(mode="json", include={"id", "status", "kind", "unit"}),
                "events": [event.model_dump(mode="json", exclude_unset=True) for event in events],
            }
        )
        return
    screen = open_screen()
    screen.line(f"✓ {visible(found.id)} {visible(told, utf8=screen.utf8)}; {_signature(desk)}", style="green")
    for hint in hints:
        screen.line(visible(hint, utf8=screen.utf8), style="yellow")
    _lead_on(screen, found.id, desk.hint)


def _lead_on(screen: Screen, id_: str, hint: str) -> None:
    screen.command(f"show {id_}{hint}", before="Rincian: ")


def _signature(desk: Desk) -> str:
    """``24 Nov 2026 09.00 WIB, petugas-07``."""
    from . import words
    from .screen import visible

    at = desk.signed["at"]
    when = words.day(at, desk.zone) if desk.signed.get("day") else words.moment(at, desk.zone)
    return f"{when}, {visible(desk.signed['by'].strip())}"

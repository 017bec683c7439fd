"""``triage``: what waits to be sorted, with suggestions; and saying what a complaint is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import completing
from .desk import AtOption, Desk, TextOption, perform
from .options import ChannelOption, ConfigOption, JsonOption, StoreOption, same_store, settings_of

if TYPE_CHECKING:
    from ..model import Complaint, Event
    from ..registry import Registry
    from ..settings import Settings
    from ..triage import Rules, Suggestion, Value

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("triage")(_triage)


def _triage(
    id_: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            show_default=False,
            autocompletion=completing.ids,
            help="One complaint; without it all that wait are listed.",
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Take over what is suggested without doubt.")] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND",
            show_default=False,
            help="What it is: complaint, aspiration, information_request, appreciation, other or spam.",
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="UNIT", show_default=False, help="Whose matter: code, name or alias."),
    ] = None,
    priority: Annotated[
        str | None, typer.Option(metavar="WORD", show_default=False, help="How urgent: urgent, high, normal.")
    ] = None,
    district: Annotated[str | None, typer.Option(metavar="NAME", show_default=False, help="The kecamatan.")] = None,
    oversight: Annotated[
        bool | None,
        typer.Option("--oversight/--no-oversight", show_default=False, help="About an official's conduct, or not."),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar="OFFICER",
            show_default=False,
            autocompletion=completing.officers,
            help="Who decides: an officer's id.",
        ),
    ] = None,
    text: TextOption = None,
    at: AtOption = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules",
            metavar="FILE",
            show_default=False,
            help="Rules of your own before the shipped ones; may be repeated. Default: those of the settings.",
        ),
    ] = None,
    channel: ChannelOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, show_default=False, help="At most N rows. Default: 30 on a terminal, all otherwise."
        ),
    ] = None,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """List complaints that nobody has sorted, with suggestions; with ID show one, or say what it is.

    A suggestion names its rule and the citizen's words. Nothing is sorted until a person says so, by --accept or by
    the options; what the rules are not sure of stays open.

    \b
    Examples:
      complaint-hub triage
      complaint-hub triage instagram#12
      complaint-hub triage instagram#12 --accept --by petugas-07
      complaint-hub triage instagram#12 --kind complaint --unit pupr --by petugas-07
    """
    from .triage_screen import list_waiting, show_one

    said: dict[str, Value | None] = {
        "kind": kind, "unit": unit, "priority": priority, "district": district, "oversight": oversight,
    }  # fmt: skip
    given = {name: value for name, value in said.items() if value is not None}
    acts = accept or bool(given) or text is not None
    if acts and (id_ is None or by is None):
        raise typer.BadParameter("name the complaint and who decides: triage ID ... --by OFFICER", param_hint="--by")
    if acts and id_ is not None and by is not None:
        desk = Desk(by=by, at=at, config=config, store=store, json=json)
        _decide(desk, id_, given, text, accept=accept, rules=_rules(desk.settings, rules, desk.registry))
        return
    settings = settings_of(config, store)
    registry = settings.read_registry()
    found = _rules(settings, rules, registry)
    if id_ is not None:
        show_one(settings, registry, found, id_, json=json, hint=same_store(store, config))
        return
    list_waiting(settings, registry, found, channel, limit, json=json, hint=same_store(store, config))


def _rules(settings: Settings, given: list[Path] | None, registry: Registry | None) -> Rules:
    from ..triage import Rules

    return Rules.load(*(given or settings.triage), registry=registry)


def _decide(desk: Desk, id_: str, given: Mapping[str, Value], text: str | None, *, accept: bool, rules: Rules) -> None:
    from .. import casework
    from ..errors import ConfigError
    from ..model import Kind
    from .triage_screen import values as suggested

    kind = given.get("kind")
    if kind is not None and kind not in tuple(Kind):
        raise typer.BadParameter(f"no such kind; one of {', '.join(Kind)}", param_hint="--kind")

    def act(found: Complaint) -> Event:
        values: dict[str, Any] = dict(given)
        data: dict[str, Any] = {}
        if accept:
            taken = _accepted(found, rules, desk.registry)
            if not taken and not given:
                raise ConfigError(
                    f"tidak dicatat: tidak ada saran yang pasti untuk {found.id}; sebutkan --kind, --unit ..."
                )
            values = {name: one.value for name, one in taken.items() if name != "authority"} | values
            data = {"suggested": {name: suggested(one) for name, one in taken.items() if name not in given}}
        if "kind" in values:
            values["kind"] = Kind(values["kind"])
        return casework.triage(found, **values, text=text, data=data, **desk.signed)

    perform(desk, id_, act, told=lambda found, events: f"dipilah: {_told(events[0])}", hint=_whose)


def _whose(found: Complaint) -> str | None:
    """What to do about a matter that was accepted as somebody else's."""
    from ..model import EventType
    from .triage_screen import word

    sorted_ = [event for event in found.timeline or () if event.type is EventType.triaged]
    data: Any = sorted_[-1].data if sorted_ else {}
    said = data.get("suggested", {}).get("authority", {}).get("value")
    if said in (None, "regency"):
        return None
    return f"Wewenang {word('authority', said)}: bila memang begitu, catat dengan dismiss {found.id} not_our_authority."


def _accepted(found: Complaint, rules: Rules, registry: Registry | None) -> dict[str, Suggestion]:
    """The suggestion behind each field of which there is no doubt."""
    from ..triage import decided, suggest

    suggestions = suggest(found, rules, registry)
    sure = decided(suggestions)
    return {one.field: one for one in reversed(suggestions) if one.field in sure}


def _told(event: Event) -> str:
    from .triage_screen import label, word

    parts = [f"{label(name)} {word(name, value)}" for name, value in _said(event).items()]
    return ", ".join(parts) or "dicatat"


def _said(event: Event) -> dict[str, Any]:
    found = {name: event.data[name] for name in ("kind", "priority", "oversight", "district") if name in event.data}
    return found | ({"unit": event.unit} if event.unit else {})

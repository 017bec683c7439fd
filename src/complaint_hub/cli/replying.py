"""``reply``: answer a complaint on the channel that it came in by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from . import completing
from .options import ConfigOption, JsonOption, StoreOption, open_store, same_store, settings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Intent
    from ..settings import Settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reply")(_reply)


def _reply(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            show_default=False,
            autocompletion=completing.ids,
            help="As in the lists: youtube:Ugx... or google_reviews#418.",
        ),
    ],
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="OFFICER",
            show_default=False,
            autocompletion=completing.officers,
            help="Who writes: an officer's id.",
        ),
    ],
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", show_default=False, help="What is answered.")] = None,
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="NAME", show_default=False, help="Fill a text of 'outbox templates'."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", show_default=False, help="A field of the template; repeat it."),
    ] = None,
    intent: Annotated[
        str | None,
        typer.Option(
            "--intent",
            metavar="INTENT",
            show_default=False,
            help="What it counts as: acknowledgement, normative, substantive, clarification, closing.",
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", metavar="KEY", show_default=False, help="Answer this message of the thread."),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep it in the outbox, do not send it yet.")] = False,
    config: ConfigOption = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Answer a complaint, in public, on the channel that it came in by.

    The reply is kept in the outbox first and sent once; if the answer of the platform never comes, it is looked up
    before anything is sent again. Where the settings ask for a second person, it waits for 'outbox approve'.

    \b
    Examples:
      complaint-hub reply google_reviews#418 "Terima kasih, kami teruskan ke RSUD." --by petugas-07
      complaint-hub reply youtube:Ugx1 --template entered_in_sp4n --field tracking_id=9123456 --by petugas-07
    """
    from ..errors import ConfigError, UnsupportedError
    from ..hub import Hub
    from .numbers import meant
    from .outbox import exit_of, say, values
    from .sentences import told

    settings = settings_of(config, store)
    words, meaning = _words(settings, text, template, field or [])
    meaning = _intent(intent) or meaning
    with (
        open_store(settings) as opened,
        Hub(settings.channels(), store=opened, replies=settings.reply_policy()) as hub,
    ):
        complaint = meant(opened, id)
        try:
            reply = hub.reply(complaint, words, by=by, intent=meaning, about=about, send=not draft)
        except UnsupportedError as refusal:
            said = ": ".join(told(part) for part in (refusal.message, refusal.hint) if part)
            raise ConfigError(f"tidak dikirim: {said}") from None
    if json:
        from .screen import write_json

        write_json({"reply": values(reply)})
    else:
        say(reply, hint=same_store(store, config))
    raise typer.Exit(exit_of([reply]))


def _words(
    settings: Settings, text: str | None, template: str | None, given: Sequence[str]
) -> tuple[str, Intent | None]:
    """The text to send, and what its template says that it is."""
    if (text is None) == (template is None):
        raise typer.BadParameter("give either a text or --template", param_hint="TEXT")
    if template is None:
        if given:
            raise typer.BadParameter("a field needs --template", param_hint="--field")
        return text or "", None
    pairs: dict[str, str] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is no field: write NAME=VALUE", param_hint="--field")
        pairs[name.strip()] = value
    chosen = settings.read_templates().named(template)
    return chosen.fill(pairs), chosen.intent


def _intent(given: str | None) -> Intent | None:
    from ..model import Intent

    if given is None:
        return None
    if given not in tuple(Intent):
        raise typer.BadParameter(f"no such intent; one of {', '.join(Intent)}", param_hint="--intent")
    return Intent(given)

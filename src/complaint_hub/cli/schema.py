"""``schema``: the JSON Schema of a complaint."""

from __future__ import annotations

import typer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("schema")(_schema)


def _schema() -> None:
    """Print the JSON Schema of a complaint with its timeline, for programs in other languages.

    It describes what `list --json` and `show --json` print as a complaint.

    \b
    Example:
      complaint-hub schema > complaint.schema.json
    """
    from ..model import json_schema
    from .screen import write_json

    write_json(json_schema())

"""Texts for replies with fields to fill: a reply that still shows a brace never leaves the office.

For: officers, by ``reply --template``, and programs. The texts are a table of rules (``rules/reply_templates.toml``)
that an office replaces by its own.
Must not: guess a value, or promise anything that the office did not fill in.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from . import rules
from .contract import ReplyLimit
from .errors import ConfigError, OutboxError
from .model import Intent

__all__ = ["Template", "Templates"]


@dataclass(frozen=True, slots=True)
class Template:
    """One text.

    Attributes:
        name: what it is asked for by (``"acknowledgement"``).
        title: what it is for, in an officer's words.
        text: with fields in braces (``{unit}``); two braces stand for one.
        intent: what a reply made of it is meant to be; None where the officer must say so.
        fields: their names, in order of their first place; all of them are required.
    """

    name: str
    title: str
    text: str
    intent: Intent | None
    fields: tuple[str, ...]

    def fill(self, values: Mapping[str, str], *, limit: ReplyLimit | None = None) -> str:
        """The text with its fields filled.

        Raises: OutboxError, naming the fields that are missing, empty or unknown, or by how much the text is too long.
        """
        missing = [name for name in self.fields if not values.get(name, "").strip()]
        if missing:
            raise OutboxError(f"the template {self.name} needs {_listed(missing)}: fill in every field")
        unknown = [name for name in values if name not in self.fields]
        if unknown:
            has = _listed(self.fields) if self.fields else "no fields"
            raise OutboxError(f"the template {self.name} has no field {_listed(unknown)}: it has {has}")
        text = self.text.format_map({name: values[name].strip() for name in self.fields})
        if limit is not None and (size := limit.size(text)) > limit.amount:
            raise OutboxError(
                f"the filled template {self.name} has {size:,} {limit.unit}, {limit.amount:,} are allowed: "
                f"shorten a field by {size - limit.amount:,}"
            )
        return text


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of an office."""

    listed: tuple[Template, ...]

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None = None) -> Templates:
        """Read the shipped texts, or an office's own file of the same form.

        Raises: ConfigError, naming file and template, if a text has a brace that opens no plain field, or a name twice.
        """
        table = rules.load("reply_templates", None if path is None else os.fspath(path))
        found: dict[str, Template] = {}
        for row in table.rows:
            name = row["name"]
            if name in found:
                raise ConfigError(f"{table.file}: the template {name} stands there twice")
            intent = Intent(row["intent"]) if row["intent"] else None
            fields = _fields(row["text"], f"{table.file}, template {name}")
            found[name] = Template(name, row["title"], row["text"], intent, fields)
        return cls(tuple(found.values()))

    def named(self, name: str) -> Template:
        """The template of that name. Raises OutboxError, naming those that there are."""
        for template in self.listed:
            if template.name == name:
                return template
        raise OutboxError(f"there is no template {name!r}: there are {_listed([t.name for t in self.listed])}")


def _fields(text: str, place: str) -> tuple[str, ...]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as problem:
        raise ConfigError(f"{place}: {problem}: write a brace that is no field twice") from None
    names: dict[str, None] = {}
    for _, name, form, conversion in parts:
        if name is None:
            continue
        # "{unit.__class__}" and "{due:>10}" are no fields: a text of an office runs no code and needs no widths.
        if not name.isidentifier() or form or conversion:
            raise ConfigError(f"{place}: {{{name}}} is no field: write a plain name like {{unit}}")
        names[name] = None
    return tuple(names)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names)

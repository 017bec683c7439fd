"""Turns the docstrings of this house into the Markdown that the reference pages are built from.

For: mkdocstrings, which loads this file as an extension of its reader (``mkdocs.yml``). It knows ``Args:`` and
``Attributes:`` itself; what it does not know are our labels that begin a paragraph in mid-line (``For:``,
``Must not:``, ``Raises:``, ``Returns:``, ``Source:``), arguments that share a line (``earliest, latest: ...``), and
the roles that name other things.
Must not: change what a docstring says.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Attribute, Class, Docstring, Extension, Module, Object

__all__ = ["HouseStyle", "to_markdown"]

_LABEL = re.compile(r"^(For|Must not|Returns|Raises|Source|Sources|Accepted): (?=\S)", re.M)
_ROLE = re.compile(r":(?:attr|class|data|exc|func|meth|mod):`~?([^`]+)`")
_JOINT = re.compile(r"^( +)(\w+(?:, \w+)+):(.*(?:\n\1 {4}.*)*)", re.M)
_LITERAL = re.compile(r"(?:^|\n)::\n\n(?= )")
# The fields of these stand in no signature, so each is shown by itself.
_BARE = {"BaseModel", "Protocol", "StrEnum", "TypedDict", "_Value"}


def to_markdown(text: str) -> str:
    """A docstring with its labels as bold words of paragraphs of their own, one argument a line, and roles as code."""
    text = _LABEL.sub(r"\n**\1:** ", text)
    text = _LITERAL.sub("\n\n", text)
    text = _JOINT.sub(lambda found: "\n".join(f"{found[1]}{name}:{found[3]}" for name in found[2].split(", ")), text)
    return _ROLE.sub(lambda found: f"`{found[1].rsplit('.', 1)[-1]}`", text)


class HouseStyle(Extension):
    """Rewrites each docstring, and shows the fields that stand in no signature."""

    def on_package(self, *, pkg: Module, **_: Any) -> None:
        """Called once for all that was read."""
        _tidy(pkg)


def _tidy(thing: Object) -> None:
    """Rewrite a thing and all that it holds."""
    if thing.docstring is not None:
        thing.docstring.value = to_markdown(thing.docstring.value)
    if isinstance(thing, Class):
        bare = bool({str(base) for base in thing.bases} & _BARE)
        thing.bases = [base for base in thing.bases if not str(base).startswith("_")]
        for member in thing.members.values():
            if bare and isinstance(member, Attribute) and member.docstring is None:
                member.docstring = Docstring("", parent=member)  # What has no docstring at all is not shown.
    for member in thing.members.values():
        if not member.is_alias and isinstance(member, Object):
            _tidy(member)

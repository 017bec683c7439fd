"""The ``fields`` of the Graph API: names, with arguments and with the fields of what they lead to.

For: ``nodes``, which shows what is asked for.
Must not: know which fields there are.

Field expansion: https://developers.facebook.com/docs/graph-api/guides/field-expansion
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["ExpressionError", "Field", "parse"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CALL = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)\(([^(){}]*)\)")


class ExpressionError(ValueError):
    """The expression is malformed; the text is the rest that could not be read."""


@dataclass(frozen=True)
class Field:
    """One field asked for: ``replies.limit(50){id,text}``.

    Attributes:
        args: ``{"limit": "50"}``.
        inner: the fields in braces; None if there are no braces.
        text: what stands in the braces, for the address of the next page.
    """

    name: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])
    inner: Sequence[Field] | None = None
    text: str = ""


def parse(text: str) -> list[Field]:
    """The fields of an expression, in order, each once. Raises ExpressionError."""
    found, rest = _list(re.sub(r"\s+", "", text))
    if rest:
        raise ExpressionError(rest)
    return found


def _list(text: str) -> tuple[list[Field], str]:
    found: dict[str, Field] = {}
    while True:
        name = _NAME.match(text)
        if name is None:
            raise ExpressionError(text)
        text, args = text[name.end() :], dict[str, str]()
        while call := _CALL.match(text):
            args[call.group(1)] = call.group(2)
            text = text[call.end() :]
        inner, inside = None, ""
        if text.startswith("{"):
            inner, rest = _list(text[1:])
            if not rest.startswith("}"):
                raise ExpressionError(rest or text)
            inside = text[1 : len(text) - len(rest)]
            text = rest[1:]
        found[name.group()] = Field(name.group(), args, inner, inside)
        if not text.startswith(","):
            return list(found.values()), text
        text = text[1:]

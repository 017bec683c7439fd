"""The parameter ``fields`` of every Google API, which trims an answer.

For: the ``api`` of each platform.
Must not: know what is answered, or by which error a bad expression is refused.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["FieldsError", "trim"]


class FieldsError(ValueError):
    """The expression is malformed; the text is what could not be read."""


def trim(value: Any, fields: str) -> Any:
    """Keep of an answer what the partial-response expression *fields* names: ``a,b/c,items(id,snippet/title)``.

    Raises: FieldsError, if the expression is malformed.
    """
    tree: dict[str, Any] = {}
    rest = _read(fields.replace(" ", ""), tree)
    if rest:
        raise FieldsError(fields)
    return _keep(value, tree)


def _read(text: str, tree: dict[str, Any]) -> str:
    while text and text[0] != ")":
        name = re.match(r"[A-Za-z0-9_*]+", text)
        if name is None:
            raise FieldsError(text)
        text, node = text[name.end() :], tree.setdefault(name.group(), {})
        while text.startswith("/"):
            deeper = re.match(r"/([A-Za-z0-9_*]+)", text)
            if deeper is None:
                raise FieldsError(text)
            text, node = text[deeper.end() :], node.setdefault(deeper.group(1), {})
        if text.startswith("("):
            text = _read(text[1:], node)
            if not text.startswith(")"):
                raise FieldsError(text)
            text = text[1:]
        text = text.removeprefix(",")
    return text


def _keep(value: Any, tree: dict[str, Any]) -> Any:
    if not tree:
        return value
    if isinstance(value, list):
        return [_keep(item, tree) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in tree:
        return {name: _keep(item, tree["*"]) for name, item in value.items()}
    return {name: _keep(item, tree[name]) for name, item in value.items() if name in tree}
